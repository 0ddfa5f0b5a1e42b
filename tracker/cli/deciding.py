"""``tracker cancel``, ``resume`` and ``confirm``: decisions about tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.asking_back import say_before_saving
from tracker.cli.database import desk
from tracker.cli.days import day_of
from tracker.cli.frame import declare
from tracker.cli.on_record import count_of, day_asked, plan_now, task_on_record, values_of
from tracker.cli.options import DOCUMENT, Directive, DocumentDay, Task, Unit, Why, Yes
from tracker.cli.output import line, message
from tracker.cli.problems import NothingAsked, OnlyOne
from tracker.cli.typed import choice, condition
from tracker.cli.typed import document as read_document
from tracker.cli.where import Where, meeting_now
from tracker.domain.condition import Condition
from tracker.domain.origin import Document, Field
from tracker.domain.problem import Refused
from tracker.domain.text import clean, shown
from tracker.i18n import N_, _, formats, n_, names

if TYPE_CHECKING:
    from tracker.service.confirming import Confirmed
    from tracker.service.desk import Desk


class NoTaskFound(Refused):
    wording = N_("No task is found with {asked}.")


class NothingLeft(Refused):
    wording = N_(
        "Nothing is left to confirm: {tasks} found, and on {day} none of the fields asked about is"
        " proposed or inferred."
    )


StoppedFrom = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar=N_("DAY"),
        help=N_("From which day on; left out, the day that summaries are about."),
    ),
]
ResumedFrom = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar=N_("DAY"),
        help=N_("From which day on; left out, as if it had not been stopped."),
    ),
]


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        cancel,
        "cancel",
        N_(
            "Stop a task, with a reason.\n\n"
            "It counts in no rate any more and takes no report; its reports stay on record."
        ),
        'tracker cancel D7.2-my-xuyen --why "Không phát sinh khiếu kiện kéo dài" --from 1/7/2021',
    )
    declare(
        app,
        resume,
        "resume",
        N_(
            "Take a stopped task up again.\n\n"
            "Without --from the days since the stop count as well: it is as if it had not been"
            " stopped."
        ),
        "tracker resume D7.2-my-xuyen",
    )
    declare(
        app,
        confirm,
        "confirm",
        N_(
            "Put proposed and inferred fields under a document: their marks * and ~ go.\n\n"
            "Of one task, or of all tasks that meet --unit, --directive, --words and --where; how"
            " many values of how many tasks these are is said first, and asked about at a terminal."
        ),
        "tracker confirm D7.2-my-xuyen --field target --document 12-KH/BDVTU"
        " --document-day 15/1/2021",
        "tracker confirm --unit my-xuyen --directive D9 --document 12-KH/BDVTU"
        " --document-day 15/1/2021",
        "tracker confirm --where 'origin:inferred directive:D9' --document 12-KH/BDVTU"
        " --document-day 15/1/2021",
    )


def cancel(ctx: typer.Context, task: Task, why: Why = "", day_from: StoppedFrom = None) -> None:
    call = asked(ctx)
    with desk(call, day_by="--from") as where:
        view = plan_now(where, call.plan)
        day = day_of(day_from, view.plan.year) if day_from is not None else view.day
        row = task_on_record(where, call.plan, task)
        from tracker.service.stops import cancel_task  # noqa: PLC0415 - loads SQLAlchemy

        cancel_task(where, call.plan, row.code, clean(why), day=day)
    line(
        _("{task} is stopped from {day} on; its reports stay on record.").format(
            task=row.code, day=formats.day(day)
        )
    )


def resume(ctx: typer.Context, task: Task, why: Why = "", day_from: ResumedFrom = None) -> None:
    call = asked(ctx)
    with desk(call, day_by="--from") as where:
        row = task_on_record(where, call.plan, task)
        day = day_of(day_from, row.start.year) if day_from is not None else None
        from tracker.service.stops import resume_task  # noqa: PLC0415 - loads SQLAlchemy

        resume_task(where, call.plan, row.code, clean(why), day=day)
    if day is None:
        line(_("{task} goes on as if it had not been stopped.").format(task=row.code))
    else:
        line(_("{task} goes on from {day}.").format(task=row.code, day=formats.day(day)))


def confirm(
    ctx: typer.Context,
    number: Annotated[str, DOCUMENT],
    task: Annotated[
        str | None, typer.Argument(metavar=N_("TASK"), help=N_("One task's code."))
    ] = None,
    document_day: DocumentDay = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar=N_("FIELD"),
            help=N_(
                "Only this field; may be given again. title, unit, coordinating, measure,"
                " unit_of_measure, rhythm, baseline, target, start, deadline, weight."
            ),
        ),
    ] = None,
    unit: Unit = None,
    directive: Directive = None,
    words: Annotated[
        list[str] | None,
        typer.Option(
            "--words", metavar=N_("WORDS"), help=N_("Only tasks in which these words are found.")
        ),
    ] = None,
    where: Where = None,
    everything: Annotated[bool, typer.Option("--all", help=N_("All tasks of the plan."))] = False,
    yes: Yes = False,
) -> None:
    wanted = _meant(task, condition(words or (), unit, directive), where, everything=everything)
    fields = [choice(Field, "--field", text) for text in field or ()] or list(Field)
    document = read_document(number, document_day) or Document("")
    call = asked(ctx)
    with desk(call, on_a_day=True) as desk_:
        from tracker.service.confirming import confirm as put_under  # noqa: PLC0415 - SQLAlchemy

        day = day_asked(desk_, call)
        if isinstance(wanted, Condition):
            wanted = meeting_now(wanted, where, desk_, call.plan)
        with _found_said(desk_, call.plan, wanted, day):
            if isinstance(wanted, Condition):
                foreseen = put_under(
                    desk_, call.plan, wanted, document, fields, as_of=day, dry_run=True
                )
                said = [_counted(_ABOUT_TO, foreseen, document), *values_of(day)]
                say_before_saving(said, yes=yes)
            confirmed = put_under(desk_, call.plan, wanted, document, fields, as_of=day)
    if isinstance(wanted, str):
        for said_of_day in values_of(day):
            message(said_of_day)
    for code, put in confirmed.fields.items():
        line(f"{code} · {', '.join(names.field(name) for name in put)}")
    line(_counted(_DONE, confirmed, document))


_ABOUT_TO = N_("To be confirmed by {document}: {values} of {tasks}.")
_DONE = N_("Confirmed by {document}: {values} of {tasks}.")


def _counted(sentence: str, confirmed: Confirmed, document: Document) -> str:
    """``sentence`` with how many values of how many tasks they are."""
    values, tasks = sum(map(len, confirmed.fields.values())), len(confirmed.fields)
    return _(sentence).format(
        document=shown(document.number),
        values=n_("{count} value", "{count} values", values).format(count=formats.count(values)),
        tasks=n_("{count} task", "{count} tasks", tasks).format(count=formats.count(tasks)),
    )


@contextmanager
def _found_said(
    where: Desk, plan: str | None, wanted: Condition | str, day: date | None
) -> Iterator[None]:
    """Nothing to confirm is refused with what was looked for, or with how much was found."""
    from tracker.service.confirming import NoTaskMeets, NothingToConfirm  # noqa: PLC0415 - SQLAlchemy

    try:
        yield
    except NoTaskMeets:
        assert isinstance(wanted, Condition)  # noqa: S101 - an unknown code is refused as such
        raise NoTaskFound(asked=_in_options(wanted)) from None
    except NothingToConfirm as none:
        found = 1 if isinstance(wanted, str) else count_of(where, plan, wanted, day)
        raise NothingLeft(
            tasks=n_("{count} task", "{count} tasks", found).format(count=formats.count(found)),
            day=none.facts["day"],
        ) from None


def _in_options(wanted: Condition) -> str:
    """``--unit my-xuyen --words “quy che”``: what was typed."""
    words = f"“{' '.join(wanted.words)}”" if wanted.words else None
    where = None if wanted.where is None else shown(str(wanted.where))
    given = {
        "--unit": wanted.unit,
        "--directive": wanted.directive,
        "--words": words,
        "--where": where,
    }
    return " ".join(f"{option} {text}" for option, text in given.items() if text) or "--all"


def _meant(
    task: str | None, narrowed: Condition, where: str | None, *, everything: bool
) -> Condition | str:
    """One task's code, or a condition; the whole plan only when that is said in so many words."""
    narrows = narrowed != Condition() or where is not None
    if task is None and not narrows and not everything:
        options = _("a task's code, --unit, --directive, --words, --where or --all")
        raise NothingAsked(options=options)
    if task is not None and (narrows or everything):
        others = "--unit, --directive, --words, --where, --all"
        raise OnlyOne(first=_("a task's code"), second=others)
    return narrowed if task is None else clean(task)
