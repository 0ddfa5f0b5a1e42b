"""Where there is no plan yet: what to do, and one key that does it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tracker.i18n import _, n_, say
from tracker.tui.answers import Changed, PlanSeeded, SeedMoved, WriteRefused
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errands
from tracker.tui.screens.room import Room
from tracker.tui.widgets.bars import bar

if TYPE_CHECKING:
    from tracker.tui.office import Office

BUNDLED = "soc-trang-2021"
BAR_WIDTH = 40


class EmptyRoom(Room):
    """Offers the plan that comes with the program."""

    PLACE = Place.EMPTY
    NAME = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.EMPTY)]

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands)
        self._step: tuple[str, int, int] | None = None

    def body(self) -> ComposeResult:
        with Container(id="middle"):
            yield Static(id="welcome", markup=False)

    def on_mount(self) -> None:
        self.watch(self.app, "lang", self._say)

    def _say(self) -> None:
        lines = [
            Content.styled(_("There is no plan here yet."), ".ink--strong"),
            Content(""),
            Content(_("Enter seeds the plan that comes with the program:")),
            Content.styled(
                _("the mass mobilization programme of Sóc Trăng province for 2021."), ".ink--accent"
            ),
            Content(""),
            Content.styled(
                _("A plan of one's own: tracker seed FOLDER, from the command line."),
                ".ink--muted",
            ),
        ]
        if self._step is not None:
            said, done, steps = self._step
            progress = bar(Fraction(100 * done, steps), Fraction(0), BAR_WIDTH)
            lines += [Content(""), progress, Content.styled(said, ".ink--muted")]
        self.query_one("#welcome", Static).update(Content("\n").join(lines))

    def action_seed(self) -> None:
        if self._step is not None:
            return
        self._step = ("", 0, 1)

        def seed(office: Office) -> PlanSeeded:
            steps = 4

            def moved(said: str, done: int) -> None:
                self.post_message(SeedMoved(said, done, steps))

            return PlanSeeded(*office.seed(BUNDLED, moved))

        self.errands.write(self, seed)

    def on_seed_moved(self, moved: SeedMoved) -> None:
        self._step = (moved.said, moved.done, moved.steps)
        self._say()

    def on_plan_seeded(self, seeded: PlanSeeded) -> None:
        self._step = None
        said = n_("{count} task is in the plan", "{count} tasks are in the plan", seeded.tasks)
        self.post_message(Changed(said.format(count=seeded.tasks)))

    def on_write_refused(self, refused: WriteRefused) -> None:
        self._step = None
        self._say()
        self.tell(say(refused.problem), loud=True)
