"""What is owed, and whether it was met: every state, over year ends and Spring Festival."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest

from dispatch.clock.workdays import calendar_of
from dispatch.ledger.duties import STATES
from dispatch.ledger.duties import Reach
from dispatch.ledger.duties import duties
from dispatch.ledger.duties import totals
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Phrase
from dispatch.model.catalogue import Stage
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.model.config import CalendarConfig
from dispatch.model.entry import Decision
from dispatch.model.entry import Extension
from dispatch.model.entry import StageOf
from dispatch.model.entry import Withdrawal
from dispatch.model.organisation import Organisation
from dispatch.model.organisation import Unit
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.values import period_of
from dispatch.reading import loader
from dispatch.reading.loader import worded
from tests.conftest import ROOT
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import site

CN, _ = calendar_of(CalendarConfig())
MONTH_ENDS = tuple(period_of(f"2026-{month:02}").last for month in range(1, 13))
START = entry(1, "Z", published=date(2025, 12, 1), formed=date(2025, 12, 1))


def length(number, unit="working-day"):
    return Duration(count=number, unit=DurationUnit(unit))


MONTHLY = Periodic(every="month", month=1, day=10)
STAGES = Staged(stages=tuple(Stage(name=name, within=length(10)) for name in ("前", "中", "后")))


def found(limit, *entries, day, reach=None, units=("online",)):
    """Return the duties of one item A; the record begins on 1 December 2025."""
    items = (item("A", limit=limit, units=units), item("Z", limit=Event(prompt=True)))
    whole = site(START, *entries, catalogue=Catalogue(items=items))
    every = duties(whole, day, CN, reach=reach)
    return tuple(each for each in every if each.item == "A")


def states(*given, **more):
    return {each.key.split("/", 2)[2]: each.state for each in found(*given, **more)}


def month(number, period, published, **more):
    return entry(number, "A", period=period, published=published, **more)


# Periods.


def test_a_month_is_owed_from_its_last_day():
    assert states(MONTHLY, day=date(2026, 1, 30)) == {"2025-11": "overdue", "2025-12": "overdue"}
    assert states(MONTHLY, day=date(2026, 1, 31))["2026-01"] == "open"


def test_a_period_belongs_to_the_record_if_its_deadline_does():
    # 2025-10 was due on 10 November, before anything was published.
    assert min(states(MONTHLY, day=date(2026, 1, 30))) == "2025-11"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 12, 31), "open"),
        (date(2026, 1, 5), "due-soon"),
        (date(2026, 1, 4), "open"),
        (date(2026, 1, 12), "due-soon"),
        (date(2026, 1, 13), "overdue"),
    ],
)
def test_a_deadline_moves_off_the_weekend_at_the_year_end(day, state):
    # Saturday 10 January 2026 moves to Monday the 12th: 6, 7, 8, 9, 12 are five working days.
    duty = found(MONTHLY, day=day)[-1]
    assert (duty.period.text, duty.deadline.day) == ("2025-12", date(2026, 1, 12))
    assert duty.state == state


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 2, 9), "open"),
        (date(2026, 2, 10), "due-soon"),
        (date(2026, 2, 24), "due-soon"),
        (date(2026, 2, 25), "overdue"),
    ],
)
def test_spring_festival_moves_a_deadline_and_what_is_soon(day, state):
    # 15 to 23 February are off, 14 February is made up; five days after the 10th: 11 12 13 14 24.
    limit = Periodic(every="month", within=length(20, "day"))
    duty = found(limit, day=day)[-1]
    assert duty.deadline.nominal == date(2026, 2, 20)
    assert duty.deadline.day == date(2026, 2, 24)
    assert duty.state == state


@pytest.mark.parametrize(
    ("published", "state"), [(date(2026, 1, 12), "met"), (date(2026, 1, 13), "late")]
)
def test_a_month_published_by_its_deadline_is_met_and_after_it_late(published, state):
    duty = found(MONTHLY, month(2, "2025-12", published), day=date(2026, 1, 20))[-1]
    assert (duty.state, duty.entry, duty.published) == (state, "2026-0002", published)


def test_a_month_passed_over_is_blank():
    there = month(2, "2025-12", date(2026, 1, 5))
    assert states(MONTHLY, there, day=date(2026, 1, 9)) == {"2025-11": "blank", "2025-12": "met"}


def test_another_sort_of_period_passes_nothing_over():
    there = month(2, "2026-Q1", date(2026, 1, 5))
    listed = states(MONTHLY, there, day=date(2026, 1, 9))
    assert listed == {"2025-11": "overdue", "2025-12": "due-soon"}


def test_a_blank_is_filled_late():
    there = month(2, "2025-12", date(2026, 1, 5)), month(3, "2025-11", date(2026, 1, 8))
    assert states(MONTHLY, *there, day=date(2026, 1, 9)) == {"2025-11": "late", "2025-12": "met"}


def test_a_period_published_before_it_ends_is_listed():
    there = month(2, "2026-01", date(2026, 1, 5))
    assert states(MONTHLY, there, day=date(2026, 1, 9))["2026-01"] == "met"


def test_what_is_not_of_the_item_does_not_count():
    others = (
        month(2, "2025-Q4", date(2026, 1, 5)),
        month(3, "2025-12", date(2026, 1, 5), draft=True),
        month(4, "2025-12", date(2026, 1, 5), unit="offline"),
        entry(5, "A", published=date(2026, 1, 5)),
        month(6, "2025-12", date(2026, 1, 10)),
    )
    assert states(MONTHLY, *others, day=date(2026, 1, 9))["2025-12"] == "due-soon"


def test_each_unit_owes_it():
    there = month(2, "2025-12", date(2026, 1, 5), unit="offline")
    units = ("online", "offline", "unheard-of", "online")
    listed = found(MONTHLY, there, day=date(2026, 1, 9), units=units)
    assert [(each.unit, each.state) for each in listed] == [
        ("online", "overdue"),
        ("online", "due-soon"),
        ("offline", "blank"),
        ("offline", "met"),
    ]


def test_a_deadline_in_a_year_without_a_list_is_provisional_and_accuses_nobody_too_early():
    limit = Periodic(every="month", month=1, day=4)
    duty = found(limit, day=date(2027, 1, 4), reach=Reach(since=date(2027, 1, 1)))[0]
    assert duty.provisional
    assert duty.deadline.day == duty.deadline.earliest < duty.deadline.latest
    assert duty.state == "due-soon"
    there = month(2, "2026-12", date(2027, 1, 5))
    known = found(limit, there, day=date(2027, 1, 6), reach=Reach(since=date(2027, 1, 1)))[0]
    assert (known.state, known.provisional) == ("met", True)
    latest, reach = duty.deadline.latest, Reach(since=date(2027, 1, 1))
    on_time = found(limit, day=latest, reach=reach)[0]
    after = found(limit, day=latest + timedelta(days=1), reach=reach)[0]
    assert (on_time.state, after.state) == ("due-soon", "overdue")
    there = month(2, "2026-12", latest + timedelta(days=1))
    assert found(limit, there, day=date(2027, 3, 1), reach=reach)[0].state == "late"


def test_a_period_without_a_number_has_no_deadline():
    there = month(2, "2025-12", date(2026, 1, 5))
    limit = Periodic(every="month")
    assert states(limit, there, day=date(2026, 1, 9)) == {"2025-12": "none"}


def test_the_reach_is_given():
    reach = Reach(soon=0, since=date(2026, 1, 1), until=date(2026, 2, 28))
    listed = states(MONTHLY, day=date(2026, 1, 9), reach=reach)
    assert listed == {"2025-12": "open", "2026-01": "open", "2026-02": "open"}
    assert states(MONTHLY, day=date(2026, 1, 12), reach=reach)["2025-12"] == "due-soon"


def test_what_is_due_on_the_first_day_belongs_to_the_record():
    # December was due on Monday 12 January.
    for day, first in ((12, "2025-12"), (13, "2026-01")):
        reach = Reach(since=date(2026, 1, day))
        assert next(iter(states(MONTHLY, day=date(2026, 3, 1), reach=reach))) == first


def test_of_an_old_record_this_year_and_the_last_are_looked_at():
    old = entry(2, "Z", published=date(2019, 1, 1), formed=date(2019, 1, 1))
    listed = list(states(MONTHLY, old, day=date(2026, 11, 23)))
    assert (listed[0], listed[-1], len(listed)) == ("2024-12", "2026-10", 23)


def test_a_site_without_entries_owes_what_is_yet_to_come():
    whole = site(catalogue=Catalogue(items=(item("A", limit=MONTHLY, units=("online",)),)))
    listed = duties(whole, date(2026, 1, 8), CN)
    assert [(each.period.text, each.state) for each in listed] == [("2025-12", "due-soon")]


# Corrections, successors, withdrawals.


def test_of_two_entries_for_a_period_the_first_counts_and_the_newest_is_named():
    there = month(2, "2025-12", date(2026, 1, 12)), month(3, "2025-12", date(2026, 1, 20))
    duty = found(MONTHLY, *there, day=date(2026, 1, 28))[1]
    assert (duty.state, duty.entry, duty.published) == ("met", "2026-0003", date(2026, 1, 12))


def test_a_correction_keeps_the_first_day():
    first = month(2, "2025-12", date(2026, 1, 12))
    second = month(3, "2025-12", date(2026, 2, 2), corrects="2026-0002")
    duty = found(MONTHLY, first, second, day=date(2026, 2, 3))[1]
    assert (duty.state, duty.entry, duty.published) == ("met", "2026-0003", date(2026, 1, 12))


def test_a_correction_of_the_period_moves_the_entry():
    first = month(2, "2025-11", date(2026, 1, 9))
    second = month(3, "2025-12", date(2026, 2, 2), corrects="2026-0002")
    before = states(MONTHLY, first, second, day=date(2026, 1, 20))
    assert before == {"2025-11": "late", "2025-12": "overdue"}
    after = states(MONTHLY, first, second, day=date(2026, 2, 3))
    assert after == {"2025-11": "blank", "2025-12": "met", "2026-01": "due-soon"}


def test_a_successor_for_another_period_is_another_matter():
    first = month(2, "2025-11", date(2025, 12, 9))
    second = month(3, "2025-12", date(2026, 1, 13), supersedes="2026-0002")
    listed = states(MONTHLY, first, second, day=date(2026, 1, 20))
    assert listed == {"2025-11": "met", "2025-12": "late"}


def test_from_its_withdrawal_on_an_entry_is_not_published():
    gone = Withdrawal(on=date(2026, 1, 15), reason="有误")
    first = month(2, "2025-12", date(2026, 1, 12), withdrawn=gone)
    second = month(3, "2025-12", date(2026, 1, 20), corrects="2026-0002")
    seen = [
        states(MONTHLY, first, second, day=date(2026, 1, day))["2025-12"]
        for day in (12, 14, 15, 19, 20)
    ]
    assert seen == ["met", "met", "overdue", "overdue", "late"]


def test_a_withdrawn_correction_leaves_what_it_corrected():
    first = month(2, "2025-12", date(2026, 1, 12))
    gone = Withdrawal(on=date(2026, 1, 25), reason="有误")
    second = month(3, "2025-12", date(2026, 1, 20), corrects="2026-0002", withdrawn=gone)
    duty = found(MONTHLY, first, second, day=date(2026, 1, 28))[1]
    assert (duty.state, duty.entry) == ("met", "2026-0002")


def test_corrections_in_a_circle_end():
    first = month(2, "2025-12", date(2026, 1, 12), corrects="2026-0003")
    second = month(3, "2025-12", date(2026, 1, 13), corrects="2026-0002")
    duty = found(MONTHLY, first, second, day=date(2026, 1, 28))[1]
    assert (duty.state, duty.published) == ("met", date(2026, 1, 12))


# What stands.

STANDING = Standing(within=length(5), review=length(12, "month"))


def stood(number, formed, published, **more):
    return entry(number, "A", formed=formed, published=published, **more)


@pytest.mark.parametrize(
    ("published", "state"), [(date(2026, 3, 9), "met"), (date(2026, 3, 10), "late")]
)
def test_a_change_is_followed_within_the_limit(published, state):
    there = stood(2, date(2026, 3, 2), published)
    listed = found(STANDING, there, day=date(2026, 3, 20))
    assert [(each.clock, each.state) for each in listed] == [("publish", state), ("review", "open")]
    assert listed[0].event == date(2026, 3, 2)
    assert listed[1].deadline.nominal == published.replace(year=2027)
    assert listed[1].provisional


def test_a_standing_item_always_has_one_in_force():
    # The record begins on Monday 1 December: five working days end on the 8th.
    assert states(STANDING, day=date(2025, 12, 1)) == {"in-force": "due-soon"}
    assert states(STANDING, day=date(2025, 12, 8)) == {"in-force": "due-soon"}
    assert states(STANDING, day=date(2025, 12, 9)) == {"in-force": "overdue"}
    assert states(Standing(), day=date(2025, 12, 1)) == {"in-force": "overdue"}
    there = stood(2, date(2020, 1, 1), date(2025, 12, 8))
    assert states(Standing(), there, day=date(2026, 1, 9)) == {"2026-0002": "met"}


def test_what_is_older_than_the_record_counts_from_its_beginning():
    there = stood(2, date(2020, 1, 1), date(2025, 12, 8))
    duty = found(STANDING, there, day=date(2025, 12, 8))[0]
    assert (duty.state, duty.event) == ("met", date(2025, 12, 1))
    late = stood(2, date(2020, 1, 1), date(2025, 12, 9))
    assert found(STANDING, late, day=date(2025, 12, 9))[0].state == "late"


def test_a_successor_follows_a_change_of_its_own():
    first = stood(2, date(2025, 12, 1), date(2025, 12, 3))
    second = stood(3, date(2026, 3, 2), date(2026, 3, 20), supersedes="2026-0002")
    listed = states(STANDING, first, second, day=date(2026, 3, 20))
    assert listed == {"2026-0002": "met", "2026-0003": "late", "2026-0003/review": "open"}
    again = replace(second, formed=first.formed)
    listed = states(STANDING, first, again, day=date(2026, 3, 20))
    assert listed == {"2026-0002": "met", "2026-0002/review": "open"}


def test_where_the_last_was_withdrawn_one_is_due_from_that_day():
    gone = Withdrawal(on=date(2026, 3, 2), reason="有误")
    there = stood(2, date(2025, 12, 1), date(2025, 12, 3), withdrawn=gone)
    assert "in-force" not in states(STANDING, there, day=date(2026, 3, 1))
    assert states(STANDING, there, day=date(2026, 3, 9)) == {"in-force": "due-soon"}
    assert states(STANDING, there, day=date(2026, 3, 10)) == {"in-force": "overdue"}


def test_of_several_that_ceased_the_last_day_counts():
    first, second = (
        stood(
            number,
            date(2025, 12, 1),
            date(2025, 12, 3),
            withdrawn=Withdrawal(on=date(2026, 3, day), reason="有误"),
        )
        for number, day in ((2, 2), (3, 4))
    )
    for there in ((first, second), (second, first)):
        duty = found(STANDING, *there, day=date(2026, 3, 9))[0]
        assert (duty.event, duty.entry) == (date(2026, 3, 4), None)


def test_where_another_item_took_over_one_is_due_from_that_day():
    there = stood(2, date(2025, 12, 1), date(2025, 12, 3))
    other = entry(3, "Z", published=date(2026, 3, 2), supersedes="2026-0002")
    listed = found(STANDING, there, other, day=date(2026, 3, 10))
    assert [(each.key, each.state, each.event) for each in listed] == [
        ("A/online/2026-0002", "met", date(2025, 12, 1)),
        ("A/online/in-force", "overdue", date(2026, 3, 2)),
    ]


def test_a_review_comes_due_and_a_publication_is_a_review():
    limit = Standing(review=length(3, "month"))
    there = stood(2, date(2025, 12, 1), date(2025, 12, 3))
    key = "2026-0002/review"
    seen = [states(limit, there, day=date(2026, 3, day))[key] for day in (1, 2, 3, 4)]
    assert seen == ["due-soon", "due-soon", "due-soon", "overdue"]
    assert states(limit, there, day=date(2026, 2, 13))[key] == "open"
    renewed = stood(3, date(2025, 12, 1), date(2026, 3, 4), corrects="2026-0002")
    assert states(limit, there, renewed, day=date(2026, 3, 4))[key] == "open"


# What happens.


def test_an_event_counts_from_the_day_it_was_formed_or_decided():
    made = Decision(body="会议", on=date(2026, 3, 2), record="1")
    there = stood(2, date(2026, 3, 4), date(2026, 3, 10), decision=made)
    formed = found(Event(within=length(5)), there, day=date(2026, 3, 20))[0]
    decided = found(Event(after="decided", within=length(5)), there, day=date(2026, 3, 20))[0]
    assert (formed.event, formed.state) == (date(2026, 3, 4), "met")
    assert (decided.event, decided.state) == (date(2026, 3, 2), "late")
    undated = replace(there, decision=None)
    assert found(Event(after="decided", within=length(5)), undated, day=date(2026, 3, 20)) == (
        replace(formed, event=date(2026, 3, 4)),
    )


def test_a_correction_is_no_event_of_its_own():
    first = stood(2, date(2026, 3, 2), date(2026, 3, 9))
    second = stood(3, date(2026, 4, 1), date(2026, 4, 30), corrects="2026-0002")
    listed = found(Event(within=length(5)), first, second, day=date(2026, 5, 1))
    assert [(each.state, each.entry, each.event) for each in listed] == [
        ("met", "2026-0003", date(2026, 3, 2))
    ]


def test_a_correction_may_put_the_day_of_the_decision_right():
    wrong, right = (Decision(body="会议", on=date(2026, 3, day), record="1") for day in (1, 2))
    first = stood(2, date(2026, 3, 1), date(2026, 3, 9), decision=wrong)
    second = stood(3, date(2026, 4, 1), date(2026, 4, 2), decision=right, corrects="2026-0002")
    limit = Event(after="decided", within=length(5))
    listed = found(limit, first, second, day=date(2026, 5, 1))
    assert [(each.state, each.event) for each in listed] == [("met", date(2026, 3, 2))]
    assert found(limit, first, day=date(2026, 5, 1))[0].state == "late"


def test_an_event_withdrawn_falls_away():
    gone = Withdrawal(on=date(2026, 3, 12), reason="取消")
    there = stood(2, date(2026, 3, 2), date(2026, 3, 9), withdrawn=gone)
    assert states(Event(within=length(5)), there, day=date(2026, 3, 11)) == {"2026-0002": "met"}
    assert states(Event(within=length(5)), there, day=date(2026, 3, 12)) == {}


def test_a_norm_that_only_says_promptly_has_no_deadline():
    there = stood(2, date(2026, 3, 2), date(2026, 3, 9))
    assert states(Event(prompt=True), there, day=date(2026, 3, 11)) == {"2026-0002": "none"}


def test_what_happened_before_the_record_is_no_duty():
    there = stood(2, date(2025, 6, 2), date(2025, 12, 3))
    assert states(Event(within=length(5)), there, day=date(2026, 3, 11)) == {}


def test_an_application_is_answered_within_the_first_limit():
    limit = OnRequest(within=length(10), extend=length(10))
    there = (
        stood(2, date(2026, 3, 2), date(2026, 3, 16)),
        stood(3, date(2026, 3, 2), date(2026, 3, 17)),
    )
    listed = states(limit, *there, day=date(2026, 3, 20))
    assert listed == {"2026-0002": "met", "2026-0003": "late"}


@pytest.mark.parametrize(
    ("approved", "state"),
    [(date(2026, 3, 2), "met"), (date(2026, 3, 16), "met"), (date(2026, 3, 17), "late")],
)
def test_an_extension_counts_once_and_while_the_limit_runs(approved, state):
    extension = Extension(on=approved, by="head", reason="需征求第三方意见")
    answered = stood(2, date(2026, 3, 2), date(2026, 3, 30), extended=extension)
    later = stood(3, date(2026, 3, 2), date(2026, 3, 31), extended=extension)
    limit = OnRequest(within=length(10), extend=length(10))
    listed = states(limit, answered, later, day=date(2026, 4, 1))
    assert listed == {"2026-0002": state, "2026-0003": "late"}
    alone = OnRequest(within=length(10))
    assert states(alone, answered, day=date(2026, 4, 1)) == {"2026-0002": "late"}


def stage(number, name, published, of=None, **more):
    where = StageOf(name=name, of=of)
    return stood(number, date(2026, 3, 2), published, stage=where, **more)


def test_stages_come_in_their_order_and_one_passed_over_is_blank():
    there = (
        stage(4, "后", date(2026, 3, 17), of="2026-0002"),
        stage(2, "前", date(2026, 3, 3)),
        stage(5, "中", date(2026, 3, 9), of="2026-0003"),
        stage(3, "前", date(2026, 3, 4)),
        stage(6, "外", date(2026, 3, 4), of="2026-0003"),
    )
    listed = found(STAGES, *there, day=date(2026, 3, 20))
    assert [(each.key[9:], each.stage, each.state) for each in listed] == [
        ("2026-0002", "前", "met"),
        ("2026-0002/2", "中", "blank"),
        ("2026-0004", "后", "late"),
        ("2026-0003", "前", "met"),
        ("2026-0005", "中", "met"),
        ("2026-0006", "外", "none"),
    ]


def test_a_stage_stays_with_its_project_when_the_first_is_corrected():
    there = (
        stage(2, "前", date(2026, 3, 3)),
        stage(3, "前", date(2026, 3, 4), corrects="2026-0002"),
        stage(4, "中", date(2026, 3, 9), of="2026-0003"),
    )
    listed = found(STAGES, *there, day=date(2026, 3, 20))
    assert [(each.stage, each.entry, each.state) for each in listed] == [
        ("前", "2026-0003", "met"),
        ("中", "2026-0004", "met"),
    ]


def test_a_correction_may_put_the_stage_right():
    first = stage(2, "错", date(2026, 3, 3))
    second = stage(3, "前", date(2026, 3, 4), corrects="2026-0002")
    assert states(STAGES, first, day=date(2026, 3, 20)) == {"2026-0002": "none"}
    assert states(STAGES, first, second, day=date(2026, 3, 20)) == {"2026-0002": "met"}


# The words of the norm.


def test_a_phrase_has_no_deadline_until_it_is_read():
    phrase = Phrase(phrase="次月10日前公开上月情况")
    there = month(2, "2025-12", date(2026, 1, 12))
    unread = found(phrase, there, day=date(2026, 1, 20))
    assert [(each.kind, each.state, each.entry) for each in unread] == [
        ("phrase", "none", "2026-0002")
    ]
    assert [each.state for each in found(phrase, day=date(2026, 1, 20))] == ["none"]


def test_a_phrase_that_the_loader_read_is_a_limit_as_any_other():
    phrase = Phrase(phrase="次月10日前公开上月情况")
    (whole,) = worded(Catalogue(items=(item("A", limit=phrase),))).items
    there = month(2, "2025-12", date(2026, 1, 12))
    assert whole.limit.phrase == phrase.phrase
    assert states(whole.limit, there, day=date(2026, 1, 20)) == {
        "2025-11": "blank",
        "2025-12": "met",
    }


# Figures.


def test_totals_add_up_and_shares_are_of_what_was_due():
    there = (
        month(2, "2025-11", date(2025, 12, 10)),
        month(3, "2025-12", date(2026, 1, 13)),
        month(4, "2026-02", date(2026, 3, 10)),
    )
    figures = totals(found(MONTHLY, *there, day=date(2026, 3, 31), units=("online", "offline")))
    online = figures.by_unit["online"]
    assert {state: number for state, number in online.states.items() if number} == {
        "blank": 1,
        "open": 1,
        "late": 1,
        "met": 2,
    }
    assert (online.due, online.published, online.in_time) == (4, 3, 2)
    assert (online.coverage, online.timeliness) == (0.75, 0.5)
    assert figures.by_unit["offline"].coverage == 0
    assert figures.whole.number == figures.by_item["A"].number == 10
    assert list(figures.by_month) == ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]
    assert sum(each.number for each in figures.by_month.values()) == 10
    assert totals(()).whole.coverage is totals(()).whole.timeliness is None


def test_a_review_is_counted_but_is_no_publication():
    limit = Standing(review=length(1, "month"))
    there = stood(2, date(2025, 12, 1), date(2025, 12, 3))
    whole = totals(found(limit, there, day=date(2026, 3, 1))).whole
    assert (whole.states["overdue"], whole.due, whole.coverage) == (1, 1, 1.0)


# The bureau.


@pytest.fixture(scope="module")
def bureau():
    read, faults = loader.load(ROOT)
    assert not faults
    return read


@pytest.fixture(scope="module")
def years(bureau):
    return {day: duties(bureau, day, CN) for day in MONTH_ENDS}


def test_the_bureau_has_nothing_overdue_or_late(bureau):
    listed = duties(bureau, date(2026, 11, 23), CN)
    assert len(listed) > 100
    assert {each.state for each in listed} == {"met", "open", "none"}
    whole = totals(listed).whole
    assert (whole.coverage, whole.timeliness) == (1.0, 1.0)


def test_every_phrase_of_the_bureau_is_read(bureau, years):
    assert not [each.code for each in bureau.catalogue.items if each.limit.type == "phrase"]
    assert not [each for each in years[MONTH_ENDS[-1]] if each.kind == "phrase"]


@pytest.mark.parametrize("day", MONTH_ENDS, ids=str)
def test_keys_are_unique_and_every_item_is_named(bureau, years, day):
    listed = years[day]
    assert max(Counter(each.key for each in listed).values()) == 1
    owed = {(each.code, unit) for each in bureau.catalogue.items for unit in each.units}
    assert {(each.item, each.unit) for each in listed} <= owed
    lasting = {
        (each.code, unit)
        for each in bureau.catalogue.items
        if isinstance(each.limit, Standing)
        for unit in each.units
    }
    assert lasting <= {(each.item, each.unit) for each in listed}


UNTOUCHED = {
    "open": {"open", "due-soon", "overdue"},
    "due-soon": {"due-soon", "overdue"},
    "overdue": {"overdue"},
    "blank": {"blank"},
    "late": {"late"},
    "met": {"met"},
    "none": {"none"},
}
TOUCHED = UNTOUCHED | {
    "open": {"open", "due-soon", "overdue", "blank", "late", "met"},
    "due-soon": {"due-soon", "overdue", "blank", "late", "met"},
    "overdue": {"overdue", "blank", "late"},
    "blank": {"blank", "overdue", "late"},
}
"""What may become of a state when an entry of the item and unit comes or goes in between."""


def events_between(entries, before, after):
    """Return the items and units under which something was published or withdrawn."""
    return {
        (each.item, each.unit)
        for each in entries
        if before < each.published <= after
        or (each.withdrawn and before < each.withdrawn.on <= after)
    }


def test_from_month_end_to_month_end_nothing_jumps_without_a_cause(bureau, years):
    steps = Counter()
    for before, after in pairwise(MONTH_ENDS):
        touched = events_between(bureau.entries, before, after)
        now = {each.key: each for each in years[after]}
        for old in years[before]:
            new = now.get(old.key)
            if new is None:
                assert (old.item, old.unit) in touched, f"{old.key} is gone"
                continue
            moves = TOUCHED if (old.item, old.unit) in touched else UNTOUCHED
            assert new.state in moves[old.state], (old, new)
            if new.published and not old.published:
                assert before < new.published <= after
            steps[old.state, new.state] += 1
    assert steps["met", "met"] > 500
    assert steps["open", "met"] > 10
    assert steps["open", "overdue"] + steps["due-soon", "overdue"] >= 1  # nothing is written yet


@pytest.mark.parametrize("day", MONTH_ENDS, ids=str)
def test_a_state_says_what_the_days_say(years, day):
    for each in years[day]:
        if each.deadline and each.published:
            assert each.published <= day
            assert each.state == ("met" if each.published <= each.deadline.day else "late")
        elif each.deadline and each.state in ("overdue", "blank"):
            assert each.deadline.day < day
        elif each.deadline:
            assert each.deadline.day >= day


@pytest.mark.parametrize("day", MONTH_ENDS, ids=str)
def test_totals_by_unit_item_and_month_are_those_of_the_list(years, day):
    listed = years[day]
    figures = totals(listed)
    for state in STATES:
        number = sum(each.state == state for each in listed)
        assert figures.whole.states[state] == number
        assert sum(each.states[state] for each in figures.by_unit.values()) == number
        assert sum(each.states[state] for each in figures.by_item.values()) == number
    monthly = sum(each.number for each in figures.by_month.values())
    assert monthly == sum(bool(each.month) for each in listed)


def test_time_grows_with_the_entries_and_not_faster():
    units = tuple(f"u-{number}" for number in range(100))
    kinds = (MONTHLY, Periodic(every="quarter", day=15), STANDING, Event(within=length(20)), STAGES)
    items = tuple(item(f"X-{n}", limit=kinds[n % len(kinds)], units=units) for n in range(60))
    dice = random.Random(1)
    periods = [period_of(f"{2025 + n // 12}-{n % 12 + 1:02}") for n in range(22)]

    def one(number):
        row = dice.choice(items)
        formed = date(2025, 1, 1) + timedelta(dice.randrange(600))
        monthly = isinstance(row.limit, Periodic) and row.limit.every == "month"
        return replace(
            START,
            id=f"2026-{number:06}",
            item=row.code,
            unit=dice.choice(units),
            formed=formed,
            published=formed + timedelta(dice.randrange(40)),
            period=dice.choice(periods) if monthly else None,
            corrects=f"2026-{number - 1:06}" if number % 5 else None,
        )

    organisation = Organisation(units=tuple(Unit(id=unit, name=unit) for unit in units), people=())
    whole = site(
        *map(one, range(10_000)), catalogue=Catalogue(items=items), organisation=organisation
    )
    begun = time.process_time()
    listed = duties(whole, date(2026, 11, 23), CN)
    figures = totals(listed)
    taken = time.process_time() - begun
    assert figures.whole.number == len(listed) > 20_000
    assert taken < 1.5, f"{taken:.2f} s"
