"""What the files of the content held at the ends of days, as far as anybody may ask.

Only the main line of the history counts, with what each merge brought on its own day: that is
what was built. What was put right on the day itself was never there.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch.reading.history import git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date
    from datetime import tzinfo

    from dispatch.model.site import Site

CATALOGUE = "content/catalogue.yaml"
ENTRIES = "content/entries/"
_ASKED = ("content/entries", "content/attachments", CATALOGUE)
PLAIN = ("100644", "100755")
"""The modes of regular files."""
_TEXTS = (".md", ".yaml", ".yml")
_ATTACHED = re.compile(r"attachments/[^\s,}\]'\"]+")
_NAMED_ID = re.compile(r"[0-9]{4}-[0-9]{4,6}")
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\n")
_SHA1 = 40
"""Hex digits of a name in repositories that are not of the newer kind."""
_SHORT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a file held from the end of a day on."""

    day: date
    commit: str
    """The first digits of the commit's name; empty for what is not committed."""
    blob: str
    """The name of its content in git; empty where the file was not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The states of files, and what was in them where there was more than one."""

    states: Mapping[str, tuple[State, ...]]
    """By path below the root, the oldest first; the last is that of the files as they are."""
    contents: Mapping[str, bytes]
    """By name, what texts held."""
    digests: Mapping[str, frozenset[str]]
    """By name, the hex SHA-256 that an attachment's file may have, however its lines end."""

    def at(self, path: str, day: date) -> State | None:
        """Return what a file held at the end of a day."""
        known = (each for each in reversed(self.states.get(path, ())) if each.day <= day)
        return next(known, None)


NOTHING = Record(states={}, contents={}, digests={})


def read(root: Path, zone: tzinfo, site: Site, day: date) -> Record:
    """Return the record of a root whose files, as they are on the day, make the site."""
    told = git.answer(
        *(root, "log", "--reverse", "--first-parent", "--no-decorate", "-m", "-M", "-z"),
        *("--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--relative"),
        *("--format=%x01%ct %H", "--", *_ASKED),
    )
    states: dict[str, list[State]] = {}
    for state, former, path in _changes(told or "", zone):
        if former != path and same_entry(former, path):
            states[path] = states.pop(former, [])
        elif former != path:
            _add(states, former, State(day=state.day, commit=state.commit, blob=""))
        _add(states, path, state)
    if states:
        _add_present(states, site, day)
    kept = {path: tuple(each) for path, each in states.items()}
    texts, files = _wanted(kept)
    contents = dict(_fetched(root, texts))
    files.update(_mentioned(kept, contents))
    return Record(
        states=MappingProxyType(kept),
        contents=MappingProxyType(contents),
        digests=MappingProxyType({name: _digests(data) for name, data in _fetched(root, files)}),
    )


def same_entry(former: str, path: str) -> bool:
    """Tell whether two names may be of one entry: an id that is in both is the same."""
    ids = _NAMED_ID.search(former), _NAMED_ID.search(path)
    return ids[0] is None or ids[1] is None or ids[0].group() == ids[1].group()


def _changes(told: str, zone: tzinfo) -> Iterator[tuple[State, str, str]]:
    """Return each change, the oldest first: what the file held then, its former path and path."""
    words = iter(told.split("\0"))
    day, commit = None, ""
    for word in words:
        facts = word.lstrip("\n")
        if facts.startswith(git.HEAD):
            moment, commit = facts.removeprefix(git.HEAD).split()
            day = git.day_of(moment, zone)
        elif facts and day:
            _, mode, _, blob, kind = facts.split()
            former = next(words, "")
            path = next(words, "") if kind[0] in "RC" else former
            blob = blob if mode in PLAIN else ""
            yield State(day=day, commit=commit[:_SHORT], blob=blob), former, path


def _add(states: dict[str, list[State]], path: str, state: State) -> None:
    """Add a state; what was replaced on the day itself never held at the end of one."""
    known = states.setdefault(path, [])
    while known and known[-1].day >= state.day:
        known.pop()
    if not known or known[-1].blob != state.blob:
        known.append(state)


def _add_present(states: dict[str, list[State]], site: Site, day: date) -> None:
    """Add what the files hold that is not committed, as if it were committed on the day."""
    length = next((len(e.blob) for each in states.values() for e in each if e.blob), _SHA1)
    attached = {f"content/{path}": file for path, file in site.attachments.items()}
    for path in {*states, *(path for path in site.sources if path.startswith(_ASKED))}:
        if path in site.sources:
            blob = _name(site.sources[path].text.encode(), length)
        elif path in attached:
            blob = _name(Path(attached[path].location).read_bytes(), length)
        else:
            blob = ""
        known = states.get(path)
        if known is None or known[-1].blob != blob:
            on = max(day, known[-1].day) if known else day
            _add(states, path, State(day=on, commit="", blob=blob))


def _name(data: bytes, length: int) -> str:
    """Return the name that git gives to a file of these bytes."""
    algorithm = "sha1" if length == _SHA1 else "sha256"
    return hashlib.new(
        algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False
    ).hexdigest()


def _wanted(states: Mapping[str, tuple[State, ...]]) -> tuple[set[str], set[str]]:
    """Return the names of texts, and of attachments, that have held more than one thing."""
    texts: set[str] = set()
    files: set[str] = set()
    for path, known in states.items():
        if len(known) > 1:
            is_text = path == CATALOGUE or (path.startswith(ENTRIES) and path.endswith(_TEXTS))
            wanted = texts if is_text else files
            wanted.update(each.blob for each in known if each.blob and each.commit)
    return texts, files


def _mentioned(
    states: Mapping[str, tuple[State, ...]], contents: Mapping[str, bytes]
) -> Iterable[str]:
    """Return the names of the attachments that texts mention which have been changed."""
    for data in contents.values():
        for path in _ATTACHED.findall(data.decode("utf-8", "replace")):
            yield from (e.blob for e in states.get(f"content/{path}", ()) if e.blob and e.commit)


def _fetched(root: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    wanted = sorted(names)
    if wanted:
        with tempfile.TemporaryFile() as listing:
            yield from zip(wanted, git.contents(root, wanted, listing), strict=False)


def _digests(data: bytes) -> frozenset[str]:
    """Return what a file checked out from these bytes may have as its digest."""
    plain = data.replace(b"\r\n", b"\n")
    forms = {hashlib.sha256(each).hexdigest() for each in (data, plain, _with_returns(plain))}
    pointer = _POINTER.match(data)
    return frozenset(forms | {pointer[1].decode()} if pointer else forms)


def _with_returns(plain: bytes) -> bytes:
    return plain.replace(b"\n", b"\r\n")
