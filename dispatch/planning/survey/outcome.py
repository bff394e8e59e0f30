"""What came of it (取得的成效): only what figures show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ledger.duties import DONE
from dispatch.ledger.duties import totals
from dispatch.model.catalogue import ElementType
from dispatch.model.elements import typed
from dispatch.planning.survey.facts import asked
from dispatch.planning.survey.view import Section
from dispatch.planning.targets import Setting
from dispatch.planning.targets import target_view

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.ledger.duties import Duty
    from dispatch.model.entry import Entry
    from dispatch.planning.survey.record import Record
    from dispatch.planning.survey.registers import Rows
    from dispatch.planning.survey.view import Block
    from dispatch.planning.survey.view import Figure
    from dispatch.planning.survey.view import Pieces
    from dispatch.planning.survey.view import Row
    from dispatch.planning.survey.words import Say
    from dispatch.planning.views.elements import TargetView

PACES = ("done", "ahead", "on-time", "behind")


def outcome(record: Record, before: Record | None, rows: Rows, say: Say) -> Section:
    """Return the third section; `before` is the record of the span before, where it reaches."""
    return Section(
        title=say.words("outcome.title"),
        blocks=(
            say.head("outcome.duties"),
            *_duties(record, rows, say),
            say.head("outcome.opinions"),
            *_opinions(record, rows, say),
            say.head("outcome.targets"),
            *_targets(record, rows, say),
            say.head("outcome.change"),
            *_change(record, before, rows, say),
            say.gap("outcome"),
        ),
    )


def due_figures(
    due: Iterable[Duty], rows: Rows, say: Say, prefix: str, of: str = "", **words: str
) -> tuple[Pieces, ...]:
    """Return how many were due, published and in time, and both shares."""
    there = tuple(due)
    whole = say.count(f"{prefix}due", map(rows.duty, there), of, **words)
    done = say.count(f"{prefix}done", (rows.duty(d) for d in there if d.state in DONE), of, **words)
    met = say.count(f"{prefix}met", (rows.duty(d) for d in there if d.state == "met"), of, **words)
    counts = totals(there).whole
    shares = say.share(counts.coverage, whole), say.share(counts.timeliness, whole)
    return (whole,), (done,), (met,), *shares


def _duties(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    if not record.due:
        yield say.para("outcome.nothing-due")
    else:
        names = ("due", "done", "met", "coverage", "timeliness")
        figures = due_figures(record.due, rows, say, "")
        yield say.para("outcome.due", **dict(zip(names, figures, strict=True)))
        yield say.table("due-units", _by_unit(record, rows, say))
        yield say.table("due-months", _by_month(record, rows, say))
    yield say.para("outcome.prompt", count=say.count("prompt", map(rows.duty, record.prompt)))


def _by_unit(record: Record, rows: Rows, say: Say) -> Iterator[tuple[Pieces, ...]]:
    for unit in asked(record):
        own = (duty for duty in record.due if duty.unit == unit.id)
        yield (unit.name,), *due_figures(own, rows, say, "unit-", unit.id, name=unit.name)


def _by_month(record: Record, rows: Rows, say: Say) -> Iterator[tuple[Pieces, ...]]:
    for month in sorted({duty.month for duty in record.due if duty.month}):
        own = (duty for duty in record.due if duty.month == month)
        yield (month,), *due_figures(own, rows, say, "month-", month, name=month)


def _opinions(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    if not record.opinions:
        yield say.para("outcome.no-opinions")
        return
    answered = [each for each in record.opinions if each.answered]
    figure = say.count("answered", map(rows.opinion, answered))
    yield say.para(
        "outcome.received",
        received=say.count("opinions", map(rows.opinion, record.opinions)),
        answered=figure,
    )
    if answered:
        mean = sum(each.days or 0 for each in answered) / len(answered)
        yield say.para("outcome.mean", days=say.figure(f"{mean:.1f}", "answered", figure.rows))


def _targets(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    found = tuple(_stated(record, rows))
    if not found:
        yield say.para("outcome.no-targets")
        return
    yield say.para("outcome.paces", all=say.count("targets", (row for _, row in found)))
    yield say.table(
        "paces",
        (
            (
                (say.site(f"pace.{pace}"),),
                (
                    say.count(
                        "pace",
                        (row for view, row in found if view.pace == pace),
                        pace,
                        name=say.site(f"pace.{pace}"),
                    ),
                ),
            )
            for pace in PACES
        ),
    )


def _stated(record: Record, rows: Rows) -> Iterator[tuple[TargetView, Row]]:
    """Return the targets of the newest entry of each unit under each item, by the span's end."""
    index = record.account.index
    newest: dict[tuple[str, str], Entry] = {}
    for entry in index.entries.values():
        if entry.published <= record.span.last and index.state(entry) in ("in-force", "ended"):
            newest.setdefault((entry.item, entry.unit), entry)
    for entry in newest.values():
        for element in index.item(entry).elements:
            if element.type is ElementType.TARGETS and element.name in entry.elements:
                value, _ = typed(element, entry.elements[element.name])
                last = entry.period.last if entry.period else entry.published
                setting = Setting(day=last, year=last.year)
                for number, each in enumerate(value.targets if value else ()):
                    view = target_view(each, setting, index.called(each.office))
                    yield view, rows.target(number, view, entry)


def _change(record: Record, before: Record | None, rows: Rows, say: Say) -> Iterator[Block]:
    if before is None:
        yield say.para("outcome.no-before", start=say.day(record.start))
        return
    first, last = say.day(before.span.first), say.day(before.span.last)
    yield say.para("outcome.before", first=first, last=last)
    yield say.table("change", _changes(record, before, rows, say))


def _changes(record: Record, before: Record, rows: Rows, say: Say) -> Iterator[tuple[Pieces, ...]]:
    for name, count in _compared(rows, say):
        now, then = count(record, ""), count(before, "before")
        yield (say.words(f"lists.{name}"),), (now,), (then,), (say.change(now, then),)


def _compared(rows: Rows, say: Say) -> tuple[tuple[str, Callable[[Record, str], Figure]], ...]:
    return (
        ("entries", lambda r, of: say.count("entries", map(rows.entry, r.entries), of)),
        ("due", lambda r, of: say.count("due", map(rows.duty, r.due), of)),
        ("done", lambda r, of: say.count("done", _kept(r, rows, DONE), of)),
        ("met", lambda r, of: say.count("met", _kept(r, rows, ("met",)), of)),
        ("opinions", lambda r, of: say.count("opinions", map(rows.opinion, r.opinions), of)),
        ("oversight", lambda r, of: say.count("oversight", map(rows.finding, r.findings), of)),
    )


def _kept(record: Record, rows: Rows, states: tuple[str, ...]) -> Iterator[Row]:
    return (rows.duty(duty) for duty in record.due if duty.state in states)
