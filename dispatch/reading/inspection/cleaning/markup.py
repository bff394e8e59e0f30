"""Numbers covered in the XML of office documents, also where a number is cut into runs."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from dispatch.ground.personal import number_hits
from dispatch.reading.inspection.workbook import plain_number

if TYPE_CHECKING:
    from dispatch.ground.personal import Hit
    from dispatch.ground.personal import Masks

_BLOCK = re.compile(r"</(?:\w+:)?(?:p|si|c|comment|row|lpstr|lpwstr)>")
_RUN = re.compile(
    r"(<(?:\w+:)?(?:t|delText|instrText|f|lpstr|lpwstr|title|subject|keywords|description|category"
    r"|span|a)(?:\s[^<>]*)?>)([^<]+)"
)
_CELL = re.compile(
    r"<(?P<cell>(?:\w+:)?c)(?P<said>\s[^<>]*)?>(?P<inside>(?:(?!</?(?:\w+:)?c[\s>]).)*?)</(?P=cell)>",
    re.DOTALL,
)
_VALUE = re.compile(r"<(?:\w+:)?v>([^<]*)</")
_TYPE = re.compile(r"\st=\"(\w+)\"")
_NAMES = re.compile(
    r"(<(?P<tag>(?:\w+:)?(?:creator|lastModifiedBy|initial-creator|Manager|Company))(?:\s[^<>]*)?>)"
    r"[^<]+(</(?P=tag)>)"
)


def without_names(text: str) -> str:
    """Return the properties of a document without the names of persons and firms."""
    return _NAMES.sub(r"\1\3", text)


def cover(text: str, masks: Masks) -> tuple[str, int]:
    """Return the XML of a part with the numbers in its texts covered, and how many they were."""
    text, cells = _cover_cells(text, masks) if "<v>" in text or ":v>" in text else (text, 0)
    parts: list[str] = []
    start = count = 0
    ends = [match.end() for match in _BLOCK.finditer(text)]
    for end in (*ends, len(text)):
        block, more = _cover_block(text[start:end], masks)
        parts.append(block)
        count, start = count + more, end
    return "".join(parts), count + cells


def _cover_block(block: str, masks: Masks) -> tuple[str, int]:
    """Return a paragraph with its numbers covered; each goes to the run in which it begins."""
    runs = list(_RUN.finditer(block))
    texts = [unescape(run[2]) for run in runs]
    hits = number_hits("".join(texts), masks) if runs else ()
    if not hits:
        return block, 0
    made, first = [], 0
    for text in texts:
        made.append(part_of(text, first, hits))
        first += len(text)
    parts: list[str] = []
    end = 0
    for run, text in zip(runs, made, strict=True):
        parts += (block[end : run.start(2)], escape(text))
        end = run.end(2)
    return "".join((*parts, block[end:])), len(hits)


def part_of(text: str, first: int, hits: tuple[Hit, ...]) -> str:
    """Return a run that begins at an offset, with the hits covered that touch it."""
    made, at = [], 0
    for hit in hits:
        start, end = hit.start - first, hit.end - first
        if end <= at or start >= len(text):
            continue
        made.append(text[at : max(at, start)])
        made.append(hit.masked if start >= 0 else "")
        at = max(at, min(end, len(text)))
    return "".join((*made, text[at:]))


def _cover_cells(text: str, masks: Masks) -> tuple[str, int]:
    """Return a sheet in which cells that hold a number as their value hold it covered, as text."""
    count = 0

    def covered(match: re.Match[str]) -> str:
        nonlocal count
        said = match["said"] or ""
        kind = found[1] if (found := _TYPE.search(said)) else "n"
        value = _VALUE.search(match["inside"])
        if value is None or kind in ("s", "b", "e"):
            return match[0]
        plain = plain_number(value[1]) if kind == "n" else unescape(value[1])
        hits = number_hits(plain, masks)
        if not hits:
            return match[0]
        count += len(hits)
        prefix = match["cell"].removesuffix("c")
        shown = escape(part_of(plain, 0, hits))
        text_cell = f"<{prefix}is><{prefix}t>{shown}</{prefix}t></{prefix}is>"
        return f'<{match["cell"]}{_TYPE.sub("", said)} t="inlineStr">{text_cell}</{match["cell"]}>'

    return _CELL.sub(covered, text), count
