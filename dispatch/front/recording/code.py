"""A QR code on a terminal: two rows of it in one line of half blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.rendering.codes import QUIET
from dispatch.rendering.codes import matrix

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = {"00": " ", "10": "\u2580", "01": "\u2584", "11": "\u2588"}
"""By the upper and the lower module: a blank, the upper half, the lower half, all of it."""


def code_lines(text: str) -> Iterator[str]:
    """Yield the lines of the code of a text, dark on light, with the light border it needs."""
    rows = [f"{'0' * QUIET}{row}{'0' * QUIET}" for row in matrix(text)]
    blank = "0" * len(rows[0])
    rows = [*[blank] * QUIET, *rows, *[blank] * (QUIET + len(rows) % 2)]
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        yield "".join(_BLOCKS[a + b] for a, b in zip(upper, lower, strict=True))
