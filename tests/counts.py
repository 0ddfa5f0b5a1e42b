"""How often what is repeated is repeated: a sample with `make test`, in full with `make faults`."""

from __future__ import annotations

import os

FULL = os.environ.get("TRACKER_FAULTS") == "full"
EXAMPLES = 100 if FULL else 6
"""Random lives of a record, with review and without."""
