"""What the layouts of paper may see: sheets of entries, and the papers of a board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.ground.prose import Node
    from dispatch.planning.views import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetContact:
    """Where to turn to, as it is printed; parts that are not stated are empty."""

    purpose: str
    office: str
    phone: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """张贴件: one entry as it is set on paper. All words are ready to print."""

    id: str
    layout: str
    """The layout under layouts/sheets/ without its ending."""
    public: bool
    """Whether it goes to public/sheets/; if not, only to print/sheets/."""
    language: str
    kind: str
    number: str
    title: str
    addressee: str
    blocks: tuple[Node, ...]
    """Body and elements in reading order: h2, h3, p, ul, ol, table, and so on."""
    facts: tuple[Fact, ...]
    contacts: tuple[SheetContact, ...]
    issuer: str
    date: date
    date_text: str
    edition: str
    posting_text: str
    address: str
    """What the code says."""
    address_text: str
    """The same in print, shortened."""
    notes: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    """The layout's own words, by key."""
    paper: str = "A4"
    """The size of paper: A4, B4 (JIS), A3 or A2."""
    large: bool = False
    """Whether it is set in large print."""
