"""The text of `--help`: columns that line up for wide characters too."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.ground.messages import Messages

Row = tuple[str, str]
"""A name and what it is for."""

INDENT = "  "


def page(usage: str, text: str, lists: Sequence[tuple[str, Sequence[Row]]], words: Messages) -> str:
    """Return a help page: how to call, what it does, and lists of rows under headings by key."""
    parts = [words.text("cli.usage.line", usage=usage), text]
    for key, rows in lists:
        if rows:
            parts.append("\n".join([words.text(f"cli.heading.{key}"), *_columns(rows)]))
    return "\n\n".join(part for part in parts if part)


def _columns(rows: Sequence[Row]) -> list[str]:
    width = max(_width(name) for name, _ in rows)
    return [f"{INDENT}{name}{' ' * (width - _width(name))}{INDENT}{text}" for name, text in rows]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
