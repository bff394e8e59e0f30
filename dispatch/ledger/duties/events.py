"""Duties that begin with something that happened: events, stages, applications.

Nothing but the entry says that it happened, so a duty is there once it is published, and gone when
it is withdrawn. It is never overdue; a stage that was passed over is blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.clock.schedule import event_due
from dispatch.clock.schedule import extends
from dispatch.clock.schedule import request_due
from dispatch.clock.schedule import stage_due
from dispatch.ledger.duties.base import Duty

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.clock.counting import Deadline
    from dispatch.ledger.duties.base import Kind
    from dispatch.ledger.duties.base import Ledger
    from dispatch.ledger.duties.base import Matter
    from dispatch.model.catalogue import Event
    from dispatch.model.catalogue import OnRequest
    from dispatch.model.catalogue import Phrase
    from dispatch.model.catalogue import Staged
    from dispatch.model.entry import Entry

    Due = Callable[[Matter], Deadline | None]


def event_duties(ledger: Ledger, item: str, units: Iterable[str], limit: Event) -> Iterator[Duty]:
    """Return a duty for each matter, from the day it was decided or else formed."""

    def due(matter: Matter) -> Deadline | None:
        return event_due(limit, _event(matter, limit), ledger.calendar)

    for unit in units:
        yield from _each(ledger, ledger.under(item, unit), "event", due)


def request_duties(
    ledger: Ledger, item: str, units: Iterable[str], limit: OnRequest
) -> Iterator[Duty]:
    """Return a duty for each answer, from the day the application was accepted (`formed`).

    The extension that the newest entry states counts if it was approved while the limit ran.
    """

    def due(matter: Matter) -> Deadline | None:
        accepted, extension = matter.root.formed, matter.head.extended
        longer = extension and extends(limit, accepted, extension.on, ledger.calendar)
        return request_due(limit, accepted, ledger.calendar, extended=bool(longer))

    for unit in units:
        yield from _each(ledger, ledger.under(item, unit), "on-request", due)


def phrase_duties(ledger: Ledger, item: str, units: Iterable[str], _: Phrase) -> Iterator[Duty]:
    """Return a duty without a deadline for each matter, or one for the unit that has none."""
    for unit in units:
        matters = ledger.under(item, unit)
        found = tuple(_each(ledger, matters, "phrase", lambda _: None))
        unread = Duty(key=f"{item}/{unit}/-", item=item, unit=unit, kind="phrase", state="none")
        yield from found or (unread,)


def staged_duties(ledger: Ledger, item: str, units: Iterable[str], limit: Staged) -> Iterator[Duty]:
    """Return a duty for each stage of each matter, in the order of the limit.

    A stage before the last one published that is not published itself is blank. A stage that the
    limit does not know has no deadline, and comes last.
    """
    for unit in units:
        projects: dict[str, list[Matter]] = {}
        for matter in ledger.under(item, unit):
            projects.setdefault(_project(ledger, matter), []).append(matter)
        for project, matters in projects.items():
            yield from _project_duties(ledger, limit, project, matters)


def _project(ledger: Ledger, matter: Matter) -> str:
    stage = matter.head.stage
    first = stage.of if stage and stage.of else matter.root.id
    return ledger.roots.get(first, first)


def _project_duties(
    ledger: Ledger, limit: Staged, project: str, matters: list[Matter]
) -> Iterator[Duty]:
    def due(matter: Matter) -> Deadline | None:
        return stage_due(limit, _stage(matter.head), matter.root.formed, ledger.calendar)

    found = tuple(_each(ledger, matters, "staged", due))
    names = [stage.name for stage in limit.stages]
    there = {_stage(matter.head) for matter in matters}
    reached = max((names.index(name) for name in there if name in names), default=-1)
    head = matters[0].head
    for number, name in enumerate(names):
        if name in there:
            yield from (duty for duty in found if duty.stage == name)
        elif number < reached and found:
            yield Duty(
                key=f"{head.item}/{head.unit}/{project}/{number + 1}",
                item=head.item,
                unit=head.unit,
                kind="staged",
                stage=name,
                state="blank",
            )
    yield from (duty for duty in found if duty.stage not in names)


def _each(ledger: Ledger, matters: Iterable[Matter], kind: Kind, due: Due) -> Iterator[Duty]:
    for matter in matters:
        root, head = matter.root, matter.head
        deadline = due(matter)
        if ledger.lists(deadline, root.published):
            yield Duty(
                key=f"{head.item}/{head.unit}/{root.id}",
                item=head.item,
                unit=head.unit,
                kind=kind,
                period=head.period,
                stage=_stage(head),
                event=deadline.event if deadline else root.formed,
                deadline=deadline,
                entry=head.id,
                published=root.published,
                state=ledger.state(deadline, root.published),
            )


def _stage(entry: Entry) -> str:
    return entry.stage.name if entry.stage else ""


def _event(matter: Matter, limit: Event) -> date:
    # A correction says when it was formed itself, but of the decision the right day.
    decision = matter.head.decision or matter.root.decision
    return decision.on if limit.after == "decided" and decision else matter.root.formed
