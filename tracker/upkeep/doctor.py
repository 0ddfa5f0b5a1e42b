"""Looking a database over: its file, its tables, its record and what is derived from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from tracker.domain.problem import N_, Problem, Refused
from tracker.domain.reason import reason_of
from tracker.domain.seal import PrintedSeal
from tracker.store.engine import reading, writing
from tracker.upkeep.derived import derive_anew, differences, state_findings
from tracker.upkeep.findings import Check, Checkup, Finding, NotExamined
from tracker.upkeep.recorded.accounts import account_findings
from tracker.upkeep.recorded.locks import lock_findings
from tracker.upkeep.recorded.reports import differing_reports, report_findings
from tracker.upkeep.recorded.terms import differing_terms, term_findings
from tracker.upkeep.sealed import Verified, verify
from tracker.upkeep.structure import (
    file_findings,
    past_findings,
    reference_findings,
    schema_findings,
)

_OF_STRUCTURE: dict[Check, Callable[[Connection], Iterable[Finding]]] = {
    Check.FILE: file_findings,
    Check.SCHEMA: schema_findings,
    Check.REFERENCES: reference_findings,
    Check.PAST: past_findings,
}
_OF_RECORD: dict[Check, Callable[[Session], Iterable[Finding]]] = {
    Check.REPORTS: report_findings,
    Check.TERMS: term_findings,
    Check.ACCOUNTS: account_findings,
    Check.LOCKS: lock_findings,
}
_STATES_FOLLOW_FROM = (differing_reports, differing_terms)


class FactsDiffer(Refused):
    wording = N_(
        "Nothing was made anew, since it would follow from what is not as the journal says:"
        " {finding} Restore a backup from before."
    )


@dataclass(frozen=True, slots=True)
class Repaired:
    """Journal ``entries`` under which derived tables were rebuilt; none where nothing differed."""

    entries: tuple[int, ...]


def examine(engine: Engine, printed: PrintedSeal | None = None) -> Checkup:
    """Everything that can be checked, and nothing changed.

    A check that a damaged database breaks off is itself a finding.
    """
    found: dict[Check, tuple[Finding, ...]] = dict.fromkeys(Check, ())
    for check, findings in _OF_STRUCTURE.items():
        found[check] = _told(engine, _on_connection(findings))
    verified: list[Verified] = []

    def journal(session: Session) -> Iterable[Finding]:
        verified.append(verify(session, printed))
        return verified[0].findings

    found[Check.JOURNAL] = _told(engine, journal)
    for check, compared in _OF_RECORD.items():
        found[check] = _told(engine, compared)
    found[Check.STATES] = _told(engine, lambda session: state_findings(list(differences(session))))
    holds = None if printed is None else False
    record = verified[0] if verified else Verified((), None, 0, 0, holds)
    return Checkup(found, record.entries, record.seal, record.unsealed, record.printed)


def _on_connection(
    findings: Callable[[Connection], Iterable[Finding]],
) -> Callable[[Session], Iterable[Finding]]:
    return lambda session: findings(session.connection())


def _told(engine: Engine, findings: Callable[[Session], Iterable[Finding]]) -> tuple[Finding, ...]:
    try:
        with reading(engine) as session:
            return tuple(findings(session))
    except Problem as problem:
        # A fault, or a value that the program never writes, such as a period that is none.
        return (NotExamined(reason=problem),)
    except (ValueError, LookupError) as error:
        # Likewise, such as an origin that there is not.
        return (NotExamined(reason=reason_of(error)),)


def repair(engine: Engine, who: str, now: datetime) -> Repaired:
    """Rebuild the derived tables where they differ from the facts, in one transaction.

    Facts, journal and seals are never touched. Raises FactsDiffer, or the Failed that fits a fault.
    """
    with writing(engine, alone=True) as session:
        for differing in _STATES_FOLLOW_FROM:
            with closing(differing(session)) as findings:
                for finding in findings:
                    raise FactsDiffer(finding=finding)
        return Repaired(tuple(derive_anew(session, who, now)))
