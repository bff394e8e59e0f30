"""The round of a board: what a keeper puts up, takes down, changes and looks at on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal
from typing import get_args

if TYPE_CHECKING:
    from datetime import date

Action = Literal["down", "replace", "up", "inspect", "leave"]
"""What is done with a sheet."""

ACTIONS: tuple[Action, ...] = get_args(Action)
"""In the order in which they are done: what comes down makes room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """A sheet on a round; all words are ready to read."""

    action: Action
    entry: str
    """Its id."""
    title: str
    section: str
    reason: str
    """Why it is put up, taken down or changed; empty where it is left."""
    slot: str = ""
    """Where its first page hangs or is to hang, as column-row; empty if nobody knows."""
    pages: int = 0
    since: date | None = None
    """The day it was put up, where it hangs."""
    until: date | None = None
    """The last day it is to hang, where it has one."""
    looked: date | None = None
    """The day somebody last looked at it, be it by putting it up."""
    edition: int = 0
    digest: str = ""
    layout: str = ""
    """The digest of how it is set now."""
    reset: bool = False
    """Whether it hangs as it was set before a change of layout: it may, for it says the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBox:
    """A page in its place on the board; places are counted from 0."""

    entry: str
    page: int
    pages: int
    column: int
    row: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """The round of a board on a day."""

    board: str
    """The id of the board."""
    name: str
    place: str
    keeper: str
    day: date
    copies: int
    """On how many identical boards each sheet hangs."""
    outdoors: bool
    """Whether weather reaches the board."""
    columns: int
    rows: int
    bands: tuple[tuple[str, int, int], ...]
    """Name, first column and width of each section."""
    boxes: tuple[RoundBox, ...]
    used: int
    """How many places are taken once the round is done."""
    items: tuple[RoundRow, ...]
    """By action, then in the order of hanging."""
    left_out: tuple[str, ...] = ()
    """The ids of entries for which the board has no place."""
    baseline: date | None = None
    """The day that it is compared with; None for the posting records."""
    complete: bool = True
    """Whether all that hangs there is in it; what society reads may be a part."""

    def rows_of(self, action: Action) -> tuple[RoundRow, ...]:
        """Return the rows of an action."""
        return tuple(row for row in self.items if row.action == action)
