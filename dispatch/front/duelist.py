"""What is owed, for people and for programs: text, JSON, a table, a calendar.

The text form is for a clerk at a terminal. The JSON form is stable: a list of mappings with the
keys of `duties.rows.KEYS`. The table opens in spreadsheets: words of the chosen language, a byte
order mark, and nothing that a spreadsheet would take for a formula. The calendar has a whole day
for every duty that has a deadline.
"""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.ledger.duties import totals
from dispatch.ledger.duties.rows import KEYS
from dispatch.ledger.duties.rows import duty_row
from dispatch.ledger.index import entry_path
from dispatch.rendering.calendars import Occasion
from dispatch.rendering.calendars import calendar_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.ledger.duties import Counts
    from dispatch.ledger.duties import Duty
    from dispatch.ledger.duties import State
    from dispatch.model.site import Site
    from dispatch.model.values import Period

    Style = Callable[[str, str], str]

BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet may take for a formula."""
LISTED: tuple[tuple[State, str], ...] = (
    ("overdue", "error"),
    ("blank", "error"),
    ("due-soon", "warning"),
    ("late", "info"),
)
"""The states whose duties the text names one by one, each with its style."""
COUNTED: tuple[State, ...] = ("met", "late", "overdue", "blank", "due-soon", "open", "none")
"""The states in the order that figures name them in."""
WORDED = ("state", "kind", "clock")
"""Columns of the table whose values are words of the language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the duties are of, and the language to say them in."""

    site: Site
    day: date
    messages: Messages


def as_text(found: Iterable[Duty], setting: Setting, style: Style) -> str:
    """Return the figures, then what is overdue, due soon or was late, then each unit's figures.

    The last line names the calendar, with its version.
    """
    duties = tuple(found)
    words = setting.messages
    figures = totals(duties)
    parts = [_head(figures.whole, setting)]
    parts += [_section(duties, setting, style, listed) for listed in LISTED]
    if not any(each.state in ("overdue", "blank", "due-soon") for each in duties):
        parts.append(style(words.text("due.clear"), "good") + "\n")
    if figures.by_unit:
        lines = [
            words.text("due.unit", unit=_unit(setting, unit), figures=_figures(counts, words))
            for unit, counts in figures.by_unit.items()
        ]
        parts.append("\n".join((words.text("due.units"), *(f"  {line}" for line in lines))) + "\n")
    calendars = dict.fromkeys(each.deadline.calendar for each in duties if each.deadline)
    parts += [style(words.text("due.by", calendar=name), "faint") + "\n" for name in calendars]
    return "\n".join(part for part in parts if part)


def as_json(found: Iterable[Duty], setting: Setting) -> str:
    """Return the duties as a JSON list, ended by a newline."""
    rows = [duty_row(duty, _title(setting, duty)) for duty in found]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_csv(found: Iterable[Duty], setting: Setting) -> str:
    """Return the duties as a table for spreadsheets, with a head; lines end as RFC 4180 has it."""
    words = setting.messages
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([words.text(f"due.column.{key}") for key in KEYS])
    for duty in found:
        row = duty_row(duty, _title(setting, duty)) | {"unit": _unit(setting, duty.unit)}
        row |= {key: words.text(f"due.{key}.{row[key]}") for key in WORDED}
        row["provisional"] = words.text("due.provisional") if duty.provisional else ""
        writer.writerow([_cell(row[key]) for key in KEYS])
    return BYTE_ORDER_MARK + out.getvalue()


def as_ics(found: Iterable[Duty], setting: Setting) -> str:
    """Return the duties that have a deadline as a calendar, in the order of their days."""
    site = setting.site
    paths = {entry.id: entry_path(entry) for entry in site.entries if site.on_web(entry)}
    occasions = [_occasion(duty, setting, paths) for duty in found if duty.deadline]
    occasions.sort(key=lambda each: (each.day, each.uid))
    name = setting.messages.text("due.calendar", title=site.config.site.title)
    return calendar_text(name, occasions, setting.day)


def _head(whole: Counts, setting: Setting) -> str:
    words = setting.messages
    return words.text("due.head", day=setting.day, figures=_figures(whole, words)) + "\n"


def _figures(counts: Counts, words: Messages) -> str:
    parts = [
        words.text(f"due.count.{state}", count=counts.states[state])
        for state in COUNTED
        if counts.states[state]
    ]
    if counts.due:
        parts.append(words.text("due.coverage", share=_share(counts.coverage)))
        parts.append(words.text("due.timeliness", share=_share(counts.timeliness)))
    return _joined(parts, words) or words.text("due.nothing")


def _share(share: float | None) -> str:
    # Cut, not rounded: 99.96 of a hundred is not all.
    return f"{math.floor((share or 0) * 1000 + 1e-9) / 10:g}%"


def _section(
    duties: Iterable[Duty], setting: Setting, style: Style, listed: tuple[State, str]
) -> str:
    state, mood = listed
    there = sorted((duty for duty in duties if duty.state == state), key=_urgency)
    if not there:
        return ""
    heading = setting.messages.text(f"due.heading.{state}", count=len(there))
    lines = (f"  {_line(duty, setting)}" for duty in there)
    return "\n".join((style(heading, mood), *lines)) + "\n"


def _urgency(duty: Duty) -> tuple[str, str]:
    return duty.deadline.day.isoformat() if duty.deadline else "", duty.key


def _line(duty: Duty, setting: Setting) -> str:
    words = setting.messages
    day = str(duty.deadline.day) if duty.deadline else words.text("due.dayless")
    parts = [day, f"{duty.item} {_title(setting, duty)}", _unit(setting, duty.unit)]
    parts += [part for part in (_about(duty, words), _remark(duty, words)) if part]
    return "  ".join(parts)


def _about(duty: Duty, words: Messages) -> str:
    """Return what a duty is about: its period, or its stage and entry."""
    parts = [_period(duty.period, words)] if duty.period else []
    if duty.stage:
        parts.append(duty.stage)
    if duty.clock == "review":
        parts.append(words.text("due.clock.review"))
    if duty.entry and not duty.period:
        parts.append(duty.entry)
    if duty.kind == "standing" and not duty.entry:
        parts.append(words.text("due.missing"))
    return " ".join(parts)


def _remark(duty: Duty, words: Messages) -> str:
    parts = []
    if duty.state == "late" and duty.published:
        parts.append(words.text("due.published", day=duty.published))
    if duty.provisional:
        parts.append(words.text("due.provisional"))
    return words.text("due.remark", text=_joined(parts, words)) if parts else ""


def _joined(parts: Iterable[str], words: Messages) -> str:
    rest = iter(parts)
    first = next(rest, "")
    return reduce(lambda one, other: words.text("due.join", one=one, other=other), rest, first)


def _period(period: Period, words: Messages) -> str:
    year, _, part = period.text.partition("-")
    if not part:
        return words.text("site.date.period.year", year=year)
    if part.isdigit():
        month = words.text(f"site.date.months.{int(part)}")
        return words.text("site.date.period.month", year=year, month=month)
    return words.text(f"site.date.period.{part}", year=year)


def _title(setting: Setting, duty: Duty) -> str:
    return setting.site.items[duty.item].title


def _unit(setting: Setting, name: str) -> str:
    unit = setting.site.organisation.unit(name)
    return unit.name if unit else name


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _occasion(duty: Duty, setting: Setting, paths: Mapping[str, str]) -> Occasion:
    words, base = setting.messages, setting.site.config.site.base_url.rstrip("/")
    path = paths.get(duty.entry or "")
    return Occasion(
        uid=f"{duty.key.replace('/', '.')}@{urlsplit(base).hostname or 'localhost'}",
        day=duty.deadline.day if duty.deadline else setting.day,
        summary="  ".join(_summary(duty, setting)),
        description="\n".join(_description(duty, words)),
        category=words.text(f"due.state.{duty.state}"),
        address=f"{base}/{path}" if path else "",
        tentative=duty.provisional,
    )


def _summary(duty: Duty, setting: Setting) -> Iterator[str]:
    words = setting.messages
    yield words.text("due.label", state=words.text(f"due.state.{duty.state}"))
    yield f"{duty.item} {_title(setting, duty)}"
    yield _unit(setting, duty.unit)
    if about := _about(duty, words):
        yield about


def _description(duty: Duty, words: Messages) -> Iterator[str]:
    if duty.published:
        yield words.text("due.published", day=duty.published)
    if deadline := duty.deadline:
        yield words.text("due.by", calendar=deadline.calendar)
        if duty.provisional:
            yield words.text(
                "clock.provisional",
                calendar=deadline.calendar,
                earliest=deadline.earliest,
                latest=deadline.latest,
            )
