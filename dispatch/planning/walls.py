"""The papers of a board beside its sheets: its drawing, to hang by, and its index."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dispatch.model.paper import MILLIMETRES
from dispatch.planning.views.sheets import BoardIndex
from dispatch.planning.views.sheets import BoardPlan
from dispatch.planning.views.sheets import IndexRow
from dispatch.planning.views.sheets import IndexSection
from dispatch.planning.views.sheets import PlanBand
from dispatch.planning.views.sheets import PlanBox
from dispatch.planning.wording import day_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.board import Board
    from dispatch.planning.views.rounds import RoundBox
    from dispatch.planning.views.rounds import RoundRow
    from dispatch.planning.views.rounds import RoundView
    from dispatch.planning.wording import Print

MARKED = ("up", "replace")
"""The actions that a drawing marks."""
HEADS = ("entry", "title", "slot", "until")


def board_plan(view: RoundView, board: Board, how: Print) -> BoardPlan:
    """Return the drawing of a board as it is after its round."""
    width, height = MILLIMETRES[board.sheet]
    day = day_text(how, view.day)
    return BoardPlan(
        title=how.say("wall.plan", board=view.name),
        board=view.name,
        place=view.place,
        date=view.day,
        date_text=day,
        language=how.language,
        issuer=view.name,
        columns=view.columns,
        rows=view.rows,
        slot=(width, height),
        bands=tuple(PlanBand(name=name, column=at, width=wide) for name, at, wide in view.bands),
        boxes=tuple(_boxes(view, how)),
        notes=tuple(_notes(view, how)),
    )


def board_index(view: RoundView, how: Print) -> BoardIndex:
    """Return what hangs on a board after its round, by section."""
    hanging = [row for row in view.items if row.action != "down"]
    order = {box.entry: place for place, box in reversed(tuple(enumerate(view.boxes)))}
    hanging.sort(key=lambda row: order.get(row.entry, len(order)))
    return BoardIndex(
        title=how.say("wall.index", board=view.name),
        board=view.name,
        place=view.place,
        date=view.day,
        date_text=day_text(how, view.day),
        language=how.language,
        issuer=view.name,
        head=tuple(how.say(f"wall.head.{key}") for key in HEADS),
        sections=tuple(
            IndexSection(
                name=name,
                rows=tuple(_row(row, how) for row in hanging if row.section == name),
            )
            for name, _, _ in view.bands
        ),
        empty=how.say("wall.empty"),
    )


def _boxes(view: RoundView, how: Print) -> Iterator[PlanBox]:
    """Yield a box for each run of pages of a sheet that hang side by side."""
    rows = {row.entry: row for row in view.items if row.action != "down"}
    for (entry, _), run in groupby(view.boxes, key=_run_of):
        pages = tuple(run)
        row, first = rows.get(entry), pages[0]
        if row is None:
            continue
        mark = how.say(f"wall.mark.{row.action}") if row.action in MARKED else ""
        yield PlanBox(
            number=_short(entry, view),
            title=row.title,
            span=_span(row, how) + _part(first, len(pages), how),
            column=first.column,
            row=first.row,
            width=sum(page.width for page in pages),
            height=max(page.height for page in pages),
            pages=len(pages),
            mark=mark,
        )


def _short(entry: str, view: RoundView) -> str:
    """Return the number of an entry without the year, where it is that of the round."""
    return entry.removeprefix(f"{view.day.year}-")


def _run_of(box: RoundBox) -> tuple[str, tuple[int, int]]:
    """Return what pages that hang in one row, each beside the one before, have in common."""
    return box.entry, (box.row, box.column - (box.page - 1) * box.width)


def _part(first: RoundBox, count: int, how: Print) -> str:
    if count == first.pages:
        return ""
    return how.say("wall.part", first=first.page, last=first.page + count - 1)


def _span(row: RoundRow, how: Print) -> str:
    if row.until is None:
        return how.say("wall.open")
    return how.say("wall.until", day=day_text(how, row.until))


def _notes(view: RoundView, how: Print) -> Iterator[str]:
    yield how.say("wall.marks", up=how.say("wall.mark.up"), replace=how.say("wall.mark.replace"))
    if view.copies > 1:
        yield how.say("wall.copies", copies=view.copies)


def _row(row: RoundRow, how: Print) -> IndexRow:
    mark = how.say(f"wall.mark.{row.action}") if row.action in MARKED else ""
    return IndexRow(cells=(row.entry, row.title, row.slot or "—", _span(row, how)), mark=mark)
