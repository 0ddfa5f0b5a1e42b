"""Templates become tasks: which units, which values, which origins."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import seed
from seed.reading import PLAN_KEYS
from seed.templates import FIELD_KEYS, SELECTOR_KEYS
from seed.units import UNIT_KEYS
from tests.seed.plans import GOOD, changed, read
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.task import TaskDraft
from tracker.domain.words import Words

DOCS = Path(__file__).parents[2] / "docs" / "plan-format.md"


def expanded(tmp_path: Path, text: str) -> dict[str, TaskDraft]:
    return {task.code: task for task in seed.expand(read(tmp_path, text))}


def selected(tmp_path: Path, selector: str) -> list[str]:
    text = changed('{ kind = ["city", "district"] }', selector).split("[directive.task.for")[0]
    return [task.unit for task in seed.expand(read(tmp_path, text))]


def titled(tmp_path: Path, title: str, unit: str) -> Words:
    text = changed('title = { vi = "Đối thoại", en = "Dialogues" }', f"title = {title}")
    return expanded(tmp_path, text)[f"D1.1-{unit}"].title


class TestTask:
    def test_a_template_gives_each_selected_unit_its_task(self, tmp_path: Path) -> None:
        task = expanded(tmp_path, GOOD)["D1.1-cu-lao"]
        assert (task.directive, task.template, task.unit) == ("D1", "D1.1", "cu-lao")
        assert task.title == Words("Đối thoại", "Dialogues")
        assert (task.measure, task.rhythm) == (Measure.SUM, Rhythm.QUARTER)
        assert task.unit_of_measure == Words("cuộc", "dialogues")
        assert task.baseline == Amount(3000, Qualifier.OVER)
        assert (task.target, task.weight) == (4000, 2)
        assert (task.start, task.deadline) == (date(2023, 2, 1), date(2023, 12, 31))
        assert task.coordinating == ("thanh-tra",)
        assert task.why == Words("Nơi nào cũng có.")

    def test_what_is_not_given_has_its_default(self, tmp_path: Path) -> None:
        text = GOOD
        for line in ("start = 2023-02-01", "deadline = 2023-12-31", "weight = 2", "target = 4"):
            text = text.replace(line, "")
        task = expanded(tmp_path, text)["D1.1-cu-lao"]
        assert (task.start, task.deadline, task.weight) == (date(2023, 1, 1), None, 1)
        assert task.target is None

    def test_quantities_are_exact_thousandths(self, tmp_path: Path) -> None:
        task = expanded(tmp_path, changed("target = 4", "target = 0.1250"))["D1.1-cu-lao"]
        assert task.target == 125

    def test_texts_are_stored_composed_and_unpadded(self, tmp_path: Path) -> None:
        title = titled(tmp_path, '"  Đo\u0302\u0301i thoại "', "cu-lao")
        assert title == Words("Đối thoại")


class TestException:
    def test_one_unit_may_have_other_values(self, tmp_path: Path) -> None:
        task = expanded(tmp_path, GOOD)["D1.1-bai-boi"]
        assert task.target == 6000
        assert task.origin[Field.TARGET] is Origin.INFERRED
        assert task.deadline == date(2023, 12, 31), "what it does not give stays"

    def test_none_takes_a_value_away(self, tmp_path: Path) -> None:
        exception = 'target = "none"\nbaseline = "none"\ndeadline = "none"'
        text = changed('target = { value = 6, origin = "inferred" }', exception)
        tasks = expanded(tmp_path, text)
        bare, whole = tasks["D1.1-bai-boi"], tasks["D1.1-cu-lao"]
        assert (bare.target, bare.baseline, bare.deadline) == (None, None, None)
        assert None not in (whole.target, whole.baseline, whole.deadline)


class TestOrigin:
    def test_a_value_that_does_not_say_has_the_plans_default(self, tmp_path: Path) -> None:
        task = expanded(tmp_path, GOOD)["D1.1-cu-lao"]
        others = {o for field, o in task.origin.items() if field is not Field.BASELINE}
        assert others == {Origin.PROPOSED}
        assert task.origin.keys() == set(Field)

    def test_a_template_and_an_exception_may_have_their_own_default(self, tmp_path: Path) -> None:
        text = changed('key = "1"', 'key = "1"\norigin = "source"')
        text = text.replace('target = { value = 6, origin = "inferred" }', 'origin = "inferred"')
        tasks = expanded(tmp_path, text + "weight = 3\n")
        assert tasks["D1.1-cu-lao"].origin[Field.WEIGHT] is Origin.SOURCE
        assert tasks["D1.1-bai-boi"].origin[Field.WEIGHT] is Origin.INFERRED
        assert tasks["D1.1-bai-boi"].origin[Field.TARGET] is Origin.SOURCE

    def test_the_choice_of_units_may_say_its_own(self, tmp_path: Path) -> None:
        text = changed('"district"] }', '"district"], origin = "source" }')
        origins = expanded(tmp_path, text)["D1.1-cu-lao"].origin
        assert origins[Field.UNIT] is Origin.SOURCE
        assert origins[Field.TITLE] is Origin.PROPOSED

    @pytest.mark.parametrize(
        ("field", "plain", "table"),
        [
            (
                Field.TITLE,
                'title = { vi = "Đối thoại", en',
                'title = { origin = "source", vi = "x", en',
            ),
            (Field.MEASURE, 'measure = "sum"', 'measure = { value = "sum", origin = "source" }'),
            (Field.RHYTHM, 'rhythm = "quarter"', 'rhythm = { value = "half", origin = "source" }'),
            (Field.TARGET, "target = 4", 'target = { count = "wards", origin = "source" }'),
            (
                Field.DEADLINE,
                "deadline = 2023-12-31",
                'deadline = { value = 2023-06-30, origin = "source", sentence = 2 }',
            ),
            (
                Field.COORDINATING,
                'coordinating = ["thanh-tra"]',
                'coordinating = { value = ["tinh"], origin = "source" }',
            ),
        ],
    )
    def test_any_value_may_say_its_own(
        self, tmp_path: Path, field: Field, plain: str, table: str
    ) -> None:
        origins = expanded(tmp_path, changed(plain, table))["D1.1-cu-lao"].origin
        assert [f for f in Field if origins[f] is Origin.SOURCE] == sorted(
            [field, Field.BASELINE], key=list(Field).index
        )


class TestSelector:
    @pytest.mark.parametrize(
        ("selector", "units"),
        [
            ('{ kind = "district" }', ["bai-boi"]),
            ('{ code = ["cu-lao", "tinh"] }', ["tinh", "cu-lao"]),
            ('{ kind = ["city"], code = ["tinh"] }', ["tinh", "cu-lao"]),
            ('{ under = "tinh" }', ["bai-boi", "cu-lao"]),
            ('{ under = "tinh", kind = ["city", "province"] }', ["cu-lao"]),
            ('{ under = "tinh", except = ["cu-lao"] }', ["bai-boi"]),
            ('{ kind = ["city", "district", "agency"], has = "communes" }', ["bai-boi"]),
            ('{ kind = ["city", "district"], has = ["communes", "wards"] }', ["bai-boi", "cu-lao"]),
            ('{ kind = ["province", "agency"], has = "wards" }', ["tinh"]),
        ],
    )
    def test_units_come_in_the_order_of_the_file(
        self, tmp_path: Path, selector: str, units: list[str]
    ) -> None:
        assert selected(tmp_path, selector) == units

    def test_a_unit_does_not_coordinate_its_own_task(self, tmp_path: Path) -> None:
        text = changed('["thanh-tra"]', '["thanh-tra", "cu-lao", "thanh-tra"]')
        tasks = expanded(tmp_path, text)
        assert tasks["D1.1-cu-lao"].coordinating == ("thanh-tra",)
        assert tasks["D1.1-bai-boi"].coordinating == ("thanh-tra", "cu-lao")


class TestCountedTarget:
    @pytest.mark.parametrize(
        ("target", "unit", "expected"),
        [
            ('{ count = ["townships", "communes", "wards"] }', "bai-boi", 8),
            ('{ count = ["townships", "communes", "wards"] }', "cu-lao", 5),
            ('{ count = ["townships", "communes", "wards"] }', "tinh", 13),
            ('{ count = ["townships", "communes", "wards"], one_per = 3 }', "bai-boi", 3),
            ('{ count = ["townships", "communes", "wards"], one_per = 100 }', "cu-lao", 1),
        ],
    )
    def test_it_follows_from_the_units_own_places(
        self, tmp_path: Path, target: str, unit: str, expected: int
    ) -> None:
        text = changed("target = 4", f"target = {target}").split("[directive.task.for")[0]
        text = text.replace('{ kind = ["city", "district"] }', f'{{ code = "{unit}" }}')
        assert expanded(tmp_path, text)[f"D1.1-{unit}"].target == expected * 1000


class TestPlaces:
    @pytest.mark.parametrize(
        ("unit", "expected"),
        [
            ("bai-boi", Words("tại các xã, thị trấn", "in the communes and townships")),
            ("cu-lao", Words("tại các phường", "in the wards")),
        ],
    )
    def test_a_title_names_the_kinds_the_unit_has(
        self, tmp_path: Path, unit: str, expected: Words
    ) -> None:
        title = '{ vi = "tại các {places}", en = "in the {places}" }'
        assert titled(tmp_path, title, unit) == expected

    def test_a_province_names_those_of_the_units_below_it(self, tmp_path: Path) -> None:
        text = changed('{ kind = ["city", "district"] }', '{ kind = "province" }')
        text = text.replace(
            'vi = "Đối thoại", en = "Dialogues"', 'vi = "{places}", en = "{places}"'
        )
        text = text.split("[directive.task.for")[0]
        title = expanded(tmp_path, text)["D1.1-tinh"].title
        assert title == Words("phường, xã, thị trấn", "wards, communes and townships")

    @pytest.mark.parametrize("text", ["{unit}", "{{ places }}", "{", "{0.__class__}", "%s [b]x[/]"])
    def test_other_braces_are_only_text(self, tmp_path: Path, text: str) -> None:
        assert titled(tmp_path, f"'{text}'", "cu-lao") == Words(text)


class TestDocumentation:
    @pytest.fixture
    def example(self) -> str:
        (example,) = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
        return str(example)

    def test_the_complete_example_expands_to_what_it_says(
        self, tmp_path: Path, example: str
    ) -> None:
        tasks = expanded(tmp_path, example)
        assert len(tasks) == 10
        assert "It expands to ten tasks" in DOCS.read_text(encoding="utf-8")
        assert tasks["A1.1-tp-song-xanh"].title.vi.endswith("tại các phường, xã")
        assert tasks["A1.1-bai-boi"].baseline == Amount(3000)
        assert tasks["A2.1-bai-boi"].target == 4000
        assert tasks["A1.1-cu-lao-lon"].origin[Field.DEADLINE] is Origin.SOURCE

    def test_it_is_of_another_province_and_year(self, tmp_path: Path, example: str) -> None:
        assert read(tmp_path, example).draft.plan.year != 2021
        assert "Sóc Trăng" not in example

    def test_every_key_of_the_format_is_explained(self) -> None:
        text = DOCS.read_text(encoding="utf-8")
        for key in {*PLAN_KEYS, *FIELD_KEYS, *SELECTOR_KEYS, *UNIT_KEYS}:
            assert re.search(rf"[`\[{{\n. ]{key}[`\]. =]", text), key
