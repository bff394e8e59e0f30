"""The papers of a board, its drawing and its index, as the data that their layouts read."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING

from dispatch.rendering.sheets.columns import LINE_LENGTH
from dispatch.rendering.sheets.columns import fitted
from dispatch.rendering.sheets.frame import ACROSS
from dispatch.rendering.sheets.texts import pieces

if TYPE_CHECKING:
    from dispatch.planning.views.sheets import BoardIndex
    from dispatch.planning.views.sheets import BoardPlan
    from dispatch.rendering.sheets.glyphs import Data

PLAN, INDEX = "plan", "index"
"""The layouts."""
SMALLEST = 9.0
"""Type of the index below which its page is turned, in points."""


def plan_data(view: BoardPlan) -> dict[str, Data]:
    """Return what `layouts/sheets/plan.typ` reads; a wide board lies across its page."""
    wide = view.columns * view.slot[0] > view.rows * view.slot[1]
    return {
        **_paper(view),
        "turned": wide,
        "columns": view.columns,
        "rows": view.rows,
        "slot": list(view.slot),
        "bands": [asdict(band) for band in view.bands],
        "boxes": [asdict(box) for box in view.boxes],
    }


def index_data(view: BoardIndex) -> dict[str, Data]:
    """Return what `layouts/sheets/index.typ` reads."""
    rows = [list(row.cells) for row in chain.from_iterable(each.rows for each in view.sections)]
    upright = fitted([view.head, *rows], LINE_LENGTH)
    turned = len(upright) > 1 or upright[0].size < SMALLEST
    fit = fitted([view.head, *rows], ACROSS)[0] if turned else upright[0]
    whole = len(fit.columns) == len(view.head)
    return {
        **_paper(view),
        "turned": turned,
        "head": list(view.head),
        "shares": list(fit.shares) if whole else [1.0] * len(view.head),
        "type-size": fit.size,
        "empty": view.empty,
        "sections": [
            {
                "name": section.name,
                "rows": [
                    {"cells": [pieces(cell) for cell in row.cells], "mark": row.mark}
                    for row in section.rows
                ],
            }
            for section in view.sections
        ],
    }


def _paper(view: BoardPlan | BoardIndex) -> dict[str, Data]:
    return {
        "language": view.language,
        "name": view.title,
        "title": [view.title],
        "board": view.board,
        "place": view.place,
        "issuer": view.issuer,
        "day": [view.date.year, view.date.month, view.date.day],
        "date": view.date_text,
        "notes": list(view.notes),
        "labels": dict(view.labels),
        "size": 12,
    }
