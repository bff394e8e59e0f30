"""The baseline: what an old site was found to have when it took up Dispatch.

Findings that it names are passed over, so that what is new stands out. It knows them by
fingerprint, which survives moved lines and not a changed value, and names code and file beside it
for whoever reads the change. What must never be public cannot be passed over.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import fingerprints
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PATH = ".dispatch-baseline.json"
"""Below the root; it is committed."""
VERSION = 1
NEVER = ("S", "P", "C")
"""Families that no baseline passes over: unreadable files, and what must not be public."""
LIMIT = 20_000_000
ORDER = ("path", "code", "fingerprint")


class BaselineDamagedError(DispatchError):
    """The baseline cannot be read, so nobody can say what it passes over."""

    key = "baseline-damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A finding that a baseline names."""

    fingerprint: str
    code: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """Findings, and what a baseline had to do with them."""

    found: tuple[Diagnostic, ...]
    """Those that it does not name."""
    passed: int = 0
    """How many it names."""
    gone: tuple[Known, ...] = ()
    """What it names and nobody finds any more."""


def read(root: Path) -> tuple[Known, ...]:
    """Return the baseline of a root, empty where there is none."""
    if not os.path.lexists(root / PATH):
        return ()
    data = files.read_bytes(root, PATH, limit=LIMIT)
    if isinstance(data, Diagnostic):
        raise BaselineDamagedError(path=PATH)
    try:
        tree = json.loads(data)
        rows = tree[f"findings-{VERSION}"]
        return tuple(Known(**{key: str(row[key]) for key in ORDER}) for row in rows)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BaselineDamagedError(path=PATH) from error


def sift(found: Iterable[Diagnostic], known: Iterable[Known]) -> Sifted:
    """Return findings without those that a baseline names, and what in it is out of date."""
    named = {each.fingerprint: each for each in known}
    kept: list[Diagnostic] = []
    there: set[str] = set()
    listed = tuple(found)
    if not named:
        return Sifted(found=listed)
    for each, fingerprint in zip(listed, fingerprints(listed), strict=True):
        if fingerprint in named and passes(each):
            there.add(fingerprint)
        else:
            kept.append(each)
    gone = tuple(each for name, each in named.items() if name not in there)
    return Sifted(found=tuple(kept), passed=len(there), gone=gone)


def passes(found: Diagnostic) -> bool:
    """Tell whether a baseline may name a finding; a note needs none."""
    return found.code[0] not in NEVER and found.severity > Severity.INFO


def text_of(found: Iterable[Diagnostic]) -> str:
    """Return the baseline that names these findings, as far as it may."""
    listed = tuple(found)
    rows = sorted(
        (each.place.path, each.code, fingerprint)
        for each, fingerprint in zip(listed, fingerprints(listed), strict=True)
        if passes(each)
    )
    tree = {f"findings-{VERSION}": [dict(zip(ORDER, row, strict=True)) for row in rows]}
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
