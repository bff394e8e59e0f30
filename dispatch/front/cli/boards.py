"""The commands of boards and of paper."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

import click

from dispatch.front import past
from dispatch.front.cli.days import Day
from dispatch.front.cli.options import desk_of
from dispatch.front.cli.options import form
from dispatch.front.cli.options import known_option
from dispatch.front.cli.options import option
from dispatch.model.paper import MILLIMETRES

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispatch.ground.messages import Messages


def _round_params(words: Messages) -> list[click.Parameter]:
    return [
        click.Argument(["board"], metavar="BOARD"),
        option(words, "--since", type=Day(), metavar="YYYY-MM-DD"),
        option(words, "--all", is_flag=True),
        form(words),
    ]


def _round(**given: Any) -> int:  # noqa: ANN401 - click's
    from dispatch.front import rounding  # noqa: PLC0415 - heavy floors only where they are used

    desk, asked = desk_of(given), given["format"]
    since, everything = given["since"], given["all"]
    return rounding.tell_round(desk, given["board"], since=since, everything=everything, form=asked)


def _certificate_params(words: Messages) -> list[click.Parameter]:
    return [click.Argument(["entry"], metavar="ENTRY"), known_option(words)]


def _certificate(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import certifying  # noqa: PLC0415 - the same

    home = desk_of(given)
    with past.desk_known(home, given["known"]) as desk:
        return certifying.certify(desk, given["entry"], home=home.root)


def _print_params(words: Messages) -> list[click.Parameter]:
    sizes = tuple(MILLIMETRES)
    return [
        click.Argument(["entries"], nargs=-1, metavar="[ENTRY]..."),
        option(words, "--board", metavar="BOARD"),
        option(words, "--layout", metavar="NAME"),
        option(words, "--size", type=click.Choice(sizes), metavar="|".join(sizes)),
        option(words, "--large", is_flag=True),
        option(words, "--preview", is_flag=True),
    ]


def _print(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import leafing  # noqa: PLC0415 - the same
    from dispatch.model.paper import SheetChoice  # noqa: PLC0415

    desk = desk_of(given)
    large = given["large"] or None
    choice = SheetChoice(layout=given["layout"], size=given["size"], large=large)
    return leafing.print_single(
        desk, given["entries"], board=given["board"], choice=choice, preview=given["preview"]
    )


COMMANDS: tuple[tuple[str, Callable[..., int], Callable[[Messages], list[click.Parameter]]], ...]
COMMANDS = (
    ("round", _round, _round_params),
    ("print", _print, _print_params),
    ("certificate", _certificate, _certificate_params),
)
