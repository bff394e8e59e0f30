"""What the pages of the form show, in values that their layouts may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dispatch.front.recording.gate import PATH
from dispatch.ledger.hanging import recorded
from dispatch.ledger.hanging import wall

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.model.record import Posting

STATES = ("legible", "damaged", "missing")
"""How a sheet may be found, where no words of one's own are needed."""
MOST_ROWS = 99
"""Of a board of which nobody says how high it is."""
OTHERS = 30
"""How many entries are offered that are not to hang now: what was forgotten is rarely older."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several values of a field."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCard:
    """A board to choose."""

    name: str
    place: str
    link: str
    hanging: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """An entry on a board."""

    id: str
    title: str
    link: str
    since: date | None
    """Since when it hangs; none where it does not."""
    looked: date | None
    """The day on which it was looked at last."""
    state: str
    """How it was found then, in words."""
    due: bool
    """Whether it is to come down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """A board with its entries."""

    name: str
    place: str
    waiting: tuple[SheetRow, ...]
    hanging: tuple[SheetRow, ...]
    others: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """An entry on a board, and the fields for what is done with it."""

    row: SheetRow
    board: str
    board_name: str
    board_link: str
    action: str
    today: date
    people: tuple[Choice, ...]
    states: tuple[Choice, ...]
    grid: tuple[int, int]
    """Columns and rows of the board."""
    pictured: bool
    """Whether its record has a picture."""
    wanted: bool
    """Whether a picture is asked for."""
    given: Mapping[str, str]
    """What was filled in already."""


def board_link(board: Board) -> str:
    """Return the address of a board's page."""
    return f"{PATH}?{urlencode({'board': board.id})}"


def board_cards(account: Account, words: Messages) -> tuple[BoardCard, ...]:
    """Return all boards, with how much there is to do at each."""
    pages = ((board, board_page(account, board, words)) for board in account.site.boards)
    return tuple(
        BoardCard(
            name=board.name,
            place=board.place,
            link=board_link(board),
            hanging=len(page.hanging),
            waiting=len(page.waiting),
        )
        for board, page in pages
    )


def board_page(account: Account, board: Board, words: Messages) -> BoardPage:
    """Return a board: what waits to be put up, what hangs, and what else there is for it."""
    index, hang = account.index, hanging(account, board)
    entries = [each for each in index.by_board.get(board.id, ()) if each.id not in hang]
    due = _due(account, board)
    waiting = [each for each in entries if each.id in due]
    others = [each for each in entries if each.id not in due][:OTHERS]
    rows = [sheet_row(account, board, record, words) for record in hang.values()]
    return BoardPage(
        name=board.name,
        place=board.place,
        waiting=tuple(_row(board, each) for each in waiting),
        hanging=tuple(sorted(rows, key=lambda row: (not row.due, row.id))),
        others=tuple(_row(board, each) for each in others),
    )


def _due(account: Account, board: Board) -> frozenset[str]:
    """Return the ids of what is to hang on a board on the day."""
    there = wall(account.index, account.calendar, board, recorded(account.index))
    return frozenset(each.entry.id for each in there if each.due)


def hanging(account: Account, board: Board) -> Mapping[str, Posting]:
    """Return the records of what hangs on a board, by entry."""
    open_ones = (each for each in account.site.postings if each.down is None)
    return {each.entry: each for each in open_ones if each.board == board.id}


def sheet_row(account: Account, board: Board, record: Posting, words: Messages) -> SheetRow:
    """Return an entry that hangs."""
    entry = next((each for each in account.site.entries if each.id == record.entry), None)
    last = max(record.inspected, key=lambda look: look.on, default=None)
    return SheetRow(
        id=record.entry,
        title=entry.title if entry else record.entry,
        link=_link(board, record.entry),
        since=record.up.on,
        looked=last.on if last else None,
        state=words.first(f"records.state.{last.state}") or last.state if last else "",
        due=record.entry not in _due(account, board),
    )


def sheet_page(
    account: Account, board: Board, entry: Entry, words: Messages, given: Mapping[str, str]
) -> SheetPage:
    """Return an entry on a board, with fields filled in as they were given."""
    record = hanging(account, board).get(entry.id)
    item = account.site.items.get(entry.item)
    return SheetPage(
        row=sheet_row(account, board, record, words) if record else _row(board, entry),
        board=board.id,
        board_name=board.name,
        board_link=board_link(board),
        action=PATH,
        today=account.day,
        people=tuple(_people(account, given.get("by") or board.keeper)),
        states=tuple(
            Choice(value=name, label=words.text(f"records.state.{name}"), chosen=chosen)
            for name in STATES
            for chosen in [name == (given.get("state") or STATES[0])]
        ),
        grid=(board.columns, board.rows or MOST_ROWS),
        pictured=record is not None and record.photo is not None,
        wanted=bool(item and item.posting and item.posting.photo),
        given={"on": str(account.day), "slot": "", "words": "", "state": STATES[0]} | {**given},
    )


def _people(account: Account, chosen: str | None) -> Iterator[Choice]:
    for each in account.site.organisation.people:
        yield Choice(value=each.id, label=each.name, chosen=each.id == chosen)


def _row(board: Board, entry: Entry) -> SheetRow:
    return SheetRow(
        id=entry.id,
        title=entry.title,
        link=_link(board, entry.id),
        since=None,
        looked=None,
        state="",
        due=False,
    )


def _link(board: Board, entry: str) -> str:
    return f"{board_link(board)}&{urlencode({'entry': entry})}"
