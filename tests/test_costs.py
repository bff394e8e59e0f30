"""What a build cost: the stopwatch, what is told of it, and the trace that browsers open."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise

import pytest

from dispatch.front import costs
from dispatch.ground import messages
from dispatch.ground.stopwatch import Stopwatch
from dispatch.ground.stopwatch import Work
from dispatch.ground.stopwatch import processor_seconds
from tests.conftest import ROOT
from tests.conftest import TODAY

ENGLISH = messages.load((ROOT / "layouts" / "locale",), "en")
CHILD = """
import sys, time
while time.process_time() < {seconds}:
    pass
print("done", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def timed(make_root, run):
    """Return what builds a small site with options and gives its root and what was printed."""

    def build(*options, files=None, code=0):
        root = make_root(files)
        ended, out, err = run("build", "--as-of", TODAY, *options, root=root)
        assert ended == code, err
        return root, out

    return build


def worked(kind, path, *, cpu=0.0, worker=0):
    return Work(kind=kind, path=path, begun=1, wall=1, cpu=cpu, worker=worker)


def test_a_stopwatch_that_does_not_run_takes_no_notes():
    watch = Stopwatch()
    with watch.stage("check"):
        assert list(watch.timed("read", "ab", str)) == ["a", "b"]
    watch.tell(worked("page", "index.html"))
    watch.count("pages", 1, 1)
    watch.know([("a", "b")])
    assert watch == Stopwatch()


def test_stages_are_told_within_those_that_they_are_part_of():
    told = []
    watch = Stopwatch(running=True)
    with watch.stage("check", lambda *progress: told.append(progress)), watch.stage("read"):
        pass
    with pytest.raises(ValueError, match="broken"), watch.stage("plan"):
        raise ValueError("broken")
    assert [lap.path for lap in watch.laps] == [("check", "read"), ("check",), ("plan",)]
    inner, outer, _ = watch.laps
    assert outer.begun <= inner.begun
    assert inner.wall <= outer.wall
    assert told == [("check", 0, 0)]


def test_the_time_of_whoever_takes_a_document_is_not_the_document_s():
    watch = Stopwatch(running=True)
    taken = []
    for value in watch.timed("page", iter("ab"), "{}.html".format):
        with watch.stage("taking"):
            taken.append(value)
    assert [work.path for work in watch.works] == ["a.html", "b.html"]
    first, second = watch.works
    lap = watch.laps[0]
    assert first.begun + first.wall <= lap.begun
    assert lap.begun + lap.wall <= second.begun


def test_counts_of_a_kind_add_up():
    watch = Stopwatch(running=True)
    watch.count("parse", 3, 1)
    watch.count("parse", 7, 6)
    watch.count("pages", 0, 0)
    assert (watch.counts["parse"].asked, watch.counts["parse"].kept) == (10, 7)
    with watch.stage("build"):
        pass
    told = costs.as_text(watch, ENGLISH)
    assert "From the cache, read: 7 of 10 (70%)" in told
    assert "From the cache, pages: 0 of 0 (–)" in told


def test_processors_are_counted_in_children_that_run_and_that_have_ended():
    least = 0.2
    command = [sys.executable, "-c", CHILD.format(seconds=least)]
    before = processor_seconds()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"done\n"
        running = processor_seconds() - before
        child.stdin.close()
    ended = processor_seconds() - before
    tick = 0.05  # the system tells of others in hundredths
    assert running >= least - tick
    assert ended >= least - tick
    assert ended < running + least, "no child is counted twice"


def test_every_stage_has_its_words():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "dispatch").rglob("*.py"))
    stages = set(re.findall(r'\.stage\("([a-z-]+)"', code)) | set(costs.WHOLE)
    assert {"check", "read", "plan", "pages", "sheets", "publish"} <= stages
    assert not [each for each in stages if not ENGLISH.has(f"costs.stage.{each}")]
    counted = set(re.findall(r'watch\.count\("([a-z-]+)"', code))
    assert not [each for each in counted if not ENGLISH.has(f"costs.cache.{each}")]


def test_timings_tell_of_stages_caches_and_documents(timed, run):
    root, out = timed("--timings")
    for stage in ("检查", "读取", "安排", "网页", "条目页", "张贴件", "发布", "其余", "合计"):
        assert re.search(rf"^ +{stage} +\d+\.\d\d", out, re.MULTILINE), stage
    assert "取自缓存：张贴件 2 份里有 0 份（0%）" in out
    slow = re.findall(r"^ +\d+ 毫秒  content/entries/\S+（(.*)）$", out, re.MULTILINE)
    assert slow
    assert all(re.match(r"读取 \d+ · (网页 \d+ · )?张贴件 \d+$", each) for each in slow)
    assert not (root / ".dispatch" / "profile.json").exists()
    _, again, _ = run("build", "--as-of", TODAY, "--timings", "--integrity", root=root)
    assert "取自缓存：张贴件 2 份里有 2 份（100%）" in again


