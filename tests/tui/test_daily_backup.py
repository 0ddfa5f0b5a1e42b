"""On the screens too, the first write of a day is preceded by a backup."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.service.office import Office as Desk
from tests.service.office import task
from tracker.settings import backup_folder
from tracker.tui.office import Office

NOW = datetime(2021, 7, 15, 9, 30, tzinfo=UTC)


@pytest.fixture
def database(migrated_sqlite: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copy(migrated_sqlite, tmp_path / "office.db"))
    desk = Desk(str(path))
    desk.seed(task())
    desk.close()
    return path


def test_it_is_made_once_a_day(database: Path) -> None:
    moment = [NOW]
    office = Office(str(database), "Văn phòng", lambda: moment[0])
    for day in (15, 15, 16, 16):
        moment[0] = NOW.replace(day=day)
        assert office.keep_today() == ""
    made = sorted(path.name for path in backup_folder(database).iterdir())
    assert made == ["daily-2021-07-15.sqlite", "daily-2021-07-16.sqlite"]
    office.close()


def test_what_is_wrong_with_it_is_said_once(database: Path) -> None:
    backup_folder(database).write_text("", encoding="utf-8")
    office = Office(str(database), "Văn phòng", lambda: NOW)
    assert "sao lưu" in office.keep_today()
    assert office.keep_today() == ""
    office.close()


def test_after_a_fault_it_is_tried_again_before_the_next_write(database: Path) -> None:
    """A screen may stay open all day, and the disk have room again."""
    in_the_way = backup_folder(database)
    in_the_way.write_text("", encoding="utf-8")
    office = Office(str(database), "Văn phòng", lambda: NOW)
    assert "sao lưu" in office.keep_today()
    in_the_way.unlink()
    assert office.keep_today() == ""
    assert [path.name for path in in_the_way.iterdir()] == ["daily-2021-07-15.sqlite"]
    office.close()


def test_there_is_none_of_a_database_that_is_not_there(tmp_path: Path) -> None:
    office = Office(str(tmp_path / "none.db"), "Văn phòng", lambda: NOW)
    assert office.keep_today() == ""
    assert list(tmp_path.iterdir()) == []
    office.close()
