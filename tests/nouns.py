"""Small nouns for tests: one unit online and one not, an item of every scope, two boards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dispatch.ground import messages
from dispatch.ledger.index import Index
from dispatch.ledger.index import index_of
from dispatch.model.board import Board
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Column
from dispatch.model.catalogue import Element
from dispatch.model.catalogue import ElementType
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import Item
from dispatch.model.catalogue import Kind
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Responsible
from dispatch.model.catalogue import Standing
from dispatch.model.config import Config
from dispatch.model.config import SiteConfig
from dispatch.model.entry import Entry
from dispatch.model.entry import NoticePeriod
from dispatch.model.organisation import Organisation
from dispatch.model.organisation import Person
from dispatch.model.organisation import Unit
from dispatch.model.site import Site
from dispatch.model.values import Channel
from dispatch.model.values import DurationUnit
from dispatch.model.values import Scope
from dispatch.model.values import period_of

TODAY = date(2026, 11, 23)
LOCALE = Path(__file__).parents[1] / "layouts" / "locale"

ELEMENTS = (
    Element(name="事项"),
    Element(name="清单", type=ElementType.LIST, required=False),
    Element(
        name="明细",
        type=ElementType.TABLE,
        columns=(Column(name="用途"), Column(name="金额", type="money")),
        total="金额",
        required=False,
    ),
    Element(name="流程", type=ElementType.STEPS, required=False),
    Element(name="目标", type=ElementType.TARGETS, required=False),
)


@cache
def words(language: str = "zh-Hans") -> messages.Messages:
    """Return the words that come with Dispatch."""
    return messages.load((LOCALE,), language)


def item(code: str, **given: Any) -> Item:
    """Return an item for society, on the web and on the hall's board, due after an event."""
    values: dict[str, Any] = {
        "code": code,
        "category": ("组织管理", "党费"),
        "title": f"事项{code}",
        "kind": Kind.STATEMENT,
        "elements": ELEMENTS,
        "limit": Event(prompt=True),
        "scope": Scope.SOCIETY,
        "channels": (Channel.WEB, Channel.BOARD),
        "boards": ("hall",),
        "responsible": Responsible(first="head", assigned="deputy", executing="office"),
        "units": ("online", "offline"),
    }
    return Item(**(values | given))


ITEMS = (
    item("E-1"),
    item("S-1", limit=Standing()),
    item("P-1", limit=Periodic(every="quarter", day=15)),
    item("N-1", kind=Kind.NOTICE),
    item("F-1", kind=Kind.PROCEDURE, limit=Standing()),
    item("T-1", kind=Kind.TARGETS, limit=Periodic(every="quarter", day=15)),
    item("B-1", channels=(Channel.BOARD,)),
    item("U-1", scope=Scope.UNIT, boards=("corridor",)),
    item("Y-1", scope=Scope.PARTY, boards=("corridor",)),
    item("G-1", scope=Scope.GROUP, boards=("corridor",)),
)
BOARDS = (
    Board(id="hall", name="党建工作栏", place="大厅", readers=Scope.SOCIETY, keeper="keeper"),
    Board(id="corridor", name="党务公开栏", place="走廊", readers=Scope.UNIT),
)
ORGANISATION = Organisation(
    units=(
        Unit(id="online", name="第一党支部", kind="branch", online=True),
        Unit(id="offline", name="第二党支部", kind="branch", parent="online"),
        Unit(id="office", name="办公室", kind="office"),
    ),
    people=tuple(
        Person(id=name, name=f"职务{name}", unit="office", office_phone="0000-0000000")
        for name in ("head", "deputy", "keeper", "clerk")
    ),
)


def entry(number: int, code: str = "E-1", /, **given: Any) -> Entry:
    """Return an entry that was published on the first of October."""
    values: dict[str, Any] = {
        "id": f"2026-{number:04}",
        "item": code,
        "unit": "online",
        "title": f"标题{number}",
        "formed": date(2026, 9, 28),
        "published": date(2026, 10, 1),
        "elements": {"事项": "内容"},
    }
    if isinstance(given.get("period"), str):
        given = given | {"period": period_of(given["period"])}
    return Entry(**(values | given))


def notice(first: date, last: date) -> NoticePeriod:
    """Return a notice period of five working days, as it states itself."""
    return NoticePeriod(days=5, unit=DurationUnit.WORKING_DAY, first=first, last=last)


def index_of_items(*items: Item) -> Index:
    """Return the index of a site that has these items and nothing else."""
    return index_of(site(catalogue=Catalogue(items=items)), TODAY)


def site(*entries: Entry, **given: Any) -> Site:
    """Return a site with these entries."""
    config = Config(site=SiteConfig(title="公开", base_url="https://example.org/dwgk"))
    whole = Site(
        config=config,
        organisation=ORGANISATION,
        catalogue=Catalogue(items=ITEMS),
        boards=BOARDS,
        entries=entries,
    )
    return replace(whole, **given)
