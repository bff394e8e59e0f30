"""The small values that the nouns are made of, and how their text is read.

This module is the door to pydantic for the nouns: every scalar of a content file arrives here as
the text that stands in the file, and leaves typed or refused. Nothing is guessed: `2026-1-5` is
no date, `1_000` no number, `yes` no flag (`libraries.md` lists what lax reading would accept).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator
from pydantic import ConfigDict
from pydantic import StringConstraints
from pydantic import WithJsonSchema
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

FORMAT = ConfigDict(extra="forbid")
"""Every noun read from a file refuses unknown keys."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PERIOD = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")


def day_of(text: object) -> date:
    """Return the day that `YYYY-MM-DD` names; any other text is refused."""
    if type(text) is date:
        return text
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise PydanticCustomError("day_form", "not a day", {"value": text})
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("day_unreal", "no such day", {"value": text}) from None


def count_of(text: object) -> int:
    """Return a whole number from 0 to 999,999,999 in plain digits; `0755` is none."""
    if type(text) is int:
        return text
    if not isinstance(text, str) or not re.fullmatch(r"0|[1-9][0-9]{0,8}", text):
        raise PydanticCustomError("count_form", "not a whole number", {"value": text})
    return int(text)


def flag_of(text: object) -> bool:
    """Return the truth of `true` or `false`; no other word is a flag."""
    if isinstance(text, bool):
        return text
    if text not in ("true", "false"):
        raise PydanticCustomError("flag_form", "neither true nor false", {"value": text})
    return text == "true"


class Scope(StrEnum):
    """公开范围: who may read, from the widest to the narrowest."""

    SOCIETY = "society"
    PARTY = "party"
    UNIT = "unit"
    GROUP = "group"

    def covers(self, other: Scope) -> bool:
        """Tell whether everybody in `other` is among those in this scope."""
        order = tuple(Scope)
        return order.index(self) <= order.index(other)


class Channel(StrEnum):
    """公开形式、渠道和载体: how a matter is made public."""

    WEB = "web"
    BOARD = "board"
    MEETING = "meeting"
    DOCUMENT = "document"
    BULLETIN = "bulletin"
    NETWORK = "network"
    VISIT = "visit"
    MEDIA = "media"
    SCREEN = "screen"


class DurationUnit(StrEnum):
    """What a duration counts."""

    DAY = "day"
    WORKING_DAY = "working-day"
    CLEAR_DAY = "clear-day"
    MONTH = "month"
    YEAR = "year"


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
"""Some words: not empty."""
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A title: one line of at most 200 characters."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
"""An id of a unit, person or board; it becomes part of an address."""
Code = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,30}[A-Za-z0-9])?$")
]
"""The code of a catalogue item; it becomes part of an address."""
EntryId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{4,6}$")]
"""The id of an entry: the year and a number, unique for ever."""
Points = Annotated[str, StringConstraints(pattern=r"^(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,2})?$")]
"""Points of a score: at most two decimal places, as they are written."""
Slot = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?-[1-9][0-9]?$")]
"""A place on a board: the column from the left and the row from the top, as 3-2."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
"""The first twelve hex digits of a SHA-256: short enough to be read off paper."""
FileDigest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""The SHA-256 of a file, in hex digits."""
Day = Annotated[
    date,
    BeforeValidator(day_of),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
"""A day, written `YYYY-MM-DD`."""
Count = Annotated[int, BeforeValidator(count_of), WithJsonSchema({"type": "integer", "minimum": 0})]
"""A whole number in plain digits."""
Flag = Annotated[bool, BeforeValidator(flag_of), WithJsonSchema({"type": "boolean"})]
"""`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a noun was read: the file, the keys that lead to it, and the YAML block's span."""

    path: str = ""
    keys: tuple[str | int, ...] = ()
    start: int = 0
    end: int = -1
    """Offsets of the YAML block in the text; -1 is the end of the file."""

    def down(self, *keys: str | int) -> Origin:
        """Return the origin of a part of the noun."""
        return Origin(self.path, (*self.keys, *keys), self.start, self.end)


NOWHERE = Origin()
"""The origin of what was not read from a file."""

Stamp = SkipJsonSchema[Origin]
"""The origin of a noun; set by the reader, never by a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time: a count of units."""

    __pydantic_config__ = FORMAT
    count: Count
    """How many."""
    unit: DurationUnit
    """Of what."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, half-year, quarter or month, as periodic items are disclosed by."""

    first: date
    last: date
    text: str
    """As it is written: 2026, 2026-H2, 2026-Q3, 2026-10."""

    @property
    def every(self) -> str:
        """How often such periods come: year, half-year, quarter or month."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return {12: "year", 6: "half-year", 3: "quarter", 1: "month"}[months]


def period_of(text: object) -> Period:
    """Return the period that a text such as `2026-Q3` names."""
    if isinstance(text, Period):
        return text
    match = _PERIOD.fullmatch(text) if isinstance(text, str) else None
    if match is None or int(match[1]) < 1:
        raise PydanticCustomError("period_form", "not a period", {"value": text})
    year, half, quarter, month = (int(part) if part else 0 for part in match.groups())
    length = 6 if half else 3 if quarter else 1 if month else 12
    first = month or (half or quarter or 1) * length - length + 1
    return Period(date(year, first, 1), _month_end(year, first + length - 1), match[0])


def _month_end(year: int, month: int) -> date:
    if month == 12:  # noqa: PLR2004 - December
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


PeriodText = Annotated[
    Period,
    BeforeValidator(period_of),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-(H[12]|Q[1-4]|\d{2}))?$"}),
]
"""A period, written 2026, 2026-H2, 2026-Q3 or 2026-10."""
