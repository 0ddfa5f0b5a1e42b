"""Saved views: queries under a name, in a small file of the user's beside the settings.

They are how one person works, not what an office records: they need no journal and no place in a
database that a whole province shares, and they go with their owner from one database to the next.
What they name (units, directives) is looked up when they are used.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping

from tracker.domain.problem import N_, Refused
from tracker.domain.reason import reason_of
from tracker.domain.text import clean, excerpt, fold, near
from tracker.files import put
from tracker.settings import views_file

_NAME = re.compile(r"[^\W_][\w-]{0,39}")


class BadViews(Refused):
    wording = N_("The file of saved views {path} cannot be read: {reason}")


class BadViewName(Refused):
    wording = N_(
        "“{name}” cannot be the name of a view. Use letters, digits, “-” and “_”, at most 40"
        " characters, as in qua-han-quy-1."
    )


class NoSuchView(Refused):
    wording = N_("There is no saved view “{name}”. Saved: {known}.")


def saved_views() -> dict[str, str]:
    """Each view's name and query, in the order of their saving. Raises BadViews."""
    path = views_file()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadViews(path=path, reason=reason_of(error)) from error
    for name, query in table.items():
        if not isinstance(query, str):
            raise BadViews(path=path, reason=f"{name} = {query!r}")
    return table


def save_view(name: str, query: str) -> bool:
    """Keep ``query`` under ``name``; whether one of that name (folded) was replaced.

    Raises BadViewName, BadViews, or what ``files.put`` refuses.
    """
    wanted = clean(name).strip()
    if not _NAME.fullmatch(wanted):
        raise BadViewName(name=excerpt(name))
    views = saved_views()
    old = _named(views, wanted)
    if old is not None:
        del views[old]
    views[wanted] = query
    _write(views)
    return old is not None


def remove_view(name: str) -> str:
    """Forget the view; its name as it was saved. Raises NoSuchView, BadViews."""
    views = saved_views()
    found = _named(views, name)
    if found is None:
        raise NoSuchView(name=excerpt(name), known=", ".join(views) or "–", near=near(name, views))
    del views[found]
    _write(views)
    return found


def _named(views: Mapping[str, str], name: str) -> str | None:
    return next((known for known in views if fold(known) == fold(name)), None)


def _write(views: Mapping[str, str]) -> None:
    path = views_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    # A string of JSON without escapes beyond \" \\ \n \t \uXXXX is one of TOML.
    lines = [f"{_toml(name)} = {_toml(query)}\n" for name, query in views.items()]
    put(path, "".join(lines).encode(), overwrite=True)


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
