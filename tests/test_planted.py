"""The bureau with one fault planted in each of many copies: found where it is, nothing written."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dispatch.front import desk
from dispatch.front import making
from dispatch.front import pipeline
from dispatch.reading.loader import load
from dispatch.rules import RULES
from dispatch.rules.inside import NOTE
from dispatch.rules.inside import PDF
from tests.cases.planted import ENTRIES
from tests.cases.planted import SENSE
from tests.cases.planted import SYNTAX
from tests.cases.planted import WARNED
from tests.cases.planted import Change
from tests.cases.planted import Planted
from tests.cases.planted import place_of
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.conftest import tree_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.heavy

LONGEST = 2.0
"""Seconds that any fault may take beyond a sound bureau."""
ids = {"ids": lambda change: f"{change.code}-{change.name}"}


@pytest.fixture(scope="module")
def site():
    found, told = load(ROOT)
    assert told == ()
    return found


@pytest.fixture(scope="module")
def words():
    return pipeline.words(ROOT, "zh-Hans")


@pytest.fixture
def bureau(tmp_path) -> Path:
    """Return a copy of the bureau."""
    root = tmp_path / "bureau"
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "config.yaml", root)
    return root


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the command said of a root."""

    exit_code: int
    rows: list[dict[str, object]]
    seconds: float

    @property
    def places(self) -> set[Planted]:
        return {
            Planted(code=row["code"], path=row["path"], line=row["line"], column=row["column"])
            for row in self.rows
        }

    def codes(self, *severities: str) -> set[object]:
        return {row["code"] for row in self.rows if row["severity"] in severities}


@pytest.fixture
def check(words) -> Callable[..., Told]:
    """Return the command `check`, run in this process, as JSON."""

    def run(root: Path, *, strict: bool = False) -> Told:
        lines: list[str] = []
        terminal = desk.Terminal(
            out=lines.append,
            err=lines.append,
            style=lambda text, _: text,
            live=False,
            rewrite=lines.append,
            summary=lines.append,
        )
        at = desk.Desk(root=root, day=TODAY, messages=words, terminal=terminal)
        begun = time.process_time()
        code = making.check(at, (), form="json", strict=strict)
        seconds = time.process_time() - begun
        return Told(exit_code=code, rows=json.loads("".join(lines)), seconds=seconds)

    return run


def digest(root: Path) -> str:
    """Return the digest of everything below a root: names, kinds and bytes."""
    text = "".join(
        f"{name}\0{hashlib.sha256(kept).hexdigest() if isinstance(kept, bytes) else kept}\n"
        for name, kept in tree_of(root).items()
    )
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("change", [*SYNTAX, *SENSE], **ids)
def test_a_fault_is_an_error_at_its_place(bureau, check, change):
    planted = change.plant(bureau)
    before = digest(bureau)
    told = check(bureau)
    assert planted in told.places, told.rows
    assert told.exit_code == 1
    assert told.codes("error") == {change.code}, "no fault draws others after it"
    assert all(row["message"] and row["hint"] and row["rule"] for row in told.rows)
    assert digest(bureau) == before
    assert told.seconds < LONGEST + 2


@pytest.mark.parametrize("change", WARNED, **ids)
def test_what_is_only_doubtful_is_an_error_when_strict(bureau, check, change):
    planted = change.plant(bureau)
    told = check(bureau)
    assert planted in told.places, told.rows
    assert told.exit_code == 0
    assert told.codes("warning") == {change.code}
    assert told.codes("error") == set()
    assert check(bureau, strict=True).exit_code == 1


# Files that are no text, or not the right one.

POSTING = "content/postings/2026-01.yaml"


def first_entry(root: Path) -> Path:
    return min(root.glob("content/entries/*/*.md"))


def as_gbk(root: Path) -> Planted:
    path = first_entry(root)
    text = path.read_text("utf-8")
    path.write_bytes(text.encode("gb18030"))
    offset = next(index for index, each in enumerate(text) if ord(each) > 127)
    line, column = place_of(text, offset)
    return Planted(code="S001", path=path.relative_to(root).as_posix(), line=line, column=column)


