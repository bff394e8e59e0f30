"""Which sheet goes up: the edition and the digests of what would be printed now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.front import pipeline
from dispatch.front import rounding
from dispatch.model.record import Printed

if TYPE_CHECKING:
    from dispatch.front.desk import Desk
    from dispatch.ledger.account import Account
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry


def printed_of(desk: Desk, account: Account, entry: Entry, board: Board) -> Printed | None:
    """Return what the sheet of an entry for a board says now; none where there is none for it."""
    from dispatch.planning.plan.paper import sheets_of  # noqa: PLC0415 - heavy floors where used

    press = rounding.press_for(account, desk)
    view = dict(sheets_of(press, entry)).get(board.id)
    if view is None:
        return None
    setter = pipeline.setter(desk.root, account.site.config)
    return Printed(
        edition=view.number_of_edition,
        content=view.digest,
        layout=setter.setting(view.layout),
    )
