"""A Dask cluster of real processes: the same bytes as here, whatever becomes of it meanwhile."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from dispatch.front import cluster
from dispatch.front import setting
from dispatch.ground import messages
from dispatch.ground.elsewhere import PATIENCE
from dispatch.reading import understanding
from tests.benchmarks import corpus
from tests.conftest import ROOT
from tests.conftest import tree_of

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-23"
ENTRIES = 600
WORKERS = 3
LIMIT = 60.0
WORDS = messages.load((ROOT / "layouts" / "locale",), "zh-Hans")


@dataclass(kw_only=True)
class Machines:
    """A scheduler and its workers, each a process of its own."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments, above=ROOT, before=()):
        """Start a part of the cluster, which finds Dispatch in a folder."""
        told = (self.folder / f"{len(self.processes)}.log").open("wb")
        with told:
            command = [
                *before,
                sys.executable,
                "-m",
                "dask",
                *map(str, arguments),
                "--no-dashboard",
            ]
            # Workers remember all that they have done.
            given = {**os.environ, "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "1000000"}
            process = subprocess.Popen(command, cwd=above, env=given, stdout=told, stderr=told)
        self.processes.append(process)
        return process

    def begin(self):
        """Start the scheduler, and wait for it."""
        file = self.folder / "scheduler.json"
        self.start("scheduler", "--host", "127.0.0.1", "--port", 0, "--scheduler-file", file)
        wait_for(lambda: file.exists() and file.read_text(encoding="utf-8").endswith("}"))
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        return address.removeprefix("tcp://")

    @cached_property
    def place(self):
        """Return host and port of the scheduler."""
        return self.begin()

    def work(self, count, *, beside=0, **given):
        """Start workers beside others, none of whom is started again when it dies."""
        alone = ("--nthreads", 1, "--no-nanny", "--local-directory", self.folder / "space")
        for _ in range(count):
            self.start("worker", f"tcp://{self.place}", *alone, **given)
        with self.client() as client:
            client.wait_for_workers(count + beside, timeout=LIMIT)

    @contextmanager
    def client(self):
        from distributed import Client

        with Client(f"tcp://{self.place}", timeout=LIMIT, set_as_default=False) as client:
            yield client

    def pieces(self, client):
        """Return by the process of each worker how many pieces it has done and is at."""
        return {
            pid: (done, busy)
            for pid, done, busy in client.run(
                lambda dask_worker: (
                    os.getpid(),
                    len({key[0] for key in dask_worker.state.log if "_piece" in str(key[0])}),
                    sum(1 for key in dask_worker.state.tasks if key.startswith("_piece")),
                )
            ).values()
        }

    def end(self):
        for process in self.processes:
            process.kill()
            process.wait()


def wait_for(true, limit=LIMIT):
    end = time.monotonic() + limit
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def machines(tmp_path):
    pytest.importorskip("distributed")
    started = Machines(folder=tmp_path)
    yield started
    started.end()


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    """Return a root of many entries, and the bureau with its sheets."""
    folder = tmp_path_factory.mktemp("roots")
    corpus.write(folder / "many", ENTRIES)
    for name in ("content", "layouts/locale", "config.yaml"):
        source, target = ROOT / name, folder / "bureau" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return folder


@pytest.fixture(scope="module")
def here(roots):
    """Return what builds on this machine alone come to."""
    trees = {}
    for name in ("many", "bureau"):
        copy = shutil.copytree(roots / name, roots / f"{name}-here")
        trees[name], _ = built(begun(copy), copy)
    return trees


def begun(root, *arguments):
    """Begin a build of a root; what it says goes to a file beside it."""
    sheets = "--no-sheets" if root.name.startswith("many") else "--sheets"
    command = [sys.executable, "-m", "dispatch", "build", "--as-of", DAY, "--root", str(root)]
    with said(root).open("wb") as told:
        return subprocess.Popen(
            [*command, sheets, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=told
        )


def said(root):
    return root.with_name(f"{root.name}.said")


def told_by(root):
    return said(root).read_text(encoding="utf-8")


def outputs(root):
    return {each: tree_of(root / each) for each in ("public", "print") if (root / each).exists()}


def built(build, root):
    """Return what a build has come to, and what it has said."""
    assert build.wait(3 * LIMIT) == 0, told_by(root)
    return outputs(root), told_by(root)


@pytest.mark.heavy
@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", ["many", "bureau"])
def test_a_cluster_comes_to_the_same_bytes(machines, roots, here, name):
    machines.work(2)
    root = shutil.copytree(roots / name, machines.folder / name)
    build = begun(root, "--executor", f"dask://{machines.place}")
    with machines.client() as client:
        most = {}
        while build.poll() is None:
            for pid, (done, _) in machines.pieces(client).items():
                most[pid] = max(done, most.get(pid, 0))
    assert built(build, root)[0] == here[name]
    assert len(most) == 2
    assert all(most.values()), "each of them has had a part in it"


@pytest.mark.heavy
@pytest.mark.timeout(400)
def test_workers_need_not_see_what_they_work_on(machines, roots):
    hidden = machines.folder / "hidden"
    root = shutil.copytree(roots / "many", hidden / "many")
    own = (ROOT / "layouts" / "parts" / "footer.html").read_text(encoding="utf-8")
    footer = root / "layouts" / "parts" / "footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text(f"{own}<!-- of this root -->", encoding="utf-8")
    alone = shutil.copytree(root, machines.folder / "many-alone")
    machines.work(2, before=blind_to(hidden, ROOT / "layouts"))
    build = begun(root, "--executor", f"dask://{machines.place}")
    tree, told = built(build, root)
    with machines.client() as client:
        done = [done for done, _ in machines.pieces(client).values()]
    # What they could not do would have been given out in vain three times, and then no more.
    assert sum(done) >= ENTRIES / understanding.PIECE + ENTRIES / setting.PIECE, told
    assert all(count > PATIENCE for count in done), told
    assert b"of this root" in tree["public"]["entries/2026/2026-00001/index.html"]
    assert tree == built(begun(alone), alone)[0]


def blind_to(*folders):
    """Return what starts a process that finds nothing in these folders."""
    hide = " && ".join(f"mount -t tmpfs tmpfs '{folder}'" for folder in folders)
    before = ("unshare", "-m", "sh", "-ec", f'{hide}; exec "$@"', "sh")
    if not shutil.which("unshare") or subprocess.run([*before, "true"], check=False).returncode:
        pytest.skip("nothing can be hidden here")
    return before


@pytest.mark.heavy
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("whose", "stage"),
    [
        *(("worker", stage) for stage in ("check", "pages", "sheets")),
        *(("scheduler", stage) for stage in ("check", "pages")),
    ],
)
def test_a_process_of_the_cluster_that_is_killed_costs_nothing(machines, roots, here, stage, whose):
    name = "bureau" if stage == "sheets" else "many"
    machines.work(WORKERS)
    root = shutil.copytree(roots / name, machines.folder / name)
    with machines.client() as client:
        build = begun(root, "--executor", f"dask://{machines.place}")
        wait_for(lambda: WORDS.text(f"cli.stage.{stage}") in told_by(root))
        busy = {}
        wait_for(lambda: busy.update(machines.pieces(client)) or any(n for _, n in busy.values()))
        worker = next(pid for pid, (_, count) in busy.items() if count)
        assert build.poll() is None
        os.kill(worker if whose == "worker" else machines.processes[0].pid, signal.SIGKILL)
        tree, told = built(build, root)
        if whose == "worker":
            left = machines.pieces(client)
            assert worker not in left
            assert all(done > busy.get(pid, (0, 0))[0] for pid, (done, _) in left.items())
    assert tree == here[name]
    lost = WORDS.text("cli.cluster-gone", address=f"dask://{machines.place}")
    assert (lost in told) == (whose == "scheduler")


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["another", "none"])
def test_workers_with_another_dispatch_are_refused(machines, tmp_path, make_root, kind):
    other = tmp_path / "other"
    if kind == "none":
        other.mkdir()
        (other / "dispatch.py").write_text("", encoding="utf-8")
    else:
        shutil.copytree(ROOT / "dispatch", other / "dispatch")
        with (other / "dispatch" / "rendering" / "press.py").open("a", encoding="utf-8") as file:
            file.write("# as it was\n")
    machines.work(1)
    machines.work(1, above=other, beside=1)
    root = make_root()
    build = begun(root, "--executor", f"dask://{machines.place}")
    assert build.wait(3 * LIMIT) == 1
    with machines.client() as client:
        workers = client.scheduler_info()["workers"]
    assert len(workers) == 2
    assert sum(name in told_by(root) for name in workers) == 1
    assert outputs(root) == {}