def as_utf_16(root: Path) -> Planted:
    path = first_entry(root)
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    return Planted(code="S001", path=path.relative_to(root).as_posix(), line=1, column=1)


def cut_in_a_character(root: Path) -> Planted:
    path = first_entry(root)
    path.write_bytes(path.read_bytes().rstrip() + "会".encode()[:2])
    text = path.read_text("utf-8", errors="replace")
    line, column = place_of(text, len(text) - 1)
    return Planted(code="S001", path=path.relative_to(root).as_posix(), line=line, column=column)


def too_large(root: Path) -> Planted:
    with (root / POSTING).open("a", encoding="utf-8") as file:
        file.write("# 张贴记录\n" * 100_000)
    return Planted(code="S003", path=POSTING, line=1, column=1)


def other_thing(name: str, make: Callable[[Path], None]) -> Callable[[Path], Planted]:
    def plant(root: Path) -> Planted:
        make(root / name)
        return Planted(code="S004", path=name, line=1, column=1)

    return plant


def unusable(name: str) -> Callable[[Path], Planted]:
    def plant(root: Path) -> Planted:
        (root / "content/pages" / name).write_text("---\ntitle: 甲\n---\n乙。\n", "utf-8")
        return Planted(code="S005", path=f"content/pages/{name}", line=1, column=1)

    return plant


def many_nodes(root: Path) -> Planted:
    rows = "- {a: 1}\n" * 30_000
    (root / "content/feedback/many.yaml").write_text(rows, "utf-8")
    # A row is a mapping and its value, after the list itself: the limit falls on a value.
    return Planted(code="S009", path="content/feedback/many.yaml", line=30_000, column=7)


