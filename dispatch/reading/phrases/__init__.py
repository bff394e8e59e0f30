"""The legal phrase of a time limit, read: 信息形成或者变更之日起20个工作日内予以公开.

`read_phrase` is the door. A phrase is made plain (`script`), every way of reading it is found
(`grammar`), each is given its meaning (`meaning`), and only where there is one meaning, and its
numbers are those of the phrase (`guard`), is it a reading. Anything else is refused, with the
reason, the place, and the structured form to write instead: a wrong reading is far worse.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dispatch.reading.phrases import grammar
from dispatch.reading.phrases import guard
from dispatch.reading.phrases import script
from dispatch.reading.phrases.base import Clock
from dispatch.reading.phrases.base import Fault
from dispatch.reading.phrases.base import Meaning
from dispatch.reading.phrases.base import Reading
from dispatch.reading.phrases.base import Refusal
from dispatch.reading.phrases.base import Said
from dispatch.reading.phrases.canonical import canonical
from dispatch.reading.phrases.meaning import meaning
from dispatch.reading.phrases.sentence import Sentence
from dispatch.reading.phrases.suggestion import suggestion
from dispatch.reading.phrases.wording import clock_said
from dispatch.reading.phrases.wording import said_of
from dispatch.reading.phrases.wording import spoken
from dispatch.reading.phrases.wording import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.model.catalogue import TimeLimit

__all__ = (
    "Clock",
    "Reading",
    "Refusal",
    "Said",
    "canonical",
    "clock_said",
    "is_ditto",
    "read_phrase",
    "resolved",
    "said_of",
    "spoken",
    "written",
)

LONGEST = 200
_DITTO = re.compile(r"(?:(?:时限)?(?:同上|同前|上同)|〃|″|\"|”)[。]?")
_RANK = ("no-clock", "span", "start")
"""Reasons that say least, the least first: a phrase is refused for the one that says most."""


@lru_cache(maxsize=512)
def read_phrase(text: str) -> Reading | Refusal:
    """Return the limit that a legal phrase sets, or why it was refused."""
    line = script.line(text)
    if not line.text:
        return _refused("empty", line, text)
    if len(line.text) > LONGEST:
        return _refused("too-long", line, text)
    if _DITTO.fullmatch(line.text):
        return _refused("ditto", line, text)
    if line.text.count("（") != line.text.count("）"):
        return _refused("cut-off", line, text, at=max(line.text.rfind("（"), 0))
    chart = grammar.chart(line)
    sentences = [
        Sentence(line, tuple(clause.parts[0] for clause in phrase.all("clause")))
        for phrase in chart.sentences("phrase")
    ]
    found = [meaning(sentence) for sentence in sentences]
    if not found:
        return _refused(_unknown(line), line, text, at=chart.reach)
    return _decided(line, text, found)


def _decided(line: script.Line, text: str, found: Sequence[Meaning | Fault]) -> Reading | Refusal:
    """Return the one meaning as a reading; several, none or a doubtful one as a refusal."""
    faults = sorted((each for each in found if isinstance(each, Fault)), key=_weight)
    meanings = {(each.limit, each.extra) for each in found if isinstance(each, Meaning)}
    if not meanings:
        worst = faults[0]
        return _refused(worst.reason, line, text, at=worst.at, end=worst.end)
    if len(meanings) > 1:
        return _refused("ambiguous", line, text)
    only = max((each for each in found if isinstance(each, Meaning)), key=_fullness)
    if not guard.agrees(line.text, only):
        return _refused("numbers", line, text)
    return Reading(
        limit=replace(only.limit, phrase=text.strip()),
        reading=said_of(only.limit, only.event),
        extra=only.extra,
    )


def _fullness(each: Meaning) -> tuple[int, str]:
    """Return what ranks readings of one meaning: the one that quotes the most goes first."""
    return len(each.event), each.event


def _weight(fault: Fault) -> tuple[int, int, int, str]:
    rank = _RANK.index(fault.reason) if fault.reason in _RANK else len(_RANK)
    return -rank, fault.at, -fault.end, fault.reason


def _unknown(line: script.Line) -> str:
    digits = "0123456789"
    apart = (gap for gap in line.gaps if 0 < gap < len(line.text))
    if any(line.text[gap - 1] in digits and line.text[gap] in digits for gap in apart):
        return "digits-apart"
    return "unknown-words"


def _refused(
    reason: str, line: script.Line, text: str, *, at: int = 0, end: int | None = None
) -> Refusal:
    at = min(at, max(len(line.text) - 1, 0))
    words = line.words(at, len(line.text) if end is None else end)
    return Refusal(
        reason=reason,
        params=(("phrase", " ".join(text.split())), ("words", words)),
        place=line.place(at) if line.text else 0,
        suggestion=suggestion(reason, line.text, " ".join(text.split())),
    )


def is_ditto(text: str) -> bool:
    """Tell whether a phrase only points to the row above: 同上, 〃."""
    return bool(_DITTO.fullmatch(script.line(text).text))


def resolved(rows: Sequence[str | TimeLimit]) -> tuple[Reading | Refusal, ...]:
    """Return how each row of a catalogue is read; 同上 is read as the row above, whatever it is.

    A row that is structured already is its own reading. 同上 below a refused row, or in the first
    row, is refused.
    """
    found: list[Reading | Refusal] = []
    for row in rows:
        found.append(_row(row, found[-1] if found else None))
    return tuple(found)


def _row(row: str | TimeLimit, above: Reading | Refusal | None) -> Reading | Refusal:
    if not isinstance(row, str):
        if row.type != "phrase":
            return Reading(limit=row, reading=said_of(row))
        row = row.phrase
    if not is_ditto(row):
        return read_phrase(row)
    if isinstance(above, Reading):
        return above
    refusal = read_phrase(row)
    if above is None or isinstance(refusal, Reading):
        return refusal
    return replace(refusal, reason="ditto-refused")
