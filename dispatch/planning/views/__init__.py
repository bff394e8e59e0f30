"""The plain values that layouts may see; the base of this floor.

A view holds nothing that its reader may not know: it is made from the public part of a site, or,
for sheets that go on a board, from the entry that the board's readers may read. Paths are below
the output folder, with a slash at the end for a page; layouts make relative links of them.
Words of a fixed set (`society`, `notice`, `in-force`, …) stay keys, which layouts translate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.ledger.index import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to a page of the site; no link where the path is empty."""

    text: str
    path: str = ""

    @property
    def id(self) -> str:
        """The id that its path ends with, such as that of a unit; empty without a path."""
        return self.path.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its value, ready to read."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """Where to turn to; parts that are not stated are empty."""

    purpose: str
    """objections, supervision or enquiries."""
    office: str
    phone: str = ""
    place: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry in a list."""

    id: str
    path: str
    title: str
    kind: str
    """statement, notice, profile, procedure or targets."""
    item: Link
    unit: Link
    published: date
    state: State
    number: str = ""
    period: str = ""
    summary: str = ""
    until: date | None = None
    """The last day of its notice period or posting, where one is stated."""
    notice_open: bool = False
    """Whether objections are being taken on the day of the build."""
    days_left: int | None = None
    """Calendar days until `until`, that day included; only while the notice is open."""
    left: tuple[int, str] | None = None
    """The same as the law counts: how many, and of what unit; of clear days, those in between."""
    section: str = ""
    boards: tuple[str, ...] = ()
    """Ids of the boards that it is posted on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section of a board, or any headed group of entries."""

    name: str
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """A board as it stands on the day, as far as the web may show it."""

    id: str
    path: str
    name: str
    place: str
    readers: str
    """society, party, unit or group."""
    keeper: str
    restricted: bool
    """Whether the board is one that also takes what is not for society."""
    sections: tuple[SectionView, ...]
    past: tuple[EntryRow, ...] = ()
    """What stood there and has been taken down, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationView:
    """A count of units (day, working-day, clear-day, month, year)."""

    count: int
    unit: str
