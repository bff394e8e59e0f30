"""Limits put in words: as sentences of the locale, as canonical phrases, as YAML to write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Phrase
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.reading.phrases.base import Said

if TYPE_CHECKING:
    from dispatch.ground.messages import Messages
    from dispatch.model.catalogue import TimeLimit
    from dispatch.model.values import Duration
    from dispatch.reading.phrases.base import Clock


def spoken(said: Said, messages: Messages) -> str:
    """Return a sentence in the language of the messages."""
    params = {
        name: spoken(value, messages) if isinstance(value, Said) else value
        for name, value in said.params
    }
    return messages.text(f"phrases.{said.key}", **params)


def said_of(limit: TimeLimit, event: str = "") -> Said:
    """Return the sentence that says what a limit is; `event` is how the norm calls the start."""
    match limit:
        case Standing():
            return _standing(limit, event)
        case Periodic():
            return _periodic(limit)
        case Event():
            return _event(limit, event)
        case Staged():
            return _staged(limit)
        case OnRequest():
            return _request(limit)
        case Phrase():
            return _said("phrase", phrase=limit.phrase)


def clock_said(clock: Clock) -> Said:
    """Return the sentence that says what another clock of the phrase is."""
    if clock.length is None:
        return Said(key=f"clock.{clock.name}-prompt")
    return Said(key=f"clock.{clock.name}", params=(("length", length(clock.length)),))


def length(duration: Duration) -> Said:
    """Return the sentence part for a length of time."""
    form = "one" if duration.count == 1 else "other"
    key = f"length.{duration.unit.value}.{form}"
    return Said(key=key, params=(("count", duration.count),))


def _said(key: str, **params: str | int | Said) -> Said:
    return Said(key=f"read.{key}", params=tuple(params.items()))


def _start(kind: str, event: str) -> Said:
    plain = Said(key=f"start.{kind}")
    if not event:
        return plain
    return Said(key="start.quoted", params=(("event", event), ("kind", plain)))


def _standing(limit: Standing, event: str) -> Said:
    review = length(limit.review) if limit.review else ""
    if limit.within is None:
        return _said("standing-review", review=review) if review else _said("standing")
    start = _start("changed", event)
    key = "standing-within-review" if review else "standing-within"
    return _said(key, start=start, length=length(limit.within), review=review)


def _event(limit: Event, event: str) -> Said:
    start = _start(limit.after, event)
    if limit.within is None:
        return _said("event-prompt", start=start)
    key = "event" if limit.within.count else "event-same-day"
    return _said(key, start=start, length=length(limit.within))


def _periodic(limit: Periodic) -> Said:
    period = Said(key=f"period.{limit.every}")
    if limit.within is not None:
        return _said("periodic-within", period=period, length=length(limit.within))
    if limit.day is None:
        return _said("periodic-open", period=period)
    if limit.opens:
        opens = {"first_month": limit.opens.month, "first_day": limit.opens.day}
        return _said(
            "periodic-window", period=period, month=limit.month or 1, day=limit.day, **opens
        )
    if limit.every == "year":
        month = limit.month or 1
        return _said("periodic-year", month=month, day=limit.day)
    return _said("periodic-day", period=period, month=limit.month or 1, day=limit.day)


def _staged(limit: Staged) -> Said:
    names = "、".join(stage.name for stage in limit.stages)
    lengths = {stage.within for stage in limit.stages}
    common = next(iter(lengths)) if len(lengths) == 1 else None
    if common is None:
        return _said("staged", stages=names)
    return _said("staged-within", stages=names, length=length(common))


def _request(limit: OnRequest) -> Said:
    if limit.extend is None:
        return _said("request", length=length(limit.within))
    return _said("request-extend", length=length(limit.within), extend=length(limit.extend))


def written(limit: TimeLimit, phrase: str = "") -> str:
    """Return a limit as the line of YAML that says the same without the phrase being read."""
    parts = [f"type: {limit.type}", *_fields(limit)]
    if phrase:
        parts.append(f"phrase: {json.dumps(phrase, ensure_ascii=False)}")
    return f"limit: {{{', '.join(parts)}}}"


def _fields(limit: TimeLimit) -> list[str]:
    match limit:
        case Standing():
            return [*_field("within", limit.within), *_field("review", limit.review)]
        case Periodic():
            dated = [f"month: {limit.month}", f"day: {limit.day}"] if limit.day else []
            return [
                f"every: {limit.every}",
                *_field("within", limit.within),
                *_opens(limit),
                *dated,
            ]
        case Event():
            prompt = ["prompt: true"] if limit.prompt else []
            return [f"from: {limit.after}", *_field("within", limit.within), *prompt]
        case Staged():
            stages = [
                ", ".join([f"name: {x.name}", *_field("within", x.within)]) for x in limit.stages
            ]
            return [f"stages: [{', '.join(f'{{{each}}}' for each in stages)}]"]
        case OnRequest():
            return [*_field("within", limit.within), *_field("extend", limit.extend)]
        case Phrase():
            return []


def _opens(limit: Periodic) -> list[str]:
    opens = limit.opens
    return [f"opens: {{month: {opens.month}, day: {opens.day}}}"] if opens else []


def _field(name: str, value: Duration | None) -> list[str]:
    return [f"{name}: {braced(value)}"] if value else []


def braced(value: Duration) -> str:
    """Return a length of time as YAML."""
    return f"{{count: {value.count}, unit: {value.unit.value}}}"
