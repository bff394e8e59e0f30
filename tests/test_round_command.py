"""`round`, `print` and `certificate` from the command line: real sheets, real records."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

TODAY = ("--as-of", "2026-11-23")
ENTRY = "content/entries/2026/2026-0001.md"
RECORD = "content/postings/2026-10.yaml"
MINIMUM = "    posting: {minimum: {count: 10, unit: day}}\n"


def text_of(path):
    reader = PdfReader(BytesIO(path.read_bytes()))
    return [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in reader.pages]


def rows_of(root, board="hall", day="2026-11-23"):
    told = json.loads((root / f"print/rounds/{board}-{day}.json").read_text("utf-8"))
    return {(row["action"], row["entry"]) for row in told["items"]}


def put(root, path, old, new, times=1):
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, times), "utf-8")


def test_a_round_prints_the_list_and_only_what_is_new(make_root, run):
    root = make_root({RECORD: "[]\n"})
    code, out, _ = run("round", "hall", *TODAY, root=root)
    assert code == 0
    assert "张贴 1 件" in out
    pages = text_of(root / "print/rounds/hall-2026-11-23.pdf")
    assert "党务公开栏张贴清单" in pages[0]
    assert "第一党支部党费收缴使用情况" in pages[0]
    assert any("现将有关情况公开如下" in page for page in pages[1:]), "the sheet goes with it"
    assert rows_of(root) == {("up", "2026-0001")}


def test_what_hangs_as_it_should_is_not_printed_again(make_root, run):
    root = make_root()
    assert run("round", "hall", *TODAY, root=root)[0] == 0
    pages = text_of(root / "print/rounds/hall-2026-11-23.pdf")
    assert not any("现将有关情况公开如下" in page for page in pages)
    assert rows_of(root) == {("leave", "2026-0001")}
    assert run("round", "hall", "--all", *TODAY, root=root)[0] == 0
    pages = text_of(root / "print/rounds/hall-2026-11-23.pdf")
    assert any("现将有关情况公开如下" in page for page in pages)


def test_each_copy_of_a_board_gets_its_sheet(make_root, run):
    root = make_root({RECORD: "[]\n"})
    put(root, "content/boards.yaml", "id: hall", "id: hall\n    copies: 3")
    assert run("round", "hall", *TODAY, root=root)[0] == 0
    pages = text_of(root / "print/rounds/hall-2026-11-23.pdf")
    assert sum("现将有关情况公开如下" in page for page in pages) == 3
    assert "1页×3份" in pages[0]


def test_a_round_is_recorded_at_once_and_then_nothing_is_left(make_root, run):
    root = make_root({RECORD: "[]\n"})
    code, out, _ = run("round", "hall", "--done", *TODAY, root=root)
    assert (code, out.count("已登记")) == (0, 1)
    written = next((root / "content/postings").glob("*11.yaml")).read_text("utf-8")
    assert re.search(
        r"printed: \{edition: 1, content: [0-9a-f]{12}, layout: [0-9a-f]{12}\}", written
    )
    assert run("round", "hall", *TODAY, root=root)[0] == 0
    assert rows_of(root) == {("leave", "2026-0001")}
    put(root, ENTRY, "现将有关情况公开如下。", "现将有关情况更正公开如下。")
    assert run("round", "hall", *TODAY, root=root)[0] == 0
    assert rows_of(root) == {("replace", "2026-0001")}, "other words make another sheet"


def test_a_change_of_layout_alone_forces_nothing(make_root, run):
    root = make_root({RECORD: "[]\n"})
    run("round", "hall", "--done", *TODAY, root=root)
    written = next((root / "content/postings").glob("*11.yaml"))
    text = re.sub(r"layout: [0-9a-f]{12}", "layout: 000000000000", written.read_text("utf-8"))
    written.write_text(text, "utf-8")
    run("round", "hall", *TODAY, root=root)
    assert rows_of(root) == {("leave", "2026-0001")}
    assert "版式有改动" in text_of(root / "print/rounds/hall-2026-11-23.pdf")[0]


def test_what_does_not_pass_is_not_printed(make_root, run):
    root = make_root()
    put(root, ENTRY, "收缴金额: 1250.00", "收缴金额: 很多")
    code, _, err = run("round", "hall", *TODAY, root=root)
    assert code == 1
    assert "没有通过检查的不能张贴" in err
    assert not (root / "print").exists()


def test_a_board_that_is_too_small_is_an_error_of_build_and_round(make_root, run):
    root = make_root()
    put(root, "content/boards.yaml", "id: hall", "id: hall\n    columns: 1\n    rows: 1")
    long = "\n\n".join(["正文一段，写得很长，一页写不下。" * 12] * 14)
    put(root, ENTRY, "现将有关情况公开如下。", long)
    for command in (("round", "hall"), ("build",)):
        code, _, err = run(*command, *TODAY, root=root)
        assert code == 1
        assert "F015" in err
        assert "只有 1 个位置，还有 1 件贴不下：2026-0001" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("round", "hal"), "hall"),
        (("round", "hall", "--since", "2026-11-23"), "不早于"),
        (("print",), "--board"),
        (("print", "2026-0001", "--board", "corridor"), "不在“党建工作栏”上张贴"),
        (("print", "2026-0001", "--layout", "nothing"), "nothing"),
        (("certificate", "2026-0009"), "2026-0001"),
    ],
)
def test_refusals_say_what_to_do(make_root, run, arguments, said):
    code, _, err = run(*arguments, *TODAY, root=make_root())
    assert code == 1
    assert said in err


def test_single_sheets_come_on_other_paper_and_as_pictures(make_root, run):
    root = make_root()
    assert run("print", "2026-0001", "--size", "A3", "--large", *TODAY, root=root)[0] == 0
    (path,) = (root / "print/single").glob("*-A3-large.pdf")
    page = PdfReader(BytesIO(path.read_bytes())).pages[0]
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [297, 420]
    assert run("print", "2026-0001", "--preview", *TODAY, root=root)[0] == 0
    assert [path.read_bytes()[:4] for path in (root / "print/single").glob("*.png")]


def test_a_build_carries_over_what_commands_have_printed(make_root, run):
    root = make_root()
    run("round", "hall", *TODAY, root=root)
    run("print", "2026-0001", *TODAY, root=root)
    assert run("build", *TODAY, root=root)[0] == 0
    assert list((root / "print/rounds").iterdir())
    assert list((root / "print/single").iterdir())


def test_the_data_of_a_round_are_public_only_as_far_as_entries_are(make_root, run):
    root = make_root()
    assert run("build", *TODAY, root=root)[0] == 0
    hall = json.loads((root / "public/data/rounds/hall.json").read_text("utf-8"))
    corridor = json.loads((root / "public/data/rounds/corridor.json").read_text("utf-8"))
    assert [row["entry"] for row in hall["items"]] == ["2026-0001"]
    assert (hall["complete"], corridor["complete"]) == (True, False)
    assert corridor["items"] == corridor["boxes"] == []


def test_of_a_board_that_society_knows_in_part_no_places_are_told(make_root, run):
    root = make_root()
    put(root, "content/catalogue.yaml", "boards: [hall]", "boards: [hall, corridor]")
    assert run("build", *TODAY, root=root)[0] == 0
    corridor = json.loads((root / "public/data/rounds/corridor.json").read_text("utf-8"))
    assert [(row["entry"], row["slot"]) for row in corridor["items"]] == [("2026-0001", "")]
    assert (corridor["complete"], corridor["boxes"]) == (False, [])
    hall = json.loads((root / "public/data/rounds/hall.json").read_text("utf-8"))
    assert all(row["slot"] for row in hall["items"]), "of the whole board they are"


DOWN = "down: {on: 2026-10-26, by: keeper}\n"


def certified(make_root, run, *, record=DOWN, item=True, entry="", feedback="[]\n"):
    root = make_root({"content/feedback/2026-10.yaml": feedback})
    with (root / RECORD).open("a", encoding="utf-8") as file:
        file.write(record)
    if item:
        put(
            root, "content/catalogue.yaml", "    boards: [hall]\n", "    boards: [hall]\n" + MINIMUM
        )
    window = "posting: {from: 2026-10-12, to: 2026-10-23}\n"
    put(root, ENTRY, "published: 2026-10-12\n", "published: 2026-10-12\n" + window + entry)
    code, out, err = run("certificate", "2026-0001", *TODAY, root=root)
    return root, code, out + err


def test_a_certificate_says_what_hung_where_from_when_to_when(make_root, run):
    root, code, _ = certified(make_root, run)
    assert code == 0
    pages = text_of(root / "print/certificates/2026-0001-2026-11-23.pdf")
    for part in (
        "张贴证明",
        "第一党支部党费收缴使用情况",
        "党务公开栏（一楼大厅）",
        "2026年10月12日",
        "2026年10月26日",
        "14日（首日不计）",
        "其间没有收到异议",
        "公开栏管理员",
    ):
        assert part in pages[0]
    assert any("现将有关情况公开如下" in page for page in pages), "the sheet is its annex"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"record": ""}, "没有撤下的记录"),
        (
            {"record": "down: {on: 2026-10-16, by: keeper}\n"},
            "按规定至少张贴10日，应到2026年10月22日",
        ),
        (
            {"entry": "editions: [{on: 2026-10-14, note: 改正电话}]\n"},
            "2026年10月14日改过内容",
        ),
        (
            {
                "feedback": "- {received: 2026-10-14, channel: box, about: 2026-0001,"
                " text: 请说明。}\n"
            },
            "2026年10月14日收到的意见还没有答复",
        ),
        (
            {
                "record": DOWN
                + "printed: {edition: 1, content: 0123456789ab, layout: 0123456789ab}\n"
            },
            "0123456789ab",
        ),
    ],
)
def test_a_certificate_is_refused_where_the_record_does_not_support_it(make_root, run, given, said):
    root, code, told = certified(make_root, run, **given)
    assert code == 1
    assert "不足以出具证明" in told
    assert said in told
    assert not (root / "print").exists()


def test_what_never_hung_is_not_certified(make_root, run):
    root = make_root({RECORD: "[]\n"})
    code, _, err = run("certificate", "2026-0001", *TODAY, root=root)
    assert code == 1
    assert "“党务公开栏”没有张贴记录" in err
    assert "python3 build.py posted 2026-0001 hall" in err


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("down: {on: 2026-10-22, by: keeper}\n", "条目写明张贴到2026年10月23日"),
        (
            "inspected: [{on: 2026-10-14, by: keeper, state: missing}]\n" + DOWN,
            "2026年10月14日巡查时破损或缺失",
        ),
    ],
)
def test_neither_a_short_window_nor_a_sheet_that_was_gone_is_certified(
    make_root, run, record, said
):
    _, code, told = certified(make_root, run, record=record, item=False)
    assert (code, said in told) == (1, True)


def test_a_certificate_says_how_a_sheet_was_found_and_no_digest_that_nobody_knows(make_root, run):
    looks = "inspected: [{on: 2026-10-14, by: keeper, state: 有点褪色}]\n"
    again = "up: {on: 2026-10-14, by: keeper}\n" + DOWN
    root = make_root({"content/feedback/2026-10.yaml": "[]\n"})
    head = "entry: 2026-0001\nboard: hall\n"
    first = head + "up: {on: 2026-10-12, by: keeper}\n" + looks
    records = [first + "down: {on: 2026-10-14, by: keeper}\n", head + again]
    whole = "".join("- " + each.strip().replace("\n", "\n  ") + "\n" for each in records)
    (root / RECORD).write_text(whole, "utf-8")
    edited = "published: 2026-10-12\neditions: [{on: 2026-10-14, note: 改正电话}]\n"
    put(root, ENTRY, "published: 2026-10-12\n", edited)
    assert run("certificate", "2026-0001", *TODAY, root=root)[0] == 0
    told = text_of(root / "print/certificates/2026-0001-2026-11-23.pdf")[0]
    assert "2026年10月14日有点褪色" in told
    assert told.count("按现存内容计算") == 1, "of the first edition the words are gone"


def test_a_round_that_cannot_be_printed_is_not_recorded(make_root, run):
    root = make_root({RECORD: "[]\n"})
    put(root, ENTRY, "现将有关情况公开如下。", "现将\U00013000情况公开如下。")
    code, _, err = run("round", "hall", "--done", *TODAY, root=root)
    assert (code, "F009" in err) == (1, True)
    assert [path.name for path in (root / "content/postings").iterdir()] == ["2026-10.yaml"]


def test_what_is_wider_than_a_board_without_rows_is_told_so(make_root, run):
    root = make_root({RECORD: "[]\n"})
    put(root, "content/boards.yaml", "id: hall", "id: hall\n    columns: 1")
    put(root, ENTRY, "published: 2026-10-12\n", "published: 2026-10-12\nsheet: {size: A2}\n")
    code, _, err = run("round", "hall", *TODAY, root=root)
    assert (code, "只有 1 列，有 1 件的一页就比它宽：2026-0001" in err) == (1, True)


def test_printing_what_has_no_board_or_nothing_at_all(make_root, run):
    root = make_root()
    meeting = "    channels: [meeting]\n    boards: []\n"
    put(root, "content/catalogue.yaml", "    channels: [board]\n    boards: [corridor]\n", meeting)
    assert run("print", "2026-0002", *TODAY, root=root)[0] == 0
    assert list((root / "print/single").glob("2026-0002-*.pdf"))
    code, out, err = run("print", "--board", "corridor", *TODAY, root=root)
    assert (code, "没有应张贴的" in out + err) == (0, True)


def test_what_is_not_public_may_be_pinned_on_a_board_that_is_not(make_root, run):
    root = make_root()
    put(root, "content/boards.yaml", "id: corridor", "id: corridor\n    pinned: [2026-0002]")
    assert run("check", *TODAY, root=root)[0] == 0
    assert run("build", *TODAY, root=root)[0] == 0
    public = [each for each in (root / "public").rglob("*") if each.is_file()]
    assert not [each for each in public if b"2026-0002" in each.read_bytes()]


def test_what_went_up_before_today_is_recorded_without_a_digest(make_root, run):
    root = make_root({RECORD: "[]\n"})
    edited = "published: 2026-10-12\neditions: [{on: 2026-11-10, note: 改正电话}]\n"
    put(root, ENTRY, "published: 2026-10-12\n", edited)
    assert run("posted", "2026-0001", "hall", "--on", "2026-10-12", *TODAY, root=root)[0] == 0
    assert "printed" not in (root / RECORD).read_text("utf-8")
    assert run("round", "hall", *TODAY, root=root)[0] == 0
    assert rows_of(root) == {("replace", "2026-0001")}, "what hangs is the first edition"


def test_the_data_of_a_round_turn_only_on_days_that_next_names(make_root, run):
    root = make_root()
    looks = "{web: 60, sheet: 20, sparse: 0}"
    put(root, "config.yaml", "{web: 60, sheet: 0, sparse: 0}", looks)
    made = []
    for day in ("2026-10-20", "2026-10-21", "2026-10-22"):
        assert run("build", "--as-of", day, root=root)[0] == 0
        text = (root / "public/data/rounds/hall.json").read_text("utf-8")
        made.append(text.replace(day, "DAY"))
    assert (made[0] == made[1], made[1] == made[2]) == (True, False)
    assert run("next", "--format", "day", "--as-of", "2026-10-20", root=root)[1] == "2026-10-22\n"
