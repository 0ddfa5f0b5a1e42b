"""What can be wrong with a plan file, one small class per failure.

``place`` is where it is wrong, in the file's own words: ``plan.toml: directive D7, task 2,
“measure”``.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.problem import N_, Failed, Refused


class BadPlanFile(Refused):
    """A plan file that cannot be used. It says the first problem; ``problems`` are the others."""

    wording = N_("The plan file cannot be used.")
    problems: tuple[BadPlanFile, ...] = ()


def refuse(faults: Sequence[BadPlanFile]) -> None:
    """Raise the first of ``faults``, carrying the others; do nothing when there is none."""
    if faults:
        first, *others = faults
        first.problems = tuple(others)
        raise first


class CannotRead(Failed):
    wording = N_("Cannot read {file}: {reason}.")


class NoSuchPlan(BadPlanFile):
    wording = N_(
        "There is no plan “{name}”. Give a bundled one ({bundled}), a folder with a plan.toml, or a"
        " .toml file."
    )


class NoSuchFile(BadPlanFile):
    wording = N_("There is no file or folder {file}.")


class NoPlanInFolder(BadPlanFile):
    wording = N_("The folder {folder} has no plan.toml.")


class NotUtf8(BadPlanFile):
    wording = N_("{file}: line {line} is not UTF-8 text. Save the file as UTF-8.")


class NotToml(BadPlanFile):
    wording = N_("{file}: line {line}, column {column} is not TOML ({reason}).")


class NotReadableToml(BadPlanFile):
    wording = N_("{file} is not TOML that can be read ({reason}).")


class OtherFormat(BadPlanFile):
    wording = N_("{place}: this program reads format {ours}, not {format}.")


class UnknownKey(BadPlanFile):
    wording = N_("{place}: there is no key “{key}”. Allowed: {allowed}.")


class MissingKey(BadPlanFile):
    wording = N_("{place}: the key “{key}” is missing.")


class NotText(BadPlanFile):
    wording = N_("{place}: {value} is not a text. Write one in quotation marks.")


class EmptyText(BadPlanFile):
    wording = N_("{place}: the text is empty.")


class NotAccepted(BadPlanFile):
    """The domain refuses it; ``reason`` is its own refusal."""

    wording = N_("{place}: {reason}")


class NotTable(BadPlanFile):
    wording = N_("{place}: {value} is not a table. Write keys and values.")


class NotTables(BadPlanFile):
    wording = N_("{place}: {value} is not a list of tables. Head each with [[…]].")


class NotWhole(BadPlanFile):
    wording = N_("{place}: {value} is not a whole number from {least} to {most}.")


class NotTruth(BadPlanFile):
    wording = N_("{place}: {value} is neither true nor false.")


class NotQuantity(BadPlanFile):
    wording = N_(
        "{place}: {value} is not a quantity. Write a number from 0 to {largest} with at most three"
        " decimals after a point, as in 12 or 0.5."
    )


class NotDay(BadPlanFile):
    wording = N_("{place}: {value} is not a day. Write it without quotation marks: {example}.")


class NotOneOf(BadPlanFile):
    wording = N_("{place}: {value} is not one of {allowed}.")


class ConfirmedInFile(BadPlanFile):
    wording = N_(
        "{place}: “confirmed” needs a document's number and date, so it cannot stand in a file."
        " Allowed: {allowed}."
    )


class NotACode(BadPlanFile):
    wording = N_(
        "{place}: {value} is not a code. Use small letters without accents, digits and “-”, at most"
        " {most} characters."
    )


class NotAKey(BadPlanFile):
    wording = N_(
        "{place}: {value} is not a short code. Use letters without accents, digits, “-” and “_”, at"
        " most {most} characters."
    )


class Twice(BadPlanFile):
    wording = N_("{place}: “{code}” stands there already.")


class NoSuchUnit(BadPlanFile):
    wording = N_("{place}: there is no unit “{code}” in the plan.")


class UnitCircle(BadPlanFile):
    wording = N_("{place}: the unit comes back to itself: {circle}.")


class DayOutsideYear(BadPlanFile):
    wording = N_("{place}: {day} is outside the plan's year {year}.")


class LastBeforeFirst(BadPlanFile):
    wording = N_("{place}: the last day {last} is before the first day {first}.")


class NoSelection(BadPlanFile):
    wording = N_("{place}: say which units by “kind”, “code” or “under”.")


class SelectsNoUnit(BadPlanFile):
    wording = N_("{place}: selects no unit.")


class NotSelected(BadPlanFile):
    wording = N_("{place}: the task is not for this unit. It is for: {selected}.")


class CodeTaken(BadPlanFile):
    wording = N_("{place}: the task code {code} is already given by {other}.")


class NothingToCount(BadPlanFile):
    wording = N_("{place}: the target counts {counted}, and {unit} has none.")


class NoPlaces(BadPlanFile):
    wording = N_("{place}: the title has {{places}}, and {unit} has none.")
