"""Personal data wherever content is written: which, at what place, in which field; for family C.

The texts of the files themselves are searched, so every place is exact, and remarks that no reader
of the site sees are found too: they are in git. What a file says in another way than it reads, by
escapes, is searched as it reads.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from dataclasses import replace
from functools import partial
from html import unescape
from itertools import groupby
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dispatch.ground import yamldoc
from dispatch.ground.edits import Edit
from dispatch.ground.personal import NUMBERS
from dispatch.ground.personal import Keep
from dispatch.ground.personal import Masks
from dispatch.ground.personal import detect
from dispatch.ground.personal import headed
from dispatch.ground.personal import number_hits
from dispatch.ground.source import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.personal import Hit
    from dispatch.ground.personal import Kind
    from dispatch.ground.source import Source
    from dispatch.model.config import PrivacyConfig
    from dispatch.model.entry import Entry
    from dispatch.model.site import Site
    from dispatch.reading.inspection import Inspected
    from dispatch.reading.inspection import Piece
    from dispatch.rules.register import Register

    Keys = tuple[str | int, ...]
    Finder = Callable[[str], tuple[Hit, ...]]

MANY = 20
"""How many finds of one kind in one attachment are told."""

HEADED = 60
"""How many rows of a sheet are looked at for its head and somebody named below it."""

ABOUT_PEOPLE = (
    "content/entries/",
    "content/pages/",
    "content/feedback/",
    "content/oversight/",
    "content/postings/",
    "content/waivers.yaml",
)
"""Where a label or address beside a name is somebody's; elsewhere names are those of officers."""

_ESCAPED = re.compile(r"\\[xuUN\n0-9]|&#|&[A-Za-z]+;")
_REMARK = re.compile(r"(?:^|[ \t])#")
_BORDER = re.compile(r"[\n|｜,，;；:：、'\"\\\[\]{}]")
_ARRANGED = re.compile(r"\d(?:</?[A-Za-z]|\]\(|\[\d|%3\d)|%3\d%3\d")
"""What stands between digits that a reader sees, or follows, as one number."""
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,60}>|\]\([^()\s]*\)|[\[\]]")
_PART = re.compile(r"\d{2,15}|\d{0,15}[Xx]")
"""A part of a number that stands in a field of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """Something personal in the content."""

    kind: Kind
    masked: str
    place: Place
    entry: Entry | None = None
    """The entry in whose file it stands."""
    keys: Keys = ()
    """The keys of the field that it stands in; `body` for a text below the front matter."""
    remark: bool = False
    """Whether it stands in a remark of the file, or in the file's name."""
    file: str = ""
    """The attachment in which it stands; the place is then where the entry lists it."""
    where: str = ""
    """Where in the attachment."""
    fix: Edit | None = None
    """What covers it, where that can do no harm."""


def masks_of(privacy: PrivacyConfig) -> Masks:
    """Return the masks that the config asks for."""
    kept = {kind: getattr(privacy, kind) for kind in NUMBERS}
    return Masks(**{kind: Keep(keep.first, keep.last) for kind, keep in kept.items()})


def in_texts(register: Register, entries: Iterable[Entry]) -> Mapping[str, tuple[Exposed, ...]]:
    """Return by path what is personal in the files of some entries; it does not say of whom."""
    sources, (find, _) = register.site.sources, _finders(register)
    return {
        path: tuple(replace(one, entry=None) for one in in_source(sources[path], each, find))
        for each in entries
        if (path := each.origin.path) in sources
    }


