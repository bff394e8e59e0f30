"""Pictures: what they carry beside what they show. No picture is ever unpacked.

What a picture shows is for eyes: a photograph of a list has every name on it.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from typing import Any
from warnings import catch_warnings
from warnings import simplefilter

from dispatch.reading.inspection.base import ObstacleError
from dispatch.reading.inspection.texts import inspect_traces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.Image import Image

    from dispatch.reading.inspection.base import Findings

GPS = 0x8825
"""The part of Exif that tells where a picture was taken."""
DETAILS = 0x8769
PEOPLE = (0x013B, 0x8298, 0x9C9D, 0xA430)
"""Tags of Exif that name a person: artist, copyright, author, owner of the camera."""
LONGEST = 100_000
JPEG, JPEG_END = b"\xff\xd8", b"\xff\xd9"
PNG, PNG_END = b"\x89PNG", b"IEND\xae\x42\x60\x82"
CODED = (b"UNICODE\0", b"ASCII\0\0\0", b"JIS\0\0\0\0\0")
"""How a comment of Exif says what it is written in."""


def inspect_picture(where: str, content: bytes, found: Findings) -> None:
    """Keep the words and the position that a picture carries along."""
    from PIL import Image  # noqa: PLC0415 - only where there are pictures
    from PIL import UnidentifiedImageError  # noqa: PLC0415

    try:
        with catch_warnings():
            simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content)) as picture:
                _inspect(where, picture, found)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ObstacleError("too-large") from error
    except UnidentifiedImageError as error:
        raise ObstacleError("unknown") from error
    except (ObstacleError, MemoryError):
        raise
    except Exception as error:  # a reader of hostile files may fail in any way it likes
        raise ObstacleError("damaged") from error
    found.stop("picture")
    inspect_traces(where, _tail(content), found)


def _inspect(where: str, picture: Image, found: Findings) -> None:
    exif = picture.getexif()
    details = exif.get_ifd(DETAILS)
    if exif.get_ifd(GPS):
        found.note("position", where)
    if any(tag in exif or tag in details for tag in PEOPLE):
        found.note("person", where)
    for part in (exif, details, picture.info):
        found.add(where, "\n".join(_words(part)), hidden=True)


def _tail(content: bytes) -> bytes:
    """Return what follows the end of the picture, where that end is sure."""
    if content.startswith(JPEG):
        return content[content.rfind(JPEG_END) + len(JPEG_END) :]
    if content.startswith(PNG):
        return content[content.rfind(PNG_END) + len(PNG_END) :]
    return b""


def _words(part: Mapping[Any, Any]) -> list[str]:
    return [word for value in part.values() if (word := _word(value))]


def _word(value: object) -> str:
    if isinstance(value, bytes):
        value = value[len(CODED[0]) :] if value.startswith(CODED) else value
        text = value[:LONGEST].decode("utf-8", "ignore")
        wide = value[:LONGEST].decode("utf-16-le", "ignore")
        other = value[:LONGEST].decode("utf-16-be", "ignore")
        return f"{text}\n{wide}\n{other}"
    return value[:LONGEST] if isinstance(value, str) else ""
