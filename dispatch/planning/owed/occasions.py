"""Duties as days of a calendar."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.ledger.duties.words import about
from dispatch.ledger.duties.words import period_text
from dispatch.planning.views.duties import Occasion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from datetime import date

    from dispatch.clock.counting import Deadline
    from dispatch.ground.messages import Messages
    from dispatch.ledger.duties import Duty
    from dispatch.model.site import Site


class Teller:
    """Tells of the duties of a site in a language; keeps the words that many of them share."""

    def __init__(
        self, *, site: Site, words: Messages, paths: Mapping[str, str], units: Mapping[str, str]
    ) -> None:
        """Take paths of the pages of entries that the web shows, and names of units, by id."""
        self.site = site
        self.words = words
        self.paths = paths
        self.units = units
        self._base = site.config.site.base_url.rstrip("/")
        self._host = urlsplit(self._base).hostname or "localhost"
        self._word = cache(words.text)
        self._described = cache(self._description)
        self._named = cache(lambda period: period_text(period, words))

    def occasion(self, duty: Duty) -> Occasion:
        """Return a duty that has a deadline as a day of a calendar."""
        if duty.deadline is None:
            raise ValueError(duty.key)
        path = self.paths.get(duty.entry or "")
        return Occasion(
            uid=f"{duty.key.replace('/', '.')}@{self._host}",
            day=duty.deadline.day,
            summary=self._summary(duty, self.units.get(duty.unit, duty.unit)),
            description=self._described(duty.published, duty.deadline),
            category=self._word(f"due.state.{duty.state}"),
            address=f"{self._base}/{path}" if path else "",
            tentative=duty.provisional,
        )

    def together(self, duty: Duty, units: int) -> str:
        """Return the words for the same duty of so many units."""
        return self._summary(duty, self.words.text("due.several", count=units))

    def _summary(self, duty: Duty, unit: str) -> str:
        state = self._word("due.label", state=self._word(f"due.state.{duty.state}"))
        parts = [state, f"{duty.item} {self.site.items[duty.item].title}", unit]
        periodic = duty.kind == "periodic" and duty.period
        if said := self._named(duty.period) if periodic else about(duty, self.words):
            parts.append(said)
        return "  ".join(parts)

    def _description(self, published: date | None, deadline: Deadline) -> str:
        told = [self.words.text("due.published", day=published)] if published else []
        told.append(self.words.text("due.by", calendar=deadline.calendar))
        if deadline.provisional:
            told.append(
                self.words.text(
                    "clock.provisional",
                    calendar=deadline.calendar,
                    earliest=deadline.earliest,
                    latest=deadline.latest,
                )
            )
        return "\n".join(told)


def in_order(occasions: Iterable[Occasion]) -> tuple[Occasion, ...]:
    """Return days of a calendar in the order of time."""
    return tuple(sorted(occasions, key=lambda each: (each.day, each.uid)))
