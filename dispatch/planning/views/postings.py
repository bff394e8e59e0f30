"""张贴: where and when the sheet of an entry really hung, as far as society may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.planning.views import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingView:
    """A sheet on a board, from when it was put up to when it was taken down."""

    board: Link
    up: date
    down: date | None
    slot: str = ""
    """Where it hangs: the column from the left and the row from the top, as 3-2."""
    edition: int | None = None
    digest: str = ""
    """Of its words, as it is printed at its foot."""
