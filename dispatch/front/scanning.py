"""`check --history`: every version of the content that commits add, searched for leaks.

What was taken out later is still in git. One version is held at a time, so the memory that it
takes does not grow with the history; what is kept is where something was found, never its value.
"""

from __future__ import annotations

import gc
import tempfile
from collections import Counter
from dataclasses import dataclass
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.front import pipeline
from dispatch.front import reporters
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import NoRecordError
from dispatch.front.desk import say
from dispatch.front.desk import tell
from dispatch.ground import files
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import Words
from dispatch.ground.diagnostics import by_gravity
from dispatch.ground.personal import Masks
from dispatch.ground.source import Place
from dispatch.reading import catalogue
from dispatch.reading import config
from dispatch.reading import organisation
from dispatch.reading import parser
from dispatch.reading.history import added
from dispatch.reading.history import git
from dispatch.reading.inspection.crew import Reader
from dispatch.reading.inspection.crew import inspect_bytes
from dispatch.rules import leaks
from dispatch.rules.exposure import MANY
from dispatch.rules.exposure import masks_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.front.desk import Desk
    from dispatch.ground.source import Source
    from dispatch.model.entry import Entry
    from dispatch.reading.history.added import Added
    from dispatch.reading.history.added import Record
    from dispatch.reading.inspection import Inspected
    from dispatch.rules.leaks import Leak
    from dispatch.rules.leaks import Norm

