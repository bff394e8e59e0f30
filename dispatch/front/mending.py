"""`check --fix`: what can be put right without harm, shown first, then written whole or not at all.

What is shown may be kept in a log, so the side that goes shows blocks where the number stands.
Attachments are never changed: a cleaned copy is laid beside each that can be cleaned, and what is
still to be seen to in the copy is said.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dispatch.front import pipeline
from dispatch.front import reporters
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import say
from dispatch.front.desk import shown
from dispatch.ground import files
from dispatch.ground.diagnostics import within
from dispatch.ground.edits import Edit
from dispatch.ground.edits import apart
from dispatch.ground.edits import edited
from dispatch.ground.personal import covered
from dispatch.ground.personal import number_hits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.front.desk import Desk
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.model.site import Site

BLOCK = "▇"
CLEANED = ".cleaned"
"""What stands before the ending of the name of a cleaned copy."""
UNFIT = frozenset(("encrypted", "damaged", "too-large", "too-slow"))
"""What keeps an attachment from being cleaned."""
LARGEST = 20_000_000
"""The most bytes of an attachment of which a copy is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A file that is written: its bytes, and how it differs, as it may be shown."""

    path: str
    content: bytes
    count: int
    diff: str


def mend(desk: Desk, paths: tuple[str, ...], *, yes: bool) -> int:
    """Show what can be put right, ask, write it, and say what is left."""
    seen = pipeline.examine(desk.root, desk.day)
    found = within(seen.found, paths)
    changes = (*_changes(desk, found), *_copies(desk, seen, found))
    for each in changes:
        desk.terminal.out(each.diff)
    if not changes:
        say(desk, "cli.fix.nothing")
    elif not yes and not desk.terminal.ask(desk.messages.text("cli.fix.ask", count=len(changes))):
        say(desk, "cli.fix.left")
        return FAULTY
    _write(desk, changes)
    left = within(pipeline.examine(desk.root, desk.day).found, paths)
    desk.terminal.out(shown(desk, left))
    desk.terminal.out(reporters.count(left, desk.messages) + "\n")
    return FAULTY if pipeline.refuses(left, strict=False) else GOOD


def _write(desk: Desk, changes: Iterable[Change]) -> None:
    from dispatch.publishing.single import write_file  # noqa: PLC0415 - only where it is used

    for each in changes:
        write_file(desk.root / each.path, each.content)
        say(desk, "cli.fix.written", path=covered(each.path), count=each.count)


def _changes(desk: Desk, found: Iterable[Diagnostic]) -> Iterator[Change]:
    edits = apart(each.fix for each in found if each.fix)
    for path, group in groupby(edits, key=lambda each: each.path):
        data = files.read_bytes(desk.root, path)
        if isinstance(data, bytes):
            yield _change(path, path, data, tuple(group))


def _change(path: str, target: str, data: bytes, edits: tuple[Edit, ...]) -> Change:
    content = edited(data, edits)
    before, after = _text(edited(data, map(_blocked, edits))), _text(content)
    names = (covered(path), covered(target))
    lines = difflib.unified_diff(before, after, *names, lineterm="", n=0)
    diff = "".join(f"{covered(line)}\n" for line in lines)
    return Change(path=target, content=content, count=len(edits), diff=diff)


def _blocked(edit: Edit) -> Edit:
    """Return an edit that puts a block for each character that goes."""
    return Edit(edit.path, edit.start, edit.end, BLOCK * (edit.end - edit.start))


def _text(data: bytes) -> list[str]:
    return data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")


def _copies(desk: Desk, seen: pipeline.Examined, found: Iterable[Diagnostic]) -> Iterator[Change]:
    """Return cleaned copies of the attachments in which something was found."""
    if seen.account is None:
        return
    listed = {value for each in found for key, value in each.params if key == "file"}
    for path in sorted(listed & set(seen.account.site.attachments)):
        change = _copy(desk, seen.account.site, path) or _clean_copy(desk, seen.account.site, path)
        if change:
            yield change


def _copy(desk: Desk, site: Site, name: str) -> Change | None:
    from dispatch.rules.exposure import masks_of  # noqa: PLC0415 - the same

    path = f"content/{name}"
    data = files.read_bytes(desk.root, path, limit=LARGEST)
    target = _target(path)
    source = files.source_of(path, data)[0] if isinstance(data, bytes) else None
    if source is None or not isinstance(data, bytes) or (desk.root / target).exists():
        return None
    hits = number_hits(source.text, masks_of(site.config.privacy))
    edits = apart(Edit(path, hit.start, hit.end, hit.masked) for hit in hits)
    return _change(path, target, data, edits) if edits else None


def _clean_copy(desk: Desk, site: Site, name: str) -> Change | None:
    """Return a cleaned copy of a document or picture: what was done, and what is left to do."""
    from dispatch.reading.inspection.cleaning import cleaned  # noqa: PLC0415 - the same
    from dispatch.reading.inspection.crew import inspect_files  # noqa: PLC0415 - heavy, and rare
    from dispatch.rules.exposure import masks_of  # noqa: PLC0415 - the same

    path = f"content/{name}"
    target = _target(path)
    data = files.read_bytes(desk.root, path, limit=LARGEST)
    if not isinstance(data, bytes) or (desk.root / target).exists():
        return None
    bounded = UNFIT.isdisjoint(inspect_files([site.attachments[name]])[name].obstacles)
    made = cleaned(data, masks_of(site.config.privacy)) if bounded else None
    if made is None:
        return None
    lines = [desk.messages.text("cli.fix.copy", path=covered(target), count=made.covered)]
    lines += (desk.messages.text(f"cli.fix.removed.{each}") for each in made.removed)
    lines += _left(desk, made.content, PurePosixPath(name).name)
    diff = "\n  ".join(lines) + "\n"
    return Change(path=target, content=made.content, count=made.covered, diff=diff)


def _target(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(CLEANED + PurePosixPath(path).suffix))


def _left(desk: Desk, content: bytes, name: str) -> Iterator[str]:
    """Return what a copy still carries, and what could not be covered in it."""
    from dispatch.reading.inspection import inspect  # noqa: PLC0415 - the same

    inside = inspect(name, content)
    for each in inside.traits:
        yield desk.messages.text(f"cli.fix.carries.{each.kind}", where=covered(each.where))
    hits = [(hit, piece.where) for piece in inside.pieces for hit in number_hits(piece.text)]
    for hit, where in dict.fromkeys(hits):
        yield desk.messages.text("cli.fix.uncovered", value=hit.masked, where=covered(where))
    if hits and content.startswith(b"%PDF"):
        yield desk.messages.text("cli.fix.pages")
