"""The doctor finds what is not as it must be, names it, and touches only what is derived."""

# ruff: noqa: S608 - tampering is done in SQL, with numbers of our own

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from tests.service.office import Office, on, task
from tests.service.truth import assert_states_follow
from tracker.domain.origin import Field
from tracker.domain.seal import PrintedSeal, Seal, read_seal
from tracker.store import seals
from tracker.store.engine import reading
from tracker.store.tables import JournalRow, SealRow, StateRow
from tracker.upkeep import findings as kinds
from tracker.upkeep import sealed as sealed_module
from tracker.upkeep.doctor import examine, repair
from tracker.upkeep.findings import Check, Checkup, Finding
from tracker.upkeep.printed import (
    NoSealEndsThere,
    NothingSealed,
    SealAlmost,
    SealBeyond,
    SealElsewhere,
)
from tracker.upkeep.sealing import seal_now

CODE = "D7.1-my-xuyen"
OF_RECORD = (Check.REPORTS, Check.TERMS, Check.ACCOUNTS, Check.LOCKS)
"""What is compared with the journal, and differs where that was changed."""
NOW = datetime(2021, 7, 20, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def sealed(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Ten entries, sealed up to #4 and #8, and two behind."""
    monkeypatch.setattr(seals, "EVERY", 4)
    office.seed(task(), task("D7.2-ke-sach", unit="ke-sach"))
    for figure in range(7):
        office.report(CODE, f"2021-Q{1 + figure % 2}", figure)
    return office


@contextmanager
def tampering(office: Office) -> Iterator[Connection]:
    """What somebody can do who has the database in hand and takes its guards away."""
    server = office.engine.dialect.name == "postgresql"
    with office.engine.connect() as connection:
        if server:
            connection.execute(text("SET session_replication_role = replica"))
        else:
            # Past SQLAlchemy, which would begin a transaction, where it changes nothing.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            guards = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            ).all()
            for name, _sql in guards:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        if not server:
            for _name, sql in guards:
                connection.exec_driver_sql(sql)
        connection.commit()
        connection.invalidate()


def tamper(office: Office, *statements: str) -> None:
    with tampering(office) as connection:
        for statement in statements:
            connection.execute(text(statement))


def found(office: Office, check: Check, *others: Check) -> list[Finding]:
    """What ``check`` finds, when no other check finds anything but ``others``, which may."""
    checkup = examine(office.engine)
    finding = [c for c, f in checkup.findings.items() if f]
    assert [c for c in finding if c not in others] == [check], all_said(checkup)
    return list(checkup.findings[check])


def all_said(checkup: Checkup) -> list[str]:
    return [str(finding) for findings in checkup.findings.values() for finding in findings]


def test_a_database_that_was_only_written_by_the_program_is_clean(sealed: Office) -> None:
    sealed.edit(CODE, {Field.TARGET: 20_000}, day_from=on("06-01"))
    before = sealed.everything()
    checkup = examine(sealed.engine)
    assert all_said(checkup) == []
    assert (checkup.entries, checkup.unsealed) == (11, 3)
    assert checkup.seal is not None
    assert checkup.seal.last == 8
    assert sealed.everything() == before


def test_an_empty_database_is_clean(office: Office) -> None:
    assert examine(office.engine) == Checkup(dict.fromkeys(Check, ()), 0, None, 0)


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize(
    "change", ["who = who || ' '", "why = 'x'", "after = '{ }'", "undoes = 99", "call = 99"]
)
def test_a_changed_entry_is_named(sealed: Office, number: int, change: str) -> None:
    tamper(sealed, f"UPDATE journal SET {change} WHERE number = {number}")
    (finding,) = found(sealed, Check.JOURNAL, *OF_RECORD)
    assert isinstance(finding, kinds.EntryChanged)
    assert finding.facts["number"] == number


@pytest.mark.parametrize("number", range(1, 9))
def test_a_removed_entry_is_named(sealed: Office, number: int) -> None:
    tamper(sealed, f"DELETE FROM journal WHERE number = {number}")
    (finding,) = found(sealed, Check.JOURNAL, *OF_RECORD)
    assert isinstance(finding, kinds.EntryRemoved)
    assert (finding.facts["before"], finding.facts["number"]) == (number - 1, number + 1)


def test_an_inserted_entry_is_named(sealed: Office) -> None:
    """Before the first one, or on a server in a gap of the numbers, no guard keeps it out."""
    columns = "recorded_at, who, what, plan_id, subject, before, after, why"
    tamper(
        sealed,
        f"INSERT INTO journal (number, {columns}) SELECT 0, {columns} FROM journal"
        " WHERE number = 1",
    )
    (finding,) = found(sealed, Check.JOURNAL)
    assert isinstance(finding, kinds.EntryInserted)
    assert finding.facts["number"] == 0


def test_an_entry_changed_together_with_its_mark_is_noticed(sealed: Office) -> None:
    tamper(sealed, "UPDATE journal SET who = 'x' WHERE number = 6")
    with reading(sealed.engine) as session:
        marks = seals.digest_of("", seals.entries(session, 4, 8)).marks
    tamper(sealed, f"UPDATE seal SET marks = '{marks}' WHERE last = 8")
    (finding,) = found(sealed, Check.JOURNAL, *OF_RECORD)
    assert isinstance(finding, kinds.SealBroken)
    assert (finding.facts["first"], finding.facts["last"]) == (5, 8)


def test_removed_seals_are_noticed(sealed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_module, "EVERY", 3)
    assert examine(sealed.engine).clean
    tamper(sealed, "DELETE FROM seal WHERE last = 8")
    (finding,) = found(sealed, Check.JOURNAL)
    assert isinstance(finding, kinds.SealsMissing)
    assert (finding.facts["count"], finding.facts["first"]) == (6, 5)


def test_a_printed_seal_tells_whether_the_record_is_still_that_one(sealed: Office) -> None:
    printed = seal_now(sealed.engine, "export", NOW)
    assert printed is not None
    sealed.report(CODE, "2021-Q1", 4)
    for said in (str(printed), f"#{printed.last} {printed.digest}"):
        checkup = examine(sealed.engine, read_seal(said))
        assert (checkup.printed, checkup.clean) == (True, True)


def test_a_record_that_was_written_anew_with_all_its_seals_is_not_the_printed_one(
    sealed: Office,
) -> None:
    printed = seal_now(sealed.engine, "export", NOW)
    assert printed is not None
    tamper(sealed, "UPDATE journal SET who = 'x' WHERE number = 2", "DELETE FROM seal")
    seal_now(sealed.engine, "export", NOW)
    assert examine(sealed.engine).clean
    checkup = examine(sealed.engine, read_seal(str(printed)))
    assert checkup.printed is False
    assert isinstance(checkup.findings[Check.JOURNAL][0], kinds.SealDiffers)


def test_a_seal_that_is_not_there(sealed: Office) -> None:
    told = compared_with(sealed, PrintedSeal(7, "0" * 16))
    assert isinstance(told, NoSealEndsThere)
    around = tuple(str(Seal(*sealed_row(sealed, last))) for last in (4, 8))
    assert told.facts == {"last": 7, "seals": around}


def test_a_printed_number_that_this_record_has_not_come_to(sealed: Office) -> None:
    told = compared_with(sealed, PrintedSeal(1_234, "0" * 16))
    assert isinstance(told, SealBeyond)
    newest = str(Seal(*sealed_row(sealed, 8)))
    assert told.facts == {"last": 1_234, "newest": 10, "seals": (newest,)}


@pytest.mark.parametrize("last", [4, 7, 99])
def test_the_digits_of_a_seal_with_another_number(sealed: Office, last: int) -> None:
    meant = Seal(*sealed_row(sealed, 8))
    told = compared_with(sealed, PrintedSeal(last, meant.digest[:16]))
    assert isinstance(told, SealElsewhere)
    assert told.facts == {"last": last, "seal": meant}


@pytest.mark.parametrize("places", [(0,), (15,), (3, 4)])
def test_a_few_wrong_digits_are_no_alarm(sealed: Office, places: tuple[int, ...]) -> None:
    meant = Seal(*sealed_row(sealed, 8))
    digits = list(meant.digest[:16])
    for place in places:
        digits[place] = "0" if digits[place] != "0" else "1"
    told = compared_with(sealed, PrintedSeal(8, "".join(digits)))
    assert isinstance(told, SealAlmost)
    assert told.facts == {"last": 8, "seal": meant, "count": len(places)}


def test_before_the_first_seal_nothing_can_be_compared(office: Office) -> None:
    office.seed()
    told = compared_with(office, PrintedSeal(1, "0" * 16))
    assert isinstance(told, NothingSealed)


def test_a_changed_record_is_not_excused_by_a_mistyped_seal(sealed: Office) -> None:
    tamper(sealed, "UPDATE journal SET who = 'x' WHERE number = 6")
    for last in (9, 99):
        assert examine(sealed.engine, PrintedSeal(last, "0" * 16)).printed is False


def compared_with(office: Office, printed: PrintedSeal) -> kinds.Finding:
    """What is found in a clean record that cannot be compared with ``printed``."""
    checkup = examine(office.engine, printed)
    assert (checkup.printed, checkup.clean) == (None, False)
    (told,) = checkup.findings[Check.JOURNAL]
    return told


def test_an_earlier_printed_seal_holds_where_only_later_entries_were_changed(
    sealed: Office,
) -> None:
    first = Seal(*sealed_row(sealed, 4))
    last = Seal(*sealed_row(sealed, 8))
    tamper(sealed, "UPDATE journal SET who = 'x' WHERE number = 6")
    assert examine(sealed.engine, read_seal(str(first))).printed is True
    assert examine(sealed.engine, read_seal(str(last))).printed is False


def sealed_row(office: Office, last: int) -> tuple[int, str]:
    rows = {row.last: row.digest for row in office.stored(SealRow, "last", "digest")}
    return last, rows[last]


@pytest.mark.parametrize("trigger", ["journal_keeps_entries", "seal_stays"])
def test_a_guard_that_was_taken_away(office: Office, trigger: str) -> None:
    table = trigger.partition("_")[0]
    server = office.engine.dialect.name == "postgresql"
    away = f"ALTER TABLE {table} DISABLE TRIGGER {trigger}" if server else f"DROP TRIGGER {trigger}"
    with office.engine.begin() as connection:
        connection.execute(text(away))
    (finding,) = found(office, Check.SCHEMA)
    assert finding.facts == {"guard": trigger, "table": table}
    if server:
        with office.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}"))


def test_a_guard_of_the_same_name_that_guards_nothing(sqlite_office: Office) -> None:
    with sqlite_office.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER seal_stays"))
        connection.execute(
            text("CREATE TRIGGER seal_stays BEFORE UPDATE ON seal BEGIN SELECT 1; END")
        )
    (finding,) = found(sqlite_office, Check.SCHEMA)
    assert isinstance(finding, kinds.GuardMissing)


def test_tables_columns_and_indexes_that_are_missing(sqlite_office: Office) -> None:
    with sqlite_office.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_report_plan_id_own_day"))
        connection.execute(text("ALTER TABLE unit DROP COLUMN wards"))
        connection.execute(text("DROP TABLE report_past"))
    schema = [type(f) for f in examine(sqlite_office.engine).findings[Check.SCHEMA]]
    assert set(schema) == {kinds.IndexMissing, kinds.ColumnMissing, kinds.TableMissing}


def test_a_row_that_points_nowhere(sealed: Office) -> None:
    tamper(sealed, "UPDATE report SET plan_id = 99 WHERE version = 1")
    (finding,) = found(sealed, Check.REFERENCES, *OF_RECORD)
    assert finding.facts == {"table": "report", "other": "plan", "count": 2}


def test_a_past_that_ends_before_it_begins(sealed: Office) -> None:
    sealed.edit(CODE, {Field.TITLE: task().title.__class__("Tên khác")})
    tamper(sealed, "UPDATE task_past SET known_to = known_from")
    (finding,) = found(sealed, Check.PAST)
    assert finding.facts == {"table": "task_past", "count": 1}


def test_a_state_that_does_not_follow_is_named_by_task_and_day(sealed: Office) -> None:
    tamper(sealed, changed_state())
    (finding,) = found(sealed, Check.STATES)
    assert isinstance(finding, kinds.StatesDiffer)
    assert finding.facts["task"] == CODE
    assert finding.facts["day"] == on("06-30")
    assert finding.facts["what"] == "value"


def test_a_day_that_no_state_covers_or_two_do(sealed: Office) -> None:
    tamper(
        sealed, f"DELETE FROM task_state WHERE known_to = {2**63 - 1} AND day_from = '2021-06-30'"
    )
    (finding,) = found(sealed, Check.STATES)
    assert isinstance(finding, kinds.StatesGap)
    assert finding.facts == {"task": CODE, "day": on("06-30")}


def changed_state() -> str:
    return (
        f"UPDATE task_state SET value = 77 WHERE known_to = {2**63 - 1} AND day_from = '2021-06-30'"
    )


@pytest.mark.parametrize(
    "damage",
    [
        changed_state(),
        f"DELETE FROM task_state WHERE known_to = {2**63 - 1}",
        "DELETE FROM task_state",
        "UPDATE task_state SET day_to = '2021-12-31'",
        "UPDATE task_state SET known_from = known_to",
    ],
)
def test_a_repair_derives_anew_under_one_entry_and_touches_nothing_else(
    sealed: Office, damage: str
) -> None:
    before = sealed.everything()
    tamper(sealed, damage)
    (number,) = repair(sealed.engine, "Quản trị", NOW).entries
    assert examine(sealed.engine).clean
    assert_states_follow(sealed)
    entry = sealed.stored(JournalRow)[-1]
    assert (entry.number, entry.what, entry.who) == (number, "repair", "Quản trị")
    assert CODE in entry.after
    after = sealed.everything()
    for table in before.keys() - {"task_state", "journal", "seal"}:
        assert after[table] == before[table], table
    assert after["journal"][:-1] == before["journal"]


def test_a_repair_of_what_is_well_writes_nothing(sealed: Office) -> None:
    before = sealed.everything()
    assert repair(sealed.engine, "Quản trị", NOW).entries == ()
    assert sealed.everything() == before


def test_many_differences_are_counted(office: Office) -> None:
    office.seed(*(task(f"D7.{n}-my-xuyen") for n in range(10, 18)))
    tamper(office, "UPDATE task_state SET weight = 5")
    states = examine(office.engine).findings[Check.STATES]
    assert len(states) == 6
    assert states[-1].facts == {"count": 3}


def test_a_repair_leaves_what_was_shown_readable(sealed: Office) -> None:
    tamper(sealed, changed_state())
    shown = len(sealed.stored(StateRow))
    repair(sealed.engine, "Quản trị", NOW)
    assert len(sealed.stored(StateRow)) > shown


def test_a_value_that_the_program_never_writes_does_not_stop_it(sealed: Office) -> None:
    tamper(sealed, "UPDATE task_term SET origin = 'x'")
    (finding,) = found(sealed, Check.STATES, *OF_RECORD)
    assert isinstance(finding, kinds.NotExamined)


def test_a_period_that_is_none_does_not_stop_it(sealed: Office) -> None:
    tamper(sealed, "UPDATE report SET period = 'x' WHERE known_from = 4")
    (finding,) = found(sealed, Check.STATES, *OF_RECORD)
    assert isinstance(finding, kinds.NotExamined)


def test_a_damaged_file(sqlite_office: Office) -> None:
    sqlite_office.seed(*(task(f"D7.{n}-my-xuyen") for n in range(10, 60)))
    sqlite_office.close()
    path = Path(str(sqlite_office.engine.url.database))
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 8192] = b"\xff" * 8192
    path.write_bytes(whole)
    checkup = examine(sqlite_office.engine)
    assert checkup.findings[Check.FILE]
    assert "is damaged" in str(checkup.findings[Check.FILE][0])
