"""A run that is killed leaves the old site or the new one, and litter that the next run sweeps."""

from __future__ import annotations

import math
import random
import signal
import subprocess
import time
from contextlib import suppress

import pytest

from dispatch.publishing.base import Target
from dispatch.publishing.publish import staging
from tests.faults.building import ALL

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(0 if ALL else 120)]

RANDOM_KILLS = 12
SECONDS_EACH_WAY = 8
GAPLESS = {("old", "old"), ("new", "old"), ("new", "new")}


def check_next_run(site, seen):
    """Hold that what was seen is whole, and that the next run puts everything in order."""
    if site.way == "rename_twice" and None in seen:
        with pytest.raises(RuntimeError, match="layout"):
            fail_to_build(site)
        seen = site.look()
    assert None not in seen, seen
    site.publish("new")
    assert site.look() == ("new", "new")
    assert site.litter() == []


def fail_to_build(site):
    """Start a run that fails in rendering, as one after a kill may do."""
    targets = [Target(name=name, folder=site.folder / name) for name in ("public", "print")]
    with staging(targets):
        raise RuntimeError("layout")


def test_at_random_moments(site_each_way):
    site = site_each_way
    chance = random.Random(20261123)
    littered = 0
    for _ in range(RANDOM_KILLS):
        with site.start("one", "two", "--forever") as process:
            time.sleep(chance.uniform(0, 0.15))
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        littered += bool(site.litter())
        check_next_run(site, site.look())
    print(f"{RANDOM_KILLS} kills, {littered} left litter")
    assert littered > RANDOM_KILLS / 4


def test_at_each_system_call(site_each_way, needs):
    needs("strace", "strace", "-e", "trace=none", "true")
    site = site_each_way
    around_swap, others = spread(site.find_calls())
    tried = killed = 0
    end = time.monotonic() + (math.inf if ALL else SECONDS_EACH_WAY)
    for name, number in around_swap + others:
        if tried > len(around_swap) and time.monotonic() > end:
            break
        site.reset()
        inject = f"inject={name}:signal=KILL:when={number}"
        process = site.run("new", strace=("-o", "/dev/null", "-e", f"trace={name}", "-e", inject))
        # How often folders are looked into depends on how young they are: some calls never come.
        assert process.returncode in {-signal.SIGKILL, 0}, (name, number, process.stderr)
        killed += process.returncode != 0
        seen = site.look()
        assert seen in GAPLESS or (site.way == "rename_twice" and None in seen), (name, number)
        check_next_run(site, seen)
        tried += 1
    print(f"killed at {killed} of {tried} of {len(around_swap) + len(others)} points")
    assert killed > tried * 3 / 4


def spread(points):
    """The points around the swap, all of them tried, and the others in an order of chance."""
    rare = {"rename", "renameat", "renameat2", "symlink", "symlinkat", "syncfs", "fsync", "flock"}
    first = [point for point in points if point[0] in rare]
    rest = [point for point in points if point[0] not in rare]
    chance = random.Random(7)
    return first, chance.sample(rest, len(rest))


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_by_a_signal(site, by):
    for delay in (0.0, 0.005, 0.02, 0.05, 0.1):
        with site.start("one", "two", "--forever") as process:
            time.sleep(delay)
            end_by(process, by)
        check_next_run(site, site.look())


def end_by(process, by):
    """Send a signal until a process ends: one that Python meets in a callback goes unheard."""
    try:
        for _ in range(5):
            process.send_signal(by)
            with suppress(subprocess.TimeoutExpired):
                return process.communicate(timeout=5)
        raise AssertionError(f"{by!r} ends nothing")
    finally:
        process.kill()
