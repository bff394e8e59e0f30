"""Links and addresses: they can only lead where a function here lets them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.parse import unquote
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

_WITHIN = re.compile(r'(<a href=")(?![a-z][a-z0-9+.-]*:|//|#)([^"#?]*)', re.IGNORECASE)


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


def placed(link: Callable[[str], str], html: str) -> str:
    """Return clean HTML whose links within the site lead there from the page that it stands in.

    Writers give them from the top of the site, whichever page the text will be on; `link` gives
    the link to a path.
    """
    return _WITHIN.sub(lambda found: found[1] + link(unquote(unescape(found[2]))), html)
