"""What is about to be saved is said first: how a figure was read (DOMAIN §7), or how much it is."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tracker.cli.output import message
from tracker.domain.problem import N_, Refused
from tracker.domain.text import clean, fold
from tracker.i18n import _

_YES = ("y", "yes", "c", "co")


def read_as(given: str, read: str) -> str:
    """How a figure was read: ``3 meetings`` where nothing but digits was typed, else ``1,5 tỷ,
    read as 1.500.000.000 đồng``."""
    if read.startswith(given) and read[len(given) :][:1] in ("", " "):
        return read
    return _("{given}, read as {amount}").format(given=given, amount=read)


class NotSaved(Refused):
    wording = N_("Nothing was written.")


def say_before_saving(
    readings: Sequence[str], *, yes: bool, question: str = N_("Save this? [y/N]")
) -> None:
    """Say each reading; at a terminal, unless ``yes``, ask whether it was meant so; ``question``
    is a message id.

    Raises NotSaved for any answer but yes.
    """
    if not readings:
        return
    for reading in readings:
        message(reading)
    if yes or not at_terminal():
        return
    if fold(ask(_(question))) not in _YES:
        raise NotSaved


def ask(question: str) -> str:
    """What the person at the terminal answers in one line; nothing where there is none."""
    if not at_terminal():
        return ""
    print(question, end=" ", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        message("")  # the terminal's line is still open where no line was given
    return clean(answer).strip()


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
