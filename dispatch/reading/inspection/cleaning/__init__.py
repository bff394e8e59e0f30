"""Cleaned copies of attached files: numbers covered, and nothing said of who made them.

What cannot be cleaned for sure is left as it is, and is found again when the copy is looked into:
words on the pages of a PDF, hidden rows and sheets, notes, tracked changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812 - the name says what it is

from dispatch.ground.personal import number_hits
from dispatch.reading.inspection.base import DEPTH
from dispatch.reading.inspection.base import HEAD
from dispatch.reading.inspection.base import ObstacleError
from dispatch.reading.inspection.cleaning.base import Cleaned
from dispatch.reading.inspection.cleaning.base import Removed
from dispatch.reading.inspection.cleaning.markup import part_of
from dispatch.reading.inspection.cleaning.packages import clean_package
from dispatch.reading.inspection.cleaning.papers import clean_paper
from dispatch.reading.inspection.cleaning.pictures import JPEG
from dispatch.reading.inspection.cleaning.pictures import PNG
from dispatch.reading.inspection.cleaning.pictures import clean_jpeg
from dispatch.reading.inspection.cleaning.pictures import clean_png
from dispatch.reading.inspection.texts import text_and_encoding

if TYPE_CHECKING:
    from dispatch.ground.personal import Masks

__all__ = ("Cleaned", "Removed", "cleaned")


def cleaned(content: bytes, masks: Masks) -> Cleaned | None:
    """Return a cleaned copy of a file; none where there is nothing to do, or no way to do it."""
    try:
        made = _cleaned(content, masks, 0)
    except (ObstacleError, BadZipFile, ZlibError, EOFError, OSError, NotImplementedError):
        return None
    except (RuntimeError, KeyError, ValueError):  # a locked zip; a zip that lies about itself
        return None
    return made if made and made.content != content else None


def _cleaned(content: bytes, masks: Masks, depth: int) -> Cleaned | None:
    if depth > DEPTH:
        return None
    if content.startswith(b"PK"):
        made = clean_package(content, masks, lambda each: _cleaned(each, masks, depth + 1))
        return made if made.covered or made.removed else None
    if content.startswith((PNG, JPEG)):
        made = clean_png(content) if content.startswith(PNG) else clean_jpeg(content)
        return made if made.content != content else None
    return clean_paper(content) if b"%PDF" in content[:HEAD] else _plain(content, masks)


def _plain(content: bytes, masks: Masks) -> Cleaned | None:
    found = text_and_encoding(content)
    if found is None:
        return None
    text, encoding = found
    hits = number_hits(text, masks)
    made = part_of(text, 0, hits)
    return Cleaned(content=made.encode(encoding), covered=len(hits)) if hits else None
