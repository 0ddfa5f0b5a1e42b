"""``tracker view``: queries saved under a name, each user's own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.running import Run, fingerprint
from tests.cli.test_list import codes
from tracker.domain.text import clean
from tracker.settings import views_file
from tracker.views import save_view, saved_views


def test_saved_used_listed_and_removed(seeded: Path, run: Run) -> None:
    before = fingerprint(seeded)
    saved = run(seeded, "view", "save", "Quá-hạn", "status:overdue unit:my-xuyen")
    assert (saved.code, saved.err) == (0, "")
    found = codes(run, seeded, "--where", "view:qua-han")
    assert found == codes(run, seeded, "--where", "status:overdue unit:my-xuyen") != []
    both = run(seeded, "--as-of", "30/6/2021", "summary", "--where", "view:qua-han d1", "--json")
    assert both.json["condition"]["where"] == "status:overdue unit:my-xuyen d1"
    again = run(seeded, "--lang", "en", "view", "save", "qua-han", "status:done")
    assert again.out == "View qua-han now means: status:done\n"
    listed = run(None, "view", "list", "--json")
    assert listed.json == [{"name": "qua-han", "query": "status:done"}]
    assert run(None, "--lang", "en", "view", "remove", "QUÁ-HẠN").out == "View qua-han removed.\n"
    assert run(None, "view", "list", "--json").json == []
    assert fingerprint(seeded) == before


def test_what_cannot_be_read_is_not_saved(seeded: Path, run: Run) -> None:
    ended = run(seeded, "--lang", "en", "view", "save", "x", "unit:my-xuyn")
    assert ended.code == 3
    assert ended.err.splitlines()[0].startswith("Column 6: there is no unit “my-xuyn”")
    for name in ("", "a b", "-x", "x:y", "x" * 41, "../x"):
        assert run(seeded, "view", "save", name, "--", "a").code in (2, 3), name
    assert not views_file().exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("view",), 2, "VIỆC"),
        (("view", "svae"), 2, "“save”"),
        (("view", "save"), 2, "TÊN"),
        (("view", "save", "x"), 2, "CÂU-LỌC"),
        (("view", "remove"), 2, "TÊN"),
        (("view", "remove", "x"), 3, "“x”"),
    ],
)
def test_wrong_usage_is_one_line(
    arguments: tuple[str, ...], code: int, says: str, seeded: Path, run: Run
) -> None:
    ended = run(seeded, *arguments)
    assert ended.code == code
    assert says in ended.line


def test_a_damaged_file_is_named_and_left_alone(seeded: Path, run: Run) -> None:
    file = views_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    for content in ("a = 1\n", "a = \n", "[a]\nb = 'c'\n"):
        file.write_text(content, encoding="utf-8")
        for command in (("view", "list"), ("view", "save", "x", "d1"), ("list", "--where", "d1")):
            ended = run(seeded, *command)
            assert ended.code == 3
            assert str(file) in ended.line
        assert file.read_text(encoding="utf-8") == content


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))).map(clean))
def test_any_text_is_kept_as_it_is(query: str) -> None:
    save_view("x", query)
    assert saved_views() == {"x": query}
    assert tomllib.loads(views_file().read_text(encoding="utf-8")) == {"x": query}
