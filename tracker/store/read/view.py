"""Which plan and which day a read is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.known import Recorded
from tracker.domain.origin import Origin
from tracker.domain.plan import Directive, Plan, ReportingDay, Source, default_day
from tracker.domain.problem import N_, Refused
from tracker.domain.report_state import ReportState
from tracker.domain.text import near
from tracker.domain.unit import Unit, UnitKind, UnitTree
from tracker.domain.words import Words
from tracker.store.columns import PLAN
from tracker.store.read.known import NOW, Known, known_at
from tracker.store.tables import DirectiveRow, PlanRow, UnitRow


class NoPlan(Refused):
    wording = N_("There is no plan yet. Make one with: tracker seed soc-trang-2021")


class UnknownPlan(Refused):
    wording = N_("There is no plan “{code}”. Plans here: {known}.")


class UnknownDirective(Refused):
    wording = N_("There is no directive “{code}” in plan {plan}. Allowed: {known}.")


@dataclass(frozen=True, slots=True)
class View:
    """One plan on one day, as it was known at ``known_on`` (None: as it is known now).

    ``unit_ids`` maps unit codes to the store's ids; ``known`` says where the rows are read.
    """

    plan_id: int
    plan: Plan
    day: date
    tree: UnitTree
    unit_ids: Mapping[str, int]
    known: Known = NOW
    known_on: Recorded | None = None

    def unit_code(self, unit_id: int | None) -> str:
        """The code of the unit with the store's id ``unit_id``."""
        return next(code for code, found in self.unit_ids.items() if found == unit_id)

    @property
    def unit_names(self) -> dict[str, Words]:
        return {code: unit.name for code, unit in self.tree.units.items()}


def open_view(
    session: Session,
    plan_code: str | None,
    as_of: date | None,
    today: date,
    known_on: Recorded | None = None,
) -> View:
    """The view of plan ``plan_code`` (None: the current one) on ``as_of`` (None: DOMAIN §4's day),
    as it was known at ``known_on`` (None: as it is known now).

    Raises NoPlan or UnknownPlan.
    """
    known = known_at(known_on.number if known_on else None)
    row = find_plan(session, plan_code, known)
    plan = plan_of(row)
    if as_of is None:
        # Which report is the latest is only asked for once the year is over.
        latest = _latest_own_day(session, row.id, known) if today > plan.last_day else None
        as_of = default_day(plan, today, latest)
    units = unit_rows(session, row.id, known)
    tree = UnitTree(unit_of(unit) for unit in units)
    return View(row.id, plan, as_of, tree, {unit.code: unit.id for unit in units}, known, known_on)


def _latest_own_day(session: Session, plan_id: int, known: Known) -> date | None:
    """Of the reports that count: one that waits for review moves no day."""
    report = known.report.c
    counting = select(func.max(report.own_day)).where(
        report.plan_id == plan_id, report.state == ReportState.ACCEPTED
    )
    latest: date | None = session.scalar(counting)
    return latest


def find_plan(session: Session, code: str | None, known: Known = NOW) -> PlanRow:
    """The plan with ``code``, or the one last made current."""
    plan = known.plan
    statement = select(plan.rows).order_by(plan.c.chosen.desc(), plan.c.id.desc())
    rows: Sequence[PlanRow] = session.scalars(statement).all()
    if not rows:
        raise NoPlan
    if code is None:
        return rows[0]
    for row in rows:
        if row.code == code:
            return row
    codes = [row.code for row in rows]
    raise UnknownPlan(code=code, known=", ".join(codes), near=near(code, codes))


def plans(session: Session) -> tuple[Plan, ...]:
    """All plans of the database, the current one first."""
    statement = select(PlanRow).order_by(PLAN.chosen.desc(), PLAN.id.desc())
    return tuple(plan_of(row) for row in session.scalars(statement))


def plan_of(row: PlanRow) -> Plan:
    return Plan(
        code=row.code,
        year=row.year,
        title=Words(row.title_vi, row.title_en),
        issuer=row.issuer,
        source=Source(
            row.source_title,
            row.source_publisher,
            row.source_day,
            Words(row.source_note_vi, row.source_note_en),
        ),
        margin=row.margin,
        review=row.review,
        reporting=ReportingDay(
            row.reporting_day,
            within=row.reporting_within,
            moves=row.reporting_moves,
            origin=Origin(row.reporting_origin),
        ),
        sample=row.sample,
    )


def unit_rows(session: Session, plan_id: int, known: Known = NOW) -> list[UnitRow]:
    """The plan's units, in its order."""
    unit = known.unit
    # A unit that a file no longer has keeps its position, which another may have taken.
    statement = select(unit.rows).where(unit.c.plan_id == plan_id)
    return list(session.scalars(statement.order_by(unit.c.position, unit.c.id)))


def unit_of(row: UnitRow) -> Unit:
    return Unit(
        code=row.code,
        kind=UnitKind(row.kind),
        name=Words(row.name_vi, row.name_en),
        short=Words(row.short_vi, row.short_en),
        parent=row.parent,
        official_number=row.official_number,
        wards=row.wards,
        townships=row.townships,
        communes=row.communes,
        first_day=row.first_day,
        last_day=row.last_day,
        successor=row.successor,
    )


def directives(session: Session, view: View) -> tuple[Directive, ...]:
    """The plan's directives, in its order."""
    directive = view.known.directive
    rows = session.scalars(
        select(directive.rows)
        .where(directive.c.plan_id == view.plan_id)
        .order_by(directive.c.position, directive.c.id)
    )
    return tuple(directive_of(row) for row in rows)


def directive_of(row: DirectiveRow) -> Directive:
    return Directive(
        row.code, row.sentence, row.quote, row.english, Words(row.short_vi, row.short_en)
    )


def directive_id(session: Session, view: View, code: str) -> int:
    """The store's id of directive ``code``; upper or lower case. Raises UnknownDirective."""
    directive = view.known.directive.c
    statement = select(directive.code, directive.id).where(directive.plan_id == view.plan_id)
    ids: dict[str, int] = {row.code: row.id for row in session.execute(statement)}
    for known, found in ids.items():
        if known.upper() == code.strip().upper():
            return found
    raise UnknownDirective(
        code=code, plan=view.plan.code, known=", ".join(ids), near=near(code, ids)
    )
