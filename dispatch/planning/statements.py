"""公开内容: the elements of an entry, as it states them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model.elements import typed
from dispatch.planning.views.elements import ElementView

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from dispatch.model.catalogue import Element
    from dispatch.model.catalogue import Item
    from dispatch.model.elements import FlowStep
    from dispatch.model.elements import Target
    from dispatch.model.elements import Typed
    from dispatch.model.entry import Entry
    from dispatch.planning.views.elements import FlowView
    from dispatch.planning.views.elements import TargetView

    Draw = Callable[[tuple[FlowStep, ...]], FlowView]
    Measure = Callable[[Target], TargetView]


def element_views(
    entry: Entry, item: Item, *, draw: Draw, measure: Measure
) -> tuple[ElementView, ...]:
    """Return what an entry states, in the order of the catalogue; faulty values are left out."""
    return tuple(_view(element, value, draw, measure) for element, value in _stated(entry, item))


def _stated(entry: Entry, item: Item) -> Iterator[tuple[Element, Typed]]:
    for element in item.elements:
        if element.name in entry.elements:
            value, faults = typed(element, entry.elements[element.name])
            if value is not None and not faults:
                yield element, value


def _view(element: Element, value: Typed, draw: Draw, measure: Measure) -> ElementView:
    return ElementView(
        name=element.name,
        type=element.type.value,
        text=value.text,
        items=value.items,
        columns=tuple((column.name, column.type) for column in element.columns),
        cells=value.rows,
        total=value.total,
        flow=draw(value.steps) if value.steps else None,
        targets=tuple(map(measure, value.targets)),
    )
