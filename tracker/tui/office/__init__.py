"""The office behind the screens: it reads and writes, always called from a thread.

It imports the database layer, so it is itself imported in a thread, after the first frame. Every
fault is a Problem that says itself in one line.
"""

from tracker.tui.office.reading import Reads
from tracker.tui.office.sheets import Sheets
from tracker.tui.office.writing import Writes


class Office(Reads, Writes, Sheets):
    """All that the screens ask for and have written."""
