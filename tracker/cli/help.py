"""The help of a command, in the reader's language and without markup.

The library's own help has its words fixed at import, in English in part; this one looks up every
word when it is shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperGroup, TyperOption

from tracker.i18n import N_, _

if TYPE_CHECKING:
    from rich.console import Console
    from typer._click.core import Command, Context, Parameter

WIDTH, WIDEST = 80, 100

# What the library itself writes as help, so that the catalogs hold it.
_LIBRARY = (
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)


def usage(command: Command, ctx: Context) -> str:
    """``tracker report TASK VALUE --period PERIOD [OPTIONS]``."""
    pieces = [ctx.command_path]
    pieces += (argument_name(p) for p in command.params if isinstance(p, TyperArgument))
    pieces += (
        f"{parameter_name(p)} {option_metavar(p)}"
        for p in command.params
        if isinstance(p, TyperOption) and p.required
    )
    pieces.append("[" + _("OPTIONS") + "]")
    if isinstance(command, TyperGroup):
        pieces.append("[" + _("COMMAND") + "]")
    return " ".join(pieces)


def argument_name(argument: TyperArgument) -> str:
    """How usage writes an argument: in brackets where it may be left out."""
    name = _(argument.metavar or argument.name.upper())
    many = "…" if argument.nargs == -1 else ""
    return f"{name}{many}" if argument.required else f"[{name}{many}]"


def parameter_name(parameter: Parameter) -> str:
    """How a message names an option or argument: ``--period``, ``TASK``."""
    if isinstance(parameter, TyperOption):
        return max(parameter.opts, key=len)
    return _(parameter.metavar or parameter.name.upper())


def option_metavar(option: Parameter) -> str:
    """What stands behind the option: ``DAY``."""
    return _(option.metavar or option.name.upper())


def help_text(command: Command, ctx: Context) -> str:
    """All of a command's help."""
    console = _console()
    console.print(_("Usage: {usage}").format(usage=usage(command, ctx)), style="bold")
    for paragraph in about(command.help).split("\n\n"):
        console.print()
        console.print(paragraph)
    parameters = command.get_params(ctx)
    _section(
        console,
        _("Arguments:"),
        ((argument_name(p), _help_of(p)) for p in parameters if isinstance(p, TyperArgument)),
    )
    _section(
        console,
        _("Options:"),
        ((_forms(p), _help_of(p)) for p in parameters if isinstance(p, TyperOption)),
    )
    if isinstance(command, TyperGroup):
        _section(
            console,
            _("Commands:"),
            ((name, summary_of(sub)) for name, sub in command.commands.items()),
        )
    if command.epilog:
        console.print()
        console.print(_("Examples:"), style="bold")
        for example in command.epilog.splitlines():
            console.print(f"  {example}", soft_wrap=True)
    file = console.file
    assert isinstance(file, StringIO)  # noqa: S101 - made by `_console`
    return file.getvalue()


def about(message: str | None) -> str:
    """A help text, which is stored as a message id, in the reader's language."""
    return _(message) if message else ""


def summary_of(command: Command) -> str:
    """The first paragraph of a command's help."""
    return about(command.help).split("\n\n", maxsplit=1)[0]


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - most runs show no help

    terminal = Console(file=sys.stdout)
    return Console(
        file=StringIO(),
        force_terminal=terminal.is_terminal,
        color_system=None,
        no_color=True,
        width=min(terminal.width, WIDEST) if terminal.is_terminal else WIDTH,
        markup=False,
        highlight=False,
        emoji=False,
    )


def _section(console: Console, title: str, rows: Iterable[tuple[str, str]]) -> None:
    from rich.table import Table  # noqa: PLC0415 - most runs show no help

    shown = list(rows)
    if not shown:
        return
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for name, text in shown:
        grid.add_row(f"  {name}", text)
    console.print()
    console.print(title, style="bold")
    console.print(grid)


def _forms(option: TyperOption) -> str:
    forms = ", ".join(sorted(option.opts, key=len))
    return forms if option.is_flag else f"{forms} {option_metavar(option)}"


def _help_of(parameter: TyperArgument | TyperOption) -> str:
    text = about(parameter.help)
    if parameter.required and isinstance(parameter, TyperOption):
        text += " " + _("[required]")
    return text
