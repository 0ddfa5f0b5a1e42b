"""Every command, declared once: its keys, its words and the places where it acts.

From here come the bindings, the key bar, the command palette and the help page. An ``id`` is
stable and documented in ``docs/keys.md``. The first key is the one shown. A single letter acts only
while no field has the focus; each such command also has a key that no input method composes.
Letters that move (``h j k l g G``) are no command's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from textual.binding import Binding

from tracker.i18n import N_, _


class Place(Enum):
    """Where a command acts."""

    EMPTY = auto()
    OVERVIEW = auto()
    TASKS = auto()
    TASK = auto()
    REVIEW = auto()
    REPORTS = auto()
    SHEET = auto()
    MATRIX = auto()
    TIMELINE = auto()
    EXPLAIN = auto()
    CORRECTIONS = auto()
    FORM = auto()
    HANDING_IN = auto()
    CHOICE = auto()
    DIALOG = auto()


WITH_A_TASK = (
    Place.OVERVIEW,
    Place.TASKS,
    Place.TASK,
    Place.REVIEW,
    Place.EXPLAIN,
    Place.TIMELINE,
)
ROOMS = (*WITH_A_TASK, Place.REPORTS, Place.SHEET, Place.MATRIX, Place.CORRECTIONS)
FORMS = (Place.FORM, Place.HANDING_IN)
OVER_A_ROOM = (*FORMS, Place.CHOICE, Place.DIALOG)
EVERYWHERE = (*ROOMS, Place.EMPTY, *OVER_A_ROOM)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do. ``label`` and ``tooltip`` are message ids.

    ``rank`` orders the key bar, the lowest first; None keeps the command out of it. Where not all
    have room, one that ``stays`` at a place is the last to give way there.
    """

    id: str
    keys: tuple[str, ...]
    action: str
    label: str
    tooltip: str
    places: tuple[Place, ...]
    rank: int | None = None
    stays: tuple[Place, ...] = ()

    @property
    def said(self) -> str:
        """The label in the current language."""
        return _(self.label)

    @property
    def explained(self) -> str:
        """The tooltip in the current language."""
        return _(self.tooltip)

    @property
    def key(self) -> str:
        """The first key as it is shown."""
        return shown_key(self.keys[0]) if self.keys else ""


