"""考核 as it was known: what was committed later does not count, whatever day it bears."""

from __future__ import annotations

import json

import pytest

from dispatch.rules.samples import sample
from tests.commits import commit
from tests.conftest import write_sample

CONFIG = """\
assessment:
  title: 季度考核
  every: quarter
  criteria:
    - {name: 公开率, points: 60, measure: coverage}
    - {name: 整改, points: 20, measure: oversight}
    - {name: 评议, points: 20, measure: mark}
"""
LIMIT = "limit: {type: periodic, every: month, month: 1, day: 15}\n"
ENTRY = """\
---
id: {id}
item: A-01
unit: branch-1
title: {period}党费收缴使用情况
period: {period}
formed: {formed}
published: {published}
procedure:
  proposed: {{by: liaison, on: {published}}}
  reviewed: {{by: director, on: {published}, secrecy: cleared, accuracy: confirmed}}
  approved: {{by: secretary, on: {published}}}
elements: {{收缴金额: 1250.00}}
---
现将有关情况公开如下。
"""
FINDING = """\
- {{kind: inspection, on: 2026-01-20, by: director, unit: branch-1, title: 巡查, finding: 缺页,
   due: 2026-02-10{resolved}}}
"""
MARK = """\
- {kind: assessment, on: 2026-02-27, by: director, unit: branch-1, finding: 好, span: 2026-Q1,
   marks: {评议: 18}}
"""


def put(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def disclose(root, number, period, formed, published):
    name = f"2026-{number:04}"
    text = ENTRY.format(id=name, period=period, formed=formed, published=published)
    put(root, f"content/entries/2026/{name}.md", text)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Return a root with its history: five commits of the first quarter."""
    root = tmp_path_factory.mktemp("recorded")
    write_sample(root, sample(config=CONFIG, item=LIMIT))
    for path in ("entries/2026/2026-0002.md", "postings/2026-10.yaml", "feedback/2026-10.yaml"):
        (root / "content" / path).unlink()
    put(root, "content/oversight/2026-10.yaml", FINDING.format(resolved=""))
    disclose(root, 1, "2025-12", "2025-12-31", "2026-01-08")
    commit(root, "2026-01-08")
    # Said to be out in time, and said to be put right in time; both were written down in March.
    disclose(root, 2, "2026-01", "2026-01-31", "2026-02-12")
    commit(root, "2026-03-05")
    put(root, "content/oversight/2026-10.yaml", FINDING.format(resolved=", resolved: 2026-02-09"))
    commit(root, "2026-03-06")
    # Entered on the day, and committed later.
    put(root, "content/oversight/marks.yaml", MARK)
    commit(root, "2026-03-09")
    return root


def scored(run, root, *options):
    code, out, said = run("score", "2026-Q1", *options, "--format", "json", root=root)
    assert code == 0, said
    (unit,) = json.loads(out)["units"]
    lines = {each["name"]: each for each in unit["criteria"]}
    return unit, {name: line["points"] for name, line in lines.items()}, lines


MARCH = ("--as-of", "2026-03-01")


@pytest.mark.parametrize("options", [(*MARCH, "--known", "then"), MARCH])
def test_what_was_written_down_later_did_not_count_then(run, recorded, options):
    unit, points, lines = scored(run, recorded, *options)
    assert points == {"公开率": "30.00", "整改": "0.00", "评议": "0.00"}
    assert [each["why"] for each in lines["公开率"]["traces"]] == ["published", "missing"]
    assert [each["why"] for each in lines["整改"]["traces"]] == ["not-resolved"]
    assert lines["评议"]["note"] == "unmarked"
    assert (unit["total"], unit["complete"], unit["rank"]) == ("30.00", False, None)


def test_by_what_is_known_now_it_counts_from_the_day_it_bears(run, recorded):
    unit, points, _ = scored(run, recorded, *MARCH, "--known", "now")
    assert points == {"公开率": "60.00", "整改": "20.00", "评议": "18.00"}
    assert (unit["total"], unit["complete"], unit["rank"]) == ("98.00", True, 1)


@pytest.mark.parametrize(
    ("day", "points"),
    [
        ("2026-03-04", ["30.00", "0.00", "0.00"]),
        ("2026-03-05", ["60.00", "0.00", "0.00"]),
        ("2026-03-06", ["60.00", "20.00", "0.00"]),
        ("2026-03-08", ["60.00", "20.00", "0.00"]),
        ("2026-03-09", ["60.00", "20.00", "18.00"]),
    ],
)
def test_each_commit_counts_from_its_own_day_on(run, recorded, day, points):
    found = scored(run, recorded, "--as-of", day, "--known", "then")[1]
    assert list(found.values()) == points


def test_a_mark_entered_later_than_the_day_counts_for_nobody(run, recorded):
    """What is known now of a day before the mark was entered has no mark."""
    found = scored(run, recorded, "--as-of", "2026-02-26", "--known", "now")[2]
    assert found["评议"]["note"] == "unmarked"


def test_the_commit_that_was_gone_by_is_named(run, recorded):
    said = run("score", "2026-Q1", *MARCH, "--known", "then", root=recorded)[2]
    assert "2026-01-08" in said
