"""Ordering of task codes: ``D2`` before ``D10``."""

from __future__ import annotations

import re

_WIDTH = 8


def code_key(code: str) -> str:
    """A text whose plain order is the codes' natural order: numbers padded, lower case."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(_WIDTH), code.lower())
