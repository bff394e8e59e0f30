"""Everything read, before anything is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch.ground import yamldoc
from dispatch.ground.source import Place
from dispatch.ground.source import Source
from dispatch.model.board import Board
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Item
from dispatch.model.config import Config
from dispatch.model.entry import Entry
from dispatch.model.organisation import Organisation
from dispatch.model.record import Feedback
from dispatch.model.record import Oversight
from dispatch.model.record import Posting
from dispatch.model.values import FORMAT
from dispatch.model.values import NOWHERE
from dispatch.model.values import Channel
from dispatch.model.values import Count
from dispatch.model.values import Origin
from dispatch.model.values import Scope
from dispatch.model.values import Stamp
from dispatch.model.values import Title
from dispatch.model.waiver import Waiver

if TYPE_CHECKING:
    from dispatch.ground.trees import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page about the site itself, from content/pages/."""

    __pydantic_config__ = FORMAT
    title: Title
    """Its title."""
    order: Count = 100
    """Its place among the pages: the smaller, the earlier."""
    body: str = ""
    """Its text, in Markdown."""
    origin: Stamp = NOWHERE

    @property
    def name(self) -> str:
        """The last part of its address: the file's name without the ending."""
        return self.origin.path.rsplit("/", 1)[-1].removesuffix(".md")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file under content/attachments/, by its bytes' digest."""

    path: str
    """Below content/: `attachments/2026-0042.csv`."""
    size: int
    """In bytes."""
    digest: str
    """Hex SHA-256."""
    location: str = field(repr=False)
    """Where its bytes are, on this machine; never shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The whole content of a root, in the order of paths and of files."""

    config: Config
    organisation: Organisation
    catalogue: Catalogue
    boards: tuple[Board, ...] = ()
    entries: tuple[Entry, ...] = ()
    pages: tuple[Page, ...] = ()
    postings: tuple[Posting, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    oversight: tuple[Oversight, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    attachments: Mapping[str, AttachedFile] = field(default_factory=dict)
    """By path below content/."""
    sources: Mapping[str, Source] = field(default_factory=dict, repr=False)
    """By path below the root."""
    texts: Mapping[str, Prose] = field(default_factory=dict, repr=False)
    """By body of an entry, its text made ready for pages and sheets, where that was asked for."""
    items: Mapping[str, Item] = field(init=False, repr=False)
    """The catalogue's items by code; of two with one code, the first."""

    def __post_init__(self) -> None:
        """Index the items."""
        by_code = {item.code: item for item in reversed(self.catalogue.items)}
        object.__setattr__(self, "items", MappingProxyType(by_code))

    def board(self, name: str) -> Board | None:
        """Return the board with that id."""
        return next((board for board in self.boards if board.id == name), None)

    def boards_of(self, entry: Entry) -> tuple[str, ...]:
        """Return the ids of the boards that an entry is posted on."""
        if entry.boards is not None:
            return entry.boards
        item = self.items.get(entry.item)
        return item.boards if item else ()

    def on_web(self, entry: Entry) -> bool:
        """Tell whether an entry is for the web: society's, by that channel, from a unit online.

        An entry whose item or unit is unknown is not for the web.
        """
        item = self.items.get(entry.item)
        unit = self.organisation.unit(entry.unit)
        if item is None or unit is None:
            return False
        return item.scope is Scope.SOCIETY and Channel.WEB in item.channels and unit.online

    def waived(self, waiver: Waiver) -> Entry | None:
        """Return the entry that a waiver is about, by its id or by its file, if there is one."""
        about = (e for e in self.entries if e.id == waiver.entry or e.origin.path == waiver.path)
        return next(about, None)

    def waiver_on_web(self, waiver: Waiver) -> bool:
        """Tell whether a waiver may be shown on the web: as the entry or item that it is about.

        Of an item that is for society, and of a unit that is online.
        """
        if entry := self.waived(waiver):
            return self.on_web(entry) and not entry.draft
        item = self.items.get(waiver.item or "")
        unit = self.organisation.unit(waiver.unit) if waiver.unit else None
        if item is None or waiver.entry or waiver.path or (waiver.unit and not unit):
            return False
        shown = item.scope is Scope.SOCIETY and Channel.WEB in item.channels
        return shown and (unit is None or unit.online)

    def place(self, origin: Origin, *keys: str | int) -> Place:
        """Return where the value under these keys of a noun stands, or the nearest that does."""
        source = self.sources.get(origin.path)
        if source is None:
            return Place(origin.path)
        return yamldoc.locate(source, origin.start, origin.end, (*origin.keys, *keys))

    def body_place(self, entry: Entry, offset: int = 0) -> Place:
        """Return the place of a character of an entry's body."""
        source = self.sources.get(entry.origin.path)
        if source is None or not entry.body_start:
            return self.place(entry.origin, "body")
        return source.place(entry.body_start + offset)
