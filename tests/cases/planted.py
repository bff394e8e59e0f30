"""Faults to plant into copies of the bureau: what is changed, and where that must be found.

A change is a pattern and what takes its place; `«` in it stands before the place expected. Where
the fault is told elsewhere than where it was planted, `at` finds the place in the changed file.
The first file, by path, that has the pattern is the one changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MARK = "«"
ENTRIES = "content/entries/*/*.md"
CATALOGUE = "content/catalogue.yaml"
ORGANISATION = "content/organisation.yaml"
BOARDS = "content/boards.yaml"
POSTINGS = "content/postings/*.yaml"
FEEDBACK = "content/feedback/*.yaml"
OVERSIGHT = "content/oversight/*.yaml"
PAGES = "content/pages/*.md"
WAIVERS = "content/waivers.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A place where a fault stands, as the command must tell it."""

    code: str
    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Change:
    """A fault made by changing a text that stands in the bureau."""

    code: str
    name: str
    files: str
    pattern: str
    into: str
    at: str = ""

    def plant(self, root: Path) -> Planted:
        """Make the change below a root, and return where it must be found."""
        finder = re.compile(self.pattern, re.MULTILINE)
        for path in sorted(root.glob(self.files)):
            text = path.read_text(encoding="utf-8")
            if finder.search(text):
                return self._planted(root, path, finder.sub(self.into, text, count=1))
        raise LookupError(f"{self.files} has no {self.pattern!r}: {self.code} {self.name}")

    def _planted(self, root: Path, path: Path, text: str) -> Planted:
        if self.at:
            match = re.search(self.at, text, re.MULTILINE)
            assert match, f"no {self.at!r} in {path.name}"
            offset = match.start()
        else:
            assert text.count(MARK) == 1, "mark one place"
            offset = text.index(MARK)
            text = text.replace(MARK, "")
        path.write_bytes(text.encode())
        line, column = place_of(text, offset)
        name = path.relative_to(root).as_posix()
        return Planted(code=self.code, path=name, line=line, column=column)


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


TITLE = r"^title: (.*)$"
ITEM = r"(?<=^item: )"
WAIVER = """\
- code: D003
  entry: 2026-0001
  reason: 合并登记
  approved: {by: secretary, on: 2026-11-02}
  until: 2027-05-02
"""

