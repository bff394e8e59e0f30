"""Files that hold files: documents of offices since 2007, open documents, OFD, and plain zips."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from dispatch.reading.inspection import workbook
from dispatch.reading.inspection.base import CHUNK
from dispatch.reading.inspection.base import MEMBERS
from dispatch.reading.inspection.base import ObstacleError
from dispatch.reading.inspection.markup import Collector
from dispatch.reading.inspection.markup import parse
from dispatch.reading.inspection.texts import inspect_text
from dispatch.reading.inspection.texts import inspect_traces
from dispatch.reading.inspection.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

    from dispatch.reading.inspection.base import Findings

MARKS = ("[Content_Types].xml", "mimetype", "OFD.xml")
"""By one of these a package tells that it is one document, and not files put together."""
APART = ("comments", "footnotes", "endnotes", "docProps/", "meta.xml", "customXml/", "notesSlides")
"""Parts, by a word of their path, that a reader does not see at first."""
BARE = ("printerSettings", "vbaProject")
"""Binary parts of a workbook that hold none of its cells."""
ENCRYPTED = 0x1


def inspect_package(content: bytes, found: Findings) -> Iterator[tuple[str, bytes]]:
    """Keep the text of a document, and yield the files within it, or in a plain zip, by path."""
    try:
        with ZipFile(BytesIO(content)) as whole:
            members = [each for each in whole.infolist() if not each.is_dir()]
            _bound(members)
            if min((each.header_offset for each in members), default=0):
                found.stop("damaged")
            found.add("zip", whole.comment.decode("utf-8", "ignore"), hidden=True)
            yield from _inspect(whole, members, found)
    except (ObstacleError, MemoryError):
        raise
    except Exception as error:  # a reader of hostile files may fail in any way it likes
        raise ObstacleError("damaged") from error


def _bound(members: list[ZipInfo]) -> None:
    if len(members) > MEMBERS:
        raise ObstacleError("too-large")
    if any(each.flag_bits & ENCRYPTED for each in members):
        raise ObstacleError("encrypted")


def _inspect(
    whole: ZipFile, members: list[ZipInfo], found: Findings
) -> Iterator[tuple[str, bytes]]:
    names = {each.filename for each in members}
    is_document = any(mark in names for mark in MARKS)
    if not is_document:
        found.add("zip", "\n".join(sorted(names)))
    read = workbook.inspect_workbook(whole, found) if workbook.BOOK in names else frozenset()
    for member in members:
        name = member.filename
        if name in read:
            continue
        found.open_member()
        if is_document and name.lower().endswith((".xml", ".rels", ".vml")):
            _inspect_part(whole, name, found)
        elif not is_document or _is_file(name):
            if is_document:
                found.note("embedded", name)
            yield name, _unpacked(whole, name, found)
        else:
            _inspect_other(name, _unpacked(whole, name, found), found)


def _is_file(name: str) -> bool:
    """Whether a part of a document is a file of its own, and not of the format."""
    return "embeddings/" in name or "/media/" in name or "Pictures/" in name or "Res/" in name


def _inspect_part(whole: ZipFile, name: str, found: Findings) -> None:
    hidden = any(word in name for word in APART)
    collector = Collector(name, found, hidden=hidden)
    with whole.open(name) as stream:
        parse(stream, found, collector.start, collector.end, collector.data)
    collector.finish()


def _inspect_other(name: str, content: bytes, found: Findings) -> None:
    """Look into a part of a document that is neither XML nor a file that it shows."""
    if name.startswith("xl/") and name.endswith(".bin") and not any(each in name for each in BARE):
        found.stop("unknown")
    if (text := text_of(content)) is not None:
        inspect_text(name, text, found)
    else:
        inspect_traces(name, content, found)


def _unpacked(whole: ZipFile, name: str, found: Findings) -> bytes:
    parts = []
    with whole.open(name) as stream:
        while chunk := stream.read(CHUNK):
            found.unpack(len(chunk))
            parts.append(chunk)
    return b"".join(parts)
