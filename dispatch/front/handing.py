"""What commands hand to the printer: files below `print/`, and characters that no face has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.front import pipeline
from dispatch.front.desk import say
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.front.desk import Desk
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.model.site import Site
    from dispatch.rendering.artifact import Artifact
    from dispatch.rendering.sheets import Fault


def keep(desk: Desk, files: Iterable[Artifact], folder: str) -> tuple[str, ...]:
    """Write files below `print/`, where builds carry them over, and return their names."""
    from dispatch.publishing.kept import keep_files  # noqa: PLC0415
    from dispatch.publishing.lockfile import exclusive  # noqa: PLC0415
    from dispatch.publishing.ownership import check_target  # noqa: PLC0415

    target = desk.root / "print"
    check_target(target, desk.root, keep=pipeline.KEPT)
    lock = desk.root / pipeline.LOCK
    with exclusive(lock, wait=pipeline.LOCK_WAIT, waiting=lambda: say(desk, "cli.waiting")):
        paths = keep_files(tuple(files), target, folder, keep=pipeline.KEPT)
    return tuple(path.name for path in paths)


def hand(desk: Desk, files: Iterable[Artifact], folder: str) -> None:
    """Write files below `print/`, and say where each lies."""
    for name in keep(desk, files, folder):
        desk.terminal.out(desk.messages.text("cli.made", path=f"print/{folder}/{name}") + "\n")


def missing(site: Site, fault: Fault) -> Diagnostic:
    """Return a character that cannot be set as a finding, at the first place that has it."""
    character = getattr(fault, "character", "")
    place = next(iter(_places(site, character)), Place("config.yaml"))
    return diagnostic("F009", place, character=character, around=fault.around)


def _places(site: Site, character: str) -> Iterator[Place]:
    for path in sorted(site.sources):
        offset = site.sources[path].text.find(character)
        if offset >= 0:
            yield site.sources[path].place(offset)
