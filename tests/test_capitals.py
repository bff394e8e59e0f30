"""Amounts in capitals and numerals: read, written, and the way back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.ground.capitals import amount
from dispatch.ground.capitals import capitals
from dispatch.ground.capitals import numeral

AMOUNTS = [
    ("0", "零元整"),
    ("0.05", "伍分"),
    ("0.50", "伍角整"),
    ("0.55", "伍角伍分"),
    ("10", "壹拾元整"),
    ("1250.00", "壹仟贰佰伍拾元整"),
    ("1004.05", "壹仟零肆元零伍分"),
    ("1409.50", "壹仟肆佰零玖元伍角整"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("107000.53", "壹拾万柒仟元伍角叁分"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("100500", "壹拾万零伍佰元整"),
    ("20000000", "贰仟万元整"),
    ("300000001", "叁亿零壹元整"),
    ("1000000000000", "壹万亿元整"),
    ("-3", "负叁元整"),
]


@pytest.mark.parametrize(("figure", "text"), AMOUNTS)
def test_an_amount_is_written_as_the_bank_asks(figure, text):
    assert capitals(Decimal(figure)) == text


@given(st.integers(min_value=0, max_value=10**14))
def test_what_is_written_is_read_back(cents):
    value = Decimal(cents) / 100
    assert amount(capitals(value)) == value


@given(st.integers(min_value=0, max_value=10**14))
def test_other_legal_forms_mean_the_same(cents):
    value = Decimal(cents) / 100
    text = capitals(value)
    assert amount(text.replace("整", "正")) == value
    assert amount(text.replace("元", "圆")) == value
    assert amount(text.replace("整", "")) == value
    assert amount(text.translate(str.maketrans("贰叁陆万亿圆", "貳參陸萬億圓"))) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("壹拾万零柒仟元零伍角叁分", "107000.53"),
        ("壹仟陆佰捌拾元零叁角贰分", "1680.32"),
        ("拾元整", "10"),
        ("壹万伍佰元整", "10500"),
        ("壹仟贰佰元零伍角", "1200.5"),
        ("二千三百元", "2300"),
    ],
)
def test_forms_that_are_free_are_read(text, value):
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元整",
        "壹佰伍元",
        "壹贰元",
        "拾百元",
        "壹元壹元",
        "壹分壹角",
        "壹仟零元整零",
        "亿元",
        "壹",
    ],
)
def test_what_means_nothing_or_two_things_is_refused(text):
    assert amount(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("12", 12), ("十", 10), ("十二", 12), ("二十", 20), ("一百二十", 120), ("两百", 200)),
        *(("一千二百", 1200), ("三万五千", 35000), ("一百零五", 105), ("二〇二六", 2026)),
        *(("壹仟", 1000), ("零", 0), ("一百五", None), ("百", None), ("甲", None), ("", None)),
        *(("三万亿", 3 * 10**12), ("一亿零三", 100000003), ("１２", None), ("十十", None)),
    ],
)
def test_numerals_are_read(text, number):
    assert numeral(text) == number


@given(st.integers(min_value=1, max_value=10**12))
def test_small_numerals_mean_what_capitals_mean(number):
    text = capitals(Decimal(number)).removesuffix("元整")
    small = text.translate(str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千"))
    assert numeral(small) == number
