"""Where sheets hang: nothing overlaps, nothing is lost, what hangs stays."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.model.board import Board
from dispatch.model.paper import MILLIMETRES
from dispatch.model.values import Scope
from dispatch.planning.placing import Piece
from dispatch.planning.placing import placed
from dispatch.planning.placing import size_of

A4 = (210.0, 297.0)
A3 = (297.0, 420.0)
SECTIONS = ("长期公开", "定期公开", "及时公开")
BOARD = Board(id="hall", name="栏", place="门口", readers=Scope.SOCIETY, columns=6, rows=2)


def piece(key, section="及时公开", pages=(A4,), slot=""):
    return Piece(key=key, section=section, pages=tuple(pages), slot=slot)


def slots(board, *pieces):
    there = placed(board, pieces)
    return {
        key: [each.slot for each in there.boxes if each.key == key]
        for key in (one.key for one in pieces)
    }


def test_a_page_takes_as_many_places_as_it_covers():
    assert size_of(BOARD, A4) == (1, 1)
    assert size_of(BOARD, A3) == (2, 2)
    assert size_of(BOARD, (420.0, 297.0)) == (2, 1), "A3 lying is two A4 side by side"
    assert size_of(BOARD, (297.0, 210.0)) == (2, 1)
    assert size_of(BOARD, MILLIMETRES["A2"]) == (2, 2)
    assert size_of(BOARD, (210.4, 297.2)) == (1, 1), "a printer's margin is no second place"
    assert size_of(replace(BOARD, sheet="A3"), A4) == (1, 1)


def test_sections_stand_side_by_side_and_get_what_they_need():
    many = [piece(f"p{n}", "定期公开") for n in range(6)]
    there = placed(BOARD, (piece("a", "长期公开"), *many, piece("z")))
    assert [(band.name, band.width) for band in there.bands] == [
        ("长期公开", 1),
        ("定期公开", 4),
        ("及时公开", 1),
    ]
    assert there.left_out == ()
    assert there.used == 8


def test_pages_of_a_sheet_hang_in_a_row():
    fixed = replace(BOARD, sections=("公开",))
    assert slots(fixed, piece("a", "公开", [A4] * 3)) == {"a": ["1-1", "2-1", "3-1"]}
    four = slots(fixed, piece("a", "公开", [A4] * 4), piece("b", "公开", [A4] * 3))
    assert four["b"] == ["1-2", "2-2", "3-2"], "not two at the end of a row and one in the next"


def test_what_finds_no_row_of_its_own_goes_on_in_the_next():
    small = replace(BOARD, sections=("公开",), columns=2, rows=2)
    assert slots(small, piece("a", "公开", [A4] * 3)) == {"a": ["1-1", "2-1", "1-2"]}


def test_what_hangs_stays_and_the_new_goes_around_it():
    one = replace(BOARD, sections=("公开",), columns=3, rows=1)
    found = slots(one, piece("new", "公开"), piece("old", "公开", slot="1-1"))
    assert found == {"new": ["2-1"], "old": ["1-1"]}


def test_a_place_that_is_not_there_is_passed_over():
    one = replace(BOARD, sections=("公开",), columns=2, rows=1)
    found = slots(one, piece("a", "公开", slot="9-9"), piece("b", "公开", slot="1-1"))
    assert found["b"] == ["1-1"]
    assert found["a"] == ["2-1"]


def test_a_board_of_unknown_height_is_as_high_as_what_hangs_there():
    tall = replace(BOARD, sections=("公开",), columns=3, rows=None)
    found = slots(tall, piece("new", "公开"), piece("old", "公开", slot="2-5"))
    assert found == {"new": ["1-1"], "old": ["2-5"]}


def test_sections_of_fixed_width_are_walls_others_are_none():
    walls = replace(BOARD, rows=1, widths=(2, 2, 2))
    three = [piece(f"p{n}") for n in range(3)]
    assert placed(walls, three).left_out == ("p2",)
    assert placed(replace(walls, widths=()), three).left_out == ()
    spill = [piece("a", "长期公开"), piece("b", "定期公开"), *(piece(f"p{n}") for n in range(4))]
    assert placed(replace(walls, widths=()), spill).left_out == ()


def test_a_board_of_unknown_height_grows():
    open_end = replace(BOARD, rows=None, columns=2)
    there = placed(open_end, [piece(f"p{n}") for n in range(9)])
    assert (there.rows, there.left_out) == (5, ())


PIECES = st.lists(
    st.tuples(
        st.sampled_from(SECTIONS),
        st.lists(st.sampled_from([A4, A3, (297.0, 210.0)]), min_size=1, max_size=3),
        st.sampled_from(["", "", "1-1", "2-2", "9-1"]),
    ),
    max_size=14,
)


@settings(max_examples=200, deadline=None)
@given(PIECES, st.integers(0, 7), st.one_of(st.none(), st.integers(0, 4)), st.booleans())
def test_nothing_overlaps_and_nothing_is_lost(given_pieces, columns, rows, fixed):
    widths = (columns // 3,) * 3 if fixed and columns >= 3 else ()
    board = replace(BOARD, columns=columns, rows=rows, widths=widths)
    pieces = [
        piece(f"k{n}", section, pages, slot)
        for n, (section, pages, slot) in enumerate(sorted(given_pieces, key=lambda p: p[0]))
    ]
    there = placed(board, pieces)
    cells = [
        (column, row)
        for box in there.boxes
        for column in range(box.column, box.column + box.width)
        for row in range(box.row, box.row + box.height)
    ]
    assert len(cells) == len(set(cells)) == there.used
    assert all(0 <= column < columns and 0 <= row < there.rows for column, row in cells)
    for each in pieces:
        pages = [box.page for box in there.boxes if box.key == each.key]
        whole = pages == list(range(1, len(each.pages) + 1))
        assert whole if each.key not in there.left_out else pages == []
    assert sum(band.width for band in there.bands) <= columns
