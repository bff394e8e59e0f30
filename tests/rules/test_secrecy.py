"""Family C: marks of secrecy, and what is inside attachments."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.front import pipeline
from dispatch.ground.diagnostics import Severity
from dispatch.ground.secrecy import marks
from dispatch.rules.samples import sample
from tests.conftest import TODAY
from tests.conftest import write_sample

FILE = "content/attachments/2026-0001"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("机密★10年", "机密★"),
        ("秘 密 ☆", "秘 密 ☆"),
        ("密级：秘密", "密级：秘密"),
        ("密级为机密的", "密级为机密"),
        ("絕密＊", "絕密＊"),
        ("（内部文件，请勿外传）", "内部文件"),
        ("关于某事的报告\n\n机密\n\n正文", "机密"),
        ("| 秘密 |", "秘密"),
        ("內部資料 注意保密", "內部資料"),
        ("内部参考 不得擅自翻印 严禁外传", "严禁外传"),
        ("内部使用", "内部使用"),
        ("【仅供内部使用】", "仅供内部使用"),
    ],
)
def test_marks_stand_by_themselves(text, words):
    found = [text[each.start : each.end] for each in marks(text) if each.kind == "mark"]
    assert words in found


@pytest.mark.parametrize(
    "text",
    [
        "保守党的秘密，严守党的纪律",
        "经保密审查不予公开",
        "不得泄露国家秘密、工作秘密",
        "开展内部审计",
        "反映问题的，我们将为反映人保密",
        "秘密、机密、绝密三级",
        "涉密内容不得公开",
    ],
)
def test_what_is_said_of_secrecy_is_no_mark(text):
    assert [each for each in marks(text) if each.kind == "mark"] == []


def test_words_in_a_sentence_are_worth_a_look(tmp_path):
    write_sample(tmp_path, sample(text="要求有关人员注意保密，按时完成。"))
    (found,) = pipeline.examine(tmp_path, TODAY).found
    assert (found.code, found.variant, found.severity) == ("C014", "said", Severity.WARNING)


@given(st.text(st.sampled_from("机密★ 秘绝\n内部资料|（）注意保不得外传"), max_size=60))
def test_marks_come_in_order_and_none_twice(text):
    found = list(marks(text))
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_mark_is_found_where_it_stands(finds):
    finds("C014", "mark", text="第一段。\n\n«机密★十年\n")
    finds("C014", "mark", entry="title: «内部资料")


def book(**how):
    state = how.get("state", "visible")
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    more = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr("[Content_Types].xml", "<Types/>")
        whole.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{space}" xmlns:r="{more}"><sheets>'
            f'<sheet name="底稿" r:id="a" state="{state}"/></sheets></workbook>',
        )
        target = '<Relationship Id="a" Target="worksheets/sheet1.xml"/>'
        whole.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{links}">{target}</Relationships>'
        )
        cell = f'<row r="2"><c r="A2" t="str"><v>{how.get("text", "用途")}</v></c></row>'
        whole.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{space}"><sheetData>{cell}</sheetData></worksheet>',
        )
    return out.getvalue()


def with_file(make_root, name, content, item="A-01", inspected=""):
    root = make_root({f"{FILE}{name}": content})
    for path in (root / "content/entries/2026").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        if f"item: {item}" in text:
            file = f"attachments/2026-0001{name}"
            line = f"attachments: [{{file: {file}, title: 明细{inspected}}}]\n"
            path.write_text(text.replace("\n---\n", f"\n{line}---\n"), encoding="utf-8")
    return [each for each in pipeline.examine(root, TODAY).found if each.code[0] == "C"]


def test_a_hidden_sheet_of_an_attachment_on_the_web_is_refused(make_root):
    (found,) = with_file(make_root, ".xlsx", book(state="hidden"))
    assert (found.code, found.variant, found.severity) == ("C012", "hidden-sheet", Severity.ERROR)
    assert dict(found.params)["where"] == "底稿"


def test_whoever_looked_makes_it_a_warning(make_root):
    who = ", inspected: {by: director, on: 2026-10-10}"
    (found,) = with_file(make_root, ".xlsx", book(state="hidden"), inspected=who)
    assert (found.code, found.severity) == ("C012", Severity.WARNING)
    assert with_file(make_root, ".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", inspected=who) == []


@pytest.mark.parametrize(
    ("name", "content", "variant"),
    [
        (".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "legacy"),
        (".pdf", b"%PDF-1.7\n\x00", "damaged"),
        (".zip", b"PK\x03\x04", "damaged"),
        (".7z", b"7z\xbc\xaf\x27\x1c\0\0", "unknown"),
    ],
)
def test_what_cannot_be_looked_into_is_refused_on_the_web(make_root, name, content, variant):
    (found,) = with_file(make_root, name, content)
    assert (found.code, found.variant, found.severity) == ("C011", variant, Severity.ERROR)


def test_what_only_hangs_on_a_board_is_not_asked_for(make_root):
    assert with_file(make_root, ".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", item="B-01") == []


def test_a_mark_inside_an_attachment_is_refused(make_root):
    (found,) = with_file(make_root, ".xlsx", book(text="机密★"))
    assert (found.code, found.variant) == ("C014", "attached")
    assert dict(found.params) == {"words": "机密★", "where": "底稿!2"}
