"""Targets against the calendar: how much is done, and how much of the time is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ledger.pace import elapsed_of
from dispatch.ledger.pace import pace_of
from dispatch.ledger.pace import share_of
from dispatch.ledger.pace import span_of
from dispatch.planning.views.elements import TargetView

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model.elements import Target
    from dispatch.planning.views import Link


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
    first, last = span_of(target, setting.year)
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