def test_a_piece_is_done_only_where_the_program_is_the_same():
    assert cluster._piece(cluster.program(), sorted, [2, 1]) == [1, 2]
    with pytest.raises(cluster.ClusterDiffersError):
        cluster._piece("another", sorted, [2, 1])


def test_every_library_of_ours_is_compared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [re.split(r"[^\w-]", each)[0] for each in project["project"]["dependencies"]]
    assert set(named) <= set(cluster.LIBRARIES)
    for name in cluster.LIBRARIES:
        assert version(name)


@pytest.mark.parametrize(
    "address",
    [
        *("dask://", "dask://host", "dask://host:", "dask://host:0", "dask://host:65536"),
        *(
            "tcp://host:8786",
            "host:8786",
            "dask://host:8786/",
            "dask://me@host:8786",
            "dask://a b:1",
        ),
        *("dask://[::1]", "dask://::1:8786", "dask://-host:8786", "DASK://host:8786"),
    ],
)
def test_an_address_is_written_in_one_way(run, make_root, address):
    code, _, err = run("build", "--executor", address, root=make_root())
    assert code == 2
    assert err.strip() == "错误：--executor 的值不对，应当写成 dask://HOST:PORT。"


def test_what_is_not_installed_is_said(run, make_root, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, err = run("build", "--executor", "dask://127.0.0.1:8786", root=(root := make_root()))
    assert code == 1
    assert "dispatch-boards[dask]" in err
    assert not (root / "public").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "no-such-host.invalid"])
def test_a_scheduler_that_does_not_answer_is_named(run, make_root, monkeypatch, host):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "SECONDS", 0.2)
    code, out, err = run("build", "--executor", f"dask://{host}:9", root=(root := make_root()))
    assert (code, out) == (1, "")
    assert f"{host}:9 在 0.2 秒内没有 Dask 调度器应答" in err
    assert err.count("\n") == 1
    assert not (root / "public").exists()


@pytest.mark.heavy
def test_a_scheduler_without_workers_is_named(run, machines, make_root, monkeypatch):
    monkeypatch.setattr(cluster, "WAIT", 0.5)
    code, _, err = run("build", "--executor", f"dask://{machines.place}", root=make_root())
    assert code == 1
    assert f"{machines.place} 的 Dask 集群在 0.5 秒内没有可用的工作进程" in err
