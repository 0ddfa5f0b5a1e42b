"""Tasks named in a report's text: one line for those that have the same title, with its units.

A task that a dozen units share is one line with a dozen names, so that all of them stand on half
a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from tracker.domain.status import Status
from tracker.domain.words import Words
from tracker.export.annex import TaskLine
from tracker.export.cells import clean_text, clean_words, said
from tracker.i18n import _, formats, lang, n_

LINES, UNITS = 20, 20
"""How many lines there are at most, and how many units one of them names; the annex has all."""

COMMITTEE = re.compile(r"(.+?)\s+((?:Tỉnh|Thành|Thị|Huyện|Quận|Đảng) (?:ủy|uỷ))\b\s*(.*)")
"""A commission's name: *Ban Dân vận*, *Huyện ủy*, *Mỹ Xuyên*."""

Names: TypeAlias = Mapping[str, str]
"""A unit's name as ``TaskLine.lead_name`` has it → what it is called beside others."""


def over_ceiling_said(lines: Iterable[TaskLine], names: Names) -> list[str]:
    """``lines`` by title with their ceiling: each unit with its figure."""
    return _grouped(lines, names, _ceiling)


def overdue_said(lines: Iterable[TaskLine], names: Names) -> list[str]:
    """``lines`` by title and deadline with their target: each unit with its result."""
    return _grouped(lines, names, _target, by_deadline=True)


def _deadline(line: TaskLine) -> str:
    return _("deadline {deadline}").format(deadline=said(line.deadline))


def _target(line: TaskLine) -> str:
    return _("target {target}").format(target=said(line.target))


def _ceiling(line: TaskLine) -> str:
    return _("ceiling {ceiling}").format(ceiling=said(line.target))


def _grouped(
    lines: Iterable[TaskLine],
    names: Names,
    goal: Callable[[TaskLine], str],
    *,
    by_deadline: bool = False,
) -> list[str]:
    groups: dict[tuple[str, str, str], list[TaskLine]] = {}
    for line in lines:
        shared = _deadline(line) if by_deadline else ""
        groups.setdefault((line.title, line.unit_of_measure, shared), []).append(line)
    texts = [
        f"- {_group(group, names, shared, goal)}"
        for (_title, _unit, shared), group in list(groups.items())[:LINES]
    ]
    if others := sum(map(len, list(groups.values())[LINES:])):
        texts.append(
            n_(
                "- and {count} other (Annex II).", "- and {count} others (Annex II).", others
            ).format(count=formats.count(others))
        )
    return texts


def _group(
    group: Sequence[TaskLine],
    names: Names,
    shared: str,
    goal: Callable[[TaskLine], str],
) -> str:
    """One title with its units; a goal that all of them have is said once."""
    same_goal = len({goal(line) for line in group}) == 1
    behind = ", ".join(part for part in (shared, goal(group[0]) if same_goal else "") if part)
    title = group[0].title + (f" ({behind})" if behind else "")
    units = []
    for line in group[:UNITS]:
        name = line.lead_name if len(group) == 1 else names.get(line.lead_name, line.lead_name)
        figure = _result(line) if same_goal else f"{_result(line)}, {goal(line)}"
        units.append(f"{name}{line.lead_mark} ({figure})")
    text = ", ".join(units)
    if (more := len(group) - UNITS) > 0:
        text = n_("{units} and {count} more unit", "{units} and {count} more units", more).format(
            units=text, count=formats.count(more)
        )
    return f"{title}: {text}."


def _result(line: TaskLine) -> str:
    """The result; its unit of measure stands beside the goal, where there is one."""
    if line.result is None:
        waits = line.status is Status.IN_PROGRESS
        return _("awaiting review") if waits else _("no report")
    bare = line.target is not None and line.unit_of_measure != "%"
    return said(replace(line.result, unit="") if bare else line.result)


def short_names(units: Iterable[Words]) -> dict[str, str]:
    """What each of ``units`` may be called beside others: its name in the current language → that.

    *Ban Dân vận Huyện ủy Mỹ Xuyên* is *Mỹ Xuyên* where no other is of that place, else *Huyện ủy
    Mỹ Xuyên*, and its whole name where that would fit another as well.
    """
    parts = {unit: COMMITTEE.fullmatch(clean_text(unit.vi)) for unit in dict.fromkeys(units)}
    found = {unit: match for unit, match in parts.items() if match and match[3]}
    places = Counter(match[3] for match in found.values())
    committees = Counter(match[2] + match[3] for match in found.values())
    short = {}
    for unit, match in found.items():
        if places[match[3]] == 1:
            short[clean_words(unit)] = match[3]
        elif committees[match[2] + match[3]] == 1 and lang() == "vi":
            short[clean_words(unit)] = f"{match[2]} {match[3]}"
    return short
