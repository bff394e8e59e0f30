"""Parts of a site: what one job of several has made, for `join` to take instead of making it again.

A part is a folder: `part.json` says what it was made from, and of each file the key of what it was
made from and the digest of its bytes. `pages/` holds pages, `sheets/` sheets by their keys, `read`
what is in the files of its units, `checks` what was found in them. No name begins with a point,
for what carries files from job to job leaves such names behind.

Nothing in a part is asked for by a name that the part itself gives, and nothing is taken whose key
or digest is another. That tells damage, and work of other sources; it does not tell who has made
a part.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import Any

from dispatch.ground import files
from dispatch.ground.errors import DispatchError
from dispatch.publishing.base import MARK
from dispatch.publishing.values import ForeignValueError
from dispatch.publishing.values import packed
from dispatch.publishing.values import unpacked
from dispatch.rendering.artifact import Artifact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path

    Rows = Mapping[str, tuple[str, object]]
    """By path of a file, the digest of its bytes and what is in it."""

MANIFEST = "part.json"
LIMIT = 200_000_000
"""The most bytes of one file of a part."""
READ, CHECKS = "read", "checks"

_FORMAT_KEY, _FORMAT = "dispatch-part", 1
_KEYS = ("setting", "units", "files")


class PartNotFoundError(DispatchError):
    """A folder that holds no part, or one that another release has made in another way."""

    key = "part-not-found"


class PartDamagedError(DispatchError):
    """A file of a part is not there, or is not what the part says."""

    key = "part-damaged"


class PartsContradictError(DispatchError):
    """Two parts hold one file that was made from the same, with other bytes."""

    key = "parts-contradict"


class PartIsNoSiteError(DispatchError):
    """A site is to go where a part lies."""

    key = "part-is-no-site"


class SiteIsNoPartError(DispatchError):
    """A part is to go where a site or something else of ours lies."""

    key = "site-is-no-part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that was made by another job, as it says of itself."""

    folder: Path
    setting: Mapping[str, str]
    """What it was made from, by name."""
    units: tuple[str, ...]
    """What it was asked for."""
    files: Mapping[str, tuple[str, str]]
    """By name in the folder, the key and the digest of each file."""

    def content(self, name: str) -> bytes:
        """Return the bytes of a file that the part names, if they are those that it promises."""
        content = _content(self.folder, name)
        if hashlib.sha256(content).hexdigest() != self.files[name][1]:
            raise PartDamagedError(path=self.folder, name=name)
        return content


@dataclass(slots=True)
class Draft:
    """A part that is being made."""

    setting: Mapping[str, str]
    units: tuple[str, ...]
    _files: dict[str, tuple[str, str]] = field(default_factory=dict)

    def page(self, path: str, key: str, content: bytes) -> Artifact:
        """Return the file of a page."""
        return self._file(f"pages/{path}", key, content)

    def sheet(self, key: str, content: bytes) -> Artifact:
        """Return the file of a sheet, as it is kept."""
        return self._file(f"sheets/{key}", key, content)

    def read(self, rows: Rows) -> Artifact:
        """Return the file of what is in sources."""
        return self._file(READ, "", packed(dict(rows)))

    def checks(self, content: bytes) -> Artifact:
        """Return the file of what was found in sources."""
        return self._file(CHECKS, "", content)

    def manifest(self) -> Artifact:
        """Return the file that tells of all others."""
        told = {"setting": self.setting, "units": self.units, "files": self._files}
        content = json.dumps({_FORMAT_KEY: _FORMAT, **told, "digest": _digest(told)}, indent=0)
        return Artifact(path=MANIFEST, content=content.encode() + b"\n")

    def _file(self, name: str, key: str, content: bytes) -> Artifact:
        self._files[name] = (key, hashlib.sha256(content).hexdigest())
        return Artifact(path=name, content=content)


