"""Whatever stands in a plan file, it is read or refused: nothing else ever happens."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import seed
from seed.problems import BadPlanFile
from tests.seed.plans import GOOD
from tracker.domain.problem import Problem
from tracker.domain.task import TaskDraft

Key = str | int
ODD_TEXTS = st.sampled_from(
    ["", " ", "none", "confirmed", "source", "tinh", "bai-boi", "{places}", "[b]", "{{ x }}", "=1"]
)
SCALARS = (
    st.booleans()
    | st.integers()
    | st.sampled_from([10**30, -(2**63), 0, 1])
    | st.floats()
    | st.text(max_size=20)
    | ODD_TEXTS
    | st.dates()
    | st.datetimes()
    | st.times()
)
KEYS = st.sampled_from(
    ["code", "key", "kind", "value", "origin", "count", "vi", "for", "task", "unit", "x"]
) | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def ways(node: Any, way: tuple[Key, ...] = ()) -> Iterator[tuple[Key, ...]]:
    """The way to every value inside ``node``."""
    inner: Any = ()
    if isinstance(node, dict):
        inner = node.items()
    elif isinstance(node, list):
        inner = enumerate(node)
    for key, value in inner:
        yield (*way, key)
        yield from ways(value, (*way, key))


WAYS = list(ways(tomllib.loads(GOOD)))


def toml(value: Any) -> str:
    """``value`` in TOML's inline spelling."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in value) + '"'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def document(tables: dict[str, Any]) -> str:
    return "\n".join(f"{toml(key)} = {toml(value)}" for key, value in tables.items())


def read_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> list[TaskDraft] | None:
    """The tasks of the plan written in ``text``; None when it is refused, with a line for each
    problem."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        return seed.expand(seed.read(path))
    except BadPlanFile as refusal:
        for problem in (refusal, *refusal.problems):
            assert isinstance(problem, Problem)
            assert str(problem).startswith("any.toml")
            assert "\n" not in str(problem)
        return None


def test_the_good_plan_survives_being_written_inline(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assert read_text(tmp_path_factory, document(tomllib.loads(GOOD)))


@settings(max_examples=200)
@given(way=st.sampled_from(WAYS), value=VALUES)
@example(way=("margin",), value=float("nan"))
@example(way=("directive", 0, "task", 0, "target"), value=float("inf"))
@example(way=("directive", 0, "task", 0, "target"), value=1e-300)
@example(way=("directive", 0, "task", 0, "weight"), value=10**30)
@example(way=("directive", 0, "task", 0, "for"), value={"": {}})
@example(way=("unit",), value=[])
def test_any_value_in_any_place_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, way: tuple[Key, ...], value: Any
) -> None:
    tables = tomllib.loads(GOOD)
    node: Any = tables
    for key in way[:-1]:
        node = node[key]
    node[way[-1]] = value
    read_text(tmp_path_factory, document(tables))


@given(way=st.sampled_from(WAYS), key=KEYS, value=VALUES)
def test_any_further_key_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, way: tuple[Key, ...], key: str, value: Any
) -> None:
    tables = tomllib.loads(GOOD)
    node: Any = tables
    for step in way:
        node = node[step] if isinstance(node[step], dict | list) else node
    if isinstance(node, dict):
        node.setdefault(key, value)
    read_text(tmp_path_factory, document(tables))


@given(way=st.sampled_from(WAYS))
def test_whatever_is_left_out_the_rest_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, way: tuple[Key, ...]
) -> None:
    tables = tomllib.loads(GOOD)
    node: Any = tables
    for key in way[:-1]:
        node = node[key]
    del node[way[-1]]
    read_text(tmp_path_factory, document(tables))


@given(text=st.text())
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    read_text(tmp_path_factory, text)


@given(start=st.integers(0, len(GOOD)), length=st.integers(0, 40), put=st.text(max_size=4))
def test_a_plan_with_a_piece_struck_out_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, put: str
) -> None:
    read_text(tmp_path_factory, GOOD[:start] + put + GOOD[start + length :])


@pytest.mark.parametrize(
    "written", ["1e400", "1e-400", "1e999999999", "1e99999999999999999999", "0x" + "f" * 9999]
)
def test_numbers_beyond_all_measure_are_refused(
    tmp_path_factory: pytest.TempPathFactory, written: str
) -> None:
    text = GOOD.replace("target = 4", f"target = {written}")
    assert read_text(tmp_path_factory, text) is None
