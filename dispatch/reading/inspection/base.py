"""What is found inside an attached file, and how much of it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Obstacle = Literal[
    "encrypted", "scanned", "picture", "legacy", "unknown", "damaged", "too-large", "too-slow"
]
"""Why not all of a file could be looked at.

`encrypted`: it needs a password. `scanned`: pages that are pictures without text. `picture`: what a
picture shows is for eyes. `legacy`: an office format before 2007. `unknown`: a format that nobody
here reads. `damaged`: it does not keep to its own format. `too-large`, `too-slow`: beyond bounds.
"""
TraitKind = Literal[
    "hidden-sheet",
    "hidden-cells",
    "hidden-text",
    "comment",
    "tracked-change",
    "person",
    "position",
    "script",
    "embedded",
]
"""What a file carries along that its readers do not see at first."""

MEMBERS = 5_000
"""How many files a file may hold within itself."""
EXPANDED = 200_000_000
"""How many bytes these may come to, unpacked."""
ELEMENTS = 2_000_000
"""How many elements of XML are looked at."""
NESTED = 500
"""How many of them may lie in one another."""
TAG = 4_000_000
"""How many bytes may go by without an element or a text: expat looks at them again and again."""
DEPTH = 3
"""How many files may lie in one another."""
CHARACTERS = 20_000_000
"""How many characters of text are looked at."""
CHUNK = 65_536
HEAD = 1_024
"""A PDF may begin so many bytes after the file does."""


class ObstacleError(Exception):
    """What keeps a file from being looked at; caught where its inspection ends."""

    def __init__(self, obstacle: Obstacle) -> None:
        """Keep the obstacle."""
        super().__init__(obstacle)
        self.obstacle: Obstacle = obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of text, and where it stands in the file."""

    where: str
    """For people, in the terms of the format: `word/comments.xml`, `工资表!3`, `#2` for a page."""
    text: str
    hidden: bool = False
    """Whether a reader does not see it at first: a hidden row, a comment, a property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Something that the file carries along, and where."""

    kind: TraitKind
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A file, looked into."""

    pieces: tuple[Piece, ...] = ()
    traits: tuple[Trait, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    """Where there are any, not all of it was looked at."""


class Findings:
    """What has been found in a file so far, and how much may still be unpacked."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self._pieces: list[Piece] = []
        self._traits: dict[Trait, None] = {}
        self._obstacles: dict[Obstacle, None] = {}
        self._bytes = EXPANDED
        self._characters = CHARACTERS
        self._members = MEMBERS
        self._elements = ELEMENTS

    def add(self, where: str, text: str, *, hidden: bool = False) -> None:
        """Keep a piece of text; nothing that is blank."""
        if not text.strip():
            return
        self._characters -= len(text)
        if self._characters < 0:
            raise ObstacleError("too-large")
        self._pieces.append(Piece(where=where, text=text, hidden=hidden))

    def note(self, kind: TraitKind, where: str = "") -> None:
        """Keep that the file carries something along."""
        self._traits.setdefault(Trait(kind=kind, where=where))

    def stop(self, obstacle: Obstacle) -> None:
        """Keep that something could not be looked at."""
        self._obstacles.setdefault(obstacle)

    def open_member(self) -> None:
        """Take note of a file within the file."""
        self._members -= 1
        if self._members < 0:
            raise ObstacleError("too-large")

    def open_element(self, depth: int) -> None:
        """Take note of an element of XML, and of how many it lies in."""
        self._elements -= 1
        if self._elements < 0 or depth > NESTED:
            raise ObstacleError("too-large")

    def unpack(self, size: int) -> None:
        """Take note of unpacked bytes."""
        self._bytes -= size
        if self._bytes < 0:
            raise ObstacleError("too-large")

    def inspected(self) -> Inspected:
        """Return all that was found."""
        return Inspected(
            pieces=tuple(self._pieces),
            traits=tuple(self._traits),
            obstacles=tuple(self._obstacles),
        )
