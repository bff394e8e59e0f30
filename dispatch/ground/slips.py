"""Slips of the pen in YAML: what was meant as `key: value` and is read as something else, or not.

The parser stumbles over them a line later, or not at all; here they are found where they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import diagnostic

if TYPE_CHECKING:
    from dispatch.ground.source import Place
    from dispatch.ground.source import Source

_FULLWIDTH = re.compile(r"^[ \t]*(?:- )?[\w-]{1,24}(?P<colon>：)", re.MULTILINE)
_CLOSE = re.compile(r"^[ \t]*(?:- )?[^\W\d][\w-]{0,23}(?P<colon>:)(?=[^\s/])", re.MULTILINE)
SLIPS = ((_FULLWIDTH, "S011", ""), (_CLOSE, "S006", "space"))
TOUCHING = re.compile(r"[^\W\d][\w-]{0,23}(?P<colon>[:：])\S")
THOUSANDS = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")
_PARTLY_QUOTED = re.compile(
    r"""[^\n]*?:[ ]+(?:\[[^\]\n]*\]|"[^"\n]*"|'[^'\n]*'|\{[^}\n]*\})[ ]*[^\s#,\]}]"""
)


def near(source: Source, start: int, text: str, index: int) -> Diagnostic | None:
    """Return the slip of a clerk that the parser trips over, where it stands on a line before."""
    end = text.find("\n", index) + 1 or len(text)
    near = [match.start() for match in re.finditer(r"^[^\n]*\S", text[:end], re.MULTILINE)][-3:]
    found = [
        (match.start("colon"), code, variant)
        for pattern, code, variant in SLIPS
        for match in pattern.finditer(text, near[0] if near else 0, end)
    ]
    if found:
        offset, code, variant = max(found)
        return diagnostic(code, source.place(start + offset), variant)
    for line in (text.rfind("\n", 0, index) + 1, text.rfind("\n", 0, max(index - 1, 0)) + 1):
        if _PARTLY_QUOTED.match(text, line):
            offset = text.find(": ", line) + 2
            return diagnostic("S006", source.place(start + offset), "indicator")
    return None


def at(source: Source, place: Place) -> Diagnostic | None:
    """Return why the line of a place is no `key: value`, where it was meant as one."""
    lines = source.text.split("\n")
    offset = sum(len(line) + 1 for line in lines[: place.line - 1])
    for pattern, code, variant in SLIPS:
        if match := pattern.match(source.line(place.line)):
            return diagnostic(code, source.place(offset + match.start("colon")), variant)
    return None
