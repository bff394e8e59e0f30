"""How far a target is, against how much of its time is gone: plain arithmetic over a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.model.elements import decimal_of

if TYPE_CHECKING:
    from dispatch.model.elements import Target
    from dispatch.model.entry import Entry

Pace = Literal["ahead", "on-time", "behind", "done"]

MARGIN = Decimal("0.05")
"""How far the share done may be from the share of time gone and still be on time."""


def measured_on(entry: Entry, day: date) -> date:
    """Return the day that the figures of an entry are of: the day, or the last of its period."""
    return min(day, entry.period.last) if entry.period else day


def year_of(entry: Entry) -> int:
    """Return the year that the targets of an entry are for, where they state no days."""
    return (entry.period.first if entry.period else entry.published).year


def span_of(target: Target, year: int) -> tuple[date, date]:
    """Return the first and the last day of a target: its own, or those of the year."""
    return target.first or date(year, 1, 1), target.last or date(year, 12, 31)


def share_of(plan: str, done: str) -> Decimal:
    """Return done over planned; what cannot be counted, or is below nothing, is none.

    Where nothing is to happen (a plan of 0), nothing done is all done.
    """
    planned, reached = decimal_of(plan), decimal_of(done)
    if planned is None or reached is None or planned < 0:
        return Decimal(0)
    if planned == 0:
        return Decimal(1 if reached == 0 else 0)
    return max(Decimal(0), reached / planned)


def elapsed_of(first: date, last: date, day: date) -> Decimal:
    """Return how much of the days from first to last are gone at the end of the day, 0 to 1."""
    total = (last - first).days + 1
    gone = (day - first).days + 1
    if total <= 0:
        return Decimal(1 if day >= last else 0)
    return Decimal(min(max(gone, 0), total)) / total


def pace_of(share: Decimal, elapsed: Decimal) -> Pace:
    """Return how a share done stands to the share of time gone."""
    if share >= 1:
        return "done"
    if share >= elapsed + MARGIN:
        return "ahead"
    return "behind" if share < elapsed - MARGIN else "on-time"
