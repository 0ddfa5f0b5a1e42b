"""A small plan that is right in every way, and ways to write and read it with one thing wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import seed

GOOD = """\
format = 1
code = "thu-nghiem-2023"
year = 2023
issuer = "tinh"
title = { vi = "Chương trình", en = "Programme" }
margin = 10
origin = "proposed"

[source]
title = "Kết luận hội nghị"
page_date = 2023-01-10

[[unit]]
code = "tinh"
kind = "province"
name = "Ban Dân vận Tỉnh ủy"
short = "Tỉnh"

[[unit]]
code = "bai-boi"
kind = "district"
parent = "tinh"
townships = 1
communes = 7
name = "Ban Dân vận Huyện ủy Bãi Bồi"
short = "Huyện Bãi Bồi"

[[unit]]
code = "cu-lao"
kind = "city"
parent = "tinh"
wards = 5
name = "Ban Dân vận Thành ủy Cù Lao"
short = "Thành phố Cù Lao"

[[unit]]
code = "thanh-tra"
kind = "agency"
name = "Thanh tra tỉnh"
short = "Thanh tra"

[[directive]]
code = "D1"
sentence = 2
quote = "đối thoại với Nhân dân"
english = "dialogue with the people"
short = { vi = "Đối thoại", en = "Dialogue" }

[[directive.task]]
key = "1"
why = "Nơi nào cũng có."
units = { kind = ["city", "district"] }
coordinating = ["thanh-tra"]
title = { vi = "Đối thoại", en = "Dialogues" }
measure = "sum"
unit_of_measure = { vi = "cuộc", en = "dialogues" }
rhythm = "quarter"
baseline = { value = 3, qualifier = "over", origin = "source", sentence = 1 }
target = 4
start = 2023-02-01
deadline = 2023-12-31
weight = 2

[directive.task.for.bai-boi]
target = { value = 6, origin = "inferred" }
"""

HEAD, TEMPLATE = GOOD.split('[[directive]]\ncode = "D1"')
TEMPLATE = '[[directive]]\ncode = "D1"' + TEMPLATE


def changed(old: str, new: str, count: int = 1) -> str:
    """The good plan with ``old``, which must be in it, replaced."""
    assert old in GOOD
    return GOOD.replace(old, new, count)


def read(tmp_path: Path, text: str) -> seed.PlanFile:
    """The plan written in ``text``, from one file."""
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return seed.read(path)


def refused(tmp_path: Path, text: str) -> list[str]:
    """The lines that refuse the plan written in ``text``, the first one first."""
    with pytest.raises(seed.BadPlanFile) as caught:
        read(tmp_path, text)
    return [str(caught.value), *map(str, caught.value.problems)]
