"""The seven steps in their order; gathers the floors below."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.front import paging
from dispatch.front import posting
from dispatch.front import printing
from dispatch.ground import files
from dispatch.ground import messages
from dispatch.ground import yamldoc
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import by_gravity
from dispatch.ground.diagnostics import strictly
from dispatch.ground.errors import DispatchError
from dispatch.ground.errors import RootNotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Mapping
    from datetime import date

    from dispatch.front.printing import Setter
    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.model.config import Config
    from dispatch.model.site import Site
    from dispatch.publishing.base import Manifest
    from dispatch.reading.inspection import Inspected
    from dispatch.rendering.sheets import Sheets

    Progress = Callable[[str, int, int], None]

KEPT = ("boards", "rounds", "reports", "certificates", "single")
"""What other commands write below print/, which a build carries over."""

LOCK = Path(".dispatch") / "build.lock"
"""Below the root: held by the build that is at work."""

LOCK_WAIT = 60.0
"""Seconds that a build waits for another one of the same root."""


class SiteUnreadableError(DispatchError):
    """There is no site: config, organisation or catalogue cannot be read."""

    key = "site-unreadable"


class NoRecordError(DispatchError):
    """There is no record of git to look through."""

    key = "no-record"


class NoTestsError(DispatchError):
    """Dispatch was installed without its tests."""

    key = "no-tests"


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
    strict: bool = False
    """Whether warnings refuse the build too."""
    integrity: bool = False
    """Whether pages hold browsers to their assets; such pages do not work as files on disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A site on a day, and all that is to be said of it."""

    account: Account | None
    """None where config, organisation or catalogue cannot be read."""
    found: tuple[Diagnostic, ...]
    passed: int = 0
    """How many more findings the baseline names."""
    gone: tuple[str, ...] = ()
    """The places, with their codes, that the baseline names and where nothing is found any more."""
    waived: tuple[Diagnostic, ...] = ()
    """What waivers silence."""


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


def find_root(start: Path, *, stated: bool) -> Path:
    """Return the nearest folder at or above `start` that holds a config.yaml.

    Where there is none, and nobody stated where to look, it is the checkout that this file is in;
    but not for somebody who stands in a site that has lost its config.yaml.
    """
    lost = stated or (start / "content").is_dir()
    beside: tuple[Path, ...] = () if lost else (Path(__file__).resolve().parents[2],)
    for folder in (start, *start.parents, *beside):
        if (folder / "config.yaml").exists():
            return folder
    raise RootNotFoundError(path=start)


def layout_folders(root: Path) -> tuple[Path, ...]:
    """Return where layouts are looked for: the root's own, then those that come with Dispatch."""
    package = Path(__file__).resolve().parent.parent
    beside, inside = package.parent / "layouts", package / "_layouts"
    ours = inside if inside.is_dir() else beside
    own = root / "layouts"
    return (ours,) if not own.is_dir() or own.resolve() == ours else (own, ours)


def engine(root: Path, config: Config) -> Sheets:
    """Return the engine that sets sheets, with the layouts and the fonts of a root."""
    from dispatch.rendering.sheets import Sheets  # noqa: PLC0415 - it is heavy
    from dispatch.rendering.sheets.fonts import font_files  # noqa: PLC0415

    return Sheets(layout_folders(root), fonts=font_files(root, config.fonts))


def setter(root: Path, config: Config) -> Setter:
    """Return what sets sheets, and keeps below a root those that were set."""
    from dispatch.publishing.sheetcache import SheetCache  # noqa: PLC0415 - the same

    return printing.Setter(sheets=engine(root, config), kept=SheetCache(root))


def words(root: Path | None, language: str) -> Messages:
    """Return the messages of a language, with the root's own where it has some."""
    folders = layout_folders(root or Path("/nonexistent"))
    return messages.load(tuple(folder / "locale" for folder in folders), language)


def site_setting(root: Path, name: str) -> str:
    """Return a text below `site` in config.yaml, or nothing; faults are for the reader to tell."""
    source, _ = files.read_source(root, "config.yaml")
    tree, _ = yamldoc.read(source) if source else (None, ())
    site = tree.get("site") if isinstance(tree, dict) else None
    stated = site.get(name) if isinstance(site, dict) else None
    return stated if isinstance(stated, str) else ""


def examine(root: Path, day: date, *, passing: bool = True, strict: bool = False) -> Examined:
    """Return the site of a root, reckoned up, and all that is to be said of it; writes nothing.

    With `passing`, what the root's baseline names is passed over; with `strict`, what is overdue
    is an error.
    """
    from dispatch.reading import baseline  # noqa: PLC0415 - heavy floors where they are used

    seen = _examine(root, day)
    sifted = baseline.sift(seen.found, baseline.read(root) if passing else ())
    gone = tuple(f"{each.path} {each.code}" for each in sifted.gone)
    found = strictly(sifted.found) if strict else sifted.found
    return replace(seen, found=found, passed=sifted.passed, gone=gone)


