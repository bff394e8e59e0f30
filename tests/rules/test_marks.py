"""Family R: marks of an assessment against the score sheet."""

from __future__ import annotations

import pytest

from dispatch.rules.marks import SHEET
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample
from dispatch.rules.samples import whole
from tests.rules.conftest import examined
from tests.rules.conftest import marked


@pytest.mark.parametrize("mark", ["0", "10", "9.99"])
def test_a_mark_within_its_points_passes(passes, mark):
    passes(
        config=SHEET, oversight=f"kind: assessment\nspan: 2026-H1\nmarks: {{群众评议: {mark}}}\n"
    )


@pytest.mark.parametrize(
    ("variant", "text"),
    [
        ("beyond", "span: 2026-H1\nmarks: {群众评议: «10.01}\n"),
        ("unknown", "span: 2026-H1\nmarks: {群众评义: «9}\n"),
        ("unknown", "span: 2026-H1\nmarks: {应公开尽公开: «9}\n"),
        ("span", "marks:‹ {群众评议: 9}\n"),
        ("span", "span: 2026-Q1\nmarks:‹ {群众评议: 9}\n"),
    ],
)
def test_a_mark_that_does_not_fit_is_found(finds, variant, text):
    finds("R028", variant, config=SHEET, oversight=f"kind: assessment\n{text}")


def test_marks_of_another_kind_of_record_are_found(finds):
    text = "kind: inspection\nspan: 2026-H1\nmarks:‹ {群众评议: 9}\n"
    finds("R028", "span", config=SHEET, oversight=text)


def test_marks_without_a_score_sheet_are_found(finds):
    finds("R028", "span", oversight="kind: assessment\nspan: 2026-H1\nmarks:‹ {群众评议: 9}\n")


RECORD = "- {{kind: assessment, on: {on}, by: director, unit: {unit}, finding: 好, {more}}}\n"


def record(points, *, span="2026-H1", on="2026-07-08", unit="branch-1"):
    return RECORD.format(on=on, unit=unit, more=f"span: {span}, marks: {{群众评议: {points}}}")


def two(tmp_path, *records):
    parts = (*sample(config=SHEET).parts, *whole("oversight", "".join(records)).parts)
    places = marked(tmp_path, Sample(parts=parts))
    return places, examined(tmp_path)


@pytest.mark.parametrize("again", ["9", "8"])
def test_a_second_mark_for_the_same_unit_span_and_line_is_found(tmp_path, again):
    places, found = two(tmp_path, record(9), record(f"«{again}", on="2026-07-09"))
    assert found == [("R028", "twice", places[0])]


def test_each_further_mark_is_found(tmp_path):
    places, found = two(tmp_path, record(9), record("«8"), record("«7"))
    assert found == [("R028", "twice", place) for place in places]


@pytest.mark.parametrize("other", [{"span": "2025-H2"}, {"unit": "office"}])
def test_marks_for_another_span_or_unit_pass(tmp_path, other):
    assert two(tmp_path, record(9), record(9, **other)) == ([], [])
