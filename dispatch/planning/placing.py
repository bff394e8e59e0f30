"""Where each sheet hangs on its board: a grid of places, sections side by side, pages in a row.

What hangs stays where it is recorded to hang; the others take the free places of their section in
reading order, and where the sections are not of fixed width any free place. Measures are in places,
columns counted from the left and rows from the top, from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from itertools import product
from math import ceil
from math import prod
from typing import TYPE_CHECKING

from dispatch.model.paper import MILLIMETRES

if TYPE_CHECKING:
    from collections.abc import Container
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from dispatch.model.board import Board

SLACK = 1.0
"""Millimetres that a sheet may be larger than a place and still hang in it."""

Place = tuple[int, int]
"""A column and a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A sheet to be hung."""

    key: str
    """The id of its entry."""
    section: str
    pages: tuple[tuple[float, float], ...]
    """Width and height of each page in millimetres."""
    slot: str = ""
    """Where its first page hangs already, as column-row counted from 1; empty if nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A page in its place."""

    key: str
    page: int
    """Counted from 1."""
    column: int
    row: int
    width: int
    height: int

    @property
    def slot(self) -> str:
        """Its place as it is recorded: column-row, counted from 1."""
        return f"{self.column + 1}-{self.row + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The columns of a section."""

    name: str
    first: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What is free of the columns of a section, or of the board."""

    width: int
    free: dict[Place, None]
    """In reading order; each goes as it is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A board with its sheets in their places."""

    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    """In the order in which the pieces were given; the pages of one follow each other."""
    left_out: tuple[str, ...]
    """The keys of those for which no place is left."""
    rows: int
    used: int
    """How many places are taken."""


def placed(board: Board, pieces: Sequence[Piece]) -> Placed:
    """Return where each sheet hangs; they are given section by section in the order of hanging.

    A board of which nobody says how high it is has as many rows as are needed.
    """
    if board.rows is not None:
        return _placed(board, pieces, board.rows)
    wide = {each.key for each in pieces if _too_wide(board, each)}
    narrow = [each for each in pieces if each.key not in wide]
    needed = ceil(sum(map(prod, _sizes(board, narrow))) / max(1, board.columns))
    rows = max(1, needed, *(_lowest(board, each) for each in narrow))
    while not wide.issuperset((made := _placed(board, pieces, rows)).left_out):
        rows += 1
    return made


def _too_wide(board: Board, piece: Piece) -> bool:
    """Tell whether no row, however long the board, has room for a page of a sheet."""
    widest = min(board.widths, default=board.columns) if board.widths else board.columns
    return any(width > widest for width, _ in _sizes(board, (piece,)))


def _lowest(board: Board, piece: Piece) -> int:
    """Return how many rows a board has at least, for a sheet hangs there already."""
    if not piece.slot:
        return 0
    above = int(piece.slot.partition("-")[2]) - 1
    return above + max((height for _, height in _sizes(board, (piece,))), default=1)


def _placed(board: Board, pieces: Sequence[Piece], rows: int) -> Placed:
    bands = _bands(board, pieces, rows)
    whole = Lane(width=board.columns, free=_reading(0, board.columns, rows))
    lanes = {
        each.name: Lane(width=each.width, free=_reading(each.first, each.width, rows))
        for each in reversed(bands)
    }
    every = (whole, *lanes.values())
    found: dict[str, tuple[Box, ...]] = {}
    for piece in pieces:
        found[piece.key] = _taken(every, _hung(board, piece, whole.free))
    for piece in (each for each in pieces if not found[each.key]):
        own = lanes.get(piece.section, whole)
        tried = (own,) if board.widths else (own, whole)
        found[piece.key] = _taken(every, _fitted(board, piece, tried))
    return Placed(
        bands=bands,
        boxes=tuple(box for piece in pieces for box in found[piece.key]),
        left_out=tuple(piece.key for piece in pieces if not found[piece.key]),
        rows=rows,
        used=board.columns * rows - len(whole.free),
    )


def _taken(lanes: Iterable[Lane], boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """Return boxes; their places are free no more."""
    cells = [cell for box in boxes for cell in _cells(box)]
    for lane in lanes:
        for cell in cells:
            lane.free.pop(cell, None)
    return boxes


def size_of(board: Board, page: tuple[float, float]) -> tuple[int, int]:
    """Return how many places side by side, and one above the other, a page takes."""
    width, height = MILLIMETRES[board.sheet]
    return (
        max(1, ceil((page[0] - SLACK) / width)),
        max(1, ceil((page[1] - SLACK) / height)),
    )


def _sizes(board: Board, pieces: Iterable[Piece]) -> Iterator[tuple[int, int]]:
    return (size_of(board, page) for piece in pieces for page in piece.pages)


def _bands(board: Board, pieces: Iterable[Piece], rows: int) -> tuple[Band, ...]:
    widths = board.widths or _shared(board, pieces, rows)
    starts = accumulate(widths, initial=0)
    return tuple(
        Band(name=name, first=first, width=min(width, max(0, board.columns - first)))
        for name, first, width in zip(board.sections, starts, widths, strict=False)
    )


def _shared(board: Board, pieces: Iterable[Piece], rows: int) -> tuple[int, ...]:
    """Return the columns of each section: as many as it needs, the rest where most is needed."""
    needs = dict.fromkeys(board.sections, 0)
    for piece in pieces:
        taken = sum(map(prod, _sizes(board, (piece,))))
        needs[piece.section] = needs.get(piece.section, 0) + taken
    names = list(needs)[: board.columns]
    widths = {name: max(1, ceil(needs[name] / max(1, rows))) for name in names}
    while sum(widths.values()) > board.columns:
        widest = max(names, key=lambda name: widths[name])
        widths[widest] -= 1
    while sum(widths.values()) < board.columns:
        fullest = max(names, key=lambda name: needs[name] / widths[name])
        widths[fullest] += 1
    return tuple(widths.values())


def _hung(board: Board, piece: Piece, free: Container[Place]) -> tuple[Box, ...]:
    """Return the boxes of a sheet that is recorded to hang, if that can be."""
    if not piece.slot:
        return ()
    column, row = (int(part) - 1 for part in piece.slot.split("-"))
    return _side_by_side(board, piece, free, [(column, row)])


def _fitted(board: Board, piece: Piece, lanes: Iterable[Lane]) -> tuple[Box, ...]:
    """Return the first boxes that are free in the first lane that has room."""
    across = sum(width for width, _ in _sizes(board, (piece,)))
    for lane in lanes:
        row = across <= lane.width and _side_by_side(board, piece, lane.free, lane.free)
        boxes = row or _one_by_one(board, piece, lane.free)
        if boxes:
            return boxes
    return ()


def _reading(first: int, width: int, rows: int) -> dict[Place, None]:
    """Return places row by row, from the left."""
    columns = range(first, first + width)
    return {(column, row): None for row in range(rows) for column in columns}


def _side_by_side(
    board: Board, piece: Piece, free: Container[Place], starts: Iterable[Place]
) -> tuple[Box, ...]:
    """Return the boxes of all pages in a row that begins at the first start that has room."""
    for column, row in starts:
        boxes = tuple(_row(board, piece, column, row))
        if all(cell in free for box in boxes for cell in _cells(box)):
            return boxes
    return ()


def _row(board: Board, piece: Piece, column: int, row: int) -> Iterator[Box]:
    for number, page in enumerate(piece.pages, start=1):
        width, height = size_of(board, page)
        yield Box(key=piece.key, page=number, column=column, row=row, width=width, height=height)
        column += width


def _one_by_one(board: Board, piece: Piece, free: Iterable[Place]) -> tuple[Box, ...]:
    """Return the boxes of all pages in reading order, wherever the next one has room."""
    left, boxes = set(free), list[Box]()
    waiting = iter(free)
    for number, page in enumerate(piece.pages, start=1):
        width, height = size_of(board, page)
        for column, row in waiting:
            box = Box(
                key=piece.key, page=number, column=column, row=row, width=width, height=height
            )
            if left.issuperset(_cells(box)):
                left -= set(_cells(box))
                boxes.append(box)
                break
        else:
            return ()
    return tuple(boxes)


def _cells(box: Box) -> Iterator[Place]:
    return product(range(box.column, box.column + box.width), range(box.row, box.row + box.height))
