"""The question of an exported file asked once more: as of then, and as of now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.known import Recorded, UnknownEntry
from tracker.domain.particulars import Particulars
from tracker.domain.summary import Summary
from tracker.store.read.known import entry_of, newest_entry
from tracker.store.read.rollup import summary
from tracker.store.read.view import open_view


def asked_again(
    session: Session, particulars: Particulars, known_on: Recorded | None, now: datetime
) -> Summary:
    """What the file's question answers with what was known at ``known_on``; None: is known now.

    Raises NoPlan, UnknownPlan, UnknownUnit or UnknownDirective.
    """
    question = particulars.question
    view = open_view(session, question.plan, question.as_of, now.date(), known_on)
    return summary(session, view, question.by, question.condition, with_tasks=particulars.tasks > 0)


def entry_named(session: Session, particulars: Particulars, now: datetime) -> Recorded:
    """The journal entry up to which the file was read. Raises UnknownEntry."""
    found = entry_of(session, particulars.entry, now)
    if found.number != particulars.entry:
        newest = newest_entry(session)
        raise UnknownEntry(number=particulars.entry, last=newest.number if newest else 0)
    return found
