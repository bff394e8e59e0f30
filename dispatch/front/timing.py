"""What `when` and `limits` say: a deadline counted day by day, and how each limit is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import TypeAlias

from dispatch.clock import schedule
from dispatch.clock import tracing
from dispatch.clock.counting import Deadline
from dispatch.clock.counting import count
from dispatch.clock.schedule import review_due
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

    from dispatch.clock.workdays import Calendar
    from dispatch.ground.messages import Messages
    from dispatch.model.catalogue import Item
    from dispatch.model.catalogue import TimeLimit
    from dispatch.model.config import CalendarConfig

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One of the clocks of an item, as if what starts it came about on the day that is asked for.

    The words are `timing.clock.KEY` in the locale catalogues.
    """

    key: str
    """opens, publish, extended, posted, answered, review or archive."""
    deadline: Deadline
    stage: str = ""
    """Of staged items, the name of the stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The answer of `when`: the deadline to publish, and every clock of the item."""

    deadline: Deadline | None
    """None where the limit gives no day: 及时."""
    said: str = ""
    """Without a deadline, how the limit is read."""
    clocks: tuple[Clock, ...]
    calendar: Calendar


def clocks_of(item: Item, day: date, calendar: Calendar, own: CalendarConfig) -> Iterator[Clock]:
    """Yield every clock of an item that has a day, in the order in which they usually run."""
    yield from _publishing(item.limit, day, calendar)
    if item.posting:
        stood = count(
            day,
            item.posting.minimum,
            calendar,
            purpose="stand",
            counts_first_day=own.count_posting_day,
        )
        yield Clock(key="posted", deadline=stood)
    if item.objections:
        by = count(day, item.objections.answer, calendar, purpose="act")
        yield Clock(key="answered", deadline=by)
    if isinstance(item.limit, Standing) and (by_then := review_due(item.limit, day, calendar)):
        yield Clock(key="review", deadline=by_then)
    if item.archive:
        kept = count(day, item.archive, calendar, purpose="stand")
        yield Clock(key="archive", deadline=kept)


def _publishing(limit: TimeLimit, day: date, calendar: Calendar) -> Iterator[Clock]:
    if isinstance(limit, Staged):
        for stage in limit.stages:
            if due := schedule.stage_due(limit, stage.name, day, calendar):
                yield Clock(key="publish", deadline=due, stage=stage.name)
    elif due := deadline_of(limit, day, calendar):
        if isinstance(limit, Periodic) and (begins := _opening(limit, day, calendar)):
            yield Clock(key="opens", deadline=begins)
        yield Clock(key="publish", deadline=due)
    if isinstance(limit, OnRequest) and limit.extend:
        later = schedule.request_due(limit, day, calendar, extended=True)
        yield Clock(key="extended", deadline=later)


def _opening(limit: Periodic, day: date, calendar: Calendar) -> Deadline | None:
    begins = schedule.period_opens(limit, schedule.period_at(limit.every, day))
    if begins is None:
        return None
    return Deadline(
        day=begins,
        earliest=begins,
        latest=begins,
        nominal=begins,
        purpose="stand",
        calendar=calendar.name,
    )


def when_text(counted: Counted, messages: Messages) -> str:
    """Return a deadline, each day of its count with role and reason, and the other clocks."""
    deadline = counted.deadline
    if deadline is None:
        calendar = counted.calendar.name
        lines = [messages.text("timing.no-deadline", said=counted.said, calendar=calendar)]
    else:
        lines = _counted(deadline, counted.calendar, messages)
    others = [each for each in counted.clocks if each.deadline != deadline or each.stage]
    if others:
        lines.append(messages.text("timing.others"))
    for each in others:
        said = messages.text(f"timing.clock.{each.key}", day=each.deadline.day)
        lines.append(f"  {each.stage}  {said}" if each.stage else f"  {said}")
        lines += [f"    {line}" for line in _open(each.deadline, messages)]
    return "\n".join(lines) + "\n"


def _counted(deadline: Deadline, calendar: Calendar, messages: Messages) -> list[str]:
    rows = _days(deadline, calendar, messages)
    return [
        messages.text("timing.deadline", day=deadline.day, calendar=deadline.calendar),
        *_open(deadline, messages),
        *(f"  {row['day']}  {row['role']}  {row['why']}".rstrip() for row in rows),
    ]


def _open(deadline: Deadline, messages: Messages) -> list[str]:
    """Return the line that says that a deadline is provisional, if it is."""
    if not deadline.provisional:
        return []
    params = {"earliest": deadline.earliest, "latest": deadline.latest}
    return [messages.text("clock.provisional", calendar=deadline.calendar, **params)]


def when_json(counted: Counted, messages: Messages) -> str:
    """Return the same as JSON: what `_plain` gives, `calendar`, `days`, and all `clocks`."""
    value = {
        **_plain(counted.deadline),
        "calendar": counted.calendar.name,
        "days": list(_days(counted.deadline, counted.calendar, messages)),
        "clocks": [
            {"clock": each.key, "stage": each.stage or None, **_plain(each.deadline)}
            for each in counted.clocks
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _plain(deadline: Deadline | None) -> dict[str, object]:
    """Return `{deadline, provisional, earliest, latest}`; without a deadline the days are null."""
    if deadline is None:
        return {"deadline": None, "provisional": False, "earliest": None, "latest": None}
    return {
        "deadline": deadline.day.isoformat(),
        "provisional": deadline.provisional,
        "earliest": deadline.earliest.isoformat(),
        "latest": deadline.latest.isoformat(),
    }


def _days(
    deadline: Deadline | None, calendar: Calendar, messages: Messages
) -> Iterator[Mapping[str, str]]:
    for each in tracing.trace(deadline, calendar) if deadline else ():
        yield {
            "day": each.day.isoformat(),
            "role": messages.text(f"clock.role.{each.role}", number=each.number),
            "why": tracing.reason_text(each.reason, messages),
        }