COMMANDS: tuple[Command, ...] = (
    Command(
        "plan.seed",
        ("enter",),
        "seed",
        N_("seed the 2021 plan"),
        N_("Put the plan that comes with the program into the database"),
        (Place.EMPTY,),
        rank=5,
    ),
    Command(
        "row.open",
        ("enter",),
        "open",
        N_("open"),
        N_("Open what the cursor is on"),
        tuple(place for place in ROOMS if place not in (Place.TASK, Place.SHEET)),
        rank=10,
    ),
    Command(
        "task.report",
        ("r", "f4"),
        "report",
        N_("report"),
        N_("Report a figure for the task under the cursor"),
        (*WITH_A_TASK, Place.SHEET),
        rank=20,
    ),
    Command(
        "list.filter",
        ("slash", "ctrl+f"),
        "filter",
        N_("find"),
        N_("Filter the tasks by words or a query, as one types"),
        (Place.OVERVIEW, Place.TASKS, Place.TIMELINE),
        rank=30,
    ),
    Command(
        "list.status",
        ("f", "ctrl+s"),
        "filter_status",
        N_("by status"),
        N_("Show only tasks of one status"),
        (Place.TASKS,),
        rank=34,
    ),
    Command(
        "list.directive",
        ("i", "ctrl+d"),
        "filter_directive",
        N_("by directive"),
        N_("Show only the tasks of one directive"),
        (Place.TASKS,),
        rank=36,
    ),
    Command(
        "list.sort",
        ("o", "ctrl+o"),
        "sort",
        N_("sort"),
        N_("Choose what the list is sorted by; the same again turns it round"),
        (Place.TASKS,),
        rank=39,
    ),
    Command(
        "list.tree",
        ("t", "ctrl+t"),
        "tree",
        N_("units"),
        N_("Show or hide the tree of units"),
        (Place.TASKS,),
        rank=31,
    ),
    Command(
        "overview.by",
        ("b", "ctrl+b"),
        "by",
        N_("directives"),
        N_("Turn between units and directives where both do not fit side by side"),
        (Place.OVERVIEW,),
        rank=35,
    ),
    Command(
        "reports.rhythm",
        ("b", "ctrl+b"),
        "rhythm",
        N_("months/quarters"),
        N_("Turn to the periods of another rhythm: months, quarters, halves, the year"),
        (Place.REPORTS,),
        rank=20,
    ),
    Command(
        "reports.accounts",
        ("t", "ctrl+t"),
        "turn",
        N_("figures/words"),
        N_("Turn between reports of figures and accounts in words"),
        (Place.REPORTS,),
        rank=25,
    ),
    Command(
        "matrix.order",
        ("o", "ctrl+o"),
        "order",
        N_("order"),
        N_("Turn the order of the units: by need, as in the plan, by the column of the cursor"),
        (Place.MATRIX,),
        rank=30,
    ),
    Command(
        "matrix.below",
        ("b", "ctrl+b"),
        "below",
        N_("own/all below"),
        N_("Count each unit's own tasks, or those of all units below it as well"),
        (Place.MATRIX,),
        rank=20,
    ),
    Command(
        "timeline.by",
        ("b", "ctrl+b"),
        "by",
        N_("units/directives"),
        N_("Group the tasks by lead unit or by directive"),
        (Place.TIMELINE,),
        rank=35,
    ),
    Command(
        "unit.sheet",
        ("n", "alt+n"),
        "sheet",
        N_("fill in"),
        N_("Fill in all figures of the unit under the cursor for one period, in a sheet"),
        (Place.OVERVIEW, Place.TASKS, Place.TASK, Place.REPORTS),
        rank=42,
    ),
    Command(
        "sheet.send",
        ("ctrl+s",),
        "send",
        N_("hand in"),
        N_("Hand in all that is typed in the sheet, at once; it is asked about first"),
        (Place.SHEET,),
        rank=10,
        stays=(Place.SHEET,),
    ),
    Command(
        "sheet.edit",
        ("i", "insert"),
        "edit",
        N_("edit"),
        N_("Go on with what stands in the cell: what was typed, or the figure on record"),
        (Place.SHEET,),
        rank=22,
    ),
    Command(
        "sheet.clear",
        ("delete", "f8"),
        "clear",
        N_("clear"),
        N_("Take away what was typed in the row and not handed in"),
        (Place.SHEET,),
        rank=23,
    ),
    Command(
        "sheet.unit",
        ("t", "ctrl+t"),
        "unit",
        N_("unit"),
        N_("Turn to the sheet of another unit"),
        (Place.SHEET,),
        rank=12,
    ),
    Command(
        "sheet.period",
        ("b", "ctrl+b"),
        "period",
        N_("period"),
        N_("Turn to another period: choose it, or walk with ← and →"),
        (Place.SHEET,),
        rank=14,
    ),
    Command(
        "total.explain",
        ("w", "ctrl+k"),
        "explain_total",
        N_("where from"),
        N_("Take a total apart: the tasks behind it, and the reports behind each"),
        (Place.OVERVIEW, Place.TASKS, Place.MATRIX),
        rank=37,
    ),
    Command(
        "task.edit",
        ("e", "f6"),
        "edit",
        N_("edit"),
        N_("Change the fields of the task under the cursor"),
        (Place.TASKS, Place.TASK, Place.EXPLAIN, Place.TIMELINE),
        rank=33,
    ),
    Command(
        "unit.account",
        ("m", "ctrl+w"),
        "account",
        N_("in words"),
        N_("Write the unit's account of a period in words"),
        (Place.TASKS, Place.TASK, Place.REVIEW, Place.REPORTS, Place.SHEET),
        rank=52,
    ),
    Command(
        "task.add",
        ("a", "ctrl+n"),
        "add",
        N_("add"),
        N_("Add a task of one's own"),
        (Place.TASKS,),
        rank=60,
    ),
    Command(
        "task.stop",
        ("s", "f8"),
        "stop",
        N_("stop/resume"),
        N_("Stop the task with a reason, or take it up again"),
        (Place.TASKS, Place.TASK, Place.EXPLAIN),
        rank=55,
    ),
    Command(
        "task.confirm",
        ("c", "ctrl+y"),
        "confirm",
        N_("confirm"),
        N_("Put proposed values under the document that confirms them"),
        (Place.TASKS, Place.TASK, Place.EXPLAIN),
        rank=50,
    ),
    Command(
        "period.lock",
        ("c", "ctrl+y"),
        "lock",
        N_("close/reopen"),
        N_("Close the period of the cursor to reports, or open it again with a reason"),
        (Place.REPORTS,),
        rank=40,
    ),
    Command(
        "app.undo",
        ("u", "ctrl+z"),
        "undo",
        N_("undo"),
        N_("Take back your last change; it stays on record as taken back"),
        ROOMS,
        rank=70,
        # Among the reports due the line is full of what can be done there alone.
        stays=tuple(place for place in ROOMS if place is not Place.REPORTS),
    ),
    Command(
        "app.redo",
        ("U", "ctrl+u"),
        "redo",
        N_("redo"),
        N_("Do again what was undone last"),
        ROOMS,
    ),
    Command(
        "row.copy",
        ("C", "alt+c"),
        "copy",
        N_("copy"),
        N_("Copy the line of the cursor, or the marked tasks, to the clipboard"),
        ROOMS,
    ),
    Command(
        "list.copy",
        ("T", "alt+t"),
        "copy_all",
        N_("copy the table"),
        N_("Copy every line of the list to the clipboard, as a spreadsheet takes it"),
        ROOMS,
    ),
    Command(
        "record.corrections",
        ("y", "ctrl+x"),
        "corrections",
        N_("corrections"),
        N_("Show what was corrected since an export or a moment, with the totals before and after"),
        ROOMS,
        rank=72,
    ),
    Command(
        "review.accept",
        ("a", "f6"),
        "accept",
        N_("accept"),
        N_("Accept what is marked, or what the cursor is on: it counts then"),
        (Place.REVIEW,),
        rank=15,
    ),
    Command(
        "review.return",
        ("t", "f8"),
        "return",
        N_("return"),
        N_("Return it with a comment on what is to be corrected"),
        (Place.REVIEW,),
        rank=16,
    ),
    Command(
        "tasks.mark",
        ("space", "insert"),
        "mark",
        N_("mark"),
        N_("Mark the task under the cursor, or take the mark away"),
        (Place.TASKS,),
        rank=54,
    ),
    Command(
        "tasks.mark_range",
        ("V", "alt+v"),
        "mark_range",
        N_("mark to here"),
        N_("Mark all tasks from the one marked last to the cursor"),
        (Place.TASKS,),
    ),
    Command(
        "tasks.mark_all",
        ("asterisk", "ctrl+a"),
        "mark_all",
        N_("mark all"),
        N_("Mark every task of the list, or none"),
        (Place.TASKS,),
    ),
    Command(
        "review.mark",
        ("space", "insert"),
        "mark",
        N_("mark"),
        N_("Mark what the cursor is on, or take the mark away"),
        (Place.REVIEW,),
        rank=17,
    ),
    Command(
        "review.mark_all",
        ("asterisk", "ctrl+a"),
        "mark_all",
        N_("mark all"),
        N_("Mark everything in the list that nothing is doubtful about, or nothing"),
        (Place.REVIEW,),
        rank=18,
    ),
    Command(
        "app.export",
        ("x", "f9"),
        "export",
        N_("export"),
        N_("Write a summary to a file: Word, Excel, Markdown, CSV or JSON"),
        ROOMS,
        rank=45,
    ),
    Command(
        "app.as_of",
        ("d", "f7"),
        "as_of",
        N_("day"),
        N_("Show the state of affairs on another day"),
        ROOMS,
        rank=65,
    ),
    Command(
        "app.plan",
        ("p", "f10"),
        "plan",
        N_("plan"),
        N_("Turn to another plan in this database"),
        ROOMS,
        rank=80,
    ),
    Command(
        "app.overview",
        ("1", "f2"),
        "app.go('overview')",
        N_("overview"),
        N_("Go to the overview"),
        ROOMS,
    ),
    Command(
        "app.tasks",
        ("2", "f3"),
        "app.go('tasks')",
        N_("tasks"),
        N_("Go to the list of tasks"),
        ROOMS,
    ),
    Command(
        "app.reports",
        ("3", "ctrl+e"),
        "app.go('reports')",
        N_("reports due"),
        N_("Go to the reports: which unit owes which, by period"),
        ROOMS,
    ),
    Command(
        "app.review",
        ("4", "ctrl+g"),
        "app.go('review')",
        N_("review"),
        N_("Go to the reports and accounts that await review"),
        ROOMS,
    ),
    Command(
        "app.sheet",
        ("5", "alt+s"),
        "app.go('sheet')",
        N_("sheet"),
        N_("Go to the sheet: all figures of one unit for one period"),
        ROOMS,
    ),
    Command(
        "app.matrix",
        ("6", "alt+m"),
        "app.go('matrix')",
        N_("matrix"),
        N_("Go to the matrix: how far each unit is with each directive"),
        ROOMS,
    ),
    Command(
        "app.timeline",
        ("7", "alt+l"),
        "app.go('timeline')",
        N_("timeline"),
        N_("Go to the timeline: the tasks of the list as bars across the year"),
        ROOMS,
    ),
    Command(
        "app.refresh",
        ("f5", "ctrl+r"),
        "app.reread",
        N_("read again"),
        N_("Read the database again"),
        (*ROOMS, Place.EMPTY),
    ),
    Command(
        "app.theme",
        ("f12",),
        "app.next_theme",
        N_("colours"),
        N_("Turn to other colours: dark, light, more contrast"),
        EVERYWHERE,
    ),
    Command(
        "app.back",
        ("escape",),
        "back",
        N_("back"),
        N_("Go back to where one was"),
        tuple(place for place in ROOMS if place is not Place.OVERVIEW),
        rank=95,
        stays=EVERYWHERE,
    ),
    Command(
        "choice.take",
        ("enter",),
        "take",
        N_("choose"),
        N_("Take what the cursor is on"),
        (Place.CHOICE,),
        rank=10,
    ),
    Command(
        "form.send",
        ("ctrl+s",),
        "send",
        N_("save"),
        N_("Save what stands in the form"),
        FORMS,
        rank=10,
    ),
    Command(
        "form.draft",
        ("f4",),
        "keep_back",
        N_("as a draft"),
        N_("Put it on record as a draft, which counts nowhere until it is handed in"),
        (Place.HANDING_IN,),
        rank=15,
    ),
    Command(
        "form.discard",
        ("f8",),
        "discard",
        N_("discard unsaved"),
        N_("Take away what was typed here and not saved"),
        FORMS,
        rank=40,
    ),
    Command(
        "form.close",
        ("escape",),
        "close",
        N_("close"),
        N_("Close; what was typed is kept until it is saved"),
        OVER_A_ROOM,
        rank=90,
        stays=EVERYWHERE,
    ),
    Command(
        "app.language",
        ("v", "ctrl+l"),
        "app.language",
        N_("Tiếng Việt"),
        N_("Turn between Vietnamese and English"),
        EVERYWHERE,
        rank=85,
    ),
    Command(
        "app.palette",
        ("ctrl+p", "colon"),
        "app.command_palette",
        N_("commands"),
        N_("Find a command by its name"),
        (*ROOMS, Place.EMPTY),
    ),
    Command(
        "app.help",
        ("question_mark", "f1"),
        "app.explain",
        N_("help"),
        N_("What can be done here, and what the signs mean"),
        EVERYWHERE,
        rank=25,
        stays=EVERYWHERE,
    ),
    Command(
        "app.quit",
        ("q", "ctrl+q"),
        "app.leave",
        N_("quit"),
        N_("Leave the program"),
        (*ROOMS, Place.EMPTY),
        rank=99,
    ),
)

