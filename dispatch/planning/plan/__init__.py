"""The plan: every view of the public site, and the sheets for the boards; the gatherer here.

The site is planned from its public part alone. Sheets for society are made from that part too;
only the others are made from all that is out on the day, and go nowhere but to the printer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ledger.account import account_of
from dispatch.model.catalogue import Kind
from dispatch.planning import boards
from dispatch.planning import entrypages
from dispatch.planning import frame
from dispatch.planning import lists
from dispatch.planning import norm
from dispatch.planning import owed
from dispatch.planning import people
from dispatch.planning import records
from dispatch.planning import taking
from dispatch.planning.editions import edition_views
from dispatch.planning.finding import finding_view
from dispatch.planning.hung import posting_views
from dispatch.planning.notices import notice_calendars
from dispatch.planning.plan.paper import Paper
from dispatch.planning.plan.paper import paper_of
from dispatch.planning.plan.paper import press_of
from dispatch.planning.plan.web import shown_rows
from dispatch.planning.plan.web import stated_of
from dispatch.planning.plan.web import web_of
from dispatch.planning.scope import public_account
from dispatch.planning.score.page import assessment_view
from dispatch.planning.score.spans import past_spans
from dispatch.planning.score.spans import reach_of
from dispatch.planning.shelves import shelves_of
from dispatch.planning.sums import sums_views
from dispatch.planning.taking.recourse import recourse_view
from dispatch.planning.timelines import with_times
from dispatch.planning.views.site import SiteView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.ledger.index import Index
    from dispatch.planning.plan.paper import Press
    from dispatch.planning.plan.web import Stated
    from dispatch.planning.plan.web import Web
    from dispatch.planning.views.assessment import AssessmentView
    from dispatch.planning.views.entries import AttachmentView
    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.norms import ItemView
    from dispatch.planning.views.people import UnitView
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
    hung: Mapping[tuple[str, str], str]
    """By board and entry, the name of the sheet that is for that board."""
    press: Press
    """What the sheets were made from, and the rounds are."""
    attachments: tuple[PublicFile, ...]
    """The files that go with the pages, by path."""


def plan(account: Account, messages: Messages, *, sheets: bool) -> Plan:
    """Return what is to be made of a site on a day, with or without its sheets."""
    shown = public_account(account)
    web = web_of(shown)
    stated = {name: stated_of(web.index, entry) for name, entry in web.index.entries.items()}
    press = press_of(web, account, messages, stated)
    paper = paper_of(press) if sheets else Paper(hung={})
    pages = with_times(tuple(_pages(shown, web, stated, paper.sheets)))
    site = _site_view(shown, web, tuple(_items(web, stated)), pages, messages)
    return Plan(
        site=replace(
            site,
            assessment=_assessment(account, messages),
            finding=finding_view(site, *shelves_of(site)),
        ),
        sheets=paper.sheets,
        hung=paper.hung,
        press=press,
        attachments=_files(web.index),
    )


def _pages(
    shown: Account, web: Web, stated: Mapping[str, Stated], sheets: tuple[SheetView, ...]
) -> Iterator[EntryView]:
    index, desk = web.index, taking.desk_view(web.index)
    sheeted = frozenset(sheet.name for sheet in sheets if sheet.public)
    digests, postings = _digests(sheets), defaultdict(list)
    for posting in index.site.postings:
        postings[posting.entry].append(posting)
    related = entrypages.relations(index, web.rows)
    opinions = defaultdict(list)
    for about, view in records.feedback_views(shown):
        opinions[about].append(view)
    for name, entry in index.entries.items():
        told = entrypages.Told(
            row=web.rows[name],
            html=stated[name].text.html,
            elements=stated[name].elements,
            related=related.get(name, ()),
            line=entrypages.line_of(index, entry, web.rows),
            feedback=tuple(opinions.get(name, ())),
            sheet=f"sheets/{name}.pdf" if name in sheeted else "",
            printed=edition_views(
                index, entry, tuple(postings.get(name, ())), digests.get(name, ())
            ),
            postings=posting_views(index, postings.get(name, ())),
            recourse=recourse_view(index, entry, shown.calendar, desk),
        )
        yield entrypages.entry_view(index, entry, web.norms[entry.item], told)


def _digests(sheets: Iterable[SheetView]) -> Mapping[str, tuple[str, ...]]:
    """Return the digests of the sheets of entries on the web, by id of the entry."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for sheet in sheets:
        if sheet.web:
            found[sheet.id][sheet.digest] = None
    return {name: tuple(digests) for name, digests in found.items()}


def _site_view(
    shown: Account,
    web: Web,
    items: tuple[ItemView, ...],
    pages: tuple[EntryView, ...],
    messages: Messages,
) -> SiteView:
    index = web.index
    rows = tuple(web.rows.values())
    in_force = tuple(page for page in pages if page.row.state == "in-force")
    board_views = tuple(
        boards.board_view(index, each, web.walls[each.id], web.rows) for each in index.site.boards
    )
    units = tuple(_units(web))
    office = messages.text("plan.organisation.office")
    return SiteView(
        frame=frame.frame_view(shown, messages),
        home=lists.home_view(index, rows, board_views),
        boards=board_views,
        catalogue=norm.catalogue_view(index, web.item_rows),
        items=items,
        units=units,
        entries=pages,
        archive=lists.archive_views(rows, index.day),
        organisation=people.organisation_view(index, units, office),
        procedures=tuple(page for page in in_force if page.row.kind == Kind.PROCEDURE.value),
        targets=tuple(each for page in in_force for part in page.elements for each in part.targets),
        feedback=tuple(view for _, view in records.feedback_views(shown)),
        taking=taking.taking_view(shown, web.norms),
        oversight=records.oversight_views(index),
        waivers=tuple(records.waiver_views(index, messages)),
        pages=frame.page_views(index),
        duties=owed.public_duties(shown, messages),
        calendars=notice_calendars(index, messages),
    )


def _items(web: Web, stated: Mapping[str, Stated]) -> Iterator[ItemView]:
    """Yield the pages of the items, with what their entries come to."""
    elements = {name: each.elements for name, each in stated.items()}
    for code, norm_view in web.norms.items():
        sums = sums_views(web.index, web.index.site.items[code], elements)
        yield replace(norm_view, sums=sums) if sums else norm_view


def _assessment(account: Account, messages: Messages) -> AssessmentView | None:
    sheet = account.site.config.assessment
    if sheet is None or not sheet.public:
        return None
    spans = past_spans(account, sheet)
    reach = reach_of(account, spans[-1]) if spans else None
    whole = account_of(account.site, account.day, reach)
    return assessment_view(whole, public_account(account, reach), spans, messages)


def _units(web: Web) -> Iterator[UnitView]:
    items = defaultdict(list)
    for code, row in web.item_rows.items():
        for name in dict.fromkeys(web.index.site.items[code].units):
            items[name].append(row)
    for name in dict.fromkeys(unit.id for unit in web.index.site.organisation.units):
        entries = web.index.by_unit.get(name, ())
        rows = shown_rows(web.index, web.rows, entries)
        unit = web.index.units[name]
        yield people.unit_view(web.index, unit, tuple(items.get(name, ())), rows)


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
