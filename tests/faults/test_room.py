"""No room, no inodes, no right to write, and folders that cannot be renamed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from dispatch.publishing.ownership import OutputIsMountError
from tests.faults.conftest import Site
from tests.faults.conftest import make_site

pytestmark = pytest.mark.heavy


@pytest.fixture
def mounted(tmp_path, needs):
    """Make a site on file systems of its own, which this process sees through a second one."""
    needs("unshare", "unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
    needs("nsenter")
    holders = []

    def mount(script):
        folder = tmp_path / "site"
        folder.mkdir()
        holder = subprocess.Popen(
            ["unshare", "-m", "sh", "-ec", f"{script}; echo mounted; exec sleep 600"],
            cwd=folder,
            stdout=subprocess.PIPE,
        )
        holders.append(holder)
        if holder.stdout.readline() != b"mounted\n":
            pytest.skip("this file system cannot be mounted here")
        return Mounted(folder, holder.pid)

    yield mount
    for holder in holders:
        holder.kill()
        holder.communicate()


class Mounted(Site):
    """A site that only a second process can write, and this one can read."""

    def __init__(self, folder, pid):
        super().__init__(Path(f"/proc/{pid}/root{folder}"))
        self.place = folder
        self.pid = pid
        self.inside = ("nsenter", "-t", str(pid), "-m")

    def publish(self, version):
        process = self.run(version)
        assert process.returncode == 0, process.stdout + process.stderr

    def command(self, *arguments, strace=()):
        line = super().command(*arguments, strace=strace)
        return [str(self.place) if part == str(self.folder) else part for part in line]

    def remount(self, options):
        subprocess.run(
            [*self.inside, "mount", "-o", f"remount,{options}", str(self.place)], check=True
        )

    def refuses(self, code, *arguments):
        """Hold that a new version is refused for this reason, and the old one stands alone."""
        process = self.run("new", *arguments)
        assert process.stdout.splitlines() == ["ready", f"output-not-writable {code}"]
        assert "Traceback" not in process.stderr
        assert self.look() == ("old", "old")
        assert self.litter() == []


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


TMPFS = "mount -t tmpfs -o {} tmpfs $PWD"


def test_no_room(mounted):
    site = mounted(TMPFS.format("size=2m"))
    site.reset()
    site.refuses("ENOSPC", "--blow", "40000")
    site.publish("new")
    assert site.look() == ("new", "new")


def test_no_inodes(mounted):
    site = mounted(TMPFS.format("nr_inodes=250"))
    site.reset()
    site.remount("nr_inodes=180")
    site.refuses("ENOSPC")
    site.remount("nr_inodes=400")
    site.publish("new")
    assert site.look() == ("new", "new")


def test_read_only(mounted):
    site = mounted(TMPFS.format("size=8m"))
    site.reset()
    site.remount("ro")
    site.refuses("EROFS")
    site.remount("rw")
    site.publish("new")
    assert site.look() == ("new", "new")


def test_an_output_that_is_a_mount_point(mounted):
    site = mounted("mkdir print; mount -t tmpfs tmpfs print")
    process = site.run("new")
    assert process.stdout.splitlines()[-1].startswith(OutputIsMountError.key)
    assert listing(site.folder) == ["print"]
    assert listing(site.folder / "print") == []


def test_a_mount_point_that_does_not_show_costs_neither_output(mounted):
    site = mounted("mkdir print behind; mount --bind behind print")
    process = site.run("old")
    assert process.stdout.splitlines() == ["ready", "output-not-writable EBUSY"]
    assert listing(site.folder) == ["behind", "print"]
    assert listing(site.folder / "print") == []


def test_an_output_in_the_lower_layer_of_a_container(mounted, tmp_path):
    lower = make_site(tmp_path / "image").folder
    (tmp_path / "layer").mkdir()
    layer = tmp_path / "layer"
    site = mounted(
        f"mount -t tmpfs tmpfs {layer}; mkdir {layer}/upper {layer}/work; mount -t overlay"
        f" -o lowerdir={lower},upperdir={layer}/upper,workdir={layer}/work overlay $PWD"
    )
    assert site.look() == ("old", "old")
    process = site.run("new")
    site.check_known(process)
    assert site.look() == (("new", "new") if process.returncode == 0 else ("old", "old"))
    assert site.litter() == []


@pytest.mark.parametrize("blocks", [0, 1])
def test_files_that_may_not_be_as_large(site, blocks):
    script = f'ulimit -f {blocks}; exec "$@"'
    site.inside = ("sh", "-c", script, "sh")
    process = site.run("new")
    assert process.stdout.splitlines() == ["ready", "output-not-writable EFBIG"]
    assert "Traceback" not in process.stderr
    assert site.look() == ("old", "old")
    assert site.litter() == []


def test_files_that_may_not_be_as_many(site):
    codes = []
    for limit in range(4, 16):
        site.inside = ("sh", "-c", f'ulimit -n {limit}; exec "$@"', "sh")
        process = site.run("new")
        if "ready" not in process.stdout:
            continue
        site.check_known(process)
        codes.append(process.returncode)
        assert site.look() == (("new", "new") if process.returncode == 0 else ("old", "old"))
        site.inside = ()
        site.publish("old")
    assert codes[-1] == 0
    assert codes == sorted(codes, reverse=True)


def test_a_folder_that_only_somebody_else_may_write(site, needs):
    if os.geteuid() == 0:  # who may write everywhere, unless that is taken from him
        site.inside = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
        needs("setpriv", *site.inside, "true")
    site.folder.chmod(0o555)
    process = site.run("new")
    site.folder.chmod(0o755)
    assert process.stdout.splitlines() == ["ready", "output-not-writable EACCES"]
    assert site.look() == ("old", "old")
    assert site.litter() == []
