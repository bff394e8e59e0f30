"""Where to turn to about an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.views import ContactView

if TYPE_CHECKING:
    from dispatch.model.entry import Entry


def contact_views(entry: Entry) -> tuple[ContactView, ...]:
    """Return the contacts that an entry states, in its order."""
    return tuple(
        ContactView(
            purpose=each.purpose,
            office=each.office,
            phone=each.phone or "",
            place=each.place or "",
            mail=each.mail or "",
        )
        for each in entry.contacts
    )
