"""What applying a plan file did, or would do: for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tracker.cli.output import line, message
from tracker.domain.text import shown
from tracker.i18n import _, formats, lang, n_, names
from tracker.i18n.record import value_said

if TYPE_CHECKING:
    from tracker.domain.plan import Plan
    from tracker.service.plans import PlanChanges

CODES_SHOWN, LINES_SHOWN = 12, 20


def print_changes(changes: PlanChanges, plan: Plan, *, dry_run: bool, verbose: bool) -> None:
    """Every kind of change; of a long list its beginning and how much more there is, unless
    ``verbose``."""
    line(f"{shown(plan.title.said(lang()))} ({changes.plan})")
    if not changes.nothing:
        _print_lists(changes, verbose=verbose)
        _print_lines(list(_updated(changes)), verbose=verbose)
    elif changes.left_alone or changes.stopped:
        line(_("Nothing was changed. What differs from the file was decided here:"))
    else:
        line(_("Nothing to change: the database says all that the file says."))
    _print_lines(list(_left_alone(changes)), verbose=verbose)
    _print_kept(changes, verbose=verbose)
    if dry_run:
        message(_("Dry run: nothing was written."))


def _print_lists(changes: PlanChanges, *, verbose: bool) -> None:
    if changes.head and not changes.new_plan:
        line(_("  the plan's title, source, margin, review or reporting day"))
    for label, codes in (
        (n_("{count} unit", "{count} units", len(changes.units)), changes.units),
        (
            n_("{count} directive", "{count} directives", len(changes.directives)),
            changes.directives,
        ),
        (n_("{count} task added", "{count} tasks added", len(changes.added)), changes.added),
        (n_("{count} task stopped", "{count} tasks stopped", len(changes.pruned)), changes.pruned),
    ):
        if codes:
            counted = label.format(count=formats.count(len(codes)))
            line(f"  {counted}: {_codes(codes, verbose=verbose)}")


def _updated(changes: PlanChanges) -> Iterator[str]:
    for update in changes.updated:
        if not update.fields:
            yield _("  updated  {task}: why it has the task, or where the source says it").format(
                task=update.task
            )
        for field, (before, after) in update.fields.items():
            yield _("  updated  {task}, {field}: {before} → {after}").format(
                task=update.task,
                field=names.field(field),
                before=value_said(field, before),
                after=value_said(field, after),
            )


def _left_alone(changes: PlanChanges) -> Iterator[str]:
    for left in changes.left_alone:
        yield _(
            "  left alone  {task}, {field}: {yours} here, {file} in the file ({because})"
        ).format(
            task=left.task,
            field=names.field(left.field),
            yours=value_said(left.field, left.yours),
            file=value_said(left.field, left.file),
            because=_(left.because),
        )


def _print_kept(changes: PlanChanges, *, verbose: bool) -> None:
    gone = [code for code in changes.gone if code not in changes.pruned]
    for said, codes in (
        (_("  left as they are (stopped here): {codes}"), changes.stopped),
        (_("  no longer in the file, kept: {codes}"), gone),
        (_("  units no longer in the file, kept: {codes}"), changes.gone_units),
        (_("  directives no longer in the file, kept: {codes}"), changes.gone_directives),
    ):
        if codes:
            line(said.format(codes=_codes(codes, verbose=verbose)))
    if gone:
        message(_("--prune stops the tasks that are no longer in the file."))


def _print_lines(lines: Sequence[str], *, verbose: bool) -> None:
    kept = lines if verbose else lines[:LINES_SHOWN]
    for text in kept:
        line(text)
    if (more := len(lines) - len(kept)) > 0:
        line(
            "  "
            + n_(
                "… and {count} more (--verbose shows it)",
                "… and {count} more (--verbose shows them)",
                more,
            ).format(count=formats.count(more))
        )


def _codes(codes: Sequence[str], *, verbose: bool) -> str:
    more = 0 if verbose else len(codes) - CODES_SHOWN
    if more <= 0:
        return ", ".join(codes)
    return n_("{codes} and {count} more", "{codes} and {count} more", more).format(
        codes=", ".join(codes[:CODES_SHOWN]), count=formats.count(more)
    )


def changes_object(changes: PlanChanges) -> dict[str, Any]:
    """What applying did, or would do, as JSON: codes, and texts before and after."""
    return {
        "plan": changes.plan,
        "nothing": changes.nothing,
        "new_plan": changes.new_plan,
        "head": changes.head,
        "units": list(changes.units),
        "directives": list(changes.directives),
        "added": list(changes.added),
        "updated": [
            {
                "task": update.task,
                "fields": {
                    field.value: {"before": before, "after": after}
                    for field, (before, after) in update.fields.items()
                },
            }
            for update in changes.updated
        ],
        "left_alone": [
            {
                "task": left.task,
                "field": left.field.value,
                "yours": left.yours,
                "file": left.file,
                "because": left.because,
            }
            for left in changes.left_alone
        ],
        "gone": list(changes.gone),
        "pruned": list(changes.pruned),
        "gone_units": list(changes.gone_units),
        "gone_directives": list(changes.gone_directives),
        "stopped": list(changes.stopped),
    }
