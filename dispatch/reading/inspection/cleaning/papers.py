"""PDF without what it says of itself. The words of its pages cannot be covered for sure."""

from __future__ import annotations

import logging
from io import BytesIO

from dispatch.reading.inspection.base import ObstacleError
from dispatch.reading.inspection.cleaning.base import Cleaned


def clean_paper(content: bytes) -> Cleaned | None:
    """Return a PDF without its author, its other properties and its XMP; none if it has none."""
    from pypdf import PdfReader  # noqa: PLC0415 - only where there are such files
    from pypdf import PdfWriter  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    out = BytesIO()
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted or (
            not any((reader.metadata or {}).values()) and "/Metadata" not in reader.root_object
        ):
            return None
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        writer.root_object.pop("/Metadata", None)
        writer.compress_identical_objects()
        writer.write(out)
    except Exception as error:  # a reader of hostile files may fail in any way it likes
        raise ObstacleError("damaged") from error
    return Cleaned(content=out.getvalue(), removed=("properties",))
