"""Kept sheets: found again, never trusted blindly, never too many."""

from __future__ import annotations

import os

import pytest

from dispatch.front.printing import Setter
from dispatch.publishing import sheetcache
from dispatch.publishing.sheetcache import FOLDER
from dispatch.publishing.sheetcache import SheetCache
from dispatch.rendering.sheets import SetSheet
from dispatch.rendering.sheets import UnknownElement
from tests.test_sheets import view

KEY = "ab" * 32


def test_what_is_kept_is_found_again(tmp_path):
    cache = SheetCache(tmp_path)
    assert cache.load(KEY) == b""
    cache.save(KEY, b"a sheet")
    assert SheetCache(tmp_path).load(KEY) == b"a sheet"
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [KEY]


@pytest.mark.parametrize("harm", ["cut", "changed", "other", "link", "folder"])
def test_what_is_damaged_or_foreign_is_as_good_as_none(tmp_path, harm):
    cache = SheetCache(tmp_path)
    cache.save(KEY, b"a sheet")
    path = tmp_path / FOLDER / KEY
    data = path.read_bytes()
    if harm == "cut":
        path.write_bytes(data[:-1])
    elif harm == "changed":
        path.write_bytes(data[:-1] + b"!")
    elif harm == "other":
        path.rename(path.with_name("cd" * 32))
        assert cache.load("cd" * 32) == b"", "kept under another key"
        return
    elif harm == "link":
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
    else:
        path.unlink()
        path.mkdir()
    assert SheetCache(tmp_path).load(KEY) == b""


def test_a_folder_that_is_a_link_is_left_alone(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".dispatch").symlink_to(tmp_path / "elsewhere")
    cache = SheetCache(tmp_path)
    cache.save(KEY, b"a sheet")
    cache.prune()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_oldest_that_nobody_asked_for_go_first(tmp_path, monkeypatch):
    monkeypatch.setattr(sheetcache, "SPARE", 2)
    cache = SheetCache(tmp_path)
    for number in range(6):
        cache.save(f"{number:064}", b"x")
        os.utime(tmp_path / FOLDER / f"{number:064}", (number, number))
    now = SheetCache(tmp_path)
    now.load(f"{0:064}")
    now.prune()
    left = sorted(int(path.name) for path in (tmp_path / FOLDER).iterdir())
    assert left == [0, 4, 5]


class Engine:
    """Counts what it is asked to set."""

    def __init__(self, faults=()):
        self.count = 0
        self.faults = faults

    def setting(self, layout):
        return f"{layout:x<12}"

    def sheet(self, _):
        self.count += 1
        return SetSheet(content=b"%PDF", pages=((210.0, 297.0),), faults=self.faults)


def test_a_sheet_that_says_the_same_is_not_set_again(tmp_path):
    engine = Engine()
    first = Setter(sheets=engine, kept=SheetCache(tmp_path)).sheet(view())
    again = Setter(sheets=engine, kept=SheetCache(tmp_path)).sheet(view())
    assert (first, engine.count) == (again, 1)
    Setter(sheets=engine, kept=SheetCache(tmp_path)).sheet(view(title="另一个"))
    Setter(sheets=engine, kept=SheetCache(tmp_path)).sheet(view(layout="poster"))
    assert engine.count == 3


def test_what_could_not_be_set_is_told_each_time(tmp_path):
    engine = Engine(faults=(UnknownElement("video", "影像"),))
    setter = Setter(sheets=engine, kept=SheetCache(tmp_path))
    assert setter.sheet(view()).faults == setter.sheet(view()).faults != ()
    assert engine.count == 2
