"""The derived status and the signs (DOMAIN §4)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from tests.domain.examples import Span, days, on, quick, spans
from tracker.domain.status import Sign, Status, at_risk, status_of

DEADLINE = on("06-30")


class TestStatus:
    @pytest.mark.parametrize(
        ("span", "day", "status"),
        [
            (Span(), "07-01", Status.NOT_STARTED),
            (Span(reported=True), "07-01", Status.IN_PROGRESS),
            (Span(deadline=DEADLINE), "06-30", Status.NOT_STARTED),
            (Span(deadline=DEADLINE), "07-01", Status.OVERDUE),
            (Span(deadline=DEADLINE, reported=True), "06-30", Status.IN_PROGRESS),
            (Span(deadline=DEADLINE, reported=True), "07-01", Status.OVERDUE),
            (Span(done_day=on("06-30"), deadline=DEADLINE), "12-31", Status.DONE_ON_TIME),
            (Span(done_day=on("07-01"), deadline=DEADLINE), "12-31", Status.DONE_LATE),
            (Span(done_day=on("07-01")), "12-31", Status.DONE_NO_DEADLINE),
            (Span(done_day=on("03-01"), deadline=DEADLINE), "04-01", Status.DONE_ON_TIME),
            (Span(cancelled=True, done_day=on("03-01")), "04-01", Status.CANCELLED),
            (Span(cancelled=True, deadline=DEADLINE), "12-31", Status.CANCELLED),
        ],
    )
    def test_the_first_row_that_holds(self, span: Span, day: str, status: Status) -> None:
        assert status_of(span, on(day)) is status

    def test_three_are_done(self) -> None:
        assert [s.value for s in Status if s.done] == [
            "done_on_time",
            "done_late",
            "done_no_deadline",
        ]

    def test_each_status_and_each_sign_has_its_own_glyph(self) -> None:
        assert "".join(s.glyph for s in Status) == "○◐!●◌✓–"
        assert "".join(s.glyph for s in Sign) == "!▲◐○●–"


class TestAtRisk:
    def test_from_its_first_day_on(self) -> None:
        span = Span(risk_from=on("03-02"))
        assert not at_risk(span, on("03-01"))
        assert at_risk(span, on("03-02"))
        assert at_risk(span, on("12-31"))

    def test_never_without_such_a_day(self) -> None:
        assert not at_risk(Span(), on("12-31"))

    def test_until_the_deadline_since_an_overdue_task_is_not_at_risk(self) -> None:
        span = Span(risk_from=on("03-02"), deadline=DEADLINE)
        assert at_risk(span, DEADLINE)
        assert not at_risk(span, on("07-01"))
        assert status_of(span, on("07-01")) is Status.OVERDUE


@quick
@given(spans, days)
def test_every_task_has_one_status_that_says_what_is_true_of_it(span: Span, day: date) -> None:
    status = status_of(span, day)
    assert (status is Status.CANCELLED) == span.cancelled
    if not span.cancelled:
        assert status.done == (span.done_day is not None)
        if not status.done:
            late = span.deadline is not None and span.deadline < day
            assert (status is Status.OVERDUE) == late
