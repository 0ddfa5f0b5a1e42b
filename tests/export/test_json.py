"""The JSON that commands print and files hold: keys are a promise."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

from tests.export.factory import PLAN, SURE, summary, task, tasks
from tracker import i18n
from tracker.domain.condition import Condition
from tracker.domain.origin import Field
from tracker.domain.status import Status
from tracker.domain.text import shown
from tracker.export import Format, render
from tracker.export.json import json_text, summary_object, task_object

RATE = {"numerator", "denominator", "percent"}


def test_what_a_screen_shows_as_a_picture_is_an_escape_and_the_same_text() -> None:
    """One rule for both: a character that may not reach a terminal reaches it nowhere."""
    steering = [chr(code) for code in range(0x10000) if shown(chr(code)) != chr(code)]
    assert {"\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\ufeff"} <= set(steering)
    written = json_text([*steering, "tiếng Việt “ ” – 日本"])
    assert not (set(steering) - {"\n"}) & set(written)
    assert "tiếng Việt “ ” – 日本" in written
    assert json.loads(written)[:-1] == steering


def test_a_summary_has_the_promised_keys() -> None:
    found = summary_object(summary())
    assert {"plan", "as_of", "known_on", "totals", "by", "rows"} <= found.keys()
    assert (found["plan"], found["as_of"], found["known_on"]) == (
        "soc-trang-2021",
        "2021-06-30",
        None,
    )
    row = found["rows"][0]
    assert {"code", "name", "subtree"} <= row.keys()
    for figures in (found["totals"], row, row["subtree"]):
        assert {"tasks", "by_status", "at_risk", "completion_percent"} <= figures.keys()
        assert figures["by_status"].keys() == {status.value for status in Status}
        assert figures["done_of_all"].keys() == figures["done_of_due"].keys() == RATE


def test_an_empty_denominator_has_no_percent() -> None:
    totals = summary_object(summary(()))["totals"]
    empty = {"numerator": 0, "denominator": 0, "percent": None}
    assert totals["done_of_all"] == totals["done_of_due"] == empty
    assert totals["completion_percent"] is None


def test_rows_without_a_subtree_say_null() -> None:
    whole = summary()
    rows = tuple(replace(row, subtree=None) for row in whole.rows)
    assert {row["subtree"] for row in summary_object(replace(whole, rows=rows))["rows"]} == {None}


def test_a_task_has_the_promised_keys_and_plain_values() -> None:
    money = task_object(tasks()[1])
    assert money["baseline"] == {"value": 1_000_000_000, "qualifier": "over"}
    assert money["target"] == 1_200_000_000
    assert isinstance(money["value"], int)
    assert money["percent"] == 102.9
    assert (money["start"], money["deadline"], money["done_on"]) == (
        "2021-01-01",
        "2021-06-30",
        "2021-05-09",
    )
    assert (money["measure"], money["rhythm"], money["weight"]) == ("sum", "quarter", 3)
    assert money["origin"] == {field.value: "confirmed" for field in Field}


def test_what_nobody_stated_is_proposed() -> None:
    assert set(task_object(task(origin={}))["origin"].values()) == {"proposed"}


def test_fractions_of_a_unit_are_plain_decimals() -> None:
    assert task_object(task(value=12_345, baseline=None))["value"] == 12.345


def test_missing_figures_are_null() -> None:
    bare = task_object(task(target=None, value=None, percent=None, deadline=None, done_on=None))
    for key in ("target", "value", "percent", "deadline", "done_on", "baseline"):
        assert bare[key] is None


def test_a_percent_is_rounded_half_up() -> None:
    assert task_object(task(percent=Fraction(835, 100)))["percent"] == 8.4


def test_texts_follow_the_language_and_keys_do_not() -> None:
    vietnamese = task_object(task())
    i18n.use("en")
    english = task_object(task())
    assert vietnamese.keys() == english.keys()
    assert vietnamese["title"] == english["title_vi"] == "Tổ chức đối thoại với nhân dân"
    assert english["title"] == vietnamese["title_en"] == "Hold dialogues with the people"


def test_the_file_adds_condition_sample_directives_and_tasks() -> None:
    condition = Condition(words=("đối thoại",), statuses=frozenset({Status.OVERDUE}), at_risk=True)
    whole = summary(plan=replace(PLAN, sample=True), condition=condition)
    found = json.loads(render(whole, Format.JSON))
    assert found["sample"] is True
    assert found["banner"] == "DỮ LIỆU MẪU / SAMPLE DATA"
    assert found["condition"]["words"] == ["đối thoại"]
    assert found["condition"]["statuses"] == ["overdue"]
    assert found["condition"]["at_risk"] is True
    assert [d["quote"] for d in found["directives"]] == [
        "đối thoại <giải quyết>",
        "không để hình thành điểm nóng",
    ]
    assert [d["sentence"] for d in found["directives"]] == [11, 11]
    assert [t["code"] for t in found["tasks"]] == [row.code for row in whole.tasks]
    assert found == found | json.loads(json.dumps(summary_object(whole)))


def test_the_file_counts_the_unconfirmed_fields_it_shows() -> None:
    rows = (task(1, origin={}), task(2, origin=SURE), task(3, coordinating=(), deadline=None))
    found = json.loads(render(summary(rows), Format.JSON))
    # Of 1: lead, coordinating, target and deadline; of 3: lead and target.
    assert found["unconfirmed"] == {"proposed": 6, "inferred": 0}
