"""A build of what was built before does nothing, and any change at all is noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import timedelta

import pytest

from dispatch.front import building
from dispatch.front import pipeline
from dispatch.ground.crew import Crew
from dispatch.publishing import cache
from tests.conftest import TODAY
from tests.conftest import tree_of

ENTRY = "content/entries/2026/2026-0001.md"


def ask(root, *, sheets=False, day=TODAY, language="zh-Hans", **given):
    """Build a root; return the outcome and the stages that it went through."""
    stages = []
    request = building.Request(
        root=root,
        day=day,
        messages=pipeline.words(root, language),
        public=root / "public",
        printed=root / "print" if sheets else None,
        how=building.How(**given),
    )
    outcome = building.build(request, lambda stage, *_: stages.append(stage), waiting=lambda: None)
    return outcome, list(dict.fromkeys(stages))


def build(root, *, jobs=1, **given):
    """Build a root that has no faults."""
    outcome, stages = ask(root, crew=Crew(jobs=jobs), **given)
    assert not outcome.refused
    return outcome, stages


def clean(root, tmp_path, **given):
    """Return the output of a root that nothing was ever built in."""
    copy = tmp_path / "clean"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("public", ".dispatch"))
    build(copy, **given)
    tree = tree_of(copy / "public")
    shutil.rmtree(copy)
    return tree


def inodes(folder):
    """Return what tells whether a file was written, or put in the place of another."""
    told = ((path, path.stat()) for path in folder.rglob("*"))
    return {path: (each.st_ino, each.st_mtime_ns) for path, each in told}


def test_the_second_build_reads_and_makes_nothing(make_root):
    root = make_root()
    first, stages = build(root)
    assert stages == ["check", "plan", "pages", "publish"]
    before = inodes(root / "public")
    second, stages = build(root)
    assert stages == ["compare"]
    assert inodes(root / "public") == before
    assert (second.found, second.pages) == (first.found, first.pages)
    (manifest,) = second.manifests
    assert {file.path: file.sha256 for file in manifest.files} == {
        file.path: file.sha256 for file in first.manifests[0].files
    }
    assert {file.state for file in manifest.files} == {"unchanged"}


def edit(root):
    path = root / ENTRY
    path.write_text(path.read_text(encoding="utf-8") + "\n又一段。\n", encoding="utf-8")


def add(root):
    (root / "content/pages").mkdir(exist_ok=True)
    (root / "content/pages/about.md").write_text(
        "---\ntitle: 关于\n---\n说明。\n", encoding="utf-8"
    )


def keep_times(change):
    """Return the change with all times of files set back: they are no truth."""

    def changed(root):
        times = {path: path.stat() for path in root.rglob("*") if path.is_file()}
        change(root)
        for path, told in times.items():
            if path.exists():
                os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))

    return changed


def swap_a_letter(root):
    path = root / ENTRY
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text[:-3]}{text[-2]}{text[-3]}{text[-1]}", encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text


def add_a_layout(root):
    own = root / "layouts/site/missing.html"
    own.parent.mkdir(parents=True)
    own.write_text("<!doctype html><title>{{ frame.title }}</title>\n", encoding="utf-8")


def commit(root):
    run = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(root)]
    for words in (["init", "-q"], ["add", "content"], ["commit", "-qm", "content"]):
        subprocess.run([*run, *words], check=True)


@pytest.mark.parametrize(
    "change",
    [edit, add, keep_times(swap_a_letter), add_a_layout, commit],
    ids=["edited", "added", "same-length", "layout", "commit"],
)
def test_a_changed_source_is_noticed(make_root, tmp_path, change):
    root = make_root()
    build(root)
    change(root)
    _, stages = build(root)
    assert "publish" in stages
    assert tree_of(root / "public") == clean(root, tmp_path)
    assert build(root)[1] == ["compare"]


@pytest.mark.parametrize("harm", ["removed", "changed", "added", "mode", "link", "mark"])
def test_an_output_that_somebody_changed_is_made_good(make_root, harm):
    root = make_root()
    build(root)
    whole = tree_of(root / "public")
    page = root / "public/index.html"
    if harm == "removed":
        page.unlink()
    elif harm == "changed":
        page.write_bytes(page.read_bytes().replace(b"<", b">", 1))
    elif harm == "added":
        (root / "public/.nojekyll").write_bytes(b"")
        assert build(root)[1] == ["compare"], "what a host wants is no change"
        return
    elif harm == "mode":
        page.chmod(0o600)
    elif harm == "link":
        page.rename(root / "elsewhere.html")
        page.symlink_to(root / "elsewhere.html")
    else:
        (root / "public/.dispatch-output").write_text("{}", encoding="utf-8")
        shutil.rmtree(root / "public")
    assert "publish" in build(root)[1]
    assert tree_of(root / "public") == whole
    assert page.stat().st_mode & 0o777 == 0o644


def test_day_language_and_options_are_part_of_what_was_built(make_root):
    root = make_root()
    build(root)
    for given in (
        {"day": TODAY + timedelta(days=1)},
        {"day": TODAY - timedelta(days=1)},
        {"language": "en"},
        {"integrity": True},
        {"kept": False},
    ):
        assert "publish" in build(root, **given)[1], given


def test_without_the_cache_nothing_is_kept(make_root):
    root = make_root()
    build(root, kept=False)
    assert not (root / ".dispatch" / "built").exists()
    assert not (root / ".dispatch" / "read").exists()


@pytest.mark.parametrize("harm", [b"", b"{}", b"\0" * 100, None])
def test_a_damaged_cache_is_made_anew(make_root, tmp_path, harm):
    root = make_root()
    build(root)
    kept = [
        path for path in (root / ".dispatch").rglob("*") if path.is_file() and path.stat().st_size
    ]
    assert len(kept) >= 3
    for path in kept:
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] if harm is None else harm)
    edit(root)
    build(root)
    assert tree_of(root / "public") == clean(root, tmp_path)


def test_a_cache_of_other_code_is_not_used(make_root, monkeypatch):
    root = make_root()
    build(root)
    monkeypatch.setattr(cache, "code", lambda: "another")
    assert "publish" in build(root)[1]


def test_nothing_is_kept_of_what_changed_while_it_was_built(make_root, monkeypatch):
    root = make_root()
    real = building.paging.write_pages

    def write_pages(*given, **named):
        add(root)
        return real(*given, **named)

    monkeypatch.setattr(building.paging, "write_pages", write_pages)
    build(root)
    monkeypatch.undo()
    assert "publish" in build(root)[1]
    assert (root / "public/about/about/index.html").is_file()


@pytest.mark.parametrize("jobs", [2, 5])
def test_the_number_of_processes_changes_nothing(make_root, tmp_path, jobs, monkeypatch):
    monkeypatch.setattr("dispatch.reading.understanding.PIECE", 1)
    root = make_root()
    build(root, jobs=jobs)
    assert tree_of(root / "public") == clean(root, tmp_path)


@pytest.mark.parametrize("sheets", [False, True])
def test_the_number_of_processes_changes_no_sheet(make_root, tmp_path, sheets, monkeypatch):
    monkeypatch.setattr("dispatch.front.printing.LEAST", 0)
    monkeypatch.setattr("dispatch.front.printing.PIECE", 1)
    root = make_root()
    build(root, jobs=2, sheets=sheets)
    assert tree_of(root / "public") == clean(root, tmp_path, sheets=sheets)


@pytest.mark.parametrize(
    ("where", "code", "path"),
    [
        ("reading.understanding.PIECE", "S018", ENTRY),
        ("front.setting.PIECE", "F010", "layouts/site/home.html"),
        ("front.printing.PIECE", "F010", ENTRY),
    ],
)
def test_what_takes_too_long_costs_a_finding_and_leaves_the_old_site(
    make_root, where, code, path, monkeypatch
):
    root = make_root()
    build(root, sheets=True)
    before = tree_of(root / "public")
    monkeypatch.setattr("dispatch.front.printing.LEAST", 0)
    for piece in ("reading.understanding", "front.setting", "front.printing"):
        many = 1 if where.startswith(piece) else 1000
        monkeypatch.setattr(f"dispatch.{piece}.PIECE", many)
    crew = Crew(jobs=2, seconds=1e-6)
    outcome, _ = ask(root, sheets=True, kept=False, crew=crew)
    assert outcome.refused
    found = {(each.code, each.place.path, each.variant) for each in outcome.found}
    assert (code, path, "lost-slow") in found
    assert tree_of(root / "public") == before
