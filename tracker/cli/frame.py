"""What every command has from us: help and usage faults in the reader's language.

The library says what is wrong with a command line in English; here each of its faults becomes one
of ours, which the catalogs translate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from tracker.cli.help import about, help_text, option_metavar, parameter_name, summary_of, usage
from tracker.cli.problems import (
    ArgumentMissing,
    NoSuchCommand,
    NoSuchOption,
    StandsBefore,
    StandsBehind,
    TakesNoValue,
    TooMany,
    ValueMissing,
    WrongUsage,
)
from tracker.domain.text import excerpt, near

if TYPE_CHECKING:
    from typer._click import Command as AnyCommand
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter
    from typer._click.shell_completion import CompletionItem

_NEGATIVE = re.compile(r"-[0-9]")
_MINUS = "\u2212"


class Command(TyperCommand):
    """One command."""

    # Taken by the parser and refused below, in our words.
    allow_extra_args = True

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        with _in_our_words(self, ctx, args):
            rest = super().parse_args(ctx, self._with_negative_numbers(args))
        if rest and not ctx.resilient_parsing:
            raise TooMany(extra=excerpt(rest[0]), usage=usage(self, ctx))
        return rest

    def _with_negative_numbers(self, args: Sequence[str]) -> list[str]:
        """``args`` with a real minus sign before numbers that stand by themselves.

        Behind a hyphen the parser would look for an option named 5, and a user who types -5 should
        hear what is wrong with the number.
        """
        takes_value = {
            form
            for param in self.params
            if isinstance(param, TyperOption) and not param.is_flag
            for form in param.opts
        }
        kept: list[str] = []
        for arg in args:
            before = kept[-1] if kept else ""
            if _NEGATIVE.match(arg) and before not in takes_value and "--" not in kept:
                arg = _MINUS + arg[1:]  # noqa: PLW2901 - the argument as the parser may see it
            kept.append(arg)
        return kept

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write(help_text(self, ctx))

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - completion shows it all
        return summary_of(self)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        return _translated(super().shell_complete(ctx, incomplete))


class Group(TyperGroup):
    """``tracker`` itself: the options before the command, and the commands."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        with _in_our_words(self, ctx, args):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, AnyCommand | None, list[str]]:
        name, *rest = args
        command = self.commands.get(name)
        if command is None and not ctx.resilient_parsing:
            known = list(self.commands)
            raise NoSuchCommand(name=excerpt(name), known=", ".join(known), near=near(name, known))
        return name if command else None, command, rest

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write(help_text(self, ctx))

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        return _translated(super().shell_complete(ctx, incomplete))


def _translated(items: list[CompletionItem]) -> list[CompletionItem]:
    for item in items:
        item.help = about(item.help)
    return items


@contextmanager
def _in_our_words(
    command: TyperCommand | TyperGroup, ctx: Context, args: Sequence[str]
) -> Iterator[None]:
    given = tuple(args)  # the parser takes them out one by one
    try:
        yield
    except typer.TyperException as fault:
        raise _said(fault, command, ctx, given) from None


def _said(
    fault: typer.TyperException,
    command: TyperCommand | TyperGroup,
    ctx: Context,
    given: Sequence[str],
) -> WrongUsage:
    """The library's ``fault`` as one of ours.

    Its classes are private to it, so they are told apart by what they carry.
    """
    option = getattr(fault, "option_name", None)
    parameter = getattr(fault, "param", None)
    if hasattr(fault, "possibilities"):
        return _no_such_option(str(option), command, ctx, given)
    if option is not None:
        found = next((p for p in command.params if option in p.opts), None)
        if not isinstance(found, TyperOption) or found.is_flag:
            return TakesNoValue(option=option)
        return ValueMissing(option=option, metavar=option_metavar(found))
    if hasattr(fault, "param_type") and parameter is not None:
        return ArgumentMissing(name=parameter_name(parameter), usage=usage(command, ctx))
    return WrongUsage()


def _no_such_option(
    name: str, command: TyperCommand | TyperGroup, ctx: Context, given: Sequence[str]
) -> NoSuchOption | StandsBefore | StandsBehind:
    top = ctx.find_root()
    known = [form for param in command.get_params(ctx) for form in param.opts]
    if ctx is not top:
        for param in top.command.params:
            if name in param.opts:
                example = f"{top.info_name} {_with_value(name, param)} {ctx.info_name} …"
                return StandsBefore(option=name, example=example)
    elif isinstance(command, TyperGroup):
        # The command that was typed first, then any that has the option.
        for other, sub in sorted(command.commands.items(), key=lambda c: c[0] not in given):
            for param in sub.params:
                if name in param.opts:
                    example = f"{top.info_name} {other} {_with_value(name, param)}"
                    return StandsBehind(option=name, example=example)
    long = [form for form in known if form.startswith("--")]
    return NoSuchOption(
        command=ctx.command_path,
        option=excerpt(name),
        known=", ".join(long),
        near=near(name, long),
    )


def _with_value(name: str, param: Any) -> str:
    return name if getattr(param, "is_flag", False) else f"{name} {option_metavar(param)}"


def declare(
    app: typer.Typer, function: Callable[..., None], name: str, about: str, *examples: str
) -> None:
    """Add ``function`` to ``app`` as the command ``name``.

    ``about`` is a message id; ``examples`` are whole command lines.
    """
    app.command(name, cls=Command, help=about, epilog="\n".join(examples))(function)
