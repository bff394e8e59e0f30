"""Real builds that are killed, hindered and starved: the old site whole, or the new one.

Where points are tried, CI tries some of each kind; with DISPATCH_ALL_POINTS=1 all of them are.
"""

from __future__ import annotations

import re
import signal

import pytest

from dispatch.front import cli
from tests.faults.building import ALL
from tests.faults.building import Building
from tests.faults.building import inject
from tests.faults.building import some

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(0 if ALL else 300)]

KILLS, FAILURES, SIGNALS = 16, 2, 3
"""How many points are tried: in all, of each fault, of each signal."""
FAULTS = (
    ("openat", "EMFILE"),
    ("openat", "EIO"),
    ("read", "EIO"),
    ("getdents64", "EIO"),
    ("write", "ENOSPC"),
    ("write", "EIO"),
    ("mkdir", "EROFS"),
    ("unlink", "EIO"),
    ("unlinkat", "EIO"),
    ("syncfs", "EIO"),
    ("renameat2", "EIO"),
    ("flock", "ENOLCK"),
)
TOLERATED = (("linkat", "EMLINK"), ("fsync", "EIO"))
"""Calls that may fail without harm to the run, if others do not."""
SENTENCE = re.compile(r"^(错误：.+|dispatch: \[Errno .+)\n\Z", re.MULTILINE)
SUCCESSOR = {"old": "new", "new": "old"}


@pytest.fixture(scope="module")
def built(memory_of_module):
    return Building(memory_of_module)


@pytest.fixture
def building(built, needs):
    """A root where version `old` stands and nothing else."""
    needs("strace", "strace", "-e", "trace=none", "true")
    assert built.make("old") == cli.GOOD
    assert built.look() == ("old", "old")
    return built


def test_killed_at_any_system_call(building):
    points = building.points
    tried, standing, littered = some(points, KILLS), "old", 0
    killed = 0
    for name, number in tried:
        version = SUCCESSOR[standing]
        code, _, err = building.run(version, strace=inject(name, "signal=KILL", number))
        killed += code == -signal.SIGKILL
        assert code in {-signal.SIGKILL, cli.GOOD}, (name, number, err)
        assert building.look() in {
            (standing, standing),
            (version, standing),
            (version, version),
        }, (name, number)
        littered += bool(building.litter())
        assert building.make(version) == cli.GOOD
        assert (building.look(), building.litter()) == ((version, version), [])
        standing = version
    print(f"killed at {killed} of {len(points)} points, {littered} left litter")
    assert killed > len(tried) * 3 / 4
    assert littered


@pytest.mark.parametrize("by", ["TERM", "INT", "HUP"])
def test_asked_to_end_at_any_system_call(building, by):
    points = [point for point in building.points if point[0] in {"openat", "mkdir", "write"}]
    assert building.make("old") == cli.GOOD
    ended = 0
    for name, number in some(points, SIGNALS):
        code, _, err = building.run("new", strace=inject(name, f"signal={by}", number))
        ended += code == cli.INTERRUPTED
        assert code in {cli.INTERRUPTED, cli.GOOD}, (name, number, err)
        assert "Traceback" not in err
        seen = building.look()
        assert seen == ("new", "new") or (code, seen) == (cli.INTERRUPTED, ("old", "old"))
        # Who is asked to end while the old site is taken away leaves the rest to the next run.
        assert building.litter() == [] or seen == ("new", "new")
        assert building.make("old") == cli.GOOD
        assert (building.look(), building.litter()) == (("old", "old"), [])
    assert ended


def check_failed(building, code, err, *, sticky):
    """Hold that a build went through, or said in a sentence why not and left the old site."""
    assert "Traceback" not in err, err
    if code == cli.GOOD:
        assert building.look() == ("new", "new")
    else:
        assert code == cli.FAULTY, err
        assert SENTENCE.search(err), err
        # Where undoing fails as well, the first output stays new.
        assert building.look() in {("old", "old"), *([("new", "old")] if sticky else [])}
    assert building.make("old") == cli.GOOD
    assert (building.look(), building.litter()) == (("old", "old"), [])


def times_of(calls, name, count):
    """The times of a call to let it fail at: some once, and the first and the middle for good."""
    numbers = [number for called, number in calls if called == name]
    once = [str(number) for number in some(numbers, count)]
    return [*once, *{f"{numbers[0]}+", f"{numbers[len(numbers) // 2]}+"}] if numbers else []


@pytest.mark.parametrize(("name", "error"), FAULTS)
def test_a_call_that_fails(building, name, error):
    calls = building.points
    times = times_of(calls, name, FAILURES)
    failed = 0
    for when in times:
        code, _, err = building.run("new", strace=inject(name, f"error={error}", when))
        failed += code != cli.GOOD
        mute = name == "write" and when.endswith("+") and not SENTENCE.search(err)
        if code != cli.GOOD and mute:  # what cannot be written at all cannot be told either
            assert code == cli.FAULTY
            assert building.look() == ("old", "old")
        else:
            check_failed(building, code, err, sticky=when.endswith("+"))
    print(f"{len(times)} times {name} {error}, {failed} builds failed")
    assert failed


@pytest.mark.parametrize(("name", "error"), TOLERATED)
def test_a_call_that_may_fail(building, name, error):
    calls = building.points
    times = times_of(calls, name, 2)
    assert times
    for when in times:
        code, _, err = building.run("new", strace=inject(name, f"error={error}", when))
        assert code == cli.GOOD, err
        check_failed(building, code, err, sticky=when.endswith("+"))


def test_open_files_rationed_until_it_passes(building):
    codes = []
    for limit in (7, 8, 10, 14, 24):
        building.inside = ("sh", "-c", f'ulimit -n {limit}; exec "$@"', "sh")
        code, _, err = building.run("new")
        building.inside = ()
        if "ImportError" in err or "init_" in err:  # Python itself did not come up
            continue
        codes.append(code)
        check_failed(building, code, err, sticky=False)
    assert codes[-1] == cli.GOOD
    assert codes == sorted(codes, reverse=True)


@pytest.mark.parametrize("blocks", [0, 8])
def test_files_that_may_not_be_as_large(building, blocks):
    building.inside = ("sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh")
    code, _, err = building.run("new")
    building.inside = ()
    assert code == cli.FAULTY
    assert "EFBIG" in err
    check_failed(building, code, err, sticky=False)
