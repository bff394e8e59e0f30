"""Family T: when a sheet hangs, and how long."""

from __future__ import annotations

import pytest

from tests.rules.conftest import examined

TEN = "posting: {minimum: {count: 10, unit: day}}"
NOTICE = """\
contacts:
  - {for: objections, office: 支部委员会, phone: 0000-0000001}
  - {for: supervision, office: 机关纪委, phone: 0000-0000002}
"""
PERIOD = "notice: {days: 5, unit: working-day, from: 2026-10-12, to: 2026-10-16}\n"
DOWN = {"posting": "down: {on: 2026-10-27, by: keeper}"}
MONDAY = {"posting": "up: {on: 2026-10-14, by: keeper}\ndown: {on: 2026-10-26, by: keeper}"}

FAULTS = [
    ("T002", "", {"item": TEN, "entry": "posting: {from: 2026-10-12, to: «2026-10-21}"}),
    ("T002", "", {"item": TEN, "entry": "posting: {to: «2026-10-13}"}),
    ("T002", "taken-down", {"item": TEN, "posting": "down: {on: «2026-10-20, by: keeper}"}),
    (
        "T002",
        "moved",
        {"item": TEN, "entry": "posting: {from: 2026-10-14, to: «2026-10-24}", **MONDAY},
    ),
    (
        "T002",
        "taken-down-moved",
        {
            "item": TEN,
            "entry": "posting: {from: 2026-10-14, to: 2026-10-26}",
            "posting": "up: {on: 2026-10-14, by: keeper}\ndown: {on: «2026-10-24, by: keeper}",
        },
    ),
    ("T004", "", {"entry": "posting: {from: «2026-10-11}"}),
    ("T004", "record", {"posting": "up: {on: «2026-10-11, by: keeper}"}),
    ("T005", "", {"item": "kind: notice", "entry": PERIOD + NOTICE + "posting: {to: «2026-10-15}"}),
    (
        "T005",
        "early",
        {"item": "kind: notice", "entry": PERIOD.replace("2026-10-12", "«2026-10-11") + NOTICE},
    ),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"item": TEN, "entry": "posting: {from: 2026-10-12, to: 2026-10-22}", **DOWN},
        {"item": TEN},
        {"item": TEN, "entry": "posting: {from: 2026-10-14, to: 2026-10-26}", **MONDAY},
        {"item": TEN.replace("day}", "working-day}"), "entry": "posting: {to: 2026-10-26}", **DOWN},
        {"item": TEN, "posting": "down: {on: 2026-10-22, by: keeper}"},
        {"posting": "down: {on: 2026-10-13, by: keeper}"},
        {"item": "kind: notice", "entry": PERIOD + NOTICE + "posting: {to: 2026-10-16}", **DOWN},
        {"entry": "posting: {from: 2026-10-13}"},
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


def test_two_postings_of_one_sheet_are_counted_together(make_root):
    row = (
        "- {{entry: 2026-0001, board: hall, "
        "up: {{on: {}, by: keeper}}, down: {{on: {}, by: keeper}}}}\n"
    )
    records = row.format("2026-10-12", "2026-10-18") + row.format("2026-10-19", "2026-10-23")
    root = make_root({"content/postings/2026-10.yaml": records})
    path = root / "content/catalogue.yaml"
    path.write_text(
        path.read_text("utf-8").replace("    scope: society", f"    {TEN}\n    scope: society"),
        "utf-8",
    )
    assert examined(root) == []
    shorter = records.replace("2026-10-23", "2026-10-22")
    (root / "content/postings/2026-10.yaml").write_text(shorter, "utf-8")
    column = shorter.splitlines()[1].index("2026-10-22") + 1
    place = f"content/postings/2026-10.yaml:2:{column}"
    assert examined(root) == [("T002", "taken-down", place)]
