"""The register as a workbook: text is text, days are days; the same rows make the same bytes."""

from __future__ import annotations

import io
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Any

from dispatch.rendering.opendata import register

if TYPE_CHECKING:
    from dispatch.rendering.opendata.register import Cell
    from dispatch.rendering.opendata.register import Register

LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
NARROW, WIDE = 12, 40
BROAD = ("item", "title", "address", "decision", "note")
"""Columns of longer texts."""


def register_xlsx(told: Register) -> bytes:
    """Return the register with a head that stays in place, filters and fitting columns."""
    import xlsxwriter  # type: ignore[import-untyped] # noqa: PLC0415 - 40 ms that only this file needs

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    day = told.day
    made = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
    title = f"{told.title} · {told.site}"
    book.set_properties(
        {"title": _cut(title)[:255], "author": _cut(told.owner)[:255], "created": made}
    )
    _write(book, book.add_worksheet(told.sheet), told)
    book.close()
    return out.getvalue()


def _write(book: Any, sheet: Any, told: Register) -> None:  # noqa: ANN401 - untyped
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    for place, (key, head) in enumerate(zip(register.COLUMNS, told.heads, strict=True)):
        sheet.write_string(0, place, head, bold)
        sheet.set_column(place, place, WIDE if key in BROAD else NARROW)
    for line, row in enumerate(told.rows, start=1):
        for place, cell in enumerate(row):
            _put(sheet, line, place, cell, day if isinstance(cell, date) else text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(told.rows), len(register.COLUMNS) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _put(sheet: Any, row: int, place: int, cell: Cell, form: Any) -> None:  # noqa: ANN401 - untyped
    if isinstance(cell, date):
        sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), form)  # noqa: DTZ001
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)
    elif cell:
        sheet.write_string(row, place, _cut(cell), form)


def _cut(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:LONGEST]
