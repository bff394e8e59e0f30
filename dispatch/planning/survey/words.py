"""How the report says things: texts of the catalogue, filled with figures."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from dispatch.planning.survey.view import Figure
from dispatch.planning.survey.view import Gap
from dispatch.planning.survey.view import Heading
from dispatch.planning.survey.view import Paragraph
from dispatch.planning.survey.view import Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.model.values import Period
    from dispatch.planning.survey.view import Piece
    from dispatch.planning.survey.view import Pieces
    from dispatch.planning.survey.view import Row

_PLACE = re.compile(r"\{(\w+)\}")
NONE = "none"
"""The list that every nought leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """The words of the report in one language."""

    messages: Messages

    def words(self, key: str, /, **params: object) -> str:
        """Return the text under `survey.KEY`."""
        return self.messages.text(f"survey.{key}", **params)

    def site(self, key: str, /, **params: object) -> str:
        """Return a text that pages use too."""
        return self.messages.text(f"site.{key}", **params)

    def fill(self, key: str, /, **given: Piece | Pieces) -> tuple[Piece, ...]:
        """Return the text under `survey.KEY` with figures in its places."""
        template = self.messages.texts[f"survey.{key}"]
        return tuple(piece for piece in _filled(template, given) if piece)

    def para(self, key: str, /, **given: Piece | Pieces) -> Paragraph:
        """Return a paragraph."""
        return Paragraph(pieces=self.fill(key, **given))

    def head(self, key: str, /) -> Heading:
        """Return the heading of a part."""
        return Heading(text=self.words(key))

    def gap(self, key: str, /) -> Gap:
        """Return the mark for what a person writes."""
        return Gap(text=self.words("gap", what=self.words(f"gaps.{key}")))

    def table(self, key: str, /, rows: Iterable[tuple[Pieces, ...]]) -> Table:
        """Return a table whose head stands under its key, its words divided by bars."""
        head = tuple(self.words(f"tables.{key}.head").split("|"))
        return Table(caption=self.words(f"tables.{key}.caption"), head=head, rows=tuple(rows))

    def count(self, name: str, rows: Iterable[Row], /, of: str = "", **words: object) -> Figure:
        """Return how many rows there are; `of` tells the lists of one name apart."""
        there = tuple(rows)
        return self.figure(str(len(there)), name, there, of, **words)

    def figure(
        self, text: str, name: str, rows: tuple[Row, ...], /, of: str = "", **words: object
    ) -> Figure:
        """Return a number that is made from rows."""
        if not rows:
            return Figure(text=text, key=NONE, caption=self.words("lists.none"), rows=())
        key = f"{name}-{of}" if of else name
        return Figure(text=text, key=key, caption=self.words(f"lists.{name}", **words), rows=rows)

    def share(self, part: float | None, whole: Figure) -> tuple[Piece, ...]:
        """Return a part of what a figure counts, cut to a tenth of a hundredth."""
        if part is None:
            return (self.words("no-share"),)
        # Cut, not rounded: 99.96 of a hundred is not all.
        text = f"{math.floor(part * 1000 + 1e-9) / 10:g}%"
        return (Figure(text=text, key=whole.key, caption=whole.caption, rows=whole.rows),)

    def change(self, now: Figure, before: Figure) -> Piece:
        """Return how much more one figure counts than another."""
        more = len(now.rows) - len(before.rows)
        if not more:
            return self.words("no-change")
        base = now if now.rows else before
        text = f"+{more}" if more > 0 else f"−{-more}"
        return Figure(text=text, key=base.key, caption=base.caption, rows=base.rows)

    def join(self, key: str, parts: Iterable[Pieces], /) -> tuple[Piece, ...]:
        """Return parts one after the other, as the text under a key joins two."""
        rest = iter(parts)
        first = tuple(next(rest, ()))
        return reduce(lambda one, other: self.fill(key, one=one, other=other), rest, first)

    def day(self, day: date) -> str:
        """Return a day as documents write it."""
        return self.site("date.day", year=day.year, month=self.month(day), day=day.day)

    def month(self, day: date) -> str:
        """Return the name of the month."""
        return self.site(f"date.months.{day.month}")

    def period(self, period: Period) -> str:
        """Return a period in words."""
        year, _, part = period.text.partition("-")
        key = "month" if part.isdigit() else part or "year"
        return self.site(f"date.period.{key}", year=year, month=self.month(period.first))


def _filled(template: str, given: dict[str, Piece | Pieces]) -> Iterator[Piece]:
    for number, part in enumerate(_PLACE.split(template)):
        if number % 2 == 0:
            yield part
        elif isinstance(value := given[part], str | Figure):
            yield value
        else:
            yield from value
