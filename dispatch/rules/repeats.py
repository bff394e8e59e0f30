"""Family D, what is there too often, or not often enough: repetitions, and columns gone stale."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.model.catalogue import Periodic
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.base import standing_alone
from dispatch.rules.register import ENTRIES
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.rules.register import Register

GOOD = Sample()
CONTENT = ENTRIES, "content/postings/"


@rule(
    "D003",
    "disclosed-twice",
    severity=Severity.WARNING,
    clause="内容格式 1：period、corrects、supersedes",
    samples=(sample(other="item: A-01\ntitle: 第一党支部党费收缴使用情况"), GOOD),
)
def disclosed_twice(register: Register) -> Iterator[Finding]:
    """A unit discloses one period twice, or one matter, and neither entry takes the other's place.

    Readers find two answers; usually one was copied, or is a correction that does not say so.
    """
    groups: defaultdict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in standing_alone(register):
        if key := _matter(register, entry):
            groups[key].append(entry)
    for key, entries in groups.items():
        first, *later = sorted(entries, key=lambda each: (each.published, each.id))
        for each in later:
            name, variant = ("period", "") if key[0] == "period" else ("id", "copied")
            found = finding(register.at(each.origin, name), variant, other=first.id, period=key[-1])
            yield Finding(
                place=found.place,
                params=found.params,
                variant=variant,
                also=register.at(first.origin, name),
            )


def _matter(register: Register, entry: Entry) -> tuple[str, ...] | None:
    """Return what makes two entries one matter; None where a missing period is the fault."""
    item = register.site.items.get(entry.item)
    period = entry.period.text if entry.period else ""
    if item and isinstance(item.limit, Periodic):
        return ("period", entry.item, entry.unit, period) if period else None
    stage = entry.stage.name if entry.stage else ""
    formed = str(entry.formed)
    return ("copy", entry.item, entry.unit, formed, entry.title.strip(), stage, period)


@rule(
    "D004",
    "nothing-new",
    severity=Severity.WARNING,
    clause="国办秘函〔2019〕19号：首页两周未更新的单项否决、栏目长期不更新",
    samples=(sample(config="inspection: {web: 14, sheet: 0, sparse: 0}"), GOOD),
)
def nothing_new(register: Register) -> Iterator[Finding]:
    """A board, or the web column, has had nothing new for longer than inspectors allow.

    A board counts from its newest posting record, or the newest entry for it where there are none;
    one that never had either, from the first publication; the web column from the newest.
    `inspection` in config.yaml says how long.
    """
    index = register.account.index
    if not index.entries:
        return
    days = register.site.config.inspection
    public = [each for each in register.public if each.id in index.entries]
    newest = max(public, key=lambda each: (each.published, each.id), default=None)
    if newest and (register.day - newest.published).days > days.web:
        place = register.at(newest.origin, "published")
        yield finding(place, "web", last=newest.published, days=days.web)
    ups = _last_ups(register)
    # Of a board that has nothing it is only said where all that may be on it can be read.
    begun = min(each.published for each in index.entries.values())
    sound = not any(path.startswith(CONTENT) for path in register.unread)
    for board in register.boards.values():
        last = ups.get(board.id) or _last_meant(register, board)
        place = register.at(board.origin, "id")
        if last is None:
            if sound and (register.day - begun).days > days.board:
                yield finding(place, "never", board=board.name)
        elif (register.day - last).days > days.board:
            yield finding(place, "board", board=board.name, last=last, days=days.board)


def _last_ups(register: Register) -> dict[str, date]:
    ups: dict[str, date] = {}
    for posting in register.site.postings:
        if posting.up.on <= register.day:
            ups[posting.board] = max(posting.up.on, ups.get(posting.board, posting.up.on))
    return ups


def _last_meant(register: Register, board: Board) -> date | None:
    return max(
        (each.published for each in register.account.index.by_board.get(board.id, ())), default=None
    )


RULES = (disclosed_twice, nothing_new)
