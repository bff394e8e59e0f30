"""Family F, time limits: that the catalogue's can be kept, and that an extension is one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.clock.schedule import extends
from dispatch.clock.schedule import request_due
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Staged
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.catalogue import Item
    from dispatch.model.catalogue import Opening
    from dispatch.rules.register import Register

LAST_DAY = 31
LAST_MONTH = 12


@rule(
    "F011",
    "limit-that-cannot-be",
    clause="内容格式 1：limit；民法典第二百零一条至第二百零三条",
    samples=(
        sample(item="limit: {type: periodic, every: quarter}", entry="period: 2026-Q3"),
        sample(
            item="limit: {type: periodic, every: quarter, month: 1, day: 15}",
            entry="period: 2026-Q3",
        ),
    ),
)
def limit_that_cannot_be(register: Register) -> Iterator[Finding]:
    """A limit of the catalogue gives no day, two days, or a day that no calendar has.

    No deadline follows from it, so nothing could ever be late.
    """
    for item in register.site.catalogue.items:
        for keys, variant in (*_limit(item), *_lengths(item)):
            yield finding(register.at(item.origin, *keys), variant, item=item.code)


def _limit(item: Item) -> Iterator[tuple[tuple[str | int, ...], str]]:
    limit = item.limit
    if isinstance(limit, Periodic):
        yield from _periodic(limit)
    elif isinstance(limit, Event):
        if limit.within is None and not limit.prompt:
            yield ("limit",), "event-open"
        elif limit.within is not None and limit.prompt:
            yield ("limit", "prompt"), "event-both"
    elif isinstance(limit, Staged):
        names = tuple(stage.name for stage in limit.stages)
        if len(names) < 2:  # noqa: PLR2004 - one stage is no stages
            yield ("limit", "stages"), "stages-few"
        for index, name in enumerate(names):
            if name in names[:index]:
                yield ("limit", "stages", index, "name"), "stages-twice"


def _periodic(limit: Periodic) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if limit.within is None and limit.day is None:
        yield ("limit",), "month-alone" if limit.month is not None else "periodic-open"
    if limit.within is not None and limit.day is not None:
        yield ("limit", "day"), "periodic-both"
    elif limit.within is not None and limit.month is not None:
        yield ("limit", "month"), "periodic-both"
    if limit.day is not None and not 1 <= limit.day <= LAST_DAY:
        yield ("limit", "day"), "day-range"
    if limit.month is not None and not 1 <= limit.month <= LAST_MONTH:
        yield ("limit", "month"), "month-range"
    if limit.opens:
        yield from _window(limit, limit.opens)


def _window(limit: Periodic, opens: Opening) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if limit.day is None:
        yield ("limit", "opens"), "opens-alone"
    elif not 1 <= opens.day <= LAST_DAY:
        yield ("limit", "opens", "day"), "day-range"
    elif not 1 <= opens.month <= LAST_MONTH:
        yield ("limit", "opens", "month"), "month-range"
    elif (opens.month, opens.day) > (limit.month or 1, limit.day):
        yield ("limit", "opens"), "opens-late"


def _lengths(item: Item) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Return the lengths of time that are nothing, where nothing means nothing."""
    if item.posting and not item.posting.minimum.count:
        yield ("posting", "minimum", "count"), "zero"
    if item.objections and not item.objections.answer.count:
        yield ("objections", "answer", "count"), "zero"
    if item.archive and not item.archive.count:
        yield ("archive", "count"), "zero"


_ON_REQUEST = """
limit:
  type: on-request
  within: {count: 20, unit: working-day}
  extend: {count: 20, unit: working-day}
"""


@rule(
    "F012",
    "extension-without-ground",
    clause="《政府信息公开条例》第三十三条",
    samples=(
        sample(entry="extended: {on: 2026-10-09, by: secretary, reason: 需征求第三方意见}"),
        sample(
            item=_ON_REQUEST,
            entry="extended: {on: 2026-10-09, by: secretary, reason: 需征求第三方意见}",
        ),
    ),
)
def extension_without_ground(register: Register) -> Iterator[Finding]:
    """An entry states a longer time to answer that the catalogue does not know, or not then.

    It is allowed once, where the norm says so, and only while the first limit is still running.
    """
    calendar = register.account.calendar
    for entry in register.site.entries:
        item = register.site.items.get(entry.item)
        if entry.extended and item:
            place = register.at(entry.origin, "extended", "on")
            limit = item.limit
            if not isinstance(limit, OnRequest) or limit.extend is None:
                yield finding(register.at(entry.origin, "extended"), "none", item=item.code)
            elif not extends(limit, entry.formed, entry.extended.on, calendar):
                by = request_due(limit, entry.formed, calendar).day
                yield finding(place, "late", first=entry.formed, last=by)


RULES = (limit_that_cannot_be, extension_without_ground)
