"""Family C, the people: what is found in content, where, and how much it weighs."""

from __future__ import annotations

import json

import pytest

from dispatch import rules
from dispatch.front import pipeline
from dispatch.front.reporters import FORMS
from dispatch.ground.diagnostics import Severity
from dispatch.ledger.account import account_of
from dispatch.reading.loader import load
from dispatch.rules.samples import sample
from tests.conftest import TODAY
from tests.conftest import tree_of
from tests.conftest import write_sample
from tests.test_inspection import xlsx

ID = "11010519491231002X"
MOBILE = "13800138000"

FAULTS = [
    ("C001", {"entry": f"title: 发给«{ID}的补助"}),
    ("C001", {"entry": f"keywords: [补助, «{ID}]"}),
    ("C001", {"entry": f"summary: |-\n  第一行\n  第二行«{ID}"}),
    ("C001", {"entry": 'summary: «"1101051949\\u0031231002X"'}),
    ("C001", {"text": f"第一段。\n\n| 张某 | «{ID[:6]} | {ID[6:14]} | {ID[14:]} |"}),
    ("C001", {"text": "见«&#49;10105&#49;9491231002X。"}),
    ("C001", {"page": f"甲«{ID}乙"}),
    ("C001", {"feedback": f"text: 我是«{ID}。"}),
    ("C001", {"feedback": f"public: false\ntext: 我是«{ID}。"}),
    ("C001", {"oversight": f"finding: 见«{ID}。"}),
    ("C001", {"board": f"place: 一楼«{ID}"}),
    ("C001", {"organisation": f"# 旧名册 «{ID}\n"}),
    ("C001", {"config": f"site: {{title: 样例, owner: 甲«{ID}}}"}),
    ("C001", {"item": f"note: 甲«{ID}"}),
    ("C001", {"text": f"{ID[:5]}«{ID[5]}[{ID[6:14]}](https://example.org){ID[14:]}"}),
    ("C001", {"text": "见" + f"[表](https://example.org/«{ID})。"}),
    ("C001", {"text": "见[表](https://example.org/«%31%31%30%31%30%35194912310%302X)。"}),
    (
        "C001",
        {
            "entry": f"elements: {{收缴金额: 1.00, 支出明细: [{{用途: «'{ID[:6]}', "
            f"金额: '{ID[6:14]}'}}, {{用途: {ID[14:]}, 金额: 1.00}}]}}"
        },
    ),
    ("C002", {"text": f"请打«{MOBILE}。"}),
    ("C002", {"entry": f"summary: 请打«{MOBILE}。"}),
    ("C002", {"entry": "summary: 请打 +86 «138-0013-8000。"}),
    ("C003", {"text": "发到«6200 0000 0000 1235。"}),
    ("C004", {"text": "护照号码«E00000000。"}),
    ("C005", {"text": "李四，住址：«和平路18号3单元401室。"}),
    ("C006", {"text": "| 李四 | «低保 |"}),
    ("C007", {"text": "学生«李小小，9岁。"}),
]


@pytest.mark.parametrize(("code", "fragments"), FAULTS)
def test_what_is_personal_is_found_where_it_stands(finds, code, fragments):
    finds(code, "", **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"entry": f"contacts: [{{for: enquiries, office: 办公室, phone: {MOBILE}}}]"},
        {"entry": "summary: 330***********1234，138****8000"},
        {
            "item": "elements: [{name: 收缴金额, type: money}, {name: 值班电话, public: true}]",
            "entry": f"elements: {{收缴金额: 1.00, 值班电话: {MOBILE}}}",
        },
        {
            "organisation": "units: [{id: branch-1, name: 甲, online: true, office_phone: "
            + MOBILE
            + "}, {id: office, name: 乙}]"
        },
    ],
)
def test_what_is_meant_to_be_public_passes(passes, fragments):
    passes(**fragments)


def severities(root, **fragments):
    site, told = load(write_sample(root, sample(**fragments)))
    assert site is not None
    found = rules.check(account_of(site, TODAY), told)
    return [(each.code, each.severity) for each in found if each.code[0] == "C"]


