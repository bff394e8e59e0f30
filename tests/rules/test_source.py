"""Family S: what the reader refuses, with the place of it; hundreds more are in test_planted."""

from __future__ import annotations

import pytest

from dispatch.rules import source
from tests.rules.conftest import examined

ENTRY = "content/entries/2026/2026-0001.md"
POSTING = "content/postings/2026-10.yaml"
RECORD = "entry: 2026-0001\nboard: hall\nup: {on: 2026-10-12, by: keeper}\n"


def test_a_rule_of_the_reader_has_no_check_of_its_own():
    assert all(rule.origin == "reader" and rule.check is None for rule in source.RULES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RECORD.replace("board:", "bord:"), ("S015", "nearest", 2, 1)),
        (RECORD.replace("hall", "Hall"), ("S017", "pattern", 2, 8)),
        (RECORD.replace("2026-10-12", "2026-02-30"), ("S017", "day_unreal", 3, 10)),
        (RECORD.replace("{on: 2026-10-12, by: keeper}", "今天"), ("S014", "mapping", 3, 5)),
        (RECORD + "inspected: 是\n", ("S014", "list", 4, 12)),
        (RECORD + "board: hall\n", ("S007", "", 4, 1)),
        (RECORD + "photo: a #1\n", ("S010", "", 4, 10)),
        ("只有一句话\n", ("S014", "document", 1, 1)),
    ],
)
def test_a_record_is_refused_at_its_fault(make_root, text, expected):
    code, variant, line, column = expected
    root = make_root({POSTING: text})
    assert (code, variant, f"{POSTING}:{line}:{column}") in examined(root)


def test_an_empty_file_of_records_is_no_fault(make_root):
    assert examined(make_root({POSTING: ""})) == []
    assert examined(make_root({POSTING: "# 本月没有张贴\n"}, "second")) == []
