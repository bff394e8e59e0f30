"""The catalogue as the public sees it: the norm, and what was disclosed under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.planning.views import DurationView
from dispatch.planning.views import Link
from dispatch.planning.views.norms import CatalogueView
from dispatch.planning.views.norms import ElementRow
from dispatch.planning.views.norms import ItemRow
from dispatch.planning.views.norms import ItemView
from dispatch.planning.views.norms import LimitView
from dispatch.planning.views.norms import ResponsibleView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dispatch.ledger.index import Index
    from dispatch.model.catalogue import Basis
    from dispatch.model.catalogue import Element
    from dispatch.model.catalogue import Item
    from dispatch.model.catalogue import TimeLimit
    from dispatch.model.values import Duration
    from dispatch.planning.views import EntryRow


def duration_view(duration: Duration | None) -> DurationView | None:
    """Return a duration for layouts, if there is one."""
    return DurationView(count=duration.count, unit=duration.unit.value) if duration else None


def limit_view(limit: TimeLimit) -> LimitView:
    """Return a time limit for layouts."""
    phrase = limit.phrase or ""
    if isinstance(limit, Standing):
        within, review = duration_view(limit.within), duration_view(limit.review)
        return LimitView(type=limit.type, phrase=phrase, within=within, review=review)
    if isinstance(limit, Periodic):
        return LimitView(
            type=limit.type,
            phrase=phrase,
            every=limit.every,
            within=duration_view(limit.within),
            month=limit.month or 0,
            day=limit.day or 0,
            opens=(limit.opens.month, limit.opens.day) if limit.opens else None,
        )
    if isinstance(limit, Event):
        return LimitView(
            type=limit.type,
            phrase=phrase,
            after=limit.after,
            within=duration_view(limit.within),
            prompt=limit.prompt,
        )
    if isinstance(limit, Staged):
        stages = tuple((stage.name, duration_view(stage.within)) for stage in limit.stages)
        return LimitView(type=limit.type, phrase=phrase, stages=stages)
    if isinstance(limit, OnRequest):
        within, extend = duration_view(limit.within), duration_view(limit.extend)
        return LimitView(type=limit.type, phrase=phrase, within=within, extend=extend)
    return LimitView(type=limit.type, phrase=phrase)


def item_row(index: Index, item: Item) -> ItemRow:
    """Return the row of an item, with how much of it is on the web."""
    entries = [e for e in index.by_item.get(item.code, ()) if index.state(e) != "withdrawn"]
    return ItemRow(
        code=item.code,
        path=f"catalogue/{item.code}/",
        title=item.title,
        kind=item.kind.value,
        scope=item.scope.value,
        limit=limit_view(item.limit),
        channels=tuple(channel.value for channel in item.channels),
        second=item.category[1] if len(item.category) > 1 else "",
        executing=index.unit(item.responsible.executing),
        count=len(entries),
        latest=entries[0].published if entries else None,
    )


def item_view(index: Index, item: Item, row: ItemRow, rows: tuple[EntryRow, ...]) -> ItemView:
    """Return the page of an item with the entries under it."""
    boards = (index.site.board(name) for name in item.boards)
    return ItemView(
        row=row,
        category=item.category,
        elements=tuple(map(_element_row, item.elements)),
        basis=basis_texts(item.basis),
        responsible=responsible_view(index, item),
        units=tuple(
            Link(text=index.unit(name), path=f"units/{name}/")
            for name in item.units
            if name in index.units
        ),
        boards=tuple(Link(text=b.name, path=f"boards/{b.id}/") for b in boards if b),
        collective=item.collective,
        minimum=duration_view(item.posting.minimum if item.posting else None),
        answer=duration_view(item.objections.answer if item.objections else None),
        archive=duration_view(item.archive),
        note=item.note or "",
        rows=rows,
    )


def catalogue_view(index: Index, rows: Mapping[str, ItemRow]) -> CatalogueView:
    """Return the catalogue, its items by first-level category in the order of the file."""
    catalogue = index.site.catalogue
    groups: dict[str, list[ItemRow]] = {}
    for code, item in _ordered(index).items():
        groups.setdefault(item.category[0], []).append(rows[code])
    return CatalogueView(
        title=catalogue.title or "",
        version=catalogue.version or "",
        groups=tuple((name, tuple(group)) for name, group in groups.items()),
    )


def responsible_view(index: Index, item: Item) -> ResponsibleView:
    """Return the three levels of responsibility by name."""
    return ResponsibleView(
        first=index.person(item.responsible.first),
        assigned=index.person(item.responsible.assigned),
        executing=index.unit(item.responsible.executing),
    )


def basis_texts(basis: tuple[Basis, ...]) -> tuple[str, ...]:
    """Return each basis in one line; a Chinese title stands in 书名号."""
    return tuple(_basis_text(each) for each in basis)


def _basis_text(basis: Basis) -> str:
    if basis.title.isascii():
        return f"{basis.title}, {basis.article}" if basis.article else basis.title
    title = basis.title if "《" in basis.title else f"《{basis.title}》"
    return f"{title}{basis.article or ''}"


def _element_row(element: Element) -> ElementRow:
    return ElementRow(
        name=element.name,
        type=element.type.value,
        required=element.required,
        columns=tuple(column.name for column in element.columns),
        note=element.note or "",
    )


def _ordered(index: Index) -> dict[str, Item]:
    """Return the items by code in the order of the file."""
    return {item.code: index.site.items[item.code] for item in index.site.catalogue.items}
