"""What commits add to the content: every version of every file, with the commit it came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ground.errors import DispatchError
from dispatch.reading.history import git
from dispatch.reading.history.past import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from datetime import tzinfo
    from pathlib import Path

_HEAD = "\x01"
_NO_FILE = ("000000", "160000")
"""The modes of what is taken away, and of another repository within this one."""
_OURS = ("--branches", "--tags")


class HistoryUnreadableError(DispatchError):
    """Git does not tell, or does not have, what its commits hold."""

    key = "history-unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A version of a file, where it first came in."""

    blob: str
    """Its name in git, in hex digits."""
    path: str
    """Below the root."""
    commit: str
    """The commit that added it, in hex digits."""
    day: date
    """The day of that commit, in the time zone of the site."""
    pushed: bool
    """Whether a remote has the commit already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that a range of commits adds."""

    commits: int
    """How many commits there are in it."""
    added: tuple[Added, ...]
    """Each version once, the oldest first."""
    shallow: bool
    """Whether the clone is cut off, so that there is more of it."""


def read(root: Path, zone: tzinfo, *, whole: bool) -> Record | None:
    """Return what the commits add that no remote has yet; with `whole`, all that there are.

    None where there is no repository. What stands on any branch or tag of this clone may be pushed.
    """
    shallow = git.answer(root, "rev-parse", "--is-shallow-repository")
    if shallow is None:
        return None
    begun = git.answer(root, "rev-parse", "--verify", "--quiet", "HEAD")
    head = ("HEAD",) if begun else ()
    waiting = (*head, *_OURS, "--not", "--remotes")
    names = (*head, "--all") if whole else waiting
    unpushed = frozenset((git.answer(root, "rev-list", *waiting, "--") or "").split())
    return Record(
        commits=int(git.answer(root, "rev-list", "--count", *names, "--") or 0),
        added=tuple(_once(changes(root, zone, names, unpushed))),
        shallow=shallow.strip() == "true",
    )


def _once(every: Iterator[Added]) -> Iterator[Added]:
    seen: set[str] = set()
    for each in every:
        if each.blob not in seen:
            seen.add(each.blob)
            yield each


def changes(
    root: Path, zone: tzinfo, names: tuple[str, ...], unpushed: frozenset[str]
) -> Iterator[Added]:
    """Return every version that the commits of these names add to the content, the oldest first."""
    # Of a merge, what none of its parents has: the rest came in with them.
    told = git.answer(
        *(root, "log", "--reverse", "--topo-order", "--full-history", "--no-decorate", "-c"),
        *("--raw", "--no-abbrev", "--no-renames", "-z", "--no-ext-diff", "--no-textconv"),
        *("--relative", "--format=%x01%H %ct", *names, "--", *KEPT),
    )
    if told is None:
        raise HistoryUnreadableError(path=root.name)
    words = iter(told.split("\0"))
    commit, moment = "", ""
    for word in words:
        row = word.lstrip("\n")
        if row.startswith(_HEAD):
            commit, moment = row.removeprefix(_HEAD).split()
        elif row.startswith(":") and (blob := _new(row)):
            day = git.day_of(moment, zone)
            # A name need not be UTF-8; it is only shown.
            path = next(words, "").encode("utf-8", "backslashreplace").decode()
            pushed = commit not in unpushed
            yield Added(blob=blob, path=path, commit=commit, day=day, pushed=pushed)
        elif row.startswith(":"):
            next(words, "")


def _new(row: str) -> str:
    """Return the object that a row of a change tells of; empty where it is no file.

    A row has a colon for each parent, then the modes and the objects of the parents and its own.
    """
    facts = row.lstrip(":").split()
    parents = len(row) - len(row.lstrip(":"))
    return "" if facts[parents] in _NO_FILE else facts[2 * parents + 1]