class Parts:
    """What several jobs have made, for one build to take; and how much of it was taken."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """Know where each file is; PartsContradictError where two parts differ about one."""
        self._parts = tuple(parts)
        self._by_row: dict[tuple[str, str], Part] = {}
        for part in parts:
            for name, (key, digest) in part.files.items():
                other = self._by_row.setdefault((name, key), part)
                if key and other.files[name][1] != digest:
                    raise PartsContradictError(path=part.folder, other=other.folder, name=name)
        self.pages, self.sheets = 0, 0  # that were taken; pages are, by several processes

    @property
    def units(self) -> frozenset[str]:
        """What the parts were asked for."""
        return frozenset(unit for part in self._parts for unit in part.units)

    def page(self, path: str, key: str) -> bytes:
        """Return the bytes of a page of this key; empty where no part has it."""
        return self._taken(f"pages/{path}", key)

    def sheet(self, key: str) -> bytes:
        """Return a sheet of this key as it is kept; empty where no part has it."""
        content = self._taken(f"sheets/{key}", key)
        self.sheets += bool(content)
        return content

    def read(self) -> Rows:
        """Return what the parts know of sources."""
        rows: dict[str, tuple[str, object]] = {}
        for part in self._parts:
            rows.update(_rows(part))
        return rows

    def checks(self) -> tuple[bytes, ...]:
        """Return what the parts have found in sources."""
        return tuple(part.content(CHECKS) for part in self._parts if CHECKS in part.files)

    def _taken(self, name: str, key: str) -> bytes:
        part = self._by_row.get((name, key)) if key else None
        return part.content(name) if part else b""


def open_part(folder: Path) -> Part:
    """Return the part in a folder, as it says of itself; an error of ours where there is none."""
    if not (folder / MANIFEST).is_file():
        raise PartNotFoundError(path=folder)
    try:
        told = json.loads(_content(folder, MANIFEST))
        known = told[_FORMAT_KEY] == _FORMAT
        whole = told["digest"] == _digest({key: told[key] for key in _KEYS}) if known else False
    except (ValueError, KeyError, TypeError, RecursionError):
        raise PartDamagedError(path=folder, name=MANIFEST) from None
    if not known:
        raise PartNotFoundError(path=folder)
    if not whole or not _is_sound(told):
        raise PartDamagedError(path=folder, name=MANIFEST)
    rows = {name: (key, digest) for name, (key, digest) in told["files"].items()}
    return Part(folder=folder, setting=told["setting"], units=tuple(told["units"]), files=rows)


def check_no_part(folders: Iterable[Path]) -> None:
    """Refuse folders that hold parts: none is to be taken for an old site."""
    for folder in folders:
        if (folder / MANIFEST).exists():
            raise PartIsNoSiteError(path=folder)


def check_no_site(folder: Path) -> None:
    """Refuse a folder that holds an output of ours which is no part."""
    if (folder / MARK).exists() and not (folder / MANIFEST).exists():
        raise SiteIsNoPartError(path=folder)


def _content(folder: Path, name: str) -> bytes:
    content = b"" if files.has_link(folder, name) else files.read_bytes(folder, name, limit=LIMIT)
    if not isinstance(content, bytes):
        raise PartDamagedError(path=folder, name=name)
    return content


def _rows(part: Part) -> Rows:
    if READ not in part.files:
        return {}
    try:
        found = unpacked(part.content(READ))
    except ForeignValueError:
        found = None
    if not isinstance(found, dict) or not all(map(_is_row, found.values())):
        raise PartDamagedError(path=part.folder, name=READ)
    return found


def _is_row(row: object) -> bool:
    return isinstance(row, tuple) and len(row) == len(("digest", "value"))


def _digest(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _is_sound(told: Mapping[str, Any]) -> bool:
    """Whether a manifest is of the shape that `Draft` gives it."""
    setting, units, rows = (told[key] for key in _KEYS)
    if not isinstance(setting, dict) or not isinstance(units, list) or not isinstance(rows, dict):
        return False
    if not all(
        isinstance(row, list) and len(row) == len(("key", "digest")) for row in rows.values()
    ):
        return False
    texts = [*setting.values(), *units, *(each for row in rows.values() for each in row)]
    return all(isinstance(text, str) for text in texts)
