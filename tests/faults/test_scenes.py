"""Real builds in odd circumstances: outputs, clocks, names, files that change, neighbours."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
import time
import unicodedata
import urllib.request
from datetime import date
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.front import cli
from dispatch.rules.samples import DAY
from tests.conftest import tree_of
from tests.faults.building import Building

pytestmark = pytest.mark.heavy

ENTRY = "content/entries/2026/2026-0001.md"
LOUD = "用途,金额\n活动,300.00\n"
HELD = ("-o", "/dev/null", "-e", "trace=mkdir", "-e", "inject=mkdir:delay_enter=1500000:when=4")
"""Lets a build wait after it has read everything and before it has written much."""


@pytest.fixture(scope="module")
def built(memory_of_module):
    return Building(memory_of_module)


@pytest.fixture
def building(built):
    """A root where version `old` stands."""
    assert built.make("old") == cli.GOOD
    return built


@pytest.fixture
def other(memory):
    """A root of its own, for what is not put back."""
    return Building(memory)


def page_of(root):
    return (root / "public/entries/2026/2026-0001/index.html").read_text(encoding="utf-8")


# Outputs


@pytest.mark.parametrize("kind", ["file", "link", "link to nothing", "pipe", "strangers"])
@pytest.mark.parametrize("output", ["public", "print"])
def test_an_output_that_is_something_else_is_refused(other, output, kind, tmp_path, capsys):
    place = other.root / output
    shutil.rmtree(place)
    elsewhere = tmp_path / "elsewhere"
    if kind == "file":
        place.write_text("mine", encoding="utf-8")
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "strangers":
        place.mkdir()
        (place / "thesis.doc").write_text("mine", encoding="utf-8")
    else:
        place.symlink_to(elsewhere)
    if kind == "link":
        elsewhere.mkdir()
        (elsewhere / "mine.txt").write_text("mine", encoding="utf-8")
    before, beyond = tree_of(other.root), tree_of(tmp_path)
    capsys.readouterr()
    assert other.make("old") == cli.FAULTY
    out, err = capsys.readouterr()
    assert (out, err.startswith("错误："), str(place) in err) == ("", True, True)
    assert tree_of(other.root) == before
    assert tree_of(tmp_path) == beyond


# Clocks


def test_a_clock_set_back_makes_the_site_of_that_day(building):
    days = [DAY - timedelta(days=back) for back in (0, 1, 43, 400, 0)]
    made = []
    for day in days:
        assert building.make("old", "--as-of", day.isoformat()) == cli.GOOD
        assert building.litter() == []
        made.append(building.outputs())
    assert made[0] == made[-1]
    assert len({str(sorted(public)) for public, _ in made}) > 1
    assert "entries/2026/2026-0001/index.html" not in made[2][0]  # it was not out on that day
    assert page_of(building.root)


@pytest.mark.parametrize(
    ("zone", "machine"),
    [
        ("Pacific/Kiritimati", "Pacific/Pago_Pago"),
        ("Pacific/Pago_Pago", "Pacific/Kiritimati"),
        ("Asia/Shanghai", "America/New_York"),
    ],
)
def test_the_day_is_that_of_the_site_and_not_of_the_machine(other, zone, machine):
    config = other.root / "config.yaml"
    config.write_text(
        f"site: {{title: 样例, base_url: https://example.org/dwgk/, timezone: {zone}}}\n",
        encoding="utf-8",
    )
    command = [part for part in other.command("--no-sheets") if part not in ("--as-of", str(DAY))]
    days = []
    for place in (zone, machine):
        done = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TZ": place},
            cwd=other.root.parent,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        days += re.findall(r"按 (\d{4}-\d{2}-\d{2}) 生成", done.stdout)
        there = _today(zone)
        assert days[-1] in (there, (date.fromisoformat(there) - timedelta(days=1)).isoformat())
    assert len(set(days)) == 1 or days[1] == _today(zone)


def _today(zone):
    command = ["date", "+%Y-%m-%d"]
    return subprocess.check_output(command, env={"TZ": zone}, encoding="utf-8").strip()


# Names


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (("attachments/表.CSV", "attachments/表.csv"), "I0"),
        (("attachments/Ａ.csv", "attachments/ａ.csv"), ""),
        (("attachments/é.csv", unicodedata.normalize("NFD", "attachments/é.csv")), "S005"),
        (("entries/2026/2026-0003.MD",), "S0"),
        (("attachments/" + "长" * 80 + ".csv",), ""),
    ],
)
def test_names_that_some_file_system_takes_for_one(other, paths, code, capsys):
    entry = other.root / ENTRY
    for path in paths:
        (other.root / "content" / path).write_text(LOUD, encoding="utf-8")
    listed = "".join(f"  - {{file: '{path}', title: 明细}}\n" for path in paths)
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("---\n", f"---\nattachments:\n{listed}", 1), encoding="utf-8")
    before = tree_of(other.root / "public")
    capsys.readouterr()
    given = ("build", "--root", other.root, "--as-of", DAY)
    result = cli.main([str(each) for each in given])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    if result == cli.GOOD:
        assert not code, out
    else:
        assert result == cli.FAULTY
        assert f"[{code}" in err or "错误：" in err
        assert tree_of(other.root / "public") == before


# Files that change meanwhile


def started_and_held(building, version="new"):
    """A build that has read everything and waits, with its stage on disk."""
    process = building.start(version, strace=HELD)
    end = time.monotonic() + 60
    while not list(building.root.glob(".public.stage-*")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)
    return process


def test_an_entry_that_changes_while_it_is_built(building, needs):
    needs("strace", "strace", "-e", "trace=none", "true")
    with started_and_held(building) as process:
        building.write("old")
        _, err = process.communicate(timeout=100)
    assert process.returncode == cli.GOOD, err
    assert building.look() == ("new", "new")  # what was read, all of it
    given = ("build", "--root", building.root, "--as-of", DAY)
    assert cli.main([str(each) for each in given]) == cli.GOOD
    assert building.look() == ("old", "old")
    assert building.litter() == []


@pytest.mark.parametrize("how", ["changed", "gone", "link"])
def test_an_attachment_that_changes_while_it_is_built(other, how, needs, tmp_path):
    needs("strace", "strace", "-e", "trace=none", "true")
    entry, file = other.root / ENTRY, other.root / "content/attachments/2026-0001.csv"
    listed = "attachments: [{file: attachments/2026-0001.csv, title: 明细}]\n"
    text = entry.read_text(encoding="utf-8").replace("---\n", f"---\n{listed}", 1)
    other._texts[ENTRY] = text
    assert other.make("old") == cli.GOOD
    before, content = other.outputs(), file.read_bytes()
    assert any(name.endswith(".csv") for name in before[0])
    with started_and_held(other) as process:
        if how == "changed":
            file.write_bytes(content.replace(b"300", b"301"))
        else:
            file.unlink()
        if how == "link":
            (tmp_path / "same").write_bytes(content)
            file.symlink_to(tmp_path / "same")
        _, err = process.communicate(timeout=100)
    assert process.returncode == cli.FAULTY
    assert err.rstrip().splitlines()[-1].startswith("错误：附件")
    assert other.outputs() == before
    assert other.litter() == []


def test_a_layout_that_changes_while_it_is_used_is_seen_by_the_next_build(other, needs):
    needs("strace", "strace", "-e", "trace=none", "true")
    shipped = Path(__file__).parents[2] / "layouts/parts"
    own = other.root / "layouts/parts"
    own.mkdir(parents=True)
    for path in shipped.glob("*.html"):
        shutil.copy(path, own)
    assert other.make("old") == cli.GOOD
    with started_and_held(other) as process:
        for path in own.glob("*.html"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text + "<!-- 后来 -->\n", encoding="utf-8")
        process.communicate(timeout=100)
    assert process.returncode in {cli.GOOD, cli.FAULTY}
    assert other.make("new") == cli.GOOD
    kept = other.outputs()
    shutil.rmtree(other.root / ".dispatch")
    assert other.make("new") == cli.GOOD
    assert other.outputs() == kept


# Neighbours


def test_builds_beside_each_other_and_a_server(building):
    command = building.command()
    command[command.index("build")] = "serve"
    command += ["--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    server = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    address = ""
    while "http" not in address:
        address = server.stderr.readline()
        assert address, server.communicate()
    address = re.search(r"http://[^\s（），。]+", address)[0]
    missed, reads, done = [], [], threading.Event()

    def read():
        page = building.root / "public/entries/2026/2026-0001/index.html"
        while not done.is_set():
            try:
                reads.append(page.read_bytes())
                with urllib.request.urlopen(address, timeout=30) as answer:
                    assert answer.read()
            except OSError as fault:
                missed.append(fault)

    reader = threading.Thread(target=read)
    reader.start()
    processes = [building.start(version) for version in ("new", "old", "new")]
    ends = [process.communicate(timeout=100) for process in processes]
    assert [process.returncode for process in processes] == [cli.GOOD] * 3, ends
    done.set()
    reader.join()
    server.send_signal(signal.SIGINT)
    _, err = server.communicate(timeout=60)
    assert (server.returncode, "Traceback" in err) == (cli.GOOD, False), err
    assert (missed, len(reads) > 10) == ([], True)
    assert building.look() == ("new", "new")
    assert building.litter() == []


def test_of_two_builds_one_is_killed_and_the_other_goes_on(building):
    first = building.start("new")
    end = time.monotonic() + 60
    while not list(building.root.glob(".public.stage-*")) and first.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.005)
    second = building.start("new")
    first.kill()
    first.communicate()
    _, err = second.communicate(timeout=100)
    assert second.returncode == cli.GOOD, err
    assert building.look() == ("new", "new")
    assert building.litter() == []
