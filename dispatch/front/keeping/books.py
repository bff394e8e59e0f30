"""The posting records of a site by their files, while acts are entered into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from datetime import date

    from dispatch.model.record import Posting

FOLDER = "content/postings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A record, and where it stands in the books."""

    record: Posting
    path: str
    """Its file, below the root."""
    index: int
    """Which of the file's records it is."""


class Books:
    """Records by file, in the order of the files; what is entered is in them for the next act."""

    def __init__(self, postings: Iterable[Posting], paths: Iterable[str]) -> None:
        """Open the books at the records that are there, and the files that are."""
        self._paths = frozenset(paths)
        self._records: dict[str, list[Posting]] = {}
        self._written: dict[str, None] = {}
        for each in postings:
            self._records.setdefault(each.origin.path, []).append(each)

    def about(self, entry: str, board: str) -> tuple[Line, ...]:
        """Return the records of an entry on a board, in the order in which it was put up."""
        found = (
            Line(record=record, path=path, index=index)
            for path, records in self._records.items()
            for index, record in enumerate(records)
            if (record.entry, record.board) == (entry, board)
        )
        return tuple(sorted(found, key=lambda line: line.record.up.on))

    def enter(self, record: Posting) -> Line:
        """Enter a record into the file of the month in which it was put up."""
        path = self._month(record.up.on)
        records = self._records.setdefault(path, [])
        records.append(record)
        self._written[path] = None
        return Line(record=record, path=path, index=len(records) - 1)

    def amend(self, line: Line, record: Posting) -> Line:
        """Put a record that says more in the place of one."""
        self._records[line.path][line.index] = record
        self._written[line.path] = None
        return Line(record=record, path=line.path, index=line.index)

    def written(self) -> Mapping[str, tuple[Posting, ...]]:
        """Return the files in which anything is entered, with all of their records."""
        return {path: tuple(self._records[path]) for path in self._written}

    def _month(self, day: date) -> str:
        path = f"{FOLDER}/{day:%Y-%m}"
        other = f"{path}.yml"
        return (
            other if other in self._paths and f"{path}.yaml" not in self._paths else f"{path}.yaml"
        )
