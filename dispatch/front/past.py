"""The desk of a command as it was: the content of a root as git had it at the end of a day."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.front import pipeline
from dispatch.front.desk import say
from dispatch.reading.history.git import zone_of
from dispatch.reading.history.past import Past
from dispatch.reading.history.past import bring_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.front.desk import Desk

KNOWN = ("now", "then")
"""What a command may go by: the content as it is, or as it was known on the day."""
SCOPES = ("unpushed", "all")
"""Which commits `check --history` looks through."""


@contextmanager
def desk_known(desk: Desk, known: str) -> Iterator[Desk]:
    """Return the desk that `--known` asks for: `then` or `now`."""
    if known == "now":
        yield desk
    else:
        with desk_then(desk) as past:
            yield past


@contextmanager
def desk_then(desk: Desk) -> Iterator[Desk]:
    """Return the desk over what was committed by the end of its day, and say which commit it is.

    What was known is of then, how it is set is of now: layouts are the root's present ones. Where
    git knows nothing of that day it says so, and the desk is the one of now. The folder is gone
    afterwards.
    """
    zone = zone_of(pipeline.site_setting(desk.root, "timezone"))
    with tempfile.TemporaryDirectory(prefix="dispatch-") as folder:
        root = Path(folder)
        found = bring_back(desk.root, desk.day, zone, into=root)
        if isinstance(found, Past):
            say(desk, "past.then", day=desk.day, commit=found.commit[:10], made=found.day)
            if (desk.root / "layouts").is_dir():
                (root / "layouts").symlink_to(desk.root / "layouts", target_is_directory=True)
            yield replace(desk, root=root)
            return
        variant = "shallow" if found.shallow else "since" if found.since else "none"
        say(desk, f"past.{variant}", day=desk.day, since=found.since)
        yield desk
