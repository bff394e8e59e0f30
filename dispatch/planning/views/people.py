"""Who answers for disclosure: people, units, and the leading group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.planning.views import ContactView
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views import Fact
    from dispatch.planning.views import Link
    from dispatch.planning.views.norms import ItemRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person, as the public may know them: name, post, duties, office contact."""

    name: str
    unit: str = ""
    post: str = ""
    duties: str = ""
    phone: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A unit, what it owes and what it disclosed on the web."""

    id: str
    path: str
    name: str
    kind: str
    online: bool
    members: int | None
    parent: Link | None
    children: tuple[Link, ...]
    phone: str
    place: str
    duties: str
    people: tuple[PersonView, ...]
    items: tuple[ItemRow, ...]
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """组织机构: the leading group, its office, liaisons, supervisors, units, duties."""

    head: PersonView | None
    deputies: tuple[PersonView, ...]
    members: tuple[PersonView, ...]
    group_duties: str
    director: PersonView | None
    staff: tuple[PersonView, ...]
    office: Fact | None
    """The office's duties as label and text; its phone and place are in `office_contact`."""
    office_contact: ContactView | None
    liaisons: tuple[tuple[Link, PersonView], ...]
    supervisors: tuple[tuple[PersonView, str, date | None, date | None], ...]
    """Person, pool (bureau, subordinate, retired), first and last day of the term."""
    units: tuple[UnitView, ...]
    people: tuple[PersonView, ...]
