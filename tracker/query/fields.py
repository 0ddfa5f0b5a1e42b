"""The fields of the language: their names, their comparisons, and how their values are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.days import day_of
from tracker.domain.duty import DutyState
from tracker.domain.measure import Measure
from tracker.domain.origin import Origin
from tracker.domain.period import Rhythm, read_period
from tracker.domain.problem import Refused
from tracker.domain.quantity import Amount, NotANumber, read_amount, read_number
from tracker.domain.query import (
    DAYS,
    LARGEST_PERCENT,
    LISTS,
    QUANTITIES,
    TEXTS,
    UNITS,
    About,
    Comparison,
    OfDay,
    OfList,
    OfQuantity,
    OfReport,
    OfText,
    OfUnit,
    Query,
    Standing,
    any_of,
)
from tracker.domain.text import clean, excerpt, fold, near
from tracker.domain.words import Words
from tracker.query.known import Known
from tracker.query.problems import (
    BadValue,
    CannotRead,
    NoneCompared,
    NoSuchComparison,
    NoSuchDirective,
    NoSuchUnit,
    PercentTooLarge,
    QualifierCompared,
    UnknownField,
    UnknownValue,
    ValueMissing,
)

VIETNAMESE: Mapping[About, tuple[str, ...]] = {
    About.TEXT: ("chữ",),
    About.UNIT: ("đv", "đơnvị"),
    About.WITH: ("ph", "phốihợp"),
    About.DIRECTIVE: ("cđ", "chỉđạo"),
    About.STATUS: ("tt", "trạngthái"),
    About.DUE: ("hạn", "thờihạn"),
    About.START: ("bắtđầu",),
    About.DONE: ("xong",),
    About.PERCENT: ("tỷlệ",),
    About.VALUE: ("kq", "kếtquả"),
    About.TARGET: ("ct", "chỉtiêu"),
    About.CODE: ("mã",),
    About.TITLE: ("tên",),
    About.MEASURE: ("cáchtính",),
    About.RHYTHM: ("địnhkỳ",),
    About.ORIGIN: ("nguồn",),
    About.OWED: ("nợ",),
}
"""What a Vietnamese officer types; accents, capitals, hyphens and underscores do not matter."""
VIEW = ("view", "lọc")
"""A saved view stands in a query like a field, and means what it was saved for."""
_OTHERS = {"deadline": About.DUE, "tile": About.PERCENT, "coordinating": About.WITH}

_STANDINGS = {
    Standing.NOT_STARTED: "chưa-thực-hiện",
    Standing.IN_PROGRESS: "đang-thực-hiện",
    Standing.OVERDUE: "quá-hạn",
    Standing.DONE_ON_TIME: "xong-đúng-hạn",
    Standing.DONE_LATE: "xong-quá-hạn",
    Standing.DONE_NO_DEADLINE: "xong-không-hạn",
    Standing.CANCELLED: "đã-dừng",
    Standing.DONE: "xong",
    Standing.OPEN: "chưa-xong",
    Standing.AT_RISK: "nguy-cơ",
    Standing.EXCEEDED: "vượt-trần",
    Standing.ATTENTION: "cần-xử-lý",
}
_MEASURES = {
    Measure.SUM: "cộng-dồn",
    Measure.LATEST: "kỳ-gần-nhất",
    Measure.MILESTONE: "mốc",
    Measure.CEILING: "trần",
}
_RHYTHMS = {
    Rhythm.MONTH: "tháng",
    Rhythm.QUARTER: "quý",
    Rhythm.HALF: "nửa-năm",
    Rhythm.YEAR: "năm",
}
_ORIGINS = {
    Origin.SOURCE: "văn-bản",
    Origin.INFERRED: "suy-ra",
    Origin.PROPOSED: "đề-xuất",
    Origin.CONFIRMED: "đã-xác-nhận",
}
_REPORTS = {
    DutyState.LATE: "trễ",
    DutyState.RETURNED: "trả-lại",
    DutyState.MISSING: "chưa-có",
    DutyState.SUBMITTED: "chờ-duyệt",
    DutyState.ACCEPTED: "đã-duyệt",
    DutyState.NOT_DUE: "chưa-đến-hạn",
}
VALUES: Mapping[About, Mapping[str, str]] = {
    About.STATUS: {s.value: vi for s, vi in _STANDINGS.items()},
    About.MEASURE: {m.value: vi for m, vi in _MEASURES.items()},
    About.RHYTHM: {r.value: vi for r, vi in _RHYTHMS.items()},
    About.ORIGIN: {o.value: vi for o, vi in _ORIGINS.items()},
    About.OWED: {s.value: vi for s, vi in _REPORTS.items()},
}
"""The closed lists: each value, and how it is said in Vietnamese."""
_NOTHING = ("none", "khongco")
_DONG = Words("đồng")
"""Large figures are typed as money is: 1,5 tỷ."""

_SIGNS = {"≤": "<=", "≥": ">="}
_COLON_ALONE = (":",)
_WITH_EQUAL = (":", "=")
_ALL_SIGNS = (":", "=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which query a value stands."""

    text: str
    column: int

    def refuse(
        self, problem: type[CannotRead], *, near: str | None = None, **facts: object
    ) -> CannotRead:
        return problem(self.text, self.column, near=near, **facts)


