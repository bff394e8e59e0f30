"""Repositories of git for tests: commits by nobody, on days that are told."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = (
    *("-c", "user.name=张三", "-c", "user.email=zhangsan@example.org"),
    *("-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"),
    *("-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"),
)


def git(folder: Path, *arguments: str, moment: str = "2026-01-01T12:00:00+08:00") -> str:
    """Return what git says in a folder; whatever it commits is of this moment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *SETTINGS, *arguments],
        cwd=folder,
        env={**clean, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def commit(folder: Path, moment: str) -> str:
    """Commit everything in a folder at noon of a day, or at a moment; return its name."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q")
    whole = moment if "T" in moment else f"{moment}T12:00:00+08:00"
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "content", moment=whole)
    return git(folder, "rev-parse", "HEAD").strip()
