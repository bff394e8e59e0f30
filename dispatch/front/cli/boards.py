"""The commands of boards and of paper: the round, sheets, certificates, and what was done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import click

from dispatch.front.cli.days import Day
from dispatch.front.cli.options import desk_of
from dispatch.front.cli.options import form_option
from dispatch.front.cli.options import known_option
from dispatch.front.cli.options import option
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from dispatch.front.cli.options import Entry
    from dispatch.front.desk import Desk
    from dispatch.front.keeping import Act
    from dispatch.ground.messages import Messages


class PhotoUnreadableError(DispatchError):
    """A picture that cannot be read from where it is said to be."""

    key = "photo-unreadable"


def _act_params(words: Messages) -> list[click.Parameter]:
    return [
        click.Argument(["entry"], metavar="ENTRY"),
        click.Argument(["board"], metavar="BOARD"),
        option(words, "--on", type=Day(), metavar="YYYY-MM-DD", said="act-on"),
        option(words, "--by", metavar="PERSON", said="act-by"),
    ]


def _posted_params(words: Messages) -> list[click.Parameter]:
    return [*_act_params(words), option(words, "--slot", metavar="3-2"), _photo(words)]


def _inspected_params(words: Messages) -> list[click.Parameter]:
    states = "legible|damaged|missing|TEXT"
    state = option(words, "--state", metavar=states, required=True)
    return [*_act_params(words), state, _photo(words)]


def _photo(words: Messages) -> click.Option:
    file = click.Path(path_type=Path, exists=True, dir_okay=False)
    return option(words, "--photo", type=file, metavar="FILE")


def _posted(**given: Any) -> int:  # noqa: ANN401 - click's
    from dispatch.front.keeping import PutUp  # noqa: PLC0415 - heavy floors where they are used

    desk = desk_of(given)
    return _post(desk, PutUp(**given | {"photo": _read(given["photo"])}))


def _inspected(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front.keeping import LookedAt  # noqa: PLC0415 - the same

    desk = desk_of(given)
    return _post(desk, LookedAt(**given | {"photo": _read(given["photo"])}))


def _taken_down(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front.keeping import TakenDown  # noqa: PLC0415 - the same

    desk = desk_of(given)
    return _post(desk, TakenDown(**given))


def _read(photo: Path | None) -> bytes | None:
    """Return the bytes of a picture, no more of them than would be taken."""
    from dispatch.reading.inspection.photographs import HEAVIEST  # noqa: PLC0415 - rare

    if photo is None:
        return None
    try:
        with photo.open("rb") as file:
            return file.read(HEAVIEST + 1)
    except OSError as error:
        raise PhotoUnreadableError(path=photo, reason=error.strerror) from error


def _post(desk: Desk, act: Act) -> int:
    from dispatch.front import keeping  # noqa: PLC0415 - the same
    from dispatch.ground.personal import covered  # noqa: PLC0415

    for kept in keeping.post(desk, [act]):
        for told in keeping.sentences(desk, kept):
            desk.terminal.out(covered(told) + "\n")
        desk.terminal.out(desk.messages.text("records.done.file", path=kept.path) + "\n")
    return 0


def _round_params(words: Messages) -> list[click.Parameter]:
    return [
        click.Argument(["board"], metavar="BOARD"),
        option(words, "--since", type=Day(), metavar="YYYY-MM-DD"),
        option(words, "--all", is_flag=True),
        option(words, "--done", is_flag=True),
        option(words, "--by", metavar="PERSON", said="act-by"),
        form_option(words),
    ]


def _round(**given: Any) -> int:  # noqa: ANN401 - click's
    from dispatch.front import rounding  # noqa: PLC0415 - heavy floors only where they are used

    desk, asked = desk_of(given), given["format"]
    if given["done"]:
        return rounding.carry_out(desk, given["board"], by=given["by"])
    since, everything = given["since"], given["all"]
    return rounding.tell_round(desk, given["board"], since=since, everything=everything, form=asked)


def _certificate_params(words: Messages) -> list[click.Parameter]:
    return [click.Argument(["entry"], metavar="ENTRY"), known_option(words)]


def _certificate(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import certifying  # noqa: PLC0415 - the same
    from dispatch.front import past  # noqa: PLC0415

    home = desk_of(given)
    with past.desk_known(home, given["known"]) as desk:
        return certifying.certify(desk, given["entry"], home=home.root)


def _print_params(words: Messages) -> list[click.Parameter]:
    from dispatch.model.paper import MILLIMETRES  # noqa: PLC0415 - the same

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


COMMANDS: tuple[Entry, ...] = (
    ("round", _round, _round_params),
    ("print", _print, _print_params),
    ("certificate", _certificate, _certificate_params),
    ("posted", _posted, _posted_params),
    ("inspected", _inspected, _inspected_params),
    ("taken-down", _taken_down, _act_params),
)
