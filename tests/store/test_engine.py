"""A database is opened so that a write is whole, on the disk, and seen by nobody half-done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Engine, event, insert, select, text, update
from sqlalchemy.orm import Session

from tests.service.office import Office, task
from tracker.files import NoFolderThere
from tracker.store.columns import JOURNAL
from tracker.store.columns import PLAN as PLANS
from tracker.store.engine import (
    BadDatabaseUrl,
    database_name,
    open_engine,
    reading,
    writing,
)
from tracker.store.tables import JournalRow, PlanRow
from tracker.upkeep.migrate import migrate


@pytest.fixture
def statements(sqlite_office: Office) -> Iterator[list[str]]:
    """What is sent to the SQLite database of the test."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(sqlite_office.engine, "before_cursor_execute", note)
    yield sent
    event.remove(sqlite_office.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 15_000)],
)
def test_every_sqlite_connection_is_set_up(
    sqlite_office: Office, pragma: str, value: object
) -> None:
    with sqlite_office.engine.connect() as one, sqlite_office.engine.connect() as another:
        for connection in (one, another):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_writer_takes_its_lock_at_once_and_a_reader_takes_none(
    sqlite_office: Office, statements: list[str]
) -> None:
    with writing(sqlite_office.engine) as session:
        session.execute(text("SELECT 1"))
    with reading(sqlite_office.engine) as session:
        session.execute(text("SELECT 2"))
    begun = [line for line in statements if "seal" not in line]
    assert begun == ["BEGIN IMMEDIATE", "SELECT 1", "BEGIN", "SELECT 2"]


def test_a_write_asks_once_whether_a_seal_is_due(
    sqlite_office: Office, statements: list[str]
) -> None:
    with writing(sqlite_office.engine) as session:
        session.execute(text("SELECT 1"))
    assert len([line for line in statements if "seal" in line]) == 1


def test_a_row_that_points_nowhere_is_refused(office: Office) -> None:
    with (
        pytest.raises(sqlalchemy.exc.IntegrityError),
        Session(office.engine) as session,
        session.begin(),
    ):
        session.execute(insert(JournalRow), [journal_row(plan_id=4711)])


def test_an_error_inside_a_transaction_undoes_all_of_it(office: Office) -> None:
    office.seed(task())
    before = office.everything()
    with pytest.raises(ZeroDivisionError), writing(office.engine) as session:
        session.execute(update(PlanRow).values(margin=99))
        session.execute(insert(JournalRow), [journal_row(plan_id=1)])
        raise ZeroDivisionError
    assert office.everything() == before


def test_a_rollback_inside_a_transaction_undoes_what_was_flushed(office: Office) -> None:
    """What a dry run relies on: the block still ends as if all were well."""
    office.seed(task())
    before = office.everything()
    with writing(office.engine) as session:
        session.execute(update(PlanRow).values(margin=99))
        session.flush()
        session.rollback()
    assert office.everything() == before


def test_a_reader_sees_one_state_while_others_write(office: Office) -> None:
    office.seed(task())
    with reading(office.engine) as session:
        first = session.scalar(select(PLANS.margin))
        with writing(office.engine) as other:
            other.execute(update(PlanRow).values(margin=99))
        assert session.scalar(select(PLANS.margin)) == first
    with reading(office.engine) as session:
        assert session.scalar(select(PLANS.margin)) == 99


def test_a_sqlite_writer_waits_for_the_one_before_it(sqlite_office: Office) -> None:
    sqlite_office.seed(task())
    begun, written = threading.Event(), []

    def second() -> None:
        engine = open_engine(str(sqlite_office.engine.url.database))
        begun.set()
        with writing(engine) as session:
            written.append(session.scalar(select(PLANS.margin)))
        engine.dispose()

    with writing(sqlite_office.engine) as session:
        session.scalar(select(PLANS.margin))  # the lock is taken with the first statement
        thread = threading.Thread(target=second)
        thread.start()
        begun.wait()
        session.execute(update(PlanRow).values(margin=99))
    thread.join()
    assert written == [99]


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_in(office: Office) -> None:
    office.seed(task())
    in_vietnam = datetime(2021, 7, 15, 6, 30, tzinfo=timezone(timedelta(hours=7)))
    with writing(office.engine) as session:
        session.execute(insert(JournalRow), [journal_row(recorded_at=in_vietnam, what="noted")])
    with reading(office.engine) as session:
        moment = session.scalar(select(JOURNAL.recorded_at).where(JOURNAL.what == "noted"))
    assert moment == in_vietnam
    assert moment is not None
    assert moment.isoformat() == "2021-07-14T23:30:00+00:00"


def test_a_moment_without_a_zone_is_refused(office: Office) -> None:
    office.seed(task())
    no_zone = datetime(2021, 7, 15, 6, 30)  # noqa: DTZ001 - what is to be refused
    with (
        pytest.raises(sqlalchemy.exc.StatementError, match="time zone"),
        writing(office.engine) as s,
    ):
        s.execute(insert(JournalRow), [journal_row(recorded_at=no_zone)])


@pytest.mark.parametrize("name", ["a?b=c.db", "50 %25 #1.db", "Chương trình.db", "it's “so”.db"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    engine = open_engine(str(tmp_path / name))
    migrate(engine)
    engine.dispose()
    assert (tmp_path / name).is_file()


def test_the_home_folder_may_be_written_short(nobodys_machine: Path) -> None:
    engine = open_engine("~/tracker.db")
    assert Path(database_name(engine)) == nobodys_machine / "tracker.db"
    engine.dispose()


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoFolderThere) as refused:
        open_engine(str(tmp_path / "không có" / "tracker.db"))
    assert str(tmp_path / "không có") in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://an:mat-khau@host/name",
        "sqlite:///tracker.db",
        "postgresql+other://an:mat-khau@host/name",
        "postgresql://an:mat-khau@host:port/name",
        "postgresql://an:/mat-khau@host:port/name",
        "postgresql://an@host:port/name?password=mat-khau",
        "mysql://an@host/name?password=mat-khau",
        "://",
    ],
)
def test_a_url_that_is_none_of_ours_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        open_engine(url)
    assert "mat-khau" not in str(refused.value)
    assert "postgresql://" in str(refused.value)


@pytest.mark.parametrize("key", ["password", "sslpassword"])
def test_a_server_is_named_without_a_password_among_its_options(key: str) -> None:
    engine = open_engine(f"postgresql://an@host/name?application_name=a&{key}=mat-khau")
    assert database_name(engine) == "postgresql://an@host/name?application_name=a"
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_is_named_without_the_password(scheme: str) -> None:
    engine: Engine = open_engine(f"{scheme}://an:mat-khau@host/name")
    assert database_name(engine) == "postgresql://an:***@host/name"
    engine.dispose()


def journal_row(**changes: Any) -> dict[str, Any]:
    usual = {
        "recorded_at": datetime(2021, 7, 15, tzinfo=UTC),
        "who": "Văn phòng",
        "what": "report",
        "plan_id": 1,
        "subject": "",
        "before": "{}",
        "after": "{}",
        "why": "",
    }
    return usual | changes
