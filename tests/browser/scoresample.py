"""Views of the assessment for the sample: ties, missing marks, every note, words that break out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dispatch.planning.views import DurationView
from dispatch.planning.views import Link
from dispatch.planning.views.assessment import AssessmentView
from dispatch.planning.views.assessment import CriterionView
from dispatch.planning.views.assessment import ScoreLine
from dispatch.planning.views.assessment import SpanView
from dispatch.planning.views.assessment import TraceView
from dispatch.planning.views.assessment import UnitScore

LINE = ScoreLine(
    name="应公开尽公开",
    points="25.00",
    of="30",
    good=5,
    number=6,
    note="",
    traces=(),
    more=0,
    hidden=0,
    hidden_lost="0",
    provisional=0,
)
MEASURES = ("coverage", "timeliness", "blank-months", "postings", "objections", "oversight", "mark")


def _lines(hostile: str) -> tuple[ScoreLine, ...]:
    late = TraceView(
        lost="1.50",
        why="2026年3月10日 到期，2026年3月13日 公开，晚 3 个工作日",
        about=Link(text=hostile, path="catalogue/C-03/"),
    )
    blank = TraceView(lost="2.50", why="当月没有任何公开", about=Link(text="2026-05"))
    marked = TraceView(
        lost="1.00", why="2026年7月13日 评分", about=Link(text="半年考核"), said=hostile
    )
    return (
        replace(LINE, traces=(late,), hidden=2, hidden_lost="3.50", provisional=1),
        replace(LINE, name="没有空白月", traces=(blank,) * 3, more=4),
        replace(LINE, name="张贴记录完整", note="empty", number=0, good=0),
        replace(LINE, name="问题按时整改", note="skipped", number=0, good=0),
        replace(LINE, name="群众评议", note="unmarked", number=0, good=0),
        replace(LINE, name=hostile, note="marked", traces=(marked,)),
    )


def _unit(span: str, number: int, link: Link, rank: int, hostile: str) -> UnitScore:
    return UnitScore(
        anchor=f"of-{span}-{number}",
        unit=link,
        total="96.50" if rank else "52.11",
        of="100",
        share=0.965 if rank else 0.5211,
        rank=rank,
        tied=rank == 1,
        grade="优秀" if rank else "",
        complete=rank > 0,
        commendable=rank == 1,
        lines=_lines(hostile),
    )


def assessment(units: tuple[Link, ...], hostile: str) -> AssessmentView:
    """Return the view of an assessment of these units over two spans."""
    links = (*units, Link(text=hostile, path="units/branch-2/"), units[-1])
    spans = tuple(
        SpanView(
            text=text,
            of="100",
            units=tuple(
                _unit(text, n, link, (1, 1, 3, 0)[n], hostile) for n, link in enumerate(links)
            ),
            commendations=((date(2026, 7, 1), units[-1], hostile),),
            provisional=1,
        )
        for text in ("2026-H1", "2025-H2")
    )
    answer = DurationView(count=5, unit="working-day")
    criteria = tuple(
        CriterionView(
            name=measure,
            points="10",
            measure=measure,
            per_day=per_day,
            each="2.5",
            answer=answer,
            skip=bool(per_day),
        )
        for measure in MEASURES
        for per_day in ("", "0.5")
    )
    return AssessmentView(
        path="oversight/assessment/",
        title="党务公开工作考核",
        spans=spans,
        criteria=criteria,
        grades=(("优秀", "90"), ("合格", "60")),
        commend_from="95",
        calendar="chinesecalendar 1.11.0 CN",
    )
