"""The register as CSV and as a workbook, read back by readers from outside of the project."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from dispatch.ground import messages
from dispatch.rendering.opendata import register
from dispatch.rendering.opendata import workbook
from tests.browser import sample

LOCALE = Path(__file__).resolve().parent.parent / "layouts" / "locale"
WORDS = messages.load((LOCALE,), "zh-Hans")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1+2",
    "＠SUM(1)",
    "  =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=HYPERLINK(1)",
    "\u200b=1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "'=1+1",
    "|calc",
)
CHANGED = ("0755", "1-2", "2026-10", "1/2", "3E5", "1e10", "00000000000042", "123456789012345678")
CHANGED += ("0000-0000011", "10:30", "MAR-01", "1-Mar", "TRUE", "1,250.00", "50%", "1 2", ".5")
PLAIN = (
    "-12.5",
    "12",
    "0",
    "-3",
    "2026-11-23",
    "2026-0042",
    "水党发〔2026〕18号",
    "C-03",
    "第3次",
    "",
)


def site_of(*titles):
    view = sample.site()
    entry = view.entries[0]
    entries = tuple(
        replace(entry, row=replace(entry.row, id=f"2026-{n:04}", title=title, number=title))
        for n, title in enumerate(titles, start=1)
    )
    return replace(view, entries=entries)


def table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def opened(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def xml(content, name):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def test_the_register_has_a_row_for_each_entry_under_heads_in_both_languages():
    for language in ("zh-Hans", "en"):
        words = messages.load((LOCALE,), language)
        rows = table(register.register_csv(register.register_of(sample.site(), words)))
        assert rows[0] == list(register.heads(words))
        assert len(set(rows[0])) == len(register.COLUMNS)
        assert [row[0] for row in rows[1:]] == [entry.row.id for entry in sample.site().entries]
        assert {len(row) for row in rows} == {len(register.COLUMNS)}
    first = dict(
        zip(
            register.COLUMNS,
            table(register.register_csv(register.register_of(sample.site(), WORDS)))[3],
            strict=True,
        )
    )
    assert first["code"] == "C-03"
    assert first["period"] == "2026年第三季度"
    assert first["published"] == "2026-11-14"
    assert first["state"] == "公开中"
    assert first["channels"] == "网站、公开栏"
    assert first["address"] == "https://example.gov.cn/dwgk/entries/2026/2026-0003/"


def test_the_file_is_as_rfc_4180_and_spreadsheets_have_it():
    content = register.register_csv(
        register.register_of(site_of('引"号', "逗,号", "换\n行"), WORDS)
    )
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert len(lines) == 5
    assert b"\n" not in b"".join(lines)
    assert b'"\xe5\xbc\x95""\xe5\x8f\xb7"' in content
    assert [row[6] for row in table(content)[1:]] == ['引"号', "逗,号", "换 行"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_shown_and_not_run(text):
    cell = register.guarded(register.flat(text))
    assert cell.startswith("'")
    row = table(register.register_csv(register.register_of(site_of(text), WORDS)))[1]
    assert row[6].startswith("'")
    assert row[7].startswith("'")


@pytest.mark.parametrize("text", CHANGED)
def test_what_a_spreadsheet_would_change_stays_a_text(text):
    assert register.guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_plain_numbers_days_and_words_stay_as_they_are(text):
    assert register.guarded(text) == text


def test_a_code_is_never_a_number():
    assert register.guarded("1.10") == "1.10"
    assert register.guarded("1.10", code=True) == "'1.10"
    assert register.guarded("12", code=True) == "'12"


@given(st.text(st.characters(), max_size=60))
def test_no_text_gets_through_as_a_formula_or_breaks_the_file(text):
    flat = register.flat(text)
    cell = register.guarded(flat)
    assert not cell.lstrip().startswith(("=", "+", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith("-") or re.fullmatch(r"-[0-9.]+", cell)
    assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029]", cell)
    assert cell in (flat, f"'{flat}")
    (row,) = csv.reader(io.StringIO(_line(cell), newline=""), strict=True)
    assert row == [cell]


def _line(cell):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([cell])
    return out.getvalue()


@pytest.mark.timeout(20)
def test_a_very_long_text_takes_no_time():
    assert register.guarded("1" * 200_000) == "1" * 200_000
    assert register.guarded("-" * 200_000).startswith("'")


def test_the_workbook_is_read_by_another_reader_with_its_types():
    rows = opened(workbook.register_xlsx(register.register_of(sample.site(), WORDS)))
    assert rows[0] == list(register.heads(WORDS))
    plain = list(register.rows(sample.site(), WORDS))
    assert len(rows) == len(plain) + 1
    for read, meant in zip(rows[1:], plain, strict=True):
        for cell, wanted in zip(read, meant, strict=True):
            if isinstance(wanted, date):
                assert cell == wanted
            elif wanted is None:
                assert cell == ""
            else:
                assert cell == wanted
                assert isinstance(cell, str) == isinstance(wanted, str)


def test_the_workbook_holds_no_formula_and_no_link():
    content = workbook.register_xlsx(
        register.register_of(site_of(*FORMULAS, *CHANGED, "https://example.org/"), WORDS)
    )
    sheet = xml(content, "xl/worksheets/sheet1.xml")
    assert not sheet.findall(f".//{SHEET}f")
    assert not sheet.findall(f".//{SHEET}hyperlink")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "vba" in name or "external" in name.lower()]
    read = [row[6] for row in opened(content)[1:]]
    assert read == [register.flat(text) for text in (*FORMULAS, *CHANGED, "https://example.org/")]


def test_the_workbook_has_a_head_that_stays_and_filters():
    content = workbook.register_xlsx(register.register_of(sample.site(), WORDS))
    sheet = xml(content, "xl/worksheets/sheet1.xml")
    (pane,) = sheet.iter(f"{SHEET}pane")
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    (shown,) = sheet.iter(f"{SHEET}autoFilter")
    assert shown.get("ref") == f"A1:V{len(sample.site().entries) + 1}"
    assert len(list(sheet.iter(f"{SHEET}col"))) >= 2
    days = [cell for cell in sheet.iter(f"{SHEET}c") if re.fullmatch(r"K[2-9]", cell.get("r"))]
    assert all(cell.get("t") is None and cell.get("s") for cell in days)


def test_the_same_rows_make_the_same_bytes():
    one = workbook.register_xlsx(register.register_of(sample.site(), WORDS))
    assert one == workbook.register_xlsx(register.register_of(sample.site(), WORDS))
    archive = zipfile.ZipFile(io.BytesIO(one))
    assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT", core) == ["2026-11-23T", "2026-11-23T"]


def test_no_text_breaks_the_workbook():
    dirty = "标\x00题\x1b\ud800\uffff\u202e" + "长" * 40_000
    rows = opened(workbook.register_xlsx(register.register_of(site_of(dirty, "", "\x00"), WORDS)))
    assert rows[1][6].startswith("标题")
    assert len(rows[1][6]) == workbook.LONGEST
    assert len(rows) == 4


def test_a_register_without_entries_is_a_register():
    empty = replace(sample.site(), entries=())
    assert len(table(register.register_csv(register.register_of(empty, WORDS)))) == 1
    assert len(opened(workbook.register_xlsx(register.register_of(empty, WORDS)))) == 1
