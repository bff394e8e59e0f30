"""Publishing: what is written, what is refused, what is left."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from dispatch.publishing.base import MARK
from dispatch.publishing.base import Mark
from dispatch.publishing.base import OutputNotWritableError
from dispatch.publishing.base import Target
from dispatch.publishing.base import mark_content
from dispatch.publishing.base import read_mark
from dispatch.publishing.lockfile import LockIsLinkError
from dispatch.publishing.lockfile import OutputBusyError
from dispatch.publishing.lockfile import exclusive
from dispatch.publishing.ownership import OutputHoldsSourceError
from dispatch.publishing.ownership import OutputHoldsStrangersError
from dispatch.publishing.ownership import OutputInSourceError
from dispatch.publishing.ownership import OutputIsHomeError
from dispatch.publishing.ownership import OutputIsLinkError
from dispatch.publishing.ownership import OutputIsMountError
from dispatch.publishing.ownership import OutputNotFolderError
from dispatch.publishing.ownership import OutputNotOursError
from dispatch.publishing.ownership import OutputsOverlapError
from dispatch.publishing.ownership import check_target
from dispatch.publishing.ownership import check_targets
from dispatch.publishing.publish import publish
from dispatch.publishing.publish import staging
from dispatch.publishing.swap import WAYS
from dispatch.publishing.swap import relink
from dispatch.publishing.sweep import held
from dispatch.publishing.sweep import sweep
from dispatch.publishing.tree import ArtifactCollisionError
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.artifact import ArtifactPathError

REPOSITORY = Path(__file__).parent.parent
OLD = {"index.html": b"old", "a/page.html": b"old page", "same.css": b"same", "gone.html": b"gone"}
NEW = {"index.html": b"new", "a/page.html": b"new page", "same.css": b"same", "b/c/d.html": b"more"}

each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


def artifacts(files):
    return [Artifact(path=path, content=content) for path, content in files.items()]


def read(folder):
    """Every file below a folder save the mark, with its bytes."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def snapshot(folder):
    """Everything below a folder, to hold against a later look; looking at it may change atimes."""
    states = ((path, path.lstat()) for path in sorted(folder.rglob("*")))
    return [(path, state.st_mode, state.st_ino, state.st_ctime_ns) for path, state in states]


@pytest.fixture
def public(tmp_path):
    return tmp_path / "public"


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "site"
    for name in ("content/entries", "layouts", "dispatch", ".git"):
        (root / name).mkdir(parents=True)
    (root / "config.yaml").write_text("site: {title: 公开栏}\n", encoding="utf-8")
    return root


class TestArtifact:
    @pytest.mark.parametrize(
        "path",
        ["", "/etc/passwd", "a//b", "a/", "./a", "a/../b", "..", "a\0b", "a\n", "a\\b", "a:b",
         "NUL", "aux.html", "com1.txt", "a/con/b", "a.", "a ", " a", "cafe\u0301", "x" * 256,
         "公" * 86, "a\u202eb", "a\u200bb", "a\ud800b"],
    )  # fmt: skip
    def test_refuses_what_some_system_cannot_hold(self, path):
        with pytest.raises(ArtifactPathError):
            Artifact(path=path, content=b"")

    @pytest.mark.parametrize(
        "path",
        ["index.html", ".well-known/security.txt", "党务公开/第一党支部.html", "公" * 85, "console",
         "a/b/c/d", "caf\u00e9", "附件　一.pdf", "a b.txt", "..a", "com10", "𰻝.html"],
    )  # fmt: skip
    def test_takes_what_every_system_can(self, path):
        assert Artifact(path=path, content=b"").path == path


