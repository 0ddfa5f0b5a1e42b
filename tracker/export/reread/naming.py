"""The record's figures with their rows named as a file names them, so that both can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.condition import By
from tracker.domain.fingerprint import Difference, FiguresShown, RowShown, differences, shown_of
from tracker.domain.summary import Summary
from tracker.export import Format
from tracker.export.contents import RowLine, contents
from tracker.export.reread.found import Found
from tracker.i18n import LANGUAGES, lang, use

_BY_CODE = (Format.CSV, Format.JSON)


def altered(found: Found, summary: Summary) -> tuple[Difference, ...]:
    """The figures of the file that are not those of ``summary``, before and after; with exchanged
    names as well. Empty where the file's figures could not be read."""
    if found.figures is None:
        return ()
    record = shown_of(summary)
    if found.form not in _BY_CODE:
        record = _with_names(record, summary, found.particulars.lang)
    file = _told_apart(found.figures, summary.by)
    record = _told_apart(record, summary.by)
    again = (d for t in found.totals_again for d in differences(record, replace(file, totals=t)))
    return tuple(dict.fromkeys((*differences(record, file), *again)))


def _with_names(record: FiguresShown, summary: Summary, language: str) -> FiguresShown:
    before = lang()
    use(next((known for known in LANGUAGES if known == language), before))
    try:
        whole = contents(replace(summary, tasks=()))
    finally:
        use(before)
    return replace(
        record,
        rows=_named(record.rows, whole.rows),
        subtrees=_named(record.subtrees, whole.subtrees),
    )


def _named(rows: Iterable[RowShown], lines: Iterable[RowLine]) -> tuple[RowShown, ...]:
    # Not strict: a subtree that differs in what no format shows is in neither file.
    return tuple(
        RowShown(line.name.replace("\u00a0", " ").strip(), row.figures)
        for row, line in zip(rows, lines, strict=False)
    )


def _told_apart(figures: FiguresShown, by: By) -> FiguresShown:
    """Rows of one name are numbered. A directive is known by its code and a status by its glyph:
    the words behind it are the program's, and a later version may choose others."""
    return replace(
        figures,
        rows=_numbered(figures.rows, by),
        subtrees=_numbered(figures.subtrees, by),
    )


def _numbered(rows: Iterable[RowShown], by: By) -> tuple[RowShown, ...]:
    seen: dict[str, int] = {}
    told = []
    for row in rows:
        name = row.name if by is By.UNIT else row.name.partition(" ")[0]
        seen[name] = seen.get(name, 0) + 1
        told.append(RowShown(name if seen[name] == 1 else f"{name} ({seen[name]})", row.figures))
    return tuple(told)
