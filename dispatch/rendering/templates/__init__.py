"""Layouts and views to text: the only door to jinja2.

Layouts are trusted as the code is: they come with Dispatch, or stand in the root beside what CI
runs, and whoever may write them may write that too. So no sandbox is paid for. What is not trusted
is the content of views: it is escaped in every kind of file, `None` and what is not defined are
faults instead of words on a page, and an address can only lead where its function lets it.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from functools import cache
from functools import cached_property
from functools import partial
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from jinja2 import Environment
from jinja2 import FileSystemLoader
from jinja2 import StrictUndefined
from jinja2 import TemplateError
from jinja2 import UndefinedError
from markupsafe import Markup
from markupsafe import escape

from dispatch.ground.errors import DispatchError
from dispatch.rendering.templates.assets import Asset
from dispatch.rendering.templates.assets import assets
from dispatch.rendering.templates.carried import Carried
from dispatch.rendering.templates.closure import digest_of
from dispatch.rendering.templates.code import Compiled
from dispatch.rendering.templates.links import href
from dispatch.rendering.templates.links import is_page
from dispatch.rendering.templates.links import placed
from dispatch.rendering.templates.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from jinja2 import BaseLoader

    from dispatch.ground.messages import Messages

HALF = 0.5
"""The width of a Latin character, where that of a Chinese one is 1."""

_FAULTS = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError)
_PERIOD = re.compile(r"(\d{4})(?:-(?:(H[12]|Q[1-4])|(\d{2})))?")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_WORDS = re.compile(r"[!-~]+|.", re.DOTALL)
_CLOSING = "，。、；：？！）〕】》」』”’,.;:?!)]"


class LayoutError(DispatchError):
    """A layout that cannot be read, or that asks for what its view does not hold."""

    key = "layout-failed"


class Templates:
    """The layouts of a root in one language, ready to be filled."""

    def __init__(
        self,
        folders: tuple[Path, ...],
        messages: Messages,
        *,
        compiled: bytes = b"",
        integrity: bool = False,
        within: str = "",
    ) -> None:
        """Take the folders, of which earlier ones go before later, the words, and former code.

        The code is that of `compiled` of other templates with the same `code.key_of` the words.
        With `integrity` pages say what their assets must be; browsers hold them to it, but refuse
        all such assets where the page is a file on disk. Pages that stand in a folder of the site,
        `within`, link to each other there, and to what is no page at the top.
        """
        self.messages = messages
        self.assets: Mapping[str, Asset] = assets(folders)
        self._integrity = integrity
        self._folders = folders
        self._up = "../" * within.count("/")
        self._compiled = Compiled(compiled)
        self._loader: BaseLoader = FileSystemLoader(folders)
        self._begin()

    def _begin(self) -> None:
        self._words = Words(self.messages)
        self._filters = _filters(self._words)
        self._environments: dict[str, Environment] = {}

    def __getstate__(self) -> dict[str, object]:
        """Return what fills the same layouts on another machine, where their files need not be."""
        carried = Carried.from_loader(self._loader, self._environment(""), self._sources)
        return {
            "messages": self.messages.whole(),
            "assets": dict(self.assets),
            "_integrity": self._integrity,
            "_folders": self._folders,
            "_up": self._up,
            "_compiled": self._compiled,
            "_loader": carried,
        }

    def __setstate__(self, state: dict[str, object]) -> None:
        """Begin with what was carried here."""
        self.__dict__.update(state)
        self._begin()

    def digest(self, *names: str) -> str:
        """Return the digest of all that decides how these layouts are filled, save the views."""
        known = (self.messages.language, *sorted(self.messages.texts.items()))
        assets = sorted((name, each.path) for name, each in self.assets.items())
        beside = repr((known, assets, self._integrity, self._up))
        return f"{digest_of(names, self._sources)} {hashlib.sha256(beside.encode()).hexdigest()}"

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        environment = self._environment("")
        loader, names = environment.loader, environment.list_templates()
        if loader is None:
            return {}
        texts = [name for name in names if name.endswith((".html", ".xml", ".js", ".svg"))]
        return {name: loader.get_source(environment, name)[0] for name in texts}

    def prepare(self) -> None:
        """Make every layout of pages ready, so that who is forked from here need not."""
        environment = self._environment("")
        for name in environment.list_templates(extensions=["html"]):
            environment.get_template(name)

    def compiled(self) -> bytes:
        """Return the code of the layouts used; empty where there is none but what was given."""
        return self._compiled.dumped()

    def render(self, name: str, *, path: str, base: str = "", **views: object) -> str:
        """Return a layout filled for the file at `path`.

        Links are relative to that file, or, for a page that a server shows under any address,
        start with the path `base`.
        """
        environment = self._environment(base or "../" * path.count("/"))
        try:
            return environment.get_template(name).render(**views)
        except _FAULTS as fault:
            raise self._explained(fault, name) from fault

    def fragment(self, name: str, *, path: str, base: str = "", **views: object) -> Markup:
        """Return a part filled once, to be put into many pages as it is."""
        return Markup(self.render(name, path=path, base=base, **views))  # noqa: S704 - ours

    def asset(self, name: str, *, path: str) -> str:
        """Return the link from the file at `path` to an asset."""
        return href("../" * path.count("/") + self._up, self.assets[name].path)

    def style(self, name: str) -> Markup:
        """Return a style sheet, to stand in a page itself; it may not close its own element."""
        text = self.assets[name].content.decode("utf-8")
        return Markup(text.replace("</", "<\\/"))  # noqa: S704 - layouts are trusted

    def _environment(self, root: str) -> Environment:
        """Return the environment of all files from which `root` leads to the top of the site."""
        if root not in self._environments:
            self._environments[root] = self._made(root)
        return self._environments[root]

    def _made(self, root: str) -> Environment:
        environment = Environment(
            loader=self._loader,
            bytecode_cache=self._compiled,
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_stated,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            keep_trailing_newline=True,
        )
        top = root + self._up
        link = cache(lambda path: href(root if is_page(path) else top, path))
        environment.filters |= {**self._filters, "placed": partial(placed, link)}
        environment.globals |= {
            "href": link,
            "top": cache(partial(href, top)),
            "asset": lambda name: href(top, self.assets[name].path),
            "integrity": lambda name: self.assets[name].integrity if self._integrity else "",
        }
        return environment

    def _explained(self, fault: Exception, name: str) -> LayoutError:
        """Return the fault with the layout and the line that it stands in."""
        line = getattr(fault, "lineno", None)
        layout = getattr(fault, "name", None) or name
        for frame in traceback.extract_tb(fault.__traceback__):
            for folder in map(str, self._folders):
                if frame.filename.startswith(folder):
                    layout, line = frame.filename[len(folder) + 1 :], frame.lineno
        return LayoutError(layout=layout, line=line or 1, fact=fault)


def _stated(value: object) -> object:
    if value is None:
        raise UndefinedError("a value is printed that is not stated (None)")
    return value


def _filters(words: Words) -> dict[str, Callable[..., object]]:
    day = cache(partial(_day, words))
    return {
        "day": cache(lambda on: Markup('<time datetime="{}">{}</time>').format(on, day(on))),
        "day_text": day,
        "period": partial(_period, words),
        "t": words.say,
        "n": words.count,
        "word": lambda name, family: words.say(f"{family}.{name}"),
        "joined": words.join,
        "number": "{:,}".format,
        "percent": "{:.0%}".format,
        "size": partial(_size, words),
        "tel": _tel,
        "mail": lambda text: f"mailto:{text}" if _MAIL.fullmatch(text) else "",
        "short": _short,
        "fold": cache(_fold),
        "scrolling": _scrolling,
    }


def _day(words: Words, on: date) -> Markup:
    month = words.say(f"date.months.{on.month}")
    return words.say("date.day", year=on.year, month=month, day=on.day)


def _period(words: Words, text: str) -> str:
    """Return a period such as 2026-Q3 in words; a text that is none stays as it is."""
    found = _PERIOD.fullmatch(text)
    if found is None:
        return text
    year, part, month = found.groups()
    if month:
        name = words.say(f"date.months.{int(month)}")
        return words.say("date.period.month", year=year, month=name)
    return words.say(f"date.period.{part or 'year'}", year=year)


def _size(words: Words, count: int) -> Markup:
    """Return a number of bytes in the unit that suits it."""
    for unit, power in (("megabytes", 20), ("kilobytes", 10)):
        if count >= 1 << power:
            return words.say(f"size.{unit}", count=f"{count / (1 << power):.1f}")
    return words.say("size.bytes", count=count)


def _tel(text: str) -> str:
    """Return what a telephone dials; empty where the text holds more than one number."""
    digits = re.sub(r"[\s()（）-]", "", text)
    return f"tel:{digits}" if re.fullmatch(r"\+?[0-9]{3,20}", digits) else ""


def _short(text: str, length: int) -> str:
    """Return a text that takes at most so many characters in the file, marks escaped."""
    excess = len(escape(text)) - length
    return text if excess <= 0 else f"{text[: len(text) - excess - 1]}…"


def _fold(text: str, width: float) -> tuple[str, ...]:
    """Return the lines of a text, each at most as many Chinese characters wide as said.

    Words in Latin letters stay whole, and no line begins with a mark that closes.
    """
    lines, used = [""], 0.0
    for word in _WORDS.findall(text):
        size = sum(1 if east_asian_width(each) in "WFA" else HALF for each in word)
        if used and used + size > width and word[0] not in _CLOSING:
            lines.append("")
            used = 0.0
        lines[-1] += word
        used += size
    return tuple(line.strip() for line in lines)


def _scrolling(html: str, label: str) -> Markup:
    """Return clean HTML with each table in a frame that scrolls by itself, also by keyboard."""
    if "<table" not in html:
        return Markup(html)  # noqa: S704 - a view's HTML was cleaned when it was read
    frame = f'<figure class="scroll" tabindex="0" aria-label="{escape(label)}"><table'
    wrapped = html.replace("<table", frame).replace("</table>", "</table></figure>")
    return Markup(wrapped)  # noqa: S704 - the same
