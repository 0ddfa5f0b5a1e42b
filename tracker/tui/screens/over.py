"""What opens over a room: a box with a heading, its fields, and its keys."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from tracker.domain.days import without_year
from tracker.domain.plan import SAMPLE
from tracker.domain.problem import Problem
from tracker.i18n import _, formats, say
from tracker.tui.answers import WriteRefused, Written
from tracker.tui.cells import clip
from tracker.tui.commands import Place, bindings
from tracker.tui.drafts import Draft
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.room import INKS
from tracker.tui.widgets.bar import Bar
from tracker.tui.widgets.fields import Entry, Pick
from tracker.tui.widgets.keybar import KeyBar, Signs, no_signs
from tracker.tui.widgets.prose import Prose

SIZES = frozenset({"-narrow", "-wide", "-short", "-tall"})
"""The classes that the app gives every screen by its size."""

FIELDS = (Entry, Pick, Prose)
"""What a form is filled in with."""

Result = TypeVar("Result")


class Heading(Bar):
    """What the box is for, and what it is about."""

    def __init__(self, title: str, about: str) -> None:
        super().__init__(classes="heading")
        self._title, self._about = title, about

    def say_about(self, about: str) -> None:
        """The box is about something else now."""
        self._about = about
        self.refresh()

    def render(self) -> Content:
        about = clip(self._about, self.size.width - cell_len(_(self._title)) - 2)
        return Content.assemble((_(self._title), ".ink--strong"), "  ", (about, ".ink--muted"))


class Over(ModalScreen[Result], Generic[Result]):
    """A dialog. ``title`` is a message id; ``about`` is shown as it is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(INKS)
    # Every dialog says itself where the cursor waits.
    AUTO_FOCUS: ClassVar[str | None] = ""
    PLACE: ClassVar[Place] = Place.DIALOG
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DIALOG)]

    def __init__(self, title: str, about: str = "", *, sample: bool = False) -> None:
        # The room beneath has the same size: known from the first, it costs no second round of
        # styles.
        super().__init__(classes=" ".join(self.app.screen.classes & SIZES))
        self._heading, self._sample = Heading(title, about), sample
        self.signs: Callable[[], Signs] = no_signs
        """The signs in the box that need explaining."""
        self._opened = False

    def on_screen_resume(self, resumed: events.ScreenResume) -> None:
        # Its styles were computed as it was mounted; only one that was covered may need new ones.
        resumed.refresh_styles = self._opened
        self._opened = True

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            if self._sample:
                yield Static(Content(SAMPLE), classes="sample shown", markup=False)
            yield self._heading
            yield from self.body()
            keys = KeyBar(self.PLACE)
            keys.signs = self.signs
            yield keys

    def body(self) -> ComposeResult:
        """What stands between the heading and the keys."""
        yield from ()

    def tell(self, text: str, *, loud: bool = False) -> None:
        """Say one line at the bottom of the box."""
        self.query_one(KeyBar).tell(text, loud=loud)

    def action_close(self) -> None:
        self.dismiss(None)


