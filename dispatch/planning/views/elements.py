"""What an entry states, as layouts see it: values, tables, procedures and targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.ledger.pace import Pace
    from dispatch.planning.views import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode:
    """A step of a procedure, placed on a grid for drawing."""

    name: str
    kind: str
    """start, step, decision or end."""
    column: int
    row: int
    by: str = ""
    within: str = ""
    needs: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEdge:
    """An arrow between two steps, by their index."""

    tail: int
    head: int
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowView:
    """办事流程: a flow chart, to be drawn and listed."""

    nodes: tuple[FlowNode, ...]
    edges: tuple[FlowEdge, ...]
    columns: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A target shown against the calendar; shares are between 0 and 1 and may pass 1 when done."""

    name: str
    office: str
    measure: str
    plan: str
    done: str
    share: float
    elapsed: float
    pace: Pace
    first: date
    last: date
    note: str = ""
    entry: Link | None = None
    measured: date | None = None
    """The day that the figures and the time gone are of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementView:
    """An element as an entry states it: one of text, items, table, flow or targets is set."""

    name: str
    type: str
    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    """Heads of a table's columns with their types, for alignment."""
    cells: tuple[tuple[str, ...], ...] = ()
    total: bool = False
    """Whether the last row of the table is the total."""
    flow: FlowView | None = None
    targets: tuple[TargetView, ...] = ()
