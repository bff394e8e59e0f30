"""公开登记册: one row for each public entry, for people with a spreadsheet.

Nothing in a cell may be run: what a spreadsheet would take for a formula, and what it would turn
into a date or a number that it is not, stands behind an apostrophe, as OWASP advises.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from dispatch.ledger.duties.words import period_text
from dispatch.model.values import period_of
from dispatch.rendering.changes import changed_on
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.site import SiteView

    Cell = str | int | date | None

COLUMNS = (
    "id",
    "code",
    "item",
    "category",
    "kind",
    "unit",
    "title",
    "number",
    "period",
    "formed",
    "published",
    "updated",
    "until",
    "state",
    "scope",
    "channels",
    "boards",
    "decision",
    "attachments",
    "opinions",
    "note",
    "address",
)
"""The columns in their order; their heads stand in the catalogues."""

_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "﹣", "−", "＠", "﹦", "﹢", "﹫", "|", "'", "＇")
"""What a cell may not start with: what begins a formula or a command, in any width."""
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,10})(?:\.[0-9]{1,10})?")
"""A number that a spreadsheet reads as it is written."""
_PLAIN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{4,6}")
"""A day, and the id of an entry, which is none."""
_CHANGED = re.compile(
    r"[-+.,/:\s0-9]*[0-9][-+.,/:\s0-9]*%?"
    r"|[0-9.]+[Ee][-+]?[0-9]+"
    r"|[0-9]{1,4}[-/ ]?[A-Za-z]{3,9}(?:[-/ ]?[0-9]{1,4})?|[A-Za-z]{3,9}[-/ ]?[0-9]{1,4}"
    r"|(?i:true|false)"
)
"""What a spreadsheet takes for a number, a date or a truth value."""
SHORT = 40
"""A longer text is taken for nothing but a text."""
CODES = ("code", "number")
"""Columns that never hold a number."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The register, put in words."""

    site: str
    owner: str
    title: str
    sheet: str
    """What the sheet of a workbook is called."""
    day: date
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def register_of(view: SiteView, words: Messages) -> Register:
    """Return the register of a site."""
    return Register(
        site=view.frame.title,
        owner=view.frame.owner,
        title=words.text("site.data.file.register.title"),
        sheet=words.text("site.data.file.register.sheet"),
        day=view.frame.day,
        heads=heads(words),
        rows=tuple(rows(view, words)),
    )


def heads(words: Messages) -> tuple[str, ...]:
    """Return the heads of the columns."""
    return tuple(words.text(f"site.data.column.{key}.head") for key in COLUMNS)


def rows(view: SiteView, words: Messages) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each entry in the order of the view; days are days, counts are numbers."""
    for entry in view.entries:
        yield tuple(map(_flat, _cells(view, words, entry)))


def _flat(cell: Cell) -> Cell:
    return flat(cell) if isinstance(cell, str) else cell


def _cells(view: SiteView, words: Messages, entry: EntryView) -> Iterator[Cell]:
    row, gone = entry.row, entry.withdrawn
    yield from (row.id, row.item.id, row.item.text)
    yield " / ".join(entry.category)
    yield words.text(f"site.kind.{row.kind}")
    yield from (row.unit.text, row.title, row.number)
    yield period_text(period_of(row.period), words) if row.period else ""
    yield from (None if gone else entry.formed, row.published)
    yield from (changed_on(entry, view.frame.day), row.until)
    yield words.text(f"site.state.{row.state}")
    yield words.text(f"site.scope.{entry.scope}")
    yield _joined(words, (words.text(f"site.channel.{each}") for each in entry.channels))
    yield "" if gone else _joined(words, (link.text for link in entry.boards))
    yield f"{entry.decision[0]} {entry.decision[1]} {entry.decision[2]}" if entry.decision else ""
    yield from (len(entry.attachments), len(entry.feedback))
    yield gone[1] if gone else ""
    yield address(view.frame.base_url, row.path)


def _joined(words: Messages, parts: Iterable[str]) -> str:
    listed = list(parts)
    if not listed:
        return ""
    return reduce(lambda one, two: words.text("site.join", before=one, after=two), listed)


def flat(text: str) -> str:
    """Return a text in one line, without characters that nobody sees."""
    if text.isprintable():
        return text.strip()
    spaced = (" " if each in "\t\r\n\x0b\x0c\x85\u2028\u2029" else each for each in text)
    seen = (each for each in spaced if not _is_unseen(each))
    return "".join(seen).strip()


def _is_unseen(character: str) -> bool:
    return character in "\ufffe\uffff" or unicodedata.category(character) in _UNSEEN


def guarded(text: str, *, code: bool = False) -> str:
    """Return a text that a spreadsheet shows as it is; plain numbers and days stay what they are.

    A code never is a number: 1.10 is not 1.1.
    """
    if not text or _PLAIN.fullmatch(text) or (_NUMBER.fullmatch(text) and not code):
        return text
    start = text.lstrip()
    changed = len(start) <= SHORT and start.isascii() and _CHANGED.fullmatch(start)
    return f"'{text}" if changed or start.startswith(_STARTS) else text


def register_csv(told: Register) -> bytes:
    """Return the register as RFC 4180 has it, in UTF-8 with the mark that spreadsheets look for."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(told.heads)
    for row in told.rows:
        writer.writerow(map(_written, COLUMNS, row))
    return out.getvalue().encode("utf-8-sig", "replace")


def _written(key: str, cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(cell, code=key in CODES)
    return "" if cell is None else str(cell)
