"""What came before an entry and after it, in one line of time.

Its other periods, its stages, and what took its place or was replaced by it stand in one list, so
that a reader sees where the page that they are on belongs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.planning.views.finding import TimeView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.planning.views import EntryRow
    from dispatch.planning.views.entries import EntryView

NEAR = 2
"""How many periods before and after are named."""
STANDING = ("in-force", "ended")
"""States in which an entry is what there is to read of its period."""


def with_times(entries: tuple[EntryView, ...]) -> tuple[EntryView, ...]:
    """Return the pages of entries, each with its line of time where it has one."""
    periods = _periods(entry.row for entry in entries)
    return tuple(_with(entry, periods) for entry in entries)


def _with(entry: EntryView, periods: Mapping[tuple[str, str], list[EntryRow]]) -> EntryView:
    if entry.withdrawn is not None:
        return entry
    found = {entry.row.id: TimeView(row=entry.row, relation="")}
    others = (
        *((each.relation, each.row) for each in entry.related),
        *(("line", each.row) for each in entry.line),
        *_around(entry.row, periods[entry.row.item.path, entry.row.unit.path]),
    )
    for relation, row in others:
        found.setdefault(row.id, TimeView(row=row, relation=relation))
    if len(found) == 1:
        return entry
    times = sorted(found.values(), key=lambda each: _place(each.row))
    return replace(entry, times=tuple(times))


def _periods(rows: Iterable[EntryRow]) -> Mapping[tuple[str, str], list[EntryRow]]:
    """Return by item and unit the entries of a period that stand, oldest first."""
    found: defaultdict[tuple[str, str], list[EntryRow]] = defaultdict(list)
    for row in rows:
        if row.period and row.state in STANDING:
            found[row.item.path, row.unit.path].append(row)
    for each in found.values():
        each.sort(key=_place)
    return found


def _around(row: EntryRow, rows: list[EntryRow]) -> Iterable[tuple[str, EntryRow]]:
    """Yield the nearest of other periods, before and after."""
    if not row.period:
        return
    at = bisect_left(rows, _place(row), key=_place)
    before = [each for each in rows[max(0, at - 2 * NEAR) : at] if each.period != row.period]
    after = [each for each in rows[at : at + 2 * NEAR + 1] if each.period != row.period]
    yield from (("before", each) for each in before[-NEAR:])
    yield from (("after", each) for each in after[:NEAR])


def _place(row: EntryRow) -> tuple[str, str]:
    return row.published.isoformat(), row.id
