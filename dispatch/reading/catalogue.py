"""content/catalogue.yaml and content/boards.yaml."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dispatch.ground import files
from dispatch.ground import yamldoc
from dispatch.model.board import Board
from dispatch.model.board import Boards
from dispatch.model.catalogue import Catalogue
from dispatch.model.values import Origin
from dispatch.reading import base

if TYPE_CHECKING:
    from pathlib import Path

    from dispatch.ground.source import Source

PATH = "content/catalogue.yaml"
BOARDS_PATH = "content/boards.yaml"


@cache
def adapter() -> TypeAdapter[Catalogue]:
    """Return what validates a catalogue."""
    return TypeAdapter(Catalogue)


@cache
def boards_adapter() -> TypeAdapter[Boards]:
    """Return what validates the boards."""
    return TypeAdapter(Boards)


def read(root: Path) -> tuple[Catalogue | None, Source | None, base.Found]:
    """Return the catalogue of a root, its source and its faults."""
    source, found = files.read_source(root, PATH)
    if source is None:
        return None, None, found
    catalogue, found = parse(source)
    return catalogue, source, found


def parse(source: Source) -> tuple[Catalogue | None, base.Found]:
    """Return the catalogue that a source holds, or its faults."""
    tree, found = yamldoc.read(source)
    if found:
        return None, found
    return base.validate(adapter(), tree, source, Origin(PATH))


def read_boards(root: Path) -> tuple[tuple[Board, ...], Source | None, base.Found]:
    """Return the boards of a root, their source and their faults."""
    source, tree, found = base.document(root, BOARDS_PATH)
    if source is None or found:
        return (), source, found
    boards, found = base.validate(boards_adapter(), tree or {}, source, Origin(BOARDS_PATH))
    return (boards.boards if boards else ()), source, found
