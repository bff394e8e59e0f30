"""What the pages, calendars and data of duties show: what was due, and what became of it.

States stay keys: met, late, overdue, blank, due-soon, open, none. A place on a page is the path
of the page and an anchor; an anchor without a path is one of the same page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ledger.duties import State
    from dispatch.planning.views import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A day in a calendar."""

    uid: str
    """Unique in the world, and the same each time the calendar is made."""
    day: date
    summary: str
    description: str = ""
    category: str = ""
    address: str = ""
    """The web address of what it is about."""
    tentative: bool = False
    """Whether the day may still move."""
    last: date | None = None
    """The last day, where it takes more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """A calendar that people can subscribe to."""

    path: str
    name: str
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """How many duties, and what part of them was kept."""

    states: tuple[tuple[State, int], ...]
    """Each state with how many are in it, all of them."""
    due: int
    published: int
    in_time: int
    coverage: str
    """As a percentage; empty where nothing was due."""
    timeliness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A duty in a matrix, or several of one state."""

    state: State
    path: str
    """The page that tells of it."""
    anchor: str
    """The place on that page; empty for all of it."""
    label: str
    """What it says when it is read out: state, matter, period, days."""
    count: int = 1
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One or more months of a row."""

    span: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """What a unit owes under an item, over the months of a year."""

    unit: Link
    cells: tuple[Cell, ...]
    standing: tuple[Mark, ...]
    """What belongs to no month: 长期公开, and what has no day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixGroup:
    """An item, and the units that owe it."""

    code: str
    item: Link
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """The matrix of a year."""

    year: str
    groups: tuple[MatrixGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewCell:
    """A unit under an item: the most pressing state, and how many duties of how many are in it."""

    state: State | None
    """None where the unit does not owe the item."""
    count: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    """Every unit against every item, where a matrix of both would be too large for one page."""

    items: tuple[tuple[str, Link], ...]
    """Each with its code."""
    rows: tuple[tuple[Link, tuple[OverviewCell, ...]], ...]
    """Each unit, linked to the page of its duties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """A duty that is not done, or that has a provisional deadline, in a list."""

    anchor: str
    state: State
    code: str
    item: Link
    unit: Link
    about: str
    deadline: date | None
    provisional: tuple[date, date] | None
    """The earliest and the latest day, where they differ."""
    calendar: str
    """The calendar that the deadline goes by, with its version."""
    entry: str
    """The path of the entry that it is about, where there is one to show."""
    first: str
    assigned: str
    executing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwingView:
    """A person in charge, and what is overdue, blank or due soon there."""

    id: str
    name: str
    post: str
    calendar: str
    """The path of the calendar; empty where there is none."""
    rows: tuple[OwedRow, ...]
    units: tuple[tuple[Link, int, int], ...] = ()
    """Instead of rows that would be too many: units with how many are missing, and are soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A unit or a month in a chart."""

    name: str
    path: str
    figures: FiguresView


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDutiesView:
    """What one unit owes and owed."""

    id: str
    path: str
    unit: Link
    calendar: str
    figures: FiguresView
    years: tuple[YearView, ...]
    owing: tuple[OwingView, ...]
    later: tuple[OwedRow, ...]
    """What is not due yet, and not soon."""
    months: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDutiesView:
    """What is owed under one item."""

    code: str
    years: tuple[YearView, ...]
    """Empty where there are too many units for a page of the norm."""
    units: tuple[tuple[Link, OverviewCell], ...]
    """Instead: each unit, linked to the page of its duties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesView:
    """What all units owe and owed, as far as its readers may know."""

    figures: FiguresView
    calendars: tuple[str, ...]
    """The names and versions of the calendars that deadlines go by."""
    calendar: str
    """The path of the calendar of all deadlines."""
    data: str
    """The path of all this as data."""
    years: tuple[YearView, ...]
    """The matrix by year, newest first; empty where there is an overview."""
    overview: OverviewView | None
    owing: tuple[OwingView, ...]
    later: tuple[OwedRow, ...]
    units: tuple[UnitDutiesView, ...]
    items: tuple[ItemDutiesView, ...]
    bars: tuple[Bar, ...]
    """By unit."""
    months: tuple[Bar, ...]
    rows: tuple[Mapping[str, object], ...]
    """The duties as `ledger.duties.rows.duty_row` has them."""
    feeds: tuple[CalendarView, ...]
    """The calendars: of all, by unit, by person."""
