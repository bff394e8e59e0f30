"""Markdown to clean HTML: the only door to `markdown` and `nh3`.

Raw HTML in a text is shown as it was typed, never obeyed and never hidden; so are images, for
which neither page nor sheet has a place. What `ground.plain` can set by itself never sees Markdown.
"""

from __future__ import annotations

import html as entities
import re
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
from dispatch.ground.trees import BLOCKS
from dispatch.ground.trees import Node
from dispatch.ground.trees import Prose
from dispatch.ground.trees import targets_of
from dispatch.ground.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ("Node", "Prose", "Refusal", "refusal", "render", "targets_of", "tree_of")

TAGS = BLOCKS | {"br", "strong", "em", "code", "a"}
SCHEMES = frozenset(("http", "https", "mailto", "tel"))
SIDES = frozenset(("left", "center", "right"))

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
WRAPPED = re.compile(rf"\n *(?:<(?:{INLINE})\b|[{WIDE}{EITHER}])")
"""What follows such a line end, at least."""
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


def render(text: str, *, heading_offset: int = 1) -> Prose:
    """Return the HTML of a Markdown text; one that `refusal` names comes out as it was typed.

    The highest heading gets the level `heading_offset + 1`, and no level is left out below it.
    """
    if refusal(text):
        return Prose(f"<pre><code>{entities.escape(text, quote=False)}</code></pre>")
    source = tidied(text)
    plain = plain_html(source)
    if plain is not None:
        return Prose(_set(typed(plain), heading_offset))
    return _cleaned(typed(_converted(source)), heading_offset)


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


def _cleaned(raw: str, heading_offset: int) -> Prose:
    """Return what Markdown has made as it is wanted; attributes hold no `<` or `>` before cleaning.

    The cleaner comes last, so that nothing done here can let through what it forbids.
    """
    html = raw
    dropped: tuple[str, ...] = ()
    if "<a " in html:
        dropped = tuple(dict.fromkeys(filterfalse(_allowed, _targets(html))))
        html = LINK.sub(_link, html) if dropped else html
    return Prose(_CLEANER.clean(_set(html, heading_offset)), dropped)


def _set(raw: str, heading_offset: int) -> str:
    """Return the text with its lines, headings and tables as they are wanted.

    Plain text has neither marks nor entities of its own: a cleaner finds nothing to do.
    """
    html = _joined(raw) if WRAPPED.search(raw) else raw
    if "<h" in html:
        html = _levelled(html, heading_offset)
    return CELL.sub(_cell, html) if "<table" in html else html


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


def plain(html: str) -> str:
    """Return the words of clean HTML, a line for each block, cells with a tab between them."""
    broken = _BREAK.sub("\n", _CELL.sub("\t", html))
    return entities.unescape(_GAP.sub("\n", _TAG.sub("", broken)).strip())
