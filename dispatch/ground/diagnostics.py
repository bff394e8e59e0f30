"""Faults with an address: what the stages say about user data."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from dataclasses import replace
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.ground.edits import Edit
    from dispatch.ground.source import Place


class Severity(IntEnum):
    """How much a diagnostic weighs; the greater, the graver."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The severity as it is written in every format."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Words:
    """What fills a place of a sentence with words of the reader's language."""

    place: str
    key: str
    """The key of a text in the locale catalogues."""
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a code, where, and the values its sentence needs.

    The sentence is `rules.CODE.message` in the locale catalogues; where a code has several
    sentences, `variant` chooses one of them.
    """

    code: str
    place: Place
    params: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR
    variant: str = ""
    also: Place | None = None
    """The other place, where a finding has two."""
    words: tuple[Words, ...] = ()
    """Values of the sentence that are words themselves: a length of time, a period."""
    strict: Severity | None = None
    """What it weighs under `--strict`, where that is more."""
    fix: Edit | None = None
    """What puts it right and can do no harm, where there is such a thing."""

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that survive moved lines: of code, path and values.

        Personal numbers are covered first: whoever knows the rest could try all that there are.
        """
        from dispatch.ground.personal import covered  # noqa: PLC0415 - its patterns take a while

        values = (f"{key}={value}" for key, value in self.params)
        parts = map(covered, (self.code, self.variant, self.place.path, *values))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def fingerprints(found: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Return a fingerprint for each finding; of several that have one, each later has its own."""
    seen: Counter[str] = Counter()
    made = []
    for each in found:
        own = each.fingerprint
        seen[own] += 1
        again = hashlib.sha256(f"{own}\0{seen[own]}".encode()).hexdigest()[:16]
        made.append(own if seen[own] == 1 else again)
    return tuple(made)


def diagnostic(code: str, place: Place, variant: str = "", **params: object) -> Diagnostic:
    """Return an error diagnostic whose values are given as keywords."""
    values = tuple(sorted((name, str(value)) for name, value in params.items()))
    return Diagnostic(code=code, place=place, params=values, variant=variant)


def by_gravity(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings without repetitions, the gravest first, then by place and code."""
    return tuple(sorted(set(found), key=_gravity))


def strictly(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings as they weigh under `--strict`, the gravest first."""
    return by_gravity(replace(each, severity=each.strict or each.severity) for each in found)


def within(found: Iterable[Diagnostic], paths: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Return the findings in these files and folders below the root; all where none is named."""
    return tuple(
        each
        for each in found
        if not paths or any(_is_below(each.place.path, path) for path in paths)
    )


def _is_below(path: str, folder: str) -> bool:
    return folder in ("", path) or path.startswith(f"{folder}/")


def _gravity(item: Diagnostic) -> tuple[int, str, int, int, str, str, tuple[tuple[str, str], ...]]:
    place = item.place
    return (
        -item.severity,
        place.path,
        place.line,
        place.column,
        item.code,
        item.variant,
        item.params,
    )
