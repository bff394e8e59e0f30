"""Single sheets on demand: other paper, large print, another layout, or pictures to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.front import handing
from dispatch.front import pipeline
from dispatch.front import printing
from dispatch.front import rounding
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import say
from dispatch.front.desk import shown
from dispatch.ground.diagnostics import by_gravity
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from dispatch.front.desk import Desk
    from dispatch.front.printing import Setter
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ledger.account import Account
    from dispatch.model.board import Board
    from dispatch.model.paper import SheetChoice
    from dispatch.planning.plan.paper import Press
    from dispatch.planning.views.sheets import SheetView
    from dispatch.rendering.artifact import Artifact

FOLDER, BOARDS = "single", "boards"
"""Below `print/`."""
PPI = 110
"""Pixels an inch of a picture to look at: a page fills a screen of the usual height."""


class NothingToPrintError(DispatchError):
    """Neither an entry nor a board is named."""

    key = "nothing-to-print"


class NotForBoardError(DispatchError):
    """An entry is printed for a board that it is not for."""

    key = "not-printed-for"


def print_single(
    desk: Desk,
    names: Sequence[str],
    *,
    board: str | None,
    choice: SheetChoice,
    preview: bool,
) -> int:
    """Write the sheets of entries as PDF, or as pictures; all that hangs on a board without names.

    What is written lies in `print/single/`; the sheets that builds make are left as they are.
    """
    if not names and not board:
        raise NothingToPrintError
    account = rounding.account_in_order(desk)
    if account is None:
        return FAULTY
    press = replace(rounding.press_for(account, desk), choice=choice)
    where = rounding.board_of(desk, account.site, board) if board else None
    setter = pipeline.setter(desk.root, account.site.config)
    views = tuple(_views(desk, press, account, names, where))
    if not views:
        say(desk, "cli.print.nothing")
    files, found = _set(setter, account, views, preview=preview)
    if found:
        desk.terminal.err(shown(desk, by_gravity(dict.fromkeys(found))))
        return FAULTY
    handing.hand(desk, files, FOLDER)
    if where and not names:
        return _board_papers(desk, press, where, setter)
    return GOOD


def _board_papers(desk: Desk, press: Press, board: Board, setter: Setter) -> int:
    """Write the drawing and the index of a board, in one PDF."""
    from dispatch.planning.walls import board_index  # noqa: PLC0415 - where it is used
    from dispatch.planning.walls import board_plan  # noqa: PLC0415
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415
    from dispatch.rendering.sheets import papers  # noqa: PLC0415

    reckoned, _ = rounding.reckon(press, board, setter)
    view, how = reckoned.view, reckoned.how
    index = (papers.INDEX, papers.index_data(board_index(view, how)))
    plan = papers.plan_data(board_plan(view, board, how))
    name = f"{board.id}-{view.day}"
    pdf, faults = setter.sheets.document(
        papers.PLAN, plan, name=name, day=view.day, papers=(index,)
    )
    if faults:
        desk.terminal.err(shown(desk, [handing.missing(reckoned.site, each) for each in faults]))
        return FAULTY
    handing.hand(desk, (Artifact(path=f"{name}.pdf", content=pdf),), BOARDS)
    return GOOD


def _views(
    desk: Desk, press: Press, account: Account, names: Sequence[str], board: Board | None
) -> Iterator[SheetView]:
    from dispatch.planning.plan.paper import boards_of  # noqa: PLC0415 - where it is used
    from dispatch.planning.plan.paper import sheet_for  # noqa: PLC0415

    wall = press.walls[board.id] if board else ()
    entries = [rounding.entry_of(desk, account, name) for name in names]
    for entry in entries or [each.entry for each in wall if each.due]:
        meant = boards_of(account.index, entry)
        if board and board not in meant:
            raise NotForBoardError(entry=entry.id, board=board.name)
        first = board or (meant[0] if meant else None)
        view = sheet_for(press, entry, first)
        yield replace(view, name=_name(view, board))


def _name(view: SheetView, board: Board | None) -> str:
    """Return a name that says what is asked for."""
    parts = [view.id, *((board.id,) if board else ()), view.layout, view.paper]
    return "-".join((*parts, *(("large",) if view.large else ())))


def _set(
    setter: Setter, account: Account, views: Sequence[SheetView], *, preview: bool
) -> tuple[tuple[Artifact, ...], tuple[Diagnostic, ...]]:
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415

    files: list[Artifact] = []
    found: list[Diagnostic] = []
    for view in views:
        made = setter.sheet(view)
        found.extend(printing.faults_of(account.site, view, made))
        if preview:
            pages = setter.sheets.png(view, ppi=PPI)
            files += [
                Artifact(path=f"{view.name}-{number}.png", content=page)
                for number, page in enumerate(pages, start=1)
            ]
        else:
            files.append(Artifact(path=f"{view.name}.pdf", content=made.content))
    return tuple(files), tuple(found)
