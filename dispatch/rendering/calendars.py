"""Calendars of whole days, as RFC 5545 has them, for whoever subscribes to deadlines."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from functools import partial
from typing import TYPE_CHECKING

from dispatch import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.planning.views.duties import Occasion

OCTETS = 75
"""How long a line may be, its end not counted."""
LEADING, CONTINUED = 0xC0, 0x80
"""The bits that tell an octet within a character, in UTF-8, and what they are there."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


def calendar_text(name: str, occasions: Iterable[Occasion], stamp: date) -> str:
    """Return a calendar; `stamp` is the day that it was made for."""
    return Calendars(stamp).text(name, occasions)


class Calendars:
    """Writes calendars of one day; what stands in several of them is written once."""

    def __init__(self, stamp: date) -> None:
        self._written = cache(partial(_written, stamp))

    def text(self, name: str, occasions: Iterable[Occasion]) -> str:
        """Return a calendar."""
        head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Dispatch//Dispatch {__version__}//ZH"]
        head += ["CALSCALE:GREGORIAN", f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
        return "".join((_lines(head), *map(self._written, occasions), _lines(["END:VCALENDAR"])))


def _written(stamp: date, occasion: Occasion) -> str:
    return _lines(_event(occasion, stamp))


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(occasion: Occasion, stamp: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(occasion.uid)}"
    yield f"DTSTAMP:{_day(stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(occasion.day)}"
    if occasion.last:
        # The end is the first day after it.
        yield f"DTEND;VALUE=DATE:{_day(occasion.last + timedelta(days=1))}"
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
    if line.isascii() and len(line) <= OCTETS:
        return line
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
