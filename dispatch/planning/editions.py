"""What the page of an entry answers to whoever holds an old sheet of it in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.clock.workdays import ONE
from dispatch.ledger.index import GONE
from dispatch.ledger.index import entry_path
from dispatch.ledger.index import last_day
from dispatch.planning.views import Link
from dispatch.planning.views.entries import EditionView
from dispatch.planning.wording import edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.model.record import Posting

MOST = 6
"""How many digests of one edition are shown."""


def edition_views(
    index: Index,
    entry: Entry,
    records: tuple[Posting, ...],
    current: tuple[str, ...],
) -> tuple[EditionView, ...]:
    """Return the editions that were or are on paper, oldest first.

    `records` are the posting records of the entry that society may know, `current` the digests of
    the sheets as they are made now. A withdrawn entry has none: its page says so at its head.
    """
    if not index.site.boards_of(entry) or index.state(entry) == "withdrawn":
        return ()
    changes = sorted((each for each in entry.editions), key=lambda each: each.on)
    first = edition(index, entry) - len(changes)
    starts = (entry.published, *(each.on for each in changes))
    notes = ("", *(each.note for each in changes))
    known = _digests(records)
    return tuple(
        EditionView(
            number=first + place,
            first=start,
            last=starts[place + 1] - ONE if place < len(changes) else None,
            note=notes[place],
            state="replaced" if place < len(changes) else _state(index, entry),
            next=first + place + 1,
            reason=notes[place + 1] if place < len(changes) else "",
            successor=_successor(index, entry) if place == len(changes) else None,
            ended=last_day(entry) if place == len(changes) else None,
            digests=_told(known, first + place, current if place == len(changes) else ()),
        )
        for place, start in enumerate(starts)
    )


def _state(index: Index, entry: Entry) -> str:
    """Return what has become of the last edition."""
    state = index.state(entry)
    if state in GONE:
        return state
    last = last_day(entry)
    if last is not None and last < index.day:
        return "over"
    return "current" if state == "in-force" else "ended"


def _successor(index: Index, entry: Entry) -> Link | None:
    after = index.successors.get(entry.id)
    return Link(text=after.title, path=entry_path(after)) if after else None


def _digests(records: tuple[Posting, ...]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, dict[str, None]] = {}
    for each in records:
        if each.printed:
            found.setdefault(each.printed.edition, {})[each.printed.content] = None
    return {number: tuple(digests) for number, digests in found.items()}


def _told(
    known: Mapping[int, tuple[str, ...]], number: int, current: tuple[str, ...]
) -> tuple[str, ...]:
    every: Iterator[str] = iter(dict.fromkeys((*current, *known.get(number, ()))))
    return tuple(digest for digest, _ in zip(every, range(MOST), strict=False))
