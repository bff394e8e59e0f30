"""The survey report as Markdown, as forges show it and word processors take it in.

Anchors are `<a id>` tags, tables are those of GFM, and what comes from content is escaped. A path
below the root is linked from where the report lies, two folders further down.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.planning.survey.view import Figure
from dispatch.planning.survey.view import Gap
from dispatch.planning.survey.view import Heading
from dispatch.planning.survey.view import Table
from dispatch.planning.survey.view import list_anchor
from dispatch.planning.survey.view import row_anchor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from dispatch.planning.survey.view import Block
    from dispatch.planning.survey.view import Cell
    from dispatch.planning.survey.view import Listed
    from dispatch.planning.survey.view import Pieces
    from dispatch.planning.survey.view import Register
    from dispatch.planning.survey.view import Report

UP = "../../"
"""From `print/reports/` to the root."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_SPACE = re.compile(r"\s+")
_UNSAFE = re.compile(r"[\s()<>\\]")


def markdown(report: Report) -> str:
    """Return the report as Markdown."""
    return "\n\n".join(_parts(report)) + "\n"


def _parts(report: Report) -> Iterator[str]:
    yield f"# {_escaped(report.title)}"
    yield _escaped(report.span)
    yield from map(_block, report.lead)
    for section in report.sections:
        yield f"## {_escaped(section.title)}"
        yield from map(_block, section.blocks)
    yield f"{_escaped(report.issuer)}  \n{_escaped(report.date_text)}"
    yield f"## {_escaped(report.annex)}"
    yield f"### {_escaped(report.parts[0])}"
    yield _escaped(report.notes[0])
    yield "\n".join(_list(report, each) for each in report.lists)
    yield f"### {_escaped(report.parts[1])}"
    yield _escaped(report.notes[1])
    for register in report.registers:
        yield f"#### {_escaped(register.title)}"
        yield _register(register)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"### {_escaped(block.text)}"
    if isinstance(block, Gap):
        return f"**{_escaped(block.text)}**"
    if isinstance(block, Table):
        rows = [[_words(cell) for cell in row] for row in block.rows]
        return f"{_escaped(block.caption)}\n\n{_table([*map(_escaped, block.head)], rows)}"
    return _words(block.pieces)


def _words(pieces: Pieces) -> str:
    return "".join(
        f"[{_escaped(piece.text)}](#{list_anchor(piece.key)})"
        if isinstance(piece, Figure)
        else _escaped(piece)
        for piece in pieces
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _list(report: Report, listed: Listed) -> str:
    number, count = str(listed.number), str(len(listed.rows))
    head = report.listed
    for name, text in (("number", number), ("caption", listed.caption), ("count", count)):
        head = head.replace(f"{{{name}}}", text)
    links = " ".join(
        f"[{_escaped(label)}](#{row_anchor(listed.register, key)})" for key, label in listed.rows
    )
    anchor = f'<a id="{list_anchor(listed.key)}"></a>'
    return f"- {anchor}**{_escaped(head)}** {links or _escaped(report.empty)}"


def _register(register: Register) -> str:
    rows = [
        [
            f'<a id="{row_anchor(register.key, row.key)}"></a>{_escaped(row.label)}',
            *map(_cell, row.cells),
        ]
        for row in register.rows
    ]
    return _table([*map(_escaped, register.head)], rows)


def _cell(cell: Cell) -> str:
    text = _escaped(cell.text)
    if not cell.address or not text:
        return text
    web = cell.address.startswith(("http://", "https://"))
    address = cell.address if web else f"{UP}{cell.address}"
    return f"[{text}]({_UNSAFE.sub(_percent, address)})"


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _escaped(text: str) -> str:
    """Return words that mean nothing in Markdown, on one line."""
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text))
