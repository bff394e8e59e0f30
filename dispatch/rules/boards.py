"""Families F and D, the boards: that a board holds what is to hang there, and is neither bare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ledger.hanging import could_give_way
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ledger.hanging import Hanging
    from dispatch.model.board import Board
    from dispatch.rules.register import Register

SPARSE = "inspection: {web: 60, sheet: 0, sparse: 5}"
BOTH = "item: A-01\nformed: 2026-10-05\npublished: 2026-10-12"
NAMED = 5
"""How many sheets a finding names."""


@rule(
    "F015",
    "board-too-full",
    clause="党务公开栏：固定位置，按长期、定期、及时分栏公开",
    samples=(
        sample(
            board="columns: 1\nrows: 1\npinned: [2026-0001]", other="boards: [hall]\nitem: A-01"
        ),
        sample(
            board="columns: 2\nrows: 1\npinned: [2026-0001]", other="boards: [hall]\nitem: A-01"
        ),
    ),
)
def board_too_full(register: Register) -> Iterator[Finding]:
    """More is to hang on a board than it has places, even if each sheet has one page only.

    Nothing may give way that a law or a period holds there: a running notice, a minimum that is not
    over, a window that the entry states, a standing item. What may is named, the oldest first. How
    many pages a sheet has is known when it is made: `build` and `round` count them.
    """
    for board in register.boards.values():
        due = [each for each in register.walls.get(board.id, ()) if each.due]
        places = board.columns * board.rows if board.rows is not None else len(due)
        if len(due) > places:
            yield too_full(register, board, due, due[places:])


def too_full(register: Register, board: Board, due: list[Hanging], left: list[Hanging]) -> Finding:
    """Return the finding that what is left has no place, and what could give way to it."""
    # Where nothing that has a place could go, what has none may.
    could = could_give_way(due)
    free = [each for each in could if each not in left] or list(could)
    return finding(
        register.at(board.origin, "columns"),
        "default" if free else "held",
        board=board.name,
        columns=board.columns,
        places=board.columns * (board.rows or 0),
        count=len(left),
        left=_named(left),
        free=_named(free),
    )


def _named(sheets: list[Hanging]) -> str:
    more = " …" if len(sheets) > NAMED else ""
    return ", ".join(each.entry.id for each in sheets[:NAMED]) + more


@rule(
    "F016",
    "sections-do-not-fit",
    clause="内容格式 1：boards.yaml、widths",
    samples=(
        sample(board="columns: 6\nwidths: [2, 2]"),
        sample(board="columns: 6\nwidths: [2, 2, 2]"),
    ),
)
def sections_do_not_fit(register: Register) -> Iterator[Finding]:
    """The widths of a board's sections are not one for each section, or more than it has columns.

    Nobody could tell where a section begins, and its sheets would have no place.
    """
    for board in register.boards.values():
        place = register.at(board.origin, "widths")
        sizes = {"board": board.name, "columns": board.columns, "sum": sum(board.widths)}
        if board.widths and len(board.widths) != len(board.sections):
            count = {"widths": len(board.widths), "sections": len(board.sections)}
            yield finding(place, "count", **sizes, **count)
        elif sum(board.widths) > board.columns or 0 in board.widths:
            yield finding(place, "sum", **sizes)
        elif 0 in (board.columns, board.rows):
            yield finding(register.at(board.origin, "columns"), "none", **sizes)


@rule(
    "D005",
    "board-nearly-empty",
    severity=Severity.WARNING,
    clause="公开栏检查：空栏、内容缺失",
    samples=(sample(config=SPARSE, board="columns: 20\nrows: 5"), sample(config=SPARSE)),
)
def board_nearly_empty(register: Register) -> Iterator[Finding]:
    """Next to nothing is to hang on a board.

    Inspectors report boards that stand empty; `inspection.sparse` in config.yaml says below how
    many per cent of its places a board counts as one.
    """
    least = register.site.config.inspection.sparse
    for board in register.boards.values():
        used = sum(each.due for each in register.walls.get(board.id, ()))
        places = board.columns * (board.rows or 0)
        if register.account.index.by_board.get(board.id) and used * 100 < least * places:
            place = register.at(board.origin, "id")
            yield finding(place, board=board.name, used=used, places=places)


RULES = (board_too_full, sections_do_not_fit, board_nearly_empty)
