"""How sheets are worded: the words of a language for days, spans and lengths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.model.board import Board
    from dispatch.model.paper import SheetChoice
    from dispatch.model.values import Period

    Spans = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """How sheets are worded and set."""

    messages: Messages
    language: str
    public: bool
    """Whether it goes to public/sheets/."""
    web: bool = False
    """Whether the entry has its page on the web, where the code leads."""
    board: Board | None = None
    """The board that it is for, which says on what paper and in what type."""
    choice: SheetChoice | None = None
    """What goes before the wishes of entry, item and board."""
    again: Spans = ()
    """From when to when it was to hang, where it was taken down early and is put up again."""

    def say(self, key: str, **params: object) -> str:
        """Return the words under `plan.KEY`."""
        return self.messages.text(f"plan.{key}", **params)

    def join(self, parts: Iterable[str]) -> str:
        """Return the parts that are not empty, one after the other."""
        stated = [part for part in parts if part]
        return reduce(self._pair, stated) if stated else ""

    def _pair(self, before: str, after: str) -> str:
        return self.say("sheet.join", before=before, after=after)


def day_text(how: Print, day: date) -> str:
    """Return a day as documents write it."""
    name = how.say(f"month.{day.month}")
    return how.say("day", year=day.year, month=day.month, day=day.day, name=name)


def period_text(how: Print, period: Period) -> str:
    """Return a period in words: the year 2026, the third quarter of 2026."""
    month = how.say(f"month.{period.first.month}")
    part = period.text[5:]
    key = "month" if part.isdigit() else part or "year"
    return how.say(f"period.{key}", year=period.first.year, month=month)


def length_text(how: Print, count: int, unit: str) -> str:
    """Return a length of time in words, such as 5个工作日."""
    number = "one" if count == 1 else "many"
    return how.say(f"length.{unit}.{number}", count=count)


def span_text(how: Print, first: date, last: date | None) -> str:
    """Return from when to when; one that has no end is said to begin."""
    if last is None:
        return how.say("sheet.from", first=day_text(how, first))
    return how.say("sheet.span", first=day_text(how, first), last=day_text(how, last))
