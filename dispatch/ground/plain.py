"""The plain part of Markdown, set without it: in a fraction of the time, the same bytes.

Paragraphs, headings, flat lists, simple tables and simple bold, of text without any other mark.
Whatever is not surely plain is left to Markdown; that both agree is shown by tests.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from dispatch.ground.patterns import Late

if TYPE_CHECKING:
    from collections.abc import Sequence

SAFE = (
    r"\n -%'-;=?-Z^a-z{-~"
    r"\u00a1-\u167f\u1681-\u180d\u180f-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff"
    r"\ue000-\ufefe\uff00-\U0010ffff"
)
UNSAFE = Late(rf"[^{SAFE}]| \n|^ | $|\n ")
"""Characters and spacing that only Markdown may judge."""
BOLD = re.compile(r"\*\*(?<!\*\*\*)([^\s*|](?:[^*|\n]*[^\s*|])?)\*\*(?!\*)")
GAP = re.compile(r"\n{2,}")
TEXT = re.compile(r"(?![-+=#:~]|\d+\.(?: |$))\S")
"""The start of a line that is text and nothing else."""
HEAD = re.compile(r"(#{1,6})([^#\n]*[^#\s][^#\n]*)(?:\n|$)")
BULLET = re.compile(r"[-+] +(?=\S)")
NUMBER = re.compile(r"([0-9]+)\. +(?=\S)")
SIDE = re.compile(r" *(:?)-+(:?) *")
SIDES = {
    ("", ""): "",
    (":", ""): ' align="left"',
    ("", ":"): ' align="right"',
    (":", ":"): ' align="center"',
}


def plain_html(text: str) -> str | None:
    """Return what Markdown makes of the text, or nothing where the text is not plain."""
    source = text.strip("\n")
    if UNSAFE.search(source):
        return None
    if "*" in source:
        source = BOLD.sub("<strong>\\1</strong>", source)
        if "*" in source:
            return None
    blocks = GAP.split(source) if "\n\n\n" in source else source.split("\n\n")
    return _set(blocks) if source else ""


def _set(blocks: list[str]) -> str | None:
    made: list[str] = []
    for block in blocks:
        if "\n" not in block and "|" not in block and TEXT.match(block):
            made.append(f"<p>{block}</p>")
            continue
        rest = block
        while rest:
            one, rest = _taken(rest)
            if one is None or (_is_list(one) and made and _is_list(made[-1])):
                return None
            made.append(one)
    return "\n".join(made)


def _is_list(html: str) -> bool:
    return html.startswith(("<ul", "<ol"))


def _taken(block: str) -> tuple[str | None, str]:
    """Return the first element of a block, and what of the block is left."""
    lines = block.split("\n")
    if "|" in lines[0]:
        return _table(lines), ""
    if head := HEAD.match(block):
        level = len(head[1])
        return f"<h{level}>{head[2].strip()}</h{level}>", block[head.end() :]
    if "|" in block:
        return None, ""
    if BULLET.match(block):
        return _list(lines, BULLET, "ul"), ""
    if start := NUMBER.match(block):
        return _list(lines, NUMBER, "ol" if start[1] == "1" else f'ol start="{start[1]}"'), ""
    return _paragraph(lines), ""


def _paragraph(lines: Sequence[str]) -> str | None:
    text = "\n".join(lines).lstrip()
    if text and all(map(TEXT.match, (line.lstrip() for line in lines))):
        return f"<p>{text}</p>"
    return None


def _list(lines: Sequence[str], mark: re.Pattern[str], tag: str) -> str | None:
    items = [line[found.end() :] for line in lines if (found := mark.match(line))]
    if len(items) < len(lines) or not all(map(TEXT.match, items)):
        return None
    body = "".join(f"<li>{item}</li>\n" for item in items)
    return f"<{tag}>\n{body}</{tag[:2]}>"


def _table(lines: Sequence[str]) -> str | None:
    bordered = lines[0].startswith("|") or lines[0].endswith("|")
    head, *others = (_cells(line, bordered=bordered) for line in lines)
    sides = [SIDE.fullmatch(cell) for cell in others[0]] if len(others) > 1 else []
    if len(head) < 2 or len(sides) != len(head) or not all(sides):  # noqa: PLR2004
        return None
    aligned = [SIDES[side[1], side[2]] for side in sides if side]
    body = "\n".join(_row(cells, "td", aligned) for cells in others[1:])
    top = _row(head, "th", aligned)
    return f"<table>\n<thead>\n{top}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _cells(line: str, *, bordered: bool) -> list[str]:
    inner = line.removeprefix("|").removesuffix("|") if bordered else line
    return inner.split("|")


def _row(cells: Sequence[str], tag: str, aligned: Sequence[str]) -> str:
    pairs = zip_longest(cells[: len(aligned)], aligned, fillvalue="")
    made = "".join(f"<{tag}{side}>{cell.strip(' ')}</{tag}>\n" for cell, side in pairs)
    return f"<tr>\n{made}</tr>"
