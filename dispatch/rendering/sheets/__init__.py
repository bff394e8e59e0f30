"""Views to sheets: the only door to the PDF engine.

A layout is a Typst source of ours, `layouts/sheets/NAME.typ`, not a template that writes one: what
comes from content travels as JSON beside it and is never source, so there is nothing to escape and
nothing that an entry could run; and the file opens in any editor that knows Typst. A line
`#import "FILE.typ": *` takes in another file of the same folder, a root's own before ours.
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from datetime import datetime
from datetime import time
from typing import TYPE_CHECKING
from typing import Literal
from typing import TypedDict

import typst

from dispatch.ground.errors import DispatchError
from dispatch.rendering import codes
from dispatch.rendering.sheets.bounds import TooLarge
from dispatch.rendering.sheets.bounds import too_large
from dispatch.rendering.sheets.content import Fault
from dispatch.rendering.sheets.content import UnknownElement
from dispatch.rendering.sheets.content import sheet_data
from dispatch.rendering.sheets.faces import shown
from dispatch.rendering.sheets.glyphs import MissingGlyph
from dispatch.rendering.sheets.glyphs import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path
    from typing import Unpack

    from dispatch.planning.views.sheets import SheetView
    from dispatch.rendering.sheets.glyphs import Data

__all__ = ("Fault", "MissingGlyph", "SheetLayoutError", "Sheets", "TooLarge", "UnknownElement")

STANDARDS: tuple[typst.PDFStandard, ...] = ("a-2a", "ua-1")
"""For archives and for everybody: level A of PDF/A-2, and PDF/UA."""
ADDRESSES = frozenset({"to", "anchor", "address"})
"""Keys of the data of a document whose values are addresses or their names, and no words."""
IMPORT = re.compile(r'^#import "([a-z][a-z0-9-]*\.typ)": \*$', re.MULTILINE)


class How(TypedDict, total=False):
    """What the engine is asked for."""

    format: Literal["pdf", "png"]
    ppi: float
    pdf_standards: list[typst.PDFStandard]
    timestamp: datetime


class SheetLayoutError(DispatchError):
    """A layout of a sheet that the engine refuses, or that is not there."""

    key = "sheet-layout-unusable"


class Sheets:
    """The engine with its fonts and layouts read, made once and used for many sheets."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Look for `sheets/` and `fonts/` in the folders of layouts, the first one first."""
        faces = [path for folder in folders for path in sorted(folder.glob("fonts/*.otf"))]
        if not faces:
            raise SheetLayoutError(sheet="", layout="fonts", fault="no font files")
        self._shown = shown(faces)
        self._sources = _sources(folders)
        self._engine = typst.Compiler(
            root=str(folders[-1] / "sheets"),
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=[str(folder) for folder in dict.fromkeys(path.parent for path in faces)],
            ),
        )

    def pdf(self, view: SheetView) -> tuple[bytes, tuple[Fault, ...]]:
        """Return the sheet as PDF, the same bytes for the same view, and what it cannot show.

        What is too large is not set at all: there are no bytes then.
        """
        over = too_large(view)
        if over:
            return b"", over
        data, faults = sheet_data(view, self._shown)
        (made,) = self._set(view.layout, view.id, _coded(view, data), **_pdf(view.date))
        return made, faults

    def document(
        self, layout: str, data: Mapping[str, Data], *, name: str, day: date
    ) -> tuple[bytes, tuple[Fault, ...]]:
        """Return any other document as PDF, and which of its characters no face has.

        Values of `ADDRESSES` are where links lead to; all other texts are words to be set.
        """
        shown, faults = printable(data, self._shown, exact=ADDRESSES)
        (made,) = self._set(layout, name, shown, **_pdf(day))
        return made, faults

    def png(self, view: SheetView, *, ppi: float = 96) -> tuple[bytes, ...]:
        """Return the pages of the sheet as PNG, `ppi` pixels an inch; none if it is too large."""
        if too_large(view):
            return ()
        data, _ = sheet_data(view, self._shown)
        return self._set(view.layout, view.id, _coded(view, data), format="png", ppi=ppi)

    def _set(
        self, layout: str, name: str, data: Mapping[str, Data], **how: Unpack[How]
    ) -> tuple[bytes, ...]:
        if layout not in self._sources:
            raise SheetLayoutError(sheet=name, layout=layout, fault="no such layout")
        text = json.dumps(data, ensure_ascii=False)
        try:
            made = self._engine.compile(
                input=self._sources[layout], sys_inputs={"view": text}, **how
            )
        except typst.TypstError as error:
            raise SheetLayoutError(sheet=name, layout=layout, fault=str(error)) from error
        return (made,) if isinstance(made, bytes) else tuple(made or ())


def _coded(view: SheetView, data: Mapping[str, Data]) -> dict[str, Data]:
    """Return the data of a sheet with the code that leads to its address."""
    return {**data, "code": codes.svg(view.address, title=view.address_text)}


def _pdf(day: date) -> How:
    moment = datetime.combine(day, time(), tzinfo=UTC)
    return How(format="pdf", pdf_standards=list(STANDARDS), timestamp=moment)


def _sources(folders: Sequence[Path]) -> dict[str, bytes]:
    """Return the layouts by name, with what they import put in its place."""
    texts: dict[str, str] = {}
    for folder in reversed(folders):
        for path in sorted(folder.glob("sheets/*.typ")):
            texts[path.name] = path.read_text(encoding="utf-8")
    return {
        name.removesuffix(".typ"): _whole(name, texts, above=()).encode() for name in sorted(texts)
    }


def _whole(name: str, texts: Mapping[str, str], *, above: tuple[str, ...]) -> str:
    """Return a layout with its imports; one that is not there, or goes in circles, is an error."""

    def imported(found: re.Match[str]) -> str:
        if found[1] not in texts or found[1] in (*above, name):
            raise SheetLayoutError(sheet="", layout=name, fault=f"cannot import {found[1]!r}")
        return _whole(found[1], texts, above=(*above, name))

    return IMPORT.sub(imported, texts[name])
