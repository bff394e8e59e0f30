"""How lengths are counted: tables of worked deadlines, and what must hold for every one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta

import holidays
import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from dispatch.clock.counting import count
from dispatch.clock.counting import due_on
from dispatch.clock.counting import months_later
from dispatch.clock.counting import spans
from dispatch.clock.tracing import trace
from dispatch.clock.workdays import Why
from dispatch.clock.workdays import calendar_of
from dispatch.model.config import CalendarConfig
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from tests.deadlines import notices

ONE = timedelta(1)
CALENDARS = {
    region: calendar_of(CalendarConfig(region=region))[0] for region in ("CN", "GB-ENG", "US-AL")
}
CN = CALENDARS["CN"]
# Every day is worked: what is left is counting alone.
ALWAYS = replace(
    CN,
    first=date.min,
    last=date.max,
    weekend=frozenset(),
    holidays={},
    lieu=frozenset(),
    make_up={},
)
UNITS = tuple(DurationUnit)
announced = st.dates(date(2005, 1, 1), date(2024, 12, 31))
lengths = st.integers(1, 60)
units = st.sampled_from(UNITS)
purposes = st.sampled_from(["act", "stand"])


def length(number, unit="working-day"):
    return Duration(count=number, unit=DurationUnit(unit))


def end(event, number, unit="working-day", calendar=CN, **options):
    options = {"purpose": "act"} | options
    return count(event, length(number, unit), calendar, **options)


TABLE = notices.rows("worked.csv")
BY_HAND = notices.rows("by-hand.csv")


def test_the_tables_are_as_large_as_they_should_be():
    assert len(TABLE) >= 200
    assert len(BY_HAND) >= 30
    assert {row["event"][:4] for row in TABLE} >= {str(year) for year in range(2019, 2027)}
    assert {row["unit"] for row in TABLE} == set(UNITS)
    assert len({tuple(row.values()) for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: " ".join(list(row.values())[:3]))
def test_worked_deadlines(row):
    event, due = date.fromisoformat(row["event"]), date.fromisoformat(row["expected"])
    number, unit = int(row["count"]), row["unit"]
    found = end(event, number, unit, purpose="stand" if unit == "clear-day" else "act")
    assert (found.day, found.provisional) == (due, False)
    assert notices.expected(event, number, unit) == due


def test_worked_deadlines_by_another_library():
    other = holidays.country_holidays("CN", years=range(2018, 2027))
    rows = [row for row in TABLE if row["unit"] == "working-day"]
    assert len(rows) > 100
    for row in rows:
        due = other.get_nth_working_day(row["event"], int(row["count"]))
        assert due == date.fromisoformat(row["expected"]), row


@pytest.mark.parametrize("row", BY_HAND, ids=lambda row: " ".join(list(row.values())[:4]))
def test_deadlines_worked_by_hand(row):
    found = end(
        date.fromisoformat(row["event"]),
        int(row["count"]),
        row["unit"],
        CALENDARS[row["region"]],
        purpose=row["purpose"],
        counts_first_day=row["first"] == "yes",
    )
    assert (found.day, found.provisional) == (date.fromisoformat(row["expected"]), False)


def test_a_deadline_names_its_calendar():
    assert end(date(2026, 9, 18), 20).calendar == CN.name


@pytest.mark.parametrize("unit", UNITS)
def test_2027_is_provisional(unit):
    found = end(date(2026, 12, 31), 5, unit)
    assert found.provisional
    assert found.earliest < found.latest
    assert found.day == found.earliest
    assert end(date(2026, 12, 31), 5, unit, purpose="stand").day == (
        found.nominal if unit == "clear-day" else found.latest
    )


def test_a_count_that_ends_before_the_unknown_is_certain():
    assert not end(date(2026, 12, 1), 22).provisional
    assert end(date(2026, 12, 1), 22).day == date(2026, 12, 31)
    assert end(date(2026, 12, 1), 23).provisional
    local = replace(CN, working=frozenset([date(2027, 1, 4)]))
    assert not due_on(date(2027, 1, 4), local).provisional


def test_met_is_open_between_earliest_and_latest():
    act = end(date(2026, 12, 10), 20)
    assert (act.earliest, act.latest) == (date(2027, 1, 5), date(2027, 1, 18))
    assert act.met(act.earliest) is True
    assert act.met(act.earliest + ONE) is None
    assert act.met(act.latest + ONE) is False
    stand = end(date(2026, 12, 10), 20, purpose="stand")
    assert stand.met(stand.latest) is True
    assert stand.met(stand.latest - ONE) is None
    assert stand.met(stand.earliest - ONE) is False


@given(st.dates(date(2005, 1, 1), date(2025, 6, 1)), st.integers(1, 300), st.integers(0, 500))
def test_the_truth_lies_between_earliest_and_latest(event, number, known):
    cut = replace(CN, last=min(event + known * ONE, CN.last))
    truth, seen = end(event, number), end(event, number, calendar=cut)
    assert seen.earliest <= truth.day <= seen.latest
    assert seen.provisional == (truth.day > cut.last)


@given(announced, st.integers(0, 400), st.sampled_from(["day", "month", "year"]), purposes)
def test_the_truth_lies_there_for_ends_that_move_too(event, number, unit, purpose):
    number = {"day": number, "month": number % 20, "year": number % 2}[unit]
    cut = replace(CN, last=event)
    truth = end(event, number, unit, purpose=purpose)
    seen = end(event, number, unit, cut, purpose=purpose)
    assert seen.earliest <= truth.day <= seen.latest


def test_bounds_hold_from_every_new_year_on():
    for year in range(2004, 2026):
        cut = replace(CN, last=date(year, 12, 31))
        for day in notices.days(date(year, 12, 1), date(year, 12, 31)):
            for number in (1, 5, 10, 20, 60, 120, 200):
                seen = end(day, number, calendar=cut)
                assert seen.earliest <= end(day, number).day <= seen.latest, (day, number)


@given(announced, lengths, units, purposes, st.booleans())
def test_later_events_and_longer_lengths_end_no_sooner(event, number, unit, purpose, first):
    options = {"purpose": purpose, "counts_first_day": first}
    here = end(event, number, unit, **options)
    assume(not here.provisional)
    assert here.day <= end(event + ONE, number, unit, **options).day
    assert here.day <= end(event, number + 1, unit, **options).day
    assert here.day >= event


@given(st.dates(date(2026, 6, 1), date(2028, 1, 1)), st.integers(0, 300), units)
def test_bounds_are_monotone_too(event, number, unit):
    here = end(event, number, unit)
    for other in (end(event + ONE, number, unit), end(event, number + 1, unit)):
        assert here.earliest <= other.earliest
        assert here.latest <= other.latest


@given(announced, lengths, lengths)
def test_working_days_add_up(event, first, second):
    whole = end(event, first + second)
    assert end(end(event, first).day, second).day == whole.day


@given(announced, lengths, lengths)
def test_days_add_up_where_nothing_moves(event, first, second):
    whole = end(event, first + second, "day", ALWAYS)
    assert end(end(event, first, "day", ALWAYS).day, second, "day", ALWAYS).day == whole.day
    assert whole.day == event + timedelta(first + second)


@given(announced, lengths, purposes)
def test_clear_days_end_a_day_after_days(event, number, purpose):
    days = end(event, number, "day", ALWAYS, purpose=purpose)
    assert end(event, number, "clear-day", ALWAYS, purpose=purpose).day == days.day + ONE
    assert end(event, number, "clear-day", purpose=purpose).nominal == days.day + ONE


@given(announced, lengths, units)
def test_counting_the_first_day_never_ends_later(event, number, unit):
    counted = end(event, number, unit, counts_first_day=True)
    assert counted.day <= end(event, number, unit).day
    if unit == "day":
        assert counted.nominal == event + timedelta(number - 1)


@given(announced, lengths, st.sampled_from(["day", "month", "year"]))
def test_an_end_moves_to_the_next_day_that_is_worked(event, number, unit):
    assume(unit == "day" or number < 20)
    found = end(event, number % 20 if unit == "year" else number, unit)
    assume(not found.provisional)
    assert CN.is_working(found.day)
    moved = notices.days(found.nominal, found.day - ONE)
    assert [day for day in moved if CN.is_working(day)] == []
    assert len(moved) <= 10


@given(announced, st.integers(1, 400), st.booleans())
def test_spans_and_counts_are_inverse(event, number, first):
    for unit in ("day", "working-day", "month", "year"):
        short = {"month": number % 40 + 1, "year": number % 12 + 1}.get(unit, number)
        found = count(event, length(short, unit), CN, purpose="act", counts_first_day=first).nominal
        assume(found <= CN.last or unit != "working-day")
        name = "with_first" if first else "without_first"
        assert getattr(spans(event, found, DurationUnit(unit), CN), name) == short
        assert getattr(spans(event, found - ONE, DurationUnit(unit), CN), name) == short - 1


@given(st.dates(date(2007, 1, 1), date(2024, 12, 31)), st.integers(0, 200))
def test_spans_of_working_days_are_those_of_the_second_library(event, number):
    other = holidays.country_holidays("CN")
    last = min(event + timedelta(number), CN.last)
    found = spans(event, last, DurationUnit.WORKING_DAY, CN)
    assert found.with_first == other.get_working_days_count(event, last)
    assert found.unknown == 0


def test_spans_of_a_notice():
    first, last = date(2019, 10, 24), date(2019, 10, 28)
    found = [spans(first, last, unit, CN) for unit in UNITS[:3]]
    assert [(each.with_first, each.without_first) for each in found] == [(5, 4), (3, 2), (3, 3)]
    assert spans(last, first, DurationUnit.DAY, CN).with_first == 0
    assert spans(first, first, DurationUnit.CLEAR_DAY, CN).with_first == 0
    assert spans(date(2026, 12, 30), date(2027, 1, 5), DurationUnit.WORKING_DAY, CN).unknown == 5


def test_no_length_is_the_day_itself():
    for unit in ("day", "working-day", "month", "year"):
        assert end(date(2026, 11, 23), 0, unit).day == date(2026, 11, 23)
        assert end(date(2026, 11, 21), 0, unit).day == date(2026, 11, 23), "a Saturday moves"
        assert end(date(2026, 11, 23), 0, unit, counts_first_day=True).day == date(2026, 11, 23)


def test_months_end_on_the_corresponding_day_or_the_last():
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2024, 2, 29), 48) == date(2028, 2, 29)
    first = {"calendar": ALWAYS, "counts_first_day": True}
    assert end(date(2026, 1, 15), 1, "month", **first).day == date(2026, 2, 14)
    assert end(date(2026, 1, 31), 1, "month", **first).day == date(2026, 2, 28)
    assert end(date(2026, 1, 1), 1, "year", **first).day == date(2026, 12, 31)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("event", [date.min, date(9999, 12, 30), date.max])
@pytest.mark.parametrize("number", [1, 40, 999_999_999])
def test_lengths_that_no_calendar_has_do_not_fail(unit, event, number):
    for calendar in CALENDARS.values():
        found = end(event, min(number, 999_999_999), unit, calendar)
        assert event <= found.earliest <= found.latest <= date.max
        assert spans(event, event, unit, calendar).with_first in (0, 1)


def test_a_trace_tells_every_day():
    found = end(date(2026, 9, 24), 5)
    days = trace(found, CN)
    assert [day.day for day in days] == notices.days(date(2026, 9, 24), date(2026, 10, 9))
    assert [day.number for day in days if day.role == "counted"] == [1, 2, 3, 4, 5]
    assert days[0].role == "event"
    skipped = {day.day.day: day.reason.key for day in days if day.role == "skipped"}
    assert skipped[25] is Why.HOLIDAY
    assert skipped[6] is Why.LIEU
    assert len(skipped) == 10


def test_a_trace_of_an_end_that_moves():
    found = end(date(2026, 9, 25), 10, "day")
    roles = [(day.day.day, day.role, day.number) for day in trace(found, CN)]
    assert roles[0] == (25, "event", 0)
    assert roles[1] == (26, "counted", 1)
    assert roles[10:] == [(5, "counted", 10), (6, "moved", 0), (7, "moved", 0), (8, "moved", 0)]


def test_a_trace_of_clear_days_of_months_and_of_a_stated_day():
    clear = trace(end(date(2026, 10, 12), 3, "clear-day"), CN)
    assert [day.role for day in clear] == ["event", "counted", "counted", "counted", "end"]
    month = trace(end(date(2026, 9, 2), 1, "month"), CN)
    assert [(day.day.day, day.role) for day in month][:2] == [(2, "event"), (2, "end")]
    assert [day.role for day in month][2:] == ["moved"] * 6
    stated = trace(due_on(date(2026, 1, 10), CN), CN)
    assert [(day.day.day, day.role) for day in stated] == [
        (10, "end"),
        (11, "moved"),
        (12, "moved"),
    ]


def test_a_trace_says_what_is_not_known():
    days = trace(end(date(2026, 12, 28), 5), CN)
    assert [day.role for day in days][:4] == ["event", "counted", "counted", "counted"]
    assert {day.role for day in days[4:]} == {"open"}
    assert {day.reason.key for day in days[4:]} == {Why.UNKNOWN}


@given(announced, lengths, units, purposes, st.booleans())
def test_traces_count_what_was_asked_for(event, number, unit, purpose, first):
    found = end(event, number, unit, purpose=purpose, counts_first_day=first)
    assume(not found.provisional)
    days = trace(found, CN)
    assert days[0].day == event
    assert days[-1].day == found.day
    if unit not in ("month", "year"):
        assert max(day.number for day in days) == number
        assert [day.day for day in days] == notices.days(event, found.day)
