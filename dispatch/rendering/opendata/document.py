"""JSON as all data files have it: a head that names the schema, then records, one on a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from datetime import date

    from dispatch.planning.views import DurationView
    from dispatch.planning.views import Link
    from dispatch.planning.views.site import FrameView

    Record = dict[str, object]

EMPTY: tuple[object, ...] = ("", [], {}, None)
"""What is not stated, and therefore left out."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ": ")).encode


def document(
    frame: FrameView, name: str, head: Mapping[str, object], **lists: Iterable[object]
) -> bytes:
    """Return a data file: what all have in common, what is its own, then its lists."""
    first = {
        "$schema": schema_address(frame, name),
        "site": frame.title,
        "address": address(frame.base_url),
        "day": frame.day.isoformat(),
        "licence": frame.licence,
        **head,
    }
    opened = [f"{_encode(key)}: {_encode(value)}" for key, value in stated(first).items()]
    listed = [f"{_encode(key)}: [{_lines(records)}]" for key, records in lists.items()]
    text = "{\n " + ",\n ".join((*opened, *listed)) + "\n}\n"
    # Half a surrogate pair is no character; nothing may break off because of it.
    return text.encode("utf-8", "replace")


def _lines(records: Iterable[object]) -> str:
    lines = ",\n  ".join(map(_encode, records))
    return f"\n  {lines}\n " if lines else ""


def schema_path(name: str) -> str:
    """Return the path of the schema of a data file."""
    return f"data/schemas/{name}.schema.json"


def schema_address(frame: FrameView, name: str) -> str:
    """Return the address of the schema of a data file, which is its id as well."""
    return address(frame.base_url, schema_path(name))


def stated(record: Mapping[str, object]) -> Record:
    """Return a record without what is not stated; `false` and 0 are."""
    return {key: value for key, value in record.items() if value not in EMPTY}


def day(on: date | None) -> str:
    """Return a day as ISO 8601 has it."""
    return on.isoformat() if on else ""


def named(base: str, link: Link) -> Record:
    """Return what a link leads to by id, name and address."""
    if not link.path:
        return stated({"name": link.text})
    return {"id": link.id, "name": link.text, "address": address(base, link.path)}


def titled(base: str, link: Link) -> Record:
    """Return an item by code, title and address."""
    return stated({"code": link.id, "title": link.text, "address": address(base, link.path)})


def about(base: str, link: Link | None) -> Record:
    """Return an entry or an item that something is about."""
    return {"title": link.text, "address": address(base, link.path)} if link else {}


def duration(length: DurationView | None) -> Record:
    """Return a duration as a count of a unit."""
    return {"count": length.count, "unit": length.unit} if length else {}
