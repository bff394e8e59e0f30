"""The pages of a plan and what goes with them: feeds, data, attachments, all written to a stage."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch import __version__
from dispatch.ground import files
from dispatch.ground import messages
from dispatch.ground.crew import Crew
from dispatch.ground.crew import Lost
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.errors import DispatchError
from dispatch.ground.source import Place
from dispatch.ground.stopwatch import Clocked
from dispatch.ground.stopwatch import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.front.reuse import Reuse
    from dispatch.ground.messages import Messages
    from dispatch.planning.plan import Plan
    from dispatch.planning.plan import PublicFile
    from dispatch.planning.views.scripts import ScriptView
    from dispatch.publishing.publish import Stage
    from dispatch.rendering.artifact import Artifact
    from dispatch.rendering.pages import Leaf
    from dispatch.rendering.pages import Pressroom
    from dispatch.rendering.templates import Templates

    Part = Leaf | Callable[[], Iterable[Artifact]]

PIECE = 20
"""How many pages a process sets before it hands them over."""
CODE = "layouts.code"
"""Below `.dispatch/`: the layouts, compiled."""


class AttachmentChangedError(DispatchError):
    """An attachment is no longer what it was when it was read."""

    key = "attachment-changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The layouts of a root, and the words that they are in."""

    root: Path
    folders: tuple[Path, ...]
    messages: Messages
    integrity: bool = False
    """Whether pages hold browsers to their assets."""
    kept: bool = True
    """Whether what they were compiled to before is used."""
    crew: Crew = field(default_factory=Crew)
    """Who sets the pages."""
    reuse: Reuse | None = None
    """What is known of former pages."""
    watch: Stopwatch = field(default_factory=Stopwatch)
    """Told what each page costs."""


def write_pages(
    made: Plan, code: Code, *, stage: Stage, progress: Callable[[str, int, int], None]
) -> tuple[int, tuple[Diagnostic, ...]]:
    """Write all that the web shows of a plan; return how many pages, and which were lost."""
    total = len(made.site.entries) * (1 + len(made.site.frame.scripts))
    count = 0
    lost: list[Diagnostic] = []
    for each in _public_files(made, code, stage):
        if isinstance(each, Diagnostic):
            lost.append(each)
            continue
        if not isinstance(each, str):
            stage.write(each, into="public")
        path = each if isinstance(each, str) else each.path
        if path.endswith("/index.html"):
            count += 1
            progress("pages", min(count, total), total)
    return count, tuple(lost)


@contextmanager
def _templates(code: Code, within: str = "") -> Iterator[Templates]:
    """Give the layouts of a root; what they were compiled to is kept for the next build."""
    from dispatch.publishing import cache  # noqa: PLC0415 - heavy floors where they are used
    from dispatch.rendering.templates import Templates  # noqa: PLC0415
    from dispatch.rendering.templates.code import key_of  # noqa: PLC0415

    name = CODE + within.rstrip("/").replace("/", "-")
    key = f"{__version__} {key_of(code.messages)}"
    former = cache.load(code.root, name, key) if code.kept else b""
    templates = Templates(
        code.folders, code.messages, compiled=former, integrity=code.integrity, within=within
    )
    templates.prepare()
    yield templates
    if code.kept and (compiled := templates.compiled()):
        cache.save(code.root, name, key, compiled)


def _public_files(made: Plan, code: Code, stage: Stage) -> Iterator[Artifact | Diagnostic | str]:
    from dispatch.rendering import feeds  # noqa: PLC0415
    from dispatch.rendering import sitemaps  # noqa: PLC0415
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415
    from dispatch.rendering.pages import Pressroom  # noqa: PLC0415

    with ExitStack() as opened:
        templates = opened.enter_context(_templates(code))
        variants = tuple(
            (script, opened.enter_context(_templates(_in(code, script), script.folder)))
            for script in made.site.frame.scripts
        )
        yield from _set(Pressroom(made.site, templates, variants), code, stage)
        yield from feeds.feeds(made.site, templates)
        yield from sitemaps.sitemaps(made.site, templates)
    for attachment in made.attachments:
        content = unchanged(attachment)
        yield Artifact(path=attachment.view.path, content=content)


def _set(room: Pressroom, code: Code, stage: Stage) -> Iterator[Artifact | Diagnostic | str]:
    """Yield what is set for a site, by as many as there are to do it; of what is kept, the path."""
    leaves = room.leaves
    fresh: list[Leaf] = []
    for leaf in leaves:
        if path := _kept(room, leaf, code, stage):
            yield path
        else:
            fresh.append(leaf)
    code.watch.count("pages", len(leaves), len(leaves) - len(fresh))

    def work(part: Part) -> tuple[Artifact, ...]:
        return tuple(part()) if callable(part) else room.print(part)

    parts: tuple[Part, ...] = (*room.wholes, *fresh)
    # Where few pages are set, what is made of the whole site is spread by itself.
    piece = max(1, min(PIECE, len(parts) // (4 * code.crew.jobs)))
    for made in code.crew.each(Clocked(work=work), parts, piece=piece):
        if isinstance(made, Lost):
            yield _lost(made, code.crew.seconds)
        else:
            path = made.value[0].path if made.value else ""
            yield from code.watch.done("page", path, made)


def _kept(room: Pressroom, leaf: Leaf, code: Code, stage: Stage) -> str:
    """Return the path of a page that is what it was, and is taken along; empty for others."""
    path = room.path(leaf)
    digest = code.reuse.recall(path, room.key(leaf)) if code.reuse and path else ""
    return path if digest and stage.keep(path, digest, into="public") else ""


def _lost(lost: Lost[Part], seconds: float) -> Diagnostic:
    """Return that a page could not be set."""
    layout = "base" if callable(lost.item) else lost.item.layout
    place = Place(f"layouts/site/{layout}.html")
    return diagnostic("F010", place, f"lost-{lost.reason}", limit=f"{seconds:g}")


def _in(code: Code, script: ScriptView) -> Code:
    """Return the layouts with the words of a further script."""
    folders = tuple(folder / "locale" for folder in code.folders)
    return replace(code, messages=messages.load(folders, script.language))


def unchanged(attachment: PublicFile) -> bytes:
    """Return the bytes of an attachment, if they are still those that were checked."""
    location = Path(attachment.location)
    content = files.read_bytes(location.parent, location.name, limit=attachment.view.size)
    if isinstance(content, Diagnostic) or _digest(content) != attachment.view.digest:
        raise AttachmentChangedError(path=attachment.view.path)
    return content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
