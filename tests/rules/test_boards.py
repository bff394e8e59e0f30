"""Boards that are too full, badly divided or bare; sheets that nobody looks at or proves."""

from __future__ import annotations

import hashlib

import pytest

from dispatch.front import pipeline
from tests.conftest import TODAY

BOTH = "item: A-01\nformed: 2026-10-05\npublished: 2026-10-12"
LAX = "inspection: {web: 60, sheet: 0, sparse: 0}"
LOOKS = "inspection: {web: 60, sheet: 31, sparse: 0}"
UP = "up: {on: «2026-10-12, by: keeper}\n"
PHOTO = "posting: {minimum: {count: 10, unit: day}, photo: true}"
CSV = "用途,金额\n活动,300.00\n".encode()

FAULTS = [
    ("F015", "default", {"board": "columns: «1\nrows: 1", "other": BOTH}),
    (
        "F015",
        "held",
        {
            "board": "columns: «1\nrows: 1\npinned: [2026-0001, 2026-0002]",
            "other": BOTH,
        },
    ),
    ("F016", "count", {"board": "columns: 6\nwidths: «[2, 2]"}),
    ("F016", "sum", {"board": "columns: 6\nwidths: «[3, 3, 3]"}),
    ("F016", "sum", {"board": "columns: 6\nwidths: «[3, 3, 0]"}),
    (
        "D005",
        "",
        {
            "config": "inspection: {web: 60, sheet: 0, sparse: 10}",
            "board": "id: «hall\ncolumns: 6\nrows: 2",
        },
    ),
    ("T015", "", {"config": LOOKS, "posting": UP}),
    (
        "T015",
        "",
        {
            "config": LOOKS,
            "posting": UP + "inspected: [{on: 2026-10-22, by: keeper, state: legible}]",
        },
    ),
    ("T016", "default", {"item": PHOTO, "posting": UP}),
    (
        "T016",
        "gone",
        {"item": PHOTO, "posting": UP + "down: {on: 2026-11-20, by: keeper}"},
    ),
    (
        "T017",
        "withdrawn",
        {"entry": "withdrawn: {on: 2026-11-19, reason: 有误}", "posting": UP},
    ),
    ("T017", "corrected", {"other": BOTH + "\ncorrects: 2026-0001", "posting": UP}),
    ("T018", "outside", {"board": "rows: 2", "posting": "slot: «1-3"}),
    ("I014", "", {"posting": f"photo: attachments/2026-0001.csv\nphoto_digest: «{'0' * 64}"}),
    ("I008", "near", {"board": "pinned: [«2026-0003]"}),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"board": "columns: 1\nrows: 1"},
        {"board": "columns: 1", "other": BOTH},
        {"board": "columns: 1\nrows: 1", "other": BOTH + "\ndraft: true"},
        {"board": "columns: 6\nwidths: [1, 2, 3]"},
        {"config": LAX, "board": "columns: 20\nrows: 5"},
        {
            "config": LOOKS,
            "posting": "inspected: [{on: 2026-10-23, by: keeper, state: legible}]",
        },
        {"item": PHOTO, "posting": "photo: attachments/2026-0001.csv"},
        {
            "entry": "withdrawn: {on: 2026-11-20, reason: 有误}",
            "posting": "up: {on: 2026-10-12, by: keeper}",
        },
        {"board": "rows: 2", "posting": "slot: 6-2"},
        {
            "posting": "photo: attachments/2026-0001.csv\n"
            f"photo_digest: {hashlib.sha256(CSV).hexdigest()}"
        },
        {"board": "pinned: [2026-0001]"},
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


def test_a_full_board_names_what_could_give_way_the_oldest_first(make_root):
    entry = (make_root() / "content/entries/2026/2026-0001.md").read_text("utf-8")
    given = {
        f"content/entries/2026/2026-000{number}.md": entry.replace(
            "2026-0001", f"2026-000{number}", 1
        ).replace("published: 2026-10-12", f"published: 2026-10-{12 + number}")
        for number in range(3, 8)
    }
    boards = make_root(given, name="full") / "content/boards.yaml"
    text = boards.read_text("utf-8").replace("id: hall", "id: hall\n    columns: 2\n    rows: 2")
    boards.write_text(text, "utf-8")
    found = pipeline.examine(boards.parents[1], TODAY).found
    (full,) = (each for each in found if each.code == "F015")
    told = dict(full.params)
    assert (told["places"], told["count"]) == ("4", "2")
    assert told["left"] == "2026-0003, 2026-0001"
    assert told["free"] == "2026-0004, 2026-0005, 2026-0006, 2026-0007"


def test_two_sheets_cannot_hang_in_one_place(make_root):
    root = make_root()
    entry = (root / "content/entries/2026/2026-0001.md").read_text("utf-8")
    other = entry.replace("2026-0001", "2026-0003", 1)
    (root / "content/entries/2026/2026-0003.md").write_text(other, "utf-8")
    records = "".join(
        f"- {{entry: 2026-000{n}, board: hall, up: {{on: 2026-10-12, by: keeper}}, slot: 1-1}}\n"
        for n in (1, 3)
    )
    (root / "content/postings/2026-10.yaml").write_text(records, "utf-8")
    found = [e for e in pipeline.examine(root, TODAY).found if e.code == "T018"]
    assert [(each.variant, dict(each.params)["slot"]) for each in found] == [("taken", "1-1")]
