"""Real screenshots for the guide: ``python docs/screenshots.py`` draws them into ``docs/images``.

They show the 2021 plan with its sample year, which says on every one of them that it is sample
data, seen from 30 June, in both languages.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

import seed
from tracker import i18n
from tracker.service.desk import Desk
from tracker.service.sample import make_sample
from tracker.store.engine import open_engine
from tracker.tui.answers import Ask
from tracker.tui.app import TrackerApp
from tracker.tui.errands import Errands
from tracker.tui.office import Office
from tracker.upkeep.migrate import migrate

IMAGES = Path(__file__).absolute().parent / "images"
SMALL, LARGE = (80, 24), (120, 36)
AS_OF = date(2021, 6, 30)
NOW = datetime(2022, 1, 10, 2, 0, tzinfo=UTC)
"""After the sample year, so that all of its reports are in the record."""

PICTURES = (
    ("overview", LARGE, ()),
    ("overview-small", SMALL, ()),
    ("tasks", LARGE, ("2", "down", "down")),
    ("task", LARGE, ("2", "down", "enter")),
    ("report", SMALL, ("2", "slash", *"d5.3", "enter", "r", "2")),
    ("edit", SMALL, ("2", "e")),
    ("export", SMALL, ("x",)),
    ("matrix", LARGE, ("6", "down", "right")),
    ("timeline", LARGE, ("7", "down", "down")),
    ("help", LARGE, ("2", "question_mark")),
)
"""Name, size, and the keys that lead there from the start."""


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    # The export form shows the folder one works in; here it shall be nobody's.
    os.chdir(Path.cwd().anchor)
    with TemporaryDirectory() as folder:
        database = str(Path(folder) / "sample.sqlite")
        make_database(database)
        for language in i18n.LANGUAGES:
            i18n.use(language)
            for name, svg in pictures(database):
                # Lines end without spaces, so that editors and git leave the files alone.
                text = "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"
                (IMAGES / f"{name}-{language}.svg").write_text(text, encoding="utf-8")


def make_database(database: str) -> None:
    engine = open_engine(database)
    migrate(engine)
    plan = seed.read(seed.bundled()[0])
    make_sample(Desk(engine, lambda: NOW, "demo"), plan.draft, seed.expand(plan))
    engine.dispose()


def pictures(database: str) -> Iterator[tuple[str, str]]:
    for name, size, keys in PICTURES:
        yield name, asyncio.run(picture(database, size, keys))


async def picture(database: str, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """The screen that ``keys`` lead to, as SVG."""
    app = TrackerApp(Errands(lambda: Office(database, "demo", lambda: NOW)), Ask(None, AS_OF))
    async with app.run_test(size=size) as pilot:
        # The first stop is before any key: when the first figures are there.
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            await pilot.pause(0.1)
            while any(not worker.is_finished for worker in app.workers):
                await pilot.pause(0.02)
        await pilot.pause(0.3)
        return app.export_screenshot()


if __name__ == "__main__":
    main()
