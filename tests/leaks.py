"""Canaries, and the scanner that finds them in whatever a reader can make of a folder's bytes.

A canary has an ASCII half and a Han half, which survive different manglings; each half alone is
enough to be found. White space is nothing to the scanner: lines are folded and PDFs are wrapped.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
import zlib
from itertools import chain
from urllib.parse import unquote

from pypdf import PdfReader

STEMS = "甲乙丙丁戊己庚辛壬癸"
ASCII = re.compile(r"zqx([0-9]{4})qz")
HAN = re.compile(rf"鲲鹏([{STEMS}]{{4}})鹏鲲")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
TAGS = re.compile(r"<[^<>]*>")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
DEPTH = 3
"""How many escapes one inside the other are undone."""


class Canaries:
    """Words that stand in one place each, by what they mark."""

    def __init__(self) -> None:
        self.labels: list[str] = []

    def __call__(self, label: str) -> str:
        """Return a new canary for a place."""
        self.labels.append(label)
        number = len(self.labels) - 1
        return f"ZQX{number:04}QZ鲲鹏{''.join(STEMS[int(d)] for d in f'{number:04}')}鹏鲲"

    def found_in(self, folder) -> dict[str, str]:
        """Return what is found below a folder: by label, the first file that gives it away."""
        found: dict[str, str] = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            data = path.read_bytes() if path.is_file() else b""
            for number in numbers_in(name, data):
                found.setdefault(self.labels[number], name)
        return found


def numbers_in(name: str, data: bytes) -> set[int]:
    """Return the numbers of the canaries in a file's name, bytes and all that they decode to."""
    return {number for text in readings(name, data) for number in _numbers(text)}


def readings(name: str, data: bytes) -> set[str]:
    """Return every text that a reader can make of a file."""
    texts = {name, *(text for piece in _pieces(data) for text in _decoded(piece))}
    if data.startswith(b"%PDF"):
        texts |= set(_pdf(data))
    # Escapes are written in text: what holds NUL is an image, a font or UTF-16.
    fresh = {text for text in texts if "\0" not in text}
    for _ in range(DEPTH):
        fresh = set(chain.from_iterable(map(_undone, fresh))) - texts
        texts |= fresh
    return texts


def _numbers(text: str) -> set[int]:
    bare = UNSEEN.sub("", text).lower()
    han = ("".join(str(STEMS.index(stem)) for stem in each) for each in HAN.findall(bare))
    return {int(each) for each in (*ASCII.findall(bare), *han)}


def _decoded(data: bytes):
    """Yield the data as text; another encoding than UTF-8 is tried where it could be one."""
    yield data.decode("utf-8", errors="ignore")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        others = ENCODINGS[1:]
    else:
        others = ENCODINGS[1:] if b"\0" in data else ()
    yield from (data.decode(encoding, errors="ignore") for encoding in others)


def _undone(text: str):
    """Yield the text without escapes of one kind: HTML, JSON, percent, ICS, tags, base64."""
    yield html.unescape(text)
    paired = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    yield paired.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "%" in text:
        yield unquote(text)
        yield unquote(text, encoding="gb18030")
    yield re.sub(r"\r?\n[ \t]", "", text).replace("\\,", ",")
    yield TAGS.sub("", text)
    for match in BASE64.findall(text):
        yield from _unpacked(match)


def _unpacked(words: str):
    bare = words.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        data = base64.b64decode(bare + "=" * (-len(bare) % 4))
    except (binascii.Error, ValueError):
        return
    yield data.decode("utf-8", errors="ignore")


def _pieces(data: bytes):
    """Yield the bytes, and what they hold if they are compressed."""
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield zlib.decompress(data, wbits=31)
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)


def _pdf(data: bytes):
    """Yield the text of the pages, the metadata, the bookmarks and links, and all streams."""
    reader = PdfReader(io.BytesIO(data))
    yield from (page.extract_text() for page in reader.pages)
    yield repr(dict(reader.metadata or {}))
    yield repr(reader.attachments)
    for number in sorted({*reader.xref.get(0, {}), *reader.xref_objStm}):
        yield from _object(reader, number)


def _object(reader: PdfReader, number: int):
    found = reader.get_object(number)
    if found is None:
        return
    yield repr(found)
    if hasattr(found, "get_data"):
        yield from _decoded(found.get_data())
