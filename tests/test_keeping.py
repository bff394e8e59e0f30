"""What was done at a board, told to the command line: kept as a record, or refused in words."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from itertools import count
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.front import keeping
from dispatch.front import pipeline
from dispatch.front.desk import Desk
from dispatch.front.desk import Terminal
from dispatch.front.keeping import LookedAt
from dispatch.front.keeping import PutUp
from dispatch.front.keeping import TakenDown
from dispatch.ground.errors import DispatchError
from dispatch.model.record import Printed
from dispatch.model.values import NOWHERE
from dispatch.reading import loader
from dispatch.reading.inspection import inspect
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.conftest import tree_of
from tests.nouns import words
from tests.test_photographs import TOLD
from tests.test_photographs import saved
from tests.test_photographs import scene
from tests.test_photographs import taken

FILE = "content/postings/2026-10.yaml"
NEW = "content/postings/2026-11.yaml"
FRESH = count()
POSTED = ("posted", "2026-0002", "corridor")


def desk(root, day=TODAY):
    silent = Terminal(
        out=lambda _: None,
        err=lambda _: None,
        style=lambda text, _: text,
        live=False,
        rewrite=lambda _: None,
        summary=lambda _: None,
    )
    return Desk(root=root, day=day, messages=words(), terminal=silent)


def records(root):
    """Return the records of a root that must have no fault in them, without their places."""
    site, found = loader.load(root)
    assert not [each for each in found if "postings" in each.place.path]
    return [replace(each, origin=NOWHERE) for each in site.postings]


def text(root, path=FILE):
    return (root / path).read_text(encoding="utf-8")


@pytest.fixture
def told(run, make_root):
    """Return what runs a command in a root on the day of the samples."""
    root = make_root()

    def call(*arguments):
        return run(*arguments, "--as-of", str(TODAY), root=root)

    call.root = root
    return call


def test_a_sheet_is_put_up_looked_at_and_taken_down(told):
    code, out, err = told(*POSTED, "--on", "2026-11-20", "--slot", "3-2")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "已登记：2026-11-20 公开栏管理员把 2026-0002《第一党支部党费使用情况》贴上党建工作栏。",
        f"记在 {NEW}。",
    ]
    code, out, _ = told(
        "inspected", "2026-0002", "corridor", "--by", "director", "--state", "damaged"
    )
    assert (code, out.splitlines()[0][-4:]) == (0, "，破损。")
    assert told("taken-down", "2026-0002", "corridor")[0] == 0
    assert text(told.root, NEW) == (
        "- entry: 2026-0002\n  board: corridor\n  up: {on: 2026-11-20, by: keeper}\n  slot: 3-2\n"
        "  inspected:\n    - {on: 2026-11-23, by: director, state: damaged}\n"
        "  down: {on: 2026-11-23, by: keeper}\n"
    )
    assert len(records(told.root)) == 2
    found = pipeline.examine(told.root, TODAY).found
    assert not [each for each in found if each.place.path.startswith("content/postings")]


def test_a_record_goes_into_the_file_in_which_it_stands(told):
    before = text(told.root).rstrip("\n")
    (told.root / FILE).write_text(before, encoding="utf-8")
    assert told("inspected", "2026-0001", "hall", "--state", " 褪色，  还看得清 ")[0] == 0
    look = 'inspected:\n  - {on: 2026-11-23, by: keeper, state: "褪色， 还看得清"}\n'
    assert text(told.root) == f"{before}\n{look}"
    assert not (told.root / NEW).exists()


REFUSED = [
    ((*POSTED, "--on", "2026-11-24"), "2026-11-24 还没有到"),
    ((*POSTED, "--on", "2026-10-11"), "2026-0002 从 2026-10-12 起才公开"),
    ((*POSTED, "--by", "keper"), "是不是 keeper 公开栏管理员？"),
    ((*POSTED, "--slot", "7-1"), "没有 7-1 这个位置：一共 6 列"),
    ((*POSTED, "--slot", "0-1"), "没有 0-1 这个位置"),
    (("posted", "2026-0002", "hall"), "应当张贴在：corridor 党建工作栏"),
    (("posted", "2026-0003", "hall"), "没有 2026-0003 这个条目"),
    (("posted", "党费", "hall"), "2026-0001 第一党支部党费收缴使用情况"),
    (("posted", "x", "hall"), "可以用的有：2026-0001"),
    (("posted", "2026-0001", "hal"), "是不是 hall 党务公开栏"),
    (("posted", "2026-0001", "hall"), "2026-0001 从 2026-10-12 起就挂在党务公开栏上"),
    (("inspected", "2026-0002", "corridor", "--state", "legible"), "没有登记过贴上"),
    (("inspected", "2026-0001", "hall", "--state", " "), "情况请用一行文字写"),
    (("inspected", "2026-0001", "hall", "--state", "字" * 101), "不超过 100 个字"),
    (("inspected", "2026-0001", "hall", "--state", "反\u202e"), "情况请用一行文字写"),
    (
        ("inspected", "2026-0001", "hall", "--state", "legible", "--on", "2026-10-11"),
        "到 2026-10-12 才贴上党务公开栏",
    ),
    (("taken-down", "2026-0001", "hall", "--on", "2026-10-11"), "到 2026-10-12 才贴上"),
    (("taken-down", "2026-0002", "corridor"), "没有登记过贴上"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
def test_what_cannot_have_been_is_refused_and_nothing_is_written(told, arguments, words):
    before = tree_of(told.root / "content")
    code, out, err = told(*arguments)
    assert (code, out) == (1, "")
    assert words in err
    assert len(err.splitlines()) == 1
    assert tree_of(told.root / "content") == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("posted", "2026-0001"), "BOARD"),
        (("inspected", "2026-0001", "hall"), "--state"),
        ((*POSTED, "--on", "2026-11-3"), "YYYY-MM-DD"),
        ((*POSTED, "--photo", "no-such.jpg"), "--photo"),
    ],
)
def test_a_line_that_is_not_understood_is_usage(told, arguments, words):
    code, _, err = told(*arguments)
    assert code == 2
    assert words in err


def changed(root, path, old, new):
    place = root / path
    before = place.read_text(encoding="utf-8")
    assert old in before
    place.write_text(before.replace(old, new), encoding="utf-8")


OTHER = "content/entries/2026/2026-0002.md"


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        (OTHER, "formed:", "draft: true\nformed:", "还是草稿"),
        (OTHER, "formed:", "boards: []\nformed:", "不在任何公开栏张贴"),
        (
            OTHER,
            "formed:",
            "withdrawn: {on: 2026-11-20, reason: 有误}\nformed:",
            "2026-0002 已在 2026-11-20 撤回",
        ),
        (OTHER, "formed: 2026-09-30", "formed: 2026-09-31", "所在的文件有错"),
        ("content/boards.yaml", "columns", "colums", "所在的文件有错"),
        ("content/boards.yaml", "keeper: keeper", "columns: 8", "没有管理员"),
        (FILE, "by: keeper", "by: keeper, x: y", f"张贴记录有错，看不出挂着什么（{FILE}:3"),
    ],
)
def test_what_the_site_says_is_held_against_it(told, path, old, new, words):
    if old == "columns":
        changed(told.root, path, "keeper: keeper", "columns: 8")
    changed(told.root, path, old, new)
    before = tree_of(told.root / "content")
    code, _, err = told(*POSTED)
    assert code == 1
    assert words in err
    assert tree_of(told.root / "content") == before


def test_a_withdrawn_entry_comes_down_and_one_that_was_replaced_gives_way(told):
    path = "content/entries/2026/2026-0001.md"
    changed(told.root, path, "formed:", "withdrawn: {on: 2026-11-20, reason: 有误}\nformed:")
    assert told("taken-down", "2026-0001", "hall")[0] == 0
    changed(told.root, OTHER, "item: B-01", "item: A-01\nsupersedes: 2026-0001")
    changed(told.root, path, "withdrawn: {on: 2026-11-20, reason: 有误}\n", "")
    code, _, err = told("posted", "2026-0001", "hall")
    assert (code, "已由 2026-0002 代替。请张贴 2026-0002" in err) == (1, True)
    assert told("posted", "2026-0002", "hall")[0] == 0


def test_what_came_down_may_go_up_again_but_not_before(told):
    down = ("taken-down", "2026-0001", "hall", "--on", "2026-11-10")
    assert (
        told("inspected", "2026-0001", "hall", "--state", "legible", "--on", "2026-11-11")[0] == 0
    )
    assert "在 2026-11-11 还查看过" in told(*down)[2]
    assert (
        "已经登记过了"
        in told("inspected", "2026-0001", "hall", "--state", "legible", "--on", "2026-11-11")[2]
    )
    assert told(*down[:-1], "2026-11-12")[0] == 0
    assert "已在 2026-11-12 从党务公开栏撤下" in told(*down)[2]
    up = ("posted", "2026-0001", "hall", "--on")
    assert "从 2026-10-12 到 2026-11-12 挂在" in told(*up, "2026-11-01")[2]
    assert told(*up, "2026-11-12")[0] == 0
    assert [each.down is None for each in records(told.root)] == [False, True]


def test_a_picture_is_kept_without_what_it_tells(told, tmp_path):
    shot = tmp_path / "张三 IMG.JPG"
    shot.write_bytes(saved(scene(3000, 2000), exif=taken(6)))
    code, out, _ = told(*POSTED, "--photo", shot)
    name = "attachments/postings/2026-0002-corridor-2026-11-23.jpg"
    assert (code, f"照片存为 content/{name}。" in out) == (0, True)
    kept = (told.root / "content" / name).read_bytes()
    assert records(told.root)[1].photo == name
    assert records(told.root)[1].photo_digest == hashlib.sha256(kept).hexdigest()
    assert inspect("p.jpg", kept).traits == ()
    assert TOLD.encode() not in kept
    found = pipeline.examine(told.root, TODAY).found
    assert not [each for each in found if name in str(each.place) or each.code[0] == "C"]
    assert [path.name for path in (told.root / "content/attachments/postings").iterdir()] == [
        "2026-0002-corridor-2026-11-23.jpg"
    ]


def test_a_picture_takes_nobody_s_place_and_is_added_where_it_was_forgotten(told, tmp_path):
    taken_name = told.root / "content/attachments/postings/2026-0001-hall-2026-11-23.jpg"
    taken_name.parent.mkdir()
    taken_name.write_bytes(b"mine")
    shot = tmp_path / "a.png"
    shot.write_bytes(saved(scene(), "PNG"))
    look = ("inspected", "2026-0001", "hall", "--state", "legible")
    assert told(*look)[0] == 0
    assert told(*look, "--photo", shot)[0] == 0
    (record,) = records(told.root)
    assert record.photo == "attachments/postings/2026-0001-hall-2026-11-23-2.jpg"
    assert len(record.inspected) == 1
    assert taken_name.read_bytes() == b"mine"
    assert "已经有照片" in told(*look, "--photo", shot)[2]
    assert len(list(taken_name.parent.iterdir())) == 2


def test_a_picture_that_is_none_is_refused_in_words(told, tmp_path):
    from tests.cases.bombs import wide_png

    shot = tmp_path / "a.jpg"
    for content, said in (
        (wide_png(), "照片的像素太多"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 60, "兼容性最佳"),
        (b"\0" * 20_000_001, "超过 20 MB"),
        (b"%PDF-1.4", "只收 JPEG 和 PNG"),
    ):
        shot.write_bytes(content)
        before = tree_of(told.root / "content")
        code, _, err = told(*POSTED, "--photo", shot)
        assert (code, said in err) == (1, True), err
        assert tree_of(told.root / "content") == before


def test_several_acts_are_kept_together_or_not_at_all(make_root):
    root = make_root()
    before = tree_of(root / "content")
    swap = [
        TakenDown(entry="2026-0001", board="hall"),
        PutUp(entry="2026-0001", board="hall", photo=saved(scene())),
        PutUp(entry="2026-0002", board="corridor", by="director"),
        LookedAt(entry="2026-0002", board="corridor", state="legible"),
    ]
    with pytest.raises(DispatchError) as refused:
        keeping.post(desk(root), [*swap, PutUp(entry="2026-0002", board="corridor")])
    assert refused.value.key == "hangs-already"
    assert tree_of(root / "content") == before
    kept = keeping.post(desk(root), swap)
    assert [each.what for each in kept] == ["taken-down", "posted", "posted", "inspected"]
    old, new, other = records(root)
    assert old.down == new.up
    assert new.photo == "attachments/postings/2026-0001-hall-2026-11-23.jpg"
    assert len(other.inspected) == 1
    assert keeping.post(desk(root), []) == ()


def test_which_sheet_went_up_is_asked_where_it_is_not_told(make_root):
    root = make_root()
    sheet = Printed(edition=1, content="0" * 12, layout="1" * 12)
    asked = []

    def printed_of(account, entry, board):
        asked.append((account.day, entry.id, board.id))
        return sheet

    keeping.post(desk(root), [PutUp(entry="2026-0002", board="corridor")], printed_of=printed_of)
    assert asked == [(TODAY, "2026-0002", "corridor")]
    assert records(root)[1].printed == sheet
    other = replace(sheet, edition=2)
    again = [
        TakenDown(entry="2026-0002", board="corridor"),
        PutUp(entry="2026-0002", board="corridor", printed=other),
    ]
    keeping.post(desk(root), again, printed_of=printed_of)
    assert len(asked) == 1
    assert records(root)[2].printed == other


@pytest.mark.parametrize("last", ["content/postings/old/2026.yaml", NEW])
def test_a_failure_on_the_way_leaves_everything_as_it_was(make_root, monkeypatch, last):
    there = "- {entry: 2026-0002, board: corridor, up: {on: 2026-10-12, by: keeper}}\n"
    root = make_root({"content/postings/old/2026.yaml": there})
    before = tree_of(root / "content")
    acts = [
        TakenDown(entry="2026-0001", board="hall"),
        TakenDown(entry="2026-0002", board="corridor"),
        PutUp(entry="2026-0002", board="corridor", photo=saved(scene())),
    ]
    named = "replace" if last != NEW else "open"
    real = getattr(Path, named)

    def fail(path, *arguments, **more):
        if last.rpartition("/")[2] in path.name and "w" not in arguments:
            raise OSError(28, "No space left on device")
        return real(path, *arguments, **more)

    monkeypatch.setattr(Path, named, fail)
    with pytest.raises(DispatchError) as refused:
        keeping.post(desk(root), acts)
    assert refused.value.key == "records-not-written"
    monkeypatch.undo()
    (root / "content/attachments/postings").rmdir() if named == "replace" else None
    assert tree_of(root / "content") == before
    assert len(keeping.post(desk(root), acts)) == 3


def test_a_link_in_the_way_is_refused(make_root, tmp_path):
    root = make_root()
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "content/attachments/postings").symlink_to(outside)
    before = tree_of(root / "content/postings")
    act = PutUp(entry="2026-0002", board="corridor", photo=saved(scene()))
    with pytest.raises(DispatchError) as refused:
        keeping.post(desk(root), [act])
    assert refused.value.key == "records-outside"
    assert tree_of(root / "content/postings") == before
    assert list(outside.iterdir()) == []
    (root / FILE).unlink()
    (root / "content/postings").rmdir()
    (root / "content/postings").symlink_to(outside)
    with pytest.raises(DispatchError) as refused:
        keeping.post(desk(root), [PutUp(entry="2026-0002", board="corridor")])
    assert refused.value.key == "records-damaged"
    assert list(outside.iterdir()) == []


def test_a_file_keeps_its_rights(make_root):
    root = make_root()
    (root / FILE).chmod(0o664)
    keeping.post(desk(root), [TakenDown(entry="2026-0001", board="hall")])
    assert (root / FILE).stat().st_mode & 0o777 == 0o664


@pytest.mark.heavy
def test_two_at_once_lose_nothing(make_root):
    root = make_root()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    commands = [
        ("inspected", "2026-0001", "hall", "--state", f"第{number}次") for number in range(6)
    ]
    commands.append(("posted", "2026-0002", "corridor"))
    commands.append(("posted", "2026-0002", "corridor"))
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "dispatch", *command, "--as-of", str(TODAY)],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for command in commands
    ]
    ends = [(process.communicate(), process.returncode) for process in started]
    assert sorted(code for _, code in ends) == [0] * 7 + [1], ends
    first, second = records(root)
    assert {each.state for each in first.inspected} == {f"第{number}次" for number in range(6)}
    assert second.entry == "2026-0002"


def test_who_waits_too_long_is_told(make_root, monkeypatch):
    from dispatch.publishing.lockfile import exclusive

    root = make_root()
    monkeypatch.setattr(keeping, "LOCK_WAIT", 0.2)
    with exclusive(root / keeping.LOCK), pytest.raises(DispatchError) as refused:
        keeping.post(desk(root), [TakenDown(entry="2026-0001", board="hall")])
    assert refused.value.key == "records-busy"


acts = st.one_of(
    st.builds(
        kind,
        entry=st.sampled_from(["2026-0001", "2026-0002"]),
        board=st.sampled_from(["hall", "corridor"]),
        on=st.dates(TODAY.replace(month=10, day=10), TODAY),
        **({"state": st.sampled_from(["legible", "破"])} if kind is LookedAt else {}),
    )
    for kind in (PutUp, LookedAt, TakenDown)
)


@given(st.lists(acts, max_size=8))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_told_the_records_stay_in_order(make_root, acts):
    """At most one sheet of an entry hangs on a board, and it goes up, is seen and comes down."""
    root = make_root(name=f"root-{next(FRESH)}")
    for act in acts:
        before = tree_of(root / "content")
        try:
            keeping.post(desk(root), [act])
        except DispatchError:
            assert tree_of(root / "content") == before
    kept = records(root)
    for one in kept:
        ends = [one.up.on, *(each.on for each in one.inspected), one.down.on if one.down else TODAY]
        assert ends[0] == min(ends)
        assert ends[-1] == max(ends)
        same = [each for each in kept if (each.entry, each.board) == (one.entry, one.board)]
        assert sum(each.down is None for each in same) <= 1
        spans = sorted((each.up.on, each.down.on if each.down else TODAY) for each in same)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