def laughing(root: Path) -> Planted:
    lines = ["a0: &a0 [ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (root / "content/feedback/bomb.yaml").write_text("\n".join(lines), "utf-8")
    return Planted(code="S008", path="content/feedback/bomb.yaml", line=1, column=5)


def merging(root: Path) -> Planted:
    lines = ["m0: &m0 {k: 1}"]
    lines += [f"m{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 9)}]" for n in range(1, 10)]
    (root / "content/feedback/bomb.yaml").write_text("\n".join(lines), "utf-8")
    return Planted(code="S008", path="content/feedback/bomb.yaml", line=3, column=3)


def gone(name: str) -> Callable[[Path], Planted]:
    def plant(root: Path) -> Planted:
        (root / name).unlink()
        return Planted(code="S020", path=name, line=1, column=1)

    return plant


def a_link(path: Path) -> None:
    path.symlink_to("../organisation.yaml")


FILES = {
    "gbk": as_gbk,
    "utf-16": as_utf_16,
    "cut": cut_in_a_character,
    "large": too_large,
    "link": other_thing("content/postings/link.yaml", a_link),
    "link-out": other_thing(
        "content/attachments/x.csv", lambda path: path.symlink_to("/etc/hosts")
    ),
    "pipe": other_thing("content/entries/2026/2026-9000.md", os.mkfifo),
    "pipe-attached": other_thing("content/attachments/pipe.csv", os.mkfifo),
    "folder": other_thing("content/entries/2026/2026-9000.md", os.mkdir),
    "question-mark": unusable("a?.md"),
    "zero-width": unusable("a\u200bb.md"),
    "decomposed": unusable("e\u0301.md"),
    "many-nodes": many_nodes,
    "laughing": laughing,
    "merging": merging,
    "no-catalogue": gone("content/catalogue.yaml"),
    "no-organisation": gone("content/organisation.yaml"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_is_an_error(bureau, check, name):
    planted = FILES[name](bureau)
    before = digest(bureau)
    told = check(bureau)
    assert told.exit_code == 1
    assert planted.code in told.codes("error")
    assert told.codes("error") == {planted.code}, told.rows
    told_places = {(each.path, each.line, each.column) for each in told.places}
    assert (planted.path, planted.line, planted.column) in told_places, told.rows
    assert digest(bureau) == before
    assert told.seconds < LONGEST + 2


# What depends on which entries are on the web.


def entry_of(site, *, public: bool, plain: bool = True):
    """Return the first entry that is, or is not, for the web."""
    for entry in site.entries:
        is_markdown = entry.origin.path.endswith(".md")
        free = not (entry.replaces or entry.stage or entry.withdrawn or entry.attachments)
        if site.on_web(entry) is public and is_markdown and not entry.draft and (free or not plain):
            return entry
    raise LookupError


def appended(root: Path, path: str, text: str, needle: str) -> tuple[int, int]:
    whole = (root / path).read_text("utf-8") + text
    (root / path).write_text(whole, "utf-8")
    return place_of(whole, whole.rindex(needle))


def inserted(root: Path, path: str, line: str, needle: str) -> tuple[int, int]:
    """Put a line before the title of an entry, and return where the needle stands in it."""
    whole = (root / path).read_text("utf-8").replace("\ntitle: ", f"\n{line}\ntitle: ", 1)
    (root / path).write_text(whole, "utf-8")
    return place_of(whole, whole.index(line) + line.index(needle))


@pytest.mark.parametrize(
    "given",
    [
        ("P004", "supersedes: {hidden}", "{hidden}"),
        ("P004", "summary: 见{hidden}", "见"),
        ("F002", "notice: {{days: 5, unit: day, from: 2026-11-02, to: 2026-11-07}}", "notice"),
        ("F007", "boards: []", "[]"),
        ("F008", "section: 长期公示", "长期公示"),
        ("T004", "posting: {{from: 2020-01-01}}", "2020"),
        ("T003", "withdrawn: {{on: 2020-01-01, reason: 有误}}", "2020"),
        ("I010", "attachments: [{{file: attachments/none.csv, title: 表}}]", "attachments/n"),
        ("I006", "boards: [nowhere]", "nowhere"),
        ("I007", "contacts: [{{for: enquiries, office: 科, person: nobody}}]", "nobody"),
    ],
)
def test_a_line_put_into_a_public_entry_is_found(bureau, check, site, given):
    code, line, needle = given
    public, hidden = entry_of(site, public=True), entry_of(site, public=False).id
    text = (bureau / public.origin.path).read_text("utf-8")
    key = line.split(":")[0]
    lines = [each for each in text.split("\n") if not each.startswith(f"{key}:")]
    (bureau / public.origin.path).write_text("\n".join(lines), "utf-8")
    filled = line.format(hidden=hidden)
    row, column = inserted(bureau, public.origin.path, filled, needle.format(hidden=hidden))
    before = digest(bureau)
    told = check(bureau)
    planted = Planted(code=code, path=public.origin.path, line=row, column=column)
    assert planted in told.places, told.rows
    assert told.exit_code == 1
    assert digest(bureau) == before


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("P004", "另见编号 {mark}{hidden}。"),
        ("P006", "另见[说明]({mark}entries/2026/{hidden}/)。"),
        ("P006", "另见[说明]({mark}attachments/none.csv)。"),
        ("P006", "另见[说明]({mark}//example.com/)。"),
    ],
)
def test_words_and_links_that_lead_to_hidden_entries_are_found(bureau, check, site, code, text):
    public, hidden = entry_of(site, public=True), entry_of(site, public=False).id
    whole = (
        (bureau / public.origin.path).read_text("utf-8")
        + "\n"
        + text.format(mark="«", hidden=hidden)
    )
    line, column = place_of(whole, whole.index("«"))
    (bureau / public.origin.path).write_text(whole.replace("«", ""), "utf-8")
    told = check(bureau)
    assert told.places >= {Planted(code=code, path=public.origin.path, line=line, column=column)}
    assert (told.exit_code, told.codes("error")) == (1, {code})


def test_feedback_on_a_hidden_entry_is_found(bureau, check, site):
    hidden = entry_of(site, public=False).id
    record = (
        f"- received: 2026-11-02\n  channel: box\n  about: {hidden}\n  text: 问\n  public: true\n"
    )
    path = "content/feedback/planted.yaml"
    (bureau / path).write_text(record, "utf-8")
    told = check(bureau)
    assert told.places >= {Planted(code="P003", path=path, line=3, column=10)}
    assert told.codes("error") == {"P003"}


def test_an_attachment_shared_with_a_hidden_entry_is_found(bureau, check, site):
    public, hidden = entry_of(site, public=True), entry_of(site, public=False)
    (bureau / "content/attachments/shared.csv").write_text("甲,乙\n", "utf-8")
    line = "attachments: [{file: attachments/shared.csv, title: 表}]"
    inserted(bureau, hidden.origin.path, line, "attachments/")
    row, column = inserted(bureau, public.origin.path, line, "attachments/")
    told = check(bureau)
    planted = Planted(code="P005", path=public.origin.path, line=row, column=column)
    assert planted in told.places
    assert told.codes("error") == {"P005"}


def test_a_page_attached_to_a_public_entry_is_found(bureau, check, site):
    public = entry_of(site, public=True)
    (bureau / "content/attachments/page.html").write_text("<script>1</script>\n", "utf-8")
    line = "attachments: [{file: attachments/page.html, title: 表}]"
    row, column = inserted(bureau, public.origin.path, line, "attachments/")
    told = check(bureau)
    assert told.places >= {Planted(code="P008", path=public.origin.path, line=row, column=column)}
    assert told.codes("error") == {"P008"}


def test_a_hidden_entry_on_the_board_of_the_hall_is_found(bureau, check, site):
    hidden = entry_of(site, public=False)
    hall = next(board.id for board in site.boards if board.readers == "society")
    row, column = inserted(bureau, hidden.origin.path, f"boards: [{hall}]", hall)
    told = check(bureau)
    assert told.places >= {Planted(code="P001", path=hidden.origin.path, line=row, column=column)}
    assert told.exit_code == 1


def test_a_proposer_who_approves_is_found(bureau, check):
    path = bureau / "content/organisation.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  propose:\n", "  propose:\n    - secretary\n"), "utf-8")
    entry = first_entry(bureau)
    lines = entry.read_text("utf-8").split("\n")
    for number, line in enumerate(lines):
        for step in ("proposed", "approved"):
            if line.startswith(f"  {step}: {{by: "):
                lines[number] = f"  {step}: {{by: secretary, on: {line.rsplit('on: ', 1)[1]}"
    entry.write_text("\n".join(lines), "utf-8")
    row = next(n for n, line in enumerate(lines, start=1) if line.startswith("  approved:"))
    told = check(bureau)
    name = entry.relative_to(bureau).as_posix()
    assert told.places >= {Planted(code="R004", path=name, line=row, column=18)}
    assert told.codes("error") == {"R004"}


