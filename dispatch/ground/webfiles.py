"""The files of a folder as a web server gives them away: by address, with their types."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HTML = "text/html; charset=utf-8"
OTHER = "application/octet-stream"
"""The type of what is not known here: browsers offer to keep it."""

_TEXTS: Mapping[str, str] = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".xml": "application/xml",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".svg": "image/svg+xml",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".ics": "text/calendar",
}
_BYTES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".otf": "font/otf",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class WebFile:
    """A file that was found, with the type that tells browsers what it is."""

    content: bytes = field(repr=False)
    type: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """That the address is a folder's without its last slash."""


def content_type(path: str) -> str:
    """Return the media type of a file by its ending; texts are UTF-8."""
    ending = PurePosixPath(path).suffix.lower()
    if ending in _TEXTS:
        return f"{_TEXTS[ending]}; charset=utf-8"
    return _BYTES.get(ending, OTHER)


def media_type(path: str) -> str:
    """Return the media type of a file by its ending, without anything else."""
    return content_type(path).partition(";")[0]


def find(folder: Path, address: str) -> WebFile | Elsewhere | None:
    """Return what the path of an address, as it was asked for, leads to below a folder.

    None for what is not there, for hidden names, and for whatever would lead out: no link below
    the folder is followed, and no part of the address may be `.`, `..` or hold a slash.
    """
    parts = _parts(address)
    if parts is None:
        return None
    try:
        return _read(folder, parts)
    except OSError:
        return None


def _read(folder: Path, names: tuple[str, ...]) -> WebFile | Elsewhere | None:
    with ExitStack() as stack:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        stack.callback(os.close, handle)
        for name in names:
            handle = os.open(name, _FLAGS, dir_fd=handle)
            stack.callback(os.close, handle)
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            return Elsewhere()
        if not stat.S_ISREG(mode):
            return None
        with os.fdopen(os.dup(handle), "rb") as file:
            return WebFile(content=file.read(), type=content_type(names[-1]))


def _parts(address: str) -> tuple[str, ...] | None:
    """Return the names on the way; None where one of them is not a name."""
    pieces = [unquote_to_bytes(piece) for piece in address.split("/")]
    if pieces[-1] == b"":
        pieces[-1] = b"index.html"
    with suppress(UnicodeDecodeError):
        names = tuple(piece.decode() for piece in pieces)
        if all(_is_name(name) for name in names):
            return names
    return None


def _is_name(name: str) -> bool:
    return bool(name) and not name.startswith(".") and not set(name) & {"/", "\\", "\0"}
