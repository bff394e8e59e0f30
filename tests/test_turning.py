"""Turning days: between one and the next nothing changes, and few of them change nothing."""

from __future__ import annotations

import json
from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from datetime import date
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.front.turns import as_day
from dispatch.front.turns import as_json
from dispatch.front.turns import as_text
from dispatch.ledger.account import account_of
from dispatch.ledger.turning import WHATS
from dispatch.ledger.turning import turning
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import Kind
from dispatch.model.catalogue import ObjectionRule
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Standing
from dispatch.model.entry import Window
from dispatch.model.entry import Withdrawal
from dispatch.model.record import Act
from dispatch.model.record import Answer
from dispatch.model.record import Feedback
from dispatch.model.record import Oversight
from dispatch.model.record import Posting
from dispatch.model.values import Channel
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.waiver import Waiver
from dispatch.planning.plan import plan
from dispatch.planning.scope import public_account
from dispatch.reading import loader
from tests.conftest import ROOT
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import notice
from tests.nouns import site
from tests.nouns import words

ONE = timedelta(1)
WEEK = Duration(count=5, unit=DurationUnit.WORKING_DAY)
FRAME = ("day", "rebuild_by")
CATALOGUE = Catalogue(
    items=(
        item("E-1", limit=Event(within=WEEK), objections=ObjectionRule(answer=WEEK)),
        item("R-1", limit=OnRequest(within=WEEK, extend=WEEK), channels=(Channel.DOCUMENT,)),
        item("S-1", limit=Standing(within=WEEK, review=Duration(count=1, unit=DurationUnit.MONTH))),
        item("P-1", limit=Periodic(every="month", day=15)),
        item("N-1", kind=Kind.NOTICE),
        item("T-1", kind=Kind.TARGETS, limit=Periodic(every="quarter", within=WEEK)),
        item("U-1", limit=Periodic(every="month", within=WEEK), channels=(Channel.DOCUMENT,)),
    )
)


def undated(value, name=""):
    """Return a value without the days that only say when it was made, and as it is shown."""
    if is_dataclass(value):
        left_out = {"FrameView": FRAME, "TargetView": ("measured",)}.get(type(value).__name__, ())
        return tuple(
            undated(getattr(value, each.name), each.name)
            for each in fields(value)
            if each.name not in left_out
        )
    if isinstance(value, tuple):
        return tuple(undated(each) for each in value)
    return f"{value:.0%}" if name == "elapsed" else value


def told(whole, day):
    """Return what a build of a day makes and a list of duties says, without the day itself."""
    account = account_of(whole, day)
    states = tuple((each.key, each.state, each.entry) for each in account.duties)
    made = plan(account, words(), sheets=True)
    return undated(made.site), undated(made.sheets), states


def next_day(whole, day):
    """Return the day that `next` names: the sooner of the whole's and of what society may read."""
    account = account_of(whole, day)
    return min(turning(each)[0].day for each in (account, public_account(account)))


@cache
def bureau():
    whole, _ = loader.load(ROOT)
    return whole


days = st.dates(date(2026, 9, 1), date(2026, 12, 31))
short = st.integers(0, 12).map(timedelta)


waivers = st.builds(
    Waiver,
    code=st.just("D003"),
    reason=st.just("并报"),
    approved=st.builds(Act, on=days, by=st.just("head")),
    until=days,
    entry=st.sampled_from([None, "2026-0001", "2026-0002"]),
    item=st.sampled_from([None, "E-1"]),
)


@st.composite
def entries(draw, number):
    code = draw(st.sampled_from(["E-1", "S-1", "P-1", "N-1", "T-1", "U-1"]))
    published = draw(days)
    more = {}
    if code in ("P-1", "U-1"):
        more["period"] = draw(st.sampled_from(["2026-09", "2026-10", "2026-11"]))
    if code == "N-1":
        first = published + draw(short)
        more["notice"] = notice(first, first + draw(short))
    if code == "T-1":
        done = draw(st.sampled_from(["0", "30", "60", "100"]))
        last = draw(days)
        target = {"name": "甲", "measure": "处", "plan": "100", "done": done}
        more["elements"] = {"目标": [target | {"from": "2026-08-01", "to": last.isoformat()}]}
        more["period"] = draw(st.sampled_from([None, "2026-Q3", "2026-Q4"]))
    if draw(st.booleans()):
        up = published + draw(short)
        more["posting"] = Window(first=up, last=draw(st.sampled_from([None, up + draw(short)])))
    if draw(st.integers(0, 4)) == 0:
        more["withdrawn"] = Withdrawal(on=draw(days), reason="误发")
    if number > 1 and draw(st.booleans()):
        more[draw(st.sampled_from(["corrects", "supersedes"]))] = f"2026-{number - 1:04}"
    unit = draw(st.sampled_from(["online", "online", "offline"]))
    draft = draw(st.integers(0, 5)) == 0
    return entry(number, code, published=published, unit=unit, draft=draft, **more)


