"""What can be done about a refusal with the keys of the screens."""

from __future__ import annotations

from tracker.domain.problem import Problem
from tracker.i18n import _
from tracker.tui.commands import BY_ID


def next_step(problem: Problem) -> str:
    """The key and the screen, in the current language; empty where there is no such step."""
    from tracker.domain.report import PeriodClosed  # noqa: PLC0415 - the first frame needs none

    if isinstance(problem, PeriodClosed):
        return _("To open it again: key {key} on the period, in Reports ({room}).").format(
            key=BY_ID["period.lock"].key, room=BY_ID["app.reports"].key
        )
    return ""
