"""One output folder while it is being written: beside the old one, and against it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.ground.errors import DispatchError
from dispatch.publishing.base import FILE_MODE
from dispatch.publishing.base import KEPT_ALWAYS
from dispatch.publishing.base import MARK
from dispatch.publishing.base import Manifest
from dispatch.publishing.base import Mark
from dispatch.publishing.base import PublishedFile
from dispatch.publishing.base import Target
from dispatch.publishing.base import call_libc
from dispatch.publishing.base import list_files
from dispatch.publishing.base import mark_content
from dispatch.publishing.base import read_mark
from dispatch.publishing.base import size_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.publishing.base import State
    from dispatch.rendering.artifact import Artifact

FOLDER_MODE = 0o755


class ArtifactCollisionError(DispatchError):
    """Two output files have one path, or paths that some file system takes for one."""

    key = "artifact-collision"


class Names:
    """The paths given away in one output folder."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def take(self, path: str) -> None:
        """Give a path away; ArtifactCollisionError where it, or one like it, is gone.

        Paths are alike when they differ in case or in normal form only. A file cannot be where
        another has its folder.
        """
        keys = tuple(_fold(path[:end]) for end in _part_ends(path))
        whole = keys[-1]
        other = next((self._files[key] for key in keys if key in self._files), None)
        other = other or self._folders.get(whole)
        if other is not None:
            raise ArtifactCollisionError(path=path, other=other)
        self._files[whole] = path
        for key in keys[:-1]:
            self._folders.setdefault(key, path)


