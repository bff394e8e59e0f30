"""What the record of a span holds: all that the report counts, found once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.ledger.answers import answer_due
from dispatch.ledger.answers import item_of
from dispatch.ledger.duties import DONE
from dispatch.ledger.duties import MISSED
from dispatch.ledger.duties import Reach
from dispatch.ledger.duties import duties
from dispatch.model.values import Channel
from dispatch.model.values import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.clock.counting import Deadline
    from dispatch.ledger.account import Account
    from dispatch.ledger.duties import Duty
    from dispatch.model.entry import Entry
    from dispatch.model.record import Feedback
    from dispatch.model.record import Oversight
    from dispatch.model.record import Posting
    from dispatch.planning.survey.span import Span

AHEAD = timedelta(days=92)
"""How far ahead the report looks for what falls due."""
Repair = Literal["in-time", "late", "open", "overdue", "none"]
"""What became of a finding; `none` where nothing was to be put right by a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """巡查: somebody looked at a board on a day."""

    board: str
    on: date
    by: str
    seen: int
    """How many sheets were looked at."""
    bad: int
    """How many of them could not be read well, or were not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """An opinion and what became of it by the day."""

    number: int
    """Its place among all."""
    record: Feedback
    answered: date | None
    limit: Deadline | None
    """By when it was to be answered, where the catalogue says."""
    late: bool

    @property
    def days(self) -> int | None:
        """How many days the answer took."""
        return (self.answered - self.record.received).days if self.answered else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A record of oversight and what became of it by the day."""

    number: int
    record: Oversight
    resolved: date | None
    repair: Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A span of an account."""

    account: Account = field(repr=False)
    span: Span
    web: bool
    """Whether it is of what is kept on the web alone."""
    start: date
    """The day of the first entry, on which the record begins."""
    duties: tuple[Duty, ...] = field(repr=False)
    """All that are known, those that fall due within the next months among them."""
    entries: tuple[Entry, ...] = field(repr=False)
    """Published in the span, in the order of days."""
    due: tuple[Duty, ...] = field(repr=False)
    """Those to publish that fell due in the span."""
    hung: tuple[tuple[int, Posting], ...] = field(repr=False)
    """Put up in the span, each with its place among all postings."""
    taken: tuple[tuple[int, Posting], ...] = field(repr=False)
    """Taken down in the span."""
    rounds: tuple[Round, ...] = field(repr=False)
    opinions: tuple[Opinion, ...] = field(repr=False)
    """Received in the span."""
    findings: tuple[Finding, ...] = field(repr=False)
    """Oversight of the span."""

    @property
    def day(self) -> date:
        """The day as of which all this is so."""
        return self.account.day

    @property
    def prompt(self) -> tuple[Duty, ...]:
        """What was published in the span under a limit without a number of days."""
        return tuple(
            duty
            for duty in self.duties
            if duty.state == "none" and duty.entry and self.span.holds(duty.published)
        )

    @property
    def older(self) -> tuple[Duty, ...]:
        """What fell due before the span, since the year before it, and is not published."""
        return tuple(
            duty
            for duty in self.duties
            if _missed(duty) and duty.deadline and duty.deadline.day < self.span.first
        )

    @property
    def reviews(self) -> tuple[Duty, ...]:
        """What stands and was not looked at again in time, up to the end of the span."""
        return tuple(
            duty
            for duty in self.duties
            if duty.clock == "review"
            and duty.state == "overdue"
            and duty.deadline
            and duty.deadline.day <= self.span.last
        )

    @property
    def ahead(self) -> tuple[Duty, ...]:
        """What falls due within the next months, the soonest first."""
        coming = [
            (duty.deadline.day, duty.key, duty)
            for duty in self.duties
            if duty.state in ("open", "due-soon") and duty.deadline
        ]
        last = self.day + AHEAD
        return tuple(duty for day, _, duty in sorted(coming, key=_by_day) if day <= last)


def _by_day(each: tuple[date, str, Duty]) -> tuple[date, str]:
    return each[:2]


def record_of(account: Account, span: Span, *, web: bool) -> Record:
    """Return the record of a span; `web` leaves out the duties that are not kept on the web."""
    index, day = account.index, account.day
    start = min((entry.published for entry in index.entries.values()), default=day)
    owed = _owed(account, span, start, web=web)
    shown = sorted(index.entries.values(), key=lambda each: (each.published, each.id))
    entries = tuple(entry for entry in shown if span.holds(entry.published))
    postings = [
        (number, each)
        for number, each in enumerate(account.site.postings)
        if each.entry in index.entries
    ]
    return Record(
        account=account,
        span=span,
        web=web,
        start=start,
        duties=owed,
        entries=entries,
        due=tuple(duty for duty in owed if _falls_in(duty, span, entries)),
        hung=tuple((number, each) for number, each in postings if span.holds(each.up.on)),
        taken=tuple(
            (number, each) for number, each in postings if each.down and span.holds(each.down.on)
        ),
        rounds=_rounds(account, span),
        opinions=tuple(_opinions(account, span)),
        findings=tuple(_findings(account, span)),
    )


def _owed(account: Account, span: Span, start: date, *, web: bool) -> tuple[Duty, ...]:
    # As far back as the span before, and as the first of January of the year before.
    before = span.before()
    year = date(max(span.first.year - 1, 1), 1, 1)
    since = max(start, min(before.first, year) if before else date.min)
    until = account.day + AHEAD if account.day <= date.max - AHEAD else date.max
    reach = Reach(since=min(since, account.day), until=until)
    site = account.site
    found = duties(site, account.day, account.calendar, reach=reach)
    online = {unit.id for unit in site.organisation.units if unit.online}
    return tuple(
        duty
        for duty in found
        if not web
        or (
            duty.unit in online
            and site.items[duty.item].scope is Scope.SOCIETY
            and Channel.WEB in site.items[duty.item].channels
        )
    )


def _missed(duty: Duty) -> bool:
    return duty.clock == "publish" and duty.state in MISSED


def _falls_in(duty: Duty, span: Span, entries: tuple[Entry, ...]) -> bool:
    """Whether a duty to publish fell due in a span; a stage passed over, when it was passed."""
    if duty.clock != "publish" or duty.state not in (*DONE, *MISSED):
        return False
    if duty.deadline is not None:
        return span.holds(duty.deadline.day)
    if duty.kind != "staged":
        return span.holds(duty.published or duty.event)
    first = duty.key.split("/")[2]
    return any(entry.stage and first in (entry.id, entry.stage.of) for entry in entries)


def _rounds(account: Account, span: Span) -> tuple[Round, ...]:
    looks: defaultdict[tuple[date, str, str], list[str]] = defaultdict(list)
    for posting in account.site.postings:
        for look in posting.inspected:
            if span.holds(look.on) and posting.entry in account.index.entries:
                looks[look.on, posting.board, look.by].append(look.state)
    return tuple(
        Round(
            board=board,
            on=on,
            by=by,
            seen=len(states),
            bad=sum(state != "legible" for state in states),
        )
        for (on, board, by), states in sorted(looks.items())
    )


def _opinions(account: Account, span: Span) -> Iterator[Opinion]:
    for number, record in enumerate(account.site.feedback):
        if record.request is None and span.holds(record.received):
            answer = record.answered
            answered = answer.on if answer and answer.on <= account.day else None
            item = item_of(record, account.index.entries, account.site.items)
            limit = answer_due(record, item, account.calendar)
            yield Opinion(
                number=number,
                record=record,
                answered=answered,
                limit=limit,
                late=limit is not None and (answered or account.day) > limit.day,
            )


def _findings(account: Account, span: Span) -> Iterator[Finding]:
    for number, record in enumerate(account.site.oversight):
        if span.holds(record.on):
            resolved = record.resolved
            resolved = resolved if resolved and resolved <= account.day else None
            repair = _repair(record.due, resolved, account.day)
            yield Finding(number=number, record=record, resolved=resolved, repair=repair)


def _repair(due: date | None, resolved: date | None, day: date) -> Repair:
    if due is None:
        return "none"
    if resolved is not None:
        return "in-time" if resolved <= due else "late"
    return "overdue" if due < day else "open"
