"""Installing completion for the user's shell, said in the reader's language."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

import typer

from tracker.cli.output import message
from tracker.cli.problems import UnknownShell
from tracker.i18n import _

if TYPE_CHECKING:
    from typer._click import Command


def in_our_words(command: Command) -> None:
    """Let ``--install-completion`` of ``command`` speak the reader's language."""
    for parameter in command.params:
        if parameter.name == "install_completion" and parameter.callback is not None:
            parameter.callback = _quietly(parameter.callback)


def _quietly(install: Callable[..., Any]) -> Callable[..., Any]:
    def installed(ctx: Any, parameter: Any, value: Any) -> Any:
        try:
            with redirect_stdout(io.StringIO()):
                return install(ctx, parameter, value)
        except SystemExit:
            # The library ends the program where it has succeeded.
            message(_("Completion is installed; it works in the next terminal that you open."))
            raise typer.Exit from None
        except typer.Exit:
            raise UnknownShell from None

    return installed
