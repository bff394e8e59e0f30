"""Clauses that come round: the end of each quarter, a day of the month after, 每年1月31日前."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal

from dispatch.model.catalogue import Periodic
from dispatch.reading.phrases.sentence import fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.reading.phrases.base import Fault
    from dispatch.reading.phrases.notation import Node
    from dispatch.reading.phrases.sentence import Sentence

Every = Literal["month", "quarter", "half-year", "year"]

_EVERY: tuple[tuple[str, Every], ...] = (
    ("per-month", "month"),
    ("per-quarter", "quarter"),
    ("next-quarter", "quarter"),
    ("per-half", "half-year"),
    ("per-year", "year"),
    ("next-year", "year"),
    ("at-next", "month"),
)
_COVERED: tuple[tuple[str, Every], ...] = (
    ("last-month", "month"),
    ("last-quarter", "quarter"),
    ("last-half", "half-year"),
    ("last-year", "year"),
)
_BY: tuple[tuple[str, Every], ...] = (
    ("月", "month"),
    ("季", "quarter"),
    ("半年", "half-year"),
    ("年", "year"),
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SURE_DAYS: tuple[tuple[Every, int], ...] = (("month", 28), ("quarter", 30), ("half-year", 31))
"""The last day that the first month after every such period has."""


def every(sentence: Sentence, clause: Node) -> Every:
    """Return how often the period of a clause comes round."""
    tagged = [name for tag, name in _EVERY if clause.find(tag)]
    words = sentence.words(clause)
    return next(iter(tagged or [name for mark, name in _BY if mark in words]))


def covered(clause: Node) -> Every | None:
    """Return the period that a clause makes public, 上季度 for one; none where it is silent."""
    return next((name for tag, name in _COVERED if clause.find(tag)), None)


def faults(sentence: Sentence, clause: Node) -> Iterator[Fault]:
    """Return what keeps a clause that names a day from being a limit."""
    act = clause.find("act")
    if act and (act.find("renew") or act.find("reply")):
        yield fault("not-publishing", act)
    if this := clause.find("this-one"):
        yield fault("period-current", this)
    told = covered(clause)
    if told and told != every(sentence, clause):
        yield fault("period-mismatch", clause)
    if clause.name == "period-day":
        yield from _day_faults(sentence, clause)


def _day_faults(sentence: Sentence, clause: Node) -> Iterator[Fault]:
    if not covered(clause) and _is_unclear(sentence, clause):
        yield fault("period-unclear", clause)
    month, day = _month(sentence, clause), _day(sentence, clause)
    named = clause.find("at-year")
    if not 1 <= month <= len(_DAYS):
        yield fault("day-unreal", clause)
    elif clause.find("last-day") and month == 2:  # noqa: PLR2004 - February ends now here, now there
        yield fault("month-end", clause)
    elif not 1 <= day <= (_DAYS[month - 1] if named else _sure(sentence, clause)):
        yield fault("day-unreal", clause)


def _is_unclear(sentence: Sentence, clause: Node) -> bool:
    """Tell whether the day may be meant for the period that runs as well as for the one before.

    A day in the first month of a year or quarter is about the one that has just ended.
    """
    if clause.find("at-own"):
        return True
    return bool(clause.find("per-year")) and _month(sentence, clause) != 1


def _sure(sentence: Sentence, clause: Node) -> int:
    return dict(_SURE_DAYS).get(every(sentence, clause), 28)


def _month(sentence: Sentence, clause: Node) -> int:
    node = clause.find("month")
    return sentence.number(node) if node else 1


def _day(sentence: Sentence, clause: Node) -> int:
    node = clause.find("day")
    if node:
        return sentence.number(node)
    return dict(enumerate(_DAYS, start=1)).get(_month(sentence, clause), 0)


def limit(sentence: Sentence, clause: Node) -> Periodic:
    """Return the limit of a clause that has no faults."""
    how_often = every(sentence, clause)
    if clause.name == "period-end":
        return Periodic(every=how_often, within=sentence.length(clause))
    return Periodic(every=how_often, month=_month(sentence, clause), day=_day(sentence, clause))
