"""Plain texts, and the traces of text in files that nobody here reads."""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dispatch.reading.inspection.base import Findings

ENCODINGS = ("utf-8", "gb18030")
"""What texts without a mark of their encoding are written in, in this order."""
SHORTEST = 6
"""The fewest characters that are taken for a trace of text."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(r"&#|</?[A-Za-z][^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_RTF = re.compile(
    r"\\'(?P<hex>[0-9A-Fa-f]{2})|\\u(?P<code>-?\d{1,5})[ ]?\??"
    r"|\\[a-z]{1,32}-?\d{0,10}[ ]?|[{}]|\\\*"
)
_NARROW = re.compile(rb"[\x09\x20-\x7e]{%d,}" % SHORTEST)
_WIDE = re.compile(rb"(?:[\x09\x20-\x7e]\x00){%d,}" % SHORTEST)


def text_of(content: bytes) -> str | None:
    """Return bytes as the text that they are; None where they are no text."""
    return found[0] if (found := text_and_encoding(content)) else None


def text_and_encoding(content: bytes) -> tuple[str, str] | None:
    """Return bytes as the text that they are, and what it is written in; None of no text."""
    marked = tuple(encoding for mark, encoding in _MARKS if content.startswith(mark))[:1]
    if not marked and _BINARY.search(content):
        return None
    for encoding in marked or ENCODINGS:
        if (text := _decoded(content, encoding)) is not None:
            return text, encoding
    return None


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def inspect_text(where: str, text: str, found: Findings) -> None:
    """Keep a text as it is written, and as it reads where it is HTML or RTF."""
    found.add(where, text)
    if text.startswith("{\\rtf"):
        found.add(where, _RTF.sub(_of_rtf, text), hidden=True)
    elif _MARKUP.search(text):
        found.add(where, unescape(_TAG.sub("\t", text)), hidden=True)


def _of_rtf(match: re.Match[str]) -> str:
    """Return what a mark of RTF stands for: a character, or nothing."""
    if match["hex"]:
        return chr(int(match["hex"], 16))
    code = int(match["code"] or 0) % 0x10000
    return chr(code) if code and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - surrogates


def inspect_traces(where: str, content: bytes, found: Findings) -> None:
    """Keep what looks like text among bytes: letters and digits of one or of two bytes.

    It proves nothing where it finds nothing; what it finds is there all the same.
    """
    narrow = (match[0].decode("ascii") for match in _NARROW.finditer(content))
    wide = (match[0].decode("utf-16-le") for match in _WIDE.finditer(content))
    found.add(where, "\n".join((*narrow, *wide)), hidden=True)
