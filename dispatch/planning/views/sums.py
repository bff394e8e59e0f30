"""金额: what the entries of an item come to, by year or by the parts of one year."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SumView:
    """A year, a period or a month with its sum."""

    label: str
    """Such as 2026, 2026-Q3 or 2026-10."""
    value: str
    """The exact sum, in digits with separators: 1,250.00."""
    exact: str
    """The same without separators."""
    share: float
    """Its size against the largest, from -1 to 1."""
    entries: int
    """How many entries were added up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SumsView:
    """The sums of one amount that entries of an item state, oldest first; two at least."""

    name: str
    """The element, and the column of a table."""
    by: str
    """year, period or month."""
    sums: tuple[SumView, ...]
