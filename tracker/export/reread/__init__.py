"""An exported file read back: what it says of itself, and the figures that stand in it now.

Files come from anywhere, so nothing in them is trusted: sizes are limited before anything is
unpacked, XML is read without entities, and whatever is not as this program writes it ends in one
line. Nothing here opens a file or a database.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.domain.particulars import BrokenParticulars
from tracker.domain.problem import N_, Refused
from tracker.export import Format
from tracker.export.reread.found import Found

MOST_BYTES = 64 * 2**20
"""How large a file may be. An annex of 50,000 tasks is smaller in every format."""


class NotAnExport(Refused):
    wording = N_(
        "{file} says nothing of itself that could be verified: it is no export of this program, or"
        " the lines at its end were taken away."
    )


class TooLargeToVerify(Refused):
    wording = N_("{file} unpacks to more than {most} MB; that much is not read.")


def read_back(content: bytes, name: str) -> Found:
    """What the file ``name`` says. Raises NotAnExport, TooLargeToVerify or BrokenParticulars."""
    from tracker.export.reread.zipped import MOST_UNPACKED, TooMuch  # noqa: PLC0415 - loads zipfile

    try:
        return _reader_of(content)(content)
    except BrokenParticulars:
        raise
    except TooMuch:
        raise TooLargeToVerify(file=name, most=MOST_UNPACKED // 2**20) from None
    except Exception:  # noqa: BLE001 - a hostile file may break any library in any way
        raise NotAnExport(file=name) from None


def _reader_of(content: bytes) -> Callable[[bytes], Found]:
    """By what the file is, whatever its name says."""
    # Each loads what only it needs.
    match _format_of(content):
        case Format.DOCX:
            from tracker.export.reread.docx import read  # noqa: PLC0415
        case Format.XLSX:
            from tracker.export.reread.xlsx import read  # noqa: PLC0415
        case Format.JSON:
            from tracker.export.reread.json import read  # noqa: PLC0415
        case Format.CSV:
            from tracker.export.reread.csv import read  # noqa: PLC0415
        case Format.MD:
            from tracker.export.reread.md import read  # noqa: PLC0415
    return read


def _format_of(content: bytes) -> Format:
    if content.startswith(b"PK"):
        from tracker.export.reread.zipped import Parts  # noqa: PLC0415

        return Format.DOCX if Parts(content).has("word/document.xml") else Format.XLSX
    begin = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"{"):
        return Format.JSON
    if begin.lstrip(b'"').startswith(b"section"):
        return Format.CSV
    return Format.MD
