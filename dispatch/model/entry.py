"""公开条目: one disclosure."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import Annotated
from typing import Any
from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from dispatch.model.paper import SheetChoice
from dispatch.model.values import FORMAT
from dispatch.model.values import NOWHERE
from dispatch.model.values import Code
from dispatch.model.values import Count
from dispatch.model.values import Day
from dispatch.model.values import DurationUnit
from dispatch.model.values import EntryId
from dispatch.model.values import Flag
from dispatch.model.values import Name
from dispatch.model.values import PeriodText
from dispatch.model.values import Stamp
from dispatch.model.values import Text
from dispatch.model.values import Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From when to when an entry stands on its boards."""

    __pydantic_config__ = FORMAT
    first: Annotated[Day | None, Field(alias="from")] = None
    """The first day."""
    last: Annotated[Day | None, Field(alias="to")] = None
    """The last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePeriod:
    """公示期: how long objections are taken, as the notice states it."""

    __pydantic_config__ = FORMAT
    days: Count
    """How many."""
    unit: DurationUnit
    """Of what."""
    first: Annotated[Day, Field(alias="from")]
    """The first day."""
    last: Annotated[Day, Field(alias="to")]
    """The last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The meeting that decided (三重一大)."""

    __pydantic_config__ = FORMAT
    body: Text
    """The body that decided together."""
    on: Day
    """The day of the meeting."""
    record: Text
    """The number of its record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the procedure, as it was taken."""

    __pydantic_config__ = FORMAT
    by: Name
    """The person."""
    on: Day
    """The day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """审核: the step that looks at secrecy and accuracy."""

    __pydantic_config__ = FORMAT
    by: Name
    """The person."""
    on: Day
    """The day."""
    secrecy: Literal["cleared"] | None = None
    """The secrecy review was made, and passed."""
    accuracy: Literal["confirmed"] | None = None
    """The content was confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """提出→审核→审批: who took which step, and when."""

    __pydantic_config__ = FORMAT
    proposed: Step | None = None
    """提出."""
    reviewed: Review | None = None
    """审核."""
    approved: Step | None = None
    """审批."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where to turn to."""

    __pydantic_config__ = FORMAT
    purpose: Annotated[Literal["objections", "supervision", "enquiries"], Field(alias="for")]
    """What for: 异议、监督、咨询."""
    office: Text
    """The office."""
    phone: Text | None = None
    """Its telephone."""
    place: Text | None = None
    """Where it is."""
    mail: Text | None = None
    """Its address for letters or mail."""
    person: Name | None = None
    """The person, where one is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to the entry."""

    __pydantic_config__ = FORMAT
    file: Text
    """Its path below content/."""
    title: Title
    """What it is."""
    inspected: Step | None = None
    """Who looked through it before it was published, where a program cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOf:
    """Which stage of a staged item the entry is."""

    __pydantic_config__ = FORMAT
    name: Text
    """The name of the stage."""
    of: EntryId | None = None
    """The entry of the first stage; absent in the first stage itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """That the entry was withdrawn."""

    __pydantic_config__ = FORMAT
    on: Day
    """The day."""
    reason: Text
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """That the time to answer an application was extended, once."""

    __pydantic_config__ = FORMAT
    on: Day
    """The day it was approved."""
    by: Name
    """The person who approved it."""
    reason: Text
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """That the text was changed after it was published, as its readers are told."""

    __pydantic_config__ = FORMAT
    on: Day
    """The day from which the changed text stands."""
    note: Text
    """What was changed, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """公开条目: one disclosure, a statement 公开 or a notice 公示."""

    __pydantic_config__ = FORMAT
    id: EntryId
    """Year and number, unique for ever; the address is made of it."""
    item: Code
    """The catalogue item that it is disclosed under."""
    unit: Name
    """公开主体: the unit that discloses."""
    title: Title
    """The title."""
    formed: Day
    """The day the matter was formed, changed or decided: the clock starts here."""
    published: Day
    """The day from which it is in force."""
    number: Text | None = None
    """文号: the number of the document."""
    period: PeriodText | None = None
    """The period that it is about, for periodic items."""
    boards: tuple[Name, ...] | None = None
    """The boards that it is posted on; the item's where absent."""
    posting: Window | None = None
    """From when to when it stands on them."""
    notice: NoticePeriod | None = None
    """公示期."""
    decision: Decision | None = None
    """The meeting that decided."""
    procedure: Procedure | None = None
    """提出→审核→审批."""
    contacts: tuple[Contact, ...] = ()
    """Where to turn to."""
    elements: dict[Text, SkipJsonSchema[Any]] = field(default_factory=dict)
    """公开内容: what the item's elements ask for, as written; `model.elements` types them."""
    attachments: tuple[Attachment, ...] = ()
    """Files that belong to it."""
    stage: StageOf | None = None
    """Which stage of a staged item it is."""
    extended: Extension | None = None
    """That the time to answer was extended, for items that are disclosed on request."""
    corrects: EntryId | None = None
    """The entry whose mistakes it puts right."""
    supersedes: EntryId | None = None
    """The entry that it takes the place of."""
    withdrawn: Withdrawal | None = None
    """That it was withdrawn."""
    editions: tuple[Edition, ...] = ()
    """The changes that were made to its text after it was published, each with a note."""
    confirmed: Step | None = None
    """Who looked whether it still fits its catalogue item, after the item was changed."""
    draft: Flag = False
    """Not ready: nothing of it is shown anywhere."""
    addressee: Text | None = None
    """主送: whom the sheet is addressed to."""
    issuer: Title | None = None
    """The body that signs; the unit's name where absent."""
    summary: Text | None = None
    """One sentence for lists."""
    section: Text | None = None
    """The section of the board; the item's where absent."""
    sheet: SheetChoice | None = None
    """How its sheet is set; as the item says where absent."""
    keywords: tuple[Text, ...] = ()
    """Words to find it by."""
    body: Annotated[str, Field(max_length=200_000)] = ""
    """正文, in Markdown."""
    origin: Stamp = NOWHERE
    body_start: SkipJsonSchema[int] = 0
    """The offset of the body in the file's text; 0 where it stands under `body`."""

    @property
    def posted_from(self) -> date:
        """The first day on the boards."""
        window = self.posting
        return window.first if window and window.first else self.published

    @property
    def posted_to(self) -> date | None:
        """The last day on the boards, where one is stated."""
        return self.posting.last if self.posting else None

    @property
    def replaces(self) -> str | None:
        """The id of the entry whose place it takes, by correction or as its successor."""
        return self.corrects or self.supersedes

    @property
    def year(self) -> str:
        """The year in its id."""
        return self.id[:4]
