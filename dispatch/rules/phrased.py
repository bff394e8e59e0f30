"""Family F, the words of the norm: that a time limit can be read, and is what its words say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import Words
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Staged
from dispatch.reading import phrases
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import length
from dispatch.rules.base import rule
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.catalogue import Item
    from dispatch.model.catalogue import TimeLimit
    from dispatch.rules.register import Register

GOOD = Sample()
LENGTHS = ("within", "extend", "review")
"""The lengths of time that a limit may give."""


@rule(
    "F013",
    "limit-not-read",
    clause="内容格式 1：limit；目录的公开时限",
    samples=(
        sample(item="limit: 适当时候公开"),
        sample(item="limit: 信息形成之日起15日内公开"),
    ),
)
def limit_not_read(register: Register) -> Iterator[Finding]:
    """The words of a time limit cannot be read with certainty, and no structured form is given.

    No deadline follows from them, so nothing could ever be late; a guess would be worse.
    """
    items = register.site.catalogue.items
    if all(item.limit.type != "phrase" for item in items):
        return
    found = phrases.resolved([item.limit for item in items])
    for item, read in zip(items, found, strict=True):
        # What 同上 repeats is told of once, where it stands.
        if isinstance(read, phrases.Refusal) and read.reason != "ditto-refused":
            place = register.at(item.origin, "limit")
            told = finding(place, "" if read.suggestion else "above", form=read.suggestion)
            words = Words("reason", f"phrases.refused.{read.reason}", read.params)
            yield replace(told, words=(words,))


@rule(
    "F014",
    "limit-contradicts-phrase",
    severity=Severity.WARNING,
    clause="内容格式 1：limit.phrase；目录的公开时限",
    samples=(
        sample(
            item="limit: {type: event, from: formed, within: {count: 15, unit: day}, "
            "phrase: 信息形成之日起20个工作日内公开}"
        ),
        sample(
            item="limit: {type: event, from: formed, within: {count: 15, unit: day}, "
            "phrase: 信息形成之日起15日内公开}"
        ),
    ),
)
def limit_contradicts_phrase(register: Register) -> Iterator[Finding]:
    """A structured limit says one thing, and the words of the norm beside it another.

    Readers see the words and Dispatch counts by the form; only what both say is compared.
    """
    for item in register.site.catalogue.items:
        if item.origin.path in register.unasked:
            continue
        words = item.limit.phrase
        read = phrases.read_phrase(words) if words and item.limit.type != "phrase" else None
        if not isinstance(read, phrases.Reading):
            continue
        if _differ(item.limit, read.limit):
            place = register.at(item.origin, "limit", "phrase")
            stated, meant = phrases.written(item.limit), phrases.written(read.limit)
            yield finding(place, stated=stated, read=meant)
        yield from _other_clocks(register, item, read)


def _differ(stated: TimeLimit, read: TimeLimit) -> bool:
    """Tell whether two limits give another number, unit or sort of period where both give one."""
    for name in LENGTHS:
        ours, theirs = getattr(stated, name, None), getattr(read, name, None)
        if ours and theirs and ours != theirs:
            return True
    if isinstance(stated, Periodic) and isinstance(read, Periodic):
        dated = stated.day is not None and read.day is not None
        ours, theirs = (stated.month or 1, stated.day), (read.month or 1, read.day)
        return stated.every != read.every or (dated and ours != theirs)
    if isinstance(stated, Staged) and isinstance(read, Staged):
        lengths = {stage.name: stage.within for stage in stated.stages if stage.within}
        return any(
            stage.within and lengths.get(stage.name, stage.within) != stage.within
            for stage in read.stages
        )
    return False


def _other_clocks(register: Register, item: Item, read: phrases.Reading) -> Iterator[Finding]:
    ours = {
        "posting": item.posting.minimum if item.posting else None,
        "answer": item.objections.answer if item.objections else None,
        "archive": item.archive,
    }
    for clock in read.extra:
        stated = ours.get(clock.name)
        if stated and clock.length and stated != clock.length:
            place = register.at(item.origin, "limit", "phrase")
            words = (length("stated", stated), length("read", clock.length))
            yield replace(finding(place, clock.name), words=words)


RULES = (limit_not_read, limit_contradicts_phrase)
