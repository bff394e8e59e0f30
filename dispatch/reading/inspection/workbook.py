"""Workbooks (xlsx): rows as readers see them, and the rows, columns and sheets that they do not."""

from __future__ import annotations

import posixpath
import re
from decimal import Decimal
from decimal import InvalidOperation
from typing import TYPE_CHECKING

from dispatch.reading.inspection.base import ObstacleError
from dispatch.reading.inspection.markup import FALSE
from dispatch.reading.inspection.markup import parse
from dispatch.reading.inspection.markup import tells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zipfile import ZipFile

    from dispatch.reading.inspection.base import Findings

BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
LONGEST_NUMBER = 25
"""How many digits a number may have that is written out."""

_CODES = re.compile(r"&(?:\"[^\"\n]{0,80}\"|K[0-9A-F]{6}|\d{1,3}|[A-Za-z])")
"""What sets the letters of a head or foot."""
_PARTED = re.compile(r'"\s*&\s*"')
"""What joins two texts in a formula."""


class _Sheets:
    """The sheets as the workbook lists them: id, name, and whether they are hidden."""

    def __init__(self) -> None:
        self.listed: list[tuple[str, str, bool]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.listed.append((attributes.get("id", ""), attributes.get("name", ""), hidden))


class _Links:
    """Which part each id leads to."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.join("xl", target)
            self.targets[attributes.get("Id", "")] = posixpath.normpath(whole)


class _Strings:
    """The shared strings, by number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._open: list[str] = []
        self._within = False

    def start(self, name: str, _: Mapping[str, str]) -> None:
        if name == "si":
            self._open = []
        self._within = name == "t"

    def end(self, name: str) -> None:
        self._within = False
        if name == "si":
            self.texts.append("".join(self._open))

    def data(self, text: str) -> None:
        if self._within:
            self._open.append(text)


class _Sheet:
    """A sheet, row by row."""

    def __init__(self, name: str, strings: list[str], found: Findings, *, hidden: bool) -> None:
        self._name, self._strings, self._found, self._hidden = name, strings, found, hidden
        self._cells: list[str] = []
        self._text: list[str] = []
        self._row, self._type, self._inside = "", "", ""
        self._row_hidden = False
        self._beside: list[str] = []
        self.used: set[int] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._beside += [value for value in attributes.values() if tells(value)]
        if name == "row":
            self._row, self._cells = attributes.get("r", ""), []
            self._row_hidden = attributes.get("hidden", "0") not in FALSE
        elif name == "c":
            self._type, self._text = attributes.get("t", "n"), []
        elif name == "col" and attributes.get("hidden", "0") not in FALSE:
            self._found.note("hidden-cells", self._name)
        elif name in ("v", "t", "f"):
            self._inside = name

    def end(self, name: str) -> None:
        if name in ("v", "t", "f"):
            self._inside = ""
        elif name == "c":
            self._cells.append(self._value())
        elif name == "row":
            self._finish_row()

    def data(self, text: str) -> None:
        if self._inside in ("v", "t"):
            self._text.append(text)
        elif self._inside == "f" and '"' in text:
            self._found.add(f"{self._name}!{self._row}", _PARTED.sub("", text), hidden=True)
        elif not self._inside:
            self._beside.append(text)

    def finish(self) -> None:
        """Hand over what stands in no cell: heads and feet, lists to choose from, prompts."""
        said = "\n".join(self._beside)
        self._found.add(self._name, f"{said}\n{_CODES.sub(' ', said)}", hidden=True)

    def _value(self) -> str:
        text = "".join(self._text)
        if self._type == "s":
            known = text.isdecimal() and int(text) < len(self._strings)
            self.used |= {int(text)} if known else set()
            return self._strings[int(text)] if known else ""
        return plain_number(text) if self._type == "n" else text

    def _finish_row(self) -> None:
        if self._row_hidden and any(self._cells):
            self._found.note("hidden-cells", f"{self._name}!{self._row}")
        hidden = self._hidden or self._row_hidden
        self._found.add(f"{self._name}!{self._row}", "\t".join(self._cells), hidden=hidden)


def inspect_workbook(whole: ZipFile, found: Findings) -> frozenset[str]:
    """Keep the rows of every sheet, and return the parts that were read."""
    sheets, links, strings = _Sheets(), _Links(), _Strings()
    with whole.open(BOOK) as stream:
        parse(stream, found, sheets.start, _nothing, _nothing)
    with whole.open(LINKS) as stream:
        parse(stream, found, links.start, _nothing, _nothing)
    names = frozenset(whole.namelist())
    if STRINGS in names:
        with whole.open(STRINGS) as stream:
            parse(stream, found, strings.start, strings.end, strings.data)
    read = {BOOK, LINKS, STRINGS}
    used: set[int] = set()
    for key, name, hidden in sheets.listed:
        path = links.targets.get(key, "")
        if path not in names:
            raise ObstacleError("damaged")
        if hidden:
            found.note("hidden-sheet", name)
        sheet = _Sheet(name, strings.texts, found, hidden=hidden)
        with whole.open(path) as stream:
            parse(stream, found, sheet.start, sheet.end, sheet.data)
        sheet.finish()
        read.add(path)
        used |= sheet.used
    left = (text for at, text in enumerate(strings.texts) if at not in used)
    found.add(STRINGS, "\n".join(left), hidden=True)
    return frozenset(read)


def plain_number(text: str) -> str:
    """Return a number as it is meant: 6.2270000000000003E+18 is written out."""
    if "e" not in text.lower():
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    whole = value == value.to_integral_value() and abs(value.adjusted()) < LONGEST_NUMBER
    return f"{value:f}" if whole else text


def _nothing(*_: object) -> None:
    """Take note of what does not matter here."""