def bare(text: str) -> str:
    """``text`` as names and values are compared: folded, without spaces, ``-`` and ``_``."""
    return fold(text).replace(" ", "").replace("-", "").replace("_", "")


def _names() -> dict[str, About]:
    found = {about.value: about for about in About} | _OTHERS
    for about, names in VIETNAMESE.items():
        found |= {bare(name): about for name in names}
    return found


NAMES = _names()


def field_named(name: str) -> About | None:
    return NAMES.get(bare(name))


def _both(names: Mapping[str, str]) -> str:
    """``overdue/quá-hạn, done/xong``: either may be typed, whatever the language."""
    return ", ".join(f"{name}/{vietnamese}" for name, vietnamese in names.items())


def names_view(name: str) -> bool:
    return bare(name) in map(bare, VIEW)


def signs_of(about: About) -> tuple[str, ...]:
    """The comparisons that mean something there."""
    if about in (*DAYS, *QUANTITIES):
        return _ALL_SIGNS
    return _WITH_EQUAL if about in UNITS else _COLON_ALONE


def allowed_values(about: About, known: Known) -> str:
    """What may be written behind the field, for a message."""
    if about in VALUES and about is not About.OWED:
        return _both(VALUES[about])
    examples: dict[About, str] = {
        About.DIRECTIVE: ", ".join(known.directives),
        About.OWED: f"{known.year}-Q1, {known.year}-Q1/late, {known.year}-03",
        About.PERCENT: "80%, none",
        **dict.fromkeys(UNITS, ", ".join([*known.tree.units][:3]) + ", …"),
        **dict.fromkeys(DAYS, f"30/6, 30/6/{known.year}, {known.year}-06-30, none"),
        **dict.fromkeys((About.VALUE, About.TARGET), "3, 1.234,5, none"),
        **dict.fromkeys(TEXTS, '"đối thoại"'),
    }
    return examples[about]


@dataclass(frozen=True, slots=True)
class Head:
    """A field's name and the comparison behind it, as typed."""

    name: str
    sign: str
    at: Place
    sign_at: Place


def field_of(head: Head) -> About:
    """The field that is named, whatever it is compared with. Raises UnknownField."""
    about = field_named(head.name)
    if about is None:
        names = [*VIEW, *About, *(n for some in VIETNAMESE.values() for n in some)]
        raise head.at.refuse(
            UnknownField,
            field=excerpt(head.name),
            sign=head.sign,
            allowed=_both({a.value: VIETNAMESE[a][0] for a in About} | dict([VIEW])),
            near=near(head.name, names),
        )
    return about


def read_term(head: Head, value: str, known: Known, value_at: Place) -> Query:
    """What a field compared with ``value`` says. Raises CannotRead."""
    about, sign = field_of(head), _SIGNS.get(head.sign, head.sign)
    if sign not in signs_of(about):
        raise head.sign_at.refuse(
            NoSuchComparison, field=about.value, sign=sign, allowed=" ".join(signs_of(about))
        )
    value = _cleaned(value, value_at)
    if not fold(value):
        raise value_at.refuse(ValueMissing, field=about.value, allowed=allowed_values(about, known))
    if about in TEXTS:
        return OfText(about, value)
    if about in DAYS or about in QUANTITIES:
        return _compared(about, sign, value, known, value_at)
    if about is About.OWED:
        return _owed(value, value_at)
    parts = [part for part in value.split(",") if part.strip()]
    if about in UNITS and known.tree.named(value):
        parts = [value]  # its name may have a comma
    if not parts:
        raise value_at.refuse(ValueMissing, field=about.value, allowed=allowed_values(about, known))
    if about in UNITS:
        below = sign == ":"
        return any_of(OfUnit(about, _unit(part, known, value_at), below) for part in parts)
    assert about in LISTS  # noqa: S101 - nothing else is left
    return any_of(OfList(about, _listed(about, part, known, value_at)) for part in parts)