def exposed(register: Register, seen: Mapping[str, tuple[Exposed, ...]]) -> Iterator[Exposed]:
    """Return everything personal in the texts of a site, in its attachments, and in names.

    Of files that are passed over nothing is returned, but what is in their attachments; where they
    are unasked about, not even that. What was `seen` in files need not be looked for again.
    """
    site, (whole, narrow) = register.site, _finders(register)
    entries = {entry.origin.path: entry for entry in site.entries}
    sources = {path: each for path, each in site.sources.items() if path not in register.passed}
    for path, source in sources.items():
        entry, find = entries.get(path), whole if path.startswith(ABOUT_PEOPLE) else narrow
        found = seen[path] if path in seen else in_source(source, entry, find)
        yield from (replace(each, entry=entry) for each in found)
    for path in (*sources, *(f"content/{name}" for name in site.attachments)):
        for hit in narrow(path):
            yield _named(hit, Place(path), entries.get(path), remark=True)
    for entry in site.entries:
        if entry.origin.path not in register.passed:
            yield from _parted(site, entry, narrow)
    lying = (each for each in _lying(site) if each[1].path not in register.unasked)
    yield from _attached(lying, register.inspected, whole)


def _finders(register: Register) -> tuple[Finder, Finder]:
    """Return what finds all that is personal, and what finds numbers only."""
    masks = masks_of(register.site.config.privacy)
    return partial(detect, day=register.day, masks=masks), partial(number_hits, masks=masks)


def _attached(
    lying: Iterable[tuple[Entry | None, Place, str]],
    inspected: Mapping[str, Inspected],
    find: Finder,
) -> Iterator[Exposed]:
    """Return what is in attachments; of very much of one kind in one file the first."""
    told: Counter[tuple[str, Kind]] = Counter()
    for entry, place, file in lying:
        inside = inspected.get(file)
        for where, hit in hits_in(inside.pieces, find) if inside else ():
            told[file, hit.kind] += 1
            if told[file, hit.kind] <= MANY:
                found = _named(hit, place, entry, remark=True)
                yield replace(found, file=file, where=where)


def hits_in(pieces: tuple[Piece, ...], find: Finder) -> Iterator[tuple[str, Hit]]:
    """Return what is in pieces of text; then what the head of a sheet says of those in its rows."""
    for piece in pieces:
        yield from ((piece.where, hit) for hit in find(piece.text))
    rows = (each for each in pieces if "!" in each.where)
    for sheet, group in groupby(rows, key=lambda each: each.where.partition("!")[0]):
        text = "\n".join(each.text.replace("\n", " ") for each in islice(group, HEADED))
        yield from ((sheet, hit) for hit in headed(text))


def _lying(site: Site) -> Iterator[tuple[Entry | None, Place, str]]:
    """Return each attachment where it is listed, those on the web first; the rest where it lies."""
    listed = set()
    for entry in sorted(site.entries, key=site.on_web, reverse=True):
        for index, attachment in enumerate(entry.attachments):
            listed.add(attachment.file)
            yield entry, site.place(entry.origin, "attachments", index, "file"), attachment.file
    for file in sorted(site.attachments.keys() - listed):
        yield None, Place(f"content/{file}"), file


def is_escaped(text: str) -> bool:
    """Tell whether a text may read otherwise than it is written."""
    return bool(_ESCAPED.search(text))


def in_source(source: Source, entry: Entry | None, find: Finder) -> Iterator[Exposed]:
    """Return everything that is found in the text of a file, as it stands and as it reads."""
    hits = find(source.text)
    for hit in hits:
        yield _exposed(source, entry, hit)
    if is_escaped(source.text):
        known = {(hit.kind, hit.masked) for hit in hits}
        for keys, text in _texts(source, entry):
            for hit in find(text):
                if (hit.kind, hit.masked) not in known:
                    yield _named(hit, _place(source, entry, keys), entry, keys)
    start = entry.body_start or 0 if entry else 0
    if source.path.endswith(".md") and (first := _arranged(source.text, start)):
        known = {(hit.kind, hit.masked) for hit in hits}
        read = unquote(unescape(source.text[start:]))
        for hit in dict.fromkeys((*find(read), *find(_MARKUP.sub("", read)))):
            if (hit.kind, hit.masked) not in known:
                yield _named(hit, source.place(first.start()), entry, ("body",))