class TestPublish:
    def test_makes_the_files_and_the_mark(self, public):
        manifest = publish(artifacts(OLD), public)
        assert read(public) == OLD
        assert read_mark(public) == Mark(files=frozenset(OLD))
        assert manifest.paths("new") == tuple(sorted(OLD))
        assert manifest.removed == ()
        assert manifest.files[0].size == len(b"old page")
        assert len({file.sha256 for file in manifest.files}) == len(OLD)

    def test_tells_what_became_of_each_file(self, public):
        publish(artifacts(OLD), public)
        manifest = publish(artifacts(NEW), public)
        assert read(public) == NEW
        assert manifest.paths("new") == ("b/c/d.html",)
        assert manifest.paths("changed") == ("a/page.html", "index.html")
        assert manifest.paths("unchanged") == ("same.css",)
        assert manifest.removed == ("gone.html",)

    def test_does_not_mind_the_order(self, tmp_path):
        one = publish(artifacts(NEW), tmp_path / "one" / "public")
        other = publish(reversed(artifacts(NEW)), tmp_path / "other" / "public")
        assert one == other

    def test_gives_the_same_modes_under_any_umask(self, public):
        before = os.umask(0o077)
        try:
            publish(artifacts(NEW), public)
        finally:
            os.umask(before)
        modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in public.rglob("*")}
        assert modes == {True: 0o755, False: 0o644}
        assert stat.S_IMODE(public.stat().st_mode) == 0o755

    def test_mends_what_somebody_changed_in_the_output(self, public):
        publish(artifacts(OLD), public)
        (public / "same.css").chmod(0o600)
        (public / "index.html").unlink()
        (public / "index.html").symlink_to("/etc/hostname")
        (public / "gone.html").unlink()
        os.mkfifo(public / "gone.html")
        manifest = publish(artifacts(OLD), public)
        assert read(public) == OLD
        assert stat.S_IMODE((public / "same.css").stat().st_mode) == 0o644
        assert not (public / "index.html").is_symlink()
        assert manifest.paths("changed") == ("gone.html", "index.html")

    def test_does_not_write_again_what_is_unchanged(self, public):
        publish(artifacts(OLD), public)
        before = (public / "same.css").stat()
        publish(artifacts(NEW), public)
        after = (public / "same.css").stat()
        assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (
            before.st_ino,
            before.st_mtime_ns,
            1,
        )

    def test_shows_nothing_before_it_is_whole(self, public):
        publish(artifacts(OLD), public)
        seen = []

        def slowly():
            for artifact in artifacts(NEW):
                yield artifact
                seen.append((read(public), names(public.parent)[0]))

        publish(slowly(), public)
        assert [files for files, _ in seen] == [OLD] * len(NEW)
        assert all(name.startswith(f".public.stage-{os.getpid()}-") for _, name in seen)
        assert names(public.parent) == ["public"]

    @pytest.mark.parametrize("old", [{}, OLD])
    @pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
    def test_leaves_the_old_site_when_rendering_fails(self, public, old, fault):
        if old:
            publish(artifacts(old), public)

        def failing():
            yield from artifacts(NEW)
            raise fault

        with pytest.raises(fault):
            publish(failing(), public)
        assert read(public) == old
        assert names(public.parent) == (["public"] if old else [])

    @pytest.mark.parametrize(
        ("one", "other"),
        [("a.html", "a.html"), ("a.html", "A.html"), ("Straße", "STRASSE"), ("a", "a/b"),
         ("a/b", "a"), ("a/b/c", "A/B"), ("\u00e9.html", "\u00c9.html"), ("x/Ａ", "x/ａ"),
         (MARK, "a"), ("rounds", "a"), ("rounds/x.pdf", "a"), ("Rounds/x.pdf", "a")],
    )  # fmt: skip
    def test_refuses_two_files_in_one_place(self, public, one, other):
        publish(artifacts(OLD), public)
        twice = [Artifact(path=path, content=b"") for path in ("first", one, other)]
        with pytest.raises(ArtifactCollisionError):
            publish(twice, public, keep=("rounds",))
        assert read(public) == OLD
        assert names(public.parent) == ["public"]

    def test_takes_folders_that_are_alike(self, public):
        publish([Artifact(path=path, content=b"") for path in ("a/x", "A/y", "ab", "a-b")], public)
        assert set(read(public)) == {"a/x", "A/y", "ab", "a-b"}

    @each_way
    def test_keeps_what_other_commands_write(self, public, way):
        publish(artifacts(OLD), public, ways=[way])
        (public / "rounds" / "deep").mkdir(parents=True)
        (public / "rounds" / "deep" / "x.pdf").write_bytes(b"round")
        (public / "rounds" / "last").symlink_to("deep")
        manifest = publish(artifacts(NEW), public, keep=("rounds", "reports"), ways=[way])
        assert read(public) == {**NEW, "rounds/deep/x.pdf": b"round"}
        assert (public / "rounds" / "last").readlink() == Path("deep")
        assert manifest.removed == ("gone.html",)
        assert read_mark(public) == Mark(
            files=frozenset(NEW), keep=frozenset(["rounds", "reports"])
        )

    def test_holds_no_body_in_memory(self, public):
        tracemalloc.start()
        try:
            publish((Artifact(path=f"{n}", content=bytes([n]) * 2**20) for n in range(40)), public)
            assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
        finally:
            tracemalloc.stop()

    def test_makes_the_folders_above(self, tmp_path):
        publish(artifacts(OLD), tmp_path / "out" / "of" / "here")
        assert read(tmp_path / "out/of/here") == OLD


