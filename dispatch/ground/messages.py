"""Words for people, by key, in the language of the site.

A catalogue is a folder `locale/LANGUAGE/` of YAML files, nested mappings whose leaves are texts
with `{name}` places. The traditional script is made from the simplified one, so the two cannot
drift apart; its own catalogue holds only what a converter cannot know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.ground import scripts
from dispatch.ground import yamldoc
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from pathlib import Path

LANGUAGES = ("zh-Hans", "zh-Hant", "en")

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
    convert = scripts.Converter().text
    return {key: convert(text) for key, text in texts.items()}
