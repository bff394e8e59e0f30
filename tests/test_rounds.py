"""The posting round: what hangs, what should, and that a month of rounds keeps every promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.clock.counting import spans
from dispatch.ledger.account import account_of
from dispatch.ledger.account import calendar_for
from dispatch.ledger.hanging import hangings
from dispatch.ledger.hanging import hung_spans
from dispatch.ledger.index import GONE
from dispatch.model.board import Board
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import Kind
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import PostingRule
from dispatch.model.catalogue import Standing
from dispatch.model.entry import Edition
from dispatch.model.entry import Window
from dispatch.model.entry import Withdrawal
from dispatch.model.record import Act
from dispatch.model.record import Inspection
from dispatch.model.record import Posting
from dispatch.model.record import Printed
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.values import Scope
from dispatch.planning.rounds import Made
from dispatch.planning.rounds import Scene
from dispatch.planning.rounds import as_of
from dispatch.planning.rounds import by_records
from dispatch.planning.rounds import round_view
from dispatch.planning.wording import Print
from dispatch.planning.wording import edition
from dispatch.reading import loader
from tests.conftest import ROOT
from tests.nouns import BOARDS
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import notice
from tests.nouns import site
from tests.nouns import words

ONE = timedelta(1)
PAGE = ((210.0, 297.0),)
DAY = date(2026, 11, 23)
TEN = PostingRule(minimum=Duration(count=10, unit=DurationUnit.DAY))
FIVE = PostingRule(minimum=Duration(count=5, unit=DurationUnit.WORKING_DAY))
WEEK = Duration(count=7, unit=DurationUnit.DAY)
CATALOGUE = Catalogue(
    items=(
        item("E-1", limit=Event(within=WEEK), posting=TEN),
        item("S-1", limit=Standing(within=WEEK)),
        item("P-1", limit=Periodic(every="month", day=15), posting=TEN),
        item("N-1", kind=Kind.NOTICE, posting=FIVE),
        item("T-1"),
        item("U-1", limit=Event(within=WEEK)),
    )
)
HOW = Print(messages=words(), language="zh-Hans", public=False)


def made_of(index, each, text="a" * 12):
    """Return a sheet of one page whose digest changes with its edition and what stood before."""
    number = edition(index, each.entry)
    told = f"{number:x}{len(each.before):x}{text}"[:12]
    return Made(edition=number, content=told, layout="f" * 12, pages=PAGE)


def round_of(content, day, board="hall", *, since=None, text="a" * 12, pages=None):
    index = account_of(content, day).index
    calendar = calendar_for(content)
    wall = hangings(index, calendar)[board]
    former = by_records(index, wall)
    if since:
        before = account_of(content, since).index
        former = as_of(before, hangings(before, calendar)[board])
    made = {each.entry.id: made_of(index, each, text) for each in wall if each.due}
    for name, sizes in (pages or {}).items():
        made[name] = replace(made[name], pages=sizes)
    scene = Scene(
        index=index,
        board=content.board(board),
        wall=wall,
        made=made,
        former=former,
        how=HOW,
        baseline=since,
    )
    return round_view(scene)


def told(view):
    return {(row.action, row.entry): row.reason for row in view.items}


def hung(number, on=date(2026, 11, 2), board="hall", **more):
    act = Act(on=on, by="keeper")
    return Posting(entry=f"2026-{number:04}", board=board, up=act, **more)


def down(on):
    return Act(on=on, by="keeper")


def content_of(*entries, postings=(), boards=BOARDS, **more):
    return replace(site(*entries, catalogue=CATALOGUE, **more), postings=postings, boards=boards)


def test_what_is_new_goes_up_and_what_is_over_comes_down():
    over = entry(1, "E-1", posting=Window(last=date(2026, 11, 20)))
    found = told(round_of(content_of(over, entry(2, "E-1"), postings=(hung(1),)), DAY))
    assert found["down", "2026-0001"] == "张贴期满（应贴到2026年11月20日）"
    assert set(found) == {("down", "2026-0001"), ("up", "2026-0002")}
    assert found["up", "2026-0002"].startswith("应从2026年10月1日起张贴，已晚")


def test_what_hangs_and_is_as_it_should_be_is_left():
    looked = Inspection(on=date(2026, 11, 20), by="keeper", state="legible")
    same = Printed(edition=1, content="10aaaaaaaaaa", layout="f" * 12)
    record = hung(1, inspected=(looked,), printed=same)
    view = round_of(content_of(entry(1, "E-1"), postings=(record,)), DAY)
    assert told(view) == {("leave", "2026-0001"): ""}
    assert not view.items[0].reset
    other = replace(record, printed=replace(same, layout="0" * 12))
    changed = round_of(content_of(entry(1, "E-1"), postings=(other,)), DAY)
    assert told(changed) == {("leave", "2026-0001"): ""}, "a change of layout forces nothing"
    assert changed.items[0].reset, "but it is told"


def test_a_look_is_asked_for_when_the_last_is_some_time_ago():
    view = round_of(content_of(entry(1, "E-1"), postings=(hung(1),)), DAY)
    assert told(view)["inspect", "2026-0001"].startswith("上次巡查是2026年11月2日")


@pytest.mark.parametrize(
    ("change", "text", "reason"),
    [
        ({"editions": (Edition(on=date(2026, 11, 20), note="改电话"),)}, "a", "换第2版：改电话"),
        ({}, "b", "内容有改动（摘要码 10aaaaaaaaaa 换成 10bbbbbbbbbb）"),
    ],
)
def test_a_new_edition_or_other_words_replace_the_sheet(change, text, reason):
    said = Printed(edition=1, content="10aaaaaaaaaa", layout="f" * 12)
    content = content_of(entry(1, "E-1", **change), postings=(hung(1, printed=said),))
    assert told(round_of(content, DAY, text=text * 12)) == {("replace", "2026-0001"): reason}


def test_of_a_record_without_a_digest_the_day_tells_the_edition():
    changed = entry(1, "E-1", editions=(Edition(on=date(2026, 11, 10), note="改正"),))
    before = content_of(changed, postings=(hung(1, on=date(2026, 11, 9)),))
    after = content_of(changed, postings=(hung(1, on=date(2026, 11, 10)),))
    assert [row.action for row in round_of(before, DAY).items] == ["replace"]
    assert [row.action for row in round_of(after, DAY).items] == ["leave"]


def test_a_spoilt_sheet_is_printed_anew():
    looked = Inspection(on=date(2026, 11, 20), by="keeper", state="damaged")
    content = content_of(entry(1, "E-1"), postings=(hung(1, inspected=(looked,)),))
    assert told(round_of(content, DAY)) == {("replace", "2026-0001"): "巡查时已破损或缺失，换新的"}


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        (
            (entry(1, withdrawn=Withdrawal(on=date(2026, 11, 20), reason="有误")),),
            "2026年11月20日撤回：有误",
        ),
        ((entry(1), entry(2, corrects="2026-0001")), "已由 2026-0002《标题2》更正"),
        ((entry(1), entry(2, supersedes="2026-0001")), "已由 2026-0002《标题2》替代"),
        ((entry(1, boards=()),), "不该贴在这块栏上"),
    ],
)
def test_what_does_not_hold_comes_down_at_once(entries, reason):
    found = told(round_of(content_of(*entries, postings=(hung(1),)), DAY))
    assert found["down", "2026-0001"] == reason


def test_what_came_down_too_early_goes_up_again_with_its_days():
    short = hung(1, on=date(2026, 11, 9), down=down(date(2026, 11, 13)))
    content = content_of(
        entry(1, "E-1", posting=Window(first=date(2026, 11, 9), last=date(2026, 11, 19))),
        postings=(short,),
    )
    view = round_of(content, DAY)
    assert told(view) == {
        ("up", "2026-0001"): "重新张贴：2026年11月9日贴出，2026年11月13日撤早了，时间不足"
    }
    assert view.items[0].until == date(2026, 11, 30), "six days are left; the 29th is off"
    again = replace(content, postings=(short, hung(1, on=DAY)))
    assert [row.action for row in round_of(again, date(2026, 11, 30)).items] == ["leave"]
    assert [row.action for row in round_of(again, date(2026, 12, 1)).items] == ["down"]


def test_a_new_edition_hung_on_the_same_day_did_not_come_down_early():
    first = hung(1, on=date(2026, 11, 9), down=down(date(2026, 11, 13)))
    second = hung(1, on=date(2026, 11, 13))
    content = content_of(
        entry(1, "E-1", posting=Window(first=date(2026, 11, 9), last=date(2026, 11, 19))),
        postings=(first, second),
    )
    index = account_of(content, DAY).index
    (each,) = hangings(index, calendar_for(content))["hall"]
    assert (each.before, each.until, each.due) == ((), date(2026, 11, 19), False)


def test_what_was_put_up_late_hangs_its_minimum_all_the_same():
    late = hung(1, on=date(2026, 11, 18))
    window = Window(first=date(2026, 11, 9), last=date(2026, 11, 19))
    content = content_of(entry(1, "E-1", posting=window), postings=(late,))
    assert round_of(content, DAY).items[0].until == date(2026, 11, 30)
    assert round_of(content, DAY).items[0].action == "leave"


def test_a_round_without_records_compares_with_an_earlier_day():
    entries = (
        entry(1, "E-1", posting=Window(last=date(2026, 11, 20))),
        entry(2, "E-1", published=date(2026, 11, 21)),
        entry(3, "E-1", editions=(Edition(on=date(2026, 11, 22), note="改正"),)),
        entry(4, "E-1"),
    )
    view = round_of(content_of(*entries), DAY, since=date(2026, 11, 20))
    assert {(row.action, row.entry) for row in view.items} == {
        ("down", "2026-0001"),
        ("up", "2026-0002"),
        ("replace", "2026-0003"),
        ("leave", "2026-0004"),
    }


def test_pins_go_first_then_running_notices_then_the_newest():
    board = replace(BOARDS[0], pinned=("2026-0002",), sections=("公开",))
    entries = (
        entry(1, "E-1"),
        entry(2, "E-1"),
        entry(3, "N-1", notice=notice(date(2026, 11, 20), date(2026, 11, 26))),
        entry(4, "E-1", published=date(2026, 11, 20)),
    )
    view = round_of(content_of(*entries, boards=(board, BOARDS[1])), DAY)
    assert [box.entry for box in view.boxes] == [f"2026-000{n}" for n in (2, 3, 4, 1)]


def test_what_hangs_keeps_its_place_and_the_new_takes_a_free_one():
    board = replace(BOARDS[0], columns=2, rows=2, sections=("公开",))
    content = content_of(
        entry(1, "E-1"),
        entry(2, "E-1", published=date(2026, 11, 20)),
        postings=(hung(1, slot="1-1"),),
        boards=(board, BOARDS[1]),
    )
    slots = {row.entry: row.slot for row in round_of(content, DAY).items}
    assert slots == {"2026-0001": "1-1", "2026-0002": "2-1"}


def test_a_full_board_tells_what_has_no_place():
    board = replace(BOARDS[0], columns=1, rows=2, sections=("公开",))
    content = content_of(*(entry(n, "E-1") for n in (1, 2, 3)), boards=(board, BOARDS[1]))
    assert round_of(content, DAY).left_out == ("2026-0003",)
    two = {"2026-0001": PAGE * 2}
    assert round_of(content, DAY, pages=two).left_out == ("2026-0002", "2026-0003")


def carried_out(content, view):
    """Return the content with the records of a round that was carried out as printed."""
    postings = list(content.postings)
    for row in view.items:
        at = next(
            (
                n
                for n, each in enumerate(postings)
                if (each.entry, each.board) == (row.entry, view.board) and each.down is None
            ),
            None,
        )
        act = Act(on=view.day, by="keeper")
        if row.action in ("down", "replace"):
            postings[at] = replace(postings[at], down=act)
        if row.action in ("up", "replace"):
            said = Printed(edition=row.edition, content=row.digest, layout=row.layout)
            new = Posting(entry=row.entry, board=view.board, up=act, printed=said, slot=row.slot)
            postings.append(new)
        if row.action == "inspect":
            look = Inspection(on=view.day, by="keeper", state="legible")
            postings[at] = replace(postings[at], inspected=(*postings[at].inspected, look))
    return replace(content, postings=tuple(postings))


def simulated(content, first, days, *, rests=frozenset().__contains__):
    """Return the content after a round on every day but those of rest, each carried out."""
    for day in (first + ONE * n for n in range(days)):
        if not rests(day):
            for board in dict.fromkeys(each.id for each in content.boards):
                view = round_of(content, day, board)
                assert view.left_out == ()
                content = carried_out(content, view)
                after = round_of(content, day, board)
                assert {row.action for row in after.items} <= {"leave"}, "records equal the plan"
    return content


def held(content, last, first):
    """Hold that nothing hangs after it must come down, and every minimum is kept."""
    calendar = calendar_for(content)
    entries = {each.id: each for each in content.entries}
    index = account_of(content, last).index
    for board, wall in hangings(index, calendar).items():
        for each in wall:
            if each.now is None:
                continue
            assert each.due, f"{each.entry.id} hangs on {board} after it must come down"
    spans_of = {}
    for posting in content.postings:
        spans_of.setdefault((posting.entry, posting.board), []).append(posting)
    for (name, _), records in spans_of.items():
        records.sort(key=lambda each: each.up.on)
        if any(each.down is None or each.up.on < first for each in records):
            continue
        entry_ = entries[name]
        # What was replaced comes back where its successor is withdrawn.
        replaced = any(each.supersedes == name for each in content.entries)
        if replaced or index.states.get(name) in GONE or entry_.withdrawn:
            continue
        item_ = content.items[entry_.item]
        ends = [each.down.on for each in records]
        assert all(b.up.on <= a.down.on for a, b in pairwise(records)), "it never came down between"
        if entry_.notice:
            assert max(ends) > entry_.notice.last
        if item_.posting:
            minimum = item_.posting.minimum
            length = spans(records[0].up.on, max(ends), minimum.unit, calendar)
            assert length.without_first >= minimum.count


MONTH = st.integers(0, 29).map(lambda n: date(2026, 10, 1) + ONE * n)


@st.composite
def entries_of_a_month(draw):
    made = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        code = draw(st.sampled_from(["E-1", "S-1", "P-1", "N-1"]))
        day = draw(MONTH)
        more = {"published": day, "formed": day}
        if code == "P-1":
            more["period"] = f"2026-{draw(st.integers(7, 9)):02}"
        if code == "N-1":
            more["notice"] = notice(day, day + ONE * draw(st.integers(4, 9)))
        if draw(st.booleans()):
            more["posting"] = Window(first=day, last=day + ONE * draw(st.integers(0, 15)))
        if draw(st.integers(0, 3)) == 0:
            later = day + ONE * draw(st.integers(0, 12))
            more["withdrawn"] = Withdrawal(on=later, reason="有误")
        if draw(st.integers(0, 3)) == 0:
            later = day + ONE * draw(st.integers(1, 12))
            more["editions"] = (Edition(on=later, note="改正"),)
        if number > 1 and draw(st.integers(0, 4)) == 0:
            more["supersedes"] = f"2026-{number - 1:04}"
        made.append(entry(number, code, **more))
    return tuple(made)


@pytest.mark.heavy
@settings(max_examples=60, deadline=None)
@given(entries_of_a_month(), st.sets(st.integers(0, 44), max_size=15))
def test_a_month_of_rounds_keeps_every_promise(entries, rests):
    first = date(2026, 10, 1)
    boards = tuple(replace(each, columns=4, rows=4) for each in BOARDS)
    content = content_of(*entries, boards=boards)
    off = {first + ONE * n for n in rests}
    last = first + ONE * 45
    held(simulated(content, first, 46, rests=off.__contains__), last, first)


def test_a_month_over_the_bureau():
    content, _ = loader.load(ROOT)
    first = date(2026, 9, 28)
    calendar = calendar_for(content)
    past = tuple(each for each in content.postings if each.up.on < first)
    known = tuple(
        replace(each, down=each.down if each.down and each.down.on < first else None)
        for each in past
    )
    start = replace(content, postings=known)
    assert len(known) > 50
    done = simulated(start, first, 31, rests=lambda day: not calendar.is_working(day))
    assert len(done.postings) > len(known)
    held(done, first + ONE * 30, first)


def test_boards_of_one_id_do_not_break_the_round():
    twin = Board(id="hall", name="另一块", place="门口", readers=Scope.SOCIETY)
    content = content_of(entry(1, "E-1"), boards=(*BOARDS, twin))
    assert len(round_of(content, DAY).items) == 1


def test_of_two_open_records_the_sheet_hangs_and_no_day_counts_twice():
    long = hung(1, on=date(2026, 11, 9))
    inner = hung(1, on=date(2026, 11, 11), down=down(date(2026, 11, 17)))
    content = content_of(
        entry(1, "E-1", posting=Window(first=date(2026, 11, 9), last=date(2026, 11, 10))),
        postings=(inner, long),
    )
    (view,) = round_of(content, date(2026, 11, 18)).items
    assert (view.action, view.until) == ("leave", date(2026, 11, 19))
    nested = (hung(1, on=date(2026, 11, 2), down=down(date(2026, 11, 20))), inner)
    assert hung_spans(nested) == (((date(2026, 11, 2), date(2026, 11, 20)),), None)


def test_why_something_comes_down_that_does_not_hold_or_hangs_too_soon():
    ended = entry(1, "P-1", period="2026-09")
    newer = entry(2, "P-1", period="2026-10")
    found = told(round_of(content_of(ended, newer, postings=(hung(1),)), DAY))
    assert found["down", "2026-0001"] == "已经不再有效"
    soon = entry(1, "E-1", posting=Window(first=date(2026, 12, 1)))
    found = told(round_of(content_of(soon, postings=(hung(1),)), DAY))
    assert found == {("down", "2026-0001"): "从2026年12月1日起才张贴"}
