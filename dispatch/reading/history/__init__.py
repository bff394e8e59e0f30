"""What git knows of the content below a root: when it came in, and what it was on a day."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch.reading.history import git
from dispatch.reading.history.states import NOTHING
from dispatch.reading.history.states import Record
from dispatch.reading.history.states import same_entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date
    from datetime import tzinfo
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """When each file below content/ was first committed, in days of the site's time zone.

    The days are those of the commits themselves, not those that their authors give: what is
    committed on a branch and squashed or rebased later came in later.
    """

    first: Mapping[str, date]
    """By path below the root; a renamed file keeps its day, if it is still the same entry's."""
    began: date
    """The day of the first commit: what came in then may be older than the record."""
    shallow: bool
    """Whether the clone is cut off, so that the record may have begun earlier."""
    record: Record = NOTHING
    """What the files held at the ends of days, where that was asked for."""


def read(root: Path, zone: tzinfo) -> History | None:
    """Return the history of the content of a root; none where git knows of none."""
    shallow = git.answer(root, "rev-parse", "--is-shallow-repository")
    if shallow is None:
        return None
    told = git.answer(
        *(root, "log", "--reverse", "--topo-order", "--full-history", "--no-decorate"),
        *("-c", "-M", "-z", "--name-status", "--no-ext-diff", "--no-textconv", "--relative"),
        *("--format=%x01%ct", "--", "content"),
    )
    changes = tuple(_changes(told or "", zone))
    if not changes:
        return None
    return History(
        first=MappingProxyType(_first(changes)),
        began=min(day for day, *_ in changes),
        shallow=shallow.strip() == "true",
    )


def _changes(told: str, zone: tzinfo) -> Iterator[tuple[date, str, str]]:
    """Return day, former path and path of each change, the oldest first."""
    words = iter(told.split("\0"))
    day = None
    for word in words:
        kind = word.lstrip("\n")
        if kind.startswith(git.HEAD):
            day = git.day_of(kind.removeprefix(git.HEAD), zone)
        elif kind and day:
            former = next(words, "")
            # Only a rename that is no merge's has two paths.
            renamed = kind[0] in "RC" and kind[1:].isdigit()
            yield day, former, next(words, "") if renamed else former


def _first(changes: tuple[tuple[date, str, str], ...]) -> dict[str, date]:
    first: dict[str, date] = {}
    for day, former, path in changes:
        since = first.get(former, day) if same_entry(former, path) else day
        first[path] = min(first.get(path, since), since)
    return first
