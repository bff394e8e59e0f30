"""Faults made from a seed and put into clean entries, each with the exact place it has.

Each fault has a file of its own in one small site, so that all of them are looked for at once, and
whatever else is found beside them is a false alarm.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ground.capitals import capitals
from tests.cases.clean import HEAD
from tests.cases.clean import MATTERS
from tests.cases.clean import WEEK
from tests.cases.clean import money
from tests.cases.clean import slots
from tests.cases.planted import MARK
from tests.cases.planted import Planted
from tests.cases.planted import place_of
from tests.cases.values import card
from tests.cases.values import identity
from tests.cases.values import mobile
from tests.cases.values import of_card
from tests.cases.values import of_identity
from tests.cases.values import of_mobile
from tests.cases.values import old_identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from pathlib import Path

    Given = dict[str, str]
    Fault = tuple[str, str, Given]
    """The code, what it is for people, and what takes the place of the slots."""

FIRST = 2_000
"""The number of the first entry with a fault."""
UNSEEN = ("\u200b", "\u00ad")
"""What disguises numbers, and is a fault by itself."""

FIELDS = (
    ("title", '"发给«的补助"'),
    ("summary", '"附«，已核对"'),
    ("keyword", '"«"'),
    ("attached", '"明细（«）"'),
    ("scalar", '"经手人«"'),
    ("listed", '"«"'),
    ("remark", "# 原件 «\n"),
    ("rows", '    - {用途: "«", 金额: 0.00}\n'),
    ("addressee", '"送«"'),
    ("body", "领取人情况：«。"),
    ("body", "- 第一项\n- «\n"),
    ("body", "| 序号 | 内容 |\n| --- | --- |\n| 甲 | « |"),
    ("body", "## 附：«\n\n已核对。"),
    ("body", "> 引用«。"),
    ("body", "见[说明（«）](https://example.org/)。"),
    ("feedback", "- {received: 2026-10-14, channel: box, text: '我是«'}\n"),
    (
        "feedback",
        (
            "- received: 2026-10-14\n  channel: box\n  text: 请说明。\n"
            "  answered: {on: 2026-10-16, by: director, text: '见«'}\n"
        ),
    ),
    (
        "oversight",
        "- {kind: inspection, on: 2026-10-20, by: director, unit: office, finding: '见«'}\n",
    ),
    ("page", "---\ntitle: 说明\n---\n情况：«。\n"),
    ("page", '---\ntitle: "说明«"\n---\n情况属实。\n'),
)
"""Where a number may stand: the slot, or the kind of file, and what is written there."""


def _numbers(rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield the code, disguise and text of one number of each kind and disguise."""
    for name, text in of_identity(identity(rng)).items():
        yield "C001", name, text
    yield "C001", "old", old_identity(rng)
    for name, text in of_mobile(mobile(rng)).items():
        yield "C002", name, text
    for name, text in of_card(card(rng)).items():
        yield "C003", name, text
    yield "C004", "passport", f"护照«E0{rng.randrange(10**6, 10**7)}"


def personal(rng: random.Random) -> Iterator[Fault]:
    """Yield numbers in every field, in one disguise after the other."""
    turn = 0
    for slot, frame in FIELDS:
        for _ in range(6):
            fitting = [each for each in _numbers(rng) if _fits(slot, frame, each[1])]
            code, name, text = fitting[turn % len(fitting)]
            turn += 5
            marked = text if MARK in text else MARK + text
            given = {slot: frame.replace(MARK, marked)}
            yield code, f"{name}-in-{slot}", given


def _fits(slot: str, frame: str, disguise: str) -> bool:
    if disguise in ("line-break", "bold"):
        return slot == "body" and frame.startswith("领取")
    if disguise in ("table-cells", "boxes"):
        return slot == "body" and frame.startswith(("领取", "|"))
    return True


def lives(rng: random.Random) -> Iterator[Fault]:
    """Yield homes, labels and children."""
    for _ in range(5):
        door = f"{rng.randrange(1, 99)}号{rng.randrange(1, 9)}单元{rng.randrange(101, 999)}室"
        yield "C005", "door", {"body": f"李四家住«和平路{door}。"}
        yield "C005", "village", {"scalar": f"李四家住«东河村{rng.randrange(1, 9)}组3号"}
        word = rng.choice(("低保", "残疾", "白血病", "刑满释放", "特困"))
        yield "C006", "row", {"body": f"| 李四 | «{word} |"}
        yield "C006", "said", {"scalar": f"村民李四，«{word}"}
        yield "C007", "age", {"body": f"学生«李小小，{rng.randrange(5, 13)}岁。"}


def secrecy(_: random.Random) -> Iterator[Fault]:
    """Yield marks of secrecy."""
    for text in (
        "«机密★十年",
        "«秘 密 ☆",
        "«密级：秘密",
        "«绝密＊",
        "第一段。\n\n«机密\n\n第二段。",
    ):
        yield "C014", "mark", {"body": text}
    for text in ("«内部资料", "（«内部文件，请勿传阅）", "«不得外传", "【«仅供内部使用】"):
        yield "C014", "words", {"body": text}
    yield "C014", "title", {"title": "«机密★会议情况"}
    yield "C014", "summary", {"summary": "（«内部资料）"}


