"""The filter: the part of a site that society may read on the web on a day.

Everything the web shows is made from what this module lets through, so nothing that it keeps back
can be in a view. Where content contradicts itself, the narrower reading wins.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch.ledger.account import Account
from dispatch.ledger.duties import Reach
from dispatch.ledger.duties import duties
from dispatch.ledger.hanging import hangings
from dispatch.ledger.index import index_of
from dispatch.model.entry import Entry
from dispatch.model.values import Channel
from dispatch.model.values import Origin
from dispatch.model.values import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.model.board import Board
    from dispatch.model.record import Feedback
    from dispatch.model.record import Oversight
    from dispatch.model.record import Posting
    from dispatch.model.site import AttachedFile
    from dispatch.model.site import Page
    from dispatch.model.site import Site
    from dispatch.model.waiver import Waiver


def public_account(account: Account, reach: Reach | None = None) -> Account:
    """Return the account of what society may read: as if nothing else were known.

    Its duties are those that the web can show as kept: under an item for society on the web, by a
    unit that is online.
    """
    site = public_part(account.site, account.day)
    online = {unit.id for unit in site.organisation.units if unit.online}
    shown = {
        item.code
        for item in site.catalogue.items
        if item.scope is Scope.SOCIETY and Channel.WEB in item.channels
    }
    owed = duties(site, account.day, account.calendar, reach=reach)
    index = index_of(site, account.day)
    return Account(
        site=site,
        day=account.day,
        calendar=account.calendar,
        index=index,
        duties=tuple(each for each in owed if each.item in shown and each.unit in online),
        walls=hangings(index, account.calendar),
    )


def public_part(site: Site, day: date) -> Site:
    """Return a site that holds only what society may read on that day, without any raw text.

    A withdrawn entry keeps what its address needs: id, item, unit, title, days and the reason.
    """
    shown = _shown(site, day)
    files = _files(site, shown.values())
    ids = frozenset(shown)
    live = frozenset(entry.id for entry in shown.values() if entry.withdrawn is None)
    sheet = site.config.assessment
    scored = sheet is not None and sheet.public
    stated = tuple(_stated(site, entry, ids, files) for entry in shown.values())
    return replace(
        site,
        config=replace(site.config, assessment=sheet if scored else None),
        organisation=replace(site.organisation, roles=None),
        boards=tuple(_board(board, live) for board in site.boards),
        entries=stated,
        pages=tuple(sorted(site.pages, key=_page_place)),
        postings=tuple(_postings(site.postings, live, day)),
        feedback=tuple(_feedback(site.feedback, live, day)),
        oversight=tuple(_oversight(site.oversight, day, scored=scored)),
        waivers=tuple(_waivers(site, live, day)),
        attachments=files,
        sources=MappingProxyType({}),
        texts={e.body: site.texts[e.body] for e in stated if e.body in site.texts},
    )


def _shown(site: Site, day: date) -> dict[str, Entry]:
    """Return the public entries by id; an id that a hidden entry also bears is not among them."""
    online = {unit.id for unit in site.organisation.units if unit.online}
    shown: dict[str, Entry] = {}
    hidden: set[str] = set()
    for entry in site.entries:
        if entry.unit in online and _out(entry, day) and site.on_web(entry):
            shown.setdefault(entry.id, _as_of(entry, day))
        else:
            hidden.add(entry.id)
    return {name: entry for name, entry in shown.items() if name not in hidden}


def _out(entry: Entry, day: date) -> bool:
    """Whether an entry was ever out: not if it was withdrawn before the day it would have been."""
    withdrawn = entry.withdrawn
    never = withdrawn is not None and withdrawn.on < entry.published
    return not entry.draft and not never and entry.published <= day


def _as_of(entry: Entry, day: date) -> Entry:
    """Return an entry without a withdrawal that is still to come."""
    if entry.withdrawn is None or entry.withdrawn.on <= day:
        return entry
    return replace(entry, withdrawn=None)


def _stated(
    site: Site, entry: Entry, ids: frozenset[str], files: Mapping[str, AttachedFile]
) -> Entry:
    """Return what a public entry says to its readers; its file's name and place are not of it."""
    if entry.withdrawn is not None:
        return _tombstone(entry)
    stage = entry.stage
    known = {element.name for element in site.items[entry.item].elements}
    return replace(
        entry,
        elements={name: raw for name, raw in entry.elements.items() if name in known},
        attachments=tuple(each for each in entry.attachments if each.file in files),
        stage=replace(stage, of=_inside(stage.of, ids)) if stage else None,
        corrects=_inside(entry.corrects, ids),
        supersedes=_inside(entry.supersedes, ids),
        origin=Origin(),
        body_start=0,
    )


