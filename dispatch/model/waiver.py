"""豁免: a finding that somebody answers for, until a day; it is published like any oversight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints

from dispatch.model.record import Act
from dispatch.model.values import FORMAT
from dispatch.model.values import NOWHERE
from dispatch.model.values import Code
from dispatch.model.values import Day
from dispatch.model.values import EntryId
from dispatch.model.values import Flag
from dispatch.model.values import Name
from dispatch.model.values import Stamp
from dispatch.model.values import Text

RuleCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{3}$")]
"""The code of a rule: a letter and three digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One finding that is silenced: of a rule, about an entry, an item or a file.

    It names one of the three; with an item it may name a unit too.
    """

    __pydantic_config__ = FORMAT
    code: RuleCode
    """The rule."""
    reason: Text
    """Why it does not hold here."""
    approved: Act
    """Who answers for it, and since when."""
    until: Day
    """The last day on which it is in force; at most 366 days after it was approved."""
    entry: EntryId | None = None
    """The entry that the finding is about."""
    item: Code | None = None
    """The item that the finding is about."""
    unit: Name | None = None
    """With an item: the unit that the finding is about."""
    path: Text | None = None
    """The file that the finding is in, below the root."""
    public: Flag = True
    """Whether it may be shown, where what it is about may be."""
    origin: Stamp = NOWHERE
