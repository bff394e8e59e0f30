"""What a reader of an entry can do, by the entry and by the rule of its item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.clock.counting import count
from dispatch.ledger.index import GONE
from dispatch.planning.contacts import contact_views
from dispatch.planning.views import ContactView
from dispatch.planning.views import DurationView
from dispatch.planning.views import Link
from dispatch.planning.views.taking import RecourseView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.clock.workdays import Calendar
    from dispatch.ledger.index import Index
    from dispatch.model.catalogue import Item
    from dispatch.model.entry import Entry
    from dispatch.model.entry import NoticePeriod
    from dispatch.planning.views.taking import DeskView

ASKED = ("objections", "enquiries")
"""The contacts that opinions go to, those for objections first."""


def recourse_view(
    index: Index, entry: Entry, calendar: Calendar, desk: DeskView
) -> RecourseView | None:
    """Return what can be done about an entry; None where another has taken its place."""
    if index.state(entry) in GONE:
        return None
    item, notice = index.item(entry), entry.notice
    rule = item.objections
    answer = rule.answer if rule and rule.answer.count else None
    by = count(notice.last, answer, calendar, purpose="act") if notice and answer else None
    return RecourseView(
        state=_state(index, notice),
        first=notice.first if notice else None,
        last=notice.last if notice else None,
        answer=DurationView(count=answer.count, unit=answer.unit.value) if answer else None,
        answer_by=by.latest if by and not by.provisional else None,
        item=_item_link(item),
        to=tuple(_contacts(entry, ASKED)) or _of_desk(desk),
        above=tuple(_contacts(entry, ("supervision",))),
    )


def _state(index: Index, notice: NoticePeriod | None) -> str:
    if notice is None:
        return "statement"
    if index.day < notice.first:
        return "later"
    return "open" if index.day <= notice.last else "over"


def _item_link(item: Item) -> Link:
    return Link(text=f"{item.code} {item.title}", path=f"catalogue/{item.code}/")


def _contacts(entry: Entry, purposes: tuple[str, ...]) -> Iterator[ContactView]:
    every = contact_views(entry)
    return (each for purpose in purposes for each in every if each.purpose == purpose)


def _of_desk(desk: DeskView) -> tuple[ContactView, ...]:
    if not desk.office:
        return ()
    told = ContactView(
        purpose="enquiries",
        office=desk.office,
        phone=desk.phone,
        place=desk.address,
        mail=desk.mail,
    )
    return (told,)
