"""The records of content/: postings, feedback, oversight, waivers; one or a list in a file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from typing import Any

from pydantic import TypeAdapter

from dispatch.ground import files
from dispatch.ground import yamldoc
from dispatch.model.record import Feedback
from dispatch.model.record import Oversight
from dispatch.model.record import Posting
from dispatch.model.values import Origin
from dispatch.model.waiver import Waiver
from dispatch.reading import base

if TYPE_CHECKING:
    from pathlib import Path

    from dispatch.ground.source import Source


WAIVERS_PATH = "content/waivers.yaml"


@cache
def adapters() -> tuple[tuple[str, TypeAdapter[Any]], ...]:
    """Return what validates a record, by the folder or the file that such records stand in."""
    return (
        ("postings", TypeAdapter(Posting)),
        ("feedback", TypeAdapter(Feedback)),
        ("oversight", TypeAdapter(Oversight)),
        ("waivers.yaml", TypeAdapter(Waiver)),
    )


def read(root: Path, path: str) -> tuple[tuple[Any, ...], Source | None, base.Found]:
    """Return the records of a file, its source and its faults; the path says what they are."""
    source, faults = files.read_source(root, path)
    if source is None:
        return (), None, faults
    records, found = records_of(source)
    return records, source, found


def records_of(source: Source) -> tuple[tuple[Any, ...], base.Found]:
    """Return the records of a source and its faults."""
    tree, found = yamldoc.read(source)
    if found or tree is None:
        return (), found
    return _records(dict(adapters())[source.path.split("/")[1]], tree, source)


def _records(
    adapter: TypeAdapter[Any], tree: object, source: Source
) -> tuple[tuple[Any, ...], base.Found]:
    listed = tree if isinstance(tree, list) else [tree]
    records: list[Any] = []
    found: list[Any] = []
    for index, each in enumerate(listed):
        origin = Origin(source.path, (index,) if isinstance(tree, list) else ())
        record, faults = base.validate(adapter, each, source, origin, {"origin": origin})
        found.extend(faults)
        if record is not None:
            records.append(record)
    return tuple(records), tuple(found)