def _cleaned(value: str, at: Place) -> str:
    try:
        return clean(value).strip()
    except Refused as reason:
        raise at.refuse(BadValue, reason=reason) from None


def looked_for(text: str, at: Place) -> OfText:
    """A word or phrase by itself. Raises CannotRead."""
    return OfText(About.TEXT, _cleaned(text, at))


def _unit(text: str, known: Known, at: Place) -> str:
    unit = known.tree.named(text)
    if unit is not None:
        return unit.code
    spelled = {u.code: u.code for u in known.tree.units.values()}
    spelled |= {u.short.vi: u.code for u in known.tree.units.values() if u.short.vi}
    closest = near(text, spelled)
    raise at.refuse(
        NoSuchUnit,
        value=excerpt(text.strip()),
        plan=known.plan,
        near=spelled[closest] if closest else None,
    )


def _listed(about: About, text: str, known: Known, at: Place) -> str:
    if about is About.DIRECTIVE:
        for code in known.directives:
            if code.upper() == text.strip().upper():
                return code
        raise at.refuse(
            NoSuchDirective,
            value=excerpt(text.strip()),
            plan=known.plan,
            allowed=", ".join(known.directives),
            near=near(text, known.directives),
        )
    return _one_of(about, text, at)


def _one_of(about: About, text: str, at: Place) -> str:
    values = VALUES[about]
    wanted = bare(text)
    for value, vietnamese in values.items():
        if wanted in (bare(value), bare(vietnamese)):
            return value
    raise at.refuse(
        UnknownValue,
        field=about.value,
        value=excerpt(text.strip()),
        allowed=_both(values),
        near=near(text, [*values, *values.values()]),
    )


def _compared(about: About, sign: str, value: str, known: Known, at: Place) -> OfDay | OfQuantity:
    nothing = bare(value) in _NOTHING
    if nothing and sign not in _WITH_EQUAL:
        raise at.refuse(NoneCompared, sign=sign, field=about.value)
    comparison = Comparison.EQUAL if sign == ":" else Comparison(sign)
    if nothing:
        return (OfDay if about in DAYS else OfQuantity)(about, Comparison.EQUAL, None)
    try:
        if about in DAYS:
            return OfDay(about, comparison, day_of(value, known.year))
        return _quantity(about, comparison, value, at)
    except CannotRead:
        raise
    except Refused as reason:
        raise at.refuse(BadValue, reason=reason) from None


def _quantity(about: About, comparison: Comparison, value: str, at: Place) -> OfQuantity:
    written = value.removesuffix("%").rstrip()
    if about is About.PERCENT or (about is About.VALUE and written != value):
        number = read_number(written)
        if not 0 <= number <= LARGEST_PERCENT:
            raise at.refuse(PercentTooLarge, most=f"{Amount(LARGEST_PERCENT)}%")
        return OfQuantity(About.PERCENT, comparison, number)
    try:
        number = read_number(value)
    except NotANumber:
        amount = read_amount(value, _DONG)
        if amount.qualifier:
            raise at.refuse(QualifierCompared, value=excerpt(value)) from None
        number = amount.value
    return OfQuantity(about, comparison, number)


def _owed(value: str, at: Place) -> OfReport:
    written, slash, states = value.partition("/")
    try:
        period = read_period(written)
    except Refused as reason:
        raise at.refuse(BadValue, reason=reason) from None
    if not slash:
        return OfReport(period)
    parts: Sequence[str] = [part for part in states.split(",") if part.strip()]
    if not parts:
        raise at.refuse(ValueMissing, field=About.OWED.value, allowed=_both(VALUES[About.OWED]))
    return OfReport(period, frozenset(DutyState(_one_of(About.OWED, p, at)) for p in parts))
