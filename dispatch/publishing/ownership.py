"""Whether a folder may be written as an output: only what is ours, or empty, or not there yet.

Everything here only looks, so that a wrong folder is refused before anything is read or made.
"""

from __future__ import annotations

import errno
import os
import pwd
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.ground.errors import DispatchError
from dispatch.publishing.base import KEPT_ALWAYS
from dispatch.publishing.base import MARK
from dispatch.publishing.base import is_own_link
from dispatch.publishing.base import place
from dispatch.publishing.base import read_mark
from dispatch.publishing.base import unwritable
from dispatch.publishing.base import writing
from dispatch.publishing.listing import list_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.publishing.base import Mark
    from dispatch.publishing.base import Target
    from dispatch.publishing.listing import Listing

LITTER = (".DS_Store", "._*", "Thumbs.db", "desktop.ini", "*~")
"""What systems and editors leave in any folder, and nobody misses."""

_SOURCES = ("content", "layouts", "dispatch", "tests", ".git", ".dispatch", ".venv")


class OutputNotOursError(DispatchError):
    """The output folder holds files, and no mark that they are ours."""

    key = "output-not-ours"


class OutputHoldsStrangersError(DispatchError):
    """The output is ours, and somebody has put files into it that would be lost."""

    key = "output-holds-strangers"


class OutputNotFolderError(DispatchError):
    """There is something at the output's place that is no folder."""

    key = "output-not-folder"


class OutputIsLinkError(DispatchError):
    """The output is a link that leads elsewhere."""

    key = "output-is-link"


class OutputIsMountError(DispatchError):
    """The output is a mount point, which nothing can be swapped with."""

    key = "output-is-mount"


class OutputHoldsSourceError(DispatchError):
    """The output is the source folder, or a folder above it."""

    key = "output-holds-source"


class OutputInSourceError(DispatchError):
    """The output lies in a folder that holds source files or state."""

    key = "output-in-source"


class OutputIsHomeError(DispatchError):
    """The output is the root of the file system, or somebody's home folder."""

    key = "output-is-home"


class OutputsOverlapError(DispatchError):
    """Two outputs are one folder, or one lies in the other."""

    key = "outputs-overlap"


def checked(targets: Sequence[Target], root: Path) -> tuple[Target, ...]:
    """Return targets with what stands in each, seen when it was checked.

    Refuses as `check_targets` does.
    """
    seen = check_targets([target.folder for target in targets], root)
    return tuple(
        replace(target, seen=listing) for target, listing in zip(targets, seen, strict=True)
    )


def check_targets(folders: Sequence[Path], root: Path) -> tuple[Listing, ...]:
    """Refuse output folders that must not be written, before anything is; both are absolute.

    Returns what stands in each.
    """
    seen = tuple(check_target(folder, root) for folder in folders)
    check_apart(folders)
    return seen


def check_apart(folders: Sequence[Path]) -> None:
    """Refuse output folders of which one lies in another, or is the same."""
    for one, other in combinations(map(place, folders), 2):
        if _overlap(one, other) or _overlap(_real(one), _real(other)):
            raise OutputsOverlapError(path=one, other=other)


def check_target(target: Path, root: Path, *, keep: Sequence[str] = ()) -> Listing:
    """Refuse one output folder that must not be written for the site at this root.

    Returns what stands there.

    `keep` are subfolders that others write, even if the last build did not know of them yet.
    """
    folder = place(target)
    _check_place(folder, root.resolve())
    seen = check_ours(folder, keep=keep)
    _check_writable(folder)
    return seen


def check_ours(folder: Path, *, keep: Sequence[str] = (), seen: Listing | None = None) -> Listing:
    """Refuse what stands at the output's place, unless it is ours, empty or not there.

    Ours is what the last build has listed, and what lies in the subfolders of `keep`. Returns what
    stands there now; to have `seen` it before makes that cheaper.
    """
    if folder.is_symlink():
        if not is_own_link(folder, folder.name):
            raise OutputIsLinkError(path=folder, to=folder.readlink())
    elif folder.exists() and not folder.is_dir():
        raise OutputNotFolderError(path=folder)
    elif folder.is_mount():
        raise OutputIsMountError(path=folder)
    with writing(folder):
        mark = read_mark(folder)
        entries = [each.name for each in folder.iterdir()] if not mark and folder.exists() else []
        if entries:
            raise OutputNotOursError(path=folder, entry=_shown(min(entries)))
        found = seen.again() if seen else list_tree(folder)
    if mark is not None:
        _check_strangers(found, mark, frozenset(keep) | mark.keep)
    return found


def _check_strangers(found: Listing, mark: Mark, keep: frozenset[str]) -> None:
    """Refuse an output of ours that holds a repository, or files that no build has listed."""
    folder, skip = found.top, keep | {MARK, *KEPT_ALWAYS}
    if os.path.lexists(folder / ".git") or _has_repository(found, skip):
        raise OutputNotOursError(path=folder, entry=".git")
    if mark.files is None:
        return
    paths = found.others(mark.files, skip=skip)
    strangers = [path for path in paths if not _is_litter(path)]
    if strangers:
        raise OutputHoldsStrangersError(
            path=folder, entry=_shown(strangers[0]), count=len(strangers)
        )


def _has_repository(found: Listing, skip: frozenset[str]) -> bool:
    """Whether git has a folder, or a file that stands for one, in what is not skipped."""
    skipped = tuple(f"{each}/" for each in skip)
    return any(
        ".git" in folder.folders or any(name == ".git" for name, _ in folder.files)
        for path, folder in found.folders.items()
        if not f"{path}/".startswith(skipped)
    )


def _is_litter(path: str) -> bool:
    name = path.rpartition("/")[2]
    return any(fnmatchcase(name, pattern) for pattern in LITTER)


def _shown(name: str) -> str:
    """Return a name that any terminal can show, bytes that are no text written out."""
    return name.encode(errors="backslashreplace").decode()


def _check_place(folder: Path, root: Path) -> None:
    """Refuse places that are never an output, whatever stands there."""
    if folder in {Path(folder.anchor), *_homes()}:
        raise OutputIsHomeError(path=folder)
    if any(_is_same(folder, above) for above in (root, *root.parents)):
        raise OutputHoldsSourceError(path=folder, root=root)
    for source in (root / name for name in _SOURCES):
        if any(_is_same(above, source.resolve()) for above in (folder, *folder.parents)):
            raise OutputInSourceError(path=folder, source=source.name)
    if ".git" in map(str.casefold, folder.parts):
        raise OutputInSourceError(path=folder, source=".git")


def _check_writable(folder: Path) -> None:
    """Refuse an output whose nearest folder above is no folder, or may not be written."""
    above = next(parent for parent in folder.parents if os.path.lexists(parent))
    if not above.is_dir():
        raise OutputNotFolderError(path=above)
    if not os.access(above, os.W_OK | os.X_OK):
        fixed = os.statvfs(above).f_flag & os.ST_RDONLY
        raise unwritable(folder, errno.EROFS if fixed else errno.EACCES)


def _homes() -> tuple[Path, ...]:
    """Return the home folder of the user, where the system knows one."""
    try:
        return (Path(pwd.getpwuid(os.getuid()).pw_dir).resolve(),)
    except KeyError:
        return ()


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths are one folder, even under two spellings."""
    if one == other:
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


def _overlap(one: Path, other: Path) -> bool:
    """Whether one path is the other, or lies in it."""
    return one.is_relative_to(other) or other.is_relative_to(one)


def _real(folder: Path) -> Path:
    """Return where files of this folder really are, our own link followed."""
    return folder.resolve()
