"""By when an opinion or an application has to be answered, and how long an answer took."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dispatch.clock import schedule
from dispatch.clock.counting import count
from dispatch.clock.counting import spans
from dispatch.clock.workdays import ONE
from dispatch.model.catalogue import OnRequest
from dispatch.model.values import DurationUnit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.clock.counting import Deadline
    from dispatch.clock.workdays import Calendar
    from dispatch.model.catalogue import Item
    from dispatch.model.entry import Entry
    from dispatch.model.record import Feedback


def answer_due(record: Feedback, item: Item | None, calendar: Calendar) -> Deadline | None:
    """Return by when a record must be answered, by the item that it is about or is made under.

    An application is counted from the day it was accepted, and longer where more time was approved
    in time (目录的公开时限); an opinion by the item's rule for objections. None where neither says.
    """
    if item is None:
        return None
    if record.request:
        return _request_due(record, item, calendar)
    rule = item.objections
    if rule is None or not rule.answer.count:
        return None
    return count(record.received, rule.answer, calendar, purpose="act")


def item_of(
    record: Feedback, entries: Mapping[str, Entry], items: Mapping[str, Item]
) -> Item | None:
    """Return the item that a record is made under, or else that of the entry it is about."""
    entry = entries.get(record.about or "")
    return items.get(record.request or (entry.item if entry else ""))


def moments(record: Feedback, item: Item | None, calendar: Calendar) -> Iterator[tuple[date, bool]]:
    """Yield the days of a record, and the one from which it is late, which is marked."""
    answered = record.answered.on if record.answered else None
    for day in (record.received, record.accepted, record.extended, answered):
        if day:
            yield day, False
    due = answer_due(record, item, calendar)
    if due and due.latest < date.max and (answered is None or answered > due.latest):
        yield due.latest + ONE, True


def _request_due(record: Feedback, item: Item, calendar: Calendar) -> Deadline | None:
    limit = item.limit
    if not isinstance(limit, OnRequest):
        return None
    begun, more = record.accepted or record.received, record.extended
    longer = more is not None and schedule.extends(limit, begun, more, calendar)
    return schedule.request_due(limit, begun, calendar, extended=longer)


def days_worked(first: date, last: date, calendar: Calendar) -> int | None:
    """Return how many working days an answer took, the day it was asked for not counted.

    民法典第二百零一条; None where the list of a year is not announced.
    """
    lasted = spans(first, last, DurationUnit.WORKING_DAY, calendar)
    return None if lasted.unknown else lasted.without_first
