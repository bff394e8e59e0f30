"""A count day by day, with the reason of every day that was left out or moved over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.clock.counting import MONTHS
from dispatch.clock.counting import days_from
from dispatch.model.values import DurationUnit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.clock.counting import Deadline
    from dispatch.clock.workdays import Calendar
    from dispatch.clock.workdays import Reason
    from dispatch.ground.messages import Messages

Role = Literal["event", "counted", "skipped", "open", "end", "moved"]
"""What a day is to a count; the words are `clock.role.ROLE` in the locale catalogues.

The day before the count, a part of it, left out of it, not known to be one or the other; the last
day where the days between are not counted one by one; a day that the end has moved over or to.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A day of a count: what it is to the count, its number if it has one, and the reason."""

    day: date
    role: Role
    number: int = 0
    reason: Reason


def trace(deadline: Deadline, calendar: Calendar) -> tuple[Counted, ...]:
    """Return the days from the event to the last that may be the end.

    The calendar is the one that gave the deadline. Of months and years only the event and the end
    are listed, of a stated day only the end.
    """
    return tuple(_numbered(deadline, calendar))


def reason_text(reason: Reason, messages: Messages) -> str:
    """Return why a day is worked or not, in the language of the messages."""
    name = messages.first(f"clock.holiday.{reason.name}") or reason.name
    return messages.text(f"clock.why.{reason.key}", name=name).strip()


def _numbered(deadline: Deadline, calendar: Calendar) -> Iterator[Counted]:
    number = 0
    for day, role in _days(deadline, calendar):
        number += role == "counted"
        shown = number if role == "counted" else 0
        yield Counted(day=day, role=role, number=shown, reason=calendar.why(day))


def _days(deadline: Deadline, calendar: Calendar) -> Iterator[tuple[date, Role]]:
    event = deadline.event
    first = deadline.nominal
    if event and deadline.duration and deadline.duration.unit not in MONTHS:
        first = event
    elif event and event != first:
        yield event, "counted" if deadline.counts_first_day else "event"
    for day in days_from(first, deadline.latest):
        if day == event and not deadline.counts_first_day:
            yield day, "event"
        else:
            yield day, _role(day, calendar, deadline)


def _role(day: date, calendar: Calendar, deadline: Deadline) -> Role:
    unit = deadline.duration.unit if deadline.duration else None
    if unit is DurationUnit.WORKING_DAY and deadline.duration and deadline.duration.count:
        state = calendar.is_working(day)
        return "open" if state is None else "counted" if state else "skipped"
    if day > deadline.nominal:
        return "moved"
    if unit is DurationUnit.CLEAR_DAY and day < deadline.nominal:
        return "counted" if calendar.is_clear(day) else "skipped"
    return "counted" if unit is DurationUnit.DAY else "end"
