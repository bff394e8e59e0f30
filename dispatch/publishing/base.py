"""What the modules that publish share: output folders, what was made of them, names, failures."""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = ".dispatch-output"
"""The file that makes an output folder ours; it says so and nothing else."""

State = Literal["new", "changed", "unchanged"]
Kind = Literal["stage", "site", "link", "old"]
"""What may stand beside an output folder: one being written, the folder that an output link
names, a link about to be put in place, and the former output between two renames."""


class OutputNotWritableError(DispatchError):
    """The system would not let us write where the output goes."""

    key = "output-not-writable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An output folder: its name in the build, its absolute place, and what others keep in it."""

    name: str
    folder: Path
    keep: tuple[str, ...] = ()
    """Subfolders that other commands write: carried over from one build to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """A file of the output, and what became of it against the last one."""

    path: str
    size: int
    sha256: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What was made of one output folder, in order of path."""

    target: str
    files: tuple[PublishedFile, ...]
    removed: tuple[str, ...]
    """Paths that the last output had and this one has not."""

    def paths(self, state: State) -> tuple[str, ...]:
        """Return the paths of the files that are new, changed or unchanged."""
        return tuple(file.path for file in self.files if file.state == state)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system refuses inside into an OutputNotWritableError for this path."""
    try:
        yield
    except OSError as fault:
        raise unwritable(path, fault.errno or errno.EIO) from fault


def unwritable(path: Path, code: int) -> OutputNotWritableError:
    """Return the error for this path and `errno`: its symbol is `code`, its words are `reason`."""
    symbol = errno.errorcode.get(code, str(code))
    return OutputNotWritableError(path=path, code=symbol, reason=os.strerror(code))


def place(folder: Path) -> Path:
    """Return an absolute folder with every link above it followed, but not itself."""
    return folder.resolve() if folder.name in {"", ".."} else folder.parent.resolve() / folder.name


def beside(folder: Path, kind: Kind) -> Path:
    """Return a fresh hidden name beside an output folder, which tells its kind and the process."""
    return folder.with_name(f".{folder.name}.{kind}-{os.getpid()}-{secrets.token_hex(4)}")


def call_libc(name: str, *arguments: int | bytes) -> None:
    """Call a function of the C library that Python has no name for.

    OSError where it fails; with ENOSYS where this C library has no such function.
    """
    function = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if function is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if function(*arguments) != 0:
        fault = ctypes.get_errno()
        raise OSError(fault, os.strerror(fault))
