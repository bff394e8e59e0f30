"""Periodic duties: each period that the record covers, for each unit that owes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.clock.schedule import period_at
from dispatch.clock.schedule import period_before
from dispatch.clock.schedule import period_due
from dispatch.clock.schedule import periods_between
from dispatch.ledger.duties.base import Duty

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.clock.counting import Deadline
    from dispatch.ledger.duties.base import Ledger
    from dispatch.ledger.duties.base import Matter
    from dispatch.ledger.duties.base import State
    from dispatch.model.catalogue import Periodic
    from dispatch.model.values import Period

    Dues = dict[Period, Deadline | None]


def periodic_duties(
    ledger: Ledger, item: str, units: Iterable[str], limit: Periodic
) -> Iterator[Duty]:
    """Return a duty for each unit and period that was due since the record begins and is over.

    A period is over on its last day. One that is published sooner is listed too. A period belongs
    to the record if its deadline does, or else its last day.
    """
    dues = {period: period_due(limit, period, ledger.calendar) for period in _over(ledger, limit)}
    for unit in units:
        slots = _slots(ledger.under(item, unit), limit)
        newest = max((period.first for period in slots), default=None)
        for period, deadline in {**dues, **_ahead(ledger, limit, slots)}.items():
            yield _duty(ledger, f"{item}/{unit}", (period, deadline), slots.get(period), newest)


def _over(ledger: Ledger, limit: Periodic) -> Iterator[Period]:
    every = limit.every
    earlier = []
    period = period_before(every, period_at(every, ledger.since).first)
    while period and _day(ledger, limit, period) >= ledger.since:
        earlier.append(period)
        period = period_before(every, period.first)
    yield from reversed(earlier)
    for period in periods_between(every, ledger.since, ledger.until):
        if period.last <= ledger.until:
            yield period


def _day(ledger: Ledger, limit: Periodic, period: Period) -> date:
    deadline = period_due(limit, period, ledger.calendar)
    return deadline.latest if deadline else period.last


def _ahead(ledger: Ledger, limit: Periodic, slots: Iterable[Period]) -> Dues:
    ahead = sorted(period for period in slots if period.last > ledger.until)
    return {period: period_due(limit, period, ledger.calendar) for period in ahead}


def _slots(matters: Iterable[Matter], limit: Periodic) -> dict[Period, list[Matter]]:
    """Return what was disclosed by period; what is about another sort of period is left out."""
    slots: dict[Period, list[Matter]] = {}
    for matter in matters:
        if matter.head.period and matter.head.period.every == limit.every:
            slots.setdefault(matter.head.period, []).append(matter)
    return slots


def _duty(
    ledger: Ledger,
    key: str,
    due: tuple[Period, Deadline | None],
    there: list[Matter] | None,
    newest: date | None,
) -> Duty:
    period, deadline = due
    item, unit = key.split("/")
    published = min(matter.root.published for matter in there) if there else None
    state: State = ledger.state(deadline, published)
    if state == "due-soon" and period.last > ledger.day:
        # Nobody can tell of a period that is not over; a calendar lists it all the same.
        state = "open"
    if state == "overdue" and newest and newest > period.first:
        state = "blank"
    return Duty(
        key=f"{key}/{period.text}",
        item=item,
        unit=unit,
        kind="periodic",
        period=period,
        deadline=deadline,
        entry=max(there, key=lambda each: (each.head.published, each.head.id)).head.id
        if there
        else None,
        published=published,
        state=state,
    )
