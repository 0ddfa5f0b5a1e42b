"""The parts of a Word or Excel file, unpacked within limits, and their XML without entities."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_UNPACKED = 256 * 2**20
"""How many bytes all parts may have that are looked at."""
MOST_PARTS = 2000


class TooMuch(Exception):  # noqa: N818 - turned into a Problem where the file has a name
    """The file unpacks to more than MOST_UNPACKED, or has more than MOST_PARTS."""


class Parts:
    """A packed file. Raises what zipfile raises, or TooMuch."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._left = MOST_UNPACKED
        if len(self._zip.infolist()) > MOST_PARTS:
            raise TooMuch

    def has(self, name: str) -> bool:
        return name in self._zip.namelist()

    def names(self, beginning: str) -> list[str]:
        return [name for name in self._zip.namelist() if name.startswith(beginning)]

    def elements(self, name: str, *tags: str) -> Iterator[tuple[Element, Element | None]]:
        """The elements of part ``name`` with one of ``tags`` (without namespace) that lie in no
        other such, each with what it lies in; one at a time, and then let go of.

        Raises what defusedxml raises: a document type, and so any entity, is refused.
        """
        from defusedxml.ElementTree import iterparse  # noqa: PLC0415 - slow to load

        path: list[Element] = []
        wanted = 0
        with self._zip.open(name) as part:
            events = iterparse(_Counted(part, self), events=("start", "end"), forbid_dtd=True)
            for event, element in events:
                is_wanted = local(element) in tags
                if event == "start":
                    path.append(element)
                    wanted += is_wanted
                    continue
                path.pop()
                wanted -= is_wanted
                if wanted:
                    continue
                if is_wanted:
                    yield element, path[-1] if path else None
                # What is done with must not pile up.
                element.clear()
                if path:
                    path[-1].remove(element)

    def spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise TooMuch


class _Counted:
    """A part that is read, however much its head says that it has."""

    def __init__(self, part: IO[bytes], parts: Parts) -> None:
        self._part, self._parts = part, parts

    def read(self, size: int = -1) -> bytes:
        read = self._part.read(size if size >= 0 else 2**16)
        self._parts.spend(len(read))
        return read


def text_in(element: Element, tag: str) -> str:
    """All text in the elements called ``tag``, whatever their namespace."""
    return "".join(found.text or "" for found in element.iter() if local(found) == tag)


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]
