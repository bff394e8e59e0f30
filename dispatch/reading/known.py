"""Which keys a mapping of a content file may have, by the schema of its noun."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import TypeAdapter

    from dispatch.ground.yamldoc import Keys


def known(adapter: TypeAdapter[Any], keys: Keys) -> set[str]:
    """Return the keys that a mapping of format 1 may have where these keys lead."""
    schema = adapter.json_schema()
    nodes = [schema]
    for key in keys:
        nodes = [child for node in nodes for child in _children(schema, node, key)]
    return {
        name for node in nodes for each in _expanded(schema, node) for name in _properties(each)
    }


def _children(
    schema: dict[str, Any], node: dict[str, Any], key: str | int
) -> Iterator[dict[str, Any]]:
    for each in _expanded(schema, node):
        if isinstance(key, int) and isinstance(each.get("items"), dict):
            yield each["items"]
        elif key in _properties(each):
            yield _properties(each)[str(key)]


def _properties(node: dict[str, Any]) -> dict[str, Any]:
    found = node.get("properties", {})
    return found if isinstance(found, dict) else {}


def _expanded(schema: dict[str, Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        yield from _expanded(schema, schema["$defs"][name])
        return
    alternatives = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    for each in alternatives:
        yield from _expanded(schema, each)
    if not alternatives:
        yield node
