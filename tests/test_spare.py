"""The spare tree beside an output: the next stage is made of it, and nothing of it is believed."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from dispatch.publishing.base import MARK
from dispatch.publishing.base import Target
from dispatch.publishing.ownership import OutputHoldsStrangersError
from dispatch.publishing.publish import publish
from dispatch.publishing.publish import staging
from dispatch.publishing.publish import tidy
from dispatch.publishing.spare import IGNORE
from dispatch.publishing.swap import relink
from dispatch.publishing.swap import rename_twice
from dispatch.publishing.sweep import find_litter
from dispatch.publishing.sweep import find_spare
from dispatch.rendering.artifact import Artifact

OLD = {"index.html": b"old", "a/page.html": b"old page", "same.css": b"same", "gone/x.html": b"x"}
NEW = {"index.html": b"new", "a/page.html": b"old page", "same.css": b"same", "b/c/d.html": b"d"}
OTHER = {"index.html": b"other", "a": b"a file now", "gone/x.html/deep": b"1", "b/c/d.html": b"d"}


def artifacts(files):
    return [Artifact(path=path, content=content) for path, content in files.items()]


def read(folder):
    """Every file of a tree with its bytes and number, save the mark."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_ino)
        for path in paths
        if path.name != IGNORE
    }


def contents(folder):
    return {path: content for path, (content, _) in read(folder).items()}


def folders(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir()}


@pytest.fixture
def public(tmp_path):
    return tmp_path / "public"


@pytest.fixture
def spare(public):
    """The spare tree of an output that was made twice."""
    make(public, NEW)
    make(public, OLD)
    return only_spare(public)


def make(public, files, **given):
    manifest = publish(artifacts(files), public, spare=True, **given)
    assert contents(public).items() >= files.items()
    return manifest


def only_spare(public):
    """The spare tree, which is all that stands beside an output, and has the very same files."""
    ((kind, path),) = find_litter(public)
    assert kind == "spare"
    assert find_spare(public) == (path,)
    assert read(path) == read(public)
    assert folders(path) == folders(public)
    return path


