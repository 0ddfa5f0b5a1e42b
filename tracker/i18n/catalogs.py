"""Extract, check and compile the catalogs: ``python -m tracker.i18n.catalogs [--check]``.

Each room's texts stand in ``vi/<room>.po``. Extraction adds new message ids and marks those that
the code no longer has as obsolete; compiling joins all rooms into one ``.mo``. ``--check`` writes
nothing and fails when a text lacks its translation, a placeholder differs, two rooms translate
the same text differently, or the compiled catalog is not what the rooms say.
"""

from __future__ import annotations

import io
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

_TRACKER = Path(__file__).parents[1]
_PO = Path(__file__).parent / "vi"
COMPILED = Path(__file__).parent / "locale" / "vi" / "LC_MESSAGES" / "tracker.mo"
_HEADER = """\
# Vietnamese texts of the room "{room}". MIT licence.
msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_KEYWORDS = {**DEFAULT_KEYWORDS, "n_": (1, 2), "p_": ((1, "c"), 2)}
ROOMS = {
    "domain": ["domain"],
    "i18n": ["i18n"],
    "seed": ["../seed"],
    "store": ["store", "upkeep"],
    "service": ["service"],
    "query": ["query"],
    "export": ["export"],
    "cli": ["cli", "settings.py", "files.py", "views.py"],
    "tui": ["tui"],
}


def extracted(room: str) -> Catalog:
    """The message ids found in a room's code."""
    found = Catalog(domain="tracker")
    for place in ROOMS[room]:
        path = _TRACKER / place
        folder, only = (path.parent, path.name) if path.suffix else (path, None)
        for name, line, ids, comments, context in extract_from_dir(
            folder, method_map=[("**.py", "python")], keywords=_KEYWORDS, comment_tags=["i18n:"]
        ):
            if ids and (only is None or name == only):
                found.add(ids, None, [(f"{place}/{name}", line)], (), comments, context=context)
    return found


def written(room: str) -> Catalog:
    """The room's catalog as it stands on disk; an empty one where there is none."""
    path = _PO / f"{room}.po"
    if not path.exists():
        return Catalog(locale="vi", domain="tracker", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="vi", domain="tracker")


def brought_up_to_date(room: str) -> Catalog:
    catalog = written(room)
    catalog.update(extracted(room), no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def _said(message: Message) -> list[str]:
    """The translation, one text per plural form (Vietnamese has one)."""
    if message.string is None or isinstance(message.string, str):
        return [message.string or ""]
    return list(message.string) or [""]


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conv in string.Formatter().parse(text) if name}


def complaints(catalogs: dict[str, Catalog]) -> list[str]:
    """What keeps the catalogs from being complete, one line each."""
    lines: list[str] = []
    seen: dict[tuple[str, str | None], tuple[str, list[str]]] = {}
    for room, catalog in catalogs.items():
        for message in catalog:
            if not message.id:
                continue
            first_id = message.id if isinstance(message.id, str) else message.id[-1]
            said = _said(message)
            if not all(said):
                lines.append(f"{room}.po: no translation of {first_id!r}")
            elif any(_fields(text) != _fields(first_id) for text in said):
                lines.append(f"{room}.po: other placeholders in {first_id!r}")
            other = seen.setdefault((first_id, message.context), (room, said))
            if all(said) and other[1] != said:
                lines.append(f"{room}.po: {first_id!r} is said otherwise in {other[0]}.po")
    return lines


def _page(room: str, catalog: Catalog) -> bytes:
    """The room's file. Its header is fixed, so that a file changes only with its texts."""
    page = io.BytesIO()
    write_po(page, catalog, width=100, sort_output=True, no_location=True, omit_header=True)
    return _HEADER.format(room=room).encode() + page.getvalue()


def joined(catalogs: dict[str, Catalog]) -> bytes:
    """One compiled catalog of all rooms."""
    whole = Catalog(locale="vi", domain="tracker", fuzzy=False, header_comment="")
    for catalog in catalogs.values():
        for message in catalog:
            if message.id and all(_said(message)):
                whole.add(message.id, message.string, context=message.context)
    mo = io.BytesIO()
    write_mo(mo, whole)
    return mo.getvalue()


def entries(mo: bytes) -> dict[object, object]:
    """What a compiled catalog says, but for its header, whose dates change."""
    import gettext  # noqa: PLC0415 - used by the check alone

    said = gettext.GNUTranslations(io.BytesIO(mo))._catalog  # type: ignore[attr-defined]  # no public listing
    return {key: text for key, text in said.items() if key}


def main(arguments: list[str]) -> int:
    """Return 0 when the catalogs are complete and compiled, 1 when not."""
    catalogs = {room: brought_up_to_date(room) for room in ROOMS}
    wrong = complaints(catalogs)
    if "--check" in arguments:
        if not COMPILED.exists() or entries(COMPILED.read_bytes()) != entries(joined(catalogs)):
            wrong.append("tracker.mo is not what the rooms say: run `make catalogs`")
    else:
        for room, catalog in catalogs.items():
            if len(catalog):
                (_PO / f"{room}.po").write_bytes(_page(room, catalog))
        COMPILED.parent.mkdir(parents=True, exist_ok=True)
        COMPILED.write_bytes(joined(catalogs))
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
