"""What a duty is, and the ledger that its states are read from."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dispatch.clock.counting import Deadline
    from dispatch.clock.workdays import Calendar
    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.model.values import Period

Kind = Literal["standing", "periodic", "event", "staged", "on-request", "phrase"]
"""The type of the time limit; `phrase` where only the words of the norm are known."""
Clock = Literal["publish", "review"]
"""Whether something must be published, or something standing looked at again."""
State = Literal["overdue", "blank", "due-soon", "open", "late", "met", "none"]
"""What has become of a duty by the day.

`overdue`: the deadline is past and nothing is published; or nothing standing is in force, or its
review is past. `blank` (空白): overdue, and passed over: a later period, or a later stage, is
published already. `due-soon`: not published, the deadline within so many working days. `open`: not
published, the deadline further off. `late`: published after the deadline. `met`: published by it.
`none`: the norm gives no number (及时), or one that nobody has read, so no deadline is known.
"""

STATES: tuple[State, ...] = ("overdue", "blank", "due-soon", "open", "late", "met", "none")
"""All states, the most pressing first."""
MISSED: tuple[State, ...] = ("overdue", "blank")
"""States in which something was due and nobody wrote it."""
DONE: tuple[State, ...] = ("late", "met")
"""States in which what had a deadline is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """应公开事项: what a unit owes, or owed, under an item for a period or after an event."""

    key: str
    """Unique and the same on every day: the item, the unit, and the period or the first entry."""
    item: str
    """The code of the item."""
    unit: str
    """The id of the unit that owes it."""
    kind: Kind
    clock: Clock = "publish"
    period: Period | None = None
    """Of periodic duties, the period."""
    stage: str = ""
    """Of staged duties, the name of the stage."""
    event: date | None = None
    """The day that the clock starts on, where there is one."""
    deadline: Deadline | None = None
    """By when; None where no day is known."""
    entry: str | None = None
    """The id of the newest entry that meets it, late or not, or that must be looked at again."""
    published: date | None = None
    """The day on which it was first public."""
    state: State

    @property
    def provisional(self) -> bool:
        """Whether the deadline, and with it the state, depends on a list not announced yet."""
        return self.deadline is not None and self.deadline.provisional

    @property
    def month(self) -> str:
        """The month of the deadline, or else of the publication: `2026-10`; empty without both."""
        day = self.deadline.day if self.deadline else self.published
        return day.isoformat()[:7] if day else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An entry and those that put it right: one disclosure, however often it was corrected."""

    root: Entry
    """The first; its day of publication is the one that counts."""
    head: Entry
    """The newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What duties are read from: what was disclosed by the day, and the days that matter."""

    index: Index = field(repr=False)
    calendar: Calendar = field(repr=False)
    soon: date
    """The last day that is due soon."""
    start: date
    """The day on which the record begins: that of the first entry, or else the day itself."""
    since: date
    """What was due before that day is left out."""
    until: date
    """The last day on which a period may end to be owed."""
    matters: Mapping[tuple[str, str], tuple[Matter, ...]] = field(repr=False)
    """By code of the item and id of the unit, those not withdrawn, in the order of publication."""
    roots: Mapping[str, str] = field(repr=False)
    """By id of an entry that is not withdrawn, the id of the first of its matter."""
    ends: Mapping[tuple[str, str], date] = field(repr=False)
    """By item and unit, the last day on which an entry ceased to be in force."""

    @property
    def day(self) -> date:
        """The day on which all this is so."""
        return self.index.day

    def under(self, item: str, unit: str) -> tuple[Matter, ...]:
        """Return what a unit has disclosed under an item, in the order of publication."""
        return self.matters.get((item, unit), ())

    def state(self, deadline: Deadline | None, published: date | None = None) -> State:
        """Return the state of what is due by a deadline; `none` where there is no deadline.

        Of a provisional deadline nobody is late before its latest day is over; from the earliest on
        it is due soon at least.
        """
        if deadline is None:
            return "none"
        if published is not None:
            return "met" if published <= deadline.latest else "late"
        if deadline.latest < self.day:
            return "overdue"
        return "due-soon" if deadline.day <= self.soon else "open"

    def lists(self, deadline: Deadline | None, published: date) -> bool:
        """Tell whether something published belongs to the list: due, or else out, since then."""
        return (deadline.latest if deadline else published) >= self.since
