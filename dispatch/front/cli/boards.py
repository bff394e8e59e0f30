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


COMMANDS: tuple[tuple[str, Callable[..., int], Callable[[Messages], list[click.Parameter]]], ...]
COMMANDS = (
    ("round", _round, _round_params),
    ("certificate", _certificate, _certificate_params),
)
