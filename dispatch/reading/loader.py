"""Everything below a root as a `Site`; gathers the other readers of this floor."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING
from typing import Any

from dispatch.ground import files
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import by_gravity
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.source import Place
from dispatch.ground.trees import Prose
from dispatch.model.catalogue import ObjectionRule
from dispatch.model.catalogue import PostingRule
from dispatch.model.site import AttachedFile
from dispatch.model.site import Site
from dispatch.reading import attachments
from dispatch.reading import catalogue
from dispatch.reading import config
from dispatch.reading import organisation
from dispatch.reading import phrases
from dispatch.reading import records
from dispatch.reading.understanding import ALONE
from dispatch.reading.understanding import understood

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from pathlib import Path

    from dispatch.ground.source import Source
    from dispatch.model.catalogue import Catalogue
    from dispatch.model.catalogue import Item
    from dispatch.reading.understanding import Kind
    from dispatch.reading.understanding import Means
    from dispatch.reading.understanding import Understood

FOLDERS = ("entries", "pages", "postings", "feedback", "oversight", "attachments")
_FIXED = (organisation.PATH, catalogue.PATH, catalogue.BOARDS_PATH, records.WAIVERS_PATH)
_TEXTS = (".md", ".yaml", ".yml")


@dataclass(slots=True, kw_only=True)
class _Gathered:
    """What has been read so far."""

    sources: dict[str, Source] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def keep(self, source: Source | None, found: Iterable[Diagnostic]) -> None:
        if source is not None:
            self.sources[source.path] = source
        self.found.extend(found)


def load(root: Path, means: Means = ALONE) -> tuple[Site | None, tuple[Diagnostic, ...]]:
    """Return the site of a root and every fault of its files.

    Without a config, an organisation and a catalogue there is no site. A file with faults is left
    out of the site; the others are in it, so that they can be checked all the same.
    """
    gathered = _Gathered()
    config_ = _document(root, config.PATH, config.read, gathered, means)
    organisation_ = _document(root, organisation.PATH, organisation.read, gathered, means)
    catalogue_ = _document(root, catalogue.PATH, _catalogue, gathered, means)
    paths, found = files.walk(root, "content")
    gathered.keep(None, found)
    by_folder = _sorted_out(paths, gathered)
    parts = _parts(root, by_folder, gathered, means)
    if catalogue.BOARDS_PATH in paths:
        read_boards = catalogue.read_boards
        parts["boards"] = _document(root, catalogue.BOARDS_PATH, read_boards, gathered, means)
    if records.WAIVERS_PATH in paths:
        parts["waivers"] = _document(root, records.WAIVERS_PATH, _waivers, gathered, means)
    if config_ is None or organisation_ is None or catalogue_ is None:
        return None, by_gravity(gathered.found)
    site = Site(
        config=config_,
        organisation=organisation_,
        catalogue=catalogue_,
        sources=gathered.sources,
        **parts,
    )
    return site, by_gravity(gathered.found)


def _document(
    root: Path,
    path: str,
    read: Callable[[Path], tuple[Any, Source | None, tuple[Diagnostic, ...]]],
    gathered: _Gathered,
    means: Means,
) -> Any:  # noqa: ANN401 - what the reader of that file returns
    """Return what a file of one kind holds, read now or known before."""
    source, _ = files.read_source(root, path)
    told = means.memory.recall(path, source.digest) if source else None
    if source and isinstance(told, tuple) and len(told) == len(("value", "found")):
        value, found = told
    else:
        value, source, found = read(root)
        if source:
            means.memory.remember(path, source.digest, (value, found))
    gathered.keep(source, found)
    return value


def _catalogue(root: Path) -> tuple[Catalogue | None, Source | None, tuple[Diagnostic, ...]]:
    read, source, found = catalogue.read(root)
    return (worded(read) if read else None), source, found


def _waivers(root: Path) -> tuple[tuple[Any, ...], Source | None, tuple[Diagnostic, ...]]:
    return records.read(root, records.WAIVERS_PATH)


def worded(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue whose time limits are read, where the words of the norm can be.

    The other clocks of a phrase (how long it must stand, when objections are answered, how long
    it is kept) are the item's where it does not state its own. A phrase that is refused stays one.
    """
    found = phrases.resolved([item.limit for item in catalogue.items])
    items = (_worded(item, read) for item, read in zip(catalogue.items, found, strict=True))
    return replace(catalogue, items=tuple(items))