class TestSwap:
    @each_way
    def test_every_way_leads_there(self, public, way):
        for files in (OLD, NEW, OLD):
            publish(artifacts(files), public, ways=[way])
            assert read(public) == files
            assert len(names(public.parent)) == (2 if way is relink else 1)

    @pytest.mark.parametrize("first", WAYS)
    @each_way
    def test_any_way_follows_on_any(self, public, first, way):
        publish(artifacts(OLD), public, ways=[first])
        publish(artifacts(NEW), public, ways=[way])
        assert read(public) == NEW
        assert public.is_symlink() == (way is relink)
        assert len(names(public.parent)) == (2 if way is relink else 1)

    @each_way
    def test_an_empty_folder_may_be_there(self, public, way):
        public.mkdir()
        publish(artifacts(NEW), public, ways=[way])
        assert read(public) == NEW

    @each_way
    @pytest.mark.parametrize("old", [{}, OLD])
    def test_swaps_back_where_the_second_output_cannot_be(self, tmp_path, way, old):
        targets = [Target(name=name, folder=tmp_path / name) for name in ("public", "print")]
        for target in targets:
            if old:
                publish(artifacts(old), target.folder, ways=[way])

        def only_public(stage, target):
            if target.name == "print":
                raise OSError(16, "busy")
            return way(stage, target)

        with staging(targets, ways=[only_public]) as stage:
            stage.write(Artifact(path="new", content=b"new"), into="public")
            with pytest.raises(OutputNotWritableError) as caught:
                stage.commit()
        assert dict(caught.value.params)["code"] == "EBUSY"
        assert [read(target.folder) for target in targets] == [old, old]
        assert [name for name in names(tmp_path) if "site" not in name] == (
            ["print", "public"] if old else []
        )

    @each_way
    def test_swaps_two_outputs_of_one_pass(self, tmp_path, way):
        targets = [Target(name=name, folder=tmp_path / name) for name in ("public", "print")]
        with staging(targets, ways=[way]) as stage:
            stage.write(Artifact(path="both", content=b"1"), into="public")
            stage.write(Artifact(path="both", content=b"2"), into="print")
            stage.write(Artifact(path="more", content=b"3"), into="public")
            assert not any(target.folder.exists() for target in targets)
            manifests = stage.commit()
        assert [manifest.target for manifest in manifests] == ["public", "print"]
        assert read(tmp_path / "public") == {"both": b"1", "more": b"3"}
        assert read(tmp_path / "print") == {"both": b"2"}


