"""Taking part in views alone: every state of an entry, figures, and a register of applications."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dispatch.planning.views import ContactView
from dispatch.planning.views import DurationView
from dispatch.planning.views import Link
from dispatch.planning.views.taking import AnswersView
from dispatch.planning.views.taking import DeskView
from dispatch.planning.views.taking import RecourseView
from dispatch.planning.views.taking import RequestView
from dispatch.planning.views.taking import TakingView

if TYPE_CHECKING:
    from dispatch.planning.views.norms import ItemView

ITEM = Link(text="F-05 党员申请公开事项答复", path="catalogue/A-02/")
STATES = ("open", "later", "over", "statement")


def recourse(number: int, hostile: str) -> RecourseView:
    """Return what can be done about an entry, each of four in another state."""
    state = STATES[number % len(STATES)]
    timed = state != "statement"
    return RecourseView(
        state=state,
        first=date(2026, 11, 19) if timed else None,
        last=date(2026, 11, 26) if timed else None,
        answer=DurationView(count=5, unit=("working-day", "day")[number % 2]) if timed else None,
        answer_by=date(2026, 12, 3) if timed else None,
        item=ITEM,
        to=(ContactView(purpose="enquiries", office=hostile, phone="0000-0000011"),),
        above=(ContactView(purpose="supervision", office=hostile, phone="0000-0000012"),),
    )


def taking(items: tuple[ItemView, ...], hostile: str) -> TakingView:
    """Return figures with everything in them, and forms that go to a desk."""
    whole = AnswersView(came=9, answered=7, late=1, waiting=2, overdue=1, median="2.5", longest=24)
    unit = AnswersView(name=hostile, path="units/branch-1/", came=8, answered=7, median="3")
    return TakingView(
        desk=DeskView(
            office=hostile,
            mail="dwgk@example.gov.cn",
            phone="0000-0000011",
            address=hostile,
            hours="工作日",
        ),
        whole=whole,
        years=(AnswersView(name="2026", came=9, answered=7, waiting=2, longest=24),),
        units=(unit, AnswersView(came=1, waiting=1)),
        spread=tuple((number, (number * 7) % 5) for number in range(25)),
        items=items,
        requests=tuple(_requests(hostile)),
        applied=whole,
    )


def _requests(hostile: str) -> list[RequestView]:
    told = {"item": ITEM, "unit": "第一党支部", "text": hostile, "by": "办公室主任"}
    outcomes = ("granted", "partly", "refused", "not-held", "elsewhere", "closed", "")
    answered = [
        RequestView(
            received=date(2026, 6, 15),
            accepted=date(2026, 6, 16),
            extended=date(2026, 6, 26),
            outcome=outcome,
            answered=date(2026, 7, 7),
            answer=hostile,
            due=date(2026, 7, 14),
            late=number % 2 == 1,
            worked=15,
            **told,
        )
        for number, outcome in enumerate(outcomes)
    ]
    waiting = [
        RequestView(
            received=date(2026, 11, 16),
            accepted=None,
            extended=None,
            outcome="",
            answered=None,
            answer="",
            due=date(2026, 11, 30),
            late=late,
            worked=None,
            **told,
        )
        for late in (False, True)
    ]
    return [*waiting, *answered]
