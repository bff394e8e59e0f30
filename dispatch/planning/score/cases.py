"""The cases of a measure: what was due from a unit in a span, and what each one costs.

Only what had to be done by the end of the day is a case; what is still open is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dispatch.clock.counting import count
from dispatch.clock.counting import spans
from dispatch.clock.schedule import periods_between
from dispatch.ledger.duties import DONE
from dispatch.ledger.duties import MISSED
from dispatch.ledger.index import last_day
from dispatch.model.values import DurationUnit

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.clock.counting import Deadline
    from dispatch.ledger.account import Account
    from dispatch.ledger.duties import Duty
    from dispatch.model.config import Criterion
    from dispatch.model.record import Feedback
    from dispatch.model.record import Posting
    from dispatch.model.values import Origin
    from dispatch.model.values import Period

    Maker = Callable[["Sheet"], Iterator["Case"]]

FEW = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something that was due, and whether it was as it should be."""

    kind: str
    """duty, posting, opinion, month, finding or mark."""
    id: str
    """The key of a duty, the place of a record, or the month."""
    entry: str = ""
    """The id of the entry that it is about."""
    title: str = ""
    """What it is about."""
    due: date | None = None
    """By when it was due, where it was."""
    done: date | None = None
    """When it was done, if it was."""
    why: str
    """The reason, a key below `score.why`."""
    days: int = 0
    """Working days late."""
    unknown: int = 0
    """Days on which it was late and of which nobody knows whether they are worked."""
    provisional: bool = False
    """Whether `due` depends on a list that is not announced; it is the earliest day then."""
    said: str = ""
    """Of a mark: what the supervisor found, in the words of the record."""
    good: bool
    lost: Decimal = FEW
    """The points that it costs, not rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What cases are looked for in."""

    account: Account
    criterion: Criterion
    span: Period
    unit: str

    def within(self, day: date) -> bool:
        """Tell whether a day is of the span, and has come."""
        return self.span.first <= day <= min(self.span.last, self.account.day)

    def past(self, day: date | None) -> bool:
        """Tell whether something is there, and by the day of the account."""
        return day is not None and day <= self.account.day


def cases_of(account: Account, criterion: Criterion, span: Period, unit: str) -> tuple[Case, ...]:
    """Return the cases of a criterion in the order of their days."""
    sheet = Sheet(account=account, criterion=criterion, span=span, unit=unit)
    makers: dict[str, Maker] = {
        "coverage": _coverage,
        "timeliness": _timeliness,
        "postings": _postings,
        "objections": _objections,
        "blank-months": _months,
        "oversight": _findings,
        "mark": _marks,
    }
    found = sorted(makers[criterion.measure](sheet), key=_place)
    priced = criterion.measure in ("blank-months", "mark")
    if priced or (criterion.measure == "timeliness" and criterion.per_day):
        return tuple(found)
    return tuple(_shared(found, Decimal(criterion.points)))


def _place(case: Case) -> tuple[str, str]:
    return str(case.due or case.done or ""), case.id


def _shared(found: list[Case], points: Decimal) -> Iterable[Case]:
    """Return cases of which each that is not good costs its share of the points."""
    for case in found:
        yield case if case.good else replace(case, lost=points / len(found))


def _due(sheet: Sheet) -> Iterator[tuple[Duty, date]]:
    """Return what was to be published by a day of the span, and has been or should have been."""
    for duty in sheet.account.duties:
        if duty.unit != sheet.unit or duty.clock != "publish" or duty.deadline is None:
            continue
        if sheet.within(duty.deadline.day) and duty.state in (*DONE, *MISSED):
            yield duty, duty.deadline.day


def _coverage(sheet: Sheet) -> Iterator[Case]:
    for duty, day in _due(sheet):
        good = duty.state in DONE
        yield _of_duty(sheet, duty, day, why="published" if good else "missing", good=good)


def _timeliness(sheet: Sheet) -> Iterator[Case]:
    """Yield what was due; a matter that is still missing counts as late up to the day."""
    for duty, day in _due(sheet):
        good = duty.state == "met"
        case = _of_duty(sheet, duty, day, why="in-time", good=True)
        if not good:
            end = duty.published or sheet.account.day
            days, unknown = _late(sheet, day, end)
            why = "late" if duty.published else "missing"
            lost = Decimal(sheet.criterion.per_day or 0) * days
            case = replace(case, why=why, good=False, days=days, unknown=unknown, lost=lost)
        yield case


def _late(sheet: Sheet, due: date, end: date) -> tuple[int, int]:
    """Return how many working days lie after a deadline, and how many of which nobody knows."""
    calendar = sheet.account.calendar
    found = spans(due, end, DurationUnit.WORKING_DAY, calendar)
    return found.without_first, found.unknown - (calendar.is_working(due) is None)


