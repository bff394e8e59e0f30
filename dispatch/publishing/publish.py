"""Publishing: everything is staged beside the old output, then swapped in at once.

A failure at any point, in rendering as in writing, leaves the old site whole: the stage is a
hidden folder beside the output (one file system, so a rename is enough), the system's buffers
are on disk before the swap, and the old tree is removed only when the new one stands. Who is
killed leaves litter that the next run sweeps; a stage whose process still runs is locked by it.
Where a spare tree is kept, the old tree becomes the stage of the next build (see `spare`).

Several outputs are staged in one pass and swapped one straight after the other, in the order
given: a run killed between them leaves each whole, the first one new.
"""

from __future__ import annotations

from contextlib import ExitStack
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dispatch.publishing import filing
from dispatch.publishing.base import MARK
from dispatch.publishing.base import Mark
from dispatch.publishing.base import Target
from dispatch.publishing.base import beside
from dispatch.publishing.base import mark_content
from dispatch.publishing.base import place
from dispatch.publishing.base import writing
from dispatch.publishing.hand import hand
from dispatch.publishing.ownership import check_apart
from dispatch.publishing.ownership import check_ours
from dispatch.publishing.spare import listed
from dispatch.publishing.spare import set_aside
from dispatch.publishing.swap import WAYS
from dispatch.publishing.swap import swap
from dispatch.publishing.sweep import find_spare
from dispatch.publishing.sweep import held
from dispatch.publishing.sweep import sweep
from dispatch.publishing.tree import Scribe
from dispatch.publishing.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from os import stat_result
    from pathlib import Path

    from dispatch.publishing.base import Manifest
    from dispatch.publishing.base import PublishedFile
    from dispatch.publishing.hand import Hand
    from dispatch.publishing.listing import Listing
    from dispatch.publishing.swap import Undo
    from dispatch.publishing.swap import Way
    from dispatch.publishing.twins import Twins
    from dispatch.rendering.artifact import Artifact


class Stage:
    """The outputs of one build while they are written; nothing shows before `commit`."""

    def __init__(
        self,
        trees: Sequence[Tree],
        writer: Hand,
        *,
        ways: Sequence[Way],
        twins: Twins | None = None,
        spare: bool = False,
    ) -> None:
        self._trees = {tree.target.name: tree for tree in trees}
        self._writer = writer
        self._ways = ways
        self._twins = twins
        self._spare = spare

    def write(self, artifact: Artifact, *, into: str) -> None:
        """Have one file written into the output of this name.

        A path that is taken is refused at once; a file that cannot be written is told of here, at
        a later file, or at `commit`.
        """
        tree = self._trees[into]
        tree.claim(artifact.path)
        weight = len(artifact.content)
        self._writer.give(partial(_write, tree, artifact), weight=weight)
        if self._twins and tree.target.twins:
            for ending in self._twins.endings(artifact.path, artifact.content):
                tree.claim(f"{artifact.path}.{ending}")
                work = partial(_write_twin, tree, artifact, ending, self._twins)
                self._writer.give(work, weight=weight)

    def keep(self, path: str, digest: str, *, into: str) -> bool:
        """Have a file of the old output taken along, if it is one of this digest; whether it is."""
        tree = self._trees[into]
        found = None if self._twins else tree.find(path, digest)
        if found is None:
            return False
        tree.claim(path)
        if tree.is_here(path):
            tree.note(tree.keep(path, digest, found))
        else:
            self._writer.give(partial(_keep, tree, path, digest, found), weight=0)
        return True

    def scribe(self, into: str) -> Scribe | None:
        """Return what writes into an output from other processes; None where twins are made."""
        return None if self._twins else Scribe(self._trees[into])

    def told(self, files: Iterable[PublishedFile], *, into: str) -> None:
        """Take note of files that a scribe has written, each with a path that was free."""
        tree = self._trees[into]
        for file in files:
            tree.claim(file.path)
            tree.note(file)

    def commit(self) -> tuple[Manifest, ...]:
        """Swap all outputs in and return what was made of each, in the order of the targets.

        Where one cannot be swapped, those before it are swapped back.
        """
        self._writer.wait()
        trees = tuple(self._trees.values())
        parents = sorted({tree.folder.parent for tree in trees})
        with _alone(parents):
            for tree in trees:
                with writing(tree.target.folder):
                    tree.seal()
            old = [_finish(tree) for tree in trees]
            self._swap(trees)
            for parent in parents:
                with suppress(OSError):  # the swap is done: what is left is only when it is on disk
                    filing.sync_path(parent)
            manifests = tuple(tree.manifest() for tree in trees)
            for tree, listing, made in zip(trees, old, manifests, strict=True):
                self._tidy(tree, listing, {file.path for file in made.files})
        return manifests

    def _swap(self, trees: Sequence[Tree]) -> None:
        """Swap every tree in, or none."""
        with ExitStack() as undo:
            for tree in trees:
                with writing(tree.target.folder):
                    undo.callback(_undo, swap(tree.folder, tree.target.folder, ways=self._ways))
            undo.pop_all()

    def _tidy(self, tree: Tree, old: Listing, files: AbstractSet[str]) -> None:
        """Keep the old tree as the spare one, or remove it; the new one stands, come what may."""
        with suppress(OSError):
            if self._spare and old.folders and _is_still(tree.folder, old):
                set_aside(replace(old, top=tree.folder), tree.target.folder, files)
        with suppress(OSError):
            sweep(tree.target.folder, spare=self._spare)


