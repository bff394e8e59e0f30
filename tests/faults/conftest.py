"""A site that a second process publishes while something goes wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest

from dispatch.publishing.base import MARK
from dispatch.publishing.spare import IGNORE
from dispatch.publishing.swap import WAYS
from dispatch.publishing.sweep import find_spare
from tests.faults.publisher import KEPT
from tests.faults.publisher import KNOWN_FAILURE
from tests.faults.publisher import OUTPUTS
from tests.faults.publisher import make_files
from tests.faults.publisher import publish_version

BARE = "bare"
"""In the best way, with no spare tree."""
REPOSITORY = Path(__file__).parent.parent.parent
PUBLISHER = Path(__file__).with_name("publisher.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": "0"}

MEMORY = Path("/dev/shm")  # a file system that is there, not one file's place

CALLS = (
    "openat", "write", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "fsync",
    "syncfs", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat", "chmod", "fchmod",
    "fchmodat", "flock",
)  # fmt: skip
"""The system calls that change something, or hold it."""


def read_output(folder):
    """Every file of an output save the mark, or None where there is no output."""
    if not folder.exists():
        return None
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def make_expected(version):
    """What both outputs hold when a version stands."""
    files = make_files(version)
    return {"public": files["public"], "print": {**files["print"], **KEPT}}


def find_true_spares(output):
    """The spare tree of an output, if it shares its files with it and holds no others."""
    spares = find_spare(output)
    return [spare for spare in spares if set(inodes(spare)) <= set(inodes(output))]


def inodes(folder):
    """Every file of a tree with its number, save what keeps it out of git."""
    paths = (path for path in folder.rglob("*") if not path.is_dir() and path.name != IGNORE)
    return [(path.relative_to(folder), path.lstat().st_ino) for path in paths]


class Site:
    """A published site and what is done to it."""

    def __init__(self, folder, *, way=None):
        self.folder = folder
        self.bare = way == BARE
        self.way = way = None if self.bare else way
        self.inside = ()
        self.ways = [known for known in WAYS if way in {None, known.__name__}]

    def publish(self, version):
        """Publish from this process, where nothing goes wrong."""
        return publish_version(self.folder, version, ways=self.ways, spare=not self.bare)

    def reset(self):
        """Let version `old` stand, with a sheet that another command has put there."""
        self.publish("old")
        for path, content in KEPT.items():
            kept = self.folder / "print" / path
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(content)

    def command(self, *arguments, strace=()):
        """The command line of a publisher, watched by strace where asked."""
        way = () if self.way is None else ("--way", self.way)
        way += ("--bare",) if self.bare else ()
        watched = ("strace", "-f", "-qq", *strace) if strace else ()
        return [
            *self.inside,
            *watched,
            sys.executable,
            "-S",
            str(PUBLISHER),
            str(self.folder),
            *arguments,
            *way,
        ]

    def run(self, *arguments, strace=()):
        """Run a publisher to its end."""
        return subprocess.run(
            self.command(*arguments, strace=strace),
            env=ENVIRONMENT,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    def start(self, *arguments):
        """Start a publisher and return it when it begins to publish."""
        process = subprocess.Popen(
            self.command(*arguments),
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout.readline() == b"ready\n"
        return process

    def find_calls(self):
        """Every system call of a publishing run that counts: name, and which of its thread's."""
        self.reset()
        log = self.folder.parent / "calls.log"
        options = ("-o", str(log), "-e", "trace=" + ",".join(f"?{name}" for name in CALLS))
        assert self.run("new", strace=options).returncode == 0
        counts, found, inside = Counter(), [], False
        for line in log.read_text(encoding="utf-8").splitlines():
            match = re.match(r"(\d+) +(\w+)\(", line)
            if match is None:
                continue
            thread, name = match.groups()
            counts[thread, name] += 1
            if "/note-" in line:
                inside = "/note-start" in line
            elif inside:
                found.append((name, counts[thread, name]))
        assert len(found) > 200
        return found

    def look(self):
        """Which version each output is, whole: None for no output, and a failure for a mix."""
        return tuple(self._identify(output) for output in OUTPUTS)

    def _identify(self, output):
        found = read_output(self.folder / output)
        for version in ("old", "new", "one", "two"):
            if found == make_expected(version)[output]:
                return version
        assert found is None, f"{output} is torn: {sorted(found)}"
        return None

    def litter(self):
        """What stands in the folder beside the outputs, their spare trees and, for links, sites.

        A spare tree that holds anything that its output does not is litter too.
        """
        outputs = {self.folder / output for output in OUTPUTS}
        wanted = outputs | {path.resolve() for path in outputs}
        if not self.bare:
            wanted |= {path for output in outputs for path in find_true_spares(output)}
        return sorted(path.name for path in self.folder.iterdir() if path not in wanted)

    def check_known(self, process):
        """Hold that a publisher ended well, or with a failure that it could name."""
        assert process.returncode in {0, KNOWN_FAILURE}, process.stdout + process.stderr
        assert "Traceback" not in process.stderr, process.stderr


@contextmanager
def in_memory():
    """A folder in memory where there is such a thing, so that nothing waits for a disk."""
    place = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place, prefix="faults-") as folder:
        yield Path(folder)


@pytest.fixture
def memory():
    """A folder in memory."""
    with in_memory() as folder:
        yield folder


@pytest.fixture(scope="module")
def memory_of_module():
    """The same, for all tests of a module."""
    with in_memory() as folder:
        yield folder


@pytest.fixture
def site(memory):
    """A site where version `old` stands, published in the best way there is."""
    return make_site(memory)


@pytest.fixture(params=[*(known.__name__ for known in WAYS), BARE])
def site_each_way(memory, request):
    """The same, for each way of swapping."""
    return make_site(memory, way=request.param)


def make_site(tmp_path, *, way=None):
    folder = tmp_path / "site"
    folder.mkdir(parents=True)
    site = Site(folder, way=way)
    site.reset()
    return site


@pytest.fixture
def needs():
    """Skip where a tool is not installed, or this machine does not let us use it."""

    def look_for(tool, *probe):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
        if probe and subprocess.run(probe, capture_output=True, check=False).returncode != 0:
            pytest.skip(f"{tool} may not be used here")

    return look_for
