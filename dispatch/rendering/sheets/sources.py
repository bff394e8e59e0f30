"""The layouts of sheets as sources: read, with what they import, and put together for a document.

Each layout is a function of a view, named after its file, so that one document may hold sheets of
many layouts. What a layout calls by a name is settled where it stands, so a name that another
layout after it uses again is no matter; the name of the layout itself is given back to the engine,
which may know it as something else (`table`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path

IMPORT = re.compile(r'^#import "([a-z][a-z0-9-]*\.typ)": \*$', re.MULTILINE)
NAME = re.compile(r"[a-z][a-z0-9-]*")
HEAD = "#let dispatch-layouts = (:)\n"
KEPT = """
#let dispatch-layouts = (..dispatch-layouts, "{name}": {name})
#let {name} = dictionary(std).at("{name}", default: none)
"""
DRIVER = """
#let dispatch-view = json(bytes(sys.inputs.view))
#let dispatch-set(view) = (dispatch-layouts.at(view.layout))(view)
#set document(title: dispatch-view.name, author: dispatch-view.issuer, date: datetime(
  year: dispatch-view.day.at(0), month: dispatch-view.day.at(1), day: dispatch-view.day.at(2),
))
#dispatch-set((..dispatch-view, sheets: dispatch-view.sheets.map(dispatch-set)))
"""
"""The end of every source: it says once what the document is, and sets it."""


class SheetLayoutError(DispatchError):
    """A layout of a sheet that the engine refuses, or that is not there."""

    key = "sheet-layout-unusable"


class SheetLayoutUnknownError(SheetLayoutError):
    """A layout that is asked for by a name that no file has."""

    key = "sheet-layout-unknown"


def texts(folders: Sequence[Path]) -> dict[str, str]:
    """Return the files of layouts by name; those of the first folder take the place of others."""
    return {
        path.name: path.read_text(encoding="utf-8")
        for folder in reversed(folders)
        for path in sorted(folder.glob("sheets/*.typ"))
    }


def source(layouts: Iterable[str], files: Mapping[str, str], *, name: str) -> str:
    """Return one source with all these layouts; `name` is the sheet that they are for."""
    return HEAD + "".join(_kept(each, files, name) for each in layouts) + DRIVER


def known(files: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the layouts: files that have a function of a view named like them."""
    names = (path.removesuffix(".typ") for path in sorted(files))
    return tuple(name for name in names if f"#let {name}(view)" in files[f"{name}.typ"])


def _kept(layout: str, files: Mapping[str, str], name: str) -> str:
    if f"{layout}.typ" not in files or not NAME.fullmatch(layout):
        raise SheetLayoutUnknownError(sheet=name, layout=layout, known=", ".join(known(files)))
    return _whole(f"{layout}.typ", files, above=()) + KEPT.format(name=layout)


def _whole(name: str, files: Mapping[str, str], *, above: tuple[str, ...]) -> str:
    """Return a layout with its imports; one that is not there, or goes in circles, is an error."""

    def imported(found: re.Match[str]) -> str:
        if found[1] not in files or found[1] in (*above, name):
            raise SheetLayoutError(sheet="", layout=name, fault=f"cannot import {found[1]!r}")
        return _whole(found[1], files, above=(*above, name))

    return IMPORT.sub(imported, files[name])
