"""L001: what stood on the web, held against real repositories of git."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from dispatch.front import pipeline
from dispatch.ground.diagnostics import Severity
from tests.commits import commit
from tests.commits import git
from tests.conftest import TODAY

FIRST = "content/entries/2026/2026-0001.md"
NEW = "content/entries/2026/2026-0003.md"
FILE = "content/attachments/2026-0001.csv"
STOOD = "2026-10-20"
CHANGED = "2026-11-05"


def judged(root, day=TODAY):
    """Return variant, severity and values of what is said, by path."""
    return {
        each.place.path: (each.variant, each.severity, dict(each.params))
        for each in pipeline.examine(root, day).found
        if each.code == "L001"
    }


def change(root, old, new, path=FIRST):
    """Put one text in the place of another, once."""
    file = root / path
    text = file.read_bytes().decode("utf-8")
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())


def add(root, more, path=FIRST):
    """Add keys to the front matter of an entry."""
    change(root, "item:", f"{more}\nitem:", path)


@pytest.fixture
def standing(make_root):
    """Return a root whose first entry, published on the 12th, is in git since the 20th."""
    root = make_root()
    add(root, "attachments: [{file: attachments/2026-0001.csv, title: 明细表}]")
    commit(root, STOOD)
    return root


SEEN = {
    "title": ("title: 第一", "title: 新的第一"),
    "number": ("item:", "number: 水党发〔2026〕18号\nitem:"),
    "issuer": ("item:", "issuer: 某某党支部\nitem:"),
    "formed": ("formed: 2026-09-30", "formed: 2026-10-01"),
    "published": ("published: 2026-10-12", "published: 2026-11-05"),
    "elements.收缴金额": ("1250.00", "1260.00"),
    "body": ("现将", "兹将"),
    "attachments": ("title: 明细表", "title: 收支明细表"),
    "decision": ("item:", "decision: {body: 支委会, on: 2026-09-28, record: 1}\nitem:"),
}
UNSEEN = {
    "space": ("现将有关", "现将 有关"),
    "lines": ("现将有关情况公开如下。", "现将有关\n情况公开如下。\n\n"),
    "comment": ("item:", "# 已核对\nitem:"),
    "comment-in-the-body": ("如下。", "如下。<!-- 已核对 -->"),
    "order": ("id: 2026-0001\nitem: A-01\n", "item: A-01\nid: 2026-0001\n"),
    "quotes": ("title: 第一党支部党费收缴使用情况", 'title: "第一党支部党费收缴使用情况"'),
    "keywords": ("item:", "keywords: [党费]\nitem:"),
    "posting": ("item:", "posting: {from: 2026-10-12}\nitem:"),
    "procedure": (
        "proposed: {by: liaison, on: 2026-10-09}",
        "proposed: {by: liaison, on: 2026-10-08}",
    ),
    "line-ends": ("现将有关情况公开如下。\n", "现将有关情况公开如下。\r\n"),
}


@pytest.mark.parametrize("part", SEEN)
def test_what_readers_see_may_not_change_without_a_word(standing, part):
    change(standing, *SEEN[part])
    name = commit(standing, CHANGED)[:8]
    values = {"parts": part, "stood": STOOD, "since": CHANGED, "commit": name}
    assert judged(standing) == {FIRST: ("", Severity.ERROR, values)}


@pytest.mark.parametrize("part", UNSEEN)
def test_what_stands_around_the_text_may_change(standing, part):
    if part == "order":
        text = (standing / FIRST).read_text(encoding="utf-8").replace("item: A-01\n", "", 1)
        text = text.replace("id: 2026-0001\n", "item: A-01\nid: 2026-0001\n", 1)
        (standing / FIRST).write_text(text, encoding="utf-8")
    else:
        change(standing, *UNSEEN[part])
    assert git(standing, "status", "--porcelain")
    commit(standing, CHANGED)
    assert judged(standing) == {}


def test_the_finding_stands_where_the_change_is_and_says_no_value(standing):
    change(standing, "1250.00", "9876.54")
    commit(standing, CHANGED)
    (found,) = (each for each in pipeline.examine(standing, TODAY).found if each.code == "L001")
    line = (standing / FIRST).read_text(encoding="utf-8").split("\n")[found.place.line - 1]
    assert line[found.place.column - 1 :].startswith("9876.54")
    assert "9876" not in str(found.params)


def test_a_change_that_waits_to_be_committed_is_told(standing):
    change(standing, "现将", "兹将")
    assert judged(standing) == {
        FIRST: ("uncommitted", Severity.ERROR, {"parts": "body", "stood": STOOD})
    }


def test_the_end_of_the_first_public_day_is_what_stood(standing):
    change(standing, "现将", "兹将")
    commit(standing, f"{STOOD}T23:00:00+08:00")
    assert judged(standing) == {}
    change(standing, "兹将", "现将")
    commit(standing, "2026-10-21T00:30:00+08:00")
    assert judged(standing)[FIRST][2]["since"] == "2026-10-21"


def test_what_is_put_right_on_the_same_day_never_was(standing):
    change(standing, "现将", "兹将")
    commit(standing, f"{CHANGED}T09:00:00+08:00")
    change(standing, "兹将", "现将")
    commit(standing, f"{CHANGED}T17:00:00+08:00")
    assert judged(standing) == {}


def test_before_its_day_an_entry_may_change(make_root):
    root = make_root()
    change(root, "published: 2026-10-12", "published: 2026-11-10")
    commit(root, STOOD)
    change(root, "现将", "兹将")
    commit(root, CHANGED)
    assert judged(root) == {}
    change(root, "兹将", "谨将")
    commit(root, "2026-11-11")
    assert judged(root)[FIRST][2]["stood"] == "2026-11-10"


def test_a_draft_may_change_and_a_day_moved_on_hides_nothing(make_root):
    root = make_root()
    add(root, "draft: true")
    commit(root, STOOD)
    change(root, "draft: true\n", "")
    change(root, "现将", "兹将")
    commit(root, CHANGED)
    assert judged(root) == {}
    change(root, "兹将", "谨将")
    change(root, "published: 2026-10-12", "published: 2026-11-20")
    commit(root, "2026-11-20")
    assert judged(root)[FIRST][2]["parts"] == "published, body"


def test_what_is_not_on_the_web_is_only_a_warning(standing):
    second = "content/entries/2026/2026-0002.md"
    change(standing, "现将", "兹将", second)
    commit(standing, CHANGED)
    assert [each[1] for each in judged(standing).values()] == [Severity.WARNING]


@pytest.mark.parametrize(("on", "said"), [("2026-11-04", 1), (CHANGED, 0), ("2026-12-01", 1)])
def test_a_note_of_the_edition_must_be_of_the_day_or_later_and_not_to_come(standing, on, said):
    change(standing, "现将", "兹将")
    add(standing, f"editions: [{{on: {on}, note: 改正开头的用语}}]")
    commit(standing, CHANGED)
    assert len(judged(standing)) == said


def test_a_note_tells_of_what_was_changed_by_then_and_of_nothing_later(standing):
    change(standing, "现将", "兹将")
    add(standing, f"editions: [{{on: {CHANGED}, note: 改正开头的用语}}]")
    commit(standing, CHANGED)
    change(standing, "1250.00", "1260.00")
    commit(standing, "2026-11-12")
    values = judged(standing)[FIRST][2]
    assert (values["parts"], values["stood"]) == ("elements.收缴金额", CHANGED)
    change(standing, "1260.00", "1250.00")
    assert judged(standing) == {}
    git(standing, "checkout", "-q", ".")
    change(standing, f"editions: [{{on: {CHANGED}, note: 改正开头的用语}}]\n", "")
    assert judged(standing)[FIRST][2]["parts"] == "elements.收缴金额, body"


@pytest.mark.parametrize(
    ("published", "more", "said"),
    [
        ("2026-11-04", "", 1),
        ("2026-11-06", "", 0),
        ("2026-12-01", "", 1),
        ("2026-11-06", "draft: true", 1),
        ("2026-11-06", "withdrawn: {on: 2026-11-07, reason: 有误}", 1),
    ],
)
def test_a_correction_of_the_day_or_later_tells_of_it(standing, published, more, said):
    change(standing, "现将", "兹将")
    text = (standing / FIRST).read_text(encoding="utf-8").replace("2026-0001", "2026-0003", 1)
    text = text.replace("2026-10-12", published).replace(
        "item:", f"corrects: 2026-0001\n{more}\nitem:"
    )
    (standing / NEW).write_text(text, encoding="utf-8")
    commit(standing, CHANGED)
    assert len(judged(standing)) == said


def test_a_withdrawn_entry_says_so_itself(standing):
    change(standing, "现将有关情况公开如下。", "")
    add(standing, "withdrawn: {on: 2026-11-05, reason: 内容有误}")
    commit(standing, CHANGED)
    assert judged(standing) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [("item:", "draft: true\nitem:"), ("published: 2026-10-12", "published: 2026-12-01")],
)
def test_an_entry_that_is_hidden_again_is_found(standing, old, new):
    change(standing, old, new)
    name = commit(standing, CHANGED)[:8]
    values = {"stood": STOOD, "since": CHANGED, "commit": name}
    assert judged(standing) == {FIRST: ("hidden", Severity.ERROR, values)}


def test_an_entry_whose_file_is_deleted_is_found(standing):
    (standing / FIRST).unlink()
    assert judged(standing) == {FIRST: ("lost-uncommitted", Severity.ERROR, {"stood": STOOD})}
    name = commit(standing, CHANGED)[:8]
    values = {"stood": STOOD, "since": CHANGED, "commit": name}
    assert judged(standing) == {FIRST: ("lost", Severity.ERROR, values)}


def test_a_file_that_is_moved_takes_its_record_along(standing):
    moved = "content/entries/2026/2026-0001-dues.md"
    (standing / FIRST).rename(standing / moved)
    commit(standing, CHANGED)
    assert judged(standing) == {}
    change(standing, "现将", "兹将", moved)
    assert list(judged(standing)) == [moved]


def test_a_file_that_is_moved_and_written_anew_is_compared_all_the_same(standing):
    moved = "content/entries/2026/2026-0001-dues.yaml"
    text = (standing / FIRST).read_text(encoding="utf-8").split("---\n")[1]
    (standing / FIRST).unlink()
    (standing / moved).write_text(f"{text}body: {'新的正文。' * 99}\n", encoding="utf-8")
    assert judged(standing)[moved][:2] == ("uncommitted", Severity.ERROR)
    commit(standing, CHANGED)
    assert judged(standing)[moved][2]["parts"] == "body"


def test_an_attachment_is_known_by_its_bytes(standing):
    change(standing, "300.00", "400.00", FILE)
    assert judged(standing)[FIRST] == (
        "uncommitted",
        Severity.ERROR,
        {"parts": "attachments", "stood": STOOD},
    )
    name = commit(standing, CHANGED)[:8]
    values = {"parts": "attachments", "stood": STOOD, "since": CHANGED, "commit": name}
    assert judged(standing) == {FIRST: ("", Severity.ERROR, values)}


def test_an_attachment_may_get_another_name_or_other_line_ends(standing):
    text = (standing / FILE).read_bytes()
    (standing / FILE).write_bytes(text.replace(b"\n", b"\r\n"))
    assert judged(standing) == {}
    (standing / FILE).unlink()
    (standing / "content/attachments/dues.csv").write_bytes(text)
    change(standing, "attachments/2026-0001.csv", "attachments/dues.csv")
    commit(standing, CHANGED)
    assert judged(standing) == {}


def test_another_attachment_under_another_name_is_another(standing):
    (standing / "content/attachments/dues.csv").write_text("用途,金额\n", encoding="utf-8")
    change(standing, "attachments/2026-0001.csv", "attachments/dues.csv")
    commit(standing, CHANGED)
    assert judged(standing)[FIRST][2]["parts"] == "attachments"


def test_a_merge_counts_on_its_own_day(standing):
    git(standing, "switch", "-q", "-c", "side")
    change(standing, "现将", "兹将")
    commit(standing, "2026-10-25")
    git(standing, "switch", "-q", "main")
    merge = ("merge", "-q", "--no-ff", "-m", "content", "side")
    git(standing, *merge, moment=f"{CHANGED}T12:00:00+08:00")
    assert judged(standing)[FIRST][2]["since"] == CHANGED


def test_an_earlier_day_sees_no_later_publication(standing):
    change(standing, "现将", "兹将")
    commit(standing, CHANGED)
    assert judged(standing, date(2026, 10, 15)) == {}


def test_without_git_nothing_is_judged(standing):
    change(standing, "现将", "兹将")
    assert judged(standing)
    shutil.rmtree(standing / ".git")
    assert judged(standing) == {}
