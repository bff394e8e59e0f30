"""Attached files, looked into: whatever is in them is found, and no file can do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import get_args

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from PIL import Image
from PIL import PngImagePlugin
from pypdf import PdfReader
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject
from pypdf.generic import NameObject
from pypdf.generic import TextStringObject

from dispatch.model.site import AttachedFile
from dispatch.reading.inspection import Obstacle
from dispatch.reading.inspection import inspect
from dispatch.reading.inspection.crew import inspect_files
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "QX7Z secret 20261123"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(members, **how):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **how) as whole:
        for name, content in members.items():
            whole.writestr(name, content)
    return out.getvalue()


def docx(body="", **parts):
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    return zipped(members | {f"word/{name}.xml": text for name, text in parts.items()})


def paragraph(*runs):
    return "<w:p>" + "".join(f"<w:r>{run}</w:r>" for run in runs) + "</w:p>"


def xlsx(rows, *, state="visible", strings=(), cols=""):
    sheet = f"<worksheet {S}>{cols}<sheetData>{rows}</sheetData></worksheet>"
    listed = f'<sheet name="明细" sheetId="1" r:id="rId1" state="{state}"/>'
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    link = '<Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f"<workbook {S}><sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}">{link}</Relationships>',
            "xl/sharedStrings.xml": f"<sst {S}>{shared}</sst>",
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def pdf(*, text=True, **more):
    source = PdfReader(sheet_of_text())
    writer = PdfWriter()
    if text:
        writer.append(source)
    else:
        writer.add_blank_page(width=200, height=200)
    for change in more.values():
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sheet_of_text():
    """Return a PDF of one page that says the secret, written by hand."""
    stream = f"BT /F1 12 Tf 20 100 Td ({SECRET}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return io.BytesIO(out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


def words(found):
    return "\n".join(piece.text for piece in found.pieces)


def kinds(found):
    return {trait.kind for trait in found.traits}


def picture(form="PNG", **how):
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form, **how)
    return out.getvalue()


# Texts.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_a_text_is_read_in_whatever_it_is_written(encoding):
    found = inspect("名单.csv", "姓名,电话\n张三,000\n".encode(encoding))
    assert "张三,000" in words(found)
    assert (found.obstacles, found.traits) == ((), ())


# Office documents.


def test_a_word_that_is_cut_into_runs_is_one_word():
    runs = (f"<w:t>{SECRET[:7]}</w:t>", f"<w:rPr><w:b/></w:rPr><w:t>{SECRET[7:]}</w:t>")
    found = inspect("a.docx", docx(paragraph(*runs)))
    assert SECRET in words(found)
    assert not any(piece.hidden for piece in found.pieces)


def test_what_a_reader_of_a_document_does_not_see_is_found_and_told():
    deleted = f"<w:p><w:del><w:r><w:delText>{SECRET}1</w:delText></w:r></w:del></w:p>"
    veiled = paragraph(f"<w:rPr><w:vanish/></w:rPr><w:t>{SECRET}2</w:t>")
    note = f"<w:comments {W}><w:comment><w:p><w:r><w:t>{SECRET}3</w:t></w:r></w:p></w:comment></w:comments>"  # noqa: E501
    found = inspect("a.docx", docx(deleted + veiled, comments=note, footnotes=f"<x>{SECRET}4</x>"))
    assert all(f"{SECRET}{number}" in words(found) for number in (1, 2, 3, 4))
    assert kinds(found) == {"tracked-change", "hidden-text", "comment"}
    assert {piece.where for piece in found.pieces if piece.hidden} == {
        "word/comments.xml",
        "word/footnotes.xml",
    }


def test_text_that_is_not_hidden_after_all_is_not_told_as_hidden():
    shown = paragraph('<w:rPr><w:vanish w:val="false"/></w:rPr><w:t>见</w:t>')
    assert inspect("a.docx", docx(shown)).traits == ()


def test_properties_and_what_attributes_say_are_found():
    whole = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": f"<cp><creator>{SECRET}</creator></cp>",
            "word/document.xml": f'<w:p {W}><pic descr="00000000000 {SECRET}"/></w:p>',
        }
    )
    assert words(inspect("a.docx", whole)).count(SECRET) == 2


def test_rows_are_read_as_rows_with_numbers_written_out():
    cells = (
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3"><v>6.2270000000000003E+18</v></c>'
        '<c r="C3" t="inlineStr"><is><t>在册</t></is></c><c r="D3"><v>0.25</v></c></row>'
    )
    (piece, *_) = inspect("a.xlsx", xlsx(cells, strings=("张三",))).pieces
    assert (piece.where, piece.text) == ("明细!3", "张三\t6227000000000000300\t在册\t0.25")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"state": "hidden"}, "hidden-sheet"),
        ({"state": "veryHidden"}, "hidden-sheet"),
        ({"cols": '<cols><col min="1" max="1" hidden="1"/></cols>'}, "hidden-cells"),
    ],
)
def test_hidden_sheets_and_columns_are_read_and_told(given, kind):
    row = f'<row r="1"><c r="A1" t="str"><v>{SECRET}</v></c></row>'
    found = inspect("a.xlsx", xlsx(row, **given))
    assert SECRET in words(found)
    assert kinds(found) == {kind}


def test_hidden_rows_are_read_and_told():
    row = f'<row r="7" hidden="1"><c r="A7" t="str"><v>{SECRET}</v></c></row>'
    found = inspect("a.xlsx", xlsx(row))
    assert [(each.text, each.hidden) for each in found.pieces] == [(SECRET, True)]
    assert kinds(found) == {"hidden-cells"}


def part(name, content):
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {W}/>",
            name: content,
        }
    )


@pytest.mark.parametrize(
    "content",
    [
        part("word/x.bin", f"\0{SECRET}"),
        part("word/x.bin", f"\0{SECRET}".encode("utf-16-le")),
        part("word/afchunk.html", f"<p>{SECRET}</p>"),
        part("word/more.XML", f"<p>{SECRET}</p>"),
        part("docProps/thumbnail.jpeg", picture("JPEG", comment=SECRET.encode())),
        xlsx('<row r="1"><c><v>1</v></c></row>', strings=[SECRET]),
        xlsx(f'<row r="1"><c><f>"{SECRET[:4]}" &amp; "{SECRET[4:]}"</f><v>1</v></c></row>'),
        docx(
            "<w:p><w:r>"
            + "".join(f'<w:sym w:char="F0{ord(each):02X}"/>' for each in SECRET)
            + "</w:r></w:p>"
        ),
        zipped({f"{SECRET}.txt": "x"}),
        ("{\\rtf1 " + f"{SECRET[:5]}{{\\b {SECRET[5:]}}}}}").encode(),
        ("{\\rtf1 " + "".join(f"\\u{ord(each)}?" for each in SECRET) + "}").encode(),
        ("{\\rtf1 " + "".join(f"\\'{ord(each):02x}" for each in SECRET) + "}").encode(),
        "".join(f"&#{ord(each)};" for each in SECRET).encode(),
    ],
)
def test_what_is_put_where_nobody_looks_is_found(content):
    assert SECRET in words(inspect("a", content))


def test_what_lies_before_a_zip_is_an_obstacle():
    behind = zipped({"a.txt": SECRET}) + zipped({"b.txt": "x"})
    assert "damaged" in inspect("a.zip", behind).obstacles


def test_a_binary_workbook_is_an_obstacle():
    assert inspect("a", part("xl/workbook.bin", b"\0")).obstacles == ("unknown",)
    assert inspect("a", part("xl/printerSettings/printerSettings1.bin", b"\0")).obstacles == ()


def test_a_document_type_is_refused_so_that_nothing_unfolds():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert inspect("a.docx", docx(comments=bomb)).obstacles == ("damaged",)


@pytest.mark.parametrize("name", ["a.odt", "a.ofd"])
def test_open_documents_and_ofd_are_read(name):
    mark = "mimetype" if name.endswith("odt") else "OFD.xml"
    inner = f"<c><p>{SECRET}</p></c>"
    assert SECRET in words(inspect(name, zipped({mark: "<x/>", "Doc_0/content.xml": inner})))


# PDF.


def test_the_pages_notes_fields_and_properties_of_a_pdf_are_read():
    def annotate(writer):
        note = FreeText(text=f"{SECRET} note", rect=(0, 0, 9, 9))
        writer.add_annotation(page_number=0, annotation=note)

    def describe(writer):
        writer.add_metadata({"/Author": "某人", "/Subject": f"{SECRET} subject"})

    found = inspect("a.pdf", pdf(annotate=annotate, describe=describe))
    text = words(found)
    assert all(f"{SECRET}{more}" in text for more in ("", " note", " subject"))
    assert {"comment", "person"} <= kinds(found)
    assert found.obstacles == ()


def test_files_within_a_pdf_are_looked_into():
    def attach(writer):
        writer.add_attachment("名单.csv", f"张三,{SECRET}1".encode())

    found = inspect("a.pdf", pdf(attach=attach))
    assert f"{SECRET}1" in words(found)
    assert kinds(found) == {"embedded"}


def test_a_locked_pdf_is_an_obstacle_and_an_unlocked_one_is_read():
    def lock(password):
        return lambda writer: writer.encrypt(password, owner_password="别的", algorithm="RC4-128")

    assert inspect("a.pdf", pdf(lock=lock("口令"))).obstacles == ("encrypted",)
    assert SECRET in words(inspect("a.pdf", pdf(lock=lock(""))))


def test_a_page_that_is_a_picture_was_scanned():
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PDF")
    assert inspect("a.pdf", out.getvalue()).obstacles == ("scanned",)


def test_a_script_in_a_pdf_is_told():
    def script(writer):
        action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("1"),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)

    assert "script" in kinds(inspect("a.pdf", pdf(script=script)))


def test_a_pdf_that_is_none_is_searched_for_traces():
    found = inspect("a.pdf", b"%PDF-1.7\n" + SECRET.encode())
    assert (found.obstacles, SECRET in words(found)) == (("damaged",), True)


# Pictures.


def test_words_and_position_that_a_picture_carries_are_found():
    exif = Image.Exif()
    exif[0x010E] = f"{SECRET} described"
    exif[0x013B] = "某人"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (29.0, 1.0, 2.0)
    more = PngImagePlugin.PngInfo()
    more.add_text("Comment", f"{SECRET} said")
    found = inspect("a.jpg", picture("JPEG", exif=exif))
    assert f"{SECRET} described" in words(found)
    assert kinds(found) == {"position", "person"}
    assert f"{SECRET} said" in words(inspect("a.png", picture(pnginfo=more)))
    assert found.obstacles == ("picture",)


def test_a_picture_of_400_megapixels_is_refused_before_it_is_unpacked():
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunks = (b"IHDR" + head, b"IDAT" + zlib.compress(b"\0" * 60_000), b"IEND")
    parts = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    whole = b"\x89PNG\r\n\x1a\n" + b"".join(parts)
    assert inspect("a.png", whole).obstacles == ("too-large",)


# Files within files, and files that nobody reads.


@pytest.mark.parametrize("front", [picture(), picture("JPEG"), pdf()])
def test_a_zip_behind_another_file_is_looked_into(front):
    found = inspect("a", front + zipped({"名单.csv": f"{SECRET}\n张三"}))
    assert "张三" in words(found)
    assert "embedded" in kinds(found)


def test_words_behind_the_end_of_a_picture_are_found():
    assert SECRET in words(inspect("a.jpg", picture("JPEG") + SECRET.encode()))


def test_zips_are_looked_into_down_to_a_bound():
    content = zipped({"名单.txt": SECRET})
    for _ in range(2):
        content = zipped({"内.zip": content})
    assert SECRET in words(inspect("a.zip", content))
    for _ in range(3):
        content = zipped({"内.zip": content})
    assert inspect("a.zip", content).obstacles == ("too-large",)


def test_what_unfolds_beyond_the_bound_is_refused_though_it_is_no_text():
    assert inspect("a.zip", zipped({"a.bin": b"\x01" * 210_000_000})).obstacles == ("too-large",)
    assert inspect("a.zip", zipped({"a.bin": b"\x01" * 1_000})).obstacles == ("unknown",)


def test_bombs_are_refused_within_bounds():
    assert inspect("a.zip", zipped({"a.txt": b"0" * 210_000_000})).obstacles == ("too-large",)
    many = zipped({f"{number}.txt": "" for number in range(5_001)})
    assert inspect("a.zip", many).obstacles == ("too-large",)


def test_a_locked_zip_is_an_obstacle():
    whole = bytearray(zipped({"a.txt": SECRET}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    assert inspect("a.zip", bytes(whole)).obstacles == ("encrypted",)


def test_old_and_locked_office_documents_are_searched_for_traces():
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
    old = inspect("a.doc", head + SECRET.encode("utf-16-le"))
    assert (old.obstacles, SECRET in words(old)) == (("legacy",), True)
    locked = inspect("a.xlsx", head + "EncryptedPackage".encode("utf-16-le"))
    assert locked.obstacles == ("encrypted",)


def test_what_nobody_knows_is_an_obstacle():
    found = inspect("a.bin", b"\x00\x01\x02" + SECRET.encode() + b"\x00")
    assert (found.obstacles, SECRET in words(found)) == (("unknown",), True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_the_bytes_are_there_is_an_answer(data):
    seeds = (docx(paragraph("<w:t>甲</w:t>")), xlsx("<row/>"), pdf(), picture(), b"%PDF-1.4", b"PK")
    seed = bytearray(data.draw(st.sampled_from(seeds)))
    for _ in range(data.draw(st.integers(0, 8))):
        place = data.draw(st.integers(0, len(seed) - 1))
        seed[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(seed)))
    found = inspect("a", bytes(seed[:cut]))
    assert set(found.obstacles) <= set(get_args(Obstacle))
    assert found == inspect("a", bytes(seed[:cut]))


# Many files, each in bounds.


def attached(folder: Path, name: str, content: bytes) -> AttachedFile:
    path = folder / name
    path.write_bytes(content)
    digest = sha256(content).hexdigest()
    return AttachedFile(
        path=f"attachments/{name}", size=len(content), digest=digest, location=str(path)
    )


def test_each_file_is_looked_into_and_the_same_bytes_once(tmp_path):
    files = [
        attached(tmp_path, "a.pdf", pdf()),
        attached(tmp_path, "b.pdf", pdf()),
        attached(tmp_path, "c.csv", SECRET.encode()),
        attached(tmp_path, "d.zip", zipped({"a.txt": b"0" * 210_000_000})),
        attached(tmp_path, "e.docx", docx(paragraph(f"<w:t>{SECRET}</w:t>"))),
    ]
    found = inspect_files(files)
    assert list(found) == [file.path for file in files]
    assert [SECRET in words(each) for each in found.values()] == [True, True, True, False, True]
    assert found["attachments/d.zip"].obstacles == ("too-large",)


def test_a_file_that_takes_too_long_costs_one_answer(tmp_path):
    files = [attached(tmp_path, "a.pdf", pdf()), attached(tmp_path, "b.csv", b"1")]
    found = inspect_files(files, seconds=0.001)
    assert found["attachments/a.pdf"].obstacles == ("too-slow",)
    assert found["attachments/b.csv"].obstacles == ()


def test_the_attachments_of_the_bureau_can_all_be_looked_into():
    paths = sorted((ROOT / "content/attachments").iterdir())
    found = {path.name: inspect(path.name, path.read_bytes()) for path in paths}
    assert found
    assert not {name: each.obstacles for name, each in found.items() if each.obstacles}
