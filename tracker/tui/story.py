"""A task's story in words: what it is, what was promised, what was reported, and who changed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from tracker.domain.measure import Measure
from tracker.domain.origin import Field
from tracker.domain.period import Period
from tracker.domain.quantity import Amount
from tracker.domain.report_state import ReportState
from tracker.domain.status import Status
from tracker.domain.task import Change, ReportVersion, TaskDetail, TaskRow
from tracker.domain.text import shown
from tracker.i18n import _, formats, lang, names
from tracker.i18n.record import call_said, changes_said
from tracker.tui.answers import Story
from tracker.tui.cells import said, wrapped
from tracker.tui.columns import glyph, marked

STRONG, MUTED, FAINT, QUOTE = ".ink--strong", ".ink--muted", ".ink--faint", ".ink--quote"
GAP = "   "


def story_lines(story: Story, width: int, *, whole: bool) -> list[Content]:
    """The story in lines of at most ``width`` cells; ``whole`` with history and reasons."""
    detail = story.detail
    lines = [*heading(detail, width), *quotation(detail, width), *promise(detail, width)]
    lines += periods(detail, width)
    if whole:
        lines += _more(detail, width)
        lines += _reports(detail, width)
        lines += history(story.history, width)
    return lines


def heading(detail: TaskDetail, width: int) -> list[Content]:
    """Code, status, title and units."""
    row = detail.row
    sign, ink = glyph(row)
    status = names.status_short(row.status)
    if row.exceeded:
        status = f"{status}, {_('over its ceiling')}"
    elif row.at_risk:
        status = f"{status}, {_('at risk')}"
    first = Content.assemble(
        (f"{sign} ", ink), (row.code, STRONG), GAP, (status, ink), *_stopped(detail)
    )
    units = marked(said(row.unit_name), row, Field.UNIT)
    others = ", ".join(said(name) for name in detail.coordinating_names)
    if others:
        others = marked(others, row, Field.COORDINATING)
        units += " · " + _("with {units}").format(units=others)
    title = marked(said(row.title), row, Field.TITLE)
    return [
        first,
        *(Content.styled(line, STRONG) for line in wrapped(title, width)),
        *(Content.styled(line, MUTED) for line in wrapped(units, width)),
    ]


def _stopped(detail: TaskDetail) -> list[tuple[str, str]]:
    if detail.row.status is not Status.CANCELLED or not detail.cancelled_because:
        return []
    return [(GAP, ""), (shown(detail.cancelled_because), MUTED)]


def quotation(detail: TaskDetail, width: int) -> list[Content]:
    """The directive's exact words and the sentence they stand in; in English their meaning too."""
    words = f"“{shown(detail.directive_quote)}”"
    if detail.sentence is not None:
        words += " " + _("(sentence {number})").format(number=detail.sentence)
    lines = [Content.styled(line, QUOTE) for line in wrapped(words, width)]
    if lang() == "en" and detail.directive_english:
        english = wrapped(shown(detail.directive_english), width)
        lines += [Content.styled(line, FAINT) for line in english]
    return lines


def promise(detail: TaskDetail, width: int) -> list[Content]:
    """Result, target, deadline, last year and pace, flowing over as many lines as they need."""
    row = detail.row
    pieces = [
        _fact(_("Target"), _target(row)),
        _fact(_("Result"), result(row)),
        _fact(_("Deadline"), marked(formats.day(row.deadline), row, Field.DEADLINE)),
        _fact(_("Pace"), formats.percent(100 * detail.pace)),
        _fact(_("Last year"), last_year(row)),
        *_still_needed(row),
    ]
    return flow(pieces, width)


def _fact(label: str, value: str) -> Content:
    return Content.assemble((f"{label} ", MUTED), (value, STRONG))


def _target(row: TaskRow) -> str:
    unit = said(row.unit_of_measure)
    value = marked(formats.number(row.target), row, Field.TARGET) if row.target is not None else ""
    at_most = "≤ " if row.measure is Measure.CEILING and value else ""
    return f"{at_most}{value or formats.NOTHING} {marked(unit, row, Field.UNIT_OF_MEASURE)}"


def result(row: TaskRow) -> str:
    """The value with its percent: ``3  75,0 %``."""
    value = formats.number(row.value)
    return value if row.percent is None else f"{value}  {formats.percent(row.percent)}"


def last_year(row: TaskRow) -> str:
    """Last year's result with what its source says beside it, and the mark of its origin."""
    if row.baseline is None:
        return formats.NOTHING
    return marked(formats.amount(row.baseline, row.unit_of_measure), row, Field.BASELINE)


def _still_needed(row: TaskRow) -> list[Content]:
    if row.measure is not Measure.SUM or row.target is None or row.status is Status.CANCELLED:
        return []
    missing = row.target - (row.value or 0)
    if missing <= 0:
        return []
    unit = said(row.unit_of_measure)
    needed = _("{count} {unit} more needed").format(count=formats.number(missing), unit=unit)
    return [Content.styled(needed, ".ink--accent")]


def periods(detail: TaskDetail, width: int) -> list[Content]:
    """Every period with the figure that counts; an amended one says how often, and one that does
    not count why."""
    pieces = []
    for period in detail.periods:
        versions = [r for r in detail.reports if r.period == period]
        versions = [r for r in versions if r.state is not ReportState.WITHDRAWN]
        counts = next((r for r in versions if r.counts), None)
        figure = _figure(counts) if counts else formats.NOTHING
        piece = Content.assemble(
            (f"{short_period(period)}: ", MUTED), (figure, STRONG if counts else FAINT)
        )
        accepted = [r for r in versions if r.state is ReportState.ACCEPTED]
        if counts and len(accepted) > 1:
            before = " → ".join(_figure(r) for r in accepted[:-1])
            piece += Content.styled(
                " " + _("(amended, was {figures})").format(figures=before), MUTED
            )
        if versions and not versions[-1].counts:
            piece += Content.styled(f" ({_why_not(versions[-1])})", FAINT)
        pieces.append(piece)
    return flow(pieces, width)


