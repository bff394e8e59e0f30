"""A duty as data: the one form that `due --format json` and the site's open data share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.ledger.duties.base import Duty

KEYS = (
    "item",
    "title",
    "unit",
    "period",
    "event",
    "deadline",
    "provisional",
    "earliest",
    "latest",
    "state",
    "entry",
    "published",
    "calendar",
    "kind",
    "clock",
    "stage",
    "key",
)
"""The keys of a row, in their order; they are stable."""


def duty_row(duty: Duty, title: str) -> dict[str, object]:
    """Return a duty as a mapping of plain values; days are `YYYY-MM-DD`, what is not is None.

    `title` is the title of the item; `deadline` is the safe day between `earliest` and `latest`.
    """
    deadline = duty.deadline
    values: tuple[object, ...] = (
        duty.item,
        title,
        duty.unit,
        duty.period.text if duty.period else None,
        _day(duty.event),
        _day(deadline.day if deadline else None),
        duty.provisional,
        _day(deadline.earliest if deadline else None),
        _day(deadline.latest if deadline else None),
        duty.state,
        duty.entry,
        _day(duty.published),
        deadline.calendar if deadline else None,
        duty.kind,
        duty.clock,
        duty.stage or None,
        duty.key,
    )
    return dict(zip(KEYS, values, strict=True))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
