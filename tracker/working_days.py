"""Which days an office works: all but weekends and Việt Nam's public holidays.

Holidays with the days that stand in for them, and Saturdays worked instead of another day, are
those that the `holidays` library knows; for a year that it does not know only weekends are days
off. What is decided for one year alone is known once the library has it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache


@cache
def _is_working_day() -> Callable[[date], bool]:
    from holidays import country_holidays  # noqa: PLC0415 - not needed before a day is asked about

    return country_holidays("VN").is_working_day


def is_working_day(day: date) -> bool:
    """Whether offices in Việt Nam work on ``day``."""
    return _is_working_day()(day)
