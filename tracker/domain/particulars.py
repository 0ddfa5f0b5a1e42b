"""What a file says of itself: which question its summary answers, read up to which entry, under
which seal, and the fingerprint of its figures.

They are written as one word, ``tracker-v1:plan=…&as-of=…``, that survives every format and every
office program, and that the program reads back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from tracker.domain.condition import By, Condition, Owing
from tracker.domain.duty import DutyState
from tracker.domain.fingerprint import DIGITS, shown_of
from tracker.domain.period import read_period
from tracker.domain.problem import N_, Refused
from tracker.domain.query import Query, parts_of, read_parts
from tracker.domain.seal import PrintedSeal, read_seal
from tracker.domain.status import Status
from tracker.domain.summary import Summary

PREFIX = "tracker-v1:"
LONGEST = 16_000
"""Characters of the longest word that is looked at."""
MOST_FIELDS = 400
WORD = re.compile(re.escape(PREFIX) + r"[A-Za-z0-9%&=+._~-]{1,16000}")

_FINGERPRINT = re.compile(rf"[0-9a-f]{{{DIGITS}}}")
_WITHOUT_TASKS = 0


class BrokenParticulars(Refused):
    wording = N_("What the file says of itself is damaged at “{part}”; it cannot be verified.")


@dataclass(frozen=True, slots=True)
class Question:
    """What a summary answers: of which plan, by what, on which day, for which tasks."""

    plan: str
    by: By
    as_of: date
    condition: Condition

    def __str__(self) -> str:
        return urlencode(self._parts())

    def _parts(self) -> list[tuple[str, str]]:
        condition = self.condition
        parts = [("plan", self.plan), ("as-of", self.as_of.isoformat()), ("by", self.by.value)]
        if condition.unit is not None:
            parts.append(("unit" if condition.below else "unit-alone", condition.unit))
        if condition.directive is not None:
            parts.append(("directive", condition.directive))
        parts += [("status", s.value) for s in Status if s in condition.statuses]
        parts += [("at-risk", "1")] if condition.at_risk else []
        parts += [("exceeded", "1")] if condition.exceeded else []
        if condition.due_before is not None:
            parts.append(("due-before", condition.due_before.isoformat()))
        if condition.owing is not None:
            owing = condition.owing
            parts.append(("owing", owing.period.code))
            parts += [("owing-state", s.value) for s in DutyState if s in owing.states]
            parts += [("owing-unit", owing.unit)] if owing.unit is not None else []
        if condition.where is not None:
            parts += [("where", part) for part in parts_of(condition.where)]
        return parts + [("word", word) for word in condition.words]


@dataclass(frozen=True, slots=True)
class Particulars:
    """``entry`` is the journal's number up to which the record was read, 0 for none. ``tasks`` is
    how many tasks the annex has, ``lang`` the language of the file."""

    question: Question
    entry: int
    tasks: int
    lang: str
    fingerprint: str
    seal: PrintedSeal | None = None

    def __str__(self) -> str:
        """As one word; ``read_particulars`` reads it."""
        rest = [
            ("entry", str(self.entry)),
            ("tasks", str(self.tasks)),
            ("lang", self.lang),
            ("fingerprint", self.fingerprint.replace(" ", "")),
        ]
        if self.seal is not None:
            rest.append(("seal", f"{self.seal.last}-{self.seal.digits}"))
        return f"{PREFIX}{self.question}&{urlencode(rest)}"


def question_of(summary: Summary) -> Question:
    return Question(summary.plan.code, summary.by, summary.as_of, summary.condition)


def particulars_of(summary: Summary, lang: str) -> Particulars:
    """What a file in ``lang`` says of ``summary``."""
    question = question_of(summary)
    return Particulars(
        question,
        summary.recorded.number if summary.recorded else 0,
        len(summary.tasks),
        lang,
        shown_of(summary).fingerprint(str(question)),
        read_seal(str(summary.seal)) if summary.seal else None,
    )


def read_particulars(word: str) -> Particulars:
    """Raises BrokenParticulars."""
    parts = _parts_of(word)
    at = ""

    def one(key: str) -> str:
        nonlocal at
        at = key
        (value,) = parts[key]
        return value

    def perhaps(key: str) -> str | None:
        return one(key) if key in parts else None

    def where() -> Query | None:
        nonlocal at
        at = "where"
        return read_parts(parts[at]) if at in parts else None

    try:
        due_before = perhaps("due-before")
        alone = perhaps("unit-alone")
        owing = perhaps("owing")
        condition = Condition(
            words=tuple(parts.get("word", ())),
            unit=perhaps("unit") if alone is None else alone,
            directive=perhaps("directive"),
            statuses=frozenset(Status(value) for value in parts.get("status", ())),
            at_risk=perhaps("at-risk") == "1",
            exceeded=perhaps("exceeded") == "1",
            due_before=date.fromisoformat(due_before) if due_before else None,
            below=alone is None,
            owing=_owing(owing, parts, perhaps("owing-unit")) if owing else None,
            where=where(),
        )
        question = Question(one("plan"), By(one("by")), date.fromisoformat(one("as-of")), condition)
        seal = perhaps("seal")
        digits = one("fingerprint")
        if not _FINGERPRINT.fullmatch(digits):
            raise ValueError(digits)
        return Particulars(
            question,
            int(one("entry")),
            int(one("tasks")),
            one("lang"),
            " ".join(digits[i : i + 4] for i in range(0, DIGITS, 4)),
            read_seal(f"#{seal.replace('-', ' ', 1)}") if seal else None,
        )
    except (KeyError, ValueError, Refused):
        raise BrokenParticulars(part=at) from None


def _parts_of(word: str) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(
            word.removeprefix(PREFIX), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise BrokenParticulars(part="&") from None
    for key, value in pairs:
        parts.setdefault(key, []).append(value)
    return parts


def _owing(period: str, parts: Mapping[str, list[str]], unit: str | None) -> Owing:
    states = frozenset(DutyState(value) for value in parts.get("owing-state", ()))
    return Owing(read_period(period), states, unit)
