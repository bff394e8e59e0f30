"""Family R, the organisation: who watches, who leads, who answers for complaints, who decides."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING
from typing import get_args

from dispatch.ground.diagnostics import Severity
from dispatch.model.organisation import Pool
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.base import unfinished
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Contact
    from dispatch.model.entry import Entry
    from dispatch.model.organisation import LeadingGroup
    from dispatch.rules.register import Register

GOOD = Sample()
WATCH = "党务公开监督员：局机关、下属事业单位、离退休干部各一名，任期两年，连任不超过两届"
POOLS: tuple[Pool, ...] = get_args(Pool)
YEARS, TERMS = 2, 2
"""How long a term of a supervisor is at most, and how many there are."""
THREE = """\
supervisors:
  - {person: liaison, from: bureau, since: 2026-01-01, until: 2027-12-31}
  - {person: keeper, from: subordinate, since: 2026-01-01, until: 2027-12-31}
  - {person: director, from: retired, since: 2026-01-01, until: 2027-12-31}
"""
CONTACTS = """\
contacts:
  - {for: objections, office: 支部委员会, phone: 0000-0000001}
  - {for: supervision, office: 机关纪委, phone: 0000-0000002"""
GROUP = "leading_group: {head: director, members: [keeper"
SECRETARY = "支部书记"
BODIES = ("会", "组", "部", "委", "团", "办公")
"""What the name of a body that decides together has in it: 委员会、党组、支部、常委……"""


@rule(
    "R020",
    "supervisors-incomplete",
    clause=WATCH,
    samples=(
        sample(organisation=THREE.replace("retired", "bureau")),
        sample(organisation=THREE),
    ),
)
def supervisors_incomplete(register: Register) -> Iterator[Finding]:
    """There are not three supervisors, or not one from each pool.

    Bureau, subordinate units and retired cadres see different boards; nobody watches for them.
    """
    organisation = register.site.organisation
    if not organisation.supervisors:
        return
    place = register.at_key(organisation.origin, "supervisors")
    pools = Counter(each.pool for each in organisation.supervisors)
    if len(organisation.supervisors) != len(POOLS):
        yield finding(place, "number", count=len(organisation.supervisors), wanted=len(POOLS))
        return
    for pool in POOLS:
        if pool not in pools:
            yield finding(place, pool)


@rule(
    "R021",
    "supervisor-out-of-term",
    clause=WATCH,
    samples=(
        sample(organisation=THREE.replace("2027-12-31", "2026-10-31")),
        sample(organisation=THREE),
    ),
)
def supervisor_out_of_term(register: Register) -> Iterator[Finding]:
    """The term of a supervisor is over, longer than two years, or a third one.

    Whoever watches for too long becomes part of what is watched.
    """
    organisation = register.site.organisation
    for index, each in enumerate(organisation.supervisors):
        here = ("supervisors", index)
        person = register.people.get(each.person)
        name = person.name if person else each.person
        if each.term > TERMS:
            place = register.at(organisation.origin, *here, "term")
            yield finding(place, "terms", person=name, term=each.term, most=TERMS)
        if each.until is None or (each.since and each.until < each.since):
            continue
        place = register.at(organisation.origin, *here, "until")
        if each.since and each.until >= _years_later(each.since, YEARS):
            yield finding(place, "long", person=name, most=YEARS)
        if each.until < register.day:
            yield finding(place, "over", person=name, until=each.until)


def _years_later(day: date, years: int) -> date:
    """Return the same day so many years later; the first of March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@rule(
    "R022",
    "complaints-go-to-those-concerned",
    clause="公示的要件：监督电话；中国共产党党务公开条例（试行）：监督与追责",
    samples=(
        sample(entry=CONTACTS + ", person: secretary}"),
        sample(entry=CONTACTS + "}"),
    ),
)
def complaints_go_to_those_concerned(register: Register) -> Iterator[Finding]:
    """Complaints go to a person who took a step or is shown, or where objections go already.

    Nobody complains of a decision to whoever took it.
    """
    for entry in register.site.entries:
        steps = entry.procedure
        taken = (steps.proposed, steps.reviewed, steps.approved) if steps else ()
        acting = {step.by for step in taken if step}
        others = {_reached(each) for each in entry.contacts if each.purpose == "objections"}
        for index, contact in enumerate(entry.contacts):
            if contact.purpose != "supervision":
                continue
            place = register.at(entry.origin, "contacts", index)
            person = register.people.get(contact.person or "")
            if contact.person and contact.person in acting:
                name = person.name if person else contact.person
                yield finding(place, "acting", person=name)
            elif person and _is_shown(person.name, entry):
                yield finding(place, "shown", person=person.name)
            elif _reached(contact) in others:
                yield finding(place, "same", office=contact.office)


def _reached(contact: Contact) -> tuple[str, str | None]:
    return contact.office, contact.phone


def _is_shown(name: str, entry: Entry) -> bool:
    return name in entry.title or name in str(entry.elements)


@rule(
    "R023",
    "branch-secretary-outside-group",
    severity=Severity.WARNING,
    clause="党务公开工作领导小组：二级单位负责人及支部书记为成员",
    samples=(
        sample(organisation=GROUP + "]}"),
        sample(organisation=GROUP + ", secretary]}"),
    ),
)
def branch_secretary_outside_group(register: Register) -> Iterator[Finding]:
    """The secretary of a branch does not sit in the leading group.

    Every branch carries out what the group decides, so it has a voice there.
    """
    organisation = register.site.organisation
    group = organisation.leading_group
    if group is None:
        return
    sitting = _sitting(group)
    branches = {unit.id for unit in organisation.units if unit.kind == "branch"}
    for person in organisation.people:
        is_secretary = SECRETARY in (person.post or person.name)
        if is_secretary and person.unit in branches and person.id not in sitting:
            place = register.at_key(organisation.origin, "leading_group")
            yield finding(place, person=person.name, id=person.id)


def _sitting(group: LeadingGroup) -> frozenset[str]:
    return frozenset((group.head, *group.deputies, *group.members))


@rule(
    "R024",
    "branch-without-liaison",
    severity=Severity.WARNING,
    clause="党务公开工作制度：各支部设信息联络员",
    samples=(
        sample(organisation="liaisons: {office: keeper}"),
        sample(organisation="liaisons: {branch-1: liaison}"),
    ),
)
def branch_without_liaison(register: Register) -> Iterator[Finding]:
    """Liaisons are named, and a branch that owes something has none.

    Nobody would know whose task it is to write what the branch owes.
    """
    organisation = register.site.organisation
    if not organisation.liaisons or not set(organisation.liaisons) <= set(register.units):
        return
    owing = {name for item in register.site.catalogue.items for name in item.units}
    for unit in organisation.units:
        if unit.kind == "branch" and unit.id in owing and unit.id not in organisation.liaisons:
            place = register.at_key(organisation.origin, "liaisons")
            yield finding(place, unit=unit.name, id=unit.id)


@rule(
    "R025",
    "decided-by-one-person",
    clause="三重一大集体决策：杜绝一人说了算",
    samples=(
        sample(
            item="collective: true",
            entry="decision: {body: 支部书记, on: 2026-09-28, record: 〔2026〕第12次}",
        ),
        sample(
            item="collective: true",
            entry="decision: {body: 支部委员会, on: 2026-09-28, record: 〔2026〕第12次}",
        ),
    ),
)
def decided_by_one_person(register: Register) -> Iterator[Finding]:
    """The body that decided is a person, or nothing that could meet.

    What is decided together is decided by a body, at a meeting with a record.
    """
    known = {each.name for each in register.site.organisation.people}
    known |= {each.post for each in register.site.organisation.people if each.post}
    for entry in register.site.entries:
        if entry.decision is None:
            continue
        body = entry.decision.body
        place = register.at(entry.origin, "decision", "body")
        if body in known or body in register.people:
            yield finding(place, "person", body=body)
        elif _is_chinese(body) and not any(word in body for word in BODIES):
            yield unfinished(entry, finding(place, "no-body", body=body))


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= each <= "\u9fff" for each in text)


