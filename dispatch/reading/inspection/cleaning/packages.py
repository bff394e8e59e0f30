"""Office documents and zips, packed anew with their parts cleaned; the order of parts stays."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile
from zipfile import ZipInfo

from dispatch.reading.inspection.base import CHUNK
from dispatch.reading.inspection.base import MEMBERS
from dispatch.reading.inspection.base import Findings
from dispatch.reading.inspection.base import ObstacleError
from dispatch.reading.inspection.cleaning import markup
from dispatch.reading.inspection.cleaning.base import Cleaned

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispatch.ground.personal import Masks
    from dispatch.reading.inspection.cleaning.base import Removed

    Clean = Callable[[bytes], Cleaned | None]

PROPERTIES = ("docProps/", "meta.xml")


def clean_package(content: bytes, masks: Masks, clean: Clean) -> Cleaned:
    """Return a package with numbers covered and names gone; files within it by `clean`."""
    bounds, out = Findings(), BytesIO()
    count = 0
    removed: dict[Removed, None] = {}
    with ZipFile(BytesIO(content)) as whole, ZipFile(out, "w") as made:
        members = whole.infolist()
        if len(members) > MEMBERS:
            raise ObstacleError("too-large")
        for member in members:
            data = b"" if member.is_dir() else _unpacked(whole, member, bounds)
            part = _clean_part(member.filename, data, masks, clean)
            count += part.covered
            removed |= dict.fromkeys(part.removed)
            bare = ZipInfo(member.filename, member.date_time)
            bare.compress_type, bare.external_attr = member.compress_type, member.external_attr
            made.writestr(bare, part.content)
    return Cleaned(content=out.getvalue(), covered=count, removed=tuple(removed))


def _unpacked(whole: ZipFile, member: ZipInfo, bounds: Findings) -> bytes:
    parts = []
    with whole.open(member) as stream:
        while chunk := stream.read(CHUNK):
            bounds.unpack(len(chunk))
            parts.append(chunk)
    return b"".join(parts)


def _clean_part(name: str, data: bytes, masks: Masks, clean: Clean) -> Cleaned:
    if not name.endswith((".xml", ".rels", ".vml")):
        return clean(data) or Cleaned(content=data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Cleaned(content=data)
    bare = markup.without_names(text) if any(each in name for each in PROPERTIES) else text
    made, count = markup.cover(bare, masks)
    removed: tuple[Removed, ...] = ("names",) if bare != text else ()
    return Cleaned(content=made.encode() if made != text else data, covered=count, removed=removed)
