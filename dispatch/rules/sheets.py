"""Families T and I, the sheets that hang: that somebody looks, and that records prove it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dispatch.clock.counting import count
from dispatch.ground.diagnostics import Severity
from dispatch.ledger.index import GONE
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.model.record import Posting
    from dispatch.rules.register import Register

GOOD = Sample()
NEXT_DAY = Duration(count=1, unit=DurationUnit.WORKING_DAY)
UP = "up: {on: 2026-10-12, by: keeper}\n"
LOOKS = "inspection: {web: 60, sheet: 31, sparse: 0}"
LOOKED = "inspected: [{on: 2026-11-09, by: keeper, state: legible}]"
PHOTO = "posting: {minimum: {count: 10, unit: day}, photo: true}"
PICTURE = "photo: attachments/2026-0001.csv\n"
WITHDRAWN = "withdrawn: {on: 2026-11-16, reason: 金额有误}"


@rule(
    "T015",
    "sheet-not-looked-at",
    severity=Severity.WARNING,
    clause="公开栏检查：破损、遮挡、缺失",
    samples=(
        sample(config=LOOKS, posting=UP + LOOKED.replace("11-09", "10-19")),
        sample(config=LOOKS, posting=UP + LOOKED),
    ),
)
def sheet_not_looked_at(register: Register) -> Iterator[Finding]:
    """A sheet has hung for long, and nobody looked whether it is still there and whole.

    Paper is torn, covered and bleached; `inspection.sheet` in config.yaml says after how many days
    a look is due; 0 is never. Nothing is said of a sheet that is to come down.
    """
    days = register.site.config.inspection.sheet
    for wall in register.walls.values() if days else ():
        for each in wall:
            if each.now is None or not each.due:
                continue
            last = max((each.now.up.on, *(look.on for look in each.now.inspected)))
            if (register.day - last).days > days:
                place = register.at(each.now.origin, "up", "on")
                known = {"entry": each.entry.id, "board": each.board.name}
                yield finding(place, **known, last=last, days=days)


@rule(
    "T016",
    "photo-missing",
    severity=Severity.WARNING,
    clause="公开目录：张贴要求、留存照片",
    samples=(sample(item=PHOTO, posting=UP), sample(item=PHOTO, posting=UP + PICTURE)),
)
def photo_missing(register: Register) -> Iterator[Finding]:
    """A sheet was put up under an item that asks for a picture of it, and there is none.

    The picture is the proof that it hung; it can be taken only while it hangs. Nothing is said
    before the next working day.
    """
    for posting in register.site.postings:
        entry = register.entries.get(posting.entry)
        item = register.site.items.get(entry.item) if entry else None
        asked = item is not None and item.posting is not None and item.posting.photo
        if asked and not posting.photo and register.day > _next(register, posting.up.on):
            place = register.at(posting.origin, "up", "on")
            gone = posting.down is not None and posting.down.on <= register.day
            yield finding(place, "gone" if gone else "default", entry=posting.entry)


@rule(
    "T017",
    "hangs-though-gone",
    severity=Severity.WARNING,
    clause="撤回、更正和替代的公开件应当立即撤下",
    samples=(
        sample(entry=WITHDRAWN, posting=UP),
        sample(entry=WITHDRAWN, posting=UP + "down: {on: 2026-11-16, by: keeper}"),
    ),
)
def hangs_though_gone(register: Register) -> Iterator[Finding]:
    """By the records a sheet still hangs, and its entry was withdrawn, corrected or replaced.

    People read on paper what does not hold any more. Allowed is until the next working day.
    """
    for wall in register.walls.values():
        for each in wall:
            state = register.account.index.states[each.entry.id]
            since = _gone_since(register, each.entry.id)
            if each.now is None or state not in GONE or since is None:
                continue
            if register.day > _next(register, since):
                known = {"entry": each.entry.id, "board": each.board.name, "since": since}
                yield finding(register.at(each.now.origin, "up", "on"), state, **known)


@rule(
    "T018",
    "slot-impossible",
    severity=Severity.WARNING,
    clause="内容格式 1：postings、slot",
    samples=(
        sample(posting=UP + "slot: 9-1"),
        sample(posting=UP + "slot: 6-2"),
    ),
)
def slot_impossible(register: Register) -> Iterator[Finding]:
    """A record says that a sheet hangs where the board has no place, or where another one hangs.

    The plan of the board would send the keeper to the wrong place.
    """
    for wall in register.walls.values():
        taken: dict[str, list[Posting]] = defaultdict(list)
        for each in wall:
            if each.now is None or each.now.slot is None:
                continue
            column, row = map(int, each.now.slot.split("-"))
            place = register.at(each.now.origin, "slot")
            known = {"slot": each.now.slot, "board": each.board.name}
            rows = each.board.rows or row
            if column > each.board.columns or row > rows:
                size = {"columns": each.board.columns, "rows": rows}
                yield finding(place, "outside", **known, **size)
            elif taken[each.now.slot]:
                other = taken[each.now.slot][0]
                yield finding(place, "taken", **known, entry=other.entry)
            taken[each.now.slot].append(each.now)


@rule(
    "I014",
    "photo-changed",
    clause="张贴照片是张贴过的凭据",
    samples=(
        sample(posting=UP + PICTURE + f"photo_digest: {'0' * 64}\n"),
        sample(posting=UP + PICTURE),
    ),
)
def photo_changed(register: Register) -> Iterator[Finding]:
    """The picture of a sheet is not the one that was taken down in the record.

    Whoever changes the picture takes away the proof.
    """
    for posting in register.site.postings:
        file = register.site.attachments.get(posting.photo or "")
        if file and posting.photo_digest and file.digest != posting.photo_digest:
            place = register.at(posting.origin, "photo_digest")
            yield finding(place, file=file.path, entry=posting.entry)


def _next(register: Register, day: date) -> date:
    return count(day, NEXT_DAY, register.account.calendar, purpose="act").latest


def _gone_since(register: Register, name: str) -> date | None:
    """Return the day from which an entry was not what holds any more."""
    entry = register.account.index.entries[name]
    if entry.withdrawn and entry.withdrawn.on <= register.day:
        return entry.withdrawn.on
    successor = register.account.index.successors.get(name)
    return successor.published if successor else None


RULES = (sheet_not_looked_at, photo_missing, hangs_though_gone, slot_impossible, photo_changed)
