"""Single files in a subfolder that builds carry over: print/reports/ and the like.

All of them are written beside their places first, and renamed once every byte is on disk: nobody
ever finds half a file, and a failure leaves the former ones. The caller holds the build's lock.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from dispatch.publishing import filing
from dispatch.publishing.base import FILE_MODE
from dispatch.publishing.base import MARK
from dispatch.publishing.base import Mark
from dispatch.publishing.base import place
from dispatch.publishing.base import read_mark
from dispatch.publishing.base import writing
from dispatch.publishing.ownership import OutputIsLinkError
from dispatch.publishing.ownership import OutputNotFolderError
from dispatch.publishing.ownership import check_ours

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dispatch.rendering.artifact import Artifact


def keep_files(
    artifacts: Sequence[Artifact], target: Path, below: str, *, keep: tuple[str, ...]
) -> tuple[Path, ...]:
    """Write files into a kept subfolder of an output, and return where they are.

    The paths of the artifacts are names without folders. An output that is not there yet is made.
    """
    output = place(target)
    check_ours(output, keep=keep)
    folder = output / below
    if folder.is_symlink():
        raise OutputIsLinkError(path=folder, to=folder.readlink())
    if folder.exists() and not folder.is_dir():
        raise OutputNotFolderError(path=folder)
    with writing(folder):
        _prepare(output, folder, keep)
        return _written(artifacts, folder)


def _prepare(output: Path, folder: Path, keep: tuple[str, ...]) -> None:
    """Make the folders that are not there, and take away what a killed run has left."""
    output.parent.mkdir(parents=True, exist_ok=True)
    if not output.exists():
        filing.make_folder(output)
    known = read_mark(output) if (output / MARK).exists() else None
    if known is None or not known.keep.issuperset(keep):
        files, former = (known.files, known.keep) if known else (frozenset(), frozenset())
        mark = Mark(files=files, keep=frozenset(keep) | former)
        filing.write_mark(output, mark)
    if not folder.exists():
        filing.make_folder(folder)
    for litter in folder.glob(f".*{filing.PART}"):
        litter.unlink()


def _written(artifacts: Sequence[Artifact], folder: Path) -> tuple[Path, ...]:
    made: list[tuple[Path, Path]] = []
    try:
        for artifact in artifacts:
            part = folder / f".{artifact.path}.{secrets.token_hex(4)}{filing.PART}"
            made.append((part, folder / artifact.path))
            _write(part, artifact.content)
        for part, whole in made:
            part.replace(whole)
    finally:
        for part, _ in made:
            part.unlink(missing_ok=True)
    filing.sync_path(folder)
    return tuple(whole for _, whole in made)


def _write(path: Path, content: bytes) -> None:
    """Write a new file that everybody may read, and return when it is on disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, FILE_MODE)
        file.write(content)
        file.flush()
        os.fsync(handle)
