"""The desk that every command is given, and what is looked up there; a base of this floor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from functools import partial
from typing import TYPE_CHECKING

from dispatch.front import pipeline
from dispatch.front import reporters
from dispatch.ground import files
from dispatch.ground.errors import DispatchError
from dispatch.ground.errors import UnknownNameError
from dispatch.ground.personal import covered

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.messages import Messages
    from dispatch.ground.source import Place
    from dispatch.ground.source import Source
    from dispatch.ledger.account import Account
    from dispatch.model.catalogue import Item
    from dispatch.model.site import Site

GOOD, FAULTY = 0, 1

PERSONAL = "C"
"""The family of rules whose findings show no line of the file."""

_NUMBER = re.compile(r"\d(?:[\s\-\u200b-\u200f]{0,2}[\dXx]){10,}")
_DIGIT = re.compile(r"[\dXx]")


class NoRecordError(DispatchError):
    """There is no record of git to look through."""

    key = "no-record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """Where words go: results to `out`, what happens meanwhile to `err`."""

    out: Callable[[str], None]
    err: Callable[[str], None]
    style: Callable[[str, str], str]
    """Puts a style (error, warning, info, place, faint, good, code) on a text, or leaves it."""
    live: bool
    """Whether a line can be written over: a person looks on."""
    rewrite: Callable[[str], None]
    """Writes over the last line; only used where it can be."""
    summary: Callable[[str], None]
    """Adds Markdown to the summary that the system keeps beside the output, where it does."""
    ask: Callable[[str], bool] = lambda _: False
    """Asks a person whether to go on; no, where none is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every command needs."""

    root: Path
    day: date
    messages: Messages
    terminal: Terminal


def shown(desk: Desk, found: Iterable[Diagnostic]) -> str:
    """Return findings as the terminal shows them."""
    from dispatch.rules import RULES  # noqa: PLC0415 - heavy floors only where they are used

    listed = tuple(found)
    told = reporters.remarks(listed, desk.messages, {rule.code: rule for rule in RULES})
    personal = frozenset(
        (each.place.path, each.place.line) for each in listed if each.code[0] == PERSONAL
    )
    line = cache(partial(_line, cache(partial(_source, desk.root)), personal))
    told_of = partial(_told_of, line)
    return reporters.people.as_text(told, desk.messages, desk.terminal.style, told_of)


def _told_of(line: Callable[[str, int], str], place: Place) -> str:
    return line(place.path, place.line)


def _source(root: Path, path: str) -> Source | None:
    return files.read_source(root, path)[0]


def tell(desk: Desk, found: Iterable[Diagnostic], *, form: str) -> None:
    """Say findings in a form, for people or for programs."""
    from dispatch.rules import RULES  # noqa: PLC0415 - the same

    if form == "text":
        desk.terminal.out(shown(desk, found))
        return
    told = reporters.remarks(found, desk.messages, {rule.code: rule for rule in RULES})
    text, summary = reporters.report(form, told, desk.messages, RULES)
    desk.terminal.out(text)
    desk.terminal.summary(summary)


def _line(
    source_of: Callable[[str], Source | None],
    personal: frozenset[tuple[str, int]],
    path: str,
    number: int,
) -> str:
    """Return the text of a line, once for all that is found in it.

    A line in which something personal was found is not shown: it may be kept in a log.
    """
    source = None if (path, number) in personal else source_of(path)
    return _NUMBER.sub(_veil, covered(source.line(number))) if source else ""


def _veil(match: re.Match[str]) -> str:
    """Return a long number with a star for each digit: what is shown may be kept in a log."""
    return _DIGIT.sub("*", match[0])


def say(desk: Desk, key: str, **params: object) -> None:
    """Say a text of the catalogue on the side."""
    desk.terminal.err(desk.messages.text(key, **params) + "\n")


def unknown(desk: Desk, kind: str, word: str, known: dict[str, str]) -> UnknownNameError:
    """Return the error for a name that is not known; the known ones by id, with their titles."""
    words = desk.messages
    alike = [name for name, title in known.items() if word in title]
    near = list(dict.fromkeys([*alike, *get_close_matches(word, list(known), 3, 0.4)]))[:5]
    names = words.text("cli.count.comma").join(_named(each, known) for each in near or known)
    nearest = words.text("cli.nearest" if near else "cli.known", names=names)
    return UnknownNameError(kind=words.text(f"cli.kind.{kind}"), name=word, nearest=nearest)


def _named(name: str, known: dict[str, str]) -> str:
    return f"{name} {known[name]}".strip()


def site_of(desk: Desk) -> Site:
    """Return the site, or say what keeps it from being one."""
    return account_of(desk).site


def account_of(desk: Desk) -> Account:
    """Return the site on the day, reckoned up, or say what keeps it from being one."""
    seen = pipeline.examine(desk.root, desk.day)
    if seen.account is None:
        desk.terminal.err(shown(desk, seen.found))
        raise pipeline.SiteUnreadableError(root=desk.root.name)
    return seen.account


def item_of(desk: Desk, site: Site, code: str) -> Item:
    """Return the catalogue item of that code; the error names the nearest ones."""
    item = site.items.get(code) or site.items.get(code.upper())
    if item is None:
        raise unknown(desk, "item", code, {code: each.title for code, each in site.items.items()})
    return item