def _examine(root: Path, day: date) -> Examined:
    from dispatch import rules  # noqa: PLC0415 - heavy floors are imported where they are used
    from dispatch.ledger.account import account_of  # noqa: PLC0415
    from dispatch.reading import history  # noqa: PLC0415
    from dispatch.reading import loader  # noqa: PLC0415
    from dispatch.reading.history import states  # noqa: PLC0415
    from dispatch.reading.history.git import zone_of  # noqa: PLC0415

    site, found = loader.load(root)
    if site is None:
        return Examined(account=None, found=found)
    account = account_of(site, day)
    past = history.read(root, zone := zone_of(site.config.site.timezone))
    if past:
        past = replace(past, record=states.read(root, zone, site, day))
    said = rules.checked(account, found, _inspected(site), past)
    return Examined(account=account, found=by_gravity((*found, *said.found)), waived=said.waived)


def _inspected(site: Site) -> Mapping[str, Inspected]:
    """Return what is in the attachments; in those that no entry lists too, for they are in git."""
    files = [file for _, file in sorted(site.attachments.items())]
    if not files:
        return {}
    from dispatch.reading.inspection.crew import inspect_files  # noqa: PLC0415 - the same

    return inspect_files(files)


def within(found: Iterable[Diagnostic], paths: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Return the findings in these files and folders below the root; all where none is named."""
    return tuple(
        each
        for each in found
        if not paths or any(_is_below(each.place.path, path) for path in paths)
    )


def _is_below(path: str, folder: str) -> bool:
    return folder in ("", path) or path.startswith(f"{folder}/")


def build(request: Request, progress: Progress, *, waiting: Callable[[], None]) -> Outcome:
    """Make the site and the sheets of a request, or say why not; all of it is swapped in at once.

    `progress` is called with the key of a stage, how much of it is done, and how much there is (0
    where that is not known); `waiting` where another build has to end first. Where a finding of
    severity error refuses the build, nothing on disk has changed.
    """
    from dispatch.publishing.lockfile import exclusive  # noqa: PLC0415
    from dispatch.publishing.ownership import check_targets  # noqa: PLC0415
    from dispatch.publishing.sweep import sweep_kept  # noqa: PLC0415

    check_targets([request.public, *([request.printed] if request.printed else [])], request.root)
    progress("check", 0, 0)
    lock = request.root / LOCK
    if not lock.exists():
        # A root that was never built is not to be touched where it is refused.
        seen = examine(request.root, request.day, strict=request.strict)
        if seen.account is None or refuses(seen.found, strict=request.strict):
            return Outcome(found=seen.found, refused=True)
    with exclusive(lock, wait=LOCK_WAIT, waiting=waiting):
        sweep_kept(lock.parent)
        # Only what is read now is the newest: whoever waited may have read what was taken back.
        seen = examine(request.root, request.day, strict=request.strict)
        if seen.account is None or refuses(seen.found, strict=request.strict):
            return Outcome(found=seen.found, refused=True)
        return _make(request, seen.account, seen.found, progress)


def refuses(found: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Tell whether findings keep a site from being made; with `strict`, warnings do too."""
    least = Severity.WARNING if strict else Severity.ERROR
    return any(each.severity >= least for each in found)


def _make(
    request: Request, account: Account, found: tuple[Diagnostic, ...], progress: Progress
) -> Outcome:
    from dispatch.planning.plan import plan  # noqa: PLC0415
    from dispatch.publishing.base import Target  # noqa: PLC0415
    from dispatch.publishing.publish import staging  # noqa: PLC0415

    progress("plan", 0, 0)
    made = plan(account, request.messages, sheets=request.printed is not None)
    targets = [Target(name="public", folder=request.public)]
    if request.printed:
        targets.append(Target(name="print", folder=request.printed, keep=KEPT))
    with staging(targets) as stage:
        folders = layout_folders(request.root)
        code = paging.Code(
            root=request.root,
            folders=folders,
            messages=request.messages,
            integrity=request.integrity,
        )
        pages = paging.write_pages(made, code, stage=stage, progress=progress)
        faults, known = printing.print_sheets(
            partial(setter, request.root, account.site.config),
            account.site,
            made.sheets,
            stage=stage,
            progress=progress,
        )
        faults = (*faults, *posting.write_rounds(made, account, known, stage=stage))
        found = by_gravity(dict.fromkeys((*found, *faults))) if faults else found
        if refuses(faults, strict=request.strict):
            return Outcome(found=found, refused=True)
        progress("publish", 0, 0)
        manifests = stage.commit()
    public = sum(sheet.public for sheet in made.sheets)
    return Outcome(
        found=found,
        refused=False,
        pages=pages,
        sheets=len(made.sheets),
        public_sheets=public,
        manifests=manifests,
    )
