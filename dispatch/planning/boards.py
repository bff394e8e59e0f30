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
    from collections.abc import Mapping

    from dispatch.ledger.index import Index
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.planning.views import EntryRow

PAST = 60
"""How many of those taken down a board still names; the archive has them all."""


def stands(index: Index, entry: Entry) -> bool:
    """Tell whether an entry stands on its boards on the day.

    It does from `posting.from` to `posting.to`; where no last day is stated, as long as it is
    in force.
    """
    if index.state(entry) in GONE or entry.posted_from > index.day:
        return False
    last = entry.posted_to
    return index.in_force(entry) if last is None else index.day <= last


def notice_open(index: Index, entry: Entry) -> bool:
    """Tell whether objections to an entry are being taken on the day."""
    notice = entry.notice
    return (
        notice is not None
        and index.state(entry) not in GONE
        and notice.first <= index.day <= notice.last
    )


def standing(index: Index, board: Board) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return the sections of a board with the entries that stand in each."""
    sections: dict[str, list[Entry]] = {name: [] for name in board.sections}
    for entry in index.by_board.get(board.id, ()):
        if stands(index, entry):
            sections[section_of(index, entry, board)].append(entry)
    return tuple(
        (name, tuple(sorted(entries, key=lambda each: _place(index, each))))
        for name, entries in sections.items()
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


def board_view(index: Index, board: Board, rows: Mapping[str, EntryRow]) -> BoardView:
    """Return a board as it stands, of the entries that have a row."""
    past = (entry for entry in index.by_board.get(board.id, ()) if _was_up(index, entry))
    return BoardView(
        id=board.id,
        path=f"boards/{board.id}/",
        name=board.name,
        place=board.place,
        readers=board.readers.value,
        keeper=index.person(board.keeper),
        restricted=board.readers is not Scope.SOCIETY,
        sections=tuple(
            SectionView(name=name, rows=tuple(rows[entry.id] for entry in entries))
            for name, entries in standing(index, board)
        ),
        past=tuple(rows[entry.id] for entry in islice(past, PAST)),
    )


def _place(index: Index, entry: Entry) -> tuple[bool, int, str]:
    return (not notice_open(index, entry), *newest_first(entry))


def _was_up(index: Index, entry: Entry) -> bool:
    gone = index.state(entry) == "withdrawn" or stands(index, entry)
    return not gone and entry.posted_from <= index.day
