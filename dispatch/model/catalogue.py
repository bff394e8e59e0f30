"""The disclosure catalogue: the norm that every entry is held against."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from typing import Literal

from pydantic import BeforeValidator
from pydantic import Discriminator
from pydantic import Field

from dispatch.model.paper import SheetChoice
from dispatch.model.values import FORMAT
from dispatch.model.values import NOWHERE
from dispatch.model.values import Channel
from dispatch.model.values import Code
from dispatch.model.values import Count
from dispatch.model.values import Duration
from dispatch.model.values import Flag
from dispatch.model.values import Name
from dispatch.model.values import Scope
from dispatch.model.values import Stamp
from dispatch.model.values import Text
from dispatch.model.values import Title


class Kind(StrEnum):
    """What sort of disclosure an item asks for."""

    STATEMENT = "statement"
    NOTICE = "notice"
    PROFILE = "profile"
    PROCEDURE = "procedure"
    TARGETS = "targets"


class ElementType(StrEnum):
    """How the value of an element is written."""

    TEXT = "text"
    LIST = "list"
    NUMBER = "number"
    INTEGER = "integer"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    PHONE = "phone"
    TABLE = "table"
    STEPS = "steps"
    TARGETS = "targets"


ColumnType = Literal["text", "number", "integer", "money", "percent", "date", "phone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table element."""

    __pydantic_config__ = FORMAT
    name: Text
    """The head of the column, and the key in each row."""
    type: ColumnType = "text"
    """How its cells are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """公开内容(要素): a thing that an entry of the item must state."""

    __pydantic_config__ = FORMAT
    name: Text
    """Its name, and the key under `elements` in an entry."""
    type: ElementType = ElementType.TEXT
    """How its value is written."""
    required: Flag = True
    """Whether an entry must state it."""
    columns: tuple[Column, ...] = ()
    """The columns of a table."""
    total: Text | None = None
    """The column whose last row (合计) must be the sum of the others."""
    public: Flag = False
    """Whether personal data in it is meant to be public."""
    note: Text | None = None
    """A word of help for whoever fills it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """公开依据: the rule that asks for the disclosure."""

    __pydantic_config__ = FORMAT
    title: Text
    """The title of the law, regulation or decision."""
    article: Text | None = None
    """The article of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """The three levels of responsibility."""

    __pydantic_config__ = FORMAT
    first: Name
    """主要负责人: the person first responsible."""
    assigned: Name
    """分管负责人: the person who has it in charge."""
    executing: Name
    """具体落实: the office that carries it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """长期公开: always in force, published after each change, reviewed from time to time."""

    __pydantic_config__ = FORMAT
    type: Literal["standing"] = "standing"
    within: Duration | None = None
    """How long after the matter is set or changed."""
    review: Duration | None = None
    """How often it must be looked at again."""
    phrase: Text | None = None
    """The wording of the norm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The first day of a window in which a period is disclosed."""

    __pydantic_config__ = FORMAT
    month: Count = 1
    """The month after the period ends, 1 being the first."""
    day: Count
    """The day of that month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodic:
    """定期公开: for each month, quarter, half-year or year."""

    __pydantic_config__ = FORMAT
    type: Literal["periodic"] = "periodic"
    every: Literal["month", "quarter", "half-year", "year"]
    """How often."""
    within: Duration | None = None
    """How long after the period ends."""
    month: Count | None = None
    """With `day`: the month after the period ends, 1 being the first."""
    day: Count | None = None
    """The day of that month by which it is due."""
    opens: Opening | None = None
    """With `day`: the first day of the window that ends then; what is out by then counts too."""
    phrase: Text | None = None
    """The wording of the norm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """及时公开: after something happened."""

    __pydantic_config__ = FORMAT
    type: Literal["event"] = "event"
    after: Annotated[Literal["formed", "changed", "decided", "accepted"], Field(alias="from")] = (
        "formed"
    )
    """What starts the clock."""
    within: Duration | None = None
    """How long after it."""
    prompt: Flag = False
    """Whether the norm only says 及时, without a number."""
    phrase: Text | None = None
    """The wording of the norm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a staged item."""

    __pydantic_config__ = FORMAT
    name: Text
    """Its name: 事前, 事中, 事后 or the owner's own."""
    within: Duration | None = None
    """How long after the stage begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """逐段公开: before, during and after."""

    __pydantic_config__ = FORMAT
    type: Literal["staged"] = "staged"
    stages: tuple[Stage, ...]
    """The stages in their order."""
    phrase: Text | None = None
    """The wording of the norm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRequest:
    """依申请公开: after an application is accepted."""

    __pydantic_config__ = FORMAT
    type: Literal["on-request"] = "on-request"
    within: Duration
    """How long after the application is accepted."""
    extend: Duration | None = None
    """How much longer it may take, once."""
    phrase: Text | None = None
    """The wording of the norm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A limit in the words of the norm alone."""

    __pydantic_config__ = FORMAT
    type: Literal["phrase"] = "phrase"
    phrase: Text
    """The wording of the norm."""


def _worded(raw: object) -> object:
    return {"type": "phrase", "phrase": raw} if isinstance(raw, str) else raw


TimeLimit = Annotated[
    Annotated[Standing | Periodic | Event | Staged | OnRequest | Phrase, Discriminator("type")],
    BeforeValidator(_worded, json_schema_input_type=str | dict[str, object]),
]
"""公开时限: structured, or the phrase of the norm as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRule:
    """How an entry must stand on its boards."""

    __pydantic_config__ = FORMAT
    minimum: Duration
    """How long it must stand at least."""
    photo: Flag = False
    """Whether a picture of the sheet on the board is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRule:
    """How objections are dealt with."""

    __pydantic_config__ = FORMAT
    answer: Duration
    """How long an answer may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """公开事项: one row of the catalogue."""

    __pydantic_config__ = FORMAT
    code: Code
    """Its code, unique in the catalogue; its address is made of it."""
    category: Annotated[tuple[Text, ...], Field(min_length=1, max_length=2)]
    """First and second level."""
    title: Title
    """What is made public."""
    kind: Kind
    """What sort of disclosure it asks for."""
    elements: tuple[Element, ...] = ()
    """公开内容: what an entry must state."""
    basis: tuple[Basis, ...] = ()
    """公开依据."""
    limit: TimeLimit
    """公开时限."""
    scope: Scope
    """公开范围."""
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    """公开形式、渠道和载体."""
    boards: tuple[Name, ...] = ()
    """The boards that entries are posted on, unless they say otherwise."""
    responsible: Responsible
    """公开责任."""
    units: Annotated[tuple[Name, ...], Field(min_length=1)]
    """公开主体: the units that owe it."""
    posting: PostingRule | None = None
    """How long entries must stand."""
    objections: ObjectionRule | None = None
    """How objections are answered."""
    archive: Duration | None = None
    """How long the material is kept."""
    section: Text | None = None
    """The section of the board, where it does not follow from the limit."""
    sheet: SheetChoice | None = None
    """How its sheets are set, where that is not to follow from what they hold."""
    collective: Flag = False
    """三重一大: an entry must name the body and the meeting that decided."""
    note: Text | None = None
    """Anything else."""
    origin: Stamp = NOWHERE

    def element(self, name: str) -> Element | None:
        """Return the element of that name, if the item has it."""
        return next((each for each in self.elements if each.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """公开目录: every item, in the order of the file."""

    __pydantic_config__ = FORMAT
    title: Title | None = None
    """The title of the catalogue."""
    version: Text | None = None
    """Its version, as its maker counts."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    """The rows."""