def test_an_entry_that_says_nothing_is_found(bureau, check):
    entry = first_entry(bureau)
    text = entry.read_text("utf-8")
    entry.write_text(text[: text.index("elements:")] + "---\n", "utf-8")
    line, column = place_of(text, text.index("\ntitle: ") + len("\ntitle: "))
    name = entry.relative_to(bureau).as_posix()
    told = check(bureau)
    assert told.places >= {Planted(code="E007", path=name, line=line, column=column)}
    assert told.exit_code == 1


def test_pages_that_differ_by_capitals_are_found(bureau, check):
    (bureau / "content/pages/About.md").write_text("---\ntitle: 甲\n---\n乙。\n", "utf-8")
    told = check(bureau)
    assert told.places >= {Planted(code="I009", path="content/pages/about.md", line=1, column=1)}
    assert (told.exit_code, told.codes("error")) == (1, {"I009"})


def test_a_file_that_nobody_reads_is_told_of(bureau, check):
    path = "content/entries/2026/2026-9000.docx"
    (bureau / path).write_bytes(b"PK")
    told = check(bureau, strict=True)
    assert told.places >= {Planted(code="S019", path=path, line=1, column=1)}
    assert (told.exit_code, told.codes("error", "warning")) == (1, {"S019"})


def test_a_document_number_used_twice_is_told_of(bureau, check, site):
    other = next(entry for entry in site.entries if entry.number)
    later = (entry for entry in site.entries if entry.id > other.id and not entry.number)
    target = next(entry for entry in later if not (entry.replaces or entry.stage or entry.draft))
    line, column = inserted(bureau, target.origin.path, f"number: {other.number}", other.number)
    told = check(bureau, strict=True)
    planted = Planted(code="I011", path=target.origin.path, line=line, column=column)
    assert planted in told.places
    assert told.exit_code == 1
    assert told.codes("error", "warning") == {"I011"}


