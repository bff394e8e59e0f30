"""Family N, the figures: sums, units of measure, and figures that jump."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ground.grids import grids
from dispatch.model.elements import decimal_of
from dispatch.model.sums import miscounts
from dispatch.model.sums import row_kind
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample
from dispatch.rules.texts import place
from dispatch.rules.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from dispatch.ground.source import Place
    from dispatch.model.entry import Entry
    from dispatch.model.sums import Miscount
    from dispatch.rules.register import Register
    from dispatch.rules.register import Statement

ROUNDED = "四舍五入"
"""The word by which a table owns to figures that are rounded."""
WORTH = Decimal(100)
"""Figures below this jump every day."""

_STATED = re.compile(r"(.{1,20}?)(?:合计|总额|金额|总数|总计|总数额)")
_LISTED = ("明细", "清单", "明细表")
_AMOUNTS = frozenset(("money", "number", "integer"))


@rule(
    "N001",
    "sum-wrong",
    clause="党务公开的内容应当准确；审核：准确性",
    samples=(
        sample(
            entry="elements: {收缴金额: 300.00, 支出明细: [{用途: 活动, 金额: 300.00}, "
            "{用途: 资料, 金额: 120.50}, {用途: 合计, 金额: 402.50}]}"
        ),
        sample(
            entry="elements: {收缴金额: 300.00, 支出明细: [{用途: 活动, 金额: 300.00}, "
            "{用途: 资料, 金额: 120.50}, {用途: 合计, 金额: 420.50}]}"
        ),
    ),
)
def sum_wrong(register: Register) -> Iterator[Finding]:
    """A total, a subtotal or a share is not what the figures of its table come to.

    Every reader can add up a table; one wrong total makes all figures doubtful. Sums are exact;
    shares may differ by what rounding explains, and so may sums where the text says 四舍五入. An
    element such as 支出合计 is held against the table 支出明细 beside it.
    """
    for statement in register.statements:
        typed = statement.typed
        if typed and typed.rows:
            rounded = ROUNDED in statement.entry.body
            head = [column.name for column in statement.element.columns]
            sure = statement.element.total or ""
            for found in miscounts(head, typed.rows, sure=sure, rounded=rounded):
                keys = ("elements", statement.element.name, found.row, head[found.column])
                yield _miscount(register.at(statement.entry.origin, *keys), found, head)
    yield from _beside(register)
    for words in texts(register, _has_table):
        for grid in grids(words.text) if words.body else ():
            head = [cell.text for cell in grid.head]
            rows = [[cell.text for cell in row] for row in grid.rows]
            for found in miscounts(head, rows, rounded=ROUNDED in words.text):
                offset = grid.rows[found.row][found.column].offset
                yield _miscount(place(register, words, offset), found, head)


def _has_table(text: str) -> bool:
    return "|" in text and "-|" in text.replace(" ", "").replace(":", "")


def _miscount(at: Place, found: Miscount, head: Sequence[str]) -> Finding:
    column = head[found.column]
    return finding(at, found.kind, column=column, stated=found.stated, reckoned=found.reckoned)


def _beside(register: Register) -> Iterator[Finding]:
    """Return the amounts that are not what the table of the same matter comes to."""
    amounts: dict[tuple[int, str], Statement] = {}
    for each in register.statements:
        match = _STATED.fullmatch(each.element.name)
        if match and each.typed and each.element.type.value in _AMOUNTS:
            amounts.setdefault((id(each.entry), match[1]), each)
    for table in register.statements:
        ending = next((end for end in _LISTED if table.element.name.endswith(end)), "")
        stem = table.element.name.removesuffix(ending) if ending else ""
        one = amounts.get((id(table.entry), stem))
        if one and one.typed:
            stated, sums = decimal_of(one.typed.text), _sums(table)
            if stated is not None and sums and stated not in sums:
                at = register.at(one.entry.origin, "elements", one.element.name)
                values = {"stated": f"{stated:,f}", "reckoned": f"{sums[0]:,f}"}
                yield finding(at, "element", column=table.element.name, **values)


def _sums(table: Statement) -> tuple[Decimal, ...]:
    """Return what the column with a total comes to, and what the total says; empty if unclear."""
    names = [column.name for column in table.element.columns]
    if not table.typed or table.element.total not in names or not table.typed.rows:
        return ()
    number = names.index(table.element.total)
    kinds = [row_kind(row) for row in table.typed.rows]
    if "part" in kinds or "subtotal" in kinds:
        return ()
    values = [decimal_of(row[number]) for row in table.typed.rows]
    pairs = list(zip(kinds, values, strict=True))
    plain = [value for kind, value in pairs if kind == "plain" and value is not None]
    totals = [value for kind, value in pairs if kind == "total" and value is not None]
    return (sum(plain, Decimal(0)), *totals) if plain else ()


_UNITS = (
    ("元", "千元", "万元", "百万元", "亿元"),
    ("亩", "万亩", "公顷", "平方米", "平方公里", "平方千米", "m2", "m²", "㎡", "km2", "km²", "hm2"),
    ("立方米", "方", "万方", "万立方米", "亿立方米", "m3", "m³", "升", "吨"),
    ("米", "公里", "千米", "km", "m", "里"),
    ("吨", "公斤", "千克", "斤", "kg", "t"),
)
"""Units that measure one thing, so that only one of them may stand in a column."""
_HEAD_UNIT = re.compile(r"[（(]\s*(?:单位[:：])?\s*([^（()）0-9\s]{1,6})\s*[)）]")
_MEASURED = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?\s*([^\s0-9.,，；（()）]{1,4}[23]?)")


@rule(
    "N006",
    "units-mixed",
    severity=Severity.WARNING,
    clause="党务公开的内容应当准确；审核：准确性",
    samples=(
        sample(
            text="| 用途 | 金额 |\n| --- | --- |\n| 活动 | 300元 |\n| 改造 | 1.2万元 |",
        ),
        sample(
            text="| 用途 | 金额 |\n| --- | --- |\n| 活动 | 300元 |\n| 改造 | 12000元 |",
        ),
    ),
)
def units_mixed(register: Register) -> Iterator[Finding]:
    """One column of a table gives its figures in different units of one measure.

    元 under 万元 reads as ten thousand times too little, and nothing in the column can be added up.
    """
    for statement in register.statements:
        columns, typed = statement.element.columns, statement.typed
        for number, column in enumerate(columns) if typed and typed.rows else ():
            cells = [row[number] for row in typed.rows] if typed else []
            for row, unit, other in _odd_units(column.name, cells):
                keys = ("elements", statement.element.name, row, column.name)
                at = register.at(statement.entry.origin, *keys)
                yield finding(at, column=column.name, unit=unit, other=other)
    for words in texts(register, _has_table):
        for grid in grids(words.text) if words.body else ():
            for number, head in enumerate(grid.head):
                cells = [row[number].text for row in grid.rows]
                for row, unit, other in _odd_units(head.text, cells):
                    at = place(register, words, grid.rows[row][number].offset)
                    yield finding(at, column=head.text, unit=unit, other=other)


def _odd_units(head: str, cells: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Return each row whose unit is another than the column's, with its unit and the column's."""
    units = [found[1] if (found := _MEASURED.fullmatch(cell)) else "" for cell in cells]
    if not any(units):
        return
    named = _HEAD_UNIT.search(head)
    first = named[1] if named and any(named[1] in group for group in _UNITS) else ""
    first = first or next(unit for unit in units if unit)
    for row, unit in enumerate(units):
        if unit and unit != first and any(unit in group and first in group for group in _UNITS):
            yield row, unit, first


