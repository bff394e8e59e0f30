"""How offices write, put into the words of Markdown where its own reading would surprise them.

Lines are never joined nor reordered, and no character is lost. Blank lines are added, indents
made those of Markdown or taken off, the bars and rules of tables made half-width, and marks that
mean themselves replaced by characters of no meaning, which `typed` turns back.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING
from typing import Literal
from typing import NamedTuple

from dispatch.ground.evident import MIDDLE
from dispatch.ground.evident import is_even
from dispatch.ground.evident import is_meant
from dispatch.ground.patterns import Late

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

Kind = Literal["blank", "head", "definition", "quote", "item", "more", "row", "text", "raw"]
"""What a line is: a heading or a rule; a list's item, or more of one; code and the like is raw."""

HAN = Late(r"[\u2e80-\u2fdf\u3021-\u3029\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
INDENT = "\u3000"
NUMERAL = "[一二三四五六七八九十]{1,3}"
ENUMERATOR = re.compile(
    rf"{NUMERAL}、|[（(](?:{NUMERAL}|\d{{1,2}})[)）]|\d{{1,2}}(?:[、．)）]|\.(?=[^\d\s]))|[①-⑳]"
    rf"|第{NUMERAL}[，、：]|[·•●■◆▪➢]"
)
SENTENCE = Late(rf"(?:[。！？；：]|(?<={HAN.pattern})[!?;:])[”’」』）》】)*_]*$")
"""The end of a line after which a Chinese text goes on in a paragraph of its own."""
YEAR = re.compile(r"^( {0,3})(\d{4,}|(?=\d*[^\x00-\x7f])\d+)\.(?= )", re.MULTILINE)
ITEM = re.compile(r"[-*+](?:[ \t]|$)|\d+\.[ \t]")
BEGINNING = Late(rf"[-*+] +\S|1\. +\S|\d+\. +{HAN.pattern}")
"""An item that may begin a list right after a line of text."""
RULE = re.compile(r"(?:- {0,2}){3,}+|(?:\* {0,2}){3,}+|(?:_ {0,2}){3,}+")
UNDERLINE = re.compile(r"(?:=+|-+) *")
FENCE = "```"
CODE = 4
"""Spaces before a line that make it code."""
STEP = 2
"""Spaces by which an item is deeper than the one above it."""
NESTING = 11
"""How deep lists are made to nest."""
DASHES = "-\u2013\u2014\u2015\u2500\uff0d"
SIDE = rf" *[:：]?[{DASHES}]+[:：]? *"
DIVIDER = re.compile(rf"[|｜]?(?:{SIDE}[|｜])+(?:{SIDE})?")
RUN = re.compile(rf"[{DASHES}]+")
BAR = re.compile(r"(?<!\\)\|")
DEFINITION = re.compile(r" {0,3}\[([^\[\]\n]*)\]:")
LABEL = re.compile(r"\[([^\[\]\n]*)\](?!:)")
ADDRESS = re.compile(
    r"(?i) *<?(?:[a-z][a-z0-9+.-]*:\S+|[!-~]*[./#][!-~]*|[\w.-]+/\S+\.[a-z0-9]{2,5})>?(?: .*)?"
)
MARK = Late(
    r"\\.|<[^<>\s]++>|^[ \t]*+(?:(?:\*[ \t]*){3,}+|(?:_[ \t]*){3,}+)$"
    r"|\n[ \t]*(?:\n|(?:[-+]|\d+\.)[ \t])|(?P<bullet>^[ \t>]*+\*[ \t])|(?P<run>\*+|_{3,})",
    re.MULTILINE,
)
"""Runs of marks, and what is passed over, or parts what emphasis may not span."""
LITERAL = str.maketrans("*_|", "\ufdd0\ufdd1\ufdd2")


class _Item(NamedTuple):
    """An item of a list: how far it is indented, and whether it has a number."""

    width: int
    numbered: bool


def tidied(text: str) -> str:
    """Return the text as Markdown should read it; what it makes of it is given to `typed`."""
    made = text
    if not is_even(text):
        lines = YEAR.sub(r"\1\2\\.", text).split("\n")
        lines = _barred(lines) if _has_bar(text) else lines
        made = "\n".join(_laid(lines, chinese=bool(HAN.search(text))))
    return made if is_meant(made) else _meant(made)


def typed(html: str) -> str:
    """Return the HTML of a tidied text with the marks that mean themselves."""
    return html.replace("\ufdd0", "*").replace("\ufdd1", "_").replace("\ufdd2", "|")


def _meant(text: str) -> str:
    """Return the text with those runs of `*` and `_` made literal that emphasise nothing."""
    kept: set[int] = set()
    opened: dict[int, int] = {}
    runs = []
    for found in MARK.finditer(text):
        if not found["run"]:
            opened = opened if found[0][0] in "\\<" else {}
            continue
        runs.append(found)
        size = len(found[0])
        if size in opened and _closes(text, found):
            kept |= {opened.pop(size), found.start()}
        elif _opens(text, found):
            opened[size] = found.start()
    return _literal(text, [found for found in runs if found.start() not in kept])


def _literal(text: str, runs: Sequence[re.Match[str]]) -> str:
    pieces = []
    end = 0
    for found in runs:
        pieces += [text[end : found.start()], found[0].translate(LITERAL)]
        end = found.end()
    return "".join((*pieces, text[end:]))


def _opens(text: str, found: re.Match[str]) -> bool:
    before, after = _beside(text, found)
    if found[0][0] == "_" or not after.strip() or after in MIDDLE:
        return False
    if len(found[0]) == 2:  # noqa: PLR2004
        return not _both_latin(before, after)
    return not before.isalnum()


def _closes(text: str, found: re.Match[str]) -> bool:
    before, after = _beside(text, found)
    if not before.strip():
        return False
    if len(found[0]) == 2:  # noqa: PLR2004
        return not _both_latin(before, after)
    return not after.isalnum()


def _beside(text: str, found: re.Match[str]) -> tuple[str, str]:
    return text[: found.start()][-1:], text[found.end() : found.end() + 1]


def _both_latin(before: str, after: str) -> bool:
    beside = before + after
    return len(beside) > 1 and beside.isascii() and beside.isalnum()


def _barred(lines: list[str]) -> list[str]:
    """Return the lines with their tables in half-width bars and rules, no cell too many."""
    raw = _fenced(lines)
    made: list[str] = []
    while len(made) < len(lines):
        head, rule = (*lines[len(made) : len(made) + 2], "")[:2]
        if _has_bar(head) and len(made) not in raw and DIVIDER.fullmatch(rule.strip()):
            rows = takewhile(_has_bar, lines[len(made) + 2 :])
            made.extend(_table(head, RUN.sub("---", rule), rows))
        else:
            made.append(head)
    return made


def _has_bar(line: str) -> bool:
    return "|" in line or "｜" in line


def _table(head: str, rule: str, rows: Iterable[str]) -> Iterator[str]:
    made = rule.replace("｜", "|").replace("：", ":")
    width = len(_cells(made))
    top = _wide(head, width)
    bordered = top.strip().startswith("|") or top.endswith("|")
    yield from (top, made)
    for row in rows:
        yield _row(_wide(row, width), width, bordered=bordered)


def _wide(line: str, width: int) -> str:
    """Return the line, full-width bars made half-width unless it has its cells without them."""
    return line.replace("｜", "|") if "｜" in line and len(_cells(line)) != width else line


def _row(line: str, width: int, *, bordered: bool) -> str:
    """Return a row of that many cells, what is beyond them put into the last one."""
    cells = _cells(line)
    if "`" in line or (len(cells) <= width and (bordered or len(BAR.split(line)) <= width)):
        return line
    rest = "".join(f" | {cell.strip()}" for cell in cells[width:] if cell.strip())
    inner = "|".join(cells[:width]).rstrip() + rest.translate(LITERAL)
    return f"|{inner}|" if bordered else inner


def _cells(line: str) -> list[str]:
    return BAR.split(line.strip().removeprefix("|").removesuffix("|"))


def _laid(lines: list[str], *, chinese: bool) -> Iterator[str]:
    """Yield the lines, with a blank one before what begins something new."""
    raw = _fenced(lines)
    used = _used(lines)
    items: list[_Item] = []
    """The items that are open, from the outside in."""
    before: Kind = "blank"
    around = zip(["", *lines[:-1]], lines, [*lines[1:], ""], strict=True)
    for number, (above, whole, below) in enumerate(around):
        outdented = chinese and not items and number not in raw and _width(whole) >= CODE
        line = whole.lstrip(" \t") if outdented else whole
        kind = "raw" if number in raw else _kind(line, below, before, listed=bool(items))
        note = kind == "definition" and not _leads(line, used)
        if note:
            kind, line = "text", line.replace("[", "\\[", 1)
        begins = outdented or note or (before == "text" and _begins(line, above, chinese=chinese))
        if _parted(before, kind, begins=begins) or (kind == "item" and _turns(line, before, items)):
            yield ""
        yield _nested(line, items) if kind == "item" else line
        if kind not in ("item", "more", "blank"):
            items.clear()
        before = kind


def _fenced(lines: list[str]) -> frozenset[int]:
    """Return the numbers of the lines of code between fences."""
    fences = [number for number, line in enumerate(lines) if line.startswith(FENCE)]
    pairs = zip(fences[::2], fences[1::2], strict=False)
    return frozenset(number for first, last in pairs for number in range(first, last + 1))


def _kind(line: str, below: str, before: Kind, *, listed: bool) -> Kind:  # noqa: PLR0911
    """Return what a line is, after a line of that kind and maybe in a list."""
    inner = line.strip()
    if not inner:
        return "blank"
    if _has_bar(line) and (before == "row" or DIVIDER.fullmatch(below.strip())):
        return "row"
    if listed and line[0] in " \t\u3000" and (ITEM.match(inner) or before != "blank"):
        return "item" if ITEM.match(inner) else "more"
    if _width(line) >= CODE and before != "text":
        return "more" if listed else "raw"
    if line[0] == "#" or RULE.fullmatch(inner) or (before == "text" and UNDERLINE.fullmatch(line)):
        return "head"
    if DEFINITION.match(line):
        return "definition"
    if inner[0] == ">":
        return "quote"
    return "item" if (BEGINNING if before == "text" else ITEM).match(inner) else "text"


def _width(line: str) -> int:
    """Return how far a line is indented, in half-width spaces."""
    blank = len(line) - len(line.lstrip(" \t"))
    return len(line[:blank].expandtabs(CODE)) if blank else 0


def _begins(line: str, above: str, *, chinese: bool) -> bool:
    """Tell whether a line of text is the first of a paragraph, whatever stands above."""
    said = chinese and (ENUMERATOR.match(line.lstrip()) or SENTENCE.search(above.rstrip()[-9:]))
    return line.startswith(INDENT) or bool(said)


def _parted(before: Kind, kind: Kind, *, begins: bool) -> bool:
    """Tell whether a blank line belongs between two lines of those kinds."""
    if kind == "blank" or before in ("blank", "head", "raw"):
        return False
    if before == "text":
        return kind in ("item", "row") or (kind == "text" and begins)
    if before in ("item", "more"):
        return kind not in ("item", "more")
    return kind != before


def _turns(line: str, before: Kind, items: Sequence[_Item]) -> bool:
    """Tell whether an item is the first of a list of another kind than the one above it."""
    if not items or before == "blank" or _width(line) >= items[0].width + STEP:
        return False
    return items[0].numbered != line.lstrip()[0].isdigit()


def _nested(line: str, items: list[_Item]) -> str:
    """Return the line of an item as deep as it is in its list, and note it among the open ones."""
    width = _width(line)
    inner = line.lstrip(" \t")
    while len(items) > 1 and width < items[-1].width:
        items.pop()
    if not items or width >= items[-1].width + STEP:
        items.append(_Item(width, inner[0].isdigit()))
    elif len(items) == 1:
        items[0] = _Item(width, inner[0].isdigit())
    return " " * CODE * min(len(items) - 1, NESTING) + inner


def _used(lines: list[str]) -> frozenset[str]:
    """Return the labels that a text refers to, if it defines any."""
    if not any(map(DEFINITION.match, lines)):
        return frozenset()
    return frozenset(label.casefold() for label in LABEL.findall("\n".join(lines)))


def _leads(line: str, used: frozenset[str]) -> bool:
    """Tell whether a definition has an address, and is used; else it is a note, to be read."""
    found = DEFINITION.match(line)
    if not found or not ADDRESS.fullmatch(line[found.end() :]):
        return False
    return found[1].casefold() in used
