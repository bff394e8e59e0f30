"""Family R, the organisation: who watches, who leads, who writes for each branch."""

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
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.organisation import LeadingGroup
    from dispatch.rules.register import Register

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
GROUP = "leading_group: {head: director, members: [keeper"
SECRETARY = "支部书记"


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


RULES = (
    supervisors_incomplete,
    supervisor_out_of_term,
    branch_secretary_outside_group,
    branch_without_liaison,
)
