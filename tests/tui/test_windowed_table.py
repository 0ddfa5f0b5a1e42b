"""A table of 10,000 tasks asks for the rows in its window and for no others."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from textual.app import App, ComposeResult
from textual.reactive import reactive

from tracker.domain.condition import Sort
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.status import Status
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.tui.app import TrackerApp
from tracker.tui.widgets.table import TaskTable
from tracker.tui.widgets.windowed import WAITING

MANY = 10_000
HEIGHT = 24
WINDOW = HEIGHT - 1


def row(number: int) -> TaskRow:
    return TaskRow(
        id=number,
        code=f"D1.{number}-a",
        title=Words(f"Nhiệm vụ số {number}"),
        directive="D1",
        unit="a",
        unit_name=Words("Huyện A"),
        coordinating=(),
        measure=Measure.SUM,
        unit_of_measure=Words("cuộc"),
        rhythm=Rhythm.MONTH,
        baseline=None,
        target=4000,
        value=1000,
        percent=Fraction(25),
        status=Status.IN_PROGRESS,
        at_risk=False,
        exceeded=False,
        start=date(2021, 1, 1),
        deadline=date(2021, 6, 30),
        done_on=None,
        weight=1,
        origin={Field.TARGET: Origin.PROPOSED},
    )


class Host(App[None]):
    """Gives a table the rows that it asks for, and keeps account of them."""

    CSS_PATH = TrackerApp.CSS_PATH
    lang = reactive("vi")

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Sequence[int]] = []
        self.generous = True

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return TrackerApp.get_theme_variable_defaults(self)  # type: ignore[arg-type]

    def compose(self) -> ComposeResult:
        yield TaskTable()

    @property
    def table(self) -> TaskTable:
        return self.query_one(TaskTable)

    def on_windowed_rows_rows_missed(self, missed: TaskTable.RowsMissed) -> None:
        self.asked.append(missed.ids)
        if self.generous:
            self.table.take([row(i) for i in missed.ids])

    @property
    def text(self) -> list[str]:
        return [strip.text for strip in self.screen._compositor.render_strips()]


async def test_only_windows_are_asked_for_wherever_one_goes() -> None:
    app = Host()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        table = app.table
        table.focus()
        table.show(range(MANY), [], Words, Sort())
        await pilot.pause()
        assert "Nhiệm vụ số 0" in app.text[1]
        assert sum(map(len, app.asked)) <= 3 * WINDOW
        for keys, last in (("end", MANY - 1), ("home", 0), ("pagedown", WINDOW), ("G", MANY - 1)):
            app.asked.clear()
            await pilot.press(keys)
            await pilot.pause()
            assert table.cursor == last
            assert any(f"Nhiệm vụ số {last} " in line for line in app.text)
            assert sum(map(len, app.asked)) <= 3 * WINDOW


async def test_every_id_is_asked_for_once_while_it_is_on_its_way() -> None:
    app = Host()
    app.generous = False
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        app.table.show(range(MANY), [], Words, Sort())
        app.table.focus()
        await pilot.press("down", "down", "up", "pagedown", "pageup")
        await pilot.pause()
        asked = [i for ids in app.asked for i in ids]
        assert len(asked) == len(set(asked))
        assert WAITING in app.text[1]


async def test_what_a_void_question_asked_for_is_asked_for_again() -> None:
    app = Host()
    app.generous = False
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        app.table.show(range(MANY), [], Words, Sort())
        app.table.focus()
        await pilot.press("end")
        app.asked.clear()
        await pilot.press("home")
        await pilot.pause()
        assert app.asked
        assert 0 in app.asked[-1]


async def test_rows_far_from_the_window_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = 200
    monkeypatch.setattr("tracker.tui.widgets.windowed.KEPT_ROWS", kept)
    app = Host()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        table = app.table
        table.show(range(MANY), [], Words, Sort())
        for first in range(0, 3 * kept, WINDOW):
            table.cursor = first
            await pilot.pause(0)
        assert len(table._rows) <= kept + 3 * WINDOW


async def test_an_empty_table_asks_for_nothing_and_moves_nowhere() -> None:
    app = Host()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        table = app.table
        table.empty_text = "không có gì"
        table.show([], [], Words, Sort())
        table.focus()
        await pilot.press("down", "end", "pageup", "home")
        assert table.row is None
        assert app.asked == []
        assert "không có gì" in app.text[1]


async def test_old_rows_stay_in_sight_until_the_new_ones_come() -> None:
    app = Host()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        table = app.table
        table.show([1, 2], [row(1), row(2)], Words, Sort())
        app.generous = False
        table.show([2, 1], [], Words, Sort())
        await pilot.pause()
        assert "Nhiệm vụ số 2" in app.text[1]
        assert app.asked == [[2, 1]]
        table.take([replace(row(2), title=Words("Tên mới"))])
        await pilot.pause()
        assert "Tên mới" in app.text[1]


async def test_the_head_stays_while_one_scrolls() -> None:
    app = Host()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        table = app.table
        table.show(range(MANY), [], Words, Sort())
        await pilot.pause()
        assert "KQ/CT" in app.text[0]
        table.scroll_to(y=500, animate=False)
        await pilot.pause()
        assert "KQ/CT" in app.text[0]
        assert "Nhiệm vụ số 500 " in app.text[1]


async def test_a_key_takes_no_longer_with_many_rows_than_with_few() -> None:
    """No timing against a clock: only that nothing walks through all rows for one key."""
    app = Host()
    async with app.run_test(size=(80, HEIGHT)) as pilot:

        async def presses(count: int) -> float:
            app.table.show(range(count), [], Words, Sort())
            app.table.focus()
            await pilot.pause()
            begun = time.process_time()
            for _ in range(20):
                app.table.action_move(1)
                app.table.action_page(1)
                app.table.action_jump(0)
            return time.process_time() - begun

        few, many = await presses(100), await presses(1_000_000)
        assert many < 10 * few + 0.05