class Form(Over[str]):
    """A form. What was typed and not saved is kept under ``key`` and stands there again when the
    form is opened anew.

    Enter goes to the next field, and after the last one it saves. A refusal stands beneath the
    field it is about.
    """

    PLACE = Place.FORM
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.FORM)]

    def __init__(
        self, errands: Errands, key: str, title: str, about: str = "", *, sample: bool = False
    ) -> None:
        super().__init__(title, about, sample=sample)
        self.errands, self.key = errands, key
        self._title, self._about = title, about
        self._sending = False
        self._sent_once = False
        self._filled: set[str] = set()

    def body(self) -> ComposeResult:
        yield from self.above()
        with VerticalScroll(id="fields", can_focus=False):
            yield from self.fields()

    def above(self) -> ComposeResult:
        """What stays in sight while one types."""
        yield from ()

    def fields(self) -> ComposeResult:
        """What is filled in, in order."""
        yield from ()

    def on_mount(self) -> None:
        kept = self.kept
        for name, value in kept.items():
            for field in self.query(f"#{name}"):
                if isinstance(field, FIELDS):
                    field.value = value
        self.watch(self.app, "lang", self.say_again, init=False)
        if kept:
            self.tell(_("What was typed before and not saved stands here again."))
        self.check()
        self.focus_first()

    @property
    def kept(self) -> Mapping[str, str]:
        """What was typed here before and not saved, under each field's name."""
        draft = self.errands.drafts.get(self.key)
        return draft.typed if draft else {}

    def focus_first(self) -> None:
        """Where the cursor waits when the form opens."""
        first = next(iter(self._fields), None)
        if first is not None:
            first.focus()

    @property
    def _fields(self) -> list[Entry | Pick | Prose]:
        return [f for f in self.query(".field").results(Widget) if isinstance(f, FIELDS)]

    def entry(self, name: str) -> Entry:
        return self.query_one(f"#{name}", Entry)

    def pick(self, name: str) -> Pick:
        return self.query_one(f"#{name}", Pick)

    def text(self, name: str) -> str:
        """What stands in a field, without the spaces around it."""
        return self.entry(name).value.strip()

    # Checking while one types -------------------------------------------------------------------

    def check(self) -> bool:
        """Say beneath each field what is wrong or was understood; True when all can be sent."""
        return True

    def say_again(self) -> None:
        """Say in the other language what stands beneath the fields."""
        self.check()

    def checked(self, name: str, read: Callable[[], object]) -> bool:
        """Whether ``read`` takes what stands in a field; if not, its reason is said beneath."""
        try:
            read()
        except Problem as problem:
            self.entry(name).beneath(say(problem), wrong=True)
            return False
        self.entry(name).beneath("")
        return True

    def checked_day(self, name: str, read: Callable[[str], date | None]) -> bool:
        """The same for a day; one typed without its year is said beneath as it was understood."""
        text = self.text(name)
        if not self.checked(name, lambda: read(text)):
            return False
        if without_year(text) and (day := read(text)):
            self.entry(name).beneath(formats.long_day(day))
        return True

    def lacks(self, name: str, wording: str) -> bool:
        """Whether nothing stands in a field that needs something; ``wording`` says so beneath.

        Not before the form was sent, or something stood there: a field that one has not come to
        yet is not complained about.
        """
        if self.text(name):
            self._filled.add(name)
            return False
        wrong = self._sent_once or name in self._filled
        self.entry(name).beneath(wording if wrong else "", wrong=wrong)
        return True

    def on_input_changed(self, _event: Input.Changed) -> None:
        self.check()

    def on_pick_turned(self, _event: Pick.Turned) -> None:
        self.check()

    # Moving and sending -------------------------------------------------------------------------

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._next(event.input)

    def on_pick_done(self, event: Pick.Done) -> None:
        self._next(event.pick)

    def _next(self, here: Widget) -> None:
        fields = [field for field in self._fields if field.display]
        places = [i for i, f in enumerate(fields) if f is here or here in f.walk_children()]
        after = fields[places[0] + 1 :] if places else fields
        if after:
            after[0].focus()
        else:
            self.action_send()

    def action_send(self) -> None:
        if self._sending:
            return
        self._sent_once = True
        if not self.check():
            self._to_first_wrong()
            return
        errand = self.errand()
        if errand is not None:
            self._sending = True
            self.errands.write(self, errand)

    def _to_first_wrong(self) -> None:
        wrong = next((f for f in self._fields if f.has_class("wrong")), None)
        if wrong is not None:
            wrong.focus()

    def errand(self) -> Errand | None:
        """What is to be written; None when it was refused already."""
        raise NotImplementedError

    def on_written(self, written: Written) -> None:
        self.errands.drafts.pop(self.key, None)
        self.dismiss(written.said)

    def on_write_refused(self, refused: WriteRefused) -> None:
        self._sending = False
        self.refuse(refused.problem)

    KEPT_ALONG: ClassVar[Collection[str]] = ()
    """Fields that what was typed is about: kept with it, touched or not."""
    NOT_KEPT: ClassVar[Collection[str]] = ()
    """Fields that begin anew each time the form is opened."""

    REFUSED_AT: ClassVar[Mapping[type[Problem], str]] = {}
    """The field that a refusal of the service is about."""

    def refuse(self, problem: Problem) -> None:
        """Say why nothing was written: beneath the field it is about, else at the bottom."""
        name = next((n for kind, n in self.REFUSED_AT.items() if isinstance(problem, kind)), None)
        found = self.query(f"#{name}").results(Entry) if name else ()
        for field in found:
            field.beneath(say(problem), wrong=True)
            field.focus()
            return
        self.tell(say(problem), loud=True)

    def action_close(self) -> None:
        if self.put_aside():
            self.dismiss(None)

    def put_aside(self) -> bool:
        """Keep what was typed; False while it is being saved, and that is said."""
        if self._sending:
            # Its answer comes to this form, and the room behind learns of it from here.
            self.tell(_("Being saved …"))
            return False
        self.keep()
        return True

    def keep(self) -> None:
        """Put what was typed aside, for when the form is opened anew."""
        fields = {f.id: f for f in self._fields if f.id and f.id not in self.NOT_KEPT}
        typed = {name: field.value for name, field in fields.items() if field.touched}
        if typed:
            typed |= {name: fields[name].value for name in self.KEPT_ALONG}
            self.errands.drafts[self.key] = Draft(self._title, self._about, typed)
        else:
            self.errands.drafts.pop(self.key, None)

    def action_discard(self) -> None:
        """Let every field hold again what it held at first."""
        if self._sending:
            return
        self._sent_once = False
        self._filled.clear()
        for field in self._fields:
            field.take_back()
        self.errands.drafts.pop(self.key, None)
        self.check()
        self.focus_first()
        self.tell(_("What was typed is discarded."))
