"""The pages of a plan and what goes with them: feeds, data, attachments, all written to a stage."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch import __version__
from dispatch.ground import files
from dispatch.ground import messages
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from dispatch.front.setting import Code
    from dispatch.front.setting import Each
    from dispatch.planning.plan import Plan
    from dispatch.planning.plan import PublicFile
    from dispatch.planning.views.scripts import ScriptView
    from dispatch.publishing.publish import Stage
    from dispatch.rendering.pages import Pressroom
    from dispatch.rendering.templates import Templates

CODE = "layouts.code"
"""Below `.dispatch/`: the layouts, compiled."""


class AttachmentChangedError(DispatchError):
    """An attachment is no longer what it was when it was read."""

    key = "attachment-changed"


def write_pages(
    made: Plan, code: Code, *, stage: Stage, progress: Callable[[str, int, int], None]
) -> tuple[int, tuple[Diagnostic, ...]]:
    """Write all that the web shows of a plan; return how many pages, and which were lost."""
    from dispatch.front.setting import taken  # noqa: PLC0415 - heavy floors where they are used

    total = len(made.site.entries) * (1 + len(made.site.frame.scripts))
    count = 0
    lost: list[Diagnostic] = []
    for each in _public_files(made, code, stage):
        if isinstance(each, Diagnostic):
            lost.append(each)
            continue
        pages = sum(path.endswith("/index.html") for path in taken(each, code, stage))
        if pages:
            count += pages
            progress("pages", min(count, total), total)
    return count, tuple(lost)


@contextmanager
def _templates(code: Code, within: str = "") -> Iterator[Templates]:
    """Give the layouts of a root; what they were compiled to is kept for the next build."""
    from dispatch.publishing import cache  # noqa: PLC0415 - the same
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


@contextmanager
def pressroom(made: Plan, code: Code) -> Iterator[Pressroom]:
    """Give what sets the pages of a plan."""
    from dispatch.rendering.pages import Pressroom  # noqa: PLC0415 - heavy floors where used

    with ExitStack() as opened:
        templates = opened.enter_context(_templates(code))
        variants = tuple(
            (script, opened.enter_context(_templates(_in(code, script), script.folder)))
            for script in made.site.frame.scripts
        )
        yield Pressroom(made.site, templates, variants)


def _public_files(made: Plan, code: Code, stage: Stage) -> Iterator[Each]:
    from dispatch.front.setting import set_site  # noqa: PLC0415 - the same
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415

    with pressroom(made, code) as room:
        yield from set_site(room, code, stage)
    for attachment in made.attachments:
        content = unchanged(attachment)
        yield Artifact(path=attachment.view.path, content=content)


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
