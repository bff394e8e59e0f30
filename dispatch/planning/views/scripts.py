"""A site in its scripts: the further ones that its pages are shown in, and the twins of a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptView:
    """A further script of the site, and how it is made of the first."""

    language: str
    folder: str
    """Where its pages are: a path that ends with a slash."""
    conversion: str
    terms: tuple[tuple[str, str], ...]
    """Names and terms with the forms that they are given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinView:
    """A page in one of the scripts of its site."""

    language: str
    path: str
    address: str
    """Its full address."""
    here: bool
    """Whether it is the page that is being read."""
