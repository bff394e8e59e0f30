"""Money by year: what the entries of an item come to, in exact decimals.

Only what holds is added up. Of the stages of one matter the newest counts; where the periods of a
unit lie in one another, the widest counts: nothing is added up twice.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from dispatch.ledger.index import GONE
from dispatch.model.catalogue import ElementType
from dispatch.model.elements import decimal_of
from dispatch.model.sums import row_kind
from dispatch.planning.views.sums import SumsView
from dispatch.planning.views.sums import SumView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ledger.index import Index
    from dispatch.model.catalogue import Element
    from dispatch.model.catalogue import Item
    from dispatch.model.entry import Entry
    from dispatch.model.values import Period
    from dispatch.planning.views.elements import ElementView

    Stated = Mapping[str, tuple[ElementView, ...]]
    Amounts = list[tuple[Entry, Decimal]]

PAIR = 2
"""One sum alone shows nothing."""


def sums_views(index: Index, item: Item, stated: Stated) -> tuple[SumsView, ...]:
    """Return the sums of each amount of an item; `stated` are the elements by id of an entry."""
    wanted = [each for each in item.elements if _is_money(each)]
    if not wanted:
        return ()
    counted = tuple(_counted(index, item))
    found = (_view(element, counted, stated) for element in wanted)
    # A total that is stated beside its table says the same twice: the first is enough.
    told = {each.sums: each for each in reversed([*found]) if len(each.sums) >= PAIR}
    return tuple(reversed(told.values()))


def _is_money(element: Element) -> bool:
    return element.type is ElementType.MONEY or _column(element) >= 0


def _column(element: Element) -> int:
    """Return the place of the column of money that a table adds up; -1 where it has none."""
    places = (
        place
        for place, column in enumerate(element.columns)
        if column.name == element.total and column.type == "money"
    )
    return next(places, -1)


def _counted(index: Index, item: Item) -> Iterator[Entry]:
    """Yield the entries that count, newest first."""
    begun: set[str] = set()
    holding = [e for e in index.by_item.get(item.code, ()) if index.state(e) not in GONE]
    spans: defaultdict[str, set[Period]] = defaultdict(set)
    for entry in holding:
        if entry.period:
            spans[entry.unit].add(entry.period)
    for entry in holding:
        matter = (entry.stage.of or entry.id) if entry.stage else entry.id
        if matter not in begun and not any(_within(entry, each) for each in spans[entry.unit]):
            yield entry
        begun.add(matter)


def _within(entry: Entry, whole: Period) -> bool:
    """Whether the period of an entry is a part of another one."""
    part = entry.period
    if part is None or part == whole:
        return False
    return whole.first <= part.first and part.last <= whole.last


def _view(element: Element, counted: Iterable[Entry], stated: Stated) -> SumsView:
    amounts: Amounts = []
    for entry in counted:
        views = (view for view in stated.get(entry.id, ()) if view.name == element.name)
        amount = next((_amount(element, view) for view in views), None)
        if amount is not None:
            amounts.append((entry, amount))
    by = _by([entry for entry, _ in amounts])
    name = f"{element.name} · {element.total}" if element.columns else element.name
    return SumsView(name=name, by=by, sums=_sums(amounts, by))


def _amount(element: Element, view: ElementView) -> Decimal | None:
    place = _column(element)
    if place < 0:
        return decimal_of(view.text)
    if view.total and (total := decimal_of(view.cells[-1][place])) is not None:
        return total
    plain = (row for row in view.cells if row_kind(row) == "plain")
    given = [value for row in plain if (value := decimal_of(row[place])) is not None]
    return sum(given, Decimal(0)) if given else None


def _by(entries: list[Entry]) -> str:
    """Return by what sums are told apart: the years, or the parts of the only one."""
    if len({_label(entry, "year") for entry in entries}) >= PAIR:
        return "year"
    return "period" if all(entry.period for entry in entries) else "month"


def _label(entry: Entry, by: str) -> str:
    if by == "period" and entry.period:
        return entry.period.text
    on = entry.period.first if entry.period else entry.formed
    return f"{on.year:04}" if by == "year" else f"{on.year:04}-{on.month:02}"


def _sums(amounts: Amounts, by: str) -> tuple[SumView, ...]:
    groups: defaultdict[str, list[Decimal]] = defaultdict(list)
    for entry, amount in amounts:
        groups[_label(entry, by)].append(amount)
    totals = {label: sum(group, Decimal(0)) for label, group in sorted(groups.items())}
    most = max((abs(total) for total in totals.values()), default=Decimal(0)) or Decimal(1)
    return tuple(
        SumView(
            label=label,
            value=f"{total:,f}",
            exact=f"{total:f}",
            share=float(total / most),
            entries=len(groups[label]),
        )
        for label, total in totals.items()
    )
