"""What the views of a site have in common, made once: the public part with its rows and norms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dispatch.ground import prose
from dispatch.ledger.index import entry_path
from dispatch.ledger.pace import measured_on
from dispatch.ledger.pace import year_of
from dispatch.planning import boards
from dispatch.planning import norm
from dispatch.planning.flow import flow_of
from dispatch.planning.rows import entry_row
from dispatch.planning.statements import element_views
from dispatch.planning.targets import Setting
from dispatch.planning.targets import target_view
from dispatch.planning.views import Link

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ledger.account import Account
    from dispatch.ledger.hanging import Hanging
    from dispatch.ledger.index import Index
    from dispatch.model.elements import Target
    from dispatch.model.entry import Entry
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views.elements import ElementView
    from dispatch.planning.views.elements import TargetView
    from dispatch.planning.views.norms import ItemRow
    from dispatch.planning.views.norms import ItemView


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an entry says, made once for its page and its sheet."""

    text: prose.Prose
    elements: tuple[ElementView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The public part, with the rows and norms that many of its views share."""

    index: Index
    rows: Mapping[str, EntryRow]
    item_rows: Mapping[str, ItemRow]
    norms: Mapping[str, ItemView]
    walls: Mapping[str, tuple[Hanging, ...]]
    """By id of a board, what hangs or hung there, as society may know."""


def web_of(account: Account) -> Web:
    """Return what the views of the public part share."""
    index = account.index
    rows = {
        entry.id: entry_row(
            index, entry, account.calendar, notice_open=boards.notice_open(index, entry)
        )
        for entry in index.entries.values()
    }
    items = {item.code: index.site.items[item.code] for item in index.site.catalogue.items}
    item_rows = {code: norm.item_row(index, item) for code, item in items.items()}
    norms = {
        code: norm.item_view(
            index, item, item_rows[code], shown_rows(index, rows, index.by_item.get(code, ()))
        )
        for code, item in items.items()
    }
    return Web(index=index, rows=rows, item_rows=item_rows, norms=norms, walls=account.walls)


def stated_of(index: Index, entry: Entry) -> Stated:
    """Return what an entry says."""
    draw = partial(flow_of, called=index.called)
    measure = partial(_measured, index, entry)
    return Stated(
        text=index.site.texts.get(entry.body) or prose.render(entry.body),
        elements=element_views(entry, index.item(entry), draw=draw, measure=measure),
    )


def _measured(index: Index, entry: Entry, target: Target) -> TargetView:
    setting = Setting(
        day=measured_on(entry, index.day),
        year=year_of(entry),
        entry=Link(text=entry.title, path=entry_path(entry)),
    )
    return target_view(target, setting, index.called(target.office))


def shown_rows(
    index: Index, rows: Mapping[str, EntryRow], entries: Iterable[Entry]
) -> tuple[EntryRow, ...]:
    """Return the rows of entries save those withdrawn, which only the archive names."""
    return tuple(rows[entry.id] for entry in entries if index.state(entry) != "withdrawn")
