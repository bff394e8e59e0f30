"""The shapes of what data files hold, as JSON Schema has them; words are put in later."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import get_args

from dispatch.ledger.index import State
from dispatch.model.catalogue import Kind
from dispatch.model.record import Outcome
from dispatch.model.values import DurationUnit
from dispatch.model.values import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    Shape = dict[str, object]

WORDS: Shape = {"type": "string"}
DAY: Shape = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
ADDRESS: Shape = {"type": "string", "format": "uri"}
COUNT: Shape = {"type": "integer", "minimum": 0}
FLAG: Shape = {"type": "boolean"}
DECIMAL: Shape = {"type": "string"}
PART: Shape = {"type": "number"}
DIGEST: Shape = {"type": "string", "pattern": "^[0-9a-f]{12}$"}
ENTRY: Shape = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{4,6}$"}


def one_of(*values: str) -> Shape:
    """Return the shape of a word of a fixed set."""
    return {"enum": [str(each) for each in values]}


def many(shape: Shape) -> Shape:
    """Return the shape of a list."""
    return {"type": "array", "items": shape}


def may_be_none(shape: Shape) -> Shape:
    """Return a shape that may also be null."""
    return {"anyOf": [shape, {"type": "null"}]}


def record(needed: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """Return the shape of an object that holds nothing but what is named."""
    return {
        "type": "object",
        "properties": {**needed, **(optional or {})},
        "required": list(needed),
        "additionalProperties": False,
    }


def words(*keys: str) -> Mapping[str, Shape]:
    """Return keys that all hold words."""
    return dict.fromkeys(keys, WORDS)


def days(*keys: str) -> Mapping[str, Shape]:
    """Return keys that all hold days."""
    return dict.fromkeys(keys, DAY)


UNITS = one_of(*DurationUnit)
STATE = one_of(*get_args(State))
SCOPE = one_of(*Scope)
KIND = one_of(*Kind)
DURATION = record({"count": COUNT, "unit": UNITS})
NAMED = record({"name": WORDS}, {"id": WORDS, "address": ADDRESS})
ABOUT = record({"title": WORDS, "address": ADDRESS})
TEXT = record({}, words("plain", "html"))
CONTACT = record(
    {"for": one_of("objections", "supervision", "enquiries"), "office": WORDS},
    words("phone", "place", "mail"),
)
ANSWER = record(days("on"), {**words("by", "text"), "days": COUNT, "worked": COUNT})
OPINION = record(
    {**days("received"), **words("channel", "text"), "late": FLAG},
    {"about": ABOUT, **words("unit"), **days("due"), "answered": ANSWER},
)
REQUEST = record(
    {**days("received"), **words("text"), "item": ABOUT, "late": FLAG},
    {
        **words("unit"),
        **days("accepted", "extended", "due"),
        "outcome": one_of(*get_args(Outcome)),
        "answered": ANSWER,
    },
)
COLUMN = record(words("name", "type"))
WAY = record(words("step"), words("when"))
STEP = record(words("name", "kind"), {**words("by", "within", "needs", "note"), "to": many(WAY)})
TARGET = record(
    {**words("name", "measure", "pace"), "plan": DECIMAL, "done": DECIMAL, "share": PART},
    {**words("office", "note"), **days("from", "to", "measured"), "elapsed": PART},
)
ELEMENT = record(
    words("name", "type"),
    {
        **words("value", "written"),
        "items": many(WORDS),
        "columns": many(COLUMN),
        "rows": many(many(WORDS)),
        "total": many(WORDS),
        "steps": many(STEP),
        "targets": many(TARGET),
    },
)
FILE = record(
    {
        **words("title", "type"),
        "address": ADDRESS,
        "size": COUNT,
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    }
)
EDITION = record(
    {"number": COUNT, **days("from"), "state": WORDS},
    {
        **days("to", "ended"),
        **words("note", "reason"),
        "successor": ABOUT,
        "digests": many(DIGEST),
    },
)
POSTING = record(
    {"board": NAMED, **days("up")},
    {**days("down"), "slot": WORDS, "edition": COUNT, "digest": DIGEST},
)
POINTED: Mapping[str, Shape] = {"id": ENTRY, "title": WORDS, "address": ADDRESS}
ENTRIES = record(
    {
        "id": ENTRY,
        "address": ADDRESS,
        "title": WORDS,
        "kind": KIND,
        "item": record({"title": WORDS}, {"code": WORDS, "address": ADDRESS}),
        "unit": NAMED,
        "state": STATE,
        **days("published", "updated"),
    },
    {
        **words("index", "number", "period", "summary", "issuer", "section", "stage"),
        **days("until", "formed"),
        "boards": many(WORDS),
        "keywords": many(WORDS),
        "notice": record(
            {**days("from", "to"), "count": COUNT, "unit": UNITS, "open": FLAG},
            {"days_left": COUNT, "left": DURATION},
        ),
        "posted": record({}, days("from", "to")),
        "decision": record({"body": WORDS, **days("on"), "record": WORDS}),
        "steps": many(record({**words("step", "by"), **days("on")})),
        "elements": many(ELEMENT),
        "text": TEXT,
        "attachments": many(FILE),
        "sheet": ADDRESS,
        "contacts": many(CONTACT),
        "feedback": many(OPINION),
        "changes": many(record(days("on"), words("note"))),
        "editions": many(EDITION),
        "postings": many(POSTING),
        "related": many(record({**words("relation"), **POINTED})),
        "chain": many(record({**POINTED, "here": FLAG}, words("relation"))),
        "withdrawn": record({**days("on"), "reason": WORDS}),
    },
)
LIMIT = record(
    words("type"),
    {
        **words("phrase", "every", "after", "opens"),
        "within": DURATION,
        "review": DURATION,
        "extend": DURATION,
        "month": COUNT,
        "day": COUNT,
        "prompt": FLAG,
        "stages": many(record({"name": WORDS}, {"within": DURATION})),
    },
)
SUMS = record(
    {
        **words("name", "by"),
        "sums": many(record({"of": WORDS, "value": DECIMAL, "entries": COUNT})),
    }
)
ITEM = record(
    {
        **words("code", "title"),
        "address": ADDRESS,
        "kind": KIND,
        "scope": SCOPE,
        "limit": LIMIT,
        "category": many(WORDS),
        "channels": many(WORDS),
        "collective": FLAG,
        "count": COUNT,
        "responsible": record(words("first", "assigned", "executing")),
    },
    {
        "elements": many(
            record(
                {**words("name", "type"), "required": FLAG},
                {"columns": many(WORDS), "note": WORDS},
            )
        ),
        "basis": many(WORDS),
        "units": many(NAMED),
        "boards": many(NAMED),
        "minimum": DURATION,
        "answer": DURATION,
        "archive": DURATION,
        "note": WORDS,
        "latest": DAY,
        "entries": many(ENTRY),
        "sums": many(SUMS),
    },
)
BOARD = record(
    {
        **words("id", "name", "place"),
        "address": ADDRESS,
        "readers": SCOPE,
        "restricted": FLAG,
        "sections": many(record({"name": WORDS, "entries": many(ENTRY)})),
    },
    {"keeper": WORDS, "past": many(ENTRY)},
)
PERSON = record(words("name"), words("unit", "post", "duties", "phone", "place"))
UNIT = record(
    {**words("id", "name", "kind"), "address": ADDRESS, "online": FLAG},
    {
        **words("phone", "place", "duties"),
        "members": COUNT,
        "parent": NAMED,
        "children": many(NAMED),
        "people": many(PERSON),
        "items": many(WORDS),
        "entries": many(ENTRY),
    },
)
