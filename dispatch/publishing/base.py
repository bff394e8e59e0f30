"""What the modules that publish share: output folders, what was made of them, names, failures."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import secrets
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.publishing.listing import Listing

MARK = ".dispatch-output"
"""The file that makes an output folder ours, and lists what of it is: paths that are there anyway,
so it tells nobody more than the output does."""

KEPT_ALWAYS = (".nojekyll", "CNAME", ".well-known")
"""What hosts of sites want at the top of an output, put there by hand: carried over as it is."""

FILE_MODE = 0o644
"""The mode of every file of an output."""

_MARK_KEY = "dispatch-output"
_FILES_KEY = "files"
_KEEP_KEY = "keep"
_MARK_LIMIT = 64_000_000

State = Literal["new", "changed", "unchanged"]
Kind = Literal["stage", "site", "link", "old", "spare"]
"""What may stand beside an output folder: one being written, the folder that an output link
names, a link about to be put in place, the former output between two renames, and the tree from
which the next stage is made."""


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
    twins: bool = False
    """Whether texts stand there once more, compressed."""
    seen: Listing | None = None
    """What stood there when it was checked, where it was."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a mark says: the paths of our files, and the subfolders that other commands write."""

    files: frozenset[str] | None = None
    """None where a former release wrote the mark, or the output is not whole yet."""
    keep: frozenset[str] = frozenset()


def mark_content(mark: Mark) -> bytes:
    """Return the bytes of a mark: a JSON object, the same for the same files, a path a line."""
    said: dict[str, object] = {_MARK_KEY: 1}
    if mark.files is not None:
        said |= {_KEEP_KEY: sorted(mark.keep), _FILES_KEY: sorted(mark.files)}
    return json.dumps(said, ensure_ascii=False, indent=0).encode() + b"\n"


def read_mark(folder: Path) -> Mark | None:
    """Return the mark of a folder, of this format or a later one; none where it is not ours."""
    try:
        handle = os.open(folder / MARK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        plain = stat.S_ISREG(os.fstat(handle).st_mode)
        return _as_mark(file.read(_MARK_LIMIT)) if plain else None


def _as_mark(content: bytes) -> Mark | None:
    try:
        mark = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(mark, dict) or not isinstance(mark.get(_MARK_KEY), int):
        return None
    return Mark(files=_paths(mark.get(_FILES_KEY)), keep=_paths(mark.get(_KEEP_KEY)) or frozenset())


def _paths(stated: object) -> frozenset[str] | None:
    """Return a list of paths as a set; none where it is no such list."""
    if not isinstance(stated, list) or not all(isinstance(path, str) for path in stated):
        return None
    return frozenset(stated)


def is_own_link(link: Path, name: str) -> bool:
    """Whether a link names a site that publishing has put beside the output of this name."""
    to = str(link.readlink()) if link.is_symlink() else ""
    return to.startswith(f".{name}.site-") and "/" not in to


def status_of(path: str, digest: str) -> os.stat_result | None:
    """Return the status of a plain file of this digest that everybody may read; none for others."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) != FILE_MODE:
            return None
        content = os.read(handle, status.st_size + 1)
    finally:
        os.close(handle)
    return status if hashlib.sha256(content).hexdigest() == digest else None


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
