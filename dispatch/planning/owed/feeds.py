"""The calendars of deadlines: of all units, of each unit, of each person in charge.

A calendar holds every duty that has a deadline, and the periods to the end of next year. Where
these are very many, only what is still to be done; and units that owe the same thing on the same
day share one day in the calendars of more than one unit.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.planning.owed.marks import PENDING
from dispatch.planning.owed.occasions import Teller
from dispatch.planning.owed.occasions import in_order
from dispatch.planning.views.duties import CalendarView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ledger.duties import Duty
    from dispatch.planning.owed.scene import Scene
    from dispatch.planning.views.duties import Occasion

CROWDED = 2000
"""With more days than that a calendar is of no use to anybody."""


def calendars(scene: Scene) -> tuple[CalendarView, ...]:
    """Return every calendar with its path."""
    names = {name: scene.index.unit(name) for name in scene.index.units}
    teller = Teller(site=scene.index.site, words=scene.words, paths=scene.paths, units=names)
    found = [each for each in (*scene.duties, *scene.ahead) if each.deadline]
    crowded = len(found) > CROWDED
    if crowded:
        found = [each for each in found if each.state in PENDING]
    told = [(duty, teller.occasion(duty)) for duty in found]
    return tuple(_calendars(scene, told, teller, crowded=crowded))


def _calendars(
    scene: Scene, told: list[tuple[Duty, Occasion]], teller: Teller, *, crowded: bool
) -> Iterator[CalendarView]:
    title = scene.index.site.config.site.title
    units: defaultdict[str, list[Occasion]] = defaultdict(list)
    people: defaultdict[str, list[tuple[Duty, Occasion]]] = defaultdict(list)
    for duty, occasion in told:
        units[duty.unit].append(occasion)
        people[scene.index.site.items[duty.item].responsible.assigned].append((duty, occasion))
    yield _calendar(scene, "deadlines.ics", title, _shared(told, teller, crowded=crowded))
    for name in dict.fromkeys(name for names in scene.owing.values() for name in names):
        path = f"units/{name}/deadlines.ics"
        yield _calendar(scene, path, scene.index.unit(name), units.get(name, []))
    items = scene.index.site.items
    for name in dict.fromkeys(items[code].responsible.assigned for code in scene.owing):
        days = _shared(people.get(name, []), teller, crowded=crowded)
        yield _calendar(scene, f"duties/people/{name}.ics", scene.index.called(name), days)


def _shared(told: list[tuple[Duty, Occasion]], teller: Teller, *, crowded: bool) -> list[Occasion]:
    """Return the days, those of units that owe the same on the same day put together."""
    if not crowded:
        return [occasion for _, occasion in told]
    alike: defaultdict[tuple[object, ...], list[tuple[Duty, Occasion]]] = defaultdict(list)
    for duty, occasion in told:
        about = duty.period.text if duty.period else duty.key
        alike[duty.item, about, occasion.day, duty.state].append((duty, occasion))
    days = []
    for group in alike.values():
        duty, first = group[0]
        summary = teller.together(duty, len(group)) if len(group) > 1 else first.summary
        days.append(replace(first, summary=summary))
    return days


def _calendar(scene: Scene, path: str, title: str, days: list[Occasion]) -> CalendarView:
    name = scene.words.text("due.calendar", title=title)
    return CalendarView(path=path, name=name, occasions=in_order(days))