def _why_not(report: ReportVersion) -> str:
    """Why a period's last version does not count."""
    if report.state is not ReportState.ACCEPTED:
        return f"{_figure(report)} {names.report_state(report.state)}"
    return _("{figure} from {day}").format(figure=_figure(report), day=formats.day(report.own_day))


def _figure(report: ReportVersion) -> str:
    """The period's own figure with the “trên” or “gần” that was said beside it."""
    return formats.amount(Amount(report.figure, report.qualifier))


def short_period(period: Period) -> str:
    """A period of the plan's year, which is known: ``Tháng 3``, ``Quý I``."""
    return names.period(period).removesuffix(f"/{period.year}")


def flow(pieces: Iterable[Content], width: int) -> list[Content]:
    """Pieces side by side, broken into lines between them."""
    lines: list[Content] = []
    line = Content("")
    for piece in pieces:
        if line.cell_length and line.cell_length + len(GAP) + piece.cell_length > width:
            lines.append(line)
            line = Content("")
        line = line + GAP + piece if line.cell_length else piece
    return [*lines, line]


def _more(detail: TaskDetail, width: int) -> list[Content]:
    row = detail.row
    facts = [
        _fact(_("Measure"), marked(names.measure(row.measure), row, Field.MEASURE)),
        _fact(_("Rhythm"), marked(names.rhythm(row.rhythm), row, Field.RHYTHM)),
        _fact(_("Start"), marked(formats.day(row.start), row, Field.START)),
        _fact(_("Weight"), marked(formats.count(row.weight), row, Field.WEIGHT)),
    ]
    if row.done_on is not None:
        facts.append(_fact(_("Done on"), formats.day(row.done_on)))
    lines = [*flow(facts, width)]
    if said(detail.why):
        lines += [Content.styled(line, MUTED) for line in wrapped(said(detail.why), width)]
    if detail.sentences:
        lines += flow([_fact(_("In the source"), names.sentences(detail.sentences))], width)
    if detail.documents:
        lines += [Content(""), _section(_("Confirmed by"))]
        for field, document in detail.documents.items():
            day = f" ({formats.day(document.day)})" if document.day else ""
            text = f"{names.field(field)}: {shown(document.number)}{day}"
            lines += [Content(line) for line in wrapped(text, width)]
    return lines


def _section(title: str) -> Content:
    return Content.styled(title, ".ink--accent")


def _reports(detail: TaskDetail, width: int) -> list[Content]:
    lines = [Content(""), _section(_("Reports"))]
    if not detail.reports:
        return [*lines, Content.styled(_("Nothing has been reported yet."), MUTED)]
    for report in detail.reports:
        lines += _report(report, detail.reports, width)
    return lines


def _report(report: ReportVersion, reports: Sequence[ReportVersion], width: int) -> list[Content]:
    last = max(r.version for r in reports if r.period == report.period)
    figure = _figure(report)
    if report.cumulative:
        figure += " " + _("(given as {total} in all)").format(total=shown(report.given))
    pieces = [
        Content.assemble(
            (names.period(report.period), STRONG if report.counts else MUTED),
            (f"  {figure}", STRONG if report.counts else FAINT),
        ),
        Content.styled(_("figure of {day}").format(day=formats.day(report.own_day)), MUTED),
        Content.styled(
            _("recorded {moment} by {who}").format(
                moment=formats.moment(report.recorded_at), who=shown(report.who)
            ),
            MUTED,
        ),
    ]
    if report.version < last and report.state is ReportState.SUBMITTED:
        pieces.append(Content.styled(_("replaced"), FAINT))
    elif report.state is not ReportState.ACCEPTED:
        pieces.append(Content.styled(names.report_state(report.state), ".ink--risk"))
    elif report.version < last:
        pieces.append(Content.styled(_("replaced"), FAINT))
    if report.after_closing:
        pieces.append(Content.styled(_("amended after closing"), ".ink--risk"))
    lines = flow(pieces, width)
    for text in (shown(report.note), shown(report.evidence), *_remarks(report)):
        if text:
            lines += [Content(f"  {line}") for line in wrapped(text, width - 2)]
    return lines


def _remarks(report: ReportVersion) -> list[str]:
    """What the reviewer said, and why a figure that looks wrong is right."""
    said = []
    if report.comment:
        said.append(_("comment: {comment}").format(comment=shown(report.comment)))
    if report.word:
        said.append(_("right because: {word}").format(word=shown(report.word)))
    return said


def _call(change: Change) -> str:
    reversed_ = "" if change.undoes is None else f" (#{change.undoes})"
    return call_said(change.what) + reversed_


def history(changes: Iterable[Change], width: int) -> list[Content]:
    """Every entry of the journal about the task, the newest first."""
    lines = [Content(""), _section(_("History"))]
    for change in changes:
        head = _("#{number} {moment} {who}").format(
            number=change.number,
            moment=formats.moment(change.recorded_at),
            who=shown(change.who),
        )
        text = "; ".join(changes_said(change))
        lines.append(Content.assemble((head, MUTED), "  ", (_call(change), STRONG)))
        lines += [Content(f"  {line}") for line in wrapped(shown(text), max(width - 2, 10))]
        if change.why:
            lines += [
                Content.styled(f"  {line}", MUTED)
                for line in wrapped(shown(change.why), max(width - 2, 10))
            ]
    return lines
