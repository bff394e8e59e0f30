"""Posting records added where they stand: what a file says already stays, byte for byte.

A file is told what its records are to be: those that it has, in their order, each looked at again,
taken down or told more of, and new ones after them. Comments, order, styles, line ends and the
mark at the beginning are the owner's. What was made is read again before anybody gets it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING
from typing import Any

from dispatch.ground import files
from dispatch.ground.edits import Edit
from dispatch.ground.edits import edited
from dispatch.ground.yamldoc.spans import Span
from dispatch.ground.yamldoc.spans import spans
from dispatch.model.values import NOWHERE
from dispatch.reading.records import records_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from dispatch.ground.yamldoc import Keys
    from dispatch.model.record import Posting

    Change = tuple[int, int, str]
    """Two offsets of a text, and what is to stand between them."""

TOLD_LATER = ("slot", "printed", "photo", "photo_digest", "down")
"""What a record may be told of once, in the order in which it is written."""

_PLAIN = re.compile(r"\w[\w./-]*")
_NULLS = ("null",)
_NOTE = re.compile(r"#.*")
_END = re.compile(r"^\.\.\.", re.MULTILINE)
_NOTHING = Span(start=0, end=0)


class _OddError(Exception):
    """A way of writing that nobody here knows how to add to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A file while records are added to it."""

    path: str
    data: bytes
    text: str
    spans: Mapping[Keys, Span]

    def at(self, keys: Keys) -> Span:
        """Return where a value stands."""
        if keys not in self.spans:
            raise _OddError
        return self.spans[keys]

    def last(self, keys: Keys) -> Span | None:
        """Return the last value in a collection."""
        inside = (span for each, span in self.spans.items() if each and each[:-1] == keys)
        return max(inside, key=lambda span: span.end, default=None)

    def column(self, at: int) -> str:
        """Return the blanks that lead to where a character stands in its line."""
        return " " * (at - self.text.rfind("\n", 0, at) - 1)

    def edited(self, *changes: Change) -> _Page:
        """Return the file with other characters between two offsets each, in its own line ends."""
        ends = "\r\n" if b"\r\n" in self.data else "\r" if b"\r" in self.data else "\n"
        made = (Edit(self.path, a, b, text.replace("\n", ends)) for a, b, text in changes)
        return _page(self.path, edited(self.data, made))

    def lines(self, end: int, *lines: str) -> Change:
        """Return the change that puts lines after the one in which a value ends."""
        stop = end if self.text[:end].endswith("\n") else self.text.find("\n", end) + 1
        lead = "\n" if stop == 0 and self.text else ""
        at = stop or (len(self.text) if lead else 0)
        return at, at, lead + "".join(f"{line}\n" for line in lines)


def added(path: str, data: bytes, wanted: Sequence[Posting]) -> bytes | None:
    """Return the bytes of a file that says what is wanted; none where that cannot be had so.

    It cannot where the file has faults, where what is wanted takes something away, and where the
    file is written in a way that nobody here knows how to add to.
    """
    now = _postings(path, data)
    if now is None or len(wanted) < len(now) or not all(map(_grows, now, wanted)):
        return None
    try:
        made = _added(_page(path, data), now, wanted).data
    except (_OddError, UnicodeEncodeError):
        return None
    return made if _postings(path, made) == tuple(map(_bare, wanted)) else None


def _postings(path: str, data: bytes) -> tuple[Posting, ...] | None:
    """Return the records of a file; none where it has faults, or would be too large to be read."""
    source, _ = files.source_of(path, data)
    if source is None or len(data) > files.SIZE_LIMIT:
        return None
    records, found = records_of(source)
    return None if found else tuple(map(_bare, records))


def _bare(posting: Posting) -> Posting:
    return replace(posting, origin=NOWHERE)


def _grows(old: Posting, new: Posting) -> bool:
    """Tell whether a record says all that it said, and perhaps more."""
    more = {name: getattr(new, name) for name in TOLD_LATER if getattr(old, name) is None}
    kept = new.inspected[: len(old.inspected)] == old.inspected
    return kept and replace(old, inspected=new.inspected, **more) == _bare(new)


def _page(path: str, data: bytes) -> _Page:
    source, _ = files.source_of(path, data)
    if source is None:
        raise _OddError
    return _Page(path=path, data=data, text=source.text, spans=spans(source.text))


def _added(page: _Page, now: tuple[Posting, ...], wanted: Sequence[Posting]) -> _Page:
    lone = page.spans.get((), _NOTHING).kind == "mapping"
    news = [
        (() if lone else (n,), _news(*pair))
        for n, pair in enumerate(zip(now, wanted, strict=False))
    ]
    for _ in range(max((len(told) for _, told in news), default=0)):
        # One thing about each record at a time: what is added next may stand beside it.
        made = (_told(page, keys, *told.pop(0)) for keys, told in news if told)
        page = page.edited(*chain.from_iterable(made))
    for each in wanted[len(now) :]:
        page = _longer(page, each)
    return page


def _news(old: Posting, new: Posting) -> list[tuple[str, str]]:
    """Return what a record is to be told of: keys with their values."""
    looks = [("inspected", _flow(each)) for each in new.inspected[len(old.inspected) :]]
    later = [name for name in TOLD_LATER if getattr(new, name) != getattr(old, name)]
    return looks + [(name, _flow(getattr(new, name))) for name in later]


def _told(page: _Page, keys: Keys, name: str, value: str) -> tuple[Change, ...]:
    """Return the changes that put a value under a key of a record, or one more into its list."""
    record, here = page.at(keys), page.spans.get((*keys, name))
    blanks = page.column(record.start)
    if here is not None and here.kind == "list":
        if here.flow:
            return _into_list(page, (*keys, name), value)
        return (page.lines(here.end, f"{page.column(here.start)}- {value}"),)
    if here is None and not record.flow and name == "inspected":
        return (page.lines(record.end, f"{blanks}{name}:", f"{blanks}  - {value}"),)
    value = f"[{value}]" if name == "inspected" else value
    if here is not None:  # the key is there, for nothing
        lead = "" if here.end > here.start else " "
        return ((here.start, here.end, f"{lead}{value}"),)
    if not record.flow:
        return (page.lines(record.end, f"{blanks}{name}: {value}"),)
    last = page.last(keys) or record
    return ((last.end, last.end, f", {name}: {value}"),)


def _longer(page: _Page, record: Posting) -> _Page:
    """Return the file with one more record at its end."""
    root = page.spans.get((), _NOTHING)
    if root.kind == "mapping":
        return _longer(_listed(page, root), record)
    if root.flow:
        return page.edited(*_into_list(page, (), _flow(record), lines=True))
    last = page.last(())
    if last and last.flow:
        lines = [f"- {_flow(record)}"]
    else:
        lines = [f"{'- ' if n == 0 else '  '}{line}" for n, line in enumerate(_block(record))]
    blanks = page.column(root.start) if root.kind == "list" else ""
    return page.edited(page.lines(_last_line(page, root), *(f"{blanks}{line}" for line in lines)))


def _last_line(page: _Page, root: Span) -> int:
    """Return the end of the last line that says something, if only in a comment."""
    marked = _END.search(page.text, root.end)
    rest = page.text[root.end : marked.start() if marked else None].rstrip()
    return root.end + len(rest)


def _listed(page: _Page, root: Span) -> _Page:
    """Return the file of a single record as a list of that record."""
    if root.flow:
        return page.edited((root.start, root.start, "["), (root.end, root.end, "]"))
    lines = (match.end() for match in re.finditer(r"\n(?=[^\n])", page.text[: root.end]))
    inner = (at for at in lines if root.start < at < root.end)
    return page.edited((root.start, root.start, "- "), *((at, at, "  ") for at in inner))


def _into_list(page: _Page, keys: Keys, item: str, *, lines: bool = False) -> tuple[Change, ...]:
    """Return the changes that put one more item into a list in brackets."""
    whole, last = page.at(keys), page.last(keys)
    close = whole.end - 1
    if last is None:
        return ((close, close, item),)
    between = page.text[last.end : close]
    comma = "" if "," in _NOTE.sub("", between) else ","
    if "\n" in between:
        at = page.text.rfind("\n", 0, close) + 1
        line = f"{page.column(last.start)}{item}\n"
        return (last.end, last.end, comma), (at, at, line)
    parted = lines or "\n" in page.text[whole.start : close]
    gap = f"\n{page.column(last.start)}" if parted else " "
    at = last.end if comma else close
    return ((at, at, f"{comma}{gap}{item}"),)


def _block(record: Posting) -> Iterator[str]:
    """Return a record line by line, its parts in braces."""
    for name, value in _parts(record):
        if isinstance(value, tuple):
            yield f"{name}:"
            yield from (f"  - {_flow(each)}" for each in value)
        else:
            yield f"{name}: {_flow(value)}"


def _parts(record: Any) -> Iterator[tuple[str, object]]:  # noqa: ANN401 - any part of a record
    for each in fields(record):
        value = getattr(record, each.name)
        if each.name != "origin" and value not in (None, ()):
            yield each.name, value


def _flow(value: object) -> str:
    """Return a value on one line."""
    if is_dataclass(value):
        return "{" + ", ".join(f"{name}: {_flow(each)}" for name, each in _parts(value)) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text not in _NULLS
    return text if plain else json.dumps(text, ensure_ascii=False)
