"""Asking git, where there is one; nothing of the repository is run.

Its settings may name programs (a pager, a monitor, a signer, a way to fetch): each is turned off
here, none of the commands asked for runs hooks or filters, and no variable of the caller reaches
git. A refusal, be it for a folder that belongs to somebody else, is an answer like "no history".
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date
    from datetime import tzinfo
    from typing import IO

SECONDS = 60.0
"""How long git may take for a list."""
HEAD = "\x01"
"""What the facts of a commit begin with, where the kind of a change would stand."""
CHUNK = 1_000_000
_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "protocol.allow=never",
    "log.showSignature=false",
    "log.showRoot=true",
    "diff.renameLimit=1000",
)
_FLAGS = ("--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs")


def zone_of(name: str) -> tzinfo:
    """Return the time zone of that name; that of Beijing where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("Asia/Shanghai")


def day_of(seconds: str, zone: tzinfo) -> date:
    """Return the day of a moment that git counts in seconds."""
    return datetime.fromtimestamp(int(seconds), tz=zone).date()


def answer(root: Path, *arguments: str) -> str | None:
    """Return what git answers in a folder; none without git, or where it refuses."""
    command = _command(root, arguments)
    if command is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and no word of the repository's
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=SECONDS,
            env=_environment(),
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "surrogateescape")


def object_of(root: Path, commit: str, path: str) -> str:
    """Return the name of the file of a path below a folder at a commit; empty without one."""
    return (answer(root, "rev-parse", "--verify", "--quiet", f"{commit}:./{path}") or "").strip()


def blobs(
    root: Path, names: Iterable[str], listing: IO[bytes], *, largest: int
) -> Iterator[bytes | None]:
    """Return the bytes of each of these objects in turn; `listing` is a file for their names.

    One that is larger is none. It ends early where git does not have one of them. Only one is held
    at a time.
    """
    for head, out in _batch(root, names, listing):
        if not head[-1].isdigit():
            return
        size = int(head[-1])
        if size > largest:
            _pass_over(out, size)
        yield out.read(size) if size <= largest else None
        out.read(1)


def _pass_over(out: IO[bytes], size: int) -> None:
    while size > 0 and (part := out.read(min(size, CHUNK))):
        size -= len(part)


def contents(root: Path, names: Iterable[str], listing: IO[bytes]) -> Iterator[bytes]:
    """Return the bytes of each of these objects in turn; `listing` is a file for their names.

    It ends early where git does not have one of them.
    """
    for head, out in _batch(root, names, listing):
        if not head[-1].isdigit():
            return
        yield out.read(int(head[-1]))
        out.read(1)


def _batch(
    root: Path, names: Iterable[str], listing: IO[bytes]
) -> Iterator[tuple[list[bytes], IO[bytes]]]:
    """Return what git says of each object, and where its bytes are to be read before the next."""
    command = _command(root, ("cat-file", "--batch"))
    if command is None:
        return
    listing.write("".join(f"{name}\n" for name in names).encode())
    listing.seek(0)
    with subprocess.Popen(  # noqa: S603 - the same
        command,
        stdin=listing,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        out = process.stdout
        while out and (head := out.readline().split()):
            yield head, out


def _command(root: Path, arguments: Iterable[str]) -> list[str] | None:
    program = shutil.which("git")
    settings = [word for each in _SETTINGS for word in ("-c", each)]
    return [program, "-C", str(root), *_FLAGS, *settings, *arguments] if program else None


def _environment() -> dict[str, str]:
    """Return what git needs: where its user's settings are, for the folders that are trusted."""
    return {"HOME": str(Path.home()), "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1"}
