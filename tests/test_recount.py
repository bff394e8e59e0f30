"""Deadlines counted a second time, on the fingers: from the notices, and by no code of ours."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.clock import schedule
from dispatch.clock.counting import count
from dispatch.clock.workdays import calendar_of
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.config import CalendarConfig
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.values import period_of
from tests.deadlines.notices import is_worked

ONE = timedelta(1)
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
events = st.dates(FIRST, date(2025, 3, 1))
numbers = st.integers(1, 90)
some = st.lists(st.dates(FIRST, LAST), max_size=40).map(tuple)


def calendar(**local):
    found, fault = calendar_of(CalendarConfig(**local))
    assert fault is None
    return found


CN = calendar()


def length(number, unit="working-day"):
    return Duration(count=number, unit=DurationUnit(unit))


def worked(day, off=(), on=()):
    """Say whether a day is worked, by the notices and the body's own days; its working days win."""
    return day in on or (day not in off and is_worked(day))


def nth_worked(day, number, **local):
    """Strike off one day after the other, the day after the event first."""
    left = [day + n * ONE for n in range(1, number * 3 + 90)]
    return [each for each in left if worked(each, **local)][number - 1]


def rolled(day, **local):
    while not worked(day, **local):
        day += ONE
    return day


def same_day_of(day, months):
    """Turn the leaves of an almanac: a month on, and the same day there or the last."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@given(events, numbers, some, some)
def test_working_days_with_days_off_and_on_of_ones_own(event, number, off, on):
    own = calendar(closures=off, working=on)
    found = count(event, length(number), own, purpose="act")
    assert found.day == nth_worked(event, number, off=off, on=on)
    assert not found.provisional


@given(events, numbers, some, some, st.sampled_from(["act", "stand"]))
def test_days_roll_over_days_off_and_on_of_ones_own(event, number, off, on, purpose):
    own = calendar(closures=off, working=on)
    found = count(event, length(number, "day"), own, purpose=purpose)
    assert found.nominal == event + number * ONE
    assert found.day == rolled(event + number * ONE, off=off, on=on)


@given(events, st.integers(1, 20), st.sampled_from([("month", 1), ("year", 12)]))
def test_months_and_years_end_on_the_same_day_or_the_last(event, number, unit):
    name, months = unit
    number = min(number, 20 // months)
    found = count(event, length(number, name), CN, purpose="act")
    assert found.nominal == same_day_of(event, number * months)
    assert found.day == rolled(found.nominal)


@pytest.mark.parametrize(
    ("event", "number", "unit", "nominal", "day"),
    [
        # The last of the month where there is no corresponding day (民法典第二百零二条).
        (date(2024, 1, 31), 1, "month", date(2024, 2, 29), date(2024, 2, 29)),
        (date(2023, 1, 31), 1, "month", date(2023, 2, 28), date(2023, 2, 28)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), 1, "month", date(2024, 3, 29), date(2024, 3, 29)),
        # A Saturday on which all China worked is an end like any other.
        (date(2026, 2, 4), 10, "day", date(2026, 2, 14), date(2026, 2, 14)),
        # Nine days of Spring Festival 2026, from Sunday the 15th to Monday the 23rd.
        (date(2026, 2, 5), 10, "day", date(2026, 2, 15), date(2026, 2, 24)),
        (date(2026, 2, 13), 1, "working-day", date(2026, 2, 14), date(2026, 2, 14)),
        (date(2026, 2, 14), 1, "working-day", date(2026, 2, 24), date(2026, 2, 24)),
        (date(2025, 9, 30), 1, "working-day", date(2025, 10, 9), date(2025, 10, 9)),
        (date(2025, 12, 31), 1, "working-day", date(2026, 1, 4), date(2026, 1, 4)),
    ],
)
def test_ends_that_are_easily_got_wrong(event, number, unit, nominal, day):
    found = count(event, length(number, unit), CN, purpose="act")
    assert (found.nominal, found.day) == (nominal, day)


@given(st.integers(2019, 2024), st.sampled_from([1, 2, 3]), st.integers(1, 31))
def test_periods_by_a_day_of_a_month(year, month, day):
    for text, first in ((f"{year}", (year + 1, 0)), (f"{year}-H1", (year, 6))):
        period = period_of(text)
        limit = Periodic(every=period.every, month=month, day=day)
        last = monthrange(first[0], first[1] + month)[1]
        stated = date(first[0], first[1] + month, min(day, last))
        found = schedule.period_due(limit, period, CN)
        assert (found.nominal, found.day) == (stated, rolled(stated))


@given(st.sampled_from(["month", "quarter", "half-year", "year"]), numbers)
def test_deadlines_of_periods_follow_each_other_and_none_is_left_out(every, number):
    periods = schedule.periods_between(every, FIRST, date(2024, 12, 31))
    limit = Periodic(every=every, within=length(number))
    found = [schedule.period_due(limit, period, CN).day for period in periods]
    assert all(one <= two for one, two in pairwise(found))
    assert found == [nth_worked(period.last, number) for period in periods]


@given(events, st.integers(1, 40), st.integers(1, 40))
def test_an_answer_that_is_put_off_once_has_both_lengths(event, number, more):
    limit = OnRequest(within=length(number), extend=length(more))
    found = schedule.request_due(limit, event, CN, extended=True)
    assert found.day == nth_worked(nth_worked(event, number), more)


def test_a_day_that_is_both_off_and_on_is_worked():
    day = date(2026, 11, 24)
    both = calendar(closures=(day,), working=(day,))
    assert both.is_working(day) is True
    assert count(day - ONE, length(1), both, purpose="act").day == day


@given(st.dates(date(9999, 1, 1), date.max), st.sampled_from(["month", "quarter", "year"]))
def test_at_the_end_of_time_nothing_is_due_before_it_is_over(day, every):
    period = schedule.period_at(every, day)
    for limit in (Periodic(every=every, day=15), Periodic(every=every, within=length(10))):
        assert schedule.period_due(limit, period, CN).day >= period.last


@given(st.dates(date(2026, 12, 1), LAST), st.integers(1, 60))
def test_into_2027_the_safe_day_is_never_after_the_plain_weekdays(event, number):
    """2027 will have days off among its weekdays and a few make-up days; neither is guessed."""
    found = count(event, length(number), CN, purpose="act")
    known = sum(worked(event + n * ONE) for n in range(1, (LAST - event).days + 1))
    assert found.provisional == (known < number)
    if found.provisional:
        assert found.day == found.earliest > LAST
        assert found.latest > found.earliest
