"""The entry point: the language, the command, and the one place where faults are said."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence

from tracker.cli.asked import Asked
from tracker.cli.output import message, speak_utf8
from tracker.cli.problems import ExitCode, NotAllowed, exit_code, stream_fault
from tracker.domain.problem import Problem
from tracker.domain.text import shown
from tracker.i18n import LANGUAGES, _, n_, say, use
from tracker.settings import UnknownLanguage, load

COMPLETION = "_TRACKER_COMPLETE"
"""Set by the shell, which then calls without arguments and asks what may come next."""
MOST_FAULTS = 20
"""How many faults of a plan file are listed at once."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; ``arguments`` None takes the process's own."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    speak_utf8()
    try:
        _choose_language(given)
        code = _run(given)
        sys.stdout.flush()
    except Problem as problem:
        _say(problem)
        return exit_code(problem)
    except BrokenPipeError:
        # Whoever read the pipe has gone (`| head`): nobody is left to be told.
        _give_up_output()
        return ExitCode.FAILED
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except OSError as fault:
        _say(stream_fault(fault))
        _give_up_output()
        return ExitCode.FAILED
    except Exception as fault:  # noqa: BLE001 - the last line of defence: no user sees a traceback
        _say_unforeseen(fault)
        return ExitCode.FAILED
    return code


def _run(arguments: list[str]) -> int:
    if not arguments and COMPLETION not in os.environ:
        # The screens are drawn sooner without the command line's library.
        # All that is loaded now stays for good, so a collector's rounds over it find nothing.
        # They begin when the database layer is there (`tui.errands`).
        gc.disable()
        from tracker.cli.screens import open_screens  # noqa: PLC0415

        open_screens(Asked())
        return ExitCode.DONE
    from tracker.cli.app import command_line  # noqa: PLC0415

    ended = command_line().main(arguments, prog_name="tracker", standalone_mode=False)
    return ended if isinstance(ended, int) else ExitCode.DONE


def _give_up_output() -> None:
    """Let go of what could not be written to standard output, if that was the fault.

    The interpreter would try once more as it ends, and complain.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _choose_language(arguments: list[str]) -> None:
    """Speak the language asked for, before anything is said.

    A settings file that cannot be read is for the command to refuse; until then it is Vietnamese.
    """
    asked = _option(arguments, "--lang")
    if asked is not None and asked not in LANGUAGES:
        use("vi")
        raise NotAllowed(name="--lang", text=asked, allowed=", ".join(LANGUAGES))
    try:
        use(load(lang=asked).lang)
    except UnknownLanguage:
        use("vi")
        raise
    except Problem:
        use("en" if "en" in (asked, os.environ.get("TRACKER_LANG")) else "vi")


def _option(arguments: list[str], name: str) -> str | None:
    """The value of an option that stands before the command."""
    takes_value = ("--database", "--plan", "--as-of", "--known-on", "--lang")
    rest = iter(arguments)
    for argument in rest:
        form, equals, value = argument.partition("=")
        if form in takes_value:
            value = value if equals else next(rest, "")
            if form == name:
                return value
        elif not argument.startswith("-"):
            return None
    return None


def _say(problem: Problem) -> None:
    message(say(problem))
    for pointing in getattr(problem, "pointer", ()):
        message("  " + pointing)
    others: Sequence[Problem] = getattr(problem, "problems", ())
    for other in others[:MOST_FAULTS]:
        message(say(other))
    if (more := len(others) - MOST_FAULTS) > 0:
        message(n_("… and {count} more.", "… and {count} more.", more).format(count=more))


def _say_unforeseen(fault: Exception) -> None:
    reason = shown(f"{type(fault).__name__}: {fault}")
    message(
        _(
            "Something went wrong that this program did not foresee ({reason}). Please tell whoever"
            " looks after it what you typed; TRACKER_DEBUG=1 shows where it happened."
        ).format(reason=reason)
    )
    if os.environ.get("TRACKER_DEBUG"):
        traceback.print_exception(fault)
