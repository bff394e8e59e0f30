"""Sheets set on paper: each once, and what could not be set told where its words stand."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.stopwatch import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.source import Place
    from dispatch.model.entry import Entry
    from dispatch.model.site import Site
    from dispatch.planning.rounds import Made
    from dispatch.planning.views.sheets import SheetView
    from dispatch.publishing.publish import Stage
    from dispatch.publishing.sheetcache import SheetCache
    from dispatch.rendering.sheets import Fault
    from dispatch.rendering.sheets import SetSheet
    from dispatch.rendering.sheets import Sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class Setter:
    """The engine, and the sheets that it need not set again."""

    sheets: Sheets
    kept: SheetCache
    settings: dict[str, str] = field(default_factory=dict)
    """The digest of each layout that was asked for."""
    watch: Stopwatch = field(default_factory=Stopwatch)
    """Told what each sheet costs, and which need not be set again."""

    def setting(self, layout: str) -> str:
        """Return the digest of all that decides how a layout sets."""
        if layout not in self.settings:
            self.settings[layout] = self.sheets.setting(layout)
        return self.settings[layout]

    def sheet(self, view: SheetView) -> SetSheet:
        """Return a sheet, set now or kept since it was."""
        from dispatch.rendering.sheets import SetSheet  # noqa: PLC0415 - the engine is heavy

        key = hashlib.sha256(f"{self.setting(view.layout)} {view!r}".encode()).hexdigest()
        head, _, content = self.kept.load(key).partition(b"\n")
        self.watch.count("sheets", 1, bool(content))
        if content:
            pages = tuple((width, height) for width, height in json.loads(head))
            return SetSheet(content=content, pages=pages, faults=())
        made = self.sheets.sheet(view)
        if not made.faults:
            self.kept.save(key, json.dumps(made.pages).encode() + b"\n" + made.content)
        return made


def print_sheets(
    make: Callable[[], Setter],
    site: Site,
    views: Sequence[SheetView],
    *,
    stage: Stage,
    progress: Callable[[str, int, int], None],
) -> tuple[tuple[Diagnostic, ...], Mapping[str, Made]]:
    """Write every sheet; return what could not be set, and what is known of each by its name.

    The engine, which is heavy, is made only where there is something to set.
    """
    if not views:
        return (), {}
    from dispatch.planning.rounds import Made  # noqa: PLC0415
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415 - the same

    found: list[Diagnostic] = []
    known: dict[str, Made] = {}
    set_by = make()
    sheets = ((view, set_by.sheet(view)) for view in views)
    timed = set_by.watch.timed("sheet", sheets, lambda each: f"sheets/{each[0].name}.pdf")
    for number, (view, made) in enumerate(timed, start=1):
        found.extend(faults_of(site, view, made))
        known[view.name] = Made(
            edition=view.number_of_edition,
            content=view.digest,
            layout=set_by.setting(view.layout),
            pages=made.pages,
        )
        artifact = Artifact(path=f"sheets/{view.name}.pdf", content=made.content)
        stage.write(artifact, into="public" if view.public else "print")
        progress("sheets", number, len(views))
    set_by.kept.prune()
    return tuple(dict.fromkeys(found)), known


def faults_of(site: Site, view: SheetView, made: SetSheet) -> Iterator[Diagnostic]:
    """Yield what of a sheet could not be set, where its words stand."""
    entry = next(each for each in site.entries if each.id == view.id) if made.faults else None
    for fault in made.faults:
        if entry is not None:
            yield _sheet_fault(site, entry, fault)


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
