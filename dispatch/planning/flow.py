"""Procedures as flow charts: steps placed on a grid, rows downwards, branches sideways."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from heapq import heapify
from heapq import heappop
from heapq import heappush
from typing import TYPE_CHECKING

from dispatch.planning.views.elements import FlowEdge
from dispatch.planning.views.elements import FlowNode
from dispatch.planning.views.elements import FlowView

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from dispatch.model.elements import FlowStep

BRANCHES = 2
"""From so many arrows on, a step decides something."""


def flow_of(steps: tuple[FlowStep, ...], *, called: Callable[[str], str] = str) -> FlowView:
    """Return the chart of a procedure; the steps keep their order, so that edges are by index.

    Who takes a step is named by `called`.

    A step stands below every step that leads to it, save where an arrow leads back; the first
    arrow of a step goes straight down, the others to the right.
    """
    edges = tuple(_edges(steps))
    grid = _Grid(count=len(steps), edges=edges)
    grid.place()
    return FlowView(
        nodes=tuple(
            _node(replace(step, by=called(step.by)), grid, number, edges)
            for number, step in enumerate(steps)
        ),
        edges=edges,
        columns=max((column for _, column in grid.cells.values()), default=-1) + 1,
        rows=max((row for row, _ in grid.cells.values()), default=-1) + 1,
    )


def _edges(steps: tuple[FlowStep, ...]) -> Iterator[FlowEdge]:
    """Yield the arrows: as stated, else to the next step; a name that no step has is left out."""
    by_name = {step.name: number for number, step in reversed(list(enumerate(steps)))}
    for number, step in enumerate(steps):
        if step.to:
            for name, when in dict.fromkeys(step.to):
                if name in by_name:
                    yield FlowEdge(tail=number, head=by_name[name], when=when)
        elif step.kind != "end" and number + 1 < len(steps):
            yield FlowEdge(tail=number, head=number + 1)


def _node(step: FlowStep, grid: _Grid, number: int, edges: tuple[FlowEdge, ...]) -> FlowNode:
    row, column = grid.cells[number]
    decides = step.kind == "step" and sum(e.tail == number for e in edges) >= BRANCHES
    return FlowNode(
        name=step.name,
        kind="decision" if decides else step.kind,
        column=column,
        row=row,
        by=step.by,
        within=step.within,
        needs=step.needs,
        note=step.note,
    )


@dataclass(slots=True, kw_only=True)
class _Grid:
    """The cells being given out; each step gets one after those that lead to it have theirs."""

    count: int
    edges: tuple[FlowEdge, ...]
    cells: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By step: row and column."""
    taken: set[tuple[int, int]] = field(default_factory=set)

    def place(self) -> None:
        """Give every step its cell."""
        into: list[list[int]] = [[] for _ in range(self.count)]
        out: list[list[int]] = [[] for _ in range(self.count)]
        for edge in self.edges:
            into[edge.head].append(edge.tail)
            out[edge.tail].append(edge.head)
        waiting = [len(set(tails)) for tails in into]
        for number in _order(waiting, out):
            before = [tail for tail in into[number] if tail in self.cells]
            self._put(number, before, out)

    def _put(self, number: int, before: list[int], out: list[list[int]]) -> None:
        row = max((self.cells[tail][0] + 1 for tail in before), default=0)
        column = min((self._below(tail, number, out) for tail in before), default=0)
        while (row, column) in self.taken:
            column += 1
        self.cells[number] = (row, column)
        self.taken.add((row, column))

    def _below(self, tail: int, number: int, out: list[list[int]]) -> int:
        """Return the column that a step offers to one that it leads to: its own to the first."""
        ahead = [head for head in dict.fromkeys(out[tail]) if self._is_ahead(tail, head)]
        return self.cells[tail][1] + ahead.index(number)

    def _is_ahead(self, tail: int, head: int) -> bool:
        """Whether an arrow leads on: to a step without a cell yet, or with one further down."""
        return head not in self.cells or self.cells[head][0] > self.cells[tail][0]


def _order(waiting: list[int], out: list[list[int]]) -> Iterator[int]:
    """Yield each step after those that lead to it; in a circle, the one that is listed first."""
    ready = [number for number, count in enumerate(waiting) if not count]
    heapify(ready)
    rest = iter(range(len(waiting)))
    done: set[int] = set()
    while len(done) < len(waiting):
        number = heappop(ready) if ready else next(n for n in rest if n not in done)
        if number in done:
            continue
        done.add(number)
        yield number
        for head in set(out[number]):
            waiting[head] -= 1
            if not waiting[head]:
                heappush(ready, head)
