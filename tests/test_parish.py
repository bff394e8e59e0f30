"""A body that works in English: a parish council, built in full, and nothing in it is Chinese."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from datetime import date

import pytest
from pypdf import PdfReader

from dispatch.front import building
from dispatch.front import pipeline
from tests.browser.reading import Document
from tests.conftest import ROOT

SITE = ROOT / "tests" / "sites" / "parish"
DAY = date(2026, 11, 23)
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
TARGETS = "2026-0014"
TEXTS = (".html", ".json", ".xml", ".ics", ".txt", ".csv", ".jsonld")
"""What is read in full; scripts and styles are the same for every site."""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return shutil.copytree(SITE, tmp_path_factory.mktemp("parish") / "parish")


@pytest.fixture(scope="module")
def built(root):
    request = building.Request(
        root=root,
        day=DAY,
        messages=pipeline.words(root, "en"),
        public=root / "public",
        printed=root / "print",
        how=building.How(strict=True),
    )
    outcome = building.build(request, lambda *_: None, waiting=lambda: None)
    assert not outcome.refused
    return root / "public"


@pytest.fixture(scope="module")
def pages(built):
    return {
        each.relative_to(built).as_posix(): each.read_text(encoding="utf-8")
        for each in built.rglob("*.html")
    }


@pytest.fixture(scope="module")
def sheets(built):
    return {each.stem: PdfReader(each) for each in sorted(built.glob("sheets/*.pdf"))}


def words_of(sheet):
    return "\n".join(page.extract_text() for page in sheet.pages)


def test_nothing_is_to_be_said_of_it(root):
    assert pipeline.examine(root, DAY, strict=True).found == ()


def test_every_page_and_every_file_of_data_is_in_english(built, pages):
    files = [each for each in built.rglob("*") if each.suffix in TEXTS]
    assert len(pages) > 50
    assert {".html", ".json", ".xml", ".ics", ".txt"} <= {each.suffix for each in files}
    for each in files:
        text = each.read_text(encoding="utf-8")
        found = CHINESE.findall(text)
        assert not found, (each.relative_to(built), found[:5])


def test_data_are_in_english_when_they_are_read(built):
    for each in built.rglob("*.json"):
        data = json.loads(each.read_text(encoding="utf-8"))
        assert not CHINESE.search(json.dumps(data, ensure_ascii=False)), each


def test_the_workbook_is_in_english(built):
    with zipfile.ZipFile(built / "data" / "register.xlsx") as book:
        # The theme is that of every workbook: it names faces for each script in the world.
        for name in (each for each in book.namelist() if "theme" not in each):
            assert not CHINESE.search(book.read(name).decode(errors="ignore")), name


def test_every_page_says_its_language_and_has_no_twin(pages):
    for path, text in pages.items():
        assert '<html lang="en"' in text, path
        assert "hreflang" not in text, path


def test_days_and_periods_and_money_are_written_as_the_british_write_them(pages):
    precept = Document(pages["entries/2026/2026-0001/index.html"]).text
    assert "14 January 2026" in precept
    assert "£17,900" in precept
    assert "Cost for a Band D household in a year (£)" in precept
    spent = Document(pages["entries/2026/2026-0017/index.html"]).text
    assert "third quarter of 2026" in spent.lower()
    assert "1,465.50" in spent


@pytest.mark.parametrize(
    ("name", "left"),
    [("2026-0020", "2 clear days left"), ("2026-0019", "5 working days left")],
)
def test_what_is_left_of_a_notice_is_told_as_its_law_counts(pages, name, left):
    assert left in pages[f"entries/2026/{name}/index.html"]
    assert left in pages["index.html"]


def test_a_meeting_is_called_with_three_clear_days(pages):
    text = Document(pages["catalogue/A-01/index.html"]).text
    assert "At least three clear days before the meeting" in text
    assert "Schedule 12, paragraph 10(2)" in text
    assert "4 clear days" in Document(pages["entries/2026/2026-0020/index.html"]).text


def test_a_sheet_has_nothing_chinese_in_its_words(sheets):
    assert len(sheets) > 10
    for name, sheet in sheets.items():
        assert not CHINESE.search(words_of(sheet)), name
        assert sheet.trailer["/Root"]["/Lang"] == "en"
        assert not CHINESE.search(str(dict(sheet.metadata))), name


def test_a_sheet_is_set_in_faces_for_latin_letters_on_a4(sheets):
    for name, sheet in sheets.items():
        for page in sheet.pages:
            width, height = (round(float(each) / 72 * 25.4) for each in page.mediabox[2:])
            assert (width, height) == (210, 297)
            fonts = page["/Resources"]["/Font"].values()
            faces = {str(font.get_object()["/BaseFont"]) for font in fonts}
            # The sign of what is done is the one that no other face has.
            assert name == TARGETS or not [each for each in faces if "Fandol" in each], name


def test_a_notice_on_paper_says_how_long_it_is_and_who_signs(sheets):
    text = " ".join(words_of(sheets["2026-0020"]).split())
    assert "Notice period: 20 November 2026 to 26 November 2026 (4 clear days)" in text
    assert "Comments and objections: Parish Office, 01632 960001 (Village Hall" in text
    assert "Nether Willow Parish Council 20 November 2026" in text
    assert "— 1 —" not in text
