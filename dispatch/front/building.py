"""From an examined root to its site and its sheets: the last four of the seven steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dispatch.front import paging
from dispatch.front import posting
from dispatch.front import printing
from dispatch.front.pipeline import KEPT
from dispatch.front.pipeline import LOCK
from dispatch.front.pipeline import LOCK_WAIT
from dispatch.front.pipeline import examine
from dispatch.front.pipeline import layout_folders
from dispatch.front.pipeline import refuses
from dispatch.front.pipeline import setter
from dispatch.ground.diagnostics import by_gravity

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.publishing.base import Manifest

    Progress = Callable[[str, int, int], None]


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
class Outcome:
    """What a build came to."""

    found: tuple[Diagnostic, ...]
    refused: bool
    """Whether the findings kept anything from being made."""
    pages: int = 0
    sheets: int = 0
    public_sheets: int = 0
    manifests: tuple[Manifest, ...] = ()


def build(request: Request, progress: Progress, *, waiting: Callable[[], None]) -> Outcome:
    """Make the site and the sheets of a request, or say why not; all of it is swapped in at once.

    `progress` is called with the key of a stage, how much of it is done, and how much there is (0
    where that is not known); `waiting` where another build has to end first. Where a finding of
    severity error refuses the build, nothing on disk has changed.
    """
    from dispatch.publishing.lockfile import exclusive  # noqa: PLC0415
    from dispatch.publishing.ownership import check_targets  # noqa: PLC0415

    folders = [request.public, *([request.printed] if request.printed else [])]
    check_targets(folders, request.root)
    progress("check", 0, 0)
    lock = request.root / LOCK
    if not lock.exists():
        # A root that was never built is not to be touched where it is refused.
        seen = examine(request.root, request.day, strict=request.strict)
        if seen.account is None or refuses(seen.found, strict=request.strict):
            return Outcome(found=seen.found, refused=True)
    with exclusive(lock, wait=LOCK_WAIT, waiting=waiting):
        # Only what is read now is the newest: whoever waited may have read what was taken back.
        seen = examine(request.root, request.day, strict=request.strict)
        if seen.account is None or refuses(seen.found, strict=request.strict):
            return Outcome(found=seen.found, refused=True)
        return _make(request, seen.account, seen.found, progress)


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
