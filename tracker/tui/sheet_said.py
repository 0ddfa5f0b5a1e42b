"""What a sheet says about a row: in short at its right, and in full below the table."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from tracker.domain.lock import CLOSED_GLYPH
from tracker.domain.measure import Measure
from tracker.domain.quantity import Amount
from tracker.domain.report import CheckedReport, ReportedMeanwhile, WithdrawnMeanwhile
from tracker.domain.report_state import ReportState
from tracker.domain.sheet import Outcome, Sheet, SheetRow, Typed
from tracker.domain.timeline import Figure
from tracker.i18n import _, formats, names, say
from tracker.tui.cells import clip, said, within, wrapped
from tracker.tui.columns import COLUMNS

DOUBTFUL = "▲"
RESULT = next(column for column in COLUMNS if column.key == "result")
"""The column of lists that shows what is done of what is to be done."""


def figure_said(figure: Figure) -> str:
    return formats.amount(Amount(figure.value, figure.qualifier))


def standing_said(row: SheetRow) -> str:
    """The figure on record for the row's period; nothing where there is none."""
    standing = row.standing
    return figure_said(standing) if standing is not None else ""


def result_said(row: SheetRow) -> str:
    """The value and the target so far, with the mark of the target's origin."""
    return "".join(text for text, _ink in RESULT.cell(row.task, lambda _code: row.task.unit_name))


def before_said(row: SheetRow) -> str:
    return formats.number(row.before.value) if row.before else formats.NOTHING


# At the row's right -----------------------------------------------------------------------------


def echo(
    sheet: Sheet, row: SheetRow, found: Outcome | None, width: int, *, review: bool
) -> Content:
    """In at most ``width`` cells: what would come of the row, or how its report stands."""
    if found is None:
        return _standing_echo(sheet, row, width, review=review)
    if found.problem is not None:
        return Content.styled(clip(f"! {_problem_in_short(row, found)}", width), ".ink--overdue")
    assert found.checked is not None  # noqa: S101 - there is no problem
    if found.wants_word:
        doubts = "; ".join(say(doubt) for doubt in found.checked.doubts)
        return Content.styled(clip(f"{DOUBTFUL} {doubts}", width), ".ink--risk")
    return _new_standing(found.checked, width)


def _standing_echo(sheet: Sheet, row: SheetRow, width: int, *, review: bool) -> Content:
    standing, state = row.standing, row.duty(sheet.day)
    if standing is not None and standing.state is ReportState.DRAFT:
        return Content.styled(clip(names.report_state(standing.state), width), ".ink--muted")
    if standing is not None:
        return Content.styled(clip(names.duty(state, review=review), width), ".ink--muted")
    if sheet.is_closed:
        return Content.styled(clip(f"{CLOSED_GLYPH} {_('closed')}", width), ".ink--risk")
    return Content("")


def _problem_in_short(row: SheetRow, found: Outcome) -> str:
    standing = row.standing
    if isinstance(found.problem, ReportedMeanwhile) and standing is not None:
        return _("meanwhile {figure} was reported").format(figure=figure_said(standing))
    assert found.problem is not None  # noqa: S101 - the caller has one
    # The row says which task it is.
    return say(found.problem).removeprefix(row.task.code).lstrip(": ")


def _new_standing(checked: CheckedReport, width: int) -> Content:
    """``→ 3/4  75,0 %``, and what it replaces; what does not fit is said below in full."""
    percent = checked.standing.percent
    percent_said = formats.percent(percent) if percent is not None else ""
    total = total_said(checked)
    texts = [
        text
        for text in (f"{total}  {percent_said}".rstrip(), percent_said, total)
        if text and cell_len(text) <= width - 2
    ]
    ink = ".ink--overdue" if checked.standing.exceeded else ".ink--strong"
    # Over its ceiling a task has the same sign in every list.
    sign = (f"{DOUBTFUL} ", ink) if checked.standing.exceeded else ("→ ", ".ink--accent")
    line = Content.assemble(sign, (texts[0] if texts else "", ink))
    if checked.amends is not None:
        replaced = "  " + _("replaces {figure}").format(figure=figure_said(checked.amends))
        if line.cell_length + cell_len(replaced) <= width:
            line += Content.styled(replaced, ".ink--risk")
    return line


def total_said(checked: CheckedReport) -> str:
    shown = formats.number(checked.standing.value)
    return shown if checked.target is None else f"{shown}/{formats.number(checked.target)}"


