"""Vietnamese text: stored, folded, sorted, shown, and guessed when mistyped (DOMAIN §7)."""

from __future__ import annotations

import random
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.examples import quick, refusal
from tracker.domain.text import (
    EXCERPT,
    BrokenText,
    NulInText,
    clean,
    excerpt,
    fold,
    near,
    shown,
    shown_in_place,
    sort_key,
)

DISTRICTS = [
    "Châu Thành",
    "Cù Lao Dung",
    "Kế Sách",
    "Long Phú",
    "Mỹ Tú",
    "Mỹ Xuyên",
    "Ngã Năm",
    "Sóc Trăng",
    "Thạnh Trị",
    "Trần Đề",
    "Vĩnh Châu",
]

written = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
vietnamese = st.text("aàảãáạăằẳẵắặâầẩẫấậbcdđeèêếghiíklmnoòôơợpqrstuụưựvxyỳỵAÀĂĐÊÔƠƯ 19-")


def toneless(word: str) -> str:
    return re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", unicodedata.normalize("NFD", word))


class TestClean:
    def test_composes_letters_and_their_tones(self) -> None:
        assert clean(unicodedata.normalize("NFD", "Sóc Trăng")) == "Sóc Trăng"

    def test_keeps_outer_whitespace_and_ends_lines_with_a_newline(self) -> None:
        assert clean("  a\r\nb\r\r\nc\rd\n ") == "  a\nb\nc\rd\n "

    def test_refuses_nul_and_says_where(self) -> None:
        assert refusal(NulInText, clean, "Mỹ\0Tú") == (
            "“Mỹ␀Tú” has a NUL character at position 3. Any other character is allowed."
        )

    @pytest.mark.parametrize("half", ["\ud800", "\udc80", "\udfff"])
    def test_refuses_half_a_character(self, half: str) -> None:
        assert refusal(BrokenText, clean, f"a{half}") == (
            f"“a⟪U+{ord(half):04X}⟫” has half a character at position 2: its bytes were not UTF-8."
            " Enter it as UTF-8."
        )

    @pytest.mark.parametrize("whole", ["\ud7ff", "\ue000", "\U0001f600"])
    def test_allows_every_other_character(self, whole: str) -> None:
        assert clean(whole) == whole


class TestFold:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Đối thoại ở Sóc Trăng", "doi thoai o soc trang"),
            ("hòa", "hoa"),
            ("hoà", "hoa"),
            ("Tỉnh ủy", "tinh uy"),
            ("Tỉnh uỷ", "tinh uy"),
            ("ƯƠNG ươm", "uong uom"),
            ("  Mỹ \t\n Xuyên ", "my xuyen"),
            ("ភាសាខ្មែរ"[:2], "ភា"),
        ],
    )
    def test_drops_accents_case_and_extra_spaces(self, text: str, folded: str) -> None:
        assert fold(text) == folded


