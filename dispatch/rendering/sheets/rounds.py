"""The posting round as the data that its layout reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.views.rounds import ACTIONS
from dispatch.planning.wording import day_text

if TYPE_CHECKING:
    from dispatch.planning.views.rounds import Action
    from dispatch.planning.views.rounds import RoundRow
    from dispatch.planning.views.rounds import RoundView
    from dispatch.planning.wording import Print
    from dispatch.rendering.sheets.glyphs import Data

LAYOUT = "round"
"""The layout of the round."""
HEADS = ("tick", "slot", "title", "entry", "pages", "until")
SIGNS = ("by", "on", "checked")


def round_data(view: RoundView, how: Print) -> dict[str, Data]:
    """Return what `layouts/sheets/round.typ` reads."""
    day = day_text(how, view.day)
    title = how.say("round.title", board=view.name)
    return {
        "language": how.language,
        "name": how.say("round.name", board=view.name, day=day),
        "issuer": view.name,
        "day": [view.day.year, view.day.month, view.day.day],
        "title": title,
        "where": how.say("round.where", day=day, place=view.place, keeper=view.keeper or "—"),
        "summary": summary(view, how),
        "heads": [how.say(f"round.head.{key}") for key in HEADS],
        "labels": {"reset": how.say("round.reset")},
        "groups": [
            {
                "title": how.say(f"round.group.{action}", count=len(rows)),
                "rows": [_row(row, view, how) for row in rows],
            }
            for action in ACTIONS
            if (rows := view.rows_of(action))
        ],
        "notes": _notes(view, how),
        "signs": [how.say(f"round.sign.{key}") for key in SIGNS],
        "foot": how.say("round.foot", board=view.name, day=day),
    }


def summary(view: RoundView, how: Print) -> str:
    """Return what is to be done, in one sentence."""
    counts: dict[str, object] = {action: len(view.rows_of(action)) for action in ACTIONS}
    if not any(counts[action] for action in ("down", "replace", "up", "inspect")):
        return how.say("round.nothing", leave=counts["leave"])
    return how.say("round.summary", **counts)


def _row(row: RoundRow, view: RoundView, how: Print) -> dict[str, Data]:
    return {
        "slot": row.slot or "—",
        "title": row.title,
        "reason": row.reason,
        "entry": row.entry,
        "pages": _pages(row.action, row, view, how),
        "until": day_text(how, row.until) if row.until else how.say("round.open"),
        "reset": row.reset,
    }


def _pages(action: Action, row: RoundRow, view: RoundView, how: Print) -> str:
    if action == "down" or not row.pages:
        return "—"
    key = "round.pages" if view.copies == 1 else "round.copies"
    return how.say(key, pages=row.pages, copies=view.copies)


def _notes(view: RoundView, how: Print) -> list[Data]:
    made: list[Data] = [how.say("round.record", board=view.board)]
    if view.outdoors:
        made.append(how.say("round.outdoors"))
    if view.baseline:
        made.insert(0, how.say("round.since", day=day_text(how, view.baseline)))
    return made
