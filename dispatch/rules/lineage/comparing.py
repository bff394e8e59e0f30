"""What readers see of an entry, as it was and as it is; the base of this room."""

from __future__ import annotations

import re
from dataclasses import fields
from dataclasses import is_dataclass
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.reading import parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Entry
    from dispatch.reading.history.states import Record
    from dispatch.reading.history.states import State
    from dispatch.rules.register import Register

SEEN = (
    *("title", "number", "issuer", "formed", "published", "period", "decision", "notice"),
    *("elements", "attachments", "body"),
)
"""What readers see of an entry, by key; what stands around it may change."""
_PARTS = re.compile(r"\s*---\n(.*?)^---[^\n]*\n?(.*)\Z", re.MULTILINE | re.DOTALL)
_KEYS = re.compile(r"^(?=[a-z])", re.MULTILINE)
_PUBLISHED = re.compile(r"^published:\s*[\"']?(\d{4}-\d{2}-\d{2})", re.MULTILINE)
_DRAFT = re.compile(r"^draft:\s*[\"']?true", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def text_of(register: Register, record: Record, path: str, state: State) -> str:
    """Return what a file held, as sources have it: line ends alike, and no mark before it."""
    source = register.site.sources.get(path)
    if source and state is record.states[path][-1]:
        return source.text
    text = record.contents.get(state.blob, b"").decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n")


def public_from(text: str) -> str:
    """Return the day of publication that a file states; empty for a draft, and where none is."""
    published = _PUBLISHED.search(text)
    return published[1] if published and not _DRAFT.search(text) else ""


def parsed(path: str, text: str) -> Entry | None:
    """Return the entry that a file held; none where it cannot be understood any more."""
    source, _ = files.source_of(path, text.encode())
    return parser.parse(source)[0] if source else None


def written_alike(path: str, text: str, other: str) -> bool:
    """Tell whether two texts of a file have all that is seen written in the same way."""
    return _seen(path, text) == _seen(path, other)


def _seen(path: str, text: str) -> frozenset[str]:
    parts = None if path.endswith((".yaml", ".yml")) else _PARTS.match(text)
    front, body = parts.groups() if parts else (text, "")
    blocks = [each.strip() for each in _KEYS.split(front)]
    kept = [each for each in blocks if each.split(":")[0] in SEEN]
    # Where no key begins a line, all is one flow that only the parser understands.
    return frozenset((*(kept or (text,)), f"body:{body.strip()}"))


def differing(before: Entry, entry: Entry) -> Iterator[tuple[str, ...]]:
    """Return the keys under which an entry says something else than before; not attachments."""
    for key in SEEN:
        old, new = getattr(before, key), getattr(entry, key)
        if key == "elements":
            names = dict.fromkeys((*new, *old))
            yield from ((key, name) for name in names if _differ(old.get(name), new.get(name)))
        elif key != "attachments" and _differ(old, new):
            yield (key,)


def _differ(old: object, new: object) -> bool:
    return old != new and plain(old) != plain(new)


def plain(value: object) -> object:
    """Return a value without white space, comments and the order of its keys."""
    if isinstance(value, str):
        return "".join(_COMMENT.sub("", value).split())
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return value or None
