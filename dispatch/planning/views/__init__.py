"""The plain values that layouts may see; the base of this floor.

A view holds nothing that its reader may not know: it is made from the public part of a site, or,
for sheets that go on a board, from the entry that the board's readers may read. Paths are below
the output folder, with a slash at the end for a page; layouts make relative links of them.
Words of a fixed set (`society`, `notice`, `in-force`, …) stay keys, which layouts translate.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from dispatch.planning.views.taking import TakingView

if TYPE_CHECKING:
    from datetime import date

    from dispatch.ledger.index import State
    from dispatch.ledger.pace import Pace
    from dispatch.planning.views.assessment import AssessmentView
    from dispatch.planning.views.duties import CalendarView
    from dispatch.planning.views.duties import DutiesView
    from dispatch.planning.views.finding import FindingView
    from dispatch.planning.views.finding import TimeView
    from dispatch.planning.views.government import GovernmentView
    from dispatch.planning.views.postings import PostingView
    from dispatch.planning.views.scripts import ScriptView
    from dispatch.planning.views.sums import SumsView
    from dispatch.planning.views.taking import RecourseView


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to a page of the site; no link where the path is empty."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its value, ready to read."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """Where to turn to; parts that are not stated are empty."""

    purpose: str
    """objections, supervision or enquiries."""
    office: str
    phone: str = ""
    place: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry in a list."""

    id: str
    path: str
    title: str
    kind: str
    """statement, notice, profile, procedure or targets."""
    item: Link
    unit: Link
    published: date
    state: State
    number: str = ""
    period: str = ""
    summary: str = ""
    until: date | None = None
    """The last day of its notice period or posting, where one is stated."""
    notice_open: bool = False
    """Whether objections are being taken on the day of the build."""
    days_left: int | None = None
    """Calendar days until `until`, that day included; only while the notice is open."""
    left: tuple[int, str] | None = None
    """The same as the law counts: how many, and of what unit; of clear days, those in between."""
    section: str = ""
    boards: tuple[str, ...] = ()
    """Ids of the boards that it is posted on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section of a board, or any headed group of entries."""

    name: str
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """A board as it stands on the day, as far as the web may show it."""

    id: str
    path: str
    name: str
    place: str
    readers: str
    """society, party, unit or group."""
    keeper: str
    restricted: bool
    """Whether the board is one that also takes what is not for society."""
    sections: tuple[SectionView, ...]
    past: tuple[EntryRow, ...] = ()
    """What stood there and has been taken down, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationView:
    """A count of units (day, working-day, clear-day, month, year)."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitView:
    """公开时限, for a layout to put in words; the phrase of the norm goes before."""

    type: str
    """standing, periodic, event, staged, on-request or phrase."""
    phrase: str = ""
    every: str = ""
    after: str = ""
    within: DurationView | None = None
    review: DurationView | None = None
    extend: DurationView | None = None
    month: int = 0
    day: int = 0
    opens: tuple[int, int] | None = None
    """The month and the day on which the window opens that ends with `month` and `day`."""
    prompt: bool = False
    stages: tuple[tuple[str, DurationView | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRow:
    """公开内容(要素): what the catalogue asks an entry to state."""

    name: str
    type: str
    required: bool
    columns: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """A catalogue item in a list."""

    code: str
    path: str
    title: str
    kind: str
    scope: str
    limit: LimitView
    channels: tuple[str, ...]
    second: str = ""
    """The second level of its category."""
    executing: str = ""
    count: int = 0
    """How many entries under it are on the web."""
    latest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueView:
    """公开目录: the items by first-level category."""

    title: str
    version: str
    groups: tuple[tuple[str, tuple[ItemRow, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibleView:
    """The three levels of responsibility, by name."""

    first: str
    assigned: str
    executing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A catalogue item: the norm beside what was disclosed under it."""

    row: ItemRow
    category: tuple[str, ...]
    elements: tuple[ElementRow, ...]
    basis: tuple[str, ...]
    responsible: ResponsibleView
    units: tuple[Link, ...]
    boards: tuple[Link, ...]
    collective: bool
    minimum: DurationView | None
    """How long entries must stand at least."""
    answer: DurationView | None
    """How long an answer to an objection may take."""
    archive: DurationView | None
    note: str
    rows: tuple[EntryRow, ...]
    sums: tuple[SumsView, ...] = ()
    """What its entries come to, amount by amount, where there are two sums to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person, as the public may know them: name, post, duties, office contact."""

    name: str
    unit: str = ""
    post: str = ""
    duties: str = ""
    phone: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A unit, what it owes and what it disclosed on the web."""

    id: str
    path: str
    name: str
    kind: str
    online: bool
    members: int | None
    parent: Link | None
    children: tuple[Link, ...]
    phone: str
    place: str
    duties: str
    people: tuple[PersonView, ...]
    items: tuple[ItemRow, ...]
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode:
    """A step of a procedure, placed on a grid for drawing."""

    name: str
    kind: str
    """start, step, decision or end."""
    column: int
    row: int
    by: str = ""
    within: str = ""
    needs: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEdge:
    """An arrow between two steps, by their index."""

    tail: int
    head: int
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowView:
    """办事流程: a flow chart, to be drawn and listed."""

    nodes: tuple[FlowNode, ...]
    edges: tuple[FlowEdge, ...]
    columns: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A target shown against the calendar; shares are between 0 and 1 and may pass 1 when done."""

    name: str
    office: str
    measure: str
    plan: str
    done: str
    share: float
    elapsed: float
    pace: Pace
    first: date
    last: date
    note: str = ""
    entry: Link | None = None
    measured: date | None = None
    """The day that the figures and the time gone are of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementView:
    """An element as an entry states it: one of text, items, table, flow or targets is set."""

    name: str
    type: str
    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    """Heads of a table's columns with their types, for alignment."""
    cells: tuple[tuple[str, ...], ...] = ()
    total: bool = False
    """Whether the last row of the table is the total."""
    flow: FlowView | None = None
    targets: tuple[TargetView, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """组织机构: the leading group, its office, liaisons, supervisors, units, duties."""

    head: PersonView | None
    deputies: tuple[PersonView, ...]
    members: tuple[PersonView, ...]
    group_duties: str
    director: PersonView | None
    staff: tuple[PersonView, ...]
    office: Fact | None
    """The office's duties as label and text; its phone and place are in `office_contact`."""
    office_contact: ContactView | None
    liaisons: tuple[tuple[Link, PersonView], ...]
    supervisors: tuple[tuple[PersonView, str, date | None, date | None], ...]
    """Person, pool (bureau, subordinate, retired), first and last day of the term."""
    units: tuple[UnitView, ...]
    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OversightView:
    """A record of oversight: inspection, supervision, coordination, assessment, commendation."""

    kind: str
    on: date
    by: str
    unit: Link
    title: str
    finding: str
    note: str = ""
    due: date | None = None
    resolved: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverView:
    """豁免: a finding that somebody answers for, about an entry or an item that society reads."""

    code: str
    rule: str
    """What the rule holds, in its own words."""
    about: Link
    unit: Link | None
    """Where it is about one unit of an item."""
    reason: str
    by: str
    on: date
    until: date
    expired: bool
    """Whether its last day has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A page about the site itself."""

    name: str
    path: str
    title: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The front page."""

    open_notices: tuple[EntryRow, ...]
    latest: tuple[EntryRow, ...]
    boards: tuple[BoardView, ...]
    units: tuple[Link, ...]
    groups: tuple[tuple[str, int], ...]
    """First-level categories with how many entries are on the web."""
    in_force: int
    this_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameView:
    """What every page shares: names, navigation, and the days that it is good for."""

    title: str
    description: str
    motto: str
    owner: str
    language: str
    base_url: str
    day: date
    navigation: tuple[Link, ...]
    boards: tuple[Link, ...]
    about: tuple[Link, ...]
    version: str
    licence: str = ""
    """On what terms the data may be used; empty where nothing is said."""
    country: str = ""
    """The country of the body by ISO 3166, two letters, as far as the calendar tells."""
    endpoint: str = ""
    """Where forms may be sent to, beside mail."""
    rebuild_by: date | None = None
    """The first day on which something that the site shows is no longer so, by itself alone."""
    government: GovernmentView | None = None
    scripts: tuple[ScriptView, ...] = ()
    """Further scripts that every page is shown in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """Every view of the public site."""

    frame: FrameView
    home: HomeView
    boards: tuple[BoardView, ...]
    catalogue: CatalogueView
    items: tuple[ItemView, ...]
    units: tuple[UnitView, ...]
    entries: tuple[EntryView, ...]
    archive: tuple[ArchiveView, ...]
    organisation: OrganisationView
    procedures: tuple[EntryView, ...]
    targets: tuple[TargetView, ...]
    feedback: tuple[FeedbackView, ...]
    oversight: tuple[OversightView, ...]
    waivers: tuple[WaiverView, ...]
    pages: tuple[PageView, ...]
    duties: DutiesView
    calendars: tuple[CalendarView, ...] = ()
    """Of 公示: of the site, of boards, of units."""
    assessment: AssessmentView | None = None
    """None where scores are internal."""
    taking: TakingView = field(default_factory=TakingView)
    """How readers take part, and how they were answered."""
    finding: FindingView | None = None
    """What can be found on it; none where nothing is to be."""
