"""The record of every change: one numbered entry for each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.store.tables import JournalRow

NOTHING: Mapping[str, str] = {}


def add_entry(
    session: Session,
    *,
    plan_id: int,
    recorded_at: datetime,
    who: str,
    what: str,
    subject: str = "",
    before: Mapping[str, str] = NOTHING,
    after: Mapping[str, str] = NOTHING,
    why: str = "",
) -> int:
    """Write one entry and return its number.

    ``what`` is the name of the service call; ``before`` and ``after`` map what changed to plain
    text.
    """
    entry = JournalRow(
        recorded_at=recorded_at,
        who=who,
        what=what,
        plan_id=plan_id,
        subject=subject,
        before=json.dumps(before, ensure_ascii=False),
        after=json.dumps(after, ensure_ascii=False),
        why=why,
    )
    session.add(entry)
    session.flush()
    return entry.number
