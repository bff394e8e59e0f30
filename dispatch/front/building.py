"""From an examined root to its site and its sheets: the last four of the seven steps."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from dispatch.front import outfit
from dispatch.front import paging
from dispatch.front import posting
from dispatch.front import printing
from dispatch.front import settled
from dispatch.front.pipeline import KEPT
from dispatch.front.pipeline import LOCK
from dispatch.front.pipeline import LOCK_WAIT
from dispatch.front.pipeline import examine
from dispatch.front.pipeline import refuses
from dispatch.ground.crew import Crew
from dispatch.ground.diagnostics import by_gravity
from dispatch.ground.stopwatch import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from dispatch.front.pipeline import Examined
    from dispatch.front.unchanged import Built
    from dispatch.front.unchanged import Setting
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.model.site import Site
    from dispatch.publishing.base import Manifest
    from dispatch.publishing.base import Target
    from dispatch.publishing.memory import Memory
    from dispatch.publishing.parts import Parts

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """In what way a build goes about it."""

    strict: bool = False
    """Whether warnings refuse the build too."""
    integrity: bool = False
    """Whether pages hold browsers to their assets; such pages do not work as files on disk."""
    compress: bool = False
    """Whether the texts of the site stand there once more, compressed."""
    kept: bool = True
    """Whether what former builds have kept is used, and something kept for the next one."""
    crew: Crew = field(default_factory=Crew)
    """Who does what can be done by several."""
    watch: Stopwatch = field(default_factory=Stopwatch)
    """Told what each stage costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a build is asked for."""

    root: Path
    day: date
    messages: Messages
    public: Path
    """Where the site goes."""
    printed: Path | None
    """Where sheets go; none where no sheets are made."""
    how: How = field(default_factory=How)
    parts: Parts | None = None
    """What others have made of it already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a build came to."""

    found: tuple[Diagnostic, ...]
    refused: bool
    """Whether the findings kept anything from being made."""
    pages: int = 0
    sheets: int = 0
    public_sheets: int = 0
    manifests: tuple[Manifest, ...] = ()

    @classmethod
    def made(cls, built: Built) -> Outcome:
        """Return what was built, now or before."""
        pages, sheets, public = built.counts
        counts = {"pages": pages, "sheets": sheets, "public_sheets": public}
        return cls(found=built.found, refused=False, manifests=built.manifests, **counts)


class Waits:
    """What tells that a build has to wait, and remembers that it had to."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self.waited = False

    def __call__(self) -> None:
        """Tell it."""
        self.waited = True
        self._tell()


def build(request: Request, progress: Progress, *, waiting: Callable[[], None]) -> Outcome:
    """Make the site and the sheets of a request, or say why not; all of it is swapped in at once.

    `progress` is called with the key of a stage, how much of it is done, and how much there is (0
    where that is not known); `waiting` where another build has to end first. Where a finding of
    severity error refuses the build, nothing on disk has changed.
    """
    from dispatch.publishing.lockfile import exclusive  # noqa: PLC0415
    from dispatch.publishing.ownership import checked  # noqa: PLC0415
    from dispatch.publishing.parts import check_no_part  # noqa: PLC0415
    from dispatch.publishing.sweep import sweep_kept  # noqa: PLC0415

    targets = checked(_targets(request), request.root)
    check_no_part([target.folder for target in targets])
    lock, waits = request.root / LOCK, Waits(waiting)
    # A root that was never built is not to be touched where it is refused.
    early = None if lock.exists() else _Work.begun(request, progress, _setting(request))
    if early and early.refused:
        return early.outcome()
    with exclusive(lock, wait=LOCK_WAIT, waiting=waits):
        sweep_kept(lock.parent)
        # Only what is read now is the newest: whoever waited may have read what was taken back.
        work = early if early and not waits.waited else None
        if work is None:
            setting = _setting(request)
            with request.how.watch.stage("compare", progress):
                built = _recalled(request, targets, setting)
            if built:
                return built
            work = _Work.begun(request, progress, setting)
        if work.refused or work.seen.account is None:
            return work.outcome()
        return _make(work, work.seen.account, targets, progress)


def _targets(request: Request) -> tuple[Target, ...]:
    from dispatch.publishing.base import Target  # noqa: PLC0415

    public = Target(name="public", folder=request.public, twins=request.how.compress)
    if request.printed is None:
        return (public,)
    return (public, Target(name="print", folder=request.printed, keep=KEPT))


