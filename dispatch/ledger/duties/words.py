"""A duty in words: what it is about, and its figures, the same on every surface."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dispatch.ground.messages import Messages
    from dispatch.ledger.duties.base import Duty
    from dispatch.model.values import Period


def about(duty: Duty, words: Messages) -> str:
    """Return what a duty is about: its period, or its stage and entry."""
    parts = [period_text(duty.period, words)] if duty.period else []
    if duty.stage:
        parts.append(duty.stage)
    if duty.clock == "review":
        parts.append(words.text("due.clock.review"))
    if duty.entry and not duty.period:
        parts.append(duty.entry)
    if duty.kind == "standing" and not duty.entry:
        parts.append(words.text("due.missing"))
    return " ".join(parts)


def period_text(period: Period, words: Messages) -> str:
    """Return a period in words."""
    year, _, part = period.text.partition("-")
    if not part:
        return words.text("site.date.period.year", year=year)
    if part.isdigit():
        month = words.text(f"site.date.months.{int(part)}")
        return words.text("site.date.period.month", year=year, month=month)
    return words.text(f"site.date.period.{part}", year=year)


def share_text(share: float | None) -> str:
    """Return a part as a percentage with at most one decimal; 0% where there is none.

    It is cut, not rounded: 99.96 of a hundred is not all.
    """
    return f"{math.floor((share or 0) * 1000 + 1e-9) / 10:g}%"
