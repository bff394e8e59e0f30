"""Tables that add up: which cells are not what the cells they stand for come to.

Everything is reckoned in exact decimals. Where a table can be read in two ways (a subtotal above
or below its rows, a total above or below all) a cell is wrong only if it is so in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.model.elements import TOTALS
from dispatch.model.elements import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

Kind = Literal["total", "subtotal", "share", "hundred"]

_TOTAL = re.compile(rf"(?:{'|'.join(TOTALS)}|共计)(?:[（(](?!大写|大寫)[^（()）]*[）)])?[:：]?")
_SUBTOTAL = re.compile(r".{0,20}(?:小计|小計|Subtotal)[:：]?")
_NOT_PLAIN = ("计", "計", "otal", "其中")
"""One of these is in every row that is no plain one."""
_BLANK = ("", "-", "—", "——", "－", "/", "\\", "无")
_FIGURE = re.compile(r"[¥￥]?\s*([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([^\s0-9.,]{0,4})")
_NOT_ADDED = re.compile(
    r"单价|平均|均价|人均|户均|率|比|占|构成|序号|编号|年份|年度$|得分|分数|评分|排名|名次|余额|结余|累计"
    r"|增长|增减|电话|标准|日期|桩号|高程|水位|间距|管径|直径|深度|温度|浓度|指数|等级|周期|时限|期限"
)
"""What names a column whose figures nobody adds up."""
_SHARE = re.compile(r"(?:占比|比重|构成比?|所占比例|百分比|比例)(?:[（(][%％][）)])?")
HUNDRED = Decimal(100)
NEAR = Decimal(5)
"""How far from 100 shares without a total may lie and still be meant as the shares of one whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miscount:
    """A cell that says another figure than the table comes to."""

    row: int
    column: int
    kind: Kind
    stated: str
    reckoned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    number: int
    values: tuple[Decimal | None, ...]
    places: int
    """The most places after the point."""

    @property
    def unit(self) -> Decimal:
        """One unit of the last place."""
        return Decimal(1).scaleb(-self.places)

    def sum(self, rows: Sequence[int]) -> Decimal | None:
        """Return what these rows come to; None where none of them has a figure."""
        given = [value for row in rows if (value := self.values[row]) is not None]
        return sum(given, Decimal(0)) if given else None


def row_kind(row: Sequence[str]) -> Literal["total", "subtotal", "part", "plain"]:
    """Return what a row is: a total, a subtotal, a part of another row (其中), or a plain one."""
    whole = "\n".join(row).replace(" ", "").replace("\u3000", "")
    if not any(sign in whole for sign in _NOT_PLAIN):
        return "plain"
    words = [cell.replace(" ", "").replace("\u3000", "") for cell in row]
    if any(_TOTAL.fullmatch(word) for word in words):
        return "total"
    if any(_SUBTOTAL.fullmatch(word) for word in words):
        return "subtotal"
    return "part" if any(word.startswith("其中") for word in words) else "plain"


def is_added(name: str) -> bool:
    """Tell whether figures under that head may be added up: prices, shares and balances may not."""
    return not _NOT_ADDED.search(name)


def miscounts(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, sure: str = "", rounded: bool = False
) -> Iterator[Miscount]:
    """Return the cells of a table that do not come out, column by column.

    `sure` names a column that has a total by the catalogue; `rounded` says that the table itself
    owns to rounded figures.
    """
    kinds = [row_kind(row) for row in rows]
    shares = any(_SHARE.fullmatch(name.strip()) for name in head)
    if "part" in kinds or not (shares or {*kinds} - {"plain"}):
        return
    for number, name in enumerate(head):
        column = _column(number, [row[number] for row in rows])
        if column is None:
            continue
        if _SHARE.fullmatch(name.strip()):
            yield from _hundred(column, kinds)
            yield from _shares(column, head, rows, kinds)
        elif name == sure or not _NOT_ADDED.search(name):
            yield from _sums(column, kinds, rounded=rounded)


