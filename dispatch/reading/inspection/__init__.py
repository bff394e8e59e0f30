"""Attached files, looked into: every text in them, and what they carry that nobody sees.

`inspect` is the door. It goes by what a file is, not by what its name says, and by bounds: a file
may unfold to so many bytes, parts and files in one another, and no further. Whatever could not be
looked at is an obstacle; nothing is taken for clean because it could not be read.

Office documents are searched as the XML that they are, every part of it, rather than through a
library that shows what a reader would see: what leaks is what a reader does not see.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from dispatch.reading.inspection.base import DEPTH
from dispatch.reading.inspection.base import HEAD
from dispatch.reading.inspection.base import Findings
from dispatch.reading.inspection.base import Inspected
from dispatch.reading.inspection.base import Obstacle
from dispatch.reading.inspection.base import ObstacleError
from dispatch.reading.inspection.base import Piece
from dispatch.reading.inspection.base import Trait
from dispatch.reading.inspection.base import TraitKind
from dispatch.reading.inspection.documents import inspect_document
from dispatch.reading.inspection.packages import inspect_package
from dispatch.reading.inspection.pictures import inspect_picture
from dispatch.reading.inspection.texts import inspect_text
from dispatch.reading.inspection.texts import inspect_traces
from dispatch.reading.inspection.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

__all__ = ("Inspected", "Obstacle", "Piece", "Trait", "TraitKind", "inspect", "is_plain")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
ZIP, ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*", b"BM")


def inspect(name: str, content: bytes) -> Inspected:
    """Return what is in a file of that name: its texts, traits, and what kept from looking."""
    found = Findings()
    _inspect(name, content, found, 0)
    return found.inspected()


def is_plain(content: bytes) -> bool:
    """Tell whether a file is text and nothing else, so that looking into it cannot go wrong."""
    return (
        not content.startswith(b"PK")
        and b"%PDF" not in content[:HEAD]
        and bool(text_of(content) is not None)
    )


def _inspect(name: str, content: bytes, found: Findings, depth: int) -> None:
    if depth > DEPTH:
        found.stop("too-large")
        return
    try:
        for inner, inside in _look(name, content, found):
            found.open_member()
            _inspect(f"{name}/{inner}" if depth else inner, inside, found, depth + 1)
    except ObstacleError as error:
        found.stop(error.obstacle)
        if error.obstacle in ("damaged", "unknown"):
            _traces(name, content, found)


def _look(name: str, content: bytes, found: Findings) -> Iterable[tuple[str, bytes]]:
    if content.startswith(b"PK"):
        return inspect_package(content, found)
    if b"%PDF" in content[:HEAD]:
        return chain(inspect_document(content, found), _behind(content, found))
    if content.startswith(OLE):
        found.stop("encrypted" if LOCKED in content else "legacy")
        inspect_traces(name, content, found)
    elif (text := text_of(content)) is not None:
        inspect_text(name, text, found)
    elif content.startswith(PICTURES):
        inspect_traces(name, content, found)
        inspect_picture(name, content, found)
        return _behind(content, found)
    else:
        raise ObstacleError("unknown")
    return ()


def _behind(content: bytes, found: Findings) -> Iterator[tuple[str, bytes]]:
    """Yield a zip that lies behind another file in the same bytes; readers of either see it."""
    start = content.find(ZIP)
    if start > 0 and ZIP_END in content[start:]:
        found.note("embedded", "zip")
        yield "zip", content[start:]


def _traces(name: str, content: bytes, found: Findings) -> None:
    try:
        inspect_traces(name, content, found)
    except ObstacleError as error:
        found.stop(error.obstacle)
