"""Every test here may change the language; the next one starts in Vietnamese again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tracker import i18n


@pytest.fixture(autouse=True)
def language_of_the_next_test() -> Iterator[None]:
    i18n.use("vi")
    yield
    i18n.use("vi")


@pytest.fixture(params=i18n.LANGUAGES)
def both_languages(request: pytest.FixtureRequest) -> i18n.Lang:
    language: i18n.Lang = request.param
    i18n.use(language)
    return language
