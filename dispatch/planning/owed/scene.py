"""What views of duties are made from, and the duties that the public may know."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import MAXYEAR
from datetime import date
from typing import TYPE_CHECKING

from dispatch.clock.workdays import ONE
from dispatch.ledger.duties import Reach
from dispatch.ledger.duties import duties
from dispatch.ledger.index import entry_path
from dispatch.model.catalogue import Periodic
from dispatch.model.values import Channel
from dispatch.model.values import Scope
from dispatch.planning.views import Link

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.ledger.duties import Duty
    from dispatch.ledger.index import Index
    from dispatch.model.catalogue import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The duties to show, and the names to show them with."""

    index: Index = field(repr=False)
    words: Messages = field(repr=False)
    duties: tuple[Duty, ...] = field(repr=False)
    """Those to show, in their order."""
    ahead: tuple[Duty, ...] = field(repr=False)
    """Periods that are still to come, for calendars."""
    owing: Mapping[str, tuple[str, ...]] = field(repr=False)
    """By code of an item to show, the ids of the units that owe it."""
    paths: Mapping[str, str] = field(repr=False)
    """By id of an entry that the web shows, the path of its page."""
    paged: bool
    """Whether every unit has a page of its own; if not, all is on one page."""

    def item(self, code: str) -> Link:
        """Return an item and its page."""
        return Link(text=self.index.site.items[code].title, path=f"catalogue/{code}/")

    def unit(self, name: str) -> Link:
        """Return a unit and its page."""
        return Link(text=self.index.unit(name), path=f"units/{name}/")

    def home(self, unit: str) -> str:
        """Return the path of the page of a unit's duties; empty where there is but one page."""
        return f"duties/{unit}/" if self.paged else ""


def public_scene(account: Account, words: Messages) -> Scene:
    """Return what the public may know; the account is that of the public part.

    Before the first entry is out there is no record, and nothing to be held against it.
    """
    index = account.index
    online = {unit.id for unit in index.units.values() if unit.online}
    owing = {
        code: tuple(name for name in units if name in online)
        for code, units in _owing(index).items()
        if _is_public(index.site.items[code])
    }
    shown = {code: units for code, units in owing.items() if units}
    return Scene(
        index=index,
        words=words,
        duties=account.duties if index.entries else (),
        ahead=tuple(_ahead(account, shown)),
        owing=shown,
        paths={name: entry_path(entry) for name, entry in index.entries.items()},
        paged=True,
    )


def whole_scene(account: Account, found: Iterable[Duty], words: Messages) -> Scene:
    """Return the given duties as the body itself may know them; only the web's entries get links.

    Of items and units that have none of these duties nothing is shown.
    """
    site, chosen = account.site, tuple(found)
    there = {(each.item, each.unit) for each in chosen}
    owing = {
        code: tuple(name for name in units if (code, name) in there)
        for code, units in _owing(account.index).items()
    }
    return Scene(
        index=account.index,
        words=words,
        duties=chosen,
        ahead=(),
        owing={code: units for code, units in owing.items() if units},
        paths={
            name: entry_path(entry)
            for name, entry in account.index.entries.items()
            if site.on_web(entry)
        },
        paged=False,
    )


def _owing(index: Index) -> dict[str, tuple[str, ...]]:
    return {
        item.code: tuple(name for name in dict.fromkeys(item.units) if name in index.units)
        for item in index.site.catalogue.items
        if index.site.items[item.code] is item
    }


def _is_public(item: Item) -> bool:
    return item.scope is Scope.SOCIETY and Channel.WEB in item.channels


def _ahead(account: Account, owing: Mapping[str, tuple[str, ...]]) -> Iterator[Duty]:
    """Yield the duties of periods to come, to the end of next year, that are not listed yet.

    That end stays where it is for a year: the calendars do not change from day to day.
    """
    site, known = account.site, {each.key for each in account.duties}
    periodic = (each for each in site.catalogue.items if isinstance(each.limit, Periodic))
    items = tuple(replace(each, units=owing[each.code]) for each in periodic if each.code in owing)
    if items:
        reach = Reach(
            since=account.day + ONE, until=date(min(account.day.year + 1, MAXYEAR), 12, 31)
        )
        coming = replace(site, catalogue=replace(site.catalogue, items=items))
        for duty in duties(coming, account.day, account.calendar, reach=reach):
            if duty.key not in known:
                yield duty
