"""JSON Schemas for editors, with the site's own items, units, people and boards in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Any

from dispatch.ground import files
from dispatch.ground.errors import DispatchError
from dispatch.model.catalogue import ElementType
from dispatch.model.catalogue import Kind
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Staged
from dispatch.publishing.single import write_file
from dispatch.reading.schemas import SCALAR
from dispatch.reading.schemas import plain
from dispatch.reading.schemas import readings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from pathlib import Path

    from dispatch.ground.messages import Messages
    from dispatch.model.catalogue import Element
    from dispatch.model.catalogue import Item
    from dispatch.model.site import Site
    from dispatch.reading.schemas import Schema

Names = tuple[tuple[str, str], ...]
"""Ids, each with what it stands for."""

FOLDER = ".dispatch/schema"
FILES = (
    ("config", ("config.yaml",)),
    ("organisation", ("content/organisation.yaml",)),
    ("catalogue", ("content/catalogue.yaml",)),
    ("boards", ("content/boards.yaml",)),
    ("entry", ("content/entries/**/*.yaml", "content/entries/**/*.yml")),
    ("postings", ("content/postings/**/*.yaml", "content/postings/**/*.yml")),
    ("feedback", ("content/feedback/**/*.yaml", "content/feedback/**/*.yml")),
    ("oversight", ("content/oversight/**/*.yaml", "content/oversight/**/*.yml")),
    ("waivers", ("content/waivers.yaml",)),
)
"""Which files a schema is for; that of pages is for the front matter of Markdown alone."""

_DEFINING = ("config", "organisation")
"""Files that define names themselves: what is new there must not be told off for being new."""
_PLACES = (
    ("items", ("Entry.item", "Waiver.item")),
    ("sections", ("Entry.section",)),
    ("boards", ("Entry.boards", "Item.boards", "Posting.board")),
    ("units", ("Entry.unit", "Item.units", "Responsible.executing")),
    ("units", ("Feedback.unit", "Oversight.unit", "Waiver.unit")),
    ("people", ("Step.by", "Review.by", "Contact.person", "Board.keeper")),
    ("people", ("Responsible.first", "Responsible.assigned")),
    ("people", ("Act.by", "Inspection.by", "Answer.by", "Oversight.by")),
)
"""Where names are written, by noun and key."""
_NUMERIC = r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_PATTERNS = (
    ("number", rf"{_NUMERIC}(?:\.[0-9]+)?"),
    ("integer", _NUMERIC),
    ("money", rf"{_NUMERIC}(?:\.[0-9]{{1,6}})?"),
    ("percent", rf"{_NUMERIC}(?:\.[0-9]+)?\s*[%％]?"),
    ("date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ("phone", r"(?=.*[0-9])[0-9+()（）\- ,、;；/转轉ext.]{3,80}"),
)
"""How the values of elements are written, as `model.elements` takes them."""
_PERIODS = (
    ("month", r"^[0-9]{4}-(0[1-9]|1[0-2])$", "2026-10"),
    ("quarter", r"^[0-9]{4}-Q[1-4]$", "2026-Q3"),
    ("half-year", r"^[0-9]{4}-H[12]$", "2026-H1"),
    ("year", r"^[0-9]{4}$", "2026"),
)
_STEP_KINDS = ("start", "step", "decision", "end")
_FILLED: Mapping[str, Any] = {"type": [*SCALAR, "array"], "minLength": 1, "minItems": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What is said in place of a pattern."""

    messages: Messages

    def scalar(self, kind: str) -> Schema:
        """Return the schema of a value of an element, or of a cell: it may be empty."""
        pattern = dict(_PATTERNS).get(kind)
        if pattern is None:
            return {"type": [*SCALAR, "null"]}
        types = ["string", *({"date": (), "integer": ("integer",)}.get(kind, ("number",)))]
        told = self.messages.text(f"schema.pattern.{kind}")
        whole = f"^(?:{pattern})?$"
        return {"type": [*types, "null"], "pattern": whole, "patternErrorMessage": told}


class SchemaOutsideError(DispatchError):
    """A schema whose place leads through a link, and so perhaps out of the root."""

    key = "schema-outside"


def schemas(site: Site | None, messages: Messages) -> Mapping[str, Schema]:
    """Return the JSON Schemas of all content files by name; without a site, those of any site."""
    made = plain(messages)
    if site is None:
        return made
    named = {
        place: names
        for key, places in _PLACES
        for place in places
        if (names := dict(_names(site))[key])
    }
    for name in made:
        if name not in _DEFINING:
            made[name] = _naming(made[name], named)
    made["entry"]["allOf"] = [
        _branch(item, _Words(messages=messages)) for item in site.items.values()
    ]
    return made


def write_schemas(root: Path, made: Mapping[str, Schema]) -> tuple[str, ...]:
    """Write the schemas below the root and return their paths; each is replaced at once."""
    return tuple(_write(root, f"{FOLDER}/{name}.json", schema) for name, schema in made.items())


def _write(root: Path, path: str, schema: Schema) -> str:
    if files.has_link(root, path):
        raise SchemaOutsideError(path=path)
    text = json.dumps(schema, ensure_ascii=False, indent=1)
    write_file(root / path, f"{text}\n".encode())
    return path


def editor_text(messages: Messages) -> str:
    """Return how editors are told of the schemas, to be printed."""
    mapping = {f"./{FOLDER}/{name}.json": list(globs) for name, globs in FILES}
    settings = json.dumps({"yaml.schemas": mapping}, indent=2)
    lines = (
        f"# {path}\n# yaml-language-server: $schema={'../' * path.count('/')}{FOLDER}/{name}.json"
        for name, path in (("catalogue", FILES[2][1][0]), ("entry", "content/entries/2026/….yaml"))
    )
    said = (messages.text("schema.settings"), settings, "", messages.text("schema.line"), *lines)
    return "\n".join((*said, ""))


