"""Usage errors and help pages in the language of the site, where click has its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import click

from dispatch.front import helppage

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Sequence

    from dispatch.ground.messages import Messages


def usage(error: click.UsageError, messages: Messages) -> str:
    """Return the sentence for a command line that cannot be understood."""
    name = type(error).__name__.removesuffix("Error")
    nearest = getattr(error, "possibilities", None) or ()
    words = {"detail": error.format_message(), "nearest": ", ".join(nearest), "form": ""}
    words["option"] = str(getattr(error, "option_name", None) or getattr(error, "param_hint", ""))
    variant = f"{name}-nearest" if nearest else name
    if isinstance(error, click.BadParameter) and error.param is not None:
        words["option"] = _named(error.param)
        words["form"] = str(error.param.metavar)
        variant = f"{name}-path" if isinstance(error.param.type, click.Path) else name
    keys = (f"cli.usage.{variant}", f"cli.usage.{name}", "cli.usage.default")
    return messages.text("cli.error", sentence=messages.first(*keys, **words))


def _named(param: click.Parameter) -> str:
    return str(param.metavar) if isinstance(param, click.Argument) else param.opts[0]


class UnknownCommandError(click.UsageError):
    """A command that is not there; click's own error has no list to suggest from."""

    def __init__(self, word: str, known: Iterable[str]) -> None:
        from difflib import get_close_matches  # noqa: PLC0415 - rare

        super().__init__(word)
        self.option_name = word
        self.possibilities = get_close_matches(word, list(known), 3, 0.4)


class Command(click.Command):
    """A command whose help is in the language of the site; its parameters are made when asked for.

    The help of all commands needs the parameters of none.
    """

    def __init__(
        self,
        name: str,
        action: Callable[..., int],
        text: str,
        *,
        params: Callable[[], list[click.Parameter]],
    ) -> None:
        super().__init__(name, callback=action, help=text, add_help_option=False)
        self._made = cache(params)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters."""
        del ctx
        return self._made()

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return _help(self, ctx, ())


class Group(click.Group):
    """The commands in the order of use; an unknown one is answered with the nearest."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        rows = [(name, (each.help or "").split("\n")[0]) for name, each in self.commands.items()]
        return _help(self, ctx, rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names."""
        if args and args[0] not in self.commands:
            raise UnknownCommandError(args[0], self.commands)
        return super().resolve_command(ctx, args)


def _help(command: click.Command, ctx: click.Context, rows: Sequence[tuple[str, str]]) -> str:
    params = command.get_params(ctx)
    pieces = " ".join(str(each.metavar) for each in params if _is_argument(each))
    usage = f"python3 build.py {'COMMAND' if rows else command.name} [OPTIONS] {pieces}".rstrip()
    records = [each.get_help_record(ctx) for each in params if not _is_argument(each)]
    # What must be given is told in the help of the option, in the language of the site.
    options = [(name, text.removesuffix("  [required]")) for name, text in filter(None, records)]
    words: Messages = ctx.find_root().obj
    return helppage.page(
        usage, command.help or "", (("commands", rows), ("options", options)), words
    )


def _is_argument(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Argument)
