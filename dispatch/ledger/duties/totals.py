"""Figures over duties: how many in which state, and what part was published, and in time."""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch.ledger.duties.base import DONE
from dispatch.ledger.duties.base import MISSED
from dispatch.ledger.duties.base import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ledger.duties.base import Clock
    from dispatch.ledger.duties.base import Duty
    from dispatch.ledger.duties.base import State

    Tally = Counter[tuple[Clock, State]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many duties there are, and how many of those to publish were kept."""

    states: Mapping[State, int]
    """By state, all states in their order."""
    due: int
    """应公开: what was to be published and is, or should be: met, late, overdue or blank."""
    published: int
    """已公开: met or late."""
    in_time: int
    """按时公开: met."""

    @property
    def number(self) -> int:
        """How many duties there are in all."""
        return sum(self.states.values())

    @property
    def coverage(self) -> float | None:
        """公开率: the part of what was due that is published; None where nothing was due."""
        return self.published / self.due if self.due else None

    @property
    def timeliness(self) -> float | None:
        """及时率: the part of what was due that was published in time; None likewise.

        It is a part of all that was due: who publishes one of ten, but that in time, has 10%.
        """
        return self.in_time / self.due if self.due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The figures of all duties, and of parts of them, in the order of the duties."""

    whole: Counts
    by_unit: Mapping[str, Counts]
    """By id."""
    by_item: Mapping[str, Counts]
    """By code."""
    by_month: Mapping[str, Counts]
    """By `Duty.month`, the earliest first; duties without a month are in none."""


def totals(duties: Iterable[Duty]) -> Totals:
    """Return the figures of duties."""
    whole: Tally = Counter()
    units: defaultdict[str, Tally] = defaultdict(Counter)
    items: defaultdict[str, Tally] = defaultdict(Counter)
    months: defaultdict[str, Tally] = defaultdict(Counter)
    for duty in duties:
        what = duty.clock, duty.state
        for tally in (whole, units[duty.unit], items[duty.item], months[duty.month]):
            tally[what] += 1
    months.pop("", None)
    return Totals(
        whole=_counts(whole),
        by_unit=_by(units),
        by_item=_by(items),
        by_month=_by(dict(sorted(months.items()))),
    )


def _by(tallies: Mapping[str, Tally]) -> Mapping[str, Counts]:
    return MappingProxyType({name: _counts(tally) for name, tally in tallies.items()})


def _counts(tally: Tally) -> Counts:
    published = sum(tally["publish", state] for state in DONE)
    return Counts(
        states=MappingProxyType(
            {state: tally["publish", state] + tally["review", state] for state in STATES}
        ),
        due=published + sum(tally["publish", state] for state in MISSED),
        published=published,
        in_time=tally["publish", "met"],
    )
