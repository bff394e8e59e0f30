"""XML, of office documents above all: its text, with the ends of paragraphs and cells marked."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from dispatch.reading.inspection.base import CHUNK
from dispatch.reading.inspection.base import TAG
from dispatch.reading.inspection.base import ObstacleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from typing import IO

    from dispatch.reading.inspection.base import Findings

    Start = Callable[[str, Mapping[str, str]], None]
    End = Callable[[str], None]
    Data = Callable[[str], None]

BLOCKS = frozenset(("p", "h", "si", "row", "tr", "table-row", "comment", "text-box", "TextCode"))
"""Elements, by name, after which a new line begins."""
CELLS = frozenset(("tc", "table-cell", "tab", "c", "td"))
"""Elements after which the next cell begins."""
COMMENTS = frozenset(("comment", "threadedComment", "annotation", "cm"))
CHANGES = frozenset(("del", "ins", "moveFrom", "moveTo", "tracked-changes", "rrc"))
FALSE = ("0", "false", "off", "none")


def parse(stream: IO[bytes], found: Findings, start: Start, end: End, data: Data) -> None:
    """Read XML a part at a time; names lose their namespaces. A document type is refused.

    Without one there are no entities, so nothing in the text can unfold.
    """
    reading = _Reading(found, start, end, data)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.data
    parser.StartDoctypeDeclHandler = reading.refuse
    try:
        while chunk := stream.read(CHUNK):
            reading.feed(len(chunk))
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keywords
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise ObstacleError("damaged") from error


class _Reading:
    """A reading of XML, within bounds."""

    def __init__(self, found: Findings, start: Start, end: End, data: Data) -> None:
        self._found, self._start, self._end, self._data = found, start, end, data
        self._depth = self._quiet = 0

    def feed(self, size: int) -> None:
        """Take note of bytes."""
        self._found.unpack(size)
        self._quiet += size
        if self._quiet > TAG:
            raise ObstacleError("too-large")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._quiet = 0
        self._found.open_element(self._depth)
        self._start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self._depth -= 1
        self._quiet = 0
        self._end(_local(name))

    def data(self, text: str) -> None:
        self._quiet = 0
        self._data(text)

    def refuse(self, *_: object) -> None:
        raise ObstacleError("damaged")


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


class Collector:
    """Keeps the text of one part of an office document."""

    def __init__(self, where: str, found: Findings, *, hidden: bool) -> None:
        """Begin with no text; `hidden` tells whether all of the part is."""
        self._where = where
        self._found = found
        self._hidden = hidden
        self._text: list[str] = []
        self._said: list[str] = []
        self._veiled = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See an element begin."""
        if name in COMMENTS:
            self._found.note("comment", self._where)
        elif name in CHANGES:
            self._found.note("tracked-change", self._where)
        elif name == "sym":
            self._text.append(_symbol(attributes.get("char", "")))
        elif name == "vanish" and attributes.get("val", "1") not in FALSE:
            self._found.note("hidden-text", self._where)
        self._said += [value for value in attributes.values() if tells(value)]

    def end(self, name: str) -> None:
        """See an element end."""
        if name in CELLS:
            self._text.append("\t")
        elif name in BLOCKS:
            self._text.append("\n")

    def data(self, text: str) -> None:
        """See text."""
        self._text.append(text)

    def finish(self) -> None:
        """Hand over what was seen: the text, and what attributes say."""
        self._found.add(self._where, "".join(self._text), hidden=self._hidden)
        self._found.add(self._where, "\n".join(self._said), hidden=True)


def _symbol(code: str) -> str:
    """Return the character that a symbol of a font shows, where it is one of Latin letters."""
    try:
        value = int(code, 16) & 0xFF
    except ValueError:
        return ""
    return chr(value)


def tells(value: str) -> bool:
    """Tell whether a value outside the text may be words of a person, and not of the format."""
    return sum(each.isdigit() for each in value) > 6 or any(each >= "\u3400" for each in value)  # noqa: PLR2004 - fewer digits are no number of anybody
