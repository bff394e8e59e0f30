"""How much a text on a sheet may hold: what would take the engine long is told of before it begins.

Each limit is what some tenths of a second are enough for on one core of 2026, a text that reaches
all of them ten: about 160 pages, which nobody hangs on a board.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.ground.trees import Node
    from dispatch.planning.views.sheets import SheetView

LIMITS = (
    (("table",), 400),
    (("h1", "h2", "h3", "h4", "h5", "h6"), 2_000),
    (("td", "th"), 10_000),
    (("li",), 4_000),
    (("p", "pre", "blockquote", "hr", "br"), 4_000),
    (("strong", "em", "code", "a", "del", "sup", "sub"), 10_000),
    (("#text",), 100_000),
    (("title",), 1_000),
    (("issuer",), 1_000),
)
"""The most of each kind of element that a sheet may hold; of words, the most characters.

Each line of a `pre` counts as one. Title and issuer go into the properties of the PDF too, whose
strings are bounded.
"""
AROUND = 16


@dataclass(frozen=True, slots=True)
class TooLarge:
    """Elements of which a text holds more than a sheet may; nothing was set.

    `around` are the words of the first that is too many, or the first after it that has some.
    """

    tag: str
    around: str
    count: int
    limit: int


def too_large(view: SheetView) -> tuple[TooLarge, ...]:
    """Return of what there is too much, in the order of the limits."""
    named = [("title", view.title), ("issuer", view.issuer)]
    texts = named + [("#text", fact.value) for fact in view.facts]
    parts = (*((tag, len(text), text) for tag, text in texts), *_parts(view.blocks))
    return tuple(fault for tags, limit in LIMITS for fault in _over(parts, tags, limit))


def _over(
    parts: tuple[tuple[str, int, str], ...], tags: tuple[str, ...], limit: int
) -> Iterator[TooLarge]:
    count, excess, around = 0, "", ""
    for tag, weight, text in parts:
        count += weight if tag in tags else 0
        if count > limit:
            excess = excess or tag
            around = around or text.strip().partition("\n")[0][:AROUND]
    if excess:
        yield TooLarge(excess, around, count, limit)


def _parts(nodes: Iterable[Node]) -> Iterator[tuple[str, int, str]]:
    """Yield tag, weight and words of every node, in reading order."""
    for node in nodes:
        if node.tag == "#text":
            yield node.tag, len(node.text), node.text
        else:
            yield node.tag, 1, ""
        if node.tag == "pre":
            yield node.tag, _lines(node), ""
        yield from _parts(node.children)


def _lines(node: Node) -> int:
    return node.text.count("\n") + sum(map(_lines, node.children))
