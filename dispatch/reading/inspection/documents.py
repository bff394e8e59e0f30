"""PDF: the text of its pages, notes, forms and properties, and the files within it."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING

from dispatch.reading.inspection.base import ObstacleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from pypdf import PageObject
    from pypdf import PdfReader

    from dispatch.reading.inspection.base import Findings

PAGES = 2_000
"""How many pages are looked at."""
FEWEST = 3
"""A page with a picture and fewer letters than that was scanned."""


def inspect_document(content: bytes, found: Findings) -> Iterator[tuple[str, bytes]]:
    """Keep the text of a PDF, and yield the files within it by name."""
    from pypdf import PdfReader  # noqa: PLC0415 - only where there are such files
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(content))
        _unlock(reader)
        _inspect(reader, found)
        for name, files in reader.attachments.items():
            found.note("embedded", name)
            yield from ((name, each) for each in files)
    except ObstacleError:
        raise
    except (PyPdfError, RecursionError, MemoryError) as error:
        raise ObstacleError("damaged") from error
    except Exception as error:  # a reader of hostile files may fail in any way it likes
        raise ObstacleError("damaged") from error


def _unlock(reader: PdfReader) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise ObstacleError("encrypted")


def _inspect(reader: PdfReader, found: Findings) -> None:
    if len(reader.pages) > PAGES:
        raise ObstacleError("too-large")
    _inspect_properties(reader, found)
    for number, page in enumerate(reader.pages, start=1):
        where = f"#{number}"
        text = page.extract_text()
        found.add(where, text)
        if len("".join(text.split())) < FEWEST and _has_picture(page):
            found.stop("scanned")
        _inspect_notes(page, where, found)
    fields = reader.get_fields() or {}
    values = (str(field.get("/V", "")) for field in fields.values())
    found.add("form", "\n".join(values), hidden=True)


def _inspect_properties(reader: PdfReader, found: Findings) -> None:
    properties: Mapping[str, object] = reader.metadata or {}
    found.add("properties", "\n".join(str(value) for value in properties.values()), hidden=True)
    if str(properties.get("/Author", "")).strip():
        found.note("person", "properties")
    if (more := reader.xmp_metadata) is not None:
        found.add("properties", more.stream.get_data().decode("utf-8", "ignore"), hidden=True)
    if any(name in str(reader.root_object) for name in ("/JavaScript", "/JS")):
        found.note("script")


def _inspect_notes(page: PageObject, where: str, found: Findings) -> None:
    for reference in page.annotations or ():
        note = reference.get_object()
        text = str(note.get("/Contents", ""))
        if text.strip() and note.get("/Subtype") != "/Link":
            found.note("comment", where)
        found.add(where, text, hidden=True)


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return False
    parts = (part.get_object() for part in objects.get_object().values())
    return any(part.get("/Subtype") in ("/Image", "/Form") for part in parts)
