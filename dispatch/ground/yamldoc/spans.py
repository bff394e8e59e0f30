"""Where everything in a YAML document begins and ends, for who adds to it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import Any
from typing import Literal

import yaml

from dispatch.ground.yamldoc import LOADER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dispatch.ground.yamldoc import Keys

Kind = Literal["mapping", "list", "scalar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a value stands in its text, counted in characters."""

    start: int
    end: int
    """Behind its last character: comments and blank lines after it are not of it, but the line end
    of a text that is written in lines of its own is."""
    kind: Kind = "scalar"
    flow: bool = False
    """Whether it stands in brackets or braces."""


@dataclass(slots=True, kw_only=True)
class _Open:
    """A collection that is being read."""

    keys: Keys
    start: int
    end: int
    kind: Kind
    flow: bool
    waiting: str | None = None
    count: int = 0

    def next_keys(self) -> Keys:
        """Return the keys of the next value; the collection waits for another one then."""
        name: str | int = self.count if self.waiting is None else self.waiting
        self.count, self.waiting = self.count + 1, None
        return (*self.keys, name)


@dataclass(slots=True)
class _Reader:
    """Takes the parser's events: a value under construction."""

    found: dict[Keys, Span] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)

    def take(self, event: yaml.Event) -> None:
        """Take one event."""
        top = self.stack[-1] if self.stack else None
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.stack.append(_opened(event, top.next_keys() if top else ()))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(_at(event.end_mark))
        elif isinstance(event, yaml.ScalarEvent):
            if top and top.kind == "mapping" and top.waiting is None:
                top.waiting = event.value
            else:
                span = Span(start=_at(event.start_mark), end=_at(event.end_mark))
                self._keep(top.next_keys() if top else (), span)

    def _close(self, mark: int) -> None:
        top = self.stack.pop()
        end = mark if top.flow else top.end
        self._keep(top.keys, Span(start=top.start, end=end, kind=top.kind, flow=top.flow))

    def _keep(self, keys: Keys, span: Span) -> None:
        self.found[keys] = span
        if self.stack:
            self.stack[-1].end = span.end


def spans(text: str) -> Mapping[Keys, Span]:
    """Return the span of every value of a document without faults, by its keys.

    Of any other document, those before the parser stopped.
    """
    reader = _Reader()
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=LOADER):
            reader.take(event)
    return reader.found


def _opened(event: yaml.MappingStartEvent | yaml.SequenceStartEvent, keys: Keys) -> _Open:
    start = _at(event.start_mark)
    return _Open(
        keys=keys,
        start=start,
        end=start,
        kind="mapping" if isinstance(event, yaml.MappingStartEvent) else "list",
        flow=bool(event.flow_style),
    )


def _at(mark: Any) -> int:  # noqa: ANN401 - the C parser's mark and the other's share no class
    return int(mark.index)
