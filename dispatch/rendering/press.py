"""What sets a page: the layouts in one script, with the chrome that many pages share."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.planning.views import EntryRow
from dispatch.rendering import scripts
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.fingerprints import Fingerprints
from dispatch.rendering.policy import policy
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Hashable

    from markupsafe import Markup

    from dispatch.planning.views.site import FrameView
    from dispatch.rendering.templates import Templates

PARTS = ("head", "header", "footer", "norm", "contacts")
"""What is set apart from the pages that it stands in."""
MISSING = "404.html"
"""Shown by a server under any address, so its links cannot be relative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to be set: where it goes, by which layout, from which views."""

    path: str
    """Below the output folder; a folder's path is that of its index page."""
    layout: str
    views: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """What pages of one depth and one part of the site share, set once."""

    head: Markup
    header: Markup
    footer: Markup


class Press:
    """Sets pages of one site; keeps the chrome that they share."""

    def __init__(self, frame: FrameView, templates: Templates) -> None:
        self.frame = frame
        self.templates = templates
        self._chromes: dict[tuple[int, str, bool], Chrome] = {}
        self._parts: dict[tuple[Hashable, ...], Markup] = {}
        self._settings: dict[str, str] = {}
        self._prints = Fingerprints(EntryRow)
        self._mount = urlsplit(frame.base_url).path.rstrip("/") + "/"

    def __reduce__(self) -> tuple[object, ...]:
        """Return what sets the same pages elsewhere; what it has set so far is set there anew."""
        return Press, (self.frame, self.templates)

    def print(self, page: Page) -> Artifact:
        """Return the file of a page."""
        frame = self.frame
        file = page.path if page.path == MISSING else f"{page.path}index.html"
        twins = () if page.path == MISSING else scripts.twins(frame, page.path, frame.language)
        text = self.templates.render(
            f"site/{page.layout}.html",
            path=file,
            base=self._base(page),
            frame=frame,
            chrome=self._chrome(page),
            twins=twins,
            canonical="" if page.path == MISSING else self.address(page.path),
            place=page.path,
            column=self._column(page),
            **dict(page.views),
        )
        return Artifact(path=file, content=text.encode())

    def key(self, layout: str, views: object) -> str:
        """Return the digest of all that decides the bytes of a page; empty where none can tell."""
        told = self._prints.of(views)
        if layout not in self._settings:
            names = (f"site/{layout}.html", *(f"parts/{part}.html" for part in PARTS))
            setting = f"{self.templates.digest(*names)} {self._prints.of(self.frame)}"
            self._settings[layout] = hashlib.sha256(setting.encode()).hexdigest()
        setting = self._settings[layout]
        return hashlib.sha256(f"{setting} {told}".encode()).hexdigest() if told else ""

    def part(self, path: str, name: str, **views: Hashable) -> Markup:
        """Return a part of the page at a path; pages of one depth share it for equal views."""
        key = (name, path.count("/"), *views.values())
        if key not in self._parts:
            layout = f"parts/{name}.html"
            self._parts[key] = self.templates.fragment(layout, path=path, base="", **views)
        return self._parts[key]

    def address(self, path: str) -> str:
        """Return the full address of a page, which is its own in each script."""
        return address(self.frame.base_url, scripts.own_path(self.frame, path))

    def _base(self, page: Page) -> str:
        return self._mount if page.path == MISSING else ""

    def _chrome(self, page: Page) -> Chrome:
        current = self._current(page.path)
        depth = -1 if page.path == MISSING else page.path.count("/")
        key = (depth, current, current == page.path)
        if key not in self._chromes:
            self._chromes[key] = self._set_chrome(page, current)
        return self._chromes[key]

    def _set_chrome(self, page: Page, current: str) -> Chrome:
        head, header, footer = (
            self.templates.fragment(
                f"parts/{name}.html",
                path=page.path,
                base=self._base(page),
                frame=self.frame,
                current=current,
                exact=current == page.path,
                domain=urlsplit(self.frame.base_url).hostname or "",
                policy=policy(self.frame.endpoint),
            )
            for name in ("head", "header", "footer")
        )
        return Chrome(head=head, header=header, footer=footer)

    def _column(self, page: Page) -> str:
        """Return the name of the part of the site that a page belongs to; empty for none."""
        current = self._current(page.path)
        return next((each.text for each in self.frame.navigation if each.path == current), "")

    def _current(self, path: str) -> str:
        """Return the path of the part of the site that a page belongs to; `-` for none."""
        parts = (link.path for link in self.frame.navigation)
        around = (part for part in parts if path.startswith(part) and (part or not path))
        return max(around, key=len, default="-")
