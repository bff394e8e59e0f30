"""The content of a root as git had it at the end of a day, and what a command makes of it."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from dispatch.reading.history.past import Past
from dispatch.reading.history.past import Unrecorded
from dispatch.reading.history.past import bring_back
from tests.commits import commit
from tests.commits import git
from tests.conftest import tree_of

ZONE = ZoneInfo("Asia/Shanghai")
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
PAGE = "content/pages/note.md"


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def recorded(make_root):
    """Return a root with three commits: the small site, a page, the page changed."""
    root = make_root()
    commit(root, "2026-10-12")
    write(root, PAGE, "---\ntitle: 说明\n---\n一\n")
    commit(root, "2026-10-20")
    write(root, PAGE, "---\ntitle: 说明\n---\n二\n")
    commit(root, "2026-11-02")
    return root


def brought(root, day, into):
    into.mkdir()
    return bring_back(root, date.fromisoformat(day), ZONE, into=into)


@pytest.mark.parametrize(
    ("day", "made", "text"),
    [
        ("2026-10-12", "2026-10-12", None),
        ("2026-10-19", "2026-10-12", None),
        ("2026-10-20", "2026-10-20", "一"),
        ("2026-11-01", "2026-10-20", "一"),
        ("2026-11-02", "2026-11-02", "二"),
        ("2030-01-01", "2026-11-02", "二"),
    ],
)
def test_a_day_has_the_last_commit_of_its_end(recorded, tmp_path, day, made, text):
    found = brought(recorded, day, tmp_path / "then")
    assert isinstance(found, Past)
    assert found.day == date.fromisoformat(made)
    page = tmp_path / "then" / PAGE
    assert (page.read_text(encoding="utf-8")[-2] if page.exists() else None) == text


def test_what_is_brought_back_is_the_content_byte_by_byte(recorded, tmp_path):
    brought(recorded, "2026-11-02", tmp_path / "then")
    kept = ("config.yaml", "content")
    now = {p: b for p, b in tree_of(recorded).items() if p.split("/")[0] in kept}
    assert tree_of(tmp_path / "then") == now


def test_a_dirty_tree_changes_nothing(recorded, tmp_path):
    write(recorded, PAGE, "half")
    brought(recorded, "2026-11-02", tmp_path / "then")
    assert (tmp_path / "then" / PAGE).read_text(encoding="utf-8").endswith("二\n")


def test_the_zone_of_the_site_decides_which_day_a_commit_is_of(make_root, tmp_path):
    root = make_root()
    commit(root, "2026-10-12T23:30:00+00:00")
    assert isinstance(brought(root, "2026-10-12", tmp_path / "a"), Unrecorded)
    assert isinstance(brought(root, "2026-10-13", tmp_path / "b"), Past)


def test_a_root_may_lie_below_the_top_of_its_repository(make_root, tmp_path):
    root = make_root(name="whole/site")
    write(tmp_path, "whole/content/other.md", "not ours")
    commit(tmp_path / "whole", "2026-10-12")
    brought(root, "2026-10-12", tmp_path / "then")
    assert tree_of(tmp_path / "then") == tree_of(root)


def test_a_merge_brings_its_content_on_its_own_day(recorded, tmp_path):
    git(recorded, "switch", "-q", "-c", "side", "HEAD~1")
    write(recorded, "content/pages/side.md", "---\ntitle: 旁\n---\n三\n")
    commit(recorded, "2026-10-25")
    git(recorded, "switch", "-q", "main")
    moment = "2026-11-05T12:00:00+08:00"
    git(recorded, "merge", "-q", "--no-ff", "-m", "merge", "side", moment=moment)
    brought(recorded, "2026-11-04", tmp_path / "before")
    brought(recorded, "2026-11-05", tmp_path / "after")
    assert not (tmp_path / "before/content/pages/side.md").exists()
    assert (tmp_path / "after/content/pages/side.md").exists()


def test_before_the_record_there_is_nothing(recorded, tmp_path):
    found = brought(recorded, "2026-10-11", tmp_path / "then")
    assert found == Unrecorded(since=date(2026, 10, 12), shallow=False)
    assert tree_of(tmp_path / "then") == {}


def test_a_shallow_clone_says_that_it_is_one(recorded, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{recorded}", "copy")
    found = brought(tmp_path / "copy", "2026-10-20", tmp_path / "then")
    assert found == Unrecorded(since=date(2026, 11, 2), shallow=True)


@pytest.mark.parametrize("damage", ["no repository", "no commit", "damaged"])
def test_without_a_record_there_is_no_past(make_root, tmp_path, damage):
    root = make_root()
    if damage == "no commit":
        git(root, "init", "-q")
    elif damage == "damaged":
        commit(root, "2026-10-12")
        (root / ".git/HEAD").write_text("rubbish", encoding="utf-8")
    found = brought(root, "2026-10-20", tmp_path / "then")
    assert found == Unrecorded(since=None, shallow=False)


def test_without_git_there_is_no_past(recorded, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    found = brought(recorded, "2026-11-02", tmp_path / "then")
    assert found == Unrecorded(since=None, shallow=False)


def test_links_are_not_brought_back(recorded, tmp_path):
    (recorded / "content/pages/secret.md").symlink_to("/etc/passwd")
    commit(recorded, "2026-11-03")
    brought(recorded, "2026-11-03", tmp_path / "then")
    assert not os.path.lexists(tmp_path / "then/content/pages/secret.md")


def test_a_tree_that_leads_out_of_the_folder_stays_in_it(recorded, tmp_path):
    blob = git(recorded, "hash-object", "-w", "config.yaml").strip()
    inner = raw_tree(recorded, f"100644 blob {blob}\tout.md\n")
    climbing = raw_tree(recorded, f"040000 tree {inner}\t..\n")
    above = raw_tree(recorded, f"040000 tree {climbing}\t..\n")
    top = raw_tree(recorded, f"100644 blob {blob}\tconfig.yaml\n040000 tree {above}\tcontent\n")
    name = git(recorded, "commit-tree", "-m", "climbing", "-p", "HEAD", top).strip()
    git(recorded, "update-ref", "HEAD", name)
    into = tmp_path / "deep" / "then"
    into.parent.mkdir()
    brought(recorded, "2026-11-02", into)
    assert [path.name for path in tmp_path.rglob("out.md")] == []


def raw_tree(root, rows):
    """Return the name of a tree that git itself would refuse to make."""
    data = b""
    for row in rows.splitlines():
        facts, _, name = row.partition("\t")
        mode, _, blob = facts.split()
        data += f"{mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(blob)
    command = ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"]
    done = subprocess.run(command, input=data, cwd=root, capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_nothing_that_a_repository_names_is_run(recorded, tmp_path):
    mark = tmp_path / "run"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "filter.x.smudge", "gpg.program", "diff.external"):
        git(recorded, "config", name, str(script))
    git(recorded, "config", "log.showSignature", "true")
    git(recorded, "config", "diff.x.textconv", str(script))
    (recorded / ".git/info").mkdir(exist_ok=True)
    (recorded / ".git/info/attributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    assert isinstance(brought(recorded, "2026-11-02", tmp_path / "then"), Past)
    assert not mark.exists()
    assert (tmp_path / "then" / PAGE).read_text(encoding="utf-8").endswith("二\n")


TITLE = "党费收缴、使用和管理情况"


def test_due_goes_by_what_was_known(recorded, run):
    """The catalogue called the item otherwise then; of the time before, nothing is known."""
    catalogue = recorded / "content/catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8").replace(TITLE, "党费公开")
    catalogue.write_text(text, encoding="utf-8")
    commit(recorded, "2026-11-10")
    due = ("due", "--format", "json", "--as-of")
    code, now, said = run(*due, "2026-11-05", root=recorded)
    assert (code, said, TITLE in now) == (0, "", False)
    code, then, said = run(*due, "2026-11-05", "--known", "then", root=recorded)
    assert (code, TITLE in then, len(said.splitlines())) == (0, True, 1)
    assert re.findall(DAY, said) == ["2026-11-05", "2026-11-02"]
    code, early, said = run(*due, "2026-10-01", "--known", "then", root=recorded)
    assert (code, TITLE in early) == (0, False)
    assert re.findall(DAY, said) == ["2026-10-12", "2026-10-01"]