class TestSweep:
    @each_way
    def test_puts_back_what_stands_between_two_renames(self, public, way):
        publish(artifacts(OLD), public, ways=[way])
        public.rename(public.with_name(".public.old-1-00000000"))
        sweep(public)
        assert read(public) == OLD
        assert len(names(public.parent)) == (2 if way is relink else 1)

    def test_removes_an_old_tree_when_the_new_one_stands(self, public):
        publish(artifacts(NEW), public)
        publish(artifacts(OLD), public.with_name(".public.old-1-00000000"))
        sweep(public)
        assert read(public) == NEW
        assert names(public.parent) == ["public"]

    def test_goes_on_where_another_sweep_was_killed(self, public):
        litter = public.with_name(".public.stage-1-00000000")
        publish(artifacts(OLD), litter)
        (litter / "index.html").unlink()
        (public.with_name(".public.stage-1-00000001")).mkdir()
        public.with_name(".public.link-1-00000002").symlink_to(".public.site-1-00000003")
        sweep(public)
        assert names(public.parent) == []

    def test_leaves_what_is_not_ours(self, public):
        strangers = [".public.stage-notes", ".public.stage-1-0000000g", ".print.stage-1-00000000"]
        strangers += [".public.stage-1-00000000", "public.stage-1-00000000"]
        for name in strangers:
            public.with_name(name).mkdir()
            public.with_name(name).joinpath("thesis.txt").write_bytes(b"years of work")
        publish(artifacts(NEW), public)
        assert names(public.parent) == sorted([*strangers, "public"])
        assert all((public.with_name(name) / "thesis.txt").exists() for name in strangers)

    @pytest.mark.parametrize("kind", ["stage", "site", "link", "old"])
    def test_leaves_files_and_links_that_are_not_ours(self, public, kind):
        file = public.with_name(f".public.{kind}-1-deadbeef")
        link = public.with_name(f".public.{kind}-1-00000000")
        file.write_bytes(b"years of work")
        link.symlink_to("elsewhere")
        sweep(public)
        assert file.read_bytes() == b"years of work"
        assert link.is_symlink()
        assert not public.exists()

    def test_puts_nothing_back_that_is_not_ours(self, public):
        foreign = public.with_name(".public.old-1-deadbeef")
        foreign.mkdir()
        (foreign / "thesis.txt").write_bytes(b"years of work")
        sweep(public)
        assert names(public.parent) == [foreign.name]

    def test_removes_a_stage_whose_mark_was_cut_short(self, public):
        stage = public.with_name(".public.stage-1-00000000")
        publish(artifacts(OLD), stage)
        (stage / MARK).write_bytes((stage / MARK).read_bytes()[:30])
        sweep(public)
        assert names(public.parent) == []

    def test_leaves_a_stage_that_is_being_written(self, public):
        stage = public.with_name(".public.stage-1-00000000")
        stage.mkdir()
        with held(stage):
            sweep(public)
            assert stage.exists()
        sweep(public)
        assert not stage.exists()


class TestOwnership:
    @pytest.mark.parametrize(
        ("place", "fault"),
        [
            (".", OutputHoldsSourceError),
            ("..", OutputHoldsSourceError),
            ("content", OutputInSourceError),
            ("content/entries/public", OutputInSourceError),
            ("layouts/x", OutputInSourceError),
            ("dispatch/x", OutputInSourceError),
            (".git/x", OutputInSourceError),
            ("../elsewhere/.git/x", OutputInSourceError),
            ("/", OutputIsHomeError),
            (pwd.getpwuid(os.getuid()).pw_dir, OutputIsHomeError),
            ("/proc", OutputIsMountError),
            ("config.yaml", OutputNotFolderError),
            ("config.yaml/public", OutputNotFolderError),
            ("pipe", OutputNotFolderError),
            ("foreign", OutputNotOursError),
            ("false-mark", OutputNotOursError),
            ("link-out", OutputIsLinkError),
            ("link-in", OutputIsLinkError),
            ("link-nowhere", OutputIsLinkError),
            ("link-content/x", OutputInSourceError),
        ],
    )
    def test_refuses_before_anything_is_written(self, root, place, fault):
        (root / "foreign").mkdir()
        (root / "foreign" / "thesis.txt").write_bytes(b"years of work")
        (root / "false-mark").mkdir()
        (root / "false-mark" / MARK).write_bytes(b"[1]")
        (root.parent / "outside").mkdir()
        (root / "link-out").symlink_to(root.parent / "outside")
        (root / "link-in").symlink_to("foreign")
        (root / "link-nowhere").symlink_to("nowhere")
        (root / "link-content").symlink_to("content")
        os.mkfifo(root / "pipe")
        before = snapshot(root.parent)
        with pytest.raises(fault):
            check_target(root / place, root)
        assert snapshot(root.parent) == before

    @each_way
    def test_takes_its_own(self, root, way):
        for _ in range(2):
            check_targets([root / "public", root / "print"], root)
            for name in ("public", "print"):
                publish(artifacts(OLD), root / name, ways=[way])

    def test_takes_what_is_not_there_or_empty_or_elsewhere(self, root, tmp_path):
        (root / "public").mkdir()
        for place in (root / "public", root / "out/print", tmp_path / "www" / "dwgk"):
            check_target(place, root)
        assert not (root / "out").exists()

    @pytest.mark.parametrize(
        ("one", "other"),
        [("public", "public"), ("public", "public/print"), ("out/print", "out"), ("x", "link/x")],
    )
    def test_keeps_outputs_apart(self, root, one, other):
        (root / "link").symlink_to(".")
        with pytest.raises(OutputsOverlapError):
            check_targets([root / one, root / other], root)

    def test_publishing_refuses_by_itself_too(self, root):
        (root / "public").mkdir()
        (root / "public" / "thesis.txt").write_bytes(b"years of work")
        with pytest.raises(OutputNotOursError) as caught:
            publish(artifacts(NEW), root / "public")
        assert dict(caught.value.params)["entry"] == "thesis.txt"
        assert read(root / "public") == {"thesis.txt": b"years of work"}

    def test_refuses_what_came_while_it_was_writing(self, public):
        def intruded():
            yield from artifacts(NEW)
            public.mkdir()
            (public / "thesis.txt").write_bytes(b"years of work")

        with pytest.raises(OutputNotOursError):
            publish(intruded(), public)
        assert names(public.parent) == ["public"]
        assert names(public) == ["thesis.txt"]


