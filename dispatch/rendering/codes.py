"""QR codes, as modules for sheets and as inline SVG for pages: the only door to `segno`.

Error level M: a code still reads with about a seventh of it gone, and stays small enough for the
foot of a sheet. The same text always gives the same code.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "m"
QUIET = 4
"""Light modules around a code that a reader needs (ISO/IEC 18004)."""


def matrix(text: str) -> tuple[str, ...]:
    """Return the rows of the code of a text, `1` for a dark module, without the quiet zone."""
    code = segno.make(text, error=LEVEL, micro=False, boost_error=False, encoding="utf-8")
    return tuple("".join("1" if module else "0" for module in row) for row in code.matrix)


def svg(text: str, *, title: str, scale: int = 4) -> str:
    """Return the code as SVG to stand inside a page, with a title; `scale` is pixels a module."""
    rows = matrix(text)
    side = len(rows) + 2 * QUIET
    path = "".join(_strokes(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{side * scale}" '
        f'height="{side * scale}" viewBox="0 0 {side} {side}">'
        f"<title>{escape(title)}</title>"
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def _strokes(rows: tuple[str, ...]) -> Iterator[str]:
    """Yield a rectangle for each run of dark modules in a row."""
    for top, row in enumerate(rows, start=QUIET):
        left = QUIET
        for module, run in groupby(row):
            width = len(tuple(run))
            if module == "1":
                yield f"M{left} {top}h{width}v1h-{width}z"
            left += width
