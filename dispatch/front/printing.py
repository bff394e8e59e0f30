"""The sheets of a plan: set, written, and what could not be set told where its words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.source import Place
    from dispatch.model.entry import Entry
    from dispatch.model.site import Site
    from dispatch.planning.views.sheets import SheetView
    from dispatch.publishing.publish import Stage
    from dispatch.rendering.sheets import Fault
    from dispatch.rendering.sheets import Sheets


def print_sheets(
    engine: Callable[[], Sheets],
    site: Site,
    views: Sequence[SheetView],
    *,
    stage: Stage,
    progress: Callable[[str, int, int], None],
) -> tuple[Diagnostic, ...]:
    """Write every sheet and return what could not be set, at its place in the entry.

    The engine, which is heavy, is made only where there is something to set.
    """
    if not views:
        return ()
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415

    entries = {entry.id: entry for entry in site.entries}
    found: list[Diagnostic] = []
    sheets = engine()
    for number, view in enumerate(views, start=1):
        made = sheets.sheet(view)
        found.extend(_sheet_fault(site, entries[view.id], fault) for fault in made.faults)
        artifact = Artifact(path=f"sheets/{view.id}.pdf", content=made.content)
        stage.write(artifact, into="public" if view.public else "print")
        progress("sheets", number, len(views))
    return tuple(found)


def _sheet_fault(site: Site, entry: Entry, fault: Fault) -> Diagnostic:
    """Return what cannot be set as a diagnostic, where its words stand: the entry's file first."""
    from dispatch.rendering.sheets import MissingGlyph  # noqa: PLC0415
    from dispatch.rendering.sheets import TooLarge  # noqa: PLC0415

    if isinstance(fault, MissingGlyph):
        place = _place_of(site, entry, fault.character)
        return diagnostic("F009", place, character=fault.character, around=fault.around)
    place = _place_of(site, entry, fault.around)
    large = f" {fault.count} > {fault.limit}" if isinstance(fault, TooLarge) else ""
    return diagnostic("F010", place, detail=f"<{fault.tag}>{large}", around=fault.around)


def _place_of(site: Site, entry: Entry, text: str) -> Place:
    others = sorted(path for path in site.sources if not path.startswith("content/entries/"))
    for path in (entry.origin.path, *others):
        offset = site.sources[path].text.find(text)
        if offset >= 0:
            return site.sources[path].place(offset)
    return site.place(entry.origin)
