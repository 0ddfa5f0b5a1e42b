"""The review queue: each report and account that waits, beside what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from tracker.domain.account import AccountOf, Part
from tracker.domain.condition import Condition
from tracker.domain.quantity import Amount
from tracker.domain.review import Awaiting, AwaitingAccount, Meant, MeantAccounts, Step
from tracker.domain.text import clean, shown
from tracker.i18n import N_, _, formats, n_, names, say
from tracker.tui.answers import QueueLoaded, Standpoint, TaskOpened, WriteRefused, Written
from tracker.tui.cells import said, wrapped
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens import doors
from tracker.tui.screens.over import Form
from tracker.tui.screens.room import Room
from tracker.tui.story import flow, short_period
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.awaiting import AwaitingList, figure_said, queue_signs
from tracker.tui.widgets.fields import Entry
from tracker.tui.widgets.keybar import KeyBar
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
        self.query_one(KeyBar).signs = queue_signs
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
        aside = n_("{count} awaits review", "{count} await review", queue.count)
        self.query_one(Title).aside = aside.format(count=formats.count(queue.count))
        self._show_details()

    @on(LineList.Highlighted, "#awaiting")
    def _show_details(self) -> None:
        waiting, reader = self.list.here, self.query_one(Reader)
        if isinstance(waiting, Awaiting):
            reader.show(lambda width: report_lines(waiting, width))
        elif waiting is not None:
            reader.show(lambda width: account_lines(waiting, width))
        else:
            reader.show(lambda _width: [])

    @on(LineList.Chosen, "#awaiting")
    def open(self) -> None:
        """A report's task is opened; an account is read through."""
        waiting = self.list.here
        if isinstance(waiting, Awaiting):
            self.post_message(TaskOpened(waiting.task))
        elif waiting is not None:
            self.query_one(Reader).focus()

    def on_write_refused(self, refused: WriteRefused) -> None:
        super().on_write_refused(refused)
        # Somebody may have been here meanwhile.
        if self.standpoint is not None:
            self.load(self.standpoint)

    def action_mark(self) -> None:
        self.list.mark()

    def action_mark_all(self) -> None:
        self.list.mark_all()

    def action_accept(self) -> None:
        meant, standpoint = self.list.meant, self._standpoint_to_write_from()
        if standpoint is None:
            return
        if not meant:
            self.tell(_("Nothing awaits review."), loud=True)
            return
        self.errands.write(self, step_errand(standpoint, Step.ACCEPT, meant, ""))

    def action_return(self) -> None:
        meant, standpoint = self.list.meant, self._standpoint_to_write_from()
        if standpoint is not None and meant:
            self.app.push_screen(ReturnForm(self.errands, standpoint, meant), self._written)

    def action_report(self) -> None:
        """A report is entered at its task."""
        if isinstance(waiting := self.list.here, Awaiting):
            self.post_message(TaskOpened(waiting.task))

    def action_account(self) -> None:
        """The account under the cursor, or that of the report's unit and period."""
        waiting, standpoint = self.list.here, self._standpoint_to_write_from()
        if waiting is None or standpoint is None:
            return
        if isinstance(waiting, Awaiting):
            about = AccountOf(waiting.unit, waiting.period)
        else:
            about = waiting.about
        form = doors.account_form(self.errands, about, standpoint)
        self.app.push_screen(form, self._written)


def step_errand(
    standpoint: Standpoint,
    step: Step,
    meant: Sequence[Awaiting | AwaitingAccount],
    comment: str,
) -> Errand:
    """Take ``step`` with exactly the versions that were in sight, all in one call."""
    plan, wording = standpoint.plan.code, _(_STEPS_SAID[step])
    reports = [waiting for waiting in meant if isinstance(waiting, Awaiting)]
    accounts = [waiting for waiting in meant if isinstance(waiting, AwaitingAccount)]
    of_reports = of_accounts = None
    if reports:
        tasks = reports[0].task if len(reports) == 1 else Condition()
        of_reports = Meant(tasks, seen=frozenset(report.is_of for report in reports))
    if accounts:
        of_accounts = MeantAccounts(seen=frozenset(account.is_of for account in accounts))

    def write(office: Office) -> Written:
        steps = office.take_steps(plan, step, of_reports, of_accounts, comment)
        told = wording.format(what=counted(len(steps.reports), len(steps.accounts)))
        if steps.left:
            left = formats.count(len(steps.left))
            told += "; " + _("{count} left: {reason}").format(count=left, reason=say(steps.left[0]))
        return Written(told)

    return write


