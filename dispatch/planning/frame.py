"""What every page shares, and the pages about the site itself."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from dispatch import __version__
from dispatch.ground import prose
from dispatch.ground.scripts import names
from dispatch.ledger.turning import turning
from dispatch.planning.views import Link
from dispatch.planning.views.government import GovernmentView
from dispatch.planning.views.scripts import ScriptView
from dispatch.planning.views.site import FrameView
from dispatch.planning.views.site import PageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.ledger.index import Index
    from dispatch.model.config import ContactConfig
    from dispatch.model.config import GovernmentConfig

PARTS = (
    "boards",
    "catalogue",
    "duties",
    "organisation",
    "procedures",
    "targets",
    "feedback",
    "oversight",
    "archive",
)
"""The parts of the site that every page leads to, by the first part of their address."""


def frame_view(account: Account, messages: Messages) -> FrameView:
    """Return the frame; the account is that of the public part.

    By when the site should be built again is told from that part alone, so that it says nothing of
    what is hidden or still to come: whoever reads the pages could reckon it up as well.
    """
    index, turns = account.index, turning(account)
    site = index.site.config.site
    return FrameView(
        title=site.title,
        description=site.description or "",
        motto=site.motto or "",
        owner=site.owner or "",
        endpoint=site.endpoint or "",
        contact=_contact(site.contact),
        language=messages.language,
        base_url=index.address(""),
        day=index.day,
        rebuild_by=turns[0].day if turns else None,
        navigation=tuple(
            Link(text=messages.text(f"plan.nav.{part}"), path=f"{part}/") for part in PARTS
        ),
        boards=tuple(
            Link(text=board.name, path=f"boards/{board.id}/") for board in index.site.boards
        ),
        about=tuple(Link(text=page.title, path=f"about/{page.name}/") for page in index.site.pages),
        version=__version__,
        licence=site.licence or "",
        country=index.site.config.calendar.region.partition("-")[0],
        government=_government(index.site.config.government),
        scripts=tuple(_scripts(index, messages)),
    )


def _scripts(index: Index, messages: Messages) -> Iterator[ScriptView]:
    """Yield the further scripts of a site; none where it is built in another language."""
    site = index.site.config.site
    if not site.scripts or messages.language != site.language:
        return
    kept = {term: term for term in site.keep}
    terms = names(person.name for person in index.site.organisation.people) | kept | site.terms
    for script in site.scripts:
        yield ScriptView(
            language=script,
            folder=f"{script.lower()}/",
            conversion=site.conversion,
            terms=tuple(sorted(terms.items())),
        )


def _contact(stated: ContactConfig | None) -> str:
    """Return how the site is reached, in one line."""
    ways = (stated.office, stated.phone, stated.mail) if stated else ()
    return "  ".join(way for way in ways if way)


def _government(stated: GovernmentConfig | None) -> GovernmentView | None:
    """Return what config.yaml says of the site of a public body, where it says anything."""
    if stated is None:
        return None
    told = {name: value for name, value in asdict(stated).items() if value and name != "index"}
    digits = "".join(re.findall("[0-9]", stated.police or ""))
    return GovernmentView(**told, police_code=digits)


def page_views(index: Index) -> tuple[PageView, ...]:
    """Return the pages about the site in their order."""
    return tuple(
        PageView(
            name=page.name,
            path=f"about/{page.name}/",
            title=page.title,
            html=prose.render(page.body).html,
        )
        for page in index.site.pages
    )