def test_a_column_without_anything_new_is_told_and_what_is_overdue_is_raised(bureau, check):
    config = bureau / "config.yaml"
    text = config.read_text("utf-8")
    text = text.replace("  web: 14", "  web: 0").replace("  board: 92", "  board: 0")
    config.write_text(text, "utf-8")
    entries = (bureau / "content/entries/2026").glob("*")
    for path in entries:
        if "published: 2026-11-23" in path.read_text("utf-8"):
            path.unlink()
    told = check(bureau)
    assert "D004" in told.codes("warning")


def test_a_sheet_without_a_record_is_told(bureau, check):
    for path in (bureau / "content/postings").glob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"down: \{on: [\d-]+", "down: {on: 2026-11-20", text), "utf-8")
    for path in (bureau / "content/entries/2026").glob("*.md"):
        text = path.read_text("utf-8")
        late = re.sub(
            r"(?<=^posting: \{from: )[\d-]+, to: [\d-]+", "2026-11-03, to: 2026-11-19", text
        )
        path.write_text(late if "notice:" not in text else text, "utf-8")
    assert "T011" in check(bureau).codes("warning")


def test_a_sheet_without_its_photo_is_told(bureau, check):
    catalogue = bureau / "content/catalogue.yaml"
    text = catalogue.read_text("utf-8")
    asked = text.replace("posting: {minimum: ", "posting: {photo: true, minimum: ")
    catalogue.write_text(asked, "utf-8")
    path = "content/postings/2026-11.yaml"
    row, column = place_of(posted := (bureau / path).read_text("utf-8"), posted.index("2026-11-05"))
    told = check(bureau)
    assert told.places >= {Planted(code="T016", path=path, line=row, column=column)}
    assert (told.exit_code, told.codes("error", "warning")) == (0, {"T016"})


def test_every_rule_is_planted():
    changed = {change.code for change in (*SYNTAX, *SENSE, *WARNED)}
    by_hand = set(re.findall(r"\b[A-Z][0-9]{3}\b", Path(__file__).read_text("utf-8")))
    told = {rule.code for rule in RULES if rule.origin not in ("sheets", "history", "asked")}
    assert told <= changed | by_hand
    assert len((*SYNTAX, *SENSE, *WARNED)) + len(FILES) >= 60


def test_whoever_may_do_both_does_not_review_his_own_proposal(bureau, check):
    organisation = bureau / "content/organisation.yaml"
    text = organisation.read_text(encoding="utf-8")
    both = text.replace("  propose:\n", "  propose:\n    - office-director\n")
    organisation.write_text(both, encoding="utf-8")
    steps = r"^(  proposed: \{by: )[\w-]+(.*\n  reviewed: \{by: )office-director"
    into = r"\1office-director\2«office-director"
    planted = Change("R027", "proposer", ENTRIES, steps, into).plant(bureau)
    told = check(bureau)
    assert planted in told.places, told.rows
    assert (told.codes("warning"), told.codes("error")) == ({"R027"}, set())


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.7", "C011"), ("PDF.replace", "C012")],
    ids=["C011", "C012"],
)
def test_an_attachment_that_cannot_be_trusted_is_found_at_its_entry(bureau, check, content, code):
    data = content if isinstance(content, bytes) else PDF.replace("NOTE", NOTE).encode()
    (bureau / "content/attachments/x.pdf").write_bytes(data)
    planted = Change(
        code,
        "attached",
        ENTRIES,
        r"^(attachments:(?:.*\n)+?.*file: )attachments/2026-0003.csv",
        r"\1«attachments/x.pdf",
    ).plant(bureau)
    told = check(bureau)
    assert planted in told.places, told.rows


