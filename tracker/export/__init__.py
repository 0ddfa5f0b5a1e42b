"""A summary on its way out of the office: one ``Summary`` in, the bytes of a file out.

Every format draws the same ``contents`` in the current language. Nothing here opens a file or a
database, and the heavy libraries are loaded by the format that needs them.
"""

from __future__ import annotations

from enum import StrEnum

from tracker.domain.summary import Summary


class Format(StrEnum):
    """What a summary can leave as; the values are also the files' endings."""

    MD = "md"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


def render(summary: Summary, form: Format) -> bytes:
    """The whole file, in the current language."""
    # Loaded here: the commands import this module for ``Format`` alone.
    match form:
        case Format.MD:
            from tracker.export.md import rendered  # noqa: PLC0415
        case Format.DOCX:
            from tracker.export.docx import rendered  # noqa: PLC0415
        case Format.XLSX:
            from tracker.export.xlsx import rendered  # noqa: PLC0415
        case Format.CSV:
            from tracker.export.csv import rendered  # noqa: PLC0415
        case Format.JSON:
            from tracker.export.json import rendered  # noqa: PLC0415
    return rendered(summary)
