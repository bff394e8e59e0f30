"""What is to hang on the boards on a day, and what hangs there by the posting records.

A sheet hangs from `posting.from` to the latest of `posting.to`, the end of its notice period and
the end of the minimum that the catalogue asks for, which is counted from the day it was really put
up. Where no last day is stated, it hangs as long as its entry is in force. One that came down too
early hangs again until its days are complete. What was withdrawn or replaced comes down at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.clock.counting import MONTHS
from dispatch.clock.counting import count
from dispatch.clock.counting import spans
from dispatch.ledger.index import GONE
from dispatch.model.catalogue import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.clock.workdays import Calendar
    from dispatch.ledger.index import Index
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.model.record import Posting
    from dispatch.model.values import Duration

Span = tuple[date, date]
"""The day a sheet was put up, and the last day it hung."""

Hold = Literal["notice", "minimum", "window", "standing", "pinned", ""]
"""What keeps a sheet on its board; nothing where it could give way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """An entry on one of its boards, on a day."""

    entry: Entry
    board: Board
    due: bool
    """Whether it is to hang on the day."""
    until: date | None
    """The last day it is to hang, by what is known; None for as long as it is in force."""
    hold: Hold
    """Why it may not give way to another on the day."""
    records: tuple[Posting, ...] = ()
    """What is recorded of it by the day, oldest first; acts after the day are left out."""
    before: tuple[Span, ...] = ()
    """From when to when it hung before it was taken down too early, oldest first."""

    @property
    def now(self) -> Posting | None:
        """The record of the sheet that hangs, if there is one: of several, the newest."""
        return next((each for each in reversed(self.records) if each.down is None), None)


def hangings(index: Index, calendar: Calendar) -> Mapping[str, tuple[Hanging, ...]]:
    """Return by id of a board all that is, was or will be for it of what is out, newest first.

    What a record says hangs there though it is not for the board comes last.
    """
    known = recorded(index)
    walls: dict[str, tuple[Hanging, ...]] = {}
    for board in index.site.boards:
        walls.setdefault(board.id, wall(index, calendar, board, known))
    return MappingProxyType(walls)


def wall(
    index: Index,
    calendar: Calendar,
    board: Board,
    known: Mapping[tuple[str, str], tuple[Posting, ...]],
) -> tuple[Hanging, ...]:
    """Return the same for one board, by what is recorded."""
    entries = index.by_board.get(board.id, ())
    meant = {entry.id for entry in entries}
    made = (
        hanging(index, calendar, entry, board, known.get((board.id, entry.id), ()))
        for entry in entries
    )
    strays = (name for at, name in known if at == board.id and name not in meant)
    stray = (
        hanging(index, calendar, index.entries[name], board, known[board.id, name])
        for name in strays
        if name in index.entries
    )
    return (*made, *(replace(each, due=False, hold="", before=()) for each in stray))


def could_give_way(wall: Iterable[Hanging]) -> tuple[Hanging, ...]:
    """Return what nothing holds on its board: no notice, minimum, window or pin; oldest first."""
    free = (each for each in wall if each.due and not each.hold)
    return tuple(sorted(free, key=lambda each: (each.entry.published, each.entry.id)))


def recorded(index: Index) -> Mapping[tuple[str, str], tuple[Posting, ...]]:
    """Return by board and entry what is recorded by the day, without what came after it."""
    found: defaultdict[tuple[str, str], list[Posting]] = defaultdict(list)
    for posting in index.site.postings:
        if posting.up.on <= index.day:
            found[posting.board, posting.entry].append(_by(posting, index.day))
    return {
        key: tuple(sorted(each, key=lambda one: (one.up.on, one.down is None)))
        for key, each in found.items()
    }


def hanging(
    index: Index, calendar: Calendar, entry: Entry, board: Board, records: tuple[Posting, ...]
) -> Hanging:
    """Return how an entry stands on a board on the day of the index."""
    closed, first = hung_spans(records)
    end = _minimum(index, calendar, entry, closed, first)
    until = _until(index, entry, end)
    due = _due(index, entry, until, None if first else closed)
    return Hanging(
        entry=entry,
        board=board,
        due=due,
        until=until,
        hold=_hold(index, entry, board, end) if due else "",
        records=records,
        before=closed if due or first else (),
    )


def look_due(record: Posting, days: int) -> date | None:
    """Return when a sheet is to be looked at on a round: after half of the days that may pass."""
    last = max((record.up.on, *(look.on for look in record.inspected)))
    half = (days + 1) // 2
    return last + timedelta(days=half) if half <= (date.max - last).days else None