class TestStrangers:
    """What somebody has put into an output that is ours."""

    @each_way
    @pytest.mark.parametrize("git", ["file", "folder"])
    def test_a_repository_is_refused(self, root, way, git):
        public = root / "public"
        publish(artifacts(OLD), public, ways=[way])
        if git == "folder":
            (public / ".git").mkdir()
        else:
            (public / ".git").write_text("gitdir: elsewhere", encoding="utf-8")
        for attempt in (
            lambda: check_targets([public], root),
            lambda: publish(artifacts(NEW), public, ways=[way]),
        ):
            with pytest.raises(OutputNotOursError) as caught:
                attempt()
            assert dict(caught.value.params)["entry"] == ".git"
        assert (public / ".git").exists()
        assert read(public).items() >= OLD.items()

    @each_way
    def test_files_that_would_be_lost_are_named_and_counted(self, root, way):
        public = root / "print"
        publish(artifacts(OLD), public, ways=[way])
        (public / "notes.docx").write_bytes(b"years of work")
        (public / "a" / "deep").mkdir()
        (public / "a" / "deep" / "link").symlink_to("/")
        before = snapshot(root)
        for attempt in (
            lambda: check_targets([public], root),
            lambda: publish(artifacts(NEW), public, ways=[way]),
        ):
            with pytest.raises(OutputHoldsStrangersError) as caught:
                attempt()
            found = dict(caught.value.params)
            assert found == {"path": str(public), "entry": "a/deep/link", "count": "2"}
        assert snapshot(root) == before

    def test_a_file_that_comes_while_writing_is_seen(self, public):
        publish(artifacts(OLD), public)

        def intruded():
            yield from artifacts(NEW)
            (public / "notes.docx").write_bytes(b"years of work")

        with pytest.raises(OutputHoldsStrangersError):
            publish(intruded(), public)
        assert read(public) == {**OLD, "notes.docx": b"years of work"}

    @each_way
    def test_what_hosts_want_is_carried_over(self, root, way):
        public = root / "public"
        wanted = {
            "CNAME": b"example.gov.cn",
            ".nojekyll": b"",
            ".well-known/acme/token": b"t",
            ".well-known/pki": b"p",
        }
        publish([*artifacts(OLD), Artifact(path=".well-known/ours", content=b"1")], public)
        (public / ".well-known/acme").mkdir()
        for path, content in wanted.items():
            (public / path).write_bytes(content)
        for files in (NEW, OLD, {**NEW, ".well-known/pki": b"ours"}):
            check_targets([public], root)
            manifest = publish(artifacts(files), public, ways=[way])
            assert read(public) == {**wanted, **files}
            assert not set(wanted) & set(manifest.removed)

    @pytest.mark.parametrize("name", [".DS_Store", "a/Thumbs.db", "desktop.ini", "a/page.html~"])
    def test_litter_of_systems_is_no_matter(self, root, name):
        public = root / "public"
        publish(artifacts(OLD), public)
        (public / name).write_bytes(b"litter")
        check_targets([public], root)
        publish(artifacts(NEW), public)
        assert read(public) == NEW

    def test_what_others_write_is_known_from_the_mark(self, root):
        public = root / "print"
        publish(artifacts(OLD), public, keep=("rounds",))
        (public / "rounds").mkdir()
        (public / "rounds" / "x.pdf").write_bytes(b"round")
        check_targets([public], root)
        publish(artifacts(NEW), public, keep=("rounds",))
        assert read(public) == {**NEW, "rounds/x.pdf": b"round"}

    def test_a_mark_of_a_former_release_is_taken_once(self, root):
        public = root / "public"
        publish(artifacts(OLD), public)
        (public / MARK).write_bytes(b'{"dispatch-output": 1}\n')
        (public / "notes.docx").write_bytes(b"years of work")
        (public / "CNAME").write_bytes(b"example.gov.cn")
        check_targets([public], root)
        publish(artifacts(NEW), public)
        assert read(public) == {**NEW, "CNAME": b"example.gov.cn"}
        assert read_mark(public) == Mark(files=frozenset(NEW))

    def test_names_that_are_no_text_can_be_told(self, public):
        publish(artifacts(OLD), public)
        (public / os.fsdecode(b"\xff.doc")).write_bytes(b"years of work")
        with pytest.raises(OutputHoldsStrangersError) as caught:
            publish(artifacts(NEW), public)
        assert dict(caught.value.params)["entry"] == "\\udcff.doc"

    def test_the_mark_is_the_same_for_the_same_files(self, tmp_path):
        publish(artifacts(NEW), tmp_path / "one")
        publish(reversed(artifacts(NEW)), tmp_path / "other")
        mark = (tmp_path / "one" / MARK).read_bytes()
        assert mark == (tmp_path / "other" / MARK).read_bytes()
        assert mark == mark_content(Mark(files=frozenset(NEW)))


