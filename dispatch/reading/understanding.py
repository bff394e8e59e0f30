"""What is in each source, one file at a time: parsed now, by several processes, or known before."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING
from typing import Any
from typing import Literal
from typing import NamedTuple
from typing import Protocol

from dispatch.ground.crew import Crew
from dispatch.ground.crew import Lost
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.source import Place
from dispatch.ground.stopwatch import Clocked
from dispatch.ground.stopwatch import Stopwatch
from dispatch.model.entry import Entry
from dispatch.reading import parser
from dispatch.reading import records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from dispatch.ground.source import Source
    from dispatch.ground.stopwatch import Done
    from dispatch.ground.trees import Prose
    from dispatch.reading.base import Found

Kind = Literal["entries", "pages", "postings", "feedback", "oversight"]
PIECE = 50
"""How many files a process reads before it answers."""


class Understood(NamedTuple):
    """What a file holds."""

    value: Any
    """An entry, a page, or several records; none where there is no whole one."""
    found: Found
    text: Prose | None = None
    """The text of an entry, made ready for pages and sheets, where that was asked for."""


class Memory(Protocol):
    """What was understood before, by path and digest of the bytes."""

    def recall(self, path: str, digest: str) -> object:
        """Return what is known of a file of these bytes; none where nothing is."""

    def remember(self, path: str, digest: str, value: object) -> None:
        """Keep what is in a file of these bytes."""


class Nothing:
    """The memory of who reads for the first time, and only once."""

    def recall(self, path: str, digest: str) -> object:
        """Return nothing."""

    def remember(self, path: str, digest: str, value: object) -> None:
        """Keep nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """With what a root is read."""

    crew: Crew = field(default_factory=Crew)
    memory: Memory = field(default_factory=Nothing)
    texts: bool = False
    """Whether the texts of entries are made ready too."""
    units: frozenset[str] | None = None
    """The units of which alone that is so, and checks are whole; none for all of them."""
    told: tuple[bytes, ...] = ()
    """What others have found in texts, as it is kept."""
    watch: Stopwatch = field(default_factory=Stopwatch)
    """Told what each file costs."""

    @property
    def keeps(self) -> bool:
        """Whether what was found before is used."""
        return not isinstance(self.memory, Nothing)


ALONE = Means()


def understood(
    kind: Kind, sources: Sequence[Source], means: Means
) -> Iterator[tuple[Source, Understood]]:
    """Yield what each of these sources holds, in their order."""
    known = {each.path: _recalled(each, means) for each in sources}
    fresh = [each for each in sources if known[each.path] is None]
    if len(fresh) > PIECE:
        _prepare(kind)
    work = Clocked(work=partial(_understand, kind, texts=means.texts, units=means.units))
    means.watch.count("parse", len(sources), len(sources) - len(fresh))
    made = means.crew.each(work, fresh, piece=PIECE)
    for source in sources:
        value = known[source.path]
        if value is None:
            value = _taken(kind, source, next(made), means)
        yield source, value


def _recalled(source: Source, means: Means) -> Understood | None:
    told = means.memory.recall(source.path, source.digest)
    if not isinstance(told, tuple) or len(told) != len(Understood._fields):
        return None
    value = Understood(*told)
    if value.text is not None or not means.texts or not isinstance(value.value, Entry):
        return value
    return None if _is_of(value.value, means.units) else value


def _prepare(kind: Kind) -> None:
    """Make what reads, once for all the processes that are to come."""
    if kind in ("postings", "feedback", "oversight"):
        records.adapters()
    else:
        parser.adapter()
        parser.page_adapter()


def _is_of(entry: Entry, units: frozenset[str] | None) -> bool:
    return units is None or entry.unit in units


def _understand(
    kind: Kind, source: Source, *, texts: bool, units: frozenset[str] | None
) -> Understood:
    if kind == "entries":
        entry, found = parser.parse(source)
        ready = texts and entry and _is_of(entry, units)
        return Understood(entry, found, _text(entry) if ready and entry else None)
    if kind == "pages":
        return Understood(*parser.parse_page(source))
    return Understood(*records.records_of(source))


def _text(entry: Entry) -> Prose:
    from dispatch.ground import prose  # noqa: PLC0415 - checks need no Markdown

    return prose.render(entry.body)


def _taken(
    kind: Kind, source: Source, answer: Done[Understood] | Lost[Source], means: Means
) -> Understood:
    """Return an answer, and keep it; what was lost may be found the next time."""
    if isinstance(answer, Lost):
        limit = f"{means.crew.seconds:g}"
        found = diagnostic("S018", Place(source.path), f"lost-{answer.reason}", limit=limit)
        return Understood(None if kind in ("entries", "pages") else (), (found,))
    told = means.watch.done("read", source.path, answer)
    means.memory.remember(source.path, source.digest, tuple(told))
    return told
