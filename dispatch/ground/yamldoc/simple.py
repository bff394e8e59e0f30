"""The plain part of YAML, read without its parser: in a fraction of the time, the same trees.

Mappings of keys and values, one a line, with lists and mappings in blocks below them or in
brackets beside them; words, and quotes without escapes. Whatever is not surely plain and without
fault is left to the parser; that both agree is shown by tests.
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Any

LENGTH = 100_000
"""Characters of a text that is still plain: no text so short has too many nodes."""
ODD = re.compile(
    r"[\x00-\x09\x0b-\x1f#&*!|<>@`\\\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff\U0001fffe-\U0010ffff]"
)
"""Characters that only the parser may judge: its marks, and those that are no text of a line."""
KEY = r"[^\W_][\w-]{0,99}"
FIRST = r"(?:[^\W_]|[\u2018-\u201f\u3001-\u301b\uff00-\uff60])"
"""How words begin that are no mark of YAML."""
LINE = re.compile(rf"( *)(?:- |({KEY}):(?: |$))" rf'(?:"([^"]*)"$|({FIRST}(?:[^:]*[^\s:])?)$)?')
"""A line: its indent, its key where it is no item, and its value in quotes or as it is."""
WORDS = rf"""{FIRST}(?:[^:{{}}\[\],?"']*[^\s:{{}}\[\],?"'])?"""
"""Words in brackets."""
SCALAR = rf"""(?:"[^"]*"|'[^']*'|{WORDS})"""
PAIR = re.compile(rf"({KEY}): ({SCALAR})(?:, |$)")
PAIRS = re.compile(rf"\{{{KEY}: {SCALAR}(?:, {KEY}: {SCALAR})*\}}")
ITEM = re.compile(rf"({SCALAR})(?:, |$)")
ITEMS = re.compile(rf"\[{SCALAR}(?:, {SCALAR})*\]")
JSON = re.compile(r"""[\[{]+(?:"[^"]*"[\]}]*(?:[,:] [\[{]*(?=")|$))+""")
QUOTED = re.compile(r'"[^"]*"')
NESTING, BLOCKS = 16, 4
"""Brackets in a value in the manner of JSON, and blocks, which may all be one inside the other."""
LONGEST = 100
"""Characters of a key."""


class _NotPlainError(Exception):
    """A text that the parser has to read."""


def tree(text: str) -> dict[str, Any] | None:
    """Return the tree of a text, or nothing where it is not plain."""
    if len(text) > LENGTH or ODD.search(text) or "null" in text:
        return None
    try:
        return _tree([line for line in text.split("\n") if line]) or None
    except _NotPlainError:
        return None


def _tree(lines: list[str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    open_: list[tuple[int, Any]] = [(0, root)]
    """The collections that a line may belong to, each with its indent."""
    waiting: tuple[Any, str] | None = None
    """The mapping and the key whose value is in the lines below."""
    for line in lines:
        found = LINE.match(line)
        if not found:
            raise _NotPlainError
        space, key, quoted, words = found.groups()
        if waiting:
            _begin(open_, waiting, len(space), {} if key else [])
            waiting = None
        elif len(space) != open_[-1][0]:
            _end(open_, len(space))
        owner = open_[-1][1]
        value = words if quoted is None else quoted
        if value is None:
            rest = line[found.end() :]
            value = _value(rest) if rest else None
            waiting = None if rest else (owner, key)
        _put(owner, key, value)
    if waiting:
        raise _NotPlainError
    return root


def _begin(open_: list[tuple[int, Any]], waiting: tuple[Any, str], indent: int, value: Any) -> None:  # noqa: ANN401 - a tree
    """Open a collection as the value of a key, further in."""
    if indent <= open_[-1][0] or len(open_) > BLOCKS:
        raise _NotPlainError
    owner, key = waiting
    owner[key] = value
    open_.append((indent, value))


def _end(open_: list[tuple[int, Any]], indent: int) -> None:
    """Close the collections that a line with this indent does not belong to."""
    while indent < open_[-1][0]:
        open_.pop()
    if indent != open_[-1][0]:
        raise _NotPlainError


def _put(owner: Any, key: str | None, value: Any) -> None:  # noqa: ANN401 - a tree
    if key is None:
        if value is None or isinstance(owner, dict):
            raise _NotPlainError
        owner.append(value)
    elif isinstance(owner, list) or key in owner:
        raise _NotPlainError
    else:
        owner[key] = value


def _value(text: str) -> Any:  # noqa: ANN401 - a tree
    """Return what stands in brackets, or in single quotes."""
    if JSON.fullmatch(text) and _depth(text) < NESTING:
        return _json(text)
    if text[:1] == "{" and PAIRS.fullmatch(text):
        pairs = PAIR.findall(text[1:-1])
        made = {key: _bare(value) for key, value in pairs}
        if len(made) == len(pairs):
            return made
    elif text[:1] == "[" and ITEMS.fullmatch(text):
        return [_bare(value) for value in ITEM.findall(text[1:-1])]
    elif text[:1] == "'" and text.find("'", 1) == len(text) - 1 > 0:
        return text[1:-1]
    raise _NotPlainError


def _depth(text: str) -> int:
    """Return how many brackets of a value are one inside the other, at most."""
    marks = QUOTED.sub("", text) if text.count("[") + text.count("{") >= NESTING else ""
    return max(accumulate((each in "[{") - (each in "]}") for each in marks), default=0)


def _bare(text: str) -> str:
    return text[1:-1] if text[0] in "\"'" else text


def _json(text: str) -> Any:  # noqa: ANN401 - a tree
    try:
        return _DECODER.decode(text)
    except ValueError:
        raise _NotPlainError from None


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs) or "" in made or "<<" in made or max(map(len, made)) > LONGEST:
        raise _NotPlainError
    return made


_DECODER = json.JSONDecoder(object_pairs_hook=_mapping)