SYNTAX = (
    Change("S002", "bell", ENTRIES, TITLE, "title: 关于«\x07会议"),
    Change("S002", "next-line", ENTRIES, TITLE, "title: 关于«\x85formed: 会议"),
    Change("S002", "right-to-left", ENTRIES, TITLE, "title: «\u202e议会\u202c"),
    Change("S002", "zero-width", ENTRIES, TITLE, "title: 关于«\u200b会议"),
    Change("S002", "in-the-body", ENTRIES, r"\Z", "末段«\u2067。\n"),
    Change("S006", "colon-in-value", ENTRIES, TITLE, "title: 关于«: 会议"),
    Change("S006", "tab", ENTRIES, r"^procedure:\n  proposed", "procedure:\n«\tproposed"),
    Change("S006", "indicator", ENTRIES, TITLE, "title: «@会议"),
    Change("S006", "percent", ENTRIES, TITLE, "title: «%5"),
    Change("S006", "quote-unclosed", ENTRIES, TITLE, 'title: «"会议'),
    Change("S006", "escape", ENTRIES, TITLE, 'title: "会«\\\\议"'),
    Change("S006", "bracket-unclosed", PAGES, r"^order: .*$", "order: [1\nx: 1", r"(?<=^x)"),
    Change("S007", "key", ENTRIES, TITLE, r"title: \1\n«title: 另一个"),
    Change(
        "S007", "scope", CATALOGUE, r"^    scope: unit$", "    scope: unit\n    «scope: society"
    ),
    Change("S007", "in-a-row", OVERSIGHT, r"^(  ?)(on: .*)$", r"\1\2\n\1«\2"),
    Change("S008", "anchor", ENTRIES, TITLE, r"title: «&a \1"),
    Change("S008", "alias", ENTRIES, TITLE, "title: «*a"),
    Change("S008", "tag", ENTRIES, TITLE, "title: «!!binary 5pel"),
    Change("S008", "timestamp", ENTRIES, r"^formed: .*$", "formed: «!!timestamp x"),
    Change("S008", "merge", ENTRIES, r"^(procedure:)$", r"\1\n  «<<: {proposed: {}}"),
    Change("S008", "directive", FEEDBACK, r"\A", "«%YAML 1.1\n---\n"),
    Change("S009", "depth", FEEDBACK, r"\A", "x: " + "[" * 23 + "«" + "[" * 200_000 + "\n"),
    Change("S009", "long-key", ENTRIES, TITLE, "«" + "题" * 300 + ": 会议"),
    Change("S009", "key-of-a-list", ENTRIES, TITLE, "? «[a, b]\n: 会议"),
    Change("S010", "number-sign", ENTRIES, TITLE, "title: 关于 «#1 项目"),
    Change("S010", "whole-value", ENTRIES, TITLE, "title: «#3 公示"),
    Change("S011", "title", ENTRIES, r"^title: ", "title«："),
    Change("S011", "first-key", ENTRIES, r"\A---\nid: ", "---\nid«："),
    Change("S011", "nested", ENTRIES, r"^  proposed: ", "  proposed«："),
    Change("S012", "comment-before", ENTRIES, r"\A---", "«<!-- 条目 -->\n---"),
    Change("S012", "two-hyphens", PAGES, r"\A---", "«--"),
    Change("S012", "long-dashes", PAGES, r"\A---", "«———"),
    Change("S013", "unclosed", PAGES, r"\A---((?:\n.+)*?)\n---\n", r"«---\1\n"),
    Change("S013", "closed-by-dots", PAGES, r"\A---((?:\n.+)*?)\n---\n", r"«---\1\n...\n"),
    Change("S014", "front-list", PAGES, r"\A---(?:\n.+)*?\n---\n", "---\n«- title\n- order\n---\n"),
    Change("S014", "front-word", PAGES, r"\A---(?:\n.+)*?\n---\n", "---\n«关于\n---\n"),
    Change("S014", "no-mapping", ENTRIES, r"^stage: .*$", "stage: «事前"),
    Change("S014", "no-list", ENTRIES, r"^keywords: .*$", "keywords: «党费、党员"),
    Change("S015", "misspelt", ENTRIES, TITLE, r"title: \1\n«sumary: 一句话"),
    Change("S015", "content", ENTRIES, TITLE, r"title: \1\n«content: 一句话"),
    Change("S015", "no", ENTRIES, TITLE, r"title: \1\n«no: 1"),
    Change("S015", "number", ENTRIES, TITLE, r"title: \1\n«1: 2"),
    Change("S015", "origin", ENTRIES, TITLE, r"title: \1\n«origin: {path: x}"),
    Change("S015", "body", ENTRIES, TITLE, r"title: \1\n«body: 又一段"),
    Change("S015", "deep", ENTRIES, r"^(  reviewed: .*), secrecy: ", r"\1, «secrcy: "),
    Change("S015", "config", "config.yaml", r"^(site:)$", r"\1\n  «titel: 站"),
    Change("S016", "absent", ENTRIES, r"^published: .*\n", "", r"^id:"),
    Change("S016", "empty", ENTRIES, TITLE, "«title:"),
    Change("S016", "null", ENTRIES, TITLE, "«title: null"),
    Change("S016", "in-a-step", ENTRIES, r"^  (approved): .*$", r"  «\1: {by: secretary}"),
    Change("S017", "day-short", ENTRIES, r"^formed: .*$", "formed: «2026-1-5"),
    Change("S017", "day-unreal", ENTRIES, r"^formed: .*$", "formed: «2026-02-30"),
    Change("S017", "day-of-words", ENTRIES, r"^formed: .*$", "formed: «2026年1月5日"),
    Change("S017", "time", ENTRIES, r"^formed: .*$", "formed: «12:30"),
    Change("S017", "no-for-flag", ENTRIES, TITLE, r"title: \1\ndraft: «no"),
    Change("S017", "underscore", ORGANISATION, r"members: \d+", "members: «1_000"),
    Change("S017", "sixties", ORGANISATION, r"members: \d+", "members: «1:1:1:1"),
    Change("S017", "infinite", ORGANISATION, r"members: \d+", "members: «.inf"),
    Change("S017", "huge", ORGANISATION, r"members: \d+", "members: «" + "9" * 4_301),
    Change("S017", "period", ENTRIES, r"^period: .*$", "period: «2026-Q5"),
    Change("S017", "scope", CATALOGUE, r"^    scope: unit$", "    scope: «internal"),
    Change("S017", "readers", BOARDS, r"readers: \w+", "readers: «everybody"),
    Change("S017", "limit", CATALOGUE, r"^    limit: \{type: \w+", "    limit: {type: «weekly"),
    Change("S017", "id", ENTRIES, r"^id: .*$", "id: «../../x"),
    Change("S017", "title-too-long", ENTRIES, TITLE, "title: «" + "长" * 201),
    Change("S018", "nested", ENTRIES, r"\Z", "\n«" + "> " * 40 + "甲\n"),
    Change("S021", "feedback", FEEDBACK, r"\Z", "«---\n- {}\n"),
)

