"""考核: the score of each unit for a span, and what every point of it is traced to.

A measure is a list of cases: something that was due, and whether it was as it should be. Figures
are exact decimals. A criterion is rounded to 0.01, half up, and lies between nothing and its
points; what is lost is shared out among the traces so that they add up to it exactly.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from decimal import ROUND_HALF_UP
from decimal import Decimal
from typing import TYPE_CHECKING

from dispatch.planning.score.cases import cases_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dispatch.ledger.account import Account
    from dispatch.ledger.duties import Duty
    from dispatch.model.config import AssessmentConfig
    from dispatch.model.config import Criterion
    from dispatch.model.values import Period
    from dispatch.planning.score.cases import Case

CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A case, and the points that were lost by it."""

    case: Case
    lost: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a unit has under a criterion."""

    name: str
    measure: str
    points: Decimal
    of: Decimal
    good: int
    """How many cases were as they should be."""
    number: int
    """How many there were."""
    note: str = ""
    """`empty`, `skipped` or `unmarked`, where nothing was measured."""
    traces: tuple[Trace, ...] = field(default=(), repr=False)

    @property
    def costly(self) -> tuple[Trace, ...]:
        """The traces of what was not as it should be."""
        return tuple(each for each in self.traces if each.lost or not each.case.good)

    @property
    def provisional(self) -> int:
        """How many cases depend on the list of a year that is not announced."""
        return sum(each.case.provisional or bool(each.case.unknown) for each in self.traces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a unit comes to."""

    unit: str
    lines: tuple[Line, ...]
    total: Decimal
    of: Decimal
    complete: bool
    """Whether every mark that the score sheet asks for is entered."""
    grade: str = ""
    """等次; empty while marks are missing, or where none is reached."""
    rank: int = 0
    """Units with one total share a rank, and the next is passed over; 0 while marks are missing."""
    commendable: bool = False
    """Whether it reaches the points from which on a unit may be commended."""
    commendations: tuple[tuple[date, str], ...] = ()
    """奖评 in the span: the day and the title."""

    @property
    def provisional(self) -> int:
        """How many cases depend on the list of a year that is not announced."""
        return sum(line.provisional for line in self.lines)


def scores(account: Account, sheet: AssessmentConfig, span: Period) -> tuple[Score, ...]:
    """Return the scores of all units that owe something, in the order of the organisation."""
    owing = {name for item in account.site.items.values() for name in item.units}
    units = [name for name in account.index.units if name in owing]
    order = {unit.id: n for n, unit in enumerate(account.site.organisation.units)}
    own: defaultdict[str, list[Duty]] = defaultdict(list)
    for duty in account.duties:
        own[duty.unit].append(duty)
    found = [
        _score(replace(account, duties=tuple(own[name])), sheet, span, name)
        for name in sorted(units, key=order.__getitem__)
    ]
    return tuple(_ranked(found))


def rounded(value: Decimal) -> Decimal:
    """Return a value rounded to 0.01, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def _ranked(found: list[Score]) -> Iterable[Score]:
    totals = [each.total for each in found if each.complete]
    for each in found:
        rank = 1 + sum(total > each.total for total in totals) if each.complete else 0
        yield replace(each, rank=rank)


def _score(account: Account, sheet: AssessmentConfig, span: Period, unit: str) -> Score:
    lines = tuple(_line(account, each, span, unit) for each in sheet.criteria)
    whole = sum((Decimal(each.points) for each in sheet.criteria), NOTHING)
    counted = sum((line.of for line in lines if line.note != "skipped"), NOTHING)
    reached = sum((line.points for line in lines), NOTHING)
    total = rounded(reached * whole / counted) if counted else rounded(NOTHING)
    complete = bool(counted) and all(line.note != "unmarked" for line in lines)
    least = Decimal(sheet.commend_from) if sheet.commend_from else None
    return Score(
        unit=unit,
        lines=lines,
        total=total,
        of=whole,
        complete=complete,
        grade=_grade(sheet, total) if complete else "",
        commendable=complete and least is not None and total >= least,
        commendations=tuple(_commendations(account, span, unit)),
    )


def _commendations(account: Account, span: Period, unit: str) -> Iterable[tuple[date, str]]:
    """Yield what a unit was commended for: in the span, or afterwards for it."""
    for each in account.site.oversight:
        if each.kind == "commendation" and each.unit == unit and each.on <= account.day:
            inside = span.first <= each.on <= span.last
            if each.span == span or (each.span is None and inside):
                yield each.on, each.title or each.finding


def _grade(sheet: AssessmentConfig, total: Decimal) -> str:
    reached = [(Decimal(least), name) for name, least in sheet.grades.items()]
    return max(((least, name) for least, name in reached if total >= least), default=(0, ""))[1]


def _line(account: Account, criterion: Criterion, span: Period, unit: str) -> Line:
    cases = cases_of(account, criterion, span, unit)
    of = Decimal(criterion.points)
    note = "" if cases else _note(criterion)
    if note:
        points = rounded(of if note == "empty" else NOTHING)
    else:
        lost = sum((each.lost for each in cases), NOTHING)
        points = rounded(max(NOTHING, of - lost))
    return Line(
        name=criterion.name,
        measure=criterion.measure,
        points=points,
        of=of,
        good=sum(each.good for each in cases),
        number=len(cases),
        note=note,
        traces=tuple(_traces(cases, of - points)),
    )


def _note(criterion: Criterion) -> str:
    if criterion.measure == "mark":
        return "unmarked"
    return "empty" if criterion.empty == "full" else "skipped"


def _traces(cases: Iterable[Case], lost: Decimal) -> Iterable[Trace]:
    """Return the traces of cases: what is lost is given out in their order, to the last cent."""
    given = reckoned = NOTHING
    listed = list(cases)
    last = max((n for n, case in enumerate(listed) if case.lost), default=-1)
    for n, case in enumerate(listed):
        reckoned += case.lost
        upto = lost if n == last else min(lost, rounded(reckoned))
        part = upto - given if case.lost else NOTHING
        given += part
        yield Trace(case=case, lost=part)
