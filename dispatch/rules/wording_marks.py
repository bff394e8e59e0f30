"""Family W, the marks: punctuation of the wrong width, brackets without a partner, 〔〕."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ground.patterns import Late
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample
from dispatch.rules.texts import place
from dispatch.rules.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.rules.register import Register

_HAN = "\u3400-\u9fff"
_OPEN = "“《（「『〔"
_CLOSE = "”》）」』〕"
_HALF = Late(
    rf"(?P<mark>[,;:?!])(?<=[{_HAN}{_CLOSE}].)(?=[{_HAN}{_OPEN}]|[ \t]*+(?:$|[{_HAN}]))"
    rf"|(?P<stop>\.)(?<=[{_HAN}].)(?=[{_HAN}])"
    rf"|(?P<round>\()(?<=[{_HAN}].)(?=[^()\n]{{0,80}}[{_HAN}][^()\n]{{0,80}}\))",
    re.MULTILINE,
)
_SIGN = re.compile(rf"[,;:?!.(](?<=[{_HAN}{_CLOSE}].)")
_WIDE = dict(zip(",;:?!.(", "，；：？！。（", strict=True))


@rule(
    "W004",
    "halfwidth-punctuation",
    severity=Severity.WARNING,
    clause="GB/T 15834—2011 标点符号用法",
    samples=(
        sample(text="会议研究了三项工作,形成一致意见。"),
        sample(text="会议研究了三项工作，形成一致意见。"),
    ),
)
def halfwidth_punctuation(register: Register) -> Iterator[Finding]:
    """Punctuation between Chinese characters is of half width.

    It breaks the grid of the sheet and shows that a text was not proof-read. Numbers, times,
    addresses and code keep theirs. Told once for each line.
    """
    for words in texts(register, _SIGN.search):
        told = -1
        for match in _HALF.finditer(words.prose) if not words.quoted else ():
            line = words.text.count("\n", 0, match.start())
            if line != told:
                told = line
                at = place(register, words, match.start())
                yield finding(at, mark=match[0], wanted=_WIDE[match[0]])


_PAIRS = ("《》", "〈〉", "（）", "〔〕", "“”", "‘’", "「」", "『』", "【】", "()")
_OPENING = {pair[0]: pair[1] for pair in _PAIRS}
_CLOSING = {pair[1]: pair[0] for pair in _PAIRS}
_HALVES = {"(": "（", ")": "）"}
_MARKS = Late("[" + re.escape("".join(_PAIRS)) + "]")
_PAIRED = re.compile(r"[《》〈〉（）〔〕“”‘’「」『』【】]")
_BREAK = Late(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+|#>]|[0-9]{1,3}[.、]))")
_NUMBERING = Late(r"(?:^|[\s；;。，、：:])[0-9A-Za-z一二三四五六七八九十①-⑳]{1,3}$")
_LETTER = re.compile(r"[A-Za-z0-9]’")


@rule(
    "W005",
    "bracket-without-partner",
    severity=Severity.WARNING,
    clause="GB/T 15834—2011 标点符号用法",
    samples=(
        sample(text="印发《党务公开实施意见，请遵照执行。"),
        sample(text="印发《党务公开实施意见》，请遵照执行。"),
    ),
)
def bracket_without_partner(register: Register) -> Iterator[Finding]:
    """A quote or a bracket is opened and not closed, closed and not opened, or of two widths.

    Where a title or a quotation ends can then only be guessed. Paragraphs are looked at one by one;
    a quotation that goes on in the next, and numberings such as 1）, are in order.
    """
    for words in texts(register, _PAIRED.search):
        for start, block in _blocks(words.prose) if not words.quoted else ():
            found = _unpaired(block)
            if found and not (block[found[0]] == "“" and _goes_on(words.text, start + len(block))):
                at = place(register, words, start + found[0])
                yield finding(at, found[1], mark=block[found[0]], partner=found[2])


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in _BREAK.finditer(text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


def _goes_on(text: str, end: int) -> bool:
    return text[end:].lstrip().startswith("“")


def _unpaired(block: str) -> tuple[int, str, str] | None:
    """Return the first mark that has no partner: where, what is wrong, and what is missing."""
    wrong: list[tuple[int, str, str]] = []
    stack: list[tuple[int, str]] = []
    for match in _MARKS.finditer(block):
        at, mark = match.start(), match[0]
        if mark in _OPENING:
            stack.append((at, mark))
        elif not (_LETTER.match(block, at - 1) if mark == "’" and at else None):
            wrong.extend(_closed(block, at, stack))
    wrong.extend((at, "unclosed", _OPENING[mark]) for at, mark in stack if mark != "(")
    return min(wrong, default=None)


def _closed(block: str, at: int, stack: list[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """Take the partner of a closing mark, and what was opened since, off the stack."""
    mark = block[at]
    kind = _CLOSING[_HALVES.get(mark, mark)]
    kinds = [_HALVES.get(each, each) for _, each in stack]
    if kind not in kinds:
        if mark != ")" and not (mark == "）" and _NUMBERING.search(block[max(0, at - 5) : at])):
            yield at, "unopened", kind
        return
    while stack:
        start, opened = stack.pop()
        if _HALVES.get(opened, opened) == kind:
            if _OPENING[opened] != mark:
                yield at, "widths", _OPENING[opened]
            return
        if opened != "(":
            yield start, "unclosed", _OPENING[opened]


_NUMBERED = Late(
    rf"(?P<body>[{_HAN}]{{1,12}})[ \t]?(?P<open>[〔\[［（(【〖{{])[ \t]?"
    r"(?P<year>(?:19|20)[0-9]{2})[ \t]?(?P<close>[〕\]］）)】〗}])[ \t]?"
    r"(?P<ordinal>第)?[ \t]?(?P<count>[0-9]{1,5})[ \t]?(?P<unit>[号次期])"
)
_YEAR = re.compile(r"[〔\[［（(【〖{][ \t]?(?:19|20)[0-9]{2}[ \t]?[〕\]］）)】〗}]")


@rule(
    "W006",
    "document-number-written-badly",
    severity=Severity.WARNING,
    clause="GB/T 9704—2012 7.2.5 发文字号",
    samples=(
        sample(entry="number: 水党发（2026）18号"),
        sample(entry="number: 水党发〔2026〕18号"),
    ),
)
def document_number_written_badly(register: Register) -> Iterator[Finding]:
    """The year of a document number is not in 〔〕, or its count is written with 第 or noughts.

    A document is found by its number, letter by letter; written in another way it is another one.
    """
    for words in texts(register, _YEAR.search):
        for match in _NUMBERED.finditer(words.text) if not words.quoted else ():
            count = match["count"].lstrip("0") or "0"
            ordinal = "第" if match["unit"] != "号" and match["ordinal"] else ""
            wanted = f"{match['body']}〔{match['year']}〕{ordinal}{count}{match['unit']}"
            if group := _fault(match):
                at = place(register, words, match.start(group[0]))
                yield finding(at, group[1], number=match[0], wanted=wanted)


def _fault(match: re.Match[str]) -> tuple[str, str] | None:
    if match["open"] != "〔":
        return "open", "brackets"
    if match["close"] != "〕":
        return "close", "brackets"
    if match["unit"] != "号":
        return None
    if match["ordinal"]:
        return "ordinal", "ordinal"
    return ("count", "noughts") if match["count"].startswith("0") else None


RULES = (halfwidth_punctuation, bracket_without_partner, document_number_written_badly)
