"""Family I, second half: that whatever is named is there."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from dispatch.rules.base import Finding
from dispatch.rules.base import rule
from dispatch.rules.base import unknown
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.model.entry import Entry
    from dispatch.model.values import Origin
    from dispatch.rules.register import Register

GOOD = Sample()

Mention = tuple["Origin", tuple[str | int, ...], str | None]
"""A noun, the keys in it, and the name that stands there."""


def _unknown(
    register: Register, mentions: Iterable[Mention], known: Iterable[str]
) -> Iterator[Finding]:
    """Return a finding for each name that is mentioned and not known."""
    names = frozenset(known)
    for origin, keys, name in mentions:
        if name is not None and name not in names:
            yield unknown(register.at(origin, *keys), name, names)


@rule(
    "I004",
    "unknown-item",
    clause="内容格式 1：item",
    samples=(sample(entry="item: A-10"), GOOD),
)
def unknown_item(register: Register) -> Iterator[Finding]:
    """An entry or an application names an item that is not in the catalogue.

    What is disclosed outside the catalogue has no norm to be held against, and no page to stand on.
    """
    site = register.site
    mentions: Iterator[Mention] = chain(
        ((entry.origin, ("item",), entry.item) for entry in site.entries),
        ((each.origin, ("request",), each.request) for each in site.feedback),
    )
    yield from _unknown(register, mentions, register.site.items)


@rule(
    "I005",
    "unknown-unit",
    clause="内容格式 1：units",
    samples=(sample(entry="unit: branch-9"), GOOD),
)
def unknown_unit(register: Register) -> Iterator[Finding]:
    """Something names a unit that organisation.yaml does not list.

    It would belong to nobody: no unit page would show it, and nobody would owe it.
    """
    site = register.site
    organisation = site.organisation
    mentions: Iterator[Mention] = chain(
        ((entry.origin, ("unit",), entry.unit) for entry in site.entries),
        ((unit.origin, ("parent",), unit.parent) for unit in organisation.units),
        ((person.origin, ("unit",), person.unit) for person in organisation.people),
        ((each.origin, ("unit",), each.unit) for each in site.feedback),
        ((each.origin, ("unit",), each.unit) for each in site.oversight),
        (
            (item.origin, ("responsible", "executing"), item.responsible.executing)
            for item in site.catalogue.items
        ),
        (
            (item.origin, ("units", index), unit)
            for item in site.catalogue.items
            for index, unit in enumerate(item.units)
        ),
    )
    yield from _unknown(register, mentions, register.units)
    for name in organisation.liaisons:
        if name not in register.units:
            place = register.at_key(organisation.origin, "liaisons", name)
            yield unknown(place, name, register.units)


@rule(
    "I006",
    "unknown-board",
    clause="内容格式 1：boards.yaml",
    samples=(sample(entry="boards: [hal]"), GOOD),
)
def unknown_board(register: Register) -> Iterator[Finding]:
    """Something names a board that boards.yaml does not list.

    The entry would be posted nowhere.
    """
    site = register.site
    mentions: Iterator[Mention] = chain(
        ((each.origin, ("board",), each.board) for each in site.postings),
        _boards((item.origin, item.boards) for item in site.catalogue.items),
        _boards((entry.origin, entry.boards or ()) for entry in site.entries),
    )
    if "content/boards.yaml" not in register.unread:
        yield from _unknown(register, mentions, register.boards)


def _boards(named: Iterable[tuple[Origin, tuple[str, ...]]]) -> Iterator[Mention]:
    for origin, names in named:
        for index, name in enumerate(names):
            yield origin, ("boards", index), name


@rule(
    "I007",
    "unknown-person",
    clause="内容格式 1：people",
    samples=(
        sample(organisation="liaisons: {branch-1: liason}"),
        sample(organisation="liaisons: {branch-1: liaison}"),
    ),
)
def unknown_person(register: Register) -> Iterator[Finding]:
    """Something names a person that organisation.yaml does not list.

    Nobody could be asked about it.
    """
    mentions = chain(
        _people_of_organisation(register),
        _people_of_catalogue(register),
        _people_of_entries(register.site.entries),
        _people_of_records(register),
    )
    yield from _unknown(register, mentions, register.people)


def _people_of_organisation(register: Register) -> Iterator[Mention]:
    organisation = register.site.organisation
    origin = organisation.origin
    for unit, person in organisation.liaisons.items():
        yield origin, ("liaisons", unit), person
    for person in organisation.signers:
        yield origin, ("signers", person), person
    for index, supervisor in enumerate(organisation.supervisors):
        yield origin, ("supervisors", index, "person"), supervisor.person
    if group := organisation.leading_group:
        yield origin, ("leading_group", "head"), group.head
        yield from _listed(origin, ("leading_group", "deputies"), group.deputies)
        yield from _listed(origin, ("leading_group", "members"), group.members)
        if office := group.office:
            yield origin, ("leading_group", "office", "director"), office.director
            yield from _listed(origin, ("leading_group", "office", "staff"), office.staff)
    if roles := organisation.roles:
        yield from _listed(origin, ("roles", "propose"), roles.propose)
        yield from _listed(origin, ("roles", "review"), roles.review)
        yield from _listed(origin, ("roles", "approve"), roles.approve)


def _listed(origin: Origin, keys: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Mention]:
    for index, name in enumerate(names):
        yield origin, (*keys, index), name


def _people_of_catalogue(register: Register) -> Iterator[Mention]:
    for item in register.site.catalogue.items:
        yield item.origin, ("responsible", "first"), item.responsible.first
        yield item.origin, ("responsible", "assigned"), item.responsible.assigned
    for board in register.site.boards:
        yield board.origin, ("keeper",), board.keeper


def _people_of_entries(entries: Iterable[Entry]) -> Iterator[Mention]:
    for entry in entries:
        if steps := entry.procedure:
            named = (
                ("proposed", steps.proposed),
                ("reviewed", steps.reviewed),
                ("approved", steps.approved),
            )
            for name, step in named:
                if step:
                    yield entry.origin, ("procedure", name, "by"), step.by
        if entry.extended:
            yield entry.origin, ("extended", "by"), entry.extended.by
        if entry.confirmed:
            yield entry.origin, ("confirmed", "by"), entry.confirmed.by
        for index, contact in enumerate(entry.contacts):
            yield entry.origin, ("contacts", index, "person"), contact.person


def _people_of_records(register: Register) -> Iterator[Mention]:
    for posting in register.site.postings:
        yield posting.origin, ("up", "by"), posting.up.by
        for index, look in enumerate(posting.inspected):
            yield posting.origin, ("inspected", index, "by"), look.by
        if posting.down:
            yield posting.origin, ("down", "by"), posting.down.by
    for feedback in register.site.feedback:
        if feedback.answered:
            yield feedback.origin, ("answered", "by"), feedback.answered.by
    for record in register.site.oversight:
        yield record.origin, ("by",), record.by


@rule(
    "I008",
    "unknown-entry",
    clause="内容格式 1：corrects、supersedes、stage、records",
    samples=(sample(posting="entry: 2026-0010"), GOOD),
)
def unknown_entry(register: Register) -> Iterator[Finding]:
    """Something names an entry that does not exist.

    A correction of nothing, or a record of nothing, is usually a slip in the number.
    """
    site = register.site
    mentions: Iterator[Mention] = chain(
        ((entry.origin, ("corrects",), entry.corrects) for entry in site.entries),
        ((entry.origin, ("supersedes",), entry.supersedes) for entry in site.entries),
        ((e.origin, ("stage", "of"), e.stage.of) for e in site.entries if e.stage),
        ((each.origin, ("entry",), each.entry) for each in site.postings),
        ((each.origin, ("about",), each.about) for each in site.feedback),
        ((b.origin, ("pinned", n), name) for b in site.boards for n, name in enumerate(b.pinned)),
    )
    yield from _unknown(register, mentions, {*register.entries, *register.unread_ids})


RULES = (unknown_item, unknown_unit, unknown_board, unknown_person, unknown_entry)
