"""The report form: the task's story in sight, and the new total before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from tracker.domain.days import day_of
from tracker.domain.measure import Measure
from tracker.domain.period import Period, read_period
from tracker.domain.problem import Problem
from tracker.domain.quantity import Amount
from tracker.domain.report import (
    CheckedReport,
    CumulativeNotSummed,
    CumulativeOverGap,
    DayInFuture,
    DayOutsideYear,
    NegativeFigure,
    NotADoneMark,
    PeriodNotBegun,
    QualifiedMark,
    ReportDraft,
    ReportedMeanwhile,
    TaskStopped,
    WithdrawnMeanwhile,
    WordNeeded,
    check_report,
)
from tracker.domain.report_state import REPORTED, ReportState
from tracker.domain.share import read_figure
from tracker.domain.task import ReportVersion, TaskRow
from tracker.domain.text import clean
from tracker.domain.timeline import Figure
from tracker.i18n import N_, _, formats, names, say
from tracker.tui.answers import ReadFailed, Standpoint, Story, StoryLoaded, Written
from tracker.tui.cells import said, within
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.handing_in import HandingIn
from tracker.tui.story import heading, periods, promise, quotation
from tracker.tui.widgets.fields import Entry, Option, Pick
from tracker.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from tracker.tui.office import Office

NO_PERSONAL_DATA = N_("No data about citizens here: counts and documents only.")
OWN, CUMULATIVE = "own", "cumulative"


class ReportForm(HandingIn):
    """A figure for one task and one period."""

    KEPT_ALONG: ClassVar = ("period", "kind")
    REFUSED_AT: ClassVar = {
        NegativeFigure: "value",
        NotADoneMark: "value",
        QualifiedMark: "value",
        CumulativeNotSummed: "value",
        CumulativeOverGap: "value",
        PeriodNotBegun: "own_day",
        DayOutsideYear: "own_day",
        DayInFuture: "own_day",
        TaskStopped: "own_day",
        WordNeeded: "word",
    }

    def __init__(
        self,
        errands: Errands,
        row: TaskRow,
        standpoint: Standpoint,
        wanted: Period | None = None,
    ) -> None:
        super().__init__(
            errands,
            f"report {standpoint.plan.code} {row.code}",
            N_("Report a figure"),
            row.code,
            sample=standpoint.plan.sample,
        )
        self.row, self.standpoint, self.wanted = row, standpoint, wanted
        self.story: Story | None = None
        self._failed_at = "value"

    def above(self) -> ComposeResult:
        yield Reader(dom_id="context")

    def fields(self) -> ComposeResult:
        # The periods follow from the rhythm; which is the first open one is known with the story.
        yield Pick("period", N_("Period"), [])
        yield Entry("value", N_("Figure"))
        yield Pick("kind", N_("The figure is"), self._kinds())
        yield Entry("word", N_("Why it is right"))
        yield Entry("own_day", N_("Day of the figure"))
        yield Entry("note", N_("Note"))
        yield Entry("evidence", N_("Evidence"), hint=N_("number, symbol and date, or a link"))

    def _kinds(self) -> list[Option]:
        return [
            Option(OWN, _("this period's own")),
            Option(CUMULATIVE, _("cumulative, from the year's beginning")),
        ]

    def on_mount(self) -> None:
        self.query_one("#kind").display = self.row.measure.adds
        self.query_one("#word").display = bool(self.text("word"))
        self.watch(self.app, "lang", self._relabel, init=False)
        self._read_story()

    def _read_story(self) -> None:
        standpoint, code = self.standpoint, self.row.code
        self.errands.read(self, lambda office: StoryLoaded(office.story(standpoint, code)), "story")

    def focus_first(self) -> None:
        self.entry("value").focus()

    def _relabel(self) -> None:
        self.pick("kind").offer(self._kinds())
        self._offer_periods()
        self.check()

    def on_read_failed(self, failed: ReadFailed) -> None:
        self.tell(say(failed.problem), loud=True)

    def on_story_loaded(self, loaded: StoryLoaded) -> None:
        period, again = self.pick("period"), self.story is not None
        chosen = period.value
        self.story = loaded.story
        self._offer_periods()
        with self.prevent(Pick.Turned):
            if again:
                period.value = chosen
            else:
                first = self.wanted
                if first not in self.story.detail.periods:
                    first = first_open_period(self.story, self.standpoint)
                period.start_with(first.code)
                period.value = self.kept.get("period", first.code)
        self._bring_draft()
        self.query_one("#context", Reader).show(self._in_sight)
        self.check()

    def on_pick_turned(self, event: Pick.Turned) -> None:
        if event.pick.id == "period":
            self._bring_draft()
        super().on_pick_turned(event)

    def _bring_draft(self) -> None:
        """A draft on record stands in the form again, but for what was typed over it."""
        last = self._newest(self._period())
        draft = last if last is not None and last.state is ReportState.DRAFT else None
        with self.prevent(Pick.Turned, Input.Changed):
            for name in ("value", "word", "note", "evidence"):
                text = getattr(draft, "given" if name == "value" else name) if draft else ""
                self._lie_beneath(self.entry(name), text)
            cumulative = draft is not None and draft.cumulative
            self._lie_beneath(self.pick("kind"), CUMULATIVE if cumulative else OWN)

    def _lie_beneath(self, field: Entry | Pick, first: str) -> None:
        """Let ``first`` be what stood in a field at first; something typed stays over it."""
        if field.touched:
            field.began_with(first)
        else:
            field.start_with(first)

    def _newest(self, period: Period) -> ReportVersion | None:
        """The last version on record that was not withdrawn."""
        reports = self.story.detail.reports if self.story else ()
        standing = [r for r in reports if r.period == period]
        standing = [r for r in standing if r.state is not ReportState.WITHDRAWN]
        return max(standing, key=lambda r: r.version, default=None)

    def _offer_periods(self) -> None:
        if self.story is not None:
            options = [Option(p.code, self._said(p)) for p in self.story.detail.periods]
            self.pick("period").offer(options)

    def _said(self, period: Period) -> str:
        """The period, and what is on record for it."""
        last = self._newest(period)
        state = _("nothing reported yet")
        if last is not None:
            state = _("reported: {figure}").format(figure=formats.number(last.figure))
            if last.state is not ReportState.ACCEPTED:
                state = f"{names.report_state(last.state)}: {formats.number(last.figure)}"
        return f"{names.period(period)} · {state}"

    def _in_sight(self, width: int) -> list[Content]:
        if self.story is None:
            return []
        detail = self.story.detail
        return [
            *heading(detail, width),
            *quotation(detail, width),
            *promise(detail, width),
            *periods(detail, width),
        ]

    # Checking -----------------------------------------------------------------------------------

    def check(self) -> bool:
        word = self.entry("word")
        word.beneath("")
        for name in ("note", "evidence"):
            field = self.entry(name)
            if self.checked(name, partial(clean, field.value)) and field.value:
                field.beneath(_(NO_PERSONAL_DATA))
        own_day = self.entry("own_day")
        own_day.beneath("")
        if self.story is None:
            return False
        if not self.text("value"):
            if self._sent_once:
                self.entry("value").beneath(_("A figure is needed."), wrong=True)
            else:
                self.entry("value").beneath(self._invitation())
            self._show_day(None)
            return False
        try:
            draft = self._draft()
        except Problem as problem:
            self.entry(self._failed_at).beneath(say(problem), wrong=True)
            return False
        try:
            checked = check_report(self.story.reporting, draft, self.story.today)
        except Problem as problem:
            name = next(
                (n for kind, n in self.REFUSED_AT.items() if isinstance(problem, kind)), "value"
            )
            self.entry(name).beneath(say(problem), wrong=True)
            return False
        self.entry("value").beneath(self._echo(draft, checked))
        self._show_doubts(checked)
        self._show_day(checked)
        return not any(field.has_class("wrong") for field in self.query(Entry))

    def _show_doubts(self, checked: CheckedReport) -> None:
        """What looks wrong about the figure, beneath the word of why that it then needs."""
        word = self.entry("word")
        word.display = bool(checked.doubts)
        if checked.doubts:
            doubts = "; ".join(say(doubt) for doubt in checked.doubts)
            said = _("Look again: {doubts}.").format(doubts=doubts)
            word.beneath(said, wrong=not self.text("word"))

    def _period(self) -> Period:
        return read_period(self.pick("period").value)

    def _draft(self) -> ReportDraft:
        """What stands in the form. Raises what cannot be read; ``_failed_at`` names its field."""
        self._failed_at = "value"
        given = clean(self.text("value"))
        amount, share = read_figure(given, self.row.unit_of_measure)
        self._failed_at = "own_day"
        typed_day = self.text("own_day")
        year = self.standpoint.plan.year
        own_day = day_of(typed_day, year) if typed_day else None
        self._failed_at = "note"
        note = clean(self.text("note"))
        self._failed_at = "evidence"
        evidence = clean(self.text("evidence"))
        self._failed_at = "word"
        word = clean(self.text("word"))
        return ReportDraft(
            task=self.row.code,
            period=self._period(),
            amount=amount,
            given=given,
            cumulative=self.row.measure.adds and self.pick("kind").value == CUMULATIVE,
            own_day=own_day,
            note=note,
            evidence=evidence,
            share=share,
            word=word,
            kept_back=self.kept_back,
        )

    def _invitation(self) -> Content:
        if self.row.measure is Measure.MILESTONE:
            return Content.styled(_("1 when it is done, 0 when it is not"), ".ink--faint")
        unit = said(self.row.unit_of_measure)
        text = _("how many {unit}, as in 1.234").format(unit=unit)
        return Content.styled(text, ".ink--faint")

    def _echo(self, draft: ReportDraft, checked: CheckedReport) -> Content:
        """The figure as it was understood, the new total and percent, and what it replaces."""
        stands, figure = checked.standing, checked.figure
        unit = said(self.row.unit_of_measure)
        total = _("new total") if self.row.measure.adds else _("it then stands at")
        pieces = [
            ("→ ", ".ink--accent"),
            (f"{_said(figure)} {unit}", ".ink--strong"),
            (" " + _("in {period}").format(period=within(draft.period)), ".ink--muted"),
            (f"   {total} ", ".ink--muted"),
            (self._of_target(checked), ".ink--strong"),
        ]
        if stands.percent is not None:
            pieces.append((f"  {formats.percent(stands.percent)}", ".ink--strong"))
        if stands.exceeded:
            pieces.append(("  " + _("over its ceiling"), ".ink--overdue"))
        if checked.amends is not None:
            replaced = _("replaces {figure} of {day}").format(
                figure=_said(checked.amends),
                day=formats.day(checked.amends.own_day),
            )
            pieces.append((f"   {replaced}", ".ink--risk"))
        if checked.outdated:
            totals = _("the cumulative figure of {periods} no longer fits").format(
                periods=", ".join(within(p) for p in checked.outdated)
            )
            pieces.append((f"   {totals}", ".ink--risk"))
        return Content.assemble(*pieces)

    def _of_target(self, checked: CheckedReport) -> str:
        shown = formats.number(checked.standing.value)
        return shown if checked.target is None else f"{shown}/{formats.number(checked.target)}"

    def _show_day(self, checked: CheckedReport | None) -> None:
        """Without a typed day: which day it will be; and whether it is still to come here."""
        field = self.entry("own_day")
        if checked is None:
            return
        day = checked.figure.own_day
        field.invite(formats.day(day))
        if day > self.standpoint.day:
            field.beneath(
                _("After {day}, the day on screen: it counts from {own_day} on.").format(
                    day=formats.day(self.standpoint.day), own_day=formats.day(day)
                )
            )

    def _seen(self) -> int:
        """The version of the period's report that stands in sight; 0 for none."""
        figures = self.story.reporting.figures if self.story else ()
        standing = [f for f in figures if f.state is not ReportState.WITHDRAWN]
        period = self._period()
        return max((f.version for f in standing if f.period == period), default=0)

    def refuse(self, problem: Problem) -> None:
        super().refuse(problem)
        if isinstance(problem, ReportedMeanwhile | WithdrawnMeanwhile):
            # What came meanwhile is looked at before it is amended.
            self._read_story()

    def errand(self) -> Errand:
        draft, plan = replace(self._draft(), seen=self._seen()), self.standpoint.plan.code

        def send(office: Office) -> Written:
            accepted = office.report(plan, draft)
            wording = _("{task}: {figure} for {period} is in the record")
            if accepted.figure.state is ReportState.SUBMITTED:
                wording = _("{task}: {figure} for {period} awaits review")
            elif accepted.figure.state is ReportState.DRAFT:
                wording = _("{task}: {figure} for {period} is on record as a draft")
            said_so = wording.format(
                task=accepted.task,
                figure=_said(accepted.figure),
                period=within(accepted.figure.period),
            )
            return Written(said_so)

        return send


def _said(figure: Figure) -> str:
    return formats.amount(Amount(figure.value, figure.qualifier))


def first_open_period(story: Story, standpoint: Standpoint) -> Period:
    """The earliest period already begun and not reported: by the day on screen, else by today.

    Where all of those are reported, the latest that has begun, else the year's first.
    """
    reported = {r.period for r in story.detail.reports if r.state in REPORTED}
    every = story.detail.periods
    for day in (standpoint.day, story.today):
        for period in every:
            if period.first_day <= day and period not in reported:
                return period
    begun = [p for p in every if p.first_day <= max(standpoint.day, story.today)]
    return begun[-1] if begun else every[0]
