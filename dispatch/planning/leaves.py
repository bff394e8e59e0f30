"""A long list in pages: where each of them is, and what stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

Row = TypeVar("Row")


def leaves(path: str, rows: Sequence[Row], size: int) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Yield the path and the rows of each page; the first is at a path, the others in its folders.

    There is one page at least.
    """
    for place, start in enumerate(range(0, max(len(rows), 1), size), start=1):
        yield f"{path}{place}/" if place > 1 else path, tuple(rows[start : start + size])
