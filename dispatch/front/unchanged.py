"""A build where neither sources nor outputs have changed since the last one: nothing is done.

What decides the outputs is known by digests alone: of the content, the settings, the layouts, our
own code and its libraries, with the day, the options and the commit that git is at. The outputs
are read too: what somebody has put, changed or taken away there is made good by a whole build.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from base64 import b64encode
from dataclasses import dataclass
from dataclasses import fields
from typing import TYPE_CHECKING
from typing import Any

from dispatch.front.pipeline import layout_folders
from dispatch.ground import files
from dispatch.ground.diagnostics import Diagnostic
from dispatch.publishing import cache
from dispatch.publishing.standing import standing
from dispatch.publishing.values import ForeignValueError
from dispatch.publishing.values import packed
from dispatch.publishing.values import unpacked
from dispatch.reading import attachments
from dispatch.reading import baseline
from dispatch.reading.history import git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path

    from dispatch.model.config import FontsConfig
    from dispatch.model.site import Site
    from dispatch.publishing.base import Manifest
    from dispatch.publishing.base import Target

NAME = "built"
"""Below `.dispatch/`: what the last build read and made."""
SETTINGS = ("config.yaml", baseline.PATH)
"""What is read beside the content and the layouts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build came to, and still stands."""

    found: tuple[Diagnostic, ...]
    counts: tuple[int, int, int]
    """Pages, sheets, and sheets for society."""
    manifests: tuple[Manifest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """All that decides the outputs of a root beside its content."""

    digest: str
    fonts: Mapping[str, str]
    """The digest of each font of its own, by path."""


def setting_of(root: Path, options: Iterable[object]) -> str:
    """Return the digest of all that decides the outputs of a root beside its content."""
    git_says = git.answer(root, "rev-parse", "--is-shallow-repository", "HEAD") or ""
    parts = [cache.code(), git_says.strip(), *map(str, options)]
    parts += (f"{path} {_digest(root, path)}" for path in SETTINGS)
    for folder in layout_folders(root):
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        parts += (f"{path.relative_to(folder)} {_sum(path.read_bytes())}" for path in paths)
    return _sum("\0".join(parts).encode())


def fonts_of(root: Path, config: FontsConfig) -> dict[str, str]:
    """Return the digest of each font of a root's own, by path."""
    stated = (getattr(config, each.name) for each in fields(config))
    return {path: _digest(root, path) for path in stated if path}


def save(root: Path, setting: Setting, targets: Sequence[Target], site: Site, built: Built) -> None:
    """Keep what a build has read and made; nothing fails of it."""
    read = _read(root, site, built.found)
    if read is None:
        return
    told = {
        "setting": setting.digest,
        "fonts": setting.fonts,
        "read": read,
        "found": b64encode(packed(built.found)).decode(),
        "counts": built.counts,
        "outputs": {
            f"{target.name} {target.folder}": {file.path: file.sha256 for file in made.files}
            for target, made in zip(targets, built.manifests, strict=True)
        },
    }
    cache.save(root, NAME, cache.code(), json.dumps(told).encode())


def recall(root: Path, setting: str, targets: Sequence[Target]) -> Built | None:
    """Return what the last build came to, where all of it still holds."""
    kept = cache.load(root, NAME, cache.code())
    told = json.loads(kept) if kept else {}
    outputs = [f"{target.name} {target.folder}" for target in targets]
    if told.get("setting") != setting or list(told["outputs"]) != outputs:
        return None
    if any(_digest(root, path) != digest for path, digest in told["fonts"].items()):
        return None
    if not _holds(root, told["read"]):
        return None
    manifests = [
        standing(target, told["outputs"][name])
        for target, name in zip(targets, outputs, strict=True)
    ]
    whole = tuple(each for each in manifests if each)
    return _built(told, whole) if len(whole) == len(manifests) else None


def _built(told: Mapping[str, Any], manifests: tuple[Manifest, ...]) -> Built | None:
    try:
        found: Any = unpacked(b64decode(told["found"]))
    except ForeignValueError:
        return None
    pages, sheets, public = told["counts"]
    return Built(found=found, counts=(pages, sheets, public), manifests=manifests)


def _read(root: Path, site: Site, found: tuple[Diagnostic, ...]) -> dict[str, str] | None:
    """Return the digest of every file of the content; none of one that is only seen to be there.

    Nothing where there is one that the build cannot have seen.
    """
    known = {path: source.digest for path, source in site.sources.items()}
    known |= {f"content/{path}": file.digest for path, file in site.attachments.items()}
    paths = files.walk(root, "content")[0]
    told = {each.place.path for each in found}
    seen = all(path in known or path in told for path in paths)
    return {path: known.get(path, "") for path in paths} if seen else None


def _holds(root: Path, read: Mapping[str, str]) -> bool:
    """Whether the content is what was read, and nothing in it is at fault."""
    paths, found = files.walk(root, "content")
    if found or list(paths) != list(read):
        return False
    return all(_digest(root, path) == digest for path, digest in read.items() if digest)


def _digest(root: Path, path: str) -> str:
    content = files.read_bytes(root, path, limit=attachments.SIZE_LIMIT)
    return "" if isinstance(content, Diagnostic) else _sum(content)


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
