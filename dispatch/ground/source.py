"""A file as it was read, and places in it."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file: path below the root, line and column counted in characters from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Return `path:line:column`, as editors and terminals link it."""
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text file below the root, decoded."""

    path: str
    """Posix path, relative to the root."""
    text: str = field(repr=False)
    """The whole text, with line ends as `\\n` and no byte order mark."""
    digest: str
    """Hex SHA-256 of the bytes in the file."""

    def place(self, offset: int) -> Place:
        """Return the place of the character at `offset`."""
        start = self.text.rfind("\n", 0, offset) + 1
        return Place(self.path, self.text.count("\n", 0, offset) + 1, offset - start + 1)

    def offset(self, place: Place) -> int:
        """Return where in the text the character of a place is."""
        before = self.text.split("\n")[: place.line - 1]
        return sum(len(line) + 1 for line in before) + place.column - 1

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1; empty where there is none."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""
