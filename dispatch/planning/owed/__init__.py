"""What is owed: duties as pages, calendars and data show them.

The public sees the duties of what is for society, on the web, from units that are online; inside
the body `due --format html` shows all of them in the same form.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dispatch.ledger.duties import totals
from dispatch.ledger.duties.rows import duty_row
from dispatch.planning.owed import feeds
from dispatch.planning.owed import lists
from dispatch.planning.owed import matrix
from dispatch.planning.owed.marks import Marker
from dispatch.planning.owed.scene import public_scene
from dispatch.planning.owed.scene import whole_scene
from dispatch.planning.views import Link
from dispatch.planning.views.duties import Bar
from dispatch.planning.views.duties import DutiesView
from dispatch.planning.views.duties import ItemDutiesView
from dispatch.planning.views.duties import UnitDutiesView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.ledger.duties import Duty
    from dispatch.ledger.duties import Totals
    from dispatch.planning.owed.matrix import Place
    from dispatch.planning.owed.matrix import Rows
    from dispatch.planning.owed.scene import Scene
    from dispatch.planning.views.duties import OverviewCell

MATRIX_ROWS = 120
"""A matrix of more rows has an overview in its place; units have a matrix each."""
LISTED = 200
"""How many duties the page of all units names one by one."""
ITEM_ROWS = 24
"""How many units the page of an item shows month by month."""


def public_duties(account: Account, words: Messages) -> DutiesView:
    """Return what the public may know of the duties; the account is that of the public part."""
    return _view(public_scene(account, words))


def whole_duties(account: Account, found: Iterable[Duty], words: Messages) -> DutiesView:
    """Return the given duties for the body itself, all on one page."""
    return _view(whole_scene(account, found, words))


def _view(scene: Scene) -> DutiesView:
    rows = matrix.matrix_rows(scene, Marker(scene))
    cells, counted = matrix.standings(scene), totals(scene.duties)
    places = [(code, name) for code, units in scene.owing.items() for name in units]
    small = len(places) <= MATRIX_ROWS or not scene.paged
    by_unit: defaultdict[str, list[Duty]] = defaultdict(list)
    for duty in scene.duties:
        by_unit[duty.unit].append(duty)
    calendars = dict.fromkeys(each.deadline.calendar for each in scene.duties if each.deadline)
    return DutiesView(
        figures=lists.figures(counted.whole),
        calendars=tuple(calendars),
        calendar="deadlines.ics" if scene.paged else "",
        data="data/duties.json" if scene.paged else "",
        years=matrix.years(scene, rows, places) if small else (),
        overview=None if small else matrix.overview(scene, cells),
        owing=lists.owing(scene, scene.duties, LISTED if scene.paged else len(scene.duties)),
        later=() if scene.paged else lists.later(scene, scene.duties),
        units=tuple(_units(scene, rows, places, by_unit)) if scene.paged else (),
        items=tuple(_items(scene, rows, cells)) if scene.paged else (),
        bars=_bars(scene, counted),
        months=lists.months(counted.by_month),
        rows=tuple(duty_row(each, scene.item(each.item).text) for each in scene.duties)
        if scene.paged
        else (),
        feeds=feeds.calendars(scene) if scene.paged else (),
    )


def _units(
    scene: Scene, rows: Rows, places: list[Place], by_unit: Mapping[str, list[Duty]]
) -> Iterable[UnitDutiesView]:
    owed: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        owed[place[1]].append(place)
    for name, of_unit in owed.items():
        found = by_unit.get(name, [])
        counted = totals(found)
        yield UnitDutiesView(
            id=name,
            path=scene.home(name),
            unit=scene.unit(name),
            calendar=f"units/{name}/deadlines.ics",
            figures=lists.figures(counted.whole),
            years=matrix.years(scene, rows, of_unit),
            owing=lists.owing(scene, found, len(found)),
            later=lists.later(scene, found),
            months=lists.months(counted.by_month),
        )


def _items(
    scene: Scene, rows: Rows, cells: Mapping[Place, OverviewCell]
) -> Iterable[ItemDutiesView]:
    for code, units in scene.owing.items():
        small = len(units) <= ITEM_ROWS
        places = [(code, name) for name in units]
        yield ItemDutiesView(
            code=code,
            years=matrix.years(scene, rows, places)[:1] if small else (),
            units=()
            if small
            else tuple(
                (
                    Link(text=scene.index.unit(name), path=scene.home(name)),
                    cells.get((code, name), matrix.OWES_NOT),
                )
                for name in units
            ),
        )


def _bars(scene: Scene, counted: Totals) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            name=scene.index.unit(name),
            path=scene.home(name),
            figures=lists.figures(counts),
        )
        for name, counts in counted.by_unit.items()
        if counts.due
    )