_STEPS_SAID = {Step.ACCEPT: N_("accepted: {what}"), Step.RETURN: N_("returned: {what}")}


def counted(reports: int, accounts: int) -> str:
    """``2 reports, 1 account``."""
    parts = []
    if reports:
        parts.append(
            n_("{count} report", "{count} reports", reports).format(count=formats.count(reports))
        )
    if accounts:
        parts.append(
            n_("{count} account", "{count} accounts", accounts).format(
                count=formats.count(accounts)
            )
        )
    return ", ".join(parts)


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


def account_lines(waiting: AwaitingAccount, width: int) -> list[Content]:
    """One account's texts; where it amends, beneath each part that changed what it said before."""
    account, before = waiting.account, waiting.before
    recorded = f"{formats.moment(account.recorded_at)}, {shown(account.who)}"
    head = [
        Content.styled(shown(names.account(account.about)), ".ink--strong"),
        _fact(_("recorded"), recorded),
    ]
    if before is not None:
        stood = f"{before.version}, {names.report_state(before.state)}"
        head.append(_fact(_("replaces version"), stood))
    lines = flow(head, width)
    if before is not None and before.comment:
        comment = _("comment: {comment}").format(comment=before.comment)
        lines += _paragraphs(comment, width, ".ink--risk")
    for part in Part:
        text = account.texts.of(part)
        earlier = before.texts.of(part) if before is not None else text
        if text or earlier:
            lines.append(Content.styled(f"{part.numeral}. {names.part(part)}", ".ink--muted"))
            lines += _paragraphs(text or formats.NOTHING, width)
        if earlier != text:
            was = _("before: {text}").format(text=earlier or formats.NOTHING)
            lines += _paragraphs(was, width, ".ink--faint")
    return lines


def _paragraphs(text: str, width: int, ink: str = "") -> list[Content]:
    return [
        Content.styled(line, ink)
        for paragraph in shown(text, lines=True).split("\n")
        for line in wrapped(paragraph, width)
    ]


def _fact(label: str, value: str) -> Content:
    return Content.assemble((f"{label}: ", ".ink--muted"), (value, ".ink--strong"))


class ReturnForm(Form):
    """The comment with which reports and accounts are returned."""

    def __init__(
        self,
        errands: Errands,
        standpoint: Standpoint,
        meant: Sequence[Awaiting | AwaitingAccount],
    ) -> None:
        reports = sum(isinstance(waiting, Awaiting) for waiting in meant)
        about = counted(reports, len(meant) - reports)
        if len(meant) == 1:
            about = _named(meant[0])
        super().__init__(
            errands,
            f"return {standpoint.plan.code} {about}",
            N_("Return for correction"),
            about,
            sample=standpoint.plan.sample,
        )
        self.standpoint, self.meant = standpoint, meant

    def fields(self) -> ComposeResult:
        yield Entry("comment", N_("To be corrected"))

    def check(self) -> bool:
        if not self.checked("comment", lambda: clean(self.text("comment"))):
            return False
        return not self.lacks("comment", _("The unit needs to know what to correct."))

    def errand(self) -> Errand:
        comment = clean(self.text("comment"))
        return step_errand(self.standpoint, Step.RETURN, self.meant, comment)


def _named(waiting: Awaiting | AwaitingAccount) -> str:
    if isinstance(waiting, Awaiting):
        return f"{waiting.task}  {names.period(waiting.period)}"
    return shown(names.account(waiting.about))
