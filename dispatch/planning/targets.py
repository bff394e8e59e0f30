"""Targets against the calendar: how much is done, and how much of the time is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dispatch.model.elements import decimal_of
from dispatch.planning.views import Link
from dispatch.planning.views import TargetView

if TYPE_CHECKING:
    from dispatch.model.elements import Target
    from dispatch.planning.views import Pace

MARGIN = Decimal("0.05")
"""How far the share done may be from the share of time gone and still be on time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a target is measured against."""

    day: date
    """The day that the figures are of: that of the build, or the last of the period reported."""
    year: int
    """The year that it is for, where it states no days."""
    entry: Link | None = None
    """The entry that states it."""


def target_view(target: Target, setting: Setting, office: str) -> TargetView:
    """Return a target held against the day; `office` is the name of who has it."""
    first = target.first or date(setting.year, 1, 1)
    last = target.last or date(setting.year, 12, 31)
    share = share_of(target.plan, target.done)
    elapsed = elapsed_of(first, last, setting.day)
    return TargetView(
        name=target.name,
        office=office,
        measure=target.measure,
        plan=target.plan,
        done=target.done,
        share=float(share),
        elapsed=float(elapsed),
        pace=pace_of(share, elapsed),
        first=first,
        last=last,
        note=target.note,
        entry=setting.entry,
        measured=setting.day,
    )


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
