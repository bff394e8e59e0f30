"""Files made to harm whoever opens them, small as files go."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from tests.cases.carriers import SHEETS
from tests.cases.carriers import docx
from tests.cases.carriers import xlsx
from tests.cases.carriers import zipped

if TYPE_CHECKING:
    from collections.abc import Callable


def large_member() -> bytes:
    """Return a zip of 200 kB that unfolds to more than 200 MB."""
    return zipped({"a.txt": b"0" * 210_000_000})


def many_members() -> bytes:
    """Return a zip of a hundred thousand files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for number in range(100_000):
            whole.writestr(f"{number}.txt", "")
    return out.getvalue()


def overlapping() -> bytes:
    """Return a zip that lists the same packed bytes 200 times."""
    base = zipped({"a.txt": b"0" * 10_000_000})
    start, end = base.index(b"PK\1\2"), base.rindex(b"PK\5\6")
    listed = base[start:end] * 200
    tail = bytearray(base[end:])
    struct.pack_into("<HHI", tail, 8, 200, 200, len(listed))
    return base[:start] + listed + bytes(tail)


def fanned() -> bytes:
    """Return zips of sixteen zips of sixteen zips of sixteen files, all the same."""
    content = zipped({f"{number}.txt": b"0" * 4_000_000 for number in range(16)})
    for _ in range(2):
        content = zipped({f"{number}.zip": content for number in range(16)})
    return content


def without_end() -> bytes:
    """Return a zip in a zip, and so on for longer than anybody would look."""
    content = zipped({"a.zip": b"x"})
    for _ in range(100):
        content = zipped({"a.zip": content})
    return content


def wide_png() -> bytes:
    """Return a PNG of 400 megapixels."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return _png(b"IHDR" + head, b"IDAT" + zlib.compress(b"\0" * 60_000), b"IEND")


def wordy_png() -> bytes:
    """Return a PNG with a packed text of 100 MB."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    said = b"zTXtComment\0\0" + _packed(100)
    return _png(b"IHDR" + head, said, b"IDAT" + zlib.compress(b"\0" * 4), b"IEND")


def _png(*chunks: bytes) -> bytes:
    parts = (
        struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each))
        for each in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def wide_webp() -> bytes:
    """Return a WebP of 268 megapixels, the most there can be."""
    size = 16_383 - 1
    body = b"\x2f" + struct.pack("<I", size | size << 14) + b"\0" * 21
    chunk = b"VP8L" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def wide_tiff() -> bytes:
    """Return a TIFF of 400 megapixels."""
    size = 20_000
    tags = {256: size, 257: size, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: size, 279: size**2}
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + rows + b"\0" * 4


def _packed(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"0" * 1_000_000) for _ in range(megabytes)]
    return b"".join((*parts, packer.flush()))


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF"
    return out + head + table + end % (len(objects) + 1, trailer, len(out))


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def packed_pdf() -> bytes:
    """Return a PDF whose page unfolds to a gigabyte."""
    data = _packed(1_000)
    return _pdf(
        CATALOGUE,
        PAGES,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(data), data),
    )


def twice_packed_pdf() -> bytes:
    """Return the same, packed twice, in some 2 kB."""
    data = zlib.compress(_packed(1_000))
    return _pdf(
        CATALOGUE,
        PAGES,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(data), data),
    )


def looped_pages() -> bytes:
    """Return a PDF whose pages are their own children."""
    return _pdf(CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")


def looped_states() -> bytes:
    """Return a PDF whose earlier state is itself."""
    empty = (CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>")
    start = _pdf(*empty).split()[-2]
    return _pdf(*empty, trailer=b"/Prev " + start)


def looped_objects() -> bytes:
    """Return a PDF whose names, bookmarks, fields, notes and drawings lead to themselves."""
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names 1 0 R/Outlines 4 0 R/AcroForm 5 0 R>>",
        PAGES,
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents[3 0 R 3 0 R]/Annots[3 0 R]"
            b"/Resources<</XObject<</A 6 0 R>>>>>>"
        ),
        b"<</First 4 0 R/Next 4 0 R/Title(a)>>",
        b"<</Fields[5 0 R]/Kids[5 0 R]/T(a)/FT/Tx>>",
        (
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 6 0 R>>>>"
            b"/Length 4>>stream\n/A Do\nendstream"
        ),
    )


def fanned_drawings() -> bytes:
    """Return a PDF of thirty drawings, each of which draws the next one twice."""
    drawn = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A %d 0 R>>>>"
    return _pdf(
        CATALOGUE,
        PAGES,
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
            b"/Resources<</XObject<</A 5 0 R>>>>>>"
        ),
        b"<</Length 5>>stream\n/A Do\nendstream",
        *(
            drawn % min(6 + number, 34) + b"/Length 11>>stream\n/A Do /A Do\nendstream"
            for number in range(30)
        ),
    )


def long_attribute() -> bytes:
    """Return a document with one attribute of 60 MB."""
    return docx(f'<w:p w:x="{"9" * 60_000_000}"/>')


def many_attributes() -> bytes:
    """Return a document with an element of a million attributes."""
    return docx("<w:p " + " ".join(f'a{number}="1"' for number in range(1_000_000)) + "/>")


def deep_elements() -> bytes:
    """Return a document of a million elements, each in the one before."""
    return docx("<w:p>" * 1_000_000 + "</w:p>" * 1_000_000)


def long_text() -> bytes:
    """Return a document with a word of 30 million characters."""
    return docx(f"<w:p><w:r><w:t>{'9 ' * 15_000_000}</w:t></w:r></w:p>")


def repeated_string() -> bytes:
    """Return a workbook of 100,000 cells that all share one string of 30,000 characters."""
    cells = '<c t="s"><v>0</v></c>' * 100_000
    row = f'<row r="1">{cells}</row>'
    shared = f'<sst xmlns="{SHEETS}"><si><t>{"9" * 30_000}</t></si></sst>'
    return xlsx(row, xl__sharedStrings=shared)


REFUSED: tuple[Callable[[], bytes], ...] = (
    large_member,
    many_members,
    overlapping,
    fanned,
    without_end,
    wide_png,
    wordy_png,
    wide_webp,
    wide_tiff,
    packed_pdf,
    twice_packed_pdf,
    looped_pages,
    long_attribute,
    many_attributes,
    deep_elements,
    long_text,
    repeated_string,
)
"""What is not looked at to its end."""
HARMLESS: tuple[Callable[[], bytes], ...] = (looped_states, looped_objects, fanned_drawings)
"""What may be looked at to its end, for there is one."""
