"""Accounts: a unit's words for one period, for itself as a whole or for one directive (DOMAIN §3).

An account has versions and a state like a report; it is in no figure. It holds nothing about
citizens (DOMAIN §8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.lock import Lock, lock_over
from tracker.domain.period import Period, Rhythm, periods, read_period
from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.report import PeriodClosed
from tracker.domain.report_state import ReportState
from tracker.domain.text import clean
from tracker.domain.unit import Unit
from tracker.domain.words import Words

LONGEST = 100_000
"""Characters of all parts together; some forty pages."""


class Part(StrEnum):
    """The four parts, as documents have them (DOMAIN §6)."""

    RESULTS = "results"
    SHORTCOMINGS = "shortcomings"
    NEXT_STEPS = "next_steps"
    PROPOSALS = "proposals"

    @property
    def heading(self) -> Words:
        """In both languages at once: a text is read whichever of them it was written in."""
        return _HEADINGS[self]

    @property
    def numeral(self) -> str:
        return ("I", "II", "III", "IV")[list(Part).index(self)]


_HEADINGS = {
    Part.RESULTS: Words("Kết quả", "Results"),
    Part.SHORTCOMINGS: Words("Hạn chế, nguyên nhân", "Shortcomings and causes"),
    Part.NEXT_STEPS: Words("Phương hướng, nhiệm vụ kỳ tới", "Next steps"),
    Part.PROPOSALS: Words("Kiến nghị", "Proposals"),
}


class AccountEmpty(Refused):
    wording = N_("The account of {account} has no text in any of its four parts.")


class AccountTooLong(Refused):
    wording = N_("The account of {account} has {count} characters; {most} are allowed.")


class AccountOutsideYear(Refused):
    wording = N_("Account of {account}: {period} is outside the plan's year {year}.")


class AccountNotBegun(Refused):
    wording = N_(
        "Account of {account}: {period} begins on {first_day}; it is written about from then on."
    )


class AccountUnchanged(Refused):
    wording = N_("The account of {account} says the same already; nothing was written.")


class AccountMeanwhile(Refused):
    wording = N_(
        "Account of {account}: meanwhile {who} wrote version {version}. Nothing was written; read"
        " that one, and send yours again to replace it."
    )


class AccountWithdrawnMeanwhile(Refused):
    wording = N_(
        "Account of {account}: the version that was in sight was withdrawn meanwhile. Nothing was"
        " written; send yours again to write it anew."
    )


class AccountOfClosedPeriod(PeriodClosed):
    wording = N_(
        "{account}: {closed} is closed; it takes no new and no amended account for {period}."
    )


@dataclass(frozen=True, slots=True)
class AccountTexts:
    """What the four parts say; "" for one that says nothing."""

    results: str = ""
    shortcomings: str = ""
    next_steps: str = ""
    proposals: str = ""

    def of(self, part: Part) -> str:
        text: str = getattr(self, part.value)
        return text

    @property
    def length(self) -> int:
        """Characters of all parts."""
        return sum(len(self.of(part)) for part in Part)

    def cleaned(self) -> AccountTexts:
        """The texts as they are stored: without the empty lines around each part.

        Raises NulInText, BrokenText.
        """
        return texts_of({part: without_empty_lines(clean(self.of(part))) for part in Part})


def texts_of(said: Mapping[Part, str]) -> AccountTexts:
    return AccountTexts(**{part.value: text for part, text in said.items()})


def without_empty_lines(text: str) -> str:
    """``text`` without the empty lines before and behind it; "" where there are no others."""
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""


@dataclass(frozen=True, slots=True)
class AccountOf:
    """What an account is about: a unit (its code), a period, and a directive (its code), "" for
    the unit as a whole."""

    unit: str
    period: Period
    directive: str = ""

    def __str__(self) -> str:
        """In codes: ``my-xuyen · D7 · 2021-Q1``."""
        return " · ".join(filter(None, (self.unit, self.directive, self.period.code)))


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account as a unit hands it in.

    ``directive`` None: of the unit as a whole. ``kept_back``: a draft, not handed in yet. ``seen``
    is the version that whoever wrote it had in sight, 0 for none; None amends whatever is there.
    """

    unit: str
    period: Period
    texts: AccountTexts
    directive: str | None = None
    kept_back: bool = False
    seen: int | None = None

    @property
    def about(self) -> AccountOf:
        return AccountOf(self.unit, self.period, self.directive or "")


