"""Compressed twins: the same bytes for the same file, made once, and gone with the file."""

from __future__ import annotations

import gzip
import zlib

import pytest

from dispatch.publishing import twins
from dispatch.publishing.base import read_mark
from dispatch.publishing.twins import Twins
from tests.conftest import TODAY
from tests.conftest import tree_of

PAGE = "公开栏。".encode() * 400
BUILD = ("build", "--no-sheets", "--as-of", str(TODAY))


@pytest.fixture
def counted(monkeypatch):
    """Return the list of what is compressed."""
    made = []

    def count(content):
        made.append(content)
        return twins.gzipped(content)

    monkeypatch.setattr(twins, "_ways", lambda: {"gz": ("1", count)})
    return made


def test_a_twin_has_neither_name_nor_time():
    made = twins.gzipped(PAGE)
    assert made[:4] == b"\x1f\x8b\x08\x00"
    assert made[4:8] == bytes(4)
    assert gzip.decompress(made) == PAGE
    assert len(made) < len(PAGE) / 10


@pytest.mark.parametrize(
    ("path", "content", "endings"),
    [
        ("index.html", PAGE, ("gz",)),
        ("data/entries.json", PAGE, ("gz",)),
        ("assets/site.css", PAGE, ("gz",)),
        ("deadlines.ics", PAGE, ("gz",)),
        ("robots.txt", PAGE[:100], ()),
        ("sheets/2026-0001.pdf", PAGE, ()),
        ("data/register.xlsx", PAGE, ()),
        ("attachments/2026-0001.csv", PAGE, ()),
    ],
)
@pytest.mark.usefixtures("counted")
def test_twins_are_for_texts_of_ours_that_are_not_short(tmp_path, path, content, endings):
    assert Twins(tmp_path).endings(path, content) == endings


def test_what_was_compressed_is_taken_from_the_old_output(tmp_path, counted):
    old = tmp_path / "index.html.gz"
    first = Twins(tmp_path)
    old.write_bytes(first.twin(PAGE, "gz", old))
    first.save()
    assert Twins(tmp_path).twin(PAGE, "gz", old) == old.read_bytes()
    assert counted == [PAGE]


@pytest.mark.parametrize(
    "harm",
    [b"", b"other", gzip.compress(b"other", mtime=0), None],
    ids=["empty", "short", "other", "gone"],
)
def test_an_old_twin_that_is_no_longer_what_it_was_is_made_anew(tmp_path, counted, harm):
    old = tmp_path / "index.html.gz"
    first = Twins(tmp_path)
    made = first.twin(PAGE, "gz", old)
    first.save()
    if harm is not None:
        old.write_bytes(harm)
    assert Twins(tmp_path).twin(PAGE, "gz", old) == made
    assert len(counted) == 2


def test_nothing_is_kept_where_nothing_is_to_be_kept(tmp_path, counted):
    old = tmp_path / "index.html.gz"
    old.write_bytes(Twins(tmp_path, kept=False).twin(PAGE, "gz", old))
    Twins(tmp_path, kept=False).save()
    assert not (tmp_path / ".dispatch").exists()
    Twins(tmp_path).twin(PAGE, "gz", old)
    assert len(counted) == 2


def test_the_best_library_makes_a_second_twin(tmp_path, monkeypatch):
    class Brotli:
        __version__ = "1.1.0"
        compress = staticmethod(zlib.compress)

    monkeypatch.setattr(twins, "find_spec", lambda name: name == "brotli")
    monkeypatch.setattr(twins, "import_module", lambda _: Brotli)
    both = Twins(tmp_path)
    assert both.endings("index.html", PAGE) == ("gz", "br")
    assert both.twin(PAGE, "br", tmp_path / "index.html.br") == zlib.compress(PAGE)


def test_a_build_makes_twins_of_all_texts_and_only_where_asked(make_root, run):
    root = make_root()
    public = root / "public"
    assert run(*BUILD, "--compress", root=root)[0] == 0
    files = tree_of(public)
    made = {path for path in files if path.endswith(".gz")}
    assert "index.html.gz" in made
    assert all(gzip.decompress(files[path]) == files[path.removesuffix(".gz")] for path in made)
    texts = {path for path in files if Twins(root).endings(path, files[path])}
    assert {f"{path}.gz" for path in texts} == made
    assert made <= read_mark(public).files
    assert run(*BUILD, root=root)[0] == 0
    assert not [path for path in tree_of(public) if path.endswith(".gz")]


def test_the_next_build_compresses_only_what_has_changed(make_root, run, counted):
    root = make_root()
    public = root / "public"
    run(*BUILD, "--compress", root=root)
    before, files = len(counted), tree_of(public)
    path = min((root / "content/entries").rglob("*.md"))
    path.write_text(path.read_text(encoding="utf-8") + "\n补充说明。\n", encoding="utf-8")
    assert run(*BUILD, "--compress", root=root)[0] == 0
    again = len(counted) - before
    changed = {name for name, content in tree_of(public).items() if files.get(name) != content}
    assert 0 < again == len([name for name in changed if name.endswith(".gz")]) < before / 2
    incremental = tree_of(public)
    assert run(*BUILD, "--compress", "--no-cache", root=root)[0] == 0
    assert tree_of(public) == incremental
    one = public / "index.html.gz"
    assert one.stat().st_nlink == 1


def test_a_damaged_twin_is_made_good_by_the_next_build(make_root, run):
    root = make_root()
    run(*BUILD, "--compress", root=root)
    twin = root / "public" / "index.html.gz"
    content = twin.read_bytes()
    twin.unlink()
    twin.write_bytes(gzip.compress(b"other", mtime=0))
    assert run(*BUILD, "--compress", root=root)[0] == 0
    assert twin.read_bytes() == content
