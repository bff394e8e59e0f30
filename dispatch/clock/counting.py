"""How a length of time is counted from a day, and how long lies between two days.

民法典第二百零一条 leaves out the day of the event; 第二百零二条 ends months and years on the
corresponding day, or else on the last of the month; 第二百零三条 moves an end that falls on a day
off to the next day that is worked. The last is written for deadlines to act; for a minimum that
something must stand the later end is the safe reading, so it moves too. Working days are days that
are worked, make-up days among them; of clear days neither end is counted, and it does not move.

Where the list of a year is not announced there is no one day but an earliest and a latest, and
the deadline is provisional. They are bounds of what lists have done, not guesses: see `SPARE` and
those below it, which the tests hold against every list from 2004 on.
"""

from __future__ import annotations

import calendar as almanac
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.clock.workdays import ONE
from dispatch.model.values import DurationUnit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.clock.workdays import Calendar
    from dispatch.model.values import Duration

Purpose = Literal["act", "stand"]
"""Whether somebody must act by the end, or something must stand until it."""

MADE_UP = 3
"""In any stretch of days at most so many make-up days outweigh the weekdays off."""
SPARE = 7
"""In a short stretch at most so many weekdays are off: a long festival, and one day in hand."""
SPREAD = 20
"""For so many further weekdays one more may be off; the law gives 13 days a year."""
LONGEST_RUN = 10
"""The longest row of days off: Spring Festival 2020, as it was prolonged."""

