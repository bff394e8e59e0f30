"""What a cleaned copy is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Removed = Literal["names", "properties", "position"]
"""What was taken out of a copy.

`names`: who wrote it. `properties`: what it says of itself. `position`: all that a picture carries
beside what it shows. `trailing`: what lay behind its end.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A copy of a file in which numbers are covered and names of its makers are gone."""

    content: bytes
    covered: int = 0
    """How many numbers were covered."""
    removed: tuple[Removed, ...] = ()
