"""PDF: the text of its pages, notes, forms and properties, and the files within it."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from dispatch.reading.inspection.base import ObstacleError
from dispatch.reading.inspection.markup import tells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from pypdf import PageObject
    from pypdf import PdfReader

    from dispatch.reading.inspection.base import Findings

PAGES = 2_000
"""How many pages are looked at."""
OBJECTS = 200_000
"""How many objects of one are looked at."""
HEAD = 400
"""Within how many bytes a form in XML says that it is one."""
END = b"%%EOF"
EARLIER = 8
"""How many earlier states of one file are looked at."""
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
        _inspect_earlier(content, reader, found)
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
    found.add("objects", "\n".join(dict.fromkeys(_said(reader))), hidden=True)


def _inspect_properties(reader: PdfReader, found: Findings) -> None:
    properties: Mapping[str, object] = reader.metadata or {}
    found.add("properties", "\n".join(str(value) for value in properties.values()), hidden=True)
    if str(properties.get("/Author", "")).strip():
        found.note("person", "properties")
    if (more := reader.xmp_metadata) is not None:
        found.add("properties", more.stream.get_data().decode("utf-8", "ignore"), hidden=True)
    if any(name in str(reader.root_object) for name in ("/JavaScript", "/JS")):
        found.note("script")


def _inspect_earlier(content: bytes, reader: PdfReader, found: Findings) -> None:
    """Keep what pages said before they were written over: all of it is still in the file."""
    ends = [match.end() for match in re.finditer(END, content)][:-1]
    known = {page.extract_text() for page in reader.pages} if ends else set()
    for end in ends[-EARLIER:]:
        fresh = set(_pages(content[:end])) - known
        known |= fresh
        for text in sorted(fresh):
            found.add("earlier", text, hidden=True)


def _pages(content: bytes) -> Iterator[str]:
    """Yield the texts of the pages as long as there are any; a part of a file may be none."""
    from pypdf import PdfReader  # noqa: PLC0415 - only where there are such files

    with suppress(Exception):
        for page in PdfReader(BytesIO(content)).pages:
            yield page.extract_text()


def _said(reader: PdfReader) -> Iterator[str]:
    """Yield what any object says: fields, bookmarks, links, replies, descriptions, forms of XML."""
    numbers = {each for known in reader.xref.values() for each in known} | set(reader.xref_objStm)
    if len(numbers) > OBJECTS:
        raise ObstacleError("too-large")
    for number in sorted(numbers):
        waiting: list[object] = [reader.get_object(number)]
        while waiting:
            each = waiting.pop()
            if isinstance(each, dict):
                waiting += each.values()
                yield _form(each)
            elif isinstance(each, list):
                waiting += each
            elif isinstance(each, str) and tells(each):
                yield each


def _form(each: object) -> str:
    """Return a stream that is a form in XML; nothing of a picture, font or page."""
    if not isinstance(each, dict) or not hasattr(each, "get_data"):
        return ""
    plain = not {"/Type", "/Subtype", "/Length1", "/FunctionType", "/PatternType"} & set(each)
    data: bytes = each.get_data() if plain else b""
    return data.decode("utf-8", "ignore") if b"xfa" in data[:HEAD].lower() else ""


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
