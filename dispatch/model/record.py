"""What happened to entries: postings, feedback, oversight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Literal

from dispatch.model.values import FORMAT
from dispatch.model.values import NOWHERE
from dispatch.model.values import Code
from dispatch.model.values import Count
from dispatch.model.values import Day
from dispatch.model.values import Digest
from dispatch.model.values import EntryId
from dispatch.model.values import FileDigest
from dispatch.model.values import Flag
from dispatch.model.values import Name
from dispatch.model.values import PeriodText
from dispatch.model.values import Points
from dispatch.model.values import Slot
from dispatch.model.values import Stamp
from dispatch.model.values import Text
from dispatch.model.values import Title

OversightKind = Literal["inspection", "supervision", "coordination", "assessment", "commendation"]
FeedbackChannel = Literal["box", "phone", "mail", "visit", "meeting", "web"]
Outcome = Literal["granted", "partly", "refused", "not-held", "elsewhere", "closed"]
"""What came of an application: 公开、部分公开、不公开、没有这项信息、不归本单位、申请人撤回."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that somebody did on a day."""

    __pydantic_config__ = FORMAT
    on: Day
    """The day."""
    by: Name
    """The person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A look at a sheet that hangs."""

    __pydantic_config__ = FORMAT
    on: Day
    """The day."""
    by: Name
    """The person."""
    state: Text
    """How it was found: legible, damaged, missing or the owner's own word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a sheet that was put up said, so that it is known when it says something else."""

    __pydantic_config__ = FORMAT
    edition: Count
    """Its edition."""
    content: Digest
    """The digest of its words, as it is printed at its foot."""
    layout: Digest
    """The digest of how it was set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """张贴记录: an entry on a board, from when it was put up to when it was taken down."""

    __pydantic_config__ = FORMAT
    entry: EntryId
    """The entry."""
    board: Name
    """The board."""
    up: Act
    """Put up."""
    inspected: tuple[Inspection, ...] = ()
    """Looked at."""
    down: Act | None = None
    """Taken down."""
    slot: Slot | None = None
    """Where its first page hangs: the column from the left and the row from the top, as 3-2."""
    printed: Printed | None = None
    """Which sheet it was."""
    photo: Text | None = None
    """A picture of the sheet on the board, below content/."""
    photo_digest: FileDigest | None = None
    """The SHA-256 of the picture, so that it is known when it is another."""
    origin: Stamp = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered."""

    __pydantic_config__ = FORMAT
    on: Day
    """The day."""
    by: Name
    """The person."""
    text: Text
    """The words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """意见反馈: an opinion or objection, or an application under an item, and its answer."""

    __pydantic_config__ = FORMAT
    received: Day
    """The day it came in."""
    channel: FeedbackChannel
    """How it came in."""
    text: Text
    """What was said."""
    about: EntryId | None = None
    """The entry that it is about."""
    unit: Name | None = None
    """The unit that it is about."""
    answered: Answer | None = None
    """The answer."""
    public: Flag = False
    """Whether it may be shown."""
    request: Code | None = None
    """Of an application, 依申请公开: the item of the catalogue that it is made under."""
    accepted: Day | None = None
    """Of an application: the day it was accepted, where that is not the day it came in."""
    extended: Day | None = None
    """Of an application: the day on which more time was approved."""
    outcome: Outcome | None = None
    """Of an application that is answered: what came of it."""
    origin: Stamp = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight:
    """监督记录: one of 检查、督导、调度、考核、奖评."""

    __pydantic_config__ = FORMAT
    kind: OversightKind
    """Which of the five."""
    on: Day
    """The day."""
    by: Name
    """The person who carried it out."""
    unit: Name
    """The unit concerned."""
    finding: Text
    """What was found or decided."""
    title: Title | None = None
    """A heading."""
    due: Day | None = None
    """By when it is to be put right."""
    resolved: Day | None = None
    """When it was put right."""
    note: Text | None = None
    """Anything else."""
    span: PeriodText | None = None
    """Of an assessment or commendation: the span that it is for, such as 2026-H1."""
    marks: Mapping[Title, Points] = field(default_factory=dict)
    """Of an assessment: points by the name of a criterion; on the site only if the sheet is."""
    public: Flag = True
    """Whether it may be shown."""
    origin: Stamp = NOWHERE
