"""Paths on the command line."""

from __future__ import annotations

import os
from pathlib import Path

from dispatch.ground.errors import DispatchError


class NoPathError(DispatchError):
    """A file or folder to check that is not below the root."""

    key = "no-path"


def folder_of(given: Path | None, default: Path) -> Path:
    """Return the folder that is given, in full, or else the default."""
    return Path(os.path.abspath(given)) if given else default  # noqa: PTH100 - links must stay


def below(root: Path, path: Path) -> str:
    """Return a path of the command line as findings name it: below the root."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - links must stay
    if not whole.exists() or not whole.is_relative_to(root):
        raise NoPathError(path=path)
    return whole.relative_to(root).as_posix().removeprefix(".")
