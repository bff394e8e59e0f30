"""Sites to be read: from the samples of all rules, by edits that know YAML, front matter and prose.

An input is a day and the files that differ from the small good site. It can be written as a line
of JSON; bytes that are no text are kept as lone surrogates.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dispatch.rules import RULES
from dispatch.rules.samples import DAY
from dispatch.rules.samples import Sample
from dispatch.rules.samples import files
from tests.cases.carriers import DIGITS
from tests.cases.carriers import TEXT
from tests.cases.values import identity
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 60_000
"""Bytes of a file beyond which an edit is not kept: what is large is tried by tests of bombs."""
DAYS = (date.min, date(1999, 12, 31), date(2024, 2, 29), date(2027, 1, 1), date(2099, 1, 1))
DAYS = (*DAYS, date(9999, 12, 30), date.max)
SOURCES = (
    "content/entries/2026/2026-0003.yaml",
    "content/entries/2026/2026-0004.md",
    "content/entries/1/A.MD",
    "content/entries/2026/e\u0301.md",
    "content/postings/2026-11.yaml",
    "content/feedback/2026-11.yaml",
    "content/oversight/2026-11.yaml",
    "content/pages/more.md",
    "content/waivers.yaml",
    "content/attachments/2026-0002.csv",
)
_LINE = re.compile(r"(?P<indent>[ ]*(?:- )*)(?P<key>[\w-]+): ?(?P<value>.*)")
_SCALAR = re.compile(r"[^\s\[\]{},:#]+")

WORDS = (
    *("", "~", "null", "true", "no", "0", "-1", "0x1F", "0o17", "1e999", ".nan", "9" * 30),
    *("1,250.00", "-0.00", "1,2,3", "￥１２．５", "12:30", "1.10", "壹拾贰元", "亿" * 9, "十" * 40),
    *("2026-02-30", "2026-2-3", "0000-00-00", "0001-01-01", "9999-12-31", "２０２６-10-12"),
    *("2026-Q5", "2026-Q1", "2026-13", "2026-H3", "9999", "0001", "9999-H2", "9999-Q4", "9999-12"),
    *("2026-0001", "2026-0002", "9999-9999", "0000-0000", "0001-0001", "2026-00000000000000001"),
    *("[]", "{}", "[[]]", "{a: }", "[null]", "[2026-0001, 2026-0001]", "{count: 0, unit: day}"),
    *("{count: 99999999999, unit: year}", "{count: -1, unit: working-day}", "{of: 2026-0001}"),
    *("&a b", "*a", "!!binary aGk=", "!t x", "<<: *a", "? a", "- - -", "|2"),
    *(">-\n    甲\n", "%TAG"),
    *('"\\ud800"', '"\\x00"', '"\\u202e甲"', "'it''s'", '"\\', "'", "@a", "`b`", "# c", "甲 #乙"),
    *("e\u0301", "\u200b", "\ufeff甲", "\u2028", "\x85", "\U0010ffff", "İı", "ﬁ", "Ａ", "𠮷"),
    "\u0301",
    *("长" * 300, "a" * 5000, "甲、" * 400, "（" * 300, "../../x"),
    *("/etc/passwd", "a\\b", "CON", "."),
    *("每季度首月15日前", "每年1月底前公开上年", "及时", "长期公开", "1个工作日内"),
    "一个月内并于次日",
    *("society", "unit", "group", "party", "event", "periodic", "standing", "staged", "on-request"),
    *("party-group", "branch-1", "secretary", "hall", "A-01", "B-01", "statement", "notice"),
)  # fmt: skip
"""Values that have been trouble to somebody."""
PROSE = (
    *("# ", "## 附件", "- ", "1. ", "    ", "> ", "| 甲 | 乙 |\n| - | -: |\n| 合计 | 3 |\n"),
    "---\n",
    *("**", "__", "`", "```\n", "[", "](", "![", "[^1]", "[^1]: 注\n", "<", "<b>", "<!--", "&#x0;"),
    *("<http://a>", "*[甲]: 乙\n", "甲\n: 乙\n", "{#a .b}", "javascript:", "//x", "\\", "||", "|"),
    *("共3项：甲、乙。", "合计12元（大写：壹拾叁元整）", "2026年2月30日（星期八）", "公示期5天"),
    *("机密★", "110101199003070003", "13800000000", "低保户张三", "家住1号2单元301室", "（试行)"),
    *("1,2,3万元", "50%", "等2人", "领(lǐng)导", "截止目前", "《甲", "》", "[2026]1号"),
    *("２０２６", "\t"),
)  # fmt: skip
"""Pieces of prose that mean something to Markdown, or to a rule."""
BYTES = (
    *(b"", b"\0", b"\xff" * 4, b"\r", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\n---\n", b"PK\3\4"),
    *(b"<a>", b"</a>", b"<!DOCTYPE a>", b"<![CDATA[", b"&#x41;", b"<v>-1</v>", b"1E9999", b'r="'),
    *(b"/Kids[2 0 R]", b"/Length -1", b"/Filter/FlateDecode", b"/Prev 0", b"<<", b">>", b"endobj"),
    *(b"stream\n", b"/Count 999999999", b"/Contents 1 0 R", b"(", b"\0\0\xff\xff", b"\xff\xe1\0\2"),
)  # fmt: skip
"""Bytes that mean something to a reader of attachments."""


@dataclass(frozen=True, slots=True)
class Input:
    """A day, and the files that differ from those of the good site: path and bytes."""

    files: tuple[tuple[str, bytes], ...]
    day: date = DAY

    def line(self) -> str:
        """Return this as a line of JSON."""
        told = {path: data.decode("utf-8", "surrogateescape") for path, data in self.files}
        day = {} if self.day == DAY else {"": self.day.isoformat()}
        return json.dumps({**day, **told})


def input_of(line: str) -> Input:
    """Return the input of a line of JSON."""
    told = json.loads(line)
    day = date.fromisoformat(told.pop("")) if "" in told else DAY
    return Input(tuple((p, t.encode("utf-8", "surrogateescape")) for p, t in told.items()), day)


@cache
def good_site() -> dict[str, bytes]:
    """Return the files of the small good site."""
    return {file.path: file.data for file in files(Sample()) if file.form != "link"}


@cache
def seeds() -> tuple[Input, ...]:
    """Return the samples of every rule, some texts of the bureau, and attachments of any kind."""
    good, found = good_site(), {}
    for rule in RULES:
        for sample in (rule.bad, rule.good):
            for file in files(sample) if sample else ():
                plain = file.form not in ("link", "pipe") and len(file.data) < LARGEST
                if plain and good.get(file.path) != file.data:
                    found[Input(((file.path, file.data),))] = None
    for folder in ("entries/2026", "postings", "feedback", "oversight", "pages"):
        for path in sorted((ROOT / "content" / folder).iterdir())[::7]:
            found[Input(((f"content/{folder}/{path.name}", path.read_bytes()),))] = None
    for path in ("config.yaml", "content/organisation.yaml", "content/boards.yaml"):
        found[Input(((path, (ROOT / path).read_bytes()),))] = None
    number = identity(random.Random(3))
    for ending, name, made in (*TEXT, *DIGITS):
        found[Input(((f"content/attachments/{name}.{ending}", made(number)),))] = None
    return (Input(()), *found)


@cache
def keys() -> tuple[str, ...]:
    """Return every key that a seed has."""
    return tuple(sorted({match["key"] for text in _texts() for match in _matches(text)}))


@cache
def values() -> tuple[str, ...]:
    """Return every value that a seed has, and those that are trouble."""
    told = {match["value"] for text in _texts() for match in _matches(text)}
    leaves = {leaf for value in told for leaf in _SCALAR.findall(value)}
    return (*sorted(told | leaves), *WORDS * 8)


@cache
def _texts() -> tuple[str, ...]:
    given = (data for each in seeds() for _, data in each.files)
    return tuple(sorted({data.decode("utf-8", "replace") for data in given}))


def _matches(text: str) -> Iterator[re.Match[str]]:
    return (match for line in text.split("\n") if (match := _LINE.match(line)))


def changed(given: Input, rng: random.Random) -> Input:
    """Return an input a few edits away."""
    made = dict(given.files)
    for _ in range(rng.choice((1, 1, 1, 1, 2, 2, 4))):
        path = _path(made, rng)
        data = made.get(path, good_site().get(path, b""))
        raw = "/attachments/" in path or rng.random() < 0.06
        new = _bytes(data, rng) if raw else _text(path, data, rng)
        if len(new) < LARGEST:
            made[path] = new
    day = rng.choice(DAYS) if rng.random() < 0.03 else given.day
    return Input(tuple(sorted(made.items())), day)


def _path(made: dict[str, bytes], rng: random.Random) -> str:
    """Choose a file: mostly one that is changed already, sometimes one that is not there yet."""
    if made and rng.random() < 0.6:
        return rng.choice(sorted(made))
    if rng.random() < 0.1:
        return rng.choice(SOURCES)
    return rng.choice(sorted(good_site()))


def _bytes(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    piece = rng.choice((*BYTES, data[at : at + 200]))
    return data[:at] + piece + data[at + rng.choice((0, 0, 1, 4, len(piece), 40)) :]


def _text(path: str, data: bytes, rng: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    head, fence, body = text.rpartition("\n---\n") if path.endswith(".md") else (text, "", "")
    if fence and rng.random() < 0.35:
        body = _prose(body, rng)
    elif rng.random() < 0.1:
        head = _whole(path, rng) or head
    else:
        lines = head.split("\n")
        rng.choice(_EDITS)(lines, rng)
        head = "\n".join(lines)
    return (head + fence + body).encode("utf-8", "surrogatepass")


def _whole(path: str, rng: random.Random) -> str:
    """Return what a seed has in a file of this kind."""
    folder = path.rpartition("/")[0].split("/")[:2]
    like = [d for e in seeds() for p, d in e.files if p == path or p.split("/")[:2] == folder]
    return rng.choice(like).decode("utf-8", "replace").rpartition("\n---\n")[0] if like else ""


def _prose(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    piece = rng.choice(PROSE) * rng.choice((1, 1, 1, 2, 30, 300))
    if rng.random() < 0.2:
        cut = rng.randrange(0, 30)
        return text[:at] + text[at + cut :]
    return text[:at] + rng.choice(("", "\n", "\n\n")) + piece + text[at:]


def _revalue(lines: list[str], rng: random.Random) -> None:
    at, match = _pick(lines, rng)
    if match:
        lines[at] = f"{match['indent']}{match['key']}: {rng.choice(values())}"


def _releaf(lines: list[str], rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    if leaves := list(_SCALAR.finditer(lines[at])):
        leaf = rng.choice(leaves)
        new = rng.choice(values())
        lines[at] = lines[at][: leaf.start()] + new + lines[at][leaf.end() :]


def _rekey(lines: list[str], rng: random.Random) -> None:
    at, match = _pick(lines, rng)
    if match:
        lines[at] = f"{match['indent']}{rng.choice(keys())}: {match['value']}"


def _insert(lines: list[str], rng: random.Random) -> None:
    at, match = _pick(lines, rng)
    indent = match["indent"].replace("-", " ") if match else ""
    lines.insert(at + 1, f"{indent}{rng.choice(keys())}: {rng.choice(values())}")


def _splice(lines: list[str], rng: random.Random) -> None:
    other = rng.choice(_texts()).split("\n")
    at, start = rng.randrange(len(lines) + 1), rng.randrange(len(other))
    lines[at:at] = other[start : start + rng.randrange(1, 8)]


def _drop(lines: list[str], rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    del lines[at : at + rng.choice((1, 1, 2, 4))]


def _double(lines: list[str], rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    piece = lines[at : at + rng.choice((1, 1, 2, 6))]
    lines[at:at] = piece * rng.choice((1, 1, 1, 40))


def _swap(lines: list[str], rng: random.Random) -> None:
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _indent(lines: list[str], rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    lines[at] = rng.choice(("  ", "\t", "- ", "  - ")) + lines[at]


def _nest(lines: list[str], rng: random.Random) -> None:
    at, match = _pick(lines, rng)
    if match:
        deep, (opening, closing) = rng.choice((2, 15, 60, 3000)), rng.choice(("[]", ("{a: ", "}")))
        value = opening * deep + match["value"] + closing * deep
        lines[at] = f"{match['indent']}{match['key']}: {value}"


_EDITS = (_revalue,) * 5 + (_releaf,) * 4 + (_insert,) * 3
_EDITS += (_rekey, _splice, _splice, _drop, _drop, _double, _swap, _indent, _nest)


def _pick(lines: list[str], rng: random.Random) -> tuple[int, re.Match[str] | None]:
    found = [(at, match) for at, line in enumerate(lines) if (match := _LINE.match(line))]
    return rng.choice(found) if found else (0, None)
