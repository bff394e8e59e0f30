"""Options that several commands have, and the desk that the shared ones ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import click

from dispatch.front import pipeline
from dispatch.front.cli.days import Day
from dispatch.front.cli.days import today_in
from dispatch.front.cli.screen import terminal
from dispatch.ground.errors import RootNotFoundError
from dispatch.ground.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispatch.front.desk import Desk
    from dispatch.ground.messages import Messages

    Params = Callable[[Messages], list[click.Parameter]]
    """What makes the parameters of a command in a language."""
    Entry = tuple[str, Callable[..., int], Params]
    """A command in the table: its name, what it does, and its parameters in a language."""

FORMATS = ("text", "json")


def option(words: Messages, name: str, **settings: Any) -> click.Option:  # noqa: ANN401 - click's
    """Return an option; its help is `cli.option.` and its name, or what `said` says."""
    key = settings.pop("said", name.split("/", maxsplit=1)[0].strip("-"))
    return click.Option([name], help=words.text(f"cli.option.{key}"), **settings)


def shared(words: Messages) -> list[click.Parameter]:
    """Return the options of all commands."""
    folder = click.Path(path_type=Path, file_okay=False, exists=True)
    return [
        option(words, "--root", type=folder, metavar="DIR"),
        option(words, "--as-of", type=Day(), metavar="YYYY-MM-DD"),
        option(words, "--lang", type=click.Choice(LANGUAGES), metavar="|".join(LANGUAGES)),
    ]


def form_option(words: Messages, *forms: str) -> click.Option:
    """Return the option for the form of the output."""
    names = forms or FORMATS
    choice = click.Choice(names)
    return option(words, "--format", type=choice, default="text", metavar="|".join(names))


def known_option(words: Messages) -> click.Option:
    """Return the option for what a command goes by."""
    from dispatch.front import past  # noqa: PLC0415 - where it is used

    choice = click.Choice(past.KNOWN)
    return option(words, "--known", type=choice, default="now", metavar="|".join(past.KNOWN))


def desk_of(given: dict[str, Any], *, rootless: bool = False) -> Desk:
    """Return the desk that the shared options ask for, and take these out of what is given."""
    from dispatch.front.desk import Desk  # noqa: PLC0415 - the same

    stated, day, _ = (given.pop(name) for name in ("root", "as_of", "lang"))
    start = (stated or Path()).resolve()
    try:
        root = pipeline.find_root(start, stated=stated is not None)
    except RootNotFoundError:
        if not rootless:
            raise
        root = start
    zone = pipeline.site_setting(root, "timezone")
    messages = click.get_current_context().find_root().obj
    return Desk(root=root, day=day or today_in(zone), messages=messages, terminal=terminal())
