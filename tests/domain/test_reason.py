"""The machine's reasons are said in the reader's language, and unusual ones are quoted."""

from __future__ import annotations

import errno
import os

import pytest

from tracker.domain.reason import quoted, reason_of
from tracker.i18n import _, say, use

USUAL = (
    *("ENOENT", "EACCES", "EPERM", "EROFS", "ENOSPC", "EFBIG", "EIO"),
    *("EISDIR", "ENOTDIR", "ENAMETOOLONG"),
)


@pytest.mark.parametrize("name", USUAL)
def test_a_usual_reason_is_in_the_catalogs(name: str) -> None:
    number = getattr(errno, name)
    reason = reason_of(OSError(number, os.strerror(number)))
    use("vi")
    assert say(reason) == _(reason.wording) != reason.wording
    assert os.strerror(number) not in say(reason)


def test_an_unusual_reason_is_quoted() -> None:
    assert say(reason_of(OSError(errno.EDOM, "Numerical argument"))) == "“Numerical argument”"
    assert say(reason_of(OSError("no number"))) == "“no number”"


def test_a_reason_of_several_lines_is_said_on_one() -> None:
    assert (
        say(quoted("connection failed:\n\tno\x1b such host"))
        == "“connection failed: no␛ such host”"
    )
