"""What is kept below .dispatch/ helps or is as good as none; it never decides what comes out."""

from __future__ import annotations

import subprocess

import pytest

from dispatch.front import building
from dispatch.front import paging
from dispatch.front import pipeline
from dispatch.publishing import cache
from dispatch.publishing.sheetcache import SheetCache
from tests.conftest import TODAY
from tests.conftest import tree_of


def build(root):
    request = building.Request(
        root=root,
        day=TODAY,
        messages=pipeline.words(root, "zh-Hans"),
        public=root / "public",
        printed=None,
    )
    assert not building.build(request, lambda *_: None, waiting=lambda: None).refused
    return tree_of(root / "public")


def test_what_was_saved_is_loaded_under_its_key_alone(tmp_path):
    cache.save(tmp_path, "a", "key", b"content")
    assert cache.load(tmp_path, "a", "key") == b"content"
    assert cache.load(tmp_path, "a", "other") == b""
    assert cache.load(tmp_path, "b", "key") == b""


@pytest.mark.parametrize("change", [lambda b: b[:-1], lambda b: b + b"x", lambda b: b"\0" + b[1:]])
def test_what_is_damaged_is_as_good_as_none(tmp_path, change):
    cache.save(tmp_path, "a", "key", b"content")
    path = tmp_path / ".dispatch/a"
    path.write_bytes(change(path.read_bytes()))
    assert cache.load(tmp_path, "a", "key") == b""


def test_no_link_is_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".dispatch").symlink_to("elsewhere")
    cache.save(tmp_path, "a", "key", b"content")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_kept_layouts_change_nothing_and_a_changed_layout_is_seen(make_root):
    root = make_root()
    first = build(root)
    assert (root / ".dispatch" / paging.CODE).stat().st_size > 10_000
    assert build(root) == first
    (root / ".dispatch" / paging.CODE).write_bytes(b"damaged")
    assert build(root) == first
    own = root / "layouts/site/missing.html"
    own.parent.mkdir(parents=True)
    own.write_text("<!doctype html><title>{{ frame.title }}</title>\n", encoding="utf-8")
    assert b"<!doctype html><title>" in build(root)["404.html"]


def test_what_git_tracks_is_somebody_s_and_not_believed(make_root):
    root = make_root()
    run = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(root)]
    subprocess.run([*run, "init", "-q"], check=True)
    build(root)
    # Whoever can have us load a file could have it say that nothing is at fault.
    cache.save(root, "checks", "key", b"nothing found")
    SheetCache(root).save("ab" * 32, b"a sheet")
    assert cache.load(root, "checks", "key") == b"nothing found"
    subprocess.run([*run, "add", "-f", ".dispatch/checks"], check=True)
    cache.is_tracked.cache_clear()
    assert cache.load(root, "checks", "key") == b""
    assert SheetCache(root).load("ab" * 32) == b""
