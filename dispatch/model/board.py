"""Where paper hangs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from dispatch.model.paper import SheetSize
from dispatch.model.values import FORMAT
from dispatch.model.values import NOWHERE
from dispatch.model.values import Count
from dispatch.model.values import EntryId
from dispatch.model.values import Flag
from dispatch.model.values import Name
from dispatch.model.values import Scope
from dispatch.model.values import Stamp
from dispatch.model.values import Text
from dispatch.model.values import Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """公开栏: a place where paper hangs, and its twin on the web."""

    __pydantic_config__ = FORMAT
    id: Name
    """Its id; its address is made of it."""
    name: Title
    """What is written above it."""
    place: Text
    """Where it hangs."""
    readers: Scope
    """Who can come and read it."""
    keeper: Name | None = None
    """The person who puts up and takes down."""
    sheet: SheetSize = "A4"
    """The size of paper."""
    columns: Count = 6
    """Slots side by side."""
    rows: Count | None = None
    """Slots one above the other; as many as are needed where absent."""
    sections: Annotated[tuple[Text, ...], Field(min_length=1)] = (
        "长期公开",
        "定期公开",
        "及时公开",
    )
    """Its sections, from the left."""
    widths: tuple[Count, ...] = ()
    """How many columns each section has, in their order; as many as it needs where absent."""
    pinned: tuple[EntryId, ...] = ()
    """Entries that stand first in their sections, in this order."""
    large: Flag = False
    """Whether its sheets are set in large print."""
    copies: Count = 1
    """How many identical boards there are."""
    outdoors: Flag = False
    """Whether weather reaches it."""
    origin: Stamp = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Boards:
    """Everything that boards.yaml says."""

    __pydantic_config__ = FORMAT
    boards: tuple[Board, ...] = ()
    """The boards."""
