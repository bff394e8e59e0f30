"""content/organisation.yaml as an `Organisation`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dispatch.model.organisation import Organisation
from dispatch.model.values import Origin
from dispatch.reading import base

if TYPE_CHECKING:
    from pathlib import Path

    from dispatch.ground.source import Source

PATH = "content/organisation.yaml"


@cache
def adapter() -> TypeAdapter[Organisation]:
    """Return what validates an organisation."""
    return TypeAdapter(Organisation)


def read(root: Path) -> tuple[Organisation | None, Source | None, base.Found]:
    """Return the organisation of a root, its source and its faults."""
    source, tree, found = base.document(root, PATH)
    if source is None or found:
        return None, source, found
    origin = Origin(PATH)
    organisation, found = base.validate(adapter(), tree, source, origin, {"origin": origin})
    return organisation, source, found
