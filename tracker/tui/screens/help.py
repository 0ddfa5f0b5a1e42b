"""What can be done here, and what the signs mean."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content

from tracker.domain.duty import LATE_GLYPH, DutyState
from tracker.domain.origin import Origin
from tracker.domain.status import Sign, Status
from tracker.i18n import N_, _, names
from tracker.tui.calendar import bar_signs
from tracker.tui.cells import left, wrapped
from tracker.tui.commands import Place, commands, keys_at
from tracker.tui.screens.over import Over
from tracker.tui.widgets.matrix_table import NO_TASK
from tracker.tui.widgets.reader import Reader

KEYS_WIDTH = 15
LABEL_WIDTH = 16

MOVING = (
    ("↑ ↓  k j", N_("line by line")),
    ("PgUp PgDn  K J", N_("window by window")),
    ("Home End  g G", N_("to the first, to the last")),
    ("← →  h l", N_("close and open a branch; turn through a choice")),
    ("Tab ⇧Tab", N_("to the next part of the screen, and back")),
)


class HelpPage(Over[None]):
    """The keys of ``place``, how to move, and the signs."""

    def __init__(self, place: Place, *, sample: bool) -> None:
        super().__init__(N_("Help"), sample=sample)
        self.place = place

    def body(self) -> ComposeResult:
        yield Reader(dom_id="help")

    def on_mount(self) -> None:
        self.query_one(Reader).show(self._lines)
        self.query_one(Reader).focus()

    def _lines(self, width: int) -> list[Content]:
        lines = [_section(_("Keys"))]
        for command in commands(self.place):
            keys = "  ".join(keys_at(command, self.place))
            lines += _entry(keys, command.said, command.explained, width)
        lines += [Content(""), _section(_("Moving"))]
        for keys, meaning in MOVING:
            lines.append(Content.assemble((left(keys, KEYS_WIDTH), ".ink--key"), "  ", _(meaning)))
        lines += [Content(""), _section(_("Signs"))]
        of_reports = self.place in (Place.REPORTS, Place.SHEET)
        lines += _duty_signs() if of_reports else _signs(self.place)
        lines += [Content(""), *_paragraph(_(NUMBERS), width)]
        lines += _paragraph(_(_ABOUT.get(self.place, FIGURES)), width)
        return lines


NUMBERS = N_(
    "Numbers are Vietnamese in both languages: 1.234.567,8. Days come first: 16/1/2021. A single"
    " letter is a command only while no field has the focus; with an input method switched on, use"
    " the other key."
)
FIGURES = N_(
    "Completion is the mean of the tasks' percents by weight, each counted at most as 100. Done/due"
    " counts the tasks that are done, out of those done or overdue that have a deadline. Pace is"
    " the share of the year that has passed."
)


DUTY = N_(
    "A report is late once its reporting day has passed and nothing was submitted. A closed period"
    " takes no report and no change, late or not: the two are different things. A figure says what"
    " is worst, how many reports that are, and of how many. The unit that leads a task on a"
    " period's last day owes its report; a task that was done before a period began, and whose"
    " deadline had passed, owes none."
)

SHEET = N_(
    "In the sheet a digit begins an entry; Enter and ↓ go on to the next row, Escape leaves the"
    " cell. A figure in words (“trên 5”, “1,5 tỷ”) is typed after i. = before a figure says that it"
    " counts from the year's beginning. Where a figure looks wrong a line below it asks why it is"
    " right. A column copied from elsewhere is pasted down the rows. ctrl+s hands in all rows, or"
    " none; what is typed and not handed in is kept on this machine, even if the terminal dies."
)
_ABOUT = {Place.REPORTS: DUTY, Place.SHEET: SHEET}


def _section(title: str) -> Content:
    return Content.styled(title, ".ink--accent")


def _entry(keys: str, label: str, meaning: str, width: int) -> list[Content]:
    label_width = max(LABEL_WIDTH, cell_len(label))
    first, *more = wrapped(meaning, max(width - KEYS_WIDTH - label_width - 4, 20))
    indent = " " * (KEYS_WIDTH + label_width + 4)
    return [
        Content.assemble(
            (left(keys, KEYS_WIDTH), ".ink--key"),
            "  ",
            (left(label, label_width), ".ink--strong"),
            "  ",
            (first, ".ink--muted"),
        ),
        *(Content.styled(indent + line, ".ink--muted") for line in more),
    ]


def _signs(place: Place) -> list[Content]:
    signs = [(status.glyph, names.status(status)) for status in Status]
    signs.append((Sign.AT_RISK.glyph, _("at risk, or over its ceiling")))
    signs += [(o.mark, names.origin(o)) for o in (Origin.PROPOSED, Origin.INFERRED)]
    if place is Place.TIMELINE:
        signs += [(sign, meaning) for sign, _ink, meaning in bar_signs()]
    elif place is Place.MATRIX:
        signs.append((NO_TASK, _("no task")))
    else:
        signs.append(("┃", _("where a bar should be by now")))
    return [
        Content.assemble((left(sign, KEYS_WIDTH), ".ink--key"), "  ", meaning)
        for sign, meaning in signs
    ]


def _duty_signs() -> list[Content]:
    signs = [(state.glyph, names.duty(state, review=True)) for state in DutyState]
    signs.insert(-1, (LATE_GLYPH, _("all there, some submitted late")))
    signs += [(o.mark, names.origin(o)) for o in (Origin.PROPOSED, Origin.INFERRED)]
    return [
        Content.assemble((left(sign, KEYS_WIDTH), ".ink--key"), "  ", meaning)
        for sign, meaning in signs
    ]


def _paragraph(text: str, width: int) -> list[Content]:
    return [Content.styled(line, ".ink--muted") for line in wrapped(text, width)]
