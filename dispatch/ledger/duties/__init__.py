"""Duties: what every unit owes under every item, and whether it was met, late, due or blank.

- **Which.** A duty is an item × a unit that owes it × a period, an event, a stage or an
  application. Units of `Item.units` that the organisation does not know owe nothing.
- **Since when.** The record begins with the site's first entry; what was due before is left out
  (`Reach.since`). Of an older record, this year and the last are looked at.
- **What counts.** Entries published by the day. Drafts do not. From its withdrawal on an entry
  counts as never published: a period or a standing matter is owed again, an event falls away.
- **Which day counts.** The first on which the matter was public: a correction, or a successor about
  the same event and period, keeps the day of what it replaces, unless that was withdrawn.
- **Which deadline counts.** Of a provisional one the earliest day is the one to go by, and nobody
  is called late before the latest.

On later days a duty only moves from `open` to `due-soon` to `overdue`, and with a cause, which is
an entry published or withdrawn in between, to `met`, `late` or `blank`, and back. Before a
deadline that nobody knows it is `none`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ledger.duties.base import DONE
from dispatch.ledger.duties.base import MISSED
from dispatch.ledger.duties.base import STATES
from dispatch.ledger.duties.base import Clock
from dispatch.ledger.duties.base import Duty
from dispatch.ledger.duties.base import Kind
from dispatch.ledger.duties.base import State
from dispatch.ledger.duties.events import event_duties
from dispatch.ledger.duties.events import phrase_duties
from dispatch.ledger.duties.events import request_duties
from dispatch.ledger.duties.events import staged_duties
from dispatch.ledger.duties.periods import periodic_duties
from dispatch.ledger.duties.record import Reach
from dispatch.ledger.duties.record import ledger_of
from dispatch.ledger.duties.standing import standing_duties
from dispatch.ledger.duties.totals import Counts
from dispatch.ledger.duties.totals import Totals
from dispatch.ledger.duties.totals import totals
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.clock.workdays import Calendar
    from dispatch.ledger.duties.base import Ledger
    from dispatch.model.catalogue import TimeLimit
    from dispatch.model.site import Site

__all__ = (
    "DONE",
    "MISSED",
    "STATES",
    "Clock",
    "Counts",
    "Duty",
    "Kind",
    "Reach",
    "State",
    "Totals",
    "duties",
    "totals",
)


def duties(
    site: Site,
    day: date,
    calendar: Calendar,
    *,
    reach: Reach | None = None,
) -> tuple[Duty, ...]:
    """Return every duty of a site on a day, in the order of the catalogue, its units and time.

    A limit that is still a phrase was not read: no deadline is known.
    """
    ledger = ledger_of(site, day, calendar, reach or Reach())
    found: list[Duty] = []
    for item in site.catalogue.items:
        if site.items[item.code] is not item:
            continue
        units = [name for name in dict.fromkeys(item.units) if name in ledger.index.units]
        found.extend(_under(ledger, item.code, units, item.limit))
    return tuple(found)


def _under(ledger: Ledger, item: str, units: list[str], limit: TimeLimit) -> Iterator[Duty]:
    match limit:
        case Periodic():
            return periodic_duties(ledger, item, units, limit)
        case Standing():
            return standing_duties(ledger, item, units, limit)
        case Event():
            return event_duties(ledger, item, units, limit)
        case Staged():
            return staged_duties(ledger, item, units, limit)
        case OnRequest():
            return request_duties(ledger, item, units, limit)
    return phrase_duties(ledger, item, units, limit)
