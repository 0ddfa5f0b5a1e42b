"""What an edited plan file does to a task that is here already (``apply_plan``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.origin import DATED_FIELDS, Field, Origin
from tracker.domain.problem import N_, Refused
from tracker.domain.task import TaskDraft
from tracker.service.fields import (
    bound,
    changed,
    check_start,
    plain,
    said,
    said_change,
    with_origins,
)
from tracker.store.tables import TermRow


@dataclass(frozen=True, slots=True)
class Updated:
    """A task that the file changed: field → (before, after), in plain text.

    Without fields it is the line that says why the unit has the task.
    """

    task: str
    fields: dict[Field, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A field that the file changed but the program did not: ``because`` is a message id."""

    task: str
    field: Field
    yours: str
    file: str
    because: str


USER_EDITED = N_("edited here")
CONFIRMED_HERE = N_("confirmed here by a document")
HAS_REPORTS = N_("reports were made by it")
DOES_NOT_FIT = N_("it does not fit what was edited here")


@dataclass(frozen=True, slots=True)
class Merge:
    """The task with what is taken over from the file, and what is not.

    ``taken`` are the fields that change.
    """

    after: TaskDraft
    taken: tuple[Field, ...]
    left: tuple[LeftAlone, ...]


def merge(
    here: TaskDraft,
    file: TaskDraft,
    seeded: Mapping[str, list[Any]],
    terms: Iterable[TermRow],
    *,
    reported: bool,
) -> Merge:
    """Take over what the file changed since it was last applied and no user has.

    A field is a user's when its value is not the one that the file last gave, ``seeded``, or when
    it was revised from a day on; a user who puts the file's value back gives the field back.
    """
    standing = list(terms)
    taken, left = _sort(here, file, seeded, standing, reported=reported)
    # What no user can edit is the file's in any case.
    after = replace(here, why=file.why, template=file.template)
    values: dict[str, Any] = {field.value: getattr(file, field.value) for field in taken}
    origin = {**here.origin, **{field: file.origin_of(field) for field in taken}}
    try:
        after = replace(after, **values, origin=origin)
        if Field.START in taken:
            check_start(after, standing)
    except Refused:
        # Each is right by itself: what a user edited and what the file now says.
        left += [_left(here, file, field, DOES_NOT_FIT) for field in taken]
        taken = []
    return Merge(after, tuple(taken), tuple(left))


def _sort(
    here: TaskDraft,
    file: TaskDraft,
    seeded: Mapping[str, list[Any]],
    terms: Iterable[TermRow],
    *,
    reported: bool,
) -> tuple[list[Field], list[LeftAlone]]:
    """The changed fields: those to take, and those to leave."""
    ours, theirs, standing = with_origins(here), with_origins(file), list(terms)
    taken: list[Field] = []
    left: list[LeftAlone] = []
    for field in changed(here, file):
        mine = ours[field.value] != seeded.get(field.value) or _revised(standing, field)
        if theirs[field.value] == seeded.get(field.value):
            continue  # the file says what it said before; the difference is the user's
        same = plain(here)[field] == plain(file)[field]
        if mine and here.origin_of(field) is Origin.CONFIRMED:
            if not same:
                left.append(_left(here, file, field, CONFIRMED_HERE))
        elif mine and not same:
            left.append(_left(here, file, field, USER_EDITED))
        elif reported and field in bound(here, file):
            left.append(_left(here, file, field, HAS_REPORTS))
        else:
            taken.append(field)
    return taken, left


def _left(here: TaskDraft, file: TaskDraft, field: Field, because: str) -> LeftAlone:
    return LeftAlone(here.code, field, said(here, field), said(file, field), because)


def _revised(terms: Iterable[TermRow], field: Field) -> bool:
    """Whether a dated field has more than the value it began with."""
    return field in DATED_FIELDS and sum(1 for term in terms if term.field == field) > 1


def update_of(here: TaskDraft, merged: Merge) -> Updated:
    """What the merge changed, in words."""
    return Updated(
        here.code, {field: said_change(here, merged.after, field) for field in merged.taken}
    )
