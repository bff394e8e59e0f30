"""What an entry states, held against its element."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dispatch.model.catalogue import Column
from dispatch.model.catalogue import Element
from dispatch.model.catalogue import ElementType
from dispatch.model.elements import decimal_of
from dispatch.model.elements import typed

USE = Element(
    name="支出明细",
    type=ElementType.TABLE,
    columns=(Column(name="用途"), Column(name="金额", type="money")),
    total="金额",
)


def element(kind):
    return Element(name="某项", type=ElementType(kind))


def problems(kind, raw):
    each = USE if kind == "table" else element(kind)
    value, faults = typed(each, raw)
    assert (value is None) == bool(faults)
    return [(fault.keys, fault.problem) for fault in faults]


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text", "一"),
        ("number", "1,250.5"),
        ("number", "-3"),
        ("integer", "1,250"),
        ("money", "0.00"),
        ("money", "12,345,678.90"),
        ("percent", "85.5%"),
        ("percent", "85.5"),
        ("date", "2026-02-28"),
        ("phone", "0000-0000000"),
        ("phone", "0000-0000000 转 12"),
        ("list", ["甲", "乙"]),
        ("table", [{"用途": "活动", "金额": "300.00"}, {"用途": "合计", "金额": "300.00"}]),
        ("steps", [{"name": "申请"}, {"name": "审查", "to": [{"step": "申请", "when": "不齐"}]}]),
        ("targets", [{"name": "治理", "measure": "公里", "plan": "12", "done": "8.5"}]),
    ],
)
def test_a_value_of_its_type_passes(kind, raw):
    assert problems(kind, raw) == []


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        ("text", None, [((), "empty")]),
        ("text", ["一"], [((), "scalar")]),
        ("money", "1,25.00", [((), "money")]),
        ("money", "１２５０", [((), "money")]),
        ("money", "1250元", [((), "money")]),
        ("number", "12:30", [((), "number")]),
        ("integer", "1.5", [((), "integer")]),
        ("date", "2026-02-30", [((), "date")]),
        ("date", "2026-2-3", [((), "date")]),
        ("phone", "无", [((), "phone")]),
        ("list", "甲", [((), "list")]),
        ("list", [], [((), "list")]),
        ("list", ["甲", {"乙": "1"}], [((1,), "scalar")]),
        ("table", "300", [((), "table")]),
        ("table", [{"用途": "活动"}], [((0,), "column-missing")]),
        (
            "table",
            [{"用途": "活动", "金额": "三百", "备注": "x"}],
            [((0, "备注"), "column-unknown"), ((0, "金额"), "money")],
        ),
        ("table", ["活动"], [((0,), "row")]),
        ("steps", [{"nam": "申请"}], [((0, "nam"), "key-unknown"), ((0,), "key-missing")]),
        ("steps", [{"name": "申请", "kind": "begin"}], [((0, "kind"), "step-kind")]),
        ("steps", [{"name": "申请", "to": "审查"}], [((0, "to"), "branches")]),
        (
            "targets",
            [{"name": "治理", "measure": "公里", "plan": "十二", "done": "8", "to": "年底"}],
            [((0, "plan"), "number"), ((0, "to"), "date")],
        ),
    ],
)
def test_a_value_of_another_type_is_named_with_its_place(kind, raw, expected):
    assert problems(kind, raw) == expected


def test_numbers_are_exact():
    assert decimal_of("1,250.10") == Decimal("1250.10")
    assert decimal_of("85.5%") == Decimal("85.5")
    assert decimal_of("1250.1.0") is None
    assert decimal_of("一") is None


def test_a_table_knows_its_total():
    rows = [{"用途": "活动", "金额": "1.00"}, {"用途": "合　计", "金额": "1.00"}]
    value, _ = typed(USE, rows)
    assert value.total
    assert value.rows == (("活动", "1.00"), ("合　计", "1.00"))
