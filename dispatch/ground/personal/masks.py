"""How much of a personal number may be seen, and how the rest is covered."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import Literal

Kind = Literal["identity", "mobile", "card", "permit", "address", "label", "minor"]
"""What a hit is."""

NUMBERS: tuple[Kind, ...] = ("identity", "mobile", "card", "permit")
"""The kinds that are numbers, of which a part may stay."""

STAR = "*"


@dataclass(frozen=True, slots=True)
class Keep:
    """How many characters of a number stay at its head and at its tail."""

    first: int
    last: int


MOST = {"identity": Keep(6, 4), "mobile": Keep(3, 4), "card": Keep(6, 4), "permit": Keep(2, 2)}
"""The most that may stay: whoever reads it must not be able to guess the rest."""


@dataclass(frozen=True, slots=True)
class Masks:
    """What stays of each kind of number."""

    identity: Keep = field(default_factory=lambda: Keep(3, 4))
    mobile: Keep = field(default_factory=lambda: Keep(3, 4))
    card: Keep = field(default_factory=lambda: Keep(4, 4))
    permit: Keep = field(default_factory=lambda: Keep(1, 2))

    def of(self, kind: Kind) -> Keep:
        """Return what stays of a kind; of what is no number, one character."""
        kept: Keep = getattr(self, kind) if kind in NUMBERS else Keep(1, 0)
        return kept

    def masked(self, kind: Kind, plain: str) -> str:
        """Return a value with all but what stays covered by stars, one for each character."""
        keep = self.of(kind)
        hidden = max(0, len(plain) - keep.first - keep.last)
        if not hidden:
            return STAR * len(plain)
        return plain[: keep.first] + STAR * hidden + plain[len(plain) - keep.last :]
