"""The annex: the list that each figure counts, and the registers that the lists point into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.survey.registers import REGISTERS
from dispatch.planning.survey.view import Figure
from dispatch.planning.survey.view import Listed
from dispatch.planning.survey.view import Paragraph
from dispatch.planning.survey.view import Register
from dispatch.planning.survey.view import RegisterRow
from dispatch.planning.survey.view import Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.planning.survey.view import Row
    from dispatch.planning.survey.view import Section
    from dispatch.planning.survey.words import Say


def annex(sections: Iterable[Section], say: Say) -> tuple[tuple[Listed, ...], tuple[Register, ...]]:
    """Return the lists in the order in which they are first named, and the registers."""
    figures: dict[str, Figure] = {}
    for figure in _figures(sections):
        figures.setdefault(figure.key, figure)
    registers = _registers([row for each in figures.values() for row in each.rows], say)
    labels = {(each.key, row.key): row.label for each in registers for row in each.rows}
    lists = tuple(
        _listed(number, figure, labels) for number, figure in enumerate(figures.values(), 1)
    )
    return lists, registers


def _figures(sections: Iterable[Section]) -> Iterator[Figure]:
    for section in sections:
        for block in section.blocks:
            cells = block.rows if isinstance(block, Table) else ()
            parts = (
                [block.pieces] if isinstance(block, Paragraph) else [c for r in cells for c in r]
            )
            for pieces in parts:
                yield from (piece for piece in pieces if isinstance(piece, Figure))


def _listed(number: int, figure: Figure, labels: Mapping[tuple[str, str], str]) -> Listed:
    rows = sorted(figure.rows, key=lambda row: row.order)
    return Listed(
        key=figure.key,
        caption=figure.caption,
        number=number,
        register=rows[0].register if rows else "",
        rows=tuple((row.key, labels[row.register, row.key]) for row in rows),
    )


def _registers(rows: Iterable[Row], say: Say) -> tuple[Register, ...]:
    groups: dict[str, dict[str, Row]] = {}
    for row in rows:
        groups.setdefault(row.register, {})[row.key] = row
    return tuple(_register(name, groups[name], say) for name in REGISTERS if name in groups)


def _register(name: str, rows: Mapping[str, Row], say: Say) -> Register:
    ordered = sorted(rows.values(), key=lambda row: row.order)
    mark = say.words(f"registers.{name}.mark")
    return Register(
        key=name,
        title=say.words(f"registers.{name}.title"),
        head=tuple(say.words(f"registers.{name}.head").split("|")),
        rows=tuple(
            RegisterRow(key=row.key, label=row.label or f"{mark}{number}", cells=row.cells)
            for number, row in enumerate(ordered, 1)
        ),
    )