SENSE = (
    Change("C001", "identity", ENTRIES, r"\Z", "\n王某某，«117099 19000101 0010。\n"),
    Change("C001", "in-a-remark", CATALOGUE, r"\A", "# «117099190001010010\n"),
    Change("C002", "mobile", FEEDBACK, r"^(    text: )", r"\1请打«163-0000-0000，"),
    Change("C003", "card", ENTRIES, r"\Z", "\n卡号«6200 0000 0000 1235。\n"),
    Change("C004", "passport", PAGES, r"\Z", "\n护照«E00000000。\n"),
    Change("C005", "home", ENTRIES, r"\Z", "\n李四家住«和平路18号3单元401室。\n"),
    Change("C006", "label", ENTRIES, r"\Z", "\n| 李四 | «低保 |\n"),
    Change("C007", "child", ENTRIES, r"\Z", "\n学生«李小小，9岁。\n"),
    Change("I001", "id", ENTRIES, r"^id: .*((?:\n.*)*?\ndraft: true)", r"id: «2026-0001\1"),
    Change("I002", "code", CATALOGUE, r"^(  - code: )(A-01\n(?:    .*\n)+)", r"\1\2\1«\2"),
    Change("I003", "person", ORGANISATION, r"^(  - \{id: )(web-clerk, .*\n)", r"\1\2\1«\2"),
    Change("I003", "board", BOARDS, r"^(  - id: )(party-building\n(?:    .*\n)+)", r"\1\2\1«\2"),
    Change("I004", "item", ENTRIES, r"^item: .*$", "item: «Z-99"),
    Change("I005", "unit", ENTRIES, r"^unit: .*$", "unit: «party-grop"),
    Change("I005", "executing", CATALOGUE, r"executing: [\w-]+", "executing: «ofice"),
    Change("I006", "posting", POSTINGS, r"^  board: .*$", "  board: «party"),
    Change("I007", "step", ENTRIES, r"approved: \{by: [\w-]+", "approved: {by: «secretry"),
    Change("I007", "liaison", ORGANISATION, r"^  branch-3: .*$", "  branch-3: «liaison-9"),
    Change("I008", "corrects", ENTRIES, r"^corrects: .*$", "corrects: «2026-9999"),
    Change("I008", "posting", POSTINGS, r"^- entry: .*$", "- entry: «2026-9999"),
    Change("I010", "file", ENTRIES, r"file: attachments/", "file: «attachments/x-"),
    Change("I012", "self", ENTRIES, r"^id: (.*)\n", r"id: \1\nsupersedes: «\1\n"),
    Change("I012", "unit", ORGANISATION, r"(?<=id: party-group\n)", "    parent: «party-group\n"),
    Change("E001", "missing", ENTRIES, r"^  控制措施: .*\n", "", r"(?<=^elements:\n  )\S"),
    Change("E002", "unknown", ENTRIES, r"^(elements:)$", r"\1\n  «别的要素: 无"),
    Change("E003", "money", ENTRIES, r"^  支出合计: .*$", "  支出合计: «二万八千元"),
    Change("E003", "number-with-unit", ENTRIES, r"党员人数: \d+", "党员人数: «38名"),
    Change("E004", "column", ENTRIES, r"- \{项目: 公务接待, 批次", "- {项目: 公务接待, «批数"),
    Change("E005", "total", CATALOGUE, r"total: [^}\n]+", "total: «没有这一列"),
    Change("E006", "step", ENTRIES, r"- \{step: [^,}]+", "- {step: «没有这一步"),
    Change("F001", "period", ENTRIES, r"^notice: .*\n", "", ITEM),
    Change(
        "F003",
        "supervision",
        ENTRIES,
        r"^(notice: (?:.*\n)+?)  - \{for: supervision.*\n",
        r"\1",
        r"^contacts:",
    ),
    Change("F004", "period", ENTRIES, r"^period: 2026-Q1\n", "", ITEM),
    Change("F005", "length", ENTRIES, r"^period: 2026-Q1$", "period: «2026-03"),
    Change("F006", "missing", ENTRIES, r"^stage: .*\n", "", ITEM),
    Change("F006", "unknown", ENTRIES, r"^stage: \{name: 事前", "stage: {name: «事先"),
    Change("F006", "later", ENTRIES, r"^stage: \{of: [\d-]+, ", "stage: «{"),
    Change("F008", "section", CATALOGUE, r"section: .*$", "section: «长期公示"),
    Change(
        "F011",
        "limit",
        CATALOGUE,
        r"limit: (\{type: event, from: \w+), within: \{.*?\}",
        r"limit: «\1",
    ),
    Change(
        "F012",
        "extension",
        ENTRIES,
        r"^formed: .*$",
        r"\g<0>\nextended: «{on: 2026-11-20, by: secretary, reason: 需征求意见}",
    ),
    Change("P001", "readers", CATALOGUE, r"boards: \[party-affairs\]", "boards: [«party-building]"),
    Change("P002", "web", CATALOGUE, r"(scope: unit\n    channels: \[)", r"\1«web, "),
    Change("P007", "hidden", ENTRIES, r"^item: C-03$", "item: C-03\nsupersedes: «2026-0001"),
    Change("L002", "item", ENTRIES, r"^corrects: .*$", "corrects: «2026-0060"),
    Change("L002", "early", ENTRIES, r"^corrects: .*$", "corrects: «2026-0093"),
    Change("L002", "fork", ENTRIES, r"^supersedes: 2026-0007$", "supersedes: «2026-0004"),
    Change(
        "L002",
        "fallen",
        ENTRIES,
        r"^corrects: .*$",
        r"\g<0>\nwithdrawn: «{on: 2026-11-02, reason: 更正有误}",
    ),
    Change("R001", "reviewed", ENTRIES, r"^  reviewed: .*\n", "", r"^procedure:"),
    Change("R002", "approved", ENTRIES, r"(approved: \{by: [\w-]+, on: )[\d-]+", r"\1«2025-12-01"),
    Change("R003", "role", ENTRIES, r"approved: \{by: [\w-]+", "approved: {by: «keeper-1"),
    Change("R005", "decision", ENTRIES, r"^decision: .*\n", "", ITEM),
    Change("R006", "secrecy", ENTRIES, r"^(  reviewed: )(\{.*?), secrecy: cleared", r"\1«\2"),
    Change("R007", "unit", ENTRIES, r"^unit: party-group$", "unit: «branch-3"),
    Change("R020", "two", ORGANISATION, r"^supervisors:\n  - .*\n", "«supervisors:\n"),
    Change(
        "R021", "over", ORGANISATION, r"until: 2027-02-28, term: 1", "until: «2026-11-01, term: 1"
    ),
    Change("R021", "third", ORGANISATION, r"term: 2\}", "term: «3}"),
    Change(
        "R022",
        "approver",
        ENTRIES,
        r"^  - (\{for: supervision, office: 机关纪委, phone: [\d-]+)\}",
        r"  - «\1, person: branch-1-secretary}",
    ),
    Change("R025", "person", ENTRIES, r"^decision: \{body: [^,]+", "decision: {body: «党组书记"),
    Change("R026", "late", ENTRIES, r"^(decision: .*?on: )[\d-]+", r"\1«2026-11-22"),
    Change("C014", "mark", ENTRIES, r"\Z", "\n«内部资料\n"),
    Change("C014", "level", ENTRIES, TITLE, r"title: «机密★\1"),
    Change("R028", "beyond", OVERSIGHT, r"(?<=群众评议: )8\.5", "«85"),
    Change("R030", "over", WAIVERS, r"^\[\]\n", WAIVER.replace("2027-05-02", "«2026-11-22")),
    Change("R031", "scope", WAIVERS, r"^\[\]\n", WAIVER.replace("D003", "«P004")),
    Change("R032", "entry", WAIVERS, r"^\[\]\n", WAIVER.replace("2026-0001", "«2026-9999")),
    Change("R033", "role", WAIVERS, r"^\[\]\n", WAIVER.replace("secretary", "«office-director")),
    Change("R035", "long", WAIVERS, r"^\[\]\n", WAIVER.replace("2027-05-02", "«2027-11-04")),
    Change("R008", "twice", ORGANISATION, r"deputies: \[", "deputies: [«secretary, "),
    Change("T001", "formed", ENTRIES, r"^formed: .*$", "formed: 2026-11-20", r"(?<=^published: )"),
    Change(
        "T002",
        "short",
        ENTRIES,
        r"^posting: \{from: (\S+), to: .*$",
        r"posting: {from: \1, to: «\1}",
    ),
    Change("T003", "answer", FEEDBACK, r"(answered:\s+\{?\s*on: )[\d-]+", r"\1«2020-01-01"),
    Change("T004", "record", POSTINGS, r"up: \{on: [\d-]+", "up: {on: «2026-01-01"),
    Change(
        "T005",
        "notice",
        ENTRIES,
        r"^(notice: .*to: )([\d-]+)\}",
        r"\g<1>2026-11-20}",
        r"(?<=, to: )[\d-]+\}\n(?=(?:.*\n)*?notice: )",
    ),
    Change(
        "T009",
        "day",
        ENTRIES,
        r"^notice: \{days: \d+, unit: working-day, from: (\S+), to: \S+\}",
        r"notice: {days: 1, unit: working-day, from: \1, to: «\1}",
    ),
    Change("T010", "days", ENTRIES, r"^notice: \{days: 5", "notice: {days: «9"),
    Change(
        "F013", "phrase", CATALOGUE, r"limit: 信息形成或者变更之日起.*$", "limit: «适当时候公开"
    ),
    Change("P006", "climbs", PAGES, r"\Z", "\n见[这里](«../../secret.html)。\n"),
    Change("P006", "scheme", PAGES, r"\Z", "\n见[这里](«file:///etc/hosts)。\n"),
    Change("N001", "total", ENTRIES, r"合计, 金额: (\d+)\.(\d\d)\}", r"合计, 金额: «\g<1>1.\2}"),
    Change("N001", "row", ENTRIES, r"合计, 批次: (\d+)", r"合计, 批次: «\g<1>1"),
    Change("N001", "element", ENTRIES, r"^  支出合计: ([\d,]+)\.\d\d$", r"  支出合计: «\1.99"),
    Change("N001", "prose", PAGES, r"\Z", "\n| 甲 | 乙 |\n| - | - |\n| 丙 | 3 |\n| 合计 | «4 |\n"),
    Change("N002", "differs", ENTRIES, r"\Z", "\n共12.50元（大写：«壹拾贰元伍分）。\n"),
    Change("N002", "unreadable", PAGES, r"\Z", "\n共105元（«壹佰伍元整）。\n"),
    Change("N005", "unreal", ENTRIES, r"\Z", "\n定于«2026年2月30日。\n"),
    Change("N005", "weekday", PAGES, r"\Z", "\n定于2026年11月24日（星期«三）。\n"),
    Change("N007", "title", ENTRIES, r"^title: (.*)2026年第一季度", r"title: \1«2026年第二季度"),
    Change("N007", "number", ENTRIES, r"^number: (.*)〔2026〕", r"number: «\1〔2027〕"),
    Change("N007", "record", ENTRIES, r"^(decision: .*record: ).*〔2026〕", r"\1«〔2025〕"),
    Change("W001", "tag", PAGES, r"\Z", "\n第一行«<br/>第二行。\n"),
    Change("W001", "comment", ENTRIES, r"\Z", "\n情况如下。«<!-- 待核\n对 -->\n"),
    Change("W001", "image", ENTRIES, r"\Z", "\n见图。«![合影](a.png)\n"),
    Change(
        "F015",
        "full",
        BOARDS,
        r"^    columns: 12\n    rows: 4$",
        "    columns: «3\n    rows: 1",
    ),
    Change("F016", "sum", BOARDS, r"^(    columns: 12)$", r"\1\n    widths: «[3, 3, 9]"),
    Change(
        "I014",
        "other",
        POSTINGS,
        r"^(  up: .*\n)",
        rf"\1  photo: attachments/2026-0003.csv\n  photo_digest: «{'0' * 64}\n",
    ),
)

