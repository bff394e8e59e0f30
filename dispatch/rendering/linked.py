"""What search engines read along: pages as linked data, in the words of schema.org."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from markupsafe import Markup

from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.site import FrameView

CONTEXT = "https://schema.org"
STATES = {"in-force": "Published", "withdrawn": "Withdrawn"}
"""What creativeWorkStatus says; any other state is over or has been replaced."""


def entry_data(entry: EntryView, frame: FrameView, page: str) -> Markup:
    """Return an entry as a DigitalDocument with its trail, as JSON-LD to stand in its page.

    `page` is the address of that page; the entry is one in all scripts.
    """
    row = entry.row
    document = {
        "@type": "DigitalDocument",
        "@id": entry.address,
        "url": page,
        "identifier": row.number or row.id,
        "name": row.title,
        "abstract": row.summary,
        "datePublished": row.published.isoformat(),
        "dateCreated": entry.formed.isoformat(),
        "expires": row.until.isoformat() if row.until else "",
        "inLanguage": frame.language,
        "creativeWorkStatus": STATES.get(row.state, "Superseded"),
        "keywords": ", ".join(entry.keywords),
        "publisher": _body(entry.issuer),
        "about": row.item.text,
        "isPartOf": {"@type": "WebSite", "@id": address(frame.base_url), "name": frame.title},
    }
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _crumb(1, frame.title, address(frame.base_url)),
            _crumb(2, row.item.text, address(frame.base_url, row.item.path)),
            _crumb(3, row.title, page),
        ],
    }
    return _data({"@context": CONTEXT, "@graph": [_stated(document), trail]})


def site_data(frame: FrameView) -> Markup:
    """Return the site as a WebSite with its search, as JSON-LD to stand in the home page."""
    home = address(frame.base_url)
    site = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": home,
        "url": home,
        "name": frame.title,
        "description": frame.description,
        "inLanguage": frame.language,
        "publisher": _body(frame.owner) if frame.owner else "",
        "dateModified": frame.day.isoformat(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{home}search/?q={{query}}"},
            "query-input": "required name=query",
        },
    }
    return _data(_stated(site))


def _body(name: str) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": name}


def _crumb(position: int, name: str, place: str) -> dict[str, object]:
    return {"@type": "ListItem", "position": position, "name": name, "item": place}


def _stated(told: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in told.items() if value not in ("", None)}


def _data(told: Mapping[str, object]) -> Markup:
    """Return JSON that can stand in a page: nothing in it closes its element."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no mark of HTML is left
