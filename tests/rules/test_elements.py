"""Family E: what an item asks for is stated, typed and complete."""

from __future__ import annotations

import pytest

from dispatch.ledger.account import account_of
from tests.rules.conftest import examined

TABLE = "elements: {收缴金额: 300.00, 支出明细: "
FLOW = "elements:\n  收缴金额: 300.00\n  流程:\n"
TYPES = """\
elements:
  - {name: 收缴金额, type: money}
  - {name: 甲, type: integer, required: false}
  - {name: 乙, type: percent, required: false}
  - {name: 丙, type: date, required: false}
  - {name: 丁, type: phone, required: false}
  - {name: 戊, type: list, required: false}
  - {name: 己, type: targets, required: false}
"""
REQUIRED = (
    "elements: [{name: 支出明细, type: table, columns: [{name: 用途}, {name: 金额, type: money}]}]"
)


def columns(text: str) -> str:
    return (
        "elements: [{name: 收缴金额, type: money}, {name: 支出明细, required: false, " + text + "}]"
    )


FAULTS = [
    ("E001", "", {"entry": "elements: «{支出明细: [{用途: 活动, 金额: 300.00}]}"}),
    ("E001", "empty", {"entry": "elements:\n  «收缴金额:\n  支出明细: [{用途: 活动, 金额: 3}]"}),
    ("E001", "empty", {"item": REQUIRED, "entry": "elements: {支出明细: «[{用途: , 金额: }]}"}),
    (
        "E001",
        "empty",
        {"item": REQUIRED, "entry": "elements:\n  支出明细:\n    «- {用途: 合计, 金额: }"},
    ),
    ("E002", "near", {"entry": "elements: {收缴金额: 1, «支出明系: 无}"}),
    ("E002", "", {"entry": "elements: {收缴金额: 1, «别的: 无}"}),
    ("E003", "money", {"entry": "elements: {收缴金额: «约一千元}"}),
    ("E003", "money", {"entry": 'elements: {收缴金额: «"1,25.00"}'}),
    ("E003", "scalar", {"entry": "elements: {收缴金额: «[1250.00]}"}),
    ("E003", "table", {"entry": TABLE + "«无}"}),
    ("E003", "row", {"entry": TABLE + "[«无]}"}),
    ("E003", "row-empty", {"entry": TABLE + "[{用途: 甲, 金额: 3}, «{用途: , 金额: }]}"}),
    ("E003", "money", {"entry": TABLE + "[{用途: 活动, 金额: «三百}]}"}),
    ("E003", "steps", {"entry": "elements: {收缴金额: 1, 流程: «申请}"}),
    ("E003", "step-kind", {"entry": FLOW + "    - {name: 申请, kind: «开始}"}),
    ("E003", "key-unknown-near", {"entry": FLOW + "    - {name: 申请, «need: 申请书}"}),
    ("E003", "key-missing", {"entry": FLOW + "    - «{by: 窗口}"}),
    ("E003", "branches", {"entry": FLOW + "    - {name: 申请, to: «受理}"}),
    ("E003", "integer", {"item": TYPES, "entry": "elements: {收缴金额: 1, 甲: «1.5}"}),
    ("E003", "percent", {"item": TYPES, "entry": "elements: {收缴金额: 1, 乙: «八成}"}),
    ("E003", "date", {"item": TYPES, "entry": "elements: {收缴金额: 1, 丙: «2026-02-30}"}),
    ("E003", "phone", {"item": TYPES, "entry": "elements: {收缴金额: 1, 丁: «无}"}),
    ("E003", "list", {"item": TYPES, "entry": "elements: {收缴金额: 1, 戊: «甲、乙}"}),
    ("E003", "targets", {"item": TYPES, "entry": "elements: {收缴金额: 1, 己: «完成}"}),
    ("E004", "column-unknown-near", {"entry": TABLE + "[{«用图: 甲, 用途: 乙, 金额: 3}]}"}),
    ("E004", "column-unknown", {"entry": TABLE + "[{用途: 乙, 金额: 3, «zz: 甲}]}"}),
    ("E004", "column-missing", {"entry": TABLE + "[{用途: 乙, 金额: 3}, «{用途: 丙}]}"}),
    ("E005", "no-columns", {"item": columns("type: «table")}),
    ("E005", "columns-of-no-table", {"item": columns("type: text, columns: «[{name: 甲}]")}),
    ("E005", "total-of-no-table", {"item": columns("type: text, total: «甲")}),
    (
        "E005",
        "total-of-nothing",
        {"item": columns("type: table, columns: [{name: 甲, type: money}], total: «乙")},
    ),
    ("E005", "total-of-words", {"item": columns("type: table, columns: [{name: 甲}], total: «甲")}),
    ("E005", "column-twice", {"item": columns("type: table, columns: [{name: 甲}, {name: «甲}]")}),
    ("E005", "twice", {"item": "elements: [{name: 收缴金额}, {name: «收缴金额}]"}),
    (
        "E006",
        "near",
        {"entry": FLOW + "    - {name: 申请, to: [{step: «受里}]}\n    - {name: 受理}"},
    ),
    ("E006", "", {"entry": FLOW + "    - {name: 申请, to: [{step: «办结}]}\n    - {name: 受理}"}),
    ("E006", "twice", {"entry": FLOW + "    - {name: 申请}\n    - {name: «申请}"}),
    (
        "E006",
        "unreached",
        {
            "entry": FLOW + "    - {name: 申请, to: [{step: 办结}]}\n"
            "    - {name: «退回}\n    - {name: 办结}"
        },
    ),
    ("E007", "", {"item": "elements: []", "entry": "title: «甲\nelements: {}", "text": " \n"}),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"entry": TABLE + "[{用途: 活动, 金额: 300.00}, {用途: 合计, 金额: 300.00}]}"},
        {"entry": TABLE + "[{用途: 活动, 金额: }]}"},
        {"entry": "elements: {收缴金额: -1,250.00}".replace("-1,250.00", '"-1,250.00"')},
        {
            "entry": FLOW + "    - {name: 申请, kind: start}\n"
            "    - {name: 审查, kind: decision, to: [{step: 办结, when: 通过}, {step: 申请}]}\n"
            "    - {name: 办结, kind: end}"
        },
        {
            "item": TYPES,
            "entry": "elements: {收缴金额: 1, 甲: 12, 乙: 85.5%, 丙: 2026-02-28, "
            "丁: 0000-0000000, 戊: [甲, 乙]}",
        },
        {"item": "elements: []", "entry": "elements: {}"},
        {"item": columns("type: table, columns: [{name: 甲, type: money}], total: 甲")},
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


def test_what_a_draft_lacks_is_only_noted(make_root):
    root = make_root()
    path = root / "content/entries/2026/2026-0002.md"
    text = path.read_text(encoding="utf-8").replace("elements: {收缴金额: 1250.00}", "draft: true")
    path.write_text(text.replace("  approved: {by: secretary, on: 2026-10-11}\n", ""), "utf-8")
    assert [code for code, _, _ in examined(root)] == ["E001", "R001"]
    from dispatch.ground.diagnostics import Severity
    from dispatch.reading.loader import load
    from dispatch.rules import check
    from tests.conftest import TODAY

    site, _ = load(root)
    assert site is not None
    assert {found.severity for found in check(account_of(site, TODAY))} == {Severity.INFO}
