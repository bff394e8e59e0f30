"""Finding and reading files that anybody may have put there: links, pipes, any bytes at all."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.source import Place
from dispatch.ground.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE_LIMIT = 1_000_000
"""The most bytes that a text file may have."""

DEPTH_LIMIT = 16
"""The most folders that a file may lie in."""

FAULT_LIMIT = 20
"""The most forbidden characters that are reported of one file."""

_OPENING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PIECE = 65_536
_TEXT_ENDINGS = (".md", ".yaml", ".yml")
_IGNORED = re.compile(r"\..*|~\$.*|.*~|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_UNUSABLE = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"|?*\\]'
)
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_FORBIDDEN = re.compile(
    f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u2028\u2029\ufffe\uffff{_BIDI}{_INVISIBLE}]"
)


def walk(root: Path, folder: str) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Return the paths of all regular files below a folder, sorted, and the faults of the rest.

    Hidden files and those that office programs leave (`~$…`) are passed over without a word;
    links are never followed.
    """
    paths: list[str] = []
    found: list[Diagnostic] = []
    if (root / folder).is_symlink():
        return (), (diagnostic("S004", Place(folder), "link"),)
    for path, fault in _below(root, folder):
        if fault is None:
            paths.append(path)
        else:
            found.append(fault)
    return tuple(sorted(paths)), tuple(found)


def _below(root: Path, folder: str) -> Iterator[tuple[str, Diagnostic | None]]:
    try:
        listing = sorted(os.scandir(root / folder), key=lambda each: each.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for each in listing:
        path = f"{folder}/{each.name}"
        if _IGNORED.fullmatch(each.name):
            continue
        if fault := _fault_of(path, each):
            yield path, fault
        elif path.count("/") > DEPTH_LIMIT:
            yield path, diagnostic("S004", Place(path), "deep")
        elif each.is_dir(follow_symlinks=False):
            yield from _below(root, path)
        else:
            yield path, None


def _fault_of(path: str, each: os.DirEntry[str]) -> Diagnostic | None:
    shown = Place(path.encode("utf-8", "backslashreplace").decode())
    if _UNUSABLE.search(each.name) or not each.name.isprintable():
        return diagnostic("S005", shown, name=ascii(each.name))
    if unicodedata.normalize("NFC", each.name) != each.name:
        return diagnostic("S005", shown, name=ascii(each.name))
    if each.is_symlink():
        return diagnostic("S004", shown, "link")
    if each.is_dir(follow_symlinks=False):
        named_as_text = each.name.lower().endswith(_TEXT_ENDINGS)
        return diagnostic("S004", shown, "folder") if named_as_text else None
    return None if each.is_file(follow_symlinks=False) else diagnostic("S004", shown, "special")


def has_link(root: Path, path: str) -> bool:
    """Tell whether any part of a path below the root is a link, which may lead anywhere."""
    parts = path.split("/")
    return any((root / "/".join(parts[:end])).is_symlink() for end in range(1, len(parts) + 1))


def read_bytes(root: Path, path: str, *, limit: int = SIZE_LIMIT) -> bytes | Diagnostic:
    """Return the bytes of a regular file below the root, or why they cannot be had."""
    try:
        handle = os.open(f"{root}/{path}", _OPENING)
    except FileNotFoundError:
        return diagnostic("S020", Place(path), name=path.rsplit("/", 1)[-1])
    except OSError as error:
        variant = "link" if (root / path).is_symlink() else "unreadable"
        return diagnostic("S004", Place(path), variant, reason=error.strerror or "")
    try:
        return _content(handle, path, limit)
    finally:
        os.close(handle)


def _content(handle: int, path: str, limit: int) -> bytes | Diagnostic:
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        variant = "folder" if stat.S_ISDIR(state.st_mode) else "special"
        return diagnostic("S004", Place(path), variant)
    data = os.read(handle, min(state.st_size, limit) + 1)
    # One that has grown since, or is longer than it says, is read to its end.
    while state.st_size < len(data) <= limit and (more := os.read(handle, _PIECE)):
        data += more
    return diagnostic("S003", Place(path), limit=f"{limit:,}") if len(data) > limit else data


def read_source(root: Path, path: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Return a text file below the root as a source, or the faults of its bytes."""
    data = read_bytes(root, path)
    if isinstance(data, Diagnostic):
        return None, (data,)
    return source_of(path, data)


def source_of(path: str, data: bytes) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Return bytes as a source: UTF-8, one byte order mark and any line ends accepted."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_encoding_fault(path, data, error),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path=path, text=text, digest=hashlib.sha256(data).hexdigest())
    faults = tuple(islice(_forbidden(source), FAULT_LIMIT))
    return (None if faults else source), faults


def _encoding_fault(path: str, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = data[: error.start].decode("utf-8", "replace").replace("\r\n", "\n")
    place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return diagnostic("S001", place, guess=_guess(data))


def _guess(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GBK"


def _forbidden(source: Source) -> Iterator[Diagnostic]:
    for match in _FORBIDDEN.finditer(source.text):
        character = match[0]
        kinds = (("bidi", _BIDI), ("invisible", _INVISIBLE))
        variant = next((name for name, group in kinds if character in group), "control")
        place = source.place(match.start())
        yield diagnostic("S002", place, variant, character=f"U+{ord(character):04X}")
