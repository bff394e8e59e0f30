"""`python -m tests.fuzzing`: run many made sites through the whole of reading, checking, planning.

Kept inputs go into corpus.jsonl with --keep, failures made small into crashes.jsonl, which
test_fuzzing replays. The same seed and number of inputs come to the same.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzzing import loop
from tests.fuzzing.inputs import input_of
from tests.fuzzing.inputs import seeds
from tests.fuzzing.target import Target

HERE = Path(__file__).parent
CORPUS, CRASHES = HERE / "corpus.jsonl", HERE / "crashes.jsonl"
MOST = 200_000
"""Bytes of the corpus."""


def lines_of(path: Path) -> list[str]:
    """Return the inputs of a file, one a line."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--keep", action="store_true", help="write corpus.jsonl anew")
    given = parser.parse_args()
    fast = "/dev/shm" if Path("/dev/shm").is_dir() else None
    begun = time.process_time()
    with tempfile.TemporaryDirectory(dir=fast, prefix="fuzz-") as folder:
        target = Target(Path(folder) / "root")
        first = [*seeds(), *(input_of(line) for line in lines_of(CORPUS))]
        current = Path(tempfile.gettempdir()) / f"fuzz-current-{given.seed}.json"
        bounds = {"inputs": given.inputs, "seconds": given.seconds}
        made = loop.run(target, first, seed=given.seed, **bounds, current=current)
        small = [(m, loop.smallest(g, m, target), f) for m, (g, f) in made.failures.items()]
    current.unlink(missing_ok=True)
    for mark, _, failure in small:
        print(f"\n{mark}\n{failure.trace}", file=sys.stderr)
    known = lines_of(CRASHES)
    with CRASHES.open("a", encoding="utf-8") as file:
        file.writelines(f"{one.line()}\n" for _, one, _ in small if one.line() not in known)
    if given.keep:
        keep(made.kept)
    print(
        f"seed {given.seed}: {made.inputs} inputs, {target.planned} planned,"
        f" {made.rendered} rendered; {made.lines.count} lines and {len(made.said)} sentences"
        f" reached, {len(made.kept)} inputs kept; {len(small)} failures,"
        f" {time.process_time() - begun:.0f} s"
    )
    return 1 if small else 0


def keep(inputs: list) -> None:
    """Write the smallest of the inputs that reached something new, as many as there is room for."""
    own = set(seeds())
    room, chosen = MOST, []
    for line in sorted({each.line() for each in inputs if each not in own}, key=len):
        room -= len(line) + 1
        if room < 0:
            break
        chosen.append(line)
    CORPUS.write_text("".join(f"{line}\n" for line in sorted(chosen)), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
