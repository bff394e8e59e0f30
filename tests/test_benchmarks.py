"""The benchmarks measure what they say, and every program gets the same notices."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.benchmarks import corpus
from tests.benchmarks import measuring
from tests.benchmarks import peers
from tests.benchmarks import table
from tests.conftest import ROOT

ENTRIES = 25
MEGABYTE = 1_000_000
CHILD = f"""
import subprocess, sys, time
held = bytearray(100 * {MEGABYTE})
with open(sys.argv[1], "wb") as file:
    file.write(held[:5 * {MEGABYTE}])
while time.process_time() < 0.2:
    pass
time.sleep({3 * measuring.INTERVAL})
"""
PARENT = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True)"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return corpus.write(tmp_path_factory.mktemp("corpus"), ENTRIES)


def test_a_process_is_measured_with_those_that_it_starts(tmp_path):
    child = [sys.executable, "-c", PARENT, CHILD, str(tmp_path / "written")]
    cost = measuring.run(child, tmp_path)
    assert cost.cpu >= 0.2
    assert cost.wall >= 3 * measuring.INTERVAL
    assert 95 < cost.peak < 400
    assert cost.written == 0 or 5 <= cost.written < 6


def test_a_program_that_fails_ends_the_benchmark(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no such thing')"]
    with pytest.raises(SystemExit, match="no such thing"):
        measuring.run(command, tmp_path)


def test_the_median_is_that_of_each_figure():
    costs = [
        measuring.Cost(wall=wall, cpu=cpu, peak=1, written=0)
        for wall, cpu in ((1, 9), (3, 2), (2, 4))
    ]
    assert measuring.median(costs) == measuring.Cost(wall=2, cpu=4, peak=1, written=0)


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.name)
def test_every_peer_gets_every_notice(peer, root, tmp_path):
    notices = peers.notices(root)
    assert len(notices) == ENTRIES
    peer.write(tmp_path, notices)
    for notice in notices:
        path = tmp_path / peer.source.format(name=notice.name, day=notice.head["published"])
        text = path.read_text(encoding="utf-8")
        assert text.endswith(notice.body)
        assert str(notice.head["title"]) in text
    peer.edit(tmp_path, notices[0], 7)
    first = tmp_path / peer.source.format(name=notices[0].name, day=notices[0].head["published"])
    assert first.read_text(encoding="utf-8").count(peers.added(7)) == 1
    peer.change_layout(tmp_path, 7)
    assert (tmp_path / peer.layout).read_text(encoding="utf-8").count(peers.mark(7)) == 1


def cost(wall, *, cpu=1.0, peak=50.0):
    return {"wall": wall, "cpu": cpu, "peak": peak, "written": 2.0}


RESULTS = {
    "cores": 2,
    "sizes": {
        "1000": {
            "runs": 3,
            "programs": {
                "dispatch": {
                    "clean": cost(2.0, cpu=4.0),
                    "same": cost(0.1),
                    "check": cost(1.0, cpu=0.5),
                },
                "hugo": {"clean": cost(4.0, peak=200.0), "same": cost(4.0)},
            },
        }
    },
    "sheets": {"one": cost(0.030), "all": cost(0.016)},
}


def test_the_tables_tell_ratios():
    told = table.tables(RESULTS).splitlines()
    assert "| **Dispatch**, all checks | 0.50 | 0.03 | – | – | 0.25 |" in told
    assert "| Hugo | 1.00 | 1.00 | – | – | 1.00 |" in told
    assert "| 1,000 | 2.00 | 0.05 | – | – | – | – | 0.12 | 50 MB | 2.0 MB |" in told
    assert told[-1] == "- A sheet takes 30 ms on one core; on all, 1.88 times as fast."


def test_figures_of_other_sizes_stay(tmp_path):
    path = tmp_path / "results.json"
    path.write_text(table.merged(path, RESULTS), encoding="utf-8")
    other = {"cores": 4, "sizes": {"100": {"runs": 1, "programs": {}}}}
    both = json.loads(table.merged(path, other))
    assert list(both["sizes"]) == ["100", "1000"]
    assert both["cores"] == 4
    assert both["sheets"]["one"]["wall"] == 0.03


@pytest.mark.heavy
def test_the_engine_is_measured_from_end_to_end(tmp_path):
    results = tmp_path / "results.json"
    script = [sys.executable, str(ROOT / "tests/benchmarks/engine.py"), "--entries", str(ENTRIES)]
    options = ["--runs", "1", "--peers", "plain", "--within", str(tmp_path), "--write", results]
    done = subprocess.run([*script, *options], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    steps = json.loads(results.read_text(encoding="utf-8"))["sizes"][str(ENTRIES)]["programs"]
    assert set(steps) == {"dispatch", "plain"}
    assert list(steps["dispatch"]) == [
        "clean",
        "same",
        "edit",
        "layout",
        "next-day",
        "check",
        "serve",
    ]
    assert all(each["wall"] > 0 for each in steps["dispatch"].values())
    assert "| 25 |" in done.stdout
