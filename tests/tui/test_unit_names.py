"""Where a unit's name is cut, what tells it from the others stays."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tui.stage import staged
from tracker import i18n
from tracker.domain.unit import Unit, UnitKind, UnitTree
from tracker.domain.words import Words
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.bars import BarList
from tracker.tui.widgets.table import TaskTable

NAMES = (
    ("Ban Dân vận Tỉnh ủy", "Provincial Commission"),
    ("Liên đoàn Lao động tỉnh", "Provincial Federation of Labour"),
    ("Hội Cựu chiến binh tỉnh", "Provincial Veterans' Association"),
    ("Huyện Mỹ Tú", "Mỹ Tú District"),
    ("Huyện Cù Lao Dung", "Cù Lao Dung District"),
    ("Huyện Long Phú", "Long Phú District"),
    ("Tỉnh đoàn", "Provincial"),
)
UNITS = UnitNames(
    UnitTree(
        Unit(f"u{i}", UnitKind.AGENCY, Words(vi + " dài", ""), Words(vi, en))
        for i, (vi, en) in enumerate(NAMES)
    )
)


def test_a_name_that_fits_is_whole() -> None:
    assert UNITS.cut("Huyện Mỹ Tú", 11) == "Huyện Mỹ Tú"
    assert UNITS("u3") == Words("Huyện Mỹ Tú", "Mỹ Tú District")
    assert UNITS("unknown") == Words("unknown")


def test_words_that_several_names_begin_with_go_first() -> None:
    assert UNITS.cut("Huyện Cù Lao Dung", 14) == "Cù Lao Dung"
    assert UNITS.cut("Ban Dân vận Tỉnh ủy", 17) == "Ban Dân vận Tỉnh…"
    i18n.use("en")
    assert UNITS.cut("Provincial Federation of Labour", 17) == "Federation of…"
    assert UNITS.cut("Provincial Commission", 17) == "Commission"
    assert UNITS.cut("Cù Lao Dung District", 17) == "Cù Lao Dung…"


def test_a_name_that_is_no_more_than_those_words_keeps_them() -> None:
    i18n.use("en")
    assert UNITS.cut("Provincial", 6) == "Provi…"


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_no_two_units_of_the_bundled_plan_look_alike(
    plan_2021: str, language: i18n.Lang, size: tuple[int, int]
) -> None:
    i18n.use(language)
    async with staged(plan_2021, size=size, as_of=date(2021, 12, 31)) as stage:
        bars = stage.app.screen.query_one("#units", BarList)
        shown = {bars.line(i, bars.size.width).plain.split("━")[0] for i in range(bars.count)}
        assert len({line.split("─")[0] for line in shown}) == bars.count
        await stage.press("2")
        table = stage.app.screen.query_one("#table", TaskTable)
        standpoint = stage.app.screen.standpoint  # type: ignore[attr-defined]
        said = {
            table.cut_unit(unit.short.said(language), 17) for unit in standpoint.tree.units.values()
        }
        assert len(said) == len(standpoint.tree.units)
