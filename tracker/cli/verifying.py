"""``tracker verify``: whether a file that left the program still holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.asked import Asked, asked
from tracker.cli.database import database
from tracker.cli.frame import declare
from tracker.cli.options import Json
from tracker.cli.output import as_json, line, message
from tracker.cli.problems import ExitCode
from tracker.domain.problem import Problem, Refused
from tracker.domain.seal import PrintedSeal, Seal
from tracker.domain.text import clean, shown
from tracker.domain.verdict import SealStanding, Verdict
from tracker.i18n import N_, _, n_, say

if TYPE_CHECKING:
    from tracker.domain.fingerprint import Difference
    from tracker.export.reread.found import Found

MOST_SAID = 20
"""How many figures are listed at once; ``--json`` has them all."""


class OfAnotherPlan(Refused):
    wording = N_("{file} is of plan “{plan}”, not of “{asked}”.")


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        verify,
        "verify",
        N_(
            "Say whether an exported file still holds: that nobody altered its figures, that the"
            " record still answers the same, and what the same question answers today.\n\n"
            "It ends with 0 where the file holds, with 1 where it does not, and with 3 where it"
            " cannot be verified."
        ),
        "tracker verify tong-hop.docx",
        "tracker verify 6-thang.xlsx --json",
    )


def verify(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar=N_("FILE"), help=N_("A file that “tracker export” wrote."))
    ],
    in_json: Json = False,
) -> None:
    from tracker.export.reread import MOST_BYTES, read_back  # noqa: PLC0415 - loads Babel
    from tracker.files import content_of, whole_path  # noqa: PLC0415

    found = read_back(content_of(whole_path(Path(file)), MOST_BYTES), shown(file))
    verdict = _judged(asked(ctx), found, file)
    if in_json:
        as_json(verdict_object(verdict, found))
    else:
        print_verdict(verdict, file)
    if not verdict.holds:
        raise typer.Exit(ExitCode.FAILED)


def _judged(asked_for: Asked, found: Found, file: str) -> Verdict:
    """Raises OfAnotherPlan, UnknownPlan, UnknownEntry, or a database's fault."""
    from tracker.domain.fingerprint import differences, shown_of  # noqa: PLC0415
    from tracker.export.reread.naming import altered  # noqa: PLC0415

    said = found.particulars
    if asked_for.plan not in (None, said.question.plan):
        raise OfAnotherPlan(file=shown(file), plan=clean(said.question.plan), asked=asked_for.plan)
    if asked_for.as_of is not None or asked_for.known_on is not None:
        message(_("The file says itself which day it is about, and as recorded by when."))
    with database(asked_for) as engine:
        from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy
        from tracker.store.read.again import asked_again, entry_named  # noqa: PLC0415
        from tracker.store.read.known import newest_entry  # noqa: PLC0415

        now = asked_for.now()
        with reading(engine) as session:
            entry = entry_named(session, said, now)
            then = asked_again(session, said, entry, now)
            today = asked_again(session, said, None, now)
            record = shown_of(then)
            sealed, faults = _sealed(session, said.seal)
            return Verdict(
                plan=then.plan,
                as_of=then.as_of,
                entry=entry,
                now=newest_entry(session) or entry,
                fingerprint=said.fingerprint,
                rows=len(then.rows),
                tasks=said.tasks,
                unaltered=None if found.figures is None else found.holds,
                repeated=record.fingerprint(str(said.question)) == said.fingerprint,
                altered=altered(found, then),
                since=differences(record, shown_of(today)),
                seal=str(Seal(said.seal.last, said.seal.digits)) if said.seal else None,
                sealed=sealed,
                faults=faults,
                unread=found.unread,
            )


def _sealed(session: Any, printed: PrintedSeal | None) -> tuple[SealStanding, tuple[Problem, ...]]:
    """How the file's seal stands to the record, whose entries are all hashed again."""
    if printed is None:
        return SealStanding.NONE, ()
    from tracker.upkeep.findings import SealNotThere  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.upkeep.sealed import verify as against_seals  # noqa: PLC0415

    checked = against_seals(session, printed)
    if checked.printed:
        return SealStanding.HOLDS, ()
    gone = any(isinstance(finding, SealNotThere) for finding in checked.findings)
    return SealStanding.GONE if gone else SealStanding.BROKEN, checked.findings


