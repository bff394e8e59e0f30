"""JSON Schemas of the content files, as editors want them: made from the nouns that are read.

The reader takes every scalar as the text that is written; an editor reads YAML 1.2 and sees
numbers and truth values. So a schema accepts what an editor sees of whatever the reader accepts:
`2026` for a text, `5` or `"5"` for a count, and nothing at all for a key that may be left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Any

from pydantic import TypeAdapter

from dispatch.model.board import Boards
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Phrase
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.model.config import Config
from dispatch.model.entry import Entry
from dispatch.model.organisation import Organisation
from dispatch.model.record import Feedback
from dispatch.model.record import Oversight
from dispatch.model.record import Posting
from dispatch.model.site import Page
from dispatch.model.waiver import Waiver

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ground.messages import Messages

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALAR = ("string", "number", "boolean")
"""What an editor may see where a text is written."""

_NOUNS: tuple[tuple[str, Any], ...] = (
    ("config", Config),
    ("organisation", Organisation),
    ("catalogue", Catalogue),
    ("boards", Boards),
    ("entry", Entry),
    ("postings", Posting),
    ("feedback", Feedback),
    ("oversight", Oversight),
    ("waivers", Waiver),
    ("page", Page),
)
_RECORDS = ("postings", "feedback", "oversight", "waivers")
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_ELEMENTS = "公开内容: what the item's elements ask for."
_LIST_KEPT = ("description", "minItems", "maxItems")
_KEPT = ("description", "enum", "const", "minLength", "maxLength", "pattern", "minimum")


def plain(messages: Messages) -> dict[str, Schema]:
    """Return the schema of each kind of content file, by name; it knows of no particular site."""
    return {name: _document(name, noun, messages) for name, noun in _NOUNS}


def readings(text: str) -> tuple[str | float, ...]:
    """Return what an editor may see where a text is written plainly or in quotes."""
    if text in ("true", "false"):
        return text, text == "true"
    if not _NUMBER.fullmatch(text):
        return (text,)
    return text, int(text) if text.lstrip("+-").isdigit() else float(text)


def nullable(schema: Schema) -> Schema:
    """Return a schema that takes nothing for an answer too."""
    if "enum" in schema:
        types = {"type": [*_types(schema), "null"]} if "type" in schema else {}
        return {**schema, **types, "enum": [*schema["enum"], None]}
    if "type" in schema:
        return {**schema, "type": [*_types(schema), "null"]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "$ref" in schema:
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return {**rest, "anyOf": [{"$ref": schema["$ref"]}, {"type": "null"}]}
    return schema


def _types(schema: Schema) -> list[str]:
    types = schema["type"]
    return list(types) if isinstance(types, list) else [types]


def _document(name: str, noun: Any, messages: Messages) -> Schema:  # noqa: ANN401 - a class
    raw = TypeAdapter(noun).json_schema()
    parts = raw.pop("$defs", {})
    if noun is Catalogue:
        limits = TypeAdapter(Standing | Periodic | Event | Staged | OnRequest | Phrase)
        tree = limits.json_schema()
        parts |= {key: _tagged(part) for key, part in tree["$defs"].items()}
        parts["Item"]["properties"]["limit"] |= {"anyOf": [{"type": "string"}, *tree["anyOf"]]}
    if noun is Entry:
        raw["properties"]["elements"] = {"type": "object", "description": _ELEMENTS}
    if name in _RECORDS:
        parts[noun.__name__] = raw
        reference = {"$ref": f"#/$defs/{noun.__name__}"}
        raw = {"anyOf": [reference, {"type": "array", "items": reference}]}
    whole = {"$schema": DIALECT, "title": messages.text(f"schema.file.{name}")}
    made = {key: _seen(part, messages) for key, part in sorted(parts.items())}
    return whole | _seen(raw, messages) | ({"$defs": made} if made else {})


def _tagged(part: Schema) -> Schema:
    """Return the schema of a limit whose type must be said, where the reader needs it."""
    if "type" not in part.get("properties", {}):
        return part
    return {**part, "required": sorted({*part.get("required", ()), "type"})}


def _seen(node: Schema, messages: Messages) -> Schema:
    """Return a schema of texts as one of what editors see."""
    kind = node.get("type")
    if "$ref" in node:
        return {key: node[key] for key in ("description", "$ref") if key in node}
    if "anyOf" in node:
        return _choice(node, messages)
    if kind == "object":
        return _object(node, messages)
    if kind == "array":
        limits: Schema = {key: node[key] for key in _LIST_KEPT if key in node}
        return {**limits, "type": "array", "items": _seen(node.get("items", {}), messages)}
    kept = {key: node[key] for key in _KEPT if key in node}
    if "const" in kept:
        kept["enum"] = [kept.pop("const")]
    if "enum" in kept:
        return kept
    return kept | _scalar(node, messages)


def _choice(node: Schema, messages: Messages) -> Schema:
    """Return a choice; what may be nothing is left to whoever knows whether the key is needed."""
    about = {"description": node["description"]} if "description" in node else {}
    choices = [_seen(each, messages) for each in node["anyOf"] if each != {"type": "null"}]
    return {**choices[0], **about} if len(choices) == 1 else {**about, "anyOf": choices}


def _object(node: Schema, messages: Messages) -> Schema:
    noun = str(node.get("title", ""))
    about = messages.first(f"schema.noun.{noun}.self") or node.get("description", "")
    required = node.get("required", [])
    properties = {
        key: _property(f"{noun}.{key}", part, messages, needed=key in required)
        for key, part in node.get("properties", {}).items()
    }
    more = node.get("additionalProperties", True)
    more = _seen(more, messages) if isinstance(more, dict) else more
    known = {"$comment": noun} if noun and properties else {}
    described = {"description": about} if about else {}
    made = known | described | {"type": "object", "properties": properties}
    needs = {"required": required} if required else {}
    return made | needs | {"additionalProperties": more}


def _property(name: str, part: Schema, messages: Messages, *, needed: bool) -> Schema:
    seen = _seen(part, messages)
    said = messages.first(f"schema.noun.{name}")
    default = part.get("default")
    about = {"description": said} if said else {}
    usual = {"default": default} if isinstance(default, str | int) and default != "" else {}
    whole = about | seen | about | usual
    return whole if needed else nullable(whole)


def _scalar(node: Schema, messages: Messages) -> Schema:
    kind, pattern = node.get("type"), node.get("pattern", "")
    if kind == "integer":
        text = {"pattern": "^[0-9]{1,9}$", **_told("count", messages)}
        return {"type": ["integer", "string"], "maximum": 999_999_999, **text}
    if kind == "boolean":
        return {"type": ["boolean", "string"], "pattern": "^(true|false)$"}
    if kind != "string":
        return {}
    if not pattern:
        return {"type": list(SCALAR)}
    types = ["string", *_other_types(pattern)]
    if pattern == _DAY:
        return {"type": types[0], "format": "date", **_told("day", messages)}
    return {"type": types if len(types) > 1 else types[0]}


def _other_types(pattern: str) -> Iterable[str]:
    """Return what else an editor may see in a text of that pattern."""
    tried = (("number", ("1", "2026", "1.5")), ("boolean", ("true",)))
    return [kind for kind, texts in tried if any(re.search(pattern, text) for text in texts)]


def _told(name: str, messages: Messages) -> Mapping[str, str]:
    """Return the words that editors say instead of a pattern."""
    return {"patternErrorMessage": messages.text(f"schema.pattern.{name}")}
