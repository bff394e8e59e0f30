"""Standing duties: something is in force at all times, follows each change, and is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.clock.schedule import event_due
from dispatch.clock.schedule import review_due
from dispatch.ledger.duties.base import Duty

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.clock.counting import Deadline
    from dispatch.ledger.duties.base import Ledger
    from dispatch.ledger.duties.base import Matter
    from dispatch.model.catalogue import Standing


def standing_duties(
    ledger: Ledger, item: str, units: Iterable[str], limit: Standing
) -> Iterator[Duty]:
    """Return the duties of each unit: to follow every change, to review, to have one in force.

    Every matter in force, and every earlier one due since the record begins, is a duty to publish
    within the limit; in force and without a number, it is met. What is in force is to be reviewed.
    Where nothing is in force, that is one duty more, due from the day on which the last ceased to
    be, or the record began.
    """
    for unit in units:
        matters = ledger.under(item, unit)
        for matter in matters:
            yield from _published(ledger, matter, limit)
        for matter in matters:
            if ledger.index.in_force(matter.head):
                yield from _review(ledger, matter, limit)
        if not any(ledger.index.in_force(matter.head) for matter in matters):
            yield _missing(ledger, item, unit, limit)


def _published(ledger: Ledger, matter: Matter, limit: Standing) -> Iterator[Duty]:
    root, head = matter.root, matter.head
    deadline = _change_due(ledger, matter, limit)
    in_force = ledger.index.in_force(head)
    if in_force or (deadline and ledger.lists(deadline, root.published)):
        yield Duty(
            key=f"{head.item}/{head.unit}/{root.id}",
            item=head.item,
            unit=head.unit,
            kind="standing",
            event=deadline.event if deadline else root.formed,
            deadline=deadline,
            entry=head.id,
            published=root.published,
            state=ledger.state(deadline, root.published) if deadline else "met",
        )


def _change_due(ledger: Ledger, matter: Matter, limit: Standing) -> Deadline | None:
    """Return by when a change was due: what is older than the record counts from its beginning."""
    deadline = event_due(limit, matter.root.formed, ledger.calendar)
    if deadline and deadline.latest < ledger.start:
        return event_due(limit, ledger.start, ledger.calendar)
    return deadline


def _review(ledger: Ledger, matter: Matter, limit: Standing) -> Iterator[Duty]:
    head = matter.head
    deadline = review_due(limit, head.published, ledger.calendar)
    if deadline:
        yield Duty(
            key=f"{head.item}/{head.unit}/{matter.root.id}/review",
            item=head.item,
            unit=head.unit,
            kind="standing",
            clock="review",
            event=head.published,
            deadline=deadline,
            entry=head.id,
            state=ledger.state(deadline),
        )


def _missing(ledger: Ledger, item: str, unit: str, limit: Standing) -> Duty:
    begun = ledger.ends.get((item, unit), ledger.start)
    deadline = event_due(limit, begun, ledger.calendar)
    return Duty(
        key=f"{item}/{unit}/in-force",
        item=item,
        unit=unit,
        kind="standing",
        event=begun,
        deadline=deadline,
        state=ledger.state(deadline) if deadline else "overdue",
    )
