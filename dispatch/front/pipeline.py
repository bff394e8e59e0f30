"""From a root to all that is to be said of it: the first three of the seven steps.

`front.building` takes the others. Both gather the floors below.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.front import printing
from dispatch.front import settled
from dispatch.ground import files
from dispatch.ground import messages
from dispatch.ground import yamldoc
from dispatch.ground.crew import Crew
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import by_gravity
from dispatch.ground.diagnostics import strictly
from dispatch.ground.errors import DispatchError
from dispatch.ground.errors import RootNotFoundError
from dispatch.ground.stopwatch import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from datetime import date

    from dispatch.front.printing import Setter
    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.model.config import Config
    from dispatch.model.site import Site
    from dispatch.publishing.sheetcache import SheetCache
    from dispatch.reading.baseline import Known
    from dispatch.reading.inspection import Inspected
    from dispatch.reading.understanding import Means
    from dispatch.rendering.sheets import Sheets

KEPT = ("boards", "rounds", "reports", "certificates", "single")
"""What other commands write below print/, which a build carries over."""

LOCK = Path(".dispatch") / "build.lock"
"""Below the root: held by the build that is at work."""

LOCK_WAIT = 60.0
"""Seconds that a build waits for another one of the same root."""


class SiteUnreadableError(DispatchError):
    """There is no site: config, organisation or catalogue cannot be read."""

    key = "site-unreadable"


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
    alone: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """By path, what follows from the text of an entry alone; kept for the next time."""


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


def setter(
    root: Path,
    config: Config,
    crew: Crew | None = None,
    watch: Stopwatch | None = None,
    *,
    kept: SheetCache | None = None,
) -> Setter:
    """Return what sets sheets, and keeps those that were set: below a root, or as is said."""
    from dispatch.publishing.sheetcache import SheetCache  # noqa: PLC0415 - the same

    return printing.Setter(
        sheets=engine(root, config),
        kept=kept or SheetCache(root),
        crew=crew or Crew(),
        watch=watch or Stopwatch(),
    )


def words(root: Path | None, language: str) -> Messages:
    """Return the messages of a language, with the root's own where it has some."""
    folders = layout_folders(root or Path("/nonexistent"))
    *own, ours = (folder / "locale" for folder in folders)
    return messages.load(tuple(own), language, beneath=ours)


def site_setting(root: Path, name: str) -> str:
    """Return a text below `site` in config.yaml, or nothing; faults are for the reader to tell."""
    source, _ = files.read_source(root, "config.yaml")
    tree, _ = yamldoc.read(source) if source else (None, ())
    site = tree.get("site") if isinstance(tree, dict) else None
    stated = site.get(name) if isinstance(site, dict) else None
    return stated if isinstance(stated, str) else ""


def examine(
    root: Path,
    day: date,
    *,
    passing: bool = True,
    strict: bool = False,
    means: Means | None = None,
) -> Examined:
    """Return the site of a root, reckoned up, and all that is to be said of it; writes nothing.

    With `passing`, what the root's baseline names is passed over; with `strict`, what is overdue
    is an error. What a former build has kept of the files is used, where `means` says no other.
    """
    from dispatch.reading import baseline  # noqa: PLC0415 - heavy floors where they are used

    known = baseline.read(root) if passing else ()
    return _sifted(_examine(root, day, means or _means(root), ()), known, strict=strict)


def examine_some(root: Path, day: date, paths: tuple[str, ...], *, strict: bool) -> Examined:
    """Return what `examine` does, of which only what is found in some files need be complete."""
    from dispatch.reading import baseline  # noqa: PLC0415 - the same

    known = baseline.read(root)
    # What a baseline names must be looked for everywhere, or it would seem to be gone.
    return _sifted(_examine(root, day, _means(root), () if known else paths), known, strict=strict)


def _sifted(seen: Examined, known: tuple[Known, ...], *, strict: bool) -> Examined:
    from dispatch.reading import baseline  # noqa: PLC0415 - the same

    sifted = baseline.sift(seen.found, known)
    gone = tuple(f"{each.path} {each.code}" for each in sifted.gone)
    found = strictly(sifted.found) if strict else sifted.found
    return replace(seen, found=found, passed=sifted.passed, gone=gone)


def _means(root: Path) -> Means:
    from dispatch.publishing.memory import Memory  # noqa: PLC0415 - the same
    from dispatch.reading.understanding import Means  # noqa: PLC0415

    return Means(memory=Memory(root))


def _examine(root: Path, day: date, means: Means, paths: tuple[str, ...]) -> Examined:
    from dispatch import rules  # noqa: PLC0415 - heavy floors are imported where they are used
    from dispatch.ledger.account import account_of  # noqa: PLC0415
    from dispatch.reading import history  # noqa: PLC0415
    from dispatch.reading import loader  # noqa: PLC0415
    from dispatch.reading.history import states  # noqa: PLC0415
    from dispatch.reading.history.git import zone_of  # noqa: PLC0415

    watch = means.watch
    with watch.stage("read"):
        site, found = loader.load(root, means)
    if site is None:
        return Examined(account=None, found=found)
    with watch.stage("account"):
        account = account_of(site, day)
    with watch.stage("history"):
        past = history.read(root, zone := zone_of(site.config.site.timezone))
        if past:
            past = replace(past, record=states.read(root, zone, site, day))
    with watch.stage("rules"):
        asked = paths if means.units is None else _paths_of(site, means.units)
        known = settled.known(root, site, day, asked, kept=means.keeps)
        known = replace(settled.with_told(known, site, means.told), crew=means.crew)
        said = rules.checked(account, found, _inspected(site), past, known)
    found = by_gravity((*found, *said.found))
    return Examined(account=account, found=found, waived=said.waived, alone=said.alone)


def _paths_of(site: Site, units: frozenset[str]) -> tuple[str, ...]:
    """Return the files of the entries of units; where there are none, a path that is no file's."""
    paths = tuple(each.origin.path for each in site.entries if each.unit in units)
    return paths or ("content/-",)


def _inspected(site: Site) -> Mapping[str, Inspected]:
    """Return what is in the attachments; in those that no entry lists too, for they are in git."""
    files = [file for _, file in sorted(site.attachments.items())]
    if not files:
        return {}
    from dispatch.reading.inspection.crew import inspect_files  # noqa: PLC0415 - the same

    return inspect_files(files)


def refuses(found: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Tell whether findings keep a site from being made; with `strict`, warnings do too."""
    least = Severity.WARNING if strict else Severity.ERROR
    return any(each.severity >= least for each in found)
