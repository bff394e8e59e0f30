"""Which days are worked: one calendar for every region; the only door to its libraries.

The State Council announces the days off and the make-up days (调休) of a year in the autumn before.
Until then nothing is known of that year, and the answer is None: `holidays` would answer for China
too, but with statutory days alone, so it is never asked. Lists have been changed in the course of a
year (2015, 2019, 2020); a deadline therefore names the calendar, with its version, that gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.model.config import CalendarConfig

ONE = timedelta(days=1)
TUESDAY, SATURDAY, SUNDAY = 1, 5, 6
EARLIEST_YEAR = 1970
"""Holidays of other countries are not looked up before that year."""

MOVED_YEARLY = ("AZ", "BY", "HU", "KG", "KZ", "LV", "MM", "RU", "UA", "UZ", "VN")
"""Countries besides China whose governments move working days by a yearly list."""


class Why(StrEnum):
    """Why a day is worked or not."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LIEU = "lieu"
    MAKE_UP = "make-up"
    CLOSURE = "closure"
    LOCAL = "local-working"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a day is worked or not, and the holiday that has to do with it.

    The words are `clock.why.KEY` in the locale catalogues. The name of a Chinese holiday is
    `clock.holiday.NAME` there; other names are the library's, in the language of the country.
    """

    key: Why
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFault:
    """A region that no calendar is known for, and those that are known instead."""

    region: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calendar:
    """The working days of a body: those of its region, and its own."""

    name: str
    """The library, its version and the region; every deadline names it."""
    first: date
    """The first day that the list of the region covers."""
    last: date
    """The last such day; outside them a day is unknown."""
    weekend: frozenset[int]
    """The days of the week that are not worked; Monday is 0."""
    holidays: Mapping[date, str]
    """Days off by the list, with the holiday."""
    lieu: frozenset[date] = frozenset()
    """Those of them that are swapped for make-up days (调休放假)."""
    make_up: Mapping[date, str]
    """Weekend days that are worked (调休上班), with the holiday."""
    closures: frozenset[date] = frozenset()
    """Local days off, from config.yaml."""
    working: frozenset[date] = frozenset()
    """Local working days, from config.yaml; they go before closures."""
    unclear: frozenset[date] | None = None
    """Days besides Sundays that are no clear days; None where every day is one."""

    def is_working(self, day: date) -> bool | None:
        """Tell whether a day is worked; None where its list is not announced."""
        if day in self.working:
            return True
        if day in self.closures:
            return False
        if not self.first <= day <= self.last:
            return None
        if day in self.make_up:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def is_clear(self, day: date) -> bool:
        """Tell whether a day counts as a clear day."""
        if self.unclear is None:
            return True
        return not (day.weekday() == SUNDAY or day in self.unclear or day in self.closures)

    def why(self, day: date) -> Reason:
        """Return why a day is worked or not."""
        if day in self.working:
            return Reason(Why.LOCAL)
        if day in self.closures:
            return Reason(Why.CLOSURE)
        if not self.first <= day <= self.last:
            return Reason(Why.UNKNOWN)
        if day in self.make_up:
            return Reason(Why.MAKE_UP, self.make_up[day])
        if day in self.holidays:
            return Reason(Why.LIEU if day in self.lieu else Why.HOLIDAY, self.holidays[day])
        return Reason(Why.WEEKEND if day.weekday() in self.weekend else Why.WORKING)


def calendar_of(config: CalendarConfig) -> tuple[Calendar | None, RegionFault | None]:
    """Return the calendar that config.yaml asks for, or the fault in its region."""
    if config.region == "CN":
        return _china(config), None
    return _elsewhere(config)


def _name(library: str, release: str, config: CalendarConfig) -> str:
    local = " + config.yaml" if config.closures or config.working else ""
    return f"{library} {release} {config.region}{local}"


def _china(config: CalendarConfig) -> Calendar:
    # Only where China is asked for; the library has no types.
    import chinese_calendar as library  # type: ignore[import-untyped]  # noqa: PLC0415

    names = {each.value: _slug(each.value) for each in library.Holiday}
    return Calendar(
        name=_name("chinesecalendar", library.__version__, config),
        first=date(min(library.holidays).year, 1, 1),
        last=_settled(max(library.holidays).year),
        weekend=frozenset((SATURDAY, SUNDAY)),
        holidays=MappingProxyType({day: names[name] for day, name in library.holidays.items()}),
        lieu=frozenset(library.in_lieu_days),
        make_up=MappingProxyType({day: names[name] for day, name in library.workdays.items()}),
        closures=frozenset(config.closures),
        working=frozenset(config.working),
    )


def _slug(name: str) -> str:
    return name.lower().replace("'", "").replace(" ", "-")


def _settled(year: int) -> date:
    """Return the last day that the list of a year settles, the next year's not being announced.

    The next list may still move the days before New Year. Since the scheme of 2008 it did so when
    1 January was a Tuesday (29 to 31 December 2007 and 2018) or a Sunday (31 December 2011).
    """
    moved = date(year + 1, 1, 1).weekday() in (TUESDAY, SUNDAY)
    return date(year, 12, 28 if moved else 31)


def _elsewhere(config: CalendarConfig) -> tuple[Calendar | None, RegionFault | None]:
    import holidays as library  # noqa: PLC0415 - 0.1 s that only other countries need

    country, _, part = config.region.partition("-")
    countries = library.list_supported_countries(include_aliases=False)
    if country not in countries:
        return None, RegionFault(region=config.region, known=tuple(sorted(countries)))
    parts = countries[country]
    if part not in parts and config.region != country:
        known = (country, *(f"{country}-{each}" for each in parts))
        return None, RegionFault(region=config.region, known=known)
    listed = library.country_holidays(country, subdiv=part or None)
    years = range(max(listed.start_year, EARLIEST_YEAR), listed.end_year + 1)
    listed = library.country_holidays(country, subdiv=part or None, years=years)
    make_up = frozenset(listed.weekend_workdays)
    until = max(make_up).year if country in MOVED_YEARLY and make_up else years[-1]
    days = MappingProxyType(dict(sorted(listed.items())))
    return Calendar(
        name=_name("holidays", version("holidays"), config),
        first=date(years[0], 1, 1),
        last=date(until, 12, 31),
        weekend=frozenset(listed.weekend),
        holidays=days,
        make_up=MappingProxyType(dict.fromkeys(sorted(make_up), "")),
        closures=frozenset(config.closures),
        working=frozenset(config.working),
        unclear=frozenset(_breaks(days)) if country == "GB" else None,
    ), None


def _breaks(days: Mapping[date, str]) -> Iterator[date]:
    """Return the days besides Sundays that section 243 of the Local Government Act 1972 leaves out.

    Bank holidays, the Easter break from the Thursday before to the Tuesday after, the Christmas
    break from the last weekday before it to the first one after that is no bank holiday: the long
    reading, so that a notice stands rather longer than too short. Mourning is a local closure.
    """
    yield from days
    for friday in (day for day, name in days.items() if "Good Friday" in name):
        yield from (friday + number * ONE for number in range(-1, 5))
    for year in sorted({day.year for day in days}):
        first, last = date(year, 12, 24), date(year, 12, 26)
        while first.weekday() >= SATURDAY:
            first -= ONE
        while last.weekday() >= SATURDAY or last in days:
            last += ONE
        yield from (first + number * ONE for number in range((last - first).days + 1))
