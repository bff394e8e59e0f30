"""What is still to be done, by the person in charge, and the figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dispatch.ledger.duties import MISSED
from dispatch.ledger.duties import STATES
from dispatch.ledger.duties.words import about
from dispatch.ledger.duties.words import share_text
from dispatch.planning.owed.marks import anchor
from dispatch.planning.views import Link
from dispatch.planning.views.duties import Bar
from dispatch.planning.views.duties import FiguresView
from dispatch.planning.views.duties import OwedRow
from dispatch.planning.views.duties import OwingView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ledger.duties import Counts
    from dispatch.ledger.duties import Duty
    from dispatch.ledger.duties import State
    from dispatch.planning.owed.scene import Scene

PRESSING: tuple[State, ...] = (*MISSED, "due-soon")
"""The states that are listed by person."""
SHOWN_MONTHS = 24


def figures(counts: Counts) -> FiguresView:
    """Return figures ready to read."""
    return FiguresView(
        states=tuple(counts.states.items()),
        due=counts.due,
        published=counts.published,
        in_time=counts.in_time,
        coverage=share_text(counts.coverage) if counts.due else "",
        timeliness=share_text(counts.timeliness) if counts.due else "",
    )


def owing(scene: Scene, found: Iterable[Duty], most: int) -> tuple[OwingView, ...]:
    """Return what presses, by the person in charge, those with most of it first.

    Where there are more than `most` in all, each person has figures by unit instead of rows.
    """
    pressing = sorted((each for each in found if each.state in PRESSING), key=_urgency)
    people: dict[str, list[Duty]] = {}
    for duty in pressing:
        person = scene.index.site.items[duty.item].responsible.assigned
        people.setdefault(person, []).append(duty)
    ordered = sorted(people.items(), key=lambda each: (-len(each[1]), each[0]))
    whole = len(pressing) <= most
    return tuple(_owing(scene, name, group, whole=whole) for name, group in ordered)


def _owing(scene: Scene, name: str, found: list[Duty], *, whole: bool) -> OwingView:
    person = scene.index.people.get(name)
    return OwingView(
        id=name,
        name=person.name if person else name,
        post=person.post or "" if person else "",
        calendar=f"duties/people/{name}.ics" if scene.paged else "",
        rows=tuple(row(scene, duty) for duty in found) if whole else (),
        units=() if whole else _by_unit(scene, found),
    )


def _by_unit(scene: Scene, found: list[Duty]) -> tuple[tuple[Link, int, int], ...]:
    missing = Counter(duty.unit for duty in found if duty.state in MISSED)
    soon = Counter(duty.unit for duty in found if duty.state not in MISSED)
    return tuple(
        (Link(text=scene.index.unit(unit), path=scene.home(unit)), missing[unit], soon[unit])
        for unit in dict.fromkeys(duty.unit for duty in found)
    )


def row(scene: Scene, duty: Duty) -> OwedRow:
    """Return a duty as it stands in a list."""
    index, deadline = scene.index, duty.deadline
    responsible = index.site.items[duty.item].responsible
    return OwedRow(
        anchor=anchor(duty),
        state=duty.state,
        code=duty.item,
        item=scene.item(duty.item),
        unit=Link(text=index.unit(duty.unit), path=scene.home(duty.unit)),
        about=about(duty, scene.words),
        deadline=deadline.day if deadline else None,
        provisional=(deadline.earliest, deadline.latest)
        if deadline and deadline.provisional
        else None,
        calendar=deadline.calendar if deadline else "",
        entry=scene.paths.get(duty.entry or "", ""),
        first=index.called(responsible.first),
        assigned=index.called(responsible.assigned),
        executing=index.called(responsible.executing),
    )


def later(scene: Scene, found: Iterable[Duty]) -> tuple[OwedRow, ...]:
    """Return what is not due yet, and not soon, the nearest first."""
    return tuple(
        row(scene, duty)
        for duty in sorted((each for each in found if each.state == "open"), key=_urgency)
    )


def months(by_month: Mapping[str, Counts]) -> tuple[Bar, ...]:
    """Return the months in which something was due, the last ones, in their order."""
    bars = [
        Bar(name=month, path="", figures=figures(counts))
        for month, counts in by_month.items()
        if counts.due
    ]
    return tuple(bars[-SHOWN_MONTHS:])


def _urgency(duty: Duty) -> tuple[int, str, str]:
    day = duty.deadline.day.isoformat() if duty.deadline else ""
    return STATES.index(duty.state), day, duty.key
