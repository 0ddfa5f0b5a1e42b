"""Where plan files lie and how their text becomes TOML tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from seed.problems import (
    BadPlanFile,
    CannotRead,
    NoPlanInFolder,
    NoSuchFile,
    NoSuchPlan,
    NotReadableToml,
    NotToml,
    NotUtf8,
)
from tracker.domain.reason import reason_of
from tracker.domain.text import excerpt, near, shown

PLAN, UNITS = "plan.toml", "units.toml"
_PLANS = files("seed") / "plans"


def bundled() -> tuple[str, ...]:
    """The names of the plans that come with the program, in order."""
    return tuple(sorted(p.name for p in _PLANS.iterdir() if (p / PLAN).is_file()))


def tables(source: str | Path, faults: list[BadPlanFile]) -> list[tuple[str, dict[str, object]]]:
    """The TOML of ``source``, file by file: each file's name and its tables.

    A bundled name comes before a path of the same spelling. A file that is not TOML is added to
    ``faults``. Raises NoSuchPlan, NoSuchFile, NoPlanInFolder, or CannotRead when the disk refuses.
    """
    found = []
    for name, content in _contents(source):
        try:
            found.append((name, _parsed(name, content)))
        except BadPlanFile as fault:
            faults.append(fault)
    return found


def _contents(source: str | Path) -> Iterator[tuple[str, bytes]]:
    if isinstance(source, str) and source in bundled():
        yield from _folder(_PLANS / source)
        return
    path = Path(source)
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.is_file():
            yield path.name, path.read_bytes()
        else:
            raise _absent(source, path)
    except OSError as error:
        raise CannotRead(file=shown(str(path)), reason=reason_of(error)) from None


def _folder(folder: Traversable | Path) -> Iterator[tuple[str, bytes]]:
    if not (folder / PLAN).is_file():
        raise NoPlanInFolder(folder=shown(str(folder)))
    for name in (PLAN, UNITS):
        if (folder / name).is_file():
            yield name, (folder / name).read_bytes()


def _absent(source: str | Path, path: Path) -> BadPlanFile:
    if len(path.parts) > 1 or path.suffix == ".toml":
        return NoSuchFile(file=shown(str(path)))
    name = str(source)
    return NoSuchPlan(name=excerpt(name), bundled=", ".join(bundled()), near=near(name, bundled()))


def _parsed(name: str, content: bytes) -> dict[str, object]:
    try:
        # Windows editors begin UTF-8 files with a byte order mark.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(file=name, line=content.count(b"\n", 0, error.start) + 1) from None
    try:
        return tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(name, text, str(error)) from None
    except RecursionError:
        raise NotReadableToml(file=name, reason="nested too deeply") from None
    except ValueError:
        # Python refuses to convert integers of thousands of digits.
        raise NotReadableToml(file=name, reason="a number is too long") from None


def _not_toml(name: str, text: str, said: str) -> NotToml:
    reason, _, where = said.removesuffix(")").rpartition(" (at ")
    if found := re.fullmatch(r"line (\d+), column (\d+)", where):
        line, column = int(found[1]), int(found[2])
    else:
        lines = text.split("\n")
        line, column = len(lines), len(lines[-1]) + 1
    return NotToml(file=name, line=line, column=column, reason=excerpt(reason))


def _number(written: str) -> Decimal:
    """A TOML float, exactly; what Decimal cannot hold is not a number, and is refused later."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return Decimal("NaN")