class TestSortKey:
    def test_districts_stand_in_their_order(self) -> None:
        shuffled = random.Random(2021).sample(DISTRICTS, len(DISTRICTS))  # noqa: S311 - no secret
        assert sorted(shuffled, key=sort_key) == DISTRICTS

    @pytest.mark.parametrize(
        "in_order",
        [
            "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z",
            "A Ă Â B C D Đ E Ê F G H I J K L M N O Ô Ơ P Q R S T U Ư V W X Y Z",
            "la là lả lã lá lạ lă lằ lẳ lẵ lắ lặ lâ lầ lẩ lẫ lấ lậ",
            "ơ ờ ở ỡ ớ ợ u ù ủ ũ ú ụ ư ừ ử ữ ứ ự",
            "a A à À an An AN àn Àn ăn",
            "9 a",
            "a à ab",
            "xã1 xã2 xãa",
            "é z ж",
        ],
    )
    def test_letters_then_tones_then_case(self, in_order: str) -> None:
        keys = [sort_key(word) for word in in_order.split()]
        assert all(one < next_one for one, next_one in pairwise(keys)), keys

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("Mỹ Tú", "Mỹ Xuyên"),
            ("Mỹ Xuyên", "MyA"),  # a space comes before every letter
            ("xã 9", "xã A"),
            ("xã - A", "xã 1"),
            ("Đoàn", "Đoàn thể"),
            ("dân vận", "đan"),
            ("ba ngà", "bà nga"),  # the first tone that differs decides
            ("la", "lă"),
            ("ç", "cà1"),
            ("cà", "cç"),
        ],
    )
    def test_pairs(self, first: str, second: str) -> None:
        assert sort_key(first) < sort_key(second)

    def test_a_foreign_mark_comes_after_every_tone(self) -> None:
        assert sort_key("ạ") < sort_key("ä") < sort_key("å") < sort_key("ă")
        assert sort_key("č") < sort_key("c1")
        assert sort_key("ŏ") < sort_key("ô")  # a breve makes no new letter of o

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("“Dân vận khéo”", '"Dân vận khéo"'),
            ("’a‘ „b", "'a' \"b"),
            ("2020–2021—x −y…", "2020-2021-x -y."),
            ("  Mỹ\u00a0 Tú ", "Mỹ Tú"),
            ("Mỹ\u200d Tú\x1b", "Mỹ Tú"),
            ("ằ", "\u0103\u0300"),
        ],
    )
    def test_what_looks_alike_sorts_alike(self, one: str, other: str) -> None:
        assert sort_key(one) == sort_key(other)

    def test_a_mark_without_a_letter_stands_for_itself(self) -> None:
        assert sort_key("\u0301") > sort_key("z")
        assert sort_key("") == ""
        assert sort_key("\u200d") == ""

    def test_a_stored_key_does_not_change_unnoticed(self) -> None:
        # Keys are stored: another spelling of them needs every stored one made anew.
        assert sort_key("Mỹ Xuyên") == ']l"kglU^!003!1001'
        assert sort_key("Đỗ ạ ä ã") == 'S`"M"M"M!00300500~000308003!1'
        assert sort_key("à ả ã á ạ") == 'M"M"M"M"M!01002003004005'
        assert sort_key("aA a") == 'MM"M!!01'

    def test_the_key_is_short_where_nothing_is_accented(self) -> None:
        assert len(sort_key("xom")) == 3
        assert sort_key("xóm").startswith(sort_key("xom"))

    def test_another_script_takes_six_digits_of_its_code(self) -> None:
        assert sort_key("ж") == "~000436"
        assert sort_key("ж") < sort_key("ខ") < sort_key("\U0001f600")


class TestShown:
    @pytest.mark.parametrize(
        ("text", "visible"),
        [
            ("a\x1b[31m", "a␛[31m"),
            ("\x00\x01\x1f\x7f", "␀␁␟␡"),
            ("a\tb\nc\r", "a␉b␊c␍"),
            ("\x80\x9b\x9f\xa0", "⟪U+0080⟫⟪U+009B⟫⟪U+009F⟫\xa0"),
            ("\u202a\u202e\u2066\u2069", "⟪U+202A⟫⟪U+202E⟫⟪U+2066⟫⟪U+2069⟫"),
            ("\u2028\u2029\u200e\u200f\u061c\ufeff", None),
            ("Sóc Trăng 1–2", "Sóc Trăng 1–2"),
        ],
    )
    def test_control_characters_become_visible(self, text: str, visible: str | None) -> None:
        expected = "".join(f"⟪U+{ord(c):04X}⟫" for c in text) if visible is None else visible
        assert shown(text) == expected

    def test_lines_stay_lines_when_asked(self) -> None:
        assert shown("a\n\tb", lines=True) == "a\n␉b"


class TestExcerpt:
    def test_a_short_text_is_whole(self) -> None:
        assert excerpt("x" * EXCERPT) == "x" * EXCERPT

    def test_a_long_text_is_cut(self) -> None:
        assert excerpt("x" * (EXCERPT + 1)) == "x" * (EXCERPT - 1) + "…"

    def test_is_one_line(self) -> None:
        assert excerpt("a\nb") == "a␊b"


