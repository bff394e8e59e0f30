"""The site as a whole: what every page shares, and every view of the public part."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from dispatch.planning.views.taking import TakingView

if TYPE_CHECKING:
    from datetime import date

    from dispatch.planning.views import BoardView
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views import Link
    from dispatch.planning.views.assessment import AssessmentView
    from dispatch.planning.views.duties import CalendarView
    from dispatch.planning.views.duties import DutiesView
    from dispatch.planning.views.elements import TargetView
    from dispatch.planning.views.entries import ArchiveView
    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.entries import FeedbackView
    from dispatch.planning.views.finding import FindingView
    from dispatch.planning.views.government import GovernmentView
    from dispatch.planning.views.norms import CatalogueView
    from dispatch.planning.views.norms import ItemView
    from dispatch.planning.views.people import OrganisationView
    from dispatch.planning.views.people import UnitView
    from dispatch.planning.views.scripts import ScriptView


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
    contact: str = ""
    """联系方式: how the site is reached, in one line."""
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
