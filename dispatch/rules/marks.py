"""Family R, the marks of an assessment: what a supervisor enters fits the score sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import nearest
from dispatch.rules.base import rule
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.config import Criterion
    from dispatch.model.record import Oversight
    from dispatch.rules.register import Register

SHEET = """\
assessment:
  title: 党务公开工作考核
  criteria:
    - {name: 应公开尽公开, points: 90, measure: coverage}
    - {name: 群众评议, points: 10, measure: mark}
"""
RECORD = "kind: assessment\nspan: 2026-H1\nmarks: {群众评议: "


@rule(
    "R028",
    "mark-unfit",
    clause="党务公开考核评分表；内容格式 1：assessment、marks",
    samples=(
        sample(config=SHEET, oversight=RECORD + "12}"),
        sample(config=SHEET, oversight=RECORD + "8.5}"),
    ),
)
def mark_unfit(register: Register) -> Iterator[Finding]:
    """A mark is not for a line of the score sheet, beyond its points, without a span, or double.

    What does not fit is not counted, and nobody would see why.
    """
    sheet = register.site.config.assessment
    lines = {each.name: each for each in sheet.criteria if each.measure == "mark"} if sheet else {}
    every = sheet.every if sheet else ""
    marked: set[tuple[object, ...]] = set()
    for record in register.site.oversight:
        if record.marks and (
            record.kind != "assessment" or not record.span or record.span.every != every
        ):
            yield finding(register.at_key(record.origin, "marks"), "span", every=every)
            continue
        for name, points in record.marks.items():
            place = register.at(record.origin, "marks", name)
            if found := _fault(lines, record, name, points, marked):
                yield finding(place, found, name=name, **_words(lines, name))
            marked.add((record.unit, record.span, name))


def _fault(
    lines: dict[str, Criterion],
    record: Oversight,
    name: str,
    points: str,
    marked: set[tuple[object, ...]],
) -> str:
    if name not in lines:
        return "unknown"
    if Decimal(points) > Decimal(lines[name].points):
        return "beyond"
    return "twice" if (record.unit, record.span, name) in marked else ""


def _words(lines: dict[str, Criterion], name: str) -> dict[str, str]:
    if name in lines:
        return {"points": lines[name].points, "near": ""}
    return {"points": "", "near": nearest(name, lines) or "、".join(lines)}


RULES = (mark_unfit,)
