"""One output folder while it is being written: beside the old one, and against it."""

from __future__ import annotations

import errno
import hashlib
import os
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from dispatch.ground.errors import DispatchError
from dispatch.publishing import filing
from dispatch.publishing.base import KEPT_ALWAYS
from dispatch.publishing.base import MARK
from dispatch.publishing.base import Manifest
from dispatch.publishing.base import Mark
from dispatch.publishing.base import PublishedFile
from dispatch.publishing.base import Target
from dispatch.publishing.base import read_mark
from dispatch.publishing.base import status_of
from dispatch.publishing.base import writing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.publishing.listing import Listing
    from dispatch.rendering.artifact import Artifact


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
        whole = _fold(path)
        new = tuple(self._new_above(whole))
        taken = (self._files[key] for key in (*new[::-1], whole) if key in self._files)
        other = next(taken, None) or self._folders.get(whole)
        if other is not None:
            raise ArtifactCollisionError(path=path, other=other)
        self._files[whole] = path
        self._folders.update(dict.fromkeys(new, path))

    def _new_above(self, whole: str) -> Iterator[str]:
        """Yield the folders above a folded path that no file lies in yet, from below."""
        folder = whole.rpartition("/")[0]
        while folder and folder not in self._folders:
            yield folder
            folder = folder.rpartition("/")[0]


def _fold(path: str) -> str:
    """Return a path as a file system sees it that minds neither case nor normal form."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def _part_ends(path: str) -> Iterator[int]:
    """Yield where each part of a path ends."""
    for position, character in enumerate(path):
        if character == "/":
            yield position
    yield len(path)


class Tree:
    """An output folder being written: `folder` is the stage, `target` what it will be."""

    def __init__(
        self, target: Target, folder: Path, *, old: Listing, spare: Listing | None
    ) -> None:
        """Begin with what the `old` output holds, and the stage where that was the `spare` tree."""
        self.target = target
        self.folder = folder
        self.old = old
        self._old = old.inodes()
        self._spare = spare
        self._here = spare.inodes() if spare else {}
        self._folders = set(spare.folders) if spare else {""}
        self._names = Names()
        self._files: dict[str, PublishedFile] = {}
        self._carried: set[str] = set()
        for name in (MARK, *target.keep):
            self._names.take(name)

    def claim(self, path: str) -> None:
        """Give a path away before its file is written; ArtifactCollisionError where it is gone."""
        self._names.take(path)

    def note(self, file: PublishedFile) -> None:
        """Take note of a file of the new output."""
        self._files[file.path] = file

    def is_here(self, path: str) -> bool:
        """Whether the stage had the file of the old output from the first, whatever its bytes."""
        number = self._here.get(path)
        return number is not None and number == self._old.get(path)

    def write(self, artifact: Artifact) -> PublishedFile:
        """Have one file in the stage: written, or shared with the old one of the same bytes."""
        path, content = artifact.path, artifact.content
        old, new = f"{self.target.folder}/{path}", f"{self.folder}/{path}"
        if self.is_here(path):
            state, number = filing.compare(new, content)
            if number == -1:
                self._make_room(path)
        else:
            self._make_room(path)
            state, number = filing.share(old, new, content)
        if number == -1:
            filing.write_anew(new, content)
        digest = hashlib.sha256(content).hexdigest()
        return PublishedFile(path=path, size=len(content), sha256=digest, state=state)

    def find(self, path: str, digest: str) -> os.stat_result | None:
        """Return the status of a file of the old output, if it is one of this digest."""
        place = self.folder if self.is_here(path) else self.target.folder
        try:
            return status_of(f"{place}/{path}", digest)
        except OSError:
            return None

    def keep(self, path: str, digest: str, found: os.stat_result) -> PublishedFile:
        """Have a file of the old output in the stage, one that was found.

        OSError where another has come into its place, and where nothing can be written.
        """
        if not self.is_here(path):
            self._make_room(path)
            old, new = f"{self.target.folder}/{path}", f"{self.folder}/{path}"
            shared = filing.carry(old, new)
            if os.lstat(new if shared else old).st_ino != found.st_ino:
                raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), old)
        return PublishedFile(path=path, size=found.st_size, sha256=digest, state="unchanged")

    def _make_room(self, path: str) -> None:
        """Take away what is in the place of a file, and make the folders above, from the top."""
        if self._spare and (path in self._here or path in self._folders):
            filing.free(self._spare, path)
            if path in self._folders:
                self._folders = {each for each in self._folders if not _is_below(each, (path,))}
        if path.rpartition("/")[0] in self._folders:
            return
        for end in _part_ends(path):
            part = path[:end]
            if end < len(path) and part not in self._folders:
                if self._spare and part in self._here:
                    filing.free(self._spare, part)
                with suppress(FileExistsError):  # another process may have made it
                    filing.make_folder(self.folder / part)
                self._folders.add(part)

    def seal(self) -> None:
        """Take away what is not of the output, and say in the mark what is.

        The mark stood there from the first, so that the stage was ours.
        """
        if self._spare:
            self._folders = filing.folders_of(self._files)
            filing.clear(self._spare, self._files.keys(), self._folders)
        mark = Mark(files=frozenset(self._files), keep=frozenset(self.target.keep))
        filing.write_mark(self.folder, mark)
        filing.settle(self.folder)

    def carry_over(self, old: Listing) -> bool:
        """Take along what is of others: subfolders of other commands, and what hosts of sites want.

        Whether there was any.
        """
        carried = False
        for name in self.target.keep:
            if name in old.folders:
                self._make_room(name)
                filing.carry_folder(old.top / name, self.folder / name)
                carried = True
        hosted = [path for path in old.inodes() if path.split("/", 1)[0] in KEPT_ALWAYS]
        mark = read_mark(old.top) if hosted else None
        for path in hosted:
            if not mark or not mark.files or path not in mark.files:
                self._carry_file(path)
                carried = True
        return carried

    def _carry_file(self, path: str) -> None:
        """Take one file along, where the new output has nothing in its place."""
        with suppress(ArtifactCollisionError):
            self.claim(path)
            self._make_room(path)
            filing.carry(f"{self.target.folder}/{path}", f"{self.folder}/{path}")
            self._carried.add(path)

    def manifest(self) -> Manifest:
        """Return what was written, and what the old folder had beside it."""
        files = tuple(self._files[path] for path in sorted(self._files))
        others = frozenset({MARK, *self.target.keep, *self._carried})
        removed = (path for path in self._old if path not in self._files)
        return Manifest(
            target=self.target.name,
            files=files,
            removed=tuple(sorted(path for path in removed if not _is_below(path, others))),
        )


class Scribe:
    """Writes files of a staged output, in any process; what it comes to is told to the stage."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def write(self, artifact: Artifact) -> PublishedFile:
        """Write a file and return what it is; what stands in its place from before goes."""
        with writing(self._tree.target.folder / artifact.path):
            return self._tree.write(artifact)

    def keep(self, path: str, digest: str) -> PublishedFile | None:
        """Take a file of the old output along, if it is one of this digest; None if it is not."""
        found = self._tree.find(path, digest)
        if found is None:
            return None
        with writing(self._tree.target.folder / path):
            return self._tree.keep(path, digest, found)


def _is_below(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of these, or lies in one."""
    return any(path == each or path.startswith(f"{each}/") for each in folders)
