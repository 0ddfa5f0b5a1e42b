"""Other keys for commands, as the settings file gives them: checked whole before any is taken.

They are put in before the first screen is loaded, since screens make their bindings as they load.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.keys import Keys

from tracker.domain.problem import N_, Refused
from tracker.domain.text import near
from tracker.i18n import _
from tracker.tui import commands
from tracker.tui.commands import BY_ID, OVER_A_ROOM, SHOWN, Command, Place, composes, shown_key

MOVING = frozenset("hjklgGJK") | {
    *("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab")
}
"""Keys that lists move by."""
_NAMES = {shown.lower(): key for key, shown in SHOWN.items()}
_FUNCTION = re.compile(r"(?:ctrl\+|shift\+|alt\+)*f(?:[1-9]|1[0-9]|2[0-4])", re.ASCII)
_HELD = re.compile(r"(?:ctrl|alt|shift)\+(?:.|[a-z]+)", re.ASCII)


class UnknownCommand(Refused):
    wording = N_("[keys] in the settings file: there is no command “{id}”. All: docs/keys.md.")


class NotAKey(Refused):
    wording = N_(
        "[keys] in the settings file, {id}: “{key}” is not a key. Allowed: one character, F1–F24,"
        " ctrl+letter, alt+letter, enter, esc, space, insert, delete."
    )


class KeyMoves(Refused):
    wording = N_(
        "[keys] in the settings file, {id}: “{key}” moves the cursor and cannot be a command's key."
    )


class KeysClash(Refused):
    wording = N_(
        "[keys] in the settings file: “{key}” would be the key of {first} and of {second}, which"
        " act in the same place. Give one of them another."
    )


class KeyWhileTyping(Refused):
    wording = N_(
        "[keys] in the settings file, {id}: it acts in forms, so it needs a key that no field takes"
        " as text, such as F6 or ctrl+s."
    )


def remap(wanted: Mapping[str, Sequence[str]]) -> None:
    """Let commands have these keys instead of their own; the first is the one that is shown.

    Raises UnknownCommand, NotAKey, KeyMoves, KeyWhileTyping or KeysClash, and changes nothing then.
    """
    changed = {}
    for name, given in wanted.items():
        command = BY_ID.get(name)
        if command is None:
            raise UnknownCommand(id=name, near=near(name, list(BY_ID)))
        keys = tuple(dict.fromkeys(_read(name, key) for key in given))
        if set(command.places) & set(OVER_A_ROOM) and all(map(composes, keys)):
            raise KeyWhileTyping(id=name)
        changed[name] = replace(command, keys=keys)
    every = tuple(changed.get(command.id, command) for command in commands.COMMANDS)
    for place in Place:
        _check_place(place, [command for command in every if place in command.places])
    commands.COMMANDS = every
    BY_ID.update(changed)


def _read(name: str, key: str) -> str:
    """A key as the library names it, from how people write it. Raises NotAKey, KeyMoves."""
    text = key.strip() if key.strip() else key
    read = _NAMES.get(text.lower(), text if len(text) == 1 else text.lower())
    # Another single character is taken as it is: the library finds its own name for it.
    if len(read) > 1 and not _is_key(read):
        raise NotAKey(id=name, key=key)
    if read in MOVING:
        raise KeyMoves(id=name, key=key)
    return read


def _is_key(name: str) -> bool:
    """Whether the library knows a key of this name."""
    known = {*SHOWN, *(key.value for key in Keys if not key.value.startswith("<"))}
    return bool(_FUNCTION.fullmatch(name) or _HELD.fullmatch(name) or name in known)


def _check_place(place: Place, here: Sequence[Command]) -> None:
    """Raises KeysClash where two commands of ``place`` would share a key."""
    taken: dict[str, Command] = {}
    for command in here:
        for key in command.keys:
            if place in OVER_A_ROOM and composes(key):
                continue
            if key in taken:
                raise KeysClash(
                    key=shown_key(key),
                    first=f"{taken[key].id} ({_(taken[key].label)})",
                    second=f"{command.id} ({_(command.label)})",
                )
            taken[key] = command
