"""What layouts may see of taking part: how to object, what came in, and how it was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.planning.views import ContactView
    from dispatch.planning.views import DurationView
    from dispatch.planning.views import Link
    from dispatch.planning.views.norms import ItemView


@dataclass(frozen=True, slots=True, kw_only=True)
class RecourseView:
    """What a reader of an entry can do: by when, where, and who answers within what time."""

    state: str
    """open, later or over, of a notice; statement, of anything else that holds."""
    first: date | None
    """The first day on which objections are taken, of a notice."""
    last: date | None
    """The last one."""
    answer: DurationView | None
    """How long an answer may take, where the item says."""
    answer_by: date | None
    """By when what comes in on the last day is answered."""
    item: Link
    """The item whose rule that is."""
    to: tuple[ContactView, ...]
    """Where objections and questions go."""
    above: tuple[ContactView, ...]
    """Whom to tell that nobody answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersView:
    """How what came in was answered: as a whole, of a year or of a unit."""

    name: str = ""
    """The year, or the unit; empty of the whole and of what is about no unit."""
    path: str = ""
    """The page of the unit."""
    came: int = 0
    answered: int = 0
    late: int = 0
    """Answered after its day, of those that have one."""
    waiting: int = 0
    overdue: int = 0
    """Of those that wait, how many are past their day."""
    median: str = ""
    """Working days that half of the answers took at most; empty without any."""
    longest: int | None = None
    """Working days that the slowest answer took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """An application that may be shown, without who made it."""

    received: date
    accepted: date | None
    extended: date | None
    item: Link
    unit: str
    text: str
    outcome: str
    """granted, partly, refused, not-held, elsewhere or closed; empty where it is not told."""
    answered: date | None
    by: str
    answer: str
    due: date | None
    late: bool
    worked: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """Where opinions and requests go; parts that are not stated are empty."""

    office: str = ""
    mail: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""
    endpoint: str = ""
    """Where forms may be sent to by a plain POST."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingView:
    """Figures of opinions and of applications, and what forms need."""

    desk: DeskView = DeskView()
    whole: AnswersView = AnswersView()
    years: tuple[AnswersView, ...] = ()
    """Newest first."""
    units: tuple[AnswersView, ...] = ()
    spread: tuple[tuple[int, int], ...] = ()
    """By working days that they took, how many answers; each number of days up to the longest."""
    items: tuple[ItemView, ...] = ()
    """What is made public on request."""
    requests: tuple[RequestView, ...] = ()
    """Newest first."""
    applied: AnswersView = AnswersView()
    """The figures of the applications."""
