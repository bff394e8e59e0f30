"""What the duties cost: a build, `check` and `due` of a large site, with and without them.

`python tests/benchmarks/duties.py [--entries 10000] [--units 100] [--items 60] [--runs 1]`, from
the root of the checkout, in the environment of `build.py`. Everything runs in a process of its own
on one corpus. "Without" is the same build with no duty reckoned and none of the rules T and D,
switched off from here and nowhere else; what counts is the difference in our own processor
time, which other work on the machine moves little, and the peak of memory.
`--profile build|check|due` prints where one run spends its time.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from datetime import timedelta
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

import corpus  # noqa: E402 - its folder is not a package

DAY = "2026-11-23"
WANTED_SECONDS, WANTED_MEGABYTES = 3.0, 500
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
FORMS = {"month": "{0}-{1:02}", "quarter": "{0}-Q{1}", "half-year": "{0}-H{1}", "year": "{0}"}
STAGES = ("事前", "事中", "事后")
RUNS = {
    "build without": ("build", "--no-sheets"),
    "build": ("build", "--no-sheets"),
    "check without": ("check", "--format", "json"),
    "check": ("check", "--format", "json"),
    "due": ("due", "--format", "json"),
    "next": ("next", "--format", "day"),
}


def main() -> None:
    """Measure and print; or be one of the runs that are measured."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=10_000)
    options.add_argument("--units", type=int, default=100)
    options.add_argument("--items", type=int, default=60)
    options.add_argument("--runs", type=int, default=1)
    options.add_argument("--profile", choices=("build", "check", "due", "next"))
    options.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--child", choices=tuple(RUNS), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child:
        sys.exit(_child(given.child, given.root, profiled=bool(given.profile)))
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), given.entries, given.units, given.items)
        if given.profile:
            _measured(given.profile, root, "--profile", given.profile)
            return
        _measured("build", root)  # the first build compiles the layouts
        rounds = [{name: _measured(name, root) for name in RUNS} for _ in range(given.runs)]
        found = {name: [each[name] for each in rounds] for name in RUNS}
    _print(found)


def write(root: Path, entries: int, units: int, items: int, seed: int = 1) -> Path:
    """Write a root whose items have limits of every kind, and return it."""
    rng = Random(seed)
    catalogue = [_item(number, units) for number in range(items)]
    people = [{"id": f"p-{n:02}", "name": f"负责人{n}", "unit": "unit-000"} for n in range(20)]
    offices = [
        {"id": f"unit-{n:03}", "name": f"第{n}科室", "kind": "office", "online": True}
        for n in range(units)
    ]
    board = {"id": "hall", "name": "公开栏", "place": "一楼大厅", "readers": "society"}
    files = {
        "config.yaml": {"site": {"title": "某县水利局公开栏", "base_url": "https://example.org/"}},
        "content/organisation.yaml": {"units": offices, "people": people},
        "content/catalogue.yaml": {"items": catalogue},
        "content/boards.yaml": {"boards": [board]},
    }
    for path, value in files.items():
        _put(root / path, _yaml(value))
    periods = {every: list(_periods(every)) for every in MONTHS}
    for number in range(1, entries + 1):
        name, text = _entry(rng, number, catalogue[number % items], periods)
        _put(root / f"content/entries/{name[:4]}/{name}.md", text)
    return root


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _yaml(value: dict[str, object]) -> str:
    return "".join(
        f"{key}: {json.dumps(each, ensure_ascii=False)}\n" for key, each in value.items()
    )


