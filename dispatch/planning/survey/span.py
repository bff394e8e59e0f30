"""A span of days that a report is about."""

from __future__ import annotations

import calendar as almanac
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one day to another, both counted."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    def before(self) -> Span | None:
        """Return the span of the same length that ends the day before; None before all time.

        Whole months are followed back by as many months, anything else by as many days.
        """
        try:
            last = self.first - timedelta(days=1)
            whole = self.first.day == 1 and (self.last + timedelta(days=1)).day == 1
            first = self._months_back() if whole else last - (self.last - self.first)
        except (OverflowError, ValueError):
            return None
        return Span(first=first, last=last)

    def _months_back(self) -> date:
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        number = self.first.year * 12 + self.first.month - 1 - months
        return date(number // 12, number % 12 + 1, 1)

    def months(self) -> Iterator[Span]:
        """Yield the whole months in it."""
        first = self.first.replace(day=1)
        while first <= self.last:
            last = first.replace(day=almanac.monthrange(first.year, first.month)[1])
            if first >= self.first and last <= self.last:
                yield Span(first=first, last=last)
            if last == date.max:
                return
            first = last + timedelta(days=1)
