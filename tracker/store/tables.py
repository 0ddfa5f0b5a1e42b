"""The tables, as SQLModel classes. They hold facts, but for ``task_state``, which is derived.

Quantities are integers of thousandths. ``known_from`` and ``known_to`` are journal numbers: a row
is known from the entry that wrote it until, exclusively, the entry that replaced it. Terms and
states keep what was replaced in their own table; the others in one beside it (``PAST``), so that
the present stays small. Every large table carries its plan's key.

No ``from __future__ import annotations`` here: it breaks SQLModel.
"""

from datetime import UTC, date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

STILL_KNOWN = 2**63 - 1
"""``known_to`` of a row that nothing has replaced."""

BINARY_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that both databases order by code point: the stored sort keys rely on it. Not the server's
own type, whose module would be loaded at every start."""


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept and given back in UTC: SQLite keeps no time zone beside it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} names no time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """Rows do not validate, so Pydantic need not build the validators: half of what they cost."""

    model_config = {"defer_build": True}


class JournalRow(Row, table=True):
    """One entry for every change: who did what, when and why, and the values before and after.

    ``subject`` is a task's code, or empty for an entry about the whole plan. ``before`` and
    ``after`` are JSON objects of plain text, written once and never re-serialised. ``call`` is the
    number of the first entry of the same service call, empty in that one itself. ``undoes`` is the
    entry that this one reverses.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index(None, "plan_id", "subject"),
        Index("ix_journal_plan_id_who", "plan_id", "who", "number"),
    )

    number: int = Field(default=None, primary_key=True)
    recorded_at: datetime = Field(sa_type=UtcTime, index=True)
    who: str
    what: str
    plan_id: int = Field(foreign_key="plan.id")
    subject: str = Field(sa_type=BINARY_TEXT)
    before: str = Field(sa_type=Text)
    after: str = Field(sa_type=Text)
    why: str = Field(default="", sa_type=Text)
    call: int | None = Field(default=None, sa_type=BigInteger, index=True)
    undoes: int | None = Field(default=None, sa_type=BigInteger, index=True)


class SealRow(Row, table=True):
    """A digest of all entries up to ``last`` since the seal before it, and of that seal.

    ``marks`` holds the beginning of each entry's own digest (``store.seals``), and so names the
    entry that no longer fits.
    """

    __tablename__ = "seal"

    last: int = Field(
        sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    digest: str
    marks: str = Field(sa_type=Text)
    occasion: str
    recorded_at: datetime = Field(sa_type=UtcTime)


class PlanRow(Row, table=True):
    """One year's plan. ``chosen`` orders plans by when they were made the current one.

    ``review``: a report counts only once it is accepted. ``reporting_…`` is ``domain.plan``'s
    ``ReportingDay``.
    """

    __tablename__ = "plan"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True, sa_type=BINARY_TEXT)
    year: int
    title_vi: str
    title_en: str
    issuer: str
    margin: int
    source_title: str
    source_publisher: str
    source_day: date | None = None
    source_note_vi: str = ""
    source_note_en: str = ""
    sample: bool = False
    chosen: int = 0
    known_from: int = Field(default=0, sa_type=BigInteger)
    review: bool = False
    reporting_day: int = 5
    reporting_within: bool = False
    reporting_moves: bool = True
    reporting_origin: str = "proposed"


