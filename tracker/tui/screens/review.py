"""The review queue: each report that waits, beside what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from tracker.domain.condition import Condition
from tracker.domain.quantity import Amount
from tracker.domain.review import Awaiting, Meant, Step
from tracker.domain.text import clean, shown
from tracker.i18n import N_, _, formats, n_, names, say
from tracker.tui.answers import QueueLoaded, Standpoint, TaskOpened, Written
from tracker.tui.cells import said, wrapped
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.over import Form
from tracker.tui.screens.room import Room
from tracker.tui.story import flow, short_period
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.awaiting import AwaitingList, figure_said
from tracker.tui.widgets.fields import Entry
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.reader import Reader
from tracker.tui.widgets.title import Title

if TYPE_CHECKING:
    from tracker.tui.office import Office


class ReviewRoom(Room):
    """The list above, the report under the cursor below."""

    PLACE = Place.REVIEW
    NAME = "review"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REVIEW)]

    def body(self) -> ComposeResult:
        yield AwaitingList(dom_id="awaiting")
        yield Reader(dom_id="report")

    def on_mount(self) -> None:
        self.list.focus()

    @property
    def list(self) -> AwaitingList:
        return self.query_one("#awaiting", AwaitingList)

    def load(self, standpoint: Standpoint) -> None:
        self.errands.read(self, lambda office: QueueLoaded(office.queue(standpoint)), "queue")

    def on_queue_loaded(self, loaded: QueueLoaded) -> None:
        if self.standpoint is None:
            return
        queue = loaded.queue
        self.list.show(queue, UnitNames(self.standpoint.tree))
        aside = n_("{count} report awaits review", "{count} reports await review", queue.count)
        self.query_one(Title).aside = aside.format(count=formats.count(queue.count))
        self._show_report()

    @on(LineList.Highlighted, "#awaiting")
    def _show_report(self) -> None:
        report = self.list.here
        self.query_one(Reader).show(lambda width: report_lines(report, width) if report else [])

    @on(LineList.Chosen, "#awaiting")
    def open_task(self) -> None:
        if report := self.list.here:
            self.post_message(TaskOpened(report.task))

    def action_mark(self) -> None:
        self.list.mark()

    def action_mark_all(self) -> None:
        self.list.mark_all()

    def action_accept(self) -> None:
        reports, standpoint = self.list.meant, self._standpoint_to_write_from()
        if standpoint is None:
            return
        if not reports:
            self.tell(_("No report awaits review."), loud=True)
            return
        self.errands.write(self, step_errand(standpoint, Step.ACCEPT, reports, ""))

    def action_return(self) -> None:
        reports, standpoint = self.list.meant, self._standpoint_to_write_from()
        if standpoint is not None and reports:
            self.app.push_screen(ReturnForm(self.errands, standpoint, reports), self._written)

    def action_report(self) -> None:
        """A report is entered at its task."""
        if report := self.list.here:
            self.post_message(TaskOpened(report.task))


def step_errand(
    standpoint: Standpoint, step: Step, reports: Sequence[Awaiting], comment: str
) -> Errand:
    """Take ``step`` with exactly the versions that were in sight."""
    plan, seen = standpoint.plan.code, frozenset(report.is_of for report in reports)
    wording = {
        Step.ACCEPT: n_("{count} report accepted", "{count} reports accepted", len(reports)),
        Step.RETURN: n_("{count} report returned", "{count} reports returned", len(reports)),
    }[step]
    one = Meant(reports[0].task) if len(reports) == 1 else Meant(Condition())

    def write(office: Office) -> Written:
        stepped = office.take_step(plan, step, replace(one, seen=seen), comment)
        return Written(wording.format(count=formats.count(len(stepped))))

    return write


def report_lines(report: Awaiting, width: int) -> list[Content]:
    """One report beside what it is compared with."""
    unit = said(report.unit_of_measure)
    lines = [
        Content.styled(line, ".ink--strong")
        for line in wrapped(f"{report.task}  {said(report.title)}", width)
    ]
    given = shown(report.given)
    if report.cumulative:
        given = _("{total} since the year's beginning").format(total=given)
    head = [
        _fact(names.period(report.period), f"{figure_said(report)} {unit}"),
        _fact(_("typed"), given),
        _fact(_("figure of"), formats.day(report.own_day)),
        _fact(_("recorded"), f"{formats.moment(report.recorded_at)}, {shown(report.who)}"),
    ]
    if report.target is not None:
        head.append(_fact(_("target"), formats.number(report.target)))
    lines += flow(head, width)
    beside = [_fact(short_period(p), formats.amount(Amount(v))) for p, v in report.earlier]
    if report.replaces is not None:
        beside.append(_fact(_("replaces"), formats.number(report.replaces)))
    last_year = formats.NOTHING if report.last_year is None else formats.number(report.last_year)
    beside.append(_fact(_("same period last year"), last_year))
    lines += flow(beside, width)
    for doubt in report.doubts:
        lines += [Content.styled(line, ".ink--risk") for line in wrapped(f"▲ {say(doubt)}", width)]
    for label, text in (
        (_("right because"), report.word),
        (_("note"), report.note),
        (_("evidence"), report.evidence),
    ):
        if text:
            lines += [Content(line) for line in wrapped(f"{label}: {shown(text)}", width)]
    return lines


def _fact(label: str, value: str) -> Content:
    return Content.assemble((f"{label}: ", ".ink--muted"), (value, ".ink--strong"))


class ReturnForm(Form):
    """The comment with which reports are returned."""

    def __init__(
        self, errands: Errands, standpoint: Standpoint, reports: Sequence[Awaiting]
    ) -> None:
        count = len(reports)
        about = n_("{count} report", "{count} reports", count).format(count=formats.count(count))
        if count == 1:
            about = f"{reports[0].task}  {names.period(reports[0].period)}"
        super().__init__(
            errands,
            f"return {standpoint.plan.code} {about}",
            N_("Return for correction"),
            about,
            sample=standpoint.plan.sample,
        )
        self.standpoint, self.reports = standpoint, reports

    def fields(self) -> ComposeResult:
        yield Entry("comment", N_("What is to be corrected"))

    def check(self) -> bool:
        if not self.checked("comment", lambda: clean(self.text("comment"))):
            return False
        return not self.lacks("comment", _("The unit needs to know what to correct."))

    def errand(self) -> Errand:
        comment = clean(self.text("comment"))
        return step_errand(self.standpoint, Step.RETURN, self.reports, comment)
