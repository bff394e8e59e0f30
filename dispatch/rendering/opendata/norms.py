"""`data/catalogue.json`, `boards.json` and `organisation.json`: what is owed, where, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.rendering.opendata import document
from dispatch.rendering.opendata.document import day
from dispatch.rendering.opendata.document import duration
from dispatch.rendering.opendata.document import named
from dispatch.rendering.opendata.document import stated
from dispatch.rendering.opendata.entries import contact_record
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from dispatch.planning.views import BoardView
    from dispatch.planning.views.norms import ElementRow
    from dispatch.planning.views.norms import ItemView
    from dispatch.planning.views.norms import LimitView
    from dispatch.planning.views.people import OrganisationView
    from dispatch.planning.views.people import PersonView
    from dispatch.planning.views.people import UnitView
    from dispatch.planning.views.site import SiteView
    from dispatch.planning.views.sums import SumsView
    from dispatch.rendering.opendata.document import Record


def catalogue_json(view: SiteView) -> bytes:
    """Return the catalogue: every item with all that its page shows."""
    head = {"title": view.catalogue.title, "version": view.catalogue.version}
    items = (_item(view.frame.base_url, each) for each in view.items)
    return document.document(view.frame, "catalogue", head, items=items)


def _item(base: str, item: ItemView) -> Record:
    row = item.row
    return stated(
        {
            "code": row.code,
            "address": address(base, row.path),
            "title": row.title,
            "kind": row.kind,
            "category": list(item.category),
            "scope": row.scope,
            "limit": _limit(row.limit),
            "channels": list(row.channels),
            "elements": [_element(each) for each in item.elements],
            "basis": list(item.basis),
            "responsible": {
                "first": item.responsible.first,
                "assigned": item.responsible.assigned,
                "executing": item.responsible.executing,
            },
            "units": [named(base, each) for each in item.units],
            "boards": [named(base, each) for each in item.boards],
            "collective": item.collective,
            "minimum": duration(item.minimum),
            "answer": duration(item.answer),
            "archive": duration(item.archive),
            "note": item.note,
            "count": row.count,
            "latest": day(row.latest),
            "entries": [each.id for each in item.rows],
            "sums": [_sums(each) for each in item.sums],
        }
    )


def _limit(limit: LimitView) -> Record:
    opens = f"{limit.opens[0]:02}-{limit.opens[1]:02}" if limit.opens else ""
    stages = [stated({"name": name, "within": duration(within)}) for name, within in limit.stages]
    return stated(
        {
            "type": limit.type,
            "phrase": limit.phrase,
            "every": limit.every,
            "after": limit.after,
            "within": duration(limit.within),
            "review": duration(limit.review),
            "extend": duration(limit.extend),
            "month": limit.month or None,
            "day": limit.day or None,
            "opens": opens,
            "prompt": limit.prompt or None,
            "stages": stages,
        }
    )


def _element(element: ElementRow) -> Record:
    return stated(
        {
            "name": element.name,
            "type": element.type,
            "required": element.required,
            "columns": list(element.columns),
            "note": element.note,
        }
    )


def _sums(view: SumsView) -> Record:
    sums = [{"of": each.label, "value": each.exact, "entries": each.entries} for each in view.sums]
    return {"name": view.name, "by": view.by, "sums": sums}


def boards_json(view: SiteView) -> bytes:
    """Return the boards as they stand on the day, by ids of entries."""
    boards = (_board(view.frame.base_url, each) for each in view.boards)
    return document.document(view.frame, "boards", {}, boards=boards)


def _board(base: str, board: BoardView) -> Record:
    sections = [
        {"name": each.name, "entries": [row.id for row in each.rows]} for each in board.sections
    ]
    return stated(
        {
            "id": board.id,
            "address": address(base, board.path),
            "name": board.name,
            "place": board.place,
            "readers": board.readers,
            "keeper": board.keeper,
            "restricted": board.restricted,
            "sections": sections,
            "past": [row.id for row in board.past],
        }
    )


def organisation_json(view: SiteView) -> bytes:
    """Return who answers for disclosure: the group, its office, liaisons, supervisors, units."""
    base, group = view.frame.base_url, view.organisation
    units = (_unit(base, each) for each in view.units)
    people = (_person(each) for each in group.people)
    head = stated({"group": stated(_group(base, group))})
    return document.document(view.frame, "organisation", head, units=units, people=people)


def _group(base: str, group: OrganisationView) -> Record:
    office = group.office
    contact = contact_record(group.office_contact) if group.office_contact else {}
    return {
        "head": _person(group.head),
        "deputies": [_person(each) for each in group.deputies],
        "members": [_person(each) for each in group.members],
        "duties": group.group_duties,
        "director": _person(group.director),
        "staff": [_person(each) for each in group.staff],
        "office": stated({"duties": office.value, "contact": contact}) if office else {},
        "liaisons": [
            {"unit": named(base, unit), "person": _person(person)}
            for unit, person in group.liaisons
        ],
        "supervisors": [
            stated({"person": _person(each), "pool": pool, "from": day(first), "to": day(last)})
            for each, pool, first, last in group.supervisors
        ],
    }


def _person(person: PersonView | None) -> Record:
    if person is None:
        return {}
    keys = ("name", "unit", "post", "duties", "phone", "place")
    return stated({key: getattr(person, key) for key in keys})


def _unit(base: str, unit: UnitView) -> Record:
    return stated(
        {
            "id": unit.id,
            "address": address(base, unit.path),
            "name": unit.name,
            "kind": unit.kind,
            "online": unit.online,
            "members": unit.members,
            "parent": named(base, unit.parent) if unit.parent else {},
            "children": [named(base, each) for each in unit.children],
            "phone": unit.phone,
            "place": unit.place,
            "duties": unit.duties,
            "people": [_person(each) for each in unit.people],
            "items": [each.code for each in unit.items],
            "entries": [each.id for each in unit.rows],
        }
    )
