"""Scores, for people and for programs: text, JSON, a table, Markdown."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.clock.schedule import period_before
from dispatch.front.desk import account_of
from dispatch.front.desk import unknown
from dispatch.ground.errors import DispatchError
from dispatch.ledger.account import account_of as reckoned
from dispatch.model.values import period_of
from dispatch.planning.score import scores
from dispatch.planning.score.spans import reach_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.front.desk import Desk
    from dispatch.ground.messages import Messages
    from dispatch.model.config import AssessmentConfig
    from dispatch.model.site import Site
    from dispatch.model.values import Period
    from dispatch.planning.score import Line
    from dispatch.planning.score import Score
    from dispatch.planning.score import Trace

BYTE_ORDER_MARK = "\ufeff"


class NoScoreSheetError(DispatchError):
    """A config.yaml without a score sheet."""

    key = "no-score-sheet"


class NoSpanError(DispatchError):
    """Words that name no span of the kind that is assessed."""

    key = "no-span"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the scores are of, and the language to say them in."""

    site: Site
    sheet: AssessmentConfig
    span: Period
    day: date
    messages: Messages

    def unit(self, name: str) -> str:
        """Return the name of a unit."""
        unit = self.site.organisation.unit(name)
        return unit.name if unit else name


def score(desk: Desk, span: str | None, *, unit: str | None, form: str) -> int:
    """Say what each unit scores for a span; without one, for the last that is over."""
    known = account_of(desk)
    site, sheet = known.site, known.site.config.assessment
    if sheet is None:
        raise NoScoreSheetError
    period = _span(span, sheet, desk.day)
    units = {each.id: each.name for each in site.organisation.units}
    if unit is not None and unit not in units:
        raise unknown(desk, "unit", unit, units)
    account = reckoned(site, desk.day, reach_of(known, period))
    found = scores(account, sheet, period)
    shown = [each for each in found if unit in (None, each.unit)]
    setting = Setting(site=site, sheet=sheet, span=period, day=desk.day, messages=desk.messages)
    desk.terminal.out(_FORMS[form](shown, setting))
    return 0


def as_text(found: Iterable[Score], setting: Setting) -> str:
    """Return the ranking, then each unit's lines with what was lost and by what."""
    words, every = setting.messages, tuple(found)
    out = [_title(setting), words.text("score.as-of", day=setting.day), ""]
    out += [f"  {_placed(each, setting)}" for each in sorted(every, key=_by_rank)]
    for each in every:
        out += ["", f"{setting.unit(each.unit)}  {each.total}/{each.of}"]
        for line in each.lines:
            out.append(f"  {line.name}  {line.points}/{line.of}  {_figures(line, words)}")
            out += [f"    −{trace.lost}  {_reason(trace, words)}" for trace in line.costly]
        out += [f"  {note}" for note in _notes(each, words)]
    return "\n".join((*out, "", words.text("score.rounding"))) + "\n"


def as_markdown(found: Iterable[Score], setting: Setting) -> str:
    """Return the same as Markdown: the ranking as a table, a table for each unit."""
    words, every = setting.messages, tuple(found)
    heads = [words.text(f"score.column.{key}") for key in ("rank", "unit", "total", "grade")]
    out = [f"# {_title(setting)}", "", words.text("score.as-of", day=setting.day), ""]
    out += [_row(heads), _row(["---"] * len(heads))]
    out += [_row(_ranking(each, setting)) for each in sorted(every, key=_by_rank)]
    heads = [words.text(f"score.column.{key}") for key in ("criterion", "points", "of", "figures")]
    for each in every:
        out += ["", f"## {setting.unit(each.unit)}", "", _row(heads), _row(["---"] * len(heads))]
        out += [_row([e.name, e.points, e.of, _figures(e, words)]) for e in each.lines]
        lost = [
            f"- {line.name} −{trace.lost}  {_reason(trace, words)}"
            for line in each.lines
            for trace in line.costly
        ]
        out += ["", *lost] if lost else []
        out += ["", *(f"- {note}" for note in _notes(each, words))]
    return "\n".join((*out, "", words.text("score.rounding"))) + "\n"


