"""Scope, held to the last byte: nothing that is not for society is anywhere in public/.

A site is built whose every restricted field bears a canary: texts, elements, names and bytes of
attachments, names of content files, comments, records. Then every byte of public/ is read in
every way that a reader could. That the scanner would see each canary is shown by two sites that
leak: one in which the same fields are for society, and one that hides them in every escape.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import pytest
from pypdf import PdfReader
from pypdf import PdfWriter

from tests.leaks import Canaries
from tests.leaks import numbers_in
from tests.leaks import readings

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-23"
HIDDEN = ("unit", "party", "group", "paper", "offline", "draft", "later", "withdrawn")
HIDDEN_ID = re.compile(r"2026-97[0-9]{4}")
TOMBSTONE = {"withdrawn title", "withdrawn reason"}

CONFIG = """\
# {config-comment}
site:
  {{title: 党务公开, base_url: "https://example.org/dwgk/", language: zh-Hans, scripts: [zh-Hant]}}
"""
ORGANISATION = """\
# {organisation-comment}
units:
  - {{id: online, name: 第一党支部, kind: branch, online: true}}
  - {{id: offline, name: 第二党支部, kind: branch, online: {offline}}}
  - {{id: office, name: 办公室, kind: office}}
people:
  - {{id: head, name: 书记, unit: online}}
  - {{id: deputy, name: 副书记, unit: online}}
  - {{id: clerk, name: 联络员, unit: online}}
"""
BOARDS = """\
# {boards-comment}
boards:
  - {{id: hall, name: 党建工作栏, place: 一楼大厅, readers: society, keeper: clerk}}
  - {{id: corridor, name: 党务公开栏, place: 二楼走廊, readers: unit, keeper: clerk}}
  - {{id: meeting, name: 会议室专栏, place: 三楼会议室, readers: group, keeper: clerk}}
"""
ITEM = """\
  - code: {code}
    category: [组织管理]
    title: 事项{code}
    kind: statement
    elements:
      - {{name: 文字, type: text}}
      - {{name: 清单, type: list}}
      - name: 明细
        type: table
        columns: [{{name: 用途, type: text}}, {{name: 数量, type: integer}}]
      - {{name: 流程, type: steps}}
      - {{name: 目标, type: targets}}
    basis: [{{title: 条例}}]
    limit: {{type: event, from: formed, prompt: true}}
    scope: {scope}
    channels: [{channels}]
    boards: [{board}]
    responsible: {{first: head, assigned: deputy, executing: office}}
    units: [online, offline]
"""
ENTRY = """\
---
id: {id}
item: {item}
unit: {unit}
title: {title}
summary: {summary}
number: {number}〔2026〕18号
addressee: {addressee}
issuer: {issuer}
keywords: ["{keyword}"]
formed: 2026-10-08
published: {published}
decision: {{body: 会{decider}, on: 2026-09-28, record: "{record}"}}
procedure:
  proposed: {{by: clerk, on: 2026-10-08}}
  reviewed: {{by: deputy, on: 2026-10-08, secrecy: cleared, accuracy: confirmed}}
  approved: {{by: head, on: 2026-10-08}}
contacts:
  - {{for: objections, office: "{office}", phone: "{phone}", place: "{place}", mail: "{mail}"}}
  - {{for: supervision, office: 机关纪委, phone: 0000-0000012}}
elements:
  文字: {text}
  清单: ["{listed}"]
  明细: [{{用途: "{row}", 数量: 1}}]
  流程: [{{name: "{step}", by: "{by}", within: "{within}", needs: "{needs}", note: "{remark}"}}]
  目标: [{{name: "{target}", measure: "{measure}", plan: 2, done: 1, note: "{aim}"}}]
attachments: [{{file: "attachments/{file}.csv", title: "{attached}"}}]
{more}
# {comment}
---

## {heading}

