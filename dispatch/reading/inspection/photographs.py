"""Photographs of boards, made fit to be kept: upright, of a modest size, saying what they show.

A picture is unpacked in a process of its own, bounded in memory and time, for it comes from
anybody's telephone. What is kept is set anew from the pixels, so nothing of the file that was
given is in it: no position, no time, no name of a device or person, no second picture.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Literal
from typing import get_args
from warnings import catch_warnings
from warnings import simplefilter

from dispatch.reading.inspection.cleaning.pictures import clean_jpeg
from dispatch.reading.inspection.worker import bound

if TYPE_CHECKING:
    from PIL.Image import Image

Unfit = Literal["heavy", "large", "heic", "form", "damaged", "slow"]
"""Why a picture is not taken.

`heavy`: the file is too large. `large`: it has too many pixels. `heic`: what some telephones make,
and few programs read. `form`: neither JPEG nor PNG. `damaged`: it does not keep to its own format.
`slow`: it takes too long.
"""
HEAVIEST = 20_000_000
"""The most bytes of a picture that is looked at."""
SIDE = 2_400
"""The most pixels of the longer side of what is kept: every line of a sheet can be read in it."""
QUALITY = 85
SECONDS = 30.0
"""How long one picture may take."""
FAULTS: tuple[Unfit, ...] = get_args(Unfit)
"""In the order of the process's exit codes, which begin with the first."""

_FIRST = 10
_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from dispatch.reading.inspection.photographs import main; main()"
)
_TRANSPARENT = ("RGBA", "LA", "PA", "RGBa", "La")


class _UnfitError(Exception):
    """A picture that is not taken, and why."""

    def __init__(self, fault: Unfit) -> None:
        super().__init__(fault)
        self.fault = fault


def photograph(content: bytes, *, seconds: float = SECONDS) -> bytes | Unfit:
    """Return a picture as the JPEG that is kept of it, or why there is none."""
    if len(content) > HEAVIEST:
        return "heavy"
    if content[4:8] == b"ftyp":
        return "heic"
    root = Path(__file__).resolve().parents[3]
    try:
        done = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-P", "-c", _BEGIN, str(root)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "slow"
    if done.returncode == 0:
        return done.stdout
    told = done.returncode - _FIRST
    # A process that ended in another way has come to the end of its memory.
    return FAULTS[told] if 0 <= told < len(FAULTS) else "large"


def main() -> None:
    """Make what is kept of the picture on the standard input; what is wrong is the exit code."""
    bound()
    try:
        made = _made(sys.stdin.buffer.read())
    except _UnfitError as error:
        sys.exit(_FIRST + FAULTS.index(error.fault))
    sys.stdout.buffer.write(made)


def _made(content: bytes) -> bytes:
    from PIL import Image  # noqa: PLC0415 - only where there are pictures
    from PIL import UnidentifiedImageError  # noqa: PLC0415

    try:
        with catch_warnings():
            simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
                opened.draft("RGB", (SIDE, SIDE))  # a large JPEG is not unpacked in full
                return _jpeg(_flat(_upright(opened)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _UnfitError("large") from error
    except UnidentifiedImageError as error:
        raise _UnfitError("form") from error
    except Exception as error:  # a reader of hostile files may fail in any way it likes
        raise _UnfitError("damaged") from error


def _upright(picture: Image) -> Image:
    """Return a picture as it is to be held; as it is, where nobody can tell how."""
    from PIL import ImageOps  # noqa: PLC0415 - the same

    picture.load()
    with suppress(Exception):
        return ImageOps.exif_transpose(picture)
    return picture


def _flat(picture: Image) -> Image:
    """Return a picture in three colours, on white where it is transparent."""
    from PIL import Image  # noqa: PLC0415 - the same

    if picture.mode not in _TRANSPARENT and "transparency" not in picture.info:
        return picture.convert("RGB")
    shown = picture.convert("RGBA")
    paper = Image.new("RGB", shown.size, "white")
    paper.paste(shown, mask=shown.getchannel("A"))
    return paper


def _jpeg(picture: Image) -> bytes:
    # A picture of its own, for the one that was read carries along what it was read with.
    bare, out = picture.copy(), BytesIO()
    bare.info.clear()
    bare.thumbnail((SIDE, SIDE))
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return clean_jpeg(out.getvalue()).content
