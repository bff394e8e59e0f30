"""Pictures without what they carry along: every pixel stays as it is, nothing is packed anew."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from warnings import catch_warnings
from warnings import simplefilter

from dispatch.reading.inspection.base import ObstacleError
from dispatch.reading.inspection.cleaning.base import Cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
# fmt: off
SHOWN = frozenset((
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT", b"cICP",
))
# fmt: on
"""The parts of a PNG that decide how it looks."""
STANDING = frozenset((*range(0xD0, 0xD8), 0x01))
"""Marks of a JPEG that stand alone."""
FILL, END, SCAN, EXIF = 0xFF, 0xD9, 0xDA, 0xE1
CARRIED = frozenset((*range(0xE0, 0xF0), 0xFE))
"""Parts of a JPEG for programs, and notes."""
ORIENTATION = 0x0112


def clean_png(content: bytes) -> Cleaned:
    """Return a PNG with those parts only that decide how it looks."""
    kept, at = [PNG], len(PNG)
    while at + 12 <= len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + size
        if end > len(content):
            break
        if kind in SHOWN:
            kept.append(content[at:end])
        at = end
        if kind == b"IEND":
            return _cleaned(b"".join(kept))
    raise ObstacleError("damaged")


def clean_jpeg(content: bytes) -> Cleaned:
    """Return a JPEG without Exif, XMP, notes and what lies behind its end; its turn stays."""
    kept = [content[:2]]
    for mark, part in _segments(content):
        if mark == EXIF:
            kept.append(_turn(part))
        elif mark not in CARRIED or _is_shown(mark, part):
            kept.append(part)
    return _cleaned(b"".join(kept))


def _cleaned(content: bytes) -> Cleaned:
    return Cleaned(content=content, removed=("position",))


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Return the parts of a JPEG, each with its mark; what follows a scan is of its part."""
    at = 2
    while at + 4 <= len(content) or content[at : at + 2] == b"\xff\xd9":
        mark = content[at + 1]
        if content[at] != FILL:
            break
        if mark == END:
            yield mark, content[at : at + 2]
            return
        if mark == FILL:
            at += 1
            continue
        end = at + 2 if mark in STANDING else at + 2 + int.from_bytes(content[at + 2 : at + 4])
        end = _end_of_scan(content, end) if mark == SCAN else end
        yield mark, content[at:end]
        at = end
    raise ObstacleError("damaged")


def _end_of_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] and content[at + 1] not in STANDING and content[at + 1] != FILL:
            return at
        at += 1 if content[at + 1] == FILL else 2
    raise ObstacleError("damaged")


def _is_shown(mark: int, part: bytes) -> bool:
    """Whether a part for programs decides how the picture looks: size, colours."""
    says = part[4:]
    known = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
    return mark in known and says.startswith(known[mark])


def _turn(part: bytes) -> bytes:
    """Return a part that says nothing but how the picture is turned; empty where it is not."""
    from PIL.Image import Exif  # noqa: PLC0415 - only where there are pictures

    exif = Exif()
    try:
        with catch_warnings():
            simplefilter("ignore")
            exif.load(part[4:])
            turn = exif.get(ORIENTATION, 1)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return b""
    if turn not in range(2, 9):
        return b""
    bare = Exif()
    bare[ORIENTATION] = turn
    data = bare.tobytes()
    said = data if data.startswith(b"Exif\0\0") else b"Exif\0\0" + data
    return b"\xff\xe1" + (len(said) + 2).to_bytes(2) + said
