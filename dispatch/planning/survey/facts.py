"""What stands before anything is disclosed: who, what and where (基本情况)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.survey.view import Section

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.model.catalogue import Item
    from dispatch.model.organisation import LeadingGroup
    from dispatch.model.organisation import Organisation
    from dispatch.model.organisation import Unit
    from dispatch.planning.survey.record import Record
    from dispatch.planning.survey.registers import Rows
    from dispatch.planning.survey.view import Block
    from dispatch.planning.survey.view import Figure
    from dispatch.planning.survey.view import Pieces
    from dispatch.planning.survey.view import Row
    from dispatch.planning.survey.words import Say

TYPES = ("standing", "periodic", "event", "staged", "on-request", "phrase")
"""The types of time limits."""
SCOPES = ("society", "party", "unit", "group")
POOLS = ("bureau", "subordinate", "retired")


def facts(record: Record, rows: Rows, say: Say) -> Section:
    """Return the first section: organisation, catalogue, boards and channels."""
    return Section(
        title=say.words("facts.title"),
        blocks=(
            say.head("facts.organisation"),
            *_organisation(record, rows, say),
            say.head("facts.catalogue"),
            *_catalogue(record, rows, say),
            say.head("facts.carriers"),
            *_carriers(record, rows, say),
        ),
    )


def owing(record: Record) -> tuple[Unit, ...]:
    """Return the units that owe something under the catalogue, in their order."""
    site = record.account.site
    names = {name for item in site.catalogue.items for name in item.units}
    return tuple(unit for unit in _units(record) if unit.id in names)


def asked(record: Record) -> tuple[Unit, ...]:
    """Return the units that owe something that this record holds."""
    return tuple(unit for unit in owing(record) if unit.online or not record.web)


def _units(record: Record) -> tuple[Unit, ...]:
    """Return the units in the order of the file, of two with one id the first."""
    listed = dict.fromkeys(unit.id for unit in record.account.site.organisation.units)
    return tuple(record.account.index.units[name] for name in listed)


def _organisation(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    units = _units(record)
    branches = [rows.unit(unit) for unit in units if unit.kind == "branch"]
    owed = owing(record)
    yield say.para(
        "facts.units",
        branches=say.count("branches", branches),
        members=_members(units, rows, say),
        units=say.count("owing", map(rows.unit, owed)),
        online=say.count("online", (rows.unit(unit) for unit in owed if unit.online)),
    )
    organisation = record.account.site.organisation
    group = organisation.leading_group
    if group is None:
        yield say.para("facts.no-group")
    else:
        yield say.para("facts.group", **_group(group, rows, say))
    yield _watch(organisation, rows, say)
    yield say.gap("duties")


def _watch(organisation: Organisation, rows: Rows, say: Say) -> Block:
    """Return who reports and who supervises, by where the supervisors come from."""
    pools = []
    for pool in POOLS:
        name = say.site(f"pool.{pool}")
        people = _people(rows, (e.person for e in organisation.supervisors if e.pool == pool))
        pools.append(
            say.fill("facts.pool", pool=name, count=say.count("pool", people, pool, pool=name))
        )
    supervisors = _people(rows, (each.person for each in organisation.supervisors))
    return say.para(
        "facts.watch",
        liaisons=say.count("liaisons", _people(rows, organisation.liaisons.values())),
        supervisors=say.count("supervisors", supervisors),
        pools=say.join("comma", pools),
    )


def _members(units: Iterable[Unit], rows: Rows, say: Say) -> Figure:
    """Return how many members there are: a unit that states its number speaks for those below."""
    stated = {unit.id: unit for unit in units if unit.members is not None}
    tops = tuple(
        rows.unit(unit) for unit in stated.values() if not _below(rows, unit, frozenset(stated))
    )
    return say.figure(str(sum(int(row.cells[-1].text) for row in tops)), "sum-members", tops)


def _below(rows: Rows, unit: Unit, stated: frozenset[str]) -> bool:
    seen = {unit.id}
    above = rows.index.units.get(unit.parent or "")
    while above is not None and above.id not in seen:
        if above.id in stated:
            return True
        seen.add(above.id)
        above = rows.index.units.get(above.parent or "")
    return False


def _people(rows: Rows, names: Iterable[str]) -> list[Row]:
    people = rows.index.people
    return [rows.person(people[name]) for name in dict.fromkeys(names) if name in people]


def _group(group: LeadingGroup, rows: Rows, say: Say) -> dict[str, str | Figure]:
    office = group.office
    return {
        "head": rows.index.person(group.head),
        "deputies": say.count("deputies", _people(rows, group.deputies)),
        "members": say.count("group-members", _people(rows, group.members)),
        "director": rows.index.person(office.director if office else None) or say.words("nobody"),
        "staff": say.count("staff", _people(rows, office.staff if office else ())),
    }


def _catalogue(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    items = tuple(record.account.site.items.values())
    groups: dict[str, list[Item]] = {}
    for item in record.account.site.catalogue.items:
        groups.setdefault(item.category[0], []).append(item)
    types = [name for name in TYPES if any(item.limit.type == name for item in items)]
    yield say.para(
        "facts.items",
        items=say.count("items", map(rows.item, items)),
        stated=say.count("stated", (rows.item(item) for item in items if item.elements)),
    )
    yield say.table(
        "categories",
        (
            ((name,), (say.count("category", map(rows.item, group), str(number), name=name),))
            for number, (name, group) in enumerate(groups.items(), 1)
        ),
    )
    yield say.table("limits", _kinds(items, rows, say, "limit", tuple(types)))
    yield say.table("scopes", _kinds(items, rows, say, "scope", SCOPES))


def _kinds(
    items: Iterable[Item], rows: Rows, say: Say, kind: str, names: tuple[str, ...]
) -> Iterator[tuple[Pieces, ...]]:
    for name in names:
        word = say.site(f"limit.type.{name}" if kind == "limit" else f"scope.{name}")
        there = [
            rows.item(item)
            for item in items
            if name == (item.limit.type if kind == "limit" else item.scope.value)
        ]
        yield (word,), (say.count(f"item-{kind}", there, name, name=word),)


def _carriers(record: Record, rows: Rows, say: Say) -> Iterator[Block]:
    site = record.account.site
    yield say.para(
        "facts.boards",
        boards=say.count("boards", map(rows.board, site.boards)),
        address=site.config.site.base_url,
    )
    channels = dict.fromkeys(channel for item in site.items.values() for channel in item.channels)
    yield say.table(
        "channels",
        (
            (
                (say.site(f"channel.{channel.value}"),),
                (
                    say.count(
                        "channel",
                        (rows.item(i) for i in site.items.values() if channel in i.channels),
                        channel.value,
                        name=say.site(f"channel.{channel.value}"),
                    ),
                ),
            )
            for channel in sorted(channels)
        ),
    )
