"""What was done in the span (经验做法): figures of the record, and gaps for the experience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model.catalogue import Kind
from dispatch.planning.survey.facts import TYPES
from dispatch.planning.survey.facts import asked
from dispatch.planning.survey.view import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.planning.survey.record import Record
    from dispatch.planning.survey.registers import Rows
    from dispatch.planning.survey.view import Block
    from dispatch.planning.survey.view import Pieces
    from dispatch.planning.survey.words import Say

OVERSIGHT = ("inspection", "supervision", "coordination", "assessment", "commendation")


def work(record: Record, rows: Rows, say: Say) -> Section:
    """Return the second section: organisation, institution, implementation (三个强化)."""
    return Section(
        title=say.words("work.title"),
        blocks=(
            say.head("work.lead"),
            say.gap("lead"),
            *_oversight(record, rows, say),
            say.head("work.rules"),
            say.gap("rules"),
            _steps(record, rows, say),
            say.head("work.done"),
            *_entries(record, rows, say),
            *_boards(record, rows, say),
            say.gap("experience"),
        ),
    )


def _oversight(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    yield say.para("work.oversight", all=say.count("oversight", map(rows.finding, record.findings)))
    yield say.table("oversight", _five(record, rows, say))


def _five(record: Record, rows: Rows, say: Say) -> Iterator[tuple[Pieces, ...]]:
    for kind in OVERSIGHT:
        name = say.site(f"oversight.kind.{kind}")
        there = [each for each in record.findings if each.record.kind == kind]
        asked = [rows.finding(each) for each in there if each.repair != "none"]
        kept = [rows.finding(each) for each in there if each.repair == "in-time"]
        yield (
            (name,),
            (say.count("oversight-kind", map(rows.finding, there), kind, name=name),),
            (say.count("oversight-asked", asked, kind, name=name),),
            (say.count("oversight-kept", kept, kind, name=name),),
        )


def _steps(record: Record, rows: Rows, say: Say) -> Block:
    index, entries = record.account.index, record.entries
    stepped = [e for e in entries if e.procedure and e.procedure.reviewed and e.procedure.approved]
    cleared = [
        e for e in stepped if e.procedure and e.procedure.reviewed and e.procedure.reviewed.secrecy
    ]
    weighty = [e for e in entries if index.item(e).collective]
    decided = [e for e in weighty if e.decision]
    return say.para(
        "work.steps",
        entries=say.count("entries", map(rows.entry, entries)),
        stepped=say.count("stepped", map(rows.entry, stepped)),
        cleared=say.count("cleared", map(rows.entry, cleared)),
        weighty=say.count("weighty", map(rows.entry, weighty)),
        decided=say.count("decided", map(rows.entry, decided)),
    )


def _entries(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    index, entries = record.account.index, record.entries
    notices = [e for e in entries if index.item(e).kind is Kind.NOTICE]
    others = [e for e in entries if index.item(e).kind is not Kind.NOTICE]
    web = [e for e in entries if index.site.on_web(e)]
    corrections = [e for e in entries if e.corrects]
    withdrawn = [
        e
        for e in index.entries.values()
        if e.withdrawn and e.withdrawn.on <= record.day and record.span.holds(e.withdrawn.on)
    ]
    yield say.para(
        "work.entries",
        entries=say.count("entries", map(rows.entry, entries)),
        statements=say.count("statements", map(rows.entry, others)),
        notices=say.count("notices", map(rows.entry, notices)),
        web=say.count("on-web", map(rows.entry, web)),
        corrections=say.count("corrections", map(rows.entry, corrections)),
        withdrawn=say.count("withdrawn", map(rows.entry, withdrawn)),
    )
    if entries:
        yield say.table("types", _types(record, rows, say))


def _types(record: Record, rows: Rows, say: Say) -> Iterator[tuple[Pieces, ...]]:
    index = record.account.index
    for unit in asked(record):
        own = [e for e in record.entries if e.unit == unit.id]
        yield (
            (unit.name,),
            *(
                (
                    say.count(
                        "unit-type",
                        (rows.entry(e) for e in own if index.item(e).limit.type == name),
                        f"{unit.id}-{name}",
                        unit=unit.name,
                        name=say.site(f"limit.type.{name}"),
                    ),
                )
                for name in TYPES[:5]
            ),
            (say.count("unit-entries", map(rows.entry, own), unit.id, unit=unit.name),),
        )


def _boards(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    site = record.account.site
    if not site.boards:
        yield say.para("work.no-boards")
        return
    yield say.table(
        "boards",
        (
            (
                (board.name,),
                (
                    say.count(
                        "hung",
                        (rows.posting(n, e) for n, e in record.hung if e.board == board.id),
                        board.id,
                        board=board.name,
                    ),
                ),
                (
                    say.count(
                        "looks",
                        (rows.round(each) for each in record.rounds if each.board == board.id),
                        board.id,
                        board=board.name,
                    ),
                ),
                (
                    say.count(
                        "taken",
                        (rows.posting(n, e) for n, e in record.taken if e.board == board.id),
                        board.id,
                        board=board.name,
                    ),
                ),
            )
            for board in site.boards
        ),
    )