def print_verdict(verdict: Verdict, file: str) -> None:
    """One line for each thing that was looked at, and what came of it all."""
    from tracker.cli.tables import heading  # noqa: PLC0415 - loads Babel
    from tracker.export.contents import known_on_said  # noqa: PLC0415

    heading(verdict.plan, verdict.as_of, verdict.entry)
    line()
    entry, now = known_on_said(verdict.entry), known_on_said(verdict.now)
    _point(verdict.unaltered is True, _own_figures(verdict))
    if verdict.unread:
        line("  " + _("The text of the chapters was not compared."))
    _list(verdict.altered, _("In the file, against the record:"))
    repeated = (
        _("The record, asked again as recorded by {entry}, answers the same.")
        if verdict.repeated
        else _("The record, asked again as recorded by {entry}, answers something else.")
    )
    _point(verdict.repeated, repeated.format(entry=entry))
    _point(verdict.sealed.well, _seal_said(verdict))
    for fault in verdict.faults[:MOST_SAID]:
        line("  " + say(fault))
    if verdict.since:
        count = len(verdict.since)
        changed = n_(
            "Asked today (as recorded by {now}), {count} figure is another one.",
            "Asked today (as recorded by {now}), {count} figures are others.",
            count,
        )
        line("· " + changed.format(now=now, count=count))
        _list(verdict.since, _("From then to today:"))
    else:
        line(
            "· " + _("Asked today (as recorded by {now}), the answer is the same.").format(now=now)
        )
    line()
    holds = _("{file} holds.") if verdict.holds else _("{file} does NOT hold.")
    line(holds.format(file=shown(file)))


def _point(well: bool, text: str) -> None:
    line(("✓ " if well else "✗ ") + text)


def _own_figures(verdict: Verdict) -> str:
    if verdict.unaltered is None:
        return _("The file's tables are no longer as they were written; they cannot be compared.")
    if not verdict.unaltered:
        return _(
            "The file's figures are not those that it was written with ({fingerprint})."
        ).format(fingerprint=verdict.fingerprint)
    return _(
        "The file's figures are those that it was written with ({fingerprint}): totals, {rows}"
        " rows and {tasks} tasks were compared."
    ).format(fingerprint=verdict.fingerprint, rows=verdict.rows, tasks=verdict.tasks)


def _seal_said(verdict: Verdict) -> str:
    wording = {
        SealStanding.HOLDS: _("The seal {seal} is the record's."),
        SealStanding.NONE: _("The file has no seal: nothing was sealed when it was written."),
        SealStanding.GONE: _("The record has no seal {seal}: it is another record."),
        SealStanding.BROKEN: _("The seal {seal} is not the record's: the record was altered."),
    }[verdict.sealed]
    return wording.format(seal=verdict.seal)


def _list(found: Sequence[Difference], title: str) -> None:
    if not found:
        return
    line("  " + title)
    for difference in found[:MOST_SAID]:
        line("    " + _said(difference))
    if (more := len(found) - MOST_SAID) > 0:
        line("    " + n_("… and {count} more.", "… and {count} more.", more).format(count=more))


def _said(difference: Difference) -> str:
    from tracker.i18n import figures  # noqa: PLC0415 - loads Babel

    where = {
        "totals": _("Totals"),
        "row": shown(difference.which),
        "subtree": _("{row}, with everything below").format(row=shown(difference.which)),
        "task": shown(difference.which),
    }[difference.where]
    before, after = (
        figures.said(difference.figure, text, of_task=difference.where == "task")
        for text in (difference.before, difference.after)
    )
    return f"{where} · {figures.name(difference.figure)}: {before} → {after}"


def verdict_object(verdict: Verdict, found: Found) -> dict[str, Any]:
    """The verdict as JSON."""
    from tracker.export.json import known_on_object  # noqa: PLC0415 - loads Babel

    return {
        "holds": verdict.holds,
        "format": found.form.value,
        "plan": verdict.plan.code,
        "as_of": verdict.as_of.isoformat(),
        "question": str(found.particulars.question),
        "entry": known_on_object(verdict.entry),
        "now": known_on_object(verdict.now),
        "fingerprint": verdict.fingerprint,
        "unaltered": verdict.unaltered,
        "repeated": verdict.repeated,
        "altered": [_object(d) for d in verdict.altered],
        "since": [_object(d) for d in verdict.since],
        "seal": verdict.seal,
        "sealed": verdict.sealed.value,
        "faults": [say(fault) for fault in verdict.faults],
        "prose_compared": not verdict.unread,
    }


def _object(difference: Difference) -> dict[str, Any]:
    return {
        "where": difference.where,
        "which": difference.which or None,
        "figure": difference.figure,
        "before": difference.before,
        "after": difference.after,
    }