def sums(rng: random.Random) -> Iterator[Fault]:
    """Yield sums that are none, and amounts that differ."""
    head = "| 类别 | 件数 |\n| --- | ---: |\n"
    for _ in range(8):
        one, other = rng.randrange(2, 90), rng.randrange(2, 90)
        rows = f"| 甲类 | {one} |\n| 乙类 | {other} |\n"
        yield "N001", "body", {"body": f"{head}{rows}| 合计 | «{one + other + 1} |"}
        value = money(rng)
        parts = f"    - {{用途: 甲, 金额: {value}}}\n"
        yield "N001", "element", {"rows": parts, "sum": f"«{value + 1}"}
        words = capitals(value + rng.randrange(1, 9))
        yield "N002", "body", {"body": f"支出{value:,}元（大写：«{words}）。"}
        yield "N002", "scalar", {"scalar": f"支出{value:,}元（大写：«{words}）"}


def counts(rng: random.Random) -> Iterator[Fault]:
    """Yield counts that are not those of the list, and units that change."""
    for _ in range(6):
        matters = rng.sample(MATTERS, rng.randrange(2, 6))
        listed = "、".join(matters)
        wrong = len(matters) + 1
        yield "N003", "listed", {"body": f"列入台账的事项共«{wrong}项：{listed}。"}
        yield "N003", "names", {"body": "张三、李四、王五等«2人到会。"}
        rows = "| 丙 | 3元 |\n| 丁 | «2万元 |"
        yield "N006", "units", {"body": f"| 甲 | 乙 |\n| - | - |\n{rows}"}


def days(rng: random.Random) -> Iterator[Fault]:
    """Yield weekdays, days and stretches that are not."""
    for _ in range(7):
        day = rng.randrange(1, 31)
        wrong = WEEK[(day + rng.randrange(0, 6)) % 7]  # the 1st of June 2026 was a Monday
        yield "N005", "weekday", {"body": f"定于2026年6月{day}日（星期«{wrong}）。"}
        yield "N005", "unreal", {"body": f"定于«2026年{rng.choice((4, 6, 9, 11))}月31日。"}
        count = rng.randrange(3, 9)
        stretch = f"从2026年10月1日至{count + 3}日止"
        yield "N004", "stretch", {"body": f"公示期«{count}天，{stretch}。"}


def words(rng: random.Random) -> Iterator[Fault]:
    """Yield what is written wrongly."""
    for text in (
        "领«(lǐng)导",
        "关«（guān）于",
        "«<br/>甲。",
        "甲。«<!-- 待核 -->",
        "«![图](a.png)",
    ):
        yield "W002" if "(l" in text or "（g" in text else "W001", "artefact", {"body": text}
    for matter in MATTERS:
        yield "W004", "comma", {"body": f"研究了{matter}«,形成意见。"}
        yield "W004", "round", {"body": f"{matter}«(试行)已印发。"}
        opening = rng.choice("《〈（〔“【")
        yield "W005", "unclosed", {"body": f"印发«{opening}{matter}意见，请执行。"}
        closing = rng.choice("》〉）〕”】")
        yield "W005", "unopened", {"scalar": f"{matter}意见«{closing}"}
        year = rng.choice(("[2026]", "（2026）", "【2026】", "(2026)"))
        yield "W006", "brackets", {"number": f'"水党发«{year}{rng.randrange(1, 99)}号"'}
        yield "W007", "word", {"body": f"«截止目前，{matter}没有意见。"}
        yield "W009", "radical", {"body": f"第«⼀批{matter}。"}
    for text in ("按时«開会。", "«會议纪要。", "«黨员大会。"):
        yield "W003", "traditional", {"body": text}
    for length in range(50, 53):
        yield "W008", "long", {"title": "长" * 54 + "«" + "长" * (length - 49)}


def steps(_: random.Random) -> Iterator[Fault]:
    """Yield procedures that are none, and dates in no order."""
    good = "  proposed: {by: liaison, on: 2026-10-09}\n"
    reviewed = "  reviewed: {by: director, on: 2026-10-10, secrecy: cleared, accuracy: confirmed}\n"
    approved = "  approved: {by: secretary, on: 2026-10-11}\n"
    early = approved.replace("2026-10-11", "«2026-10-08")
    yield "R002", "approved", {"steps": good + reviewed + early}
    late = approved.replace("2026-10-11", "«2026-11-11")
    yield "R002", "after", {"steps": good + reviewed + late}
    for who in ("keeper", "director"):
        yield (
            "R003",
            "role",
            {"steps": good + reviewed + approved.replace("secretary", f"«{who}")},
        )
    yield "I007", "step", {"steps": good + reviewed + approved.replace("secretary", "«secretry")}
    yield (
        "R006",
        "secrecy",
        {
            "steps": good
            + reviewed.replace("{by", "«{by", 1).replace("secrecy: cleared, ", "")
            + approved
        },
    )
    yield "T001", "formed", {"formed": "2026-10-30", "published": "«2026-10-12"}


