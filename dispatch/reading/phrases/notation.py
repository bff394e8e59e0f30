"""A grammar written down as text, and all the ways in which a line is a sentence of it.

A rule is `name = …`. Plain words stand for themselves; `a | b` is a choice, `[a]` may be missing,
`{a}` comes any number of times, `(a b)` belongs together. A name in capitals is a terminal that
asks a function. Rules whose name begins with `_` leave no node in the tree: their words carry no
meaning of their own, so two ways of reading them are one reading.

Every way of reading is found, none is preferred: where two differ in meaning the phrase is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.reading.phrases.script import Line

_SYMBOL = re.compile(r"[a-z_][a-z-]*|[A-Z]+|[\[\](){}|=]|[^\s\[\](){}|=a-zA-Z_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """Characters that stand for themselves."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Ref:
    """The name of a rule, or of a terminal."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several parts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Maybe:
    """A part that may be missing."""

    part: Part


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """A part any number of times."""

    part: Part


Part = Word | Ref | Row | Choice | Maybe | Many


@dataclass(frozen=True, slots=True)
class Node:
    """A stretch of the text that a rule has read."""

    name: str
    start: int
    end: int
    parts: tuple[Node, ...] = ()

    def find(self, name: str) -> Node | None:
        """Return the first node of that name within, or none."""
        return next(self.all(name), None)

    def all(self, *names: str) -> Iterator[Node]:
        """Return the nodes of these names within, in the order of the text."""
        for each in self.parts:
            if each.name in names:
                yield each
            yield from each.all(*names)


MOST_WAYS = 300
"""What can be read in more ways than these is not read at all, lest a long list take for ever."""
Ways = frozenset[tuple[int, tuple[Node, ...]]]
"""The ways in which a part can be read from a place: where it ends, and the nodes it leaves."""


def rules(text: str) -> Mapping[str, Part]:
    """Return the rules of a written grammar by name."""
    heads = list(re.finditer(r"^([a-z_][a-z-]*) +=", text, flags=re.MULTILINE))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return {
        head[1]: _choice(iter([*_SYMBOL.findall(text[head.end() : end]), ""]), "")
        for head, end in zip(heads, ends, strict=True)
    }


def _choice(symbols: Iterator[str], close: str) -> Part:
    rows: list[tuple[Part, ...]] = []
    row: list[Part] = []
    for symbol in symbols:
        if symbol == close:
            break
        if symbol == "|":
            rows.append(tuple(row))
            row = []
        else:
            row.append(_part(symbol, symbols))
    rows.append(tuple(row))
    parts = tuple(Row(each) if len(each) != 1 else each[0] for each in rows)
    return Choice(parts) if len(parts) > 1 else parts[0]


def _part(symbol: str, symbols: Iterator[str]) -> Part:
    if symbol == "[":
        return Maybe(_choice(symbols, "]"))
    if symbol == "{":
        return Many(_choice(symbols, "}"))
    if symbol == "(":
        return _choice(symbols, ")")
    return (
        Ref(symbol)
        if symbol[0].isascii() and (symbol[0].isalpha() or symbol[0] == "_")
        else (Word(symbol))
    )


class Chart:
    """All ways of reading one line, each part at each place tried once."""

    def __init__(
        self,
        grammar: Mapping[str, Part],
        terminals: Mapping[str, Callable[[Line, int], Iterator[int]]],
        line: Line,
    ) -> None:
        self.line = line
        self._grammar = grammar
        self._terminals = terminals
        self._tried: dict[tuple[Part, int], Ways] = {}

    def sentences(self, name: str) -> tuple[Node, ...]:
        """Return each way in which the whole line is what a rule says."""
        whole = len(self.line.text)
        ways = self._ways(Ref(name), 0)
        return tuple(nodes[0] for end, nodes in ways if end == whole)

    @property
    def reach(self) -> int:
        """How far into the line any reading came."""
        words = [at for part, at in self._tried if isinstance(part, Word | Ref)]
        return max(words, default=0)

    def _ways(self, part: Part, at: int) -> Ways:
        known = self._tried.get((part, at))
        if known is None:
            found = tuple(islice(self._read(part, at), MOST_WAYS + 1))
            known = frozenset(() if len(found) > MOST_WAYS else found)
            self._tried[part, at] = known
        return known

    def _read(self, part: Part, at: int) -> Iterator[tuple[int, tuple[Node, ...]]]:
        match part:
            case Word(text):
                if self.line.text.startswith(text, at):
                    yield at + len(text), ()
            case Ref(name):
                yield from self._rule(name, at)
            case Choice(parts):
                for each in parts:
                    yield from self._ways(each, at)
            case Maybe(inner):
                yield at, ()
                yield from self._ways(inner, at)
            case Many(inner):
                yield from self._many(inner, at)
            case Row(parts):
                yield from self._row(parts, at)

    def _rule(self, name: str, at: int) -> Iterator[tuple[int, tuple[Node, ...]]]:
        if name in self._terminals:
            for end in self._terminals[name](self.line, at):
                yield end, ()
            return
        for end, nodes in self._ways(self._grammar[name], at):
            yield end, nodes if name[0] == "_" else (Node(name, at, end, nodes),)

    def _many(self, part: Part, at: int) -> Iterator[tuple[int, tuple[Node, ...]]]:
        yield at, ()
        for end, nodes in self._ways(part, at):
            if end > at:
                for last, more in self._many(part, end):
                    yield last, (*nodes, *more)

    def _row(self, parts: tuple[Part, ...], at: int) -> Iterator[tuple[int, tuple[Node, ...]]]:
        if not parts:
            yield at, ()
            return
        for end, nodes in self._ways(parts[0], at):
            for last, more in self._row(parts[1:], end):
                yield last, (*nodes, *more)
