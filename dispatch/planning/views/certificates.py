"""公示证明: what hung where from when to when, as the records support it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    """A place where an entry was posted; all words are ready to print."""

    where: str
    first: str
    last: str
    length: str
    """How long that was, in the unit of the item."""
    by: str
    """Who put it up and took it down."""
    looks: str
    """How often, and by whom, it was looked at."""
    edition: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate that the records support."""

    entry: str
    name: str
    """What the document is called."""
    title: str
    paragraphs: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[CertificateRow, ...]
    objections: tuple[tuple[str, ...], ...]
    """The objections, without their words: received, by which way, answered, by whom."""
    objection_heads: tuple[str, ...]
    closing: str
    attests: tuple[tuple[str, str], ...]
    """Label and name of those who attest, each with room to sign."""
    issuer: str
    date: date
    date_text: str
    annex: str
    language: str
