"""A plan's head as a file gives it: the plan itself, its units and its directives."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker.domain.plan import PlanDraft
from tracker.domain.problem import N_, Refused
from tracker.service.plan_rows import directive_columns, plan_columns, unit_columns
from tracker.store.columns import DIRECTIVE, PLAN
from tracker.store.read.view import unit_rows
from tracker.store.tables import PAST, DirectiveRow, PlanRow, UnitRow


class PlanOfAnotherYear(Refused):
    wording = N_(
        "Plan {plan} is here for {year}; a file for {other} cannot replace it. Give the new plan"
        " a code of its own."
    )


class SamplePlan(Refused):
    wording = N_("Plan {plan} here holds sample data; real data does not belong with it.")


class RealPlan(Refused):
    wording = N_("Plan {plan} here holds real data; sample data does not belong with it.")


class PlanHead:
    """Writes the head into the session, and tells what became of it.

    ``plan`` is its row; ``new`` where it was not there; ``changed``, ``units`` and ``directives``
    are what differs from the file, or is new. ``before`` and ``after`` say so in plain text, for
    the entry under which ``record_past`` then puts what was replaced. Raises PlanOfAnotherYear,
    SamplePlan, RealPlan.
    """

    def __init__(self, session: Session, draft: PlanDraft) -> None:
        self.session, self.draft = session, draft
        self.before: dict[str, str] = {}
        self.after: dict[str, str] = {}
        self._replaced: list[tuple[PlanRow | UnitRow | DirectiveRow, dict[str, Any]]] = []
        self._made: list[PlanRow | UnitRow | DirectiveRow] = []
        self.plan, self.new = self._plan()
        self.margin_before = self.plan.margin
        columns = plan_columns(draft.plan)
        self.changed = not self.new and self._change("plan", self.plan, columns)
        self.units, self.directives = self._units(), self._directives()
        session.flush()

    def _plan(self) -> tuple[PlanRow, bool]:
        """The plan's row, and whether it is new. Raises PlanOfAnotherYear, SamplePlan, RealPlan."""
        plan = self.draft.plan
        row = self.session.scalar(select(PlanRow).where(PLAN.code == plan.code).with_for_update())
        if row is None:
            row = PlanRow(code=plan.code, **plan_columns(plan))
            self.session.add(row)
            self.session.flush()
            self._made.append(row)
            return row, True
        if row.year != plan.year:
            raise PlanOfAnotherYear(plan=plan.code, year=row.year, other=plan.year)
        if row.sample != plan.sample:
            raise (SamplePlan if row.sample else RealPlan)(plan=plan.code)
        return row, False

    def _units(self) -> list[str]:
        """Codes of the units that are new or changed."""
        rows = {row.code: row for row in unit_rows(self.session, self.plan.id)}
        changes = []
        for position, unit in enumerate(self.draft.units):
            columns = unit_columns(unit, position)
            row = rows.get(unit.code)
            if row is None:
                self._make(UnitRow(plan_id=self.plan.id, code=unit.code, **columns))
                changes.append(unit.code)
            elif self._change(f"unit {unit.code}", row, columns):
                changes.append(unit.code)
        return changes

    def _directives(self) -> list[str]:
        """Codes of the directives that are new or changed."""
        statement = select(DirectiveRow).where(DIRECTIVE.plan_id == self.plan.id)
        rows = {row.code: row for row in self.session.scalars(statement)}
        changes = []
        for position, directive in enumerate(self.draft.directives):
            columns = directive_columns(directive, position)
            row = rows.get(directive.code)
            if row is None:
                self._make(DirectiveRow(plan_id=self.plan.id, code=directive.code, **columns))
                changes.append(directive.code)
            elif self._change(f"directive {directive.code}", row, columns):
                changes.append(directive.code)
        return changes

    def _make(self, row: UnitRow | DirectiveRow) -> None:
        self.session.add(row)
        self._made.append(row)

    def _change(
        self, what: str, row: PlanRow | UnitRow | DirectiveRow, columns: dict[str, Any]
    ) -> bool:
        """Write ``columns`` into ``row``, and note what was different; True when any was."""
        different = {n: value for n, value in columns.items() if getattr(row, n) != value}
        if different:
            self._replaced.append((row, row.model_dump()))
        for name, value in different.items():
            if name not in _DERIVED:
                self.before[f"{what} {name}"] = _text(getattr(row, name))
                self.after[f"{what} {name}"] = _text(value)
            setattr(row, name, value)
        return bool(different)

    def record_past(self, entry: int) -> None:
        """Keep what the plan, its units and its directives were until ``entry``."""
        for row, before in self._replaced:
            self.session.execute(insert(PAST[type(row)]), before | {"known_to": entry})
        for row in (*self._made, *(row for row, _before in self._replaced)):
            row.known_from = entry


_DERIVED = ("folded", "sort_key")


def _text(value: object) -> str:
    return "" if value is None else str(value)
