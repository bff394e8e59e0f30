"""Family C in the history of git: what a version of a file holds that was taken out later, or not.

The detectors are those of the family, and so is what is meant to be public: by the catalogue and
the organisation of the same commit. A find never holds the value itself.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ground.personal import Masks
from dispatch.ground.personal import detect
from dispatch.ground.personal import number_hits
from dispatch.ground.secrecy import marks
from dispatch.ground.source import Place
from dispatch.rules.base import Rule
from dispatch.rules.exposure import ABOUT_PEOPLE
from dispatch.rules.exposure import MANY
from dispatch.rules.exposure import hits_in
from dispatch.rules.exposure import in_source
from dispatch.rules.exposure import is_escaped
from dispatch.rules.meant import is_meant
from dispatch.rules.meant import severity_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ground.personal import Hit
    from dispatch.ground.source import Source
    from dispatch.model.catalogue import Item
    from dispatch.model.entry import Entry
    from dispatch.model.organisation import Organisation
    from dispatch.reading.inspection import Piece

LEAK_IN_HISTORY = Rule(
    code="C021",
    name="leak-in-history",
    severity=Severity.ERROR,
    clause="个人信息保护法第二十五条、第二十八条；保守国家秘密法第三十五条：先审查、后公开",
    doc=(
        "A commit adds something personal in full, or a mark of secrecy.\n\n"
        "What is taken out later is still in git, and whoever clones the repository has it."
    ),
    origin="asked",
)
RULES = (LEAK_IN_HISTORY,)

NAME = "name"
"""The place of what stands in the name of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What was meant to be public at a commit."""

    items: Mapping[str, Item] = field(default_factory=dict)
    """The items of its catalogue, by code."""
    phones: frozenset[str] = frozenset()
    """The telephones that its organisation states, in digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How a version of a file is searched."""

    day: date
    masks: Masks
    norm: Callable[[], Norm]
    """What was meant to be public then; asked only where something is found."""

    def all_of(self, text: str) -> tuple[Hit, ...]:
        """Return everything personal in a text that is no office telephone."""
        return self._sifted(text, detect(text, self.day, self.masks))

    def numbers_of(self, text: str) -> tuple[Hit, ...]:
        """Return the personal numbers in a text that are no office telephones."""
        return self._sifted(text, number_hits(text, self.masks))

    def _sifted(self, text: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        return tuple(
            hit
            for hit in hits
            if hit.kind != "mobile"
            or digits_of(text[hit.start : hit.end]) not in self.norm().phones
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """What a version of a file holds that nobody should have."""

    kind: str
    """A kind of personal data, or `mark`."""
    value: str
    """The value, covered; of a mark its words."""
    place: Place
    where: str = ""
    """Where in an attachment; `name` in the name of the file."""
    severity: Severity = Severity.ERROR


def digits_of(text: str) -> str:
    """Return the digits of a number in plain form, without what stands before a national one."""
    found = (unicodedata.digit(each, None) for each in text)
    plain = "".join(str(each) for each in found if each is not None)
    return plain[-11:]


def phones_of(organisation: Organisation) -> frozenset[str]:
    """Return the telephones that an organisation states for its offices, in digits."""
    group = organisation.leading_group
    office = group.office.phone if group and group.office else None
    stated = (
        *(unit.office_phone for unit in organisation.units),
        *(person.office_phone for person in organisation.people),
        office,
    )
    return frozenset(digits_of(each) for each in stated if each)


def in_name(path: str, search: Search) -> Iterator[Leak]:
    """Return what the name of a file gives away."""
    for hit in search.numbers_of(path):
        yield Leak(kind=hit.kind, value=hit.masked, place=Place(path), where=NAME)


def in_text(source: Source, parsed: Callable[[], Entry | None], search: Search) -> Iterator[Leak]:
    """Return what the text of a file holds; where it is no entry, no element in it is meant."""
    find = search.all_of if source.path.startswith(ABOUT_PEOPLE) else search.numbers_of
    entry = parsed() if find(source.text) or is_escaped(source.text) else None
    for each in in_source(source, entry, find):
        item = search.norm().items.get(entry.item) if entry else None
        if not is_meant(each, item):
            severity = severity_of(each, item)
            yield Leak(kind=each.kind, value=each.masked, place=each.place, severity=severity)
    yield from _marked(source.text, source.place)


def in_pieces(path: str, pieces: Iterable[Piece], search: Search) -> Iterator[Leak]:
    """Return what an attachment holds; of very much of one kind the first."""
    told: Counter[str] = Counter()
    every = tuple(pieces)
    for where, hit in hits_in(every, search.all_of):
        told[hit.kind] += 1
        if told[hit.kind] <= MANY:
            yield Leak(kind=hit.kind, value=hit.masked, place=Place(path), where=where)
    for piece in every:
        yield from _marked(piece.text, lambda _: Place(path), piece.where)


def _marked(text: str, place: Callable[[int], Place], where: str = "") -> Iterator[Leak]:
    for mark in marks(text):
        if mark.kind == "mark":
            words = " ".join(text[mark.start : mark.end].split())
            yield Leak(kind="mark", value=words, place=place(mark.start), where=where)
