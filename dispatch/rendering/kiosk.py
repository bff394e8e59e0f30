"""Each board for the screen of a lobby: one page that turns itself, and what keeps it offline.

The page holds all that it shows, so that it needs no network once it is there. It has an edition,
which its worker has too: a screen asks for the worker alone to learn whether the page is another.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Any

from markupsafe import Markup

from dispatch.rendering import codes
from dispatch.rendering import scripts
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.policy import POLICY
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.planning.views import BoardView
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.site import SiteView
    from dispatch.rendering.templates import Templates

SHEETS = 100
"""How many entries of a board its screen shows; a round of more would take hours."""
ASSETS = ("kiosk.css", "kiosk.js", "icon.svg")
"""What the page needs beside itself."""
DIGEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An entry as the screen shows it, and the code that leads to it."""

    entry: EntryView
    code: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of a board."""

    name: str
    sheets: tuple[Sheet, ...]


def kiosks(view: SiteView, templates: Templates) -> Iterator[Artifact]:
    """Yield the page of each board for a screen, and the worker beside it."""
    sheets = _Sheets(view.entries, templates)
    for board in view.boards:
        yield from _kiosk(view, board, sheets, templates)


def _kiosk(
    view: SiteView, board: BoardView, sheets: _Sheets, templates: Templates
) -> Iterator[Artifact]:
    folder = f"{board.path}kiosk/"
    path = f"{folder}index.html"
    parts = tuple(_parts(board, sheets))
    views: dict[str, Any] = {
        "frame": view.frame,
        "board": board,
        "parts": parts,
        "total": sum(len(section.rows) for section in board.sections),
        "code": sheets.code(address(view.frame.base_url, board.path), "kiosk.scan-board"),
        "policy": POLICY,
        "canonical": address(view.frame.base_url, scripts.own_path(view.frame, folder)),
    }
    draft = templates.render("site/kiosk.html", path=path, edition="", **views)
    edition = _edition(draft, templates)
    text = templates.render("site/kiosk.html", path=path, edition=edition, **views)
    yield Artifact(path=path, content=text.encode())
    files = ["./", *(templates.asset(name, path=path) for name in ASSETS)]
    worker = templates.render("site/kiosk.worker.js", path=path, edition=edition, files=files)
    yield Artifact(path=f"{folder}worker.js", content=worker.encode())


def _edition(draft: str, templates: Templates) -> str:
    """Return what tells a page, with all that it needs, from any other state of it."""
    told = hashlib.sha256(draft.encode())
    for name in ASSETS:
        told.update(templates.assets[name].content)
    return told.hexdigest()[:DIGEST]


def _parts(board: BoardView, sheets: _Sheets) -> Iterator[Part]:
    """Yield the sections with what the screen shows of them, in the order of the board."""
    chosen = _chosen(row for section in board.sections for row in section.rows)
    for section in board.sections:
        rows = (row for row in section.rows if row.id in chosen)
        yield Part(name=section.name, sheets=tuple(map(sheets.of, rows)))


def _chosen(rows: Iterable[EntryRow]) -> frozenset[str]:
    """Return the ids of what is shown: where objections are taken first, then the newest."""
    ranked = sorted(rows, key=lambda row: (row.notice_open, row.published, row.id), reverse=True)
    return frozenset(row.id for row in ranked[:SHEETS])


class _Sheets:
    """The sheets of a site, each made once for all boards."""

    def __init__(self, entries: Iterable[EntryView], templates: Templates) -> None:
        self._entries = {entry.row.id: entry for entry in entries}
        self._messages = templates.messages
        self._made: dict[str, Sheet] = {}

    def of(self, row: EntryRow) -> Sheet:
        """Return the sheet of an entry."""
        if row.id not in self._made:
            entry = self._entries[row.id]
            self._made[row.id] = Sheet(entry=entry, code=self.code(entry.address, "kiosk.scan"))
        return self._made[row.id]

    def code(self, text: str, title: str) -> Markup:
        """Return the code of an address, with the words of a key as its title; empty for none."""
        if not text:
            return Markup()
        drawn = codes.svg(text, title=self._messages.text(f"site.{title}"))
        return Markup(drawn)  # noqa: S704 - drawn by us, the title escaped
