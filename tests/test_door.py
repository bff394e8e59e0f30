"""The door, walked through for real: small checkouts, their own wheels, no network."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
PYTHON = getattr(sys, "_base_executable", sys.executable)
SAYS_WHERE_IT_IS = """
import json, os, sys
import dispatch, probe
print(json.dumps({
    "arguments": sys.argv[1:], "cwd": os.getcwd(), "probe": probe.VERSION,
    "probe_at": probe.__file__, "dispatch_at": dispatch.__file__,
}))
sys.exit(int(os.environ.get("EXIT", "0")))
"""
SAYS_ITS_ARGUMENTS = "import json, os, sys\nprint(json.dumps([sys.argv[1:], os.getcwd()]))\n"


def wheel(folder: Path, name: str, version: str, files: dict[str, str]) -> str:
    """Make a wheel; return the line that pins it."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    tag = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    members = {**files, f"{about}/METADATA": metadata, f"{about}/WHEEL": tag}
    record = "".join(f"{member},,\n" for member in [*members, f"{about}/RECORD"])
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in {**members, f"{about}/RECORD": record}.items():
            archive.writestr(member, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Checkout:
    """A checkout with the real build.py, whose locks pin the wheels of the test."""

    def __init__(self, root: Path, wheels: Path) -> None:
        self.root = root
        self.wheels = wheels
        self.elsewhere = wheels.parent / "elsewhere"
        self.elsewhere.mkdir()
        shutil.copytree(HERE / ".pip", root / ".pip")
        shutil.copy(HERE / "build.py", root)
        (root / "dispatch").mkdir()
        (root / "dispatch" / "__init__.py").touch()
        (root / "dispatch" / "__main__.py").write_text(SAYS_WHERE_IT_IS, encoding="utf-8")
        self.pin("1.0")

    def pin(self, version: str) -> None:
        line = wheel(self.wheels, "probe", version, {"probe.py": f"VERSION = {version!r}\n"})
        runner = {"pytest/__init__.py": "", "pytest/__main__.py": SAYS_ITS_ARGUMENTS}
        more = wheel(self.wheels, "pytest", "0.1", runner)
        (self.root / "requirements.lock").write_text(line, encoding="utf-8")
        (self.root / "requirements-test.lock").write_text(line + more, encoding="utf-8")

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        return subprocess.Popen(
            [PYTHON, str(self.root / "build.py"), *arguments],
            cwd=self.elsewhere,
            env={**os.environ, **offline, "PIP_NO_CACHE_DIR": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        with self.start(*arguments, **environment) as process:
            out, err = process.communicate(timeout=100)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def litter(self) -> list[str]:
        return [path.name for path in self.root.glob(".venv.*") if path.name != ".venv.lock"]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root = tmp_path / "检 出 目录"
    wheels = tmp_path / "wheels"
    root.mkdir()
    wheels.mkdir()
    return Checkout(root, wheels)


def was_set_up(done: subprocess.CompletedProcess[str]) -> bool:
    return "setting up .venv" in done.stderr


def test_the_first_start_sets_up_and_the_second_goes_on_at_once(checkout: Checkout) -> None:
    first = checkout.run("check", "--root", "某 处", "")
    assert first.returncode == 0, first.stderr
    assert was_set_up(first)
    told = json.loads(first.stdout)
    assert told["arguments"] == ["check", "--root", "某 处", ""]
    assert told["cwd"] == str(checkout.elsewhere)
    assert told["probe_at"].startswith(str(checkout.root / ".venv"))
    assert told["dispatch_at"] == str(checkout.root / "dispatch" / "__init__.py")
    assert checkout.litter() == []

    second = checkout.run("--help", EXIT="3")
    assert (second.returncode, second.stderr) == (3, "")
    assert json.loads(second.stdout)["arguments"] == ["--help"]


def test_a_lock_file_that_changed_makes_the_environment_anew(checkout: Checkout) -> None:
    checkout.run()
    checkout.pin("2.0")
    again = checkout.run()
    assert was_set_up(again)
    assert json.loads(again.stdout)["probe"] == "2.0"
    assert checkout.litter() == []


@pytest.mark.heavy
@pytest.mark.parametrize("stamp", ["", "0" * 64, "印章"])
def test_a_stamp_that_does_not_match_is_not_trusted(checkout: Checkout, stamp: str) -> None:
    checkout.run()
    (checkout.root / ".venv" / "dispatch.stamp").write_text(stamp, encoding="utf-8")
    again = checkout.run()
    assert (again.returncode, was_set_up(again)) == (0, True)


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Checkout) -> None:
    checkout.run()
    for python in (checkout.root / ".venv" / "bin").glob("python*"):
        python.unlink()
    again = checkout.run()
    assert (again.returncode, was_set_up(again)) == (0, True)


def test_a_foreign_environment_is_left_alone(checkout: Checkout) -> None:
    theirs = checkout.root / ".venv" / "bin" / "python"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs", encoding="utf-8")
    done = checkout.run()
    assert done.returncode == 1
    assert "was not made by build.py" in done.stderr
    assert "不是由 build.py 建立的" in done.stderr
    assert theirs.read_text(encoding="utf-8") == "theirs"


def test_a_moved_checkout_goes_on(checkout: Checkout) -> None:
    checkout.run()
    moved = checkout.root.rename(checkout.root.with_name("moved"))
    checkout.root = moved
    done = checkout.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["dispatch_at"] == str(moved / "dispatch" / "__init__.py")


def test_scripts_of_the_environment_name_its_place(checkout: Checkout) -> None:
    checkout.run()
    made = checkout.root / ".venv"
    for path in (made / "pyvenv.cfg", *(made / "bin").glob("activate*")):
        assert ".venv.new" not in path.read_text(encoding="utf-8")


def test_what_is_active_or_lies_about_has_no_say(checkout: Checkout, tmp_path: Path) -> None:
    trap = "raise SystemExit('the wrong module')\n"
    for folder in (tmp_path / "trap", checkout.elsewhere):
        (folder / "dispatch").mkdir(parents=True)
        (folder / "dispatch" / "__init__.py").write_text(trap, encoding="utf-8")
        (folder / "probe.py").write_text(trap, encoding="utf-8")
    stray = {
        "PYTHONPATH": str(tmp_path / "trap"),
        "VIRTUAL_ENV": str(tmp_path / "other"),
        "PIP_TARGET": str(tmp_path / "target"),
        "PIP_PREFIX": str(tmp_path / "prefix"),
        "PIP_USER": "1",
        "PIP_REQUIRE_VIRTUALENV": "1",
    }
    for _ in range(2):
        done = checkout.run(**stray)
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout)["probe_at"].startswith(str(checkout.root / ".venv"))
    assert not (tmp_path / "target").exists()
    assert not (tmp_path / "prefix").exists()


def test_a_locale_without_chinese_is_no_hindrance(checkout: Checkout) -> None:
    plain = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = checkout.run("条目", **plain)
    assert done.returncode == 0, done.stderr
    assert was_set_up(done)
    assert checkout.run(**plain).stderr == ""


def test_an_active_environment_is_no_base(checkout: Checkout, tmp_path: Path) -> None:
    active = tmp_path / "active"
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", str(active)], check=True)
    build = str(checkout.root / "build.py")
    assert checkout.run().returncode == 0
    done = subprocess.run(
        [str(active / "bin" / "python"), build],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "VIRTUAL_ENV": str(active)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_wrong_hash_is_refused_and_the_old_environment_stays(checkout: Checkout) -> None:
    checkout.run()
    good = (checkout.root / "requirements.lock").read_text(encoding="utf-8")
    bad = good.rpartition(":")[0] + ":" + "0" * 64 + "\n"
    (checkout.root / "requirements.lock").write_text(bad, encoding="utf-8")
    refused = checkout.run()
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert checkout.litter() == []
    (checkout.root / "requirements.lock").write_text(good, encoding="utf-8")
    back = checkout.run()
    assert (back.returncode, back.stderr) == (0, "")


def test_without_a_network_it_says_what_to_do(checkout: Checkout) -> None:
    nowhere = {
        "PIP_NO_INDEX": "",
        "PIP_FIND_LINKS": "",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    }
    done = checkout.run(**nowhere, PIP_RETRIES="0")
    assert done.returncode == 1
    assert "probe==1.0" in done.stderr
    assert "PIP_INDEX_URL" in done.stderr
    assert "请检查网络" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (checkout.root / ".venv").exists()
    assert checkout.litter() == []


def test_a_damaged_pip_is_not_run(checkout: Checkout) -> None:
    with next((checkout.root / ".pip").iterdir()).open("ab") as file:
        file.write(b"\n")
    done = checkout.run()
    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert not (checkout.root / ".venv").exists()


def test_a_missing_lock_file_is_a_sentence(checkout: Checkout) -> None:
    (checkout.root / "requirements.lock").unlink()
    done = checkout.run()
    assert done.returncode == 1
    assert "cannot read" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_nothing_can_be_written_it_says_so(checkout: Checkout) -> None:
    (checkout.root / ".venv.lock").mkdir()  # the first thing it writes; root is refused as well
    done = checkout.run()
    assert done.returncode == 1
    assert "must be writable" in done.stderr
    assert "可以写入" in done.stderr
    assert "Traceback" not in done.stderr


def test_of_two_at_once_one_sets_up_and_both_go_on(checkout: Checkout) -> None:
    with checkout.start() as one, checkout.start() as two:
        told = [process.communicate(timeout=100) for process in (one, two)]
    assert (one.returncode, two.returncode) == (0, 0)
    assert sum("the environment is ready" in err for _, err in told) == 1
    assert all(json.loads(out)["probe"] == "1.0" for out, _ in told)


def test_an_interruption_leaves_nothing(checkout: Checkout) -> None:
    with checkout.start() as process:
        assert process.stderr is not None
        assert "setting up" in process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=100)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert not (checkout.root / ".venv").exists()
    assert checkout.litter() == []


def test_a_killed_set_up_is_made_good_by_the_next(checkout: Checkout) -> None:
    with checkout.start() as process:
        assert process.stderr is not None
        assert "setting up" in process.stderr.readline()
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not (checkout.root / ".venv").exists()
    done = checkout.run()
    assert (done.returncode, was_set_up(done)) == (0, True)
    assert checkout.litter() == []


@pytest.mark.heavy
@pytest.mark.timeout(300)
def test_killed_at_any_moment_nothing_half_made_is_taken_for_whole(checkout: Checkout) -> None:
    began = time.monotonic()
    checkout.run()
    whole = time.monotonic() - began
    for step in range(6):
        checkout.pin(f"2.{step}")
        with checkout.start() as process:
            time.sleep(whole * step / 5)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        done = checkout.run()
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["probe"] == f"2.{step}"
        assert checkout.litter() == []


def test_the_tests_have_an_environment_that_serves_the_commands_too(checkout: Checkout) -> None:
    checkout.run()
    first = checkout.run("test", "-k", "a b")
    assert was_set_up(first)
    assert json.loads(first.stdout) == [["-k", "a b"], str(checkout.root)]
    second = checkout.run("test")
    assert second.stderr == ""
    command = checkout.run("due")
    assert (command.returncode, command.stderr) == (0, "")
    assert json.loads(command.stdout)["arguments"] == ["due"]


def test_an_old_python_gets_a_sentence() -> None:
    source = (HERE / "build.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    as_old = (
        "import runpy, sys; sys.version_info = (3, 8, 10, 'final', 0);"
        f"runpy.run_path({str(HERE / 'build.py')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [PYTHON, "-c", as_old], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        "Dispatch 需要 Python 3.11 或更新的版本，现在运行的是 3.8。\n"
        "Dispatch needs Python 3.11 or newer, and this is 3.8.\n"
    )


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={HERE}", "ls-files", "-z"],
        cwd=HERE,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [HERE / name for name in listing.stdout.split("\0") if name and (HERE / name).is_file()]


def asked_for_help(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PYTHON, str(root / "build.py"), "--help"],
        cwd=root.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.heavy
@pytest.mark.timeout(600)
def test_a_fresh_copy_of_this_repository_answers(tmp_path: Path) -> None:
    copy = tmp_path / "全新 检出"
    for path in tracked():
        target = copy / path.relative_to(HERE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    subprocess.run(["git", "init", "-q", str(copy)], check=True)
    first = asked_for_help(copy)
    assert first.returncode == 0, first.stderr
    assert "explain" in first.stdout
    second = asked_for_help(copy)
    assert (second.returncode, second.stderr, second.stdout) == (0, "", first.stdout)
    left = subprocess.run(
        ["git", "status", "--porcelain", "--ignored", "-z"],
        cwd=copy,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    made = {line[3:] for line in left.stdout.split("\0") if line.startswith("!!")}
    assert {name for name in made if "__pycache__" not in name} == {".venv/", ".venv.lock"}


@pytest.mark.heavy
@pytest.mark.timeout(600)
def test_the_wheel_brings_the_layouts_and_answers(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=HERE, check=True, capture_output=True)
    (made,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(made) as archive:
        archive.extractall(installed)
    ours = {path for path in tracked() if HERE / "layouts" in path.parents}
    theirs = installed / "dispatch" / "_layouts"
    assert ours
    brought = [theirs / path.relative_to(HERE / "layouts") for path in ours]
    assert [path for path in brought if not path.is_file()] == []

    site = tmp_path / "site"
    shutil.copytree(HERE / "content", site / "content")
    shutil.copy(HERE / "config.yaml", site)
    start = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); import dispatch.front.cli as cli;"
        f"assert cli.__file__.startswith({str(installed)!r}); sys.exit(cli.main())"
    )
    day = ["--as-of", "2026-11-23"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", start, "build", "--no-sheets", "--root", str(site), *day],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (site / "public" / "index.html").is_file()
