"""A seal is printed short, and what was printed is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.seal import (
    NoDigitOfASeal,
    NotASeal,
    PrintedSeal,
    Seal,
    SealDigitsMissing,
    read_seal,
)

DIGEST = "3f2a99c012ab77de" + "0" * 48
SEAL = Seal(1234, DIGEST)


def test_the_short_form() -> None:
    assert str(SEAL) == "#1234 3f2a 99c0 12ab 77de"


@given(
    st.builds(Seal, st.integers(1, 10**12), st.text("0123456789abcdef", min_size=64, max_size=64))
)
def test_what_is_printed_is_of_its_seal(seal: Seal) -> None:
    for printed in (str(seal), f"#{seal.last} {seal.digest}", str(seal).upper()):
        assert read_seal(printed).is_of(seal)


@pytest.mark.parametrize("typed", ["#1234 3f2a99c012ab77de", " #1234: 3F2A-99C0-12AB-77DE "])
def test_how_people_write_it(typed: str) -> None:
    assert read_seal(typed) == PrintedSeal(1234, "3f2a99c012ab77de")


@pytest.mark.parametrize(
    "typed", ["", "1234", "#1234", "#1234 3f2a", "3f2a 99c0 12ab 77de", "#1 " + "0" * 65, "#x 3f"]
)
def test_what_is_no_seal(typed: str) -> None:
    with pytest.raises(NotASeal, match="3f2a 99c0"):
        read_seal(typed)


def test_what_is_wrong_with_it_is_said() -> None:
    with pytest.raises(SealDigitsMissing, match="has 15 digits behind the number"):
        read_seal("#1234 3f2a 99c0 12ab 77d")
    with pytest.raises(NoDigitOfASeal, match="“o” is no digit"):
        read_seal("#1234 3f2a 99co 12ab 77de")


def test_another_seal_is_another() -> None:
    assert not read_seal("#1235 3f2a 99c0 12ab 77de").is_of(SEAL)
    assert not read_seal("#1234 3f2a 99c0 12ab 77df").is_of(SEAL)
