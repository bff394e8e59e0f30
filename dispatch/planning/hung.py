"""What is on record of the sheets of an entry, without names and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.views import Link
from dispatch.planning.views.postings import PostingView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.ledger.index import Index
    from dispatch.model.record import Posting


def posting_views(index: Index, records: Iterable[Posting]) -> tuple[PostingView, ...]:
    """Return the records of an entry that society may know, the oldest first."""
    ordered = sorted(records, key=lambda each: (each.up.on, each.board))
    return tuple(_posting_view(index, each) for each in ordered)


def _posting_view(index: Index, record: Posting) -> PostingView:
    board = index.site.board(record.board)
    return PostingView(
        board=Link(text=board.name if board else record.board, path=f"boards/{record.board}/"),
        up=record.up.on,
        down=record.down.on if record.down else None,
        slot=record.slot or "",
        edition=record.printed.edition if record.printed else None,
        digest=record.printed.content if record.printed else "",
    )
