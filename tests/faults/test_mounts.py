"""Real builds on file systems that are full, have no inodes left, or may only be read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dispatch.front import cli
from tests.faults.building import Building

pytestmark = pytest.mark.heavy


class Mounted(Building):
    """A root on a file system of its own, which this process sees through another one."""

    def __init__(self, folder, holder):
        self.place, self.is_read_only = folder, False
        self.through = ("nsenter", "-t", str(holder), "-m")
        super().__init__(Path(f"/proc/{holder}/root{folder}"))

    def make(self, version, *options):
        return self.run(version, *options)[0]

    def command(self, *options, strace=()):
        line = super().command(*options, strace=strace)
        seen = str(self.root)
        return [*self.through, *(part.replace(seen, f"{self.place}/root") for part in line)]

    def write(self, version):
        if not self.is_read_only:
            super().write(version)

    def remount(self, options):
        self.is_read_only = options == "ro"
        script = f"mount -o remount,{options} {self.place}"
        subprocess.run([*self.through, "sh", "-c", script], check=True)


@pytest.fixture
def mounted(memory, needs):
    """A root where version `old` stands, on a tmpfs of its own."""
    needs("unshare", "unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
    needs("nsenter")
    script = "mount -t tmpfs -o size=64m,nr_inodes=20000 tmpfs $PWD; echo mounted; exec sleep 600"
    holder = subprocess.Popen(
        ["unshare", "-m", "sh", "-ec", script], cwd=memory, stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"mounted\n"
    yield Mounted(memory, holder.pid)
    holder.kill()
    holder.communicate()


def used(building):
    """Kilobytes and inodes that are in use."""
    told = []
    for what in ("--output=used", "--output=iused"):
        command = [*building.through, "df", what, "-k", str(building.place)]
        told.append(int(subprocess.check_output(command, encoding="utf-8").split()[-1]))
    return told


REFUSED = (
    ("size={0}k", "size=64m", "ENOSPC"),
    ("nr_inodes={1}", "nr_inodes=20000", "ENOSPC"),
    ("ro", "rw", "EROFS"),
)


@pytest.mark.parametrize(("scarce", "plenty", "code"), REFUSED)
def test_what_a_file_system_refuses_costs_the_run_at_most(mounted, scarce, plenty, code):
    mounted.write("new")
    for spare in (40, 160):
        kilobytes, inodes = used(mounted)  # a run that failed has taken the spare tree with it
        mounted.remount(scarce.format(kilobytes + spare, inodes + spare // 40))
        result, _, err = mounted.run("new")
        assert (result, code in err, "Traceback" in err) == (cli.FAULTY, True, False), err
        assert mounted.look() == ("old", "old")
        assert mounted.litter() == []
    mounted.remount(plenty)
    assert mounted.make("new") == cli.GOOD
    assert mounted.look() == ("new", "new")
    assert mounted.litter() == []
