"""What was found in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import long_day
from tracker.domain.fingerprint import FiguresShown, Shown
from tracker.domain.particulars import WORD, Particulars, read_particulars
from tracker.export import Format


@dataclass(frozen=True, slots=True)
class Found:
    """A file's own particulars, and its figures; None where its tables are not as they were
    written. ``totals_again`` are the other places that state the totals. ``states_day`` is whether
    the day that people read is that of the particulars. ``unread`` says that there is text whose
    figures were not compared."""

    form: Format
    particulars: Particulars
    figures: FiguresShown | None
    totals_again: tuple[Shown, ...] = ()
    states_day: bool = True
    unread: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figures are those that the file was written with."""
        return (
            self.figures is not None
            and self.states_day
            and all(totals == self.figures.totals for totals in self.totals_again)
            and self.figures.fingerprint(str(self.particulars.question))
            == self.particulars.fingerprint
        )


def particulars_in(texts: Iterable[str]) -> Particulars:
    """Those that the last of ``texts`` to have any ends in.

    Raises BrokenParticulars, or IndexError where no text has any.
    """
    words = [found[0] for text in texts for found in WORD.finditer(text) if text.endswith(found[0])]
    return read_particulars(words[-1])


def states(day: date, texts: Iterable[str]) -> bool:
    """Whether one of ``texts`` has the day as documents write it, in either language."""
    from babel.dates import format_date  # noqa: PLC0415 - slow to load

    written = (long_day(day), format_date(day, "d MMMM y", locale="en"))
    return any(form in text for text in texts for form in written)


def perhaps(read: Callable[[], FiguresShown]) -> FiguresShown | None:
    """None where a table is not as it was written."""
    try:
        return read()
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, StopIteration):
        return None