def _names(site: Site) -> Iterator[tuple[str, Names]]:
    sections = dict.fromkeys(section for board in site.boards for section in board.sections)
    yield "items", tuple((item.code, item.title) for item in site.items.values())
    yield "sections", tuple((section, "") for section in sections)
    yield "boards", tuple((board.id, board.name) for board in site.boards)
    yield "units", tuple((unit.id, unit.name) for unit in site.organisation.units)
    yield "people", tuple((person.id, person.name) for person in site.organisation.people)


def _naming(node: Any, named: Mapping[str, Names]) -> Any:  # noqa: ANN401 - any part of a schema
    """Return a schema in which the places of names take those of the site alone."""
    if isinstance(node, list):
        return [_naming(each, named) for each in node]
    if not isinstance(node, dict):
        return node
    made = {key: _naming(value, named) for key, value in node.items()}
    noun = node.get("$comment")
    for key, part in made["properties"].items() if noun else ():
        if names := named.get(f"{noun}.{key}"):
            made["properties"][key] = _one_of(part, names)
    return made


def _one_of(part: Schema, names: Names) -> Schema:
    """Return the schema of a key, or of each in its list, that takes one of these names."""
    if "items" in part:
        return {**part, "items": _one_of(part["items"], names)}
    about = {key: part[key] for key in ("description",) if key in part}
    pairs = [(seen, title) for name, title in names for seen in readings(name)]
    nothing = [(None, "")] if "null" in part.get("type", ()) else []
    values, titles = zip(*pairs, *nothing, strict=True)
    return {**about, "enum": list(values), "enumDescriptions": list(titles)}


def _branch(item: Item, words: _Words) -> Schema:
    """Return what holds of an entry under an item: its elements, and what it may not leave out."""
    under = {"properties": {"item": {"enum": list(readings(item.code))}}, "required": ["item"]}
    elements = {element.name: _element(element, words) for element in item.elements}
    stated = {"type": ["object", "null"], "properties": elements, "additionalProperties": False}
    draft = {"properties": {"draft": {"enum": [True, "true"]}}, "required": ["draft"]}
    then: Schema = {"properties": {"elements": stated, **dict(_form(item, words))}}
    return {"if": under, "then": then | {"if": draft, "then": {}, "else": _finished(item)}}


def _form(item: Item, words: _Words) -> Iterator[tuple[str, Schema]]:
    if isinstance(item.limit, Staged):
        names = [seen for stage in item.limit.stages for seen in readings(stage.name)]
        yield "stage", {"properties": {"name": {"enum": names}}}
    for every, pattern, example in _PERIODS:
        if isinstance(item.limit, Periodic) and item.limit.every == every:
            told = words.messages.text("schema.pattern.period", example=example)
            types = ["string", "number", "null"] if every == "year" else ["string", "null"]
            yield "period", {"type": types, "pattern": pattern, "patternErrorMessage": told}


def _finished(item: Item) -> Schema:
    """Return what an entry that is no draft must state."""
    needed = {element.name: _FILLED for element in item.elements if element.required}
    parts: Schema = {}
    if needed:
        parts["elements"] = {"type": "object", "properties": needed, "required": list(needed)}
    if item.kind is Kind.NOTICE:
        parts |= {"notice": {"type": "object"}, "contacts": {"type": "array", "minItems": 1}}
    if isinstance(item.limit, Periodic):
        parts["period"] = {"type": ["string", "number"]}
    if isinstance(item.limit, Staged):
        parts["stage"] = {"type": "object"}
    if item.collective:
        parts["decision"] = {"type": "object"}
    return {"properties": parts, "required": list(parts)}


def _element(element: Element, words: _Words) -> Schema:
    about = {"description": element.note} if element.note else {}
    if element.type is ElementType.LIST:
        return about | _listed({"type": list(SCALAR), "minLength": 1})
    if element.type is ElementType.TABLE:
        cells = {column.name: words.scalar(column.type) for column in element.columns}
        return about | _listed(_row(cells, required=tuple(cells)))
    if element.type is ElementType.STEPS:
        return about | _listed(_step(words))
    if element.type is ElementType.TARGETS:
        return about | _listed(_target(words))
    return about | words.scalar(element.type.value)


def _listed(items: Schema) -> Schema:
    return {"type": ["array", "null"], "items": items}


def _row(cells: Mapping[str, Schema], *, required: tuple[str, ...]) -> Schema:
    shape = {"type": "object", "properties": dict(cells), "additionalProperties": False}
    return shape | ({"required": list(required)} if required else {})


def _step(words: _Words) -> Schema:
    named = {"type": list(SCALAR), "minLength": 1}
    branch = _row({"step": named, "when": words.scalar("text")}, required=("step",))
    texts = {key: words.scalar("text") for key in ("by", "within", "needs", "note")}
    kinds = {"enum": [*_STEP_KINDS, None]}
    return _row({"name": named, "kind": kinds, **texts, "to": _listed(branch)}, required=("name",))


def _target(words: _Words) -> Schema:
    named = {"type": list(SCALAR), "minLength": 1}
    figure = {**words.scalar("number"), "type": ["string", "number"], "minLength": 1}
    days = {key: words.scalar("date") for key in ("from", "to")}
    texts = {key: words.scalar("text") for key in ("office", "note")}
    needed = {"name": named, "measure": named, "plan": figure, "done": figure}
    return _row({**needed, **texts, **days}, required=tuple(needed))
