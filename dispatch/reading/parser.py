"""Entries and pages: front matter and body, or one mapping; the only door to frontmatter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from typing import Any
from typing import TypeVar

from frontmatter.default_handlers import YAMLHandler
from pydantic import TypeAdapter

from dispatch.ground import excess
from dispatch.ground import yamldoc
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.source import Place
from dispatch.model.entry import Entry
from dispatch.model.site import Page
from dispatch.model.values import Origin
from dispatch.reading import base

if TYPE_CHECKING:
    from dispatch.ground.source import Source

Noun = TypeVar("Noun")

_FENCE = YAMLHandler.FM_BOUNDARY
_ALMOST_FENCE = re.compile(r"[-—–－─]{2,}[ \t]*$", re.MULTILINE)


@cache
def adapter() -> TypeAdapter[Entry]:
    """Return what validates an entry."""
    return TypeAdapter(Entry)


@cache
def page_adapter() -> TypeAdapter[Page]:
    """Return what validates a page."""
    return TypeAdapter(Page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a Markdown file, by offsets in its text."""

    start: int
    end: int
    body: int


def parse(source: Source) -> tuple[Entry | None, base.Found]:
    """Return the entry that a source holds, or its faults."""
    return _parse(adapter(), source)


def parse_page(source: Source) -> tuple[Page | None, base.Found]:
    """Return the page that a source holds, or its faults."""
    return _parse(page_adapter(), source)


def split(source: Source) -> Parts | base.Found:
    """Return where the front matter and the body of a Markdown source stand, or what is missing.

    The library finds the fences; its own reading would lose the places of everything, take a file
    without a closing fence for one without front matter, and strip the body.
    """
    fences = _FENCE.finditer(source.text)
    first = next(fences, None)
    if first is None or source.text[: first.start()].strip():
        return (_no_front(source),)
    second = next(fences, None)
    if second is None:
        return (diagnostic("S013", source.place(first.start())),)
    start = source.text.find("\n", first.start()) + 1
    line_end = source.text.find("\n", second.start())
    body = len(source.text) if line_end < 0 else line_end + 1
    return Parts(start=start, end=second.start(), body=body)


def _no_front(source: Source) -> Any:  # noqa: ANN401 - a Diagnostic
    text = source.text
    offset = len(text) - len(text.lstrip())
    almost = _ALMOST_FENCE.match(text, offset)
    variant = "almost" if almost else "default"
    return diagnostic("S012", source.place(min(offset, len(text))), variant)


def _parse(noun: TypeAdapter[Noun], source: Source) -> tuple[Noun | None, base.Found]:
    if source.path.endswith((".yaml", ".yml")):
        tree, found = yamldoc.read(source)
        if found:
            return None, found
        return _noun(noun, tree, source, Origin(source.path))
    parts = split(source)
    if not isinstance(parts, Parts):
        return None, parts
    return _parse_parts(noun, source, parts)


def _parse_parts(
    noun: TypeAdapter[Noun], source: Source, parts: Parts
) -> tuple[Noun | None, base.Found]:
    tree, found = yamldoc.read(source, parts.start, parts.end)
    if found:
        return None, found
    origin = Origin(source.path, (), parts.start, parts.end)
    if isinstance(tree, dict) and "body" in tree:
        place = yamldoc.locate(source, parts.start, parts.end, ("body",), at_key=True)
        return None, (diagnostic("S015", place, "body", key="body"),)
    if isinstance(tree, dict):
        tree = tree | {"body": source.text[parts.body :]}
    return _noun(noun, tree, source, origin, body_start=parts.body)


def _noun(
    noun: TypeAdapter[Noun], tree: object, source: Source, origin: Origin, *, body_start: int = 0
) -> tuple[Noun | None, base.Found]:
    extras: dict[str, object] = {"origin": origin}
    if body_start and noun is adapter():
        extras["body_start"] = body_start
    value, found = base.validate(noun, tree, source, origin, extras)
    body = tree.get("body") if isinstance(tree, dict) else None
    costly = _costly(body, source, origin, body_start) if isinstance(body, str) else ()
    return (None if costly else value), (*found, *costly)


def _costly(body: str, source: Source, origin: Origin, body_start: int) -> base.Found:
    refusal = excess.refusal(body)
    if refusal is None:
        return ()
    if body_start:
        line = source.place(body_start).line + refusal.line - 1
        place = Place(source.path, line, refusal.column)
    else:
        place = yamldoc.locate(source, origin.start, origin.end, ("body",))
    return (diagnostic("S018", place, refusal.key, limit=refusal.limit),)
