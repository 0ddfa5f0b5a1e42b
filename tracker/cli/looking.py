"""``tracker list``, ``show``, ``history``, ``summary``, ``matrix``: reads of one day."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.database import plan_on_day
from tracker.cli.days import day_of
from tracker.cli.frame import declare
from tracker.cli.options import By as ByText
from tracker.cli.options import Directive, Json, Task, Unit
from tracker.cli.output import as_bytes, as_json, message
from tracker.cli.problems import OnlyOne
from tracker.cli.typed import choice, condition, sorting
from tracker.cli.where import Where, hint, meeting
from tracker.domain.condition import By, Condition, Sort
from tracker.domain.plan import SAMPLE
from tracker.domain.text import clean
from tracker.i18n import N_


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        list_tasks,
        "list",
        N_(
            "List tasks with their figures and status.\n\n"
            "Words are looked for in code, title, directive and unit; accents and capitals do not"
            " matter."
        ),
        'tracker list "doi thoai" --unit my-xuyen',
        "tracker list --where 'status:overdue or due<30/6'",
        "tracker list --where 'unit:my-xuyen value<50% not origin:proposed'",
        "tracker list --where '(directive:D7 or directive:D9) owed:2021-Q1'",
        "tracker list --status attention --sort -deadline",
        "tracker --as-of 30/6/2021 list --directive D7 --csv",
    )
    declare(
        app,
        show,
        "show",
        N_("Show one task: its directive's words, figures, reports and documents."),
        "tracker show D7.2-my-xuyen",
    )
    declare(
        app,
        history,
        "history",
        N_("Show every change of one task, the newest first: who, when, what, before, after, why."),
        "tracker history D7.2-my-xuyen",
    )
    declare(
        app,
        summary,
        "summary",
        N_("Show where everyone stands: totals, both rates with their denominators, and rows."),
        "tracker summary",
        "tracker --as-of 30/6/2021 summary --by directive",
        "tracker summary --where 'origin:proposed not status:done'",
    )
    declare(
        app,
        matrix,
        "matrix",
        N_(
            "Show how far each unit is with each directive: the worst sign among its tasks there,"
            " and their completion percent.\n\n"
            "A unit's own tasks are counted, which it leads; with --below, those of all units below"
            " it as well. The total counts each task once."
        ),
        "tracker matrix",
        "tracker --as-of 30/6/2021 matrix --unit my-xuyen --below",
    )


def list_tasks(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar=N_("WORD"), help=N_("Words that must all be found.")),
    ] = None,
    unit: Unit = None,
    directive: Directive = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar=N_("STATUS"),
            help=N_(
                "Only this status; may be given again. not_started, in_progress, overdue,"
                " done_on_time, done_late, done_no_deadline, cancelled; also at_risk, exceeded"
                " (over the ceiling) and attention (overdue, at risk or over the ceiling)."
            ),
        ),
    ] = None,
    due_before: Annotated[
        str | None,
        typer.Option(
            "--due-before",
            metavar=N_("DAY"),
            help=N_("Only tasks with a deadline before this day."),
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            metavar=N_("KEY"),
            help=N_(
                "code, title, unit, status, deadline, percent or need (what calls for attention"
                " first); with - before it the other way round."
            ),
        ),
    ] = None,
    where: Where = None,
    in_json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help=N_("Print CSV instead of a table."))] = False,
) -> None:
    if in_json and csv:
        raise OnlyOne(first="--json", second="--csv")
    wanted = condition(words or (), unit, directive, status or ())
    order = sorting(sort)
    hint(wanted.words)
    with plan_on_day(asked(ctx)) as (session, view):
        from tracker.store.read.tasks import task_ids, task_rows  # noqa: PLC0415 - SQLAlchemy

        if due_before is not None:
            wanted = replace(wanted, due_before=day_of(due_before, view.plan.year))
        wanted = meeting(wanted, where, session, view)
        rows = task_rows(session, view, task_ids(session, view, wanted, order))
        of = (
            len(rows)
            if wanted == Condition()
            else len(task_ids(session, view, Condition(), Sort()))
        )
    if in_json or csv:
        if view.plan.sample:
            message(SAMPLE)
        if in_json:
            from tracker.export.json import task_object  # noqa: PLC0415

            as_json([task_object(row) for row in rows])
        else:
            from tracker.export.csv import task_table  # noqa: PLC0415

            as_bytes(task_table(rows, view.unit_names))
    else:
        from tracker.cli.tables import print_tasks  # noqa: PLC0415

        print_tasks(view.plan, view.day, view.known_on, rows, of)


def show(ctx: typer.Context, task: Task, in_json: Json = False) -> None:
    with plan_on_day(asked(ctx)) as (session, view):
        from tracker.store.read.detail import task_detail  # noqa: PLC0415 - loads SQLAlchemy

        detail = task_detail(session, view, clean(task))
    from tracker.cli.detail import detail_object, print_detail  # noqa: PLC0415

    if in_json:
        as_json(detail_object(detail, view.plan, view.day, view.known_on))
    else:
        print_detail(detail, view.plan, view.day, view.known_on)


def history(ctx: typer.Context, task: Task, in_json: Json = False) -> None:
    with plan_on_day(asked(ctx)) as (session, view):
        from tracker.store.read.detail import history as changes_of  # noqa: PLC0415

        changes = changes_of(session, view, clean(task))
    from tracker.cli.detail import change_object, print_history  # noqa: PLC0415

    if in_json:
        as_json([change_object(change) for change in changes])
    else:
        print_history(changes)


def summary(
    ctx: typer.Context,
    by: ByText = By.UNIT.value,
    unit: Unit = None,
    directive: Directive = None,
    where: Where = None,
    in_json: Json = False,
) -> None:
    rows, wanted = choice(By, "--by", by), condition(unit=unit, directive=directive)
    with plan_on_day(asked(ctx)) as (session, view):
        from tracker.store.read.rollup import summary as roll_up  # noqa: PLC0415 - SQLAlchemy

        found = roll_up(session, view, rows, meeting(wanted, where, session, view))
    if in_json:
        from tracker.export.json import summary_object  # noqa: PLC0415

        as_json(summary_object(found))
    else:
        from tracker.cli.tables import print_summary  # noqa: PLC0415

        print_summary(found)


def matrix(
    ctx: typer.Context,
    unit: Unit = None,
    directive: Directive = None,
    where: Where = None,
    below: Annotated[
        bool,
        typer.Option("--below", help=N_("Count with each unit all that lies below it.")),
    ] = False,
    in_json: Json = False,
) -> None:
    wanted = condition(unit=unit, directive=directive)
    with plan_on_day(asked(ctx)) as (session, view):
        from tracker.store.read.matrix import matrix as roll_up  # noqa: PLC0415 - SQLAlchemy

        found = roll_up(session, view, meeting(wanted, where, session, view))
    from tracker.cli.matrices import matrix_object, print_matrix  # noqa: PLC0415

    if in_json:
        as_json(matrix_object(found))
    else:
        print_matrix(found, below=below)
