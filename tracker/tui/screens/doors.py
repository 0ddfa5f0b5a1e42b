"""The forms and dialogs, each loaded when it is first opened: the first frame needs none of them.

Every one is a modal screen that hands back what came of it, or None when it was closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.account import AccountOf
from tracker.domain.condition import Condition, Sort, SortKey
from tracker.domain.duty import DutyCounts, DutyState
from tracker.domain.known import Asked
from tracker.domain.period import Period, Rhythm
from tracker.domain.status import Sign, Status
from tracker.domain.task import TaskRow
from tracker.i18n import N_, _, formats, n_, names
from tracker.tui.answers import DayChosen, Standpoint
from tracker.tui.cells import said
from tracker.tui.commands import Place
from tracker.tui.drafts import Draft
from tracker.tui.errands import Errands
from tracker.tui.widgets.keybar import origin_signs

if TYPE_CHECKING:
    from tracker.domain.sheet import Sheet
    from tracker.tui.answers import Duties
    from tracker.tui.screens.over import Form, Over

MOST_DRAFTS_NAMED = 7

# ruff: noqa: PLC0415 - the reason stands in the docstring


def report_form(
    errands: Errands, row: TaskRow, standpoint: Standpoint, period: Period | None = None
) -> Form:
    """``period``: the one that stands there first, if the task reports in it."""
    from tracker.tui.screens.report import ReportForm

    form = ReportForm(errands, row, standpoint, period)
    form.signs = origin_signs  # the task's page stands in it
    return form


def account_form(errands: Errands, about: AccountOf, standpoint: Standpoint) -> Form:
    from tracker.tui.screens.account import AccountForm

    return AccountForm(errands, about, standpoint)


def since_dialog(errands: Errands, standpoint: Standpoint) -> Over[Asked]:
    from tracker.tui.screens.since import SinceDialog

    return SinceDialog(errands, sample=standpoint.plan.sample)


def edit_form(errands: Errands, row: TaskRow, standpoint: Standpoint) -> Form:
    from tracker.tui.screens.edit import EditForm

    return EditForm(errands, row, standpoint)


def edit_together_form(errands: Errands, ids: Sequence[int], standpoint: Standpoint) -> Form:
    from tracker.tui.screens.together import EditTogetherForm

    return EditTogetherForm(errands, ids, standpoint)


def stop_together_form(errands: Errands, ids: Sequence[int], standpoint: Standpoint) -> Form:
    from tracker.tui.screens.together import StopTogetherForm

    return StopTogetherForm(errands, ids, standpoint)


def together_question(count: int, above: Sequence[str]) -> Over[str]:
    """Asked before ``count`` tasks are changed; hands back ``do`` or another key."""
    from tracker.tui.screens.choice import Choice, ChoiceDialog

    def choices() -> list[Choice]:
        do = n_("Change {count} task", "Change {count} tasks", count)
        return [Choice("do", do.format(count=formats.count(count))), Choice("back", _("Go back"))]

    return ChoiceDialog(N_("This will happen"), choices, "do", above=above)


def add_form(errands: Errands, standpoint: Standpoint, condition: Condition) -> Form:
    """``condition`` gives the unit and directive that the new task starts with."""
    from tracker.tui.screens.add import AddForm

    return AddForm(errands, standpoint, condition)


def stop_form(errands: Errands, row: TaskRow, standpoint: Standpoint) -> Form:
    from tracker.tui.screens.stop import StopForm

    return StopForm(errands, row, standpoint)


def confirm_form(
    errands: Errands,
    row: TaskRow | None,
    standpoint: Standpoint,
    condition: Condition,
    count: int | None,
) -> Form:
    """``count`` is how many tasks meet ``condition``; None where that is to be asked."""
    from tracker.tui.screens.confirm import ConfirmForm

    return ConfirmForm(errands, row, standpoint, condition, count)


def reopen_form(errands: Errands, standpoint: Standpoint, period: Period, today: date) -> Form:
    from tracker.tui.screens.reopen import ReopenForm

    return ReopenForm(errands, standpoint, period, today)


def export_form(errands: Errands, standpoint: Standpoint, condition: Condition) -> Form:
    from tracker.tui.screens.export import ExportForm

    return ExportForm(errands, standpoint, condition)


def day_form(standpoint: Standpoint, *, chosen: bool) -> Over[DayChosen]:
    from tracker.tui.screens.day import DayDialog

    return DayDialog(standpoint, chosen=chosen)


def help_page(place: Place, *, sample: bool) -> Over[None]:
    from tracker.tui.screens.help import HelpPage

    return HelpPage(place, sample=sample)


def leave_question(drafts: Sequence[Draft]) -> Over[str]:
    """Asked when ``drafts`` would be lost; names them."""
    from tracker.tui.screens.choice import Choice, ChoiceDialog

    return ChoiceDialog(
        N_("Something typed into a form was not saved"),
        [Choice("stay", _("Stay")), Choice("leave", _("Leave; what was typed is lost"))],
        above=_named(drafts),
    )


def _named(drafts: Sequence[Draft]) -> list[str]:
    """A line for each; where there are many, the last says how many more there are."""
    most = MOST_DRAFTS_NAMED if len(drafts) == MOST_DRAFTS_NAMED else MOST_DRAFTS_NAMED - 1
    lines = [draft.said for draft in drafts[:most]]
    if more := len(drafts) - len(lines):
        lines.append(n_("and {count} more", "and {count} more", more).format(count=more))
    return lines


def plan_choice(standpoint: Standpoint) -> Over[str]:
    from tracker.tui.screens.choice import Choice, ChoiceDialog

    choices = [Choice(p.code, f"{p.year}  {said(p.title)}") for p in standpoint.plans]
    return ChoiceDialog(N_("Which plan"), choices, standpoint.plan.code)


def status_choice(condition: Condition) -> Over[str]:
    """Hands back a status' key, ``at_risk``, ``exceeded``, or nothing for all."""
    from tracker.tui.screens.choice import Choice, ChoiceDialog

    inks = {Status.OVERDUE: ".ink--overdue", Status.CANCELLED: ".ink--faint"}
    at_risk = Sign.AT_RISK

    def choices() -> list[Choice]:
        every = [Choice("", _("All"))]
        every += [
            Choice(s.value, names.status(s), s.glyph, inks.get(s, ".ink--muted")) for s in Status
        ]
        every.insert(4, Choice("at_risk", names.sign(at_risk), at_risk.glyph, ".ink--risk"))
        every.insert(5, Choice("exceeded", _("over its ceiling"), at_risk.glyph, ".ink--overdue"))
        return every

    now = next(iter(condition.statuses)).value if len(condition.statuses) == 1 else ""
    if not condition.statuses:
        now = "at_risk" if condition.at_risk else "exceeded" if condition.exceeded else ""
    return ChoiceDialog(N_("Which status"), choices, now)


