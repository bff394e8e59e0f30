"""Sheets: what is printed, how it stands on the page, and what is told instead of printed."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from dispatch.ground.prose import Node
from dispatch.ground.prose import render
from dispatch.planning.views import Fact
from dispatch.planning.views.sheets import SheetContact
from dispatch.planning.views.sheets import SheetView
from dispatch.rendering import codes
from dispatch.rendering.sheets import Fault
from dispatch.rendering.sheets import MissingGlyph
from dispatch.rendering.sheets import SheetLayoutError
from dispatch.rendering.sheets import Sheets
from dispatch.rendering.sheets import TooLarge
from dispatch.rendering.sheets import UnknownElement
from dispatch.rendering.sheets.columns import LINE_LENGTH
from dispatch.rendering.sheets.columns import SIZES
from dispatch.rendering.sheets.columns import fitted
from dispatch.rendering.sheets.numbering import han
from dispatch.rendering.sheets.numbering import numbers
from tests.pictures import compare
from tests.pictures import run
from tests.pictures import tool

LAYOUTS = Path(__file__).resolve().parent.parent / "layouts"
MM = 72 / 25.4
TEXT = (
    "根据《中国共产党党务公开条例（试行）》精神，经第一党支部培养考察、支部委员会研究讨论，"
    "拟接收张三同志为中共预备党员，现将有关情况予以公示，接受党员群众监督。"
)
LABELS = {
    "continued": "续",
    "period": "公示期",
    "address": "扫码查看网上公开",
    "posting": "张贴时间",
}


def view(body: str = TEXT, **changes: object) -> SheetView:
    plain = SheetView(
        id="2026-0042",
        layout="notice",
        public=True,
        language="zh-Hans",
        kind="notice",
        number="水党发〔2026〕18号",
        title="关于拟接收张三同志为中共预备党员的公示",
        addressee="局机关各科室、各支部",
        blocks=render(body).tree,
        facts=(
            Fact(label="公示期", value="2026年10月12日至2026年10月16日（5个工作日）"),
            Fact(label="公开依据", value="《中国共产党党务公开条例（试行）》第七条"),
        ),
        contacts=(
            SheetContact(
                purpose="提出异议", office="局党组办公室", phone="0000-0000000", place="二楼"
            ),
        ),
        issuer="中共XX县水利局党组",
        date=date(2026, 10, 12),
        date_text="2026年10月12日",
        edition="第1版",
        posting_text="2026年10月12日至2026年10月26日",
        address="https://example.gov.cn/dwgk/entries/2026/2026-0042/",
        address_text="example.gov.cn/dwgk/entries/2026/2026-0042/",
        notes=("张贴于：党务公开栏（局机关一楼大厅）",),
        labels=tuple(LABELS.items()),
    )
    return replace(plain, **changes)


def pdf(sheets: Sheets, given: SheetView) -> tuple[bytes, tuple[Fault, ...]]:
    made = sheets.sheet(given)
    return made.content, made.faults


@pytest.fixture(scope="module")
def sheets() -> Sheets:
    return Sheets((LAYOUTS,))


@pytest.fixture(scope="module")
def made(sheets):
    def make(body: str = TEXT, **changes: object) -> PdfReader:
        content, faults = pdf(sheets, view(body, **changes))
        assert faults == ()
        return PdfReader(BytesIO(content))

    return make


def words(reader: PdfReader) -> str:
    return re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in reader.pages))


def rows(count: int) -> str:
    return "|序号|用途|金额|\n|-|-|-:|\n" + "".join(
        f"|{number}|党员活动|{number}.50|\n" for number in range(1, count + 1)
    )


def test_a_short_notice_is_one_page_with_all_its_parts(made):
    reader = made()
    text = words(reader)
    assert len(reader.pages) == 1
    for part in (
        "水党发〔2026〕18号",
        "局机关各科室、各支部：",
        "拟接收张三同志为中共预备党员",
        "公示期：2026年10月12日至2026年10月16日（5个工作日）",
        "提出异议：局党组办公室0000-0000000（二楼）",
        "中共XX县水利局党组2026年10月12日",
        "公开依据《中国共产党党务公开条例（试行）》第七条",
        "—1—",
        "第1版张贴时间2026年10月12日至2026年10月26日1/1",
        "example.gov.cn/dwgk/entries/2026/2026-0042/",
        "张贴于：党务公开栏（局机关一楼大厅）",
    ):
        assert part in text


def test_the_page_is_a4_and_says_what_it_is(made):
    reader = made()
    assert [round(float(side) / MM) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    assert reader.metadata.title == "关于拟接收张三同志为中共预备党员的公示"
    assert reader.metadata.author == "中共XX县水利局党组"
    assert reader.metadata["/CreationDate"].startswith("D:20261012")
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a PDF object, not a bool)
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_the_address_can_be_copied(made):
    assert "\u200b" not in made().pages[0].extract_text()


def test_same_view_same_bytes(sheets):
    first, _ = pdf(sheets, view())
    other, _ = pdf(Sheets((LAYOUTS,)), view())
    assert first == other
    assert pdf(sheets, view(date=date(2026, 10, 13)))[0] != first


HOSTILE = '#read("/etc/passwd") #let x = 1 $x^2$ [a] <label> @ref // /* */ = - + ~ \' "'


def test_content_is_never_source(made):
    escaped = re.sub(r"([\\`*_\[\]<])", r"\\\1", HOSTILE)
    reader = made(
        f"正文{escaped}",
        title=HOSTILE,
        number=HOSTILE,
        addressee=HOSTILE,
        issuer=HOSTILE,
        notes=(HOSTILE,),
        facts=(Fact(label=HOSTILE, value=HOSTILE),),
    )
    text = words(reader)
    assert "root:" not in text
    assert text.count('#read("/etc/passwd")#letx=1$x^2$[a]<label>@ref///**/=-+~\'"') >= 7


def test_missing_glyphs_are_named_with_their_surroundings(sheets):
    content, faults = pdf(sheets, view("正文里有😀一个。", title="题中བ"))
    assert faults == (MissingGlyph("བ", "题中བ"), MissingGlyph("😀", "正文里有😀一个。"))
    assert "正文里有〓一个" in words(PdfReader(BytesIO(content)))


def test_rare_characters_are_set(made):
    assert "𠮷㐂㎡龘堃①" in words(made("姓名：𠮷㐂㎡龘堃①"))


def test_characters_without_shape_are_no_fault(made):
    assert "公示é葛\u0028" in words(made("公\u200d示e\u0301葛\U000e0100\ufeff("))


def test_an_element_without_a_form_is_told_and_its_words_kept(sheets):
    odd = Node("video", children=(Node("#text", "影像"),))
    content, faults = pdf(sheets, view(blocks=(odd, Node("p", children=(odd,)))))
    assert faults == (UnknownElement("video", "影像"),)
    assert words(PdfReader(BytesIO(content))).count("影像") == 2


def test_headings_are_numbered_unless_by_hand(made):
    assert "一、甲（一）丙（二）丁二、乙" in words(made("# 甲\n\n## 丙\n\n## 丁\n\n# 乙"))
    assert "一、甲一、" not in words(made("# 一、甲\n\n# 二、乙"))
    assert "一、" not in words(made("# One\n\n# Two", language="en"))


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([(2, "甲"), (2, "乙")], ("一、", "二、")),
        ([(2, "甲")], ("",)),
        ([(2, "甲"), (2, "二、乙")], ("", "")),
        ([(2, "第一章 甲"), (2, "乙")], ("", "")),
        (
            [(2, "甲"), (3, "x"), (3, "y"), (2, "乙"), (3, "z")],
            ("一、", "（一）", "（二）", "二、", "（一）"),
        ),
        ([(4, "甲"), (4, "乙"), (6, "丙"), (6, "丁")], ("1.", "2.", "", "")),
    ],
)
def test_numbers_of_headings(headings, expected):
    assert numbers(headings) == expected


def test_numbers_in_hanzi():
    assert [han(n) for n in (1, 10, 11, 20, 21, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]


def test_a_long_table_repeats_its_head_and_says_that_it_goes_on(made):
    reader = made(rows(120))
    pages = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    held = [page for page in pages if "党员活动" in page]
    assert len(held) > 2
    assert all("序号用途金额" in page for page in held)
    assert ["（续）" in page for page in held] == [False] + [True] * (len(held) - 1)
    assert all(f"{number}党员活动{number}.50" in "".join(pages) for number in range(1, 121))


@pytest.mark.parametrize("count", range(16, 27))
@pytest.mark.parametrize("last", ["table", "text"])
def test_the_signature_never_stands_alone(made, count, last):
    body = rows(count) if last == "table" else (TEXT + "\n\n") * (count - 10)
    reader = made(body, contacts=(), facts=())
    page = re.sub(r"\s", "", reader.pages[-1].extract_text())
    assert "中共XX县水利局党组" in page
    before = page.partition("中共XX县水利局党组")[0]
    assert "党员活动" in before if last == "table" else "接受党员群众监督。" in before
    if last == "table" and len(reader.pages) > 1:
        assert "序号" in before


@pytest.mark.parametrize("count", range(2, 9))
def test_the_register_stands_with_the_signature(made, count):
    reader = made((TEXT + "\n\n") * count)
    last = re.sub(r"\s", "", reader.pages[-1].extract_text())
    assert "中共XX县水利局党组" in last
    assert "公开依据" in last


def test_a_title_is_not_broken_inside_a_word(made):
    for count in range(8, 24):
        text = made(title="县" * count + "水利局党务公开目录说明").pages[0].extract_text()
        lines = [line for line in text.splitlines() if "县" in line or "公开目录" in line]
        assert not any(line.endswith(("党", "公", "目", "说")) for line in lines)


def test_no_heading_ends_a_page(made):
    for count in range(1, 12):
        reader = made("\n\n".join(["段落。"] * count + ["# 标题", TEXT, "# 标题二", TEXT] * 4))
        for page in reader.pages:
            lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
            text = [line for line in lines if re.fullmatch(r"[一二三四五六七八]、标题二?", line)]
            assert not text or lines.index(text[-1]) + 1 < len(lines)
            assert not re.search(r"标题二?\s*— \d+ —", page.extract_text())


def test_a_table_that_is_too_wide_is_folded(made):
    wide = "|".join(f"列{n}" for n in range(60))
    text = words(made(f"|{wide}|\n|{'-|' * 60}\n|" + "1,000.00|" * 60))
    assert all(f"列{n}" in text for n in range(60))
    assert text.count("列0") > 2


@pytest.mark.parametrize(
    "cells",
    [
        [["甲", "乙"], ["1", "2"]],
        [["序号", "说明"], ["1", "文" * 500]],
        [[f"第{n}列" for n in range(9)], ["1,250.00"] * 9],
        [["x" * 300, "y"], ["1", "2"]],
        [["甲"] * 40, ["0000-0000000"] * 40],
        [["", ""], ["", ""]],
        [["甲"], ["乙", "丙"]],
    ],
)
def test_columns_fill_the_line_and_none_is_lost(cells):
    fits = fitted(cells)
    count = max(map(len, cells))
    assert {number for fit in fits for number in fit.columns} == set(range(count))
    for fit in fits:
        assert fit.size in SIZES
        assert sum(fit.shares) == pytest.approx(1, abs=0.01)
        assert min(fit.shares) > 0
    assert fits[0].size * 1 <= LINE_LENGTH


def test_short_columns_are_not_broken_for_the_sake_of_a_long_one():
    (fit,) = fitted([["支部", "说明"], ["第一党支部", "文" * 60]])
    assert fit.shares[0] * LINE_LENGTH / fit.size >= 5.5


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "", "addressee": "", "facts": (), "contacts": (), "notes": (), "issuer": ""},
        {"edition": "", "posting_text": "", "blocks": ()},
        {"title": "长" * 150},
        {"title": "x" * 300, "number": "n" * 100, "addressee": "w" * 100, "issuer": "z" * 200},
        {"facts": tuple(Fact(label=f"事项{n}", value=TEXT) for n in range(40))},
        {"language": "en"},
        {"language": "zh-Hant"},
        {"contacts": (), "facts": ()},
    ],
)
def test_odd_views_still_make_a_sheet(made, changes):
    assert len(made(**changes).pages) >= 1


def test_every_element_of_a_text_is_set(made):
    body = (
        "# 题\n\n**粗** *斜* `码` [链接](https://example.gov.cn/a) [内](b/c.pdf)\n\n> 引\n\n"
        "3. 甲\n\n    - 子\n\n4. 乙\n\n"
        "    |a|b|\n    |-|-|\n    |c|d|\n\n***\n\n    码一\n    码二\n\n"
        "文  \n换"
    )
    text = words(made(body))
    for part in (
        "粗斜码链接（https://example.gov.cn/a）内",
        "引",
        "3.甲",
        "子",
        "4.乙",
        "abcd",
        "码一码二",
    ):
        assert part in text


def test_a_root_may_have_its_own_layout(tmp_path):
    (tmp_path / "sheets").mkdir()
    own = tmp_path / "sheets" / "notice.typ"
    own.write_text(
        '#import "parts.typ": *\n#let notice(view) = [\n= #view.name\n自己的\n]', "utf-8"
    )
    content, _ = pdf(Sheets((tmp_path, LAYOUTS)), view())
    assert "自己的" in words(PdfReader(BytesIO(content)))


@pytest.mark.parametrize(
    "source", ['#import "none.typ": *', '#import "notice.typ": *', "#let", "#panic()"]
)
def test_a_broken_layout_is_an_error(tmp_path, source):
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "notice.typ").write_text(source, "utf-8")
    with pytest.raises(SheetLayoutError):
        pdf(Sheets((tmp_path, LAYOUTS)), view())
    with pytest.raises(SheetLayoutError):
        pdf(Sheets((LAYOUTS,)), view(layout="none"))


def test_fonts_must_be_there(tmp_path):
    with pytest.raises(SheetLayoutError):
        Sheets((tmp_path,))


def test_pages_as_pictures(sheets):
    pages = sheets.png(view(rows(60)), ppi=20)
    assert len(pages) > 1
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_codes_lead_to_the_address():
    zxing = pytest.importorskip("zxingcpp", reason="no reader of QR codes is installed")
    image = pytest.importorskip("PIL.Image", reason="no reader of pictures is installed")
    rows_of_code = codes.matrix("https://example.gov.cn/a")
    side = len(rows_of_code)
    picture = image.new("L", (side, side), 255)
    picture.putdata([0 if module == "1" else 255 for row in rows_of_code for module in row])
    large = image.new("L", (side * 4 + 40, side * 4 + 40), 255)
    large.paste(picture.resize((side * 4, side * 4)), (20, 20))
    assert zxing.read_barcode(large).text == "https://example.gov.cn/a"


def test_codes_are_steady_and_titled():
    made = codes.svg("https://example.gov.cn/a", title="a<b&c", scale=2)
    assert made == codes.svg("https://example.gov.cn/a", title="a<b&c", scale=2)
    root = ET.fromstring(made)
    assert root.find("{http://www.w3.org/2000/svg}title").text == "a<b&c"
    dark = sum(row.count("1") for row in codes.matrix("https://example.gov.cn/a"))
    path = root.findall("{http://www.w3.org/2000/svg}path")[1].get("d")
    assert sum(int(n) for n in re.findall(r"h(\d+)v1", path)) == dark


GRID = "公" * 28 * 60


@pytest.mark.heavy
def test_the_grid_is_that_of_the_standard(sheets, tmp_path):
    path = tmp_path / "grid.pdf"
    path.write_bytes(pdf(sheets, view(GRID, facts=(), contacts=()))[0])
    boxes = ET.fromstring(
        re.sub(r' xmlns="[^"]*"', "", run(tool("pdftotext"), "-bbox-layout", str(path), "-"))
    )
    page = list(boxes.iter("page"))[1]
    lines = [
        line
        for line in page.iter("line")
        if set("".join(word.text for word in line.iter("word"))) == {"公"}
    ]
    assert len(lines) == 22
    assert all(len("".join(word.text for word in line.iter("word"))) == 28 for line in lines)
    lefts = [float(line.get("xMin")) / MM for line in lines]
    rights = [float(line.get("xMax")) / MM for line in lines]
    tops = sorted(float(line.get("yMin")) / MM for line in lines)
    assert all(abs(left - 28) < 0.3 for left in lefts)
    assert all(abs(right - 184) < 0.3 for right in rights)
    assert all(abs(b - a - 10.227) < 0.05 for a, b in pairwise(tops))
    assert abs(tops[0] - 37) < 1


@pytest.mark.heavy
def test_fonts_are_embedded_and_cut(sheets, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(
        pdf(sheets, view(f"# 甲\n\n## 乙\n\n## 丙\n\n{TEXT}\n\n# 丁\n\n" + rows(3)))[0]
    )
    lines = run(tool("pdffonts"), str(path)).splitlines()[2:]
    assert len(lines) >= 4
    for line in lines:
        assert re.match(r"[A-Z]{6}\+", line)
        assert line.split()[-5:-3] == ["yes", "yes"]


@pytest.mark.heavy
def test_text_comes_out_in_reading_order(sheets, tmp_path, golden):
    path = tmp_path / "a.pdf"
    body = f"{TEXT}\n\n# 收缴情况\n\n{TEXT}\n\n# 使用情况\n\n1. 甲\n2. 乙\n\n" + rows(3)
    path.write_bytes(pdf(sheets, view(body))[0])
    golden("sheets/notice.txt", run(tool("pdftotext"), "-layout", str(path), "-"))


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "body"),
    [("short", TEXT), ("long", f"# 一段\n\n{TEXT * 6}\n\n# 二段\n\n{TEXT}\n\n" + rows(40))],
)
def test_pages_look_as_they_did(sheets, request, name, body):
    compare(request, f"sheets/{name}", sheets.png(view(body), ppi=30))


def test_data_of_a_layout_is_plain_json(sheets):
    from dispatch.rendering.sheets.content import sheet_data

    data, _ = sheet_data(view(rows(2)), sheets.shown)
    assert json.loads(json.dumps(data, ensure_ascii=False))["name"] == view().title


@pytest.mark.heavy
def test_no_line_begins_with_a_closing_mark_nor_ends_with_an_opening_one(sheets, tmp_path):
    text = (
        "支出3783.20元。8月防汛应急响应期间，支部组织党员参加巡堤，购置雨衣、手电等用品864.00元；"
        "学习教育用书588.40元；按规定上缴2330.80元。（2026年第3季度）电话：0000-0000012。"
    )
    body = "\n\n".join("字" * lead + text for lead in range(28))
    content, _ = pdf(sheets, view(body, facts=(), contacts=()))
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    lines = [line.strip() for line in run(tool("pdftotext"), "-raw", str(path), "-").splitlines()]
    body_lines = [line for line in lines if len(line) > 3]
    assert len(body_lines) > 60
    assert [line for line in body_lines if line[0] in "，。、；：？！）》〉」』”’】"] == []
    assert [line for line in body_lines if line[-1] in "（《〈「『“‘【"] == []


def blocks_of(*bodies: str) -> tuple[Node, ...]:
    return tuple(node for body in bodies for node in render(body).tree)


TABLE = "甲|乙\n-|-\n丙|丁\n\n"
MOST = {
    "table": TABLE * 399,
    "h2": "# 甲\n\n" * 2_000,
    "td": "甲|乙|丙|丁\n-|-|-|-\n" + "甲|乙|丙|丁\n" * 2_000,
    "li": "- 甲\n" * 4_000,
    "hr": "甲\n\n---\n\n" * 1_700,
    "strong": ("**甲**乙" * 20 + "\n\n") * 500,
    "#text": "1月" * 15_000,
}


def test_each_table_of_many_knows_whether_it_goes_on(made):
    reader = made(TABLE * 40 + rows(60) + "\n" + TABLE * 40)
    text = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    assert "".join(text).count("甲乙丙丁") == 80
    held = [page for page in text if "党员活动" in page]
    assert [page.count("（续）") for page in held] == [0] + [1] * (len(held) - 1)
    assert sum(page.count("（续）") for page in text) == len(held) - 1


@pytest.mark.parametrize(
    ("tag", "body", "count", "limit"),
    [
        ("table", TABLE * 401, 401, 400),
        ("h2", "# 甲\n\n" * 2_001, 2_001, 2_000),
        ("td", "甲|乙|丙|丁\n-|-|-|-\n" + "甲|乙|丙|丁\n" * 2_500, 10_004, 10_000),
        ("li", "- 甲\n" * 4_001, 4_001, 4_000),
        ("p", "甲\n\n---\n\n" * 2_001, 4_002, 4_000),
        ("strong", ("**甲**乙" * 20 + "\n\n") * 501, 10_020, 10_000),
    ],
)
def test_what_is_too_large_is_told_and_not_set(sheets, tag, body, count, limit):
    content, faults = pdf(sheets, view(body))
    assert content == b""
    assert [(fault.tag, fault.count, fault.limit) for fault in faults] == [(tag, count, limit)]
    assert faults[0].around.strip()[0] in "甲乙丙"
    assert sheets.png(view(body)) == ()


@pytest.mark.parametrize("field", ["title", "issuer"])
def test_names_are_bounded_too(sheets, field):
    (fault,) = pdf(sheets, view(**{field: "县" * 1_001}))[1]
    assert fault == TooLarge(field, "县" * 16, 1_001, 1_000)


def test_lines_of_a_listing_count(sheets):
    listing = Node("pre", children=(Node("#text", "甲\n" * 4_000),))
    assert pdf(sheets, view(blocks=(listing,)))[1] == (TooLarge("pre", "甲", 4_001, 4_000),)


def test_words_beside_the_text_count(sheets):
    fact = Fact(label="公开依据", value="依据" * 50_000)
    (fault,) = pdf(sheets, view(facts=(fact,)))[1]
    assert (fault.tag, fault.limit) == ("#text", 100_000)


@pytest.mark.heavy
@pytest.mark.parametrize("bodies", [*((body,) for body in MOST.values()), tuple(MOST.values())])
def test_no_sheet_takes_long(sheets, bodies):
    started = time.process_time()
    content, faults = pdf(sheets, view(blocks=blocks_of(*bodies)))
    assert content
    assert faults == ()
    assert time.process_time() - started < (24 if len(bodies) > 1 else 8)
