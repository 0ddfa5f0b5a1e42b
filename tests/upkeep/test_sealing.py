"""What leaves the house says up to where the record was read, and up to there it is final."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.pool import Pool

from tests.service.office import Office, task
from tracker.cli.main import main
from tracker.cli.problems import ExitCode
from tracker.domain.condition import By, Condition
from tracker.export import Format
from tracker.store.columns import JOURNAL
from tracker.store.engine import reading
from tracker.store.read.known import newest_entry
from tracker.store.seals import latest_seal
from tracker.tui.answers import Ask, StandpointLoaded
from tracker.tui.office import Office as ScreenOffice
from tracker.upkeep.sealing import EXPORT, sealed_reading

SLOW, QUICK = "D7.1-my-xuyen", "D7.2-ke-sach"


def location(office: Office) -> str:
    return office.engine.url.render_as_string(hide_password=False)


def by_command(office: Office, path: Path) -> None:
    assert main(["--database", location(office), "export", "json", "-o", str(path)]) == 0


def on_screen(office: Office, path: Path) -> None:
    screens = ScreenOffice(location(office), "Văn phòng", office.now)
    loaded = screens.look(Ask())
    assert isinstance(loaded, StandpointLoaded)
    standpoint = loaded.standpoint
    screens.export(standpoint, Condition(), By.UNIT, Format.JSON, path, overwrite=False)
    screens.close()


@pytest.mark.parametrize("export", [by_command, on_screen])
def test_no_lower_number_comes_after_what_an_export_was_read_up_to(
    postgres_office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    export: Callable[[Office, Path], None],
) -> None:
    """Right after the journal is sealed one writer is given a number, and another one that comes
    later is done sooner: a reader would see the higher number alone."""
    postgres_office.seed(task(SLOW), task(QUICK, unit="ke-sach"))
    path = tmp_path / "tong-hop.json"
    with two_writers_once_it_is_sealed(postgres_office):
        export(postgres_office, path)
    capsys.readouterr()
    code = main(["--database", location(postgres_office), "verify", str(path), "--json"])
    assert json.loads(capsys.readouterr().out)["repeated"] is True
    assert code == ExitCode.DONE


def test_a_server_that_only_reads_is_read_with_the_seal_there_is(postgres_office: Office) -> None:
    postgres_office.seed(task(SLOW))
    only_read = {"options": "-c default_transaction_read_only=on"}
    url = postgres_office.engine.url.update_query_dict(only_read)
    reader = Office(url.render_as_string(hide_password=False))
    with sealed_reading(reader.engine, EXPORT) as session:
        assert latest_seal(session) is None
        assert newest_entry(session) is not None
    with sealed_reading(postgres_office.engine, EXPORT) as session:
        seal, newest = latest_seal(session), newest_entry(session)
        assert seal is not None
        assert newest is not None
        assert seal.last == newest.number
    reader.close()


@contextmanager
def two_writers_once_it_is_sealed(office: Office) -> Iterator[None]:
    """The quick one is done at once, unless the slow one has to wait for its number."""
    given, ends, begun, looking = (threading.Event() for _ in range(4))
    slow, quick, watch = (Office(location(office)) for _ in range(3))

    def holds_its_number(_connection: Connection) -> None:
        given.set()
        ends.wait(30)

    event.listen(slow.engine, "commit", holds_its_number)
    writer = threading.Thread(target=lambda: slow.report(SLOW, "2021-Q1", 4))
    here = threading.get_ident()

    def given_back(*_pool: Any) -> None:
        if begun.is_set() or threading.get_ident() != here or looking.is_set():
            return
        looking.set()
        if all_is_sealed(watch):
            begun.set()
            writer.start()
            while not given.wait(0.01) and not somebody_waits(watch):
                pass
            if given.is_set():
                quick.report(QUICK, "2021-Q1", 5)
        looking.clear()

    event.listen(Pool, "checkin", given_back)
    try:
        yield
    finally:
        event.remove(Pool, "checkin", given_back)
        ends.set()
        assert begun.is_set()
        writer.join()
        for each in (slow, quick, watch):
            each.close()


def all_is_sealed(office: Office) -> bool:
    with reading(office.engine) as session:
        seal = latest_seal(session)
        newest = session.scalar(select(func.max(JOURNAL.number)))
        return seal is not None and seal.last == newest


def somebody_waits(office: Office) -> bool:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    with office.engine.connect() as connection:
        return bool(connection.scalar(waiting))