def _arranged(text: str, start: int) -> re.Match[str] | None:
    """Return the first of what may make digits read as one number; mostly its signs are wanting."""
    if all(text.find(sign, start) < 0 for sign in ("<", "[", "](", "%3")):
        return None
    return _ARRANGED.search(text, start)


def _parted(site: Site, entry: Entry, find: Finder) -> Iterator[Exposed]:
    """Return numbers whose parts stand in fields of their own, one after the other."""
    for parts, group in groupby(
        _leaves((), entry.elements), key=lambda each: bool(_PART.fullmatch(each[1].strip()))
    ):
        several = tuple(group)
        if parts and len(several) > 1:
            for hit in find(" ".join(text.strip() for _, text in several)):
                keys = ("elements", *several[0][0])
                yield _named(hit, site.place(entry.origin, *keys), entry, keys)


def _named(
    hit: Hit, place: Place, entry: Entry | None, keys: Keys = (), *, remark: bool = False
) -> Exposed:
    return Exposed(
        kind=hit.kind, masked=hit.masked, place=place, entry=entry, keys=keys, remark=remark
    )


def _exposed(source: Source, entry: Entry | None, hit: Hit) -> Exposed:
    place = source.place(hit.start)
    in_body = _in_body(source, entry, hit.start)
    remark = not in_body and bool(_REMARK.search(source.line(place.line)[: place.column - 1]))
    return Exposed(
        kind=hit.kind,
        masked=hit.masked,
        place=place,
        entry=entry,
        keys=("body",) if in_body else _keys(source, entry, hit.start),
        remark=remark,
        fix=_fix(source, hit, in_body=in_body),
    )


def _in_body(source: Source, entry: Entry | None, offset: int) -> bool:
    if entry and entry.body_start:
        return offset >= entry.body_start
    return source.path.endswith(".md") and offset > source.text.find("\n---", 3)


def _keys(source: Source, entry: Entry | None, offset: int) -> Keys:
    origin = entry.origin if entry else None
    start, end = (origin.start, origin.end) if origin else (0, -1)
    return yamldoc.keys_at(source, start, end, offset)


def _fix(source: Source, hit: Hit, *, in_body: bool) -> Edit | None:
    """Return what covers a number that stands in one piece below content/."""
    written = source.text[hit.start : hit.end]
    if hit.kind not in NUMBERS or _BORDER.search(written):
        return None
    if not source.path.startswith("content/"):
        return None
    # In Markdown two rows of stars would make what is between them bold.
    stars = hit.masked.replace("*", "\\*") if in_body else hit.masked
    return Edit(source.path, hit.start, hit.end, stars)


def _texts(source: Source, entry: Entry | None) -> Iterator[tuple[Keys, str]]:
    """Return the texts of a file as they read."""
    if entry:
        yield ("body",), unescape(entry.body)
        start, end = entry.origin.start, entry.origin.end
    elif source.path.endswith(".md"):
        yield ("body",), unescape(source.text)
        return
    else:
        start, end = 0, -1
    tree, _ = yamldoc.read(source, start, end)
    yield from _leaves((), tree)


def _leaves(keys: Keys, tree: yamldoc.Tree) -> Iterator[tuple[Keys, str]]:
    if isinstance(tree, str):
        yield keys, tree
    elif isinstance(tree, dict):
        for key, each in tree.items():
            yield from _leaves((*keys, key), each)
    elif isinstance(tree, list):
        for index, each in enumerate(tree):
            yield from _leaves((*keys, index), each)


def _place(source: Source, entry: Entry | None, keys: Keys) -> Place:
    if keys == ("body",):
        first = _ESCAPED.search(source.text, entry.body_start if entry else 0)
        return source.place(first.start() if first else 0)
    start, end = (entry.origin.start, entry.origin.end) if entry else (0, -1)
    return yamldoc.locate(source, start, end, keys)