def keys(rng: random.Random) -> Iterator[Fault]:
    """Yield references that lead nowhere, and fields that are none."""
    yield "I004", "item", {"item": "«Z-99"}
    yield "I005", "unit", {"unit": "«branch-9"}
    yield "I010", "file", {"file": "«attachments/none.csv"}
    yield "I008", "corrects", {"more": "corrects: «2026-9999\n"}
    yield "I006", "board", {"more": "boards: [«nowhere]\n"}
    yield "F007", "boards", {"more": "boards: «[]\n"}
    yield "E003", "money", {"money": "«二万八千元"}
    yield "E003", "row", {"rows": "    - {用途: 甲, 金额: «三百}\n", "sum": "0.00"}
    yield "E004", "column", {"rows": "    - {用途: 甲, 金额: 0.00, «批次: 3}\n", "sum": "0.00"}
    for name in ("sumary", "keyword", "isuer", "adressee"):
        yield "S015", "key", {"more": f"«{name}: 甲\n"}
    for text in ("2026-1-5", "2026-02-30", "2026年1月5日", "12:30", "今天"):
        yield "S017", "day", {"formed": f"«{text}"}
    yield "S007", "twice", {"more": "«title: 另一个\n"}
    for text in ("«@会议", "会议«: 决定", "«%5", '"会«\\议"'):
        yield "S006", "value", {"title": text}
    for text in ("会«\u200b议", "会«\u202e议", "会«\x07议", "会«\u2067议"):
        yield "S002", "unseen", {"title": text}
    for text in ("«&a 会议", "«*a", "«!!binary 5pel"):
        yield "S008", "sign", {"title": text}
    yield "S010", "sign", {"title": "关于 «#1 项目"}
    for target in ("../../secret.html", "file:///etc/hosts", "javascript:alert(1)"):
        yield "P006", "link", {"body": f"见[这里](«{target})。"}
    yield "S016", "empty", {"title": "", "remark": rng.choice(("", "# 甲\n"))}


MAKERS: tuple[Callable[[random.Random], Iterator[Fault]], ...] = (
    personal,
    lives,
    secrecy,
    sums,
    counts,
    days,
    words,
    steps,
    keys,
)


@dataclass(frozen=True, slots=True)
class Sown:
    """A fault in a file of its own."""

    name: str
    planted: Planted


def sow(root: Path, seed: int) -> list[Sown]:
    """Write a file for each fault of a seed below a root, and return where each must be found."""
    rng = random.Random(seed)
    faults = [fault for make in MAKERS for fault in make(rng)]
    made = [
        each
        for number, fault in enumerate(faults, start=FIRST)
        for each in _sown(root, rng, number, fault)
    ]
    return [*made, *_named(root, rng, FIRST + len(faults))]


def _sown(root: Path, rng: random.Random, number: int, fault: Fault) -> Iterator[Sown]:
    code, name, given = fault
    path, text = _written(rng, number, given)
    if MARK not in text:
        text = text.replace("title: \n", "«title: \n")
    offset = text.index(MARK)
    text = text.replace(MARK, "")
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode())
    # A file with signs that nobody sees is refused as it is; nothing else is told of it.
    unseen = [at for at, each in enumerate(text) if each in UNSEEN] if code[0] == "C" else []
    for at in unseen:
        yield _at("S002", name, path, text, at)
    if not unseen:
        yield _at(code, name, path, text, offset)


def _at(code: str, name: str, path: str, text: str, offset: int) -> Sown:
    line, column = place_of(text, offset)
    return Sown(f"{code}-{name}", Planted(code=code, path=path, line=line, column=column))


def _named(root: Path, rng: random.Random, number: int) -> Iterator[Sown]:
    """Write files that have a number for a name, and yield where it is told: there and in text."""
    for at, value in enumerate((identity(rng), card(rng), mobile(rng))):
        code = f"C00{(1, 3, 2)[at]}"
        name = f"attachments/名单{value}.csv"
        (root / f"content/{name}").write_text("用途,金额\n活动,1.00\n", encoding="utf-8")
        yield Sown(f"{code}-name", Planted(code=code, path=f"content/{name}", line=1, column=1))
        given = {"file": name.replace(value, MARK + value)}
        yield from _sown(root, rng, number + at, (code, "in-file", given))


def _written(rng: random.Random, number: int, given: Given) -> tuple[str, str]:
    for kind, ending in (("feedback", "yaml"), ("oversight", "yaml"), ("page", "md")):
        if kind in given:
            folder = "pages" if kind == "page" else kind
            return f"content/{folder}/made-{number}.{ending}", given[kind]
    made = slots(rng, number)
    if "addressee" in given:
        given = {"more": f"addressee: {given['addressee']}\n"}
    if "rows" in given and "sum" not in given:
        given = {**given, "sum": "0.00"}
    if "rows" in given or "money" in given:
        given = {"money": given.get("sum", "0.00").replace(MARK, ""), **given}
    return f"content/entries/2026/2026-{number:04d}.md", HEAD.format_map({**made, **given})
