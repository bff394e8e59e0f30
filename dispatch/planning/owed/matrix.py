"""Item by unit by month: the matrix of each year, and the overview of what is too large for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dispatch.clock.schedule import LENGTHS
from dispatch.ledger.duties import STATES
from dispatch.planning.views import Link
from dispatch.planning.views.duties import Cell
from dispatch.planning.views.duties import MatrixGroup
from dispatch.planning.views.duties import MatrixRow
from dispatch.planning.views.duties import OverviewCell
from dispatch.planning.views.duties import OverviewView
from dispatch.planning.views.duties import YearView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ledger.duties import Duty
    from dispatch.planning.owed.marks import Marker
    from dispatch.planning.owed.scene import Scene

    Place = tuple[str, str]
    """The code of an item and the id of a unit."""
    Slots = defaultdict[int, defaultdict[Place, defaultdict[tuple[int, int], list[Duty]]]]
    """By year, by place, by first month and number of months: the duties."""
    Rows = Mapping[int, Mapping[Place, MatrixRow]]
    """By year, by place."""

MONTHS = 12
APART = 0, 0
"""The slot of what belongs to no month."""
FREE = Cell(span=1, marks=())
OWES_NOT = OverviewCell(state=None, count=0, number=0)


def matrix_rows(scene: Scene, marker: Marker) -> Rows:
    """Return every row of every year, made once for all pages, the newest year first.

    In the year of the day every unit has a row for every item that it owes.
    """
    slots: Slots = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for duty in scene.duties:
        year, slot = _slot(duty, scene.index.day.year)
        slots[year][duty.item, duty.unit][slot].append(duty)
    now = slots[scene.index.day.year]
    rows: dict[int, dict[Place, MatrixRow]] = {}
    for year in sorted(slots, reverse=True):
        rows[year] = {
            (code, name): _row(scene.unit(name), slots[year][code, name], marker)
            for code, units in scene.owing.items()
            for name in units
            if slots[year] is now or (code, name) in slots[year]
        }
    return rows


def _slot(duty: Duty, now: int) -> tuple[int, tuple[int, int]]:
    """Return the year of a duty, and its first month and how many there are.

    A period stands where it lies, what happened once where it was published; what stands all the
    time, or has no day, stands apart in the year that is looked at.
    """
    if duty.kind == "periodic" and duty.period:
        return duty.period.first.year, (duty.period.first.month, LENGTHS[duty.period.every])
    day = duty.published or (duty.deadline.day if duty.deadline else None)
    if duty.kind == "standing" or day is None:
        return now, APART
    return day.year, (day.month, 1)


def _row(unit: Link, slots: Mapping[tuple[int, int], list[Duty]], marker: Marker) -> MatrixRow:
    cells: list[Cell] = []
    month, begins = 1, {first: (length, found) for (first, length), found in slots.items() if first}
    while month <= MONTHS:
        length, found = begins.get(month, (1, None))
        cells.append(Cell(span=length, marks=marker.marks(found)) if found else FREE)
        month += length
    return MatrixRow(unit=unit, cells=tuple(cells), standing=marker.marks(slots.get(APART, [])))


def years(scene: Scene, rows: Rows, places: Iterable[Place]) -> tuple[YearView, ...]:
    """Return the matrix of each year in which one of the places has a row."""
    chosen = tuple(places)
    views = (
        YearView(year=f"{year:04}", groups=tuple(_groups(scene, of_year, chosen)))
        for year, of_year in rows.items()
    )
    return tuple(view for view in views if view.groups)


def _groups(
    scene: Scene, rows: Mapping[Place, MatrixRow], places: Iterable[Place]
) -> Iterable[MatrixGroup]:
    found: dict[str, list[MatrixRow]] = {}
    for place in places:
        if row := rows.get(place):
            found.setdefault(place[0], []).append(row)
    for code, group in found.items():
        yield MatrixGroup(code=code, item=scene.item(code), rows=tuple(group))


def standings(scene: Scene) -> Mapping[Place, OverviewCell]:
    """Return how each unit stands under each item that it owes."""
    found: defaultdict[Place, list[int]] = defaultdict(list)
    ranks = {state: rank for rank, state in enumerate(STATES)}
    for duty in scene.duties:
        found[duty.item, duty.unit].append(ranks[duty.state])
    return {place: _standing(ranked) for place, ranked in found.items()}


def _standing(ranks: list[int]) -> OverviewCell:
    worst = min(ranks)
    return OverviewCell(state=STATES[worst], count=ranks.count(worst), number=len(ranks))


def overview(scene: Scene, cells: Mapping[Place, OverviewCell]) -> OverviewView:
    """Return every unit against every item."""
    units = dict.fromkeys(name for names in scene.owing.values() for name in names)
    return OverviewView(
        items=tuple((code, scene.item(code)) for code in scene.owing),
        rows=tuple(
            (
                Link(text=scene.index.unit(name), path=scene.home(name)),
                tuple(cells.get((code, name), OWES_NOT) for code in scene.owing),
            )
            for name in units
        ),
    )