def _of_duty(sheet: Sheet, duty: Duty, day: date, *, why: str, good: bool) -> Case:
    title = sheet.account.site.items[duty.item].title
    return Case(
        kind="duty",
        id=duty.key,
        entry=duty.entry or "",
        title=f"{duty.item} {title}",
        due=day,
        done=duty.published,
        why=why,
        provisional=duty.provisional,
        good=good,
    )


def _postings(sheet: Sheet) -> Iterator[Case]:
    """Yield what was put up in the span: it must have been looked at, and come down when over."""
    for posting in sheet.account.site.postings:
        entry = sheet.account.index.entries.get(posting.entry)
        if entry and entry.unit == sheet.unit and sheet.within(posting.up.on):
            why = _lacking(sheet, posting, last_day(entry))
            yield Case(
                kind="posting",
                id=_id(posting.origin),
                entry=entry.id,
                title=entry.title,
                done=posting.up.on,
                why=why or "recorded",
                good=not why,
            )


def _lacking(sheet: Sheet, posting: Posting, last: date | None) -> str:
    if not any(sheet.past(each.on) for each in posting.inspected):
        return "not-inspected"
    over = last is not None and last < sheet.account.day
    down = sheet.past(posting.down.on if posting.down else None)
    return "not-taken-down" if over and not down else ""


def _objections(sheet: Sheet) -> Iterator[Case]:
    for record in sheet.account.site.feedback:
        entry = sheet.account.index.entries.get(record.about or "")
        unit = record.unit or (entry.unit if entry else None)
        if record.request or unit != sheet.unit or not sheet.within(record.received):
            continue
        deadline = _answer_due(sheet, record)
        due = deadline.day
        done = record.answered.on if record.answered else None
        answered = done if sheet.past(done) else None
        if answered is None and deadline.latest >= sheet.account.day:
            continue
        good = answered is not None and answered <= deadline.latest
        yield Case(
            kind="opinion",
            id=_id(record.origin),
            entry=entry.id if entry else "",
            due=due,
            done=answered,
            why="answered" if good else "answered-late" if answered else "not-answered",
            provisional=deadline.provisional,
            good=good,
        )


def _answer_due(sheet: Sheet, record: Feedback) -> Deadline:
    entry = sheet.account.index.entries.get(record.about or "")
    norm = sheet.account.index.item(entry).objections if entry else None
    length = norm.answer if norm else sheet.criterion.answer
    return count(record.received, length, sheet.account.calendar, purpose="act")


def _months(sheet: Sheet) -> Iterator[Case]:
    """Yield the months of the span that are over, from the first month of the record on."""
    index = sheet.account.index
    since = min((each.published for each in index.entries.values()), default=sheet.account.day)
    live = (each for each in index.by_unit.get(sheet.unit, ()) if index.state(each) != "withdrawn")
    written = {each.published.isoformat()[:7] for each in live}
    for month in periods_between("month", sheet.span.first, sheet.span.last):
        if since <= month.last < sheet.account.day:
            good = month.text in written
            yield Case(
                kind="month",
                id=month.text,
                due=month.last,
                why="written" if good else "blank",
                good=good,
                lost=FEW if good else Decimal(sheet.criterion.each),
            )


def _findings(sheet: Sheet) -> Iterator[Case]:
    for record in sheet.account.site.oversight:
        due = record.due
        if due is None or record.unit != sheet.unit or not sheet.within(due):
            continue
        done = record.resolved if sheet.past(record.resolved) else None
        if (done is None and due >= sheet.account.day) or record.on > sheet.account.day:
            continue
        good = done is not None and done <= due
        yield Case(
            kind="finding",
            id=_id(record.origin),
            title=record.title or "",
            due=due,
            done=done,
            why="resolved" if good else "resolved-late" if done else "not-resolved",
            good=good,
        )


def _marks(sheet: Sheet) -> Iterator[Case]:
    """Yield the newest mark; the points that it leaves are lost."""
    name, of = sheet.criterion.name, Decimal(sheet.criterion.points)
    found = [
        record
        for record in sheet.account.site.oversight
        if record.kind == "assessment"
        and record.unit == sheet.unit
        and record.span == sheet.span
        and name in record.marks
        and record.on <= sheet.account.day
    ]
    for record in sorted(found, key=lambda each: (each.on, _id(each.origin)))[-1:]:
        mark = min(of, Decimal(record.marks[name]))
        yield Case(
            kind="mark",
            id=_id(record.origin),
            title=record.title or "",
            done=record.on,
            why="marked",
            said=record.finding,
            good=mark == of,
            lost=of - mark,
        )


def _id(origin: Origin) -> str:
    """Return where a record stands: the file, and which of its records it is."""
    return "#".join((origin.path, *(str(int(key) + 1) for key in origin.keys[:1])))
