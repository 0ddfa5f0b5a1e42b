"""Summaries made by hand, with everything in them that a format could get wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tracker.domain.condition import By, Condition
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.plan import Directive, Plan, Source
from tracker.domain.quantity import SCALE, Amount, Qualifier
from tracker.domain.status import Status
from tracker.domain.summary import Figures, Summary, SummaryRow, total
from tracker.domain.task import TaskRow
from tracker.domain.words import Words

AS_OF = date(2021, 6, 30)
NASTY = (
    "=1+1",
    "+84 299",
    "-5 %",
    "@SUM(A1)",
    "'=quoted",
    "{{ braces }} {% for x in y %} {# note #} {_{ x }_} {_% y %_}",
    "<tags> & </w:t> &amp; &#123;",
    "[link](https://example.org) ![x](y) | `code` *bold* _it_ ~~no~~ $x$",
    "line one\nline two\r\ttab\x1b[31mred\x7f\u202e\ufffe",
    "https://example.org/a",
    "_x0041_ {=SUM(A1)}",
    "\\ 'single' \"double\" “cong” ‘đơn’",
)
"""Texts that some format would obey, lose or choke on if it did not take them as text."""

UNITS = {
    "tinh": Words("Ban Dân vận Tỉnh ủy Sóc Trăng", "Provincial Commission"),
    "my-xuyen": Words("Ban Dân vận Huyện ủy Mỹ Xuyên", "Mỹ Xuyên District Commission"),
    "nga-nam": Words("Ban Dân vận Thị ủy Ngã Năm", "Ngã Năm Town Commission"),
    "thanh-tra": Words("Thanh tra tỉnh (đoàn 2)", "Provincial Inspectorate (team 2)"),
    "ban-dan-toc": Words("Ban Dân tộc", "Ethnic Affairs Committee"),
}
PLAN = Plan(
    "soc-trang-2021",
    2021,
    Words("Chương trình công tác dân vận năm 2021", "Mobilization work programme 2021"),
    "tinh",
    Source("Ban Dân vận Tỉnh ủy Sóc Trăng triển khai nhiệm vụ năm 2021"),
)
DIRECTIVES = (
    Directive("D7", 11, "đối thoại <giải quyết>", "dialogue to settle", Words("Đối thoại", "Talk")),
    Directive("D8", 11, "không để hình thành điểm nóng", "let no hotspot", Words("Điểm nóng")),
)
SURE = dict.fromkeys(Field, Origin.CONFIRMED)


def task(number: int = 1, **changes: object) -> TaskRow:
    """A task of Mỹ Xuyên, a third done; ``changes`` replace its fields."""
    row = TaskRow(
        id=number,
        code=f"D7.{number}-my-xuyen",
        title=Words("Tổ chức đối thoại với nhân dân", "Hold dialogues with the people"),
        directive="D7",
        unit="my-xuyen",
        unit_name=UNITS["my-xuyen"],
        coordinating=("thanh-tra", "ban-dan-toc"),
        measure=Measure.SUM,
        unit_of_measure=Words("cuộc", "dialogues"),
        rhythm=Rhythm.QUARTER,
        baseline=None,
        target=3 * SCALE,
        value=1 * SCALE,
        percent=Fraction(100, 3),
        status=Status.IN_PROGRESS,
        at_risk=False,
        exceeded=False,
        start=date(2021, 1, 1),
        deadline=date(2021, 12, 31),
        done_on=None,
        weight=1,
        origin={Field.DEADLINE: Origin.INFERRED, Field.TITLE: Origin.SOURCE},
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # any field, by name


def tasks() -> tuple[TaskRow, ...]:
    """One task of each kind that reads differently."""
    dong = Words("đồng", "đồng")
    return (
        task(1),
        task(
            2,
            title=Words("Vận động Quỹ “Vì người nghèo”", "Raise money for the poor"),
            unit="nga-nam",
            unit_name=UNITS["nga-nam"],
            coordinating=(),
            unit_of_measure=dong,
            baseline=Amount(1_000_000_000 * SCALE, Qualifier.OVER),
            target=1_200_000_000 * SCALE,
            value=1_234_567_890 * SCALE,
            percent=Fraction(100 * 1_234_567_890, 1_200_000_000),
            status=Status.DONE_ON_TIME,
            done_on=date(2021, 5, 9),
            deadline=date(2021, 6, 30),
            weight=3,
            origin=SURE,
        ),
        task(
            3,
            title=Words("Không để hình thành điểm nóng"),
            directive="D8",
            measure=Measure.CEILING,
            target=0,
            value=2 * SCALE,
            percent=Fraction(0),
            exceeded=True,
            unit_of_measure=Words("điểm nóng", "hotspots"),
            origin={**SURE, Field.TARGET: Origin.INFERRED},
        ),
        task(
            4,
            measure=Measure.LATEST,
            target=SCALE * 100,
            value=8_350,
            percent=Fraction(835, 100),
            at_risk=True,
            unit_of_measure=Words("%", "%"),
            baseline=Amount(1_234_567, Qualifier.ABOUT),
            origin={},
        ),
        task(5, target=None, value=12_500, percent=None, deadline=None, origin={}),
        task(6, value=None, percent=Fraction(0), status=Status.NOT_STARTED, baseline=Amount(0)),
        task(7, status=Status.CANCELLED, value=None, percent=Fraction(0)),
        task(8, status=Status.OVERDUE, deadline=date(2021, 3, 31), percent=Fraction(6245, 100)),
        task(
            9,
            measure=Measure.MILESTONE,
            target=SCALE,
            value=SCALE,
            percent=Fraction(100),
            status=Status.DONE_NO_DEADLINE,
            deadline=None,
            done_on=date(2021, 2, 1),
        ),
        task(
            10,
            value=4 * SCALE,
            percent=Fraction(400, 3),
            status=Status.DONE_LATE,
            deadline=date(2021, 3, 31),
            done_on=date(2021, 4, 1),
            origin=SURE,
        ),
        *(
            task(
                11 + i, title=Words(text, text), unit_of_measure=Words(text), unit_name=Words(text)
            )
            for i, text in enumerate(NASTY)
        ),
    )


def figures(rows: Iterable[TaskRow]) -> Figures:
    """What ``rows`` add up to."""
    return total(
        Figures(
            {row.status: 1},
            int(row.at_risk),
            int(row.exceeded),
            row.weight * min(row.percent, Fraction(100)) / 100,
            row.weight,
        )
        if row.percent is not None and row.status is not Status.CANCELLED
        else Figures({row.status: 1}, int(row.at_risk), int(row.exceeded))
        for row in rows
    )


def summary(
    rows: tuple[TaskRow, ...] | None = None,
    *,
    plan: Plan = PLAN,
    condition: Condition | None = None,
    annex: bool = True,
) -> Summary:
    """By unit: the province leads nothing and has both districts below it."""
    shown = tasks() if rows is None else rows
    by_unit = {code: [r for r in shown if r.unit == code] for code in ("my-xuyen", "nga-nam")}
    below = tuple(
        SummaryRow(code, UNITS[code], figures(own), figures(own), depth=1)
        for code, own in by_unit.items()
    )
    province = SummaryRow("tinh", UNITS["tinh"], figures(()), figures(shown))
    return Summary(
        plan,
        UNITS["tinh"],
        AS_OF,
        By.UNIT,
        condition or Condition(),
        figures(shown),
        (province, *below),
        DIRECTIVES,
        shown if annex else (),
        UNITS,
    )


def nasty_plan() -> Plan:
    """A plan whose own words are hostile, marked as a sample."""
    text = " ".join(NASTY)
    return replace(PLAN, title=Words(text, text), sample=True)
