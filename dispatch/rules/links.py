"""Family P, the links: that a text on the web leads only where its readers may go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.source import Place
    from dispatch.rules.register import Register

ATTACHED = "attachments: [{file: attachments/2026-0001.csv, title: 明细表}]"

_SIGNS = ("](", "][", "]:", "<")
"""Without one of these a text has no links, and need not be rendered to find them."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(
    r"www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:cn|com|net|org|gov|edu|top)(?:$|[/:])", re.IGNORECASE
)
"""The start of a web address whose scheme was left out."""
_ID = re.compile(r"[0-9]{4}-[0-9]{4,6}$")
_PARTS = frozenset(
    (
        *("archive", "assets", "attachments", "data", "entries", "feedback", "find"),
        *("map", "organisation", "oversight", "procedures", "requests", "search", "sheets"),
        "targets",
        *("index.html", "feed.xml", "feed.json", "sitemap.xml", "deadlines.ics", "notices.ics"),
    )
)
"""The first parts of addresses below the root of the site, beside those that go on with a name."""
_ENTRY = re.compile(r"(?:entries|sheets)/(?:[0-9]{4}/)?([0-9]{4}-[0-9]{4,6})(?:$|[/.?#])")


@rule(
    "P006",
    "link-to-hidden",
    clause="公开范围：网上只有向社会公开的内容",
    samples=(
        sample(text="见[明细](attachments/2026-0001.csv)。", other=ATTACHED),
        sample(text="见[明细](attachments/2026-0001.csv)。", entry=ATTACHED),
    ),
)
def link_to_hidden(register: Register) -> Iterator[Finding]:
    """A text on the web links to what is not there, or out of the site by a way no link may take.

    The address alone tells that the thing exists; a link that climbs, or that names another
    machine, a file of one's own computer or no page of the site, leads no reader anywhere.
    """
    shown = _attachments(register)
    entries = (each for each in register.public if each.origin.path not in register.unasked)
    for entry in entries:
        for target in _targets(entry.body):
            if problem := _problem(register, target, shown):
                place = register.site.body_place(entry, max(0, entry.body.find(target)))
                yield finding(place, problem, target=target)
    pages = (each for each in register.site.pages if each.origin.path not in register.unasked)
    for page in pages:
        for target in _targets(page.body):
            if problem := _problem(register, target, shown):
                yield finding(
                    _page_place(register, page.origin.path, target), problem, target=target
                )


def _page_place(register: Register, path: str, target: str) -> Place:
    source = register.site.sources[path]
    return source.place(max(0, source.text.find(target)))


def _attachments(register: Register) -> frozenset[str]:
    """Return the files that the web shows with an entry."""
    return frozenset(
        attachment.file for entry in register.public for attachment in entry.attachments
    )


def _targets(text: str) -> tuple[str, ...]:
    """Return what the links of a Markdown text lead to, as the renderer sees them."""
    if not any(sign in text for sign in _SIGNS):
        return ()
    from dispatch.ground import prose  # noqa: PLC0415 - Markdown, where there are links

    rendered = prose.render(text)
    return tuple(dict.fromkeys((*prose.targets_of(rendered.tree), *rendered.dropped)))


def _problem(register: Register, target: str, shown: frozenset[str]) -> str:
    """Return what is wrong with a link; empty where nothing is."""
    from dispatch.ground import prose  # noqa: PLC0415 - the same

    plain = unquote(target).replace("\\", "/").strip()
    plain = plain.removeprefix(register.site.config.site.base_url.rstrip("/") + "/")
    scheme = _SCHEME.match(plain)
    if scheme and scheme[0].lower().rstrip(":") not in prose.SCHEMES:
        return "scheme"
    if scheme:
        return ""
    if plain.startswith("//"):
        return "host"
    path = plain.split("#")[0].split("?")[0]
    if ".." in path.split("/"):
        return "climbs"
    if _WEB.match(path):
        return "scheme-missing"
    return _inside(register, path.lstrip("/").removeprefix("./"), shown)


def _inside(register: Register, path: str, shown: frozenset[str]) -> str:
    """Return what is wrong with a link to a page or a file of the site itself."""
    if match := _ENTRY.match(path):
        return _entry(register, match[1])
    if match := _ID.match(path.rstrip("/")):
        return _entry(register, match[0]) or "nowhere"
    if path.startswith("attachments/") and path not in shown:
        return "attachment" if path in register.site.attachments else "attachment-unknown"
    return "" if _is_page(register, path) else "nowhere"


def _entry(register: Register, name: str) -> str:
    """Return what is wrong with a link to the entry of that id."""
    entry = register.entries.get(name)
    if entry is None:
        return "entry-unknown"
    return "entry" if name in register.hidden or entry.published > register.day else ""


def _is_page(register: Register, path: str) -> bool:
    """Tell whether the site has pages at such an address."""
    first, _, rest = path.partition("/")
    site = register.site
    named = {
        "about": {page.name for page in site.pages},
        "boards": {"", *register.boards},
        "catalogue": {"", *site.items},
        "units": {"", *register.units},
    }
    name = rest.partition("/")[0].removesuffix("index.html")
    return not path or first in _PARTS or name in named.get(first, ())


RULES = (link_to_hidden,)
