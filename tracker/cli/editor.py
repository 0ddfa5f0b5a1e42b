"""A text written in the user's own editor, on a file that nobody else may read."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tracker.cli.output import message
from tracker.domain.problem import N_, Failed
from tracker.domain.reason import Reason, reason_of
from tracker.domain.text import shown
from tracker.i18n import _

_USUAL = ("notepad",) if sys.platform == "win32" else ("nano", "vim", "vi")
"""What is looked for where the user has named no editor."""


class NoEditor(Failed):
    wording = N_(
        "There is no editor to open: set VISUAL or EDITOR, or give the text with --file FILE."
    )


class EditorFailed(Failed):
    wording = N_("The editor “{editor}” could not be run or ended with a fault: {reason}")


class EndedWith(Reason):
    wording = N_("exit code {code}")


@contextmanager
def edited(text: str, name: str) -> Iterator[str | None]:
    """``text`` after the user has edited it in a file called ``name``; None where it came back
    unchanged.

    The file is gone at the end of the block. Only where the block ends with a fault, and there is
    something new in the file, is it kept, and said where. Raises NoEditor, EditorFailed.
    """
    command = _command()
    folder = Path(tempfile.mkdtemp(prefix="tracker-"))  # nobody else may look into it
    file, kept = folder / name, False
    try:
        _put(file, text)
        before = file.read_bytes()
        try:
            _run(command, file)
            after = _content(file, command)
            yield None if after == before else read_text(after)
        except BaseException:
            kept = file.exists() and file.read_bytes() != before
            raise
    finally:
        if kept:
            message(_("What was written is kept in {file}.").format(file=shown(str(file))))
        else:
            shutil.rmtree(folder, ignore_errors=True)


def read_text(content: bytes) -> str:
    """What a file says; bytes that are no UTF-8 are refused where the text is cleaned."""
    return content.decode("utf-8-sig", "surrogateescape")


def _command() -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        if named := os.environ.get(variable, "").strip():
            # A path of Windows has backslashes, which are no escapes there.
            words = shlex.split(named, posix=sys.platform != "win32")
            return [word.strip('"') for word in words]
    found = next(filter(None, map(shutil.which, _USUAL)), None)
    if found is None:
        raise NoEditor
    return [found]


def _put(file: Path, text: str) -> None:
    with open(file, "x", encoding="utf-8", opener=_for_me_alone) as made:
        made.write(text)


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _content(file: Path, command: Sequence[str]) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise EditorFailed(editor=command[0], reason=reason_of(error)) from error


def _run(command: Sequence[str], file: Path) -> None:
    try:
        ended = subprocess.run([*command, str(file)], check=False)  # noqa: S603 - the user's choice
    except OSError as error:
        raise EditorFailed(editor=command[0], reason=reason_of(error)) from error
    if ended.returncode:
        raise EditorFailed(editor=command[0], reason=EndedWith(code=ended.returncode))
