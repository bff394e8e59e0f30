"""The sheets of a site: of each entry that is printed, one for each board that wants another."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ledger.index import GONE
from dispatch.planning import sheetviews
from dispatch.planning.blocks import sheet_text
from dispatch.planning.plan.web import stated_of
from dispatch.planning.wording import Print

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.ledger.hanging import Hanging
    from dispatch.ledger.index import Index
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.model.paper import SheetChoice
    from dispatch.planning.plan.web import Stated
    from dispatch.planning.plan.web import Web
    from dispatch.planning.views.sheets import SheetView

    Spans = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """All sheets of a site, and which of them hangs where."""

    sheets: tuple[SheetView, ...] = ()
    """Each once; those for society, and those that only the printer gets."""
    hung: Mapping[tuple[str, str], str]
    """By board and entry, the name of the sheet that is for that board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What sheets are made from: what the web shows is printed as the web knows it."""

    web: Web
    posted: Index
    """Everything that is out, whoever may read it."""
    walls: Mapping[str, tuple[Hanging, ...]]
    stated: Mapping[str, Stated]
    """What public entries say, where that is known already."""
    messages: Messages
    choice: SheetChoice | None = None
    """What goes before the wishes of entries, items and boards."""


def press_of(
    web: Web,
    account: Account,
    messages: Messages,
    stated: Mapping[str, Stated],
    choice: SheetChoice | None = None,
) -> Press:
    """Return what the sheets of a site on a day are made from."""
    return Press(
        web=web,
        posted=account.index,
        walls=account.walls,
        stated=stated,
        messages=messages,
        choice=choice,
    )


def paper_of(press: Press) -> Paper:
    """Return a sheet for every entry that holds or still hangs and has a board."""
    due = frozenset(each.entry.id for wall in press.walls.values() for each in wall if each.due)
    sheets: list[SheetView] = []
    hung: dict[tuple[str, str], str] = {}
    for name, entry in press.posted.entries.items():
        if is_printed(_index(press, name), entry, due):
            for board, sheet in sheets_of(press, entry):
                hung[board, name] = sheet.name
                if not sheets or sheets[-1].name != sheet.name:
                    sheets.append(sheet)
    known = {sheet.name: sheet for sheet in sheets}
    return Paper(sheets=tuple(known.values()), hung=hung)


def sheets_of(press: Press, entry: Entry) -> Iterator[tuple[str, SheetView]]:
    """Yield for each board of an entry its sheet; boards that ask for the same share one.

    The first is named after the entry, another one after the entry and the board.
    """
    made: list[SheetView] = []
    for board in boards_of(press.posted, entry):
        view = sheet_for(press, entry, board)
        same = next((each for each in made if replace(each, name="") == view), None)
        if same is None:
            name = f"{entry.id}-{board.id}" if made else entry.id
            same = replace(view, name=name)
            made.append(same)
        yield board.id, same


def sheet_for(
    press: Press, entry: Entry, board: Board | None, again: Spans | None = None
) -> SheetView:
    """Return the sheet of an entry for one of its boards, or for none; it has no name yet.

    `again` are the spans in which it hung before, where they are not those of the day.
    """
    index = _index(press, entry.id)
    shown = index is not press.posted
    whole = index.entries[entry.id]
    said = (press.stated.get(entry.id) if shown else None) or stated_of(index, whole)
    how = Print(
        messages=press.messages,
        language=press.messages.language,
        public=shown and index.in_force(whole),
        web=shown,
        board=board,
        choice=press.choice,
        again=_again(press, entry, board) if again is None else again,
    )
    norm = press.web.norms[entry.item]
    text = sheet_text(press.messages, whole, said.text.tree, said.elements, kind=norm.row.kind)
    return sheetviews.sheet_view(index, whole, norm, text, how=how)


def boards_of(index: Index, entry: Entry) -> tuple[Board, ...]:
    """Return the boards of an entry that there are."""
    names = dict.fromkeys(index.site.boards_of(entry))
    return tuple(board for board in map(index.site.board, names) if board)


def is_printed(index: Index, entry: Entry, due: frozenset[str]) -> bool:
    """Tell whether there is a sheet of an entry; `due` are the ids of what is to hang."""
    if index.state(entry) in GONE or not boards_of(index, entry):
        return False
    return index.in_force(entry) or entry.id in due


def _index(press: Press, name: str) -> Index:
    """Return the index that knows an entry as its readers do."""
    return press.web.index if name in press.web.index.entries else press.posted


def _again(press: Press, entry: Entry, board: Board | None) -> tuple[tuple[date, date], ...]:
    wall = press.walls.get(board.id, ()) if board else ()
    return next((each.before for each in wall if each.entry.id == entry.id), ())
