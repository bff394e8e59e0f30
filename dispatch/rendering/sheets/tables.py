"""Tables as data for a layout: how they fit the line, and the sums that are carried over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.ground.capitals import capitals
from dispatch.model.elements import decimal_of
from dispatch.model.sums import is_added
from dispatch.model.sums import row_kind
from dispatch.rendering.sheets.columns import PADDING
from dispatch.rendering.sheets.columns import Fit
from dispatch.rendering.sheets.columns import fitted
from dispatch.rendering.sheets.columns import width

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from decimal import Decimal

    from dispatch.ground.trees import Node
    from dispatch.rendering.sheets.frame import Frame
    from dispatch.rendering.sheets.glyphs import Data

LONG = 8
"""From so many rows on a table may pass from one page to the next."""
SHORT = 200
"""A table no higher than this stays on one page, in points."""
TAIL = 3
"""Rows that may stay with what follows a table."""
PHONE = re.compile(r"(?:\d{3,4}-)?\d{7,8}|1\d{10}")


def words(node: Node) -> str:
    """Return the words of a node and of all below it."""
    return node.text + "".join(map(words, node.children))


def cells_of(node: Node) -> list[list[Node]]:
    """Return the cells of a table, row by row."""
    rows = [row for row in _descendants(node, "tr") if row.children]
    return [[cell for cell in row.children if cell.tag in ("th", "td")] for row in rows]


def plain_tables(nodes: Iterable[Node]) -> Iterator[list[list[str]]]:
    """Yield the words in the cells of every table."""
    for node in nodes:
        if node.tag == "table":
            yield [[words(cell) for cell in row] for row in cells_of(node)]
        else:
            yield from plain_tables(node.children)


def _descendants(node: Node, tag: str) -> Iterator[Node]:
    for child in node.children:
        if child.tag == tag:
            yield child
        else:
            yield from _descendants(child, tag)


def table_parts(
    cells: Sequence[Sequence[Node]], inside: Sequence[Sequence[Data]], frame: Frame
) -> dict[str, Data]:
    """Return a table in the parts that stand one above the other, each with its sums.

    `inside` is what stands in the cells. A table of telephones comes a second time in one piece
    (`whole`), for cards.
    """
    heads = sum(1 for row in cells if row and all(cell.tag == "th" for cell in row))
    wide = max(cells, key=len, default=[])
    attributes = [dict(cell.attributes) for cell in wide]
    plain = [[words(cell) for cell in row] + [""] * (len(wide) - len(row)) for row in cells]
    kinds = [each.get("kind", "") for each in attributes]
    sums = _sums(plain, heads, kinds)
    fits = fitted([*plain, *sums[-1:]], frame.room, frame.sizes)
    sides = [each.get("class", "") for each in attributes]
    parts = [
        _part(fit, inside, heads, sides)
        | _carried(fit, sums)
        | {
            "short": _height(fit, plain, frame.room) <= SHORT,
            "tail-is-short": _height(fit, plain[-TAIL:], frame.room) <= SHORT,
        }
        for fit in fits
    ]
    money = _money(plain, kinds)
    if money and parts:
        parts[-1]["capitals"] = money
    made: dict[str, Data] = {"parts": parts}
    telephone = _telephone(plain[heads:], kinds)
    if heads == 1 and telephone is not None:
        made["whole"] = {"head": inside[0], "rows": inside[1:], "phone": telephone}
    return made


def _part(
    fit: Fit, inside: Sequence[Sequence[Data]], heads: int, sides: Sequence[str]
) -> dict[str, Data]:
    picked: list[Data] = [
        [row[number] if number < len(row) else [] for number in fit.columns] for row in inside
    ]
    return {
        "size": fit.size,
        "shares": fit.shares,
        "sides": [sides[number] for number in fit.columns],
        "head": picked[:heads],
        "rows": picked[heads:],
    }


def _height(fit: Fit, plain: Sequence[Sequence[str]], room: float) -> float:
    """Return about how high the rows of a part are, in points."""
    wide = [
        (number, share * room / fit.size - PADDING)
        for number, share in zip(fit.columns, fit.shares, strict=True)
    ]
    lines = (max(-(-width(row[number]) // most) for number, most in wide) for row in plain)
    return sum((1.35 * max(count, 1) + 0.5) * fit.size for count in lines)


def _sums(plain: Sequence[Sequence[str]], heads: int, kinds: Sequence[str]) -> list[list[str]]:
    """Return what every column that is added up comes to after each number of rows, from none on.

    A column is added up that comes to what its total says, or that holds money without a total.
    """
    rows = plain[heads:]
    of_rows = [row_kind(row) for row in rows]
    total = bool(of_rows) and of_rows[-1] == "total"
    if len(rows) < LONG or heads != 1 or set(of_rows[: -1 if total else None]) != {"plain"}:
        return []
    count = len(rows) - total
    made = [[""] * len(plain[0]) for _ in range(len(rows) + 1)]
    for number, name in enumerate(plain[0]):
        column = [row[number] for row in rows]
        stated = decimal_of(column[-1]) if total else None
        run = _running(column[:count])
        counted = kinds[number] == "money" and not total and is_added(name)
        if run and (counted or stated == run[-1]):
            comma = any("," in cell for cell in column)
            for done, line in enumerate(made):
                line[number] = _written(run[min(done, count)], column, comma=comma)
    return made if any(map(any, made)) else []


def _running(cells: Sequence[str]) -> list[Decimal]:
    """Return the sums of the first cells, from none on; nothing where a cell is no figure."""
    figures = [decimal_of(cell) for cell in cells if cell]
    if not figures or None in figures or any("%" in cell or "％" in cell for cell in cells):
        return []
    made = [figures[0] * 0] if figures[0] is not None else []
    for cell in cells:
        made.append(made[-1] + (decimal_of(cell) or 0))
    return made


def _written(value: Decimal, column: Sequence[str], *, comma: bool) -> str:
    places = max(len(cell.partition(".")[2]) for cell in column)
    return f"{value:,.{places}f}" if comma else f"{value:.{places}f}"


def _carried(fit: Fit, sums: Sequence[Sequence[str]]) -> dict[str, Data]:
    """Return the sums of the columns of a part, and the column that has the words for them."""
    picked = [[line[number] for number in fit.columns] for line in sums]
    free = [at for at, cell in enumerate(picked[-1]) if not cell] if picked else []
    if not free or len(free) == len(fit.columns):
        return {}
    return {
        "sums": picked,
        "of": len(picked) - 1,
        "last": len(picked) - 1,
        "word": max(free, key=lambda at: (fit.shares[at], -at)),
    }


def _telephone(rows: Sequence[Sequence[str]], kinds: Sequence[str]) -> int | None:
    """Return the column of telephones."""
    for number, kind in enumerate(kinds):
        column = [row[number] for row in rows if row[number]]
        if kind == "phone" or (column and all(map(PHONE.fullmatch, column))):
            return number
    return None


def _money(plain: Sequence[Sequence[str]], kinds: Sequence[str]) -> str:
    """Return the totals of money in capitals; the head goes before where there are several."""
    if not plain or row_kind(plain[-1]) != "total":
        return ""
    found = [
        (plain[0][number], value)
        for number, kind in enumerate(kinds)
        if kind == "money" and (value := decimal_of(plain[-1][number])) is not None
    ]
    if len(found) == 1:
        return capitals(found[0][1])
    return "\u3000".join(f"{name} {capitals(value)}" for name, value in found)
