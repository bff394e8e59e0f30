"""Words for people, by key, in the language of the site; the only door to opencc.

A catalogue is a folder `locale/LANGUAGE/` of YAML files, nested mappings whose leaves are texts
with `{name}` places. The traditional script is made from the simplified one where no catalogue of
its own stands (OpenCC `s2t`), so the two cannot drift apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.ground import yamldoc
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from pathlib import Path

LANGUAGES = ("zh-Hans", "zh-Hant", "en")

_USUAL = str.maketrans("羣覈", "群核")
"""Forms that OpenCC prefers and neither Taiwan nor Hong Kong writes; our faces lack them."""
_PLACE = re.compile(r"\{(\w+)\}")


class CatalogueDamagedError(DispatchError):
    """A locale catalogue cannot be read."""

    key = "locale-damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """All texts of one language, by dotted key."""

    language: str
    texts: Mapping[str, str] = field(repr=False)

    def text(self, key: str, /, **params: object) -> str:
        """Return the text of a key with its places filled; a KeyError where there is none."""
        template = self.texts[key]
        if "{" not in template:
            return template
        return _PLACE.sub(lambda match: str(params.get(match[1], match[0])), template)

    def has(self, key: str) -> bool:
        """Tell whether there is a text under that key."""
        return key in self.texts

    def first(self, *keys: str, **params: object) -> str:
        """Return the text of the first key that has one; empty where none has."""
        return next((self.text(key, **params) for key in keys if key in self.texts), "")


@lru_cache(maxsize=1)
def scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only the simplified and only the traditional script has.

    A character in common use in both (GB 2312 and Big5 have it) belongs to neither.
    """
    from opencc import OpenCC  # noqa: PLC0415 - as above

    every = [chr(code) for code in range(0x4E00, 0xA000)]
    made = (OpenCC(way).convert("\n".join(every)).split("\n") for way in ("s2t", "t2s"))
    traditional, simplified = made
    of_simplified = frozenset(_foreign(every, traditional, "big5"))
    of_traditional = frozenset(_foreign(every, simplified, "gb2312"))
    return of_simplified - of_traditional, of_traditional - of_simplified


def _foreign(every: list[str], made: list[str], encoding: str) -> Iterator[str]:
    """Return the characters that become others and that an encoding does not have."""
    for one, other in zip(every, made, strict=True):
        if one != other and not one.encode(encoding, "ignore"):
            yield one


def load(folders: tuple[Path, ...], language: str) -> Messages:
    """Return the texts of a language from `locale/` folders; earlier folders go before later."""
    texts: dict[str, str] = {}
    for folder in reversed(folders):
        if language == "zh-Hant":
            texts |= _traditional(_catalogue(folder, "zh-Hans"))
        texts |= _catalogue(folder, language)
    return Messages(language=language, texts=texts)


def _catalogue(folder: Path, language: str) -> dict[str, str]:
    paths, _ = files.walk(folder, language)
    texts: dict[str, str] = {}
    for path in paths:
        source, faults = files.read_source(folder, path)
        tree, more = yamldoc.read(source) if source else (None, ())
        if faults or more:
            raise CatalogueDamagedError(place=(*faults, *more)[0].place)
        texts |= dict(_leaves(tree, ""))
    return texts


def _leaves(tree: object, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, f"{prefix}.{key}" if prefix else str(key))
    elif tree is not None:
        yield prefix, str(tree).strip()


def _traditional(texts: Mapping[str, str]) -> dict[str, str]:
    from opencc import OpenCC  # noqa: PLC0415 - 20 ms that only this script needs

    convert = OpenCC("s2t").convert
    return {key: convert(text).translate(_USUAL) for key, text in texts.items()}
