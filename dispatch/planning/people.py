"""Units, people and posts as the public may know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.views import ContactView
from dispatch.planning.views import Fact
from dispatch.planning.views import Link
from dispatch.planning.views.people import OrganisationView
from dispatch.planning.views.people import PersonView
from dispatch.planning.views.people import UnitView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dispatch.ledger.index import Index
    from dispatch.model.organisation import LeadingGroup
    from dispatch.model.organisation import Office
    from dispatch.model.organisation import Person
    from dispatch.model.organisation import Supervisor
    from dispatch.model.organisation import Unit
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views.norms import ItemRow


def unit_view(
    index: Index, unit: Unit, items: tuple[ItemRow, ...], rows: tuple[EntryRow, ...]
) -> UnitView:
    """Return the page of a unit: what it owes, and what it disclosed on the web."""
    children = (each for each in index.units.values() if each.parent == unit.id)
    staff = (person for person in index.people.values() if person.unit == unit.id)
    parent = index.units.get(unit.parent or "")
    return UnitView(
        id=unit.id,
        path=f"units/{unit.id}/",
        name=unit.name,
        kind=unit.kind,
        online=unit.online,
        members=unit.members,
        parent=_unit_link(parent) if parent else None,
        children=tuple(map(_unit_link, children)),
        phone=unit.office_phone or "",
        place=unit.place or "",
        duties=unit.duties or "",
        people=tuple(_person_view(index, person) for person in staff),
        items=items,
        rows=rows,
    )


def organisation_view(
    index: Index, units: tuple[UnitView, ...], office_name: str
) -> OrganisationView:
    """Return who leads, runs and watches disclosure; the office bears the name given."""
    organisation = index.site.organisation
    group = organisation.leading_group
    office = group.office if group else None
    return OrganisationView(
        head=_one(index, group.head if group else None),
        deputies=_people(index, group.deputies if group else ()),
        members=_people(index, group.members if group else ()),
        group_duties=_duties(group),
        director=_one(index, office.director if office else None),
        staff=_people(index, office.staff if office else ()),
        office=Fact(label=office_name, value=_duties(office)) if office else None,
        office_contact=_contact(office, office_name) if office else None,
        liaisons=tuple(
            (_unit_link(index.units[unit]), _person_view(index, index.people[person]))
            for unit, person in organisation.liaisons.items()
            if unit in index.units and person in index.people
        ),
        supervisors=tuple(_supervisors(index, organisation.supervisors)),
        units=units,
        people=tuple(_person_view(index, person) for person in organisation.people),
    )


def _supervisors(
    index: Index, supervisors: Iterable[Supervisor]
) -> Iterable[tuple[PersonView, str, date | None, date | None]]:
    for each in supervisors:
        person = _one(index, each.person)
        if person is not None:
            yield person, each.pool, each.since, each.until


def _one(index: Index, name: str | None) -> PersonView | None:
    person = index.people.get(name or "")
    return _person_view(index, person) if person else None


def _people(index: Index, names: Iterable[str]) -> tuple[PersonView, ...]:
    return tuple(_person_view(index, index.people[name]) for name in names if name in index.people)


def _person_view(index: Index, person: Person) -> PersonView:
    return PersonView(
        name=person.name,
        unit=index.unit(person.unit),
        post=person.post or "",
        duties=person.duties or "",
        phone=person.office_phone or "",
        place=person.place or "",
    )


def _unit_link(unit: Unit) -> Link:
    return Link(text=unit.name, path=f"units/{unit.id}/")


def _duties(holder: LeadingGroup | Office | None) -> str:
    return holder.duties or "" if holder else ""


def _contact(office: Office, name: str) -> ContactView:
    return ContactView(
        purpose="enquiries", office=name, phone=office.phone or "", place=office.place or ""
    )
