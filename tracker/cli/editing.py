"""``tracker edit`` and ``tracker assign``: other values for a task's fields."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.asked import asked
from tracker.cli.asking_back import say_before_saving
from tracker.cli.database import desk
from tracker.cli.days import day_of
from tracker.cli.fields import (
    Baseline,
    Coordinating,
    Deadline,
    Lead,
    MeasureText,
    RhythmText,
    Start,
    Target,
    Title,
    TitleEn,
    UnitOfMeasure,
    UnitOfMeasureEn,
    Weight,
    changed_words,
    coordinating_units,
    readings,
    stated,
    values,
)
from tracker.cli.frame import declare
from tracker.cli.on_record import day_asked, plan_now, task_on_record, values_of
from tracker.cli.options import DocumentDay, DocumentNumber, From, Task, Why, Yes
from tracker.cli.output import line, message
from tracker.cli.problems import NothingAsked
from tracker.cli.typed import document as read_document
from tracker.domain.edit import Seen
from tracker.domain.origin import Field
from tracker.domain.text import clean
from tracker.i18n import N_, _, formats, names
from tracker.i18n.record import value_said

if TYPE_CHECKING:
    from tracker.domain.task import TaskRow
    from tracker.service.editing import Edited


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        edit,
        "edit",
        N_(
            "Change fields of a task.\n\n"
            "Lead unit, target, deadline and weight may change from a day on (--from); the other"
            " fields are corrected for the whole year. With --document the new values are"
            " confirmed, without it they are proposals. A plan file applied again leaves them"
            " alone."
        ),
        'tracker edit D7.2-my-xuyen --target 6 --from 1/7/2021 --why "Giao bổ sung"',
        "tracker edit D7.2-my-xuyen --deadline 30/11/2021 --document 12-KH/BDVTU"
        " --document-day 15/1/2021",
    )
    declare(
        app,
        assign,
        "assign",
        N_("Give a task to another lead unit, or to other coordinating units."),
        'tracker assign D7.2-my-xuyen my-tu --from 1/7/2021 --why "Điều chuyển địa bàn"',
        "tracker assign D7.2-my-xuyen --coordinating thanh-tra,ban-tiep-cong-dan",
    )


def edit(
    ctx: typer.Context,
    task: Task,
    title: Title = None,
    title_en: TitleEn = None,
    unit: Lead = None,
    coordinating: Coordinating = None,
    measure: MeasureText = None,
    unit_of_measure: UnitOfMeasure = None,
    unit_of_measure_en: UnitOfMeasureEn = None,
    rhythm: RhythmText = None,
    baseline: Baseline = None,
    target: Target = None,
    start: Start = None,
    deadline: Deadline = None,
    weight: Weight = None,
    day_from: From = None,
    why: Why = "",
    document: DocumentNumber = None,
    document_day: DocumentDay = None,
    yes: Yes = False,
) -> None:
    typed = {
        Field.MEASURE: measure,
        Field.RHYTHM: rhythm,
        Field.BASELINE: baseline,
        Field.TARGET: target,
        Field.START: start,
        Field.DEADLINE: deadline,
        Field.WEIGHT: weight,
    }
    texts = (title, title_en, unit, coordinating, unit_of_measure, unit_of_measure_en)
    if all(given is None for given in (*texts, *typed.values())):
        raise NothingAsked(options="--title, --unit, --target, --deadline, …")
    call = asked(ctx)
    confirms = read_document(document, document_day)
    with desk(call, on_a_day=True) as where:
        view, asked_day = plan_now(where, call.plan), day_asked(where, call)
        since = _day(day_from, view.plan.year)
        row = task_on_record(where, call.plan, task, since or asked_day or view.day)
        changes: dict[Field, Any] = changed_words(Field.TITLE, title, title_en, row)
        changes |= changed_words(Field.UNIT_OF_MEASURE, unit_of_measure, unit_of_measure_en, row)
        counted = changes.get(Field.UNIT_OF_MEASURE, row.unit_of_measure)
        changes |= values(typed, counted, row.start.year)
        if unit is not None:
            changes[Field.UNIT] = stated("--unit", unit)
        if (others := coordinating_units(coordinating)) is not None:
            changes[Field.COORDINATING] = others
        from tracker.service.editing import edit_task  # noqa: PLC0415 - loads SQLAlchemy

        edit_it = partial(
            edit_task,
            where,
            call.plan,
            row.code,
            changes,
            day_from=since,
            as_of=asked_day,
            why=clean(why),
            document=confirms,
            seen=Seen(since or asked_day or view.day, row),
        )
        # What is refused is not asked about.
        edit_it(dry_run=True)
        said = readings(row.code, typed, changes, counted)
        say_before_saving([*said, *values_of(asked_day, since)], yes=yes)
        edited = edit_it()
    _print(edited, row)


def assign(
    ctx: typer.Context,
    task: Task,
    unit: Annotated[
        str | None, typer.Argument(metavar=N_("UNIT"), help=N_("The new lead unit's code."))
    ] = None,
    coordinating: Coordinating = None,
    day_from: From = None,
    why: Why = "",
    document: DocumentNumber = None,
    document_day: DocumentDay = None,
) -> None:
    if unit is None and coordinating is None:
        raise NothingAsked(options=_("the new lead unit's code, --coordinating"))
    call = asked(ctx)
    confirms = read_document(document, document_day)
    with desk(call, on_a_day=True) as where:
        view, asked_day = plan_now(where, call.plan), day_asked(where, call)
        since = _day(day_from, view.plan.year)
        row = task_on_record(where, call.plan, task, since or asked_day or view.day)
        from tracker.service.editing import assign_task  # noqa: PLC0415 - loads SQLAlchemy

        edited = assign_task(
            where,
            call.plan,
            row.code,
            stated(_("UNIT"), unit) if unit is not None else None,
            coordinating_units(coordinating),
            day_from=since,
            as_of=asked_day,
            why=clean(why),
            document=confirms,
        )
    for said in values_of(asked_day, since):
        message(said)
    _print(edited, row)


def _day(text: str | None, year: int) -> date | None:
    return day_of(text, year) if text is not None else None


def _print(edited: Edited, row: TaskRow) -> None:
    """What was changed of the task that stood as ``row``."""
    for field, (before, after) in edited.fields.items():
        said = f"{value_said(field, before)} → {value_said(field, after)}"
        if (
            field is Field.UNIT
            and after in row.coordinating
            and Field.COORDINATING not in edited.fields
        ):
            said += "; " + _("{unit} does not coordinate on the days it leads").format(unit=after)
        line(f"{edited.task} · {names.field(field)}: {said}")
    for field, day in edited.later.items():
        message(
            _("{field}: from {day} on the other value given for it stays.").format(
                field=names.field(field).capitalize(), day=formats.day(day)
            )
        )