def _limit(number: int) -> dict[str, object]:
    ten = {"count": 10, "unit": "working-day"}
    every = tuple(MONTHS)[number // 8 % 4]
    stages = [{"name": name, "within": ten} for name in STAGES]
    return (
        {"type": "periodic", "every": every, "day": 15},
        {"type": "periodic", "every": every, "within": ten},
        {"type": "standing", "within": ten, "review": {"count": 6, "unit": "month"}},
        {"type": "event", "within": {"count": 20, "unit": "working-day"}},
        {"type": "periodic", "every": every, "within": {"count": 1, "unit": "month"}},
        {"type": "staged", "stages": stages},
        {"type": "event", "within": {"count": 15, "unit": "day"}},
        {"type": "on-request", "within": {"count": 20, "unit": "working-day"}},
    )[number % 8]


def _item(number: int, units: int) -> dict[str, object]:
    people = {"first": "p-00", "assigned": f"p-{number % 19 + 1:02}", "executing": "unit-001"}
    return {
        "code": f"X-{number:02}",
        "category": [f"第{number // 8}类", "事项"],
        "title": f"第{number}项公开事项",
        "kind": "statement",
        "elements": [{"name": "主要内容", "type": "text"}],
        "limit": _limit(number),
        "scope": "society",
        "channels": ["web", "board"],
        "boards": ["hall"],
        "responsible": people,
        "units": [f"unit-{unit:03}" for unit in range(units)],
        "posting": {"minimum": {"count": 5, "unit": "working-day"}},
    }


def _periods(every: str) -> list[tuple[str, date]]:
    """Return the periods that were over by the day, each with its last day."""
    found = []
    for year in (2025, 2026):
        for part in range(1, 12 // MONTHS[every] + 1):
            months = part * MONTHS[every]
            last = date(year + months // 12, months % 12 + 1, 1) - timedelta(1)
            if last < date.fromisoformat(DAY):
                found.append((FORMS[every].format(year, part), last))
    return found


def _entry(
    rng: Random,
    number: int,
    item: dict[str, object],
    periods: dict[str, list[tuple[str, date]]],
) -> tuple[str, str]:
    limit = item["limit"]
    assert isinstance(limit, dict)
    formed = date(2025, 1, 6) + timedelta(days=rng.randrange(660))
    more: dict[str, object] = {}
    if limit["type"] == "periodic":
        more["period"], formed = rng.choice(periods[limit["every"]])
    published = min(formed + timedelta(days=rng.randrange(1, 30)), date(2026, 11, 20))
    name = f"{published.year}-{number:05}"
    if limit["type"] == "staged":
        more["stage"] = {"name": STAGES[0]}
    head = {
        "id": name,
        "item": item["code"],
        "unit": f"unit-{number // 60 % 100:03}",
        "title": f"关于{_words(rng, 3)}的公告（{number}）",
        "formed": formed.isoformat(),
        "published": published.isoformat(),
        "posting": {"from": f"{published}", "to": f"{published + timedelta(days=20)}"},
        "contacts": [{"for": "enquiries", "office": "办公室", "phone": "0000-0000000"}],
        "elements": {"主要内容": _words(rng, 8)},
        **more,
    }
    return name, f"---\n{_yaml(head)}---\n{_words(rng, 60)}。\n\n{_words(rng, 40)}。\n"


def _words(rng: Random, count: int) -> str:
    return "".join(rng.choice(corpus.WORDS) for _ in range(count))


def _measured(name: str, root: Path, *more: str) -> tuple[float, float, float]:
    """Return the seconds of a run by the processor and by the clock, and its peak in megabytes."""
    shutil.rmtree(root / "public", ignore_errors=True)
    command = [sys.executable, __file__, "--root", str(root), "--child", name, *more]
    done = subprocess.run(
        command, cwd=HERE.parent.parent, capture_output=True, encoding="utf-8", check=False
    )
    if more:
        print(done.stdout[-12_000:], done.stderr[-6_000:])
        return 0.0, 0.0, 0.0
    last = done.stderr.strip().splitlines()[-1:]
    if not last or not last[0].startswith("{"):
        sys.exit(done.stdout[-2000:] + done.stderr[-4000:])
    told = json.loads(last[0])
    if told["code"] > 1 or (name.startswith("build") and told["code"]):
        sys.exit(done.stdout[-2000:] + done.stderr[-4000:])
    return told["processor"], told["seconds"], told["megabytes"]


def _child(name: str, root: Path, *, profiled: bool) -> int:
    if name.endswith("without"):
        _without()
    from dispatch.front.cli import main as dispatch

    command = [*RUNS[name], "--root", str(root), "--as-of", DAY]
    begun = time.perf_counter()
    profile = cProfile.Profile()
    code = profile.runcall(dispatch, command) if profiled else dispatch(command)
    seconds = time.perf_counter() - begun
    if profiled:
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(35)
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = used.ru_maxrss
    megabytes = peak / (1024 if sys.platform == "linux" else 1024 * 1024)
    told = {"code": code, "processor": used.ru_utime, "seconds": seconds, "megabytes": megabytes}
    sys.stderr.write("\n" + json.dumps(told) + "\n")
    return 0


def _without() -> None:
    """Switch off duties, and the rules that hold time limits and duties."""
    from dispatch import rules
    from dispatch.ledger import account
    from dispatch.planning import scope

    for module in (account, scope):
        setattr(module, "duties", lambda *_, **__: ())  # noqa: B010 - not its type
    kept = tuple(each for each in rules.RULES if each.code[0] not in "TD")
    setattr(rules, "RULES", kept)  # noqa: B010


def _print(found: dict[str, list[tuple[float, float, float]]]) -> None:
    seconds = {name: statistics.median(run[0] for run in runs) for name, runs in found.items()}
    clock = {name: statistics.median(run[1] for run in runs) for name, runs in found.items()}
    peaks = {name: max(run[2] for run in runs) for name, runs in found.items()}
    for name in found:
        times = f"{seconds[name]:6.2f} s processor  {clock[name]:6.2f} s"
        print(f"{name:14} {times}  {peaks[name]:5.0f} MB")
    for name in ("build", "check"):
        more = seconds[name] - seconds[f"{name} without"]
        ratio = seconds[name] / seconds[f"{name} without"]
        print(f"{name} with duties: {more:+.2f} s, ratio {ratio:.2f}")
    most = max(peaks.values())
    print(
        f"wanted: build at most +{WANTED_SECONDS:.0f} s, {WANTED_MEGABYTES} MB; peak {most:.0f} MB"
    )


if __name__ == "__main__":
    main()