@st.composite
def sites(draw):
    found = tuple(draw(entries(number)) for number in range(1, draw(st.integers(1, 6)) + 1))
    up = draw(days)
    answered = Answer(on=draw(days), by="clerk", text="已办")
    return site(
        *found,
        catalogue=CATALOGUE,
        postings=(Posting(entry="2026-0001", board="hall", up=Act(on=up, by="keeper")),),
        feedback=(
            Feedback(received=draw(days), channel="box", text="问", public=True, answered=answered),
            Feedback(received=draw(days), channel="box", text="问", public=True, about="2026-0001"),
            Feedback(
                received=draw(days),
                channel="visit",
                text="申请",
                public=True,
                request="R-1",
                accepted=draw(st.sampled_from([None, draw(days)])),
                extended=draw(st.sampled_from([None, draw(days)])),
                answered=draw(st.sampled_from([None, answered])),
                outcome="granted",
            ),
        ),
        oversight=(
            Oversight(
                kind="inspection", on=up, by="head", unit="online", finding="缺", due=draw(days)
            ),
        ),
        waivers=tuple(draw(st.lists(waivers, max_size=3))),
    )


@pytest.mark.heavy
@settings(max_examples=60, deadline=None)
@given(sites(), st.dates(date(2026, 8, 25), date(2027, 1, 5)))
def test_nothing_changes_between_a_day_and_the_next_turning_day(whole, day):
    turned = next_day(whole, day)
    assert turned > day
    seen = told(whole, day)
    between = range(1, min((turned - day).days, 40))
    assert [n for n in between if told(whole, day + n * ONE) != seen] == []


@settings(max_examples=60, deadline=None)
@given(sites(), st.dates(date(2026, 8, 25), date(2027, 1, 5)))
def test_what_a_page_says_is_no_sooner_than_needed_and_says_nothing_of_what_is_hidden(whole, day):
    shown = public_account(account_of(whole, day))
    by = plan(account_of(whole, day), words(), sheets=False).site.frame.rebuild_by
    ids = {each.id for each in shown.site.entries}
    kept = tuple(each for each in whole.entries if each.id in ids)
    alone = replace(whole, entries=tuple(replace(each) for each in kept))
    withdrawn_later = [each for each in kept if each.withdrawn and each.withdrawn.on > day]
    if not withdrawn_later:
        assert turning(public_account(account_of(alone, day)))[0].day == by


def test_a_page_says_nothing_of_what_is_still_to_come_or_not_for_its_readers():
    def by(*found):
        account = account_of(site(entry(1), *found, catalogue=CATALOGUE), TODAY)
        return plan(account, words(), sheets=False).site.frame.rebuild_by

    tomorrow = TODAY + ONE
    assert by() > tomorrow
    hidden = (
        entry(2, published=tomorrow),
        entry(2, draft=True, posting=Window(last=TODAY)),
        entry(2, unit="offline", posting=Window(last=TODAY)),
        entry(2, "U-1", unit="offline", posting=Window(last=TODAY)),
        entry(2, withdrawn=Withdrawal(on=tomorrow, reason="误发")),
    )
    assert {by(each) for each in hidden} == {by()}
    assert by(entry(2, posting=Window(last=TODAY))) == tomorrow


def test_every_sort_of_turn_comes_about():
    first = TODAY + ONE
    target = {"name": "甲", "measure": "处", "plan": "100", "done": "10"}
    found = (
        entry(1, published=first),
        entry(2, withdrawn=Withdrawal(on=first, reason="误发")),
        entry(3, posting=Window(first=first, last=TODAY + 9 * ONE)),
        entry(4, posting=Window(first=None, last=TODAY)),
        entry(5, "N-1", notice=notice(first, first + 5 * ONE)),
        entry(6, "N-1", notice=notice(TODAY, first)),
        entry(7, "N-1", notice=notice(TODAY - 3 * ONE, TODAY)),
        entry(8, "T-1", elements={"目标": [target | {"from": "2026-11-20", "to": "2026-11-29"}]}),
    )
    whole = site(*found, catalogue=CATALOGUE)
    assert {each.what for each in turning(account_of(whole, TODAY))} == {
        "published",
        "withdrawn",
        "posting-begins",
        "posting-ends",
        "notice-begins",
        "notice-left",
        "notice-ends",
        "target",
    }