WARNED = (
    Change(
        "T008",
        "formed",
        ENTRIES,
        r"^(item: G-04\n(?:.*\n)+?)formed: .*$",
        r"\1formed: 2026-01-04",
        r"(?<=^published: )",
    ),
    Change(
        "T011",
        "hangs",
        POSTINGS,
        r"^(- entry: 2026-0044\n  board: \S+\n  up: \{on: )(.*\n(?:  .*\n)*?)  down: .*\n",
        r"\1«\2",
    ),
    Change(
        "D004",
        "empty",
        BOARDS,
        r"\Z",
        "  - {id: «yard, name: 院内公开栏, place: 院内, readers: society, keeper: keeper-1, "
        "sheet: A4, columns: 4, rows: 2, sections: [长期公开]}\n",
    ),
    Change(
        "T012",
        "answered",
        FEEDBACK,
        r"(about: 2026-0042\n(?:  .*\n)*?  answered:\s+\{?\s*on: )[\d-]+",
        r"\1«2026-11-19",
    ),
    Change(
        "T013", "stage", ENTRIES, r"^stage: \{of: (\S+), name: 事中", r"stage: {of: \1, name: «事后"
    ),
    Change("F014", "phrase", CATALOGUE, r"phrase: 自决定之日起5个", "phrase: «自决定之日起6个"),
    Change(
        "R023",
        "outside",
        ORGANISATION,
        r"^leading_group:((?:\n.+)*)\n    - branch-3-secretary\n",
        r"«leading_group:\1\n",
    ),
    Change("R024", "none", ORGANISATION, r"^liaisons:\n  branch-1: .*\n", "«liaisons:\n"),
    Change("R034", "unused", WAIVERS, r"^\[\]\n", WAIVER.replace("D003", "«D003")),
    Change(
        "D001",
        "unit",
        CATALOGUE,
        r"^  - code: (A-04\n(?:    .*\n)+?    units: \[party-group)\]",
        r"  - code: «\1, branch-1]",
    ),
    Change(
        "D002",
        "unit",
        CATALOGUE,
        r"^  - code: (C-05\n(?:    .*\n)+?    units: \[party-group)\]",
        r"  - code: «\1, branch-1]",
    ),
    Change(
        "D003",
        "period",
        ENTRIES,
        r"^(item: H-02(?:.*\n)+?title: .*)2月(.*\n(?:.*\n)*?)period: 2026-02$",
        r"\g<1>1月\2period: «2026-01",
    ),
    Change(
        "T007",
        "period",
        ENTRIES,
        r"^(title: .*)第一季度(.*\n(?:.*\n)*?)period: 2026-Q1$",
        r"\1第四季度\2period: «2026-Q4",
    ),
    Change("W002", "tone", ENTRIES, r"\Z", "\n成立领«(lǐng)导小组。\n"),
    Change("W002", "fullwidth", ENTRIES, TITLE, r"title: 关«（guān）于\1"),
    Change("W003", "traditional", ENTRIES, r"\Z", "\n支部按時«開會。\n".replace("時«開", "«時開")),
    Change("W004", "comma", ENTRIES, r"\Z", "\n会议研究了«,形成意见。\n"),
    Change("W004", "round", PAGES, r"\Z", "\n会议«(扩大)形成意见。\n"),
    Change("W005", "unclosed", ENTRIES, r"\Z", "\n印发«《意见，请执行。\n"),
    Change("W005", "unopened", FEEDBACK, r"^(\s+text: )(.*已.*)$", r"\1\2«”"),
    Change("W006", "square", ENTRIES, r"^number: (水党发)〔2026〕", r"number: \1«[2026]"),
    Change("W006", "ordinal", ENTRIES, r"^number: (水党发〔2026〕)", r"number: \1«第"),
    Change("W007", "word", ENTRIES, r"\Z", "\n«截止目前没有意见。\n"),
    Change("W008", "long", ENTRIES, TITLE, "title: " + "长" * 54 + "«长"),
    Change("W009", "radical", ENTRIES, r"\Z", "\n第«⼀支部。\n"),
    Change("W009", "letter", PAGES, r"\Z", "\n自2«O26年起。\n"),
    Change("N003", "list", ENTRIES, r"\Z", "\n列入台账的事项共«3项：甲事、乙事。\n"),
    Change("N003", "names", PAGES, r"\Z", "\n张三、李四、王五等«2人到会。\n"),
    Change("N004", "days", ENTRIES, r"\Z", "\n公示期«五天，从2026年10月24日至30日止。\n"),
    Change(
        "N006", "units", PAGES, r"\Z", "\n| 甲 | 乙 |\n| - | - |\n| 丙 | 3元 |\n| 丁 | «2万元 |\n"
    ),
    Change(
        "N008",
        "jump",
        ENTRIES,
        r"^(period: 2026-Q2(?:\n.*)*\n  上期结余: )[0-9,]+\.[0-9]+$",
        r"\1«9,999,999.00",
    ),
    Change("I013", "year", ENTRIES, r"^id: 2026-((?:.*\n)*?draft: true)", r"id: «2025-\1"),
    Change("T006", "century", ENTRIES, r"^formed: .*$", "formed: «1926-03-31"),
    Change("D005", "bare", BOARDS, r"^(  - id: )(.*(?:\n.*)*?\n    rows: )4$", r"\1«\g<2>90"),
    Change(
        "T015",
        "long",
        POSTINGS,
        r"^(- entry: 2026-0003\n.*\n  up: {on: )(.*\n)  inspected:\n(?:    - .*\n)+",
        r"\1«\2",
    ),
    Change(
        "T017",
        "superseded",
        POSTINGS,
        r"^(- entry: 2026-0004\n.*\n  up: {on: )(.*\n  inspected:\n(?:    - .*\n)+)  down: .*\n",
        r"\1«\2",
    ),
    Change("T018", "outside", POSTINGS, r"^(  up: .*\n)", r"\1  slot: «99-1\n"),
)
