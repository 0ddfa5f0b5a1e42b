"""The screen names of the domain's closed lists: statuses, origins, measures, rhythms, fields."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.account import AccountOf, Part
from tracker.domain.condition import By, SortKey
from tracker.domain.duty import DutyState
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Period, Rhythm
from tracker.domain.plan import ReportingDay
from tracker.domain.report_state import ReportState
from tracker.domain.status import Sign, Status
from tracker.i18n import N_, _, lang

_STATUSES = {
    Status.NOT_STARTED: N_("not started"),
    Status.IN_PROGRESS: N_("in progress, within the deadline"),
    Status.OVERDUE: N_("not done, overdue"),
    Status.DONE_ON_TIME: N_("done on time"),
    Status.DONE_LATE: N_("done late"),
    Status.DONE_NO_DEADLINE: N_("done (no deadline)"),
    Status.CANCELLED: N_("stopped"),
}
_STATUSES_SHORT = {
    **_STATUSES,
    Status.IN_PROGRESS: N_("in progress"),
    Status.OVERDUE: N_("overdue"),
    Status.DONE_NO_DEADLINE: N_("done, no deadline"),
}
_SIGNS = {
    Sign.OVERDUE: N_("overdue"),
    Sign.AT_RISK: N_("at risk"),
    Sign.IN_PROGRESS: N_("in progress"),
    Sign.NOT_STARTED: N_("not started"),
    Sign.DONE: N_("done"),
    Sign.NONE: N_("nothing to do"),
}
_ORIGINS = {
    Origin.SOURCE: N_("stated in the source"),
    Origin.INFERRED: N_("inferred"),
    Origin.PROPOSED: N_("proposed"),
    Origin.CONFIRMED: N_("confirmed"),
}
_MEASURES = {
    Measure.SUM: N_("periods added up"),
    Measure.LATEST: N_("latest period"),
    Measure.MILESTONE: N_("done or not done"),
    Measure.CEILING: N_("not to exceed"),
}
_RHYTHMS = {
    Rhythm.MONTH: N_("monthly"),
    Rhythm.QUARTER: N_("quarterly"),
    Rhythm.HALF: N_("half-yearly"),
    Rhythm.YEAR: N_("yearly"),
}
_FIELDS = {
    Field.TITLE: N_("title"),
    Field.UNIT: N_("lead unit"),
    Field.COORDINATING: N_("coordinating units"),
    Field.MEASURE: N_("measure"),
    Field.UNIT_OF_MEASURE: N_("unit of measure"),
    Field.RHYTHM: N_("rhythm"),
    Field.BASELINE: N_("last year's result"),
    Field.TARGET: N_("target"),
    Field.START: N_("start"),
    Field.DEADLINE: N_("deadline"),
    Field.WEIGHT: N_("weight"),
}
_REPORT_STATES = {
    ReportState.DRAFT: N_("draft"),
    ReportState.SUBMITTED: N_("awaiting review"),
    ReportState.ACCEPTED: N_("accepted"),
    ReportState.RETURNED: N_("returned"),
    ReportState.WITHDRAWN: N_("withdrawn"),
}
_DUTIES = {
    DutyState.LATE: N_("late"),
    DutyState.RETURNED: N_("returned"),
    DutyState.MISSING: N_("not reported yet"),
    DutyState.SUBMITTED: N_("awaiting review"),
    DutyState.ACCEPTED: N_("accepted"),
    DutyState.NOT_DUE: N_("not due yet"),
}
_BY = {By.UNIT: N_("unit"), By.DIRECTIVE: N_("directive"), By.STATUS: N_("status")}
_SORTS = {
    SortKey.CODE: N_("code"),
    SortKey.TITLE: N_("title"),
    SortKey.UNIT: N_("lead unit"),
    SortKey.STATUS: N_("status"),
    SortKey.DEADLINE: N_("deadline"),
    SortKey.PERCENT: N_("percent"),
    SortKey.NEED: N_("need"),
}


def status(value: Status) -> str:
    """The status in DOMAIN §4's full words."""
    return _(_STATUSES[value])


def status_short(value: Status) -> str:
    """The status for a narrow column."""
    return _(_STATUSES_SHORT[value])


def sign(value: Sign) -> str:
    return _(_SIGNS[value])


def origin(value: Origin) -> str:
    return _(_ORIGINS[value])


def measure(value: Measure) -> str:
    return _(_MEASURES[value])


def rhythm(value: Rhythm) -> str:
    return _(_RHYTHMS[value])


def field(value: Field) -> str:
    return _(_FIELDS[value])


def duty(value: DutyState, *, review: bool) -> str:
    """How a report stands; where the plan reviews none, an accepted one is just reported."""
    if value is DutyState.ACCEPTED and not review:
        return _("reported")
    return _(_DUTIES[value])


def reporting_rule(rule: ReportingDay) -> str:
    """The plan's reporting day in a sentence, with the mark of its origin."""
    if rule.within:
        said = _("Reports are due on day {day}{mark} of the period's last month")
    else:
        said = _("Reports are due on day {day}{mark} of the month after the period")
    if rule.moves:
        said = _("{rule}; from a day off, on the next working day").format(rule=said)
    return said.format(day=rule.day, mark=rule.origin.mark)


def sentences(numbers: Mapping[Field, int]) -> str:
    """Where the source states fields: ``kết quả năm trước (câu 5)``."""
    said = _("{field} (sentence {number})")
    return ", ".join(said.format(field=field(f), number=n) for f, n in numbers.items())


def report_state(value: ReportState) -> str:
    return _(_REPORT_STATES[value])


def part(value: Part) -> str:
    """The heading of an account's part, without its numeral."""
    return value.heading.said(lang())


def account(value: AccountOf) -> str:
    """What an account is about: ``my-xuyen · D7 · Quý I/2021``."""
    return " · ".join(filter(None, (value.unit, value.directive, period(value.period))))


def by(value: By) -> str:
    return _(_BY[value])


def sort(value: SortKey) -> str:
    return _(_SORTS[value])


def period(value: Period) -> str:
    """``Tháng 3/2021``, ``Quý I/2021``, ``6 tháng đầu năm 2021``, ``Năm 2021``."""
    if value.rhythm is Rhythm.MONTH:
        return _("Month {month}/{year}").format(month=value.index, year=value.year)
    if value.rhythm is Rhythm.QUARTER:
        quarter = ("I", "II", "III", "IV")[value.index - 1] if lang() == "vi" else value.index
        return _("Quarter {quarter}/{year}").format(quarter=quarter, year=value.year)
    if value.rhythm is Rhythm.HALF:
        half = _("First half of {year}") if value.index == 1 else _("Second half of {year}")
        return half.format(year=value.year)
    return _("Year {year}").format(year=value.year)


def period_short(value: Period) -> str:
    """The same without its year, for the head of a column: ``Tháng 3``, ``Quý I``."""
    if value.rhythm is Rhythm.MONTH:
        return _("Month {month}").format(month=value.index)
    if value.rhythm is Rhythm.QUARTER:
        quarter = ("I", "II", "III", "IV")[value.index - 1] if lang() == "vi" else value.index
        return _("Quarter {quarter}").format(quarter=quarter)
    if value.rhythm is Rhythm.HALF:
        return _("First half") if value.index == 1 else _("Second half")
    return _("Whole year")


def period_within(value: Period) -> str:
    """The same within a sentence: ``quý II/2021``."""
    name = period(value)
    return name[0].lower() + name[1:]