def test_a_month_is_owed_on_its_last_day_then_due_soon_and_overdue():
    first = entry(1, published=date(2026, 1, 5))
    items = (item("P-1", limit=Periodic(every="month", day=15), units=("online",)), item("E-1"))
    whole = site(first, catalogue=Catalogue(items=items))
    day, found = date(2026, 11, 22), []
    for _ in range(3):
        turns = turning(account_of(whole, day))
        day = turns[0].day
        found += [(day, each.what, each.unit, each.period) for each in turns]
    assert found == [
        (date(2026, 11, 30), "period-over", "", "2026-11"),
        (date(2026, 12, 8), "due-soon", "online", "2026-11"),
        (date(2026, 12, 16), "overdue", "online", "2026-11"),
    ]


def test_a_new_year_is_always_a_turn_and_the_end_of_time_is_the_last():
    empty = site(catalogue=Catalogue(items=(item("E-1"),)))
    assert [each.what for each in turning(account_of(empty, TODAY))] == ["new-year"]
    assert turning(account_of(empty, TODAY))[0].day == date(2027, 1, 1)
    assert turning(account_of(empty, date.max)) == ()


@pytest.mark.heavy
@pytest.mark.timeout(400)
def test_the_bureau_is_built_on_no_day_too_few_and_few_too_many():
    whole = bureau()
    day, turned, needless, missed = date(2026, 6, 30), 0, 0, []
    before = told(whole, day)
    following = next_day(whole, day)
    while day < date(2026, 12, 31):
        day += ONE
        now = told(whole, day)
        if day == following:
            turned += 1
            needless += now == before
            following = next_day(whole, day)
        else:
            missed += [day] if now != before else []
        before = now
    assert missed == []
    # About one in seven, most of them records of that day, which nobody writes ahead.
    assert needless * 6 <= turned


def test_the_answer_is_one_in_every_form():
    turns = turning(account_of(bureau(), TODAY))
    answer = json.loads(as_json(turns))
    assert as_day(turns).strip() == answer["next"] == turns[0].day.isoformat()
    assert {each["day"] for each in answer["reasons"]} == {answer["next"]}
    assert [each["entry"] for each in answer["reasons"]] == [each.entry for each in turns]
    lines = as_text(turns, bureau(), words()).splitlines()
    assert answer["next"] in lines[0]
    assert all(turn.entry in "".join(lines) for turn in turns)
    assert (as_day(()), json.loads(as_json(()))) == ("", {"next": None, "reasons": []})


def test_a_waiver_begins_on_its_day_and_is_over_the_day_after_its_last():
    given = Waiver(
        code="D003",
        reason="并报",
        approved=Act(on=TODAY + ONE, by="head"),
        until=TODAY + 3 * ONE,
        item="U-1",
        public=False,
    )
    whole = site(catalogue=Catalogue(items=(item("E-1"),)), waivers=(given,))
    (begins,) = turning(account_of(whole, TODAY))
    (ends,) = turning(account_of(whole, begins.day))
    assert (begins.day, begins.what, begins.item) == (TODAY + ONE, "waiver-begins", "U-1")
    assert (ends.day, ends.what, ends.item) == (TODAY + 4 * ONE, "waiver-ends", "U-1")
    page = plan(account_of(whole, begins.day), words(), sheets=False).site
    assert page.frame.rebuild_by == date(2027, 1, 1), "a page tells nothing of what is not public"


def test_many_reasons_of_one_sort_are_counted():
    found = tuple(entry(number, published=TODAY + ONE) for number in range(1, 9))
    turns = turning(account_of(site(*found), TODAY))
    lines = as_text(turns, site(*found), words()).splitlines()
    assert len(lines) == 1 + 5 + 1
    assert "3" in lines[-1]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_turn_has_its_words(language):
    assert all(words(language).first(f"turning.what.{what}") for what in WHATS)
