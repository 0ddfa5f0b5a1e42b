"""From templates to task drafts: one for each unit that a template selects."""

from __future__ import annotations

from datetime import date

from seed.model import CountOf, Fields, PlanFile, Template, Value, places
from seed.problems import (
    BadPlanFile,
    CodeTaken,
    MissingKey,
    NoPlaces,
    NotAccepted,
    NothingToCount,
    NotSelected,
    SelectsNoUnit,
    refuse,
)
from tracker.domain.origin import Field, Origin
from tracker.domain.problem import Refused
from tracker.domain.quantity import SCALE, Amount, FractionOfDong
from tracker.domain.task import TaskDraft
from tracker.domain.text import fold
from tracker.domain.unit import Unit, UnitTree
from tracker.domain.words import Words

PLACES = "{places}"
"""What a title has where the unit's own kinds of places are to stand."""


def expand(plan: PlanFile) -> list[TaskDraft]:
    """The task drafts of ``plan``: template by template, units in the order of the file.

    The same plan always gives the same drafts. Raises BadPlanFile; a plan that ``read`` gave has
    been expanded once already and raises nothing.
    """
    faults: list[BadPlanFile] = []
    drafts = expansion(plan, faults)
    refuse(faults)
    return drafts


def expansion(plan: PlanFile, faults: list[BadPlanFile]) -> list[TaskDraft]:
    """As ``expand``, but what is wrong is added to ``faults`` and the rest is expanded.

    A fault that a template shows with several units is said for the first of them.
    """
    tree = UnitTree(plan.draft.units)
    drafts: list[TaskDraft] = []
    takers: dict[str, str] = {}
    for template in plan.templates:
        units = template.units.choose(tree)
        own_faults = _unfit_exceptions(template, units)
        if not units:
            own_faults.append(SelectsNoUnit(place=template.place))
        for unit in units:
            try:
                draft = _draft(template, unit, tree, plan.draft.plan.year)
            except BadPlanFile as fault:
                own_faults.append(fault)
                continue
            # Codes that differ only in case would be one file, one bookmark, one search.
            taker = takers.setdefault(draft.code.lower(), template.place)
            if taker != template.place:
                own_faults.append(CodeTaken(place=template.place, code=draft.code, other=taker))
            drafts.append(draft)
        faults += _one_of_each(own_faults)
    return drafts


def _one_of_each(faults: list[BadPlanFile]) -> list[BadPlanFile]:
    """The first fault of each kind at each place: a template's units often share one mistake."""
    kinds: dict[object, BadPlanFile] = {}
    for fault in faults:
        kind = (type(fault), type(fault.facts.get("reason")), fault.facts["place"])
        kinds.setdefault(kind, fault)
    return list(kinds.values())


def _unfit_exceptions(template: Template, units: list[Unit]) -> list[BadPlanFile]:
    codes = [unit.code for unit in units]
    return [
        NotSelected(place=f"{template.place}, for {code}", selected=", ".join(codes))
        for code in template.exceptions
        if codes and code not in codes
    ]


def _draft(template: Template, unit: Unit, tree: UnitTree, year: int) -> TaskDraft:
    exception = template.exceptions.get(unit.code)
    fields = template.fields.except_for(exception) if exception else template.fields
    place = f"{template.place}, for {unit.code}" if exception else template.place
    if not (fields.title and fields.measure and fields.unit_of_measure and fields.rhythm):
        raise MissingKey(place=place, key="title, measure, unit_of_measure, rhythm")
    target = _target(fields, unit, tree, place)
    baseline = fields.baseline.value if fields.baseline else None
    try:
        _whole_dong(fields.unit_of_measure.value, target, baseline)
        return TaskDraft(
            code=f"{template.code}-{unit.code}",
            directive=template.directive,
            year=year,
            title=_title(fields.title.value, unit, tree, place),
            unit=unit.code,
            measure=fields.measure.value,
            unit_of_measure=fields.unit_of_measure.value,
            rhythm=fields.rhythm.value,
            start=fields.start.value if fields.start else date(year, 1, 1),
            deadline=fields.deadline.value if fields.deadline else None,
            # The lead unit may stand in a list that serves several units.
            coordinating=tuple(
                code
                for code in (fields.coordinating.value if fields.coordinating else ())
                if code != unit.code
            ),
            baseline=baseline,
            target=target,
            weight=fields.weight.value if fields.weight else 1,
            template=template.code,
            why=fields.why or Words(""),
            origin=_origins(fields, template),
            sentences=_sentences(fields),
        )
    except BadPlanFile:
        raise
    except Refused as refusal:
        raise NotAccepted(place=place, reason=refusal) from None


def _target(fields: Fields, unit: Unit, tree: UnitTree, place: str) -> int | None:
    wanted = fields.target.value if fields.target else None
    if not isinstance(wanted, CountOf):
        return wanted
    if (target := wanted.target(unit, tree)) == 0:
        raise NothingToCount(place=place, counted=", ".join(wanted.counted), unit=unit.code)
    return target


def _whole_dong(unit_of_measure: Words, target: int | None, baseline: Amount | None) -> None:
    """Refuse money that is not in whole đồng (DOMAIN §7)."""
    if fold(unit_of_measure.vi) != "dong":
        return
    for amount in (Amount(target or 0), baseline):
        if amount is not None and amount.value % SCALE:
            raise FractionOfDong(text=amount)


def _title(title: Words, unit: Unit, tree: UnitTree, place: str) -> Words:
    """``title`` with the unit's kinds of places in it; other braces stay as they are."""
    if PLACES not in title.vi and PLACES not in title.en:
        return title
    kinds = [kind.words for kind in places(unit, tree)]
    if not kinds:
        raise NoPlaces(place=place, unit=unit.code)
    vietnamese = ", ".join(kind.vi for kind in kinds)
    *firsts, last = (kind.en for kind in kinds)
    english = f"{', '.join(firsts)} and {last}" if firsts else last
    return Words(title.vi.replace(PLACES, vietnamese), title.en.replace(PLACES, english))


def _sentences(fields: Fields) -> dict[Field, int]:
    """The sentence of the source for every field that names one."""
    given = {f: getattr(fields, f.value) for f in Field if f is not Field.UNIT}
    return {f: v.sentence for f, v in given.items() if isinstance(v, Value) and v.sentence}


def _origins(fields: Fields, template: Template) -> dict[Field, Origin]:
    """An origin for every field: its own, or the template's where nothing is given."""
    origins = dict.fromkeys(Field, template.origin) | {Field.UNIT: template.units_origin}
    for field in Field:
        given = None if field is Field.UNIT else getattr(fields, field.value)
        if isinstance(given, Value):
            origins[field] = given.origin
    return origins
