"""What the page of the assessment shows: figures of all, and by name only what the site tells.

Points are texts, as they are reckoned. What has a line of its own is on the site anyway; the rest
is a number and the points that it costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.planning.views import DurationView
    from dispatch.planning.views import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceView:
    """Something that cost points."""

    lost: str
    why: str
    """The reason, ready to read."""
    about: Link
    """What it is about; without words where the reason says it all."""
    said: str = ""
    """Of a mark: what the supervisor found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """A criterion of a unit."""

    name: str
    points: str
    of: str
    good: int
    number: int
    note: str
    """`empty`, `skipped`, `unmarked` or `marked`; without one the figures stand."""
    traces: tuple[TraceView, ...]
    more: int
    """How many further ones of the kind are left out, because they would be too many."""
    hidden: int
    """How many are not on the site."""
    hidden_lost: str
    """The points that all of those cost."""
    provisional: int
    """How many go by the earliest day, because the list of a year is not announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScore:
    """What a unit comes to in a span."""

    anchor: str
    unit: Link
    total: str
    of: str
    share: float
    """The part of all points that it has, from 0 to 1."""
    rank: int
    """0 while marks are missing."""
    tied: bool
    """Whether another unit has the same rank."""
    grade: str
    complete: bool
    commendable: bool
    lines: tuple[ScoreLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanView:
    """A span that is over, with its units in the order of their ranks."""

    text: str
    """Such as 2026-H1."""
    of: str
    """All points there are."""
    units: tuple[UnitScore, ...]
    commendations: tuple[tuple[date, Link, str], ...]
    """奖评 by day: the unit, and the title."""
    provisional: int
    """How many cases go by the earliest day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionView:
    """How the points of a criterion are counted."""

    name: str
    points: str
    measure: str
    per_day: str
    """Deducted for each working day late; empty where the share in time counts."""
    each: str
    """Deducted for each blank month."""
    answer: DurationView
    skip: bool
    """Whether it is left out where there is nothing to measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """考核结果: the last span that is over, and those before it."""

    path: str
    title: str
    spans: tuple[SpanView, ...]
    """The newest first."""
    criteria: tuple[CriterionView, ...]
    grades: tuple[tuple[str, str], ...]
    """Each grade with the points from which on it is reached, the highest first."""
    commend_from: str
    calendar: str
    """The calendar that working days go by."""
