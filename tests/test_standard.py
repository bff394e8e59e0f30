"""GB/T 9704-2012 measured from the file: paper, margins, grid, type, title, page number, seal."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from dispatch.rendering.sheets import Sheets
from tests.pictures import run
from tests.pictures import tool
from tests.test_layouts import WORDS
from tests.test_sheets import LAYOUTS
from tests.test_sheets import TEXT
from tests.test_sheets import view

MM = 72 / 25.4
NEAR = 0.3
"""How far a measure may be from that of the standard, in mm."""
LEFT, TOP, WIDTH, HEIGHT = 28, 37, 156, 225
BODY = (
    f"{TEXT * 2}\n\n# 甲段\n\n## 子段\n\n{TEXT}\n\n## 又一段\n\n{TEXT * 6}\n\n# 乙段\n\n{TEXT * 9}"
)


class Run:
    """A piece of text: its place in mm from the top left, its size in points, its font."""

    def __init__(self, words, left, base, size, font):
        self.words, self.left, self.base, self.size, self.font = words, left, base, size, font


def runs_of(page) -> list[Run]:
    found: list[Run] = []
    high = float(page.mediabox[3])

    def visit(words, page_matrix, matrix, font, size):
        if words.strip() and font:
            found.append(
                Run(
                    words.strip(),
                    (matrix[4] * page_matrix[0] + page_matrix[4]) / MM,
                    (high - matrix[5] * page_matrix[3] - page_matrix[5]) / MM,
                    size * abs(matrix[3] * page_matrix[3]),
                    str(font["/BaseFont"]),
                )
            )

    page.extract_text(visitor_text=visit)
    return found


@pytest.fixture(scope="module")
def pages():
    content = Sheets((LAYOUTS,)).sheet(view(BODY, labels=WORDS)).content
    return [runs_of(page) for page in PdfReader(BytesIO(content)).pages]


@pytest.fixture(scope="module")
def texts(pages):
    """Return the runs of the text area of a page that is full: those in the face of the text."""
    return [
        run
        for run in pages[1]
        if "FandolFang" in run.font and TOP < run.base < TOP + HEIGHT and run.size > 12
    ]


def bases(runs) -> list[float]:
    """Return where the lines stand, from the top."""
    found: list[float] = []
    for each in sorted(runs, key=lambda each: each.base):
        if not found or each.base - found[-1] > 1:
            found.append(each.base)
    return found


def test_text_is_of_size_three(texts):
    assert {round(run.size, 1) for run in texts} == {16.0}


def test_a_page_has_22_lines_of_one_pitch_that_fill_the_text_area(pages):
    lines = bases([run for run in pages[1] if TOP < run.base < TOP + HEIGHT and run.size > 12])
    assert len(lines) == 22
    for before, after in pairwise(lines):
        assert after - before == pytest.approx(10.227, abs=0.05)
    # The base of a line is 0.8 em below its top, and 0.2 em above its bottom.
    assert lines[0] - 0.8 * 16 / MM == pytest.approx(TOP, abs=NEAR)
    assert lines[-1] + 0.2 * 16 / MM < TOP + HEIGHT + NEAR


def test_lines_begin_at_the_left_margin_or_two_characters_from_it(texts):
    lefts = {}
    for each in texts:
        base = round(each.base)
        lefts[base] = min(lefts.get(base, 999), each.left)
    character = WIDTH / 28
    for left in lefts.values():
        assert min(abs(left - LEFT), abs(left - LEFT - 2 * character)) < NEAR
    assert any(abs(left - LEFT - 2 * character) < NEAR for left in lefts.values())


def test_a_line_has_28_characters():
    content = Sheets((LAYOUTS,)).sheet(view("公" * 28 * 40, facts=(), contacts=())).content
    page = PdfReader(BytesIO(content)).pages[1]
    lines = [line for line in page.extract_text().splitlines() if set(line.strip()) == {"公"}]
    assert [len(line.strip()) for line in lines[:10]] == [28] * 10


def test_the_title_is_of_size_two_in_a_bold_song_and_centred(pages):
    title = [run for run in pages[0] if run.size == pytest.approx(22, abs=0.1)]
    assert title
    assert {run.font.partition("+")[2] for run in title} == {"NotoSerifCJKsc-Bold-Identity-H"}
    for base in bases(title):
        line = [run for run in title if abs(run.base - base) < 1]
        left = min(run.left for run in line)
        right = max(run.left + len(run.words) * 22 / MM for run in line)
        assert left - LEFT == pytest.approx(LEFT + WIDTH - right, abs=1.5)


def test_headings_have_their_faces(pages):
    every = [run for page in pages for run in page]
    first = [run for run in every if run.words.startswith(("一、", "二、"))]
    second = [run for run in every if run.words.startswith(("（一）", "（二）"))]
    assert first
    assert second
    assert all("NotoSansCJKsc-Bold" in run.font for run in first)
    assert all("FandolKai" in run.font for run in second)
    assert {round(run.size, 1) for run in (*first, *second)} == {16.0}


def test_the_page_number_stands_outside_seven_millimetres_below_the_text(pages):
    character = WIDTH / 28
    for number, page in enumerate(pages, start=1):
        found = [run for run in page if run.size == pytest.approx(14, abs=0.1)]
        words = "".join(run.words for run in found).replace(" ", "")
        assert words == f"—{number}—"
        assert all("NotoSerifCJKsc-Regular" in run.font for run in found)
        top = found[0].base - 0.8 * 14 / MM
        assert top == pytest.approx(TOP + HEIGHT + 7, abs=NEAR)
        left = min(run.left for run in found)
        if number % 2:
            assert left > 105
            assert left < LEFT + WIDTH - character
        else:
            assert left == pytest.approx(LEFT + character, abs=NEAR)


def test_a_seal_has_room_above_the_name(pages):
    body = [run for run in pages[-1] if 15 < run.size < 17]
    name = next(run for run in body if run.words.startswith("中共"))
    date = next(run for run in body if run.words.startswith("2026年") and run.base > name.base)
    assert date.base - name.base == pytest.approx(10.227, abs=NEAR)
    before = max(run.base for run in body if run.base < name.base - 1)
    assert name.base - before == pytest.approx(3 * 10.227, abs=1), "two lines are free"
    # A seal of 42 mm whose top is within a line of the text covers both, its middle above theirs.
    top = before + 10.227
    assert top + 42 > date.base + 5
    assert top + 21 < (name.base + date.base) / 2


@pytest.mark.heavy
@pytest.mark.parametrize("issuer", ["中共XX县水利局党组", "第一党支部"])
def test_the_date_ends_four_characters_from_the_right_with_the_name_centred_on_it(tmp_path, issuer):
    path = tmp_path / "sheet.pdf"
    given = view("正文。", facts=(), contacts=(), issuer=issuer, labels=())
    path.write_bytes(Sheets((LAYOUTS,)).sheet(given).content)
    boxes = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>',
        run(tool("pdftotext"), "-bbox", str(path), "-"),
    )
    words = [(float(x) / MM, float(y) / MM, float(r) / MM, text) for x, y, r, text in boxes]
    name = next(word for word in words if word[3] == issuer)
    line = [word for word in words if word[1] > name[1] and abs(word[1] - name[1] - 10.227) < 1]
    left, right = min(word[0] for word in line), max(word[2] for word in line)
    character = WIDTH / 28
    assert right == pytest.approx(LEFT + WIDTH - 4 * character, abs=NEAR)
    assert (name[0] + name[2]) / 2 == pytest.approx((left + right) / 2, abs=NEAR)


def test_punctuation_never_begins_a_line_nor_ends_one_that_it_opens():
    text = (
        "支出3783.20元。8月防汛应急响应期间，支部组织党员参加巡堤，购置雨衣、手电等用品864.00元；"
        "学习教育用书588.40元；按规定上缴2330.80元。（2026年第3季度）《条例》“引用”？是！"
    )
    body = "\n\n".join("字" * lead + text for lead in range(28))
    content = Sheets((LAYOUTS,)).sheet(view(body, facts=(), contacts=())).content
    rows: dict[tuple[int, int], list[Run]] = {}
    for number, page in enumerate(PdfReader(BytesIO(content)).pages):
        for each in runs_of(page):
            if TOP < each.base < TOP + HEIGHT and 15 < each.size < 17:
                rows.setdefault((number, round(each.base)), []).append(each)
    lines = ["".join(r.words for r in sorted(row, key=lambda r: r.left)) for row in rows.values()]
    assert len(lines) > 60
    assert [line for line in lines if line[0] in "，。、；：？！）》〉」』”’】"] == []
    assert [line for line in lines if re.search(r"[（《〈「『“‘【]$", line)] == []
