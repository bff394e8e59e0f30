"""Strict YAML: plain trees of text, with the place of everything; the only door to yaml.

A tree is made of dict, list, str and None. Scalars stay the text that was written: typing them is
the schema's work, so `no`, `0755`, `12:30` and 18 digits arrive as they are. What YAML can do
beyond that (anchors, aliases, merges, tags, directives, several documents) is refused, and so is
what it does in silence: the last of two equal keys wins, and ` #1` cuts a value off. The parser's
events are read one by one, because building nodes from them is where bombs go off.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Any

import yaml

from dispatch.ground import slips
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.source import Source
from dispatch.ground.yamldoc import broken
from dispatch.ground.yamldoc import simple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dispatch.ground.source import Place

Tree = Any
"""A dict, list, str or None, of the same all the way down."""
Keys = tuple[str | int, ...]

DEPTH_LIMIT = 24
NODE_LIMIT = 60_000
FAULT_LIMIT = 50
"""The most faults that are told of one file: each place is counted from its beginning."""

KEY_LIMIT = 200

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A comment stands two spaces off its line, and a space off its mark; nearer, it may be text.
_CUT = re.compile(r"(?: |[ \t]*(?=#[^ \t\n#!]))(?P<mark>#)")
_NULLS = ("", "~", "null")


def read(source: Source, start: int = 0, end: int = -1) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """Return the tree of the YAML between two offsets of a source, and its faults.

    Where there are faults the tree is None; an empty document is None without faults.
    """
    text = source.text[start:] if end < 0 else source.text[start:end]
    if plain := simple.tree(text):
        return plain, ()
    return _read(source, start, text)


def _read(source: Source, start: int, text: str) -> tuple[Tree, tuple[Diagnostic, ...]]:
    builder = _Builder(source=source, start=start, text=text)
    try:
        builder.take_all()
    except yaml.YAMLError as error:
        builder.faults.append(broken.fault(source, start, text, error))
    faults = tuple(builder.faults)
    return (None if faults else builder.root.get("")), faults


def locate(source: Source, start: int, end: int, keys: Keys, *, at_key: bool = False) -> Place:
    """Return where the value under these keys begins; the nearest that exists above it otherwise.

    With `at_key`, the place of the last key itself.
    """
    text = source.text[start:] if end < 0 else source.text[start:end]
    marks = _marks(text)
    while keys and keys not in marks:
        keys = keys[:-1]
    key_index, value_index = marks.get(keys, (0, 0))
    return source.place(start + (key_index if at_key else value_index))


def keys_at(source: Source, start: int, end: int, offset: int) -> Keys:
    """Return the keys of the value that begins last before an offset of the source, or there."""
    text = source.text[start:] if end < 0 else source.text[start:end]
    below = ((marks[1], keys) for keys, marks in _marks(text).items() if marks[1] + start <= offset)
    return max(below, key=lambda each: (each[0], len(each[1])), default=(0, ()))[1]


def _at(mark: Any) -> int:  # noqa: ANN401 - the C parser's mark and the other's share no class
    return int(mark.index) if mark else 0


@dataclass(slots=True, kw_only=True)
class _Open:
    """A collection that is being filled."""

    value: dict[str, Tree] | list[Tree]
    keys: Keys
    flow: bool
    """Whether it stands in brackets or braces."""
    waiting: str | None = None
    """The key that waits for its value."""
    waiting_at: int = 0
    first: dict[str, int] = field(default_factory=dict)
    """Where each key stood first."""


@dataclass(slots=True, kw_only=True)
class _Builder:
    """Takes the parser's events and keeps what is made of them.

    A value under construction: the one place in this module that changes things.
    """

    source: Source
    start: int
    text: str
    root: dict[str, Tree] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)
    marks: dict[Keys, tuple[int, int]] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    nodes: int = 0
    stopped: bool = False

    def take_all(self) -> None:
        """Take the events of the text, until there is too much amiss."""
        for event in yaml.parse(self.text, Loader=LOADER):
            self.take(event)
            if self.stopped:
                break

    def take(self, event: yaml.Event) -> None:
        """Take one event."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._fault("S008", _at(event.start_mark), "alias")
            self._put(None, _at(event.start_mark))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if "" in self.root:
            self._stop("S021", _at(event.start_mark))
        elif event.version or event.tags:
            self._fault("S008", _at(event.start_mark), "directive")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        index = _at(event.start_mark)
        value: str = event.value
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if event.style not in ("|", ">"):
            self._refuse_cut(event, index)
        if self._is_key():
            self._key(value, index)
        else:
            self._put(None if not event.style and value in _NULLS else value, index)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        index = _at(event.start_mark)
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if self._is_key():
            self._stop("S009", index, "key")
        elif len(self.stack) >= DEPTH_LIMIT:
            self._stop("S009", index, "depth")
        else:
            value: dict[str, Tree] | list[Tree]
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
            flow = bool(event.flow_style)
            self.stack.append(_Open(value=value, keys=self._put(value, index), flow=flow))

    def _is_key(self) -> bool:
        if not self.stack:
            return False
        top = self.stack[-1]
        return top.waiting is None and isinstance(top.value, dict)

    def _key(self, key: str, index: int) -> None:
        top = self.stack[-1]
        if len(key) > KEY_LIMIT:
            self._stop("S009", index, "key")
        elif key == "<<":
            self._fault("S008", index, "merge")
        elif key in top.first:
            also = self.source.place(self.start + top.first[key])
            place = self.source.place(self.start + index)
            params = (("key", key),)
            self._tell(Diagnostic(code="S007", place=place, params=params, also=also))
        top.first.setdefault(key, index)
        top.waiting = key
        top.waiting_at = index

    def _put(self, value: Tree, index: int) -> Keys:
        self.nodes += 1
        if self.nodes > NODE_LIMIT:
            self._stop("S009", index, "nodes")
        if not self.stack:
            self.root[""] = value
            self.marks[()] = (index, index)
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            keys = (*top.keys, len(top.value))
            top.value.append(value)
            self.marks[keys] = (index, index)
        else:
            key = top.waiting or ""
            keys = (*top.keys, key)
            if value is None and top.flow:
                self._refuse_false_key(key, top.waiting_at)
            top.value[key] = value
            self.marks[keys] = (top.waiting_at, index if value is not None else top.waiting_at)
            top.waiting = None
        return keys

    def _refuse_false_key(self, key: str, index: int) -> None:
        """Refuse a key without a value that was meant as a key with one, or as part of a number."""
        if match := slips.TOUCHING.match(key):
            code, variant = ("S006", "space") if match["colon"] == ":" else ("S011", "")
            self._fault(code, index + match.start("colon"), variant)
        elif slips.THOUSANDS.fullmatch(key):
            self._fault("S006", index, "thousands")

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        index = _at(event.start_mark)
        if event.anchor:
            self._fault("S008", index, "anchor")
        if event.tag:
            self._fault("S008", index, "tag")

    def _refuse_cut(self, event: yaml.ScalarEvent, start: int) -> None:
        end = _at(event.end_mark)
        if match := _CUT.match(self.text, end):
            self._fault("S010", match.start("mark"))
        newline = -1 if event.style else self.text.find("\n", start, end)
        if newline >= 0:
            for pattern, code, variant in slips.SLIPS:
                if match := pattern.search(self.text, newline + 1, end):
                    self._fault(code, match.start("colon"), variant)

    def _fault(self, code: str, index: int, variant: str = "") -> None:
        self._tell(diagnostic(code, self.source.place(self.start + index), variant))

    def _tell(self, found: Diagnostic) -> None:
        self.faults.append(found)
        self.stopped = self.stopped or len(self.faults) >= FAULT_LIMIT

    def _stop(self, code: str, index: int, variant: str = "") -> None:
        self._fault(code, index, variant)
        self.stopped = True


@lru_cache(maxsize=256)
def _marks(text: str) -> Mapping[Keys, tuple[int, int]]:
    """Return where each key and value begins; remembered, being asked for often."""
    builder = _Builder(source=Source(path="", text=text, digest=""), start=0, text=text)
    with suppress(yaml.YAMLError):
        builder.take_all()
    return builder.marks
