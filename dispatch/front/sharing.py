"""The commands of a build that is shared out: `build --only`, which makes a part, and `join`."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.front import joining
from dispatch.front import parting
from dispatch.front import reporters
from dispatch.front import telling
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import say
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dispatch.front.building import Request
    from dispatch.front.desk import Desk

NAMED = 6
"""How many units are named; of more there is only told how many."""
PART = "part"
"""Where a part goes unless it is said where, below the root."""


class PartHasNoSiteError(DispatchError):
    """A part is to be made, and an option says something of a site."""

    key = "part-has-no-site"


class PartOfNothingError(DispatchError):
    """A place for a part is named, and not what it is to hold."""

    key = "part-of-nothing"


def check_options(only: Sequence[str], part: Path | None, others: Sequence[str]) -> None:
    """Refuse options that do not go together: of a part, or of a site; `others` are a site's."""
    if only and others:
        raise PartHasNoSiteError(options=", ".join(f"--{name}" for name in others))
    if part is not None and not only:
        raise PartOfNothingError(path=part)


def make(only: Sequence[str], folder: Path, desk: Desk, request: Request) -> int:
    """Make a part of what patterns of names ask for; say what was made or why not."""
    begun, part = time.monotonic(), parting.wanted(desk, only, folder)
    made = parting.make(request, part, telling.progress(desk), telling.waiting(desk))
    telling.tell_gravest(desk, made.found)
    count = reporters.count(made.found, desk.messages)
    if made.refused:
        say(desk, "cli.part.refused", count=count)
        return FAULTY
    text = desk.messages.text(
        "cli.part.made",
        units=_named(desk, part.names),
        pages=made.pages,
        sheets=made.sheets,
        folder=telling.below(desk, folder),
        day=desk.day,
        seconds=f"{time.monotonic() - begun:.1f}",
        count=count,
    )
    desk.terminal.out(desk.terminal.style(text, "good") + "\n")
    return GOOD


def joined(desk: Desk, request: Request, folders: Sequence[Path]) -> Request:
    """Return a request with the parts in folders; say what is in none of them."""
    parts = joining.opened(desk, request, folders)
    if left := joining.unasked(desk, parts):
        say(desk, "cli.join.left", units=_named(desk, left))
    return replace(request, parts=parts)


def _named(desk: Desk, names: Sequence[str]) -> str:
    if len(names) > NAMED:
        return desk.messages.text("cli.part.many", count=len(names))
    return desk.messages.text("cli.count.comma").join(names)
