"""The account form: a unit's words for one period, in four parts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import TextArea

from tracker.domain.account import (
    AccountDraft,
    AccountMeanwhile,
    AccountOf,
    AccountTexts,
    AccountUnchanged,
    AccountVersion,
    AccountWithdrawnMeanwhile,
    Part,
    account_periods,
    check_account,
    texts_of,
)
from tracker.domain.period import read_period
from tracker.domain.problem import Problem
from tracker.domain.report_state import ReportState
from tracker.domain.text import clean, shown
from tracker.i18n import N_, _, formats, names, say
from tracker.tui.answers import AccountLoaded, AccountSeen, ReadFailed, Standpoint, Written
from tracker.tui.cells import said, wrapped
from tracker.tui.drafts import Draft
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.handing_in import HandingIn
from tracker.tui.screens.report import NO_PERSONAL_DATA
from tracker.tui.widgets.fields import Option, Pick
from tracker.tui.widgets.prose import Prose
from tracker.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from tracker.tui.office import Office

SEEN = "seen"
"""Under which a draft keeps the number of the version that it was written over."""


class AccountForm(HandingIn):
    """Each account, by period and directive, has what was typed for it kept apart: turning to
    another puts it aside, and turning back brings it again."""

    NOT_KEPT: ClassVar = ("period", "directive")

    def __init__(self, errands: Errands, about: AccountOf, standpoint: Standpoint) -> None:
        super().__init__(
            errands,
            _key(standpoint, about),
            N_("Account in words"),
            shown(names.account(about)),
            sample=standpoint.plan.sample,
        )
        self.about, self.standpoint = about, standpoint
        self.seen: AccountSeen | None = None
        self._over = 0
        self._meanwhile = False

    def above(self) -> ComposeResult:
        yield Reader(dom_id="context")

    def fields(self) -> ComposeResult:
        yield Pick("directive", N_("About"), self._directives, self.about.directive)
        yield Pick("period", N_("Period"), self._periods, self.about.period.code)
        for part in Part:
            yield Prose(part.value, partial(_heading, part))

    def _directives(self) -> list[Option]:
        stated = self.standpoint.directives
        each = [Option(d.code, f"{d.code}  {said(d.short)}") for d in stated]
        return [Option("", _("the unit as a whole")), *each]

    def _periods(self) -> list[Option]:
        every = account_periods(self.standpoint.plan.year)
        return [Option(period.code, names.period(period)) for period in every]

    def prose(self, part: Part) -> Prose:
        return self.query_one(f"#{part.value}", Prose)

    def on_mount(self) -> None:
        self._fetch()

    def focus_first(self) -> None:
        self.prose(Part.RESULTS).focus()

    # What is on record --------------------------------------------------------------------------

    def _fetch(self) -> None:
        """Ask for what is on record; nothing is typed until it is here."""
        about, standpoint = self.about, self.standpoint
        self.seen = None
        for part in Part:
            self.prose(part).area.read_only = True
        self.errands.read(
            self,
            lambda office: AccountLoaded(
                office.account(standpoint, about.unit, about.period, about.directive)
            ),
            "account",
        )

    def on_read_failed(self, failed: ReadFailed) -> None:
        self.tell(say(failed.problem), loud=True)

    def on_account_loaded(self, loaded: AccountLoaded) -> None:
        if loaded.seen.accounting.about != self.about:
            return
        self.seen = loaded.seen
        newest = loaded.seen.accounting.newest
        stands = newest.texts if newest else AccountTexts()
        number = newest.version if newest else 0
        kept = self.kept
        with self.prevent(TextArea.Changed):
            for part in Part:
                field = self.prose(part)
                field.area.read_only = False
                typed = kept.get(part.value)
                if self._meanwhile:
                    # What is typed already stays; a part that is not takes over what came.
                    typed = field.value if field.touched else None
                field.start_with(stands.of(part))
                if typed is not None:
                    field.value = typed
        # What was typed over an earlier version is first held against the one that came since.
        self._over = number if self._meanwhile else int(kept.get(SEEN, number))
        if kept and not self._meanwhile:
            self.tell(_("What was typed before and not saved stands here again."))
        self.query_one("#context", Reader).show(self._in_sight)
        self.check()

    def _in_sight(self, width: int) -> list[Content]:
        """Who wrote what stands on record; where that came meanwhile, all it says."""
        lines = [Content.styled(s, ".ink--muted") for s in wrapped(_(NO_PERSONAL_DATA), width)]
        newest = self.seen.accounting.newest if self.seen else None
        if newest is None:
            return lines
        lines += [Content.styled(s, ".ink--strong") for s in wrapped(_standing(newest), width)]
        if newest.comment:
            comment = _("comment: {comment}").format(comment=shown(newest.comment))
            lines += [Content.styled(s, ".ink--risk") for s in wrapped(comment, width)]
        if self._meanwhile:
            lines += _texts(newest.texts, width)
        return lines

    # Turning to another account -----------------------------------------------------------------

    def on_pick_turned(self, _event: Pick.Turned) -> None:
        about = AccountOf(
            self.about.unit,
            read_period(self.pick("period").value),
            self.pick("directive").value,
        )
        if about == self.about:
            return
        self.keep()
        self.about, self.key = about, _key(self.standpoint, about)
        self._about = shown(names.account(about))
        self._heading.say_about(self._about)
        self._meanwhile, self._sent_once = False, False
        with self.prevent(TextArea.Changed):
            for part in Part:
                self.prose(part).start_with("")
                self.prose(part).beneath("")
        self.query_one("#context", Reader).show(self._in_sight)
        self._fetch()

    def keep(self) -> None:
        if self.seen is None:
            return  # nothing was typed yet
        super().keep()
        if (draft := self.errands.drafts.get(self.key)) is not None:
            typed = {**draft.typed, SEEN: str(self._over)}
            self.errands.drafts[self.key] = Draft(draft.title, draft.about, typed)

    def action_discard(self) -> None:
        super().action_discard()
        if self.seen is not None:
            newest = self.seen.accounting.newest
            self._over = newest.version if newest else 0
        self._meanwhile = False

    # Checking and sending -----------------------------------------------------------------------

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        self.check()

    def check(self) -> bool:
        if self.seen is None:
            return False
        for part in Part:
            field = self.prose(part)
            if not self._understood(field, partial(clean, field.value)):
                return False
        first = self.prose(Part.RESULTS)
        try:
            check_account(self.seen.accounting, self._draft(), self.seen.today)
        except (AccountMeanwhile, AccountWithdrawnMeanwhile):
            return True  # said when it is sent, with what came meanwhile in sight
        except AccountUnchanged as problem:
            first.beneath(say(problem) if self._sent_once else "")
            return False
        except Problem as problem:
            touched = any(self.prose(part).touched for part in Part)
            if touched or self._sent_once:
                first.beneath(say(problem), wrong=True)
            return False
        first.beneath("")
        return True

    def _understood(self, field: Prose, read: Callable[[], object]) -> bool:
        try:
            read()
        except Problem as problem:
            field.beneath(say(problem), wrong=True)
            return False
        field.beneath("")
        return True

    def _draft(self) -> AccountDraft:
        about = self.about
        return AccountDraft(
            about.unit,
            about.period,
            texts_of({part: self.prose(part).value for part in Part}),
            about.directive or None,
            kept_back=self.kept_back,
            seen=self._over,
        )

    def refuse(self, problem: Problem) -> None:
        super().refuse(problem)
        if isinstance(problem, AccountMeanwhile | AccountWithdrawnMeanwhile):
            # What came meanwhile is looked at before it is replaced.
            self._meanwhile = True
            self._fetch()

    def errand(self) -> Errand:
        draft, plan = self._draft(), self.standpoint.plan.code

        def send(office: Office) -> Written:
            written = office.write_account(plan, draft).account
            wording = _("{account}: the account is in the record")
            if written.state is ReportState.SUBMITTED:
                wording = _("{account}: the account awaits review")
            elif written.state is ReportState.DRAFT:
                wording = _("{account}: the account is on record as a draft")
            return Written(wording.format(account=shown(names.account(written.about))))

        return send


def _key(standpoint: Standpoint, about: AccountOf) -> str:
    return f"account {standpoint.plan.code} {about}"


def _heading(part: Part) -> str:
    return f"{part.numeral}. {names.part(part)}"


def _standing(version: AccountVersion) -> str:
    return _("On record: version {version}, {state}, {moment}, {who}").format(
        version=version.version,
        state=names.report_state(version.state),
        moment=formats.moment(version.recorded_at),
        who=shown(version.who),
    )


def _texts(texts: AccountTexts, width: int) -> list[Content]:
    lines = []
    for part in Part:
        if text := texts.of(part):
            lines.append(Content.styled(_heading(part), ".ink--muted"))
            for paragraph in shown(text, lines=True).split("\n"):
                lines += [Content(line) for line in wrapped(paragraph, width)]
    return lines
