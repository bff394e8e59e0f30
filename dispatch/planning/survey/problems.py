"""What the record shows to be wanting (存在的问题), and what comes next (下一步打算)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.survey.view import Figure
from dispatch.planning.survey.view import Paragraph
from dispatch.planning.survey.view import Section

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.ledger.duties import Duty
    from dispatch.planning.survey.record import Record
    from dispatch.planning.survey.registers import Rows
    from dispatch.planning.survey.view import Block
    from dispatch.planning.survey.view import Pieces
    from dispatch.planning.survey.view import Row
    from dispatch.planning.survey.words import Say


def problems(record: Record, rows: Rows, say: Say) -> Section:
    """Return the fourth section: late, overdue, blank, boards, opinions, findings."""
    return Section(
        title=say.words("problems.title"),
        blocks=(
            say.head("problems.duties"),
            *_told(_duties(record, rows, say), say),
            say.head("problems.boards"),
            *_told(_boards(record, rows, say), say),
            say.head("problems.opinions"),
            *_told(_opinions(record, rows, say), say),
            say.head("problems.oversight"),
            *_told(_oversight(record, rows, say), say),
            say.gap("causes"),
        ),
    )


def _told(blocks: Iterable[Block], say: Say) -> Iterator[Block]:
    """Put what there is first, and all that there is nothing of into one paragraph."""
    nothing: list[Block] = []
    for block in blocks:
        bare = isinstance(block, Paragraph) and not _counts(block)
        if bare:
            nothing.append(block)
        else:
            yield block
    pieces = [block.pieces for block in nothing if isinstance(block, Paragraph)]
    if pieces:
        yield Paragraph(pieces=say.join("sentences", pieces))


def _counts(paragraph: Paragraph) -> bool:
    return any(isinstance(piece, Figure) for piece in paragraph.pieces)


def ahead(record: Record, rows: Rows, say: Say) -> Section:
    """Return the fifth section: what falls due, what is still to be put right."""
    coming = record.ahead
    blocks: list[Block] = [say.gap("plans")]
    blocks.append(say.para("ahead.due", count=say.count("ahead", map(rows.duty, coming))))
    if coming:
        blocks.append(say.table("ahead", (row[:4] for row in _named(coming, rows, say))))
    left = [each for each in record.findings if each.repair in ("open", "overdue")]
    blocks.append(say.para("ahead.left", count=say.count("left", map(rows.finding, left))))
    return Section(title=say.words("ahead.title"), blocks=tuple(blocks))


def _shown(key: str, there: Iterable[Row], say: Say) -> Iterator[Block]:
    """Say how many there are, or plainly that there are none."""
    figure = say.count(key, there)
    yield say.para(f"problems.{key}" if figure.rows else f"problems.no-{key}", count=figure)


def _duties(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    for state in ("late", "overdue", "blank"):
        there = [duty for duty in record.due if duty.state == state]
        yield from _shown(state, map(rows.duty, there), say)
        if there:
            columns = 5 if state == "late" else 4
            yield say.table(state, (row[:columns] for row in _named(there, rows, say)))
    yield from _shown("older", map(rows.duty, record.older), say)
    yield from _shown("reviews", map(rows.duty, record.reviews), say)


def _named(there: Iterable[Duty], rows: Rows, say: Say) -> Iterator[tuple[Pieces, ...]]:
    """Yield each duty in words."""
    for duty in there:
        row = rows.duty(duty)
        item, unit, about, day, published = (cell.text for cell in row.cells[:5])
        yield (item,), (unit,), (about,), (day or say.words("dayless"),), (published,)


def _boards(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    unseen = tuple(_unseen(record, rows))
    bad = [rows.round(each) for each in record.rounds if each.bad]
    yield from _shown("unseen", unseen, say)
    yield from _shown("bad", bad, say)
    hanging = [
        rows.posting(number, each)
        for number, each in record.hung
        if not any(look.on <= record.day for look in each.inspected)
    ]
    yield from _shown("unlooked", hanging, say)


def _unseen(record: Record, rows: Rows) -> Iterator[Row]:
    """Yield the whole months in which something hung on a board and nobody looked at it."""
    for month in record.span.months():
        for board in record.account.site.boards:
            hung = any(
                each.board == board.id
                and each.up.on <= month.last
                and (each.down is None or each.down.on >= month.first)
                for each in record.account.site.postings
            )
            looked = any(each.board == board.id and month.holds(each.on) for each in record.rounds)
            if hung and not looked:
                yield rows.unseen(board, month.first)


def _opinions(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    late = [rows.opinion(each) for each in record.opinions if each.late]
    waiting = [rows.opinion(each) for each in record.opinions if not each.answered]
    yield from _shown("answered-late", late, say)
    yield from _shown("waiting", waiting, say)
    disputed = [entry for entry in record.entries if _objected(record, entry.id)]
    yield from _shown("disputed", map(rows.entry, disputed), say)


def _objected(record: Record, name: str) -> bool:
    """Whether an opinion on a notice came in while objections were taken."""
    notice = record.account.index.entries[name].notice
    return notice is not None and any(
        each.about == name
        and notice.first <= each.received <= notice.last
        and each.received <= record.day
        for each in record.account.site.feedback
    )


def _oversight(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    for repair in ("late", "overdue"):
        there = [rows.finding(each) for each in record.findings if each.repair == repair]
        yield from _shown(f"found-{repair}", there, say)