LARGEST = 50_000_000
"""Bytes of the largest version that is looked into."""
EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""What git calls a file without a byte."""
SHORT = 10
"""How many digits of the name of a commit are shown."""
ATTACHMENTS = "content/attachments/"
ENTRIES = "content/entries/"


@dataclass(slots=True, kw_only=True)
class Sighting:
    """A leak in one file, over all of its versions."""

    leak: Leak
    first: Added
    last: Added
    versions: int = 1


@dataclass(slots=True)
class Sightings:
    """What was found so far: by file, kind and covered value."""

    kept: dict[tuple[str, str, str], Sighting] = field(default_factory=dict)
    unseen: int = 0
    """How many versions could not be looked into."""
    _told: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, version: Added, found: Iterable[Leak]) -> None:
        """Keep what one version holds; of very much of one kind in one file the first."""
        known: set[tuple[str, str, str]] = set()
        for leak in found:
            key = (version.path, leak.kind, leak.value)
            if key in self.kept and key not in known:
                self.kept[key].last = version
                self.kept[key].versions += 1
            elif key not in known and self._told[key[:2]] < MANY:
                self._told[key[:2]] += 1
                self.kept[key] = Sighting(leak=leak, first=version, last=version)
            known.add(key)


def scan(desk: Desk, which: str, *, form: str, strict: bool) -> int:
    """Say what the commits hold that nobody should have, where, and what to do."""
    gc.enable()  # this run may be long
    zone = git.zone_of(pipeline.site_setting(desk.root, "timezone"))
    record = added.read(desk.root, zone, whole=which == "all")
    if record is None:
        raise NoRecordError(path=desk.root.name)
    found = by_gravity(_diagnostics(_sightings(desk, record)))
    tell(desk, found, form=form)
    if form == "text":
        desk.terminal.out(reporters.count(found, desk.messages) + "\n")
    say(desk, f"history.seen.{which}", commits=record.commits, versions=len(record.added))
    if record.shallow:
        say(desk, "history.shallow")
    return FAULTY if pipeline.refuses(found, strict=strict) else GOOD


def _sightings(desk: Desk, record: Record) -> Sightings:
    settings, _, _ = config.read(desk.root)
    masks = masks_of(settings.privacy) if settings else Masks()
    norms, found = _Norms(desk.root), Sightings()
    names = (each.blob for each in record.added)
    with (
        tempfile.TemporaryFile() as listing,
        tempfile.TemporaryDirectory(prefix="dispatch-") as folder,
        Reader() as reader,
    ):
        contents = git.blobs(desk.root, names, listing, largest=LARGEST)
        for version in record.added:
            data = next(contents, b"")
            if data == b"" and version.blob not in EMPTY:
                raise added.HistoryUnreadableError(path=desk.root.name)
            norm = partial(norms.at, version.commit)
            search = leaks.Search(day=desk.day, masks=masks, norm=norm)
            inspect = partial(inspect_bytes, reader=reader, folder=Path(folder))
            seen = _looked(version, data, search, inspect)
            found.add(version, (*leaks.in_name(version.path, search), *seen.leaks))
            found.unseen += not seen.whole
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    leaks: Iterable[Leak] = ()
    whole: bool = True


def _looked(
    version: Added,
    data: bytes | None,
    search: leaks.Search,
    inspect: Callable[[str, bytes], Inspected],
) -> _Seen:
    """Return what a version holds, and whether all of it could be looked at."""
    if data is None:
        return _Seen(whole=False)
    attached = version.path.startswith(ATTACHMENTS)
    source = None if attached else files.source_of(version.path, data)[0]
    if source is not None:
        return _Seen(leaks=leaks.in_text(source, partial(_entry, source), search))
    inside = inspect(version.path.rsplit("/", 1)[-1], data)
    found = leaks.in_pieces(version.path, inside.pieces, search)
    return _Seen(leaks=found, whole=not inside.obstacles)


def _entry(source: Source) -> Entry | None:
    return parser.parse(source)[0] if source.path.startswith(ENTRIES) else None


class _Norms:
    """What was meant to be public at each commit; each state of it is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[tuple[str, ...], Norm] = {}

    def at(self, commit: str) -> Norm:
        """Return what was meant to be public at a commit."""
        paths = (catalogue.PATH, organisation.PATH)
        names = tuple(git.object_of(self._root, commit, path) for path in paths)
        if names not in self._known:
            self._known[names] = self._read(dict(zip(paths, names, strict=True)))
        return self._known[names]

    def _read(self, names: dict[str, str]) -> Norm:
        with tempfile.TemporaryDirectory(prefix="dispatch-") as folder:
            root = Path(folder)
            (root / "content").mkdir()
            for path, name in names.items():
                told = git.answer(self._root, "cat-file", "blob", name) if name else None
                if told is not None:
                    (root / path).write_bytes(told.encode("utf-8", "surrogateescape"))
            rows, body = catalogue.read(root)[0], organisation.read(root)[0]
        items = {item.code: item for item in reversed(rows.items if rows else ())}
        return leaks.Norm(items=items, phones=leaks.phones_of(body) if body else frozenset())


def _diagnostics(found: Sightings) -> Iterator[Diagnostic]:
    for each in found.kept.values():
        yield _diagnostic(each)
    if found.unseen:
        yield Diagnostic(
            code=leaks.LEAK_IN_HISTORY.code,
            place=Place(ATTACHMENTS.rstrip("/")),
            params=(("count", str(found.unseen)),),
            severity=Severity.INFO,
            variant="unseen",
        )


def _diagnostic(each: Sighting) -> Diagnostic:
    leak, first = each.leak, each.first
    last = (("count", str(each.versions)), ("last", each.last.commit[:SHORT]))
    where = leak.where and ("name" if leak.where == leaks.NAME else "inside")
    place = (("line", str(leak.place.line)), ("where", leak.where))
    return Diagnostic(
        code=leaks.LEAK_IN_HISTORY.code,
        place=leak.place,
        params=(
            ("commit", first.commit[:SHORT]),
            ("day", str(first.day)),
            ("value", leak.value),
        ),
        severity=leak.severity,
        variant="pushed" if first.pushed else "waiting",
        words=(
            Words("kind", f"history.kind.{leak.kind}"),
            Words("where", f"history.where.{where or 'line'}", place),
            Words("versions", f"history.versions.{'more' if each.versions > 1 else 'one'}", last),
        ),
    )