# What is no fault, though it looks like one.


def harmless_bom(root: Path) -> None:
    for path in (first_entry(root), root / "content/catalogue.yaml", root / "config.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def harmless_crlf(root: Path) -> None:
    for path in root.rglob("*"):
        if path.suffix in (".md", ".yaml"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def harmless_leavings(root: Path) -> None:
    for name in ("~$条目.md", ".DS_Store", ".2026-0001.md.swp", "条目.md~", "Thumbs.db"):
        (root / "content/entries/2026" / name).write_bytes(b"\xff\xfe\x00")


def harmless_long_name(root: Path) -> None:
    name = "长" * 84 + ".md"
    assert len(name.encode()) == 255
    (root / "content/pages" / name).write_text("---\ntitle: 甲\n---\n乙。\n", "utf-8")


def harmless_ruler(root: Path) -> None:
    path = first_entry(root)
    path.write_text(path.read_text("utf-8") + "\n---\n\n小标题\n---\n末段。\n", "utf-8")


HARMLESS = {
    "bom": harmless_bom,
    "crlf": harmless_crlf,
    "leavings": harmless_leavings,
    "long-name": harmless_long_name,
    "ruler": harmless_ruler,
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_like_a_fault_passes(bureau, check, name):
    HARMLESS[name](bureau)
    before = digest(bureau)
    told = check(bureau, strict=True)
    assert (told.exit_code, told.codes("error", "warning")) == (0, set()), told.rows
    assert digest(bureau) == before


@pytest.mark.parametrize(
    "value",
    [
        *("no", "Yes", "off", "0755", "012345", "12:30", "22:22:22", "1_000", "1.10", "1e3"),
        *("110105194912310029", "2026-1-5", "2026-01-05", ".inf", ".nan", "0x1F", "="),
        *("甲#乙", "a:b", "甲：乙"),
    ],
)
def test_no_value_is_changed_in_silence(bureau, check, value):
    path = first_entry(bureau)
    text = path.read_text("utf-8").replace("\ntitle: ", f"\nsummary: {value}\ntitle: ", 1)
    kept = [
        line
        for n, line in enumerate(text.split("\n"))
        if n < 2 or not line.startswith("summary: ") or line == f"summary: {value}"
    ]
    path.write_text("\n".join(kept), "utf-8")
    assert check(bureau).exit_code == 0
    site, _ = load(bureau)
    assert site is not None
    assert next(e for e in site.entries if e.origin.path.endswith(path.name)).summary == value


# By the command itself.


def command(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "dispatch",
            *arguments,
            "--root",
            str(root),
            "--as-of",
            "2026-11-23",
        ],
        capture_output=True,
        check=False,
        cwd=root.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.parametrize("number", range(0, len(SYNTAX) + len(SENSE), 24))
def test_the_command_says_so_and_builds_nothing(bureau, number):
    change = (*SYNTAX, *SENSE)[number]
    planted = change.plant(bureau)
    before = digest(bureau)
    checked = command(bureau, "check")
    place = f"{planted.path}:{planted.line}:{planted.column}"
    assert checked.returncode == 1, checked.stderr
    assert place in checked.stdout
    assert f"[{planted.code}]" in checked.stdout
    assert "Traceback" not in checked.stdout + checked.stderr
    built = command(bureau, "build")
    assert built.returncode == 1
    assert place in built.stderr
    assert digest(bureau) == before


def test_the_command_finds_the_bureau_clean(bureau):
    before = digest(bureau)
    checked = command(bureau, "check", "--strict")
    assert checked.returncode == 0, checked.stdout
    assert digest(bureau) == before
