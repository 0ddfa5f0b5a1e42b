"""Where a version of a report stands on its way into the figures (DOMAIN §3)."""

from __future__ import annotations

from enum import StrEnum


class ReportState(StrEnum):
    """A plan that reviews nothing accepts each report as it is entered."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


REPORTED = (ReportState.SUBMITTED, ReportState.ACCEPTED)
"""States in which something is reported; only an accepted figure counts."""
