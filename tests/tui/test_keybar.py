"""The bottom of the screen: what stays in sight where it is narrow, and what legends explain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.stage import at_task, staged
from tracker import i18n
from tracker.domain.problem import Problem
from tracker.domain.report import PeriodClosed
from tracker.domain.status import Status
from tracker.i18n import names
from tracker.tui.commands import BY_ID, OVER_A_ROOM, WITH_A_TASK, Place, commands, keys_at
from tracker.tui.next_steps import next_step
from tracker.tui.widgets.keybar import KeyBar

CODE = "D7.1-my-xuyen"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("width", [80, 72, 60])
def test_help_undo_and_the_way_out_stay_in_sight(
    place: Place, language: i18n.Lang, width: int
) -> None:
    i18n.use(language)
    shown = [command for command, _start, _end in KeyBar(place).fitting(width)]
    for command in commands(place):
        if command.id in ("app.help", "app.back", "form.close"):
            assert command in shown, command.id
    if place in (*WITH_A_TASK, Place.CORRECTIONS):
        assert "app.undo" in [command.id for command in shown]
    assert shown == [command for command in commands(place) if command in shown]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_closing_a_period_is_in_sight_where_a_refusal_points_to_it(language: i18n.Lang) -> None:
    i18n.use(language)
    shown = [command.id for command, _start, _end in KeyBar(Place.REPORTS).fitting(80)]
    assert {"period.lock", "reports.accounts"} <= set(shown)


@pytest.mark.parametrize("place", Place)
def test_no_key_stands_over_another_or_over_the_edge(place: Place) -> None:
    for width in range(20, 160):
        before = 0
        for command, start, end in KeyBar(place).fitting(width):
            assert before < start + (place in OVER_A_ROOM)
            assert end - start == len(f"{keys_at(command, place)[0]} {command.said}")
            assert end <= width - 1
            before = end


@pytest.mark.parametrize("key", ["f", "o", "d", "a", "e", "c", "question_mark"])
async def test_a_pop_up_explains_no_sign_that_is_not_in_it(database: str, key: str) -> None:
    async with at_task(database, CODE, key) as stage:
        legend = stage.app.screen.query_one(KeyBar).render().plain.splitlines()[0]
        assert stage.room not in ("TasksRoom", "TaskRoom")
        assert legend.strip() == ""
        # Nor does the room behind, whose keys do not act now.
        assert "esc trở lại" not in stage.text
        await stage.press("escape")
        assert stage.text.endswith("esc trở lại")


async def test_over_a_report_the_marks_of_the_task_are_explained(database: str) -> None:
    async with at_task(database, CODE, "r") as stage:
        legend = stage.app.screen.query_one(KeyBar).render().plain.splitlines()[0]
        assert legend.split() == ["*", "đề", "xuất", "~", "suy", "ra"]


async def test_the_review_queue_explains_its_own_signs(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("4")
        legend, keys = stage.text.splitlines()[-2:]
        assert legend == " ▲ đáng ngờ, cần xem  ■ đã đánh dấu  □ chưa đánh dấu"
        assert keys.endswith("? trợ giúp  u hoàn tác  esc trở lại")
        await stage.press("v")
        assert stage.text.splitlines()[-2].startswith(" ▲ doubtful: look at it  ■ marked")


async def test_the_list_of_tasks_explains_the_statuses(database: str) -> None:
    async with staged(database, size=(140, 40)) as stage:
        await stage.press("2")
        legend = stage.text.splitlines()[-2]
        assert all(names.status_short(s) in legend for s in (Status.OVERDUE, Status.NOT_STARTED))


def test_what_a_refusal_names_is_the_key_that_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BY_ID, "period.lock", replace(BY_ID["period.lock"], keys=("f11",)))
    closed = PeriodClosed(task="D7.1", period="2021-Q1", closed="2021-Q1")
    assert "bấm F11 ở kỳ đó" in next_step(closed)
    assert next_step(Problem()) == ""
