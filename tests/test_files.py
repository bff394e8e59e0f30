"""Files that anybody may have put there."""

from __future__ import annotations

import os

import pytest

from dispatch.ground import files
from dispatch.ground.diagnostics import Diagnostic


def code_of(found):
    return [(each.code, each.variant) for each in found]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_marks_and_line_ends_do_not_matter(mark, end):
    source, found = files.source_of("a.md", mark + "一".encode() + end + b"b" + end)
    assert found == ()
    assert source.text == "一\nb\n"


@pytest.mark.parametrize(
    ("data", "guess", "line", "column"),
    [
        ("标题: 公示\n".encode("gbk"), "GBK", 1, 1),
        (b"a: 1\nb: \xb9\xab\xca\xbe\n", "GBK", 2, 4),
        ("一二".encode() + b"\xff\xff", "?", 1, 3),
        ("a: 1".encode("utf-16"), "UTF-16", 1, 1),
    ],
)
def test_another_encoding_is_named(data, guess, line, column):
    source, (found,) = files.source_of("a.md", data)
    assert source is None
    assert (found.code, dict(found.params)["guess"]) == ("S001", guess)
    assert (found.place.line, found.place.column) == (line, column)


@pytest.mark.parametrize(
    ("character", "variant"),
    [
        ("\x00", "control"),
        ("\x1b", "control"),
        ("\x85", "control"),
        ("\u2028", "control"),
        ("\u202e", "bidi"),
        ("\u2066", "bidi"),
        ("\u200b", "invisible"),
        ("\ufeff", "invisible"),
    ],
)
def test_a_character_that_hides_something_is_refused(character, variant):
    source, (found,) = files.source_of("a.md", f"a: 1\nb: 一{character}\n".encode())
    assert source is None
    assert (found.code, found.variant) == ("S002", variant)
    assert (found.place.line, found.place.column) == (2, 5)


def test_a_file_of_zeros_does_not_drown_the_reader():
    _, found = files.source_of("a.md", b"\0" * 900_000)
    assert len(found) == files.FAULT_LIMIT


def test_what_office_programs_leave_is_passed_over(tmp_path):
    for name in ("~$a.md", ".a.md", "a.md~", "Thumbs.db", ".git"):
        (tmp_path / "c").mkdir(exist_ok=True)
        (tmp_path / "c" / name).write_text("x", encoding="utf-8")
    (tmp_path / "c" / "b.md").write_text("x", encoding="utf-8")
    assert files.walk(tmp_path, "c") == (("c/b.md",), ())


def test_what_is_no_file_is_named(tmp_path):
    folder = tmp_path / "c"
    folder.mkdir()
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (folder / "a.md").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "b.md")
    (folder / "d.md").mkdir()
    (folder / "away").symlink_to(tmp_path)
    paths, found = files.walk(tmp_path, "c")
    assert paths == ()
    assert sorted(code_of(found)) == [
        ("S004", "folder"),
        ("S004", "link"),
        ("S004", "link"),
        ("S004", "special"),
    ]


@pytest.mark.parametrize("name", ["a\nb.md", "a\u202eb.md", "e\u0301.md", "a:b.md", "a\\b.md"])
def test_a_name_that_some_system_cannot_keep_is_refused(tmp_path, name):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / name).write_text("x", encoding="utf-8")
    paths, found = files.walk(tmp_path, "c")
    assert paths == ()
    assert code_of(found) == [("S005", "")]


def test_a_link_or_pipe_is_not_opened(tmp_path):
    (tmp_path / "t").write_text("x", encoding="utf-8")
    (tmp_path / "l").symlink_to(tmp_path / "t")
    os.mkfifo(tmp_path / "p")
    for path, variant in (("l", "link"), ("p", "special"), (".", "folder")):
        found = files.read_bytes(tmp_path, path)
        assert isinstance(found, Diagnostic)
        assert (found.code, found.variant) == ("S004", variant)


def test_folders_lie_only_so_deep(tmp_path):
    (tmp_path / "/".join(["c", *"d" * 900])).mkdir(parents=True)
    paths, found = files.walk(tmp_path, "c")
    assert paths == ()
    assert code_of(found) == [("S004", "deep")]


def test_a_folder_that_is_a_link_is_not_walked(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_text("x", encoding="utf-8")
    (tmp_path / "c").symlink_to("real")
    paths, found = files.walk(tmp_path, "c")
    assert (paths, code_of(found)) == ((), [("S004", "link")])
    assert files.has_link(tmp_path, "c/a.md")
    assert not files.has_link(tmp_path, "real/a.md")


def test_a_file_may_be_too_large(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 11)
    found = files.read_bytes(tmp_path, "a", limit=10)
    assert isinstance(found, Diagnostic)
    assert found.code == "S003"
    assert files.read_bytes(tmp_path, "a", limit=11) == b"x" * 11


def test_a_file_that_is_not_there_is_said(tmp_path):
    source, (found,) = files.read_source(tmp_path, "config.yaml")
    assert source is None
    assert (found.code, dict(found.params)) == ("S020", {"name": "config.yaml"})
