"""The assessment as society may see it: figures of all, names only of what is public.

The points are those of the whole record. A case is told of only if the public part alone, scored
in the same way, has the very same case: whoever reads the site could find it out as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from dispatch.ledger.index import entry_path
from dispatch.planning.score import scores
from dispatch.planning.score.cases import FEW
from dispatch.planning.views import DurationView
from dispatch.planning.views import Link
from dispatch.planning.views.assessment import AssessmentView
from dispatch.planning.views.assessment import CriterionView
from dispatch.planning.views.assessment import ScoreLine
from dispatch.planning.views.assessment import SpanView
from dispatch.planning.views.assessment import TraceView
from dispatch.planning.views.assessment import UnitScore

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.ledger.index import Index
    from dispatch.model.config import AssessmentConfig
    from dispatch.model.config import Criterion
    from dispatch.model.values import Period
    from dispatch.planning.score import Line
    from dispatch.planning.score import Score
    from dispatch.planning.score import Trace
    from dispatch.planning.score.cases import Case

    Teller = Callable[[list[Trace]], tuple[TraceView, ...]]

PATH = "oversight/assessment/"
LISTED = 20
"""How many cases of a criterion are told one by one."""
CROWD, FEWEST = 20, 3
"""Of more units fewer are told, for the page would be too long; but so many are."""


def assessment_view(
    whole: Account, shown: Account, spans: Iterable[Period], words: Messages
) -> AssessmentView | None:
    """Return the page; the accounts are of all and of the public part, from the first span on.

    None where the score sheet is not public: the public part has none then.
    """
    sheet = shown.site.config.assessment
    if sheet is None:
        return None
    crowd = len({duty.unit for duty in whole.duties})
    tell = partial(_told, shown.index, words, max(FEWEST, LISTED * CROWD // max(CROWD, crowd)))
    grades = sorted(sheet.grades.items(), key=lambda each: Decimal(each[1]), reverse=True)
    return AssessmentView(
        path=PATH,
        title=sheet.title,
        spans=tuple(_span(whole, shown, sheet, span, tell) for span in spans),
        criteria=tuple(map(_criterion, sheet.criteria)),
        grades=tuple(grades),
        commend_from=sheet.commend_from or "",
        calendar=whole.calendar.name,
    )


def _criterion(each: Criterion) -> CriterionView:
    return CriterionView(
        name=each.name,
        points=each.points,
        measure=each.measure,
        per_day=each.per_day or "",
        each=each.each,
        answer=DurationView(count=each.answer.count, unit=each.answer.unit.value),
        skip=each.empty == "skip",
    )


def _span(
    whole: Account, shown: Account, sheet: AssessmentConfig, span: Period, tell: Teller
) -> SpanView:
    public = {each.unit: each for each in scores(shown, sheet, span)}
    every = scores(whole, sheet, span)
    units = tuple(
        _unit(each, public[each.unit], span, tell, shown.index)
        for each in sorted(every, key=lambda each: (not each.rank, each.rank))
    )
    ranks = Counter(each.rank for each in units)
    honours = [
        (on, _link(shown.index, name), title)
        for name, each in public.items()
        for on, title in each.commendations
    ]
    return SpanView(
        text=span.text,
        of=str(sum(Decimal(each.points) for each in sheet.criteria)),
        units=tuple(replace(e, tied=bool(e.rank) and ranks[e.rank] > 1) for e in units),
        commendations=tuple(sorted(honours, key=lambda each: each[0])),
        provisional=sum(line.provisional for each in units for line in each.lines),
    )


def _unit(score: Score, public: Score, span: Period, tell: Teller, index: Index) -> UnitScore:
    pairs = zip(score.lines, public.lines, strict=True)
    return UnitScore(
        anchor=f"of-{span.text}-{score.unit}",
        unit=_link(index, score.unit),
        total=str(score.total),
        of=str(score.of),
        share=float(score.total / score.of) if score.of else 0.0,
        rank=score.rank,
        tied=False,
        grade=score.grade,
        complete=score.complete,
        commendable=score.commendable,
        lines=tuple(_line(line, other, tell) for line, other in pairs),
    )


def _link(index: Index, unit: str) -> Link:
    return Link(text=index.unit(unit), path=f"units/{unit}/")


def _line(line: Line, public: Line, tell: Teller) -> ScoreLine:
    named, hidden = _parted(line, public)
    traces = tell(named)
    note = line.note or ("marked" if line.measure == "mark" else "")
    return ScoreLine(
        name=line.name,
        points=str(line.points),
        of=str(line.of),
        good=line.good,
        number=line.number,
        note=note,
        traces=traces,
        more=len(named) - len(traces),
        hidden=len(hidden),
        hidden_lost=str(sum((each.lost for each in hidden), FEW)),
        provisional=line.provisional,
    )


def _parted(line: Line, public: Line) -> tuple[list[Trace], list[Trace]]:
    """Return what cost points, and marks: what the public part tells of, and what it does not."""
    known = Counter(_bare(each.case) for each in public.traces)
    named: list[Trace] = []
    hidden: list[Trace] = []
    for trace in line.traces if line.measure == "mark" else line.costly:
        case = _bare(trace.case)
        (named if known[case] else hidden).append(trace)
        known[case] -= 1 if known[case] else 0
    return named, hidden


def _bare(case: Case) -> Case:
    """Return a case without what the public part cannot have: its place, its share of points."""
    kept = case if case.kind == "mark" else replace(case, lost=FEW)
    return kept if case.kind in ("duty", "month") else replace(kept, id="")


def _told(index: Index, words: Messages, most: int, traces: list[Trace]) -> tuple[TraceView, ...]:
    return tuple(_trace(index, words, each) for each in traces[:most])


def _trace(index: Index, words: Messages, trace: Trace) -> TraceView:
    case = trace.case
    due, done = (_day(words, each) for each in (case.due, case.done))
    why = words.text(f"score.why.{case.why}", due=due, done=done, days=case.days)
    if case.unknown:
        why += words.text("score.unknown", days=case.unknown)
    return TraceView(
        lost=str(trace.lost),
        why=why,
        about=_about(index, case),
        said=case.said,
    )


def _about(index: Index, case: Case) -> Link:
    """Return what a case is about: the entry, or else the item, or else words alone."""
    if entry := index.entries.get(case.entry):
        return Link(text=entry.title, path=entry_path(entry))
    if case.kind == "duty":
        return Link(text=case.title, path=f"catalogue/{case.id.partition('/')[0]}/")
    return Link(text=case.id if case.kind == "month" else case.title)


def _day(words: Messages, day: date | None) -> str:
    if day is None:
        return ""
    month = words.text(f"site.date.months.{day.month}")
    return words.text("site.date.day", year=day.year, month=month, day=day.day)
