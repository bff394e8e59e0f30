"""Links, addresses and the names of assets: they can only lead where a function here lets them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DIGEST = 12
"""Characters of an asset's digest in its name: enough that two states of it never meet."""


def address(base_url: str, path: str = "") -> str:
    """Return the full address of a path of the site; empty where the base is no web address."""
    if urlsplit(base_url).scheme not in {"http", "https"}:
        return ""
    return f"{base_url.rstrip('/')}/{quote(path)}"


def href(root: str, path: str) -> str:
    """Return the link to a path of the site: quoted, so that no scheme can stand in it."""
    return f"{root}{quote(path.lstrip('/'))}" or "./"


def is_page(path: str) -> bool:
    """Tell whether a path of the site is that of a page; an attachment never is."""
    ends = path.endswith(("/", ".html"))
    return not path or (ends and not path.startswith("attachments/"))


def assets(folders: tuple[Path, ...]) -> Mapping[str, tuple[str, bytes]]:
    """Return the files under `assets/` by name: their path in the site, and their bytes."""
    found: dict[str, tuple[str, bytes]] = {}
    for folder in reversed(folders):
        for file in sorted((folder / "assets").glob("*.*")):
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:DIGEST]
            found[file.name] = (f"assets/{file.stem}.{digest}{file.suffix}", content)
    return dict(sorted(found.items()))