def _fold(path: str) -> str:
    """Return a path as a file system sees it that minds neither case nor normal form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def _part_ends(path: str) -> Iterator[int]:
    """Yield where each part of a path ends."""
    for position, character in enumerate(path):
        if character == "/":
            yield position
    yield len(path)


class Tree:
    """An output folder being written: `folder` is the stage, `target` what it will be."""

    def __init__(self, target: Target, folder: Path) -> None:
        self.target = target
        self.folder = folder
        self._names = Names()
        self._files: dict[str, PublishedFile] = {}
        self._folders = {""}
        self._carried: set[str] = set()
        for name in (MARK, *target.keep):
            self._names.take(name)

    def claim(self, path: str) -> None:
        """Give a path away before its file is written; ArtifactCollisionError where it is gone."""
        self._names.take(path)

    def note(self, file: PublishedFile) -> None:
        """Take note of a file of the new output."""
        self._files[file.path] = file

    def write(self, artifact: Artifact) -> PublishedFile:
        """Write one file, or link it to the old one where that has the same bytes."""
        path = artifact.path
        self._make_folders(path)
        old, new = f"{self.target.folder}/{path}", f"{self.folder}/{path}"
        state = _compare(old, artifact.content)
        if state != "unchanged" or not _link(old, new):
            _write_anew(new, artifact.content)
        digest = hashlib.sha256(artifact.content).hexdigest()
        return PublishedFile(path=path, size=len(artifact.content), sha256=digest, state=state)

    def holds(self, path: str, digest: str) -> int:
        """Return the size of a file of the old output, if it is one of this digest; else -1."""
        try:
            return size_of(f"{self.target.folder}/{path}", digest)
        except OSError:
            return -1

    def keep(self, path: str, digest: str, size: int) -> PublishedFile:
        """Take a file of the old output along, one that `holds` knows."""
        self._make_folders(path)
        _carry_one(self.target.folder / path, self.folder / path)
        return PublishedFile(path=path, size=size, sha256=digest, state="unchanged")

    def _make_folders(self, path: str) -> None:
        """Make the folders above a path, from the top down."""
        for end in _part_ends(path):
            part = path[:end]
            if end < len(path) and part not in self._folders:
                with suppress(FileExistsError):  # another process may have made it
                    make_folder(self.folder / part)
                self._folders.add(part)

    def carry_over(self) -> None:
        """Take along the subfolders that other commands write, and what hosts of sites want."""
        for name in self.target.keep:
            old = self.target.folder / name
            if old.is_dir() and not old.is_symlink():
                self._make_folders(name)
                _carry(old, self.folder / name)
        mark = read_mark(self.target.folder)
        ours = (mark.files if mark else None) or frozenset()
        for path in list_files(self.target.folder, skip=frozenset(self.target.keep)):
            if path.split("/")[0] in KEPT_ALWAYS and path not in ours:
                self._carry_file(path)

    def _carry_file(self, path: str) -> None:
        """Take one file along, where the new output has nothing in its place."""
        with suppress(ArtifactCollisionError):
            self.claim(path)
            self._make_folders(path)
            _carry_one(self.target.folder / path, self.folder / path)
            self._carried.add(path)

    def seal(self) -> None:
        """Write into the mark what was made; it stood there empty from the first."""
        mark = Mark(files=frozenset(self._files), keep=frozenset(self.target.keep))
        (self.folder / MARK).write_bytes(mark_content(mark))

    def settle(self) -> None:
        """Return when a crash of the machine can no longer lose what was written.

        One call for the whole file system: for 1,000 files a twentieth of what a call for each
        of them costs.
        """
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            call_libc("syncfs", handle)
        except OSError as fault:
            if fault.errno != errno.ENOSYS:
                raise
            _settle_each(self.folder)
        finally:
            os.close(handle)

    def manifest(self) -> Manifest:
        """Return what was written, and what the old folder had beside it."""
        files = tuple(self._files[path] for path in sorted(self._files))
        skip = frozenset({MARK, *self.target.keep, *self._carried})
        gone = list_files(self.target.folder, skip=skip)
        removed = tuple(sorted(path for path in gone if path not in self._files))
        return Manifest(target=self.target.name, files=files, removed=removed)


def make_folder(path: Path) -> None:
    """Make a folder that everybody may read, whatever the umask."""
    path.mkdir()
    path.chmod(FOLDER_MODE)


def sync_path(path: str | Path) -> None:
    """Return when a crash can no longer lose a file's content, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _compare(old: str, content: bytes) -> State:
    """Return what a file with this content would be against the old one."""
    try:
        handle = os.open(old, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as fault:
        return "new" if fault.errno in {errno.ENOENT, errno.ENOTDIR} else "changed"
    try:
        return "unchanged" if _holds(handle, content) else "changed"
    except OSError:
        return "changed"
    finally:
        os.close(handle)


def _holds(handle: int, content: bytes) -> bool:
    """Whether an open file is a plain one with just this content."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_size != len(content):
        return False
    with os.fdopen(handle, "rb", closefd=False) as file:
        return file.read() == content


def _link(old: str, new: str) -> bool:
    """Give an old file a second name, where that serves as well as a new file; whether it did.

    No file of an output is ever written in place, so what two trees share cannot change in one.
    """
    with suppress(OSError):
        if stat.S_IMODE(Path(old).stat().st_mode) == FILE_MODE:
            os.link(old, new, follow_symlinks=False)
            return True
    return False


def _write(path: str, content: bytes) -> None:
    """Write a new file that everybody may read, whatever the umask."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, FILE_MODE)
        file.write(content)


def _write_anew(path: str, content: bytes) -> None:
    """Write a file in place of what a process that died may have left there."""
    try:
        _write(path, content)
    except FileExistsError:
        Path(path).unlink()
        _write(path, content)


def _carry(old: Path, new: Path) -> None:
    """Give everything below a folder a second name, or a copy where there are no second names."""
    make_folder(new)
    for entry in old.iterdir():
        name = new / entry.name
        if entry.is_dir() and not entry.is_symlink():
            _carry(entry, name)
        else:
            _carry_one(entry, name)


def _carry_one(old: Path, new: Path) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except FileExistsError:
        new.unlink()
        _carry_one(old, new)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)


def _settle_each(folder: Path) -> None:
    """Return when every file and every folder below a folder is safe."""
    for above, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = f"{above}/{name}"
            if stat.S_ISREG(os.lstat(path).st_mode):
                sync_path(path)
        sync_path(above)
