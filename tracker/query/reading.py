"""A condition with what a query asks for."""

from __future__ import annotations

from dataclasses import replace

from tracker.domain.condition import Condition
from tracker.domain.query import About, OfText, Query, all_of, words_alone
from tracker.query.known import Known
from tracker.query.problems import CannotRead

__all__ = ["CannotRead", "Known", "asked", "narrowed_by", "text_of", "warm"]


def asked(text: str, known: Known) -> Query | None:
    """What ``text`` asks for; None where nothing stands there. Raises CannotRead."""
    from tracker.query.grammar import read  # noqa: PLC0415 - loads lark

    return read(text, known)


def narrowed_by(condition: Condition, text: str, known: Known) -> Condition:
    """``condition`` with the words and the query of ``text`` in place of its own.

    A text of words alone becomes ``words``, as it always was. Raises CannotRead.
    """
    query = asked(text, known)
    words = words_alone(query)
    if words is None:
        return replace(condition, words=(), where=query)
    return replace(condition, words=words, where=None)


def text_of(condition: Condition) -> str:
    """The words and the query of ``condition`` as a text that reads back to them."""
    if condition.where is None:
        return " ".join(condition.words)
    words = [OfText(About.TEXT, word) for word in condition.words]
    return str(all_of([*words, condition.where]))


def warm() -> None:
    """Load the parser, so that the first key that needs it need not wait."""
    from tracker.query.grammar import parser  # noqa: PLC0415 - loads lark

    parser()
