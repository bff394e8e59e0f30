"""What a build tells people while it is at work, and what it found."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from dispatch.front.desk import say
from dispatch.front.desk import shown as as_shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence
    from pathlib import Path

    from dispatch.front.desk import Desk
    from dispatch.ground.diagnostics import Diagnostic

SHOWN = 100
"""How many findings a build tells one by one, the gravest first; `check` tells all of them."""
REDRAW = 0.1
"""Seconds between two states of a progress line."""


def tell_gravest(desk: Desk, found: Sequence[Diagnostic]) -> None:
    """Tell what was found, and of how much more there is."""
    desk.terminal.err(as_shown(desk, found[:SHOWN]))
    if len(found) > SHOWN:
        say(desk, "cli.build.more", count=len(found) - SHOWN)


def waiting(desk: Desk) -> Callable[[], None]:
    """Return what tells that another build has to end first."""
    return lambda: say(desk, "cli.waiting")


def below(desk: Desk, folder: Path) -> str:
    """Return a folder as a person calls it: below the root, where it is."""
    inside = folder.is_relative_to(desk.root)
    return f"{folder.relative_to(desk.root) if inside else folder}/"


def progress(desk: Desk) -> Callable[[str, int, int], None]:
    """Return what shows how far a build has come."""
    terminal = desk.terminal
    shown: list[tuple[str, float]] = []

    def report(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        fresh = not shown or shown[-1][0] != stage
        if not fresh and (not terminal.live or (now - shown[-1][1] < REDRAW and done < total)):
            return
        shown[:] = [(stage, now)]
        text = desk.messages.text(f"cli.stage.{stage}")
        if terminal.live:
            terminal.rewrite(f"{text} {done}/{total}" if total else text)
        else:
            terminal.err(text + "\n")

    return report
