"""What checks need not look for again: what a build found in texts that have not changed since.

Kept below `.dispatch/`, each finding under the digest of its file; all of it goes when the
catalogue, the settings or the people change, or our own code does.
"""

from __future__ import annotations

import json
from collections import ChainMap
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any

from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import Words
from dispatch.ground.edits import Edit
from dispatch.ground.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from dispatch.model.site import Site
    from dispatch.rules.register import Known

    Found = tuple[Diagnostic, ...]

NAME = "checks"
"""Below `.dispatch/`."""
WAIVERS = "content/waivers.yaml"


def known(
    root: Path, site: Site, day: date, paths: tuple[str, ...] = (), *, kept: bool = True
) -> Known:
    """Return what need not be looked for: what a build has `kept`, and what nobody asks about.

    All is asked about where no paths are named; and by a file of waivers, which is about all.
    """
    from dispatch.rules.register import Known  # noqa: PLC0415 - heavy floors where they are used

    asked = frozenset(paths)
    whole = not paths or _is_asked(WAIVERS, asked)
    other = () if whole else (path for path in site.sources if not _is_asked(path, asked))
    found = recalled(root, site, day) if kept else {}
    return Known(found=found, unasked=frozenset(other))


def _is_asked(path: str, asked: frozenset[str]) -> bool:
    """Whether a file is asked about, or a folder that it lies in."""
    return "" in asked or path in asked or any(each in asked for each in _above(path))


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def recalled(root: Path, site: Site, day: date) -> Mapping[str, Found]:
    """Return by path what was found in the texts that are still the same."""
    from dispatch.publishing import cache  # noqa: PLC0415 - the same

    return _rows(site, cache.load(root, NAME, _key(site, day)) if _is_kept(root) else b"")


def with_told(known: Known, site: Site, told: Iterable[bytes]) -> Known:
    """Return what is known with what other builds of the same content have told, as it is kept."""
    rows = (dict(_rows(site, each)) for each in told)
    return replace(known, found=dict(ChainMap(dict(known.found), *rows)))


def _rows(site: Site, kept: bytes) -> Mapping[str, Found]:
    digests = {path: source.digest for path, source in site.sources.items()}
    # Whoever can write here can write anything; nothing of it may keep a check from its end.
    with suppress(ValueError, TypeError, AttributeError):
        return {
            path: tuple(_read(path, each) for each in found)
            for path, (digest, found) in json.loads(kept or b"{}").items()
            if digests.get(path) == digest
        }
    return {}


def _is_kept(root: Path) -> bool:
    # The digest of our code takes a while, and mostly nothing is there.
    return (root / ".dispatch" / NAME).exists()


def keep(root: Path, site: Site, day: date, alone: Mapping[str, Found]) -> None:
    """Keep by path what was found in texts; nothing fails of it."""
    from dispatch.publishing import cache  # noqa: PLC0415 - the same

    text = as_kept(site, alone)
    if text != cache.load(root, NAME, _key(site, day)):
        cache.save(root, NAME, _key(site, day), text)


def as_kept(site: Site, alone: Mapping[str, Found]) -> bytes:
    """Return what was found in texts, by path, as it is kept."""
    rows = {
        path: (site.sources[path].digest, [_written(each) for each in found])
        for path, found in sorted(alone.items())
        if path in site.sources
    }
    return json.dumps(rows, separators=(",", ":")).encode()


def _key(site: Site, day: date) -> str:
    from dispatch.publishing import cache  # noqa: PLC0415 - the same
    from dispatch.rules import beside  # noqa: PLC0415

    return f"{cache.code()} {beside(site, day)}"


def _written(found: Diagnostic) -> list[Any]:
    return [
        found.code,
        _spot(found.place),
        found.params,
        found.severity,
        found.variant,
        None if found.also is None else [found.also.path, *_spot(found.also)],
        [[each.place, each.key, each.params] for each in found.words],
        found.strict,
        None if found.fix is None else [found.fix.start, found.fix.end, found.fix.replacement],
    ]


def _spot(place: Place) -> list[int]:
    return [place.line, place.column]


def _read(path: str, row: list[Any]) -> Diagnostic:
    code, spot, params, severity, variant, also, words, strict, fix = row
    return Diagnostic(
        code=code,
        place=Place(path, *spot),
        params=_pairs(params),
        severity=Severity(severity),
        variant=variant,
        also=None if also is None else Place(*also),
        words=tuple(Words(place, key, _pairs(each)) for place, key, each in words),
        strict=None if strict is None else Severity(strict),
        fix=None if fix is None else Edit(path, *fix),
    )


def _pairs(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in rows)
