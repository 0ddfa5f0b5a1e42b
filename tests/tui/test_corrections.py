"""What was corrected since: asked for on screen, told as the command tells it."""

from __future__ import annotations

from tests.tui.stage import Stage, desk_at, lines_with, staged
from tracker.domain.period import read_period
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.report import ReportDraft
from tracker.service.reports import report
from tracker.store.engine import reading
from tracker.store.read.known import newest_entry
from tracker.tui.screens.since import SinceDialog
from tracker.upkeep.sealing import EXPORT, sealed_reading

CODE = "D7.1-my-xuyen"


def write(database: str, value: int) -> None:
    desk = desk_at(database)
    amount = Amount(value * SCALE)
    report(desk, None, ReportDraft(CODE, read_period("2021-Q2"), amount, str(value)))
    desk.engine.dispose()


def exported(database: str) -> int:
    """An export is made, as any screen or command makes one; up to which entry."""
    desk = desk_at(database)
    with sealed_reading(desk.engine, EXPORT, desk.now()):
        pass
    with reading(desk.engine) as session:
        entry = newest_entry(session)
    desk.engine.dispose()
    assert entry is not None
    return entry.number


def dialog(stage: Stage) -> SinceDialog:
    assert isinstance(stage.app.screen, SinceDialog)
    return stage.app.screen


async def test_since_the_last_export_with_one_key(database: str) -> None:
    number = exported(database)
    write(database, 3)
    async with staged(database) as stage:
        await stage.press("y")
        assert f"đến số ghi sổ #{number}" in stage.text
        await stage.press("enter")
        assert stage.room == "CorrectionsRoom"
        assert "1 điều chỉnh" in stage.text.splitlines()[0]
        assert f"1 điều chỉnh từ sau số ghi sổ #{number}" in stage.text
        assert "Số liệu chung" in stage.text
        assert "kết quả: 1 → 4" in stage.text
        (head,) = lines_with(stage.text, f"#{number + 1}", "báo cáo")
        assert head
        await stage.press("G", "enter")
        assert stage.room == "TaskRoom"
        await stage.press("escape")
        assert stage.room == "CorrectionsRoom"
        await stage.press("escape")
        assert stage.room == "OverviewRoom"


async def test_since_a_typed_entry_and_in_the_other_language(database: str) -> None:
    number = exported(database)
    write(database, 3)
    async with staged(database) as stage:
        await stage.press("3", "y")
        await stage.type(f"#{number}")
        await stage.press("enter")
        assert stage.room == "CorrectionsRoom"
        await stage.press("v")
        assert f"1 correction since entry #{number}" in stage.text
        await stage.press("escape")
        assert stage.room == "ReportsRoom"


async def test_what_cannot_be_meant_is_said_beneath_and_what_is_not_there_in_the_room(
    database: str,
) -> None:
    async with staged(database) as stage:
        await stage.press("y", "enter")
        assert "Từ lúc nào?" in stage.text
        await stage.type("hôm qua")
        await stage.press("enter")
        assert dialog(stage)
        assert "“hôm qua”" in stage.text
        await stage.press(*["backspace"] * 7)
        await stage.type("#999")
        await stage.press("enter")
        assert stage.room == "CorrectionsRoom"
        assert "#999" in stage.text
        await stage.press("enter", "escape", "y", "escape")
        assert stage.room == "OverviewRoom"


async def test_a_change_elsewhere_is_seen_when_read_again(database: str) -> None:
    number = exported(database)
    write(database, 3)
    async with staged(database) as stage:
        await stage.press("y", "enter")
        write(database, 2)
        await stage.press("f5")
        assert f"2 điều chỉnh từ sau số ghi sổ #{number}" in stage.text
