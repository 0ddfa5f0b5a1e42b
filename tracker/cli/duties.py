"""Reports owed, for people and as JSON: counted by period and unit, and one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.text import Text

from tracker.cli.layout import Cell, Column, table
from tracker.cli.output import line
from tracker.cli.tables import explain_marks, heading, is_narrow
from tracker.domain.duty import LATE_GLYPH, DutyCounts, DutyState, PeriodDue, all_of
from tracker.domain.duty_grid import Duty, DutyGrid, DutyRow
from tracker.domain.plan import ReportingDay
from tracker.domain.text import shown
from tracker.export.json import known_on_object
from tracker.i18n import _, formats, lang, names

_STYLES = {
    DutyState.LATE: "bold red",
    DutyState.RETURNED: "yellow",
    DutyState.ACCEPTED: "green",
    DutyState.NOT_DUE: "dim",
}
_ALWAYS = (DutyState.LATE, DutyState.MISSING, DutyState.ACCEPTED)
"""Counted even where there are none."""


def print_duties(grid: DutyGrid, listed: Sequence[Duty] | None, *, late: bool) -> None:
    """The counts, and the single reports unless they are None; ``late``: of rows with any late."""
    rule = grid.plan.reporting
    heading(grid.plan, grid.as_of, grid.known_on)
    line(names.reporting_rule(rule) + ".")
    line()
    counted = list(_counted(grid, late=late))
    if not counted:
        line(_("No report is late.") if late else _("No report is due."))
        return
    _print_counts(grid, counted)
    if listed:
        line()
        _print_listed(grid, listed)
    explain_marks({rule.origin.mark})


def _counted(grid: DutyGrid, *, late: bool) -> Iterator[tuple[PeriodDue, DutyRow, DutyCounts]]:
    for due in grid.periods:
        for row in grid.rows:
            counts = row.of(due.period)
            lines = (counts, row.accounts.get(due.period, DutyCounts()))
            if any(c.count(DutyState.LATE) for c in lines) if late else counts.reports:
                yield due, row, counts


def _print_counts(grid: DutyGrid, counted: Sequence[tuple[PeriodDue, DutyRow, DutyCounts]]) -> None:
    review = grid.plan.review
    total = all_of(counts for _due, _row, counts in counted)
    states = [state for state in DutyState if state in _ALWAYS or total.count(state)]
    figures: list[Column] = [Column(_heading(state, review=review), right=True) for state in states]
    if total.submitted_late:
        figures.append(Column(_("Submitted late"), right=True))
    columns = (
        Column(_("Period")),
        Column(_("Unit"), wide=True),
        Column(_("Reporting day"), right=True),
        Column(_("Owed"), right=True),
        *figures,
        Column(_("In words")),
    )

    def cells(counts: DutyCounts) -> list[Cell]:
        found: list[Cell] = [formats.count(counts.owed)]
        for state in states:
            number = counts.count(state)
            found.append(Text(formats.count(number), _STYLES.get(state, "") if number else ""))
        if total.submitted_late:
            found.append(formats.count(counts.submitted_late))
        return found

    rows: list[Sequence[Cell]] = [
        (
            _period(due),
            _unit(row),
            _day(due, grid.plan.reporting),
            *cells(counts),
            _account(row.accounts[due.period], review=review),
        )
        for due, row, counts in counted
    ]
    table(columns, [*rows, (_("Total"), "", "", *cells(total), _accounts(_in_words(counted)))])


def _in_words(counted: Sequence[tuple[PeriodDue, DutyRow, DutyCounts]]) -> DutyCounts:
    """The accounts that belong to these rows."""
    return all_of(row.accounts[due.period] for due, row, _counts in counted)


def _account(counts: DutyCounts, *, review: bool) -> Text:
    """How one account stands; where there is little room, by its sign."""
    state = counts.worst
    if state is None:
        return Text()
    said = state.glyph if is_narrow() else f"{state.glyph} {names.duty(state, review=review)}"
    if counts.submitted_late:
        said += f" {LATE_GLYPH}" if is_narrow() else " " + _("(submitted late)")
    return Text(said, _STYLES.get(state, ""))


def _accounts(counts: DutyCounts) -> Text:
    """The most pressing state among several, how many stand so, and of how many."""
    state = counts.worst
    if state is None:
        return Text()
    said = f"{state.glyph} {formats.count(counts.count(state))}/{formats.count(counts.reports)}"
    return Text(said, _STYLES.get(state, ""))


def _heading(state: DutyState, *, review: bool) -> str:
    name = names.duty(state, review=review)
    name = f"{name[0].upper()}{name[1:]}"
    return name if is_narrow() else f"{state.glyph} {name}"


def _unit(row: DutyRow) -> str:
    return shown((row.short if is_narrow() else row.name).said(lang()))


def _period(due: PeriodDue) -> str:
    """The period's name, or as it is typed where there is little room."""
    return due.period.code if is_narrow() else names.period(due.period)