class TestBringingForward:
    def test_a_first_output_has_none(self, public):
        make(public, OLD)
        assert find_litter(public) == ()

    @pytest.mark.parametrize("files", [NEW, OTHER, {}, OLD])
    def test_both_trees_hold_the_same_after_each_build(self, public, spare, files):
        numbers = {public.stat().st_ino, spare.stat().st_ino}
        make(public, files)
        assert contents(public) == files
        assert {public.stat().st_ino, only_spare(public).stat().st_ino} == numbers

    @pytest.mark.usefixtures("spare")
    def test_tells_the_same_changes_as_without(self, public, tmp_path):
        publish(artifacts(OLD), tmp_path / "bare" / "public")
        bare = publish(artifacts(NEW), tmp_path / "bare" / "public")
        assert make(public, NEW) == bare

    def test_what_is_the_same_is_left_in_place(self, public, spare):
        before = (spare / "a").stat().st_ctime_ns, (spare / "a/page.html").stat().st_ctime_ns
        make(public, {**OLD, "index.html": b"new"})
        after = (public / "a").stat().st_ctime_ns, (public / "a/page.html").stat().st_ctime_ns
        assert after == before

    @pytest.mark.usefixtures("spare")
    def test_what_was_taken_down_is_nowhere(self, public, tmp_path):
        make(public, {"index.html": b"new"})
        for path in tmp_path.rglob("*"):
            assert not path.is_file() or b"old" not in path.read_bytes() or path.name == MARK

    @pytest.mark.usefixtures("spare")
    def test_git_sees_nothing_of_it(self, public):
        subprocess.run(["git", "init", "-q", public.parent], check=True)
        seen = subprocess.run(
            ["git", "-C", public.parent, "status", "--porcelain", "-uall"],
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        assert "public/index.html" in seen.stdout
        assert "spare" not in seen.stdout

    def test_subfolders_of_others_are_carried_from_the_output_alone(self, tmp_path):
        printed = tmp_path / "print"
        publish(artifacts(OLD), printed, keep=("rounds",), spare=True)
        (printed / "rounds").mkdir()
        (printed / "rounds/one.pdf").write_bytes(b"1")
        (printed / "CNAME").write_bytes(b"example.gov.cn")
        for files in (NEW, OLD, NEW):
            publish(artifacts(files), printed, keep=("rounds",), spare=True)
            kept = {"rounds/one.pdf": b"1", "CNAME": b"example.gov.cn"}
            assert contents(printed) == {**files, **kept}
            (spare,) = find_spare(printed)
            assert contents(spare) == files
        (printed / "rounds/one.pdf").unlink()
        publish(artifacts(NEW), printed, keep=("rounds",), spare=True)
        assert "rounds/one.pdf" not in contents(printed)

    @pytest.mark.usefixtures("spare")
    @pytest.mark.parametrize("way", [relink, rename_twice])
    def test_is_not_kept_where_there_is_no_exchange(self, public, way):
        publish(artifacts(NEW), public, ways=[way], spare=True)
        assert contents(public) == NEW
        assert find_spare(public) == ()
        assert {kind for kind, _ in find_litter(public)} <= {"site"}

    @pytest.mark.usefixtures("spare")
    def test_is_gone_once_it_is_not_wanted(self, public):
        publish(artifacts(NEW), public)
        assert find_litter(public) == ()
        assert contents(public) == NEW

    def test_stays_where_nothing_was_to_be_made(self, public, spare):
        tidy([Target(name="public", folder=public)])
        assert only_spare(public) == spare

    @pytest.mark.usefixtures("spare")
    def test_a_build_that_fails_leaves_nothing_of_what_it_made(self, public):
        def failing():
            yield Artifact(path="index.html", content=b"unseen")
            raise RuntimeError("layout")

        with pytest.raises(RuntimeError, match="layout"):
            publish(failing(), public, spare=True)
        assert contents(public) == OLD
        assert find_litter(public) == ()
        make(public, NEW)

    @pytest.mark.usefixtures("spare")
    def test_one_of_another_site_is_litter(self, public):
        publish(artifacts(NEW), public.with_name("elsewhere"))
        shutil.rmtree(public)
        public.with_name("elsewhere").rename(public)
        make(public, OTHER)
        assert contents(public) == OTHER
        only_spare(public)


def overwrite(spare):
    """What an editor does that writes in place: both trees have it."""
    (spare / "a/page.html").write_bytes(b"defaced!")


def replace(spare):
    (spare / "a/page.html").unlink()
    (spare / "a/page.html").write_bytes(b"old page")
    (spare / "same.css").unlink()
    (spare / "same.css").write_bytes(b"lies")


def replace_in_output(spare):
    page = spare.with_name("public") / "a/page.html"
    page.unlink()
    page.write_bytes(b"defaced!")


def remove(spare):
    (spare / "a/page.html").unlink()
    shutil.rmtree(spare / "gone")


def add(spare):
    (spare / "stranger.html").write_bytes(b"not ours")
    (spare / "a/b").mkdir()
    (spare / "a/b/stranger.html").write_bytes(b"not ours")
    os.mkfifo(spare / "pipe")
    (spare / "empty").mkdir()
    (spare / "rounds").mkdir()


def link(spare):
    (spare / "a/page.html").unlink()
    (spare / "a/page.html").symlink_to("/etc/passwd")


def link_folder(spare):
    outside = spare.with_name("outside")
    (spare / "a").rename(outside)
    (spare / "a").symlink_to(outside)


def change_places(spare):
    (spare / "a/page.html").unlink()
    (spare / "a").rmdir()
    (spare / "a").write_bytes(b"a file")
    (spare / "same.css").unlink()
    (spare / "same.css").mkdir()
    (spare / "same.css/x").write_bytes(b"x")


def swap_files(spare):
    (spare / "a/page.html").rename(spare / "x")
    (spare / "same.css").rename(spare / "a/page.html")
    (spare / "x").rename(spare / "same.css")


def shut(spare):
    (spare / "a").chmod(0o700)
    (spare / "same.css").chmod(0o600)


def spoil_mark(spare):
    (spare / MARK).unlink()
    (spare / MARK).write_bytes(b"{")


def empty(spare):
    for each in spare.iterdir():
        if each.name != MARK:
            shutil.rmtree(each) if each.is_dir() else each.unlink()


def make_a_link(spare):
    spare.rename(spare.with_name("elsewhere"))
    spare.symlink_to("elsewhere")


HARMS = (
    overwrite, replace, replace_in_output, remove, add, link, link_folder, change_places,
    swap_files, shut, spoil_mark, empty,
)  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("files", [OLD, NEW], ids=["old", "new"])
def test_a_harmed_one_harms_nothing(public, spare, harm, files):
    harm(spare)
    make(public, files)
    assert contents(public) == files
    assert folders(public) == {
        "/".join(path.split("/")[:end]) for path in files for end in range(1, path.count("/") + 1)
    }
    assert all(path.stat().st_mode & 0o777 == 0o755 for path in public.rglob("*") if path.is_dir())
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in public.rglob("*") if path.is_file())
    assert all(not path.is_symlink() for path in public.rglob("*"))
    only_spare(public)


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_one_harms_nothing_that_is_kept(public, spare, harm):
    digests = {path: made.sha256 for path, made in manifest_of(public)}
    harm(spare)
    with staging([Target(name="public", folder=public)], spare=True) as stage:
        for path, content in OLD.items():
            if not stage.keep(path, digests[path], into="public"):
                stage.write(Artifact(path=path, content=content), into="public")
        stage.commit()
    assert contents(public) == OLD
    only_spare(public)


def manifest_of(public):
    return [(file.path, file) for file in make(public.with_name("other"), OLD).files]


def test_a_link_in_its_place_is_not_followed(public, spare):
    make_a_link(spare)
    make(public, NEW)
    assert contents(public) == NEW
    assert contents(spare.with_name("elsewhere")) == OLD


@pytest.mark.usefixtures("spare")
def test_strangers_in_the_output_are_refused_as_ever(public):
    (public / "a/notes.docx").write_bytes(b"years of work")
    with pytest.raises(OutputHoldsStrangersError):
        publish(artifacts(NEW), public, spare=True)
    assert contents(public) == {**OLD, "a/notes.docx": b"years of work"}
