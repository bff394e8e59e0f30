"""Cleaned copies: numbers covered wherever they stand, names gone, all else as it was."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from PIL import Image
from PIL import PngImagePlugin
from pypdf import PdfReader

from dispatch.ground.personal import Masks
from dispatch.ground.personal import number_hits
from dispatch.reading.inspection import inspect
from dispatch.reading.inspection.cleaning import cleaned
from tests.test_inspection import docx
from tests.test_inspection import paragraph
from tests.test_inspection import pdf
from tests.test_inspection import picture
from tests.test_inspection import xlsx
from tests.test_inspection import zipped

ID = "11010519491231002X"
COVERED = "110***********002X"
NUMBER = "110105194912310010"
"""Eighteen digits with a true check digit."""
MOBILE = "13800138000"
MASKS = Masks()
CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>张三</dc:creator>'
    "<cp:lastModifiedBy>李四</cp:lastModifiedBy><dc:title>{}</dc:title></cp:coreProperties>"
)


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def hits(content):
    found = inspect("x", content)
    return [hit for piece in found.pieces for hit in number_hits(piece.text)]


def made(content):
    result = cleaned(content, MASKS)
    assert result is not None
    assert hits(result.content) == []
    assert cleaned(result.content, MASKS) is None
    return result


def test_a_number_that_is_cut_into_runs_is_covered_in_the_first_of_them():
    runs = [f"<w:t>甲{ID[:7]}</w:t>", f"<w:t>{ID[7:12]}</w:t>", f"<w:t>{ID[12:]}乙&amp;丙</w:t>"]
    content = docx(paragraph(*runs) + paragraph("<w:t>末段</w:t>"))
    result = made(content)
    before, after = members(content), members(result.content)
    assert (list(before), result.covered) == (list(after), 1)
    text = after.pop("word/document.xml").decode()
    assert f"<w:t>甲{COVERED}</w:t>" in text
    assert "<w:t>乙&amp;丙</w:t>" in text
    assert "末段" in text
    assert after == {name: data for name, data in before.items() if name in after}


def test_what_is_hidden_is_covered_and_stays():
    gone = f'<w:del w:id="1" w:author="x"><w:r><w:delText>{ID}</w:delText></w:r></w:del>'
    note = f"<w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p>"
    note = f"<w:comments xmlns:w='w'><w:comment>{note}</w:comment></w:comments>"
    result = made(docx(f"<w:p>{gone}</w:p>", comments=note))
    assert result.covered == 2
    kinds = {trait.kind for trait in inspect("x", result.content).traits}
    assert {"tracked-change", "comment"} <= kinds


def test_names_are_taken_out_of_the_properties():
    core = {"[Content_Types].xml": "<Types/>", "docProps/core.xml": CORE.format(f"发给{MOBILE}")}
    result = made(zipped(core))
    said = members(result.content)["docProps/core.xml"].decode()
    assert "张三" not in said
    assert "李四" not in said
    assert "发给138****8000" in said
    assert result.removed == ("names",)


@pytest.mark.parametrize(
    "cell",
    [
        f'<c r="A1" s="3" t="inlineStr"><is><t>{ID}</t></is></c>',
        f'<c r="A1" s="3" t="str"><f>"{ID}"</f><v>{ID}</v></c>',
        '<c r="A1" s="3" t="s"><v>0</v></c>',
        f'<c r="A1" s="3"><v>{MOBILE}</v></c>',
        '<c r="A1" s="3" t="n"><v>1.3800138E+10</v></c>',
    ],
)
def test_cells_are_covered_whatever_they_are(cell):
    rows = f'<row r="1">{cell}<c r="B1"><v>300</v></c></row>'
    result = made(xlsx(rows, strings=[ID]))
    sheet = members(result.content)["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="B1"><v>300</v></c>' in sheet
    assert 's="3"' in sheet
    assert "300" in "\n".join(piece.text for piece in inspect("x", result.content).pieces)


def test_hidden_rows_are_told_and_not_dropped():
    row = f'<row r="2" hidden="1"><c t="inlineStr"><is><t>{ID}</t></is></c></row>'
    result = made(xlsx(row))
    assert {each.kind for each in inspect("x", result.content).traits} == {"hidden-cells"}


def test_a_number_over_several_cells_stays_and_is_found_again():
    parts = (ID[:6], ID[6:14], ID[14:])
    cells = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in parts)
    content = xlsx(f'<row r="1">{cells}</row>')
    assert cleaned(content, MASKS) is None
    assert len(hits(content)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_stays_in_what_it_is_written_in(encoding):
    text = "姓名,证号\r\n李四,{}\r\n"
    assert made(text.format(ID).encode(encoding)).content == text.format(COVERED).encode(encoding)


def test_what_lies_in_a_zip_is_cleaned():
    inner = docx(paragraph(f"<w:t>{ID}</w:t>"))
    result = made(zipped({"a/名单.docx": inner, "b.csv": f"{MOBILE}\n", "c.bin": b"\0\1"}))
    assert result.covered == 2
    assert members(result.content)["c.bin"] == b"\0\1"


def pixels(content):
    with Image.open(io.BytesIO(content)) as opened:
        return opened.size, opened.convert("RGBA").tobytes()


def exif(turn=1):
    said = Image.Exif()
    said[0x013B], said[0x0112] = "张三", turn
    said.get_ifd(0x8825)[1] = "N"
    return said


def test_a_png_keeps_its_pixels_and_nothing_else():
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", f"拍给{MOBILE}")
    said.add_itxt("XML:com.adobe.xmp", ID)
    content = picture(pnginfo=said, exif=exif()) + b"behind the end"
    result = made(content)
    assert pixels(result.content) == pixels(content)
    assert inspect("x", result.content).traits == ()
    assert b"behind" not in result.content


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_is_not_packed_anew_and_keeps_its_turn(progressive):
    content = picture("JPEG", exif=exif(6), comment=ID.encode(), progressive=progressive)
    result = made(content + f"behind {ID}".encode())
    assert pixels(result.content) == pixels(content)
    assert inspect("x", result.content).traits == ()
    with Image.open(io.BytesIO(result.content)) as opened:
        assert dict(opened.getexif()) == {0x0112: 6}
    scan = content.index(b"\xff\xda")
    assert result.content.endswith(content[scan:])


def test_a_pdf_loses_what_it_says_of_itself_and_keeps_its_pages():
    def author(writer):
        writer.add_metadata({"/Author": "张三", "/Title": ID})

    result = made(pdf(author=author))
    read = PdfReader(io.BytesIO(result.content))
    assert not (read.metadata or {}).get("/Author")
    assert read.xmp_metadata is None
    assert "张三".encode("utf-16-be") not in result.content
    assert "secret" in read.pages[0].extract_text()


def test_what_cannot_be_cleaned_is_left():
    assert cleaned(b"PK\x03\x04 no zip", MASKS) is None
    assert cleaned(b"\x89PNG\r\n\x1a\n broken", MASKS) is None
    assert cleaned(b"%PDF-1.4 broken", MASKS) is None
    assert cleaned(b"\0\1\2", MASKS) is None
    assert cleaned("没有什么".encode(), MASKS) is None


WHOLE = [docx(paragraph(f"<w:t>{ID}</w:t>")), picture(exif=exif()), picture("JPEG", exif=exif())]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(WHOLE), st.integers(0, 400), st.binary(max_size=6))
def test_whatever_the_bytes_are_cleaning_ends(content, at, noise):
    result = cleaned(content[:at] + noise + content[at + len(noise) :], MASKS)
    assert result is None or isinstance(result.content, bytes)


LISTED = "attachments: [{file: attachments/表.docx, title: 表}]\nelements:"


def test_fix_lays_a_copy_beside_and_says_what_is_left(make_root, run):
    path = "content/entries/2026/2026-0001.md"
    body = paragraph(f"<w:t>{ID}</w:t>") + "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"
    original = docx(body)
    root = make_root({"content/attachments/表.docx": original})
    text = (root / path).read_text("utf-8").replace("elements:", LISTED, 1)
    (root / path).write_text(text, "utf-8")
    code, out, err = run("check", "--fix", "--yes", "--root", root, "--as-of", "2026-11-23")
    assert code == 1
    assert ID not in out + err
    assert "修订" in out
    folder = root / "content/attachments"
    assert (folder / "表.docx").read_bytes() == original
    assert sorted(each.name for each in folder.iterdir()) == [
        "2026-0001.csv", "表.cleaned.docx", "表.docx"
    ]  # fmt: skip
    assert hits((folder / "表.cleaned.docx").read_bytes()) == []