def minimum_end(
    minimum: Duration,
    calendar: Calendar,
    closed: Iterable[Span],
    first: date,
    *,
    counts_first_day: bool,
) -> date | None:
    """Return the last day that a sheet put up on `first` must hang; None where nothing is left.

    The days that it hung before count; where a list is not announced, the latest day that can be.
    """
    given = tuple(closed)
    if minimum.unit in MONTHS:
        # Parts of months make whole ones: the days are laid end to end.
        begun = first - timedelta(days=sum((last - start).days for start, last in given))
        end = count(begun, minimum, calendar, purpose="stand", counts_first_day=counts_first_day)
        return end.day if not given or end.day > first else None
    lengths = [spans(start, last, minimum.unit, calendar) for start, last in given]
    done = sum(each.with_first if counts_first_day else each.without_first for each in lengths)
    if done >= minimum.count:
        return None
    rest = replace(minimum, count=minimum.count - done)
    return count(first, rest, calendar, purpose="stand", counts_first_day=counts_first_day).day


def _by(posting: Posting, day: date) -> Posting:
    """Return a record without what happened after the day."""
    down = posting.down if posting.down and posting.down.on <= day else None
    inspected = tuple(each for each in posting.inspected if each.on <= day)
    if down is posting.down and len(inspected) == len(posting.inspected):
        return posting
    return replace(posting, down=down, inspected=inspected)


def hung_spans(records: Iterable[Posting]) -> tuple[tuple[Span, ...], date | None]:
    """Return the spans that are over, and since when the sheet has hung that hangs.

    One that was taken down and put up on the same day, as a new edition is, hung on. No day is in
    two spans, so that none counts twice.
    """
    closed: list[Span] = []
    for each in sorted(records, key=lambda one: one.up.on):
        begins, ends = each.up.on, each.down.on if each.down else date.max
        if ends < begins:
            continue
        if closed and begins <= closed[-1][1]:
            before, last = closed.pop()
            begins, ends = before, max(last, ends)
        closed.append((begins, ends))
    if closed and closed[-1][1] == date.max:
        return tuple(closed[:-1]), closed[-1][0]
    return tuple(closed), None


def _minimum(
    index: Index,
    calendar: Calendar,
    entry: Entry,
    closed: tuple[Span, ...],
    first: date | None,
) -> date | None:
    """Return the end of the minimum: of what never hung from its window on, else from the record.

    What came down too early would be put up again on the day of the index.
    """
    rule = index.item(entry).posting
    if rule is None or index.state(entry) in GONE:
        return None
    begins = first or (index.day if closed else max(entry.posted_from, entry.published))
    counts = index.site.config.calendar.count_posting_day
    return minimum_end(rule.minimum, calendar, closed, begins, counts_first_day=counts)


def hung_before(records: Iterable[Posting]) -> tuple[Span, ...]:
    """Return the spans before the one that the last record belongs to."""
    closed, first = hung_spans(records)
    return closed if first is not None else closed[:-1]


def _until(index: Index, entry: Entry, end: date | None) -> date | None:
    """Return the last day that an entry is to hang, where it has one."""
    if entry.posted_to is None and index.in_force(entry):
        return None
    notice = entry.notice.last if entry.notice else None
    ends = tuple(each for each in (entry.posted_to, notice, end) if each)
    return max(ends, default=entry.posted_from)


def _due(index: Index, entry: Entry, until: date | None, closed: tuple[Span, ...] | None) -> bool:
    """Tell whether an entry is to hang; `closed` is when it hung, where it does not hang now."""
    if index.state(entry) in GONE or entry.posted_from > index.day:
        return False
    if until is None:
        return True
    done = closed is not None and bool(closed) and closed[-1][1] >= until
    return index.day <= until and not done


def _hold(index: Index, entry: Entry, board: Board, end: date | None) -> Hold:
    """Return the strongest reason for which a sheet stays."""
    notice = entry.notice
    reasons: Iterator[tuple[Hold, bool]] = iter(
        (
            ("notice", notice is not None and notice.first <= index.day <= notice.last),
            ("minimum", end is not None and index.day <= end),
            ("window", entry.posted_to is not None and index.day <= entry.posted_to),
            ("standing", isinstance(index.item(entry).limit, Standing)),
            ("pinned", entry.id in board.pinned),
        )
    )
    return next((name for name, holds in reasons if holds), "")
