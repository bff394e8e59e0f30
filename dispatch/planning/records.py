"""Opinions with their answers, and records of oversight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ledger.index import entry_path
from dispatch.planning.views import FeedbackView
from dispatch.planning.views import Link
from dispatch.planning.views import OversightView

if TYPE_CHECKING:
    from dispatch.ledger.index import Index
    from dispatch.model.record import Feedback
    from dispatch.model.record import Oversight


def feedback_views(index: Index) -> tuple[tuple[str, FeedbackView], ...]:
    """Return the opinions, newest first, each with the id of the entry that it is about."""
    ordered = sorted(index.site.feedback, key=lambda each: each.received, reverse=True)
    return tuple((each.about or "", _feedback_view(index, each)) for each in ordered)


def oversight_views(index: Index) -> tuple[OversightView, ...]:
    """Return the records of oversight, newest first."""
    ordered = sorted(index.site.oversight, key=lambda each: each.on, reverse=True)
    return tuple(_oversight_view(index, each) for each in ordered)


def _feedback_view(index: Index, record: Feedback) -> FeedbackView:
    about = index.entries.get(record.about or "")
    answer = record.answered
    return FeedbackView(
        received=record.received,
        channel=record.channel,
        text=record.text,
        about=Link(text=about.title, path=entry_path(about)) if about else None,
        unit=index.unit(record.unit),
        answered=answer.on if answer else None,
        by=index.person(answer.by) if answer else "",
        answer=answer.text if answer else "",
        days=(answer.on - record.received).days if answer else None,
    )


def _oversight_view(index: Index, record: Oversight) -> OversightView:
    return OversightView(
        kind=record.kind,
        on=record.on,
        by=index.person(record.by),
        unit=Link(text=index.unit(record.unit), path=f"units/{record.unit}/"),
        title=record.title or "",
        finding=record.finding,
        note=record.note or "",
        due=record.due,
        resolved=record.resolved,
    )
