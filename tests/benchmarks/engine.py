"""What builds cost, at any size, beside those of other site generators on the same notices.

    python tests/benchmarks/peers.py install ../peers
    python tests/benchmarks/engine.py --entries 1000 10000 --peers all --tools ../peers

from the root of the checkout, in the environment of `build.py`. Corpora come from a seed. Each step
is a process of its own, measured with all that it starts: time, time of processors, the most memory
that it held, bytes written. The programs take turns, each going through all of its steps, and what
is told is the median of the runs. What counts is the ratios: seconds are those of the machine.

Steps: `clean` a build from nothing, `same` with nothing changed, `edit` one entry changed, `layout`
one layout that all pages share changed, `next-day` the next day, `check`, and `serve` from the
change of an entry until the preview shows it. Pages only, unless `--sheets` says how many sheets
are to be set. `--start` measures how long it takes to begin. `--write FILE` puts the figures beside
those that are there, and `table.py` makes the tables of the README from them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Protocol

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(CHECKOUT)]

import corpus  # noqa: E402 - its folder is not a package
import measuring  # noqa: E402
import peers  # noqa: E402
import table  # noqa: E402
from measuring import Cost  # noqa: E402

from dispatch.ground import messages  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

DAY = date(2026, 11, 23)
LAYOUT = Path("site") / "base.html"
"""The layout that all pages share."""
STEPS = ("clean", "same", "edit", "layout", "next-day", "check", "serve")
STARTS = 10
PATIENCE = 1800
"""Seconds after which a preview is given up."""

Figures = dict[str, dict[str, float]]
"""What each step costs."""


class Program(Protocol):
    """Something that builds the notices."""

    name: str

    def steps(self, number: int) -> Iterator[tuple[str, Callable[[], Cost]]]:
        """Yield the steps of one run, to be made in this order."""


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """This checkout."""

    name: str = "dispatch"
    root: Path

    def steps(self, number: int) -> Iterator[tuple[str, Callable[[], Cost]]]:
        """Yield the steps of one run, to be made in this order."""
        self.clean()
        yield "clean", lambda: self.run("build", "--no-sheets")
        yield "same", lambda: self.run("build", "--no-sheets")
        page = self.edit(number)
        yield "edit", lambda: shown(page, peers.added(number), self.run("build", "--no-sheets"))
        self.change_layout(number)
        yield "layout", lambda: shown(page, peers.mark(number), self.run("build", "--no-sheets"))
        yield "next-day", lambda: self.run("build", "--no-sheets", day=DAY + timedelta(days=1))
        yield "check", lambda: self.run("check")
        yield "serve", lambda: self.serve(number)

    def run(self, *command: str, day: date = DAY) -> Cost:
        """Run a command of Dispatch and return what it cost."""
        return measuring.run([*self.command(*command), "--as-of", f"{day}"], CHECKOUT, env())

    def command(self, *command: str) -> list[str]:
        """Return a command line about the root."""
        return [sys.executable, "-m", "dispatch", *command, "--root", str(self.root)]

    def clean(self) -> None:
        """Take away all that was made, and the layouts of the root's own."""
        for name in ("public", "print", ".dispatch", "layouts"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def edit(self, number: int) -> Path:
        """Change the text of the entry in the middle and return where its page is."""
        entries = sorted(self.root.glob("content/entries/*/*.md"))
        entry = entries[len(entries) // 2]
        with entry.open("a", encoding="utf-8") as file:
            file.write(f"\n{peers.added(number)}\n")
        return self.root / "public/entries" / entry.parent.name / entry.stem / "index.html"

    def change_layout(self, number: int) -> None:
        """Give the root a layout of its own in place of the one that all pages share."""
        text = (CHECKOUT / "layouts" / LAYOUT).read_text(encoding="utf-8")
        peers.put(
            self.root / "layouts" / LAYOUT,
            text.replace("</body>", f"{peers.mark(number)}</body>"),
        )

    def serve(self, number: int) -> Cost:
        """Return what the preview costs from the change of an entry until it is built again."""
        command = self.command("serve", "--port", "0", "--as-of", f"{DAY}", "--lang", "en")
        words = messages.load((CHECKOUT / "layouts/locale",), "en")
        ready = words.text("serve.ready").partition("{")[0]
        process = subprocess.Popen(
            command, cwd=CHECKOUT, env=env(), stderr=subprocess.PIPE, encoding="utf-8"
        )
        limit = threading.Timer(PATIENCE, process.kill)
        limit.start()
        try:
            _read_until(process, ready)
            before, begun = measuring.used(process.pid), time.perf_counter()
            with measuring.Sampler(process.pid) as sampler:
                self.edit(number + 1000)
                _read_until(process, words.text("serve.rebuilt"))
            wall, cpu = time.perf_counter() - begun, measuring.used(process.pid) - before
            return Cost(wall=wall, cpu=cpu, peak=sampler.peak, written=0)
        finally:
            limit.cancel()
            process.terminate()
            process.communicate()


def _read_until(process: subprocess.Popen[str], text: str) -> None:
    assert process.stderr
    told = ""
    for line in process.stderr:
        told += line
        if text in line:
            return
    sys.exit(f"the preview ended:\n{told[-measuring.LAST :]}")


def shown(page: Path, text: str, cost: Cost) -> Cost:
    """Return what a build cost, whose page has to show what was changed."""
    if text not in page.read_text(encoding="utf-8"):
        sys.exit(f"{page} does not show {text}")
    return cost


def env() -> dict[str, str]:
    """Return the environment, in which compiled code is kept as on people's machines."""
    return {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, kw_only=True)
class Other:
    """A peer with the notices in its own form."""

    peer: peers.Peer
    folder: Path
    command: list[str]
    notices: list[peers.Notice] = field(repr=False)

    @property
    def name(self) -> str:
        """The name of the peer."""
        return self.peer.name

    def steps(self, number: int) -> Iterator[tuple[str, Callable[[], Cost]]]:
        """Yield the steps of one run, to be made in this order."""
        self.peer.clean(self.folder)
        yield "clean", self.run
        yield "same", self.run
        notice = self.notices[len(self.notices) // 2]
        page = self.peer.page(self.folder, notice)
        self.peer.edit(self.folder, notice, number)
        yield "edit", lambda: shown(page, peers.added(number), self.run())
        self.peer.change_layout(self.folder, number)
        yield "layout", lambda: shown(page, peers.mark(number), self.run())

    def run(self) -> Cost:
        """Build and return what it cost."""
        return measuring.run(self.command, self.folder, env())


@dataclass(frozen=True, kw_only=True)
class Plain:
    """The plain pipeline of the same libraries, which knows of clean builds alone."""

    name: str = "plain"
    root: Path
    output: Path

    def steps(self, number: int) -> Iterator[tuple[str, Callable[[], Cost]]]:
        """Yield the steps of one run, to be made in this order."""
        del number
        shutil.rmtree(self.output, ignore_errors=True)
        command = [sys.executable, str(HERE / "plain.py"), str(self.root), str(self.output)]
        yield "clean", lambda: measuring.run(command, CHECKOUT, env())


def main() -> None:
    """Measure, print, and keep the figures where that is asked for."""
    given = _given()
    figures: dict[str, object] = {"cores": len(os.sched_getaffinity(0)), "sizes": {}}
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=given.within) as folder:
        if given.start:
            figures["start"] = _told("start", _starts(Path(folder)))
        for entries in given.entries:
            sizes = figures["sizes"]
            assert isinstance(sizes, dict)
            sizes[str(entries)] = _size(given, Path(folder) / str(entries), entries)
            shutil.rmtree(Path(folder) / str(entries))
        if given.sheets:
            figures["sheets"] = _told("sheets", _sheets(Path(folder), given.sheets))
    if given.write:
        given.write.write_text(table.merged(given.write, figures), encoding="utf-8")
    print(table.tables(json.loads(json.dumps(figures))))


def _given() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--entries", type=int, nargs="*", default=[1000])
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--steps", default=",".join(STEPS), help="those of: %(default)s")
    options.add_argument("--peers", default="plain", help="names with commas, or: all")
    options.add_argument("--tools", type=Path, default=Path("/nonexistent"))
    options.add_argument("--sheets", type=int, default=0)
    options.add_argument("--start", action="store_true")
    options.add_argument("--within", type=Path, help="a folder for the corpora")
    options.add_argument("--write", type=Path)
    given = options.parse_args()
    names = {"all", "plain", *(peer.name for peer in peers.PEERS)}
    unknown = {*given.peers.split(",")} - names | {*given.steps.split(",")} - {*STEPS}
    if unknown:
        options.error(f"not known: {', '.join(sorted(unknown))}")
    return given


def _size(given: argparse.Namespace, folder: Path, entries: int) -> dict[str, object]:
    """Return what every program costs with so many entries."""
    root = corpus.write(folder / "dispatch", entries, given.seed)
    programs = [Dispatch(root=root), *_others(given, folder, root)]
    wanted = given.steps.split(",")
    costs: dict[str, dict[str, list[Cost]]] = {each.name: {} for each in programs}
    for number in range(1, given.runs + 1):
        for program in programs:
            for step, made in program.steps(number):
                if step in wanted:
                    cost = made()
                    costs[program.name].setdefault(step, []).append(cost)
                    _say(f"{entries} {program.name} {step} {number}", cost)
    medians = {
        name: {step: asdict(measuring.median(each)) for step, each in found.items()}
        for name, found in costs.items()
    }
    return {"runs": given.runs, "programs": medians}


def _others(given: argparse.Namespace, folder: Path, root: Path) -> Iterator[Program]:
    wanted = given.peers.split(",")
    if "plain" in wanted or "all" in wanted:
        yield Plain(root=root, output=folder / "plain")
    asked = [peer for peer in peers.PEERS if peer.name in wanted or "all" in wanted]
    notices = peers.notices(root) if asked else []
    for peer in asked:
        command = peer.command(given.tools)
        if command is None:
            _say(f"{peer.name} is not there")
            continue
        peer.write(folder / peer.name, notices)
        yield Other(peer=peer, folder=folder / peer.name, command=command, notices=notices)


def _starts(folder: Path) -> dict[str, Cost]:
    """Return how long Dispatch takes to begin: its help, and the check of one file."""
    ours = Dispatch(root=corpus.write(folder / "start", 1))
    (entry,) = ours.root.glob("content/entries/*/*.md")
    commands = {
        "help": [sys.executable, "-m", "dispatch", "--help"],
        "check-file": [*ours.command("check", str(entry)), "--as-of", f"{DAY}"],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(STARTS + 1):
        for name, command in commands.items():
            cost = measuring.run(command, CHECKOUT, env())
            if number:  # the first one compiles
                costs[name].append(cost)
    return {name: measuring.median(each) for name, each in costs.items()}


def _sheets(folder: Path, count: int) -> dict[str, Cost]:
    """Return what a sheet costs, on one core and on all where that can be chosen."""
    ours = Dispatch(root=corpus.write(folder / "sheets", count))
    found = {}
    for name, jobs in _jobs(ours).items():
        ours.clean()
        without = ours.run("build", "--no-sheets", *jobs)
        whole = ours.run("build", *jobs)
        made = len({path.name for path in ours.root.rglob("sheets/*.pdf")})
        found[name] = Cost(
            wall=(whole.wall - without.wall) / made,
            cpu=(whole.cpu - without.cpu) / made,
            peak=whole.peak,
            written=(whole.written - without.written) / made,
        )
    return found


def _jobs(ours: Dispatch) -> dict[str, tuple[str, ...]]:
    help_ = subprocess.run(
        ours.command("build", "--help"), cwd=CHECKOUT, capture_output=True, check=True
    )
    if b"--jobs" not in help_.stdout:
        return {"one": ()}
    return {"one": ("--jobs", "1"), "all": ("--jobs", "0")}


def _told(kind: str, costs: dict[str, Cost]) -> Figures:
    for name, cost in costs.items():
        _say(f"{kind} {name}", cost)
    return {name: asdict(cost) for name, cost in costs.items()}


def _say(what: str, cost: Cost | None = None) -> None:
    figures = (
        f"{cost.wall:9.3f} s {cost.cpu:9.3f} s cpu {cost.peak:7.0f} MB {cost.written:8.2f} MB out"
        if cost
        else ""
    )
    print(f"{what:36} {figures}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
