"""Family R, the plain half: who proposed, reviewed and approved, who decided, and who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.base import unfinished
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.model.entry import Entry
    from dispatch.model.entry import Review
    from dispatch.model.entry import Step
    from dispatch.rules.register import Register

GOOD = Sample()
FOUR_STEPS = "中国共产党党务公开条例（试行）第十五条：提出、审核、审批、实施"
PROPOSED = "  proposed: {by: liaison, on: 2026-10-09}\n"
REVIEWED = "  reviewed: {by: director, on: 2026-10-10, secrecy: cleared, accuracy: confirmed}\n"
APPROVED = "  approved: {by: secretary, on: 2026-10-11}"

STEPS = (("proposed", "propose"), ("reviewed", "review"), ("approved", "approve"))
"""Each step of the procedure, and the role that takes it."""


def _steps(entry: Entry) -> tuple[tuple[str, Step | Review], ...]:
    """Return the steps that were taken, in the order they must be taken in."""
    taken = ((name, getattr(entry.procedure, name, None)) for name, _ in STEPS)
    return tuple((name, step) for name, step in taken if step is not None)


def _bound(register: Register) -> Iterable[Entry]:
    """Return the entries that the four steps bind: all, where the organisation has roles."""
    return register.site.entries if register.site.organisation.roles else ()


@rule(
    "R001",
    "step-missing",
    clause=FOUR_STEPS,
    samples=(
        sample(entry="procedure:\n" + PROPOSED + REVIEWED),
        sample(entry="procedure:\n" + PROPOSED + REVIEWED + APPROVED),
    ),
)
def step_missing(register: Register) -> Iterator[Finding]:
    """A step of the procedure is not recorded: proposed, reviewed or approved.

    What nobody reviewed or approved must not be published.
    """
    for entry in _bound(register):
        if entry.procedure is None:
            yield unfinished(entry, finding(register.at(entry.origin, "id"), "procedure"))
            continue
        taken = dict(_steps(entry))
        for name, _ in STEPS:
            if name not in taken:
                yield unfinished(entry, finding(register.at_key(entry.origin, "procedure"), name))


@rule(
    "R002",
    "steps-out-of-order",
    clause=FOUR_STEPS,
    samples=(
        sample(
            entry="procedure:\n"
            + PROPOSED
            + REVIEWED
            + "  approved: {by: secretary, on: 2026-10-08}"
        ),
        GOOD,
    ),
)
def steps_out_of_order(register: Register) -> Iterator[Finding]:
    """A step was taken before the one that it follows, or after publication.

    A review after the approval, or an approval after publication, has reviewed nothing.
    """
    for entry in _bound(register):
        before: tuple[str, date] | None = None
        for name, step in _steps(entry):
            if before and step.on < before[1]:
                place = register.at(entry.origin, "procedure", name, "on")
                yield finding(place, f"{name}-before-{before[0]}", on=step.on, before=before[1])
            elif step.on > entry.published:
                place = register.at(entry.origin, "procedure", name, "on")
                yield finding(place, f"{name}-late", on=step.on, published=entry.published)
            before = (name, step.on)


@rule(
    "R003",
    "step-without-role",
    clause=FOUR_STEPS,
    samples=(
        sample(
            entry="procedure:\n" + PROPOSED + REVIEWED + "  approved: {by: keeper, on: 2026-10-11}"
        ),
        GOOD,
    ),
)
def step_without_role(register: Register) -> Iterator[Finding]:
    """A step was taken by somebody who does not have that role.

    The roles in organisation.yaml say who answers for which step.
    """
    roles = register.site.organisation.roles
    for entry in _bound(register):
        for name, step in _steps(entry):
            holders: tuple[str, ...] = getattr(roles, dict(STEPS)[name], ())
            if holders and step.by in register.people and step.by not in holders:
                place = register.at(entry.origin, "procedure", name, "by")
                yield finding(place, name, person=register.people[step.by].name)


@rule(
    "R004",
    "proposer-is-approver",
    clause=FOUR_STEPS,
    samples=(
        sample(
            organisation="roles:\n  propose: [liaison, secretary]\n"
            "  review: [director]\n  approve: [secretary]",
            entry="procedure:\n  proposed: {by: secretary, on: 2026-10-09}\n" + REVIEWED + APPROVED,
        ),
        GOOD,
    ),
)
def proposer_is_approver(register: Register) -> Iterator[Finding]:
    """One person proposed and approved.

    Whoever approves his own proposal decides alone.
    """
    for entry in _bound(register):
        taken = dict(_steps(entry))
        if (
            "proposed" in taken
            and "approved" in taken
            and taken["proposed"].by == taken["approved"].by
        ):
            place = register.at(entry.origin, "procedure", "approved", "by")
            person = register.people.get(taken["approved"].by)
            yield Finding(
                place=place,
                params=(("person", person.name if person else taken["approved"].by),),
                also=register.at(entry.origin, "procedure", "proposed", "by"),
            )


@rule(
    "R005",
    "decision-missing",
    clause="三重一大集体决策；内容格式 1：decision、collective",
    samples=(
        sample(item="collective: true"),
        sample(
            item="collective: true",
            entry="decision: {body: 支部委员会, on: 2026-09-28, record: 〔2026〕第12次}",
        ),
    ),
)
def decision_missing(register: Register) -> Iterator[Finding]:
    """An item asks for a collective decision, and the entry names no meeting that took it.

    三重一大 is decided by a body together, and the public may know by which, and when.
    """
    for entry, item in register.under_items():
        if item.collective and entry.decision is None:
            yield unfinished(entry, finding(register.at(entry.origin, "item"), item=item.code))


@rule(
    "R006",
    "review-incomplete",
    clause="保守国家秘密法第三十五条：先审查、后公开；" + FOUR_STEPS,
    samples=(
        sample(
            entry="procedure:\n"
            + PROPOSED
            + "  reviewed: {by: director, on: 2026-10-10, accuracy: confirmed}\n"
            + APPROVED
        ),
        GOOD,
    ),
)
def review_incomplete(register: Register) -> Iterator[Finding]:
    """The review does not say that secrecy was cleared, or that the content was confirmed.

    Accurate and cleared are the two conditions under which anything is made public.
    """
    for entry in _bound(register):
        review = entry.procedure.reviewed if entry.procedure else None
        for name in ("secrecy", "accuracy"):
            if review and getattr(review, name) is None:
                place = register.at(entry.origin, "procedure", "reviewed")
                yield unfinished(entry, finding(place, name))


@rule(
    "R007",
    "unit-owes-not",
    clause="公开目录：公开主体",
    samples=(sample(entry="unit: office", text="内部件。", feedback="public: false"), GOOD),
)
def unit_owes_not(register: Register) -> Iterator[Finding]:
    """A unit discloses under an item that the catalogue does not ask of it.

    The unit or the item is wrong, and the disclosure counts for nobody.
    """
    for entry, item in register.under_items():
        unit = register.units.get(entry.unit)
        if unit and entry.unit not in item.units:
            place = register.at(entry.origin, "unit")
            yield finding(place, unit=unit.name, item=item.code)


@rule(
    "R008",
    "person-in-two-places",
    clause="党务公开工作领导小组和监督员的组成",
    samples=(
        sample(organisation="leading_group: {head: secretary, deputies: [secretary]}"),
        sample(organisation="leading_group: {head: secretary, deputies: [director]}"),
    ),
)
def person_in_two_places(register: Register) -> Iterator[Finding]:
    """One person stands twice in the leading group, or twice among the supervisors.

    The head cannot be his own deputy; usually a line was copied and not changed.
    """
    organisation = register.site.organisation
    seats: list[tuple[tuple[str | int, ...], str]] = []
    if group := organisation.leading_group:
        seats.append((("leading_group", "head"), group.head))
        for key, names in (("deputies", group.deputies), ("members", group.members)):
            seats.extend((("leading_group", key, n), name) for n, name in enumerate(names))
    yield from _seated_twice(register, seats, "group")
    watching = organisation.supervisors
    seats = [(("supervisors", n, "person"), each.person) for n, each in enumerate(watching)]
    yield from _seated_twice(register, seats, "supervisors")


def _seated_twice(
    register: Register, seats: list[tuple[tuple[str | int, ...], str]], variant: str
) -> Iterator[Finding]:
    origin = register.site.organisation.origin
    first: dict[str, tuple[str | int, ...]] = {}
    for keys, name in seats:
        if name in first:
            person = register.people.get(name)
            yield Finding(
                place=register.at(origin, *keys),
                params=(("person", person.name if person else name),),
                variant=variant,
                also=register.at(origin, *first[name]),
            )
        first.setdefault(name, keys)


RULES = (
    step_missing,
    steps_out_of_order,
    step_without_role,
    proposer_is_approver,
    decision_missing,
    review_incomplete,
    unit_owes_not,
    person_in_two_places,
)
