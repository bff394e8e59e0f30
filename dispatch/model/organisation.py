"""Who discloses, and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import Annotated
from typing import Literal

from pydantic import Field

from dispatch.model.values import FORMAT
from dispatch.model.values import NOWHERE
from dispatch.model.values import Count
from dispatch.model.values import Day
from dispatch.model.values import Flag
from dispatch.model.values import Name
from dispatch.model.values import Stamp
from dispatch.model.values import Text
from dispatch.model.values import Title

UnitKind = Literal[
    "party-group", "branch", "office", "committee", "subordinate", "team", "council", "other"
]
Pool = Literal["bureau", "subordinate", "retired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """单位: a body that discloses, or an office that carries it out."""

    __pydantic_config__ = FORMAT
    id: Name
    """Its id; its address is made of it."""
    name: Title
    """Its name in full."""
    kind: UnitKind = "other"
    """What sort of unit it is."""
    parent: Name | None = None
    """The unit that it belongs to."""
    members: Count | None = None
    """How many members it has."""
    online: Flag = False
    """Whether it publishes on the web."""
    office_phone: Text | None = None
    """The telephone number of the office."""
    place: Text | None = None
    """Where the office is."""
    duties: Text | None = None
    """What it does."""
    origin: Stamp = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person who holds a post; the name may be the name of the post."""

    __pydantic_config__ = FORMAT
    id: Name
    """The id that records refer to."""
    name: Title
    """The name, or the role."""
    unit: Name
    """The unit that the person works in."""
    post: Text | None = None
    """The post held."""
    duties: Text | None = None
    """工作分工."""
    office_phone: Text | None = None
    """The office telephone, which is meant to be public."""
    place: Text | None = None
    """The office."""
    origin: Stamp = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office under the leading group."""

    __pydantic_config__ = FORMAT
    director: Name
    """办公室主任."""
    staff: tuple[Name, ...] = ()
    """Its staff."""
    duties: Text | None = None
    """What it does."""
    phone: Text | None = None
    """Its telephone."""
    place: Text | None = None
    """Where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadingGroup:
    """党务公开工作领导小组."""

    __pydantic_config__ = FORMAT
    head: Name
    """组长."""
    deputies: tuple[Name, ...] = ()
    """副组长."""
    members: tuple[Name, ...] = ()
    """成员."""
    duties: Text | None = None
    """What it does."""
    office: Office | None = None
    """领导小组办公室."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """监督员."""

    __pydantic_config__ = FORMAT
    person: Name
    """Who."""
    pool: Annotated[Pool, Field(alias="from")]
    """Where the supervisor was chosen from."""
    since: Day | None = None
    """The first day of the term."""
    until: Day | None = None
    """The last day of the term."""
    term: Count = 1
    """Which term it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Who may take which step of the procedure."""

    __pydantic_config__ = FORMAT
    propose: tuple[Name, ...] = ()
    """提出."""
    review: tuple[Name, ...] = ()
    """审核."""
    approve: tuple[Name, ...] = ()
    """审批."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Everything that organisation.yaml says."""

    __pydantic_config__ = FORMAT
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    """The units."""
    people: tuple[Person, ...] = ()
    """The people that anything refers to."""
    leading_group: LeadingGroup | None = None
    """The group that leads disclosure."""
    liaisons: dict[Name, Name] = field(default_factory=dict)
    """信息联络员: by unit, the person."""
    supervisors: tuple[Supervisor, ...] = ()
    """The supervisors."""
    roles: Roles | None = None
    """Who may take which step."""
    signers: dict[Name, Text] = field(default_factory=dict)
    """By person, the SSH public key that approvals are signed with."""
    origin: Stamp = NOWHERE

    def unit(self, name: str) -> Unit | None:
        """Return the unit with that id."""
        return next((unit for unit in self.units if unit.id == name), None)

    def person(self, name: str) -> Person | None:
        """Return the person with that id."""
        return next((person for person in self.people if person.id == name), None)
