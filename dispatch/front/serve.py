"""The site while it is being written: built into a temporary folder, built again on every change.

Only the tree that a build made public is served, and only to this machine unless it is told
otherwise. A script that reloads the page is put into HTML on its way out; no file has it. While a
build is refused, one page takes the place of every page and says why. Routes that are given answer
beside it: they are no part of the site, and say themselves whom they are for.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from threading import Event
from typing import TYPE_CHECKING

from dispatch.ground.errors import DispatchError
from dispatch.publishing.localserver import Address
from dispatch.publishing.localserver import News
from dispatch.publishing.localserver import listening

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.ground.messages import Messages
    from dispatch.publishing.localserver.routes import Route

INTERVAL = 0.5
"""Seconds between two looks at the watched files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding, in words, as the page that takes the place of the others shows it."""

    place: str
    """`path:line:column`."""
    code: str
    severity: str
    """error, warning or info."""
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is served, and where."""

    build: Callable[[Path], tuple[bool, tuple[Shown, ...]]]
    """Builds the site into a folder: whether there is one now, and what was found."""
    folder: Path
    """A temporary folder; the site is built into its subfolder `public`."""
    watch: tuple[Path, ...]
    """Files and folders whose change is a reason to build again."""
    messages: Messages
    address: Address
    routes: tuple[Route, ...] = ()
    """Who answers beside the site, at addresses of the server's own."""
    greet: Callable[[str], None] = lambda _: None
    """Told how all addresses of the server begin, once it answers."""

    @property
    def public(self) -> Path:
        """The folder that is served."""
        return self.folder / "public"


def serve(preview: Preview, say: Callable[[str], None]) -> None:
    """Build, serve and build again until interrupted; `say` is told what happens, line by line."""
    with suppress(KeyboardInterrupt), serving(preview, say, Event()) as watch:
        watch()
    say(preview.messages.text("serve.stopped"))


@contextmanager
def serving(
    preview: Preview, say: Callable[[str], None], stop: Event
) -> Iterator[Callable[[], None]]:
    """Serve while the block runs; yields what watches the files until `stop` is set."""
    news = News()
    with listening(preview.address, preview.public, news, preview.routes) as server:
        seen = snapshot(preview.watch)
        say(preview.messages.text("serve.building"))
        _build(preview, news, say)
        with server.answering():
            say(preview.messages.text("serve.ready", address=server.url))
            preview.greet(server.origin)
            yield lambda: _watch(preview, news, say, seen, stop)


def _watch(
    preview: Preview, news: News, say: Callable[[str], None], seen: frozenset[object], stop: Event
) -> None:
    while not stop.wait(INTERVAL):
        now = snapshot(preview.watch)
        if now == seen:
            continue
        while now != (later := snapshot(preview.watch)) and not stop.wait(INTERVAL / 5):
            now = later
        seen = now
        say(preview.messages.text("serve.changed"))
        if _build(preview, news, say):
            say(preview.messages.text("serve.rebuilt"))


def _build(preview: Preview, news: News, say: Callable[[str], None]) -> bool:
    """Build once; where that fails the page that says why takes the place of the others."""
    try:
        good, found = preview.build(preview.public)
    except DispatchError as error:
        sentence = preview.messages.first(f"errors.{error.key}", **dict(error.params))
        good = False
        found = (Shown(place="", code="", severity="error", message=sentence or str(error)),)
    # Findings quote what may not be for everybody: only this machine gets to read them.
    told = found if preview.address.is_local else ()
    news.tell(b"" if good else trouble_page(preview.messages, told))
    if not good:
        say(preview.messages.text("serve.refused", count=len(found)))
    return good


def snapshot(watch: Iterable[Path]) -> frozenset[object]:
    """Return what changes when a watched file does; links are not followed."""
    return frozenset(mark for path in watch for mark in _marks(path))


def _marks(path: Path) -> Iterator[object]:
    if path.is_dir() and not path.is_symlink():
        yield from _marks_below(str(path))
        return
    with suppress(OSError):
        yield _mark(str(path), path.lstat())


def _marks_below(folder: str) -> Iterator[object]:
    listing: list[os.DirEntry[str]] = []
    with suppress(OSError):
        listing.extend(os.scandir(folder))
    for each in listing:
        if each.name.startswith((".", "~$")) or each.name.endswith("~"):
            continue
        if each.is_dir(follow_symlinks=False):
            yield from _marks_below(each.path)
        else:
            with suppress(OSError):
                yield _mark(each.path, each.stat(follow_symlinks=False))


def _mark(path: str, status: os.stat_result) -> object:
    return path, status.st_mtime_ns, status.st_size, status.st_ino


def trouble_page(messages: Messages, found: Iterable[Shown]) -> bytes:
    """Return the page that takes the place of all pages while there is no site."""
    rows = "".join(_row(messages, each) for each in found)
    listed = f"<ol>{rows}</ol>" if rows else f"<p>{escape(messages.text('serve.page.failed'))}</p>"
    title, lead = (escape(messages.text(f"serve.page.{key}")) for key in ("title", "lead"))
    text = _PAGE.format(lang=messages.language, title=title, lead=lead, listed=listed)
    return text.encode()


def _row(messages: Messages, shown: Shown) -> str:
    word = messages.first(f"serve.severity.{shown.severity}") or shown.severity
    head = f"<b>{escape(word)}</b> <code>{escape(shown.code)}</code> {escape(shown.message)}"
    place = f"<p><code>{escape(shown.place)}</code></p>" if shown.place else ""
    hint = escape(messages.text("serve.page.hint", hint=shown.hint)) if shown.hint else ""
    return f'<li class="{escape(shown.severity)}"><p>{head}</p>{place}<p>{hint}</p></li>'


_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.7 system-ui, sans-serif }}
body {{ max-width: 56rem; margin: 0 auto; padding: 2rem 1rem }}
h1 {{ font-size: 1.5rem; border-left: .4rem solid #b3261e; padding-left: .8rem }}
ol {{ padding: 0; list-style: none }}
li {{ border: 1px solid #8886; padding: .6rem 1rem; margin: .8rem 0 }}
li {{ border-left: .25rem solid #b3261e }}
li.warning {{ border-left-color: #b26a00 }}
li.info {{ border-left-color: #3b6ea8 }}
li p {{ margin: 0; overflow-wrap: anywhere }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{lead}</p>
{listed}
</body>
</html>
"""
