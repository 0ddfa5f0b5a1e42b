"""What was typed into a sheet and not handed in, kept on this machine until it is.

One small file for each database, plan, unit and period, in the user's own folder: a database on a
server has no place beside it, and what one officer has half typed is no other's business. Nothing
of it is in the journal, which is for what was handed in. Each file is written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from tracker.domain.reason import reason_of
from tracker.domain.sheet import Typed
from tracker.files import FileFailed, content_of, put

MOST_BYTES = 16 * 2**20
"""No sheet comes near it; a larger file is none of ours."""


class SheetOf(NamedTuple):
    """Which sheet: the codes of its plan, unit and period."""

    plan: str
    unit: str
    period: str


class Unsent:
    """The files in ``folder`` of one ``database``, named as this machine finds it.

    May be called from any thread: of two that keep the same sheet the later one's stands.
    """

    def __init__(self, folder: Path, database: str) -> None:
        self._folder, self._database = folder, database
        self._keeping = Lock()
        self._turns: dict[SheetOf, int] = {}

    def of(self, sheet: SheetOf) -> dict[str, Typed]:
        """What is kept of ``sheet``, by task code. Raises CannotBeRead."""
        path = self._path(sheet)
        with self._keeping:
            if not path.exists():
                return {}
            content = content_of(path, MOST_BYTES)
        try:
            rows = json.loads(content)["rows"]
            return {code: Typed(str(r["text"]), str(r["word"]), int(r["seen"])) for code, r in rows}
        except (ValueError, KeyError, TypeError):
            # Not a file of this program's, or cut short by a disk: there is nothing to read.
            return {}

    def keep(self, sheet: SheetOf, rows: Mapping[str, Typed], turn: int) -> None:
        """Keep these ``rows`` of ``sheet`` and no others. An older ``turn`` than the last is late,
        and does nothing. Raises FileFailed."""
        path = self._path(sheet)
        with self._keeping:
            if turn < self._turns.get(sheet, 0):
                return
            self._turns[sheet] = turn
            try:
                if not rows:
                    path.unlink(missing_ok=True)
                    return
                self._folder.mkdir(parents=True, exist_ok=True)
                with suppress(OSError):
                    self._folder.chmod(0o700)
            except OSError as error:
                raise FileFailed(path=path, reason=reason_of(error)) from error
            put(path, self._written(sheet, rows), overwrite=True)

    def _written(self, sheet: SheetOf, rows: Mapping[str, Typed]) -> bytes:
        """Ordered by code. Lone halves of characters are escaped, and read as they were."""
        content = {
            **sheet._asdict(),
            "rows": [
                (code, {"text": typed.text, "word": typed.word, "seen": typed.seen})
                for code, typed in sorted(rows.items())
            ],
        }
        return json.dumps(content, indent=1).encode("ascii")

    def _path(self, sheet: SheetOf) -> Path:
        """A name that holds no path, no password and no letter that a file system minds."""
        named = "\n".join((self._database, *sheet))
        digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / f"{digest[:32]}.json"
