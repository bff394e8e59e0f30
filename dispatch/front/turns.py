"""What `next` says: the next turning day, for a person, a program or a shell, and why."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from dispatch.ground.messages import Messages
    from dispatch.ledger.turning import Turn
    from dispatch.model.site import Site

NAMED = 5
"""How many of the things that turn in one way the text names."""


def as_text(turns: Sequence[Turn], site: Site, messages: Messages) -> str:
    """Return the day, and what turns on it, as lines."""
    if not turns:
        return messages.text("turning.never") + "\n"
    lines = [messages.text("turning.next", day=turns[0].day)]
    for what, group in groupby(turns, key=lambda turn: turn.what):
        named = list(dict.fromkeys(_subject(turn, site) for turn in group))
        head = messages.text(f"turning.what.{what}")
        lines += [f"  {head}  {subject}".rstrip() for subject in named[:NAMED]]
        if len(named) > NAMED:
            lines.append("  " + messages.text("turning.more", number=len(named) - NAMED))
    return "\n".join(lines) + "\n"


def as_json(turns: Sequence[Turn]) -> str:
    """Return `{next, reasons: [{day, what, entry, item, unit, period}]}`; what is not is null."""
    value = {
        "next": turns[0].day.isoformat() if turns else None,
        "reasons": [
            {
                "day": turn.day.isoformat(),
                "what": turn.what,
                "entry": turn.entry or None,
                "item": turn.item or None,
                "unit": turn.unit or None,
                "period": turn.period or None,
            }
            for turn in turns
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_day(turns: Sequence[Turn]) -> str:
    """Return the day alone; nothing where there is none."""
    return f"{turns[0].day}\n" if turns else ""


def _subject(turn: Turn, site: Site) -> str:
    return " ".join(filter(None, _parts(turn, site)))


def _parts(turn: Turn, site: Site) -> Iterator[str]:
    titles = (entry.title for entry in site.entries if entry.id == turn.entry)
    if turn.entry:
        yield from (turn.entry, next(titles, ""))
    elif item := site.items.get(turn.item):
        yield from (item.code, item.title)
    unit = site.organisation.unit(turn.unit)
    if unit and not turn.entry:
        yield unit.name
    yield turn.period if not turn.entry else ""