def test_inside_a_mobile_is_a_warning_and_an_identity_number_an_error(tmp_path):
    other = f"elements: {{收缴金额: 1.00}}\nsummary: {ID}，{MOBILE}"
    assert severities(tmp_path, other=other) == [
        ("C001", Severity.ERROR),
        ("C002", Severity.WARNING),
    ]


def test_a_draft_is_in_git_too(tmp_path):
    found = severities(tmp_path, entry=f"draft: true\nsummary: {ID}")
    assert found == [("C001", Severity.ERROR)]


def test_an_identity_number_is_told_of_even_where_it_is_meant(tmp_path):
    found = severities(
        tmp_path,
        item="elements: [{name: 收缴金额, type: money}, {name: 名单, public: true}]",
        entry=f"elements: {{收缴金额: 1.00, 名单: {ID}}}",
    )
    assert found == [("C001", Severity.WARNING)]


def test_a_card_is_told_of_even_where_it_is_meant(tmp_path):
    found = severities(
        tmp_path,
        item="elements: [{name: 收缴金额, type: money}, {name: 名单, public: true}]",
        entry="elements: {收缴金额: 1.00, 名单: 6200000000001235}",
    )
    assert found == [("C003", Severity.WARNING)]


def test_what_no_entry_lists_is_in_git_too(make_root):
    files = {"content/attachments/旧名单.csv": f"李四,{ID},{MOBILE}\n"}
    found = pipeline.examine(make_root(files), TODAY).found
    assert [(each.code, str(each.place), each.severity) for each in found] == [
        ("C001", "content/attachments/旧名单.csv:1:1", Severity.ERROR),
        ("C002", "content/attachments/旧名单.csv:1:1", Severity.WARNING),
    ]


def test_the_head_of_a_sheet_is_held_against_the_rows_below_it(make_root):
    path = "content/entries/2026/2026-0001.md"
    rows = "".join(
        f'<row r="{at}"><c t="inlineStr"><is><t>{one}</t></is></c>'
        f'<c t="inlineStr"><is><t>{two}</t></is></c></row>'
        for at, (one, two) in enumerate((("姓名", "残疾等级"), ("李四", "二级")), start=1)
    )
    root = make_root({"content/attachments/表.xlsx": xlsx(rows)})
    text = (root / path).read_text("utf-8")
    listed = "attachments: [{file: attachments/表.xlsx, title: 表}]\nelements:"
    (root / path).write_text(text.replace("elements:", listed, 1), "utf-8")
    found = pipeline.examine(root, TODAY).found
    assert [(each.code, dict(each.params)["where"]) for each in found] == [("C006", "明细")]


def test_a_mask_that_shows_too_much_is_refused(finds):
    finds(
        "S017",
        "mask",
        config="site: {title: 样例}\nprivacy:\n  identity: «{first: 10, last: 4}",
    )


def test_masks_are_as_the_config_says(tmp_path):
    config = "site: {title: 样例}\nprivacy: {identity: {first: 6, last: 4}}"
    site, told = load(write_sample(tmp_path, sample(config=config, text=ID)))
    found = [each for each in rules.check(account_of(site, TODAY), told) if each.code == "C001"]
    assert dict(found[0].params) == {"value": "110105********002X"}


ATTACHED = "attachments: [{file: attachments/2026-0001.csv, title: 表}]"


def test_what_stands_in_an_attachment_is_told_where_the_entry_lists_it(make_root, run):
    path = "content/entries/2026/2026-0001.md"
    csv = f"姓名,证号,电话,情况\n李四,{ID},{MOBILE},低保\n"
    root = make_root({"content/attachments/2026-0001.csv": csv})
    text = (root / path).read_text("utf-8").replace("elements:", f"{ATTACHED}\nelements:", 1)
    (root / path).write_text(text, "utf-8")
    code, out, _ = run("check", "--format", "json", "--root", root, "--as-of", "2026-11-23")
    rows = json.loads(out)
    assert code == 1
    assert [row["code"] for row in rows] == ["C001", "C002", "C006"]
    assert {(row["path"], row["column"]) for row in rows} == {(path, 22)}
    assert "attachments/2026-0001.csv" in rows[0]["message"]
    assert ID not in out
    code, out, err = run("check", "--fix", "--yes", "--root", root, "--as-of", "2026-11-23")
    assert (root / "content/attachments/2026-0001.csv").read_text("utf-8") == csv
    cleaned = (root / "content/attachments/2026-0001.cleaned.csv").read_text("utf-8")
    assert cleaned == csv.replace(ID, "110***********002X").replace(MOBILE, "138****8000")
    assert ID not in out + err
    assert code == 1


