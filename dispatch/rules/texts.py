"""Every text that readers see, with the true place of each of its characters; a base of rules.

A rule says what a text must hold for it to look there at all (`sign`); files without it are
passed over at once, so that many rules cost little over very many entries. Rules that look at one
file at a time run over some entries after another (`Parts`), whose texts are gathered once for all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Any

from dispatch.model.record import Feedback
from dispatch.model.values import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.source import Place
    from dispatch.ground.source import Source
    from dispatch.model.entry import Entry
    from dispatch.rules.register import Register
    from dispatch.rules.register import Statement

Keys = tuple[str | int, ...]
Sign = Callable[[str], object]
"""What tells whether a text may be of interest."""

_SKIPPED = frozenset(("origin", "id", "by", "entry", "board", "about", "unit", "file", "photo"))
_BLOCK = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\n")
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)|(?P<tick>`++)[^`\n]++(?P=tick)"
    r"|(?<=\]\()[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=[ )])|https?://[\w./?=&%#:~+-]++"
    r"|[\w.+-]++@[\w-]++(?:\.[\w-]++)+",
    re.DOTALL | re.MULTILINE | re.ASCII,
)
_NEAR = 60
"""How far a character of a value may stand behind the one before it: indentation, escapes."""
_ANY = re.compile(r"[^\n]")
_SEVERAL = 64
"""How many entries have their texts gathered at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text as it is shown, and where it was read."""

    text: str
    origin: Origin
    keys: Keys
    start: int = -1
    """Where the text begins in its file; -1 where YAML holds it, perhaps written otherwise."""
    entry: Entry | None = None
    """The entry that it is of, where it is of one."""
    quoted: bool = False
    """Whether they are the words of somebody outside, whose language is their own."""

    @property
    def prose(self) -> str:
        """The text with code, addresses and targets of links blanked, every place kept."""
        signs = ("`", "](", "://", "@", "~~~")
        if not any(sign in self.text for sign in signs):
            return self.text
        return _CODE.sub(lambda found: _ANY.sub(" ", found[0]), self.text)

    @property
    def body(self) -> bool:
        """Whether it is Markdown."""
        return self.keys == ("body",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The texts of an entry, or of all that is no entry."""

    words: tuple[Words, ...]
    written: str | None = None
    """The file that they are in; none where it may say them otherwise than it is written."""


