"""Family I, first half: that every id, code, number and address belongs to one thing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections import defaultdict
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ground.source import Place
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import DOWN
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.model.entry import Entry
    from dispatch.rules.register import Register

GOOD = Sample()
_COPY = re.compile(r"副本|复制|複製|[Cc]opy|\([0-9]+\)|（[0-9]+）")


def _repeated(named: Iterable[tuple[str, Place]], variant: str = "") -> Iterator[Finding]:
    """Return a finding for each name after the first of its kind."""
    first: dict[str, Place] = {}
    for name, place in named:
        if name in first:
            yield Finding(place=place, params=(("name", name),), variant=variant, also=first[name])
        first.setdefault(name, place)


def _originality(entry: Entry) -> tuple[bool, int, str]:
    """Return the place of an entry among those of its id: copies come after what they copy."""
    path = entry.origin.path
    return bool(_COPY.search(path)), len(path), path


def _twice(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name, count in Counter(names).items() if count > 1)


@rule(
    "I001",
    "duplicate-entry-id",
    clause="内容格式 1：id 永不重复",
    samples=(sample(other="id: 2026-0001\nitem: A-01"), sample(other="item: A-01")),
)
def duplicate_entry_id(register: Register) -> Iterator[Finding]:
    """Two entries have one id.

    The address of an entry, its sheet and all references to it are made of its id.
    """
    entries = sorted(register.site.entries, key=_originality)
    twice = _twice(entry.id for entry in entries)
    named = ((entry.id, register.at(entry.origin, "id")) for entry in entries if entry.id in twice)
    yield from _repeated(named)


@rule(
    "I002",
    "duplicate-item-code",
    clause="内容格式 1：code",
    samples=(sample(inner="code: A-01", other="item: A-01"), sample(inner="code: B-01")),
)
def duplicate_item_code(register: Register) -> Iterator[Finding]:
    """Two items of the catalogue have one code.

    An entry names its item by the code alone, so nobody could say which norm it is held against.
    """
    items = register.site.catalogue.items
    yield from _repeated((item.code, register.at(item.origin, "code")) for item in items)


@rule(
    "I003",
    "duplicate-id",
    clause="内容格式 1：organisation.yaml、boards.yaml",
    samples=(
        sample(corridor="id: hall\nreaders: society", inner="boards: [hall]\nscope: society"),
        sample(corridor="id: corridor"),
    ),
)
def duplicate_id(register: Register) -> Iterator[Finding]:
    """Two units, two people or two boards have one id.

    What refers to that id would mean the first of them, and the second would never be shown.
    """
    site = register.site
    units, people = site.organisation.units, site.organisation.people
    yield from _repeated(((each.id, register.at(each.origin, "id")) for each in units), "unit")
    yield from _repeated(((each.id, register.at(each.origin, "id")) for each in people), "person")
    yield from _repeated(
        ((each.id, register.at(each.origin, "id")) for each in site.boards), "board"
    )


def _colliding(named: Iterable[tuple[str, Place]], variant: str) -> Iterator[Finding]:
    """Return a finding for each name that another differs from by case or composition alone."""
    first: dict[str, tuple[str, Place]] = {}
    for name, place in named:
        folded = unicodedata.normalize("NFC", name).casefold()
        known, also = first.setdefault(folded, (name, place))
        if known != name:
            params = (("name", name), ("other", known))
            yield Finding(place=place, params=params, variant=variant, also=also)


@rule(
    "I009",
    "address-collision",
    clause="内容格式 1：网址由代码和文件名组成",
    samples=(sample(inner="code: a-01", other="item: a-01"), sample(inner="code: B-01")),
)
def address_collision(register: Register) -> Iterator[Finding]:
    """Two addresses differ by capital letters, or by the composition of characters, alone.

    On Windows and on macOS they are one file: one of the two pages would take the other's place.
    """
    site = register.site
    codes = ((item.code, register.at(item.origin, "code")) for item in site.catalogue.items)
    pages = ((page.name, Place(page.origin.path)) for page in site.pages)
    attached = ((path, Place(f"content/{path}")) for path in site.attachments)
    yield from _colliding(codes, "code")
    yield from _colliding(pages, "page")
    yield from _colliding(attached, "attachment")


@rule(
    "I010",
    "attachment-missing",
    clause="内容格式 1：attachments",
    samples=(
        sample(entry="attachments: [{file: attachments/2026-0009.csv, title: 明细表}]"),
        sample(entry="attachments: [{file: attachments/2026-0001.csv, title: 明细表}]"),
    ),
)
def attachment_missing(register: Register) -> Iterator[Finding]:
    """An attachment or a photograph is named, and no such file lies under content/attachments/.

    A reader would be promised a file and find none.
    """
    unread = {path.removeprefix("content/") for path in register.unread}
    lying = {*register.site.attachments, *unread}
    for entry in register.site.entries:
        for index, attachment in enumerate(entry.attachments):
            if attachment.file not in lying:
                place = register.at(entry.origin, "attachments", index, "file")
                yield finding(place, file=attachment.file)
    for posting in register.site.postings:
        if posting.photo and posting.photo not in lying:
            yield finding(register.at(posting.origin, "photo"), file=posting.photo)


@rule(
    "I011",
    "duplicate-document-number",
    severity=Severity.WARNING,
    clause="GB/T 9704-2012：发文字号",
    samples=(
        sample(entry="number: 水党发〔2026〕18号", other="number: 水党发〔2026〕18号"),
        sample(entry="number: 水党发〔2026〕18号", other="number: 水党发〔2026〕19号"),
    ),
)
def duplicate_document_number(register: Register) -> Iterator[Finding]:
    """Two entries that do not replace each other carry the same document number.

    A number belongs to one document; usually the second was copied from the first.
    """
    by_number: dict[str, list[Entry]] = defaultdict(list)
    for entry in register.site.entries:
        if entry.number:
            by_number[entry.number].append(entry)
    for number, (first, *others) in by_number.items():
        for other in others:
            if not _linked(first, other):
                place = register.at(other.origin, "number")
                also = register.at(first.origin, "number")
                params = (("number", number), ("other", first.id))
                yield Finding(place=place, params=params, also=also)


def _linked(first: Entry, second: Entry) -> bool:
    """Tell whether one entry replaces the other, or both are stages of one matter."""
    stages = tuple(each.stage.of or each.id if each.stage else "" for each in (first, second))
    return (
        first.replaces == second.id
        or second.replaces == first.id
        or bool(stages[0] and stages[0] == stages[1])
    )


@rule(
    "I012",
    "circular-reference",
    clause="内容格式 1：corrects、supersedes、stage、parent",
    samples=(
        sample(entry="supersedes: 2026-0001"),
        sample(other="corrects: 2026-0001\nitem: A-01", posting=DOWN),
    ),
)
def circular_reference(register: Register) -> Iterator[Finding]:
    """A chain of replacements, of stages or of units comes back to where it began.

    Nobody could say which entry is in force, or which unit stands above which.
    """
    entries = register.entries
    for name in _circling({name: entry.replaces for name, entry in entries.items()}):
        key = "corrects" if entries[name].corrects else "supersedes"
        yield finding(register.at(entries[name].origin, key), "entry", name=name)
    stages = {name: entry.stage.of if entry.stage else None for name, entry in entries.items()}
    for name in _circling(stages):
        yield finding(register.at(entries[name].origin, "stage", "of"), "stage", name=name)
    for name in _circling({name: unit.parent for name, unit in register.units.items()}):
        yield finding(register.at(register.units[name].origin, "parent"), "unit", name=name)


def _circling(links: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the names that following the links leads back to, in order."""
    settled: set[str] = set()
    circling: list[str] = []
    for start in links:
        path: list[str] = []
        name: str | None = start
        while name is not None and name not in settled and name not in path:
            path.append(name)
            name = links.get(name)
        if name in path:
            circling.extend(path[path.index(name or "") :])
        settled.update(path)
    return tuple(circling)


@rule(
    "I013",
    "id-of-another-year",
    severity=Severity.WARNING,
    clause="内容格式 1：id、year-number",
    samples=(
        sample(entry="id: 2025-0001", posting="entry: 2025-0001", feedback="about: 2025-0001"),
        GOOD,
    ),
)
def id_of_another_year(register: Register) -> Iterator[Finding]:
    """The year in an id is not the year of publication.

    The archive goes by years; usually the id or the day was copied from another entry.
    """
    for entry in register.site.entries:
        if entry.year != str(entry.published.year):
            place = register.at(entry.origin, "id")
            yield finding(place, id=entry.id, published=entry.published)


RULES = (
    duplicate_entry_id,
    duplicate_item_code,
    duplicate_id,
    address_collision,
    attachment_missing,
    duplicate_document_number,
    circular_reference,
    id_of_another_year,
)
