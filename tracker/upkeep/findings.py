"""What ``tracker doctor`` can find: each kind with its wording, said as a problem is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.problem import N_, Problem
from tracker.domain.seal import Seal


class Check(StrEnum):
    """What is looked at, in this order."""

    FILE = "file"
    SCHEMA = "schema"
    REFERENCES = "references"
    JOURNAL = "journal"
    REPORTS = "reports"
    TERMS = "terms"
    ACCOUNTS = "accounts"
    LOCKS = "locks"
    PAST = "past"
    STATES = "states"


class Finding(Problem):
    """One thing that is not as it must be; told, never raised."""


class NotExamined(Finding):
    wording = N_("This could not be looked at: {reason}")


class FileDamaged(Finding):
    wording = N_("The database is damaged: {reason}")


class TableMissing(Finding):
    wording = N_("The table {table} is missing.")


class ColumnMissing(Finding):
    wording = N_("The table {table} lacks the column {column}.")


class IndexMissing(Finding):
    wording = N_("The table {table} lacks the index {index}; questions take longer.")


class GuardMissing(Finding):
    wording = N_(
        "The guard {guard} on the table {table} is missing or is not the program's own: rows that"
        " must stay could be changed."
    )


class PointsNowhere(Finding):
    wording = N_("{table}: {count} rows point to a row of {other} that is not there.")


class EntryChanged(Finding):
    wording = N_("Journal entry #{number} is not as it was when it was sealed (up to {seal}).")


class EntryRemoved(Finding):
    wording = N_(
        "A journal entry is missing between #{before} and #{number} that was there when it was"
        " sealed (up to {seal})."
    )


class EntryInserted(Finding):
    wording = N_("Journal entry #{number} was not there when the record was sealed (up to {seal}).")


class SealBroken(Finding):
    wording = N_(
        "The journal's entries #{first} to #{last} do not fit their seal, which was changed as"
        " well; which entry it is cannot be told."
    )


class SealsMissing(Finding):
    wording = N_(
        "{count} entries from #{first} on are not sealed; there must never be more than {most}."
        " Seals were removed."
    )


class SealNotThere(Finding):
    wording = N_(
        "There is no seal at #{last} in this record: seals were removed, or the printed one is of"
        " another database or of a time after this one was restored."
    )


class SealDiffers(Finding):
    wording = N_("The record up to #{last} is not the one that was printed; its seal is {seal}.")


class ReportDiffers(Finding):
    wording = N_(
        "Task {task}, {period}, version {version}: the report is not what journal entry #{entry}"
        " says ({what})."
    )


class ReportNotRecorded(Finding):
    wording = N_(
        "Task {task}, {period}, version {version}: journal entry #{entry} does not say that this"
        " was reported."
    )


class ReportMissing(Finding):
    wording = N_("The report that journal entry #{entry} records is not there.")


class MoreReportsDiffer(Finding):
    wording = N_("{count} more reports are not what the journal says.")


class TermDiffers(Finding):
    wording = N_(
        "Task {task}, {field} from {since} on: this is not what journal entry #{entry} says"
        " ({what})."
    )


class TermNotRecorded(Finding):
    wording = N_(
        "Task {task}, {field} from {since} on: journal entry #{entry} does not say that this was"
        " written."
    )


class TermMissing(Finding):
    wording = N_("A dated value that journal entry #{entry} records is not there.")


class MoreTermsDiffer(Finding):
    wording = N_("{count} more dated values are not what the journal says.")


class AccountDiffers(Finding):
    wording = N_(
        "Account of {account}, version {version}: it is not what journal entry #{entry} says"
        " ({what})."
    )


class AccountNotRecorded(Finding):
    wording = N_(
        "Account of {account}, version {version}: journal entry #{entry} does not say that this was"
        " written."
    )


class AccountMissing(Finding):
    wording = N_("The account that journal entry #{entry} records is not there.")


class MoreAccountsDiffer(Finding):
    wording = N_("{count} more accounts are not what the journal says.")


class LockDiffers(Finding):
    wording = N_("{period}, closed or open: this is not what journal entry #{entry} says ({what}).")


class LockNotRecorded(Finding):
    wording = N_(
        "{period}, closed or open: journal entry #{entry} does not say that this was decided."
    )


class LockMissing(Finding):
    wording = N_("The closing or opening that journal entry #{entry} records is not there.")


class MoreLocksDiffer(Finding):
    wording = N_("{count} more closings and openings are not what the journal says.")


class NeverKnown(Finding):
    wording = N_(
        "{table}: {count} rows are known until an entry that is not after the one that wrote them."
    )


class StatesGap(Finding):
    wording = N_("Task {task}: its derived states do not cover {day} exactly once.")


class StatesDiffer(Finding):
    wording = N_(
        "Task {task}: on {day} its derived state is not what follows from its facts ({what})."
    )


class MoreTasksDiffer(Finding):
    wording = N_("{count} more tasks have derived states that do not follow from their facts.")


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found, by check; all checks that were made are there, most with nothing.

    ``entries`` are in the journal, of which ``unsealed`` stand behind the ``seal``. ``printed``
    says whether the record is still the one of a printed seal; None where none was given.
    """

    findings: Mapping[Check, tuple[Finding, ...]]
    entries: int
    seal: Seal | None
    unsealed: int
    printed: bool | None = None

    @property
    def clean(self) -> bool:
        return not any(self.findings.values())
