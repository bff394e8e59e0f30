"""Several publishers at once, and readers beside them."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.faults.conftest import ENVIRONMENT

pytestmark = pytest.mark.heavy

READER = """
import sys
names = [f"{sys.argv[1]}/public/{name}" for name in
         ("index.html", "part-1/1/index.html", "part-0/0/index.html", "part-4/39/index.html")]
reads = misses = 0
print("ready", flush=True)
import select
while not select.select([sys.stdin], [], [], 0)[0]:
    for name in names:
        reads += 1
        try:
            with open(name, "rb") as file:
                misses += not file.read()
        except OSError:
            misses += 1
print(reads, misses)
"""


def start_reader(site):
    """Start a process that reads pages until it is told to stop."""
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", READER, str(site.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout.readline() == "ready\n"
    return process


def stop_reader(process):
    """Return how often it read, and how often it found nothing."""
    reads, misses = process.communicate("stop")[0].split()
    return int(reads), int(misses)


def test_a_reader_misses_nothing(site_each_way):
    site = site_each_way
    site.publish("one")  # where outputs are links, they have become so by now
    with start_reader(site) as reader:
        for number in range(16):
            site.publish(("one", "two")[number % 2])
        reads, misses = stop_reader(reader)
    print(f"{reads} reads during 16 swaps, {misses} misses")
    assert reads > 300
    assert misses == 0 or site.way == "rename_twice"


def test_six_publishers_at_once(site_each_way):
    site = site_each_way
    versions = ("one", "two", "new", "old")
    with start_reader(site) as reader:
        processes = [
            subprocess.Popen(
                site.command(*versions[number:], *versions[:number]),
                env=ENVIRONMENT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            for number in range(6)
        ]
        ends = [process.communicate() for process in processes]
        reads, misses = stop_reader(reader)
    print(f"{reads} reads beside six publishers, {misses} misses")
    assert [out for out, _ in ends] == ["ready\ndone\n"] * 6, ends
    assert None not in site.look()
    assert misses == 0 or site.way in {"relink", "rename_twice"}
    assert site.litter() == []


def test_a_sweep_leaves_the_stage_of_a_running_publisher(site):
    with site.start("one", "two", "--forever") as process:
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            site.publish("new")
        assert process.poll() is None, process.stderr.read()
        process.kill()
    site.publish("old")
    assert site.litter() == []
