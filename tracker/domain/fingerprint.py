"""A summary's figures as every export shows them, and the digest that stands for them.

A file is read back into the same form, so that the digest can be taken of it again: a figure is
kept as it is shown, a percent with one decimal, and what no file shows has no part in it. Names
are words, not figures: rows are told apart by their order, tasks by their codes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from fractions import Fraction

from tracker.domain.quantity import SCALE, rounded
from tracker.domain.status import Status
from tracker.domain.summary import Figures, Rate, Summary
from tracker.domain.task import TaskRow

DIGITS = 32
"""Hexadecimal digits of a fingerprint: 128 bits of a SHA-256."""

NONE = ""
"""Stands where there is no figure."""

FIGURES: tuple[str, ...] = (
    "tasks",
    *(status.value for status in Status),
    "at_risk",
    "exceeded",
    "done_of_all",
    "done_of_due",
    "completion_percent",
)
"""The figures of any set of tasks, in the order of ``Shown``."""
RATES = ("done_of_all", "done_of_due")

Shown = tuple[str, ...]
"""One text for each of FIGURES."""


def percent_shown(exact: Fraction | Decimal | float | None) -> str:
    """A percent as every format writes it: one decimal.

    Beyond twelve digits, which no real percent has, the formats differ, and so they are left out.
    """
    if exact is None:
        return NONE
    return f"{float(rounded(exact) if isinstance(exact, Fraction) else exact):.12g}"


def rate_shown(numerator: int, denominator: int, percent: str) -> str:
    """``31/38=81.6``; nothing behind the sign where the denominator is empty."""
    return f"{numerator}/{denominator}={percent}"


def quantity_shown(value: Decimal | float | None) -> str:
    """A quantity in its unit of measure, as close as the formats that count in binary hold it."""
    if value is None:
        return NONE
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)


def figures_shown(figures: Figures) -> Shown:
    return (
        str(figures.tasks),
        *(str(figures.count(status)) for status in Status),
        str(figures.at_risk),
        str(figures.exceeded),
        _rate(figures.done_of_all),
        _rate(figures.done_of_due),
        percent_shown(figures.completion),
    )


def _rate(rate: Rate) -> str:
    return rate_shown(rate.numerator, rate.denominator, percent_shown(rate.percent))


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of a roll-up. ``name`` is for people, and no part of the figures."""

    name: str = field(compare=False)
    figures: Shown


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One task of the annex: days are ISO, flags ``1`` or ``0``."""

    code: str
    deadline: str
    target: str
    value: str
    percent: str
    status: str
    at_risk: str
    exceeded: str
    done_on: str
    baseline: str


TASK_FIGURES = tuple(f.name for f in fields(TaskShown) if f.name != "code")


@dataclass(frozen=True, slots=True)
class FiguresShown:
    """All figures of a summary. ``subtrees`` are those that differ from the row's own figures."""

    totals: Shown
    rows: tuple[RowShown, ...]
    subtrees: tuple[RowShown, ...]
    tasks: tuple[TaskShown, ...]

    def fingerprint(self, question: str) -> str:
        """The digest of these figures as the answer to ``question``, in groups of four digits."""
        digest = hashlib.sha256("\n".join(self._lines(question)).encode()).hexdigest()[:DIGITS]
        return " ".join(digest[at : at + 4] for at in range(0, DIGITS, 4))

    def _lines(self, question: str) -> Iterable[str]:
        """The canonical text. Tasks are put in order: a table may have been sorted."""
        yield _line("question", [question])
        yield _line("totals", self.totals)
        for row in self.rows:
            yield _line("row", row.figures)
        for row in self.subtrees:
            yield _line("subtree", row.figures)
        for task in sorted(self.tasks, key=lambda t: t.code):
            yield _line("task", [task.code, *(getattr(task, name) for name in TASK_FIGURES)])


def _line(what: str, texts: Sequence[str]) -> str:
    return json.dumps([what, *texts])


def shown_of(summary: Summary) -> FiguresShown:
    """The figures of ``summary``; rows are named by their codes."""
    rows = tuple(RowShown(row.code, figures_shown(row.own)) for row in summary.rows)
    below = (
        RowShown(row.code, figures_shown(row.subtree))
        for row in summary.rows
        if row.subtree is not None
    )
    own = {row.name: row.figures for row in rows}
    return FiguresShown(
        figures_shown(summary.totals),
        rows,
        tuple(row for row in below if row.figures != own[row.name]),
        tuple(_task(row) for row in summary.tasks),
    )


def _task(row: TaskRow) -> TaskShown:
    return TaskShown(
        code=row.code,
        deadline=row.deadline.isoformat() if row.deadline else NONE,
        target=_quantity(row.target),
        value=_quantity(row.value),
        percent=percent_shown(row.percent),
        status=row.status.value,
        at_risk=str(int(row.at_risk)),
        exceeded=str(int(row.exceeded)),
        done_on=row.done_on.isoformat() if row.done_on else NONE,
        baseline=_quantity(row.baseline.value if row.baseline else None),
    )


def _quantity(thousandths: int | None) -> str:
    return quantity_shown(None if thousandths is None else Decimal(thousandths) / SCALE)


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not the same: ``where`` is ``totals``, ``row``, ``subtree`` or ``task``,
    ``which`` the row's name or the task's code. ``before`` and ``after`` are texts of ``Shown``;
    None where there is no such row or task."""

    where: str
    which: str
    figure: str
    before: str | None
    after: str | None


def differences(before: FiguresShown, after: FiguresShown) -> tuple[Difference, ...]:
    """Every figure that differs: totals first, then rows, then tasks.

    Rows are matched by name.
    """
    found = list(_between("totals", "", FIGURES, before.totals, after.totals))
    for where in ("rows", "subtrees"):
        old, new = ({r.name: r.figures for r in getattr(s, where)} for s in (before, after))
        for name in dict.fromkeys((*old, *new)):
            found += _between(where[:-1], name, FIGURES, old.get(name), new.get(name))
    old, new = ({t.code: _values(t) for t in s.tasks} for s in (before, after))
    for code in sorted({*old, *new}):
        found += _between("task", code, TASK_FIGURES, old.get(code), new.get(code))
    return tuple(found)


def _values(task: TaskShown) -> Shown:
    return tuple(getattr(task, name) for name in TASK_FIGURES)


def _between(
    where: str, which: str, names: Sequence[str], before: Shown | None, after: Shown | None
) -> Iterable[Difference]:
    if before is None or after is None:
        # What is new or gone is said by its first figure alone.
        if before != after:
            yield Difference(
                where, which, names[0], before[0] if before else None, after[0] if after else None
            )
        return
    for name, one, other in zip(names, before, after, strict=True):
        if one != other:
            yield Difference(where, which, name, one, other)
