"""Opinions with their answers, records of oversight, and waivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ledger.answers import answer_due
from dispatch.ledger.answers import days_worked
from dispatch.ledger.answers import item_of
from dispatch.ledger.index import entry_path
from dispatch.planning.views import Link
from dispatch.planning.views.entries import FeedbackView
from dispatch.planning.views.site import OversightView
from dispatch.planning.views.site import WaiverView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.ledger.index import Index
    from dispatch.model.record import Feedback
    from dispatch.model.record import Oversight
    from dispatch.model.waiver import Waiver


def feedback_views(account: Account) -> tuple[tuple[str, FeedbackView], ...]:
    """Return the opinions, newest first, each with the id of the entry that it is about."""
    opinions = (each for each in account.site.feedback if each.request is None)
    ordered = sorted(opinions, key=lambda each: each.received, reverse=True)
    return tuple((each.about or "", _feedback_view(account, each)) for each in ordered)


def oversight_views(index: Index) -> tuple[OversightView, ...]:
    """Return the records of oversight, newest first."""
    ordered = sorted(index.site.oversight, key=lambda each: each.on, reverse=True)
    return tuple(_oversight_view(index, each) for each in ordered)


def waiver_views(index: Index, messages: Messages) -> Iterator[WaiverView]:
    """Yield the waivers in the order of their last days, the latest first."""
    for each in sorted(index.site.waivers, key=lambda waiver: waiver.until, reverse=True):
        if about := _about(index, each):
            unit = Link(text=index.unit(each.unit), path=f"units/{each.unit}/")
            yield WaiverView(
                code=each.code,
                rule=messages.first(f"rules.{each.code}.what"),
                about=about,
                unit=unit if each.unit else None,
                reason=each.reason,
                by=index.person(each.approved.by),
                on=each.approved.on,
                until=each.until,
                expired=each.until < index.day,
            )


def _about(index: Index, waiver: Waiver) -> Link | None:
    if entry := index.entries.get(waiver.entry or ""):
        return Link(text=entry.title, path=entry_path(entry))
    item = index.site.items.get(waiver.item or "")
    return Link(text=f"{item.code} {item.title}", path=f"catalogue/{item.code}/") if item else None


def _feedback_view(account: Account, record: Feedback) -> FeedbackView:
    index, calendar = account.index, account.calendar
    about = index.entries.get(record.about or "")
    answer = record.answered
    due = answer_due(record, item_of(record, index.entries, index.site.items), calendar)
    done = answer.on if answer else account.day
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
        worked=days_worked(record.received, answer.on, calendar) if answer else None,
        due=due.day if due else None,
        late=due is not None and done > due.latest,
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
