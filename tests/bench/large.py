"""A large plan, made through the program's own services: 10,000 tasks and 100,000 reports.

One province with a hundred units under it, twenty directives, monthly tasks of every measure,
ten reports each. The same numbers come out every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from tracker.domain.measure import Measure
from tracker.domain.period import Rhythm, periods
from tracker.domain.plan import Directive, Plan, PlanDraft, Source
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.report import ReportDraft
from tracker.domain.task import TaskDraft
from tracker.domain.unit import Unit, UnitKind
from tracker.domain.words import Words

CODE = "large-2021"
YEAR = 2021
UNITS = 100
DIRECTIVES = 20
TASKS_OF_A_PAIR = 5
TASKS = UNITS * DIRECTIVES * TASKS_OF_A_PAIR
REPORTS_OF_A_TASK = 10
REPORTS = TASKS * REPORTS_OF_A_TASK
WRITTEN_ON = datetime(YEAR, 11, 1, 8, tzinfo=UTC)
SEED = 2021


def plan_draft() -> PlanDraft:
    """The head, the units and the directives."""
    issuer = Unit("tinh", UnitKind.PROVINCE, Words("Tỉnh ủy", "Province"), Words("Tỉnh", "Prov."))
    units = [
        Unit(
            f"huyen-{number}",
            UnitKind.DISTRICT,
            Words(f"Huyện số {number}", f"District {number}"),
            Words(f"H. {number}", f"D. {number}"),
            parent=issuer.code,
        )
        for number in range(1, UNITS + 1)
    ]
    directives = [
        Directive(
            f"D{number}",
            number,
            f"nâng cao chất lượng hoạt động thứ {number}",
            f"raise the quality of activity {number}",
            Words(f"Hoạt động {number}", f"Activity {number}"),
        )
        for number in range(1, DIRECTIVES + 1)
    ]
    plan = Plan(CODE, YEAR, Words("Kế hoạch lớn", "A large plan"), issuer.code, Source("–"))
    return PlanDraft(plan, (issuer, *units), tuple(directives))


def task_drafts() -> Iterator[TaskDraft]:
    measures = (Measure.SUM, Measure.LATEST, Measure.CEILING, Measure.MILESTONE, Measure.SUM)
    for unit in range(1, UNITS + 1):
        for directive in range(1, DIRECTIVES + 1):
            for number, measure in enumerate(measures[:TASKS_OF_A_PAIR], start=1):
                yield TaskDraft(
                    code=f"D{directive}-{unit}-{number}",
                    directive=f"D{directive}",
                    year=YEAR,
                    title=Words(
                        f"Tổ chức hội nghị đối thoại với nhân dân lần {number}",
                        f"Hold dialogue conference {number}",
                    ),
                    unit=f"huyen-{unit}",
                    measure=measure,
                    unit_of_measure=Words("cuộc", "meetings"),
                    rhythm=Rhythm.MONTH,
                    start=date(YEAR, 1, 1),
                    deadline=date(YEAR, 3 + (unit + directive) % 10, 25),
                    target=SCALE if measure is Measure.MILESTONE else 12 * SCALE,
                    weight=1 + number % 3,
                )


def report_drafts(tasks: list[TaskDraft]) -> Iterator[list[ReportDraft]]:
    """The reports, in lots of some hundred tasks that one service call takes."""
    dice = Random(SEED)  # noqa: S311 - made-up figures, no secret
    months = periods(Rhythm.MONTH, YEAR)[:REPORTS_OF_A_TASK]
    for begin in range(0, len(tasks), 200):
        yield [
            ReportDraft(task.code, month, Amount(figure * SCALE), str(figure))
            for task in tasks[begin : begin + 200]
            for month in months
            for figure in [dice.randint(0, 1 if task.measure is Measure.MILESTONE else 2)]
        ]


def make(path: Path) -> None:
    """Writes the whole plan into a new SQLite database."""
    from tracker.service.desk import Desk
    from tracker.service.plans import apply_plan
    from tracker.service.reports import report_many
    from tracker.store.engine import open_engine
    from tracker.upkeep.migrate import migrate

    engine = open_engine(str(path))
    migrate(engine)
    desk = Desk(engine, lambda: WRITTEN_ON, "bench")
    tasks = list(task_drafts())
    apply_plan(desk, plan_draft(), tasks)
    for lot in report_drafts(tasks):
        report_many(desk, CODE, lot)
    engine.dispose()
