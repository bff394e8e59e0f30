"""The ledger of a site on a day: which entries are one matter, and when the record begins."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch.clock.counting import count
from dispatch.ledger.duties.base import Ledger
from dispatch.ledger.duties.base import Matter
from dispatch.ledger.index import index_of
from dispatch.ledger.index import last_day
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.clock.workdays import Calendar
    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.model.site import Site

    Place = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far duties are looked for."""

    soon: int = 5
    """Within how many working days a deadline is due soon.

    Where the list of a year is not announced, as many days may be off as ever were: early is safe.
    """
    since: date | None = None
    """What was due before is left out; None begins with the record.

    That is the day of the site's first entry, but not before the first of January of the last
    year: an assessment looks at this year and the last, and the list does not grow for ever.
    """
    until: date | None = None
    """Periods that end by then are listed; None goes to the day itself."""


def ledger_of(site: Site, day: date, calendar: Calendar, reach: Reach) -> Ledger:
    """Return the ledger of a site on a day, in time linear in the number of entries."""
    index = index_of(site, day)
    live = [each for each in index.entries.values() if index.state(each) != "withdrawn"]
    live.sort(key=lambda each: (each.published, each.id))
    roots = _roots(live, index)
    start = min((each.published for each in index.entries.values()), default=day)
    return Ledger(
        index=index,
        calendar=calendar,
        soon=soon_after(day, reach.soon, calendar),
        start=start,
        since=reach.since or max(start, date(max(day.year - 1, 1), 1, 1)),
        until=reach.until or day,
        matters=_matters(live, roots, index),
        roots=roots,
        ends=_ends(index),
    )


def soon_after(day: date, number: int, calendar: Calendar) -> date:
    """Return the last day that is due soon on a day: so many working days on."""
    if not number:
        return day
    ahead = Duration(count=number, unit=DurationUnit.WORKING_DAY)
    return count(day, ahead, calendar, purpose="act").latest


def _roots(live: Iterable[Entry], index: Index) -> Mapping[str, str]:
    """Return the first of the matter of each entry; they come in the order of publication."""
    roots: dict[str, str] = {}
    for entry in live:
        root = next((roots[name] for name in _befores(entry, index) if name in roots), entry.id)
        roots[entry.id] = root
    return MappingProxyType(roots)


def _befores(entry: Entry, index: Index) -> Iterable[str]:
    """Return the entries that an entry goes on with: a new event or period is a new matter."""
    if entry.corrects:
        yield entry.corrects
    older = index.entries.get(entry.supersedes or "")
    if older and (older.formed, older.period) == (entry.formed, entry.period):
        yield older.id


def _matters(
    live: Iterable[Entry], roots: Mapping[str, str], index: Index
) -> Mapping[Place, tuple[Matter, ...]]:
    heads = {roots[entry.id]: entry for entry in live}
    found: defaultdict[Place, list[Matter]] = defaultdict(list)
    for root, head in heads.items():
        found[head.item, head.unit].append(Matter(root=index.entries[root], head=head))
    return MappingProxyType({place: tuple(matters) for place, matters in found.items()})


def _ends(index: Index) -> Mapping[Place, date]:
    ends: dict[Place, date] = {}
    for entry in index.entries.values():
        if not index.in_force(entry):
            end = _end(entry, index)
            place = entry.item, entry.unit
            ends[place] = max(end, ends.get(place, end))
    return MappingProxyType(ends)


def _end(entry: Entry, index: Index) -> date:
    if index.state(entry) == "withdrawn" and entry.withdrawn:
        return entry.withdrawn.on
    successor = index.successors.get(entry.id)
    return successor.published if successor else last_day(entry) or entry.published
