"""L003: that what stands under a changed row of the catalogue is looked at again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.ground.diagnostics import Severity
from dispatch.reading import catalogue
from dispatch.reading.history.states import CATALOGUE
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.lineage import comparing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.source import Place
    from dispatch.model.catalogue import Item
    from dispatch.model.entry import Entry
    from dispatch.reading.history.states import Record
    from dispatch.reading.history.states import State
    from dispatch.rules.register import Register

    Row = Mapping[str, object]

FEW = 3
"""Up to how many entries under a row are told each at its own place."""
NAMED = 12
"""How many entries a finding names at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """An entry that was published under a row as it no longer is."""

    entry: Entry
    parts: tuple[str, ...]
    """The keys of the row that were changed."""
    since: State


@rule(
    "L003",
    "published-under-another-row",
    severity=Severity.WARNING,
    clause="政府信息公开条例第十二条：公开目录应当及时更新；内容格式 1：confirmed",
    samples=None,
)
def published_under_another_row(register: Register) -> Iterator[Finding]:
    """A row of the catalogue was changed after an entry was published that still holds under it.

    What the row asks for now, nobody has asked of the entry. It is suspect until somebody has
    looked at it, and says so under `confirmed`. What was changed, and changed back, counts as not
    changed.
    """
    if register.history is None:
        return
    rows = _rows(register, register.history.record)
    if len(rows) > 1:
        groups: defaultdict[str, list[Suspect]] = defaultdict(list)
        for suspect in _suspects(register, rows):
            groups[suspect.entry.item].append(suspect)
        for code, found in groups.items():
            yield from _told(register, register.site.items[code], found)


def _rows(register: Register, record: Record) -> tuple[tuple[State, Mapping[str, Row]], ...]:
    """Return what each row asked for, by code, at the ends of days, the oldest first."""
    known = record.states.get(CATALOGUE, ()) if CATALOGUE not in register.unread else ()
    texts = ((each, comparing.text_of(register, record, CATALOGUE, each)) for each in known)
    sources = ((state, files.source_of(CATALOGUE, text.encode())[0]) for state, text in texts)
    read = ((state, catalogue.parse(source)[0]) for state, source in sources if source)
    return tuple(
        (state, {item.code: _asked(item) for item in reversed(whole.items)})
        for state, whole in read
        if whole and state.day <= register.day
    )


def _asked(item: Item) -> Row:
    """Return what a row asks for; its other words, and the order of things, are not compared."""
    return {
        "elements": {e.name: comparing.plain(replace(e, note=None)) for e in item.elements},
        "scope": item.scope,
        "kind": item.kind,
        "channels": frozenset(item.channels),
        "limit": comparing.plain(item.limit),
    }


def _suspects(
    register: Register, rows: tuple[tuple[State, Mapping[str, Row]], ...]
) -> Iterator[Suspect]:
    index = register.account.index
    now = rows[-1][1]
    for entry in index.entries.values():
        looked = entry.confirmed.on if entry.confirmed else entry.published
        day = max(entry.published, looked) if looked <= register.day else entry.published
        if day < rows[-1][0].day and index.in_force(entry) and entry.item in now:
            first = sum(state.day <= day for state, _ in rows[1:])
            before, after = rows[first][1].get(entry.item), now[entry.item]
            parts = tuple(key for key in after if before and before[key] != after[key])
            if before and parts:
                later = rows[first + 1 :]
                since = next(s for s, asked in later if asked.get(entry.item) != before)
                yield Suspect(entry=entry, parts=parts, since=since)


def _told(register: Register, item: Item, found: list[Suspect]) -> Iterator[Finding]:
    """Return a finding for each entry where there are few, and else one for all of the row."""
    if len(found) <= FEW:
        for each in found:
            place = register.at(each.entry.origin, "item")
            yield _finding(each, "", place, item=item.code)
        return
    found.sort(key=lambda each: (each.since.day, each.entry.id))
    parts = {part: None for each in found for part in each.parts}
    names = sorted(each.entry.id for each in found)
    listed = ", ".join((*names[:NAMED], *(["…"] if len(names) > NAMED else [])))
    whole = replace(found[0], parts=tuple(parts))
    place = register.at(item.origin, "code")
    params = {"item": item.code, "count": len(names), "entries": listed}
    yield _finding(whole, "many", place, **params)


def _finding(each: Suspect, variant: str, place: Place, **params: object) -> Finding:
    """Return the finding, by the commit that changed the row where there is one."""
    since = each.since
    variant = "-".join(filter(None, (variant, "" if since.commit else "uncommitted")))
    commit = {"since": since.day, "commit": since.commit} if since.commit else {}
    return finding(place, variant, parts=", ".join(each.parts), **commit, **params)


RULES = (published_under_another_row,)