def _column(number: int, cells: Sequence[str]) -> _Column | None:
    """Return a column of figures of one unit; None where it is none."""
    values: list[Decimal | None] = []
    units: set[str] = set()
    places = 0
    for cell in cells:
        found = _FIGURE.fullmatch(cell.strip())
        value = decimal_of(found[1]) if found else None
        if value is None and cell.strip() not in _BLANK:
            return None
        if found:
            units.add(found[2])
            places = max(places, len(found[1].partition(".")[2]))
        values.append(value)
    if len(units) != 1:
        return None
    return _Column(number=number, values=tuple(values), places=places)


def _sums(column: _Column, kinds: Sequence[str], *, rounded: bool) -> Iterator[Miscount]:
    for row, kind in enumerate(kinds):
        stated = column.values[row]
        if kind == "plain" or stated is None:
            continue
        reckoned = [each for each in _candidates(column, kinds, row) if each is not None]
        slack = column.unit * len(kinds) / 2 if rounded else Decimal(0)
        if reckoned and all(abs(each - stated) > slack for each in reckoned):
            yield _miscount(column, row, kind, reckoned[0])


def _candidates(column: _Column, kinds: Sequence[str], row: int) -> Iterator[Decimal | None]:
    """Return what a total or subtotal may stand for: the rows before it, or those after."""
    ends = ("total",) if kinds[row] == "total" else ("total", "subtotal")
    before = _run(kinds, range(row - 1, -1, -1), ends)
    after = _run(kinds, range(row + 1, len(kinds)), ends)
    for near in (before, after):
        yield column.sum([each for each in near if kinds[each] == "plain"])
        yield column.sum([each for each in near if kinds[each] == "subtotal"])
    if kinds[row] == "total" and "total" in kinds[:row]:
        every = [each for each in range(row) if kinds[each] == "plain"]
        yield column.sum(every)
        yield column.sum([each for each in range(row) if kinds[each] == "total"])


def _run(kinds: Sequence[str], rows: Sequence[int], ends: tuple[str, ...]) -> list[int]:
    run = []
    for row in rows:
        if kinds[row] in ends:
            break
        run.append(row)
    return run


def _hundred(column: _Column, kinds: Sequence[str]) -> Iterator[Miscount]:
    """Return where shares of one whole do not come to 100, beyond what rounding explains."""
    plain = [row for row, kind in enumerate(kinds) if kind == "plain" and column.values[row]]
    whole = column.sum(plain)
    if whole is None or len(plain) < 2 or "subtotal" in kinds:  # noqa: PLR2004
        return
    totals = [row for row, kind in enumerate(kinds) if kind == "total" and column.values[row]]
    slack = column.unit * len(plain) / 2
    stated = column.values[totals[-1]] if totals else HUNDRED
    near = bool(totals) or abs(whole - HUNDRED) <= NEAR
    if stated is not None and near and abs(whole - stated) > slack:
        yield _miscount(column, totals[-1] if totals else plain[-1], "hundred", whole)


def _shares(
    column: _Column, head: Sequence[str], rows: Sequence[Sequence[str]], kinds: Sequence[str]
) -> Iterator[Miscount]:
    """Return the shares that are not their row's part of the total, where it is clear of what."""
    others = [
        found
        for number, name in enumerate(head)
        if number != column.number
        and not _NOT_ADDED.search(name)
        and (found := _column(number, [row[number] for row in rows]))
    ]
    totals = [row for row, kind in enumerate(kinds) if kind == "total"]
    if len(others) != 1 or len(totals) != 1 or column.values[totals[0]] != HUNDRED:
        return
    whole = others[0].values[totals[0]]
    for row, kind in enumerate(kinds):
        share, part = column.values[row], others[0].values[row]
        if kind == "plain" and whole and share is not None and part is not None:
            exact = part / whole * HUNDRED
            if abs(exact - share) > column.unit:
                yield _miscount(column, row, "share", exact.quantize(column.unit))


def _miscount(column: _Column, row: int, kind: str, reckoned: Decimal) -> Miscount:
    names: dict[str, Kind] = {
        "total": "total",
        "subtotal": "subtotal",
        "share": "share",
        "hundred": "hundred",
    }
    stated = column.values[row]
    return Miscount(
        row=row,
        column=column.number,
        kind=names[kind],
        stated=f"{stated:,f}" if stated is not None else "",
        reckoned=f"{reckoned:,f}",
    )
