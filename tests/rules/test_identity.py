"""Family I, first half: ids, codes, numbers, addresses."""

from __future__ import annotations

import pytest

from tests.rules.conftest import examined

ATTACHED = "attachments: [{file: attachments/2026-0001.csv, title: 明细表}]"
CIRCLE = """\
units:
  - {id: branch-1, name: 第一党支部, parent: «office, online: true}
  - {id: office, name: 办公室, parent: «branch-1}
"""
TWINS = """\
units:
  - {id: branch-1, name: 第一党支部, online: true}
  - {id: office, name: 办公室}
  - {id: «office, name: 财务科}
"""
NAMESAKES = """\
people:
  - {id: secretary, name: 支部书记, unit: branch-1}
  - {id: director, name: 办公室主任, unit: office}
  - {id: liaison, name: 信息联络员, unit: branch-1}
  - {id: keeper, name: 公开栏管理员, unit: office}
  - {id: «keeper, name: 另一位管理员, unit: office}
"""

FAULTS = [
    ("I001", "", {"other": "id: «2026-0001\nitem: A-01"}),
    ("I002", "", {"inner": "code: «A-01", "other": "item: A-01"}),
    ("I003", "unit", {"organisation": TWINS}),
    ("I003", "person", {"organisation": NAMESAKES}),
    ("I003", "board", {"corridor": "id: «hall", "inner": "boards: [hall]\nscope: society"}),
    ("I009", "code", {"inner": "code: «a-01", "other": "item: a-01"}),
    ("I010", "", {"entry": "attachments: [{file: «attachments/缺.csv, title: 表}]"}),
    ("I010", "", {"posting": "photo: «attachments/photo.jpg"}),
    ("I011", "", {"entry": "number: 党〔2026〕1号", "other": "number: «党〔2026〕1号"}),
    ("I012", "entry", {"entry": "supersedes: «2026-0001"}),
    (
        "I012",
        "entry",
        {"entry": "corrects: «2026-0002", "other": "supersedes: «2026-0001\nitem: A-01"},
    ),
    ("I012", "unit", {"organisation": CIRCLE}),
    (
        "I013",
        "",
        {"entry": "id: «2025-0001", "posting": "entry: 2025-0001", "feedback": "about: 2025-0001"},
    ),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"entry": ATTACHED},
        {"posting": "photo: attachments/2026-0001.csv"},
        {"entry": "number: 党〔2026〕1号", "other": "number: 党〔2026〕2号"},
        {
            "entry": "number: 党〔2026〕1号",
            "other": "item: A-01\nnumber: 党〔2026〕1号\ncorrects: 2026-0001",
        },
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


def test_names_that_differ_in_composition_collide(make_root):
    root = make_root({"content/pages/About.md": "---\ntitle: 关于\n---\n关于。\n"})
    assert examined(root) == [("I009", "page", "content/pages/about.md:1:1")]
    root = make_root({"content/attachments/2026-0001.CSV": "a,b\n"}, "other")
    assert examined(root) == [("I009", "attachment", "content/attachments/2026-0001.csv:1:1")]


def test_a_long_chain_of_replacements_is_no_circle(make_root):
    given = {}
    for number in range(3, 60):
        text = f"""\
---
id: 2026-{number:04}
item: A-01
unit: branch-1
title: 第{number}次
formed: 2026-09-30
published: 2026-10-12
supersedes: 2026-{number - 1 if number > 3 else 1:04}
procedure:
  proposed: {{by: liaison, on: 2026-10-09}}
  reviewed: {{by: director, on: 2026-10-10, secrecy: cleared, accuracy: confirmed}}
  approved: {{by: secretary, on: 2026-10-11}}
elements: {{收缴金额: 1250.00}}
---
正文。
"""
        given[f"content/entries/2026/2026-{number:04}.md"] = text
    given["content/postings/2026-10.yaml"] = "[]\n"
    assert examined(make_root(given)) == []
