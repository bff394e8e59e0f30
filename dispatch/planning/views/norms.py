"""What the catalogue asks for, as layouts see it: items, their contents and time limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.planning.views import DurationView
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views import Link
    from dispatch.planning.views.sums import SumsView


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitView:
    """公开时限, for a layout to put in words; the phrase of the norm goes before."""

    type: str
    """standing, periodic, event, staged, on-request or phrase."""
    phrase: str = ""
    every: str = ""
    after: str = ""
    within: DurationView | None = None
    review: DurationView | None = None
    extend: DurationView | None = None
    month: int = 0
    day: int = 0
    opens: tuple[int, int] | None = None
    """The month and the day on which the window opens that ends with `month` and `day`."""
    prompt: bool = False
    stages: tuple[tuple[str, DurationView | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRow:
    """公开内容(要素): what the catalogue asks an entry to state."""

    name: str
    type: str
    required: bool
    columns: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """A catalogue item in a list."""

    code: str
    path: str
    title: str
    kind: str
    scope: str
    limit: LimitView
    channels: tuple[str, ...]
    second: str = ""
    """The second level of its category."""
    executing: str = ""
    count: int = 0
    """How many entries under it are on the web."""
    latest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueView:
    """公开目录: the items by first-level category."""

    title: str
    version: str
    groups: tuple[tuple[str, tuple[ItemRow, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibleView:
    """The three levels of responsibility, by name."""

    first: str
    assigned: str
    executing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A catalogue item: the norm beside what was disclosed under it."""

    row: ItemRow
    category: tuple[str, ...]
    elements: tuple[ElementRow, ...]
    basis: tuple[str, ...]
    responsible: ResponsibleView
    units: tuple[Link, ...]
    boards: tuple[Link, ...]
    collective: bool
    minimum: DurationView | None
    """How long entries must stand at least."""
    answer: DurationView | None
    """How long an answer to an objection may take."""
    archive: DurationView | None
    note: str
    rows: tuple[EntryRow, ...]
    sums: tuple[SumsView, ...] = ()
    """What its entries come to, amount by amount, where there are two sums to compare."""
