"""The survey report as the data that its layout reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.survey.view import Figure
from dispatch.planning.survey.view import Gap
from dispatch.planning.survey.view import Heading
from dispatch.planning.survey.view import Table
from dispatch.planning.survey.view import list_anchor
from dispatch.planning.survey.view import row_anchor
from dispatch.rendering.sheets.columns import fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.planning.survey.view import Block
    from dispatch.planning.survey.view import Cell
    from dispatch.planning.survey.view import Listed
    from dispatch.planning.survey.view import Pieces
    from dispatch.planning.survey.view import Register
    from dispatch.planning.survey.view import RegisterRow
    from dispatch.planning.survey.view import Report
    from dispatch.rendering.sheets.glyphs import Data

LAYOUT = "report"
"""The layout of the report."""
REGISTER = 9.0
"""The largest type of registers, in points."""
MOST = 5_000
"""So many rows the lists name on paper, some hundred pages; the longest are for the Markdown."""


def report_data(report: Report) -> dict[str, Data]:
    """Return what `layouts/sheets/report.typ` reads."""
    cut = _cut(report.lists)
    kept = {
        (each.register, key) for each in report.lists if each.key not in cut for key, _ in each.rows
    }
    return {
        "language": report.language,
        "name": report.title,
        "title": report.title,
        "span": report.span,
        "issuer": report.issuer,
        "day": list(report.date),
        "date": report.date_text,
        "lead": list(map(_block, report.lead)),
        "sections": [
            {"title": each.title, "blocks": list(map(_block, each.blocks))}
            for each in report.sections
        ],
        "annex": report.annex,
        "notes": list(report.notes),
        "parts": list(report.parts),
        "lists": [
            {
                "anchor": list_anchor(each.key),
                "title": _titled(report.listed, each.number, each.caption, len(each.rows)),
                "rows": [
                    {"text": label, "to": row_anchor(each.register, key)}
                    for key, label in (() if each.key in cut else each.rows)
                ],
                "instead": report.cut if each.key in cut else report.empty,
            }
            for each in report.lists
        ],
        "registers": [
            _register(each, rows)
            for each in report.registers
            if (rows := [row for row in each.rows if (each.key, row.key) in kept])
        ],
        "labels": dict(report.labels),
    }


def _cut(lists: Sequence[Listed]) -> frozenset[str]:
    """Return the keys of the lists that are too long for paper, the longest first."""
    left = sum(len(each.rows) for each in lists)
    cut: set[str] = set()
    for each in sorted(lists, key=lambda each: -len(each.rows)):
        if left <= MOST:
            break
        cut.add(each.key)
        left -= len(each.rows)
    return frozenset(cut)


def _titled(form: str, number: int, caption: str, count: int) -> str:
    for name, value in (("number", str(number)), ("count", str(count)), ("caption", caption)):
        form = form.replace(f"{{{name}}}", value)
    return form


def _block(block: Block) -> dict[str, Data]:
    if isinstance(block, Heading):
        return {"tag": "heading", "text": block.text}
    if isinstance(block, Gap):
        return {"tag": "gap", "text": block.text}
    if isinstance(block, Table):
        plain = [["".join(_text(piece) for piece in cell) for cell in row] for row in block.rows]
        return {
            "tag": "table",
            "caption": block.caption,
            **_fitted(block.head, plain),
            "rows": [[_pieces(cell) for cell in row] for row in block.rows],
        }
    return {"tag": "p", "inside": _pieces(block.pieces)}


def _text(piece: str | Figure) -> str:
    return piece.text if isinstance(piece, Figure) else piece


def _pieces(pieces: Pieces) -> list[Data]:
    return [
        {"text": piece.text, "to": list_anchor(piece.key)} if isinstance(piece, Figure) else piece
        for piece in pieces
    ]


def _fitted(head: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Data]:
    """Return the widths of the columns; a report folds no table."""
    fit = fitted([head, *rows])
    whole = len(fit) == 1
    return {
        "head": list(head),
        "size": fit[0].size,
        "shares": list(fit[0].shares) if whole else [1.0] * len(head),
    }


def _register(register: Register, rows: Sequence[RegisterRow]) -> dict[str, Data]:
    plain = [[row.label, *(cell.text for cell in row.cells)] for row in rows]
    made = _fitted(register.head, plain)
    return {
        **made,
        "size": min(float(str(made["size"])), REGISTER),
        "title": register.title,
        "rows": [
            [
                [{"text": row.label, "anchor": row_anchor(register.key, row.key)}],
                *([_cell(cell)] for cell in row.cells),
            ]
            for row in rows
        ],
    }


def _cell(cell: Cell) -> Data:
    if cell.address.startswith(("http://", "https://")) and cell.text:
        return {"text": cell.text, "address": cell.address}
    return cell.text
