"""Family W, the wording: that a text holds only what pages and sheets can show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.source import Place
    from dispatch.rules.register import Register

SHOWN = 40
"""The most characters of what was found that are told."""

_SIGNS = ("<", "![")
_NAMES = (
    "a|abbr|address|article|aside|audio|b|base|big|blockquote|body|br|button|canvas|caption|center"
    "|cite|code|col|colgroup|dd|del|details|div|dl|dt|em|embed|figure|figcaption|font|footer|form"
    "|frame|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|math|meta"
    "|nav|object|ol|option|p|param|pre|q|s|script|section|select|small|span|strike|strong|style|sub"
    "|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video|wbr"
    r"|(?:[movw]|st1):\w+"
)
_ATTRIBUTE = r"""\s++[\w:.-]++\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>]++)"""
_MARKUP = re.compile(
    r"^```.*?^```|(?P<tick>`++)[^`\n]++(?P=tick)|\\."
    r"|(?P<comment><!--(?:.*?-->|.*))"
    r"|(?P<image>!\[[^\[\]\n]*+\](?:\([^()\n]*+\)|\[[^\[\]\n]*+\]))"
    rf"|(?P<tag><(?P<close>/?)(?P<name>{_NAMES})(?:{_ATTRIBUTE})*+\s*+/?>|<[!?][a-z\[][^<>]*+>)",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
"""What is found; code and what is escaped are passed over, for there it is meant."""


@rule(
    "W001",
    "markup-in-text",
    clause="内容格式 1：正文只用标题、段落、列表、表格、粗体和链接",
    samples=(
        sample(text="第一段。<br>第二段。"),
        sample(text="第一段。\n\n第二段。"),
    ),
)
def markup_in_text(register: Register) -> Iterator[Finding]:
    """A text holds a tag or a comment of web pages, or an image.

    Pages and sheets obey no tags and have no place for images: all of it would be printed as it
    was typed, hidden remarks before everybody's eyes. What stands in code is meant so.
    """
    for entry in register.site.entries:
        for offset, variant, text in _found(entry.body):
            yield _told(register.site.body_place(entry, offset), variant, text)
    for page in register.site.pages:
        source = register.site.sources[page.origin.path]
        start = max(0, source.text.rfind(page.body))
        for offset, variant, text in _found(page.body):
            yield _told(source.place(start + offset), variant, text)


def _told(place: Place, variant: str, text: str) -> Finding:
    short = " ".join(text.split())
    return finding(place, variant, markup=short[:SHOWN] + "…" if len(short) > SHOWN else short)


def _found(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield where something is that would be printed as typed, what it is, and how it reads."""
    if not any(sign in text for sign in _SIGNS):
        return
    opened: set[str] = set()
    for found in _MARKUP.finditer(text):
        name = (found["name"] or "").lower()
        if found["close"] and name in opened:
            continue
        opened.add(name)
        for variant in ("comment", "image", "tag"):
            if found[variant]:
                yield found.start(), variant, found[0]


RULES = (markup_in_text,)