{body}，**{strong}**，见[{linked}](https://example.org/{link})。

- {point}

| {head} | 数 |
|---|---|
| {cell} | 2 |
"""
FIELDS = tuple(sorted(set(re.findall(r"\{([a-z]+)\}", ENTRY.replace("{{", "")))))
GIVEN = ("id", "item", "unit", "published", "more")
FEEDBACK = """\
- {{received: 2026-10-14, channel: box, text: "{opinion}", answered: {{on: 2026-10-15, by: clerk,
   text: "{answer}"}}, public: {public}}}
"""
OVERSIGHT = """\
- {{kind: inspection, on: 2026-10-20, by: deputy, unit: online, title: "{examined}",
   finding: "{finding}", note: "{footnote}", public: {public}}}
"""
WAIVER = """\
- {{code: D003, {about}, reason: "{reason}", approved: {{by: head, on: 2026-10-09}},
   until: 2027-06-30, public: {public}}}
"""
POSTING = """\
- {{entry: {id}, board: {board}, up: {{on: {published}, by: clerk}},
   inspected: [{{on: 2026-10-20, by: deputy, state: "{condition}"}}]}}
"""
ITEMS = {
    "unit": ("U-1", "unit", "board", "corridor"),
    "party": ("Y-1", "party", "board", "corridor"),
    "group": ("G-1", "group", "board", "meeting"),
    "paper": ("B-1", "society", "board", "hall"),
}
# What is never shown: what a file says to itself, and what is only known of the paper.
NEVER_SHOWN = ("comment", "path", "condition", "unlisted", "unlisted bytes")
# What layouts are free to leave out.
SPARED = ("keyword",)


def _numbered() -> list[tuple[str, int]]:
    """Return what becomes of each hidden entry, with its number."""
    return [(fate, number) for number, fate in enumerate(HIDDEN, start=970001)]


class Bureau:
    """A root full of canaries; where it is `open`, the same fields are for society."""

    def __init__(self, root: Path, *, is_open: bool) -> None:
        self.root = root
        self.open = is_open
        self.mint = Canaries()

    @cached_property
    def told(self) -> dict[str, str]:
        """What public/ gives away: by label, the first file that does."""
        return self.mint.found_in(self.root / "public")

    def write(self) -> Bureau:
        self._put("config.yaml", self._filled(CONFIG))
        offline = str(self.open).lower()
        self._put("content/organisation.yaml", self._filled(ORGANISATION, offline=offline))
        self._put("content/boards.yaml", self._filled(BOARDS))
        self._put("content/catalogue.yaml", self._catalogue())
        self._entry("public", 1)
        for fate, number in _numbered():
            self._entry(fate, number)
        public = str(self.open).lower()
        for folder, text in (("feedback", FEEDBACK), ("oversight", OVERSIGHT)):
            self._put(f"content/{folder}/{folder}.yaml", self._filled(text, public=public))
        self._put("content/waivers.yaml", self._waivers())
        name = f"content/attachments/{self.mint('unlisted')}.txt"
        self._put(name, self.mint("unlisted bytes"))
        return self

    def build(self) -> Path:
        done = subprocess.run(
            [sys.executable, "-m", "dispatch", "build", "--root", self.root, "--as-of", DAY],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return self.root / "public"

    def _catalogue(self) -> str:
        items = [("E-1", "society", "web, board", "hall"), *ITEMS.values()]
        if self.open:
            items = [(code, "society", "web, board", "hall") for code, *_ in items]
        keys = ("code", "scope", "channels", "board")
        rows = (ITEM.format(**dict(zip(keys, each, strict=True))) for each in items)
        return self._filled("# {catalogue-comment}\nitems:\n") + "".join(rows)

    def _waivers(self) -> str:
        """Return a waiver about each entry, by id and by file, and about each item."""
        folder = self.root / "content/entries/2026"
        rows = [
            (f"{fate} waived by {key} told", f"{key}: {value}")
            for fate, number in (("public", 1), *_numbered())
            for key, value in (
                ("entry", f"2026-{number:04}"),
                ("path", next(folder.glob(f"2026-{number:04}-*")).relative_to(self.root)),
            )
        ]
        rows += [(f"{fate} waived item", f"item: {each[0]}") for fate, each in ITEMS.items()]
        rows += [("public waived item", "item: E-1, unit: online")]
        rows += [("offline waived item", "item: E-1, unit: offline")]
        told = [
            WAIVER.format(about=about, reason=self.mint(label), public="true")
            for label, about in rows
        ]
        private = {"about": "entry: 2026-0001", "public": str(self.open).lower()}
        return "".join(told) + WAIVER.format(reason=self.mint("private waiver"), **private)

    def _entry(self, fate: str, number: int) -> None:
        code, _, _, board = ITEMS.get(fate, ("E-1", "", "", "hall"))
        given = {
            "id": f"2026-{number:04}",
            "item": code,
            "unit": "offline" if fate == "offline" else "online",
            "published": "2026-11-24" if fate == "later" and not self.open else "2026-10-09",
            "more": "" if self.open else self._more(fate),
        }
        words = {name: self.mint(f"{fate} {name}") for name in FIELDS if name not in GIVEN}
        path = f"content/entries/2026/{given['id']}-{self.mint(f'{fate} path')}.md"
        self._put(path, ENTRY.format(**words, **given))
        content = self.mint(f"{fate} bytes")
        self._put(f"content/attachments/{words['file']}.csv", f"{content}\n")
        if fate not in {"draft", "later"}:
            condition = self.mint(f"{fate} condition")
            place = "hall" if self.open else board
            text = POSTING.format(condition=condition, board=place, **given)
            self._put(f"content/postings/{fate}.yaml", text)

    def _more(self, fate: str) -> str:
        if fate == "withdrawn":
            return f'withdrawn: {{on: 2026-11-01, reason: "{self.mint("withdrawn reason")}"}}'
        return "draft: true" if fate == "draft" else ""

    def _filled(self, text: str, **given: str) -> str:
        names = set(re.findall(r"(?<!\{)\{([a-z-]+)\}", text)) - set(given)
        return text.format(**{name: self.mint(name) for name in sorted(names)}, **given)

    def _put(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    bureau = Bureau(tmp_path_factory.mktemp("closed"), is_open=False).write()
    bureau.build()
    return bureau


@pytest.fixture(scope="module")
def leaking(tmp_path_factory):
    bureau = Bureau(tmp_path_factory.mktemp("leaking"), is_open=True).write()
    bureau.build()
    return bureau


def missed(bureau, labels):
    """Return which of the labels that should be in public/ are not."""
    wanted = {each for each in labels if not each.endswith((*NEVER_SHOWN, *SPARED))}
    return wanted - set(bureau.told)


def test_nothing_that_is_not_for_society_is_in_public(closed):
    leaked = {label: name for label, name in closed.told.items() if label.split()[0] != "public"}
    assert set(leaked) == TOMBSTONE, leaked


@pytest.mark.heavy
@pytest.mark.parametrize("site", ["closed", "leaking"])
def test_what_files_say_to_themselves_is_in_no_public(site, request):
    bureau = request.getfixturevalue(site)
    assert not [label for label in bureau.told if label.endswith(NEVER_SHOWN)]


def test_what_is_for_society_is_in_public(closed):
    assert not missed(closed, [each for each in closed.mint.labels if each.startswith("public ")])


@pytest.mark.parametrize("name", ["entries.json", "boards.jsonld", "register.csv", "register.xlsx"])
def test_the_data_is_read_by_the_scanner_and_tells_what_is_for_society(closed, leaking, name):
    """Nothing hidden is in them because it was filtered out, not because it could not be seen."""
    told = [
        numbers_in(name, (each.root / "public/data" / name).read_bytes())
        for each in (closed, leaking)
    ]
    assert told[0]
    assert len(told[1]) > 2 * len(told[0])


def test_a_screen_shows_what_is_for_society_and_is_read_by_the_scanner(closed):
    """What is hidden may be in no file of public/; here, that screens are among those files."""
    found = closed.mint.found_in(closed.root / "public/boards/hall/kiosk")
    fields = ("title", "body", "strong", "cell", "text", "listed", "row", "step", "target")
    assert {f"public {field}" for field in (*fields, "phone", "attached")} <= set(found)
    assert {label.split()[0] for label in found} == {"public"}
    for name in ("corridor", "meeting"):
        screen = closed.root / f"public/boards/{name}/kiosk"
        assert (screen / "index.html").exists()
        assert not closed.mint.found_in(screen)


def test_the_other_script_shows_what_is_for_society_alone_and_is_read_by_the_scanner(closed):
    found = closed.mint.found_in(closed.root / "public/zh-hant")
    assert {f"public {field}" for field in ("title", "body", "text", "row", "step")} <= set(found)
    assert {label for label in found if label.split()[0] != "public"} <= TOMBSTONE


def test_no_id_of_what_is_hidden_is_in_public(closed):
    withdrawn = f"2026-{970001 + HIDDEN.index('withdrawn')}"
    for path in (closed.root / "public").rglob("*"):
        name = path.relative_to(closed.root / "public").as_posix()
        data = path.read_bytes() if path.is_file() else b""
        ids = {each for text in readings(name, data) for each in HIDDEN_ID.findall(text)}
        assert ids <= {withdrawn}, name


def test_sheets_that_are_not_for_society_are_for_the_printer_and_do_tell(closed):
    found = closed.mint.found_in(closed.root / "print")
    for fate in ("unit", "party", "group", "paper", "offline"):
        for field in ("title", "body", "cell", "text", "row", "step", "number", "addressee"):
            assert f"{fate} {field}" in found
    assert not [label for label in found if label.split()[0] in {"draft", "later", "withdrawn"}]


def test_the_scanner_sees_every_field_of_a_site_that_leaks(leaking):
    assert not missed(leaking, leaking.mint.labels)


def as_pdf(words):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": words})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def as_zip(words):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", words)
    return out.getvalue()


def folded(words):
    data = f"SUMMARY:{words}".encode()
    pieces, rest = [], data
    while rest:
        cut = min(9, len(rest))
        while cut < len(rest) and rest[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return b"\r\n ".join(pieces)


HIDINGS = {
    "as it is": lambda words: words.encode(),
    "in capitals and wrapped": lambda words: "\n".join(words.lower()).encode(),
    "html": lambda words: "".join(f"&#{ord(each)};" for each in words).encode(),
    "html, twice": lambda words: html.escape("".join(f"&#x{ord(c):x};" for c in words)).encode(),
    "json": lambda words: json.dumps({"k": words}).encode(),
    "json in html": lambda words: html.escape(json.dumps(words)).encode(),
    "percent": lambda words: quote(words).encode(),
    "percent in html": lambda words: f'<a href="?q={quote(quote(words))}">'.encode(),
    "ics": folded,
    "marked up": lambda words: "<mark>".join(words).encode(),
    "base64": lambda words: base64.b64encode(words.encode()),
    "utf-16": lambda words: words.encode("utf-16"),
    "gbk": lambda words: words.encode("gb18030"),
    "gzip": lambda words: gzip.compress(words.encode()),
    "zip": as_zip,
    "pdf": as_pdf,
}


@pytest.mark.parametrize("hiding", HIDINGS)
def test_the_scanner_sees_through_every_hiding_place(hiding):
    mint = Canaries()
    for number in range(40):
        whole = mint(str(number))
        for half in (whole[:9], whole[9:]):
            assert numbers_in("name", HIDINGS[hiding](half)) == {number}


def test_the_scanner_sees_names_of_files_and_folders(tmp_path):
    mint = Canaries()
    (tmp_path / mint("folder")).mkdir()
    (tmp_path / quote(mint("file"))).touch()
    assert set(mint.found_in(tmp_path)) == {"folder", "file"}


def test_the_scanner_reads_the_words_on_the_pages_of_a_sheet(closed):
    sheets = sorted((closed.root / "print").rglob("*.pdf"))
    assert sheets
    for sheet in sheets:
        bare = PdfReader(sheet)
        writer = PdfWriter()
        for page in bare.pages:
            writer.add_page(page)
        out = io.BytesIO()
        writer.write(out)
        assert len(numbers_in("x", out.getvalue())) > 10