def _setting(request: Request) -> str:
    """Return the digest of all that decides the outputs beside the content; empty unless kept."""
    from dispatch.front.unchanged import setting_of  # noqa: PLC0415

    how = request.how
    if not how.kept:
        return ""
    told = (request.day, request.messages.language, how.strict, how.integrity, how.compress)
    return setting_of(request.root, told)


def _recalled(request: Request, targets: Sequence[Target], setting: str) -> Outcome | None:
    """Return what the last build came to, where nothing has changed since."""
    from dispatch.front import unchanged  # noqa: PLC0415
    from dispatch.publishing.publish import tidy  # noqa: PLC0415

    if not request.how.kept:
        return None
    built = unchanged.recall(request.root, setting, targets)
    if built is None:
        return None
    tidy(targets)
    return Outcome.made(built)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What is being built: the request, and what was seen of the root."""

    request: Request
    seen: Examined
    setting: Setting
    memory: Memory | None

    @classmethod
    def begun(cls, request: Request, progress: Progress, setting: str) -> _Work:
        """Return a root read and checked, in a setting that was looked at before."""
        from dispatch.front.unchanged import Setting  # noqa: PLC0415
        from dispatch.front.unchanged import fonts_of  # noqa: PLC0415
        from dispatch.publishing.memory import Memory  # noqa: PLC0415
        from dispatch.reading.understanding import Means  # noqa: PLC0415
        from dispatch.reading.understanding import Nothing  # noqa: PLC0415

        how, parts = request.how, request.parts
        memory = Memory(request.root, parts.read() if parts else {}) if how.kept else None
        told = parts.checks() if parts else ()
        means = Means(
            crew=how.crew, memory=memory or Nothing(), texts=True, told=told, watch=how.watch
        )
        with how.watch.stage("check", progress):
            seen = examine(request.root, request.day, strict=how.strict, means=means)
        fonts = fonts_of(request.root, seen.account.site.config.fonts) if seen.account else {}
        return cls(
            request=request, seen=seen, setting=Setting(digest=setting, fonts=fonts), memory=memory
        )

    @property
    def refused(self) -> bool:
        """Whether nothing can be made of it."""
        return self.seen.account is None or refuses(self.seen.found, strict=self.request.how.strict)

    def outcome(self) -> Outcome:
        """Return that it is refused."""
        return Outcome(found=self.seen.found, refused=True)

    def keep(self, site: Site, targets: Sequence[Target], built: Built) -> None:
        """Keep what the next build need not do again, if nothing has changed meanwhile."""
        from dispatch.front import unchanged  # noqa: PLC0415

        if self.memory is None:
            return
        self.memory.save()
        settled.keep(self.request.root, site, self.request.day, self.seen.alone)
        if self.setting.digest == _setting(self.request):
            unchanged.save(self.request.root, self.setting, targets, site, built)


def _make(work: _Work, account: Account, targets: Sequence[Target], progress: Progress) -> Outcome:
    from dispatch.front.reuse import Reuse  # noqa: PLC0415
    from dispatch.front.unchanged import Built  # noqa: PLC0415
    from dispatch.planning.plan import plan  # noqa: PLC0415
    from dispatch.publishing.publish import staging  # noqa: PLC0415

    request, found, watch = work.request, work.seen.found, work.request.how.watch
    watch.know((entry.id, entry.origin.path) for entry in account.site.entries)
    with watch.stage("plan", progress):
        made = plan(account, request.messages, sheets=request.printed is not None)
    twins = outfit.twins_of(request)
    reuse = Reuse(request.root, kept=request.how.kept, parts=request.parts)
    with staging(targets, twins=twins, spare=request.how.kept) as stage:
        with watch.stage("pages"):
            pages, lost = paging.write_pages(
                made, outfit.code_of(request, reuse), stage=stage, progress=progress
            )
        with watch.stage("sheets"):
            faults, known = printing.print_sheets(
                outfit.setter_of(request, account.site),
                account.site,
                made.sheets,
                stage=stage,
                progress=progress,
            )
            faults = (*lost, *faults, *posting.write_rounds(made, account, known, stage=stage))
        found = by_gravity(dict.fromkeys((*found, *faults))) if faults else found
        if refuses(faults, strict=request.how.strict):
            return Outcome(found=found, refused=True)
        with watch.stage("publish", progress):
            manifests = stage.commit()
    counts = (pages, len(made.sheets), sum(sheet.public for sheet in made.sheets))
    built = Built(found=found, counts=counts, manifests=manifests)
    with suppress(OSError):  # the new site stands; what is kept is only for the next build
        if twins:
            twins.save()
        reuse.save(manifests[0].files)
        work.keep(account.site, targets, built)
    return Outcome.made(built)
