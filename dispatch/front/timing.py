"""What `when` and `limits` say: a deadline counted day by day, and how each limit is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from typing import TypeAlias

from dispatch.clock import schedule
from dispatch.clock import tracing
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Phrase
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.reading import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.clock.counting import Deadline
    from dispatch.clock.workdays import Calendar
    from dispatch.ground.messages import Messages
    from dispatch.model.catalogue import Item
    from dispatch.model.catalogue import TimeLimit

Answer: TypeAlias = "tuple[str, TimeLimit | None, str]"
"""The code of an item, its limit where it can be read, and the sentence that says how."""


def readings(items: Iterable[Item], messages: Messages) -> Iterator[Answer]:
    """Yield how the limit of each item is read; a phrase that is refused has no limit."""
    listed = tuple(items)
    found = phrases.resolved([item.limit for item in listed])
    for item, read in zip(listed, found, strict=True):
        yield item.code, *_said(read, messages)


def reading(phrase: str, messages: Messages) -> Answer:
    """Return how a phrase is read, under no code."""
    return "", *_said(phrases.read_phrase(phrase), messages)


def _said(
    read: phrases.Reading | phrases.Refusal, messages: Messages
) -> tuple[TimeLimit | None, str]:
    if isinstance(read, phrases.Refusal):
        words = messages.text(f"phrases.refused.{read.reason}", **dict(read.params))
        form = messages.text("phrases.suggestion", form=read.suggestion)
        return None, f"{words} {form}".strip()
    clocks = (phrases.spoken(phrases.clock_said(clock), messages) for clock in read.extra)
    return read.limit, " ".join((phrases.spoken(read.reading, messages), *clocks))


def limits_text(answers: Iterable[Answer], messages: Messages) -> str:
    """Return the readings as lines: the code, and the sentence; a refused one is marked."""
    rows = []
    for code, limit, said in answers:
        mark = "" if limit is not None else messages.text("timing.refused") + " "
        rows.append(f"{code}  {mark}{said}".strip())
    return "\n".join(rows) + "\n"


def limits_json(answers: Iterable[Answer]) -> str:
    """Return the readings as a JSON list of `{item, read, reading, form}`."""
    rows = [
        {
            "item": code,
            "read": limit is not None,
            "reading": said,
            "form": phrases.written(limit) if limit is not None else "",
        }
        for code, limit, said in answers
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def deadline_of(limit: TimeLimit, day: date, calendar: Calendar) -> Deadline | None:
    """Return the deadline of what happened, ended or was accepted on a day; None without one.

    A periodic limit is counted from the period that the day lies in, a staged one from the day
    as the beginning of its first stage.
    """
    match limit:
        case Event() | Standing():
            return schedule.event_due(limit, day, calendar)
        case Periodic():
            return schedule.period_due(limit, schedule.period_at(limit.every, day), calendar)
        case Staged():
            return schedule.stage_due(limit, limit.stages[0].name, day, calendar)
        case OnRequest():
            return schedule.request_due(limit, day, calendar)
        case Phrase():
            return None


def when_text(deadline: Deadline, calendar: Calendar, messages: Messages) -> str:
    """Return a deadline and each day of the count with its role and reason, as lines."""
    lines = [messages.text("timing.deadline", day=deadline.day, calendar=deadline.calendar)]
    if deadline.provisional:
        params = {"earliest": deadline.earliest, "latest": deadline.latest}
        lines.append(messages.text("clock.provisional", calendar=deadline.calendar, **params))
    rows = _days(deadline, calendar, messages)
    lines += [f"  {row['day']}  {row['role']}  {row['why']}".rstrip() for row in rows]
    return "\n".join(lines) + "\n"


def when_json(deadline: Deadline, calendar: Calendar, messages: Messages) -> str:
    """Return the same as JSON: `{deadline, provisional, earliest, latest, calendar, days}`."""
    value = {
        "deadline": deadline.day.isoformat(),
        "provisional": deadline.provisional,
        "earliest": deadline.earliest.isoformat(),
        "latest": deadline.latest.isoformat(),
        "calendar": deadline.calendar,
        "days": list(_days(deadline, calendar, messages)),
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _days(
    deadline: Deadline, calendar: Calendar, messages: Messages
) -> Iterator[Mapping[str, str]]:
    for each in tracing.trace(deadline, calendar):
        yield {
            "day": each.day.isoformat(),
            "role": messages.text(f"clock.role.{each.role}", number=each.number),
            "why": tracing.reason_text(each.reason, messages),
        }
