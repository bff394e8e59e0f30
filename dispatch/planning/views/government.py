"""What the site of a public body shows of itself, as its footer and its metadata have it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernmentView:
    """What the site of a public body shows of itself; parts that are not stated are empty."""

    icp: str = ""
    police: str = ""
    police_code: str = ""
    """The digits of the number, by which the registry is asked."""
    code: str = ""
    emblem: str = ""
    errors: str = ""
    host: str = ""
