"""Single strokes on a tree that nobody sees yet: files, second names, folders, and taking away.

Files of an output share their bytes with those of other trees, so none is ever written in place:
what is there is taken away first.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import contextmanager
from contextlib import suppress
from typing import TYPE_CHECKING

from dispatch.publishing.base import FILE_MODE
from dispatch.publishing.base import MARK
from dispatch.publishing.base import call_libc
from dispatch.publishing.base import mark_content

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from dispatch.publishing.base import Mark
    from dispatch.publishing.base import State
    from dispatch.publishing.listing import Listing

FOLDER_MODE = 0o755
"""The mode of every folder of an output."""
PART = ".part"
"""The ending of a file that is being written."""

_LOOK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def make_folder(path: Path) -> None:
    """Make a folder that everybody may read, whatever the umask."""
    path.mkdir(FOLDER_MODE)
    if stat.S_IMODE(path.lstat().st_mode) != FOLDER_MODE:  # a look costs less than a change
        path.chmod(FOLDER_MODE)


def write(path: str | Path, content: bytes) -> None:
    """Write a new file that everybody may read, whatever the umask."""
    handle = os.open(path, _MAKE, FILE_MODE)
    try:
        if stat.S_IMODE(os.fstat(handle).st_mode) != FILE_MODE:
            os.fchmod(handle, FILE_MODE)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def write_anew(path: str, content: bytes) -> None:
    """Write a file in place of what a process that died may have left there."""
    try:
        write(path, content)
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108 - paths are text here
        write(path, content)


def write_mark(folder: Path, mark: Mark) -> None:
    """Let a folder have this mark, in one move: it is never without one."""
    part = _part(folder)
    write(part, mark_content(mark))
    part.replace(folder / MARK)


def share_mark(folder: Path, other: Path) -> None:
    """Let a folder have the mark of another, in one move."""
    part = _part(folder)
    os.link(other / MARK, part, follow_symlinks=False)
    part.replace(folder / MARK)


def _part(folder: Path) -> Path:
    part = folder / f".{MARK}{PART}"
    part.unlink(missing_ok=True)
    return part


def compare(path: str, content: bytes) -> tuple[State, int]:
    """Return what a file with this content would be against one that may stand at a path.

    Also the number of the one there, if it would serve as well; else -1.
    """
    with _opened(path, content) as (state, number):
        return state, number


def share(old: str, new: str, content: bytes) -> tuple[State, int]:
    """Let an old file of this content have a second name, as far as it would serve as well.

    Returns as `compare` does; -1 too where no such name was to be had.
    """
    with _opened(old, content) as (state, number):
        return state, (number if number != -1 and link(old, new, number) else -1)


@contextmanager
def _opened(path: str, content: bytes) -> Iterator[tuple[State, int]]:
    """Give what `compare` returns; the file is open meanwhile, so that its number stays its own."""
    try:
        handle = os.open(path, _LOOK)
    except OSError as fault:
        yield ("new" if fault.errno in {errno.ENOENT, errno.ENOTDIR} else "changed"), -1
        return
    try:
        yield _compared(handle, content)
    finally:
        os.close(handle)


def _compared(handle: int, content: bytes) -> tuple[State, int]:
    status = os.fstat(handle)
    if stat.S_ISREG(status.st_mode) and status.st_size == len(content):
        with suppress(OSError):
            if os.read(handle, len(content) + 1) == content:
                fit = stat.S_IMODE(status.st_mode) == FILE_MODE
                return "unchanged", (status.st_ino if fit else -1)
    return "changed", -1


def link(old: str, new: str, number: int) -> bool:
    """Give the file of this number a second name, where the file system has such; whether it did.

    Another file may have come into its place.
    """
    with suppress(OSError):
        os.link(old, new, follow_symlinks=False)
        if os.lstat(new).st_ino == number:
            return True
        os.unlink(new)  # noqa: PTH108 - paths are text here
    return False


def carry(old: str, new: str) -> bool:
    """Give a file a second name, or copy it; whether it was the name."""
    try:
        os.link(old, new, follow_symlinks=False)
    except FileExistsError:
        os.unlink(new)  # noqa: PTH108 - the same
        return carry(old, new)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)
        return False
    return True


def carry_folder(old: Path, new: Path) -> None:
    """Carry everything below a folder."""
    make_folder(new)
    for entry in old.iterdir():
        name = new / entry.name
        if entry.is_dir() and not entry.is_symlink():
            carry_folder(entry, name)
        else:
            carry(f"{entry}", f"{name}")


def free(tree: Listing, path: str) -> None:
    """Take away what stands at a path of a tree, if anything."""
    place = f"{tree.top}/{path}"
    # Another process may have made a folder in the place of a file meanwhile.
    with suppress(FileNotFoundError, IsADirectoryError):
        if path in tree.folders:
            shutil.rmtree(place)
        else:
            os.unlink(place)  # noqa: PTH108 - a listing gives text


def clear(tree: Listing, files: AbstractSet[str], folders: AbstractSet[str]) -> None:
    """Take away all that is neither among these files nor these folders, save the mark."""
    paths = (tree.inodes().keys() | tree.folders.keys()) - files - folders - {MARK}
    for path in sorted(paths):
        if path.rpartition("/")[0] in folders:
            free(tree, path)


def folders_of(files: Iterable[str]) -> set[str]:
    """Return the folders that files lie in, and those above them."""
    found = {""}
    for path in files:
        found.update(_new_above(path, found))
    return found


def _new_above(path: str, known: set[str]) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    while folder not in known:
        yield folder
        folder = folder.rpartition("/")[0]


def settle(folder: Path) -> None:
    """Return when a crash of the machine can no longer lose what was written below a folder.

    One call for the whole file system: for 1,000 files a twentieth of what a call for each
    of them costs.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        call_libc("syncfs", handle)
    except OSError as fault:
        if fault.errno != errno.ENOSYS:
            raise
        _settle_each(folder)
    finally:
        os.close(handle)


def sync_path(path: str | Path) -> None:
    """Return when a crash can no longer lose a file's content, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle_each(folder: Path) -> None:
    """Return when every file and every folder below a folder is safe."""
    for above, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = f"{above}/{name}"
            if stat.S_ISREG(os.lstat(path).st_mode):
                sync_path(path)
        sync_path(above)
