"""The index of the search: files of a folder that is named after what they hold.

Each is a script that hands its part to that of the search, so that a browser can load them from a
disk as well as from a server. `p` and a number are shards of postings, `t` and a number are texts
of some documents in a row, `facets` is what documents are filtered by.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from itertools import islice
from itertools import product
from typing import TYPE_CHECKING

from dispatch.rendering.artifact import Artifact
from dispatch.rendering.search.folding import folded
from dispatch.rendering.search.folding import squeezed
from dispatch.rendering.search.postings import SIGNS
from dispatch.rendering.search.postings import postings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from dispatch.planning.views.finding import FacetView
    from dispatch.planning.views.finding import FindingView
    from dispatch.planning.views.finding import FoundView

FOLDER = "search/"
DIGEST = 16
"""Characters of the folder's name."""
CHUNK = 12_000
"""Characters of text that a file of texts has about."""
FEWEST, MOST = 4, 64
"""How many documents a file of texts has at least and at most."""
SAMPLE = 8
"""One text of so many is compressed to learn what all of them would take."""
CALL = "DispatchSearch.take"

# Ends of lines to a script, though not to JSON.
_LINES = (("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchIndex:
    """The files of an index, and what its script has to know of them."""

    folder: str
    files: tuple[Artifact, ...]
    documents: int
    chunk: int
    """Documents in a file of texts."""
    shards: int
    slots: int


def index_of(view: FindingView) -> SearchIndex:
    """Return the index of all that can be found."""
    shown = [
        (squeezed(each.title), squeezed(each.unit), squeezed(each.text)) for each in view.documents
    ]
    texts = [folded("\n".join(fields)) for fields in shown]
    made = postings(texts, compressed=_compressed(texts))
    chunk = _chunk(texts)
    parts: dict[str, object] = {
        f"p{number}": [shard.names, " ".join(shard.lists), " ".join(shard.slots)]
        for number, shard in enumerate(made.shards)
    }
    parts |= {f"t{number}": rows for number, rows in enumerate(_chunks(view, shown, chunk))}
    parts["facets"] = [_facet(facet, view.documents) for facet in view.filters]
    files = {name: _script(name, part) for name, part in parts.items()}
    digest = hashlib.sha256(b"\0".join(files.values())).hexdigest()[:DIGEST]
    return SearchIndex(
        folder=f"{FOLDER}{digest}/",
        files=tuple(
            Artifact(path=f"{FOLDER}{digest}/{name}.js", content=content)
            for name, content in files.items()
        ),
        documents=len(texts),
        chunk=chunk,
        shards=len(made.shards),
        slots=made.slots,
    )


def _compressed(texts: Sequence[str]) -> int:
    sample = texts[::SAMPLE]
    size = len(zlib.compress("\n".join(sample).encode()))
    return size * len(texts) // max(len(sample), 1)


def _chunk(texts: Sequence[str]) -> int:
    mean = sum(map(len, texts)) / max(len(texts), 1)
    return max(FEWEST, min(MOST, round(CHUNK / max(mean, 1))))


def _chunks(
    view: FindingView, shown: Sequence[tuple[str, str, str]], chunk: int
) -> Iterator[list[list[str]]]:
    for at in range(0, len(shown), chunk):
        pairs = zip(view.documents[at : at + chunk], shown[at : at + chunk], strict=True)
        yield [_row(document, *fields) for document, fields in pairs]


def _row(document: FoundView, title: str, unit: str, text: str) -> list[str]:
    day = document.day.isoformat() if document.day else ""
    return [document.path, title, unit, day, document.kind, document.state, text]


def _facet(facet: FacetView, documents: Sequence[FoundView]) -> list[object]:
    """Return a facet: its name, its values, how wide a place is, and the place of each document.

    A place is that of the value, from 1; 0 stands for none.
    """
    places = {value.key: place for place, value in enumerate(facet.values, start=1)}
    wide = 1
    while len(SIGNS) ** wide <= len(places):
        wide += 1
    signs = ["".join(each) for each in islice(product(SIGNS, repeat=wide), len(places) + 1)]
    of = (places.get(dict(each.keys).get(facet.name, ""), 0) for each in documents)
    return [facet.name, list(places), wide, "".join(signs[place] for place in of)]


def _script(name: str, part: object) -> bytes:
    text = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    for end, said in _LINES:
        text = text.replace(end, said)
    return f'{CALL}("{name}",{text});\n'.encode()
