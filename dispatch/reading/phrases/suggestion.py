"""The structured form to write instead of a phrase that was refused.

It states only what stands in the phrase beyond doubt; `…` is left where a person must decide.
"""

from __future__ import annotations

import json
import re

from dispatch.reading.phrases import numerals

_SPAN = re.compile(
    rf"([{numerals.CHARACTERS}]+)(个?工作[日天]|个?(?:自然)?[日天](?!(?:之|以)?前)|个月|年(?!度))"
)
_DATE = re.compile(rf"(?:([{numerals.CHARACTERS}]+)月份?)?([{numerals.CHARACTERS}]+)[日号]")
_EVERY = (
    (re.compile(r"半年"), "half-year"),
    (re.compile(r"季"), "quarter"),
    (re.compile(r"每年|按年|逐年|次年|翌年|[下第]一?二?年|年[度底末]|年前"), "year"),
    (re.compile(r"每个?月|按月|逐月|[次下翌本当]个?月|^月"), "month"),
)
_PERIODIC = ("no-day", "period-unclear", "period-current", "period-mismatch", "day-of", "window")
_DATED = ("period-unclear", "period-current", "period-mismatch", "day-of", "year-day")
_STAGES = "stages: [{name: 事前}, {name: 事中}, {name: 事后}]"
_BLANK = "{count: …, unit: …}"
_POSTED = re.compile(r"公示|张贴|保留")


def suggestion(reason: str, text: str, phrase: str) -> str:
    """Return YAML for the limit of a refused phrase; empty where the row above must be mended."""
    if reason in ("ditto", "ditto-refused"):
        return ""
    quoted = f"phrase: {json.dumps(phrase, ensure_ascii=False)}"
    if reason.startswith("stage"):
        return f"limit: {{type: staged, {_STAGES}, {quoted}}}"
    if reason in ("request-open", "request-or-event", "answer-to-what"):
        return f"limit: {{type: on-request, within: {_length(text)}, {quoted}}}"
    if reason in (*_PERIODIC, "month-end", "year-day"):
        return f"limit: {{type: periodic, every: {_every(text)}, {_when(reason, text)}, {quoted}}}"
    if reason == "no-clock":
        return _posting(text)
    return f"limit: {{type: event, from: …, within: {_length(text)}, {quoted}}}"


def _length(text: str) -> str:
    """Return the only length of time of a text, or a blank where there are none or several."""
    found = [(numerals.number(match[1]), match[2]) for match in _SPAN.finditer(text)]
    if len(found) != 1 or found[0][0] is None:
        return _BLANK
    return f"{{count: {found[0][0]}, unit: {_unit(found[0][1])}}}"


def _unit(words: str) -> str:
    if "工作" in words:
        return "working-day"
    return {"个月": "month", "年": "year"}.get(words, "day")


def _every(text: str) -> str:
    return next((name for mark, name in _EVERY if mark.search(text)), "…")


def _when(reason: str, text: str) -> str:
    found = _DATE.findall(text)
    if reason == "window":
        return _window(found, yearly=_every(text) == "year")
    if reason not in _DATED or len(found) != 1:
        return f"within: {_BLANK}"
    month, day = (numerals.number(part.removeprefix("0")) or "…" for part in found[0])
    return f"month: {month if found[0][0] else 1}, day: {day}"


def _window(found: list[tuple[str, str]], *, yearly: bool) -> str:
    """Return when a window opens and ends; a named month counts from the end of years alone."""
    named = any(month for month, _ in found)
    if len(found) != 2 or (named and not yearly):  # noqa: PLR2004 - from and to
        return "opens: {month: …, day: …}, month: …, day: …"
    (first, begins), (last, ends) = found
    months = [_number(first or "1"), _number(last or first or "1")]
    opens = f"opens: {{month: {months[0]}, day: {_number(begins)}}}"
    return f"{opens}, month: {months[1]}, day: {_number(ends)}"


def _number(text: str) -> int | str:
    return numerals.number(text.removeprefix("0")) or "…"


def _posting(text: str) -> str:
    limit = f"limit: {{type: event, from: …, within: {_BLANK}}}"
    key = "posting: {minimum" if _POSTED.search(text) else "objections: {answer"
    return f"{limit}\n{key}: {_length(text)}}}"