class UnitRow(Row, table=True):
    """A unit as one plan knows it; the next year's plan has its own, so names stay history."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    position: int
    code: str = Field(sa_type=BINARY_TEXT)
    kind: str
    parent: str | None = None
    official_number: str | None = None
    name_vi: str
    name_en: str
    short_vi: str
    short_en: str
    wards: int = 0
    townships: int = 0
    communes: int = 0
    first_day: date | None = None
    last_day: date | None = None
    successor: str | None = None
    folded: str = Field(sa_type=Text)
    sort_key: str = Field(sa_type=BINARY_TEXT)
    known_from: int = Field(default=0, sa_type=BigInteger)


class DirectiveRow(Row, table=True):
    """One instruction with its exact quotation."""

    __tablename__ = "directive"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    position: int
    code: str = Field(sa_type=BINARY_TEXT)
    sentence: int | None = None
    quote: str = Field(sa_type=Text)
    english: str = Field(sa_type=Text)
    short_vi: str
    short_en: str
    folded: str = Field(sa_type=Text)
    known_from: int = Field(default=0, sa_type=BigInteger)


class TaskRecord(Row, table=True):
    """A task's fields that do not change within the year; the dated ones are terms.

    ``origins`` is a JSON object, field name to origin; ``documents`` one of field name to
    ``{"number", "day"}`` for confirmed fields; ``sentences`` one of field name to the number of
    the source's sentence; ``seeded`` the values as the plan file last gave
    them, empty for a user's own task. ``folded`` is what words are looked up in.
    """

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("plan_id", "code"), Index(None, "plan_id", "code_key"))

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    directive_id: int = Field(foreign_key="directive.id", index=True)
    code: str = Field(sa_type=BINARY_TEXT)
    code_key: str = Field(sa_type=BINARY_TEXT)
    template: str | None = None
    title_vi: str = Field(sa_type=Text)
    title_en: str = Field(sa_type=Text)
    why_vi: str = Field(default="", sa_type=Text)
    why_en: str = Field(default="", sa_type=Text)
    measure: str
    unit_of_measure_vi: str
    unit_of_measure_en: str
    rhythm: str
    start: date
    baseline: int | None = Field(default=None, sa_type=BigInteger)
    baseline_qualifier: str | None = None
    origins: str = Field(sa_type=Text)
    documents: str = Field(default="{}", sa_type=Text)
    sentences: str = Field(default="{}", sa_type=Text)
    seeded: str = Field(default="", sa_type=Text)
    folded: str = Field(sa_type=Text)
    sort_key: str = Field(sa_type=BINARY_TEXT)
    known_from: int = Field(default=0, sa_type=BigInteger)


class CoordinatingRow(Row, table=True):
    """A unit that coordinates a task; ``position`` keeps the order given."""

    __tablename__ = "task_coordinating"
    __table_args__ = (Index(None, "unit_id"),)

    task_id: int = Field(foreign_key="task.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    position: int
    known_from: int = Field(default=0, sa_type=BigInteger)


class TermRow(Row, table=True):
    """A dated value of one field: lead unit, target, deadline, weight, or ``stopped``.

    ``number`` holds a target (thousandths), a weight, a unit's id, or 1/0 for stopped; ``day`` a
    deadline. It is in force from ``day_from`` until the next term of the field begins.
    """

    __tablename__ = "task_term"
    __table_args__ = (Index(None, "task_id", "known_to"),)

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    task_id: int = Field(foreign_key="task.id")
    field: str = Field(sa_type=String)
    day_from: date
    number: int | None = Field(default=None, sa_type=BigInteger)
    day: date | None = None
    origin: str
    document: str = ""
    document_day: date | None = None
    why: str = Field(default="", sa_type=Text)
    known_from: int = Field(sa_type=BigInteger)
    known_to: int = Field(default=STILL_KNOWN, sa_type=BigInteger)


class ReportRow(Row, table=True):
    """One version of a report; a later version amends it. Only its state ever changes.

    ``figure`` is the period's own, in thousandths; ``given`` is what was typed, with the
    ``qualifier`` that was read in it. ``stated`` is the total of a cumulative report. ``state`` is
    a ``ReportState``, with the ``comment`` of whoever changed it last; ``word`` is why a figure
    that looks wrong is right; ``after_closing``, whether its period had been closed once before.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("task_id", "period", "version"),
        Index(None, "plan_id", "own_day"),
        Index("ix_report_plan_id_state", "plan_id", "state", "task_id"),
        # On a server it is partial as well (revision 0005 makes it so); said here, that would load
        # the server's dialect whenever the program starts.
        Index(
            "ix_report_after_closing",
            "plan_id",
            "task_id",
            sqlite_where=text("after_closing"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    task_id: int = Field(foreign_key="task.id")
    period: str
    version: int
    figure: int = Field(sa_type=BigInteger)
    qualifier: str | None = None
    stated: int | None = Field(default=None, sa_type=BigInteger)
    given: str = Field(sa_type=Text)
    cumulative: bool
    own_day: date
    recorded_at: datetime = Field(sa_type=UtcTime)
    who: str
    note: str = Field(default="", sa_type=Text)
    evidence: str = Field(default="", sa_type=Text)
    known_from: int = Field(sa_type=BigInteger)
    state: str
    comment: str = Field(default="", sa_type=Text)
    word: str = Field(default="", sa_type=Text)
    after_closing: bool = False


class AccountRow(Row, table=True):
    """One version of an account, a unit's words for a period; a later version amends it. Only its
    state ever changes, as a report's does.

    ``directive`` is a code, or empty for the unit as a whole.
    """

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("unit_id", "directive", "period", "version"),
        Index("ix_account_plan_id_state", "plan_id", "state"),
        Index("ix_account_plan_id_period", "plan_id", "period"),
    )

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    unit_id: int = Field(foreign_key="unit.id")
    directive: str = Field(sa_type=BINARY_TEXT)
    period: str
    version: int
    results: str = Field(sa_type=Text)
    shortcomings: str = Field(sa_type=Text)
    next_steps: str = Field(sa_type=Text)
    proposals: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcTime)
    who: str
    known_from: int = Field(sa_type=BigInteger)
    state: str
    comment: str = Field(default="", sa_type=Text)
    after_closing: bool = False


