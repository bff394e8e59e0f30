"""Family P, the words: that no text on the web names what its readers may not know of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import is_dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote

from dispatch.model.values import Origin
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.source import Place
    from dispatch.model.entry import Entry
    from dispatch.rules.register import Register

Keys = tuple[str | int, ...]

UNTOLD = frozenset(
    ("origin", "corrects", "supersedes", "of", "about", "procedure", "roles", "items", "pinned")
)
"""Fields that the web does not show as they stand, or that are looked at in another way."""

_DASH = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_ID = re.compile(rf"\d(?<!\d\d)\d{{3}}[{_DASH}]{{1,2}}\d{{4,6}}(?!\d)")
"""Digits come first, so that a search passes over everything else at once."""
_VEIL = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_RUN = re.compile(r"\d(?:[\W_]*\d){7,}")
"""Digits with nothing between them but signs, as many as an id has at least."""
_TARGET = re.compile(r"\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])")
_HIDDEN_SIGNS = r"(?:&#?[0-9A-Za-z]+;|%[0-9a-fA-F]{2}|[\W_])*"
_LINK = re.compile(r"\](?:\(|:)[ \t]*<?([^\s<]*)$")
_LINK_END = re.compile(r"[^\s<>)]*")
_ATTRIBUTE = re.compile(r' (?:href|title)="([^"]*)"')
_INLINE = re.compile(r"</?(?:a|strong|em|code)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_INSIDE = re.compile(r"[./]*(?:attachments/|(?:entries|sheets)/(?:[0-9]{4}/)?[0-9-]+(?:$|[/.?#]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """The ids that nobody on the web may read."""

    until: Mapping[str, date]
    """By id the day from which it is known; the last of all days where it never is."""
    digits: frozenset[str]
    """The same ids without their dash."""
    day: date
    """The day on which the site is looked at."""
    base: str
    """The address of the site, with the stroke at its end."""

    def named(self, text: str, since: date) -> Iterator[tuple[str, int]]:
        """Return the secret ids in a text shown from a day on, with their offsets."""
        for match in _ID.finditer(text):
            name = _plain(match[0])
            if self.until.get(name, date.min) > max(since, self.day):
                yield name, match.start()


def _plain(written: str) -> str:
    """Return an id as ids are written, from whatever digits and dash."""
    digits = "".join(filter(str.isdecimal, normalize("NFKC", written)))
    return f"{digits[:4]}-{digits[4:]}"


@rule(
    "P004",
    "public-entry-names-hidden-entry",
    clause="公开范围：网上只有向社会公开的内容",
    samples=(sample(text="说明见 2026-0002。"), sample(text="说明见公开栏。")),
)
def public_entry_names_hidden_entry(register: Register) -> Iterator[Finding]:
    """Something on the web names an entry that is not: by a reference, or in its words.

    That the entry exists, and what it is about, is already more than its readers may know; so it
    is with a draft, and with an entry whose day is still to come.
    """
    for entry in register.public:
        for keys, name in _references(entry):
            if name in register.hidden:
                yield finding(register.at(entry.origin, *keys), "reference", entry=name)
    secret = _secret(register)
    if secret.until:
        for place, name in dict.fromkeys(_mentions(register, secret)):
            yield finding(place, "text", entry=name)


def _references(entry: Entry) -> Iterator[tuple[tuple[str, ...], str | None]]:
    yield ("corrects",), entry.corrects
    yield ("supersedes",), entry.supersedes
    yield ("stage", "of"), entry.stage.of if entry.stage else None


def _secret(register: Register) -> Secret:
    until = {entry.id: entry.published for entry in register.public}
    never = (
        entry.id
        for entry in register.site.entries
        if entry.draft or (entry.withdrawn and entry.withdrawn.on < entry.published)
    )
    until = {name: day for name, day in until.items() if day > register.day}
    until |= dict.fromkeys((*register.hidden, *never), date.max)
    return Secret(
        until=until,
        digits=frozenset(name.replace("-", "") for name in until),
        day=register.day,
        base=register.site.config.site.base_url.rstrip("/") + "/",
    )


def _mentions(register: Register, secret: Secret) -> Iterator[tuple[Place, str]]:
    """Return each id of a hidden entry in what the web shows, with its place."""
    loud = _loud(register, secret)
    asked = (each for each in register.public if each.origin.path not in register.unasked)
    for entry in asked:
        gone = entry.withdrawn is not None and entry.withdrawn.on <= register.day
        plain = entry.origin.path in loud
        if not gone and (plain or _arranged(entry.body, secret.digits)):
            for name, offset in _in_prose(entry.body, secret, entry.published):
                yield register.site.body_place(entry, offset), name
        for keys, text in _leaves((), entry) if plain else ():
            if keys[0] not in ("id", "body") and (not gone or keys[0] in ("title", "withdrawn")):
                for name in _in_words(text, secret, entry.published):
                    yield register.at(entry.origin, *keys), name
    for since, origin, noun in _nouns(register):
        for keys, text in _leaves((), noun) if origin.path not in register.unasked else ():
            for name in _in_words(text, secret, since):
                yield register.at(origin, *keys), name
    yield from _in_pages(register, secret)


def _loud(register: Register, secret: Secret) -> frozenset[str]:
    """Return the files of entries with a secret id in them, or with escapes that may hold one."""
    paths = {entry.origin.path for entry in register.public} - register.unasked
    texts = {path: register.site.sources.get(path) for path in paths}
    return frozenset(
        path
        for path, source in texts.items()
        if source is None or "\\" in source.text or any(secret.named(source.text, date.min))
    )


def _nouns(register: Register) -> Iterator[tuple[date, Origin, object]]:
    """Return what the web shows beside entries: from which day, where it stands, the noun."""
    site, day = register.site, register.day
    yield day, Origin("config.yaml", ("site",)), site.config.site
    yield day, site.organisation.origin, site.organisation
    yield day, Origin(site.catalogue.items[0].origin.path), site.catalogue
    yield from ((day, item.origin, item) for item in site.catalogue.items)
    yield from ((day, board.origin, board) for board in site.boards)
    yield from ((each.received, each.origin, each) for each in site.feedback if each.public)
    yield from ((each.on, each.origin, each) for each in site.oversight if each.public)
    for waiver in site.waivers:
        if waiver.public and site.waiver_on_web(waiver):
            entry = site.waived(waiver)
            since = max(waiver.approved.on, entry.published if entry else waiver.approved.on)
            yield since, waiver.origin, {"reason": waiver.reason}


def _leaves(keys: Keys, value: object) -> Iterator[tuple[Keys, str]]:
    """Return every text of a noun that the web may show, with the keys that lead to it."""
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves((*keys, key), each)
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _leaves((*keys, index), each)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in UNTOLD:
                yield from _leaves((*keys, field.name), getattr(value, field.name))


def _in_words(text: str, secret: Secret, since: date) -> Iterator[str]:
    """Return the secret ids in a text that is shown as it stands."""
    bare = text if text.isprintable() else _VEIL.sub("", text)
    return (name for name, _ in secret.named(bare, since))


def _in_pages(register: Register, secret: Secret) -> Iterator[tuple[Place, str]]:
    asked = (each for each in register.site.pages if each.origin.path not in register.unasked)
    for page in asked:
        source = register.site.sources.get(page.origin.path)
        for words in (page.name, page.title):
            for name in _in_words(words, secret, register.day):
                yield register.at(page.origin, "title"), name
        start = max(0, source.text.find(page.body)) if source else 0
        for name, offset in _in_prose(page.body, secret, register.day):
            place = source.place(start + offset) if source else register.site.place(page.origin)
            yield place, name


def _in_prose(body: str, secret: Secret, since: date) -> Iterator[tuple[str, int]]:
    """Return the secret ids in a Markdown text, as it stands and as its readers see it."""
    plain = tuple(secret.named(body, since))
    for name, offset in plain:
        if not _INSIDE.match(_target(body, offset).removeprefix(secret.base)):
            yield name, offset
    if _arranged(body, secret.digits):
        known = {name for name, _ in plain}
        for name in dict.fromkeys(_rendered(body, secret, since)):
            if name not in known:
                yield name, _where(body, name)


def _target(body: str, offset: int) -> str:
    """Return what the link leads to whose target is written at an offset; empty if it is none."""
    start = max(0, offset - 200)
    link = _LINK.search(body[start:offset])
    end = _LINK_END.match(body, offset)
    return link[1] + end[0] if link and end else ""


def _arranged(body: str, digits: frozenset[str]) -> bool:
    """Tell whether a secret id may be in a text in pieces, with signs or markup between them."""
    text = unescape(body) if "&" in body else body
    text = unquote(text) if "%" in text else text
    texts = (text, _TARGET.sub("", text)) if "](" in text or "][" in text else (text,)
    runs = (run for each in texts for run in _RUN.findall(each))
    return any(_holds("".join(filter(str.isdecimal, normalize("NFKC", r))), digits) for r in runs)


def _holds(run: str, digits: frozenset[str]) -> bool:
    starts = range(len(run) - 7)
    return any(run[at : at + size] in digits for at in starts for size in (8, 9, 10))


def _rendered(body: str, secret: Secret, since: date) -> Iterator[str]:
    """Return the secret ids in a text as it is shown, and in what its links lead to."""
    from dispatch.ground import prose  # noqa: PLC0415 - Markdown, where an id may be in it

    html = prose.render(body).html
    yield from _in_words(unescape(_TAG.sub("\n", _INLINE.sub("", html))), secret, since)
    for attribute in _ATTRIBUTE.findall(html):
        target = unquote(unescape(attribute))
        if not _INSIDE.match(target.removeprefix(secret.base)):
            yield from _in_words(target, secret, since)


def _where(body: str, name: str) -> int:
    """Return where an id with signs between its digits stands; else where the text starts."""
    found = re.search(_HIDDEN_SIGNS.join(name.replace("-", "")), body)
    return found.start() if found else 0


RULES = (public_entry_names_hidden_entry,)
