"""The next day on which anything turns: what starts, what ends, what falls due.

A day is a turning day when something that Dispatch makes or says on it differs from the day before,
other than by naming the day itself. That the foot of a page names a new day is no turn; that a
notice has a day less left is one, and so is a target's share of time gone once the whole per cent
that is shown changes. So the answer can be put to the test: between a day and the next turning
day, every view is the same but for the days that say when it was made. It may name a day too many,
for what two changes undo or a correction has overtaken, never one too few.

Whoever builds on turning days alone publishes what builds every day would.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING
from typing import Literal
from typing import get_args

from dispatch.clock.schedule import period_after
from dispatch.clock.schedule import period_at
from dispatch.clock.workdays import ONE
from dispatch.ledger.answers import item_of
from dispatch.ledger.answers import moments
from dispatch.ledger.duties.record import soon_after
from dispatch.ledger.hanging import look_due
from dispatch.ledger.index import GONE
from dispatch.ledger.pace import elapsed_of
from dispatch.ledger.pace import measured_on
from dispatch.ledger.pace import pace_of
from dispatch.ledger.pace import share_of
from dispatch.ledger.pace import span_of
from dispatch.ledger.pace import year_of
from dispatch.model.catalogue import ElementType
from dispatch.model.catalogue import Periodic
from dispatch.model.elements import typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from dispatch.ledger.account import Account
    from dispatch.ledger.duties import Duty
    from dispatch.ledger.hanging import Hanging
    from dispatch.model.elements import Target
    from dispatch.model.entry import Entry

What = Literal[
    "published",
    "withdrawn",
    "posting-begins",
    "posting-ends",
    "inspection",
    "notice-begins",
    "notice-left",
    "notice-ends",
    "target",
    "period-over",
    "due-soon",
    "overdue",
    "review-soon",
    "review-overdue",
    "record",
    "oversight-overdue",
    "answer-overdue",
    "term-begins",
    "term-ends",
    "waiver-begins",
    "waiver-ends",
    "assessment",
    "new-year",
]
"""What turns; the words are `turning.what.WHAT` in the locale catalogues."""

WHATS: tuple[What, ...] = get_args(What)
"""All of them, in the order in which they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something that changes on a day; the names that do not apply are empty."""

    day: date
    what: What
    entry: str = ""
    item: str = ""
    unit: str = ""
    period: str = ""


def turning(account: Account) -> tuple[Turn, ...]:
    """Return all that changes on the next turning day after the day of the account.

    There is always one within a year, for the archive begins a new page with it; at the end of
    the last year there is none.
    """
    ahead = [turn for turn in _turns(account) if turn.day > account.day]
    first = min((turn.day for turn in ahead), default=None)
    return tuple(sorted({turn for turn in ahead if turn.day == first}, key=_place))


def _place(turn: Turn) -> tuple[int, str, str, str, str]:
    return WHATS.index(turn.what), turn.item, turn.unit, turn.period, turn.entry


def _turns(account: Account) -> Iterator[Turn]:
    """Yield what changes by day, days of the past among them."""
    for entry in account.site.entries:
        yield from _of_entry(account, entry)
    yield from _of_hangings(account)
    yield from _of_periods(account)
    yield from _of_duties(account)
    yield from _of_records(account)
    yield from _of_terms(account)
    yield from _of_waivers(account)
    sheet = account.site.config.assessment
    if sheet and sheet.public and account.day < date.max:
        # What is missing costs more each day, be it told by name or not.
        yield Turn(day=account.day + ONE, what="assessment")
    if account.day.year < date.max.year:
        yield Turn(day=date(account.day.year + 1, 1, 1), what="new-year")


def _of_entry(account: Account, entry: Entry) -> Iterator[Turn]:
    withdrawn = entry.withdrawn.on if entry.withdrawn else None
    if entry.draft or (withdrawn and withdrawn <= account.day):
        return
    days: Iterator[tuple[date | None, What]] = iter([(entry.published, "published")])
    if entry.published <= account.day:
        days = chain(
            [(withdrawn, "withdrawn")],
            _of_posting(account, entry),
            _of_notice(account, entry),
            ((day, "target") for day in _of_targets(account, entry)),
        )
    for day, what in days:
        if day:
            yield Turn(day=day, what=what, entry=entry.id, item=entry.item, unit=entry.unit)


def _of_posting(account: Account, entry: Entry) -> Iterator[tuple[date | None, What]]:
    if account.site.boards_of(entry):
        yield entry.posted_from, "posting-begins"
        yield _after(entry.posted_to), "posting-ends"


def _of_hangings(account: Account) -> Iterator[Turn]:
    """Yield when a sheet comes down that was put up late, or again, and when one is looked at."""
    for wall in account.walls.values():
        for each in wall:
            entry = each.entry
            for day, what in _of_hanging(account, each) if each.due else ():
                if day:
                    yield Turn(day=day, what=what, entry=entry.id, item=entry.item, unit=entry.unit)


def _of_hanging(account: Account, each: Hanging) -> Iterator[tuple[date | None, What]]:
    yield _after(each.until), "posting-ends"
    if each.now is None and each.before and each.until:
        # The days that are left are counted from the day on which it goes up again.
        yield _after(account.day), "posting-ends"
    days = account.site.config.inspection.sheet
    if each.now and days:
        yield look_due(each.now, days), "inspection"


def _of_notice(account: Account, entry: Entry) -> Iterator[tuple[date | None, What]]:
    if entry.notice is None:
        return
    first, last = entry.notice.first, entry.notice.last
    yield first, "notice-begins"
    yield _after(last), "notice-ends"
    counted = account.site.on_web(entry) and account.index.states.get(entry.id) not in GONE
    if counted and first <= account.day < last:
        yield _after(account.day), "notice-left"


def _of_targets(account: Account, entry: Entry) -> Iterator[date]:
    item = account.site.items.get(entry.item)
    for element in item.elements if item else ():
        if element.type is ElementType.TARGETS and element.name in entry.elements:
            value, faults = typed(element, entry.elements[element.name])
            for target in value.targets if value and not faults else ():
                yield from _of_target(account.day, entry, target)


def _of_target(day: date, entry: Entry, target: Target) -> Iterator[date]:
    """Yield the first day on which a target is shown in another way, if there is one."""
    first, last = span_of(target, year_of(entry))
    share = share_of(target.plan, target.done)

    def shown(on: date) -> tuple[str, str]:
        elapsed = elapsed_of(first, last, measured_on(entry, on))
        return f"{float(elapsed):.0%}", pace_of(share, elapsed)

    now, end = shown(day), max(first, last)
    if day < end and shown(end) != now:
        yield _first(day, end, lambda on: shown(on) != now)


def _of_periods(account: Account) -> Iterator[Turn]:
    """Yield the last day of every period that runs or comes next: on it the period is owed."""
    for item in account.site.catalogue.items:
        if isinstance(item.limit, Periodic):
            here = period_at(item.limit.every, account.day)
            for period in (here, period_after(item.limit.every, here.last)):
                if period:
                    yield Turn(
                        day=period.last, what="period-over", item=item.code, period=period.text
                    )


def _of_duties(account: Account) -> Iterator[Turn]:
    soon: dict[date, date] = {}
    for duty in account.duties:
        deadline = duty.deadline
        if deadline and duty.state in ("open", "due-soon"):
            late = _after(deadline.latest)
            if late:
                yield _owed(duty, late, "overdue" if duty.clock == "publish" else "review-overdue")
        if deadline and duty.state == "open":
            begins = soon.get(deadline.day) or _soon(account, deadline.day)
            soon[deadline.day] = begins
            yield _owed(duty, begins, "due-soon" if duty.clock == "publish" else "review-soon")


def _owed(duty: Duty, day: date, what: What) -> Turn:
    period = duty.period.text if duty.period else ""
    return Turn(
        day=day,
        what=what,
        entry=duty.entry or "",
        item=duty.item,
        unit=duty.unit,
        period=period,
    )


def _soon(account: Account, deadline: date) -> date:
    """Return the first day on which a deadline that is far off is due soon."""
    number, calendar = account.site.config.inspection.soon, account.calendar
    return _first(account.day, deadline, lambda day: soon_after(day, number, calendar) >= deadline)


def _of_records(account: Account) -> Iterator[Turn]:
    site = account.site
    for posting in site.postings:
        ends = (posting.up, *posting.inspected, *((posting.down,) if posting.down else ()))
        for act in ends:
            yield Turn(day=act.on, what="record", entry=posting.entry)
    for feedback in site.feedback:
        about = {"entry": feedback.about or "", "item": feedback.request or ""}
        item = item_of(feedback, account.index.entries, site.items)
        for moment, overdue in moments(feedback, item, account.calendar):
            what: What = "answer-overdue" if overdue else "record"
            yield Turn(day=moment, what=what, unit=feedback.unit or "", **about)
    for oversight in site.oversight:
        for day in (oversight.on, oversight.resolved):
            if day:
                yield Turn(day=day, what="record", unit=oversight.unit)
        late = _after(oversight.due)
        if late and (oversight.resolved is None or oversight.resolved >= late):
            yield Turn(day=late, what="oversight-overdue", unit=oversight.unit)


def _of_terms(account: Account) -> Iterator[Turn]:
    for each in account.site.organisation.supervisors:
        ended = _after(each.until)
        if each.since:
            yield Turn(day=each.since, what="term-begins")
        if ended:
            yield Turn(day=ended, what="term-ends")


def _of_waivers(account: Account) -> Iterator[Turn]:
    for each in account.site.waivers:
        about = {"entry": each.entry or "", "item": each.item or "", "unit": each.unit or ""}
        ended = _after(each.until)
        yield Turn(day=each.approved.on, what="waiver-begins", **about)
        if ended:
            yield Turn(day=ended, what="waiver-ends", **about)


def _first(day: date, last: date, turned: Callable[[date], bool]) -> date:
    """Return the first day after a day that has turned; the last has, and once is for good."""
    ordinals = range(day.toordinal() + 1, last.toordinal())
    return date.fromordinal(
        day.toordinal()
        + 1
        + bisect_left(ordinals, 1, key=lambda ordinal: turned(date.fromordinal(ordinal)))
    )


def _after(day: date | None) -> date | None:
    return day + ONE if day and day < date.max else None
