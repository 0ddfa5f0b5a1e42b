"""One word for one thing: the table in CONTRIBUTING.md holds for every Vietnamese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.i18n import catalogs

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/guide.md", "docs/commands.md", "docs/plan-format.md", "docs/keys.md")


def table() -> list[tuple[str, list[str]]]:
    """What is to be said, with the words that are never said for it."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    words = page.partition("## Words")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in words.splitlines() if line.startswith("| ")]
    return [(say, never.split(", ")) for _what, say, never in rows[1:]]


def texts() -> Iterator[tuple[str, str]]:
    """Every Vietnamese text, with where it stands."""
    for room in catalogs.ROOMS:
        for message in catalogs.written(room):
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            yield f"{room}.po, {message.id}", " ".join(said)
    for page in PAGES:
        yield page, (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(("say", "never"), table(), ids=lambda cell: str(cell)[:20])
def test_one_thing_has_one_name(say: str, never: list[str]) -> None:
    found = [
        f"{place}: “{word}”, say “{say}”"
        for place, text in texts()
        for word in never
        if word in re.sub(r"\s+", " ", text).lower()
    ]
    assert found == []
