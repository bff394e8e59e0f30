"""The pages of a site, set by several processes; each is written where it was set, or taken along.

Who works elsewhere cannot write into its place, and hands over what it has set.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING
from typing import TypeAlias
from typing import TypeVar

from dispatch.ground.crew import Crew
from dispatch.ground.crew import Lost
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.source import Place
from dispatch.ground.stopwatch import Clocked
from dispatch.ground.stopwatch import Stopwatch
from dispatch.rendering import feeds
from dispatch.rendering import sitemaps
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.artifact import nothing_known
from dispatch.rendering.pages import Leaf

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path

    from dispatch.front.reuse import Reuse
    from dispatch.ground.messages import Messages
    from dispatch.planning.views.site import SiteView
    from dispatch.publishing.base import PublishedFile
    from dispatch.publishing.publish import Stage
    from dispatch.publishing.tree import Scribe
    from dispatch.rendering.artifact import Known
    from dispatch.rendering.pages import Pressroom
    from dispatch.rendering.templates import Templates

    Part = Leaf | Callable[[Known], Iterable[Artifact]]
    Each: TypeAlias = "Artifact | Diagnostic | Written | str"

Item = TypeVar("Item")
Value = TypeVar("Value", "Written", "tuple[Artifact, ...]")

PIECE = 200
"""How many pages a process sets before it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The layouts of a root, and the words that they are in."""

    root: Path
    folders: tuple[Path, ...]
    messages: Messages
    reuse: Reuse
    """What is known of former pages."""
    integrity: bool = False
    """Whether pages hold browsers to their assets."""
    kept: bool = True
    """Whether what they were compiled to before is used."""
    crew: Crew = field(default_factory=Crew)
    """Who sets the pages."""
    watch: Stopwatch = field(default_factory=Stopwatch)
    """Told what each page costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of a part of a site."""

    files: tuple[PublishedFile, ...]
    """Those that are in their place."""
    keys: tuple[tuple[str, str], ...] = ()
    """By path the digest of all that decides a file, where one can be told."""
    kept: bool = False
    """Whether it is a page of the last build, taken along."""
    joined: bool = False
    """Whether it is a page that others have made for this build."""

    @property
    def path(self) -> str:
        """The path of the first file; empty where there is none."""
        return self.files[0].path if self.files else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Sets the parts of a site and writes what they come to."""

    room: Pressroom
    scribe: Scribe
    reuse: Reuse

    def __call__(self, part: Part) -> Written:
        """Write the files of a part, or take them along where they are what they were."""
        asked = _Asked(setting=self)
        kept = joined = False
        if isinstance(part, Leaf):
            path = self.room.path(part)
            key = self.room.key(part) if path else ""
            kept = asked(path, key)
            others = b"" if kept else self.reuse.made(path, key)
            joined = bool(others)
            page = (Artifact(path=path, content=others),) if joined else None
            made: Iterable[Artifact] = () if kept else page or self.room.print(part)
        else:
            made = part(asked)
        files = tuple(self.scribe.write(each) for each in made)
        keys = tuple(asked.keys)
        return Written(files=(*asked.kept, *files), keys=keys, kept=kept, joined=joined)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a part asks about its files, and what it was told."""

    setting: Setting
    keys: list[tuple[str, str]] = field(default_factory=list)
    kept: list[PublishedFile] = field(default_factory=list)

    def __call__(self, path: str, key: str) -> bool:
        """Whether the file of a path is what it was; then it is taken along."""
        if not key:
            return False
        self.keys.append((path, key))
        digest = self.setting.reuse.recall(path, key)
        file = self.setting.scribe.keep(path, digest) if digest else None
        if file:
            self.kept.append(file)
        return file is not None


def taken(each: Artifact | Written | str, code: Code, stage: Stage) -> Iterator[str]:
    """Hand what was made to the stage, and yield the paths of its files."""
    if isinstance(each, Written):
        stage.told(each.files, into="public")
        code.reuse.know(each.keys)
        yield from (file.path for file in each.files)
    elif isinstance(each, Artifact):
        stage.write(each, into="public")
        yield each.path
    else:
        yield each


def set_site(room: Pressroom, code: Code, stage: Stage) -> Iterator[Each]:
    """Yield what is set for a site, by as many as there are to do it."""
    scribe = None if code.crew.executor else stage.scribe("public")
    if scribe is None:
        yield from _handed(room, code, stage)
        return
    work = Setting(room=room, scribe=scribe, reuse=code.reuse)
    made: list[Written] = []
    wholes, leaves = _wholes(room), room.leaves
    # What shows the whole site takes much memory, which goes with the processes that made it.
    batches: tuple[tuple[Sequence[Part], int], ...] = ((wholes, 1), (leaves, PIECE))
    for parts, most in batches:
        for each in _done(parts, work, code, most=most):
            if isinstance(each, Written):
                made.append(each)
            yield each
    code.watch.count("pages", len(leaves), sum(each.kept or each.joined for each in made))
    code.reuse.took(sum(each.joined for each in made))
    yield from map(work, room.told_by(file for each in made for file in each.files))


def _handed(room: Pressroom, code: Code, stage: Stage) -> Iterator[Each]:
    """Yield what is set by who cannot write it into its place; of what is kept, the path."""
    leaves, fresh = room.leaves, list[Leaf]()
    for leaf in leaves:
        if known := _kept(room, leaf, code, stage):
            yield known
        else:
            fresh.append(leaf)
    code.watch.count("pages", len(leaves), len(leaves) - len(fresh))
    made: list[Artifact] = []
    for part in _wholes(room):
        made += part(nothing_known)
    yield from made
    # What shows the whole site is not worth being sent.
    sent = [leaf for leaf in fresh if not leaf.is_wide]
    for leaf in fresh:
        if leaf.is_wide:
            yield from room.print(leaf)
    for each in _done((*sent, *room.told_by(made)), room.printer, code):
        if isinstance(each, Diagnostic):
            yield each
        else:
            yield from each


def printed(room: Pressroom, leaves: Sequence[Leaf], code: Code) -> Iterator[Artifact | Diagnostic]:
    """Yield pages, set by as many as there are to do it; or that one was lost."""
    for each in _done(leaves, room.printer, code):
        if isinstance(each, Diagnostic):
            yield each
        else:
            yield from each


def _kept(room: Pressroom, leaf: Leaf, code: Code, stage: Stage) -> Artifact | str:
    """Return a page that others have made, or the path of one that is taken along; else nothing."""
    path = room.path(leaf)
    key = room.key(leaf) if path else ""
    if not key:
        return ""
    code.reuse.know([(path, key)])
    digest = code.reuse.recall(path, key)
    if digest and stage.keep(path, digest, into="public"):
        return path
    others = code.reuse.made(path, key)
    code.reuse.took(bool(others))
    return Artifact(path=path, content=others) if others else ""


def _done(
    parts: Sequence[Item], work: Callable[[Item], Value], code: Code, *, most: int = PIECE
) -> Iterator[Value | Diagnostic]:
    """Yield what comes of parts, by as many as there are to do it; or that a part was lost."""
    piece = max(1, min(most, len(parts) // (4 * code.crew.hands)))
    for done in code.crew.each(Clocked(work=work), parts, piece=piece):
        if isinstance(done, Lost):
            yield _lost(done, code.crew.seconds)
        else:
            yield code.watch.done("page", _path(done.value), done)


def _path(value: Written | tuple[Artifact, ...]) -> str:
    """Return the path of the first file of a part; empty where there is none."""
    files = value.files if isinstance(value, Written) else value
    return files[0].path if files else ""


def _lost(lost: Lost[Item], seconds: float) -> Diagnostic:
    """Return that a page could not be set."""
    layout = lost.item.layout if isinstance(lost.item, Leaf) else "base"
    place = Place(f"layouts/site/{layout}.html")
    return diagnostic("F010", place, f"lost-{lost.reason}", limit=f"{seconds:g}")


def _wholes(room: Pressroom) -> tuple[Callable[[Known], Iterable[Artifact]], ...]:
    first = room.editions[0]
    beside = (partial(make, first.view, first.press.templates) for make in (_feeds, _maps))
    return (*room.wholes, *beside)


def _feeds(site: SiteView, templates: Templates, known: Known) -> Iterator[Artifact]:
    del known
    return feeds.feeds(site, templates)


def _maps(site: SiteView, templates: Templates, known: Known) -> Iterator[Artifact]:
    del known
    return sitemaps.sitemaps(site, templates)
