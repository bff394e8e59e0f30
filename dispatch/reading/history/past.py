"""The content of a root as it was committed at the end of a day."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.reading.history import git
from dispatch.reading.history.states import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from datetime import tzinfo
    from pathlib import Path

KEPT = ("config.yaml", "content")
"""What is content below a root."""
LARGEST = 50_000_000
"""Bytes of the largest file that is brought back; a greater one is a fault at any time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The commit that held at the end of a day."""

    commit: str
    """Its whole name, in hex digits."""
    day: date
    """The day it was made, in the time zone of the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrecorded:
    """That nothing was committed by the end of the day."""

    since: date | None
    """The day the record begins; none where there is no record at all."""
    shallow: bool
    """Whether the clone is cut off, so that the record may begin earlier."""


def bring_back(root: Path, day: date, zone: tzinfo, *, into: Path) -> Past | Unrecorded:
    """Write the content of the end of a day into an empty folder, and return its commit.

    It is what the branch held: of a merge, only what it brought on its day. Only regular files are
    written, as they were committed, with no filter run.
    """
    rows = _commits(root, zone)
    past = next((each for each in rows if each.day <= day), None)
    if past is None or not _write(root, past.commit, into):
        shallow = (git.answer(root, "rev-parse", "--is-shallow-repository") or "").strip()
        first = min((each.day for each in rows), default=None)
        return Unrecorded(since=first, shallow=shallow == "true")
    return past


def _commits(root: Path, zone: tzinfo) -> list[Past]:
    """Return the commits that changed content, the newest first."""
    found = git.answer(root, "rev-list", "--first-parent", "--timestamp", "HEAD", "--", *KEPT)
    pairs = (line.split() for line in (found or "").splitlines())
    return [Past(commit=name, day=git.day_of(moment, zone)) for moment, name in pairs]


def _write(root: Path, commit: str, into: Path) -> bool:
    """Write the regular files of a commit; tell whether a site's config is among them."""
    blobs = [each for each in _blobs(root, commit) if _is_safe(each[1])]
    with tempfile.TemporaryFile() as listing:
        contents = git.contents(root, (name for name, _ in blobs), listing)
        for (_, path), content in zip(blobs, contents, strict=False):
            target = into / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return (into / "config.yaml").is_file()


def _blobs(root: Path, commit: str) -> Iterator[tuple[str, str]]:
    """Return name and path of each regular file that is not too large."""
    found = git.answer(root, "ls-tree", "-r", "-z", "--long", commit, "--", *KEPT)
    for row in (found or "").split("\0"):
        facts, _, path = row.partition("\t")
        mode, _, name, size = facts.split() if path else ("", "", "", "")
        if mode in PLAIN and int(size) <= LARGEST:
            yield name, path


def _is_safe(path: str) -> bool:
    """Tell whether a path stays below the folder on every system."""
    parts = path.split("/")
    return parts[0] in KEPT and not any(
        part in ("", ".", "..") or part.lower() == ".git" or set(part) & set("\\:\0")
        for part in parts
    )
