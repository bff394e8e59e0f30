"""When an entry changed last, for whoever keeps a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.planning.views.entries import EntryView

REPLACED = ("corrected-by", "superseded-by")
"""Relations to the entry that took one's place."""


def changed_on(entry: EntryView, day: date) -> date:
    """Return the day of the last change by a day: an edition, a correction, a withdrawal."""
    if entry.withdrawn:
        return entry.withdrawn[0]
    edited = (on for on, _ in entry.editions if on <= day)
    replaced = (each.row.published for each in entry.related if each.relation in REPLACED)
    return max((entry.row.published, *edited, *replaced))
