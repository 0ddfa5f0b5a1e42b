"""A small plan to name in queries."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.service.office import DIRECTIVES, PLAN, UNITS
from tests.store.queries import queries
from tracker.domain.period import read_period
from tracker.domain.query import OfReport, Query
from tracker.domain.unit import UnitTree
from tracker.query.known import known_of
from tracker.query.reading import asked

KNOWN = known_of(PLAN.plan, UnitTree(UNITS), DIRECTIVES)
PERIOD = read_period("2021-Q1")


def canonical(text: str) -> str:
    """What ``text`` asks for, as its canonical text."""
    return str(asked(text, KNOWN))


def any_query(words: st.SearchStrategy[str]) -> st.SearchStrategy[Query]:
    """Any query, with these words to look for."""
    from datetime import date

    from tracker.domain.query import About, OfText, all_of

    others = queries([u.code for u in UNITS], ["D7", "D8"], ["a"], [date(2021, 6, 30)])
    texts = st.builds(OfText, st.sampled_from((About.TEXT, About.CODE, About.TITLE)), words)
    both: Any = st.tuples(texts, others).map(all_of)
    return texts | others | both


REPORT = OfReport(PERIOD)
