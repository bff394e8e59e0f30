"""Links and addresses: they can only lead where a function here lets them."""

from __future__ import annotations

from urllib.parse import quote
from urllib.parse import urlsplit


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
