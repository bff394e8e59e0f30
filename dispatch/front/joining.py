"""Parts that several jobs have made, opened for the build that joins them.

That is a build like any other: it reads all, checks all and makes all, save what a part has made
from the very same. So it comes to what it would come to without parts, whatever they lack.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from dispatch.front import unchanged
from dispatch.ground import files
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.errors import DispatchError
from dispatch.publishing import cache
from dispatch.publishing.parts import Parts
from dispatch.publishing.parts import open_part
from dispatch.reading import attachments
from dispatch.reading import organisation
from dispatch.reading.history import git

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dispatch.front.building import Request
    from dispatch.front.desk import Desk

UNITS = "units/"
"""How the name of a unit begins where a part is asked for it."""


class PartDiffersError(DispatchError):
    """A part was made from something else than what is to be joined."""

    key = "part-differs"


def setting_of(request: Request) -> dict[str, str]:
    """Return by name what a part is made from; two are of one build if these are the same."""
    root, language = request.root, request.messages.language
    options = [language, "--no-sheets" if request.printed is None else "--sheets"]
    options += ["--integrity"] if request.how.integrity else []
    return {
        "code": cache.code(),
        "day": str(request.day),
        "commit": (git.answer(root, "rev-parse", "--is-shallow-repository", "HEAD") or "").strip(),
        "options": " ".join(options),
        "settings": unchanged.setting_of(root, ()),
        "content": _content_of(root),
    }


def _content_of(root: Path) -> str:
    found = sha256()
    for path in files.walk(root, "content")[0]:
        content = files.read_bytes(root, path, limit=attachments.SIZE_LIMIT)
        told = b"" if isinstance(content, Diagnostic) else content
        found.update(f"{path}\0{sha256(told).hexdigest()}\0".encode())
    return found.hexdigest()


def opened(desk: Desk, request: Request, folders: Sequence[Path]) -> Parts:
    """Return the parts in folders, all made from what this request is to be made from."""
    ours = setting_of(request)
    parts = [open_part(folder) for folder in folders]
    for part in parts:
        for name, value in ours.items():
            if (theirs := part.setting.get(name, "")) != value:
                said = {"theirs": _short(theirs), "ours": _short(value)}
                what = desk.messages.text(f"cli.part.{name}", **said)
                raise PartDiffersError(path=part.folder, what=what)
    return Parts(parts)


def _short(value: str) -> str:
    """Return as much of a value as a person tells two of them apart by."""
    return value.replace("\n", " ")[:40]


def unasked(desk: Desk, parts: Parts) -> tuple[str, ...]:
    """Return the units that no part was asked for."""
    read = organisation.read(desk.root)[0]
    names = (f"{UNITS}{unit.id}" for unit in read.units) if read else ()
    return tuple(name for name in names if name not in parts.units)
