"""What stands on each board on a day, in which section, and in which order."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from dispatch.ledger.index import GONE
from dispatch.ledger.index import newest_first
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Phrase
from dispatch.model.catalogue import Standing
from dispatch.model.values import Scope
from dispatch.planning.views import BoardView
from dispatch.planning.views import SectionView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ledger.hanging import Hanging
    from dispatch.ledger.index import Index
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.planning.views import EntryRow

SPOILT = ("damaged", "missing", "破损", "缺失")
"""States in which a sheet was found that is to be printed anew."""
PAST = 60
"""How many of those taken down a board still names; the archive has them all."""


def notice_open(index: Index, entry: Entry) -> bool:
    """Tell whether objections to an entry are being taken on the day."""
    notice = entry.notice
    return (
        notice is not None
        and index.state(entry) not in GONE
        and notice.first <= index.day <= notice.last
    )


def standing(
    index: Index, board: Board, wall: Iterable[Hanging]
) -> tuple[tuple[str, tuple[Hanging, ...]], ...]:
    """Return the sections of a board with what is to hang in each, in the order of hanging.

    First what is pinned, then notices that take objections, then the newest.
    """
    sections: dict[str, list[Hanging]] = {name: [] for name in board.sections}
    for each in wall:
        if each.due:
            sections[section_of(index, each.entry, board)].append(each)
    return tuple(
        (name, tuple(sorted(listed, key=lambda each: _place(index, board, each.entry))))
        for name, listed in sections.items()
    )


def section_of(index: Index, entry: Entry, board: Board) -> str:
    """Return the section of a board that an entry belongs to."""
    item = index.item(entry)
    for name in (entry.section, item.section):
        if name in board.sections:
            return str(name)
    if isinstance(item.limit, Standing):
        wanted = 0
    elif isinstance(item.limit, Periodic) or (isinstance(item.limit, Phrase) and entry.period):
        wanted = 1
    else:
        wanted = 2
    return board.sections[min(wanted, len(board.sections) - 1)]


def board_view(
    index: Index, board: Board, wall: tuple[Hanging, ...], rows: Mapping[str, EntryRow]
) -> BoardView:
    """Return a board as it is to stand."""
    meant = index.by_board.get(board.id, ())
    stands = {each.entry.id for each in wall if each.due}
    past = (entry for entry in meant if entry.id not in stands and _was_up(index, entry))
    return BoardView(
        id=board.id,
        path=f"boards/{board.id}/",
        name=board.name,
        place=board.place,
        readers=board.readers.value,
        keeper=index.person(board.keeper),
        restricted=board.readers is not Scope.SOCIETY,
        sections=tuple(
            SectionView(name=name, rows=tuple(rows[each.entry.id] for each in listed))
            for name, listed in standing(index, board, wall)
        ),
        past=tuple(rows[entry.id] for entry in islice(past, PAST)),
    )


def _place(index: Index, board: Board, entry: Entry) -> tuple[int, bool, int, str]:
    pins = len(board.pinned)
    pin = board.pinned.index(entry.id) if entry.id in board.pinned else pins
    return (pin, not notice_open(index, entry), *newest_first(entry))


def _was_up(index: Index, entry: Entry) -> bool:
    return index.state(entry) != "withdrawn" and entry.posted_from <= index.day
