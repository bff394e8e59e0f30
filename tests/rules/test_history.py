"""T014: publication dates held against real repositories of git."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from dispatch.front import pipeline
from dispatch.ground.diagnostics import Severity
from dispatch.reading import history
from tests.commits import commit
from tests.commits import git
from tests.conftest import TODAY

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = "content/entries/2026/2026-0001.md"
NEW = "content/entries/2026/2026-0003.md"
BEGAN = date(2026, 10, 1)


def judged(root, day=TODAY):
    """Return variant, severity and values of what is said of dates, by path."""
    seen = pipeline.examine(root, day)
    return {
        each.place.path: (each.variant, each.severity, dict(each.params))
        for each in seen.found
        if each.code == "T014"
    }


def add(root, published, path=NEW):
    """Write a second entry like the first one, published on a day."""
    text = (root / FIRST).read_text(encoding="utf-8")
    stated = next(line for line in text.splitlines() if line.startswith("published:"))
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    text = text.replace(stated, f"published: {published}").replace("2026-0001", name, 1)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def adopted(make_root):
    """Return a root whose old entries came with the first day of its record."""
    root = make_root()
    commit(root, str(BEGAN))
    return root


def test_the_first_day_of_the_record_is_not_judged(make_root):
    root = make_root()
    commit(root, "2026-11-20")
    assert judged(root) == {}


@pytest.mark.parametrize(("published", "said"), [("2026-11-19", 1), ("2026-11-20", 0)])
def test_the_day_of_the_first_commit_is_in_time_and_the_day_before_is_not(adopted, published, said):
    add(adopted, published)
    commit(adopted, "2026-11-20")
    assert len(judged(adopted)) == said


def test_both_days_are_told_and_the_build_is_refused(adopted):
    add(adopted, "2026-11-02")
    commit(adopted, "2026-11-20")
    days = {"published": "2026-11-02", "first": "2026-11-20"}
    assert judged(adopted) == {NEW: ("web", Severity.ERROR, days)}


def test_a_date_that_is_put_back_later_is_found_as_well(adopted):
    add(adopted, "2026-11-20")
    commit(adopted, "2026-11-20")
    assert judged(adopted) == {}
    add(adopted, "2026-11-10")
    commit(adopted, "2026-11-21")
    assert judged(adopted)[NEW][2]["first"] == "2026-11-20"


def test_the_zone_of_the_site_decides_the_day(adopted):
    add(adopted, "2026-11-19")
    commit(adopted, "2026-11-19T20:00:00+00:00")
    assert judged(adopted)[NEW][2]["first"] == "2026-11-20"


def test_what_is_not_on_the_web_may_have_hung_before(adopted):
    catalogue = adopted / "content/catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8")
    text = text.replace("scope: society", "scope: unit").replace("[web, board]", "[board]")
    catalogue.write_text(text, encoding="utf-8")
    add(adopted, "2026-11-02")
    commit(adopted, "2026-11-20")
    assert judged(adopted)[NEW][:2] == ("board", Severity.WARNING)


def test_a_draft_is_not_judged(adopted):
    add(adopted, "2026-11-02")
    text = (adopted / NEW).read_text(encoding="utf-8").replace("item:", "draft: true\nitem:", 1)
    (adopted / NEW).write_text(text, encoding="utf-8")
    commit(adopted, "2026-11-20")
    assert judged(adopted) == {}


def test_a_file_that_waits_to_be_committed_is_told_before_it_is_too_late(adopted):
    add(adopted, "2026-11-22")
    assert judged(adopted)[NEW][:2] == ("uncommitted", Severity.INFO)
    add(adopted, str(TODAY))
    assert judged(adopted) == {}


def test_a_renamed_file_keeps_its_day(adopted):
    add(adopted, "2026-10-20")
    commit(adopted, "2026-10-20")
    (adopted / NEW).rename(adopted / "content/entries/2026/2026-0003-dues.md")
    commit(adopted, "2026-11-20")
    assert judged(adopted) == {}


def test_another_entry_in_a_renamed_file_does_not_inherit_its_day(adopted):
    add(adopted, "2026-10-20")
    commit(adopted, "2026-10-20")
    (adopted / NEW).unlink()
    other = "content/entries/2026/2026-0004.md"
    add(adopted, "2026-10-20", other)
    commit(adopted, "2026-11-20")
    assert judged(adopted)[other][2]["first"] == "2026-11-20"


def test_a_branch_counts_from_its_own_commit_and_a_merge_from_its_own(adopted):
    git(adopted, "switch", "-q", "-c", "side")
    add(adopted, "2026-10-20")
    commit(adopted, "2026-10-20")
    git(adopted, "switch", "-q", "main")
    git(adopted, "merge", "-q", "--no-ff", "--no-commit", "side")
    late = "content/entries/2026/2026-0004.md"
    add(adopted, "2026-10-20", late)
    commit(adopted, "2026-11-20")
    assert list(judged(adopted)) == [late]


def test_a_shallow_clone_says_so_once_and_judges_nothing_older(adopted, tmp_path):
    add(adopted, "2026-11-02")
    commit(adopted, "2026-11-20")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{adopted}", "copy")
    said = judged(tmp_path / "copy")
    assert said == {"content": ("shallow", Severity.INFO, {"since": "2026-11-20"})}
    git(tmp_path / "copy", "fetch", "-q", "--unshallow")
    assert judged(tmp_path / "copy") == judged(adopted)


def test_names_that_git_would_quote_are_found(adopted):
    path = "content/entries/2026/2026-0003 党费\t收缴.md"
    add(adopted, "2026-11-02")
    (adopted / NEW).rename(adopted / path)
    commit(adopted, "2026-11-20")
    known = history.read(adopted, ZONE)
    assert known is not None
    assert known.first[path] == date(2026, 11, 20)
    assert known.began == BEGAN


def test_a_root_below_the_top_of_its_repository_is_known_by_its_own_paths(make_root, tmp_path):
    root = make_root(name="whole/site")
    commit(tmp_path / "whole", str(BEGAN))
    add(root, "2026-11-02")
    commit(tmp_path / "whole", "2026-11-20")
    assert list(judged(root)) == [NEW]


def test_without_git_nothing_is_judged(adopted, make_root, tmp_path, monkeypatch):
    assert history.read(make_root(name="bare"), ZONE) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history.read(adopted, ZONE) is None
    assert judged(adopted) == {}
