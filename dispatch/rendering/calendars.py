"""Calendars of whole days, as RFC 5545 has them, for whoever subscribes to deadlines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

OCTETS = 75
"""How long a line may be, its end not counted."""
LEADING, CONTINUED = 0xC0, 0x80
"""The bits that tell an octet within a character, in UTF-8, and what they are there."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A day in a calendar."""

    uid: str
    """Unique in the world, and the same each time the calendar is made."""
    day: date
    summary: str
    description: str = ""
    category: str = ""
    address: str = ""
    """The web address of what it is about."""
    tentative: bool = False
    """Whether the day may still move."""


def calendar_text(name: str, occasions: Iterable[Occasion], stamp: date) -> str:
    """Return a calendar; `stamp` is the day that it was made for."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Dispatch//Dispatch {__version__}//ZH"]
    lines += ["CALSCALE:GREGORIAN", f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    for occasion in occasions:
        lines.extend(_event(occasion, stamp))
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(occasion: Occasion, stamp: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(occasion.uid)}"
    yield f"DTSTAMP:{_day(stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(occasion.day)}"
    yield f"SUMMARY:{_text(occasion.summary)}"
    if occasion.description:
        yield f"DESCRIPTION:{_text(occasion.description)}"
    if occasion.category:
        yield f"CATEGORIES:{_text(occasion.category)}"
    if occasion.address:
        yield f"URL:{_CONTROL.sub('', occasion.address)}"
    yield f"STATUS:{'TENTATIVE' if occasion.tentative else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    """Return a text with what has a meaning in it escaped, and no control characters."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for special in "\\;,":
        plain = plain.replace(special, f"\\{special}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line in parts of at most so many octets, never within a character."""
    rest = line.encode()
    if len(rest) <= OCTETS:
        return line
    parts, room = [], OCTETS
    while len(rest) > room:
        end = room
        while rest[end] & LEADING == CONTINUED:
            end -= 1
        parts.append(rest[:end].decode())
        rest, room = rest[end:], OCTETS - 1
    return "\r\n ".join((*parts, rest.decode()))
