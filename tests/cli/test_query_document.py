"""docs/query.md says what is so: every example is read, and every field and value is listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import ROOT, Run
from tracker.domain.query import MOST_TERMS, NESTED, About, Standing
from tracker.query.fields import VALUES, VIETNAMESE, signs_of
from tracker.query.grammar import LONGEST

DOCUMENT = (ROOT / "docs" / "query.md").read_text(encoding="utf-8")
EXAMPLES = [
    line
    for block in re.findall(r"^```query\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


def test_there_are_examples_in_both_languages() -> None:
    assert len(EXAMPLES) >= 20


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_runs(example: str, seeded_once: Path, run: Run) -> None:
    ended = run(seeded_once, "--as-of", "30/6/2021", "list", "--where", example, "--json")
    assert (ended.code, ended.err) == (0, "")


def test_the_error_shown_is_the_error_said(seeded_once: Path, run: Run) -> None:
    shown = DOCUMENT.split("$ tracker list --where 'đv:my-xuyn'\n")[1].split("```")[0]
    assert run(seeded_once, "list", "--where", "đv:my-xuyn").err == shown


@pytest.mark.parametrize("about", About)
def test_every_field_is_documented_with_its_names_and_values(about: About) -> None:
    table = DOCUMENT.split("## Các trường")[1].split("\n\n")[1]
    (row,) = (line for line in table.splitlines() if line.startswith(f"| `{about}` |"))
    for name in VIETNAMESE[about]:
        assert f"`{name}`" in row
    if "như trên" not in row:
        assert set(signs_of(about)) == set(re.findall(r"`([:=<>]+)`", row.split("|")[3]))
    else:
        assert len(signs_of(about)) == 6
    if about is not About.STATUS:
        for value, vietnamese in VALUES.get(about, {}).items():
            assert f"`{value}` {vietnamese}" in row


def test_every_status_is_documented() -> None:
    for standing in Standing:
        assert f"| `{standing}` | `{VALUES[About.STATUS][standing]}` |" in DOCUMENT


def test_the_limits_are_those_of_the_program() -> None:
    assert f"At most {LONGEST:,} characters, {MOST_TERMS} terms, {NESTED} levels" in DOCUMENT
