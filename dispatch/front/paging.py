"""The pages of a plan and what goes with them: feeds, data, attachments, all written to a stage."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch import __version__
from dispatch.ground import files
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from dispatch.ground.messages import Messages
    from dispatch.planning.plan import Plan
    from dispatch.planning.plan import PublicFile
    from dispatch.publishing.publish import Stage
    from dispatch.rendering.artifact import Artifact
    from dispatch.rendering.templates import Templates

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


def write_pages(
    made: Plan, code: Code, *, stage: Stage, progress: Callable[[str, int, int], None]
) -> int:
    """Write all that the web shows of a plan, and return how many pages that were."""
    from dispatch.publishing import cache  # noqa: PLC0415 - heavy floors where they are used
    from dispatch.rendering.templates import Templates  # noqa: PLC0415
    from dispatch.rendering.templates.code import key_of  # noqa: PLC0415

    key = f"{__version__} {key_of(code.messages)}"
    former = cache.load(code.root, CODE, key)
    templates = Templates(code.folders, code.messages, compiled=former, integrity=code.integrity)
    total = len(made.site.entries)
    count = 0
    for artifact in _public_files(made, templates):
        stage.write(artifact, into="public")
        if artifact.path.endswith("/index.html"):
            count += 1
            progress("pages", min(count, total), total)
    if compiled := templates.compiled():
        cache.save(code.root, CODE, key, compiled)
    return count


def _public_files(made: Plan, templates: Templates) -> Iterator[Artifact]:
    from dispatch.rendering import feeds  # noqa: PLC0415
    from dispatch.rendering import pages  # noqa: PLC0415
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415

    yield from pages.pages(made.site, templates)
    yield from feeds.feeds(made.site, templates)
    for attachment in made.attachments:
        content = unchanged(attachment)
        yield Artifact(path=attachment.view.path, content=content)


def unchanged(attachment: PublicFile) -> bytes:
    """Return the bytes of an attachment, if they are still those that were checked."""
    location = Path(attachment.location)
    content = files.read_bytes(location.parent, location.name, limit=attachment.view.size)
    if isinstance(content, Diagnostic) or _digest(content) != attachment.view.digest:
        raise AttachmentChangedError(path=attachment.view.path)
    return content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
