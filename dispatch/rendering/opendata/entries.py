"""`data/entries.json`: every public entry, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ground import prose
from dispatch.ground.webfiles import media_type
from dispatch.model.elements import decimal_of
from dispatch.rendering.changes import changed_on
from dispatch.rendering.opendata import document
from dispatch.rendering.opendata.document import day
from dispatch.rendering.opendata.document import stated
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from dispatch.planning.views import ContactView
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views.elements import ElementView
    from dispatch.planning.views.elements import FlowView
    from dispatch.planning.views.elements import TargetView
    from dispatch.planning.views.entries import AttachmentView
    from dispatch.planning.views.entries import EditionView
    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.entries import FeedbackView
    from dispatch.planning.views.postings import PostingView
    from dispatch.planning.views.site import SiteView
    from dispatch.planning.views.taking import RequestView
    from dispatch.rendering.opendata.document import Record

COUNTED = ("number", "integer", "money", "percent")
"""Types whose values are decimals: digits, a point, no separators."""


def entries_json(view: SiteView) -> bytes:
    """Return the public entries in the order of the view."""
    records = (entry_record(view, entry) for entry in view.entries)
    return document.document(view.frame, "entries", {}, entries=records)


def entry_record(view: SiteView, entry: EntryView) -> Record:
    """Return an entry; of a withdrawn one, what its page still says."""
    base = view.frame.base_url
    record = _core(base, entry.row)
    record["updated"] = day(changed_on(entry, view.frame.day))
    if entry.withdrawn:
        on, reason = entry.withdrawn
        record["withdrawn"] = {"on": day(on), "reason": reason}
    else:
        record |= _told(base, entry)
    record["related"] = [
        {"relation": each.relation, **_pointed(base, each.row)} for each in entry.related
    ]
    return stated(record)


def _core(base: str, row: EntryRow) -> Record:
    return {
        "id": row.id,
        "address": address(base, row.path),
        "title": row.title,
        "number": row.number,
        "kind": row.kind,
        "item": document.titled(base, row.item),
        "unit": document.named(base, row.unit),
        "period": row.period,
        "published": day(row.published),
        "until": day(row.until),
        "state": row.state,
        "summary": row.summary,
        "boards": list(row.boards),
    }


def _told(base: str, entry: EntryView) -> Record:
    """Return what an entry says, and how it came about."""
    return {
        "index": entry.index,
        "formed": day(entry.formed),
        "issuer": entry.issuer,
        "section": entry.row.section,
        "stage": entry.stage,
        "keywords": list(entry.keywords),
        "notice": _notice(entry),
        "posted": stated({"from": day(entry.posted_from), "to": day(entry.posted_to)}),
        "decision": _decision(entry),
        "steps": [{"step": each.name, "by": each.by, "on": day(each.on)} for each in entry.steps],
        "elements": [element_record(each) for each in entry.elements],
        "text": stated({"plain": prose.plain(entry.html), "html": entry.html}),
        "attachments": [attachment_record(base, each) for each in entry.attachments],
        "sheet": address(base, entry.sheet) if entry.sheet else "",
        "contacts": [contact_record(each) for each in entry.contacts],
        "feedback": [opinion_record(base, each, entry=False) for each in entry.feedback],
        "changes": [stated({"on": day(on), "note": note}) for on, note in entry.editions],
        "editions": [_edition(base, each) for each in entry.printed],
        "postings": [posting_record(base, each) for each in entry.postings],
        "chain": [
            stated({"relation": each.relation, "here": each.here, **_pointed(base, each.row)})
            for each in entry.line
        ],
    }


def _pointed(base: str, row: EntryRow) -> Record:
    return {"id": row.id, "title": row.title, "address": address(base, row.path)}


def _notice(entry: EntryView) -> Record:
    if entry.notice is None:
        return {}
    first, last, length = entry.notice
    row = entry.row
    return stated(
        {
            "from": day(first),
            "to": day(last),
            **document.duration(length),
            "open": row.notice_open,
            "days_left": row.days_left,
            "left": {"count": row.left[0], "unit": row.left[1]} if row.left else {},
        }
    )


def _decision(entry: EntryView) -> Record:
    if entry.decision is None:
        return {}
    body, on, record = entry.decision
    return {"body": body, "on": day(on), "record": record}


def contact_record(contact: ContactView) -> Record:
    """Return where to turn to."""
    told = {key: getattr(contact, key) for key in ("office", "phone", "place", "mail")}
    return stated({"for": contact.purpose, **told})


def attachment_record(base: str, file: AttachmentView) -> Record:
    """Return a file with what is needed to know it again."""
    return {
        "title": file.title,
        "address": address(base, file.path),
        "type": media_type(file.path),
        "size": file.size,
        "sha256": file.digest,
    }


def opinion_record(base: str, view: FeedbackView, *, entry: bool) -> Record:
    """Return an opinion with its answer, and with what it is about unless that is plain."""
    answered = {"days": view.days, **answer_record(view)}
    return stated(
        {
            "received": day(view.received),
            "channel": view.channel,
            "text": view.text,
            "about": document.about(base, view.about) if entry else {},
            "unit": view.unit,
            "due": day(view.due),
            "late": view.late,
            "answered": stated(answered) if view.answered else {},
        }
    )


def answer_record(view: FeedbackView | RequestView) -> Record:
    """Return an answer: by whom, when, and how many working days it took."""
    told = {"on": day(view.answered), "by": view.by, "text": view.answer, "worked": view.worked}
    return stated(told) if view.answered else {}


def _edition(base: str, view: EditionView) -> Record:
    return stated(
        {
            "number": view.number,
            "from": day(view.first),
            "to": day(view.last),
            "state": view.state,
            "note": view.note,
            "reason": view.reason,
            "successor": document.about(base, view.successor),
            "ended": day(view.ended),
            "digests": list(view.digests),
        }
    )


def posting_record(base: str, view: PostingView) -> Record:
    """Return where and when a sheet really hung."""
    return stated(
        {
            "board": document.named(base, view.board),
            "up": day(view.up),
            "down": day(view.down),
            "slot": view.slot,
            "edition": view.edition,
            "digest": view.digest,
        }
    )


def element_record(element: ElementView) -> Record:
    """Return an element with its value as its type has it."""
    head = {"name": element.name, "type": element.type}
    if element.columns:
        return {**head, **_table(element)}
    if element.flow:
        return {**head, "steps": _steps(element.flow)}
    if element.targets:
        return {**head, "targets": [target_record(each) for each in element.targets]}
    if element.items:
        return {**head, "items": list(element.items)}
    value = typed(element.type, element.text)
    return stated(
        {**head, "value": value, "written": element.text if value != element.text else ""}
    )


def typed(kind: str, text: str) -> str:
    """Return a value as its type has it: decimals without separators, all else as written."""
    exact = decimal_of(text) if kind in COUNTED else None
    return text if exact is None else f"{exact:f}"


def _table(element: ElementView) -> Record:
    kinds = [kind for _, kind in element.columns]
    rows = [[typed(*pair) for pair in zip(kinds, row, strict=True)] for row in element.cells]
    total = rows.pop() if element.total else []
    columns = [{"name": name, "type": kind} for name, kind in element.columns]
    return stated({"columns": columns, "rows": rows, "total": total})


def _steps(flow: FlowView) -> list[Record]:
    told: list[Record] = []
    for number, node in enumerate(flow.nodes):
        ways = [edge for edge in flow.edges if edge.tail == number]
        to = [stated({"step": flow.nodes[e.head].name, "when": e.when}) for e in ways]
        words = {key: getattr(node, key) for key in ("name", "kind", "by", "within", "needs")}
        told.append(stated({**words, "note": node.note, "to": to}))
    return told


def target_record(target: TargetView) -> Record:
    """Return a target with its figures as decimals."""
    return stated(
        {
            "name": target.name,
            "office": target.office,
            "measure": target.measure,
            "plan": typed("number", target.plan),
            "done": typed("number", target.done),
            "from": day(target.first),
            "to": day(target.last),
            "share": round(target.share, 4),
            "elapsed": round(target.elapsed, 4),
            "pace": target.pace,
            "note": target.note,
            "measured": day(target.measured),
        }
    )