def texts(register: Register, sign: Sign) -> Iterator[Words]:
    """Return the texts of a site that have the sign, those of entries first."""
    for told in _told(register) if register.told is None else register.told:
        if told.written is None or sign(told.written):
            yield from (words for words in told.words if sign(words.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A register in parts: some entries each, with their texts; then all that is no entry.

    What is found in a part follows from the files in it alone, beside the catalogue and settings.
    """

    whole: Register
    entries: tuple[Entry, ...]
    """Those that are looked at."""
    stated: Mapping[int, list[Statement]]
    """What each entry states, by where it is in memory."""

    @classmethod
    def of(cls, whole: Register) -> Parts:
        """Return the parts of a register."""
        stated: dict[int, list[Statement]] = defaultdict(list)
        for statement in whole.statements:
            stated[id(statement.entry)].append(statement)
        entries = (each for each in whole.site.entries if each.origin.path not in whole.passed)
        return cls(whole=whole, entries=tuple(entries), stated=stated)

    def numbers(self) -> range:
        """Return the numbers of the parts."""
        return range(-(-len(self.entries) // _SEVERAL) + 1)

    def part(self, number: int) -> Register:
        """Return the part of a number; the last is what is no entry."""
        some = self.entries[number * _SEVERAL : (number + 1) * _SEVERAL]
        site = replace(self.whole.site, entries=some)
        statements = tuple(each for entry in some for each in self.stated.get(id(entry), ()))
        told = tuple(_of_entry(self.whole, entry) for entry in some) or (_of_others(self.whole),)
        return replace(self.whole, site=site, statements=statements, told=told)


def _told(register: Register) -> Iterator[Told]:
    yield from (_of_entry(register, entry) for entry in register.site.entries)
    yield _of_others(register)


def _of_others(register: Register) -> Told:
    every = (*_of_pages(register), *_of_records(register))
    return Told(words=tuple(each for each in every if each.origin.path not in register.passed))


def _of_pages(register: Register) -> Iterator[Words]:
    for page in register.site.pages:
        source = register.site.sources.get(page.origin.path)
        start = source.text.rfind(page.body) if source else -1
        yield Words(text=page.title, origin=page.origin, keys=("title",))
        yield Words(text=page.body, origin=page.origin, keys=("body",), start=start)


def _of_records(register: Register) -> Iterator[Words]:
    nouns = (each for each in _nouns(register) if each[0].path not in register.passed)
    for origin, noun in nouns:
        for keys, text in leaves((), noun):
            quoted = isinstance(noun, Feedback) and keys == ("text",)
            yield Words(text=text, origin=origin, keys=keys, quoted=quoted)


def _of_entry(register: Register, entry: Entry) -> Told:
    source = register.site.sources.get(entry.origin.path)
    own = entry.origin
    words = [
        Words(text=text, origin=own, keys=keys, entry=entry)
        for keys, text in _fields(entry)
        if text
    ]
    start = entry.body_start or -1
    words.append(Words(text=entry.body, origin=own, keys=("body",), start=start, entry=entry))
    written = source.text if source and "\\" not in source.text else None
    return Told(words=tuple(words), written=written)


def _fields(entry: Entry) -> Iterator[tuple[Keys, str | None]]:
    for key in ("title", "number", "addressee", "issuer", "summary", "section"):
        yield (key,), getattr(entry, key)
    yield from leaves(("elements",), entry.elements)
    yield from leaves(("keywords",), entry.keywords)
    yield from leaves(("decision",), entry.decision)
    yield from leaves(("contacts",), entry.contacts)
    for index, attached in enumerate(entry.attachments):
        yield ("attachments", index, "title"), attached.title
    for index, edition in enumerate(entry.editions):
        yield ("editions", index, "note"), edition.note
    if entry.withdrawn:
        yield ("withdrawn", "reason"), entry.withdrawn.reason


def _nouns(register: Register) -> Iterator[tuple[Origin, object]]:
    site = register.site
    yield Origin("config.yaml", ("site",)), site.config.site
    yield site.organisation.origin, site.organisation
    yield from ((item.origin, item) for item in site.catalogue.items)
    yield from ((board.origin, board) for board in site.boards)
    yield from ((record.origin, record) for record in site.oversight)
    yield from ((opinion.origin, opinion) for opinion in site.feedback)
    yield from ((each.origin, {"reason": each.reason}) for each in site.waivers)


def leaves(keys: Keys, value: object) -> list[tuple[Keys, str]]:
    """Return every text in a value, with the keys that lead to it."""
    found: list[tuple[Keys, str]] = []
    _gather(found, keys, value)
    return found


def _gather(found: list[tuple[Keys, str]], keys: Keys, value: Any) -> None:  # noqa: ANN401 - a noun, or a part of one
    if isinstance(value, str):
        found.append((keys, value))
    elif isinstance(value, dict):
        for key, each in value.items():
            _gather(found, (*keys, key), each)
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            _gather(found, (*keys, index), each)
    elif value is not None:
        kind: Any = type(value)
        for name in _names(kind):
            _gather(found, (*keys, name), getattr(value, name))


@lru_cache(maxsize=256)
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a noun in which texts may be; of what is no noun, none."""
    if not is_dataclass(kind):
        return ()
    return tuple(each.name for each in fields(kind) if each.name not in _SKIPPED)


def place(register: Register, words: Words, offset: int) -> Place:
    """Return where a character of a text stands in its file."""
    source = register.site.sources.get(words.origin.path)
    if source is None:
        return register.at(words.origin, *words.keys)
    return source.place(index(register, words, offset))


def index(register: Register, words: Words, offset: int) -> int:
    """Return the index in its file of a character of a text; 0 where there is no file."""
    source = register.site.sources.get(words.origin.path)
    if source is None:
        return 0
    if words.start >= 0:
        return words.start + offset
    return _index(source, register.at(words.origin, *words.keys), words.text, offset)


def _index(source: Source, at: Place, text: str, offset: int) -> int:
    """Return the index in a file of a character of a value that begins there, however written."""
    raw = source.text
    start = sum(len(line) + 1 for line in raw.split("\n")[: at.line - 1]) + at.column - 1
    begin = start
    if block := _BLOCK.match(raw, start):
        begin = block.end()
    elif raw[start : start + 1] in ('"', "'"):
        begin = start + 1
    if raw.startswith(text, begin):
        return begin + offset
    index = begin
    for character in text[: offset + 1]:
        if not character.isspace():
            found = raw.find(character, index, index + _NEAR)
            index = found + 1 if found >= 0 else index
    return index - 1
