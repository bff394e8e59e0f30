"""The clauses of a phrase, and the small things that are read off them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.reading.phrases import events
from dispatch.reading.phrases import numerals
from dispatch.reading.phrases.base import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.reading.phrases.notation import Node
    from dispatch.reading.phrases.script import Line

_UNITS = (
    ("working-day", DurationUnit.WORKING_DAY, 1),
    ("calendar-day", DurationUnit.DAY, 1),
    ("weeks", DurationUnit.DAY, 7),
    ("months", DurationUnit.MONTH, 1),
    ("years", DurationUnit.YEAR, 1),
)
_MOST = {
    DurationUnit.WORKING_DAY: 250,
    DurationUnit.DAY: 366,
    DurationUnit.MONTH: 120,
    DurationUnit.YEAR: 100,
}
"""More than these is a slip of the pen, or a date."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The clauses of a phrase, and the line they stand in."""

    line: Line
    clauses: tuple[Node, ...]

    def all(self, *names: str) -> tuple[Node, ...]:
        """Return the clauses of these names."""
        return tuple(each for each in self.clauses if each.name in names)

    def has(self, *names: str) -> bool:
        """Tell whether there is a clause of one of these names."""
        return any(each.name in names for each in self.clauses)

    def words(self, node: Node) -> str:
        """Return the plain text of a node."""
        return self.line.text[node.start : node.end]

    def number(self, node: Node) -> int:
        """Return the number of a node that is a numeral, be it with the 日 after it."""
        end = numerals.run(self.line.text, node.start)
        return numerals.number(self.line.text[node.start : end].removeprefix("0")) or 0

    def length(self, clause: Node) -> Duration | None:
        """Return the length of time that a clause names, or none."""
        if clause.find("day-next"):
            return Duration(count=1, unit=DurationUnit.DAY)
        if clause.find("working-next"):
            return Duration(count=1, unit=DurationUnit.WORKING_DAY)
        if clause.name == "same-day":
            return Duration(count=0, unit=DurationUnit.DAY)
        span = clause.find("span")
        return self._span(span) if span else None

    def _span(self, span: Node) -> Duration:
        if span.find("half-month"):
            return Duration(count=15, unit=DurationUnit.DAY)
        if span.find("half-year"):
            return Duration(count=6, unit=DurationUnit.MONTH)
        count, unit = span.parts
        _, named, factor = next(each for each in _UNITS if unit.find(each[0]))
        return Duration(count=self.number(count) * factor, unit=named)

    def event(self, clause: Node) -> events.Event | None:
        """Return what starts the clock of a clause, where it says so."""
        node = clause.find("event")
        return events.event(self.words(node)) if node else None

    def unreal(self) -> Iterator[Fault]:
        """Return the lengths of time that nobody means."""
        for clause in self.clauses:
            found = self.length(clause)
            if found and found.count > _MOST[found.unit]:
                yield fault("count-unreal", clause.find("span") or clause)


def fault(reason: str, node: Node) -> Fault:
    """Return a fault at a node."""
    return Fault(reason=reason, at=node.start, end=node.end)
