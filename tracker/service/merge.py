"""What an edited plan file does to a task that is here already (``apply_plan``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.domain.origin import DATED_FIELDS, Field, Origin
from tracker.domain.problem import N_, Refused
from tracker.domain.task import TaskDraft
from tracker.domain.timeline import FOREVER
from tracker.service.entries import said, said_change, said_sentences, said_terms
from tracker.service.fields import (
    bound,
    changed,
    check_start,
    plain,
    with_origins,
)
from tracker.store.journal import Entry
from tracker.store.tables import TermRow


@dataclass(frozen=True, slots=True)
class Updated:
    """A task that the file changed: field → (before, after), in plain text.

    Without fields it is what no user can edit: why the unit has the task, its template, or the
    sentences of the source.
    """

    task: str
    fields: dict[Field, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A field that is not as the file has it, and stays so: ``because`` is a message id.

    ``news``: the file says something else than when it was last applied.
    """

    task: str
    field: Field
    yours: str
    file: str
    because: str
    news: bool = True


USER_EDITED = N_("edited here")
CONFIRMED_HERE = N_("confirmed here by a document")
HAS_REPORTS = N_("reports were made by it")
DOES_NOT_FIT = N_("it does not fit what was edited here")


FILES_OWN = ("why", "template", "sentences")
"""What no user can edit: it is the file's in any case."""


@dataclass(frozen=True, slots=True)
class Merge:
    """The task with what is taken over from the file, and what is not.

    ``taken`` are the fields that change.
    """

    after: TaskDraft
    taken: tuple[Field, ...]
    left: tuple[LeftAlone, ...]


_MEANING = frozenset({Field.MEASURE, Field.UNIT_OF_MEASURE})
_QUANTITIES = frozenset({Field.TARGET, Field.BASELINE})


def merge(
    here: TaskDraft,
    file: TaskDraft,
    seeded: Mapping[str, list[Any]],
    terms: Sequence[TermRow],
    *,
    reported: bool,
    check: Callable[[TaskDraft], None],
) -> Merge:
    """Take over what the file changed since it was last applied and no user has.

    A field is a user's when its value is not the one that the file last gave, ``seeded``, or when
    it was revised from a day on; a user who puts the file's value back gives the field back.
    ``check`` refuses a task that does not fit the plan.
    """
    standing = terms
    taken, left = _sort(here, file, seeded, standing, reported=reported)
    after = replace(here, **{name: getattr(file, name) for name in FILES_OWN})
    if any(one.field in _MEANING and one.news for one in left):
        # A new target of another measure means nothing with the old one.
        left += [_left(here, file, f, DOES_NOT_FIT) for f in taken if f in _QUANTITIES]
        taken = [field for field in taken if field not in _QUANTITIES]
    fitting: list[Field] = []
    for together in _judged_together(taken):
        # Each is right by itself: what a user edited and what the file now says.
        # What gives quantities their meaning comes with them, or none of it does.
        alone = () if _MEANING.intersection(together) else tuple([field] for field in together)
        for fields in (together, *alone):
            new = [field for field in fields if field not in fitting]
            if new and (merged := _with(after, file, new, standing, check)) is not None:
                after, fitting = merged, fitting + new
    left += [_left(here, file, field, DOES_NOT_FIT) for field in taken if field not in fitting]
    return Merge(after, tuple(field for field in taken if field in fitting), tuple(left))


def _judged_together(fields: Iterable[Field]) -> list[list[Field]]:
    """``fields`` in groups of which one may fit only with the other, the smaller groups last."""
    groups = (
        (Field.MEASURE, Field.UNIT_OF_MEASURE, Field.TARGET, Field.BASELINE),
        (Field.START, Field.DEADLINE),
        (Field.UNIT, Field.COORDINATING),
    )
    given = list(fields)
    grouped = [[field for field in group if field in given] for group in groups]
    single = [[field] for field in given if not any(field in group for group in groups)]
    return [group for group in (*grouped, *single) if group]


def _with(
    draft: TaskDraft,
    file: TaskDraft,
    fields: Iterable[Field],
    terms: Sequence[TermRow],
    check: Callable[[TaskDraft], None],
) -> TaskDraft | None:
    """``draft`` with ``fields`` as the file has them; None where they do not fit the rest."""
    given = list(fields)
    values: dict[str, Any] = {field.value: getattr(file, field.value) for field in given}
    origin = {**draft.origin, **{field: file.origin_of(field) for field in given}}
    try:
        merged = replace(draft, **values, origin=origin)
        if Field.START in given:
            check_start(merged, terms, FOREVER)
        check(merged)
    except Refused:
        return None
    return merged


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
    # A unit that leads does not coordinate as well: that is no difference to the file.
    others = tuple(code for code in file.coordinating if code != here.unit)
    for field in changed(here, file):
        if field is Field.COORDINATING and others == here.coordinating:
            continue
        mine = ours[field.value] != seeded.get(field.value) or _revised(standing, field)
        confirmed = here.origin_of(field) is Origin.CONFIRMED
        news = theirs[field.value] != seeded.get(field.value)
        if mine and plain(here)[field] != plain(file)[field]:
            because = CONFIRMED_HERE if confirmed else USER_EDITED
            left.append(replace(_left(here, file, field, because), news=news))
        elif not news or (mine and confirmed):
            continue  # only the origin differs, and that is the user's
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


def update_entry(
    here: TaskDraft, merged: Merge, terms: Mapping[Field, tuple[date, Origin]]
) -> Entry:
    """The journal's entry of what the merge changed; ``terms`` are of its dated fields."""
    after, fields = merged.after, update_of(here, merged).fields
    before = {field.value: old for field, (old, _new) in fields.items()}
    now = {field.value: new for field, (_old, new) in fields.items()}
    if here.why != after.why:
        before, now = before | {"why": here.why.vi}, now | {"why": after.why.vi}
    if here.sentences != after.sentences:
        before = before | {"sentences": said_sentences(here)}
        now = now | {"sentences": said_sentences(after)}
    return Entry("apply_plan", here.code, before, now | said_terms(terms))
