"""Sheets set on paper: each once, and what could not be set told where its words stand."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from dispatch.ground.crew import Crew
from dispatch.ground.crew import Lost
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.stopwatch import Clocked
from dispatch.ground.stopwatch import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.source import Place
    from dispatch.ground.stopwatch import Done
    from dispatch.model.entry import Entry
    from dispatch.model.site import Site
    from dispatch.planning.rounds import Made
    from dispatch.planning.views.sheets import SheetView
    from dispatch.publishing.publish import Stage
    from dispatch.publishing.sheetcache import SheetCache
    from dispatch.rendering.sheets import Fault
    from dispatch.rendering.sheets import SetSheet
    from dispatch.rendering.sheets import Sheets

PIECE = 4
"""How many sheets a process sets before it hands them over."""
LEAST = 20
"""So many are set before another process is ready to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setter:
    """The engine, and the sheets that it need not set again."""

    sheets: Sheets
    kept: SheetCache
    settings: dict[str, str] = field(default_factory=dict)
    """The digest of each layout that was asked for."""
    crew: Crew = field(default_factory=Crew)
    """Who sets them."""
    watch: Stopwatch = field(default_factory=Stopwatch)
    """Told what each sheet costs, and which need not be set again."""

    def setting(self, layout: str) -> str:
        """Return the digest of all that decides how a layout sets."""
        if layout not in self.settings:
            self.settings[layout] = self.sheets.setting(layout)
        return self.settings[layout]

    def sheet(self, view: SheetView) -> SetSheet:
        """Return a sheet, set now or kept since it was."""
        return self._known(view) or self._keep(view, self.sheets.sheet(view))

    def each(
        self, views: Sequence[SheetView]
    ) -> Iterator[tuple[SheetView, SetSheet | Lost[SheetView]]]:
        """Yield every sheet with its view; those that are not kept are set by several."""
        known = [self._known(view) for view in views]
        fresh = [view for view, sheet in zip(views, known, strict=True) if sheet is None]
        self.watch.count("sheets", len(views), len(views) - len(fresh))
        work = Clocked(work=self.sheets.sheet)
        made = self.crew.each(work, fresh, piece=PIECE, least=LEAST, forked=False)
        for view, sheet in zip(views, known, strict=True):
            yield view, sheet or self._taken(view, next(made))

    def _taken(
        self, view: SheetView, done: Done[SetSheet] | Lost[SheetView]
    ) -> SetSheet | Lost[SheetView]:
        if isinstance(done, Lost):
            return done
        return self._keep(view, self.watch.done("sheet", f"sheets/{view.name}.pdf", done))

    def key(self, view: SheetView) -> str:
        """Return the digest of all that decides the bytes of a sheet."""
        return hashlib.sha256(f"{self.setting(view.layout)} {view!r}".encode()).hexdigest()

    def _known(self, view: SheetView) -> SetSheet | None:
        from dispatch.rendering.sheets import SetSheet  # noqa: PLC0415 - the engine is heavy

        head, _, content = self.kept.load(self.key(view)).partition(b"\n")
        if not content:
            return None
        pages = tuple((width, height) for width, height in json.loads(head))
        return SetSheet(content=content, pages=pages, faults=())

    def _keep(self, view: SheetView, made: SetSheet) -> SetSheet:
        if not made.faults:
            self.kept.save(self.key(view), as_kept(made))
        return made


def as_kept(made: SetSheet) -> bytes:
    """Return a sheet as it is kept."""
    return json.dumps(made.pages).encode() + b"\n" + made.content


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
    from dispatch.rendering.sheets import SetSheet  # noqa: PLC0415

    found: list[Diagnostic] = []
    known: dict[str, Made] = {}
    set_by = make()
    for number, (view, told) in enumerate(set_by.each(views), start=1):
        made = SetSheet(content=b"", pages=(), faults=()) if isinstance(told, Lost) else told
        if isinstance(told, Lost):
            found.extend(lost(site, told, set_by.crew.seconds))
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


def lost(site: Site, lost: Lost[SheetView], seconds: float) -> Iterator[Diagnostic]:
    """Yield that a sheet could not be set."""
    for entry in site.entries:
        if entry.id == lost.item.id:
            place = site.place(entry.origin)
            yield diagnostic("F010", place, f"lost-{lost.reason}", limit=f"{seconds:g}")


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
