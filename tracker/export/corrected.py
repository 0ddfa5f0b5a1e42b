"""What was corrected since an entry of the record, in words: the totals first, then each entry."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.corrections import About, Altered, Correction, Corrections
from tracker.domain.fingerprint import FIGURES
from tracker.domain.text import shown
from tracker.domain.undo import account_of
from tracker.export.contents import known_on_said
from tracker.export.lines import Look, Said
from tracker.i18n import _, figures, formats, lang, n_, names
from tracker.i18n.record import call_said, changes_said


def corrected(found: Corrections, first: int | None = None) -> list[Said]:
    """How many there are, the totals that differ, and what each entry changed; with ``first``, of
    so many entries, and how many more there are."""
    count = len(found.found)
    said = n_(
        "{count} correction since entry {entry}.", "{count} corrections since entry {entry}.", count
    )
    lines = [Said(said.format(count=formats.count(count), entry=known_on_said(found.since)))]
    totals = [
        f"{figures.name(key)}: {figures.said(key, before)} → {figures.said(key, after)}"
        for key, before, after in zip(FIGURES, found.before, found.after, strict=True)
        if before != after
    ]
    if totals:
        lines += [Said(""), Said(_("Totals"), Look.HEAD)]
        lines += [Said(total, depth=2) for total in totals]
    for correction in found.found[:first]:
        lines.append(Said(""))
        lines += _one(correction)
    if first is not None and (more := count - first) > 0:
        said = n_("… and {count} more correction", "… and {count} more corrections", more)
        lines += [Said(""), Said(said.format(count=formats.count(more)), Look.STRONG)]
    return lines


def _one(correction: Correction) -> Iterator[Said]:
    change, task = correction.change, None
    if correction.about is About.TASK:
        task = correction.code
    yield Said(
        f"#{change.number}  {formats.moment(change.recorded_at)}  {shown(change.who)}  "
        f"{call_said(change.what)}",
        Look.FAINT,
        task=task,
    )
    account = account_of(change)
    about = f"{correction.code} · {shown(correction.name.said(lang()))}"
    if account is not None:
        about = shown(names.account(account))
    yield Said(about, Look.HEAD, 1, task)
    for value in correction.altered:
        yield Said(_value(correction, value), depth=2, task=task)
    if not correction.altered:
        yield Said(_("(changes nothing on this day)"), Look.FAINT, 2, task)
        for text in changes_said(change):
            yield Said(text, depth=2, task=task)
    if change.why:
        yield Said(_("why: {reason}").format(reason=shown(change.why)), depth=2, task=task)


def _value(correction: Correction, value: Altered) -> str:
    of_task = correction.about is About.TASK
    after = figures.said(value.figure, value.after, of_task=of_task)
    if value.before is None:
        return f"{figures.name(value.figure)}: {after}"
    before = figures.said(value.figure, value.before, of_task=of_task)
    return f"{figures.name(value.figure)}: {before} → {after}"
