"""The page of an entry, and how entries are related."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ledger.index import GONE
from dispatch.planning.contacts import contact_views
from dispatch.planning.views import DurationView
from dispatch.planning.views import Link
from dispatch.planning.views.entries import AttachmentView
from dispatch.planning.views.entries import EntryView
from dispatch.planning.views.entries import LineView
from dispatch.planning.views.entries import RelatedView
from dispatch.planning.views.entries import StepView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views.elements import ElementView
    from dispatch.planning.views.entries import EditionView
    from dispatch.planning.views.entries import FeedbackView
    from dispatch.planning.views.norms import ItemView
    from dispatch.planning.views.postings import PostingView
    from dispatch.planning.views.taking import RecourseView


_PAIR = 2
"""A line of two is told by what is related."""
_LONGEST = 50
"""How many entries of a line are shown up to one of them, and after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What of an entry's page is made elsewhere."""

    row: EntryRow
    html: str
    elements: tuple[ElementView, ...]
    related: tuple[RelatedView, ...]
    line: tuple[LineView, ...]
    feedback: tuple[FeedbackView, ...]
    sheet: str
    printed: tuple[EditionView, ...] = ()
    postings: tuple[PostingView, ...] = ()
    recourse: RecourseView | None = None


def entry_view(index: Index, entry: Entry, norm: ItemView, told: Told) -> EntryView:
    """Return the page of an entry, beside the norm of its item."""
    row = told.row
    gone = entry.withdrawn
    return EntryView(
        index=_index(index, entry),
        row=row,
        html=told.html,
        elements=told.elements,
        basis=norm.basis,
        scope=norm.row.scope,
        channels=norm.row.channels,
        category=norm.category,
        issuer=index.issuer(entry),
        responsible=norm.responsible,
        formed=entry.formed,
        boards=tuple(_board_links(index, entry)),
        posted_from=entry.posted_from if row.boards else None,
        posted_to=entry.posted_to if row.boards else None,
        notice=_notice(entry),
        decision=_decision(entry),
        steps=tuple(_steps(index, entry)),
        contacts=contact_views(entry),
        attachments=attachment_views(index, entry),
        related=told.related,
        line=told.line,
        editions=tuple(sorted((each.on, each.note) for each in entry.editions)),
        feedback=told.feedback,
        sheet=told.sheet,
        printed=told.printed,
        postings=told.postings,
        recourse=told.recourse,
        stage=entry.stage.name if entry.stage else "",
        withdrawn=(gone.on, gone.reason) if gone else None,
        keywords=entry.keywords,
        address=index.address(row.path),
    )


def attachment_views(index: Index, entry: Entry) -> tuple[AttachmentView, ...]:
    """Return the files of an entry that are there to be read."""
    files = index.site.attachments
    return tuple(
        AttachmentView(
            title=each.title,
            path=each.file,
            size=files[each.file].size,
            digest=files[each.file].digest,
        )
        for each in entry.attachments
        if each.file in files
    )


def relations(index: Index, rows: Mapping[str, EntryRow]) -> Mapping[str, tuple[RelatedView, ...]]:
    """Return by id what other entries are to each: the one before, the one after, other stages."""
    stages = _stages(index)
    found: dict[str, tuple[RelatedView, ...]] = {}
    for entry in index.entries.values():
        pairs = [*_lineage(index, entry)]
        if entry.stage:
            siblings = stages[entry.stage.of or entry.id]
            pairs += [("stage", each) for each in siblings if each != entry.id]
        if pairs:
            found[entry.id] = tuple(
                RelatedView(relation=relation, row=rows[name])
                for relation, name in pairs
                if name in rows
            )
    return found


def line_of(index: Index, entry: Entry, rows: Mapping[str, EntryRow]) -> tuple[LineView, ...]:
    """Return the line that an entry is in, from its first to its last; none if all is next to it.

    Where two took one place, it is the line through this entry.
    """
    line = [entry]
    before = index.entries.get(entry.replaces or "")
    while before is not None and before not in line and len(line) < _LONGEST:
        line.append(before)
        before = index.entries.get(before.replaces or "")
    line.reverse()
    after = index.successors.get(entry.id)
    while after is not None and after not in line and len(line) < 2 * _LONGEST:
        line.append(after)
        after = index.successors.get(after.id)
    line = [each for each in line if each.id in rows]
    if len(line) <= _PAIR:
        return ()
    return tuple(
        LineView(relation=_relation(older, each), row=rows[each.id], here=each is entry)
        for older, each in zip((None, *line), line, strict=False)
    )


def _relation(older: Entry | None, entry: Entry) -> str:
    if older is None:
        return ""
    return "corrects" if entry.corrects == older.id else "supersedes"


def _lineage(index: Index, entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.corrects:
        yield "corrects", entry.corrects
    if entry.supersedes:
        yield "supersedes", entry.supersedes
    successor = index.successors.get(entry.id)
    if successor is not None:
        corrected = successor.corrects == entry.id
        yield "corrected-by" if corrected else "superseded-by", successor.id


def _stages(index: Index) -> Mapping[str, list[str]]:
    """Return the ids of the stages that hold or held, by that of the first stage, oldest first."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for entry in reversed(tuple(index.entries.values())):
        if entry.stage and (index.state(entry) not in GONE or not entry.stage.of):
            groups[entry.stage.of or entry.id].append(entry.id)
    return groups


def _board_links(index: Index, entry: Entry) -> Iterator[Link]:
    for name in index.site.boards_of(entry):
        board = index.site.board(name)
        if board is not None:
            yield Link(text=board.name, path=f"boards/{board.id}/")


def _notice(entry: Entry) -> tuple[date, date, DurationView] | None:
    notice = entry.notice
    if notice is None:
        return None
    return notice.first, notice.last, DurationView(count=notice.days, unit=notice.unit.value)


def _decision(entry: Entry) -> tuple[str, date, str] | None:
    decision = entry.decision
    return (decision.body, decision.on, decision.record) if decision else None


def _steps(index: Index, entry: Entry) -> Iterator[StepView]:
    procedure = entry.procedure
    if procedure is None:
        return
    taken = (
        ("proposed", procedure.proposed),
        ("reviewed", procedure.reviewed),
        ("approved", procedure.approved),
    )
    for name, step in taken:
        if step is not None:
            yield StepView(name=name, by=index.person(step.by), on=step.on)
    yield StepView(name="published", by=index.issuer(entry), on=entry.published)


def _index(index: Index, entry: Entry) -> str:
    """Return the 索引号 of an entry: the code of the body, the year, and five digits at least."""
    government = index.site.config.government
    if government is None or not government.index:
        return entry.id
    year, _, number = entry.id.partition("-")
    return f"{government.index}/{year}-{int(number):05}"
