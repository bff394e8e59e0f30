"""The paper that sheets are printed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from dispatch.model.values import FORMAT
from dispatch.model.values import Flag
from dispatch.model.values import Name

SheetSize = Literal["A4", "A3", "B4", "A2"]
"""Sizes of paper; B4 is the Japanese one, 257 × 364 mm, as schools print it."""
MILLIMETRES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"A4": (210, 297), "B4": (257, 364), "A3": (297, 420), "A2": (420, 594)}
)
"""Width and height of each size, upright (ISO 216, JIS P 0138)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChoice:
    """How a sheet is to be set, where it is not to follow from what it holds."""

    __pydantic_config__ = FORMAT
    layout: Name | None = None
    """The layout: notice, statement, table, ledger, roster, card, procedure, targets, poster."""
    size: SheetSize | None = None
    """The size of paper; that of the board where absent."""
    large: Flag | None = None
    """Whether it is set in large print; as the board says where absent."""
