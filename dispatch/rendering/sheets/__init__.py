"""Views to sheets: the only door to the PDF engine.

A layout is a Typst source of ours, `layouts/sheets/NAME.typ`, not a template that writes one: what
comes from content travels as JSON beside it and is never source, so there is nothing to escape and
nothing that an entry could run; and the file opens in any editor that knows Typst. It defines a
function of a view, named after the file. A line `#import "FILE.typ": *` takes in another file of
the same folder, a root's own before ours.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import time
from functools import cache
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from typing import Literal
from typing import TypedDict

import typst

from dispatch import __version__
from dispatch.rendering import codes
from dispatch.rendering.sheets.bounds import TooLarge
from dispatch.rendering.sheets.bounds import too_large
from dispatch.rendering.sheets.content import Fault
from dispatch.rendering.sheets.content import UnknownElement
from dispatch.rendering.sheets.content import sheet_data
from dispatch.rendering.sheets.fonts import read_faces
from dispatch.rendering.sheets.glyphs import MissingGlyph
from dispatch.rendering.sheets.glyphs import printable
from dispatch.rendering.sheets.sources import SheetLayoutError
from dispatch.rendering.sheets.sources import source
from dispatch.rendering.sheets.sources import texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import date
    from typing import Unpack

    from dispatch.planning.views.sheets import SheetView
    from dispatch.rendering.sheets.glyphs import Data

__all__ = (
    "Fault",
    "MissingGlyph",
    "SetSheet",
    "SheetLayoutError",
    "Sheets",
    "TooLarge",
    "UnknownElement",
)

STANDARDS: tuple[typst.PDFStandard, ...] = ("a-2a", "ua-1")
"""For archives and for everybody: level A of PDF/A-2, and PDF/UA."""
ADDRESSES = frozenset({"to", "anchor", "address", "layout", "key"})
"""Keys of the data of a document whose values are addresses or names, and no words."""
PLAIN: Mapping[str, Data] = MappingProxyType(
    {
        "key": "document",
        "paper": (210, 297),
        "scale": 1,
        "type": 1,
        "turned": False,
        "labels": {},
        "language": "zh-Hans",
        "issuer": "",
    }
)
"""What a layout may ask of any document, where its data do not say."""
HOME = Path(__file__).resolve().parents[3]
"""Where Dispatch and its layouts are installed."""
DIGITS = 12
"""Hex digits of a digest that are told."""
POINT = 25.4 / 72
_BOX = re.compile(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]")


class How(TypedDict, total=False):
    """What the engine is asked for."""

    format: Literal["pdf", "png"]
    ppi: float
    pdf_standards: list[typst.PDFStandard]
    timestamp: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSheet:
    """A sheet as it was set."""

    content: bytes
    """The PDF; empty where what it says is too large to be set."""
    pages: tuple[tuple[float, float], ...]
    """Width and height of each page in mm."""
    faults: tuple[Fault, ...]
    """What it cannot show."""


class Sheets:
    """The engine with its fonts and layouts read, made once and used for many sheets."""

    def __init__(self, folders: Sequence[Path], *, fonts: Mapping[str, Path] | None = None) -> None:
        """Look for `sheets/` and `fonts/` in the folders of layouts, the first one first.

        `fonts` are files that take the place of ours, by role (see `fonts.font_files`).
        """
        self._given = (tuple(folders), tuple((fonts or {}).items()))
        self._faces = read_faces(folders, fonts or {})
        self._texts = texts(folders)
        self._engine = typst.Compiler(
            root=str(folders[-1] / "sheets"), font_paths=self._faces.fonts
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Return what makes it in another process, where it is made once."""
        folders, fonts = self._given
        return _made_again, (tuple(map(_portable, folders)), fonts, self._digest)

    @cached_property
    def _digest(self) -> str:
        """The digest of all layouts and fonts."""
        told = f"{sorted(self._texts.items())} {self._faces.digest()}"
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def shown(self) -> frozenset[str]:
        """The characters that at least one face has."""
        return self._faces.shown

    def setting(self, layout: str) -> str:
        """Return a digest of all that decides how a layout sets what a view says."""
        parts = (
            source([layout], self._texts, name=layout),
            self._faces.digest(),
            version("typst"),
            __version__,
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:DIGITS]

    def sheet(self, view: SheetView) -> SetSheet:
        """Return a sheet as PDF, the same bytes for the same view.

        What is too large is not set at all.
        """
        over = too_large(view)
        if over:
            return SetSheet(content=b"", pages=(), faults=over)
        data, faults = sheet_data(view, self.shown)
        (made,) = self._set(view.id, _coded(view, data), **_pdf(view.date))
        return SetSheet(content=made, pages=pages_of(made), faults=faults)

    def document(  # noqa: PLR0913 - what a document is, and what it holds
        self,
        layout: str,
        data: Mapping[str, Data],
        *,
        name: str,
        day: date,
        sheets: Sequence[SheetView] = (),
        papers: Sequence[tuple[str, Mapping[str, Data]]] = (),
    ) -> tuple[bytes, tuple[Fault, ...]]:
        """Return any other document as PDF, and which of its own characters no face has.

        Values of `ADDRESSES` are where links lead to; all other texts are words to be set. The
        layout gets as content under `sheets` other papers, each a layout with its data, and after
        them the sheets, but for those that are too large.
        """
        plain = {**PLAIN, "name": name, "day": [day.year, day.month, day.day]}
        shown, faults = printable({**plain, **data}, self.shown, exact=ADDRESSES)
        held: list[dict[str, Data]] = []
        for other, more in papers:
            words, lacking = printable({**plain, **more}, self.shown, exact=ADDRESSES)
            held.append({**words, "layout": other, "sheets": []})
            faults = (*faults, *lacking)
        set_sheets = [view for view in sheets if not too_large(view)]
        held += [_coded(view, sheet_data(view, self.shown)[0]) for view in set_sheets]
        keyed = [{**each, "key": str(number)} for number, each in enumerate(held, start=1)]
        (made,) = self._set(name, {**shown, "layout": layout, "sheets": keyed}, **_pdf(day))
        return made, faults

    def png(self, view: SheetView, *, ppi: float = 96) -> tuple[bytes, ...]:
        """Return the pages of the sheet as PNG, `ppi` pixels an inch; none if it is too large."""
        if too_large(view):
            return ()
        data, _ = sheet_data(view, self.shown)
        return self._set(view.id, _coded(view, data), format="png", ppi=ppi)

    def _set(self, name: str, data: Mapping[str, Data], **how: Unpack[How]) -> tuple[bytes, ...]:
        layouts = _layouts(data)
        roles = self._faces.roles_in(str(data["language"]))
        inputs = {"view": _json(data), "faces": _json(roles)}
        text = source(layouts, self._texts, name=name)
        try:
            made = self._engine.compile(input=text.encode(), sys_inputs=inputs, **how)
        except typst.TypstError as error:
            raise SheetLayoutError(sheet=name, layout=layouts[0], fault=str(error)) from error
        return (made,) if isinstance(made, bytes) else tuple(made or ())


