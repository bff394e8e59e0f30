"""What a detector finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dispatch.ground.personal.masks import Kind


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Something personal in a text: never with the value itself."""

    kind: Kind
    start: int
    """The offset of its first character in the text as it was given."""
    end: int
    """The offset of what comes after its last."""
    masked: str
    """The value, covered."""
