"""The rounds of all boards in a build: that everything has its place, and the data for tablets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ledger.account import Account
    from dispatch.ledger.hanging import Hanging
    from dispatch.ledger.index import Index
    from dispatch.model.board import Board
    from dispatch.model.site import Site
    from dispatch.planning.plan import Plan
    from dispatch.planning.plan.paper import Press
    from dispatch.planning.rounds import Made
    from dispatch.planning.rounds import Scene
    from dispatch.planning.views.rounds import RoundView
    from dispatch.publishing.publish import Stage

NAMED = 5
"""How many sheets a finding names."""


def write_rounds(
    plan: Plan, account: Account, known: Mapping[str, Made], *, stage: Stage
) -> tuple[Diagnostic, ...]:
    """Write the round of each board as far as society may know it; return which are too full.

    `known` is what is known of sheets by their names; without sheets there are no rounds.
    """
    from dispatch.planning.rounds import round_view  # noqa: PLC0415 - heavy floors where used
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415
    from dispatch.rendering.rounds import as_json  # noqa: PLC0415

    found: list[Diagnostic] = []
    press = plan.press
    for board in {board.id: board for board in reversed(account.site.boards)}.values():
        made = _made(plan, board, known)
        if not known:
            continue
        whole = round_view(scene_of(press, press.posted, board, made))
        found.extend(too_full(account.site, board, press.walls[board.id], whole.left_out))
        scene = scene_of(press, press.web.index, board, made)
        shown = {each.entry.id for each in scene.wall}
        complete = {row.entry for row in whole.items} <= shown
        view = round_view(replace(scene, complete=complete))
        content = as_json(view if complete else _unplaced(view)).encode()
        stage.write(Artifact(path=f"data/rounds/{board.id}.json", content=content), into="public")
    return tuple(found)


def _unplaced(view: RoundView) -> RoundView:
    """Return a round without places: where a part of a board hangs depends on all of it."""
    rows = tuple(replace(row, slot="") for row in view.items)
    return replace(view, items=rows, boxes=(), bands=(), used=0, left_out=())


def _made(plan: Plan, board: Board, known: Mapping[str, Made]) -> Mapping[str, Made]:
    """Return what is known of the sheets of a board, by id of the entry."""
    return {
        entry: known[name]
        for (at, entry), name in plan.hung.items()
        if at == board.id and name in known
    }


def scene_of(
    press: Press,
    index: Index,
    board: Board,
    made: Mapping[str, Made],
) -> Scene:
    """Return what the round of a board is made from, as it is by the records.

    The index says who looks: that of the web, or that of everything that is out.
    """
    from dispatch.planning import rounds  # noqa: PLC0415
    from dispatch.planning.wording import Print  # noqa: PLC0415

    public = index is press.web.index
    wall = (press.web.walls if public else press.walls)[board.id]
    messages = press.messages
    return rounds.Scene(
        index=index,
        board=board,
        wall=wall,
        made=made,
        former=rounds.by_records(index, wall),
        how=Print(messages=messages, language=messages.language, public=public),
    )


def too_full(
    site: Site, board: Board, wall: Iterable[Hanging], left: Sequence[str]
) -> tuple[Diagnostic, ...]:
    """Return that a board has no place for some sheets, and what could give way to them."""
    from dispatch.ledger.hanging import could_give_way  # noqa: PLC0415

    if not left:
        return ()
    # Where nothing that has a place could go, what has none may.
    could = [each.entry.id for each in could_give_way(wall)]
    free = [name for name in could if name not in left] or could
    found = diagnostic(
        "F015",
        site.place(board.origin, "columns"),
        "wide" if board.rows is None else "default" if free else "held",
        board=board.name,
        columns=board.columns,
        places=board.columns * (board.rows or 0),
        count=len(left),
        left=_named(left),
        free=_named(free),
    )
    return (found,)


def _named(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
