"""What can be known of an entry before anybody has written it: its id, its period, who acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model.catalogue import Periodic
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.values import Period
from dispatch.model.values import period_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.model.catalogue import Item
    from dispatch.model.organisation import Unit
    from dispatch.model.site import Site

NOTICE = Duration(count=5, unit=DurationUnit.WORKING_DAY)
"""How long objections are taken where the item does not say."""
LONGEST = 1000
"""Days that an end is looked for."""

_NUMBERED = re.compile(r"content/entries/(?:.*/)?([0-9]{4})-([0-9]{4,6})[^/]*")
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Who would take which step of the procedure, by id; empty where nobody is known to."""

    proposer: str
    reviewer: str
    approver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry to be written: what follows from the site, the item, the unit and the day."""

    id: str
    item: Item
    unit: str
    issuer: str
    """The name of the unit."""
    day: date
    period: Period | None
    """The last one that ended, for periodic items."""
    stands: Duration
    """How long it stands at least, and a notice takes objections."""
    last: date
    """The last day of that, counted from the day after `day`."""
    steps: Steps
    executing: Unit | None
    """The office that carries it out."""
    watching: Unit | None
    """The body that hears complaints."""


def draft(site: Site, item: Item, unit: str, day: date) -> Draft:
    """Return what can be known of a new entry of an item."""
    organisation = site.organisation
    own = organisation.unit(unit)
    stands = item.posting.minimum if item.posting else NOTICE
    limit = item.limit
    return Draft(
        id=next_id(site, day.year),
        item=item,
        unit=unit,
        issuer=own.name if own else unit,
        day=day,
        period=last_period(limit.every, day) if isinstance(limit, Periodic) else None,
        stands=stands,
        last=_end(site, day, stands),
        steps=_steps(site, item, unit),
        executing=organisation.unit(item.responsible.executing) or own,
        watching=next((each for each in organisation.units if each.kind == "committee"), None),
    )


def next_id(site: Site, year: int) -> str:
    """Return the id after the last of a year; files that could not be read count by their names."""
    matches = (_NUMBERED.fullmatch(path) for path in site.sources)
    named = (match.groups() for match in matches if match)
    stated = (entry.id.split("-") for entry in site.entries)
    numbers = (int(number) for of, number in (*named, *stated) if int(of) == year)
    return f"{year:04}-{max(numbers, default=0) + 1:04}"


def last_period(every: str, day: date) -> Period:
    """Return the last month, quarter, half-year or year that ended before a day."""
    length = _MONTHS[every]
    year, month = divmod(day.year * 12 + (day.month - 1) // length * length - length, 12)
    number = month // length + 1
    parts = {"month": f"-{number:02}", "quarter": f"-Q{number}", "half-year": f"-H{number}"}
    return period_of(f"{year:04}{parts.get(every, '')}")


def _end(site: Site, day: date, length: Duration) -> date:
    """Return the last day of a length of time; the day it begins on is not counted.

    Of working days only weekends and the site's own calendar are known here: public holidays are
    for whoever writes the entry to add.
    """
    if length.unit is not DurationUnit.WORKING_DAY:
        days = {"month": 31, "year": 366}.get(length.unit.value, 1) * length.count
        return day + timedelta(days=min(days, 10 * LONGEST))
    calendar = site.config.calendar
    left = min(length.count, LONGEST)
    while left:
        day += timedelta(days=1)
        off = day in calendar.closures or day.weekday() >= _SATURDAY
        left -= day in calendar.working or not off
    return day


def _steps(site: Site, item: Item, unit: str) -> Steps:
    """Return who acts: those nearest to the matter, of those who hold the role.

    Whoever proposes takes no other step.
    """
    organisation = site.organisation
    roles, group = organisation.roles, organisation.leading_group
    propose, review, approve = (roles.propose, roles.review, roles.approve) if roles else ((),) * 3
    inside, executing = _staff(site, unit), _staff(site, item.responsible.executing)
    director = group.office.director if group and group.office else ""
    staff = group.office.staff if group and group.office else ()
    near = (organisation.liaisons.get(unit, ""), *executing, *inside, *staff)
    proposer = _holder((*near, *propose), propose)
    above = (item.responsible.first, item.responsible.assigned, *approve)
    return Steps(
        proposer=proposer,
        reviewer=_holder((director, *review), review, besides=proposer),
        approver=_holder((*inside, *above) if approve else above, approve, besides=proposer),
    )


def _staff(site: Site, unit: str) -> tuple[str, ...]:
    return tuple(person.id for person in site.organisation.people if person.unit == unit)


def _holder(candidates: Iterable[str], holders: tuple[str, ...], *, besides: str = "") -> str:
    """Return the first candidate who holds the role, or the first of all where nobody is named."""
    fit = (name for name in candidates if name and (not holders or name in holders))
    return next((name for name in fit if name != besides), "")
