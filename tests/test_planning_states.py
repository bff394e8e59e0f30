"""States of entries, and what stands on a board."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta

import pytest

from dispatch.ledger.account import calendar_for
from dispatch.ledger.hanging import recorded
from dispatch.ledger.hanging import wall
from dispatch.ledger.index import index_of
from dispatch.model.board import Board
from dispatch.model.entry import Window
from dispatch.model.entry import Withdrawal
from dispatch.model.values import DurationUnit
from dispatch.model.values import Scope
from dispatch.planning.boards import board_view
from dispatch.planning.boards import notice_open
from dispatch.planning.boards import section_of
from dispatch.planning.boards import standing
from dispatch.planning.rows import entry_row
from tests.nouns import BOARDS
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import notice
from tests.nouns import site

HALL = BOARDS[0]


def states(*entries, day=TODAY):
    return dict(index_of(site(*entries), day).states)


def on(index, board):
    """Return all that is, was or will be on a board."""
    return wall(index, calendar_for(index.site), board, recorded(index))


def on_hall(*entries, day=TODAY):
    index = index_of(site(*entries), day)
    sections = standing(index, HALL, on(index, HALL))
    return {name: [each.entry.id for each in there] for name, there in sections if there}


def test_what_is_published_and_untouched_is_in_force():
    assert states(entry(1)) == {"2026-0001": "in-force"}


def test_drafts_and_what_is_to_come_are_nowhere():
    tomorrow = TODAY + timedelta(days=1)
    assert states(entry(1, draft=True), entry(2, published=tomorrow)) == {}
    assert states(entry(2, published=tomorrow), day=tomorrow) == {"2026-0002": "in-force"}


def test_what_names_an_unknown_item_or_unit_is_nowhere():
    assert states(entry(1, "X-9"), entry(2, unit="nobody")) == {}


@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 10, 9), "in-force"), (date(2026, 10, 10), "withdrawn")]
)
def test_a_withdrawal_counts_from_its_day(day, state):
    gone = entry(1, withdrawn=Withdrawal(on=date(2026, 10, 10), reason="有误"))
    assert states(gone, day=day) == {"2026-0001": state}


def test_a_correction_and_a_successor_take_the_place_from_their_day_on():
    later = date(2026, 10, 20)
    entries = (
        entry(1),
        entry(2),
        entry(3, corrects="2026-0001", published=later),
        entry(4, supersedes="2026-0002", published=later),
    )
    assert states(*entries) == {
        "2026-0001": "corrected",
        "2026-0002": "superseded",
        "2026-0003": "in-force",
        "2026-0004": "in-force",
    }
    before = states(*entries, day=later - timedelta(days=1))
    assert before == {"2026-0001": "in-force", "2026-0002": "in-force"}


def test_what_was_replaced_stays_so_when_its_successor_is_replaced_too():
    chain = (entry(1), entry(2, supersedes="2026-0001"), entry(3, supersedes="2026-0002"))
    assert list(states(*chain).values()) == ["superseded", "superseded", "in-force"]


def test_a_withdrawn_correction_corrects_nothing():
    gone = Withdrawal(on=date(2026, 10, 5), reason="有误")
    found = states(entry(1), entry(2, corrects="2026-0001", withdrawn=gone))
    assert found == {"2026-0001": "in-force", "2026-0002": "withdrawn"}


def test_entries_that_replace_each_other_or_themselves_do_not_hang():
    found = states(
        entry(1, supersedes="2026-0002"),
        entry(2, supersedes="2026-0001"),
        entry(3, supersedes="2026-0003"),
    )
    assert found["2026-0003"] == "in-force"
    assert found["2026-0001"] == found["2026-0002"] == "superseded"


def test_the_next_period_of_the_same_unit_ends_the_one_before():
    found = states(
        entry(1, "P-1", period="2026-Q2"),
        entry(2, "P-1", period="2026-Q3"),
        entry(3, "P-1", period="2026-Q2", unit="offline"),
        entry(4, "E-1", period="2026-Q1"),
        entry(5, "E-1", period="2026-Q3"),
    )
    assert found["2026-0001"] == "ended"
    assert {name for name, state in found.items() if state == "in-force"} == {
        "2026-0002",
        "2026-0003",
        "2026-0004",
        "2026-0005",
    }


def test_a_withdrawn_period_does_not_end_the_one_before():
    gone = Withdrawal(on=date(2026, 10, 5), reason="有误")
    found = states(
        entry(1, "P-1", period="2026-Q2"), entry(2, "P-1", period="2026-Q3", withdrawn=gone)
    )
    assert found["2026-0001"] == "in-force"


@pytest.mark.parametrize(
    ("day", "state", "open_", "left"),
    [
        (date(2026, 10, 11), "in-force", False, None),
        (date(2026, 10, 12), "in-force", True, 5),
        (date(2026, 10, 16), "in-force", True, 1),
        (date(2026, 10, 17), "ended", False, None),
    ],
)
def test_a_notice_is_open_in_its_period_and_ended_after_it(day, state, open_, left):
    one = entry(1, "N-1", notice=notice(date(2026, 10, 12), date(2026, 10, 16)))
    index = index_of(site(one), day)
    row = entry_row(index, one, calendar_for(index.site), notice_open=notice_open(index, one))
    assert (row.state, row.notice_open, row.days_left) == (state, open_, left)
    assert row.until == date(2026, 10, 16)


@pytest.mark.parametrize(
    ("day", "unit", "left"),
    [
        (date(2026, 10, 12), DurationUnit.WORKING_DAY, (5, "working-day")),
        (date(2026, 10, 16), DurationUnit.WORKING_DAY, (1, "working-day")),
        (date(2026, 10, 12), DurationUnit.CLEAR_DAY, (3, "clear-day")),
        (date(2026, 10, 15), DurationUnit.CLEAR_DAY, None),
        (date(2026, 10, 12), DurationUnit.DAY, None),
        (date(2026, 10, 17), DurationUnit.WORKING_DAY, None),
    ],
)
def test_what_is_left_of_a_notice_is_told_as_the_law_counts(day, unit, left):
    period = replace(notice(date(2026, 10, 12), date(2026, 10, 16)), unit=unit)
    one = entry(1, "N-1", notice=period)
    index = index_of(site(one), day)
    row = entry_row(index, one, calendar_for(index.site), notice_open=notice_open(index, one))
    assert row.left == left


def test_a_statement_holds_beyond_its_posting():
    one = entry(1, posting=Window(last=date(2026, 10, 14)))
    assert states(one, day=date(2026, 10, 15)) == {"2026-0001": "in-force"}
    assert on_hall(one, day=date(2026, 10, 15)) == {}


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2026, 10, 4), False),
        (date(2026, 10, 5), True),
        (date(2026, 10, 14), True),
        (date(2026, 10, 15), False),
    ],
)
def test_an_entry_stands_from_the_first_day_of_its_posting_to_the_last(day, there):
    one = entry(1, posting=Window(first=date(2026, 10, 5), last=date(2026, 10, 14)))
    assert bool(on_hall(one, day=day)) is there


def test_an_ended_notice_hangs_on_to_the_last_day_of_its_posting():
    span = notice(date(2026, 10, 12), date(2026, 10, 16))
    one = entry(1, "N-1", notice=span, posting=Window(last=date(2026, 10, 30)))
    assert on_hall(one, day=date(2026, 10, 20)) == {"及时公开": ["2026-0001"]}
    assert on_hall(entry(1, "N-1", notice=span), day=date(2026, 10, 20)) == {}


def test_what_was_replaced_leaves_the_board_before_its_last_day():
    one = entry(1, posting=Window(last=date(2026, 12, 31)))
    assert on_hall(one, entry(2, corrects="2026-0001")) == {"及时公开": ["2026-0002"]}


def test_sections_follow_the_entry_then_the_item_then_the_limit():
    index = index_of(site(entry(1), entry(2, "S-1"), entry(3, "P-1", period="2026-Q3")), TODAY)
    found = [section_of(index, each, HALL) for each in index.entries.values()]
    assert found == ["及时公开", "长期公开", "定期公开"]
    chosen = replace(entry(1), section="长期公开")
    assert section_of(index, chosen, HALL) == "长期公开"
    assert section_of(index, replace(chosen, section="没有的栏"), HALL) == "及时公开"


def test_a_board_with_one_section_takes_everything_there():
    small = Board(id="hall", name="栏", place="门口", readers=Scope.SOCIETY, sections=("公开",))
    index = index_of(site(entry(1), entry(2, "S-1")), TODAY)
    assert [(name, len(there)) for name, there in standing(index, small, on(index, small))] == [
        ("公开", 2)
    ]


def test_open_notices_come_first_then_the_newest_then_by_id():
    day = date(2026, 10, 14)
    entries = (
        entry(1),
        entry(2, published=date(2026, 10, 13)),
        entry(3, "N-1", notice=notice(date(2026, 10, 12), date(2026, 10, 16))),
        entry(4),
    )
    assert on_hall(*entries, day=day)["及时公开"] == [
        "2026-0003",
        "2026-0002",
        "2026-0001",
        "2026-0004",
    ]


def test_the_view_of_a_board_names_what_was_taken_down_but_not_what_was_withdrawn():
    index = index_of(
        site(
            entry(1, posting=Window(last=date(2026, 10, 9))),
            entry(2, withdrawn=Withdrawal(on=date(2026, 10, 9), reason="有误")),
            entry(3),
            entry(4, posting=Window(first=date(2027, 1, 1))),
        ),
        TODAY,
    )
    rows = {
        e.id: entry_row(index, e, calendar_for(index.site), notice_open=False)
        for e in index.entries.values()
    }
    view = board_view(index, HALL, on(index, HALL), rows)
    assert [row.id for row in view.past] == ["2026-0001"]
    assert [row.id for section in view.sections for row in section.rows] == ["2026-0003"]
    assert (view.keeper, view.restricted) == ("职务keeper", False)


def test_ten_thousand_entries_are_indexed_and_placed_without_comparing_each_with_each():
    many = tuple(
        entry(n, "P-1", id=f"2026-{n:05}", period=f"{2000 + n % 20}-Q{1 + n % 4}")
        for n in range(10_000)
    )
    index = index_of(site(*many), TODAY)
    asked = []

    class Asked(dict):
        def __getitem__(self, key):
            asked.append(key)
            return super().__getitem__(key)

    on(replace(index, states=Asked(index.states)), HALL)
    assert 10_000 <= len(asked) <= 30_000
    assert sum(state == "in-force" for state in index.states.values()) == 500


def test_what_was_withdrawn_before_its_day_was_never_out():
    gone = Withdrawal(on=date(2026, 10, 1), reason="误发")
    found = states(entry(1), entry(2, withdrawn=gone, published=date(2026, 10, 3)))
    assert found == {"2026-0001": "in-force"}