@rule(
    "N008",
    "figure-jumps",
    severity=Severity.WARNING,
    clause="内容格式 1：config.yaml accuracy.jump",
    samples=(
        sample(
            item="limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}",
            entry="period: 2026-Q3\nelements: {收缴金额: 12500.00}",
            other="item: A-01\nperiod: 2026-Q2\ntitle: 第一党支部二季度党费收缴使用情况\n"
            "formed: 2026-06-30\npublished: 2026-10-12\nelements: {收缴金额: 1250.00}",
        ),
        sample(
            item="limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}",
            entry="period: 2026-Q3\nelements: {收缴金额: 1350.00}",
            other="item: A-01\nperiod: 2026-Q2\ntitle: 第一党支部二季度党费收缴使用情况\n"
            "formed: 2026-06-30\npublished: 2026-10-12\nelements: {收缴金额: 1250.00}",
        ),
    ),
)
def figure_jumps(register: Register) -> Iterator[Finding]:
    """A figure is many times what it was in the period before, or a small part of it.

    Mostly a point or a unit has slipped. From which factor on it is told, config.yaml says under
    `accuracy: {jump: 10}`; 0 is never. Figures below a hundred are left alone.
    """
    factor = register.site.config.accuracy.jump
    by_entry: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for each in register.statements:
        if each.typed and each.element.type.value in _AMOUNTS:
            value = decimal_of(each.typed.text)
            if value is not None:
                by_entry[id(each.entry)][each.element.name] = value
    for before, entry in _successions(register) if factor > 1 else ():
        for name, value in by_entry[id(entry)].items():
            past = by_entry[id(before)].get(name)
            if past and value and _jumps(past, value, factor):
                at = register.at(entry.origin, "elements", name)
                params = {"element": name, "value": f"{value:,f}", "before": f"{past:,f}"}
                period = before.period.text if before.period else ""
                yield finding(at, period=period, factor=factor, **params)


def _jumps(past: Decimal, value: Decimal, factor: int) -> bool:
    low, high = sorted((abs(past), abs(value)))
    return high >= WORTH and high >= low * factor


def _successions(register: Register) -> Iterator[tuple[Entry, Entry]]:
    """Return each periodic entry with that of the period before, of the same item and unit."""
    rows: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in register.site.entries:
        if entry.period and not entry.replaces:
            rows[entry.item, entry.unit, entry.period.every].append(entry)
    for row in rows.values():
        row.sort(key=lambda entry: (str(entry.period.first) if entry.period else "", entry.id))
        for before, entry in pairwise(row):
            if before.period != entry.period:
                yield before, entry


RULES = (sum_wrong, units_mixed, figure_jumps)
