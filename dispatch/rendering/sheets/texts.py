"""The blocks of a text as data for a layout: nodes become what the layouts know how to set."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from dispatch.rendering.sheets.columns import width
from dispatch.rendering.sheets.numbering import numbers
from dispatch.rendering.sheets.tables import cells_of
from dispatch.rendering.sheets.tables import table_parts
from dispatch.rendering.sheets.tables import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.ground.trees import Node
    from dispatch.rendering.sheets.frame import Frame
    from dispatch.rendering.sheets.glyphs import Data

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
NAME = 6
"""Characters of a name; a list of nothing longer may stand in columns."""
WHOLE = re.compile(
    r"[（《〈「『“‘【]*"
    r"(?:(?<![\d-])(?:\d{3,4}-\d{7,8}|1\d{10})(?![\d-])"
    r"|[\u4e00-\u9fff]{0,8}[〔\[]\d{4}[〕\]]第?\d{1,4}[号次]"
    r"|(?<![\d.,])\d[\d,.]{0,12}[万亿]?[年月日元个名人户号室楼层页份条项次届期%％℃])"
    r"[，。、；：？！）》〉」』”’】…]*"
)
"""Telephone and document numbers, and numbers with what they count: no line end may part them.

The marks around belong to the piece: to the engine it is a box, beside which a line may end.
"""


def blocks_data(nodes: Sequence[Node], frame: Frame, *, counted: bool) -> list[dict[str, Data]]:
    """Return blocks in reading order; headings are numbered where the language counts them so."""
    heads = [(int(node.tag[1]), words(node)) for node in nodes if node.tag in HEADINGS]
    given = iter(numbers(heads) if counted else [""] * len(heads))
    return [
        {**_element(node, frame), "number": next(given)}
        if node.tag in HEADINGS
        else _block(node, frame)
        for node in nodes
    ]


def grouped(nodes: Sequence[Node], blocks: Sequence[dict[str, Data]], line: int) -> list[Data]:
    """Return blocks in which short facts that follow each other stand in two columns.

    One that takes more than half a line has it to itself.
    """
    made: list[Data] = []
    for fact, run in groupby(zip(nodes, blocks, strict=True), key=lambda pair: _is_fact(pair[0])):
        if fact:
            items = [
                {"inside": block["inside"], "wide": width(words(node)) > line / 2 - 1}
                for node, block in run
            ]
            made.append({"tag": "facts", "items": items})
        else:
            made.extend(block for _, block in run)
    return made


def _is_fact(node: Node) -> bool:
    return node.tag == "p" and dict(node.attributes).get("class") == "fact"


def _block(node: Node, frame: Frame) -> dict[str, Data]:
    if node.tag == "table":
        return _table(node, frame)
    if node.tag == "#text":
        return {"tag": "p", "inside": pieces(node.text)}
    return _element(node, frame)


def _element(node: Node, frame: Frame) -> dict[str, Data]:
    made: dict[str, Data] = {"tag": node.tag, "inside": _inside(node, frame)}
    if node.tag == "pre":
        made["text"] = words(node).rstrip("\n")
    stated = dict(node.attributes)
    if node.tag == "ol":
        start = stated.get("start", "1")
        made["start"] = int(start) if start.isdecimal() else 1
    if node.tag == "ul" and _are_names(node):
        made["names"] = [words(item).strip() for item in node.children if item.tag == "li"]
    if node.tag == "a" and stated.get("href", "").startswith(("http://", "https://")):
        made["target"] = stated["href"] if stated["href"] != words(node) else ""
    return made


def _are_names(node: Node) -> bool:
    items = [item for item in node.children if item.tag == "li"]
    return all(0 < len(words(item).strip()) <= NAME for item in items)


def _inside(node: Node, frame: Frame) -> list[Data]:
    made: list[Data] = []
    for child in node.children:
        if child.tag == "#text":
            made.extend(pieces(child.text))
        elif child.tag == "table":
            made.append(_table(child, frame))
        else:
            made.append(_element(child, frame))
    return made


def pieces(text: str) -> list[Data]:
    """Return a text in pieces; those that no line end may part stand alone."""
    return split(WHOLE, text)


def split(pattern: re.Pattern[str], text: str) -> list[Data]:
    """Return a text in pieces, those that must stay whole apart."""
    made: list[Data] = []
    end = 0
    for found in pattern.finditer(text):
        made += [text[end : found.start()], {"tag": "whole", "text": found[0]}]
        end = found.end()
    return [piece for piece in (*made, text[end:]) if piece]


def _table(node: Node, frame: Frame) -> dict[str, Data]:
    cells = cells_of(node)
    inside = [[_inside(cell, frame) for cell in row] for row in cells]
    return {"tag": "table", **table_parts(cells, inside, frame)}
