"""A part of a site, made by one job of several: what belongs to some units, for `join` to take.

A part reads all that a build reads, for pages tell of each other; of the units that it is asked
for it also makes texts, pages and sheets ready, and looks for faults in their files. What belongs
to all, such as the search, the data and the feeds, is made by whoever joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dispatch.front import joining
from dispatch.front import outfit
from dispatch.front import paging
from dispatch.front import printing
from dispatch.front import settled
from dispatch.front.desk import unknown
from dispatch.front.pipeline import LOCK
from dispatch.front.pipeline import LOCK_WAIT
from dispatch.front.pipeline import examine
from dispatch.front.pipeline import refuses
from dispatch.ground.crew import Lost
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import by_gravity
from dispatch.publishing.parts import Draft
from dispatch.publishing.parts import check_no_site
from dispatch.reading import organisation

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Mapping
    from pathlib import Path

    from dispatch.front.building import Progress
    from dispatch.front.building import Request
    from dispatch.front.desk import Desk
    from dispatch.front.pipeline import Examined
    from dispatch.ledger.account import Account
    from dispatch.model.site import Site
    from dispatch.planning.plan import Plan
    from dispatch.planning.views.site import SiteView
    from dispatch.publishing.memory import Memory
    from dispatch.publishing.parts import Rows
    from dispatch.publishing.publish import Stage
    from dispatch.rendering.pages import Leaf

WHOLE = "site"
"""What a part is asked for whose pages belong to no unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a part is to hold, and where it goes."""

    names: tuple[str, ...]
    """`units/ID` for each unit, and `site`."""
    folder: Path

    @property
    def units(self) -> frozenset[str]:
        """The ids of the units."""
        names = (name for name in self.names if name != WHOLE)
        return frozenset(name.removeprefix(joining.UNITS) for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """What making a part came to."""

    found: tuple[Diagnostic, ...]
    refused: bool
    pages: int = 0
    sheets: int = 0


@dataclass(slots=True)
class _Notes:
    """What is understood of each file, noted down on its way from and to what keeps it."""

    kept: Memory | None
    rows: dict[str, tuple[str, object]] = field(default_factory=dict)

    def recall(self, path: str, digest: str) -> object:
        """Return what is known of a file of these bytes."""
        value = self.kept.recall(path, digest) if self.kept else None
        if value is not None:
            self.rows[path] = (digest, value)
        return value

    def remember(self, path: str, digest: str, value: object) -> None:
        """Know from now on what is in a file of these bytes."""
        self.rows[path] = (digest, value)
        if self.kept:
            self.kept.remember(path, digest, value)


def wanted(desk: Desk, patterns: Iterable[str], folder: Path) -> Wanted:
    """Return what patterns of names ask for; the error for one that names nothing has the nearest.

    Where the organisation cannot be read nothing is known; making the part will say why.
    """
    read = organisation.read(desk.root)[0]
    known = {f"{joining.UNITS}{unit.id}": unit.name for unit in read.units} if read else {}
    names = dict.fromkeys(known)
    chosen: dict[str, None] = {}
    for pattern in patterns:
        word = pattern.rstrip("/")
        found = [name for name in (*names, WHOLE) if fnmatchcase(name, word)]
        if known and not found:
            raise unknown(desk, "unit", pattern, known)
        chosen.update(dict.fromkeys(found))
    return Wanted(names=tuple(sorted(chosen)), folder=folder)


def make(request: Request, part: Wanted, progress: Progress, waiting: Callable[[], None]) -> Parted:
    """Make a part of what is asked for, or say why not; it is swapped in at once."""
    from dispatch.publishing.lockfile import exclusive  # noqa: PLC0415 - where it is used
    from dispatch.publishing.memory import Memory  # noqa: PLC0415
    from dispatch.publishing.ownership import check_targets  # noqa: PLC0415
    from dispatch.reading.understanding import Means  # noqa: PLC0415

    others = [request.public, *([request.printed] if request.printed else [])]
    check_targets([part.folder, *others], request.root)
    check_no_site(part.folder)
    how = request.how
    setting = joining.setting_of(request)
    notes = _Notes(Memory(request.root) if how.kept else None)
    means = Means(crew=how.crew, memory=notes, texts=True, units=part.units, watch=how.watch)
    with how.watch.stage("check", progress):
        seen = examine(request.root, request.day, strict=how.strict, means=means)
    if seen.account is None or refuses(seen.found, strict=how.strict):
        return Parted(found=seen.found, refused=True)
    with exclusive(request.root / LOCK, wait=LOCK_WAIT, waiting=waiting):
        work = _Work(request, part, seen, Draft(setting, part.names))
        made = work.make(seen.account, notes.rows, progress)
        if notes.kept and not made.refused:
            notes.kept.save()
    return made


@dataclass(frozen=True, slots=True)
class _Work:
    """A part that is being made."""

    request: Request
    part: Wanted
    seen: Examined
    draft: Draft

    def make(self, account: Account, rows: Rows, progress: Progress) -> Parted:
        """Make it."""
        from dispatch.planning.plan import plan  # noqa: PLC0415 - where it is used
        from dispatch.publishing.base import Target  # noqa: PLC0415
        from dispatch.publishing.publish import staging  # noqa: PLC0415

        request, watch = self.request, self.request.how.watch
        own = {each.origin.path for each in account.site.entries if each.unit in self.part.units}
        watch.know((entry.id, entry.origin.path) for entry in account.site.entries)
        with watch.stage("plan", progress):
            plan_ = plan(account, request.messages, sheets=request.printed is not None)
        target = Target(name="part", folder=self.part.folder)
        with staging((target,)) as stage:
            with watch.stage("pages", progress):
                pages, lost = self._pages(plan_, stage)
            with watch.stage("sheets"):
                sheets, faults = self._sheets(plan_, account.site, stage, progress)
            found = by_gravity(dict.fromkeys((*self.seen.found, *lost, *faults)))
            if refuses((*lost, *faults), strict=request.how.strict):
                return Parted(found=found, refused=True)
            alone = {path: each for path, each in self.seen.alone.items() if path in own}
            read = self.draft.read({path: row for path, row in rows.items() if path in own})
            checks = self.draft.checks(settled.as_kept(account.site, alone))
            for artifact in (read, checks, self.draft.manifest()):
                stage.write(artifact, into=target.name)
            with watch.stage("publish", progress):
                stage.commit()
        return Parted(found=found, refused=False, pages=pages, sheets=sheets)

    def _pages(self, made: Plan, stage: Stage) -> tuple[int, tuple[Diagnostic, ...]]:
        """Write the pages of the units; return how many, and which were lost."""
        from dispatch.front.reuse import Reuse  # noqa: PLC0415 - where it is used
        from dispatch.front.setting import printed  # noqa: PLC0415 - the same

        code = outfit.code_of(self.request, Reuse(self.request.root, kept=False))
        owners, names = owners_of(made.site), frozenset(self.part.names)
        lost: list[Diagnostic] = []
        with paging.pressroom(made, code) as room:
            own = [leaf for leaf in room.leaves if owners.get(_place(leaf), WHOLE) in names]
            # What has no key is not taken from anybody.
            keys = {room.path(leaf): key for leaf in own if (key := room.key(leaf))}
            keys.pop("", None)  # a page that a further script has not
            for each in printed(room, [e for e in own if room.path(e) in keys], code):
                if isinstance(each, Diagnostic):
                    lost.append(each)
                else:
                    page = self.draft.page(each.path, keys[each.path], each.content)
                    stage.write(page, into="part")
        return len(keys), tuple(lost)

    def _sheets(
        self, made: Plan, site: Site, stage: Stage, progress: Progress
    ) -> tuple[int, tuple[Diagnostic, ...]]:
        """Write the sheets of the units; return how many, and what could not be set."""
        units = {entry.id: entry.unit for entry in site.entries}
        views = [view for view in made.sheets if units.get(view.id) in self.part.units]
        faults: list[Diagnostic] = []
        if not views:
            return 0, ()
        set_by = outfit.setter_of(self.request, site)()
        for number, (view, told) in enumerate(set_by.each(views), start=1):
            if isinstance(told, Lost):
                faults.extend(printing.lost(site, told, set_by.crew.seconds))
            elif told.faults:
                faults.extend(printing.faults_of(site, view, told))
            else:
                sheet = self.draft.sheet(set_by.key(view), printing.as_kept(told))
                stage.write(sheet, into="part")
            progress("sheets", number, len(views))
        return len(views), tuple(dict.fromkeys(faults))


def owners_of(view: SiteView) -> Mapping[str, str]:
    """Return the unit that each page of a unit belongs to, as it is named, by where the page is."""
    owners = {each.path: f"{joining.UNITS}{each.id}" for each in view.units}
    owners |= {each.path: f"{joining.UNITS}{each.id}" for each in view.duties.units}
    return owners | {each.row.path: each.row.unit.path.rstrip("/") for each in view.entries}


def _place(leaf: Leaf) -> str:
    from dispatch.rendering.press import Page  # noqa: PLC0415 - where it is used

    return leaf.page.path if isinstance(leaf.page, Page) else leaf.page.row.path