def test_ten_documents_are_told_of_the_slowest_first():
    watch = Stopwatch(running=True)
    with watch.stage("build"):
        for number in range(12):
            path = f"content/entries/2026/{number:02}.md"
            watch.know([(f"2026-{number:02}", path)])
            watch.tell(worked("read", path, cpu=0.001))
            page = f"zh-hant/entries/2026/2026-{number:02}/index.html"
            watch.tell(worked("page", page, cpu=0.010 * number))
        watch.tell(worked("page", "data/entries.json", cpu=9))
    told = costs.as_text(watch, ENGLISH).splitlines()
    place = told.index("The 10 slowest files, by time of the CPU:")
    assert told[place + 1] == "     111 ms  content/entries/2026/11.md (read 1 · page 110)"
    assert [line.split()[2][-5:-3] for line in told[place + 1 :]] == [
        f"{number:02}" for number in range(11, 1, -1)
    ]


def test_a_trace_is_what_the_format_wants(timed):
    root, out = timed("--profile", "--jobs", "1")
    assert ".dispatch/profile.json" in out
    trace = json.loads((root / ".dispatch" / "profile.json").read_text("utf-8"))
    events = trace["traceEvents"]
    assert {each["ph"] for each in events} == {"M", "X"}
    assert all(type(each["pid"]) is int and type(each["tid"]) is int for each in events)
    names = {each["name"]: each["args"]["name"] for each in events if each["ph"] == "M"}
    assert names == {"process_name": "Dispatch", "thread_name": "生成"}
    spans = [each for each in events if each["ph"] == "X"]
    assert all(each["ts"] >= 0 and each["dur"] >= 0 for each in spans)
    assert min(each["ts"] for each in spans) == 0
    assert {each["cat"] for each in spans} == {"stage", "read", "page", "sheet"}
    made = {path.relative_to(root / "public").as_posix() for path in root.glob("public/**/*.html")}
    # What is made of the site as a whole is told of by its first file.
    whole = {path for path in made if "kiosk/" in path or path.startswith(("search/", "data/"))}
    assert made - whole <= {each["name"] for each in spans}
    assert len(made - whole) > len(whole) > 0
    assert_nested(spans)


def assert_nested(spans):
    """Hold that spans of one row lie in one another or apart, or they could not be drawn."""
    rows = defaultdict(list)
    for each in spans:
        rows[each["pid"], each["tid"]].append((each["ts"], each["ts"] + each["dur"]))
    rounding = 0.2
    for row in rows.values():
        open_: list[float] = []
        for begun, ended in sorted(row, key=lambda span: (span[0], -span[1])):
            while open_ and open_[-1] <= begun + rounding:
                open_.pop()
            assert not open_ or ended <= open_[-1] + rounding
            open_.append(ended)


def test_work_of_other_processes_stands_in_rows_of_their_own():
    watch = Stopwatch(running=True)
    with watch.stage("build"):
        for worker in (7, 9, 7):
            watch.tell(worked("page", "index.html", worker=worker))
    events = json.loads(costs.as_trace(watch, ENGLISH))["traceEvents"]
    rows = [each["args"]["name"] for each in events if each["name"] == "thread_name"]
    assert rows == ["build", "worker 7", "worker 9"]
    assert [each["tid"] for each in events if each["name"] == "index.html"] == [7, 9, 7]


def test_a_trace_takes_the_place_of_nothing_else(timed, run):
    root, out = timed("--no-sheets", "--profile", "made.json")
    assert len(out.splitlines()) == 2, "what was made, and the trace, but no timings"
    assert not (root / ".dispatch" / "profile.json").exists()
    before = (root / "config.yaml").read_bytes()
    code, _, err = run("build", "--profile", "config.yaml", root=root)
    assert code == 1
    assert "config.yaml" in err
    assert (root / "config.yaml").read_bytes() == before
    assert run("build", "--profile", "content", root=root)[0] == 1
    assert run("build", "--no-sheets", "--profile", "made.json", root=root)[0] == 0


def test_a_build_that_is_refused_is_timed_too(timed):
    files = {"content/entries/2026/2026-0099.md": "---\nid: 2026-0099\n---\n"}
    root, out = timed("--timings", "--profile", files=files, code=1)
    assert re.search(r"^ +检查 +\d+\.\d\d", out, re.MULTILINE)
    assert "安排" not in out
    assert (root / ".dispatch" / "profile.json").exists()


def test_rows_begin_in_one_column():
    watch = Stopwatch(running=True)
    with watch.stage("build"), watch.stage("check"), watch.stage("read"):
        pass
    for language in ("zh-Hans", "zh-Hant", "en"):
        words = messages.load((ROOT / "layouts" / "locale",), language)
        table = costs.as_text(watch, words).splitlines()[1:]
        ends = {sum(2 if each > "\u2e7f" else 1 for each in line) for line in table}
        assert len(ends) == 1, table
    assert all(one.begun <= other.begun for one, other in pairwise(reversed(watch.laps)))
