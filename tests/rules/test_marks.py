"""Family R: marks of an assessment against the score sheet."""

from __future__ import annotations

import pytest

from dispatch.rules.marks import SHEET


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
