"""config.yaml as a `Config`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo
from zoneinfo import ZoneInfoNotFoundError

from pydantic import TypeAdapter

from dispatch.clock.workdays import calendar_of
from dispatch.ground import yamldoc
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.personal import MOST
from dispatch.model.config import SCRIPTED
from dispatch.model.config import Config
from dispatch.model.values import Origin
from dispatch.reading import base

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.source import Source

PATH = "config.yaml"


@cache
def adapter() -> TypeAdapter[Config]:
    """Return what validates a config."""
    return TypeAdapter(Config)


def read(root: Path) -> tuple[Config | None, Source | None, base.Found]:
    """Return the config of a root, the source it was read from, and its faults."""
    source, tree, found = base.document(root, PATH)
    if source is None or found:
        return None, source, found
    config, found = base.validate(adapter(), tree, source, Origin(PATH))
    if config is None:
        return None, source, found
    faults = tuple(_faults(config, source))
    return (None if faults else config), source, faults


def _faults(config: Config, source: Source) -> Iterator[Diagnostic]:
    zone = config.site.timezone
    if not _is_zone(zone):
        place = yamldoc.locate(source, 0, -1, ("site", "timezone"))
        yield diagnostic("S017", place, "zone", key="timezone", value=zone)
    yield from _scripts(config, source)
    yield from _masks(config, source)
    yield from _both_ways(config, source)
    _, fault = calendar_of(config.calendar)
    if fault:
        place = yamldoc.locate(source, 0, -1, ("calendar", "region"))
        known = ", ".join(fault.known)
        yield diagnostic("S017", place, "region", key="region", value=fault.region, known=known)


def _scripts(config: Config, source: Source) -> Iterator[Diagnostic]:
    """Return the fault of a further script where the site is not in the simplified one."""
    if config.site.scripts and config.site.language != SCRIPTED:
        place = yamldoc.locate(source, 0, -1, ("site", "scripts"))
        yield diagnostic("S017", place, "script", key="scripts", value=config.site.language)


def _both_ways(config: Config, source: Source) -> Iterator[Diagnostic]:
    """Return the faults of local days that are said to be worked, and to be off."""
    for number, day in enumerate(config.calendar.working):
        if day in config.calendar.closures:
            place = yamldoc.locate(source, 0, -1, ("calendar", "working", number))
            yield diagnostic("S017", place, "both", key="working", value=str(day))


def _masks(config: Config, source: Source) -> Iterator[Diagnostic]:
    """Return the faults of masks that show too much, or nothing at the head."""
    for kind, most in MOST.items():
        keep = getattr(config.privacy, kind)
        if not 1 <= keep.first <= most.first or keep.last > most.last:
            place = yamldoc.locate(source, 0, -1, ("privacy", kind))
            shown, known = f"{keep.first} + {keep.last}", f"{most.first} + {most.last}"
            yield diagnostic("S017", place, "mask", key=kind, value=shown, known=known)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
