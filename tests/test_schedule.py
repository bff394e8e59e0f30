"""When the limits of a catalogue are due: every kind, with the days that real norms give."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.clock import schedule
from dispatch.clock.counting import count
from dispatch.clock.workdays import calendar_of
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Opening
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Stage
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.model.config import CalendarConfig
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.values import period_of

CN, _ = calendar_of(CalendarConfig())
ONE = timedelta(1)
EVERY = tuple(schedule.LENGTHS)
every = st.sampled_from(EVERY)
ordinary = st.dates(date(1950, 1, 1), date(2100, 12, 31))


def length(number, unit="working-day"):
    return Duration(count=number, unit=DurationUnit(unit))


@given(every, st.dates())
def test_a_day_lies_in_its_period(name, day):
    period = schedule.period_at(name, day)
    assert period.first <= day <= period.last
    assert period.every == name
    assert period == period_of(period.text)


@given(every, ordinary)
def test_periods_leave_no_gap_and_do_not_overlap(name, day):
    here = schedule.period_at(name, day)
    before, after = schedule.period_before(name, day), schedule.period_after(name, day)
    assert before.last + ONE == here.first
    assert here.last + ONE == after.first
    assert schedule.period_after(name, before.first) == here
    assert schedule.period_before(name, after.last) == here


@given(every, ordinary, st.integers(0, 2000))
def test_periods_between_cover_every_day_once(name, first, days):
    last = first + timedelta(days)
    found = schedule.periods_between(name, first, last)
    assert found[0].first <= first
    assert found[-1].last >= last
    assert all(one.last + ONE == two.first for one, two in pairwise(found))
    assert found == tuple(dict.fromkeys(found))


def test_periods_between_in_words():
    found = schedule.periods_between("quarter", date(2025, 12, 31), date(2026, 7, 1))
    assert [each.text for each in found] == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert schedule.periods_between("month", date(2026, 2, 1), date(2026, 1, 31)) == ()
    assert schedule.period_before("half-year", date(2026, 1, 1)).text == "2025-H2"
    assert schedule.period_after("year", date(2026, 1, 1)).text == "2027"


def test_time_has_a_first_and_a_last_period():
    for name in EVERY:
        assert schedule.period_before(name, date.min) is None
        assert schedule.period_after(name, date.max) is None
        assert len(schedule.periods_between(name, date(9999, 12, 1), date.max)) == 1
        last = schedule.period_at(name, date.max)
        limit = Periodic(every=name, month=1, day=31)
        assert schedule.period_due(limit, last, CN).day == date.max


@pytest.mark.parametrize(
    ("limit", "period", "due", "source"),
    [
        ({"month": 1, "day": 15}, "2026-Q3", "2026-10-15", "重庆：每季度首月15日前"),
        ({"day": 15}, "2025-Q4", "2026-01-15", "首月就是第一个月"),
        ({"month": 1, "day": 10}, "2026-09", "2026-10-10", "次月10日前；周六，调休上班"),
        ({"month": 1, "day": 10}, "2025-12", "2026-01-12", "次月10日前；周六，顺延到周一"),
        ({"month": 1, "day": 31}, "2025", "2026-02-02", "每年1月31日前（条例第四十九条）；周六"),
        ({"month": 3, "day": 31}, "2025", "2026-03-31", "每年3月31日前"),
        ({"month": 1, "day": 31}, "2026-01", "2026-02-28", "2月没有31日；28日周六，调休上班"),
        ({"month": 2, "day": 31}, "2023-12", "2024-02-29", "闰年2月末"),
        ({"month": 12, "day": 1}, "2024", "2025-12-01", "当年12月1日"),
        ({"within": length(15, "day")}, "2026-Q3", "2026-10-15", "季度结束后15日内"),
        ({"within": length(15)}, "2026-Q3", "2026-10-27", "季度结束后15个工作日内，跨国庆"),
        ({"within": length(5, "day")}, "2026-H1", "2026-07-06", "第5日周日，顺延到周一"),
        ({"within": length(1, "month")}, "2025", "2026-02-02", "年度结束后一个月；1月31日周六"),
        ({"within": length(3)}, "2025-12", "2026-01-06", "跨元旦，4日周日上班"),
    ],
)
def test_periods_are_due(limit, period, due, source):
    found = period_of(period)
    deadline = schedule.period_due(Periodic(every=found.every, **limit), found, CN)
    assert deadline.day == date.fromisoformat(due), source
    assert not deadline.provisional
    assert deadline.calendar == CN.name


def test_a_stated_day_is_kept_beside_the_day_it_moved_to():
    limit = Periodic(every="year", month=1, day=31)
    found = schedule.period_due(limit, period_of("2025"), CN)
    assert (found.nominal, found.day) == (date(2026, 1, 31), date(2026, 2, 2))


def test_a_period_whose_deadline_lies_in_an_unknown_year_is_provisional():
    limit = Periodic(every="quarter", month=1, day=15)
    found = schedule.period_due(limit, period_of("2026-Q4"), CN)
    assert found.provisional
    assert (found.nominal, found.earliest) == (date(2027, 1, 15), date(2027, 1, 15))
    assert found.latest == date(2027, 1, 25)


@given(every, ordinary, st.integers(1, 12), st.integers(1, 31))
def test_deadlines_of_following_periods_follow(name, day, month, number):
    limit = Periodic(every=name, month=month, day=number)
    here, after = schedule.period_at(name, day), schedule.period_after(name, day)
    one, two = (schedule.period_due(limit, period, CN) for period in (here, after))
    assert here.last < one.nominal < two.nominal
    assert one.earliest <= two.earliest
    assert one.latest <= two.latest


@pytest.mark.parametrize(
    "limit",
    [
        {},
        {"month": 3},
        {"day": 0},
        {"day": 32},
    ],
)
def test_a_limit_that_cannot_be_gives_no_deadline(limit):
    limit = Periodic(every="year", **limit)
    assert schedule.period_due(limit, period_of("2025"), CN) is None


def test_events_and_changes():
    formed = date(2026, 9, 18)
    assert schedule.event_due(Event(within=length(20)), formed, CN).day == date(2026, 10, 22)
    assert schedule.event_due(Standing(within=length(5)), formed, CN).day == date(2026, 9, 24)
    assert schedule.event_due(Event(prompt=True), formed, CN) is None
    assert schedule.event_due(Standing(), formed, CN) is None


def test_stages():
    limit = Staged(stages=(Stage(name="事前", within=length(3)), Stage(name="事中")))
    assert schedule.stage_due(limit, "事前", date(2026, 9, 30), CN).day == date(2026, 10, 10)
    assert schedule.stage_due(limit, "事中", date(2026, 9, 30), CN) is None
    assert schedule.stage_due(limit, "事后", date(2026, 9, 30), CN) is None


def test_requests_are_extended_once():
    # 政府信息公开条例第三十三条: 20 working days, and at most 20 more.
    limit = OnRequest(within=length(20), extend=length(20))
    assert schedule.request_due(limit, date(2026, 8, 3), CN).day == date(2026, 8, 31)
    extended = schedule.request_due(limit, date(2026, 8, 3), CN, extended=True)
    assert extended.day == date(2026, 9, 27 + 1)
    plain = OnRequest(within=length(20))
    assert schedule.request_due(plain, date(2026, 8, 3), CN, extended=True).day == date(2026, 8, 31)


def test_an_extension_begins_where_the_first_limit_ends():
    accepted = date(2026, 8, 1)
    days = OnRequest(within=length(15, "day"), extend=length(15, "day"))
    assert schedule.request_due(days, accepted, CN).day == date(2026, 8, 17), "16 is a Sunday"
    assert schedule.request_due(days, accepted, CN, extended=True).day == date(2026, 8, 31)
    mixed = OnRequest(within=length(15, "day"), extend=length(5))
    assert schedule.request_due(mixed, accepted, CN, extended=True).day == date(2026, 8, 21)
    other = OnRequest(within=length(10), extend=length(1, "month"))
    assert schedule.request_due(other, accepted, CN, extended=True).day == date(2026, 9, 14)


def test_an_extension_into_an_unknown_year_is_provisional():
    limit = OnRequest(within=length(10), extend=length(1, "month"))
    found = schedule.request_due(limit, date(2026, 12, 28), CN, extended=True)
    assert found.provisional
    first = schedule.request_due(limit, date(2026, 12, 28), CN)
    assert first.earliest < first.latest
    month = length(1, "month")
    assert found.earliest == count(first.earliest, month, CN, purpose="act").earliest
    assert found.latest == count(first.latest, month, CN, purpose="act").latest


def test_reviews():
    limit = Standing(within=length(5), review=length(6, "month"))
    assert schedule.review_due(limit, date(2026, 3, 12), CN).day == date(2026, 9, 14)
    assert schedule.review_due(Standing(), date(2026, 3, 12), CN) is None


@pytest.mark.parametrize(
    ("opens", "month", "period", "first", "last"),
    [
        (Opening(day=5), 1, "2026-Q3", date(2026, 10, 5), date(2026, 10, 15)),
        (Opening(month=1, day=10), 3, "2025", date(2026, 1, 10), date(2026, 3, 16)),
        (Opening(month=2, day=31), 3, "2025", date(2026, 2, 28), date(2026, 3, 16)),
    ],
)
def test_a_window_opens_on_its_day_and_ends_as_a_stated_day_does(opens, month, period, first, last):
    named = period_of(period)
    limit = Periodic(every=named.every, opens=opens, month=month, day=15)
    assert schedule.period_opens(limit, named) == first
    assert schedule.period_due(limit, named, CN).day == last
    assert schedule.period_opens(Periodic(every=named.every, day=15), named) is None
