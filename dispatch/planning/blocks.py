"""What an entry says as blocks of text, for sheets; its drawings beside them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING

from dispatch.ground.trees import Node
from dispatch.ledger.pace import elapsed_of
from dispatch.ledger.pace import pace_of
from dispatch.model.catalogue import Kind
from dispatch.planning.views.sheets import SheetText

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.model.entry import Entry
    from dispatch.planning.views.elements import ElementView
    from dispatch.planning.views.elements import FlowNode
    from dispatch.planning.views.elements import FlowView
    from dispatch.planning.views.elements import TargetView

SHORT = 40
"""Characters of a value that still stands on one line with its name."""
ROWS, COLUMNS = 15, 8
"""A table with more of either has a sheet that is made for it."""
NAMES, NAME = 8, 4
"""A list of so many names at least, none longer than so many characters, is a roster."""
COUNTED = frozenset(("number", "integer", "money", "percent"))
"""Types of columns whose cells end at the right."""
TOLD = frozenset(("money", "phone"))
"""Types of columns that a layout wants to know of."""
TARGET_COLUMNS = (
    ("name", "text"),
    ("office", "text"),
    ("measure", "text"),
    ("plan", "number"),
    ("done", "number"),
    ("share", "percent"),
)


def sheet_text(
    messages: Messages,
    entry: Entry,
    body: Sequence[Node],
    elements: Iterable[ElementView],
    *,
    kind: str,
) -> SheetText:
    """Return what an entry says on paper: its body, then its elements.

    A short value stands in one line with its name, any other under a heading.
    """
    stated = [_still(each, figures_of(entry)) for each in elements]
    blocks = (*body, *chain.from_iterable(_blocks(messages, each) for each in stated))
    return SheetText(
        blocks=blocks,
        layout=suited(kind, stated, blocks),
        flows=tuple(each.flow for each in stated if each.flow),
        targets=tuple(each.targets for each in stated if each.targets),
    )


def suited(kind: str, elements: Sequence[ElementView], blocks: Sequence[Node]) -> str:
    """Return the layout that suits what an entry of that kind says."""
    tables = [each for each in elements if each.cells]
    suits = (
        ("notice", kind == Kind.NOTICE.value),
        ("procedure", any(each.flow for each in elements)),
        ("targets", any(each.targets for each in elements)),
        ("card", kind == Kind.PROFILE.value and any(_has(each, "phone") for each in tables)),
        ("ledger", any(each.total and _has(each, "money") for each in tables)),
        ("table", any(map(_is_large, _tables(blocks)))),
        ("roster", any(map(_are_names, elements))),
    )
    return next((name for name, fits in suits if fits), "statement")


def _has(element: ElementView, kind: str) -> bool:
    return any(each == kind for _, each in element.columns)


def _tables(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    """Yield the rows of each table."""
    for node in nodes:
        if node.tag == "table":
            yield [row for part in node.children for row in part.children if row.tag == "tr"]
        else:
            yield from _tables(node.children)


def _is_large(rows: Sequence[Node]) -> bool:
    return len(rows) > ROWS or any(len(row.children) > COLUMNS for row in rows)


def _are_names(element: ElementView) -> bool:
    return len(element.items) >= NAMES and all(len(item) <= NAME for item in element.items)


def figures_of(entry: Entry) -> date:
    """Return the day that the figures on a sheet are of: it does not move while the sheet hangs."""
    stated = max((entry.published, *(each.on for each in entry.editions)))
    return min(stated, entry.period.last) if entry.period else stated


def _still(element: ElementView, day: date) -> ElementView:
    targets = tuple(_measured(each, day) for each in element.targets)
    return replace(element, targets=targets) if targets else element


def _measured(target: TargetView, day: date) -> TargetView:
    """Return a target held against a day."""
    elapsed = elapsed_of(target.first, target.last, day)
    pace = pace_of(Decimal(str(target.share)), elapsed)
    return replace(target, elapsed=float(elapsed), pace=pace, measured=day)


def _blocks(messages: Messages, element: ElementView) -> Iterator[Node]:
    if element.text and "\n" not in element.text and len(element.text) <= SHORT:
        head = messages.text("plan.sheet.named", name=element.name)
        gap = " " if head[-1].isascii() else ""
        yield _node("p", _node("strong", _text(head)), _text(gap + element.text), side="fact")
        return
    yield _node("h2", _text(element.name))
    yield from (_node("p", _text(line)) for line in element.text.splitlines() if line.strip())
    if element.items:
        yield _node("ul", *(_node("li", _text(item)) for item in element.items))
    if element.cells:
        yield _table(element.columns, element.cells, total=element.total)
    if element.flow:
        yield _node("flow", _steps(messages, element.flow))
    if element.targets:
        yield _node("targets", _targets(messages, element.targets))


def _steps(messages: Messages, flow: FlowView) -> Node:
    lines = (_step_line(messages, flow, number) for number in range(len(flow.nodes)))
    return _node("ol", *(_node("li", _text(line)) for line in lines))


def _step_line(messages: Messages, flow: FlowView, number: int) -> str:
    """Return a step in one line; where it leads is said only if that is not just the next one."""
    step = flow.nodes[number]
    ways = [edge for edge in flow.edges if edge.tail == number]
    parts = [*_step_facts(messages, step)]
    if len(ways) > 1 or any(edge.when or edge.head != number + 1 for edge in ways):
        for edge in ways:
            key = "plan.sheet.step-when" if edge.when else "plan.sheet.step-to"
            parts.append(messages.text(key, when=edge.when, step=flow.nodes[edge.head].name))
    facts = reduce(partial(_joined, messages), parts) if parts else ""
    return messages.text("plan.sheet.step", name=step.name, facts=facts) if facts else step.name


def _joined(messages: Messages, before: str, after: str) -> str:
    return messages.text("plan.sheet.join", before=before, after=after)


def _step_facts(messages: Messages, step: FlowNode) -> Iterator[str]:
    for key in ("by", "within", "needs"):
        value = getattr(step, key)
        if value:
            yield messages.text(f"plan.sheet.step-{key}", value=value)
    if step.note:
        yield step.note


def _targets(messages: Messages, targets: Iterable[TargetView]) -> Node:
    columns = tuple((messages.text(f"plan.target.{key}"), kind) for key, kind in TARGET_COLUMNS)
    rows = tuple(
        (each.name, each.office, each.measure, each.plan, each.done, f"{each.share:.1%}")
        for each in targets
    )
    return _table(columns, rows, total=False)


def _table(
    columns: tuple[tuple[str, str], ...], rows: tuple[tuple[str, ...], ...], *, total: bool
) -> Node:
    sides = tuple("right" if kind in COUNTED else "" for _, kind in columns)
    head = (
        _node("th", _text(name), scope="col", side=side, kind=kind if kind in TOLD else "")
        for (name, kind), side in zip(columns, sides, strict=True)
    )
    last = len(rows) - 1 if total else -1
    body = (
        _node("tr", *(_cell(c, s, strong=n == last) for c, s in zip(row, sides, strict=True)))
        for n, row in enumerate(rows)
    )
    return _node("table", _node("thead", _node("tr", *head)), _node("tbody", *body))


def _cell(words: str, side: str, *, strong: bool) -> Node:
    inside = _node("strong", _text(words)) if strong and words else _text(words)
    return _node("td", inside, side=side)


def _node(tag: str, *children: Node, scope: str = "", side: str = "", kind: str = "") -> Node:
    pairs = (("scope", scope), ("class", side), ("kind", kind))
    return Node(tag, attributes=tuple(pair for pair in pairs if pair[1]), children=children)


def _text(words: str) -> Node:
    return Node("#text", words)
