"""L003: entries under rows that were changed, held against real repositories of git."""

from __future__ import annotations

import shutil

import pytest

from dispatch.front import pipeline
from dispatch.ground.diagnostics import Severity
from tests.commits import commit
from tests.conftest import TODAY

CATALOGUE = "content/catalogue.yaml"
FIRST = "content/entries/2026/2026-0001.md"
BEGAN = "2026-10-05"
CHANGED = "2026-11-05"
ELEMENT = "- {name: 收缴金额, type: money}"
PARTS = {
    "elements": (ELEMENT, "- {name: 收缴金额, type: text}"),
    "limit": ("within: {count: 15, unit: day}", "within: {count: 20, unit: day}"),
    "kind": ("kind: statement", "kind: profile"),
    "channels": ("[web, board]", "[web, board, meeting]"),
    "scope, channels": (
        "scope: society\n    channels: [web, board]",
        "scope: unit\n    channels: [board]",
    ),
}
ELSE = {
    "note": (ELEMENT, "- {name: 收缴金额, type: money, note: 按实收填写}"),
    "order": ("[web, board]", "[board, web]"),
    "title": ("title: 党费收缴、使用和管理情况", "title: 党费的收缴、使用和管理"),
    "comment": ("items:", "# 二〇二六年版\nitems:"),
}


def judged(root, day=TODAY):
    """Return variant, severity and values of what is said, by path."""
    return {
        each.place.path: (each.variant, each.severity, dict(each.params))
        for each in pipeline.examine(root, day).found
        if each.code == "L003"
    }


def change(root, old, new, path=CATALOGUE):
    """Put one text in the place of another, once."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def copy(root, number, published="2026-10-12"):
    """Write another entry like the first one."""
    text = (root / FIRST).read_text(encoding="utf-8")
    text = text.replace("2026-0001", f"2026-{number:04}", 1).replace("2026-10-12", published)
    text = text.replace("title: ", f"title: 其{number}：")
    path = root / f"content/entries/2026/2026-{number:04}.md"
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def adopted(make_root):
    """Return a root with a first commit."""
    root = make_root()
    commit(root, BEGAN)
    return root


@pytest.mark.parametrize("parts", PARTS)
def test_what_stands_under_a_changed_row_is_suspect(adopted, parts):
    change(adopted, *PARTS[parts])
    name = commit(adopted, CHANGED)[:8]
    values = {"item": "A-01", "parts": parts, "since": CHANGED, "commit": name}
    assert judged(adopted) == {FIRST: ("", Severity.WARNING, values)}


@pytest.mark.parametrize("part", ELSE)
def test_other_words_of_a_row_change_nothing(adopted, part):
    change(adopted, *ELSE[part])
    commit(adopted, CHANGED)
    assert judged(adopted) == {}


def test_what_is_not_committed_is_told(adopted):
    change(adopted, *PARTS["limit"])
    values = {"item": "A-01", "parts": "limit"}
    assert judged(adopted) == {FIRST: ("uncommitted", Severity.WARNING, values)}


def test_what_was_published_on_the_day_of_the_change_or_later_is_not_suspect(adopted):
    change(adopted, *PARTS["limit"])
    commit(adopted, "2026-10-12")
    assert judged(adopted) == {}


def test_what_was_changed_back_is_as_it_was(adopted):
    change(adopted, *PARTS["limit"])
    commit(adopted, CHANGED)
    change(adopted, *reversed(PARTS["limit"]))
    commit(adopted, "2026-11-06")
    assert judged(adopted) == {}


@pytest.mark.parametrize(("on", "said"), [("2026-11-04", 1), (CHANGED, 0), ("2026-11-30", 1)])
def test_somebody_who_looks_at_it_afterwards_confirms_it(adopted, on, said):
    change(adopted, *PARTS["limit"])
    change(adopted, "item:", f"confirmed: {{by: director, on: {on}}}\nitem:", FIRST)
    commit(adopted, CHANGED)
    assert len(judged(adopted)) == said


def test_a_later_change_makes_it_suspect_again(adopted):
    change(adopted, *PARTS["limit"])
    change(adopted, "item:", f"confirmed: {{by: director, on: {CHANGED}}}\nitem:", FIRST)
    commit(adopted, CHANGED)
    change(adopted, *PARTS["kind"])
    commit(adopted, "2026-11-12")
    assert judged(adopted)[FIRST][2]["parts"] == "kind"
    assert judged(adopted)[FIRST][2]["since"] == "2026-11-12"


@pytest.mark.parametrize(
    "more", ["withdrawn: {on: 2026-10-20, reason: 有误}", "draft: true", "published: 2026-12-01"]
)
def test_what_is_not_in_force_is_left_alone(adopted, more):
    if more.startswith("published"):
        change(adopted, "published: 2026-10-12", more, FIRST)
    else:
        change(adopted, "item:", f"{more}\nitem:", FIRST)
    change(adopted, *PARTS["limit"])
    commit(adopted, CHANGED)
    assert judged(adopted) == {}


def test_many_entries_are_told_once_at_the_row(adopted):
    for number in (3, 4):
        copy(adopted, number)
    commit(adopted, "2026-10-12")
    change(adopted, *PARTS["limit"])
    name = commit(adopted, CHANGED)[:8]
    assert len(judged(adopted)) == 3
    copy(adopted, 5)
    copy(adopted, 6, published=CHANGED)
    values = {"item": "A-01", "parts": "limit", "since": CHANGED, "commit": name, "count": "4"}
    names = ", ".join(f"2026-000{number}" for number in (1, 3, 4, 5))
    said = {CATALOGUE: ("many", Severity.WARNING, {**values, "entries": names})}
    assert judged(adopted) == said


def test_a_row_that_is_new_makes_nothing_suspect(adopted):
    change(adopted, "code: A-01", "code: A-02")
    change(adopted, "item: A-01", "item: A-02", FIRST)
    commit(adopted, CHANGED)
    assert judged(adopted) == {}


def test_a_state_that_cannot_be_read_is_passed_over(adopted):
    change(adopted, "items:", "items: [")
    commit(adopted, "2026-11-01")
    change(adopted, "items: [", "items:")
    change(adopted, *PARTS["limit"])
    commit(adopted, CHANGED)
    assert judged(adopted)[FIRST][2]["since"] == CHANGED


def test_without_git_nothing_is_suspect(adopted):
    change(adopted, *PARTS["limit"])
    assert judged(adopted)
    shutil.rmtree(adopted / ".git")
    assert judged(adopted) == {}
