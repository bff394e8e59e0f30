"""The JSON Schemas of the data files: their shapes, and their words from the catalogues.

A file that holds what its schema does not name is refused by it, so that nothing drifts in.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dispatch.rendering.opendata import shapes
from dispatch.rendering.opendata.document import schema_address
from dispatch.rendering.opendata.shapes import many
from dispatch.rendering.opendata.shapes import may_be_none
from dispatch.rendering.opendata.shapes import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.messages import Messages
    from dispatch.planning.views.site import FrameView
    from dispatch.rendering.opendata.shapes import Shape

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_HEAD: Mapping[str, Shape] = {
    "$schema": shapes.ADDRESS,
    "site": shapes.WORDS,
    "address": shapes.ADDRESS,
    "day": shapes.DAY,
}
_NONE = may_be_none(shapes.WORDS)
_NO_DAY = may_be_none(shapes.DAY)
_TOTALS: Mapping[str, Shape] = {
    "states": {"type": "object", "additionalProperties": shapes.COUNT},
    **dict.fromkeys(("due", "published", "in_time"), shapes.COUNT),
    **dict.fromkeys(("coverage", "timeliness"), _NONE),
}
_DUTY = record(
    {
        **shapes.words("item", "title", "unit", "state", "kind", "clock", "key"),
        **dict.fromkeys(("period", "entry", "calendar", "stage"), _NONE),
        **dict.fromkeys(("event", "deadline", "earliest", "latest", "published"), _NO_DAY),
        "provisional": shapes.FLAG,
    }
)
_LINE = record(shapes.words("name", "points", "of"), shapes.words("note"))
_SCORE = record(
    {"unit": shapes.NAMED, "total": shapes.WORDS, "complete": shapes.FLAG, "lines": many(_LINE)},
    {"rank": shapes.COUNT, "grade": shapes.WORDS},
)
_GROUP = record(
    {},
    {
        "head": shapes.PERSON,
        "deputies": many(shapes.PERSON),
        "members": many(shapes.PERSON),
        "duties": shapes.WORDS,
        "director": shapes.PERSON,
        "staff": many(shapes.PERSON),
        "office": record({}, {"duties": shapes.WORDS, "contact": shapes.CONTACT}),
        "liaisons": many(record({"unit": shapes.NAMED, "person": shapes.PERSON})),
        "supervisors": many(
            record({"person": shapes.PERSON, "pool": shapes.WORDS}, shapes.days("from", "to"))
        ),
    },
)
_OVERSIGHT = record(
    {**shapes.words("kind", "finding"), **shapes.days("on"), "unit": shapes.NAMED},
    {**shapes.words("by", "title", "note"), **shapes.days("due", "resolved")},
)
_WAIVER = record(
    {
        **shapes.words("code", "reason", "by"),
        **shapes.days("on", "until"),
        "about": shapes.ABOUT,
        "expired": shapes.FLAG,
    },
    {"rule": shapes.WORDS, "unit": shapes.NAMED},
)
_PAGE = record({**shapes.words("name", "title"), "address": shapes.ADDRESS, "text": shapes.TEXT})

_FILES: Mapping[str, tuple[Mapping[str, Shape], Mapping[str, Shape]]] = {
    "entries": ({"entries": many(shapes.ENTRIES)}, {}),
    "catalogue": ({"items": many(shapes.ITEM)}, shapes.words("title", "version")),
    "boards": ({"boards": many(shapes.BOARD)}, {}),
    "organisation": (
        {"units": many(shapes.UNIT), "people": many(shapes.PERSON)},
        {"group": _GROUP},
    ),
    "duties": (
        {
            "totals": record(
                {
                    **_TOTALS,
                    "units": {"type": "object", "additionalProperties": record(_TOTALS)},
                }
            ),
            "duties": many(_DUTY),
        },
        {},
    ),
    "feedback": (
        {
            "totals": record(dict.fromkeys(("received", "answered"), shapes.COUNT)),
            "opinions": many(shapes.OPINION),
            "requests": many(shapes.REQUEST),
        },
        {},
    ),
    "oversight": (
        {
            "records": many(_OVERSIGHT),
            "waivers": many(_WAIVER),
            "scores": many(record({**shapes.words("span", "of"), "units": many(_SCORE)})),
        },
        {},
    ),
    "pages": ({"pages": many(_PAGE)}, {}),
}
NAMES = tuple(_FILES)
"""The data files that have a schema."""


def schema_json(frame: FrameView, words: Messages, name: str) -> bytes:
    """Return the schema of a data file, with what each of its keys means."""
    own, optional = _FILES[name]
    shape = record({**_HEAD, **own}, {"licence": shapes.WORDS, **optional})
    schema = {
        "$schema": DIALECT,
        "$id": schema_address(frame, name),
        "title": words.text(f"site.data.file.{name}.title"),
        "description": words.text(f"site.data.file.{name}.holds"),
        **_described(shape, words, "file"),
    }
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def _described(shape: Shape, words: Messages, of: str) -> Shape:
    """Return a shape with a description for every key below it; `of` is the key it stands under."""
    return dict(_parts(shape, words, of))


def _parts(shape: Shape, words: Messages, of: str) -> Iterator[tuple[str, object]]:
    for name, part in shape.items():
        if name == "properties" and isinstance(part, dict):
            yield name, {key: _property(each, words, of, key) for key, each in part.items()}
        elif isinstance(part, dict):
            yield name, _described(part, words, of)
        else:
            yield name, part


def _property(shape: Shape, words: Messages, of: str, key: str) -> Shape:
    plain = key.removeprefix("$")
    text = words.first(f"opendata.key.{of}-{plain}", f"opendata.key.{plain}")
    return {"description": text, **_described(shape, words, plain)}
