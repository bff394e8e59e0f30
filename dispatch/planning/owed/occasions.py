"""Duties as days of a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.ledger.duties.words import about
from dispatch.planning.views.duties import Occasion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.messages import Messages
    from dispatch.ledger.duties import Duty
    from dispatch.model.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Tells of the duties of a site in a language."""

    site: Site
    words: Messages
    paths: Mapping[str, str]
    """By id of an entry that the web shows, the path of its page."""
    units: Mapping[str, str]
    """By id, the names of units."""

    def occasion(self, duty: Duty) -> Occasion:
        """Return a duty that has a deadline as a day of a calendar."""
        if duty.deadline is None:
            raise ValueError(duty.key)
        base = self.site.config.site.base_url.rstrip("/")
        path = self.paths.get(duty.entry or "")
        return Occasion(
            uid=f"{duty.key.replace('/', '.')}@{urlsplit(base).hostname or 'localhost'}",
            day=duty.deadline.day,
            summary=self._summary(duty, self.units.get(duty.unit, duty.unit)),
            description="\n".join(self._description(duty)),
            category=self.words.text(f"due.state.{duty.state}"),
            address=f"{base}/{path}" if path else "",
            tentative=duty.provisional,
        )

    def together(self, duty: Duty, units: int) -> str:
        """Return the words for the same duty of so many units."""
        return self._summary(duty, self.words.text("due.several", count=units))

    def _summary(self, duty: Duty, unit: str) -> str:
        state = self.words.text("due.label", state=self.words.text(f"due.state.{duty.state}"))
        parts = [state, f"{duty.item} {self.site.items[duty.item].title}", unit]
        if said := about(duty, self.words):
            parts.append(said)
        return "  ".join(parts)

    def _description(self, duty: Duty) -> Iterator[str]:
        if duty.published:
            yield self.words.text("due.published", day=duty.published)
        if deadline := duty.deadline:
            yield self.words.text("due.by", calendar=deadline.calendar)
            if duty.provisional:
                yield self.words.text(
                    "clock.provisional",
                    calendar=deadline.calendar,
                    earliest=deadline.earliest,
                    latest=deadline.latest,
                )


def in_order(occasions: Iterable[Occasion]) -> tuple[Occasion, ...]:
    """Return days of a calendar in the order of time."""
    return tuple(sorted(occasions, key=lambda each: (each.day, each.uid)))
