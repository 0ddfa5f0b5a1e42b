"""``tracker add``, ``edit``, ``assign``, ``cancel``, ``resume`` and ``confirm``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.cli.running import Ended, Run

ADD = (
    *("add", "--directive", "d7", "--unit", "my-xuyen", "--title", "Đối thoại với hộ dân"),
    *("--measure", "sum", "--unit-of-measure", "cuộc", "--rhythm", "quarter"),
)

BY = ("--document", "12-KH/BDVTU", "--document-day", "15/1/2021")


def task(run: Run, database: Path, code: str) -> Any:
    ended: Ended = run(database, "--as-of", "31/12/2021", "show", code, "--json")
    return ended.json


def test_a_task_of_ones_own_gets_a_free_code(seeded: Path, run: Run) -> None:
    added = run(seeded, *ADD, "--target", "4", "--deadline", "30/11/2021")
    assert added.out == (
        "Đã thêm D7.u1-my-xuyen: Đối thoại với hộ dân; chỉ tiêu 4 cuộc; thời hạn 30/11/2021\n"
    )
    run(seeded, *ADD)
    found = task(run, seeded, "D7.u2-my-xuyen")
    assert (found["directive"], found["target"], found["deadline"]) == ("D7", None, None)
    assert found["start"] == "2021-01-01"
    assert set(found["origin"].values()) == {"proposed"}


def test_all_fields_of_a_new_task_can_be_given(seeded: Path, run: Run) -> None:
    ended = run(
        seeded,
        *ADD,
        *("--title-en", "Dialogue", "--unit-of-measure-en", "sessions", "--target", "1,5"),
        *("--baseline", "trên 3", "--start", "1/3/2021", "--deadline", "2021-11-30"),
        *("--weight", "2", "--coordinating", "thanh-tra,ban-tiep-cong-dan"),
        *("--coordinating", "cong-an", "--code", "D7.rieng"),
    )
    assert ended.code == 0
    found = task(run, seeded, "D7.rieng")
    assert found["title_en"] == "Dialogue"
    assert found["target"] == 1.5
    assert found["baseline"] == {"value": 3, "qualifier": "over"}
    assert (found["start"], found["deadline"], found["weight"]) == ("2021-03-01", "2021-11-30", 2)
    assert found["coordinating"] == ["thanh-tra", "ban-tiep-cong-dan", "cong-an"]


def test_a_seeded_plan_applied_again_leaves_an_added_task_alone(seeded: Path, run: Run) -> None:
    run(seeded, *ADD)
    assert run(seeded, "seed", "--json").json["nothing"] is True
    assert task(run, seeded, "D7.u1-my-xuyen")["status"] == "not_started"


def test_an_edit_says_what_was_and_what_is(seeded: Path, run: Run) -> None:
    said = run(seeded, "edit", "D7.2-my-xuyen", "--target", "6", "--weight", "3")
    assert said.out.splitlines() == [
        "D7.2-my-xuyen · chỉ tiêu: 4 → 6",
        "D7.2-my-xuyen · trọng số: 2 → 3",
    ]
    assert task(run, seeded, "D7.2-my-xuyen")["origin"]["target"] == "proposed"


def test_a_target_may_hold_from_a_day_on(seeded: Path, run: Run) -> None:
    run(
        seeded, "edit", "D7.2-my-xuyen", "--target", "6", "--from", "1/7/2021", "--why", "Giao thêm"
    )
    before = run(seeded, "--as-of", "30/6/2021", "show", "D7.2-my-xuyen", "--json").json
    assert (before["target"], task(run, seeded, "D7.2-my-xuyen")["target"]) == (4, 6)
    assert run(seeded, "history", "D7.2-my-xuyen", "--json").json[0]["why"] == "Giao thêm"


def test_only_one_language_of_a_title_can_be_changed(seeded: Path, run: Run) -> None:
    before = task(run, seeded, "D7.2-my-xuyen")
    run(seeded, "edit", "D7.2-my-xuyen", "--title-en", "Dialogue")
    after = task(run, seeded, "D7.2-my-xuyen")
    assert (after["title_vi"], after["title_en"]) == (before["title_vi"], "Dialogue")


def test_a_dash_takes_a_target_and_a_deadline_away(seeded: Path, run: Run) -> None:
    assert run(seeded, "edit", "D7.2-my-xuyen", "--target", "-", "--deadline", "-").code == 0
    found = task(run, seeded, "D7.2-my-xuyen")
    assert (found["target"], found["deadline"], found["percent"]) == (None, None, None)


def test_a_target_is_read_in_the_unit_of_measure_given_with_it(seeded: Path, run: Run) -> None:
    ended = run(seeded, "edit", "D7.2-my-xuyen", "--target", "1,5 tỷ", "--unit-of-measure", "đồng")
    assert ended.code == 0
    assert task(run, seeded, "D7.2-my-xuyen")["target"] == 1_500_000_000


def test_with_a_document_an_edit_is_confirmed(seeded: Path, run: Run) -> None:
    run(
        seeded,
        *("edit", "D7.2-my-xuyen", "--deadline", "30/11/2021"),
        *("--document", "12-KH/BDVTU", "--document-day", "15/1/2021"),
    )
    found = task(run, seeded, "D7.2-my-xuyen")
    assert found["origin"]["deadline"] == "confirmed"
    assert found["documents"]["deadline"] == {"number": "12-KH/BDVTU", "day": "2021-01-15"}


def test_a_task_is_assigned_to_another_unit_from_a_day_on(seeded: Path, run: Run) -> None:
    ended = run(seeded, "assign", "D7.2-my-xuyen", "my-tu", "--from", "1/7/2021")
    assert "đơn vị chủ trì: my-xuyen → my-tu" in ended.out
    half = run(seeded, "--as-of", "30/6/2021", "show", "D7.2-my-xuyen", "--json").json
    assert (half["unit"], task(run, seeded, "D7.2-my-xuyen")["unit"]) == ("my-xuyen", "my-tu")


def test_a_coordinating_unit_that_takes_the_lead_is_said_to_leave(seeded: Path, run: Run) -> None:
    for before, command in (
        ("thanh-tra", ("assign", "D7.2-my-xuyen", "thanh-tra", "--from", "1/7")),
        ("cong-an", ("edit", "D7.2-my-xuyen", "--unit", "cong-an", "--from", "1/9")),
    ):
        run(seeded, "assign", "D7.2-my-xuyen", "--coordinating", before)
        ended = run(seeded, *command)
        assert ended.out.endswith(
            f" → {before}; {before} không là đơn vị phối hợp trong những ngày chủ trì\n"
        )
    other = run(seeded, "assign", "D7.2-my-xuyen", "my-tu", "--from", "1/10")
    assert other.out == "D7.2-my-xuyen · đơn vị chủ trì: cong-an → my-tu\n"


def test_a_dash_takes_the_english_words_away(seeded: Path, run: Run) -> None:
    before = task(run, seeded, "D7.2-my-xuyen")
    assert before["title_en"]
    run(seeded, "edit", "D7.2-my-xuyen", "--title-en", "-", "--unit-of-measure-en", "-")
    after = task(run, seeded, "D7.2-my-xuyen")
    assert (after["title_en"], after["unit_of_measure_en"]) == (None, None)
    assert after["title_vi"] == before["title_vi"]


def test_confirming_counts_values_and_tasks_by_themselves(seeded: Path, run: Run) -> None:
    one = run(seeded, "--lang", "en", "confirm", "D7.2-my-xuyen", "--field", "target", *BY)
    assert one.out.splitlines()[-1] == "Confirmed by 12-KH/BDVTU: 1 value of 1 task."
    more = run(seeded, "--lang", "en", "confirm", "D7.2-my-xuyen", *BY)
    assert re.fullmatch(
        r"Confirmed by 12-KH/BDVTU: \d values of 1 task\.", more.out.splitlines()[-1]
    )
    many = run(seeded, "--lang", "en", "confirm", "--all", "--field", "unit", *BY)
    assert many.out.splitlines()[-1] == "Confirmed by 12-KH/BDVTU: 190 values of 190 tasks."


def test_coordinating_units_can_be_changed_and_taken_away(seeded: Path, run: Run) -> None:
    run(seeded, "assign", "D7.2-my-xuyen", "--coordinating", "cong-an")
    assert task(run, seeded, "D7.2-my-xuyen")["coordinating"] == ["cong-an"]
    run(seeded, "assign", "D7.2-my-xuyen", "--coordinating", "-")
    assert task(run, seeded, "D7.2-my-xuyen")["coordinating"] == []


def test_a_stopped_task_counts_no_more_and_can_go_on(seeded: Path, run: Run) -> None:
    stopped = run(seeded, "cancel", "d7.2-my-xuyen", "--why", "[x]", "--from", "1/7/2021")
    assert stopped.out.startswith("D7.2-my-xuyen dừng từ ngày 1/7/2021")
    found = task(run, seeded, "D7.2-my-xuyen")
    assert (found["status"], found["cancelled_because"]) == ("cancelled", "[x]")
    assert "coi như chưa dừng" in run(seeded, "resume", "D7.2-my-xuyen").out
    assert task(run, seeded, "D7.2-my-xuyen")["status"] == "not_started"


def test_a_task_goes_on_from_a_day(seeded: Path, run: Run) -> None:
    run(seeded, "cancel", "D7.2-my-xuyen", "--why", "x", "--from", "1/7/2021")
    assert "từ ngày 1/9/2021" in run(seeded, "resume", "D7.2-my-xuyen", "--from", "1/9/2021").out
    august = run(seeded, "--as-of", "1/8/2021", "show", "D7.2-my-xuyen", "--json").json
    assert august["status"] == "cancelled"


def test_one_tasks_field_is_confirmed(seeded: Path, run: Run) -> None:
    ended = run(seeded, "confirm", "D7.2-my-xuyen", "--field", "target", *BY)
    assert ended.out.splitlines() == [
        "D7.2-my-xuyen · chỉ tiêu",
        "Đã xác nhận theo 12-KH/BDVTU: 1 giá trị của 1 nhiệm vụ.",
    ]
    origin = task(run, seeded, "D7.2-my-xuyen")["origin"]
    assert (origin["target"], origin["deadline"]) == ("confirmed", "proposed")


def test_many_tasks_are_confirmed_at_once(seeded: Path, run: Run) -> None:
    ended = run(seeded, "confirm", "--unit", "my-xuyen", "--directive", "D9", *BY)
    marked = run(seeded, "list", "--unit", "my-xuyen", "--directive", "D9", "--json").json
    assert len(ended.out.splitlines()) == len(marked) + 1
    assert all(row["origin"]["unit"] == "confirmed" for row in marked)
    everything = run(seeded, "confirm", "--all", "--field", "unit", *BY)
    assert f"{191 - len(marked)} nhiệm vụ" in everything.out


def test_what_is_confirmed_already_is_told_from_what_is_not_found(seeded: Path, run: Run) -> None:
    assert run(seeded, "confirm", "--unit", "my-xuyen", *BY).code == 0
    again = run(seeded, "--as-of", "30/6", "confirm", "--unit", "my-xuyen", *BY)
    assert again.code == 3
    assert "Không còn gì để xác nhận" in again.line
    assert "nhiệm vụ" in again.line
    assert "30/6/2021" in again.line
    one = run(seeded, "--lang", "en", "confirm", "D7.2-my-xuyen", *BY)
    assert "1 task found" in one.line


def test_an_edit_and_a_confirmation_are_about_the_day_asked_about(seeded: Path, run: Run) -> None:
    run(seeded, "edit", "D7.2-my-xuyen", "--target", "6", "--from", "1/7")
    early = run(seeded, "--as-of", "30/6", "edit", "D7.2-my-xuyen", "--target", "5")
    assert early.out == "D7.2-my-xuyen · chỉ tiêu: 4 → 5\n"
    day, later = early.remarks
    assert "30/6/2021" in day
    assert "1/7/2021" in later  # what begins later stays
    run(seeded, "--as-of", "30/6", "confirm", "D7.2-my-xuyen", "--field", "target", *BY)
    for day, target, origin in (("30/6", 5, "confirmed"), ("1/7", 6, "proposed")):
        found = run(seeded, "--as-of", day, "show", "D7.2-my-xuyen", "--json").json
        assert (found["target"], found["origin"]["target"]) == (target, origin)
    moved = run(seeded, "--as-of", "30/6", "assign", "D7.2-my-xuyen", "my-tu")
    assert moved.code == 0
    assert "30/6/2021" in moved.line
