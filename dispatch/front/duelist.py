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
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from dispatch.ledger.duties import totals
from dispatch.ledger.duties.rows import KEYS
from dispatch.ledger.duties.rows import duty_row
from dispatch.ledger.duties.words import about
from dispatch.ledger.duties.words import share_text
from dispatch.ledger.index import entry_path
from dispatch.planning.owed.occasions import Teller
from dispatch.planning.owed.occasions import in_order
from dispatch.rendering.calendars import calendar_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.ledger.duties import Counts
    from dispatch.ledger.duties import Duty
    from dispatch.ledger.duties import State
    from dispatch.model.site import Site

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
    names = {unit.id: unit.name for unit in reversed(site.organisation.units)}
    teller = Teller(site=site, words=setting.messages, paths=paths, units=names)
    occasions = in_order(teller.occasion(duty) for duty in found if duty.deadline)
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
        parts.append(words.text("due.coverage", share=share_text(counts.coverage)))
        parts.append(words.text("due.timeliness", share=share_text(counts.timeliness)))
    return _joined(parts, words) or words.text("due.nothing")


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
    parts += [part for part in (about(duty, words), _remark(duty, words)) if part]
    return "  ".join(parts)


def _remark(duty: Duty, words: Messages) -> str:
    parts = []
    if duty.state == "late" and duty.published:
        parts.append(words.text("due.published", day=duty.published))
    if duty.deadline and duty.provisional:
        days = {"earliest": duty.deadline.earliest, "latest": duty.deadline.latest}
        parts.append(words.text("due.provisional-days", **days))
    return words.text("due.remark", text=_joined(parts, words)) if parts else ""


def _joined(parts: Iterable[str], words: Messages) -> str:
    rest = iter(parts)
    first = next(rest, "")
    return reduce(lambda one, other: words.text("due.join", one=one, other=other), rest, first)


def _title(setting: Setting, duty: Duty) -> str:
    return setting.site.items[duty.item].title


def _unit(setting: Setting, name: str) -> str:
    unit = setting.site.organisation.unit(name)
    return unit.name if unit else name


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
