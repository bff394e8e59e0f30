"""The hooks of the README, installed in real repositories: what they let pass and what not."""

from __future__ import annotations

import random
import re
import shlex
import subprocess
import sys

import pytest
import yaml

from tests.commits import commit
from tests.commits import git
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.test_personal import identity

PAGE = "content/pages/note.md"
PLAIN = "---\ntitle: 说明\n---\n一\n"
NUMBER = identity(random.Random(7))
HOOK = re.compile(r"^```sh\n(#!/bin/sh\n# \.git/hooks/(\S+)\n.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = "python3 build.py check"


@pytest.fixture
def hooked(make_root):
    """Return a root in git whose hooks are those that the README shows."""
    root = make_root()
    commit(root, "2026-10-12")
    ours = f"PYTHONPATH={shlex.quote(str(ROOT))} {shlex.quote(sys.executable)} -m dispatch check"
    hooks = HOOK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert [name for _, name in hooks] == ["pre-commit", "pre-push"]
    for text, name in hooks:
        assert COMMAND in text
        path = root / ".git/hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(COMMAND, f"{ours} --as-of {TODAY}"), encoding="utf-8")
        path.chmod(0o755)
    return root


def write(root, text):
    (root / PAGE).parent.mkdir(parents=True, exist_ok=True)
    (root / PAGE).write_text(text, encoding="utf-8")


def refusal(root, *arguments):
    """Return what git says where a hook refuses."""
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git(root, *arguments)
    return refused.value.stdout + refused.value.stderr


def test_a_planted_number_is_not_committed(hooked):
    before = git(hooked, "rev-parse", "HEAD")
    write(hooked, f"{PLAIN}号码 {NUMBER}\n")
    git(hooked, "add", "-A")
    # What counts is what is staged, not what has been mended since.
    write(hooked, PLAIN)
    said = refusal(hooked, "commit", "-q", "-m", "content")
    assert f"{PAGE}:5:4" in said
    assert "C001" in said
    assert NUMBER not in said
    assert git(hooked, "rev-parse", "HEAD") == before


def test_what_is_clean_is_committed_whatever_lies_beside_it(hooked):
    write(hooked, PLAIN)
    git(hooked, "add", "-A")
    write(hooked, f"{PLAIN}号码 {NUMBER}\n")
    git(hooked, "commit", "-q", "-m", "content")
    assert NUMBER not in git(hooked, "show", f"HEAD:{PAGE}")


@pytest.mark.heavy
def test_what_was_taken_out_again_is_not_pushed(hooked, tmp_path):
    remote = tmp_path / "remote.git"
    git(hooked, "init", "-q", "--bare", str(remote))
    git(hooked, "remote", "add", "origin", str(remote))
    git(hooked, "push", "-q", "origin", "main")
    write(hooked, f"{PLAIN}号码 {NUMBER}\n")
    git(hooked, "add", "-A")
    git(hooked, "commit", "-q", "--no-verify", "-m", "content")
    write(hooked, PLAIN)
    commit(hooked, "2026-10-21")
    said = refusal(hooked, "push", "-q", "origin", "main")
    assert "C021" in said
    assert NUMBER not in said
    git(hooked, "reset", "-q", "--hard", "origin/main")
    write(hooked, PLAIN)
    commit(hooked, "2026-10-22")
    git(hooked, "push", "-q", "origin", "main")
    assert git(hooked, "rev-parse", "origin/main") == git(hooked, "rev-parse", "HEAD")


def test_the_definitions_for_pre_commit_call_what_there_is():
    defined = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {each["id"]: (each["entry"], each["stages"]) for each in defined} == {
        "dispatch-check": ("dispatch check", ["pre-commit"]),
        "dispatch-history": ("dispatch check --history", ["pre-push"]),
    }
    for each in defined:
        assert each["pass_filenames"] is False
        assert each["language"] == "python"
    files = re.compile(defined[0]["files"])
    assert [
        name for name in (PAGE, "config.yaml", "site/content/a.md") if not files.search(name)
    ] == []
    assert not files.search("README.md")
