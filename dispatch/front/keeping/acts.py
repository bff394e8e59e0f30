"""What somebody did at a board, as it is told to be recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model.record import Posting
    from dispatch.model.record import Printed

What = Literal["posted", "inspected", "taken-down"]
"""What was done, by the name of its command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutUp:
    """A sheet was put up."""

    entry: str
    board: str
    on: date | None = None
    """The day; the desk's where absent."""
    by: str | None = None
    """The id of the person; the board's keeper where absent."""
    slot: str | None = None
    """Where its first page hangs, as 3-2."""
    printed: Printed | None = None
    """Which sheet it is; that which would be printed now where absent."""
    photo: bytes | None = None
    """A picture of it on the board, as a telephone made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """A sheet that hangs was looked at."""

    entry: str
    board: str
    state: str
    """How it was found: legible, damaged, missing or the owner's own words."""
    on: date | None = None
    by: str | None = None
    photo: bytes | None = None
    """A picture of it, where its record has none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDown:
    """A sheet was taken down."""

    entry: str
    board: str
    on: date | None = None
    by: str | None = None


Act = PutUp | LookedAt | TakenDown


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An act that was recorded, in words to be told."""

    what: What
    record: Posting
    """The record as the act leaves it."""
    path: str
    """The file that it stands in, below the root."""
    day: date
    by: str
    """The name of the person."""
    title: str
    """Of the entry."""
    board: str
    """The name of the board."""
    state: str = ""
    """How the sheet was found, as it is written."""
    photo: str = ""
    """Where the picture lies, below the root; empty where none was given."""