def _worded(item: Item, read: phrases.Reading | phrases.Refusal) -> Item:
    if isinstance(read, phrases.Refusal) or item.limit.type != "phrase":
        return item
    lengths = {clock.name: clock.length for clock in read.extra if clock.length}
    posting, answer = lengths.get("posting"), lengths.get("answer")
    return replace(
        item,
        limit=replace(read.limit, phrase=item.limit.phrase),
        posting=item.posting or (PostingRule(minimum=posting) if posting else None),
        objections=item.objections or (ObjectionRule(answer=answer) if answer else None),
        archive=item.archive or lengths.get("archive"),
    )


def _sorted_out(paths: tuple[str, ...], gathered: _Gathered) -> dict[str, list[str]]:
    by_folder: dict[str, list[str]] = {folder: [] for folder in FOLDERS}
    for path in paths:
        folder = path.split("/")[1]
        if path in _FIXED:
            continue
        if folder == "attachments" or (folder in by_folder and _is_read(folder, path)):
            by_folder[folder].append(path)
        else:
            gathered.found.append(_not_read(path, folder))
    return by_folder


def _is_read(folder: str, path: str) -> bool:
    endings = {"entries": _TEXTS, "pages": (".md",)}.get(folder, (".yaml", ".yml"))
    return path.endswith(endings)


def _not_read(path: str, folder: str) -> Diagnostic:
    known = (*FOLDERS, *(fixed.split("/")[1] for fixed in _FIXED))
    nearest = "" if folder in FOLDERS else next(iter(get_close_matches(folder, known, 1)), "")
    fault = diagnostic("S019", Place(path), "nearest" if nearest else "default", nearest=nearest)
    return replace(fault, severity=Severity.WARNING)


def _parts(
    root: Path, by_folder: dict[str, list[str]], gathered: _Gathered, means: Means
) -> dict[str, Any]:
    texts: dict[str, Prose] = {}
    parts: dict[str, Any] = {"texts": texts}
    for kind in ("entries", "pages"):
        told = _each(root, by_folder[kind], kind, gathered, means)
        parts[kind] = tuple(each.value for _, each in told if each.value is not None)
        texts.update((each.value.body, each.text) for _, each in told if each.text is not None)
    if means.units is not None:
        # What nobody is to see set need not be made ready: it is empty.
        texts |= {e.body: Prose(html="") for e in parts["entries"] if e.body not in texts}
    parts["attachments"] = _attached(root, by_folder["attachments"], gathered)
    for folder in ("postings", "feedback", "oversight"):
        told = _each(root, by_folder[folder], folder, gathered, means)
        parts[folder] = tuple(record for _, each in told for record in each.value)
    return parts


def _each(
    root: Path, paths: Iterable[str], kind: Kind, gathered: _Gathered, means: Means
) -> list[tuple[str, Understood]]:
    sources: list[Source] = []
    for path in paths:
        source, found = files.read_source(root, path)
        gathered.keep(source, found)
        if source is not None:
            sources.append(source)
    told = [(source.path, each) for source, each in understood(kind, sources, means)]
    for _, each in told:
        gathered.keep(None, each.found)
    return told


def _attached(root: Path, paths: Iterable[str], gathered: _Gathered) -> dict[str, AttachedFile]:
    attached: dict[str, AttachedFile] = {}
    for path in paths:
        value = attachments.read(root, path)
        if isinstance(value, AttachedFile):
            attached[value.path] = value
        else:
            gathered.found.append(value)
    return attached
