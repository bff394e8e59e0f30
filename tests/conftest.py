"""What every test may use: small sites, the day, golden files."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dispatch.front.cli import main
from dispatch.front.selftest import write_sample
from dispatch.rules.samples import DAY
from dispatch.rules.samples import Sample

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["tests.ci_skips"]

# Who starts us in the background has us ignore ^C, and every process that a test starts with us.
signal.signal(signal.SIGINT, signal.default_int_handler)
# What tests start keeps its compiled code, as it does on people's machines.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TODAY = DAY
COMMANDS = (
    "build",
    "join",
    "check",
    "serve",
    "new",
    "due",
    "when",
    "limits",
    "report",
    "round",
    "print",
    "certificate",
    "posted",
    "inspected",
    "taken-down",
    "next",
    "score",
    "explain",
    "rules",
    "schema",
    "deploy",
    "links",
    "test",
)


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def driver():
    """Return what drives browsers; there can be only one in a process."""
    playwright = pytest.importorskip("playwright.sync_api")
    if shutil.which("chromium") is None and shutil.which("google-chrome") is None:
        pytest.skip("no chromium on this machine")
    with playwright.sync_playwright() as started:
        yield started


@pytest.fixture
def make_root(tmp_path) -> Callable[..., Path]:
    """Return a maker of roots: the small good site, with files put over it."""

    def make(given: dict[str, str | bytes | None] | None = None, name: str = "root") -> Path:
        root = write_sample(tmp_path / name, Sample())
        for path, content in (given or {}).items():
            target = root / path
            if content is None:
                target.unlink()
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return make


@pytest.fixture
def run(capsys, monkeypatch):
    """Return what runs a command in this process: exit code, output, errors."""

    def call(*arguments, root=None):
        if root:
            monkeypatch.chdir(root)
        code = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def golden(request) -> Callable[[str, str], None]:
    """Return what compares a text with the file of that name under tests/golden/."""

    def compare(name: str, text: str) -> None:
        path = HERE / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no golden file {name}: run with --update-golden and look at it"
        assert text == path.read_text(encoding="utf-8")

    return compare


def tree_of(folder: Path) -> dict[str, bytes | str]:
    """Return every file below a folder with its bytes, and every other thing with its kind."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"link to {path.readlink()}"
        elif path.is_file():
            found[name] = path.read_bytes()
        else:
            found[name] = "folder" if path.is_dir() else "other"
    return found