class TestLock:
    def hold(self, lock):
        """Start a process that takes the lock, and return it when it has."""
        program = (
            "import sys, time\nfrom pathlib import Path\n"
            "from dispatch.publishing.lockfile import exclusive\n"
            "with exclusive(Path(sys.argv[1])):\n"
            "    print('held', flush=True)\n    time.sleep(60)\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program, lock], cwd=REPOSITORY, stdout=subprocess.PIPE
        )
        assert process.stdout.readline() == b"held\n"
        return process

    def test_the_second_is_told_and_gives_up(self, tmp_path):
        lock = tmp_path / ".dispatch" / "lock"
        told = []
        with exclusive(lock):
            started = time.monotonic()
            with (
                pytest.raises(OutputBusyError) as caught,
                exclusive(lock, wait=0.3, waiting=lambda: told.append("waiting")),
            ):
                pytest.fail("two had one lock")
            assert 0.25 < time.monotonic() - started < 5
        assert told == ["waiting"]
        assert dict(caught.value.params) == {"path": str(lock), "seconds": "0.3"}
        with exclusive(lock):
            pass

    @pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    def test_is_free_however_its_holder_ends(self, tmp_path, by):
        lock = tmp_path / "lock"
        with self.hold(lock) as process:
            with pytest.raises(OutputBusyError), exclusive(lock):
                pytest.fail("two had one lock")
            waited = []

            def end():
                waited.append(True)
                process.send_signal(by)

            with exclusive(lock, wait=10, waiting=end):
                assert waited == [True]
            process.kill()

    def test_says_where_it_cannot_be(self, tmp_path):
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(OutputNotWritableError) as caught, exclusive(tmp_path / "file" / "lock"):
            pytest.fail("a lock in a file")
        assert dict(caught.value.params)["code"] in {"ENOTDIR", "EEXIST"}

    @pytest.mark.parametrize("there", [True, False])
    def test_is_not_made_elsewhere(self, tmp_path, there):
        elsewhere = tmp_path / "elsewhere"
        if there:
            elsewhere.mkdir()
        (tmp_path / ".dispatch").symlink_to(elsewhere)
        with (
            pytest.raises(LockIsLinkError) as caught,
            exclusive(tmp_path / ".dispatch" / "build.lock"),
        ):
            pytest.fail("a lock elsewhere")
        assert dict(caught.value.params) == {"path": str(tmp_path / ".dispatch")}
        assert elsewhere.exists() == there
        assert not there or names(elsewhere) == []

    def test_is_no_link(self, tmp_path):
        (tmp_path / "lock").symlink_to("target")
        with pytest.raises(LockIsLinkError), exclusive(tmp_path / "lock"):
            pytest.fail("a lock elsewhere")
        assert not (tmp_path / "target").exists()

    def test_lets_faults_of_its_body_through(self, tmp_path):
        with pytest.raises(FileNotFoundError), exclusive(tmp_path / "lock"):
            raise FileNotFoundError
