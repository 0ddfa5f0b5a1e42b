"""What a sheet does with what was typed: keeps it, lends it to a form, hands it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.period import Period, read_period
from tracker.domain.sheet import CUMULATIVE, Outcome, SheetRow, Typed, draft_of
from tracker.i18n import _, formats, n_
from tracker.tui.answers import SheetSent, Standpoint, UnsentKept
from tracker.tui.cells import said, within
from tracker.tui.commands import BY_ID, Place, keys_at
from tracker.tui.unit_names import UnitNames
from tracker.tui.unsent import SheetOf

if TYPE_CHECKING:
    from tracker.tui.office import Office


class Filled(NamedTuple):
    """A row that something is typed in, by its number, and what would come of it."""

    number: int
    row: SheetRow
    typed: Typed
    outcome: Outcome


def question(filled: Sequence[Filled], *, review: bool) -> list[str]:
    """What will happen when all of them are handed in."""
    amending = 0
    for one in filled:
        checked = one.outcome.checked
        amending += checked is not None and checked.amends is not None
    count, key = len(filled), keys_at(BY_ID["sheet.send"], Place.SHEET)[0]
    first = n_("{key} again hands in {count} report", "{key} again hands in {count} reports", count)
    text = first.format(key=key, count=formats.count(count))
    if amending:
        amends = n_(
            "{count} of them replaces one on record",
            "{count} of them replace one on record",
            amending,
        )
        text += ", " + amends.format(count=formats.count(amending))
    text += ". " + (_("They then await review.") if review else _("They count at once."))
    return [text, _("Any other key leaves them as they are; u takes all back as one.")]


def sending(
    standpoint: Standpoint, of: SheetOf, filled: Sequence[Filled]
) -> Callable[[Office], SheetSent]:
    """The errand that hands them in, with what is said once it is done."""
    drafts = [draft_of(one.row, one.typed) for one in filled]
    sent = {one.row.task.code: one.typed for one in filled}
    wording = n_(
        "{unit}, {period}: {count} report is in the record",
        "{unit}, {period}: {count} reports are in the record",
        len(sent),
    )
    if standpoint.plan.review:
        wording = n_(
            "{unit}, {period}: {count} report submitted, awaits review",
            "{unit}, {period}: {count} reports submitted, await review",
            len(sent),
        )
    text = wording.format(
        unit=said(UnitNames(standpoint.tree)(of.unit)),
        period=within(read_period(of.period)),
        count=formats.count(len(sent)),
    )

    def send(office: Office) -> SheetSent:
        office.report_many(of.plan, drafts)
        return SheetSent(of, sent, text)

    return send


def keep_rows(office: Office, *, of: SheetOf, rows: Mapping[str, Typed], turn: int) -> UnsentKept:
    """The errand that keeps what is typed."""
    office.keep_unsent(of, rows, turn)
    return UnsentKept()


def lent_to_form(typed: Typed, period: Period) -> dict[str, str]:
    """What was typed in a row, as the fields of the report form have it."""
    text = typed.text.strip()
    kind = "cumulative" if text.startswith(CUMULATIVE) else "own"
    fields = {"value": text.removeprefix(CUMULATIVE).strip(), "period": period.code, "kind": kind}
    return fields | ({"word": typed.word} if typed.word else {})