def as_json(found: Iterable[Score], setting: Setting) -> str:
    """Return the scores as JSON; points are texts, so that they stay exact."""
    told = {
        "title": setting.sheet.title,
        "span": setting.span.text,
        "day": setting.day.isoformat(),
        "units": [_unit_data(each) for each in found],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_csv(found: Iterable[Score], setting: Setting) -> str:
    """Return a row for every unit and criterion, for spreadsheets."""
    words, out = setting.messages, io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    keys = ("unit", "total", "grade", "rank", "criterion", "points", "of", "figures")
    writer.writerow([words.text(f"score.column.{key}") for key in keys])
    for each in found:
        rank, name, total, grade = _ranking(each, setting)
        for line in each.lines:
            figures = _figures(line, words)
            cells = (name, total, grade, rank, line.name, line.points, line.of, figures)
            writer.writerow([_cell(cell) for cell in cells])
    return BYTE_ORDER_MARK + out.getvalue()


_FORMS: dict[str, Callable[[Iterable[Score], Setting], str]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "markdown": as_markdown,
}


def _span(text: str | None, sheet: AssessmentConfig, day: date) -> Period:
    if text is None:
        found = period_before(sheet.every, day)
    else:
        try:
            found = period_of(text)
        except ValueError:
            found = None
    if found is None or found.every != sheet.every or found.first > day:
        raise NoSpanError(span=text or "", every=sheet.every)
    return found


def _unit_data(each: Score) -> dict[str, object]:
    return {
        "unit": each.unit,
        "total": str(each.total),
        "of": str(each.of),
        "complete": each.complete,
        "grade": each.grade or None,
        "rank": each.rank or None,
        "provisional": each.provisional,
        "commendable": each.commendable,
        "commendations": [{"on": str(on), "title": title} for on, title in each.commendations],
        "criteria": [_line_data(line) for line in each.lines],
    }


def _line_data(line: Line) -> dict[str, object]:
    return {
        "name": line.name,
        "measure": line.measure,
        "points": str(line.points),
        "of": str(line.of),
        "good": line.good,
        "number": line.number,
        "note": line.note or None,
        "provisional": line.provisional,
        "traces": [_trace_data(trace) for trace in line.traces],
    }


def _trace_data(trace: Trace) -> dict[str, object]:
    case = trace.case
    return {
        "kind": case.kind,
        "id": case.id,
        "entry": case.entry or None,
        "title": case.title or None,
        "due": str(case.due) if case.due else None,
        "done": str(case.done) if case.done else None,
        "why": case.why,
        "days": case.days,
        "unknown": case.unknown,
        "provisional": case.provisional,
        "said": case.said or None,
        "good": case.good,
        "lost": str(trace.lost),
    }


def _title(setting: Setting) -> str:
    words = setting.messages
    return words.text("score.head", title=setting.sheet.title, span=setting.span.text)


def _by_rank(each: Score) -> tuple[bool, int]:
    return not each.rank, each.rank


def _ranking(each: Score, setting: Setting) -> list[object]:
    words = setting.messages
    grade = each.grade if each.complete else words.text("score.incomplete")
    return [each.rank or "–", setting.unit(each.unit), each.total, grade]


def _placed(each: Score, setting: Setting) -> str:
    parts = [str(part) for part in _ranking(each, setting) if part != ""]
    if each.commendable:
        parts.append(setting.messages.text("score.commendable"))
    return "  ".join(parts)


def _figures(line: Line, words: Messages) -> str:
    if line.note:
        return words.text(f"score.note.{line.note}")
    if line.measure == "mark":
        return words.text("score.note.marked")
    return words.text("score.figures", good=line.good, number=line.number)


def _reason(trace: Trace, words: Messages) -> str:
    case = trace.case
    why = words.text(f"score.why.{case.why}", due=case.due, done=case.done, days=case.days)
    if case.unknown:
        why += words.text("score.unknown", days=case.unknown)
    return "  ".join(part for part in (why, case.title, case.entry, case.id) if part)


def _notes(each: Score, words: Messages) -> Iterator[str]:
    """Yield what is to be said below the lines of a unit."""
    if each.provisional:
        yield words.text("score.provisional", number=each.provisional)
    for on, title in each.commendations:
        yield words.text("score.commendation", day=on, title=title)


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