class LockRow(Row, table=True):
    """A period closed to reports, or open again: of one ``until`` a day, inclusive, after which it
    is closed by itself."""

    __tablename__ = "period_lock"
    __table_args__ = (Index(None, "plan_id", "known_to"),)

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    period: str
    closed: bool
    until: date | None = None
    why: str = Field(default="", sa_type=Text)
    known_from: int = Field(sa_type=BigInteger)
    known_to: int = Field(default=STILL_KNOWN, sa_type=BigInteger)


class StateRow(Row, table=True):
    """Derived: what is true of a task from ``day_from`` to ``day_to`` (``domain.timeline``)."""

    __tablename__ = "task_state"
    __table_args__ = (
        Index(None, "plan_id", "known_to", "day_from", "day_to"),
        Index(None, "task_id", "known_to", "day_from"),
    )

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    task_id: int = Field(foreign_key="task.id")
    day_from: date
    day_to: date
    known_from: int = Field(sa_type=BigInteger)
    known_to: int = Field(default=STILL_KNOWN, sa_type=BigInteger)
    unit_id: int = Field(foreign_key="unit.id")
    unit_origin: str
    target: int | None = Field(default=None, sa_type=BigInteger)
    target_origin: str
    deadline: date | None = None
    deadline_origin: str
    weight: int
    weight_origin: str
    value: int | None = Field(default=None, sa_type=BigInteger)
    credit: int = Field(sa_type=BigInteger)
    goal: int | None = Field(default=None, sa_type=BigInteger)
    reported: bool
    cancelled: bool
    exceeded: bool
    done_day: date | None = None
    risk_from: date | None = None


def _past_of(row: type[SQLModel]) -> Table:
    """The table of what was replaced: the same columns, and the entry that replaced them.

    A row there is found by its old key and ``known_from``; it points to nothing, since what it
    belonged to is still there.
    """
    present = SQLModel.metadata.tables[str(row.__tablename__)]
    columns = [
        Column(
            column.name,
            column.type,
            primary_key=column.primary_key or column.name == "known_from",
            nullable=column.nullable,
            autoincrement=False,
        )
        for column in present.columns
    ]
    ended = Column("known_to", BigInteger, nullable=False)
    return Table(f"{present.name}_past", SQLModel.metadata, *columns, ended)


PAST: dict[type[SQLModel], Table] = {
    row: _past_of(row)
    for row in (
        PlanRow,
        UnitRow,
        DirectiveRow,
        TaskRecord,
        CoordinatingRow,
        ReportRow,
        AccountRow,
    )
}
"""What was known once of plans, units, directives, tasks, coordinating units, reports and
accounts."""

# What was replaced of reports is looked up beside the present, by the same keys.
Index("ix_report_past_task_id", PAST[ReportRow].c.task_id, PAST[ReportRow].c.period)
Index("ix_report_past_plan_id", PAST[ReportRow].c.plan_id, PAST[ReportRow].c.state)