class TestNear:
    UNITS = ("soc-trang", "my-tu", "my-xuyen", "D7.2-my-xuyen", "Vĩnh Châu")

    @pytest.mark.parametrize(
        ("mistyped", "meant"),
        [
            ("my xuyn", "my-xuyen"),
            ("Mỹ Xuyên", "my-xuyen"),
            ("vinh chau", "Vĩnh Châu"),
            ("xuyen", "my-xuyen"),
            ("my", "my-tu"),
            ("d7", "D7.2-my-xuyen"),
            ("trang", "soc-trang"),
            ("zzz", None),
            ("m", None),
            ("", None),
            ("-", None),
        ],
    )
    def test_the_name_meant(self, mistyped: str, meant: str | None) -> None:
        assert near(mistyped, self.UNITS) == meant

    def test_one_that_begins_with_it_comes_before_one_that_contains_it(self) -> None:
        assert near("an", ["ban", "an ninh trật tự xã hội"]) == "an ninh trật tự xã hội"
        assert near("an", ["an ninh trật tự xã hội", "ban"]) == "an ninh trật tự xã hội"

    def test_one_that_contains_it_comes_before_one_that_is_similar(self) -> None:
        assert near("chau", ["chao", "huyện châu thành"]) == "huyện châu thành"

    def test_the_first_of_equals(self) -> None:
        assert near("abcd", ["abce", "abcf"]) == "abce"

    def test_similar_means_a_ratio_above_the_cutoff(self) -> None:
        assert near("abcde", ["abcxy"]) is None  # 6 / 10
        assert near("abcd", ["abcxy"]) == "abcxy"  # 6 / 9

    def test_a_single_letter_meets_only_itself(self) -> None:
        assert near("x", ["xx", "X"]) == "X"

    def test_any_iterable_will_do(self) -> None:
        assert near("my tu", iter(self.UNITS)) == "my-tu"

    def test_a_long_word_is_compared_in_full(self) -> None:
        # difflib by itself ignores letters that fill a word of 200 or more.
        assert near("a" * 300, ["b" + "a" * 299]) == "b" + "a" * 299

    def test_a_hyphen_in_a_code_is_a_space_in_a_name(self) -> None:
        in_full = "ban-dan-van-thanh-uy-soc-trang-va-cac-phuong"
        assert near("soc trang", ["soc trung", in_full]) == in_full


@quick
@given(written)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@quick
@given(written)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@quick
@given(vietnamese)
def test_folding_vietnamese_leaves_ascii_and_is_final(text: str) -> None:
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()) == fold(text)


@quick
@given(written, written)
def test_keys_are_ascii_and_a_longer_text_never_comes_first(a: str, b: str) -> None:
    assert sort_key(a).isascii()
    assert not set(sort_key(a)) & {" ", "\0", "\n"}
    assert sort_key(a) <= sort_key(a + b) or unicodedata.combining(b[0])


@quick
@given(st.lists(vietnamese, max_size=6))
def test_letters_weigh_more_than_any_tone(words: list[str]) -> None:
    in_order = sorted(words, key=sort_key)
    without_tones = [sort_key(toneless(word).lower()) for word in in_order]
    assert without_tones == sorted(without_tones)


@quick
@given(st.text())
def test_nothing_shown_steers_a_terminal(text: str) -> None:
    visible = shown(text)
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") for c in visible)
    assert not any(unicodedata.bidirectional(c) in ("RLO", "LRO", "RLI", "FSI") for c in visible)


@given(st.text())
def test_in_a_field_each_character_is_shown_by_one(text: str) -> None:
    visible = shown_in_place(text)
    assert len(visible) == len(text)
    for char, seen in zip(text, visible, strict=True):
        assert seen in (char, shown(char), "\ufffd")
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in visible.replace("\t", ""))
