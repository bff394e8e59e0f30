"""The assets of pages: style sheets, scripts and pictures, each named after what it holds."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DIGEST = 12
"""Characters of an asset's digest in its name: enough that two states of it never meet."""


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file beside the pages."""

    path: str
    """Below the output folder; another content has another path, so it may be kept for ever."""
    content: bytes

    @cached_property
    def integrity(self) -> Markup:
        """The attribute that holds a browser to this very content (W3C, Subresource Integrity)."""
        digest = base64.b64encode(hashlib.sha384(self.content).digest()).decode()
        return Markup(' integrity="sha384-{}"').format(digest)


def assets(folders: tuple[Path, ...]) -> Mapping[str, Asset]:
    """Return the files under `assets/` by name; those of earlier folders go before."""
    found: dict[str, Asset] = {}
    for folder in reversed(folders):
        for file in sorted((folder / "assets").glob("*.*")):
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:DIGEST]
            path = f"assets/{file.stem}.{digest}{file.suffix}"
            found[file.name] = Asset(path=path, content=content)
    return dict(sorted(found.items()))
