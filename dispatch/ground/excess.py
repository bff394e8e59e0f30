"""Texts that would keep Markdown busy for minutes, or bury it: told before it sees them.

The bounds are far above what people write, and so low that no text that passes takes more than
two seconds; each was found by measuring Python-Markdown 3.11 on the worst text of its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ground.habits import DASHES
from dispatch.ground.habits import tidied
from dispatch.ground.plain import plain_html

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = 40_000
"""Characters of a text that Markdown has to see; a plain one may be as long as its file."""
BRACKETS = 1_000
"""Brackets that belong to no simple link or note."""
SEARCHED = 400_000
"""Such brackets of a block times its characters: each may be searched to the end of it."""
CROWDS = (("#", 1_500), ("*_", 6_000), ("`", 600))
"""Marks, and how many of them a block may hold."""
DEPTH = 12
"""Lists and quotes opened one inside the other."""
RULES = 400
"""Lines of a block that underline it or rule it off."""
CELLS = 60_000
"""Cells of a table, those included that its rows leave out."""

QUIET = r"""[^][()<"'\\\n]*+"""
BRACKET = re.compile(rf"\[{QUIET}\](?:\({QUIET}\)|(?!\())|(\[)")
OPENING = r"(?:>|[-*+](?=[ \t])|\d+\.(?=[ \t]))"
NESTED = re.compile(
    rf"^(?:[ \t]*+{OPENING}){{{DEPTH + 1}}}|^(?: {{4}}|\t){{{DEPTH},}}+[ \t]*+{OPENING}",
    re.MULTILINE,
)
RULE = re.compile(r"(?:- {0,2})++|(?:\* {0,2})++")
LINES = re.compile(r"[ \t>]*+[-=*_ \t]*+")
"""A line that makes a heading of the one above it, or a rule."""
DIVIDER = re.compile(rf"[{DASHES}:：| \t]*[|｜][{DASHES}:：|｜ \t]*")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not rendered, and the place in it, counted from 1 in characters."""

    key: str
    line: int
    column: int
    limit: int


def refusal(text: str) -> Refusal | None:
    """Return why a text must not be rendered, or nothing where it may."""
    for key, offset, limit in _faults(text):
        start = text.rfind("\n", 0, offset) + 1
        return Refusal(key, text.count("\n", 0, offset) + 1, offset - start + 1, limit)
    return None


def _faults(text: str) -> Iterator[tuple[str, int, int]]:
    yield from _wide_tables(text)
    yield from _deep(text)
    yield from _crowds(text)
    if len(text) > LENGTH and plain_html(tidied(text)) is None:
        yield "prose-too-long", LENGTH, LENGTH


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield where each run of lines that are not blank starts, and its lines."""
    offset = start = 0
    lines: list[str] = []
    for line in text.split("\n"):
        if line and not line.isspace():
            start = start if lines else offset
            lines.append(line)
        elif lines:
            yield start, lines
            lines = []
        offset += len(line) + 1
    if lines:
        yield start, lines


def _wide_tables(text: str) -> Iterator[tuple[str, int, int]]:
    if text.count("\n") * (text.count("|") + text.count("｜")) <= CELLS:
        return
    for start, lines in _blocks(text):
        for number, line in enumerate(lines):
            columns = line.count("|") + line.count("｜") + 1
            if columns * (len(lines) - number) > CELLS and DIVIDER.fullmatch(line):
                yield "prose-table-too-large", start, CELLS


def _deep(text: str) -> Iterator[tuple[str, int, int]]:
    for found in NESTED.finditer(text):
        line = text[found.start() : text.find("\n", found.end()) % (len(text) + 1)]
        if not RULE.fullmatch(line):
            yield "prose-too-nested", found.start(), DEPTH


def _crowds(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield where one block holds too much of a kind."""
    if text.count("[") * len(text) > SEARCHED:
        yield from _brackets(text)
    for marks, limit in CROWDS:
        if sum(map(text.count, marks)) > limit:
            yield from _marks(text, marks, limit)
    if text.count("\n") > RULES:
        yield from _rules(text)


def _brackets(text: str) -> Iterator[tuple[str, int, int]]:
    total = 0
    for start, lines in _blocks(text):
        block = "\n".join(lines)
        bare = [found.start() for found in BRACKET.finditer(block) if found[1]]
        total += len(bare)
        limit = SEARCHED // len(block)
        if len(bare) > limit:
            yield "prose-too-many-brackets", start + bare[limit], limit
        if total > BRACKETS:
            yield "prose-too-many-brackets", start + bare[0], BRACKETS


def _marks(text: str, marks: str, limit: int) -> Iterator[tuple[str, int, int]]:
    for start, lines in _blocks(text):
        places = [found.start() for found in re.finditer(f"[{marks}]", "\n".join(lines))]
        if len(places) > limit:
            yield "prose-too-many-marks", start + places[limit], limit


def _rules(text: str) -> Iterator[tuple[str, int, int]]:
    for start, lines in _blocks(text):
        if len(lines) > RULES and sum(bool(LINES.fullmatch(line)) for line in lines) > RULES:
            yield "prose-too-many-marks", start, RULES
