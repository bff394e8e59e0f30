"""How offices write, put into the words of Markdown where its own reading would surprise them.

Only blank lines are added, full-width bars of tables made half-width, and the full stop after a
year held back from making a list of it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS = re.compile(r"\u3000|[-*+] |\d\. |[|｜]|[一二三四五六七八九十\d][、）]|[①-⑳]")
"""What a line holds where it may be one of those below: a quick look spares the long one."""
INDENT = "\u3000"
NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}、|（\d{1,2}）|[①-⑳])"
)
ITEM = re.compile(r"[-*+] +\S|1\. +\S")
TEXT = re.compile(r"(?![-*+>#|=~` \t]|\d+\.(?: |$))\S|\u3000")
"""The start of a line of a paragraph."""
YEAR = re.compile(r"^( {0,3})(\d{4,}|(?=\d*[^\x00-\x7f])\d+)\.(?= )", re.MULTILINE)
DIVIDER = re.compile(r"[|｜]?(?: *:?-+:? *[|｜])+(?: *:?-+:? *)?")


def tidied(text: str) -> str:
    """Return the text as Markdown should read it; lines are never joined nor reordered."""
    if not SIGNS.search(text):
        return text
    lines = YEAR.sub(r"\1\2\\.", text).split("\n")
    return "\n".join(_spaced(_barred(lines)))


def _barred(lines: list[str]) -> list[str]:
    """Return the lines with the bars of full-width tables made half-width."""
    if not any("｜" in line for line in lines):
        return lines
    made = list(lines)
    inside = False
    for number, (above, line) in enumerate(pairwise(lines), start=1):
        if DIVIDER.fullmatch(line.strip()) and "｜" in line and "｜" in above:
            made[number - 1] = above.replace("｜", "|")
            inside = True
        inside = inside and bool(line.strip())
        if inside:
            made[number] = line.replace("｜", "|")
    return made


def _spaced(lines: list[str]) -> Iterator[str]:
    """Yield the lines, with a blank one before what begins something new inside a paragraph."""
    paragraph = False
    """Whether the line before belongs to a paragraph that stands by itself."""
    for number, line in enumerate(lines):
        if paragraph and (_begins(line) or _heads(lines, number)):
            yield ""
        yield line
        alone = number == 0 or not lines[number - 1].strip() or paragraph
        paragraph = alone and bool(TEXT.match(line))


def _begins(line: str) -> bool:
    return line.startswith(INDENT) or bool(NUMBERED.match(line) or ITEM.match(line))


def _heads(lines: list[str], number: int) -> bool:
    """Tell whether a line is the head of a table."""
    following = lines[number + 1].strip() if number + 1 < len(lines) else ""
    return "|" in lines[number] and bool(DIVIDER.fullmatch(following))
