"""A small good site, and samples: what is changed in it to break a rule, or to hold it.

`explain` shows the samples; the tests run them. A fragment names the top-level keys that it takes
the place of in its document; everything else of the site stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from typing import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = re.compile(r"^(?P<key>[^\s#\-][^:\n]*):", re.MULTILINE)

DAY = date(2026, 11, 23)
"""The day that samples are for."""
SHOWN = 2_000
"""The most characters of a document that are shown."""

Form = Literal["fragment", "whole", "link", "pipe", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One document of a sample."""

    name: str
    """The document's name in the small site, or a path."""
    text: str = ""
    """What is written there; for a link, what it leads to."""
    form: Form = "fragment"
    """Whether the text takes the place of keys, or of the file; or what stands there instead."""
    encoding: str = "utf-8"
    """How the text becomes bytes."""
    times: int = 1
    """How often the text is repeated in the file."""

    @property
    def path(self) -> str:
        """The file's path below the root."""
        return dict(_PATHS).get(self.name, self.name)

    @property
    def shown(self) -> str:
        """The part as `explain` shows it: the file's path, and what stands there."""
        if self.form == "link":
            return f"# {self.path} -> {self.text}"
        if self.form in ("removed", "pipe"):
            return f"# {self.path}: {'–' if self.form == 'removed' else '|'}"
        notes = (
            self.encoding if self.encoding != "utf-8" else "",
            f"× {self.times:,}" if self.times > 1 else "",
        )
        head = " ".join(("#", self.path, *filter(None, notes)))
        return f"{head}\n{_visible(self.text).strip()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Changes to the small site."""

    parts: tuple[Part, ...] = ()

    @property
    def shown(self) -> str:
        """The sample as `explain` shows it."""
        return "\n\n".join(part.shown for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the small site, with its bytes; a link or a pipe where it says so."""

    path: str
    data: bytes
    form: Form = "whole"


def sample(**texts: str) -> Sample:
    """Return a sample of fragments, by the names of their documents."""
    return Sample(parts=tuple(Part(name=each, text=text) for each, text in texts.items()))


def whole(name: str, text: str, *, encoding: str = "utf-8", times: int = 1) -> Sample:
    """Return a sample that is one whole file, by a document's name or by its path."""
    part = Part(name=name, text=text, form="whole", encoding=encoding, times=times)
    return Sample(parts=(part,))


def instead(name: str, form: Form, text: str = "") -> Sample:
    """Return a sample in which something else stands in the place of a file, or nothing."""
    return Sample(parts=(Part(name=name, text=text, form=form),))


def counterpart(bad: Sample) -> Sample:
    """Return what stands in the small site where a bad sample changes it."""
    texts = dict(_TEXTS) | {"text": _BODY, "page": _BODY}
    named = (part for part in bad.parts if part.name in texts)
    return Sample(
        parts=tuple(
            Part(name=part.name, text=_given(texts[part.name], part), form="fragment")
            for part in named
        )
    )


def _given(text: str, part: Part) -> str:
    """Return those keys of a text that a fragment gives; all of it where it gives none."""
    keys = _keys(part.text) if part.form == "fragment" else frozenset()
    blocks = tuple(block for key, block in _blocks(text) if key in keys)
    return "".join(blocks) or text


def _visible(text: str) -> str:
    """Return a text of at most some lines, what nobody sees in it written out."""
    short = text if len(text) < SHOWN else text[:SHOWN] + " …"
    return "".join(
        each if each == "\n" or each.isprintable() else f"<U+{ord(each):04X}>" for each in short
    )


def files(changes: Sample) -> tuple[File, ...]:
    """Return the files of the small site with the changes made, sorted by path."""
    parts = {part.path: part for part in changes.parts if part.form != "fragment"}
    fragments = {part.name: part.text for part in changes.parts if part.form == "fragment"}
    made = {path: text.encode() for path, text in _documents(fragments)}
    kept = tuple(File(path=path, data=data) for path, data in made.items() if path not in parts)
    return tuple(sorted((*kept, *_replaced(parts)), key=lambda file: file.path))


def _replaced(parts: dict[str, Part]) -> tuple[File, ...]:
    return tuple(
        File(path=path, data=(part.text * part.times).encode(part.encoding), form=part.form)
        for path, part in parts.items()
        if part.form != "removed"
    )


def _documents(fragments: dict[str, str]) -> tuple[tuple[str, str], ...]:
    texts = {name: _merged(text, fragments.get(name, "")) for name, text in _TEXTS}
    paths = dict(_PATHS)
    items = "items:\n" + _listed(texts["item"]) + _listed(texts["inner"])
    boards = "boards:\n" + _listed(texts["board"]) + _listed(texts["corridor"])
    plain = ("config", "organisation", "posting", "feedback", "oversight")
    return (
        *((paths[name], texts[name]) for name in plain),
        (paths["item"], items),
        (paths["board"], boards),
        (paths["entry"], _fenced(texts["entry"], fragments.get("text", _BODY))),
        (paths["other"], _fenced(texts["other"], _BODY)),
        (paths["page"], _fenced(_PAGE, fragments.get("page", _BODY))),
        (paths["attachment"], "用途,金额\n活动,300.00\n"),
        *((paths[name], text) for name, text in fragments.items() if name == "waivers"),
    )


def _merged(text: str, fragment: str) -> str:
    """Return a text without the top-level keys that the fragment gives, and the fragment."""
    given = _keys(fragment)
    kept = "".join(block for key, block in _blocks(text) if key not in given)
    return kept + fragment.strip("\n") + "\n"


def _keys(text: str) -> frozenset[str]:
    return frozenset(match["key"] for match in _KEY.finditer(text))


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Return the top-level keys of a text, each with its lines."""
    heads = tuple(_KEY.finditer(text))
    ends = (*(head.start() for head in heads[1:]), len(text))
    for head, end in zip(heads, ends, strict=False):
        yield head["key"], text[head.start() : end]


def _listed(text: str) -> str:
    """Return a mapping as an item of a list."""
    lines = [line for line in text.split("\n") if line]
    return "".join(f"  {'- ' if n == 0 else '  '}{line}\n" for n, line in enumerate(lines))


def _fenced(matter: str, body: str) -> str:
    return f"---\n{matter.strip()}\n---\n{body}\n"


_PATHS = (
    ("config", "config.yaml"),
    ("organisation", "content/organisation.yaml"),
    ("item", "content/catalogue.yaml"),
    ("inner", "content/catalogue.yaml"),
    ("board", "content/boards.yaml"),
    ("corridor", "content/boards.yaml"),
    ("entry", "content/entries/2026/2026-0001.md"),
    ("text", "content/entries/2026/2026-0001.md"),
    ("other", "content/entries/2026/2026-0002.md"),
    ("page", "content/pages/about.md"),
    ("posting", "content/postings/2026-10.yaml"),
    ("feedback", "content/feedback/2026-10.yaml"),
    ("oversight", "content/oversight/2026-10.yaml"),
    ("waivers", "content/waivers.yaml"),
    ("attachment", "content/attachments/2026-0001.csv"),
)

_BODY = "现将有关情况公开如下。"
_PAGE = "title: 关于本栏"

_SITE = "site: {title: 样例, base_url: https://example.org/dwgk/}\n"
_ITEM = """\
code: A-01
category: [组织管理, 党费]
title: 党费收缴、使用和管理情况
kind: statement
elements:
  - {name: 收缴金额, type: money}
  - {name: 支出明细, type: table, required: false,
     columns: [{name: 用途}, {name: 金额, type: money}]}
  - {name: 流程, type: steps, required: false}
basis: [{title: 中国共产党党务公开条例（试行）, article: 第七条}]
limit: {type: event, from: formed, within: {count: 15, unit: day}}
scope: society
channels: [web, board]
boards: [hall]
responsible: {first: secretary, assigned: secretary, executing: office}
units: [branch-1]
"""

_ENTRY = """\
id: 2026-0001
item: A-01
unit: branch-1
title: 第一党支部党费收缴使用情况
formed: 2026-09-30
published: 2026-10-12
procedure:
  proposed: {by: liaison, on: 2026-10-09}
  reviewed: {by: director, on: 2026-10-10, secrecy: cleared, accuracy: confirmed}
  approved: {by: secretary, on: 2026-10-11}
elements: {收缴金额: 1250.00}
"""

_OTHER = _ENTRY.replace("-0001", "-0002").replace("A-01", "B-01").replace("收缴使用", "使用")

DOWN = "down: {on: 2026-10-13, by: keeper}"
_TEXTS = (
    ("config", _SITE + "inspection: {web: 60, sheet: 0, sparse: 0}\n"),
    (
        "organisation",
        """\
units:
  - {id: branch-1, name: 第一党支部, kind: branch, online: true}
  - {id: office, name: 办公室, kind: office}
people:
  - {id: secretary, name: 支部书记, unit: branch-1}
  - {id: director, name: 办公室主任, unit: office}
  - {id: liaison, name: 信息联络员, unit: branch-1}
  - {id: keeper, name: 公开栏管理员, unit: office}
roles: {propose: [liaison], review: [director], approve: [secretary]}
""",
    ),
    ("item", _ITEM),
    (
        "inner",
        _ITEM.replace("A-01", "B-01")
        .replace("scope: society", "scope: unit")
        .replace("[web, board]", "[board]")
        .replace("boards: [hall]", "boards: [corridor]"),
    ),
    (
        "board",
        "id: hall\nname: 党务公开栏\nplace: 一楼大厅\nreaders: society\nkeeper: keeper\n",
    ),
    (
        "corridor",
        "id: corridor\nname: 党建工作栏\nplace: 二楼走廊\nreaders: unit\nkeeper: keeper\n",
    ),
    ("entry", _ENTRY),
    ("other", _OTHER),
    ("posting", "entry: 2026-0001\nboard: hall\nup: {on: 2026-10-12, by: keeper}\n"),
    (
        "feedback",
        """\
received: 2026-10-14
channel: box
about: 2026-0001
text: 请说明活动支出。
public: true
""",
    ),
    (
        "oversight",
        "kind: inspection\non: 2026-10-20\nby: director\nunit: branch-1\nfinding: 内容齐全\n",
    ),
)
