"""Words for people, by key, in the language of the site.

A catalogue is a folder `locale/LANGUAGE/` of YAML files, nested mappings whose leaves are texts
with `{name}` places. The traditional script is made from the simplified one, so the two cannot
drift apart; its own catalogue holds only what a converter cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.ground import scripts
from dispatch.ground import yamldoc
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGES = ("zh-Hans", "zh-Hant", "en")

_PLACE = re.compile(r"\{(\w+)\}")
_HEAD = re.compile(rb"^([\w-]+):", re.MULTILINE)
_TOP = re.compile(r"^([\w-]+):", re.MULTILINE | re.ASCII)


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

    def whole(self) -> Messages:
        """Return the same with every text read: what asks for very many finds them faster."""
        return replace(self, texts=dict(self.texts))


class Shelf(Mapping[str, str]):
    """The texts of a catalogue, of whose files only those parts are read that are asked for.

    A part is what stands under the first word of a key, at the beginning of a line.
    """

    def __init__(self, own: Mapping[str, str], folder: Path, language: str) -> None:
        """Take texts that go before those of the catalogue, and where that lies."""
        self._made = own, folder, language
        self._own = own
        self._group = cache(self._read)
        self._files = cache(self._indexed)

    def __getitem__(self, key: str) -> str:
        text = self._own.get(key)
        return self._group(key.partition(".")[0])[key] if text is None else text

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        for head in self._files():
            yield from (key for key in self._group(head) if key not in self._own)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __reduce__(self) -> tuple[object, ...]:
        return Shelf, self._made

    def _read(self, head: str) -> Mapping[str, str]:
        _, folder, _ = self._made
        texts: dict[str, str] = {}
        for language, paths in self._files().get(head, {}).items():
            read = _texts(folder, paths, head)
            texts |= _traditional(read) if language != self._made[2] else read
        return {key: text for key, text in texts.items() if key.startswith(f"{head}.")}

    def _indexed(self) -> dict[str, dict[str, list[str]]]:
        """Return by the first words of keys, and by language, the files that have such keys."""
        _, folder, language = self._made
        heads: dict[str, dict[str, list[str]]] = {}
        for each in _languages(language):
            for path in files.walk(folder, each)[0]:
                content = files.read_bytes(folder, path)
                if not isinstance(content, bytes):
                    raise CatalogueDamagedError(place=content.place)
                for head in set(_HEAD.findall(content)):
                    heads.setdefault(head.decode(), {}).setdefault(each, []).append(path)
        return heads


def load(folders: tuple[Path, ...], language: str, *, beneath: Path | None = None) -> Messages:
    """Return the texts of a language from `locale/` folders; earlier folders go before later.

    The last of them may be one that is known to be whole, as that of Dispatch itself is; of it
    only those files are read that are needed.
    """
    texts: dict[str, str] = {}
    for folder in reversed(folders):
        for each in _languages(language):
            read = _catalogue(folder, each)
            texts |= read if each == language else _traditional(read)
    return Messages(language=language, texts=Shelf(texts, beneath, language) if beneath else texts)


def _languages(language: str) -> tuple[str, ...]:
    """Return whose catalogues a language is made from, those that go before others last."""
    return ("zh-Hans", language) if language == "zh-Hant" else (language,)


def _catalogue(folder: Path, language: str) -> dict[str, str]:
    return _texts(folder, files.walk(folder, language)[0])


def _texts(folder: Path, paths: Iterable[str], head: str = "") -> dict[str, str]:
    """Return the texts of some files, or those of them under one first word."""
    texts: dict[str, str] = {}
    for path in paths:
        source, faults = files.read_source(folder, path)
        parts = _parts(source.text, head) if source else ()
        read = [yamldoc.read(source, *part) for part in parts] if source else []
        found = (*faults, *(fault for _, more in read for fault in more))
        if found:
            raise CatalogueDamagedError(place=found[0].place)
        for tree, _ in read:
            texts |= dict(_leaves(tree, ""))
    return texts


def _parts(text: str, head: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where in a file its texts under a first word stand; all without one."""
    if not head:
        yield 0, len(text)
        return
    heads = [(each.start(), each[1]) for each in _TOP.finditer(text)]
    ends = [start for start, _ in heads[1:]] + [len(text)]
    yield from (
        (start, end) for (start, name), end in zip(heads, ends, strict=True) if name == head
    )


def _leaves(tree: object, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, f"{prefix}.{key}" if prefix else str(key))
    elif tree is not None:
        yield prefix, str(tree).strip()


def _traditional(texts: Mapping[str, str]) -> dict[str, str]:
    convert = scripts.Converter().text
    return {key: convert(text) for key, text in texts.items()}
