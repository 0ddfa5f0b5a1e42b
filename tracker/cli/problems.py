"""How a command ends, and what can be wrong with a command line itself."""

from __future__ import annotations

from enum import IntEnum

from tracker.domain.problem import N_, Failed, Problem, Refused
from tracker.domain.reason import reason_of
from tracker.files import FileIsThere


class ExitCode(IntEnum):
    """What the calling shell is told (DESIGN, "The command line")."""

    DONE = 0
    FAILED = 1
    """Of ``verify``: the file does not hold."""
    WRONG_USAGE = 2
    REFUSED = 3
    INTERRUPTED = 130


def exit_code(problem: Problem) -> ExitCode:
    """The code that fits ``problem``."""
    if isinstance(problem, WrongUsage):
        return ExitCode.WRONG_USAGE
    return ExitCode.REFUSED if isinstance(problem, Refused) else ExitCode.FAILED


class LogLeftBehind(Refused):
    wording = N_(
        "{log} lies beside the place for {database} and belongs to a database that is gone; it"
        " would be worked into the new one. Remove it, or choose another place."
    )


class WrongUsage(Problem):
    """The words of the command line do not make a command (exit code 2)."""

    wording = N_("The command line cannot be read.")


class NoSuchCommand(WrongUsage):
    wording = N_("There is no command “{name}”. Commands: {known}.")


class NoSuchOption(WrongUsage):
    wording = N_("{command} has no option {option}. Allowed: {known}.")


class StandsBefore(WrongUsage):
    wording = N_("{option} stands before the command: {example}")


class StandsBehind(WrongUsage):
    wording = N_("{option} stands behind the command: {example}")


class ValueMissing(WrongUsage):
    wording = N_("{option} needs a value behind it: {option} {metavar}.")


class TakesNoValue(WrongUsage):
    wording = N_("{option} takes no value.")


class ArgumentMissing(WrongUsage):
    wording = N_("{name} is missing. Usage: {usage}")


class TooMany(WrongUsage):
    wording = N_(
        "“{extra}” is one word too many. Usage: {usage} (a text with spaces stands in quotation"
        " marks)"
    )


class NotAllowed(WrongUsage):
    wording = N_("{name}: “{text}” is not one of {allowed}.")


class OnlyOne(WrongUsage):
    wording = N_("Give {first} or {second}, not both.")


class OnlyForLooking(WrongUsage):
    wording = N_(
        "--known-on is for looking at the record as it was, and this command works on the present"
        " one. Nothing was done; leave --known-on out."
    )


class NothingAsked(WrongUsage):
    wording = N_("Say what to change: {options}.")


class WhereEmpty(WrongUsage):
    wording = N_("The query of --where is empty. Leave the option out to mean all tasks.")


class NoTerminal(WrongUsage):
    wording = N_(
        "The screens need a terminal. For pipes and files there are commands: tracker --help."
    )


class UnknownShell(Failed):
    wording = N_("The shell is none of bash, zsh, fish and PowerShell; nothing was installed.")


class StreamFailed(Failed):
    wording = N_("{file}: {reason}")


def stream_fault(fault: OSError) -> StreamFailed:
    """What the system says where no file of the user's was meant: of standard output, or ours."""
    return StreamFailed(file=fault.filename or "tracker", reason=reason_of(fault))


class BinaryOnTerminal(WrongUsage):
    wording = N_("{format} is not for a terminal. Give a file's name with -o.")


class FileExists(FileIsThere):
    wording = N_("{path} is there already. Write over it with --force.")
