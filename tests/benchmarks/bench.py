"""How long a build takes against the plain pipeline, and what a sheet costs.

`python tests/benchmarks/bench.py [--entries 1000] [--sheets 200] [--runs 5]`, from the root of the
checkout, in the environment of `build.py`. Both are run in turn, each in a process of its own, on
one corpus; what counts is the ratio of the medians, not the seconds of the machine.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

import corpus  # noqa: E402 - its folder is not a package

DAY = "2026-11-23"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=1000)
    options.add_argument("--sheets", type=int, default=200)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _pages(Path(folder), given.entries, given.runs)
        if given.sheets:
            _sheets(Path(folder), given.sheets)


def _pages(folder: Path, count: int, runs: int) -> None:
    root = corpus.write(folder / "root", count)
    ours, plain = [], []
    for _ in range(runs):
        shutil.rmtree(root / "public", ignore_errors=True)
        command = [sys.executable, "-m", "dispatch", "build", "--no-sheets"]
        ours.append(_timed([*command, "--root", str(root), "--as-of", DAY]))
        shutil.rmtree(folder / "plain", ignore_errors=True)
        plain.append(
            _timed([sys.executable, str(HERE / "plain.py"), str(root), str(folder / "plain")])
        )
    one, other = statistics.median(ours), statistics.median(plain)
    print(f"{count} entries, {runs} runs: dispatch {one:.2f} s, plain {other:.2f} s")
    print(f"ratio of medians {one / other:.2f} (wanted at most 1.30)")


def _timed(command: list[str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(
        command, cwd=HERE.parent.parent, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return time.perf_counter() - begun


def _sheets(folder: Path, count: int) -> None:
    root = corpus.write(folder / "sheets", count)
    command = [sys.executable, "-m", "dispatch", "build", "--root", str(root), "--as-of", DAY]
    without = _timed([*command, "--no-sheets"])
    shutil.rmtree(root / "public")
    whole = _timed(command)
    made = len(list(root.rglob("sheets/*.pdf")))
    each = (whole - without) / made * 1000
    print(f"{made} sheets: {each:.0f} ms each (wanted at most 60)")


if __name__ == "__main__":
    main()