SCARRED = f"\r\n甲{ID}乙，电话{MOBILE}。\r\n末行"


def scarred(make_root):
    path = "content/entries/2026/2026-0001.md"
    root = make_root()
    text = (root / path).read_text("utf-8").replace("收缴使用情况", f"{ID}使用情况")
    data = b"\xef\xbb\xbf" + (text.rstrip("\n").replace("\n", "\r\n") + SCARRED).encode()
    (root / path).write_bytes(data)
    return root, root / path, data


def test_fix_covers_numbers_and_leaves_every_other_byte(make_root, run):
    root, path, data = scarred(make_root)
    code, out, err = run("check", "--fix", "--yes", "--root", root, "--as-of", "2026-11-23")
    assert code == 0, out + err
    stars = "110***********002X"
    in_title = data.replace(f"{ID}使用".encode(), f"{stars}使用".encode())
    in_body = in_title.replace(ID.encode(), stars.replace("*", "\\*").encode())
    mobile = "138****8000".replace("*", "\\*").encode()
    assert path.read_bytes() == in_body.replace(MOBILE.encode(), mobile)
    assert "▇" * 18 in out
    assert ID not in out + err
    assert MOBILE not in out + err
    again = path.read_bytes()
    assert run("check", "--fix", "--yes", "--root", root, "--as-of", "2026-11-23")[0] == 0
    assert path.read_bytes() == again


def test_fix_writes_nothing_unless_somebody_says_so(make_root, run):
    root, path, data = scarred(make_root)
    code, out, err = run("check", "--fix", "--root", root, "--as-of", "2026-11-23")
    assert code == 1
    assert path.read_bytes() == data
    assert "▇" in out
    assert "--yes" in err


def test_fix_leaves_what_is_parted_by_cells(make_root, run):
    path = "content/entries/2026/2026-0001.md"
    root = make_root()
    text = (root / path).read_text("utf-8") + f"\n| {ID[:6]} | {ID[6:14]} | {ID[14:]} |\n"
    (root / path).write_text(text, "utf-8")
    code, out, _ = run("check", "--fix", "--yes", "--root", root, "--as-of", "2026-11-23")
    assert code == 1
    assert "C001" in out
    assert (root / path).read_text("utf-8") == text


LEAKS = (ID, MOBILE, "6200000000001235", "E00000000")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("command", ["check", "build"])
def test_nothing_that_is_said_or_kept_holds_the_number(make_root, run, form, command):
    path = "content/entries/2026/2026-0001.md"
    root = make_root({f"content/attachments/{ID}.csv": "甲,乙\n"})
    text = (root / path).read_text("utf-8")
    text = text.replace("收缴金额: 1250.00", f"收缴金额: {ID}")
    (root / path).write_text(f"{text}\n发给{'、'.join(LEAKS)}的护照。\n", "utf-8")
    before = tree_of(root)
    options = ("--format", form) if command == "check" else ()
    code, out, err = run(command, *options, "--root", root, "--as-of", "2026-11-23")
    assert code == 1
    assert "C001" in out + err
    kept = {name: data for name, data in tree_of(root).items() if name not in before}
    made = {name: data for name, data in kept.items() if isinstance(data, bytes)}
    for leak in LEAKS:
        assert leak not in out + err
        assert not [name for name, data in made.items() if leak.encode() in data]
    if command == "check" and form == "json":
        assert {row["code"] for row in json.loads(out)} >= {"C001", "C002", "C003", "C004"}
