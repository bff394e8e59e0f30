"""Real builds of a small root in a process of their own, killed, hindered and looked at."""

from __future__ import annotations

import gc
import os
import random
import re
import subprocess
import sys
from collections import Counter
from functools import cached_property
from pathlib import Path

from dispatch.front import cli
from dispatch.front.selftest import write_sample
from dispatch.publishing.base import MARK
from dispatch.rules.samples import DAY
from dispatch.rules.samples import Sample
from tests.conftest import tree_of
from tests.faults.conftest import find_true_spares

REPOSITORY = Path(__file__).parent.parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": "0", "NO_COLOR": "1"}
ALL = bool(os.environ.get("DISPATCH_ALL_POINTS"))
"""Whether every point is tried, which takes hours, and not some of each kind."""
OUTPUTS = ("public", "print")
VERSIONS = ("old", "new")
ENTRIES = ("content/entries/2026/2026-0001.md", "content/entries/2026/2026-0002.md")
"""One of the web and one of the printer alone, so that both outputs change."""
CHANGING = (
    "openat", "read", "write", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir",
    "fsync", "syncfs", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat", "chmod",
    "fchmod", "fchmodat", "flock", "getdents64",
)  # fmt: skip
"""The system calls that change something, hold it, or read it."""


class Building:
    """A root of which two versions are known, with the outputs that belong to each."""

    def __init__(self, folder):
        self.root = write_sample(folder / "root", Sample())
        self._texts = {path: (self.root / path).read_text(encoding="utf-8") for path in ENTRIES}
        self.inside = ()
        self.known = {}
        for version in ("new", "old"):
            assert self.make(version) == cli.GOOD
            self.known[version] = self.outputs()
        assert self.known["old"] != self.known["new"]

    def write(self, version):
        """Let a version stand in content/."""
        for path, text in self._texts.items():
            title = "使用的情况" if version == "new" else "使用情况"
            (self.root / path).write_text(text.replace("使用情况", title), encoding="utf-8")

    def make(self, version, *options):
        """Build a version in this process, where nothing goes wrong; the exit code."""
        self.write(version)
        given = ("build", "--root", self.root, "--as-of", DAY, *options)
        code = cli.main([str(each) for each in given])
        gc.enable()  # a run switches it off, as if it were alone
        return code

    def command(self, *options, strace=()):
        """The command line of a build, watched by strace where asked."""
        # The faster way of watching lets no signal be sent.
        way = () if any(":signal=" in option for option in strace) else ("--seccomp-bpf",)
        watched = ("strace", "-f", "-qq", *way, *strace) if strace else ()
        # Calls are numbered in each process, so there is to be one; test_crew kills workers.
        alone = ("--jobs", "1") if strace else ()
        given = ("build", "--root", self.root, "--as-of", DAY, *alone, *options)
        return [*map(str, (*self.inside, *watched, sys.executable, "-m", "dispatch", *given))]

    def start(self, version, *options, strace=(), **given):
        """Start a build of a version."""
        self.write(version)
        return subprocess.Popen(
            self.command(*options, strace=strace),
            env={**ENVIRONMENT, **given.pop("env", {})},
            cwd=self.root.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            **given,
        )

    def run(self, version, *options, strace=(), **given):
        """Build a version to its end: exit code, output, errors."""
        with self.start(version, *options, strace=strace, **given) as process:
            out, err = process.communicate(timeout=100)
        return process.returncode, out, err

    def outputs(self):
        """Every file of both outputs, but the marks."""
        return tuple(_files(self.root / output) for output in OUTPUTS)

    def look(self):
        """Which version each output is, whole: a failure where one is neither."""
        seen = []
        for number, found in enumerate(self.outputs()):
            version = [name for name in VERSIONS if self.known[name][number] == found]
            assert version, f"{OUTPUTS[number]} is torn"
            seen.append(version[0])
        return tuple(seen)

    def is_whole(self):
        """Whether both outputs are whole, the first new before the second."""
        return self.look() in {("old", "old"), ("new", "old"), ("old", "new"), ("new", "new")}

    def litter(self):
        """What stands about that no build leaves behind."""
        beside = [path.name for path in self.root.iterdir()]
        known = {*OUTPUTS, "config.yaml", "content", ".dispatch"}
        known |= {path.name for output in OUTPUTS for path in find_true_spares(self.root / output)}
        kept = (self.root / ".dispatch").rglob(".*")
        return sorted({*beside} - known) + sorted(path.name for path in kept)

    @cached_property
    def points(self):
        """Every system call of a build that touches the root: name, and its number.

        Numbers are counted in each thread, as strace counts them. Version `old` stands before and
        after.
        """
        log = self.root.parent / "calls.log"
        trace = "trace=" + ",".join(f"?{name}" for name in CHANGING)
        code, _, err = self.run("new", strace=("-y", "-o", str(log), "-e", trace))
        assert code == cli.GOOD, err
        assert self.make("old") == cli.GOOD
        counts, found, first = Counter(), {}, {}
        for line in log.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"(\d+) +(\w+)\(", line):
                thread, name = match.groups()
                counts[thread, name] += 1
                if str(self.root) in line:
                    first.setdefault(name, counts[thread, name])
                    found[name, counts[thread, name]] = None
        assert len(found) > 200
        # What comes earlier in another thread would hit the first one before it is ours.
        return [(name, number) for name, number in found if number >= first[name]]


def _files(folder):
    return {name: data for name, data in tree_of(folder).items() if name != MARK}


def inject(name, what, when):
    """The options that let a system call fail, or kill, at some of its times."""
    return ("-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:{what}:when={when}")


def some(points, count, *, seed=7):
    """All points where all are asked for; or the first and the last, and some in between."""
    if ALL or len(points) <= count:
        return list(points)
    between = random.Random(seed).sample(points[1:-1], count - 2)
    return [points[0], *sorted(between, key=points.index), points[-1]]