def _write(tree: Tree, artifact: Artifact) -> None:
    with writing(tree.target.folder / artifact.path):
        tree.note(tree.write(artifact))


def _write_twin(tree: Tree, artifact: Artifact, ending: str, twins: Twins) -> None:
    path = f"{artifact.path}.{ending}"
    content = twins.twin(artifact.content, ending, tree.target.folder / path)
    _write(tree, replace(artifact, path=path, content=content))


def _keep(tree: Tree, path: str, digest: str, found: stat_result) -> None:
    with writing(tree.target.folder / path):
        tree.note(tree.keep(path, digest, found))


def _finish(tree: Tree) -> Listing:
    """Make a tree ready to be swapped in, and return what stands in its place until then."""
    target = tree.target
    old = check_ours(target.folder, keep=target.keep, seen=tree.old)
    with writing(target.folder):
        if tree.carry_over(old):
            filing.settle(tree.folder)
    return old


def _is_still(folder: Path, listing: Listing) -> bool:
    """Whether a folder is the one that was listed, wherever that stood."""
    top = listing.folders.get("")
    try:
        found = folder.stat()
    except FileNotFoundError:
        return top is None
    return top is not None and top.status[:2] == (found.st_dev, found.st_ino)


@contextmanager
def staging(
    targets: Sequence[Target],
    *,
    ways: Sequence[Way] = WAYS,
    twins: Twins | None = None,
    spare: bool = False,
) -> Iterator[Stage]:
    """Stage the outputs of one build; whatever is left of the stage is swept at the end.

    With `twins`, targets that want them get a compressed one beside each text. With `spare`, a
    second tree is kept beside each output, and used.

    Folders are absolute. Each is checked to be ours; `check_targets` does so, and more, before
    anything is read. `ways` are the ways to swap, the safest first.
    """
    check_apart([target.folder for target in targets])
    with ExitStack() as stack:
        trees = [stack.enter_context(_staged(target, spare=spare)) for target in targets]
        writer = stack.enter_context(hand())
        yield Stage(trees, writer, ways=ways, twins=twins, spare=spare)


def publish(
    artifacts: Iterable[Artifact],
    folder: Path,
    *,
    keep: tuple[str, ...] = (),
    ways: Sequence[Way] = WAYS,
    spare: bool = False,
) -> Manifest:
    """Make one output folder of these files, and of nothing else, and return what was made."""
    target = Target(name=folder.name, folder=folder, keep=keep)
    with staging((target,), ways=ways, spare=spare) as stage:
        for artifact in artifacts:
            stage.write(artifact, into=target.name)
        (manifest,) = stage.commit()
    return manifest


@contextmanager
def _staged(given: Target, *, spare: bool) -> Iterator[Tree]:
    """Make the stage of one output, hold it, and sweep around it afterwards."""
    folder = place(given.folder)
    target = replace(given, folder=folder)
    with ExitStack() as stack:
        stack.callback(_sweep_after, folder, spare=spare)
        with writing(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            with _alone([folder.parent]):
                sweep(folder, spare=spare)
                seen = target.seen
                if seen is None or not _is_still(folder, seen):
                    seen = check_ours(folder, keep=target.keep, seen=seen)
                former = _taken(folder, stack) if spare else None
            stage = former.top if former else _new(folder, stack)
        yield Tree(target, stage, old=seen, spare=former)


def _taken(folder: Path, stack: ExitStack) -> Listing | None:
    """Return the stage that was the spare tree, where there is one to be had."""
    stage = beside(folder, "stage")
    for spare in find_spare(folder):
        spare.rename(stage)
        stack.enter_context(held(stage))
        return listed(stage)
    return None


def _new(folder: Path, stack: ExitStack) -> Path:
    """Return a new stage."""
    stage = beside(folder, "stage")
    with _alone([folder.parent]):
        filing.make_folder(stage)
        stack.enter_context(held(stage))
    filing.write(stage / MARK, mark_content(Mark()))
    return stage


@contextmanager
def _alone(parents: Sequence[Path]) -> Iterator[None]:
    """Keep other publishers from sweeping and swapping in these folders meanwhile."""
    with ExitStack() as stack:
        for parent in parents:
            with writing(parent):
                stack.enter_context(held(parent))
        yield


def _undo(undo: Undo) -> None:
    """Swap an output back; where that fails too, the failure that led here is the one to tell."""
    with suppress(OSError):
        undo()


def tidy(targets: Sequence[Target]) -> None:
    """Sweep around outputs that are not made anew; a spare tree stays."""
    for target in targets:
        _sweep_after(place(target.folder), spare=True)


def _sweep_after(folder: Path, *, spare: bool) -> None:
    """Sweep once more; what cannot be swept is left for the next run."""
    with suppress(OSError), _alone([folder.parent]):
        sweep(folder, spare=spare)
