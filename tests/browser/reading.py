"""Pages read back: their links, ids, attributes and words."""

from __future__ import annotations

from html.parser import HTMLParser
from posixpath import dirname
from posixpath import join
from posixpath import normpath
from urllib.parse import unquote
from urllib.parse import urlsplit


class Document(HTMLParser):
    """An HTML page, as far as tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.title = ""
        self._stack: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._stack.append(tag)

    def handle_data(self, data):
        self.words.append(data)
        if self._stack and self._stack[-1] == "title" and not self.title:
            self.title = data

    def handle_endtag(self, tag):
        if tag in self._stack:
            while self._stack.pop() != tag:
                pass

    @property
    def ids(self) -> list[str]:
        """Every id, as often as it is given."""
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def links(self) -> list[str]:
        """Every address that the page names, canonical ones left out."""
        return [
            attributes[name]
            for _, attributes in self.tags
            for name in ("href", "src")
            if name in attributes and attributes.get("rel") != "canonical"
        ]

    @property
    def text(self) -> str:
        """All words."""
        return " ".join(self.words)


def target(page: str, link: str, mount: str = "/dwgk/") -> tuple[str, str]:
    """Return the path below the site that a link on a page leads to, and its fragment."""
    parts = urlsplit(link)
    path = unquote(parts.path)
    if path.startswith(mount):
        path = path.removeprefix(mount) or "./"
    elif path:
        path = normpath(join(dirname(page), path)) + ("/" if path.endswith("/") else "")
    if not path:
        return page, parts.fragment
    if path.endswith("/") or path == ".":
        path = normpath(join(path, "index.html"))
    return path, parts.fragment