def directive_choice(standpoint: Standpoint, condition: Condition) -> Over[str]:
    """Hands back a directive's code, or nothing for all."""
    from tracker.tui.screens.choice import Choice, ChoiceDialog

    def choices() -> list[Choice]:
        every = [Choice(d.code, f"{d.code}  {said(d.short)}") for d in standpoint.directives]
        return [Choice("", _("All")), *every]

    return ChoiceDialog(N_("Which directive"), choices, condition.directive or "")


def sheet_period_choice(sheet: Sheet) -> Over[str]:
    """Hands back the code of a period that the sheet's unit reports in."""
    from tracker.tui.screens.choice import Choice, ChoiceDialog

    def choices() -> list[Choice]:
        return [
            Choice(due.period.code, f"{names.period(due.period)}  {_owed_said(counts)}")
            for due, counts in sheet.periods
        ]

    return ChoiceDialog(N_("Which period"), choices, sheet.due.period.code)


def sheet_unit_choice(standpoint: Standpoint, sheet: Sheet, duties: Duties) -> Over[str]:
    """Hands back a unit's code: those that owe most in the sheet's period come first."""
    from tracker.tui.screens.choice import Choice
    from tracker.tui.screens.search import SearchDialog
    from tracker.tui.unit_names import UnitNames

    period, unit_names = sheet.due.period, UnitNames(standpoint.tree)
    owing = {row.code: row.of(period) for row in duties.grid.rows}
    codes = sorted(owing, key=lambda code: -owing[code].outstanding)
    codes += [code for code in standpoint.tree.units if code not in owing]
    choices = [
        Choice(code, f"{said(unit_names(code))}  {_owed_said(owing.get(code, DutyCounts()))}")
        for code in codes
    ]
    return SearchDialog(N_("Which unit"), choices, sheet.unit, sample=standpoint.plan.sample)


def _owed_said(counts: DutyCounts) -> str:
    """How many reports are still owed, of how many; nothing where none is to be made."""
    if not counts.reports:
        return ""
    if not counts.outstanding:
        not_due = counts.count(DutyState.NOT_DUE)
        return names.duty(DutyState.NOT_DUE, review=False) if not_due else _("all reported")
    return _("{owed}/{all} still owed").format(
        owed=formats.count(counts.outstanding), all=formats.count(counts.reports)
    )


def rhythm_choice(rhythms: Sequence[Rhythm], now: Rhythm) -> Over[str]:
    """Hands back a rhythm's key."""
    from tracker.tui.screens.choice import Choice, ChoiceDialog

    def choices() -> list[Choice]:
        return [Choice(rhythm.value, names.rhythm(rhythm)) for rhythm in rhythms]

    return ChoiceDialog(N_("Which periods"), choices, now.value)


def sort_choice(sort: Sort) -> Over[str]:
    from tracker.tui.screens.choice import Choice, ChoiceDialog

    def choices() -> list[Choice]:
        return [Choice(key.value, names.sort(key)) for key in SortKey]

    return ChoiceDialog(N_("Sort by"), choices, sort.key.value)