def _day(due: PeriodDue, rule: ReportingDay) -> str:
    return formats.day(due.day) + rule.origin.mark


def _print_listed(grid: DutyGrid, listed: Sequence[Duty]) -> None:
    if is_narrow():
        for due, duties in groupby(listed, key=lambda duty: duty.due):
            said = _("{period} · due {day}").format(
                period=names.period(due.period), day=_day(due, grid.plan.reporting)
            )
            line(Text(said, style="bold"))
            table(
                (Column(_("Report")), Column(_("Code")), Column(_("Task, lead unit"), wide=True)),
                (
                    (
                        _state(duty, review=grid.plan.review),
                        duty.task,
                        f"{shown(duty.title.said(lang()))}\n{shown(duty.unit_name.said(lang()))}",
                    )
                    for duty in duties
                ),
            )
        return
    table(
        (
            Column(_("Report")),
            Column(_("Period")),
            Column(_("Reporting day"), right=True),
            Column(_("Code")),
            Column(_("Task"), wide=True),
            Column(_("Lead unit")),
        ),
        (
            (
                _state(duty, review=grid.plan.review),
                names.period(duty.due.period),
                _day(duty.due, grid.plan.reporting),
                duty.task,
                shown(duty.title.said(lang())),
                shown(duty.unit_name.said(lang())),
            )
            for duty in listed
        ),
    )


def _state(duty: Duty, *, review: bool) -> Text:
    said = f"{duty.state.glyph} {names.duty(duty.state, review=review)}"
    if duty.submitted_late:
        said += "\n" + _("(submitted late)")
    return Text(said, _STYLES.get(duty.state, ""))


def duties_object(grid: DutyGrid, listed: Sequence[Duty] | None, *, late: bool) -> dict[str, Any]:
    """The same as JSON. ``tasks`` is there only when they were asked for."""
    rule = grid.plan.reporting
    counted = list(_counted(grid, late=late))
    found: dict[str, Any] = {
        "plan": grid.plan.code,
        "sample": grid.plan.sample,
        "review": grid.plan.review,
        "as_of": grid.as_of.isoformat(),
        "known_on": known_on_object(grid.known_on),
        "reporting": {
            "day": rule.day,
            "month": "last" if rule.within else "next",
            "holidays": "move" if rule.moves else "stay",
            "origin": rule.origin.value,
        },
        "periods": [
            {"period": due.period.code, "reporting_day": due.day.isoformat()}
            for due in grid.periods
        ],
        "rows": [
            {
                "period": due.period.code,
                "reporting_day": due.day.isoformat(),
                "unit": row.code,
                "name": row.name.said(lang()),
                **_counts_object(counts),
                "account": _account_object(row.accounts[due.period]),
            }
            for due, row, counts in counted
        ],
        "totals": {
            **_counts_object(all_of(counts for _due, _row, counts in counted)),
            "accounts": _counts_object(_in_words(counted)),
        },
    }
    if listed is not None:
        found["tasks"] = [_duty_object(duty) for duty in listed]
    return found


def _counts_object(counts: DutyCounts) -> dict[str, int]:
    return {
        "owed": counts.owed,
        **{state.value: counts.count(state) for state in DutyState},
        "submitted_late": counts.submitted_late,
    }


def _account_object(counts: DutyCounts) -> dict[str, Any]:
    state = counts.worst
    return {
        "state": state.value if state else None,
        "submitted_late": bool(counts.submitted_late),
    }


def _duty_object(duty: Duty) -> dict[str, Any]:
    return {
        "period": duty.due.period.code,
        "reporting_day": duty.due.day.isoformat(),
        "unit": duty.unit,
        "task": duty.task,
        "title": duty.title.said(lang()),
        "state": duty.state.value,
        "submitted_late": duty.submitted_late,
    }
