"""The screens on a stage: a real database, a clock that stands still, and keys that are pressed."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from tracker.domain.condition import Condition, Sort
from tracker.domain.measure import Measure
from tracker.domain.period import Rhythm, read_period
from tracker.domain.plan import Directive, Plan, PlanDraft, Source
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.report import ReportDraft
from tracker.domain.summary import Summary
from tracker.domain.task import TaskDetail, TaskDraft, TaskRow
from tracker.domain.unit import Unit, UnitKind
from tracker.domain.words import Words
from tracker.tui.answers import Ask
from tracker.tui.app import TrackerApp
from tracker.tui.errands import Errands
from tracker.tui.screens.overview import OverviewRoom
from tracker.tui.screens.tasks import TasksRoom
from tracker.tui.widgets.fields import Entry, Pick
from tracker.tui.widgets.prose import Prose

if TYPE_CHECKING:
    import pytest

    from tracker.service.desk import Desk
    from tracker.tui.office import Office

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=7)))
TODAY = NOW.date()
_TYPED = {"slash": "/", "space": " ", "question_mark": "?", "colon": ":"}
BACKSPACE = "\x7f"
HOSTILE = "[b]đậm[/b] {{ dấu }} <thẻ> \x1b[31mđỏ\x07"
"""What a user may type and no part of the program may take for its own."""

UNITS = (
    Unit("tinh", UnitKind.PROVINCE, Words("Ban Dân vận Tỉnh ủy", "Province"), Words("Tỉnh ủy")),
    Unit(
        "my-xuyen",
        UnitKind.DISTRICT,
        Words("Ban Dân vận Huyện ủy Mỹ Xuyên", "Mỹ Xuyên Commission"),
        Words("Huyện Mỹ Xuyên", "Mỹ Xuyên"),
        parent="tinh",
    ),
    Unit(
        "ke-sach",
        UnitKind.DISTRICT,
        Words("Ban Dân vận Huyện ủy Kế Sách", "Kế Sách Commission"),
        Words("Huyện Kế Sách", "Kế Sách"),
        parent="tinh",
    ),
    Unit("cong-an", UnitKind.AGENCY, Words("Công an tỉnh", "Police"), Words("Công an tỉnh")),
)
DIRECTIVES = (
    Directive(
        "D7",
        11,
        "đối thoại giải quyết thỏa đáng những khiếu nại, khiếu kiện kéo dài",
        "dialogue to settle prolonged complaints",
        Words("Đối thoại", "Dialogue"),
    ),
    Directive("D8", 11, "không để hình thành điểm nóng", "let no hotspot form", Words("Điểm nóng")),
)


def _task(code: str, title: str, unit: str, **rest: object) -> TaskDraft:
    fields: dict[str, object] = {
        "measure": Measure.SUM,
        "unit_of_measure": Words("cuộc", "meetings"),
        "rhythm": Rhythm.QUARTER,
        "start": date(2021, 1, 1),
        "deadline": date(2021, 12, 31),
        "target": 4 * SCALE,
        "directive": "D7",
        **rest,
    }
    return TaskDraft(code=code, year=2021, title=Words(title, ""), unit=unit, **fields)  # type: ignore[arg-type]


TASKS = (
    _task("D7.1-my-xuyen", "Đối thoại với nông dân", "my-xuyen", coordinating=("cong-an",)),
    _task("D7.1-ke-sach", "Đối thoại với nông dân", "ke-sach", deadline=date(2021, 6, 15)),
    _task(
        "D7.2-my-xuyen",
        "Ban hành kế hoạch",
        "my-xuyen",
        measure=Measure.MILESTONE,
        unit_of_measure=Words("văn bản", "document"),
        target=SCALE,
        deadline=None,
    ),
    _task(
        "D7.3-tinh",
        "Vận động Quỹ “Vì người nghèo”",
        "tinh",
        unit_of_measure=Words("đồng", "dong"),
        target=1_200_000_000 * SCALE,
        baseline=Amount(1_000_000_000 * SCALE),
    ),
    _task(
        "D8.1-my-xuyen",
        "Không để hình thành điểm nóng",
        "my-xuyen",
        directive="D8",
        measure=Measure.CEILING,
        unit_of_measure=Words("điểm nóng", "hotspots"),
        target=0,
    ),
    _task(
        "D8.2-tinh",
        "Tỷ lệ xã đạt loại tốt",
        "tinh",
        directive="D8",
        measure=Measure.LATEST,
        unit_of_measure=Words("%"),
        target=90 * SCALE,
    ),
)


def make_plan(
    database: str, *, sample: bool = False, code: str = "nho-2021", review: bool = False
) -> None:
    """A small plan, and the reports of a first quarter."""
    from tracker.service.plans import apply_plan

    desk = desk_at(database)
    plan = Plan(
        code,
        2021,
        Words("Chương trình nhỏ", "A small plan"),
        "tinh",
        Source("–"),
        sample=sample,
        review=review,
    )
    apply_plan(desk, PlanDraft(plan, UNITS, DIRECTIVES), TASKS)
    record(database, "D7.1-my-xuyen", "2021-Q1", 1, code)
    record(database, "D7.1-ke-sach", "2021-Q1", 2, code)
    record(database, "D8.1-my-xuyen", "2021-Q1", 0, code)
    record(database, "D8.2-tinh", "2021-Q1", 80, code)
    desk.engine.dispose()


def desk_at(database: str) -> Desk:
    from tracker.service.desk import Desk
    from tracker.store.engine import open_engine

    return Desk(open_engine(database), lambda: NOW, "người thử")


def record(database: str, task: str, period: str, figure: int, plan: str = "nho-2021") -> None:
    """Another program reports a figure."""
    from tracker.service.reports import report

    desk = desk_at(database)
    draft = ReportDraft(task, read_period(period), Amount(figure * SCALE), str(figure))
    report(desk, plan, draft)
    desk.engine.dispose()


class Record:
    """What stands in the database, read past the screens."""

    def __init__(self, database: str, as_of: date | None = None) -> None:
        self.database, self.as_of = database, as_of

    def _ask(self, question: Callable[..., object]) -> object:
        from tracker.store.engine import open_engine, reading
        from tracker.store.read.view import open_view

        engine = open_engine(self.database)
        try:
            with reading(engine) as session:
                return question(session, open_view(session, None, self.as_of, TODAY))
        finally:
            engine.dispose()

    def summary(self, condition: Condition | None = None) -> Summary:
        from tracker.domain.condition import By
        from tracker.store.read.rollup import summary

        found = self._ask(lambda session, view: summary(session, view, By.UNIT, condition))
        assert isinstance(found, Summary)
        return found

    def task(self, code: str) -> TaskDetail:
        from tracker.store.read.detail import task_detail

        found = self._ask(lambda session, view: task_detail(session, view, code))
        assert isinstance(found, TaskDetail)
        return found

    def rows(self, condition: Condition | None = None, sort: Sort | None = None) -> list[TaskRow]:
        from tracker.store.read.tasks import task_ids, task_rows

        def rows(session: object, view: object) -> object:
            ids = task_ids(session, view, condition or Condition(), sort or Sort())  # type: ignore[arg-type]
            return task_rows(session, view, ids)  # type: ignore[arg-type]

        found = self._ask(rows)
        assert isinstance(found, list)
        return found


class Stage:
    """The running program and the hands on its keyboard."""

    def __init__(self, app: TrackerApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Press keys, each when everything that the one before asked for has come."""
        for key in keys:
            await self.strike(key)
            await self.settle()

    async def strike(self, key: str) -> None:
        """Press a key and wait for nothing but its handling."""
        char = _TYPED.get(key) or (key if len(key) == 1 else None)
        name = _character_to_key(key) if len(key) == 1 else key
        driver = self.app._driver
        assert driver is not None
        driver.send_message(Key(name, char))
        await self.pilot.pause(0)

    async def type(self, text: str) -> None:
        """Type into the field or area that has the focus."""
        field = self.app.focused
        assert isinstance(field, Input | TextArea), f"no field, but {field}"
        for char in text:
            if char.isprintable():
                await self.strike(char)
            elif isinstance(field, TextArea):
                # Pasted, since a terminal sends none of these as a key.
                field.insert(char)
            else:
                field.insert_text_at_cursor(char)
        await self.settle()

    async def burst(self, stream: str) -> None:
        """Send keys as an input method does, none of them waiting for the one before."""
        driver = self.app._driver
        assert driver is not None
        for char in stream:
            if char == BACKSPACE:
                driver.send_message(Key("backspace", char))
            else:
                driver.send_message(Key(_character_to_key(char), char))
        await self.settle()

    async def click(self, selector: str, x: int, y: int) -> None:
        await self.pilot.click(selector, offset=(x, y))
        await self.settle()

    async def settle(self) -> None:
        """Wait for threads, timers and messages."""
        for _ in range(2):
            await self.pilot.pause(0.002)
            while self._busy:
                await self.pilot.pause(0.002)
        await self.pilot.pause(0)

    @property
    def _busy(self) -> bool:
        at_work = any(not worker.is_finished for worker in self.app.workers)
        screen = self.app.screen
        waits = isinstance(screen, TasksRoom) and screen.resting
        waits |= isinstance(screen, OverviewRoom) and screen.counting
        return at_work or waits

    @property
    def text(self) -> str:
        """What a person sees, without colours."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def in_list(self) -> str:
        """The same without the two lines at the bottom, which explain the signs."""
        return "\n".join(self.text.splitlines()[:-2])

    @property
    def run_on(self) -> str:
        """The same on one line: a long path is broken over several."""
        return "".join(line.strip() for line in self.text.splitlines())

    @property
    def room(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__

    def entry(self, name: str) -> Entry:
        return self.app.screen.query_one(f"#{name}", Entry)

    def pick(self, name: str) -> Pick:
        return self.app.screen.query_one(f"#{name}", Pick)

    def prose(self, name: str) -> Prose:
        return self.app.screen.query_one(f"#{name}", Prose)

    async def fill(self, **values: str) -> None:
        """Put texts into fields, as if they had been pasted there."""
        for name, value in values.items():
            self.entry(name).focus()
            self.entry(name).value = value
        await self.settle()


@asynccontextmanager
async def staged(
    database: str | Path,
    *,
    size: tuple[int, int] = (80, 24),
    as_of: date | None = None,
    plan: str | None = None,
    now: datetime = NOW,
) -> AsyncIterator[Stage]:
    """The program opened on ``database``, with its first data there."""
    app = program(database, as_of=as_of, plan=plan, now=now)
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot)
        await stage.settle()
        yield stage


def program(
    database: str | Path,
    *,
    as_of: date | None = None,
    plan: str | None = None,
    now: datetime = NOW,
) -> TrackerApp:
    """The program, not yet running."""

    def office() -> Office:
        from tracker.tui.office import Office

        return Office(str(database), "người thử", lambda: now)

    return TrackerApp(Errands(office), Ask(plan, as_of))


def lines_with(text: str, *parts: str) -> Iterable[str]:
    """The lines that show all of ``parts``."""
    return [line for line in text.splitlines() if all(part in line for part in parts)]


@asynccontextmanager
async def at_task(database: str, code: str, key: str) -> AsyncIterator[Stage]:
    """The list narrowed to one task, and ``key`` pressed on it."""
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type(code)
        await stage.press("enter", key)
        yield stage


async def held(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> threading.Event:
    """Save, with the service waiting until the event is set; Escape is pressed meanwhile."""
    let_go = threading.Event()
    write = getattr(module, name)

    def waiting(*arguments: object, **rest: object) -> object:
        let_go.wait(10)
        return write(*arguments, **rest)

    monkeypatch.setattr(module, name, waiting)
    await stage.strike("ctrl+s")
    await stage.strike("escape")
    await stage.pilot.pause(0.05)
    return let_go