def _tombstone(entry: Entry) -> Entry:
    return Entry(
        id=entry.id,
        item=entry.item,
        unit=entry.unit,
        title=entry.title,
        formed=entry.formed,
        published=entry.published,
        boards=(),
        withdrawn=entry.withdrawn,
    )


def _board(board: Board, live: frozenset[str]) -> Board:
    """Return a board without the ids of pinned entries that society does not know."""
    return replace(board, pinned=tuple(name for name in board.pinned if name in live))


def _inside(name: str | None, ids: frozenset[str]) -> str | None:
    return name if name in ids else None


def _files(site: Site, shown: Iterable[Entry]) -> Mapping[str, AttachedFile]:
    """Return the files of public entries; one that an entry not for the web also lists is left out.

    A file that only drafts and entries to come share with a public entry is public already.
    """
    listed = {each.file for entry in shown if not entry.withdrawn for each in entry.attachments}
    closed = {
        each.file
        for entry in site.entries
        if entry.attachments and not site.on_web(entry)
        for each in entry.attachments
    }
    wanted = sorted(listed - closed)
    return MappingProxyType({p: site.attachments[p] for p in wanted if p in site.attachments})


def _page_place(page: Page) -> tuple[int, str]:
    return page.order, page.name


def _postings(postings: Iterable[Posting], live: frozenset[str], day: date) -> Iterator[Posting]:
    """Yield what hung by that day; never the photo, which shows the sheets beside it as well."""
    for posting in postings:
        if posting.entry in live and posting.up.on <= day:
            yield replace(
                posting,
                inspected=tuple(each for each in posting.inspected if each.on <= day),
                down=posting.down if posting.down and posting.down.on <= day else None,
                photo=None,
                photo_digest=None,
                origin=Origin(),
            )


def _feedback(records: Iterable[Feedback], live: frozenset[str], day: date) -> Iterator[Feedback]:
    """Yield public opinions; one about an entry that is hidden or withdrawn might quote it."""
    for record in records:
        kept = record.about is None or record.about in live
        if record.public and kept and record.received <= day:
            answer = record.answered
            answered = answer if answer and answer.on <= day else None
            yield replace(
                record,
                answered=answered,
                accepted=_by(record.accepted, day),
                extended=_by(record.extended, day),
                outcome=record.outcome if answered else None,
                origin=Origin(),
            )


def _by(on: date | None, day: date) -> date | None:
    return on if on and on <= day else None


def _oversight(records: Iterable[Oversight], day: date, *, scored: bool) -> Iterator[Oversight]:
    """Yield public records; their points only where scores are for society too."""
    for record in records:
        if record.public and record.on <= day:
            resolved = record.resolved if record.resolved and record.resolved <= day else None
            kept = replace(record, resolved=resolved, origin=Origin())
            yield kept if scored else replace(kept, span=None, marks={})


def _waivers(site: Site, live: frozenset[str], day: date) -> Iterator[Waiver]:
    """Yield the public waivers about entries that society reads, and about items for society.

    One about a file is about the entry that stands in it, and of no other file society knows.
    """
    for waiver in site.waivers:
        if waiver.public and waiver.approved.on <= day and site.waiver_on_web(waiver):
            entry = site.waived(waiver)
            if entry is None:
                yield replace(waiver, origin=Origin())
            elif entry.id in live:
                own = replace(waiver, entry=entry.id, item=None, unit=None, path=None)
                yield replace(own, origin=Origin())
