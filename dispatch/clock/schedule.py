"""When what the catalogue asks for is due: from its time limits to deadlines.

A limit that gives no number (及时, 长期), or only the words of the norm, has no deadline: None.
A stated day (每季度首月15日前) counts itself in, and moves off a day that is not worked as every
other end does; `Deadline.nominal` keeps the day as it was stated.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.clock.counting import count
from dispatch.clock.counting import due_on
from dispatch.clock.counting import months_later
from dispatch.clock.workdays import ONE
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.values import period_of

if TYPE_CHECKING:
    from dispatch.clock.counting import Deadline
    from dispatch.clock.workdays import Calendar
    from dispatch.model.catalogue import Event
    from dispatch.model.catalogue import OnRequest
    from dispatch.model.catalogue import Periodic
    from dispatch.model.catalogue import Staged
    from dispatch.model.catalogue import Standing
    from dispatch.model.values import Period

Every = Literal["month", "quarter", "half-year", "year"]

LENGTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
LAST_DAY = 31


def period_at(every: Every, day: date) -> Period:
    """Return the period that a day lies in."""
    number = (day.month - 1) // LENGTHS[every] + 1
    parts = {"month": f"-{number:02}", "quarter": f"-Q{number}", "half-year": f"-H{number}"}
    return period_of(f"{day.year:04}{parts.get(every, '')}")


def period_before(every: Every, day: date) -> Period | None:
    """Return the last period that is over on a day; None in the first of all."""
    first = period_at(every, day).first
    return None if first == date.min else period_at(every, first - ONE)


def period_after(every: Every, day: date) -> Period | None:
    """Return the next period that begins after a day; None in the last of all."""
    last = period_at(every, day).last
    return None if last == date.max else period_at(every, last + ONE)


def periods_between(every: Every, first: date, last: date) -> tuple[Period, ...]:
    """Return the periods that have a day from the first to the last, in their order."""
    found = []
    period = period_at(every, first) if first <= last else None
    while period and period.first <= last:
        found.append(period)
        period = period_after(every, period.first)
    return tuple(found)


def period_due(limit: Periodic, period: Period, calendar: Calendar) -> Deadline | None:
    """Return by when a period must be disclosed."""
    if limit.within is not None:
        return count(period.last, limit.within, calendar, purpose="act")
    if limit.day is None:
        return None
    stated = _stated(period, limit.month or 1, limit.day)
    return due_on(stated, calendar) if stated else None


def period_opens(limit: Periodic, period: Period) -> date | None:
    """Return the first day of the window of a period, if the norm sets one; it does not move.

    What was out before and still is when the window opens is public within it: to disclose sooner
    is no fault, and no clock runs from the opening.
    """
    return _stated(period, limit.opens.month, limit.opens.day) if limit.opens else None


def _stated(period: Period, number: int, day: int) -> date | None:
    """Return the stated day of a month after a period, or else the last of that month."""
    if not 1 <= day <= LAST_DAY:
        return None
    month = months_later(period.first, LENGTHS[period.every] + number - 1)
    if month.day > 1:
        # Beyond the year 9999 there is no such month.
        return month
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def event_due(limit: Event | Standing, event: date, calendar: Calendar) -> Deadline | None:
    """Return by when what was formed, changed, decided or accepted must be public."""
    return _within(limit.within, event, calendar)


def stage_due(limit: Staged, name: str, begun: date, calendar: Calendar) -> Deadline | None:
    """Return by when a stage that has begun must be public; None for an unknown stage."""
    lengths = (stage.within for stage in limit.stages if stage.name == name)
    return _within(next(lengths, None), begun, calendar)


def request_due(
    limit: OnRequest, accepted: date, calendar: Calendar, *, extended: bool = False
) -> Deadline:
    """Return by when an application must be answered, or must be after the one extension.

    The extension begins where the first limit ends, moved or not: 十五日 and 十五日 are thirty.
    """
    first, more = limit.within, limit.extend
    if not extended or more is None:
        return count(accepted, first, calendar, purpose="act")
    if first.unit is more.unit:
        both = Duration(count=first.count + more.count, unit=first.unit)
        return count(accepted, both, calendar, purpose="act")
    counted = count(accepted, first, calendar, purpose="act")
    end = count(counted.nominal, more, calendar, purpose="act")
    if first.unit is not DurationUnit.WORKING_DAY:
        return end
    return replace(end, latest=count(counted.latest, more, calendar, purpose="act").latest)


def extends(limit: OnRequest, accepted: date, approved: date, calendar: Calendar) -> bool:
    """Tell whether an extension counts: the norm knows one, and the first limit was still running.

    By a provisional limit its earliest day decides.
    """
    first = request_due(limit, accepted, calendar)
    return limit.extend is not None and accepted <= approved <= first.day


def review_due(limit: Standing, looked: date, calendar: Calendar) -> Deadline | None:
    """Return by when something standing must be looked at again."""
    return _within(limit.review, looked, calendar)


def _within(length: Duration | None, event: date, calendar: Calendar) -> Deadline | None:
    return None if length is None else count(event, length, calendar, purpose="act")
