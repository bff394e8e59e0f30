"""Markdown to clean HTML, and HTML to a tree: the only door to `markdown` and `nh3`.

Raw HTML in a text is shown as it was typed, never obeyed and never hidden; so are images, for
which neither page nor sheet has a place. What `ground.plain` can set by itself never sees Markdown.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import filterfalse
from typing import TYPE_CHECKING

import markdown
import nh3
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from dispatch.ground.excess import Refusal
from dispatch.ground.excess import refusal
from dispatch.ground.habits import tidied
from dispatch.ground.habits import typed
from dispatch.ground.plain import plain_html

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ("Node", "Prose", "Refusal", "refusal", "render", "tree_of")

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
TABLES = frozenset(("table", "thead", "tbody", "tr", "th", "td"))
BLOCKS = HEADINGS | TABLES | {"p", "hr", "ul", "ol", "li", "blockquote", "pre"}
TAGS = BLOCKS | {"br", "strong", "em", "code", "a"}
SCHEMES = frozenset(("http", "https", "mailto", "tel"))
SIDES = frozenset(("left", "center", "right"))
VOID = frozenset(("br", "hr"))

UNWANTED = ("image_link", "image_reference", "short_image_ref", "html")
"""Inline patterns of Markdown that are taken out, together with blocks of HTML."""

WIDE = "\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
EITHER = "“”‘’—…·"
INLINE = "a|strong|em|code"
JOINT = re.compile(
    rf"(?<=[{WIDE}{EITHER}])((?:</?(?:{INLINE})\b[^<>]*>)*) *\n *((?:<(?:{INLINE})\b[^<>]*>)*)"
    rf"(?=[{WIDE}{EITHER}])"
)
"""A line end between two full-width characters, which a browser would show as a space."""
GAP = re.compile(r" *\n *")
HEADING = re.compile(r"<(/?)h([1-6])>")
CELL = re.compile(r'<(t[hd])(?: align="(left|center|right)")?>')
_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_CELL = re.compile(r"</t[dh]>\s*(?=<t[dh])")
_BREAK = re.compile(r"</(?:p|h[1-6]|li|tr|table|blockquote|pre|div)>|<br\s*/?>|<hr\s*/?>")
_GAP = re.compile(r"[ \t]*\n\s*")
LINK = re.compile(r'<a href="([^"]*)"[^<>]*>(.*?)</a>', re.DOTALL)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
ODD = re.compile(r"[\x00-\x20\\]")
CLIMB = re.compile(r"(?:^|/|%2f|%5c)(?:\.|%2e){2}(?:/|%2f|%5c|[?#]|$)", re.IGNORECASE)


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


def render(text: str, *, heading_offset: int = 1) -> Prose:
    """Return the HTML of a Markdown text; one that `refusal` names comes out as it was typed.

    The highest heading gets the level `heading_offset + 1`, and no level is left out below it.
    """
    if refusal(text):
        return Prose(f"<pre><code>{entities.escape(text, quote=False)}</code></pre>")
    source = tidied(text)
    plain = plain_html(source)
    return _finished(typed(_converted(source) if plain is None else plain), heading_offset)


def _converted(source: str) -> str:
    return _converter().convert(source)


def _converter() -> markdown.Markdown:
    """Return a new state: a used one carries link references into the next text."""
    state = markdown.Markdown(
        extensions=[TableExtension(use_align_attribute=True), SaneListExtension()]
    )
    state.preprocessors.deregister("html_block")
    for name in UNWANTED:
        state.inlinePatterns.deregister(name)
    return state


def _finished(raw: str, heading_offset: int) -> Prose:
    """Return the text of Markdown as it is wanted; attributes hold no `<` or `>` before cleaning.

    The cleaner comes last, so that nothing done here can let through what it forbids.
    """
    html = _joined(raw) if "\n" in raw else raw
    dropped: tuple[str, ...] = ()
    if "<a " in html:
        dropped = tuple(dict.fromkeys(filterfalse(_allowed, _targets(html))))
        html = LINK.sub(_link, html) if dropped else html
    if "<h" in html:
        html = _levelled(html, heading_offset)
    if "<table" in html:
        html = CELL.sub(_cell, html)
    return Prose(_CLEANER.clean(html), dropped)


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    tag_attribute_values={"th": {"scope": {"col"}}},
    allowed_classes={"th": set(SIDES), "td": set(SIDES)},
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def _targets(html: str) -> Iterator[str]:
    return (entities.unescape(found[1]) for found in LINK.finditer(html))


def _allowed(target: str) -> bool:
    """Tell whether a link may lead there: a scheme of the list, or a place below its folder."""
    scheme = SCHEME.match(target)
    if ODD.search(target):
        return False
    if scheme:
        return scheme[1].lower() in SCHEMES
    return not target.startswith("//") and not CLIMB.search(target)


def _link(found: re.Match[str]) -> str:
    return found[0] if _allowed(entities.unescape(found[1])) else found[2]


def _joined(html: str) -> str:
    if "<pre" not in html:
        return JOINT.sub(r"\1\2", html)
    pieces = re.split(r"(<pre>.*?</pre>)", html, flags=re.DOTALL)
    return "".join(
        piece if piece.startswith("<pre") else JOINT.sub(r"\1\2", piece) for piece in pieces
    )


def _levelled(html: str, offset: int) -> str:
    """Return the text with its headings shifted below those of the page around it."""
    above: list[int] = []

    def level(found: re.Match[str]) -> str:
        if not found[1]:
            while above and above[-1] >= int(found[2]):
                above.pop()
            above.append(int(found[2]))
        return f"<{found[1]}h{min(6, offset + len(above))}>"

    return HEADING.sub(level, html)


def _cell(found: re.Match[str]) -> str:
    """Return the start of a cell: its side as a class, and what a head cell is the head of."""
    scope = ' scope="col"' if found[1] == "th" else ""
    side = f' class="{found[2]}"' if found[2] else ""
    return f"<{found[1]}{scope}{side}>"


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


def plain(html: str) -> str:
    """Return the words of clean HTML, a line for each block, cells with a tab between them."""
    broken = _BREAK.sub("\n", _CELL.sub("\t", html))
    return entities.unescape(_GAP.sub("\n", _TAG.sub("", broken)).strip())


def targets_of(nodes: tuple[Node, ...]) -> Iterator[str]:
    """Yield what the links among some nodes lead to."""
    for node in nodes:
        if node.tag == "a":
            yield dict(node.attributes).get("href", "")
        yield from targets_of(node.children)
