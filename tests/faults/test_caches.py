"""Whatever is done to what a build keeps for the next one, the next one makes the same site."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import timedelta

import pytest

from dispatch.front import cli
from dispatch.rules.samples import DAY
from tests.faults.building import Building

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def built(memory_of_module):
    return Building(memory_of_module)


@pytest.fixture
def building(built):
    """A root where version `old` stands, with everything that a build keeps, and nothing else."""
    elsewhere = built.root / "elsewhere"
    shutil.rmtree(built.root / ".dispatch")
    elsewhere.unlink(missing_ok=True)
    assert built.make("old") == cli.GOOD
    return built


def kept(building):
    """Every file that a build has kept, but the lock."""
    folder = building.root / ".dispatch"
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    found = [path for path in found if path.name != "build.lock"]
    assert len(found) >= 3
    return found


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def emptied(path):
    path.write_bytes(b"")


def flipped(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def flipped_first(path):
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    path.write_bytes(data)


def longer(path):
    path.write_bytes(path.read_bytes() + b"\n")


def foreign(path):
    path.write_bytes(b"\x80\x04]." + b"\x00" * 4000)


def taken_from_another(path):
    others = [each for each in sorted(path.parent.iterdir()) if each.is_file() and each != path]
    path.write_bytes(others[-1].read_bytes() if others else b"other")


def gone(path):
    path.unlink()


def folder(path):
    path.unlink()
    path.mkdir()
    (path / "mine.txt").write_text("x", encoding="utf-8")


def link(path):
    path.unlink()
    path.symlink_to("/dev/zero")


def link_to_itself_elsewhere(path):
    other = path.parent.parent.parent / "elsewhere"
    other.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(other)


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def unreadable(path):
    path.chmod(0)


HARMS = (
    *(cut, emptied, flipped, flipped_first, longer, foreign, taken_from_another, gone, folder),
    *(link, link_to_itself_elsewhere, pipe, unreadable),
)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_every_kept_file_harmed_at_once(building, harm, capsys):
    for path in kept(building):
        harm(path)
    for version in ("old", "new"):
        assert building.make(version) == cli.GOOD, capsys.readouterr().err
        assert building.look() == (version, version)
    if harm is link_to_itself_elsewhere:
        (building.root / "elsewhere").unlink()
    assert building.litter() == []


def test_each_kept_file_damaged_alone(building):
    version = "old"
    for path in kept(building):
        if path.exists():  # another build may have taken away what nobody asked for
            flipped(path)
        version = {"old": "new", "new": "old"}[version]
        assert building.make(version) == cli.GOOD
        assert building.look() == (version, version)


def test_what_killed_runs_had_begun_to_keep_is_swept(building):
    folders = {path.parent for path in kept(building)}
    process = subprocess.Popen(["true"])
    process.wait()
    for number in (process.pid, os.getpid()):
        for folder in folders:
            (folder / f".half.{number}").write_bytes(b"x")
    assert building.make("new") == cli.GOOD
    assert building.litter() == [f".half.{os.getpid()}"] * len(folders)  # that one still runs


@pytest.mark.parametrize("harm", ["file", "link", "loop"])
def test_a_folder_of_the_cache_that_is_none(building, harm, tmp_path):
    folders = [path for path in (building.root / ".dispatch").iterdir() if path.is_dir()]
    assert folders
    for path in folders:
        shutil.move(path, tmp_path / path.name)
        if harm == "file":
            path.write_bytes(b"x")
        else:
            path.symlink_to(tmp_path / path.name if harm == "link" else path)
    before = sorted(tmp_path.rglob("*"))
    for version in ("old", "new"):
        assert building.make(version) == cli.GOOD
        assert building.look() == (version, version)
    assert sorted(tmp_path.rglob("*")) == before
    for path in folders:
        path.unlink()


def test_a_cache_that_cannot_be_written(building, needs):
    where = building.root / ".dispatch"
    script = f'mount --bind {where} {where} && mount -o remount,bind,ro {where} && exec "$@"'
    needs("unshare", "unshare", "-m", "sh", "-c", script, "sh", "true")
    building.inside = ("unshare", "-m", "sh", "-c", script, "sh")
    code, _, err = building.run("new")
    building.inside = ()
    assert "Traceback" not in err
    # The lock cannot be had, or nothing is kept: either is said, or does not matter.
    assert (code, building.look()) in {
        (cli.FAULTY, ("old", "old")),
        (cli.GOOD, ("new", "new")),
    }
    assert building.make("new") == cli.GOOD
    assert building.look() == ("new", "new")


def test_what_another_root_has_kept_is_not_taken(building, memory):
    other = Building(memory)
    assert other.make("new") == cli.GOOD
    shutil.rmtree(building.root / ".dispatch")
    shutil.copytree(other.root / ".dispatch", building.root / ".dispatch")
    assert building.make("old") == cli.GOOD
    assert building.look() == ("old", "old")


def test_what_was_kept_on_a_later_day_is_not_taken(building):
    clean = building.outputs()
    for day in (DAY + timedelta(days=400), DAY - timedelta(days=400)):
        assert building.make("old", "--as-of", day.isoformat()) == cli.GOOD
        assert building.outputs() != clean
        assert building.make("old") == cli.GOOD
        assert building.outputs() == clean


@pytest.mark.parametrize("moment", [0, 2**31 + 10**6, 10**9])
def test_times_of_files_decide_nothing(building, moment):
    for path in sorted(building.root.rglob("*")):
        os.utime(path, (moment, moment), follow_symlinks=False)
    assert building.make("new") == cli.GOOD
    assert building.look() == ("new", "new")
    changed = building.root / "content/entries/2026/2026-0001.md"
    assert building.make("old") == cli.GOOD
    times = changed.stat()
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("使用情况", "使用概况"), encoding="utf-8")  # of the same size
    os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))
    given = ("build", "--root", building.root, "--as-of", DAY)
    assert cli.main([str(each) for each in given]) == cli.GOOD
    page = building.root / "public/entries/2026/2026-0001/index.html"
    assert "使用概况" in page.read_text(encoding="utf-8")
