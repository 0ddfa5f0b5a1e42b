"""From plan files to a ``PlanFile``: everything is checked, and all that is wrong is said."""

from __future__ import annotations

from pathlib import Path

from seed.expansion import expansion
from seed.model import OnDayOff, PlanFile, ReportingMonth, Template
from seed.problems import BadPlanFile, MissingKey, OtherFormat, refuse
from seed.section import Section, once
from seed.sources import tables
from seed.templates import Surroundings, read_template
from seed.units import read_units, written_codes
from seed.values import (
    choice,
    code,
    day,
    known,
    origin,
    short_key,
    text,
    truth,
    whole,
    words,
)
from tracker.domain.origin import Origin
from tracker.domain.plan import DEFAULT_MARGIN, Directive, Plan, PlanDraft, ReportingDay, Source
from tracker.domain.words import Words

FORMAT = 1
"""The version of the format, written as ``format`` in every plan file."""
PLAN_KEYS = (
    "format",
    "code",
    "year",
    "issuer",
    "title",
    "margin",
    "origin",
    "review",
    "reporting",
    "source",
    "directive",
    "unit",
)
FIRST_YEAR, LAST_YEAR = 1900, 2999


def read(source: str | Path) -> PlanFile:
    """The plan in ``source``: a bundled name, a folder with plan.toml (and units.toml), or a file.

    Raises BadPlanFile for the first problem, with all the others in its ``problems``; CannotRead
    when the disk refuses.
    """
    faults: list[BadPlanFile] = []
    files = tables(source, faults)
    refuse(faults)
    head, *others = (Section(table, file, (), faults) for file, table in files)
    head.allow(*PLAN_KEYS)
    for other in others:
        other.allow("unit")
    unit_sections = [s for file in (head, *others) for s in file.sections("unit", "unit", "code")]
    codes = written_codes(unit_sections)
    plan, around = _plan(head, codes)
    units = read_units(unit_sections, codes)
    head_and_units_are_sound = not faults
    directives, templates = _directives(head, around)
    plan_file = PlanFile(str(source), PlanDraft(plan, units, directives), templates)
    if head_and_units_are_sound:
        # What a template selects cannot be told while units are missing or misread.
        expansion(plan_file, faults)
    refuse(faults)
    return plan_file


def _plan(head: Section, codes: frozenset[str]) -> tuple[Plan, Surroundings]:
    """The plan's head, with stand-ins for what is wrong: it is used only without faults."""
    if head.need("format", whole()) not in (None, FORMAT):
        spot = head.spot("format")
        spot.fault(OtherFormat, ours=FORMAT, format=spot.raw)
    year = head.need("year", whole(FIRST_YEAR, LAST_YEAR))
    margin = head.take("margin", whole(0, 100))
    default = head.take("origin", origin) or Origin.PROPOSED
    plan = Plan(
        code=head.need("code", code) or "",
        year=year or FIRST_YEAR,
        title=head.need("title", words) or Words(""),
        issuer=head.need("issuer", known(codes)) or "",
        source=_source(head),
        margin=DEFAULT_MARGIN if margin is None else margin,
        review=head.take("review", truth) or False,
        reporting=_reporting(head, default),
    )
    return plan, Surroundings(year, default, codes)


def _reporting(head: Section, default: Origin) -> ReportingDay:
    """The reporting day; the program's own, a proposal, where the file says none."""
    section = head.section("reporting", "reporting")
    if section is None:
        return ReportingDay()
    section.allow("day", "month", "holidays", "origin")
    number = section.need("day", whole(1, 31))
    month = section.take("month", choice(ReportingMonth))
    holidays = section.take("holidays", choice(OnDayOff))
    return ReportingDay(
        day=number or 1,
        within=month is ReportingMonth.LAST,
        moves=holidays is not OnDayOff.STAY,
        origin=section.take("origin", origin) or default,
    )


def _source(head: Section) -> Source:
    section = head.section("source", "source")
    if section is None:
        return Source("")
    section.allow("title", "publisher", "page_date", "note")
    return Source(
        title=section.need("title", text) or "",
        publisher=section.take("publisher", text) or "",
        page_date=section.take("page_date", day),
        note=section.take("note", words) or Words(""),
    )


def _directives(
    head: Section, around: Surroundings
) -> tuple[tuple[Directive, ...], tuple[Template, ...]]:
    directives: list[Directive] = []
    templates: list[Template] = []
    sections = head.sections("directive", "directive", "code")
    if "directive" not in head:
        head.fault(MissingKey, key="directive")
    once(sections, "code")
    for section in sections:
        section.allow("code", "sentence", "quote", "english", "short", "task")
        directive = Directive(
            code=section.need("code", short_key) or "",
            sentence=section.take("sentence", whole(1)),
            quote=section.need("quote", text) or "",
            english=section.take("english", text) or "",
            short=section.need("short", words) or Words(""),
        )
        directives.append(directive)
        tasks = section.sections("task", "task", "key")
        once(tasks, "key")
        for task in tasks:
            template = read_template(task, directive.code, around)
            if template is not None and directive.code:
                templates.append(template)
    return tuple(directives), tuple(templates)
