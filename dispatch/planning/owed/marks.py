"""Duties as the marks of a matrix: where each leads, and what it says when it is read out."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from dispatch.ledger.duties import STATES
from dispatch.ledger.duties.words import about
from dispatch.ledger.duties.words import period_text
from dispatch.planning.views.duties import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dispatch.clock.counting import Deadline
    from dispatch.ledger.duties import Duty
    from dispatch.ledger.duties import State
    from dispatch.model.values import Period
    from dispatch.planning.owed.scene import Scene

PENDING: tuple[State, ...] = ("overdue", "blank", "due-soon", "open")
"""States of what is still to be done."""
ABREAST = 4
"""How many duties stand side by side in a cell; more are told together, by state."""


def anchor(duty: Duty) -> str:
    """Return the name of the place at which a page tells of a duty that is still to be done."""
    return duty.key.replace("/", "_")


class Marker:
    """Makes marks; keeps the words that many of them share."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._said = cache(self._say)
        self._day = cache(self._day_text)
        self._join = scene.words.text("due.join", one="{one}", other="{other}")

    def marks(self, found: list[Duty]) -> tuple[Mark, ...]:
        """Return the marks of one cell."""
        if len(found) <= ABREAST:
            return tuple(self._mark(each) for each in found)
        ordered = sorted(found, key=lambda each: STATES.index(each.state))
        groups = groupby(ordered, key=lambda each: each.state)
        return tuple(self._many(state, list(group)) for state, group in groups)

    def _many(self, state: State, found: list[Duty]) -> Mark:
        if len(found) == 1:
            return self._mark(found[0])
        words, first = self._scene.words, found[0]
        number = len(found)
        open_ends = [each.deadline for each in found if each.deadline and each.provisional]
        letter = self._letter(state, number, provisional=bool(open_ends))
        counted = f"{letter} {words.text(f'due.count.{state}', count=number)}"
        return Mark(
            state=state,
            path=f"catalogue/{first.item}/",
            anchor="",
            label=self._joined([counted, *self._open(open_ends)]),
            count=number,
            provisional=bool(open_ends),
        )

    def _open(self, found: list[Deadline]) -> list[str]:
        """Return between which days the ends of several duties lie that are provisional."""
        if not found:
            return []
        earliest, latest = min(each.earliest for each in found), max(each.latest for each in found)
        return [
            self._scene.words.text(
                "due.provisional-of",
                count=len(found),
                earliest=self._day(earliest),
                latest=self._day(latest),
                calendar=found[0].calendar,
            )
        ]

    def _mark(self, duty: Duty) -> Mark:
        path, place = self._place(duty)
        if duty.kind == "periodic" and duty.period:
            label = self._said(duty.state, duty.period, duty.deadline, duty.published)
        else:
            label = self._told(duty, about(duty, self._scene.words))
        return Mark(
            state=duty.state,
            path=path,
            anchor=place,
            label=label,
            provisional=duty.provisional,
        )

    def _place(self, duty: Duty) -> tuple[str, str]:
        path = self._scene.paths.get(duty.entry or "")
        if path:
            return path, ""
        if duty.state in PENDING:
            return self._scene.home(duty.unit), anchor(duty)
        return ("", "") if duty.entry else (f"catalogue/{duty.item}/", "")

    def _say(
        self, state: State, period: Period, deadline: Deadline | None, published: date | None
    ) -> str:
        when = period_text(period, self._scene.words)
        named = self._state(state, provisional=deadline is not None and deadline.provisional)
        return self._joined([named, when, *self._days(deadline, published)])

    def _told(self, duty: Duty, what: str) -> str:
        named = self._state(duty.state, provisional=duty.provisional)
        parts = [named, *([what] if what else [])]
        return self._joined([*parts, *self._days(duty.deadline, duty.published)])

    def _state(self, state: State, *, provisional: bool = False) -> str:
        """Return what is seen, then what it means: names of links begin with their words."""
        said = self._scene.words.text(f"due.state.{state}")
        return f"{self._letter(state, 1, provisional=provisional)} {said}"

    def _letter(self, state: State, number: int, *, provisional: bool = False) -> str:
        words = self._scene.words
        mark = words.text("site.duties.provisional-mark") if provisional else ""
        return f"{words.text(f'site.duties.letter.{state}')}{mark}{number if number > 1 else ''}"

    def _days(self, deadline: Deadline | None, published: date | None) -> list[str]:
        words, told = self._scene.words, []
        if published:
            told.append(words.text("due.published", day=self._day(published)))
        if deadline:
            told.append(words.text("site.duties.by", day=self._day(deadline.day)))
            if deadline.provisional:
                told.append(
                    words.text(
                        "site.duties.provisional",
                        earliest=self._day(deadline.earliest),
                        latest=self._day(deadline.latest),
                        calendar=deadline.calendar,
                    )
                )
        return told

    def _day_text(self, day: date) -> str:
        words = self._scene.words
        month = words.text(f"site.date.months.{day.month}")
        return words.text("site.date.day", year=day.year, month=month, day=day.day)

    def _joined(self, parts: Iterable[str]) -> str:
        first, *rest = parts
        for each in rest:
            first = self._join.replace("{one}", first).replace("{other}", each)
        return first
