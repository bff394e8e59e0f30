"""Findings for people: at a terminal with the line and a mark under its place, and as a table."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import accumulate
from itertools import takewhile
from typing import TYPE_CHECKING
from unicodedata import combining
from unicodedata import east_asian_width

from dispatch.ground.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

    from dispatch.front.reporters.base import Remark
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.messages import Messages
    from dispatch.ground.source import Place
    from dispatch.rules.base import Rule

    Style = Callable[[str, str], str]
    Line = Callable[[Place], str]

WIDE = "WF"
"""Classes of East Asian width of characters that take two columns."""
ROOM = 76
"""How many columns of a line are shown."""
BEFORE = 30
"""How many of them stand before the place, where the line is longer."""

_SLOT = re.compile(r"\{\w+\}")
"""A place in a text that only a finding can fill."""
_MARKUP = re.compile(r"([\\`*_\[\]<>|#&])")


def as_text(remarks: Iterable[Remark], messages: Messages, style: Style, line: Line) -> str:
    """Return the findings as lines, each with its line of the file and what to do under it.

    `line` gives the text of the line of a place, or nothing where it is not to be shown.
    """
    return "".join(_entry(each, messages, style, line) for each in remarks)


def _entry(each: Remark, messages: Messages, style: Style, line: Line) -> str:
    severity = each.found.severity.word
    label = style(f"{messages.text(f'cli.severity.{severity}')}[{each.found.code}]", severity)
    lines = [f"{style(_seen(each.found.place), 'place')}: {label} {each.message}"]
    text = line(each.found.place)
    if text.strip():
        lines += [f"    {part}" for part in excerpt(text, each.found.place.column)]
    if each.found.also:
        lines.append("    " + messages.text("cli.also", place=_seen(each.found.also)))
    if each.hint:
        lines.append("    " + style(messages.text("cli.hint", hint=each.hint), "faint"))
    if each.basis:
        lines.append("    " + style(messages.text("cli.basis", basis=each.basis), "faint"))
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=8)
def excerpt(text: str, column: int) -> tuple[str, str]:
    """Return a line as a terminal shows it, and the line with the mark under that column.

    Of a long line the part around the column is shown. Tabs are one space, and characters that a
    terminal does not print stand as a box, so that the mark stands where it should.
    """
    at = min(column - 1, len(text))
    start, end = 0, len(text)
    if _fitting(text, ROOM) < end:
        start = at - _fitting((text[index] for index in range(at - 1, -1, -1)), BEFORE)
        rest = (text[index] for index in range(start, end))
        end = start + _fitting(rest, ROOM - 1)
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    mark = " " * sum(map(_width, head + text[start:at])) + "^"
    return f"{head}{''.join(map(_printed, text[start:end]))}{tail}".rstrip(), mark


def _fitting(text: Iterable[str], room: int) -> int:
    """Return how many characters of a text, from its first on, fit into so many columns.

    No more of it is looked at: a line of a file can be as long as the file.
    """
    ends = accumulate(map(_width, text))
    return sum(1 for _ in takewhile(room.__ge__, ends))


def _printed(character: str) -> str:
    return character if character.isprintable() else " " if character == "\t" else "□"


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(map(_width, text))


@lru_cache(maxsize=8192)
def _width(character: str) -> int:
    """Return how many columns a character takes; a mark that joins the one before takes none."""
    shown = _printed(character)
    return 0 if combining(shown) else 2 if east_asian_width(shown) in WIDE else 1


def _seen(place: Place) -> str:
    """Return a place as a terminal may show it: a file's name can hold commands to it."""
    text = str(place)
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def as_markdown(remarks: Iterable[Remark], messages: Messages) -> str:
    """Return the findings as a table, with their number above; for summaries and comments."""
    every = tuple(remarks)
    head = messages.text("cli.markdown.head")
    lines = [count((each.found for each in every), messages), ""]
    if every:
        columns = head.count("|") - 1
        lines += [head, "|" + "---|" * columns, *(_table_row(each, messages) for each in every), ""]
    return "\n".join(lines)


def _table_row(each: Remark, messages: Messages) -> str:
    severity = messages.text(f"cli.severity.{each.found.severity.word}")
    cells = (severity, each.found.code, _seen(each.found.place), each.message, each.hint)
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def count(found: Iterable[Diagnostic], messages: Messages) -> str:
    """Return how many findings there are, by severity, in a sentence."""
    numbers = Counter(each.severity for each in found)
    if not numbers:
        return messages.text("cli.count.none")
    parts = [
        messages.text(f"cli.count.{severity.word}", count=numbers[severity])
        for severity in sorted(Severity, reverse=True)
        if numbers[severity]
    ]
    return messages.text("cli.count.some", parts=messages.text("cli.count.comma").join(parts))


def explanation(rule: Rule, messages: Messages) -> str:
    """Return what a rule holds, why, its clause, and a bad and a good sample."""
    key = f"rules.{rule.code}"
    severity = messages.text(f"cli.severity.{rule.severity.word}")
    parts = [
        f"{rule.code}  {rule.name}  ({severity})",
        _part(messages, "what", messages.first(f"{key}.what")),
        _part(messages, "why", messages.first(f"{key}.why")),
        _part(messages, "clause", rule.clause),
        _part(messages, "hint", messages.first(f"{key}.hint", f"{key}.hint.default")),
        _part(messages, "bad", rule.bad.shown if rule.bad else "", told=True),
        _part(messages, "good", rule.good.shown if rule.good else "", told=True),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _part(messages: Messages, name: str, text: str, *, told: bool = False) -> str:
    if not text.strip():
        return ""
    shown = text if told else _SLOT.sub("…", text)
    body = "\n".join(f"    {line}" for line in shown.rstrip().splitlines())
    return f"{messages.text(f'cli.explain.{name}')}\n{body}"
