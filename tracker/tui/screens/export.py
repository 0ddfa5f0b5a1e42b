"""Writing a summary to a file."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tracker.domain.condition import By, Condition
from tracker.domain.text import shown
from tracker.export import Format
from tracker.files import (
    FileFailed,
    FileIsThere,
    IsAFolder,
    NoFolderThere,
    NoOrdinaryFile,
    whole_path,
)
from tracker.i18n import N_, _, names
from tracker.tui.answers import FileWritten, Standpoint
from tracker.tui.cells import said
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.over import Form
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.fields import Entry, Option, Pick

if TYPE_CHECKING:
    from tracker.tui.office import Office

NO, YES = "no", "yes"
SHOWN, ALL = "shown", "all"


class ExportForm(Form):
    """Format, rows, which tasks, and where to."""

    REFUSED_AT: ClassVar = dict.fromkeys(
        (FileIsThere, FileFailed, IsAFolder, NoFolderThere, NoOrdinaryFile), "path"
    )

    def __init__(self, errands: Errands, standpoint: Standpoint, condition: Condition) -> None:
        super().__init__(errands, "export", N_("Export a summary"), sample=standpoint.plan.sample)
        self.standpoint, self.condition = standpoint, condition

    def fields(self) -> ComposeResult:
        yield Pick("format", N_("Format"), _formats, Format.DOCX.value)
        yield Pick("by", N_("Rows by"), _rows)
        yield Pick("tasks", N_("Tasks"), self._tasks)
        yield Entry("path", N_("File"), str(self._suggestion(Format.DOCX)))
        yield Pick("replace", N_("If it is there"), _replacing)

    def _tasks(self) -> list[Option]:
        everything = Option(ALL, _("all tasks of the plan"))
        if self.condition == Condition():
            return [everything]
        unit = self.condition.unit
        text = _("only those in the present filter")
        if self.condition == Condition(unit=unit, below=self.condition.below) and unit:
            text = _("only those of {unit}").format(
                unit=said(UnitNames(self.standpoint.tree)(unit))
            )
        return [Option(SHOWN, text), everything]

    def _suggestion(self, form: Format) -> Path:
        day = self.standpoint.day.isoformat()
        return Path.cwd() / f"{self.standpoint.plan.code}-{day}.{form.value}"

    def on_pick_turned(self, turned: Pick.Turned) -> None:
        if turned.pick.id == "format":
            path = Path(self.entry("path").value)
            if path.suffix[1:] in set(Format):
                self.entry("path").value = str(path.with_suffix(f".{turned.pick.value}"))

    def check(self) -> bool:
        if self.text("path"):
            self.entry("path").beneath("")
            return True
        self.entry("path").beneath(_("Where to? A file name is needed."), wrong=True)
        return False

    def errand(self) -> Errand:
        standpoint = self.standpoint
        condition = self.condition if self.pick("tasks").value == SHOWN else Condition()
        by, form = By(self.pick("by").value), Format(self.pick("format").value)
        path, overwrite = Path(self.text("path")), self.pick("replace").value == YES

        def write(office: Office) -> FileWritten:
            whole = with_extension(path, form)
            return FileWritten(
                office.export(standpoint, condition, by, form, whole, overwrite=overwrite)
            )

        return write

    def on_file_written(self, written: FileWritten) -> None:
        self.errands.drafts.pop(self.key, None)
        self.dismiss(_("Written to {path}").format(path=shown(str(written.path))))

    def keep(self) -> None:
        """Nothing here is worth keeping: the next export starts from what is shown then."""


_EXTENSION = re.compile(r"\.[a-z][a-z0-9]*", re.ASCII | re.IGNORECASE)


def with_extension(path: Path, form: Format) -> Path:
    """``path`` with the format's extension where it has none: ``quy 2.2021`` has none either.

    What stands there and is no ordinary file is left as it is, to be refused by its name.
    """
    if _EXTENSION.fullmatch(path.suffix) or not path.name.strip("."):
        return path
    whole = whole_path(path)
    with suppress(OSError):
        if whole.exists() and not whole.is_file():
            return path
    return path.with_name(f"{path.name}.{form.value}")


def _formats() -> list[Option]:
    said_of = {
        Format.DOCX: _("Word, in the Party's form"),
        Format.XLSX: _("Excel, with a chart"),
        Format.MD: _("Markdown"),
        Format.CSV: _("CSV"),
        Format.JSON: _("JSON"),
    }
    return [Option(form.value, said) for form, said in said_of.items()]


def _rows() -> list[Option]:
    return [Option(by.value, names.by(by)) for by in By]


def _replacing() -> list[Option]:
    return [Option(NO, _("do not write")), Option(YES, _("replace it"))]