@rule(
    "R026",
    "decided-after-published",
    clause="三重一大集体决策；中国共产党党务公开条例（试行）第十五条",
    samples=(
        sample(
            item="collective: true",
            entry="decision: {body: 支部委员会, on: 2026-10-13, record: 〔2026〕第12次}",
        ),
        sample(
            item="collective: true",
            entry="decision: {body: 支部委员会, on: 2026-10-12, record: 〔2026〕第12次}",
        ),
    ),
)
def decided_after_published(register: Register) -> Iterator[Finding]:
    """The meeting that decided was held after publication.

    What is public as decided was decided before; one of the two days is wrong.
    """
    for entry in register.site.entries:
        if entry.decision and entry.published < entry.decision.on <= register.day:
            place = register.at(entry.origin, "decision", "on")
            yield finding(place, decided=entry.decision.on, published=entry.published)


@rule(
    "R027",
    "reviewer-is-party-to-it",
    severity=Severity.WARNING,
    clause="中国共产党党务公开条例（试行）第十五条：提出、审核、审批分别进行",
    samples=(
        sample(
            organisation="roles: {propose: [liaison], review: [liaison, director],"
            " approve: [secretary]}",
            entry="procedure:\n  proposed: {by: liaison, on: 2026-10-09}\n"
            "  reviewed: {by: liaison, on: 2026-10-10, secrecy: cleared, accuracy: confirmed}\n"
            "  approved: {by: secretary, on: 2026-10-11}",
        ),
        GOOD,
    ),
)
def reviewer_is_party_to_it(register: Register) -> Iterator[Finding]:
    """Whoever reviewed is the one who proposed, or who approved.

    A second pair of eyes is what a review is for.
    """
    roles = register.site.organisation.roles
    if roles is None:
        return
    entitled = {"proposer": roles.propose, "approver": roles.approve}
    for entry in register.site.entries:
        steps = entry.procedure
        if steps is None or steps.reviewed is None:
            continue
        by = steps.reviewed.by
        person = register.people.get(by)
        place = register.at(entry.origin, "procedure", "reviewed", "by")
        for name, step in (("proposer", steps.proposed), ("approver", steps.approved)):
            if step and step.by == by and by in entitled[name]:
                yield finding(place, name, person=person.name if person else by)


RULES = (
    supervisors_incomplete,
    supervisor_out_of_term,
    complaints_go_to_those_concerned,
    branch_secretary_outside_group,
    branch_without_liaison,
    decided_by_one_person,
    decided_after_published,
    reviewer_is_party_to_it,
)
