"""Taking part: what a reader can do, what came in, and how it was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ledger.answers import answer_due
from dispatch.ledger.answers import days_worked
from dispatch.ledger.answers import item_of
from dispatch.model.catalogue import OnRequest
from dispatch.planning.taking.figures import Case
from dispatch.planning.taking.figures import answers_view
from dispatch.planning.taking.figures import grouped
from dispatch.planning.taking.figures import spread_of
from dispatch.planning.views import Link
from dispatch.planning.views.taking import DeskView
from dispatch.planning.views.taking import RequestView
from dispatch.planning.views.taking import TakingView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ledger.account import Account
    from dispatch.ledger.index import Index
    from dispatch.model.record import Feedback
    from dispatch.planning.views.norms import ItemView


@dataclass(frozen=True, slots=True)
class _Told:
    record: Feedback
    case: Case


def taking_view(account: Account, norms: Mapping[str, ItemView]) -> TakingView:
    """Return what came in and how it was answered, of the public part."""
    told = tuple(_cases(account))
    cases = tuple(each.case for each in told if each.record.request is None)
    asked = tuple(each for each in told if each.record.request is not None)
    return TakingView(
        desk=desk_view(account.index),
        whole=answers_view(cases),
        years=grouped(cases, lambda case: (case.year, ""), newest=True),
        units=grouped(cases, lambda case: (case.unit.text, case.unit.path)),
        spread=spread_of(cases),
        items=tuple(_on_request(account.index, norms)),
        requests=tuple(_request_view(account.index, each) for each in _newest(asked)),
        applied=answers_view(tuple(each.case for each in asked)),
    )


def desk_view(index: Index) -> DeskView:
    """Return where opinions and requests go, as config.yaml says."""
    site = index.site.config.site
    contact = site.contact
    return DeskView(
        office=(contact.office if contact else None) or site.owner or "",
        mail=(contact.mail if contact else None) or "",
        phone=(contact.phone if contact else None) or "",
        address=(contact.address if contact else None) or "",
        hours=(contact.hours if contact else None) or "",
        endpoint=site.endpoint or "",
    )


def _cases(account: Account) -> Iterator[_Told]:
    for record in account.site.feedback:
        item = item_of(record, account.index.entries, account.site.items)
        due = answer_due(record, item, account.calendar)
        done = record.answered.on if record.answered else None
        last = due.latest if due else None
        yield _Told(
            record,
            Case(
                received=record.received,
                answered=done,
                due=due.day if due else None,
                late=last is not None and (done or account.day) > last,
                worked=days_worked(record.received, done, account.calendar) if done else None,
                unit=_unit(account.index, record),
            ),
        )


def _unit(index: Index, record: Feedback) -> Link:
    entry = index.entries.get(record.about or "")
    name = record.unit or (entry.unit if entry else "")
    known = name in index.units
    return Link(text=index.unit(name), path=f"units/{name}/") if known else Link(text="")


def _on_request(index: Index, norms: Mapping[str, ItemView]) -> Iterator[ItemView]:
    for item in index.site.catalogue.items:
        if isinstance(item.limit, OnRequest) and item.code in norms:
            yield norms[item.code]


def _newest(told: Iterable[_Told]) -> list[_Told]:
    return sorted(told, key=lambda each: each.record.received, reverse=True)


def _request_view(index: Index, told: _Told) -> RequestView:
    record, case = told.record, told.case
    item = index.site.items.get(record.request or "")
    answer = record.answered
    return RequestView(
        received=record.received,
        accepted=record.accepted,
        extended=record.extended,
        item=Link(
            text=f"{item.code} {item.title}" if item else "",
            path=f"catalogue/{item.code}/" if item else "",
        ),
        unit=index.unit(record.unit),
        text=record.text,
        outcome=record.outcome or "",
        answered=answer.on if answer else None,
        by=index.person(answer.by) if answer else "",
        answer=answer.text if answer else "",
        due=case.due,
        late=case.late,
        worked=case.worked,
    )
