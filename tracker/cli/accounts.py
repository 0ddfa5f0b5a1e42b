"""``tracker account``: a unit's words for one period."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.asked import Asked, asked
from tracker.cli.asking_back import at_terminal, say_before_saving
from tracker.cli.database import desk, plan_on_day
from tracker.cli.frame import declare
from tracker.cli.options import Json, Yes
from tracker.cli.output import as_json, line, message
from tracker.cli.problems import OnlyOne, StreamFailed, WrongUsage
from tracker.domain.account import LONGEST, AccountDraft, AccountTexts, Part, check_account
from tracker.domain.account_text import read_account, written_account
from tracker.domain.period import read_period
from tracker.domain.problem import Refused
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.reason import reason_of
from tracker.domain.text import clean, shown
from tracker.files import whole_path
from tracker.i18n import N_, _, formats, lang, n_, names

if TYPE_CHECKING:
    from tracker.domain.account import Accounting, AccountVersion, CheckedAccount
    from tracker.domain.period import Period
    from tracker.service.desk import Desk
    from tracker.store.read.view import View

MOST_BYTES = 8 * LONGEST
"""Of a file no more is read: whatever is longer has too many characters, headings and all."""
NO_PERSONAL_DATA = N_("No names or data of citizens: counts, places and documents only.")


class NoText(WrongUsage):
    wording = N_(
        "Give the account's text with --file FILE (- for standard input); at a terminal an editor"
        " opens without it."
    )


class FileTooLarge(Refused):
    wording = N_("{file} is too large for an account; {most} characters are allowed.")


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        account,
        "account",
        N_(
            "Write a unit's account of a period in words: results, shortcomings, next steps,"
            " proposals.\n\n"
            "Without --file an editor opens (VISUAL or EDITOR) with the four headings and what was"
            " written last. A later version amends the one before, which stays on record. No names"
            " or data of citizens."
        ),
        "tracker account my-xuyen --period 2021-Q1",
        "tracker account my-xuyen --period 2021-Q1 --directive D7 --file d7.md",
        "tracker account my-xuyen --period 2021-Q1 --show",
    )


def account(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar=N_("UNIT"), help=N_("The unit's code."))],
    period: Annotated[
        str,
        typer.Option(
            "--period",
            metavar=N_("PERIOD"),
            help=N_("A month 2021-03, a quarter 2021-Q1, a half 2021-H1 or a year 2021."),
        ),
    ],
    directive: Annotated[
        str | None,
        typer.Option(
            "--directive",
            metavar=N_("CODE"),
            help=N_("The account of this directive alone; left out, of the unit as a whole."),
        ),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option(
            "--file",
            metavar=N_("FILE"),
            help=N_("A text with the four headings; - for standard input."),
        ),
    ] = None,
    as_draft: Annotated[
        bool,
        typer.Option("--draft", help=N_("Keep it as a draft until tracker submit --accounts.")),
    ] = False,
    show: Annotated[
        bool, typer.Option("--show", help=N_("Show all versions instead of writing one."))
    ] = False,
    in_json: Json = False,
    yes: Yes = False,
) -> None:
    call, of = asked(ctx), read_period(period)
    about = clean(unit), of, None if directive is None else clean(directive)
    if show or in_json:
        for option, given in (("--file", file is not None), ("--draft", as_draft)):
            if given:
                raise OnlyOne(first="--show" if show else "--json", second=option)
        _show(call, *about, in_json=in_json)
        return
    if file is None and not at_terminal():
        raise NoText
    with desk(call) as where:
        found = _on_record(where, call.plan, *about)
        draft = AccountDraft(
            found.about.unit,
            of,
            AccountTexts(),
            found.about.directive or None,
            kept_back=as_draft,
            # What was in sight is amended: not what comes while one writes.
            seen=found.newest.version if found.newest else 0,
        )
        if file is not None:
            _take(where, call.plan, found, draft, _read(file), yes=yes)
            return
        from tracker.cli.editor import edited  # noqa: PLC0415 - a file needs none

        with edited(_template(found), f"{found.about.unit}-{of.code}.md") as text:
            if text is None:
                message(_("Nothing was changed, and nothing was written."))
            else:
                _take(where, call.plan, found, draft, text, yes=yes)


def _on_record(
    desk: Desk, plan: str | None, unit: str, period: Period, directive: str | None
) -> Accounting:
    from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.store.read.view import open_view  # noqa: PLC0415

    with reading(desk.engine) as session:
        return _accounting(
            session, open_view(session, plan, None, desk.today), unit, period, directive
        )


def _accounting(
    session: Any, view: View, unit: str, period: Period, directive: str | None
) -> Accounting:
    from tracker.store.read.accounts import accounting  # noqa: PLC0415 - loads SQLAlchemy

    return accounting(session, view, unit, period, directive)


def _template(found: Accounting) -> str:
    """What the editor opens with."""
    remarks = [
        _("Account of {account}").format(account=names.account(found.about)),
        _(NO_PERSONAL_DATA),
        _(
            "Leave the headings as they are. Lines above the first one that begin with // are"
            " dropped."
        ),
    ]
    if (last := found.newest) is None:
        return written_account(AccountTexts(), lang(), tuple(remarks))
    remarks.append(_standing(last))
    if last.comment:
        remarks += [f"“{part}”" for part in shown(last.comment, lines=True).split("\n")]
    return written_account(last.texts, lang(), tuple(remarks))


def _standing(version: AccountVersion) -> str:
    return _("version {version}, {state}, {moment}, {who}").format(
        version=version.version,
        state=names.report_state(version.state),
        moment=formats.moment(version.recorded_at),
        who=shown(version.who),
    )


def _read(file: str) -> str:
    """The text of the file, or of standard input. Raises FileTooLarge, StreamFailed."""
    from tracker.cli.editor import read_text  # noqa: PLC0415 - `--show` needs none

    try:
        if file == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with whole_path(Path(file)).open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise StreamFailed(file=file, reason=reason_of(error)) from error
    if len(content) > MOST_BYTES:
        raise FileTooLarge(file=file, most=Amount(LONGEST * SCALE))
    return read_text(content)


def _take(
    desk: Desk, plan: str | None, found: Accounting, draft: AccountDraft, text: str, *, yes: bool
) -> None:
    draft = replace(draft, texts=read_account(text))
    foreseen = check_account(found, draft, desk.today)
    say_before_saving([_reading(foreseen)], yes=yes)
    from tracker.service.accounts import write_account  # noqa: PLC0415 - loads SQLAlchemy

    written = write_account(desk, plan, draft).account
    line(
        _("{account}: version {version} is on record: {state}").format(
            account=names.account(written.about),
            version=written.version,
            state=names.report_state(written.state),
        )
    )


def _reading(checked: CheckedAccount) -> str:
    """How much it is, part by part, and what it replaces."""
    parts = [
        f"{part.numeral}. {names.part(part)}: {_characters(len(checked.texts.of(part)))}"
        for part in Part
        if checked.texts.of(part)
    ]
    if checked.amends is not None:
        parts.append(_("replaces version {version}").format(version=checked.amends.version))
    return f"{names.account(checked.about)}: {'; '.join(parts)}"


def _characters(count: int) -> str:
    return n_("{count} character", "{count} characters", count).format(count=formats.count(count))


def _show(call: Asked, unit: str, period: Period, directive: str | None, *, in_json: bool) -> None:
    with plan_on_day(call) as (session, view):
        found = _accounting(session, view, unit, period, directive)
    if in_json:
        as_json(_object(found, view))
        return
    line(shown(names.account(found.about)))
    if not found.versions:
        line(_("Nothing is on record."))
    for version in reversed(found.versions):
        _print(version)


def _print(version: AccountVersion) -> None:
    remarks = [_standing(version)]
    if version.counts:
        remarks.append(_("this one counts"))
    if version.after_closing:
        remarks.append(_("amended after closing"))
    line()
    line("; ".join(remarks))
    if version.comment:
        line(_("comment: {comment}").format(comment=shown(version.comment)))
    for part in Part:
        if text := version.texts.of(part):
            line(f"{part.numeral}. {names.part(part)}")
            for said in shown(text, lines=True).split("\n"):
                line(f"  {said}")


def _object(found: Accounting, view: View) -> dict[str, Any]:
    from tracker.export.json import known_on_object  # noqa: PLC0415

    return {
        "plan": view.plan.code,
        "known_on": known_on_object(view.known_on),
        "sample": view.plan.sample,
        "unit": found.about.unit,
        "directive": found.about.directive or None,
        "period": found.about.period.code,
        "versions": [
            {
                "version": version.version,
                "state": version.state.value,
                "counts": version.counts,
                **{part.value: version.texts.of(part) for part in Part},
                "recorded_at": version.recorded_at.isoformat(),
                "who": version.who,
                "comment": version.comment,
                "after_closing": version.after_closing,
            }
            for version in found.versions
        ],
    }
