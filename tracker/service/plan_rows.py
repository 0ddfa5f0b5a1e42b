"""What the rows of a plan, its units and its directives hold of a plan file's."""

from __future__ import annotations

from typing import Any

from tracker.domain.plan import Directive, Plan
from tracker.domain.text import fold, sort_key
from tracker.domain.unit import Unit


def plan_columns(plan: Plan) -> dict[str, Any]:
    return {
        "year": plan.year,
        "title_vi": plan.title.vi,
        "title_en": plan.title.en,
        "issuer": plan.issuer,
        "margin": plan.margin,
        "source_title": plan.source.title,
        "source_publisher": plan.source.publisher,
        "source_day": plan.source.page_date,
        "source_note_vi": plan.source.note.vi,
        "source_note_en": plan.source.note.en,
        "sample": plan.sample,
        "review": plan.review,
        "reporting_day": plan.reporting.day,
        "reporting_within": plan.reporting.within,
        "reporting_moves": plan.reporting.moves,
        "reporting_origin": plan.reporting.origin.value,
    }


def unit_columns(unit: Unit, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "kind": unit.kind.value,
        "parent": unit.parent,
        "official_number": unit.official_number,
        "name_vi": unit.name.vi,
        "name_en": unit.name.en,
        "short_vi": unit.short.vi,
        "short_en": unit.short.en,
        "wards": unit.wards,
        "townships": unit.townships,
        "communes": unit.communes,
        "first_day": unit.first_day,
        "last_day": unit.last_day,
        "successor": unit.successor,
        "folded": " ".join(fold(t) for t in (unit.code, unit.name.vi, unit.name.en, unit.short.vi)),
        "sort_key": sort_key(unit.short.vi),
    }


def directive_columns(directive: Directive, position: int) -> dict[str, Any]:
    texts = (directive.code, directive.short.vi, directive.short.en, directive.quote)
    return {
        "position": position,
        "sentence": directive.sentence,
        "quote": directive.quote,
        "english": directive.english,
        "short_vi": directive.short.vi,
        "short_en": directive.short.en,
        "folded": " ".join(fold(text) for text in texts),
    }
