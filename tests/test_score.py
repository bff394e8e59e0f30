"""考核: scores, by hand and in general."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.ledger.account import account_of
from dispatch.ledger.duties import Reach
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import Periodic
from dispatch.model.config import AssessmentConfig
from dispatch.model.config import Criterion
from dispatch.model.record import Act
from dispatch.model.record import Answer
from dispatch.model.record import Feedback
from dispatch.model.record import Inspection
from dispatch.model.record import Oversight
from dispatch.model.record import Posting
from dispatch.model.values import period_of
from dispatch.planning.scope import public_part
from dispatch.planning.score import scores
from dispatch.reading.loader import load
from tests.conftest import ROOT
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import site

H1 = period_of("2026-H1")
DAY = date(2026, 7, 20)
MONTHLY = Periodic(every="month", month=1, day=10)
ITEMS = (item("A", limit=MONTHLY, units=("online",)), item("Z", limit=Event(prompt=True)))
SHEET = AssessmentConfig(
    title="考核",
    criteria=(
        Criterion(name="公开率", points="30", measure="coverage"),
        Criterion(name="及时率", points="20", measure="timeliness", per_day="0.5"),
        Criterion(name="空白月", points="20", measure="blank-months"),
        Criterion(name="张贴", points="10", measure="postings"),
        Criterion(name="意见", points="10", measure="objections"),
        Criterion(name="整改", points="5", measure="oversight", empty="skip"),
        Criterion(name="评议", points="5", measure="mark"),
    ),
    grades={"优秀": "90", "良好": "80", "合格": "60"},
    commend_from="95",
)
START = entry(1, "Z", published=date(2025, 12, 1), formed=date(2025, 12, 1))


def month(number, text, published):
    return entry(number, "A", period=period_of(text), published=published)


MARK = Oversight(
    kind="assessment",
    on=date(2026, 7, 13),
    by="x",
    unit="online",
    finding="好",
    span=H1,
    marks={"评议": "4.5"},
)


def score_of(*entries, sheet=SHEET, day=DAY, **records):
    records = {"oversight": (MARK,)} | records
    whole = site(START, *entries, catalogue=Catalogue(items=ITEMS), **records)
    account = account_of(whole, day, Reach(since=H1.first, until=day))
    return next(each for each in scores(account, sheet, H1) if each.unit == "online")


def lines_of(score):
    return {line.name: line for line in score.lines}


KEPT = (
    month(2, "2025-12", date(2026, 1, 9)),
    month(3, "2026-01", date(2026, 2, 9)),
    # Due on 10 March, out on the 13th: 11, 12 and 13 are three working days.
    month(4, "2026-02", date(2026, 3, 13)),
    month(5, "2026-03", date(2026, 4, 9)),
    # Of April nothing; of May in time.
    month(6, "2026-05", date(2026, 6, 9)),
)


def test_a_unit_recomputed_by_hand():
    put_up = Act(on=date(2026, 4, 9), by="x")
    looked = Inspection(on=date(2026, 4, 13), by="x", state="legible")
    opinion = Feedback(received=date(2026, 3, 2), channel="box", text="问", unit="online")
    told = Answer(on=date(2026, 3, 9), by="x", text="答")
    score = score_of(
        *KEPT,
        postings=(
            Posting(entry="2026-0005", board="hall", up=put_up, inspected=(looked,)),
            Posting(entry="2026-0006", board="hall", up=Act(on=date(2026, 6, 9), by="x")),
        ),
        # Five working days from 2 March end on the 9th: one kept, one never answered.
        feedback=(replace(opinion, answered=told), opinion),
    )
    lines = lines_of(score)
    # Six months were due from January to June: 2025-12 to 2026-05. One is missing: 30 × 5/6.
    assert (lines["公开率"].good, lines["公开率"].number) == (5, 6)
    assert lines["公开率"].points == Decimal("25.00")
    # February: 3 × 0.5. April was due on Monday 11 May and is missing on 20 July: 14 working days
    # in May, 21 in June (端午 on the 19th), 14 in July; 49 × 0.5 is more than the 18.5 left.
    april = next(t for t in lines["及时率"].traces if t.case.id.endswith("2026-04"))
    february = next(t for t in lines["及时率"].traces if t.case.id.endswith("2026-02"))
    assert (february.case.days, february.lost) == (3, Decimal("1.50"))
    assert (april.case.why, april.case.days) == ("missing", 49)
    assert april.lost == Decimal("18.50")
    assert lines["及时率"].points == Decimal("0.00")
    # In May nothing was published: 20 − 10.
    assert [t.case.id for t in lines["空白月"].traces if t.lost] == ["2026-05"]
    assert lines["空白月"].points == Decimal("10.00")
    assert lines["张贴"].points == Decimal("5.00")
    assert lines["意见"].points == Decimal("5.00")
    assert (lines["整改"].note, lines["整改"].points) == ("skipped", Decimal("0.00"))
    assert lines["评议"].points == Decimal("4.50")
    # (25 + 0 + 10 + 5 + 5 + 4.5) of the 95 that were measured, as of 100: 49.5 × 100 / 95.
    assert score.total == Decimal("52.11")
    assert (score.complete, score.grade, score.rank, score.commendable) == (True, "", 1, False)


def test_without_a_mark_there_is_no_rank_and_no_grade():
    score = score_of(*KEPT, oversight=())
    assert (score.complete, score.rank, score.grade) == (False, 0, "")
    assert lines_of(score)["评议"].note == "unmarked"


def test_nothing_to_measure_is_said():
    line = lines_of(score_of(*KEPT))["张贴"]
    assert (line.note, line.points, line.number) == ("empty", Decimal("10.00"), 0)


def test_a_mark_that_was_not_entered_by_the_day_does_not_count():
    assert not score_of(*KEPT, day=date(2026, 7, 12)).complete


def test_in_a_year_without_its_list_nobody_is_late_before_the_latest_day():
    """Of 2035 nobody knows the days off: due is 10 January or later; the 12th may be in time."""
    span, day = period_of("2035-H1"), date(2035, 1, 20)
    entries = (month(2, "2034-12", date(2035, 1, 12)),)
    whole = site(START, *entries, catalogue=Catalogue(items=ITEMS))
    account = account_of(whole, day, Reach(since=span.first, until=day))
    score = next(each for each in scores(account, SHEET, span) if each.unit == "online")
    (trace,) = lines_of(score)["及时率"].traces
    case = trace.case
    assert (case.due, case.provisional, case.good) == (date(2035, 1, 10), True, True)
    assert (case.days, trace.lost) == (0, 0)
    assert lines_of(score)["公开率"].provisional == 1
    assert score.provisional == 2


def test_nothing_is_provisional_where_every_list_is_announced():
    assert score_of(*KEPT).provisional == 0


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_what_is_provisional_is_said_in_every_form(run, tmp_path, form):
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    out = run("score", "2035-H1", "--as-of", "2035-03-01", "--format", form, root=tmp_path)[1]
    if form == "json":
        units = json.loads(out)["units"]
        assert all(unit["provisional"] for unit in units)
        cases = [case for u in units for line in u["criteria"] for case in line["traces"]]
        assert {case["provisional"] for case in cases if case["kind"] == "duty"} == {True}
    else:
        assert out.count("得分暂定") == 4
        assert "还没有公布放假安排，没有计入" in out


MONTHS = ("2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05")
AT = ("--as-of", "2026-11-23", "--known", "now")
DAYS = st.dates(date(2026, 1, 1), DAY)
LISTS = st.lists(st.tuples(st.sampled_from(MONTHS), DAYS), max_size=8, unique_by=lambda p: p[0])


def entries_of(pairs):
    found = (month(n, text, day) for n, (text, day) in enumerate(pairs, start=2))
    return tuple(each for each in found if each.published > each.period.last)


@settings(max_examples=60, deadline=None)
@given(pairs=LISTS, data=st.data())
def test_points_are_within_bounds_and_their_traces_explain_them(pairs, data):
    entries = entries_of(pairs)
    score = score_of(*entries)
    for line in score.lines:
        assert 0 <= line.points <= line.of
        assert line.points == line.points.quantize(Decimal("0.01"))
        assert all(trace.lost >= 0 for trace in line.traces)
        if not line.note:
            assert sum(trace.lost for trace in line.traces) == line.of - line.points
            assert all(not trace.lost for trace in line.traces if trace.case.good)
    assert 0 <= score.total <= score.of
    assert score_of(*data.draw(st.permutations(entries))) == score


@settings(max_examples=60, deadline=None)
@given(pairs=LISTS)
def test_the_later_an_entry_the_fewer_points_for_time(pairs):
    entries = entries_of(pairs)
    before = lines_of(score_of(*entries))["及时率"]
    for n, each in enumerate(entries):
        later = replace(each, published=min(DAY, date.fromordinal(each.published.toordinal() + 9)))
        others = (*entries[:n], later, *entries[n + 1 :])
        assert lines_of(score_of(*others))["及时率"].points <= before.points


@cache
def bureau():
    return load(ROOT)[0]


def ranked(day):
    whole = bureau()
    return scores(account_of(whole, day), whole.config.assessment, H1)


def test_ranks_follow_totals_and_ties_share_one():
    found = sorted(ranked(date(2026, 11, 23)), key=lambda each: each.rank)
    totals = [each.total for each in found]
    assert totals == sorted(totals, reverse=True)
    assert [each.rank for each in found] == [1 + sum(t > own for t in totals) for own in totals]


def test_the_bureau_is_scored_in_full():
    found = {each.unit: each for each in ranked(date(2026, 11, 23))}
    assert set(found) >= {"party-group", "branch-1", "branch-2", "branch-3"}
    assert all(each.complete and each.grade for each in found.values())
    assert len(found["branch-1"].commendations) == 1


def test_nothing_of_scores_is_in_the_public_part():
    shown = public_part(bureau(), date(2026, 11, 23))
    assert shown.config.assessment is None
    assert any(each.kind == "assessment" for each in shown.oversight)
    assert not any(each.marks or each.span for each in shown.oversight)


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown"])
def test_every_form_tells_the_same_totals(run, form):
    code, out, err = run("score", "2026-H1", *AT, "--format", form, root=ROOT)
    assert (code, err) == (0, "")
    for each in ranked(date(2026, 11, 23)):
        assert str(each.total) in out
    if form == "json":
        told = json.loads(out)
        assert (told["span"], len(told["units"][0]["criteria"])) == ("2026-H1", 7)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
        assert {len(row) for row in rows} == {8}


def test_one_unit_keeps_its_rank(run):
    options = ("--unit", "branch-2", "--format", "json", *AT)
    told = json.loads(run("score", "2026-H1", *options, root=ROOT)[1])
    (unit,) = told["units"]
    expected = {each.unit: each.rank for each in ranked(date(2026, 11, 23))}
    assert (unit["unit"], unit["rank"]) == ("branch-2", expected["branch-2"])


@pytest.mark.parametrize("span", ["2026-Q1", "第一季度", "2030-H1"])
def test_a_span_that_is_none_is_refused(run, span):
    code, out, err = run("score", span, root=ROOT)
    assert (code, out) == (1, "")
    assert span in err


def test_a_root_without_a_score_sheet_says_what_to_write(run, make_root):
    code, _, err = run("score", root=make_root())
    assert code == 1
    assert "assessment" in err
