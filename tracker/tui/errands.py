"""Errands: questions and writes that run in threads while the screen stays free.

A screen hands over a function of the office; what it returns is posted to that screen as a
message. The database layer is loaded by the first errand, in its thread.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from textual.dom import DOMNode
from textual.message import Message
from textual.worker import get_current_worker

from tracker.domain.problem import N_, Failed, Problem
from tracker.tui.answers import PlaceSeen, ReadFailed, WriteRefused
from tracker.tui.drafts import Draft

if TYPE_CHECKING:
    from tracker.tui.office import Office

Errand = Callable[["Office"], Message]


class FaultInside(Failed):
    """A mistake of the program's own: named, so that it can be reported to its makers."""

    wording = N_("An error inside the program ({kind}). What was typed is not lost.")


class Errands:
    """Runs errands. ``make`` builds the office and imports what it needs."""

    def __init__(self, make: Callable[[], Office]) -> None:
        self._make = make
        self._office: Office | None = None
        self._making = Lock()
        self._settled = False
        self.drafts: dict[str, Draft] = {}
        """What was typed into forms and not saved, under each form's key."""

    def read(self, asker: DOMNode, errand: Errand, group: str) -> None:
        """Answer a question; a newer one of the same ``group`` makes this answer void.

        A Problem comes back as ``ReadFailed``.
        """

        def work() -> None:
            worker = get_current_worker()
            answer = self._done(errand, ReadFailed)
            if not worker.is_cancelled:
                asker.post_message(answer)

        asker.run_worker(work, group=group, exclusive=True, thread=True)

    def write(self, asker: DOMNode, errand: Errand) -> None:
        """Write something; its answer always comes; a Problem as ``WriteRefused``.

        The day's backup comes before the day's first write; what is wrong with it is said, and
        keeps nobody from writing.
        """

        def work() -> None:
            warnings: list[str] = []

            def kept_first(office: Office) -> Message:
                warnings.append(office.keep_today())
                return errand(office)

            asker.post_message(self._done(kept_first, WriteRefused))
            if any(warnings):
                asker.app.post_message(PlaceSeen(warnings[0]))

        asker.run_worker(work, group="write", thread=True)

    def at_last(self, errand: Errand) -> None:
        """Run an errand here and now, as the program ends; nobody is there to be told of it."""
        if self._office is not None:
            self._done(errand, ReadFailed)

    def _done(self, errand: Errand, failed: Callable[[Problem], Message]) -> Message:
        try:
            with self._settling():
                return errand(self._loaded())
        except Problem as problem:
            return failed(problem)
        except Exception as fault:  # noqa: BLE001 - it would end the program, and all drafts with it
            return failed(FaultInside(kind=type(fault).__name__))

    @contextmanager
    def _settling(self) -> Iterator[None]:
        """Until the first errand is done the garbage collector rests (``cli.main`` lets it rest).

        What the program loads stays for good: to go through it again and again makes the start a
        tenth longer, and a key wait a tenth of a second. So it is left out of later rounds, too.
        """
        try:
            yield
        finally:
            if not self._settled:
                self._settled = True
                gc.freeze()
                gc.enable()

    def _loaded(self) -> Office:
        with self._making:
            if self._office is None:
                self._office = self._make()
            return self._office

    def close(self) -> None:
        """Let go of the database."""
        if self._office is not None:
            self._office.close()
