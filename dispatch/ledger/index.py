"""A site on a day, looked up by id, with the state of each entry.

It is made once for the public part and once for everything that is posted, in time linear in the
number of entries.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from datetime import date

    from dispatch.model.catalogue import Item
    from dispatch.model.entry import Entry
    from dispatch.model.organisation import Person
    from dispatch.model.organisation import Unit
    from dispatch.model.site import Site

State = Literal["in-force", "ended", "superseded", "corrected", "withdrawn"]
"""What an entry that is out has come to."""

GONE: tuple[State, ...] = ("withdrawn", "corrected", "superseded")
"""States in which an entry is no longer what holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A site on a day: its entries that are out, and every name, by id."""

    site: Site = field(repr=False)
    day: date
    entries: Mapping[str, Entry] = field(repr=False)
    """Those published by the day whose item and unit are known, newest first, then by id."""
    states: Mapping[str, State] = field(repr=False)
    """By id of the entry."""
    successors: Mapping[str, Entry] = field(repr=False)
    """By id of an entry, the one that took its place."""
    units: Mapping[str, Unit] = field(repr=False)
    people: Mapping[str, Person] = field(repr=False)
    by_item: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    """By code, the entries under an item in the same order."""
    by_unit: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    """By id, the entries of a unit in the same order."""
    by_board: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    """By id, the entries that are or were for a board, in the same order."""

    def item(self, entry: Entry) -> Item:
        """Return the item of an entry of this index."""
        return self.site.items[entry.item]

    def state(self, entry: Entry) -> State:
        """Return the state of an entry of this index."""
        return self.states[entry.id]

    def in_force(self, entry: Entry) -> bool:
        """Tell whether an entry of this index holds on the day."""
        return self.states[entry.id] == "in-force"

    def person(self, name: str | None) -> str:
        """Return the name of the person with that id, empty where there is none."""
        person = self.people.get(name or "")
        return person.name if person else ""

    def unit(self, name: str | None) -> str:
        """Return the name of the unit with that id, empty where there is none."""
        unit = self.units.get(name or "")
        return unit.name if unit else ""

    def called(self, words: str) -> str:
        """Return the name of the unit or person with that id, or the words as they are."""
        return self.unit(words) or self.person(words) or words

    def issuer(self, entry: Entry) -> str:
        """Return the body that signs an entry."""
        return entry.issuer or self.unit(entry.unit)

    def address(self, path: str) -> str:
        """Return the full web address of a path."""
        return f"{self.site.config.site.base_url.rstrip('/')}/{path}"


def index_of(site: Site, day: date) -> Index:
    """Return the index of a site on a day."""
    units = {unit.id: unit for unit in reversed(site.organisation.units)}
    people = {person.id: person for person in reversed(site.organisation.people)}
    out = [e for e in site.entries if _known(e, day) and e.item in site.items and e.unit in units]
    entries: dict[str, Entry] = {}
    for entry in sorted(out, key=newest_first):
        entries.setdefault(entry.id, entry)
    successors = _successors(entries.values(), day)
    return Index(
        site=site,
        day=day,
        entries=MappingProxyType(entries),
        states=_states(site, entries, successors, day),
        successors=successors,
        units=MappingProxyType(units),
        people=MappingProxyType(people),
        by_item=_grouped((entry.item, entry) for entry in entries.values()),
        by_unit=_grouped((entry.unit, entry) for entry in entries.values()),
        by_board=_grouped(
            (board, entry)
            for entry in entries.values()
            for board in dict.fromkeys(site.boards_of(entry))
        ),
    )


def newest_first(entry: Entry) -> tuple[int, str]:
    """Return the place of an entry in lists: the newest first, then by id."""
    return -entry.published.toordinal(), entry.id


def entry_path(entry: Entry) -> str:
    """Return the path of an entry's page."""
    return f"entries/{entry.year}/{entry.id}/"


def last_day(entry: Entry) -> date | None:
    """Return the last day of an entry's notice period, or else of its posting, where stated."""
    return entry.notice.last if entry.notice else entry.posted_to


def _known(entry: Entry, day: date) -> bool:
    """Whether an entry was ever out: not if it was withdrawn before the day it would have been."""
    never = entry.withdrawn is not None and entry.withdrawn.on < entry.published
    return not entry.draft and not never and entry.published <= day


def _withdrawn(entry: Entry, day: date) -> bool:
    return entry.withdrawn is not None and entry.withdrawn.on <= day


def _successors(entries: Iterable[Entry], day: date) -> Mapping[str, Entry]:
    """Return who took whose place; of several the newest, and a withdrawn entry took none."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if not _withdrawn(entry, day):
            for name in (entry.corrects, entry.supersedes):
                if name is not None and name != entry.id:
                    found.setdefault(name, entry)
    return MappingProxyType(found)


def _states(
    site: Site, entries: Mapping[str, Entry], successors: Mapping[str, Entry], day: date
) -> Mapping[str, State]:
    states: dict[str, State] = {}
    latest: dict[tuple[str, str], date] = {}
    for entry in entries.values():
        gone = _gone(entry, successors, day)
        states[entry.id] = gone or "in-force"
        if not gone and (first := _period_start(site, entry)):
            matter = (entry.item, entry.unit)
            latest[matter] = max(first, latest.get(matter, first))
    for entry in entries.values():
        if states[entry.id] == "in-force" and _ended(site, entry, latest, day):
            states[entry.id] = "ended"
    return MappingProxyType(states)


def _gone(entry: Entry, successors: Mapping[str, Entry], day: date) -> State | None:
    if _withdrawn(entry, day):
        return "withdrawn"
    successor = successors.get(entry.id)
    if successor is None:
        return None
    return "corrected" if successor.corrects == entry.id else "superseded"


def _ended(site: Site, entry: Entry, latest: Mapping[tuple[str, str], date], day: date) -> bool:
    # A sheet that has come down ends nothing: what was stated still holds, on the web at least.
    if entry.notice is not None and entry.notice.last < day:
        return True
    first = _period_start(site, entry)
    return first is not None and latest[(entry.item, entry.unit)] > first


def _period_start(site: Site, entry: Entry) -> date | None:
    """Return when an entry's period starts, where its item asks for one entry after the other."""
    periodic = isinstance(site.items[entry.item].limit, Periodic | Phrase)
    return entry.period.first if entry.period and periodic else None


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> Mapping[str, tuple[Entry, ...]]:
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for name, entry in pairs:
        groups[name].append(entry)
    return MappingProxyType({name: tuple(group) for name, group in groups.items()})
