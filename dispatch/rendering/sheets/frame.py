"""What a sheet's paper and layout leave for its text: the type, the length of a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.model.paper import MILLIMETRES
from dispatch.rendering.sheets.columns import LINE_LENGTH
from dispatch.rendering.sheets.columns import SIZES
from dispatch.rendering.sheets.columns import fitted
from dispatch.rendering.sheets.tables import plain_tables

if TYPE_CHECKING:
    from dispatch.planning.views.sheets import SheetView
    from dispatch.rendering.sheets.glyphs import Data

LARGE = 1.4
"""How many times larger the type of large print is."""
STANDARD = 16.0
"""The type of the standard, in points."""
LINE = 28
"""Full-width characters of a line in that type."""
TYPES = (
    ("statement", 14.0),
    ("table", 12.0),
    ("ledger", 12.0),
    ("card", 12.0),
    ("procedure", 12.0),
    ("targets", 12.0),
)
"""The type of the text of layouts that do not take that of the standard."""
PLAIN = frozenset((*(name for name, _ in TYPES), "roster", "poster"))
"""Layouts of ours that are not those of official documents; what a root adds may be either."""
POSTER = "poster"
POSTER_TYPE = 31.0
"""The least type of a poster on any paper, in points, as its layout reckons it."""
TURNING = frozenset(("table", "ledger"))
"""Layouts whose page is turned where a table wants it."""
ACROSS = 694.5
"""The length of a line on a turned page of A4: 245 mm in points."""
LEGIBLE = 10.5
"""Type of tables below which the page is turned, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The measures of a sheet, as if it were A4: larger paper enlarges them all."""

    size: float = STANDARD
    """The type of its text, in points, before it is made large."""
    type: float = 1.0
    """How many times larger than that its type is."""
    room: float = LINE_LENGTH
    """The length of a line in points, in the measure of its type."""
    turned: bool = False
    sizes: tuple[float, ...] = SIZES
    """Types that tables may have, in points."""

    @property
    def letter(self) -> float:
        """How many times larger than the standard's its type is."""
        return self.type * self.size / STANDARD

    @property
    def line(self) -> int:
        """Full-width characters of a line."""
        return round(LINE / self.letter)


def frame_of(view: SheetView) -> Frame:
    """Return the frame of a sheet."""
    if view.layout == POSTER:
        least = POSTER_TYPE / STANDARD / _enlarged(view)
        return Frame(type=least, room=LINE_LENGTH / least, sizes=(STANDARD,))
    scale = LARGE if view.large else 1.0
    turned = view.layout in TURNING and _wants_turning(view, scale)
    return Frame(
        size=dict(TYPES).get(view.layout, STANDARD),
        type=scale,
        room=(ACROSS if turned else LINE_LENGTH) / scale,
        turned=turned,
    )


def paper_data(view: SheetView, frame: Frame) -> dict[str, Data]:
    """Return what the layouts read of the paper."""
    return {
        "paper": list(MILLIMETRES[view.paper]),
        "scale": round(_enlarged(view), 5),
        "type": 1.0 if view.layout == POSTER else frame.type,
        "size": frame.size,
        "plain": view.layout in PLAIN,
        "turned": frame.turned,
    }


def _enlarged(view: SheetView) -> float:
    """Return how many times larger than A4 the paper is."""
    return MILLIMETRES[view.paper][0] / MILLIMETRES["A4"][0]


def _wants_turning(view: SheetView, scale: float) -> bool:
    """Tell whether a table is folded or small on an upright page, and less so on a turned one."""
    for rows in plain_tables(view.blocks):
        upright, turned = (fitted(rows, room / scale) for room in (LINE_LENGTH, ACROSS))
        crowded = len(upright) > 1 or upright[0].size < LEGIBLE
        if crowded and (-len(turned), turned[0].size) > (-len(upright), upright[0].size):
            return True
    return False
