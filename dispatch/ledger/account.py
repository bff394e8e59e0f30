"""The account of a site on a day: what stands, what is owed, and the calendar that it goes by."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from dispatch.clock.workdays import calendar_of
from dispatch.ground.errors import DispatchError
from dispatch.ledger.duties import Reach
from dispatch.ledger.duties import duties
from dispatch.ledger.hanging import hangings
from dispatch.ledger.index import index_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dispatch.clock.workdays import Calendar
    from dispatch.ledger.duties import Duty
    from dispatch.ledger.hanging import Hanging
    from dispatch.ledger.index import Index
    from dispatch.model.site import Site


class RegionUnknownError(DispatchError):
    """A region whose working days nobody knows."""

    key = "region-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A site on a day, reckoned once for the rules, the plan and the commands."""

    site: Site = field(repr=False)
    day: date
    calendar: Calendar = field(repr=False)
    index: Index = field(repr=False)
    """Everything that is out on the day, whoever may read it."""
    duties: tuple[Duty, ...] = field(repr=False)
    """In the order of the catalogue, its units and time."""
    walls: Mapping[str, tuple[Hanging, ...]] = field(repr=False)
    """By id of a board, what is to hang there, hangs there or hung there."""


def account_of(site: Site, day: date, reach: Reach | None = None) -> Account:
    """Return the account of a site on a day."""
    calendar = calendar_for(site)
    reach = reach or Reach(soon=site.config.inspection.soon)
    index = index_of(site, day)
    return Account(
        site=site,
        day=day,
        calendar=calendar,
        index=index,
        duties=duties(site, day, calendar, reach=reach),
        walls=hangings(index, calendar),
    )


def calendar_for(site: Site) -> Calendar:
    """Return the calendar of a site; the reader refuses a config whose region has none."""
    calendar, fault = calendar_of(site.config.calendar)
    if calendar is None:
        known = ", ".join(fault.known) if fault else ""
        raise RegionUnknownError(region=site.config.calendar.region, known=known)
    return calendar
