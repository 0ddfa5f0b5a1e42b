"""The journal is sealed: every entry once, in order, and for good."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import exc, text

from tests.service.office import Office, refuses, task
from tracker.domain.report import PeriodOutsideYear
from tracker.domain.seal import Seal
from tracker.store import seals
from tracker.store.engine import reading, writing
from tracker.store.journal import Entry, add_entries
from tracker.store.seals import latest_seal
from tracker.store.tables import JournalRow, SealRow
from tracker.upkeep.sealing import seal_now

CODE = "D7.1-my-xuyen"
NOW = datetime(2021, 7, 20, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(task())
    return office


def latest(office: Office) -> Seal | None:
    with reading(office.engine) as session:
        return latest_seal(session)


def by_hand(office: Office, *lots: tuple[int, int]) -> str:
    """The digest over the entries from … to …, as the module's docstring tells it."""
    digest = ""
    for first, last in lots:
        whole = hashlib.sha256(digest.encode())
        for e in office.stored(JournalRow):
            if first <= e.number <= last:
                moment = e.recorded_at.strftime("%Y-%m-%d %H:%M:%S.%f")
                columns = (e.number, moment, e.who, e.what, e.plan_id, e.subject, e.before)
                line = [*columns, e.after, e.why, e.call, e.undoes]
                said = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
                whole.update(hashlib.sha256(said.encode()).digest())
        digest = whole.hexdigest()
    return digest


def test_a_seal_is_of_every_entry_as_it_is_stored_and_of_the_seal_before(seeded: Office) -> None:
    """Worked out by hand: so both databases come to the same digest for the same entries."""
    seeded.report(CODE, "2021-Q1", 4, note='"Nhân dân" \\ \t=1')
    first = seal_now(seeded.engine, "export", NOW)
    assert first == Seal(3, by_hand(seeded, (1, 3)))
    seeded.report(CODE, "2021-Q2", 5)
    second = seal_now(seeded.engine, "backup", NOW)
    assert second == latest(seeded) == Seal(4, by_hand(seeded, (1, 3), (4, 4)))
    stored = seeded.stored(SealRow)
    assert [(s.last, s.occasion, s.recorded_at, len(s.marks)) for s in stored] == [
        (3, "export", NOW, 3 * seals.MARK),
        (4, "backup", NOW, seals.MARK),
    ]


def test_nothing_new_is_sealed_by_the_seal_there_is(seeded: Office) -> None:
    first = seal_now(seeded.engine, "export", NOW)
    assert seal_now(seeded.engine, "backup", NOW) == first
    assert len(seeded.stored(SealRow)) == 1


def test_an_empty_journal_has_no_seal(office: Office) -> None:
    assert seal_now(office.engine, "export", NOW) is None
    assert latest(office) is None


def test_whoever_writes_seals_what_is_due(seeded: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "EVERY", 5)
    for figure in range(8):
        seeded.report(CODE, "2021-Q1", figure)
    assert seeded.stored(SealRow, "last", "occasion") == [(5, "writing"), (10, "writing")]
    assert latest(seeded) == Seal(10, by_hand(seeded, (1, 5), (6, 10)))


def test_one_write_of_many_entries_is_sealed_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "EVERY", 5)
    office.seed(*(task(f"D7.{n}-my-xuyen") for n in range(11)))
    assert office.stored(SealRow, "last") == [(5,), (10,)]


def test_a_write_that_is_refused_seals_nothing(
    seeded: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "EVERY", 2)
    refuses(PeriodOutsideYear, seeded, lambda: seeded.report(CODE, "2020-Q1", 4))
    seeded.seed(task(target=12), dry_run=True)
    assert seeded.stored(SealRow) == []


def test_no_seal_can_be_changed_removed_or_replaced(seeded: Office) -> None:
    seal_now(seeded.engine, "export", NOW)
    before = seeded.stored(SealRow)
    attempts = ["UPDATE seal SET digest = 'x'", "UPDATE seal SET last = 9", "DELETE FROM seal"]
    same = "SELECT last, 'x', marks, occasion, recorded_at FROM seal"
    if seeded.engine.dialect.name == "postgresql":
        attempts += ["TRUNCATE seal"]
    else:
        into = "INTO seal (last, digest, marks, occasion, recorded_at)"
        attempts += [f"INSERT OR REPLACE {into} {same}", f"REPLACE {into} {same}"]
    for attempt in attempts:
        with pytest.raises(exc.DBAPIError), seeded.engine.begin() as connection:
            connection.execute(text(attempt))
        assert seeded.stored(SealRow) == before, attempt


def test_a_seal_waits_for_whoever_is_writing(postgres_office: Office) -> None:
    """On a server a number is given out before its transaction ends."""
    postgres_office.seed(task())
    postgres_office.report(CODE, "2021-Q1", 4)
    found: list[Seal | None] = []
    stamp = postgres_office.desk.stamp(postgres_office.stored(JournalRow)[0].plan_id)
    sealer = threading.Thread(target=lambda: found.append(seal_now(postgres_office.engine, "x")))
    with writing(postgres_office.engine) as session:
        (slow,) = add_entries(session, stamp, [Entry("report", CODE)])
        other = Office(postgres_office.engine.url.render_as_string(hide_password=False))
        quick = other.report(CODE, "2021-Q2", 5).entry
        other.close()
        sealer.start()
        wait_until_it_waits(postgres_office)
        assert found == []
    sealer.join()
    assert slow < quick
    assert found == [Seal(quick, by_hand(postgres_office, (1, quick)))]


def test_who_may_not_seal_alone_leaves_it_to_the_next(
    postgres_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres_office.seed(task())
    monkeypatch.setattr(seals, "EVERY", 4)
    other = Office(postgres_office.engine.url.render_as_string(hide_password=False))
    with writing(postgres_office.engine):
        postgres_office.report(CODE, "2021-Q1", 4)
        other.report(CODE, "2021-Q2", 5)  # neither waits for the other
    assert postgres_office.stored(SealRow, "last") == [(4,)]
    other.close()


def test_a_gap_in_the_numbers_keeps_nobody_waiting(
    postgres_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dry run or a refused write burns numbers, and makes no entries to seal."""
    postgres_office.seed(task())
    monkeypatch.setattr(seals, "EVERY", 4)
    postgres_office.seed(task(), *(task(f"D7.{n}-my-xuyen") for n in range(2, 12)), dry_run=True)
    other = Office(postgres_office.engine.url.render_as_string(hide_password=False))
    taken = other.report(CODE, "2021-Q1", 4).entry
    assert taken > 10
    with writing(other.engine), postgres_office.engine.connect() as connection:
        held = text("SELECT mode FROM pg_locks WHERE locktype = 'advisory'")
        assert list(connection.execute(held).scalars()) == ["ShareLock"]
    other.report(CODE, "2021-Q2", 5)
    assert postgres_office.stored(SealRow, "last") == [(taken + 1,)]
    other.close()


def wait_until_it_waits(office: Office) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    for _ in range(500):
        with office.engine.connect() as connection:
            if connection.execute(waiting).scalar():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
