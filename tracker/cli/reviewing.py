"""``tracker submit``, ``accept`` and ``return``: the cycle of reports and accounts (DOMAIN §3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.asking_back import say_before_saving
from tracker.cli.database import desk
from tracker.cli.frame import declare
from tracker.cli.options import Directive, Unit, Word, Yes
from tracker.cli.output import line, message
from tracker.cli.problems import NothingAsked, OnlyOne
from tracker.cli.typed import condition
from tracker.cli.where import Where, meeting_now
from tracker.domain.condition import Condition
from tracker.domain.period import read_period
from tracker.domain.review import Meant, MeantAccounts, Step
from tracker.domain.text import clean, shown
from tracker.i18n import N_, _, formats, n_, names, say

if TYPE_CHECKING:
    from tracker.domain.review import Steps
    from tracker.service.desk import Desk

REPORTS_SHOWN = 12

OneTask = Annotated[str | None, typer.Argument(metavar=N_("TASK"), help=N_("One task's code."))]
OnePeriod = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar=N_("PERIOD"),
        help=N_("Only reports of this period; left out, of every one."),
    ),
]
Words = Annotated[
    list[str] | None,
    typer.Option(
        "--words", metavar=N_("WORDS"), help=N_("Only tasks in which these words are found.")
    ),
]
Everything = Annotated[bool, typer.Option("--all", help=N_("All tasks of the plan."))]
Accounts = Annotated[
    bool,
    typer.Option(
        "--accounts",
        help=N_(
            "Accounts in words (tracker account) instead of figures: of --unit, --directive"
            " or --all."
        ),
    ),
]
Comment = Annotated[
    str,
    typer.Option(
        "--comment", metavar=N_("TEXT"), help=N_("A comment to the unit, kept with the report.")
    ),
]


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        submit,
        "submit",
        N_(
            "Hand in drafts (tracker report --draft).\n\n"
            "Where the plan reviews reports they then await review; elsewhere they count at once."
        ),
        "tracker submit D7.2-my-xuyen --period 2021-Q1",
        "tracker submit --unit my-xuyen --period 2021-Q1",
        "tracker submit --accounts --unit my-xuyen --period 2021-Q1",
    )
    declare(
        app,
        accept,
        "accept",
        N_("Accept reports that await review: from now on they count."),
        "tracker accept D7.2-my-xuyen --period 2021-Q1",
        "tracker accept --all --period 2021-Q1",
        "tracker accept --accounts --all --period 2021-Q1",
    )
    declare(
        app,
        return_,
        "return",
        N_(
            "Return reports that await review, with a comment on what is to be corrected.\n\n"
            "A figure accepted before stands until its correction is accepted."
        ),
        'tracker return D7.2-my-xuyen --period 2021-Q1 --comment "Thiếu biên bản đối thoại"',
    )


def submit(
    ctx: typer.Context,
    task: OneTask = None,
    period: OnePeriod = None,
    unit: Unit = None,
    directive: Directive = None,
    words: Words = None,
    where: Where = None,
    everything: Everything = False,
    accounts: Accounts = False,
    why: Word = "",
    yes: Yes = False,
) -> None:
    wanted = condition(words or (), unit, directive)
    meant = _meant(task, period, wanted, where, everything=everything, accounts=accounts)
    _take(ctx, Step.SUBMIT, meant, why, where, yes=yes)


def accept(
    ctx: typer.Context,
    task: OneTask = None,
    period: OnePeriod = None,
    unit: Unit = None,
    directive: Directive = None,
    words: Words = None,
    where: Where = None,
    everything: Everything = False,
    accounts: Accounts = False,
    comment: Comment = "",
    yes: Yes = False,
) -> None:
    wanted = condition(words or (), unit, directive)
    meant = _meant(task, period, wanted, where, everything=everything, accounts=accounts)
    _take(ctx, Step.ACCEPT, meant, comment, where, yes=yes)


def return_(
    ctx: typer.Context,
    task: OneTask = None,
    period: OnePeriod = None,
    unit: Unit = None,
    directive: Directive = None,
    words: Words = None,
    where: Where = None,
    everything: Everything = False,
    accounts: Accounts = False,
    comment: Comment = "",
    yes: Yes = False,
) -> None:
    wanted = condition(words or (), unit, directive)
    meant = _meant(task, period, wanted, where, everything=everything, accounts=accounts)
    _take(ctx, Step.RETURN, meant, comment, where, yes=yes)


def _meant(
    task: str | None,
    period: str | None,
    narrowed: Condition,
    where: str | None,
    *,
    everything: bool,
    accounts: bool,
) -> Meant | MeantAccounts:
    """One task's reports, or those of a condition, or accounts; of the whole plan only when that
    is said."""
    if accounts:
        of_tasks = {
            _("a task's code"): task is not None,
            "--words": narrowed.words,
            "--where": where is not None,
        }
        for name, given in of_tasks.items():
            if given:
                raise OnlyOne(first=name, second="--accounts")
    narrows = narrowed != Condition() or where is not None
    if task is None and not narrows and not everything:
        options = "--unit, --directive, --all"
        if not accounts:
            options = _("a task's code, --unit, --directive, --words, --where or --all")
        raise NothingAsked(options=options)
    if task is not None and (narrows or everything):
        others = "--unit, --directive, --words, --where, --all"
        raise OnlyOne(first=_("a task's code"), second=others)
    of = None if period is None else read_period(period)
    if accounts:
        return MeantAccounts(narrowed.unit, narrowed.directive, of)
    return Meant(narrowed if task is None else clean(task), of)


_AHEAD = {
    Step.SUBMIT: N_("To be handed in: {reports}"),
    Step.ACCEPT: N_("To be accepted: {reports}"),
    Step.RETURN: N_("To be returned: {reports}"),
}
_DONE = {
    Step.SUBMIT: N_("Handed in: {reports}"),
    Step.ACCEPT: N_("Accepted: {reports}"),
    Step.RETURN: N_("Returned: {reports}"),
}


def _take(
    ctx: typer.Context,
    step: Step,
    meant: Meant | MeantAccounts,
    comment: str,
    where: str | None,
    *,
    yes: bool,
) -> None:
    call = asked(ctx)
    with desk(call) as desk_:
        if isinstance(meant, Meant) and isinstance(meant.tasks, Condition):
            narrowed = meeting_now(meant.tasks, where, desk_, call.plan)
            meant = replace(meant, tasks=narrowed)
        foreseen = _steps(desk_, call.plan, step, meant, comment, dry_run=True)
        said = [_counted(_AHEAD[step], foreseen), *_listed(foreseen)]
        say_before_saving(said, yes=yes)
        stepped = _steps(desk_, call.plan, step, _seen(meant, foreseen), comment)
    for one in _listed(stepped):
        line(one)
    for reason in stepped.left:
        message(_("left: {reason}").format(reason=say(reason)))
    line(_counted(_DONE[step], stepped))


def _steps(
    desk: Desk,
    plan: str | None,
    step: Step,
    meant: Meant | MeantAccounts,
    comment: str,
    *,
    dry_run: bool = False,
) -> Steps:
    from tracker.service.review import take_steps  # noqa: PLC0415 - loads SQLAlchemy

    if isinstance(meant, Meant):
        return take_steps(desk, plan, step, meant, comment=comment, dry_run=dry_run)
    return take_steps(desk, plan, step, accounts=meant, comment=comment, dry_run=dry_run)


def _seen(meant: Meant | MeantAccounts, foreseen: Steps) -> Meant | MeantAccounts:
    """What was asked about is what is done: not what has come meanwhile."""
    if isinstance(meant, Meant):
        return replace(meant, seen=frozenset(one.is_of for one in foreseen.reports))
    return replace(meant, seen=frozenset(one.is_of for one in foreseen.accounts))


def _counted(sentence: str, steps: Steps) -> str:
    count = len(steps)
    counted = n_("{count} report", "{count} reports", count)
    if steps.accounts:
        counted = n_("{count} account", "{count} accounts", count)
    return _(sentence).format(reports=counted.format(count=formats.count(count)))


def _listed(steps: Steps) -> list[str]:
    every = [
        f"  {report.task} · {names.period(report.period)}: {shown(formats.amount(report.figure))}"
        f" → {names.report_state(report.state)}"
        for report in steps.reports[:REPORTS_SHOWN]
    ]
    every += [
        f"  {shown(names.account(one.about))} → {names.report_state(one.state)}"
        for one in steps.accounts[:REPORTS_SHOWN]
    ]
    if (more := len(steps) - REPORTS_SHOWN) > 0:
        more_said = n_("… and {count} more", "… and {count} more", more)
        every.append("  " + more_said.format(count=formats.count(more)))
    return every
