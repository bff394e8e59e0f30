"""What rendering hands to publishing: a file to be made, named as every file system allows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from dispatch.ground.errors import DispatchError

Known = Callable[[str, str], bool]
"""Asked with a path and the digest of all that decides its file: whether that file is there, and
so need not be made."""

MAX_PART = 255
"""Bytes of UTF-8 that one part of a path may have on the usual file systems."""

# Refused by Windows and by what unpacks archives there; the site is copied onto such machines.
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_RESERVED_CHARACTERS = frozenset('<>:"|?*\\')
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class ArtifactPathError(DispatchError):
    """A path that cannot be an output file on every system."""

    key = "artifact-path-unusable"


class Made(Protocol):
    """A file that was made, wherever it is by now."""

    @property
    def path(self) -> str:
        """Where it goes."""

    @property
    def size(self) -> int:
        """How many bytes it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A file to be made: where it goes, and its bytes."""

    path: str
    """Relative to the output folder, with `/` between the parts, in NFC."""
    content: bytes

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)

    def __post_init__(self) -> None:
        """Refuse a path that would leave the output folder, or that some system cannot hold."""
        if not is_portable(self.path):
            raise ArtifactPathError(path=self.path)


def nothing_known(path: str, digest: str) -> bool:
    """Tell that a file has to be made."""
    del path, digest
    return False


def is_portable(path: str) -> bool:
    """Whether a path stays below its folder and can be kept by every usual file system."""
    return unicodedata.is_normalized("NFC", path) and all(map(_is_portable_part, path.split("/")))


@lru_cache(maxsize=4096)
def _is_portable_part(part: str) -> bool:
    """Whether one name is neither empty, nor a step upwards, nor reserved, nor unprintable."""
    return (
        part not in {"", ".", ".."}
        and not part.endswith((".", " "))
        and not part.startswith(" ")
        and _RESERVED.fullmatch(part) is None
        and _RESERVED_CHARACTERS.isdisjoint(part)
        and all(unicodedata.category(character) not in _UNSEEN for character in part)
        and len(part.encode("utf-8")) <= MAX_PART
    )
