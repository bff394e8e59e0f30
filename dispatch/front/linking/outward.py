"""What public pages link to elsewhere, and where in the content each link stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ground import prose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ground.source import Place
    from dispatch.model.site import Site

_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Outward:
    """A link to elsewhere."""

    url: str
    """Without a fragment, which no server sees."""
    place: Place


def outward(site: Site, day: date) -> Iterator[Outward]:
    """Yield the links to elsewhere of everything that society reads on a day."""
    from dispatch.planning.scope import public_part  # noqa: PLC0415 - heavy floors where used

    shown = {each.id for each in public_part(site, day).entries if each.withdrawn is None}
    own = site.config.site.base_url
    for entry in site.entries:
        if entry.id in shown and site.on_web(entry):
            for url, offset in _links(entry.body, own):
                yield Outward(url, site.body_place(entry, offset))
    for page in site.pages:
        source = site.sources[page.origin.path]
        for url, offset in _links(page.body, own):
            start = max(0, source.text.find(page.body))
            yield Outward(url, source.place(start + offset))


def _links(text: str, own: str) -> Iterator[tuple[str, int]]:
    """Yield the addresses elsewhere that a Markdown text links to, and where each stands in it."""
    if "://" not in text:
        return
    from_here = 0
    for target in prose.targets_of(prose.render(text).tree):
        if target.lower().startswith(_WEB) and not target.startswith(own):
            at = text.find(target, from_here)
            at = at if at >= 0 else text.find(target)
            from_here = max(from_here, at + 1)
            yield target.partition("#")[0], max(0, at)
