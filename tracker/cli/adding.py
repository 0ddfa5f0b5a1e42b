"""``tracker add``: a task of the user's own."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.asking_back import say_before_saving
from tracker.cli.database import desk
from tracker.cli.fields import (
    LEAD,
    MEASURE,
    RHYTHM,
    TITLE,
    UNIT_OF_MEASURE,
    Baseline,
    Coordinating,
    Deadline,
    Start,
    Target,
    TitleEn,
    UnitOfMeasureEn,
    Weight,
    coordinating_units,
    readings,
    stated,
    values,
    words,
)
from tracker.cli.frame import declare
from tracker.cli.on_record import free_code, plan_now
from tracker.cli.options import Yes
from tracker.cli.output import line
from tracker.domain.origin import Field
from tracker.domain.task import TaskDraft
from tracker.domain.text import clean, shown
from tracker.i18n import N_, _, formats, lang


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        add,
        "add",
        N_(
            "Add a task to the plan.\n\n"
            "Its fields are proposals until a document confirms them (tracker confirm). A plan file"
            " applied again leaves it alone."
        ),
        'tracker add --directive D7 --unit my-xuyen --title "Đối thoại với hộ dân vùng dự án"'
        " --measure sum --unit-of-measure cuộc --rhythm quarter --target 4 --deadline 30/11/2021",
    )


def add(
    ctx: typer.Context,
    directive: Annotated[
        str,
        typer.Option("--directive", metavar=N_("CODE"), help=N_("The directive, such as D7.")),
    ],
    unit: Annotated[str, LEAD],
    title: Annotated[str, TITLE],
    measure: Annotated[str, MEASURE],
    unit_of_measure: Annotated[str, UNIT_OF_MEASURE],
    rhythm: Annotated[str, RHYTHM],
    title_en: TitleEn = None,
    unit_of_measure_en: UnitOfMeasureEn = None,
    target: Target = None,
    baseline: Baseline = None,
    start: Start = None,
    deadline: Deadline = None,
    weight: Weight = None,
    coordinating: Coordinating = None,
    code: Annotated[
        str | None,
        typer.Option(
            "--code",
            metavar=N_("CODE"),
            help=N_("The task's code; left out, a free one such as D7.u1-my-xuyen."),
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    call = asked(ctx)
    counted = words("--unit-of-measure", unit_of_measure, unit_of_measure_en)
    named, lead = words("--title", title, title_en), stated("--unit", unit)
    typed = {
        Field.MEASURE: measure,
        Field.RHYTHM: rhythm,
        Field.TARGET: target,
        Field.BASELINE: baseline,
        Field.START: start,
        Field.DEADLINE: deadline,
        Field.WEIGHT: weight,
    }
    with desk(call) as where:
        plan = plan_now(where, call.plan).plan
        read = values(typed, counted, plan.year)
        spelled, free = free_code(where, plan.code, clean(directive), lead)
        given = {Field.START: plan.first_day, **read}
        draft = TaskDraft(
            code=clean(code).strip() if code is not None else free,
            directive=spelled,
            year=plan.year,
            title=named,
            unit=lead,
            unit_of_measure=counted,
            coordinating=coordinating_units(coordinating) or (),
            **{field.value: value for field, value in given.items()},
        )
        say_before_saving(readings(draft.code, typed, read, counted), yes=yes)
        from tracker.service.tasks import add_task  # noqa: PLC0415 - loads SQLAlchemy

        add_task(where, plan.code, draft)
    line(_said(draft))


def _said(draft: TaskDraft) -> str:
    unit = shown(draft.unit_of_measure.said(lang()))
    target = f"{formats.number(draft.target)} {unit}" if draft.target is not None else _("none yet")
    return _("{task} added: {title}; target {target}; deadline {deadline}").format(
        task=draft.code,
        title=shown(draft.title.said(lang())),
        target=target,
        deadline=formats.day(draft.deadline),
    )
