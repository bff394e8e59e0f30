"""L002: corrections, replacements and withdrawals in one line."""

from __future__ import annotations

import pytest

from dispatch.front import pipeline
from dispatch.ground.diagnostics import Severity
from tests.conftest import TODAY

SAME = "item: A-01\npublished: 2026-10-13"
INNER = "scope: society\nchannels: [web, board]"
GONE = "withdrawn: {on: 2026-10-20, reason: 内容有误}"
THIRD = "content/entries/2026/2026-0003.md"
BROKEN = [
    ("early", {"other": "item: A-01\npublished: 2026-10-11\ncorrects: «2026-0001"}),
    ("early", {"other": "item: A-01\npublished: 2026-10-11\nsupersedes: «2026-0001"}),
    ("item", {"inner": INNER, "other": "corrects: «2026-0001"}),
    ("fallen", {"other": f"{SAME}\ncorrects: 2026-0001\nwithdrawn: «{GONE[11:]}"}),
]


@pytest.mark.parametrize(("variant", "fragments"), BROKEN)
def test_a_broken_chain_is_found_where_it_breaks(finds, variant, fragments):
    finds("L002", variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"other": f"{SAME}\ncorrects: 2026-0001"},
        {"other": "item: A-01\ncorrects: 2026-0001"},
        {"inner": INNER, "other": "supersedes: 2026-0001"},
        {"other": f"{SAME}\nsupersedes: 2026-0001\n{GONE}"},
        {"other": f"{SAME}\nsupersedes: 2026-0001", "entry": GONE},
        {"other": f"{SAME}\ncorrects: 2026-0001\n{GONE}", "entry": GONE},
        {"other": "item: A-01\npublished: 2026-10-11\ncorrects: 2026-0001\ndraft: true"},
    ],
)
def test_a_sound_chain_is_not(passes, fragments):
    passes(**fragments)


def told(root, *, first="", second="corrects: 2026-0001", third="corrects: 2026-0001"):
    """Return variant, severity, path and the other place of what is said of three entries."""
    path = root / "content/entries/2026/2026-0001.md"
    text = path.read_text(encoding="utf-8")
    for number, more in ((1, first), (2, second), (3, third)):
        made = text.replace("2026-0001", f"2026-000{number}", 1)
        made = made.replace("2026-10-12", f"2026-10-1{number + 1}")
        made = made.replace("item:", f"{more}\nitem:", 1) if more else made
        path.with_name(f"2026-000{number}.md").write_text(made, encoding="utf-8")
    found = [e for e in pipeline.examine(root, TODAY).found if e.code == "L002"]
    return [(e.variant, e.severity, e.place.path, e.also and e.also.path) for e in found]


def test_two_that_take_one_place_are_found_at_the_later(make_root):
    other = THIRD.replace("0003", "0002")
    assert told(make_root()) == [("fork", Severity.ERROR, THIRD, other)]
    assert told(make_root(name="mixed"), third="supersedes: 2026-0001")[0][0] == "fork"


def test_a_line_of_three_is_sound_and_may_lose_its_end(make_root):
    third = "corrects: 2026-0002"
    assert told(make_root(), third=third) == []
    gone = f"{third}\n{GONE}"
    assert [each[0] for each in told(make_root(name="end"), third=gone)] == ["fallen"]


def test_another_correction_takes_the_place_of_a_withdrawn_one(make_root):
    assert told(make_root(), second=f"corrects: 2026-0001\n{GONE}") == []


def test_a_withdrawn_entry_is_replaced_and_not_corrected(make_root):
    gone = "withdrawn: {on: 2026-10-12, reason: 内容有误}"
    said = told(make_root(), first=gone, third="")
    assert [each[:2] for each in said] == [("withdrawn", Severity.WARNING)]
    assert told(make_root(name="new"), first=gone, second="supersedes: 2026-0001", third="") == []


def test_another_unit_corrects_nothing(make_root):
    root = make_root()
    path = root / "content/organisation.yaml"
    text = path.read_text(encoding="utf-8")
    unit = "  - {id: branch-2, name: 第二党支部, kind: branch, online: true}\n"
    path.write_text(text.replace("people:", f"{unit}people:"), encoding="utf-8")
    path = root / "content/catalogue.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[branch-1]", "[branch-1, branch-2]"), encoding="utf-8")
    assert told(root, third="") == []
    path = root / "content/entries/2026/2026-0002.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("unit: branch-1", "unit: branch-2"), encoding="utf-8")
    said = [e for e in pipeline.examine(root, TODAY).found if e.code == "L002"]
    assert [(e.variant, e.place.path) for e in said] == [("unit", THIRD.replace("0003", "0002"))]