BY_ID = {command.id: command for command in COMMANDS}

SHOWN = {
    "enter": "⏎",
    "escape": "esc",
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "asterisk": "*",
    "insert": "Ins",
    "delete": "Del",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "tab": "Tab",
    "space": "space",
}


def shown_key(key: str) -> str:
    """A key as the key bar and the help page write it: ``⏎``, ``ctrl+s``, ``F4``."""
    if key in SHOWN:
        return SHOWN[key]
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key


def commands(place: Place) -> Iterator[Command]:
    """The commands that act at ``place``, in the order of the key bar, the others last."""
    here = [command for command in COMMANDS if place in command.places]
    yield from sorted(here, key=lambda c: 1000 if c.rank is None else c.rank)


def composes(key: str) -> bool:
    """Whether an input method may make a letter of ``key``, or a field take it as text."""
    return len(key) == 1 or key in ("slash", "colon", "question_mark", "asterisk", "space")


def bindings(place: Place) -> list[Binding]:
    """The Textual bindings of ``place``, without the keys that are typed there as text."""
    return [
        Binding(
            ",".join(keys),
            command.action,
            command.label,
            id=command.id,
            tooltip=command.tooltip,
            show=command.rank is not None,
        )
        for command in commands(place)
        if (keys := _acting(command, place))
    ]


def keys_at(command: Command, place: Place) -> tuple[str, ...]:
    """The keys of ``command`` that act at ``place``, as they are shown."""
    return tuple(shown_key(key) for key in _acting(command, place))


def _acting(command: Command, place: Place) -> list[str]:
    return [key for key in command.keys if not _is_text(key, place)]


def _is_text(key: str, place: Place) -> bool:
    """Whether ``key`` is typed as text: in a form all that can be, in the sheet a digit."""
    return composes(key) if place in OVER_A_ROOM else place is Place.SHEET and key.isdigit()