# Below the table --------------------------------------------------------------------------------


def told(
    sheet: Sheet, row: SheetRow, typed: Typed | None, found: Outcome | None, width: int
) -> list[Content]:
    """The row under the cursor in full: the task, what it is compared with, and what would come
    of it."""
    head = f"{row.task.code}  {said(row.task.title)}"
    lines = [Content.styled(clip(head, width), ".ink--strong"), _compared(row, width)]
    if typed is not None and found is not None:
        lines += _come_of(row, typed, found, width)
    elif sheet.is_closed:
        text = _("{period} is closed and takes no report; c on the reports due opens it again.")
        lines += _styled(text.format(period=names.period(sheet.due.period)), width, ".ink--risk")
    else:
        lines += _styled(_invitation(row), width, ".ink--muted")
    return lines


def _compared(row: SheetRow, width: int) -> Content:
    facts = [(_("so far"), f"{result_said(row)} {said(row.task.unit_of_measure)}")]
    if row.before is not None:
        facts.append((names.period_short(row.before.period), figure_said(row.before)))
    if row.last_year is not None:
        facts.append((_("same period last year"), formats.number(row.last_year)))
    if row.standing is not None:
        state = row.standing.state
        called = _("on record") if state is ReportState.ACCEPTED else names.report_state(state)
        facts.append((called, figure_said(row.standing)))
    line = Content("")
    for label, value in facts:
        fact = Content.assemble((f"{label}: ", ".ink--muted"), value)
        if line.cell_length + fact.cell_length + 3 > width and line.plain:
            break
        line += ("   " if line.plain else "") + fact
    return line


def _invitation(row: SheetRow) -> str:
    if row.task.measure is Measure.MILESTONE:
        return _("1 when it is done, 0 when it is not")
    text = _("how many {unit}, as in 1.234").format(unit=said(row.task.unit_of_measure))
    if row.task.measure.adds:
        text += "; " + _("=12: 12 since the year's beginning")
    return text


def _come_of(row: SheetRow, typed: Typed, found: Outcome, width: int) -> list[Content]:
    problem, checked = found.problem, found.checked
    standing = row.standing
    if isinstance(problem, ReportedMeanwhile) and standing is not None:
        text = _(
            "Meanwhile {figure} was reported (figure of {day}); here stands {typed}. Type it again"
            " to amend that, or take it away (Del)."
        ).format(
            figure=figure_said(standing),
            day=formats.day(standing.own_day),
            typed=typed.text.strip(),
        )
        return _styled(text, width, ".ink--overdue")
    if isinstance(problem, WithdrawnMeanwhile):
        text = _("Meanwhile that report was withdrawn. Type it again to report anew.")
        return _styled(text, width, ".ink--overdue")
    if problem is not None:
        return _styled(_problem_in_short(row, found), width, ".ink--overdue")
    assert checked is not None  # noqa: S101 - there is no problem
    lines = _styled(_echo_in_full(row, checked), width, "")
    if checked.doubts:
        doubts = "; ".join(say(doubt) for doubt in checked.doubts)
        ink = ".ink--risk" if found.wants_word else ".ink--muted"
        lines += _styled(_("Look again: {doubts}.").format(doubts=doubts), width, ink)
    return lines


def _echo_in_full(row: SheetRow, checked: CheckedReport) -> str:
    unit = said(row.task.unit_of_measure)
    total = _("new total") if row.task.measure.adds else _("it then stands at")
    text = f"→ {figure_said(checked.figure)} {unit} "
    text += _("in {period}").format(period=within(checked.figure.period))
    text += f" · {total} {total_said(checked)}"
    if checked.standing.percent is not None:
        text += f"  {formats.percent(checked.standing.percent)}"
    if checked.standing.exceeded:
        text += "  " + _("over its ceiling")
    if checked.amends is not None:
        text += " · " + _("replaces {figure} of {day}").format(
            figure=figure_said(checked.amends), day=formats.day(checked.amends.own_day)
        )
    if checked.outdated:
        text += " · " + _("the cumulative figure of {periods} no longer fits").format(
            periods=", ".join(within(p) for p in checked.outdated)
        )
    return text


def _styled(text: str, width: int, ink: str) -> list[Content]:
    return [Content.styled(line, ink) for line in wrapped(text, max(width, 10))]
