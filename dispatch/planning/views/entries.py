"""The pages of entries, with all that belongs to them, and the lists of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.planning.views import ContactView
    from dispatch.planning.views import DurationView
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views import Link
    from dispatch.planning.views import SectionView
    from dispatch.planning.views.elements import ElementView
    from dispatch.planning.views.finding import TimeView
    from dispatch.planning.views.norms import ResponsibleView
    from dispatch.planning.views.postings import PostingView
    from dispatch.planning.views.taking import RecourseView


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step of 提出→审核→审批, as it was taken."""

    name: str
    """proposed, reviewed, approved or published."""
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """A file to be read or taken along."""

    title: str
    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedView:
    """Another entry, and what it is to this one, such as `corrects` or `stage`."""

    relation: str
    row: EntryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One entry of a line in which each has taken the place of the one before."""

    relation: str
    """corrects or supersedes; empty for the first of the line."""
    row: EntryRow
    here: bool
    """Whether it is the entry whose page it stands on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackView:
    """An opinion and its answer, as far as they are public."""

    received: date
    channel: str
    text: str
    about: Link | None = None
    unit: str = ""
    answered: date | None = None
    by: str = ""
    answer: str = ""
    days: int | None = None
    """Calendar days from coming in to the answer."""
    worked: int | None = None
    """Working days from coming in to the answer, the first day not counted."""
    due: date | None = None
    """By when it must be answered, where the item says."""
    late: bool = False
    """Whether it was answered after that day, or waits beyond it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """An edition of an entry, as it hung or hangs on paper."""

    number: int
    first: date
    last: date | None
    """Its last day, where a later edition took its place."""
    state: str
    """current, replaced, corrected, superseded, over (its period has ended) or ended."""
    note: str
    """What it changed in the one before; empty for the first."""
    next: int
    """The number of the edition after it."""
    reason: str
    """Why that one took its place."""
    successor: Link | None
    """The entry that took the place of its entry."""
    ended: date | None
    """The last day of the notice period or posting, where one is stated."""
    digests: tuple[str, ...]
    """Of its sheets, as they are printed at their foot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """The page of an entry. A withdrawn entry keeps its address and says why; nothing else."""

    row: EntryRow
    index: str
    """索引号: by what catalogues name it; the id where config.yaml gives no code of the body."""
    html: str
    """正文, safe to be put into a page as it is."""
    elements: tuple[ElementView, ...]
    basis: tuple[str, ...]
    scope: str
    channels: tuple[str, ...]
    category: tuple[str, ...]
    issuer: str
    responsible: ResponsibleView
    formed: date
    boards: tuple[Link, ...]
    posted_from: date | None
    posted_to: date | None
    notice: tuple[date, date, DurationView] | None
    decision: tuple[str, date, str] | None
    """Body, day and record of the meeting that decided."""
    steps: tuple[StepView, ...]
    contacts: tuple[ContactView, ...]
    attachments: tuple[AttachmentView, ...]
    related: tuple[RelatedView, ...]
    feedback: tuple[FeedbackView, ...]
    sheet: str = ""
    """The path of its sheet, where one is made for society."""
    stage: str = ""
    withdrawn: tuple[date, str] | None = None
    editions: tuple[tuple[date, str], ...] = ()
    """Day and note of each change that was made to it after it was published, oldest first."""
    printed: tuple[EditionView, ...] = ()
    """The editions on paper, for whoever has an old sheet in hand; oldest first."""
    postings: tuple[PostingView, ...] = ()
    """Where and when its sheets really hung, oldest first."""
    line: tuple[LineView, ...] = ()
    """The whole line of corrections and replacements, oldest first, where it is longer than two."""
    times: tuple[TimeView, ...] = ()
    """It and all that belongs to it, oldest first; none where nothing does."""
    keywords: tuple[str, ...] = ()
    address: str = ""
    """The full address, for printing and for the code."""
    recourse: RecourseView | None = None
    """What a reader can do; None where it no longer holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveView:
    """All entries of a year that were ever on the web, newest first, by month; a page of them."""

    year: str
    path: str
    years: tuple[Link, ...]
    months: tuple[SectionView, ...]
    """Those on this page."""
    count: int
    """Of the whole year."""
    number: int = 1
    """Of the page."""
    pages: tuple[str, ...] = ()
    """The paths of all pages of the year."""
