"""Clean HTML as a tree of nodes, and a text that was made ready as such; without Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
TABLES = frozenset(("table", "thead", "tbody", "tr", "th", "td"))
BLOCKS = HEADINGS | TABLES | {"p", "hr", "ul", "ol", "li", "blockquote", "pre"}
VOID = frozenset(("br", "hr"))
GAP = re.compile(r" *\n *")


@dataclass(frozen=True, slots=True)
class Node:
    """An element of a text, or a piece of text under the tag `#text`."""

    tag: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A text made ready for pages and sheets."""

    html: str
    dropped: tuple[str, ...] = ()
    """Targets of links that lead where no link may lead; their words were kept."""

    @property
    def tree(self) -> tuple[Node, ...]:
        """The same text as nodes."""
        return tree_of(self.html)


def tree_of(html: str) -> tuple[Node, ...]:
    """Return the nodes of clean HTML; white space between blocks is left out."""
    grower = _Grower()
    grower.feed(html)
    grower.close()
    return grower.grown()


class _Grower(HTMLParser):
    """Builds nodes from the inside out: each open element has a list of finished children."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, tuple[tuple[str, str], ...], list[Node]]] = [("", (), [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, or add one that is never closed."""
        attributes = tuple((name, value or "") for name, value in attrs)
        if tag in VOID:
            self._open[-1][2].append(Node(tag, attributes=attributes))
        else:
            self._open.append((tag, attributes, []))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which clean HTML says is this one."""
        if tag not in VOID and len(self._open) > 1:
            name, attributes, children = self._open.pop()
            self._open[-1][2].append(Node(name, "", attributes, _without_gaps(children)))

    def handle_data(self, data: str) -> None:
        """Add a piece of text; outside code a line end is the space that a browser shows."""
        *_, (_, _, children) = self._open
        if all(tag != "pre" for tag, _, _ in self._open) and "\n" in data:
            broken = bool(children) and children[-1].tag == "br"
            data = GAP.sub(" ", data.lstrip() if broken else data)
        children.append(Node("#text", data))

    def grown(self) -> tuple[Node, ...]:
        """Return what stands at the top."""
        return _without_gaps(self._open[0][2])


def _without_gaps(children: list[Node]) -> tuple[Node, ...]:
    """Return the children, without the white space that stands between and beside blocks."""
    if any(child.tag in BLOCKS for child in children):
        texts = (_trimmed(child) if child.tag == "#text" else child for child in children)
        return tuple(child for child in texts if child.tag != "#text" or child.text)
    return tuple(children)


def _trimmed(node: Node) -> Node:
    return Node(node.tag, node.text.strip(" \n"))


def targets_of(nodes: tuple[Node, ...]) -> Iterator[str]:
    """Yield what the links among some nodes lead to."""
    for node in nodes:
        if node.tag == "a":
            yield dict(node.attributes).get("href", "")
        yield from targets_of(node.children)
