"""Family T, what came late: after its deadline, unanswered for too long, or out of its order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from dispatch.clock.counting import count
from dispatch.ground.diagnostics import Severity
from dispatch.ledger.answers import answer_due
from dispatch.ledger.answers import item_of
from dispatch.model.catalogue import Staged
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.rules.base import FOUNDING
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import length
from dispatch.rules.base import open_end
from dispatch.rules.base import rule
from dispatch.rules.base import standing_alone
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from dispatch.clock.counting import Deadline
    from dispatch.model.entry import Entry
    from dispatch.model.record import Feedback
    from dispatch.rules.register import Register

NEXT_DAY = Duration(count=1, unit=DurationUnit.WORKING_DAY)
ANSWERS = "objections: {answer: {count: 5, unit: working-day}}"
STAGES = "limit: {type: staged, stages: [{name: 事前}, {name: 事中}, {name: 事后}]}"


@rule(
    "T008",
    "published-late",
    severity=Severity.WARNING,
    clause="目录的公开时限；政府信息公开条例第二十六条",
    samples=(
        sample(
            item="limit: {type: event, from: formed, within: {count: 5, unit: day}}",
            entry="formed: 2026-10-12\npublished: 2026-10-20",
            posting="up: {on: 2026-10-20, by: keeper}",
        ),
        sample(
            item="limit: {type: event, from: formed, within: {count: 5, unit: day}}",
            entry="formed: 2026-10-12\npublished: 2026-10-19",
            posting="up: {on: 2026-10-19, by: keeper}",
        ),
    ),
)
def published_late(register: Register) -> Iterator[Finding]:
    """An entry was published after its deadline, by every reading of the calendar.

    It is a warning, under `--strict` too: it counts in every assessment, and nobody can undo it.
    A deadline that depends on a list that is not announced is missed only after its latest day.
    """
    for duty in register.account.duties:
        entry, deadline = register.entries.get(duty.entry or ""), duty.deadline
        if duty.state != "late" or not entry or not deadline or not duty.published:
            continue
        if deadline.met(duty.published) is not False or (duty.event or FOUNDING) < FOUNDING:
            continue
        first = _first_public(register, entry, str(duty.published))
        place = register.at(first.origin, "published")
        yield finding(place, published=duty.published, deadline=deadline.latest, entry=first.id)


def _first_public(register: Register, entry: Entry, published: str) -> Entry:
    """Return the entry with which the matter was first public, back along corrections."""
    seen = {entry.id}
    while str(entry.published) != published and entry.replaces not in (None, *seen):
        older = register.entries.get(entry.replaces or "")
        if older is None:
            break
        entry = older
        seen.add(entry.id)
    return entry


@rule(
    "T012",
    "not-answered-in-time",
    severity=Severity.WARNING,
    clause="党务公开意见收集办理反馈；目录的 objections",
    samples=(
        sample(item=ANSWERS),
        sample(
            item=ANSWERS,
            feedback="answered: {on: 2026-10-16, by: director, text: 用于主题党日活动。}",
        ),
    ),
)
def not_answered_in_time(register: Register) -> Iterator[Finding]:
    """An opinion or an application is not answered within the time its item gives, or was late.

    While there is time it is a note; from the working day before the last on a warning. Overdue
    it is an error under `--strict`; what was answered late stays a warning.
    """
    for each in register.site.feedback:
        item = item_of(each, register.entries, register.site.items)
        end = answer_due(each, item, register.account.calendar)
        if end is None or end.duration is None or each.received > register.day:
            continue
        if found := _unanswered(register, each, end):
            words = (length("within", end.duration), *open_end(end))
            yield replace(found, words=words)


def _unanswered(register: Register, each: Feedback, end: Deadline) -> Finding | None:
    about = each.request or each.about
    known = {"received": each.received, "about": about, "provisional": ""}
    days: dict[str, object] = {**known, "deadline": end.day}
    kind = "request-" if each.request else ""
    if each.answered and each.answered.on <= register.day:
        if each.received <= each.answered.on and end.met(each.answered.on) is False:
            place = register.at(each.origin, "answered", "on")
            return finding(place, f"{kind}late", answered=each.answered.on, **days)
        return None
    place = register.at(each.origin, "received")
    if end.met(register.day) is False:
        overdue = finding(place, f"{kind}overdue" if kind else "", **days)
        return replace(overdue, strict=Severity.ERROR)
    ahead = count(register.day, NEXT_DAY, register.account.calendar, purpose="act")
    if end.day <= ahead.latest:
        return finding(place, f"{kind}due-soon", **days)
    return replace(finding(place, f"{kind}open", **days), severity=Severity.INFO)


@rule(
    "T013",
    "stage-out-of-order",
    severity=Severity.WARNING,
    clause="目录的公开时限：事前、事中、事后逐段公开",
    samples=(
        sample(
            item=STAGES,
            entry="stage: {name: 事前}",
            other="item: A-01\nstage: {of: 2026-0001, name: 事后}",
        ),
        sample(
            item=STAGES,
            entry="stage: {name: 事前}",
            other="item: A-01\nstage: {of: 2026-0001, name: 事中}",
        ),
    ),
)
def stage_out_of_order(register: Register) -> Iterator[Finding]:
    """A later stage is published or formed before an earlier one, or a stage is passed over.

    Whoever reads 事后 without 事中 cannot follow what was done, nor object in time.
    """
    for entries, names in _projects(register):
        stages = [[each for each in entries if _stage(each) == name] for name in names]
        there = [number for number, found in enumerate(stages) if found]
        for before, after in pairwise(there):
            first, later = _earliest(stages[before]), _earliest(stages[after])
            yield from _swapped(register, first, later)
            yield from _skipped(register, later, names[before + 1 : after])


def _projects(register: Register) -> Iterator[tuple[list[Entry], list[str]]]:
    """Return the entries of each staged matter, with the names of the stages of its item.

    Where an entry names no stage, or none that the item knows, that is the fault to mend first.
    """
    projects: defaultdict[str, list[Entry]] = defaultdict(list)
    doubtful = set()
    for entry in standing_alone(register):
        item = register.site.items.get(entry.item)
        if item and isinstance(item.limit, Staged):
            if entry.stage is None:
                doubtful.add((entry.item, entry.unit))
            else:
                projects[_head(register, entry)].append(entry)
    for entries in projects.values():
        limit = register.site.items[entries[0].item].limit
        names = [stage.name for stage in limit.stages] if isinstance(limit, Staged) else []
        places = {(each.item, each.unit) for each in entries}
        begun = any(_stage(each) == names[0] for each in entries)
        known = all(_stage(each) in names for each in entries)
        if len(places) == 1 and begun and known and not places & doubtful:
            yield entries, names


def _head(register: Register, entry: Entry) -> str:
    """Return the first of those that an entry follows, as a stage or in another's place."""
    seen: set[str] = set()
    while entry.id not in seen:
        seen.add(entry.id)
        of = entry.stage.of if entry.stage else None
        entry = register.entries.get(entry.replaces or of or "", entry)
    return entry.id


def _stage(entry: Entry) -> str:
    return entry.stage.name if entry.stage else ""


def _earliest(entries: Sequence[Entry]) -> Entry:
    return min(entries, key=lambda each: (each.published, each.id))


def _swapped(register: Register, first: Entry, later: Entry) -> Iterator[Finding]:
    sound = all(FOUNDING <= each.formed <= each.published for each in (first, later))
    known = {"stage": _stage(later), "earlier": _stage(first), "entry": first.id}
    if later.published < first.published and not first.replaces:
        yield finding(register.at(later.origin, "published"), "published", **known)
    elif later.formed < first.formed and sound and not first.replaces:
        yield finding(register.at(later.origin, "formed"), "formed", **known)


def _skipped(register: Register, later: Entry, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        place = register.at(later.origin, "stage", "name")
        yield finding(place, "skipped", stage=_stage(later), earlier=name, entry=later.id)


RULES = (published_late, not_answered_in_time, stage_out_of_order)
