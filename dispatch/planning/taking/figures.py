"""How what came in was answered, in figures; days are working days, as the law counts them."""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from dispatch.planning.views.taking import AnswersView

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence
    from datetime import date

    from dispatch.planning.views import Link

WIDEST = 40
"""From how many working days on answers are drawn in one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A record as it is counted."""

    received: date
    answered: date | None
    due: date | None
    late: bool
    """Whether it was answered after its last day, or waits beyond it."""
    worked: int | None
    """Working days that the answer took."""
    unit: Link
    """Whom it is about."""

    @property
    def year(self) -> str:
        """The year in which it came in."""
        return f"{self.received.year:04}"


def answers_view(cases: Sequence[Case], name: str = "", path: str = "") -> AnswersView:
    """Return the figures of some records."""
    answered = [case for case in cases if case.answered is not None]
    waiting = [case for case in cases if case.answered is None]
    took = [case.worked for case in answered if case.worked is not None]
    return AnswersView(
        name=name,
        path=path,
        came=len(cases),
        answered=len(answered),
        late=sum(case.late for case in answered),
        waiting=len(waiting),
        overdue=sum(case.late for case in waiting),
        median=f"{median(took):g}" if took else "",
        longest=max(took, default=None),
    )


def grouped(
    cases: Sequence[Case], key: Callable[[Case], tuple[str, str]], *, newest: bool = False
) -> tuple[AnswersView, ...]:
    """Return the figures by a name and its path: the newest names first, or the most records."""
    groups: defaultdict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[key(case)].append(case)
    made = [answers_view(group, *name) for name, group in groups.items()]
    if newest:
        return tuple(sorted(made, key=lambda each: each.name, reverse=True))
    return tuple(sorted(made, key=lambda each: (not each.name, -each.came, each.name)))


def spread_of(cases: Sequence[Case]) -> tuple[tuple[int, int], ...]:
    """Return how many answers took how many working days, from none up to the longest."""
    took = Counter(min(case.worked, WIDEST) for case in cases if case.worked is not None)
    return tuple((days, took[days]) for days in range(max(took) + 1)) if took else ()
