"""Settings, and the one place for paths.

In order of rank: a command's own option, the environment (``TRACKER_DATABASE``, ``TRACKER_LANG``),
the settings file, the default. The settings file is TOML in the user's configuration folder.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from tracker.domain.problem import N_, Refused
from tracker.domain.reason import reason_of
from tracker.domain.text import near
from tracker.i18n import LANGUAGES, Lang

_APP = "mobilization-tracker"
_KEYS = ("database", "lang", "theme", "keys")


class BadSettings(Refused):
    wording = N_("The settings file {path} cannot be read: {reason}")


class UnknownSetting(Refused):
    wording = N_("The settings file {path} has an unknown key “{key}”. Allowed: {allowed}.")


class UnknownLanguage(Refused):
    wording = N_("“{text}” is not a language of this program. Allowed: {allowed}.")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set once.

    ``database`` is a file's path or a PostgreSQL URL; ``lang`` is ``vi`` or ``en``. ``keys`` are
    other keys for commands of the screens, by the command's id. ``theme`` names their colours.
    """

    database: str
    lang: Lang
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theme: str | None = None


def settings_file() -> Path:
    """Where the settings file stands; it need not exist. ``TRACKER_SETTINGS`` moves it."""
    moved = os.environ.get("TRACKER_SETTINGS")
    return Path(moved) if moved else platformdirs.user_config_path(_APP) / "settings.toml"


def views_file() -> Path:
    """Where a user's saved views stand, beside the settings; it need not exist."""
    return settings_file().with_name("views.toml")


def default_database() -> Path:
    """The embedded database of one officer on one machine."""
    return platformdirs.user_data_path(_APP) / "tracker.sqlite"


def unsent_folder() -> Path:
    """Where what this user typed and did not hand in is kept, for whichever database."""
    return platformdirs.user_data_path(_APP) / "unsent"


def backup_folder(database: Path) -> Path:
    """Where the backups of an embedded database are kept: beside it, under its name."""
    return database.with_name(f"{database.name}.backups")


def as_language(text: str) -> Lang:
    """``text`` as a language; raises UnknownLanguage."""
    for known in LANGUAGES:
        if known == text:
            return known
    raise UnknownLanguage(text=text, allowed=", ".join(LANGUAGES), near=near(text, LANGUAGES))


def load(database: str | None = None, lang: str | None = None) -> Settings:
    """The settings in force; the arguments are a command's own options.

    Raises BadSettings, UnknownSetting or UnknownLanguage.
    """
    filed = _filed(settings_file())
    return Settings(
        database=database
        or os.environ.get("TRACKER_DATABASE")
        or filed.get("database")
        or str(default_database()),
        lang=as_language(lang or os.environ.get("TRACKER_LANG") or filed.get("lang") or "vi"),
        keys=filed.get("keys", {}),
        theme=filed.get("theme"),
    )


def _filed(path: Path) -> dict[str, Any]:
    """What the file says, each value of its kind. Raises BadSettings or UnknownSetting."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(path=path, reason=reason_of(error)) from error
    for key, value in table.items():
        if key not in _KEYS:
            raise UnknownSetting(
                path=path, key=key, allowed=", ".join(_KEYS), near=near(key, _KEYS)
            )
        if key == "keys" and isinstance(value, dict):
            table[key] = {command: _keys(path, command, keys) for command, keys in value.items()}
        elif not isinstance(value, str):
            raise BadSettings(path=path, reason=f"{key} = {value!r}")
    return table


def _keys(path: Path, command: str, value: object) -> tuple[str, ...]:
    """One key or several. Raises BadSettings."""
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not keys or not all(k and isinstance(k, str) for k in keys):
        raise BadSettings(path=path, reason=f'keys."{command}" = {value!r}')
    return tuple(keys)
