"""Sheets as parts: many in one document, on other paper, in larger type, with other fonts."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from dispatch.model.config import FontsConfig
from dispatch.model.paper import MILLIMETRES
from dispatch.rendering.sheets import MissingGlyph
from dispatch.rendering.sheets import SheetLayoutError
from dispatch.rendering.sheets import Sheets
from dispatch.rendering.sheets import pages_of
from dispatch.rendering.sheets.faces import embedding
from dispatch.rendering.sheets.faces import table_of
from dispatch.rendering.sheets.fonts import FontForbiddenError
from dispatch.rendering.sheets.fonts import FontUnreadableError
from dispatch.rendering.sheets.fonts import font_files
from tests.test_sheets import LAYOUTS
from tests.test_sheets import TEXT
from tests.test_sheets import rows
from tests.test_sheets import view

OWN = """#import "parts.typ": *
#let hei = (font: "None")
#let own(view) = sheet(measures(view), view, [= #view.name
自己的#table[甲]])
"""
BUNDLE = """#import "parts.typ": *
#let bundle(view) = {
  sheet(measures(view), view, foot: (m, view) => none, [= #view.name])
  view.sheets.join()
}
"""
DAY = date(2026, 10, 12)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory) -> Sheets:
    folder = tmp_path_factory.mktemp("layouts")
    (folder / "sheets").mkdir()
    (folder / "sheets" / "own.typ").write_text(OWN, "utf-8")
    (folder / "sheets" / "bundle.typ").write_text(BUNDLE, "utf-8")
    return Sheets((folder, LAYOUTS))


def words(page) -> str:
    return re.sub(r"[\s\u200b]", "", page.extract_text())


def test_many_sheets_make_one_document_and_each_counts_its_own_pages(sheets):
    views = (view(), view(layout="own"), view(rows(60)), view("# 甲\n\n**乙**\n\n# 丙"))
    content, faults = sheets.document("bundle", {}, name="巡查单", day=DAY, sheets=views)
    assert faults == ()
    reader = PdfReader(BytesIO(content))
    pages = [words(page) for page in reader.pages]
    assert pages[0] == "巡查单"
    assert [re.search(r"日(\d/\d)", page)[1] for page in pages[1:]] == [
        *("1/1", "1/1", "1/3", "2/3", "3/3", "1/1")
    ]
    assert "自己的甲" in pages[2]
    assert reader.metadata.title == "巡查单"
    fonts = [str(font["/BaseFont"]) for font in fonts_of(reader)]
    assert len(fonts) == len({name.partition("+")[2] for name in fonts}), "fonts are shared"


def fonts_of(reader: PdfReader) -> list[dict[str, object]]:
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            found[font.idnum] = font.get_object()
    return list(found.values())


def test_a_sheet_in_a_document_is_the_sheet_alone(sheets):
    alone = PdfReader(BytesIO(sheets.sheet(view(rows(60))).content))
    content, _ = sheets.document("bundle", {}, name="x", day=DAY, sheets=(view(), view(rows(60))))
    held = PdfReader(BytesIO(content)).pages[2:]
    assert [words(page) for page in alone.pages] == [words(page) for page in held]


def test_a_sheet_tells_its_pages(sheets):
    made = sheets.sheet(view(TEXT * 20, paper="A3"))
    boxes = [page.mediabox for page in PdfReader(BytesIO(made.content)).pages]
    assert len(made.pages) == len(boxes) == 4
    assert [tuple(map(round, page)) for page in made.pages] == [(297, 420)] * 4
    assert pages_of(made.content) == made.pages


@pytest.mark.parametrize("paper", MILLIMETRES)
def test_other_paper_enlarges_as_a_copier_does(sheets, paper):
    wide, high = MILLIMETRES[paper]
    body = f"{TEXT * 4}\n\n# 甲\n\n{TEXT}\n\n# 乙\n\n" + rows(12)
    small, large = (
        PdfReader(BytesIO(sheets.sheet(view(body, paper=each)).content)) for each in ("A4", paper)
    )
    scale = wide / 210
    assert [round(float(side) / 72 * 25.4) for side in large.pages[0].mediabox[2:]] == [wide, high]
    assert len(small.pages) == len(large.pages)
    for one, other in zip(small.pages, large.pages, strict=True):
        first, second = texts(one), texts(other)
        assert [text for text, *_ in first] == [text for text, *_ in second]
        for (_, left, down, size), (_, x, y, letters) in zip(first, second, strict=True):
            assert x == pytest.approx(left * scale, abs=0.5)
            assert y == pytest.approx(down * scale, abs=0.5)
            assert letters == pytest.approx(size * scale, abs=0.1)


def texts(page) -> list[tuple[str, float, float, float]]:
    """Return each run of text with its place from the top left, in points, and its size."""
    found: list[tuple[str, float, float, float]] = []
    height = float(page.mediabox[3])

    def visit(text, page_matrix, matrix, _font, size):
        if text.strip():
            x = matrix[4] * page_matrix[0] + page_matrix[4]
            y = matrix[5] * page_matrix[3] + page_matrix[5]
            found.append((text.strip(), x, height - y, size * abs(matrix[3] * page_matrix[3])))

    page.extract_text(visitor_text=visit)
    return found


def test_large_print_has_larger_type_between_the_same_margins(sheets):
    plain, large = (
        PdfReader(BytesIO(sheets.sheet(view(TEXT * 30, large=each)).content)).pages[1]
        for each in (False, True)
    )
    one, other = lines(plain), lines(large)
    assert max(size for *_, size in other) == pytest.approx(1.4 * max(size for *_, size in one))
    assert min(left for left, *_ in other) == pytest.approx(min(left for left, *_ in one), abs=0.5)
    assert len({round(down) for _, down, _ in other}) < len({round(down) for _, down, _ in one})
    assert max(down for _, down, _ in other) < 262 / 25.4 * 72


def lines(page) -> list[tuple[float, float, float]]:
    """Return the runs of text above the foot."""
    return [run[1:] for run in texts(page) if run[2] < 262 / 25.4 * 72]


def test_the_setting_tells_whether_a_layout_would_look_the_same(sheets, tmp_path):
    assert re.fullmatch(r"[0-9a-f]{12}", sheets.setting("notice"))
    assert sheets.setting("notice") == Sheets((LAYOUTS,)).setting("notice")
    assert sheets.setting("notice") != sheets.setting("own")
    (tmp_path / "sheets").mkdir()
    parts = (LAYOUTS / "sheets" / "parts.typ").read_text("utf-8")
    (tmp_path / "sheets" / "parts.typ").write_text(parts + "\n// x\n", "utf-8")
    assert Sheets((tmp_path, LAYOUTS)).setting("notice") != sheets.setting("notice")
    own = {"body": LAYOUTS / "fonts" / "FandolKai.otf"}
    assert Sheets((LAYOUTS,), fonts=own).setting("notice") != sheets.setting("notice")
    with pytest.raises(SheetLayoutError):
        sheets.setting("none")


KAI = (LAYOUTS / "fonts" / "FandolKai.otf").read_bytes()


def named(family: str) -> bytes:
    """Return the face 楷体 under another name of as many letters."""
    before, after = "FandolKai".encode("utf-16-be"), family.encode("utf-16-be")
    assert len(before) == len(after)
    return KAI.replace(before, after).replace(b"FandolKai", family.encode())


def test_own_fonts_take_the_place_of_ours(tmp_path):
    path = tmp_path / "own.otf"
    path.write_bytes(named("OwnFamily"))
    made = Sheets((LAYOUTS,), fonts={"body": path, "title": path}).sheet(view("正文鼯㎡龘"))
    assert made.faults == ()
    names = {str(font["/BaseFont"]) for font in fonts_of(PdfReader(BytesIO(made.content)))}
    assert any("OwnFamily" in name for name in names)
    assert any("FandolFang" in name for name in names), "ours stands in for what it lacks"
    assert not any("NotoSerifCJKsc-Bold" in name for name in names)


def test_what_no_face_has_is_told_with_own_fonts_too(tmp_path):
    path = tmp_path / "own.otf"
    path.write_bytes(named("OwnFamily"))
    faults = Sheets((LAYOUTS,), fonts={"body": path}).sheet(view("文😀")).faults
    assert faults == (MissingGlyph("😀", "文😀"),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.otf", None),
        ("empty.otf", b""),
        ("odd.ttf", b"text " * 99),
        ("cut.otf", KAI[:4000]),
        ("kai.woff2", KAI),
        ("kai.ttc", KAI),
    ],
)
def test_a_font_that_cannot_be_read_is_said_by_name(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FontUnreadableError) as caught:
        Sheets((LAYOUTS,), fonts={"body": tmp_path / name})
    assert dict(caught.value.params)["path"] == name


def marked(bits: int) -> bytes:
    data = bytearray(KAI)
    struct.pack_into(">H", data, table_of(KAI, b"OS/2") + 8, bits)
    return bytes(data)


@pytest.mark.parametrize(
    ("bits", "forbidden"),
    [(0, 0), (4, 0), (8, 0), (2, 2), (6, 0), (0x100, 0x100), (0x204, 0x200), (0x302, 0x302)],
)
def test_licence_bits_are_obeyed(tmp_path, bits, forbidden):
    path = tmp_path / "own.otf"
    path.write_bytes(marked(bits))
    assert embedding(path) == forbidden
    if forbidden:
        with pytest.raises(FontForbiddenError) as caught:
            Sheets((LAYOUTS,), fonts={"heading": path})
        assert dict(caught.value.params) == {"path": "own.otf", "bits": f"0x{forbidden:04X}"}
    else:
        assert Sheets((LAYOUTS,), fonts={"heading": path}).sheet(view("甲")).faults == ()


def test_fonts_lie_below_the_root(tmp_path):
    root = tmp_path / "root"
    (root / "fonts").mkdir(parents=True)
    (root / "fonts" / "a.otf").write_bytes(KAI)
    (tmp_path / "b.otf").write_bytes(KAI)
    (root / "link.otf").symlink_to(tmp_path / "b.otf")
    found = font_files(root, FontsConfig(body="fonts/a.otf"))
    assert {role: path.name for role, path in found.items()} == {"body": "a.otf"}
    for stated in ("../b.otf", str(tmp_path / "b.otf"), "link.otf"):
        with pytest.raises(FontUnreadableError):
            font_files(root, FontsConfig(title=stated))


def test_a_layout_without_its_function_is_an_error(tmp_path):
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "own.typ").write_text("#let other(view) = []", "utf-8")
    with pytest.raises(SheetLayoutError):
        Sheets((tmp_path, LAYOUTS)).sheet(view(layout="own"))


def test_a_layout_that_is_not_there_is_said_with_those_that_are(sheets):
    with pytest.raises(SheetLayoutError) as caught:
        sheets.sheet(view(layout="none"))
    known = dict(caught.value.params)["known"].split(", ")
    assert caught.value.key == "sheet-layout-unknown"
    assert {"notice", "statement", "poster", "plan", "own"} <= set(known)
    assert not {"parts", "tables", "flow"} & set(known)


@pytest.mark.parametrize("name", ["../notice", "", "parts.typ", "a b", "notice\n#panic()"])
def test_a_name_of_a_layout_is_no_path_and_no_source(sheets, name):
    with pytest.raises(SheetLayoutError):
        sheets.sheet(replace(view(), layout=name))