MONTHS = {DurationUnit.MONTH: 1, DurationUnit.YEAR: 12}
FIRST_DAY_MAY_COUNT = (DurationUnit.DAY, DurationUnit.WORKING_DAY, *MONTHS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The end of a time limit, by a calendar."""

    day: date
    """The day to go by: whatever a list may still bring, whoever keeps to it is safe.

    That is the earliest day for a deadline to act, and the latest for something that must stand.
    """
    earliest: date
    latest: date
    nominal: date
    """The end before it moves off a day that is not worked; of working days the earliest end."""
    purpose: Purpose
    calendar: str
    """The calendar and its version."""
    event: date | None = None
    """What it is counted from; None for a stated day."""
    duration: Duration | None = None
    """What is counted; None for a stated day."""
    counts_first_day: bool = False
    """Whether the day of the event is the first that is counted."""

    @property
    def provisional(self) -> bool:
        """Whether the day depends on a list that is not announced."""
        return self.earliest != self.latest

    def met(self, on: date) -> bool | None:
        """Tell whether acting, or taking down, on a day keeps to it; None while that is open."""
        if self.purpose == "act":
            return True if on <= self.earliest else False if on > self.latest else None
        return True if on >= self.latest else False if on < self.earliest else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How many units lie between two days, under both conventions."""

    with_first: int
    """The first day counted, as notices do: 公示期五天，24日至28日."""
    without_first: int
    """The first day not counted, as 民法典第二百零一条 does."""
    unknown: int = 0
    """How many of the days are not counted because their list is not announced."""


def count(
    event: date,
    duration: Duration,
    calendar: Calendar,
    *,
    purpose: Purpose,
    counts_first_day: bool = False,
) -> Deadline:
    """Return the end of a length of time that begins with the event.

    An end that lies beyond the year 9999 is the last day of that year.
    """
    counts = counts_first_day and duration.count > 0 and duration.unit in FIRST_DAY_MAY_COUNT
    first = event if counts else _after(event)
    if duration.unit is DurationUnit.WORKING_DAY and duration.count:
        earliest, latest = _worked(first, duration.count, calendar)
        nominal = earliest
    else:
        nominal = _nominal(event, first, duration, calendar)
        fixed = duration.unit is DurationUnit.CLEAR_DAY and purpose == "stand"
        earliest, latest = (nominal, nominal) if fixed else _moved(nominal, calendar)
    return Deadline(
        day=earliest if purpose == "act" else latest,
        earliest=earliest,
        latest=latest,
        nominal=nominal,
        purpose=purpose,
        calendar=calendar.name,
        event=event,
        duration=duration,
        counts_first_day=counts,
    )


def due_on(day: date, calendar: Calendar, *, purpose: Purpose = "act") -> Deadline:
    """Return the deadline that a stated day is, moved off a day that is not worked."""
    earliest, latest = _moved(day, calendar)
    return Deadline(
        day=earliest if purpose == "act" else latest,
        earliest=earliest,
        latest=latest,
        nominal=day,
        purpose=purpose,
        calendar=calendar.name,
    )


def spans(first: date, last: date, unit: DurationUnit, calendar: Calendar) -> Lengths:
    """Return how many days, months or years lie between two days; none if they are reversed."""
    if last < first:
        return Lengths(with_first=0, without_first=0)
    if unit in MONTHS:
        return Lengths(
            with_first=_months(first, last, first) // MONTHS[unit],
            without_first=_months(first, last, _after(first)) // MONTHS[unit],
        )
    if unit is DurationUnit.WORKING_DAY:
        states = [calendar.is_working(day) for day in days_from(first, last)]
        worked = states.count(True)
        return Lengths(
            with_first=worked,
            without_first=worked - (states[0] is True),
            unknown=states.count(None),
        )
    if unit is DurationUnit.CLEAR_DAY:
        between = tuple(days_from(first, last))[1:-1]
        clear = sum(calendar.is_clear(day) for day in between)
        return Lengths(with_first=clear, without_first=clear)
    days = (last - first).days
    return Lengths(with_first=days + 1, without_first=days)


def months_later(day: date, months: int) -> date:
    """Return the corresponding day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, almanac.monthrange(year, month + 1)[1]))


def days_from(first: date, last: date) -> Iterator[date]:
    """Return the days from the first to the last, both among them."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _after(day: date) -> date:
    return day if day == date.max else day + ONE


def _later(day: date, days: int) -> date:
    """Return the day so many days later; the last day there is, where there is no such day."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _months(event: date, last: date, first: date) -> int:
    """Return how many whole months are over with the last day; the first is the first counted."""
    months = (last.year - event.year) * 12 + last.month - event.month
    while _months_end(event, first, months + 1) <= last < date.max:
        months += 1
    while months and _months_end(event, first, months) > last:
        months -= 1
    return months


def _months_end(event: date, first: date, months: int) -> date:
    """Return the last day of so many months: a day sooner where the day of the event counts."""
    end = months_later(event, months)
    return end - ONE if first == event < end and end.day == event.day else end


def _nominal(event: date, first: date, duration: Duration, calendar: Calendar) -> date:
    """Return the end of a length of time before it moves; the first is the first day counted."""
    unit, number = duration.unit, duration.count
    if unit is DurationUnit.CLEAR_DAY:
        return _cleared(event, number, calendar)
    if unit in MONTHS and number:
        return _months_end(event, first, number * MONTHS[unit])
    return _later(event, number - (first == event and number > 0))


def _cleared(event: date, number: int, calendar: Calendar) -> date:
    """Return the first day that has so many clear days between it and the event."""
    beyond = event.toordinal() + number >= date.max.toordinal()
    if calendar.unclear is None or beyond:
        return _later(event, number + 1)
    day = event
    while number and day < date.max:
        day += ONE
        number -= calendar.is_clear(day)
    return _after(day)


@lru_cache(maxsize=4096)
def _worked(first: date, number: int, calendar: Calendar) -> tuple[date, date]:
    """Return the earliest and the latest day on which so many days have been worked.

    Remembered: very many entries are formed on few days, and have few limits.
    """
    if first.toordinal() + number > date.max.toordinal():
        return date.max, date.max
    day = first
    while (state := calendar.is_working(day)) is not None:
        number -= state
        if not number or day == date.max:
            return day, day
        day += ONE
    return _bounded(day, number, calendar)


def _bounded(first: date, number: int, calendar: Calendar) -> tuple[date, date]:
    """Return the same from a day on that is not known to be worked or not."""
    earliest: date | None = None
    worked = weekdays = weekends = 0
    for day in days_from(first, date.max):
        state = calendar.is_working(day)
        if state:
            worked += 1
        elif state is None:
            weekends += day.weekday() in calendar.weekend
            weekdays += day.weekday() not in calendar.weekend
        if not earliest and worked + weekdays + min(weekends, MADE_UP) >= number:
            earliest = day
        if worked + weekdays - min(weekdays, SPARE + weekdays // SPREAD) >= number:
            return earliest or day, day
    return earliest or date.max, date.max


def _moved(day: date, calendar: Calendar) -> tuple[date, date]:
    """Return the first day from here that may be worked, and the first that must be."""
    earliest: date | None = None
    unknown = 0
    while (state := calendar.is_working(day)) is not True and day < date.max:
        if state is None:
            earliest = earliest or day
            unknown += 1
            if unknown > LONGEST_RUN:
                break
        day += ONE
    return earliest or day, day
