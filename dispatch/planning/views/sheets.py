"""What the layouts of paper may see: sheets of entries, and the papers of a board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.ground.trees import Node
    from dispatch.planning.views import Fact
    from dispatch.planning.views.elements import FlowView
    from dispatch.planning.views.elements import TargetView


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetContact:
    """Where to turn to, as it is printed; parts that are not stated are empty."""

    purpose: str
    office: str
    phone: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetText:
    """What an entry says on paper below its title, and how that is best set."""

    blocks: tuple[Node, ...]
    """Body and elements in reading order: h2, h3, p, ul, ol, table, and so on.

    A `flow` and a `targets` hold what stands in the place of the drawing where none is made; the
    drawings are in `flows` and `targets`, in the same order.
    """
    flows: tuple[FlowView, ...] = ()
    targets: tuple[tuple[TargetView, ...], ...] = ()
    layout: str = "notice"
    """The layout that suits it, where nobody asks for another."""


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
    """As in `SheetText`."""
    facts: tuple[Fact, ...]
    contacts: tuple[SheetContact, ...]
    issuer: str
    date: date
    date_text: str
    edition: str
    posting_text: str
    address: str
    """What the code says: the entry's address with digest and edition, or its board's page."""
    address_text: str
    """The same in print, without digest and edition."""
    notes: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    """The layout's own words, by key."""
    flows: tuple[FlowView, ...] = ()
    targets: tuple[tuple[TargetView, ...], ...] = ()
    signers: tuple[Fact, ...] = ()
    """制表、审核、负责人: who made it, checked it and answers for it; empty where nobody did."""
    digest: str = ""
    """Of what it says, not of how it is set: 12 hex digits."""
    web: bool = False
    """Whether the code opens the entry on the web; if not, the page of its board."""
    paper: str = "A4"
    """The size of paper: A4, B4 (JIS), A3 or A2."""
    large: bool = False
    """Whether it is set in large print."""
    number_of_edition: int = 1
    name: str = ""
    """The name of its file without the ending: the entry's id, for a further board with its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBox:
    """A sheet in its place on the drawing of a board."""

    number: str
    """What the checklist and the index call it."""
    title: str
    """Short: there is room for some twenty characters."""
    span: str
    """From when to when it hangs."""
    column: int
    """Its first slot from the left, from 0 on."""
    row: int
    """Its first slot from the top, from 0 on."""
    width: int = 1
    """Slots side by side that it takes."""
    height: int = 1
    """Slots one above the other that it takes."""
    pages: int = 1
    """Pages that hang side by side in its slots, in reading order."""
    mark: str = ""
    """A word for what is new (新, 换); such a box is drawn heavy, and says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBand:
    """A section of a board: columns from the left, from 0 on."""

    name: str
    column: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPlan:
    """The drawing of a board, to hang by. All words are ready to print."""

    title: str
    board: str
    place: str
    date: date
    date_text: str
    language: str
    issuer: str
    columns: int
    rows: int
    slot: tuple[int, int]
    """Width and height of a slot in mm."""
    bands: tuple[PlanBand, ...]
    boxes: tuple[PlanBox, ...]
    notes: tuple[str, ...] = ()
    """What the marks mean, how many copies, and so on: a line each below the drawing."""
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """A sheet in the index of a board; `cells` are as many as the index has heads."""

    cells: tuple[str, ...]
    mark: str = ""
    """As in `PlanBox`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSection:
    """A section of the index; one without rows says so by `empty` of the index."""

    name: str
    rows: tuple[IndexRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardIndex:
    """What hangs on a board, by section. All words are ready to print."""

    title: str
    board: str
    place: str
    date: date
    date_text: str
    language: str
    issuer: str
    head: tuple[str, ...]
    """Heads of the columns: number, title, place, from when to when."""
    sections: tuple[IndexSection, ...]
    empty: str = ""
    notes: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
