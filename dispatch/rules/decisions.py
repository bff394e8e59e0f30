"""Family R, what an entry decides: by whom, when, and to whom complaints of it go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
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
    from dispatch.rules.register import Register

GOOD = Sample()
CONTACTS = """\
contacts:
  - {for: objections, office: 支部委员会, phone: 0000-0000001}
  - {for: supervision, office: 机关纪委, phone: 0000-0000002"""
BODIES = ("会", "组", "部", "委", "团", "办公")
"""What the name of a body that decides together has in it: 委员会、党组、支部、常委……"""


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
            place = partial(register.at, entry.origin, "contacts", index)
            person = register.people.get(contact.person or "")
            if contact.person and contact.person in acting:
                name = person.name if person else contact.person
                yield finding(place(), "acting", person=name)
            elif person and _is_shown(person.name, entry):
                yield finding(place(), "shown", person=person.name)
            elif _reached(contact) in others:
                yield finding(place(), "same", office=contact.office)


def _reached(contact: Contact) -> tuple[str, str | None]:
    return contact.office, contact.phone


def _is_shown(name: str, entry: Entry) -> bool:
    return name in entry.title or name in str(entry.elements)


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
        place = partial(register.at, entry.origin, "decision", "body")
        if body in known or body in register.people:
            yield finding(place(), "person", body=body)
        elif _is_chinese(body) and not any(word in body for word in BODIES):
            yield unfinished(entry, finding(place(), "no-body", body=body))


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
        for name, step in (("proposer", steps.proposed), ("approver", steps.approved)):
            if step and step.by == by and by in entitled[name]:
                place = register.at(entry.origin, "procedure", "reviewed", "by")
                yield finding(place, name, person=person.name if person else by)


RULES = (
    complaints_go_to_those_concerned,
    decided_by_one_person,
    decided_after_published,
    reviewer_is_party_to_it,
)
