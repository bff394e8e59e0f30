"""The certificate of posting: made where the records support it, else what they lack is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.front import handing
from dispatch.front import pipeline
from dispatch.front import rounding
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import say
from dispatch.front.desk import shown

if TYPE_CHECKING:
    from pathlib import Path

    from dispatch.front.desk import Desk
    from dispatch.ledger.account import Account
    from dispatch.model.entry import Entry
    from dispatch.planning.lacks import Case
    from dispatch.planning.plan.paper import Press

FOLDER = "certificates"
"""Below `print/`."""


def certify(desk: Desk, name: str, *, home: Path) -> int:
    """Write the certificate of an entry; or say what the records lack, and write nothing.

    It is made from the content at the desk, and written at home, which is elsewhere where the desk
    has the content of the past.
    """
    from dispatch.planning.certificates import certificate_view  # noqa: PLC0415 - where used
    from dispatch.planning.lacks import lacks  # noqa: PLC0415
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415
    from dispatch.rendering.sheets.certificates import LAYOUT  # noqa: PLC0415
    from dispatch.rendering.sheets.certificates import certificate_data  # noqa: PLC0415

    account = rounding.account_in_order(desk)
    if account is None:
        return FAULTY
    entry = rounding.entry_of(desk, account, name)
    case = _case(rounding.press_for(account, desk), account, entry)
    missing = lacks(case)
    if missing:
        say(desk, "cli.certificate.refused")
        for each in missing:
            desk.terminal.err(f"  · {each}\n")
        return FAULTY
    view = certificate_view(case)
    setter = pipeline.setter(home, account.site.config)
    data = certificate_data(view)
    annex = tuple({sheet.digest: sheet for sheet in case.sheets}.values())
    pdf, faults = setter.sheets.document(LAYOUT, data, name=view.name, day=view.date, sheets=annex)
    if faults:
        desk.terminal.err(shown(desk, [handing.missing(account.site, each) for each in faults]))
        return FAULTY
    files = (Artifact(path=f"{entry.id}-{view.date}.pdf", content=pdf),)
    handing.hand(replace(desk, root=home), files, FOLDER)
    return GOOD


def _case(press: Press, account: Account, entry: Entry) -> Case:
    from dispatch.ledger.hanging import hung_before  # noqa: PLC0415 - the same
    from dispatch.planning.lacks import Case  # noqa: PLC0415
    from dispatch.planning.plan.paper import boards_of  # noqa: PLC0415
    from dispatch.planning.plan.paper import sheet_for  # noqa: PLC0415
    from dispatch.planning.wording import Print  # noqa: PLC0415

    meant = {board.id for board in boards_of(account.index, entry)}
    hung = tuple(
        each
        for name, wall in press.walls.items()
        for each in wall
        if each.entry.id == entry.id and (name in meant or each.records)
    )
    return Case(
        index=account.index,
        calendar=account.calendar,
        entry=entry,
        hung=hung,
        sheets=tuple(
            sheet_for(press, entry, each.board, hung_before(each.records)) for each in hung
        ),
        on_web=entry.id in press.web.index.entries,
        how=Print(messages=press.messages, language=press.messages.language, public=False),
    )
