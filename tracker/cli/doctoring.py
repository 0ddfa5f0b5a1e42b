"""``tracker doctor``: whether the database is whole and its record still what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.asked import asked
from tracker.cli.database import check_present, database, desk
from tracker.cli.frame import declare
from tracker.cli.options import Json
from tracker.cli.output import as_json, line, message
from tracker.cli.problems import ExitCode
from tracker.domain.seal import PrintedSeal, read_seal
from tracker.i18n import N_, _, n_, say

if TYPE_CHECKING:
    from tracker.upkeep.doctor import Repaired
    from tracker.upkeep.findings import Checkup, Finding

_CHECKS = {
    "file": N_("database file"),
    "schema": N_("tables and guards"),
    "references": N_("references between tables"),
    "journal": N_("journal and seals"),
    "reports": N_("reports against the journal"),
    "terms": N_("dated values against the journal"),
    "accounts": N_("accounts against the journal"),
    "locks": N_("closed periods against the journal"),
    "past": N_("what was known before"),
    "states": N_("derived states"),
}


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        doctor,
        "doctor",
        N_(
            "Look the database over: its file, its tables, the journal against its seals, what is"
            " on record against the journal (reports, dated values, accounts, closed periods), and"
            " what is derived against the facts.\n\n"
            "Exit code 0 when all is well, 1 when something was found. Nothing is changed; with"
            " --repair what is derived is made anew from the facts, and nothing else is touched;"
            " not while a report or a dated value is not what the journal says."
        ),
        "tracker doctor",
        'tracker doctor --seal "#1234 3f2a 99c0 12ab 77de"',
    )


def doctor(
    ctx: typer.Context,
    seal: Annotated[
        str | None,
        typer.Option(
            "--seal",
            metavar=N_("SEAL"),
            help=N_(
                "A seal as an export or a backup printed it, the number with all its digits: is the"
                " record still that one?"
            ),
        ),
    ] = None,
    repair: Annotated[
        bool,
        typer.Option("--repair", help=N_("Make the derived tables anew where they differ.")),
    ] = False,
    in_json: Json = False,
) -> None:
    printed = read_seal(seal) if seal is not None else None
    call = asked(ctx)
    check_present(call)
    mended = None
    if repair:
        with desk(call) as where:
            from tracker.upkeep import doctor as upkeep  # noqa: PLC0415 - loads SQLAlchemy

            mended = upkeep.repair(where.engine, where.who, where.now())
    with database(call) as engine:
        from tracker.upkeep import doctor as upkeep  # noqa: PLC0415 - likewise

        found = upkeep.examine(engine, printed)
    if in_json:
        as_json(_object(found, mended))
    else:
        _print(found, printed, mended)
    if not found.clean:
        raise typer.Exit(ExitCode.FAILED)


def _print(found: Checkup, printed: PrintedSeal | None, mended: Repaired | None) -> None:
    if mended is not None:
        line(_repaired(mended))
    for check, findings in found.findings.items():
        line(f"{'✗' if findings else '✓'} {_(_CHECKS[check.value])}")
        for finding in findings:
            line(f"  {say(finding)}")
    line(_record(found))
    if printed is not None and found.printed is not None:
        holds = _("The record up to #{last} is still the one that was printed.")
        differs = _("The record up to #{last} is NOT the one that was printed.")
        line((holds if found.printed else differs).format(last=printed.last))
    if not found.clean:
        message(_("Something is not as it must be; see above. Backups: tracker backup --list."))


def _record(found: Checkup) -> str:
    entries = n_("{count} journal entry", "{count} journal entries", found.entries)
    said = entries.format(count=found.entries)
    if found.seal is None:
        return _("{entries}, none sealed yet.").format(entries=said)
    return _("{entries}; sealed up to {seal}; {unsealed} since then.").format(
        entries=said, seal=found.seal, unsealed=found.unsealed
    )


def _repaired(mended: Repaired) -> str:
    if not mended.entries:
        return _("Nothing derived had to be made anew.")
    numbers = ", ".join(f"#{number}" for number in mended.entries)
    return _(
        "Derived states were made anew from the facts (journal entry {numbers}). Nothing else was"
        " touched."
    ).format(numbers=numbers)


def _object(found: Checkup, mended: Repaired | None) -> dict[str, Any]:
    seal = found.seal
    return {
        "clean": found.clean,
        "checks": {check.value: list(map(_finding, f)) for check, f in found.findings.items()},
        "entries": found.entries,
        "seal": {"last": seal.last, "digest": seal.digest} if seal else None,
        "unsealed": found.unsealed,
        "still_as_printed": found.printed,
        "repaired": None if mended is None else list(mended.entries),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    facts = {k: v if isinstance(v, int) else str(v) for k, v in finding.facts.items()}
    return {"kind": type(finding).__name__, "says": say(finding), **facts}
