"""Which characters a font file can show, and whether it may be put into a PDF.

Read from its tables `cmap` and `OS/2` (OpenType 1.9). Only what fonts of this century use is read:
codes of Unicode in the formats 4 and 12, in files of one face.
"""

from __future__ import annotations

import struct
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path


RESTRICTED, NO_SUBSET, BITMAPS = 0x0002, 0x0100, 0x0200
"""Bits of `fsType`: no embedding; not in part; only its pictures."""
USAGE = 0x000E
UNICODE = ((0, None), (3, 1), (3, 10))
"""Platforms and encodings whose codes are those of Unicode; the first with any encoding."""


def embedding(path: Path) -> int:
    """Return the bits by which a font forbids to be put into a file in part; 0 where it does not.

    Where several bits of usage are set, the most generous holds, as old versions of the table say.
    """
    data = path.read_bytes()
    (bits,) = struct.unpack_from(">H", data, table_of(data, b"OS/2") + 8)
    forbidden = int(bits) & (NO_SUBSET | BITMAPS)
    return forbidden | (RESTRICTED if bits & USAGE == RESTRICTED else 0)


def shown(paths: Iterable[Path]) -> frozenset[str]:
    """Return the characters that at least one of the font files has a glyph for."""
    return frozenset(map(chr, chain.from_iterable(map(_codes, paths))))


def _codes(path: Path) -> Iterator[int]:
    data = path.read_bytes()
    start = table_of(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    records = [struct.unpack_from(">HHI", data, start + 4 + 8 * n) for n in range(count)]
    offsets = {
        offset
        for platform, encoding, offset in records
        if (platform, None) in UNICODE or (platform, encoding) in UNICODE
    }
    for offset in sorted(offsets):
        (form,) = struct.unpack_from(">H", data, start + offset)
        if form == 4:  # noqa: PLR2004 (the number of the format)
            yield from _segments(data, start + offset)
        elif form == 12:  # noqa: PLR2004
            yield from _groups(data, start + offset)


def table_of(data: bytes, tag: bytes) -> int:
    """Return where in a file of one face a table begins; a `ValueError` where there is none."""
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if name == tag:
            return int(offset)
    message = f"no table {tag!r}"
    raise ValueError(message)


def _segments(data: bytes, start: int) -> Iterator[int]:
    """Yield the codes of format 4; glyph 0 and the closing segment count as nothing."""
    (double,) = struct.unpack_from(">H", data, start + 6)
    columns = [
        struct.unpack_from(f">{double // 2}{kind}", data, start + 14 + double * n + 2 * (n > 0))
        for n, kind in enumerate("HHhH")
    ]
    offsets_at = start + 16 + 3 * double
    for number, (last, first, delta, offset) in enumerate(zip(*columns, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = offsets_at + 2 * number + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, at)
            if (offset == 0 or glyph) and (glyph + delta) & 0xFFFF:
                yield code


def _groups(data: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", data, start + 12)
    for number in range(count):
        first, last, glyph = struct.unpack_from(">III", data, start + 16 + 12 * number)
        yield from range(first + (glyph == 0), last + 1)
