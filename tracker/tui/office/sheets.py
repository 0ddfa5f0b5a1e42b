"""Sheets: read at once, kept while they are typed, handed in with one call."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.domain.report import ReportDraft
from tracker.domain.sheet import Sheet, Typed, is_on_record, outcome
from tracker.i18n import formats
from tracker.settings import unsent_folder
from tracker.store.engine import reading
from tracker.tui.answers import SheetSeen, Standpoint
from tracker.tui.office.opened import Opened
from tracker.tui.unsent import SheetOf, Unsent

if TYPE_CHECKING:
    from tracker.domain.period import Period
    from tracker.service.reports import ReportAccepted

_PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/]*@")


class Sheets(Opened):
    """One unit, one period, all its tasks."""

    def sheet(self, standpoint: Standpoint, unit: str | None, period: Period | None) -> SheetSeen:
        """The sheet, with what was typed there before; without what of that is on record by now.

        None for ``unit`` or ``period``: where there is most to do. Raises UnknownUnit.
        """
        from tracker.store.read.sheet import sheet  # noqa: PLC0415 - the first figures need none

        with reading(self.desk().engine) as session:
            view = self._view(session, standpoint)
            found = sheet(session, view, self._now().tzinfo, self.today, unit, period)
        kept = self._unsent.of(SheetOf(standpoint.plan.code, found.unit, found.due.period.code))
        rows = {row.task.code: row for row in found.rows}
        left = {
            code: typed
            for code, typed in kept.items()
            if code not in rows or not is_on_record(rows[code], typed)
        }
        outcomes = {
            code: outcome(rows[code], typed, found.today)
            for code, typed in left.items()
            if code in rows
        }
        _say_once(found)
        return SheetSeen(found, left, outcomes)

    def report_many(self, plan: str, drafts: Sequence[ReportDraft]) -> list[ReportAccepted]:
        """All of them in one call, undone as one; or none."""
        from tracker.service.reports import report_many  # noqa: PLC0415 - likewise

        return report_many(self.desk(), plan, drafts)

    def keep_unsent(self, sheet: SheetOf, rows: Mapping[str, Typed], turn: int) -> None:
        """Keep what is typed and not handed in. Raises FileFailed."""
        self._unsent.keep(sheet, rows, turn)

    @cached_property
    def _unsent(self) -> Unsent:
        name = _PASSWORD.sub(r"\1@", self._location)
        if self._file is not None:
            name = os.path.realpath(self._file)
        return Unsent(unsent_folder(), name)


def _say_once(sheet: Sheet) -> None:
    """Numbers are remembered once they are said: here, in a thread, that keeps no key waiting."""
    for row in sheet.rows:
        for figure in (row.standing, row.before):
            formats.number(figure.value if figure else None)
        formats.number(row.task.value)
        formats.number(row.task.target)