@dataclass(frozen=True, slots=True)
class AccountVersion:
    """One version on record. ``comment`` is that of whoever changed its ``state`` last; ``counts``:
    it is the one that speaks for the unit; ``after_closing``: its period had been closed before."""

    about: AccountOf
    version: int
    texts: AccountTexts
    recorded_at: datetime
    who: str
    state: ReportState
    comment: str = ""
    after_closing: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Accounting:
    """What an account is checked against; ``versions`` are all that there are, in any order."""

    about: AccountOf
    unit: Unit
    year: int
    review: bool = False
    locks: tuple[Lock, ...] = ()
    versions: tuple[AccountVersion, ...] = field(default=())

    @property
    def newest(self) -> AccountVersion | None:
        """The highest version that was not withdrawn."""
        return newest(self.versions)


@dataclass(frozen=True, slots=True)
class CheckedAccount:
    """An account that may be written. ``amends`` is the version it replaces, None for a first."""

    about: AccountOf
    texts: AccountTexts
    version: int
    state: ReportState
    amends: AccountVersion | None
    after_closing: bool


def newest(versions: Iterable[AccountVersion]) -> AccountVersion | None:
    """The highest version that was not withdrawn."""
    standing = [v for v in versions if v.state is not ReportState.WITHDRAWN]
    return max(standing, key=lambda v: v.version, default=None)


def marked(versions: Iterable[AccountVersion]) -> tuple[AccountVersion, ...]:
    """Versions of one account in order, with the one that counts marked: the highest accepted."""
    ordered = sorted(versions, key=lambda v: v.version)
    accepted = [v.version for v in ordered if v.state is ReportState.ACCEPTED]
    return tuple(replace(v, counts=v.version == max(accepted, default=None)) for v in ordered)


def check_account(found: Accounting, draft: AccountDraft, today: date) -> CheckedAccount:
    """Turn ``draft`` into a version that may be written, or raise the Refused that says why not:
    what is in this module, and UnitNotYet, UnitNoMore, NulInText, BrokenText."""
    about, period = found.about, found.about.period
    if period.year != found.year:
        raise AccountOutsideYear(account=about, period=period, year=found.year)
    if period.first_day > today:
        raise AccountNotBegun(account=about, period=period, first_day=period.first_day)
    check_unit(found.unit, period)
    after_closing = check_account_open(found.locks, about, today)
    amends = found.newest
    if draft.seen not in (None, amends.version if amends else 0):
        if amends is None:
            raise AccountWithdrawnMeanwhile(account=about)
        raise AccountMeanwhile(account=about, who=amends.who, version=amends.version)
    texts = draft.texts.cleaned()
    if not texts.length:
        raise AccountEmpty(account=about)
    if texts.length > LONGEST:
        raise AccountTooLong(account=about, count=_amount(texts.length), most=_amount(LONGEST))
    state = state_of_account(kept_back=draft.kept_back, review=found.review)
    if amends is not None and amends.texts == texts and not _hands_in(amends, state):
        raise AccountUnchanged(account=about)
    version = max((v.version for v in found.versions), default=0) + 1
    return CheckedAccount(about, texts, version, state, amends, after_closing)


def _amount(characters: int) -> Amount:
    return Amount(characters * SCALE)


def check_unit(unit: Unit, period: Period) -> None:
    """See that the unit exists on some day of the period. Raises UnitNotYet, UnitNoMore."""
    if unit.first_day is not None and unit.first_day > period.last_day:
        unit.check_on(period.last_day)
    if unit.last_day is not None and unit.last_day < period.first_day:
        unit.check_on(period.first_day)


def check_account_open(locks: Iterable[Lock], about: AccountOf, today: date) -> bool:
    """Refuse an account of a closed period; whether it had been closed once before.

    Raises AccountOfClosedPeriod.
    """
    lock = lock_over(locks, about.period)
    if lock is not None and lock.is_closed(today):
        raise AccountOfClosedPeriod(account=about, period=about.period, closed=lock.period)
    return lock is not None


def state_of_account(*, kept_back: bool, review: bool) -> ReportState:
    """Where an account stands when it is written, or a draft of it when it is handed in."""
    if kept_back:
        return ReportState.DRAFT
    return ReportState.SUBMITTED if review else ReportState.ACCEPTED


def _hands_in(amends: AccountVersion, state: ReportState) -> bool:
    """Whether the same words once more change something: a draft, or what was returned, is handed
    in."""
    lies_still = amends.state in (ReportState.DRAFT, ReportState.RETURNED)
    return lies_still and state is not ReportState.DRAFT


def account_periods(year: int) -> Sequence[Period]:
    """All periods of the year that can be written about: by their last days, the shorter first."""
    every = [period for rhythm in Rhythm for period in periods(rhythm, year)]
    return sorted(every, key=lambda p: (p.last_day, p.rhythm.months))


def account_said_in(said: Mapping[str, str]) -> AccountOf | None:
    """What account a journal entry is about that says ``said``; None where it is about none."""
    if not {"unit", "period"} <= said.keys():
        return None
    return AccountOf(said["unit"], read_period(said["period"]), said.get("directive", ""))