@cache
def _made_again(
    folders: tuple[tuple[Path, bool], ...], fonts: tuple[tuple[str, Path], ...], digest: str
) -> Sheets:
    """Return the engine again, perhaps on another machine; one with other files is refused."""
    there = tuple(HOME / path if ours else path for path, ours in folders)
    made = Sheets(there, fonts=dict(fonts))
    if made._digest != digest:  # noqa: SLF001 - of our own kind
        raise SheetLayoutError(sheet="", layout="sheets", fault="not the files that were sent for")
    return made


def _portable(path: Path) -> tuple[Path, bool]:
    """Return where a folder is, and whether that is told from where Dispatch is installed."""
    ours = path.is_relative_to(HOME)
    return (path.relative_to(HOME) if ours else path), ours


def pages_of(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height in mm of each page of a PDF that the engine made."""
    return tuple((float(box[1]) * POINT, float(box[2]) * POINT) for box in _BOX.finditer(pdf))


def _layouts(data: Mapping[str, Data]) -> list[str]:
    """Return the layouts that a document uses, its own first."""
    sheets = data["sheets"]
    held = sheets if isinstance(sheets, list) else []
    return list(dict.fromkeys(str(each["layout"]) for each in (data, *held)))


def _coded(view: SheetView, data: Mapping[str, Data]) -> dict[str, Data]:
    """Return the data of a sheet with the code that leads to its address."""
    code = codes.svg(view.address, title=view.address_text)
    return {**data, "layout": view.layout, "key": "0", "sheets": [], "code": code}


def _json(data: Mapping[str, Data]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _pdf(day: date) -> How:
    moment = datetime.combine(day, time(), tzinfo=UTC)
    return How(format="pdf", pdf_standards=list(STANDARDS), timestamp=moment)
