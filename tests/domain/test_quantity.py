"""Numbers and amounts as people type them, and the one rounding place (DOMAIN §3, §7)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.examples import quick, refusal
from tracker.domain.problem import Refused
from tracker.domain.quantity import (
    MAX_QUANTITY,
    SCALE,
    Amount,
    BadGrouping,
    CommaBeforeDot,
    DotForComma,
    FractionOfDong,
    NotANumber,
    OtherUnit,
    Qualifier,
    TooLarge,
    TooManyDecimals,
    TwoCommas,
    is_percent,
    plain,
    read_amount,
    read_number,
    rounded,
)
from tracker.domain.words import Words

DONG = Words("đồng", "dong")
PERCENT = Words("%")
MEETINGS = Words("cuộc", "meetings")


class TestReadNumber:
    @pytest.mark.parametrize(
        ("text", "thousandths"),
        [
            ("0", 0),
            ("7", 7_000),
            ("007", 7_000),
            ("1,500", 1_500),
            ("0,125", 125),
            ("0,001", 1),
            ("2,5", 2_500),
            ("2,05", 2_050),
            ("1.500", 1_500_000),
            ("12.000", 12_000_000),
            ("1.234.567,8", 1_234_567_800),
            ("1234567,8", 1_234_567_800),
            (" 5\n", 5_000),
            ("-5", -5_000),
            ("−0,5", -500),
            ("-1.000", -1_000_000),
            ("10.000.000.000.000", MAX_QUANTITY),
            ("-10000000000000", -MAX_QUANTITY),
            ("0" * 5000 + "1", 1_000),
        ],
    )
    def test_dots_group_and_a_comma_starts_the_decimals(self, text: str, thousandths: int) -> None:
        assert read_number(text) == thousandths

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("1.5", "1,5"),
            ("12.25", "12,25"),
            ("-1.5", "-1,5"),
            ("0.500", "0,500"),
            ("-0.125", "-0,125"),
            ("1000.5", "1000,5"),
        ],
    )
    def test_a_dot_before_decimals_is_refused_with_a_guess(self, text: str, meant: str) -> None:
        assert refusal(DotForComma, read_number, text) == (
            f"“{text}”: a dot groups thousands by three digits; decimals follow a comma."
            f" Did you mean “{meant}”?"
        )

    @pytest.mark.parametrize(
        "text",
        ["1234.567", "12.34.567", "1.2345", "1.23.4", "0.123.456", "1.2,5", "1.234.5", "00.125"],
    )
    def test_dots_that_do_not_group_by_three_are_refused(self, text: str) -> None:
        assert refusal(BadGrouping, read_number, text) == (
            f"“{text}”: the dots do not group the digits by three from the right. Write"
            " 1.234.567,8 or 1234567,8."
        )

    @pytest.mark.parametrize("text", ["44,962.000", "1,234.5", "1,5.000.000", "1.000,5.000"])
    def test_a_comma_before_a_dot_is_refused_with_the_reason(self, text: str) -> None:
        assert refusal(CommaBeforeDot, read_number, text) == (
            f"“{text}” has a comma before a dot. Dots group thousands and one comma starts the"
            " decimals, as in 1.234.567,8."
        )

    @pytest.mark.parametrize("text", ["1,234,567", "1,2,3", "1,234,567.8"])
    def test_two_commas_are_refused_with_the_reason(self, text: str) -> None:
        assert refusal(TwoCommas, read_number, text) == (
            f"“{text}” has more than one comma. Dots group thousands and one comma starts the"
            " decimals, as in 1.234.567,8."
        )

    @pytest.mark.parametrize("text", ["1,2345", "0,0001", "1,0000"])
    def test_more_than_three_decimals_are_refused(self, text: str) -> None:
        assert refusal(TooManyDecimals, read_number, text) == (
            f"“{text}” has more than three decimals. At most three are kept, as in 0,125."
        )

    @pytest.mark.parametrize(
        "text", ["10.000.000.000.001", "10000000000000,001", "-10.000.000.000.001", "9" * 17]
    )
    def test_a_number_too_large_for_a_sum_is_refused(self, text: str) -> None:
        assert refusal(TooLarge, read_number, text) == (
            f"“{text}” is too large. The largest quantity is 10.000.000.000.000."
        )

    def test_thousands_of_digits_are_too_large_and_not_repeated(self) -> None:
        line = refusal(TooLarge, read_number, "9" * 5000)
        assert line.startswith("“" + "9" * 59 + "…”")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "-",
            ",5",
            "5,",
            ".5",
            "5.",
            "1e5",
            "+5",
            "٣",
            "½",
            "1 000",
            "--1",
            "1..2",
            "1\x1b",
        ],
    )
    def test_anything_else_is_not_a_number(self, text: str) -> None:
        shown = text.strip().replace("\x1b", "␛")
        assert refusal(NotANumber, read_number, text) == (
            f"“{shown}” is not a number. Write digits, as in 1.234.567,8."
        )


class TestReadPercentage:
    @pytest.mark.parametrize("unit", ["%", "phần trăm", "Phần trăm hộ dân", "% hộ dân"])
    @pytest.mark.parametrize("text", ["85", "85%", "85 %", "85 phần trăm"])
    def test_the_sign_and_the_words_are_one_unit(self, unit: str, text: str) -> None:
        assert read_amount(text, Words(unit)) == Amount(85 * SCALE)

    @pytest.mark.parametrize("unit", ["cuộc", "phần", "phần việc", "hộ"])
    def test_other_units_take_none(self, unit: str) -> None:
        assert not is_percent(Words(unit))
        refusal(OtherUnit, read_amount, "85%", Words(unit))


class TestReadAmountOfMoney:
    @pytest.mark.parametrize(
        ("text", "dong", "qualifier"),
        [
            ("1 tỉ đồng", 10**9, None),
            ("1,5 tỷ", 15 * 10**8, None),
            ("86,1 triệu đồng", 86_100_000, None),
            ("286.813.000 đ", 286_813_000, None),
            ("286.813.000đ", 286_813_000, None),
            ("5 nghìn đồng", 5_000, None),
            ("5 ngàn", 5_000, None),
            ("5 NGÀN VNĐ", 5_000, None),
            ("5 ty dong", 5 * 10**9, None),
            ("5.000₫", 5_000, None),
            ("5000", 5_000, None),
            ("0,001 triệu", 1_000, None),
            ("1,2345 tỷ", 1_234_500_000, None),
            ("1,000000001 tỷ", 1_000_000_001, None),
            ("0,0005 triệu", 500, None),
            ("trên 1 tỉ đồng", 10**9, Qualifier.OVER),
            ("Hơn 1 tỉ", 10**9, Qualifier.OVER),
            ("over 1 tỉ", 10**9, Qualifier.OVER),
            ("gần  2 triệu", 2 * 10**6, Qualifier.NEARLY),
            ("nearly 2.000", 2_000, Qualifier.NEARLY),
            ("khoảng 3 đồng", 3, Qualifier.ABOUT),
            ("about 3", 3, Qualifier.ABOUT),
            ("-5 triệu", -5 * 10**6, None),
            ("10.000 tỉ", 10**13, None),
        ],
    )
    def test_reads_whole_dong(self, text: str, dong: int, qualifier: Qualifier | None) -> None:
        assert read_amount(text, DONG) == Amount(dong * SCALE, qualifier)

    @pytest.mark.parametrize(
        "text", ["1,5 đồng", "0,001", "trên 2,5", "-0,5 đ", "1,2345 nghìn", "1,0000000001 tỷ"]
    )
    def test_a_fraction_of_a_dong_is_refused(self, text: str) -> None:
        assert refusal(FractionOfDong, read_amount, text, DONG) == (
            f"“{text}” is not a whole number of đồng. Money is kept in whole đồng."
        )

    def test_decimals_below_a_thousandth_of_a_dong_are_refused(self) -> None:
        assert refusal(TooManyDecimals, read_amount, "1,2345678901234 tỷ", DONG).startswith("“1,23")

    def test_malformed_money_is_refused_with_the_reason(self) -> None:
        assert refusal(CommaBeforeDot, read_amount, "44,962.000 đ", DONG).startswith("“44,962.000”")

    def test_more_than_the_largest_is_refused_after_the_words_are_counted_in(self) -> None:
        assert refusal(TooLarge, read_amount, "trên 10.001 tỉ", DONG) == (
            "“trên 10.001 tỉ” is too large. The largest quantity is 10.000.000.000.000."
        )

    @pytest.mark.parametrize(
        ("text", "other"),
        [
            ("4 cuộc", "cuộc"),
            ("4 triệu cuộc", "triệu cuộc"),
            ("4 %", "%"),
            ("1 đồng triệu", "đồng triệu"),
        ],
    )
    def test_another_unit_is_refused_by_name(self, text: str, other: str) -> None:
        assert refusal(OtherUnit, read_amount, text, DONG) == (
            f"“{text}” is in “{other}”; this figure is counted in “đồng”."
        )


class TestReadAmountOfOtherUnits:
    @pytest.mark.parametrize(
        ("text", "unit", "thousandths"),
        [
            ("85%", PERCENT, 85_000),
            ("85 %", PERCENT, 85_000),
            ("85,25", PERCENT, 85_250),
            ("4 cuộc", MEETINGS, 4_000),
            ("4 CUOC", MEETINGS, 4_000),
            ("4 meetings", MEETINGS, 4_000),
            ("4", MEETINGS, 4_000),
            ("1,5 cuộc", MEETINGS, 1_500),
            ("2 mô hình", Words("mô hình"), 2_000),
            ("86,1 triệu đồng", Words("triệu đồng"), 86_100),
        ],
    )
    def test_the_units_own_word_may_follow(self, text: str, unit: Words, thousandths: int) -> None:
        assert read_amount(text, unit) == Amount(thousandths)

    @pytest.mark.parametrize(
        ("text", "unit", "other"),
        [
            ("4 lần", MEETINGS, "lần"),
            ("1 tỉ đồng", MEETINGS, "tỉ đồng"),
            ("5 triệu", MEETINGS, "triệu"),
            ("85 cuộc", PERCENT, "cuộc"),
            ("85%", MEETINGS, "%"),
            ("1 2", MEETINGS, "2"),
        ],
    )
    def test_another_word_is_refused_by_name(self, text: str, unit: Words, other: str) -> None:
        assert refusal(OtherUnit, read_amount, text, unit) == (
            f"“{text}” is in “{other}”; this figure is counted in “{unit.vi}”."
        )

    @pytest.mark.parametrize(
        "text", ["", "cuộc", "trên", "bốn 4", "dưới 4 cuộc", "trên4", "4. 5 x", "_ 4"]
    )
    def test_without_a_number_where_one_belongs_it_is_refused(self, text: str) -> None:
        assert refusal(NotANumber, read_amount, text, MEETINGS).startswith("“")

    def test_the_refused_text_is_named_whole(self) -> None:
        assert refusal(NotANumber, read_amount, " bốn cuộc ", MEETINGS).startswith("“bốn cuộc” is")

    def test_a_qualifier_is_kept(self) -> None:
        assert read_amount("gần 4 cuộc", MEETINGS) == Amount(4_000, Qualifier.NEARLY)


class TestAmount:
    @pytest.mark.parametrize(
        ("amount", "written"),
        [
            (Amount(1_234_567_800), "1.234.567,8"),
            (Amount(1_500), "1,5"),
            (Amount(1), "0,001"),
            (Amount(0), "0"),
            (Amount(-1_050), "-1,05"),
            (Amount(10**12, Qualifier.OVER), "trên 1.000.000.000"),
            (Amount(2_000, Qualifier.NEARLY), "gần 2"),
            (Amount(-2_000, Qualifier.ABOUT), "khoảng -2"),
        ],
    )
    def test_is_written_in_vietnamese_notation(self, amount: Amount, written: str) -> None:
        assert str(amount) == written


class TestPlain:
    def test_whole_quantities_are_integers(self) -> None:
        assert repr(plain(5_000)) == "5"
        assert repr(plain(-5_000)) == "-5"
        assert repr(plain(0)) == "0"

    def test_others_are_numbers_with_decimals(self) -> None:
        assert repr(plain(1_500)) == "1.5"
        assert repr(plain(1)) == "0.001"


class TestRounded:
    @pytest.mark.parametrize(
        ("exact", "half_up"),
        [
            (Fraction(1, 3), "0.3"),
            (Fraction(2, 3), "0.7"),
            (Fraction(25, 100), "0.3"),
            (Fraction(35, 100), "0.4"),
            (Fraction(249, 1000), "0.2"),
            (Fraction(100), "100.0"),
            (Fraction(-25, 100), "-0.3"),
            (Fraction(-1, 10), "-0.1"),
            (Fraction(-1, 100), "0.0"),
        ],
    )
    def test_halves_go_up(self, exact: Fraction, half_up: str) -> None:
        assert str(rounded(exact)) == half_up

    def test_is_exact_beyond_the_decimals_that_arithmetic_keeps(self) -> None:
        assert str(rounded(Fraction(10**40 + 1, 2))) == "5" + "0" * 39 + ".5"


@quick
@given(st.integers(-MAX_QUANTITY, MAX_QUANTITY))
def test_every_number_written_reads_back_the_same(thousandths: int) -> None:
    assert read_number(str(Amount(thousandths))) == thousandths


@quick
@given(st.text("0123456789.,-", max_size=12))
def test_a_number_is_read_exactly_or_refused(text: str) -> None:
    try:
        thousandths = read_number(text)
    except Refused:
        return
    assert Fraction(thousandths, SCALE) == Fraction(text.replace(".", "").replace(",", "."))


@quick
@given(st.integers(-MAX_QUANTITY, MAX_QUANTITY), st.sampled_from([None, *Qualifier]))
def test_every_amount_written_reads_back_with_its_qualifier(
    value: int, qualifier: Qualifier | None
) -> None:
    assert read_amount(str(Amount(value, qualifier)), MEETINGS) == Amount(value, qualifier)


@quick
@given(
    st.one_of(
        st.integers(-4 * 10**12 * SCALE, 4 * 10**12 * SCALE),
        st.integers(-12 * MAX_QUANTITY // SCALE, 12 * MAX_QUANTITY // SCALE).map(
            lambda whole: whole * SCALE
        ),
    )
)
def test_plain_numbers_lose_no_thousandth(value: int) -> None:
    """With decimals up to four trillion units, as ``plain`` promises, and any whole year's sum."""
    assert Decimal(repr(plain(value))) * SCALE == value


@quick
@given(st.fractions(-1000, 1000, max_denominator=10_000))
def test_rounding_agrees_with_decimal_arithmetic(exact: Fraction) -> None:
    with localcontext(prec=60):
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        assert rounded(exact) == value.quantize(Decimal("0.1"), ROUND_HALF_UP)
