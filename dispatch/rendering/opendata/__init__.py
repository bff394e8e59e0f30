"""`data/`: everything on the site for machines, each file with a schema or by an open standard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from dispatch.rendering.artifact import Artifact
from dispatch.rendering.artifact import nothing_known
from dispatch.rendering.fingerprints import fingerprint
from dispatch.rendering.opendata import answers
from dispatch.rendering.opendata import linked
from dispatch.rendering.opendata import norms
from dispatch.rendering.opendata import register
from dispatch.rendering.opendata import schemas
from dispatch.rendering.opendata import workbook
from dispatch.rendering.opendata.document import schema_path
from dispatch.rendering.opendata.entries import entries_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.ground.messages import Messages
    from dispatch.planning.views.site import SiteView
    from dispatch.rendering.artifact import Known

PATH = "data/"
"""The page that tells of the files, and the folder of them."""
STANDARD = linked.STANDARD
OWN_TERMS = (*linked.OWN, *linked.OWN_DAYS, *linked.OWN_LINKS)

FILES = (
    ("entries.json", entries_json),
    ("catalogue.json", norms.catalogue_json),
    ("boards.json", norms.boards_json),
    ("organisation.json", norms.organisation_json),
    ("duties.json", answers.duties_json),
    ("feedback.json", answers.feedback_json),
    ("oversight.json", answers.oversight_json),
    ("pages.json", answers.pages_json),
    ("boards.jsonld", linked.boards_jsonld),
)
"""The data as it is, each with what makes it."""
TABLES = ("register.csv", "register.xlsx")
"""What is put in words for people as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file as the page of the data tells of it."""

    name: str
    """The key of its words: its name without the ending."""
    path: str
    size: int
    schema: str = ""
    """The path of its schema, where it has one."""

    @property
    def form(self) -> str:
        """What kind of file it is, by its ending."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """What the page of the data shows beside words."""

    files: tuple[DataFile, ...]
    columns: tuple[str, ...]
    """The columns of the register."""
    terms: tuple[str, ...]
    """The terms of our own in the linked data."""
    standard: str
    """The address of the standard that the linked data goes by."""


def data_files(view: SiteView, words: Messages) -> Iterator[Artifact]:
    """Yield the data, then the schemas."""
    return chain.from_iterable(part(nothing_known) for part in data_parts(view, words))


def data_parts(
    view: SiteView, words: Messages
) -> tuple[Callable[[Known], Iterable[Artifact]], ...]:
    """Return what makes the files of the data, each to be called by whoever has time."""
    plain = (partial(_plain, name, write, view) for name, write in FILES)
    return (*plain, partial(_register, view, words), partial(_schemas, view, words))


def _plain(
    name: str, write: Callable[[SiteView], bytes], view: SiteView, known: Known
) -> Iterator[Artifact]:
    del known  # to tell whether it is the same costs what writing it does
    yield Artifact(path=f"{PATH}{name}", content=write(view))


def _register(view: SiteView, words: Messages, known: Known) -> Iterator[Artifact]:
    """Yield the register, put in words for people as well."""
    told = register.register_of(view, words)
    yield Artifact(path=f"{PATH}{TABLES[0]}", content=register.register_csv(told))
    path = f"{PATH}{TABLES[1]}"
    if not known(path, fingerprint(told)):
        yield Artifact(path=path, content=workbook.register_xlsx(told))


def _schemas(view: SiteView, words: Messages, known: Known) -> Iterator[Artifact]:
    del known
    for name in schemas.NAMES:
        content = schemas.schema_json(view.frame, words, name)
        yield Artifact(path=schema_path(name), content=content)


def data_page(sizes: Mapping[str, int]) -> DataPage:
    """Return what the page tells of the files that were made, from the sizes of files by path."""
    paths = (f"{PATH}{name}" for name in (*(name for name, _ in FILES), *TABLES))
    files = tuple(_told(path, sizes[path]) for path in paths if path in sizes)
    return DataPage(
        files=files, columns=register.COLUMNS, terms=OWN_TERMS, standard=linked.STANDARD
    )


def _told(path: str, size: int) -> DataFile:
    name, _, form = path.removeprefix(PATH).partition(".")
    schema = schema_path(name) if form == "json" else ""
    return DataFile(
        name=name if form != "jsonld" else "linked", path=path, size=size, schema=schema
    )
