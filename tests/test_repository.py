"""The repository as a whole: its tools agree, and it speaks of the project alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
TOP = {
    *("content", "layouts", "dispatch", "tests"),
    *("build.py", "config.yaml", "pyproject.toml", "requirements.lock", "requirements-test.lock"),
    *("README.md", "CHANGES.md", "LICENSE"),
}
# Each pattern is written so that it does not match itself.
HOSTS = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|/pypi/simpl[e]|--(?:extra-)?index-ur[l]"
)
PATHS = re.compile(r"(?<![\w.})~-])/(?:root|home|Users|work|tmp|opt|mnt|srv)/[\w.\u4e00-\u9fff]")
WORDS = re.compile(
    r"\b(?:A[I]|LL[M]s?)\b|人工智[能]|大模[型]"
    r"|(?i:\b(?:claud[e]|anthropi[c]|openA[I]|chatgp[t]|copilo[t]|language mode[l]s?)\b)"
    r"|(?i:\b(?:this|last|next|earlier|previous|another|every) sessio[n]s?\b|co-authored-b[y])"
)
AS_THEY_ARE = ("content/attachments/", "tests/cases/", "tests/golden/", "tests/sites/")


def git(*arguments: str) -> str:
    if not (HERE / ".git").exists():
        pytest.skip("this is no checkout of git")
    command = ["git", "-c", f"safe.directory={HERE}", *arguments]
    return subprocess.run(
        command, cwd=HERE, capture_output=True, encoding="utf-8", check=True
    ).stdout


@pytest.fixture(scope="module")
def names() -> list[str]:
    return [name for name in git("ls-files", "-z").split("\0") if name and (HERE / name).exists()]


@pytest.fixture(scope="module")
def texts(names: list[str]) -> dict[str, str]:
    found = {}
    for name in names:
        raw = (HERE / name).read_bytes()
        if b"\0" not in raw and not name.startswith(AS_THEY_ARE):
            found[name] = raw.decode("utf-8")
    return found


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    return tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))


def places(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {found.group()}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        for found in pattern.finditer(line)
    ]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "--no-cache", "--output-format", "concise"], id="lint"),
        pytest.param(["ruff", "format", "--no-cache", "--check"], id="format"),
        pytest.param(["mypy"], id="types", marks=pytest.mark.timeout(400)),
    ],
)
def test_the_tools_agree(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=HERE,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_what_the_design_names_stands_at_the_top(names: list[str]) -> None:
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.startswith(".")} <= TOP


def test_no_registry_is_named(texts: dict[str, str]) -> None:
    assert places(texts, HOSTS) == []


def test_no_place_on_a_machine_is_named(texts: dict[str, str]) -> None:
    assert places(texts, PATHS) == []


def test_the_repository_speaks_of_the_project_alone(texts: dict[str, str]) -> None:
    assert places(texts, WORDS) == []
    assert WORDS.findall(git("log", "--format=%B")) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert HOSTS.search("https://files.python" + "hosted.org/x")
    assert PATHS.search("see '/ho" + "me/someone/x'")
    assert not PATHS.search("https://example.gov.cn/work/a {{ base }}/home/x ../tmp/x")
    assert WORDS.search("written by an A" + "I")
    assert not WORDS.search("AIR, said, a pytest session, the email")


def test_text_is_utf8_with_plain_ends(names: list[str], texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if "\r" in text or text.startswith("\ufeff")] == []
    assert [name for name, text in texts.items() if text and not text.endswith("\n")] == []
    trailing = re.compile(r"[ \t]+$", re.MULTILINE)
    held = {name: text for name, text in texts.items() if not name.endswith((".md", "LICENSE"))}
    assert [name for name, text in held.items() if trailing.search(text)] == []
    assert [name for name in names if len(name.encode()) > 200] == []


def test_nothing_that_is_made_is_kept(names: list[str]) -> None:
    ignored = git("ls-files", "-z", "--cached", "--ignored", "--exclude-standard").split("\0")
    assert [name for name in ignored if name] == []
    fonts = [HERE / name for name in names if name.startswith("layouts/fonts/")]
    assert sum(path.stat().st_size for path in fonts) <= 16 * 1024 * 1024
    large = [name for name in names if (HERE / name).stat().st_size > 2 * 1024 * 1024]
    assert [name for name in large if not name.startswith("layouts/fonts/")] == []


def test_every_dependency_says_its_purpose_and_every_exception_its_reason(
    texts: dict[str, str],
) -> None:
    text = texts["pyproject.toml"]
    wanted = re.compile(r'^    "[^"]+", *(?P<comment># \w.*)?$', re.MULTILINE)
    for start in ("\ndependencies = [", "\ntest = [", "\nignore = [", '\n"build.py" = ['):
        lines = list(wanted.finditer(text.partition(start)[2].partition("\n]")[0]))
        assert lines, start
        assert [line.group() for line in lines if not line["comment"]] == []
    bare = re.compile(r"# (?:noqa(?!: [A-Z]+\d+)|type: ignore(?!\[)|ruff: noqa(?!: )).*")
    assert places({n: t for n, t in texts.items() if n.endswith(".py")}, bare) == []


def pins(text: str) -> dict[str, str]:
    """Return each pinned requirement with its hashes."""
    found = re.findall(r"^([\w.-]+==[^ ]+)[^\n]*((?:\n +(?:--hash=|#)[^\n]*)+)", text, re.MULTILINE)
    return {name: " ".join(sorted(re.findall("sha256:[0-9a-f]{64}", rest))) for name, rest in found}


def test_the_locks_pin_everything_by_hash(
    texts: dict[str, str], project: dict[str, object]
) -> None:
    run, test = pins(texts["requirements.lock"]), pins(texts["requirements-test.lock"])
    assert all(run.values())
    assert all(test.values())
    assert run.items() <= test.items(), "the test lock holds all of the lock, with the same hashes"
    named = {pin.partition("==")[0] for pin in test}
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["test"]]
    assert {re.split(r"[^\w-]", want)[0].lower() for want in wanted} <= named
    stated = re.compile(r"^[^ #]", re.MULTILINE)
    for name, found in (("requirements.lock", run), ("requirements-test.lock", test)):
        assert len(stated.findall(texts[name])) == len(found)


def test_the_browser_tools_are_pinned_by_digest_alone(texts: dict[str, str]) -> None:
    lock = texts["tests/browser/package-lock.json"]
    packages = len(re.findall(r'^    "node_modules/', lock, re.MULTILINE))
    assert packages > 2
    assert lock.count('"integrity": "sha512-') == packages
    assert '"resolved"' not in lock


def test_no_test_puts_a_pretence_in_the_place_of_a_part(texts: dict[str, str]) -> None:
    pretence = re.compile(r"^(?:from|import) (?:unittest\.)?moc[k]\b|\bMagicMoc[k]\b|pytest_moc[k]")
    assert places({n: t for n, t in texts.items() if n.startswith("tests/")}, pretence) == []


@pytest.mark.parametrize(
    ("ci", "arguments", "expected"),
    [
        ("", [], {"passed": 1, "skipped": 1, "xfailed": 1, "deselected": 1}),
        ("false", ["-m", "heavy"], {"passed": 1, "deselected": 3}),
        ("true", [], {"passed": 2, "failed": 1, "xfailed": 1}),
    ],
)
def test_ci_leaves_nothing_out(
    tmp_path: Path, ci: str, arguments: list[str], expected: dict[str, int]
) -> None:
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "def test_light(): pass\n"
        "@pytest.mark.heavy\ndef test_heavy(): pass\n"
        "def test_skipped(): pytest.skip('no browser')\n"
        "@pytest.mark.xfail\ndef test_expected(): assert False\n",
        encoding="utf-8",
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = heavy\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "ci_skips", *arguments],
        cwd=tmp_path,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(HERE / "tests")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    last = done.stdout.splitlines()[-1]
    assert {word: int(n) for n, word in re.findall(r"(\d+) ([a-z]+)(?=,| in)", last)} == expected
    assert ("skips nothing: Skipped: no browser" in done.stdout) == (ci == "true")
