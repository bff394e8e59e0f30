"""Texts that are evidently as Markdown should read them: told at a look, so that most are spared.

What is said here of a text, `ground.habits` would find out line by line; tests hold the two against
each other. Whatever is not evident is left to it.
"""

from __future__ import annotations

import re

from dispatch.ground.patterns import Late

UNEVEN = re.compile(r"[^\n]\n[^\n]|^(?:  |\t| {0,3}\[[^\]\n]*\]:| {0,3}\d+\. )", re.MULTILINE)
"""What a text holds where something may be done to its lines."""
LINE = re.compile(r"(?![\s\[`]|\d+\.)[^\n]*")
"""A line that stands by itself, with a blank one before and after it."""
LIST = re.compile(r"(?:- [^-\s][^\n|｜]*(?:\n|\Z))+|(?:[0-9]{1,3}\. +[^\s|｜][^\n|｜]*(?:\n|\Z))+")
RULE = re.compile(r"\|(?: ?:?---:? ?\|)+")
MIDDLE = "、，。；：！？…,.;:!?）)】」』》”’]"
"""Marks that no emphasis begins with."""
STRONG = Late(
    rf"\*\*(?<![*A-Za-z0-9]\*\*)(?![\s*{re.escape(MIDDLE)}])[^*\n]*(?<!\s)\*\*(?![*A-Za-z0-9])"
)


def is_even(text: str) -> bool:
    """Tell whether all lines evidently stand where Markdown expects them, tables whole."""
    return not UNEVEN.search(text) or all(map(_is_even, text.split("\n\n")))


def _is_even(block: str) -> bool:
    lines = block.strip("\n")
    if not lines or LINE.fullmatch(lines) or LIST.fullmatch(lines):
        return True
    return lines[0] == "|" and _is_table(lines.split("\n"))


def _is_table(lines: list[str]) -> bool:
    if not RULE.fullmatch(lines[1]):
        return False
    most = lines[1].count("|")
    return not any(
        "｜" in line or line[0] != "|" or line[-1] != "|" or line.count("|") > most
        for line in (lines[0], *lines[2:])
    )


def is_meant(text: str) -> bool:
    """Tell whether each run of `*` and `_` evidently emphasises something, or there is none."""
    if "___" in text:
        return False
    stars = text.count("*")
    if not stars or "\\" in text or "<" in text:
        return not stars
    return stars == 4 * sum(1 for _ in STRONG.finditer(text))
