"""The survey report as layouts see it: sections with figures, and the lists that the figures count.

Every figure names a list, every list the rows of a register, and every row the address of what it
stands for. A figure that is a plain number is the length of its list; the others say by their form
what they are: a share ends in %, a mean has a decimal, a difference has a sign, and the list of a
sum (a key that begins with `sum-`) has the numbers in the last column of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a register; the address is one of the web, or a path below the root, or empty."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that is counted: an entry, a duty, an opinion."""

    register: str
    """The register that it stands in."""
    key: str
    """Its key there."""
    order: tuple[str, ...]
    """Its place there."""
    label: str = ""
    """What lists call it; a number where it is empty."""
    cells: tuple[Cell, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in the text, with the rows that it counts."""

    text: str
    key: str
    """The key of its list."""
    caption: str
    """What the list is of."""
    rows: tuple[Row, ...] = field(repr=False)


Piece: TypeAlias = str | Figure
Pieces: TypeAlias = Sequence[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The title of a part of a section."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph."""

    pieces: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What a person is to write: a mark that says what belongs there."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a head; the first column is words."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Pieces, ...], ...]


Block: TypeAlias = Heading | Paragraph | Gap | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the report."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list of the annex: what a figure counts, by key and label of each row."""

    key: str
    caption: str
    number: int
    register: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A row of a register; its label is the first cell."""

    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register of the annex: everything of a kind that some figure counts."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report, ready to be set."""

    language: str
    title: str
    span: str
    issuer: str
    date: tuple[int, int, int]
    date_text: str
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    annex: str
    """The title of the annex."""
    notes: tuple[str, str]
    """What to say before the lists, and before the registers."""
    parts: tuple[str, str]
    """The titles of the lists and of the registers."""
    listed: str
    """How a list is headed, with places for number, caption and count."""
    empty: str
    """What an empty list says."""
    cut: str
    """What a list says that is too long for paper."""
    lists: tuple[Listed, ...]
    registers: tuple[Register, ...]
    labels: tuple[tuple[str, str], ...]
    """Words of the layout."""


def row_anchor(register: str, key: str) -> str:
    """Return the anchor of a row."""
    return f"row-{register}-{key}"


def list_anchor(key: str) -> str:
    """Return the anchor of a list."""
    return f"list-{key}"
