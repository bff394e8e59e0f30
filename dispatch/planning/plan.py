"""The plan: every view of the public site, and the sheets for the boards; the gatherer here.

The site is planned from its public part alone. Sheets for society are made from that part too;
only the others are made from all that is out on the day, and go nowhere but to the printer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dispatch.ground import prose
from dispatch.ledger.account import account_of
from dispatch.ledger.index import GONE
from dispatch.ledger.index import Index
from dispatch.ledger.index import entry_path
from dispatch.ledger.pace import measured_on
from dispatch.ledger.pace import year_of
from dispatch.model.catalogue import Kind
from dispatch.planning import boards
from dispatch.planning import entrypages
from dispatch.planning import frame
from dispatch.planning import lists
from dispatch.planning import norm
from dispatch.planning import owed
from dispatch.planning import people
from dispatch.planning import records
from dispatch.planning import sheetviews
from dispatch.planning.blocks import sheet_text
from dispatch.planning.flow import flow_of
from dispatch.planning.rows import entry_row
from dispatch.planning.scope import public_account
from dispatch.planning.score.page import assessment_view
from dispatch.planning.score.spans import past_spans
from dispatch.planning.score.spans import reach_of
from dispatch.planning.statements import element_views
from dispatch.planning.targets import Setting
from dispatch.planning.targets import target_view
from dispatch.planning.views import Link
from dispatch.planning.views import SiteView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.model.elements import Target
    from dispatch.model.entry import Entry
    from dispatch.planning.views import AttachmentView
    from dispatch.planning.views import ElementView
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views import EntryView
    from dispatch.planning.views import ItemRow
    from dispatch.planning.views import ItemView
    from dispatch.planning.views import TargetView
    from dispatch.planning.views import UnitView
    from dispatch.planning.views.assessment import AssessmentView
    from dispatch.planning.views.sheets import SheetView


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFile:
    """An attachment to be copied into the site, and where its bytes are on this machine."""

    view: AttachmentView
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that is to be made."""

    site: SiteView
    sheets: tuple[SheetView, ...]
    """Those for society, and those that only the printer gets."""
    attachments: tuple[PublicFile, ...]
    """The files that go with the pages, by path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """What an entry says, made once for its page and its sheet."""

    text: prose.Prose
    elements: tuple[ElementView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Web:
    """The public part, with the rows and norms that many of its views share."""

    index: Index
    rows: Mapping[str, EntryRow]
    item_rows: Mapping[str, ItemRow]
    norms: Mapping[str, ItemView]
    stated: Mapping[str, _Stated]


def plan(account: Account, messages: Messages, *, sheets: bool) -> Plan:
    """Return what is to be made of a site on a day, with or without its sheets."""
    shown = public_account(account)
    web = _web(shown.index)
    made = tuple(_sheets(web, account.index, messages)) if sheets else ()
    sheeted = frozenset(sheet.id for sheet in made if sheet.public)
    site = _site_view(shown, web, tuple(_pages(web, sheeted)), messages)
    return Plan(
        site=replace(site, assessment=_assessment(account, messages)),
        sheets=made,
        attachments=_files(web.index),
    )


def _web(index: Index) -> _Web:
    rows = {
        entry.id: entry_row(index, entry, notice_open=boards.notice_open(index, entry))
        for entry in index.entries.values()
    }
    items = {item.code: index.site.items[item.code] for item in index.site.catalogue.items}
    item_rows = {code: norm.item_row(index, item) for code, item in items.items()}
    norms = {
        code: norm.item_view(
            index, item, item_rows[code], _shown(index, rows, index.by_item.get(code, ()))
        )
        for code, item in items.items()
    }
    stated = {name: _stated(index, entry) for name, entry in index.entries.items()}
    return _Web(index=index, rows=rows, item_rows=item_rows, norms=norms, stated=stated)


def _stated(index: Index, entry: Entry) -> _Stated:
    draw = partial(flow_of, called=index.called)
    measure = partial(_measured, index, entry)
    return _Stated(
        text=prose.render(entry.body) if entry.body else prose.Prose(""),
        elements=element_views(entry, index.item(entry), draw=draw, measure=measure),
    )


def _measured(index: Index, entry: Entry, target: Target) -> TargetView:
    setting = Setting(
        day=measured_on(entry, index.day),
        year=year_of(entry),
        entry=Link(text=entry.title, path=entry_path(entry)),
    )
    return target_view(target, setting, index.called(target.office))


def _shown(
    index: Index, rows: Mapping[str, EntryRow], entries: Iterable[Entry]
) -> tuple[EntryRow, ...]:
    """Return the rows of entries save those withdrawn, which only the archive names."""
    return tuple(rows[entry.id] for entry in entries if index.state(entry) != "withdrawn")


def _pages(web: _Web, sheeted: frozenset[str]) -> Iterator[EntryView]:
    index = web.index
    related = entrypages.relations(index, web.rows)
    opinions = defaultdict(list)
    for about, view in records.feedback_views(index):
        opinions[about].append(view)
    for name, entry in index.entries.items():
        told = entrypages.Told(
            row=web.rows[name],
            html=web.stated[name].text.html,
            elements=web.stated[name].elements,
            related=related.get(name, ()),
            line=entrypages.line_of(index, entry, web.rows),
            feedback=tuple(opinions.get(name, ())),
            sheet=f"sheets/{name}.pdf" if name in sheeted else "",
        )
        yield entrypages.entry_view(index, entry, web.norms[entry.item], told)


def _site_view(
    shown: Account, web: _Web, pages: tuple[EntryView, ...], messages: Messages
) -> SiteView:
    index = web.index
    rows = tuple(web.rows.values())
    in_force = tuple(page for page in pages if page.row.state == "in-force")
    board_views = tuple(boards.board_view(index, each, web.rows) for each in index.site.boards)
    units = tuple(_units(web))
    office = messages.text("plan.organisation.office")
    return SiteView(
        frame=frame.frame_view(shown, messages),
        home=lists.home_view(index, rows, board_views),
        boards=board_views,
        catalogue=norm.catalogue_view(index, web.item_rows),
        items=tuple(web.norms.values()),
        units=units,
        entries=pages,
        archive=lists.archive_views(rows, index.day),
        organisation=people.organisation_view(index, units, office),
        procedures=tuple(page for page in in_force if page.row.kind == Kind.PROCEDURE.value),
        targets=tuple(each for page in in_force for part in page.elements for each in part.targets),
        feedback=tuple(view for _, view in records.feedback_views(index)),
        oversight=records.oversight_views(index),
        waivers=tuple(records.waiver_views(index, messages)),
        pages=frame.page_views(index),
        duties=owed.public_duties(shown, messages),
    )


def _assessment(account: Account, messages: Messages) -> AssessmentView | None:
    sheet = account.site.config.assessment
    if sheet is None or not sheet.public:
        return None
    spans = past_spans(account, sheet)
    reach = reach_of(account, spans[-1]) if spans else None
    whole = account_of(account.site, account.day, reach)
    return assessment_view(whole, public_account(account, reach), spans, messages)


def _units(web: _Web) -> Iterator[UnitView]:
    items = defaultdict(list)
    for code, row in web.item_rows.items():
        for name in dict.fromkeys(web.index.site.items[code].units):
            items[name].append(row)
    for name in dict.fromkeys(unit.id for unit in web.index.site.organisation.units):
        entries = web.index.by_unit.get(name, ())
        rows = _shown(web.index, web.rows, entries)
        unit = web.index.units[name]
        yield people.unit_view(web.index, unit, tuple(items.get(name, ())), rows)


def _sheets(web: _Web, posted: Index, messages: Messages) -> Iterator[SheetView]:
    """Yield a sheet for every entry that holds or still hangs and has a board.

    What the web shows is printed as the web knows it, so that no sheet tells of what is hidden.
    """
    language = messages.language
    for name, entry in posted.entries.items():
        shown = name in web.stated
        index = web.index if shown else posted
        whole = index.entries[name]
        if not _is_printed(index, whole):
            continue
        said = web.stated[name] if shown else _stated(index, whole)
        kind = web.norms[entry.item].row.kind
        text = sheet_text(messages, whole, said.text.tree, said.elements, kind=kind)
        public = shown and index.in_force(whole)
        how = sheetviews.Print(messages=messages, language=language, public=public, web=shown)
        yield sheetviews.sheet_view(index, whole, web.norms[entry.item], text, how=how)


def _is_printed(index: Index, entry: Entry) -> bool:
    if index.state(entry) in GONE or not index.site.boards_of(entry):
        return False
    return index.in_force(entry) or boards.stands(index, entry)


def _files(index: Index) -> tuple[PublicFile, ...]:
    files = index.site.attachments
    views = {
        view.path: view
        for entry in reversed(tuple(index.entries.values()))
        for view in entrypages.attachment_views(index, entry)
    }
    return tuple(
        PublicFile(view=views[path], location=files[path].location) for path in sorted(views)
    )
