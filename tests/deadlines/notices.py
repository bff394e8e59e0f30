"""The lists of the notices, and a counter that uses nothing else: the source tables are held to."""

from __future__ import annotations

import csv
import tomllib
from bisect import bisect_left
from bisect import bisect_right
from datetime import date
from datetime import timedelta
from pathlib import Path

FOLDER = Path(__file__).parent


def days(first, last):
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NOTICES = tomllib.loads((FOLDER / "notices.toml").read_text(encoding="utf-8"))["notice"]
OFF = frozenset(
    day
    for notice in NOTICES
    for first, last in notice["off"]
    for day in days(date.fromisoformat(first), date.fromisoformat(last))
)
WORKED = frozenset(date.fromisoformat(day) for notice in NOTICES for day in notice["worked"])


def is_worked(day):
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


ALL_WORKED = [day for day in days(date(2018, 12, 24), date(2026, 12, 31)) if is_worked(day)]


def expected(event, number, unit):
    """Return the end by looking it up among all worked days, not by counting."""
    if unit == "working-day":
        return ALL_WORKED[bisect_right(ALL_WORKED, event) + number - 1]
    if unit == "clear-day":
        return event + timedelta(number + 1)
    if unit == "day":
        end = event + timedelta(number)
    else:
        months = event.month - 1 + number * (12 if unit == "year" else 1)
        end = last_that_is(event.year + months // 12, months % 12 + 1, event.day)
    return ALL_WORKED[bisect_left(ALL_WORKED, end)]


def last_that_is(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return last_that_is(year, month, day - 1)
