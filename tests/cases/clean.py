"""Clean entries made from seeds, full of what the rules look at; no rule finds anything in them.

An entry is made of slots, so that a fault can be put into any one of them.
"""

from __future__ import annotations

import random
from datetime import date
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from dispatch.ground.capitals import capitals
from dispatch.rules.samples import sample
from tests.conftest import write_sample

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

WEEK = "一二三四五六日"
NUMERALS = "零一二三四五六七八九十"
NAMES = ("张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "吴十")
MATTERS = ("农田水利", "农村供水", "河湖岸线", "防汛备汛", "水库加固", "节水宣传")
ITEM = """\
elements:
  - {name: 收缴金额, type: money}
  - {name: 支出明细, type: table, required: false, total: 金额,
     columns: [{name: 用途}, {name: 金额, type: money}]}
  - {name: 说明, required: false}
  - {name: 名单, type: list, required: false}
  - {name: 值班电话, public: true, required: false}
"""
HEAD = """\
---
{remark}id: {id}
item: {item}
unit: {unit}
title: {title}
number: {number}
summary: {summary}
keywords: [{keyword}, 公开]
formed: {formed}
published: {published}
{more}procedure:
{steps}contacts:
  - {{for: supervision, office: 办公室, phone: 0000-0000012, place: 办公楼201室}}
attachments:
  - {{file: {file}, title: {attached}}}
elements:
  收缴金额: {money}
  支出明细:
{rows}    - {{用途: 合计, 金额: {sum}}}
  说明: {scalar}
  名单: [{listed}, 其他]
  值班电话: 16300000000
---
{body}
"""
STEPS = """\
  proposed: {by: liaison, on: 2026-10-09}
  reviewed: {by: director, on: 2026-10-10, secrecy: cleared, accuracy: confirmed}
  approved: {by: secretary, on: 2026-10-11}
"""
FEEDBACK = """\
- received: 2026-10-14
  channel: box
  about: {id}
  text: 请说明{matter}支出，一共花了{sum}元。
  answered: {{on: 2026-10-16, by: director, text: 已经说明，详见{matter}明细表。}}
"""
OVERSIGHT = """\
- kind: inspection
  on: 2026-10-20
  by: director
  unit: office
  finding: {matter}内容齐全，{dated}
"""
FILES = 20
"""How many files the entries have among them."""


def money(rng: random.Random) -> Decimal:
    """Return some yuan and fen."""
    return Decimal(rng.randrange(1, 10**7)) / 100


def slots(rng: random.Random, number: int) -> dict[str, str]:
    """Return what a clean entry is made of, by slot."""
    parts = [money(rng) for _ in range(rng.randrange(2, 7))]
    made = [rng.choice(PARAGRAPHS)(rng) for _ in range(rng.randrange(3, 7))]
    total = sum(parts, Decimal(0))
    return {
        "remark": rng.choice(("", "# 原件存办公室\n")),
        "id": f"2026-{number:04d}",
        "item": "A-01",
        "unit": "branch-1",
        "title": f"第一党支部关于{rng.choice(MATTERS)}的公开（{number}）",
        "number": f"水党发〔2026〕{number}号",
        "summary": f"{rng.choice(MATTERS)}工作进展，附明细表。",
        "keyword": rng.choice(MATTERS),
        "formed": "2026-09-30",
        "published": "2026-10-12",
        "more": "",
        "steps": STEPS,
        "file": f"attachments/list-{number % FILES}.csv",
        "attached": f"{rng.choice(MATTERS)}明细表",
        "money": f"{total:,}",
        "rows": "".join(f"    - {{用途: {rng.choice(MATTERS)}, 金额: {each}}}\n" for each in parts),
        "sum": str(total),
        "scalar": f"{rng.choice(MATTERS)}经费，{in_capitals(rng)}",
        "listed": rng.choice(MATTERS),
        "body": "\n\n".join(made),
    }


def entry(rng: random.Random, number: int) -> str:
    """Return a clean entry."""
    return HEAD.format_map(slots(rng, number))


def root_of(folder: Path, numbers: Iterable[int], seed: int) -> Path:
    """Write a small site with a clean entry for each number, and the files they have."""
    root = write_sample(folder, sample(item=ITEM))
    for number in range(FILES):
        text = f"用途,金额\n活动,{number}00.00\n"
        (root / f"content/attachments/list-{number}.csv").write_text(text, encoding="utf-8")
    rng = random.Random(seed)
    for number in numbers:
        path = root / f"content/entries/2026/2026-{number:04d}.md"
        path.write_text(entry(rng, number), encoding="utf-8")
        if number % 10 == 0:
            _write_records(root, rng, number)
    return root


def _write_records(root: Path, rng: random.Random, number: int) -> None:
    filling = {
        "id": f"2026-{number:04d}",
        "matter": rng.choice(MATTERS),
        "sum": money(rng),
        "dated": dated(rng),
    }
    page = f"---\ntitle: {filling['matter']}说明\n---\n{rng.choice(PARAGRAPHS)(rng)}\n"
    for path, text in (
        (f"feedback/clean-{number}.yaml", FEEDBACK.format_map(filling)),
        (f"oversight/clean-{number}.yaml", OVERSIGHT.format_map(filling)),
        (f"pages/clean-{number}.md", page),
    ):
        (root / "content" / path).write_text(text, encoding="utf-8")


def in_capitals(rng: random.Random) -> str:
    """Return an amount in figures and in capitals."""
    value = money(rng)
    return rng.choice(
        (
            f"支出{value:,}元（大写：{capitals(value)}），已核对票据。",
            f"人民币（大写）{capitals(value)}（¥{value}）。",
        )
    )


def dated(rng: random.Random) -> str:
    """Return a day and its weekday."""
    day = date(2026, 1, 1) + timedelta(rng.randrange(300))
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEK[day.weekday()]}）上午9:30开会。"


def lasting(rng: random.Random) -> str:
    """Return a stretch of days and how many they are."""
    first = date(2026, 1, 1) + timedelta(rng.randrange(300))
    count = rng.randrange(3, 11)
    last = first + timedelta(count - rng.randrange(2))
    if (last - first).days + 1 < count:
        last = first + timedelta(count - 1)
    return (
        f"公示期{NUMERALS[count]}天，从{first.year}年{first.month}月{first.day}日"
        f"至{last.month}月{last.day}日止。"
    )


def named(rng: random.Random) -> str:
    """Return names and how many they are."""
    names = rng.sample(NAMES, rng.randrange(2, 6))
    return f"经研究，{'、'.join(names)}等{len(names)}名同志参加，走访20余次。"


def listed(rng: random.Random) -> str:
    """Return things and how many they are."""
    matters = rng.sample(MATTERS, rng.randrange(2, 6))
    if rng.random() < 0.5:
        return f"列入台账的事项共{len(matters)}项：{'、'.join(matters)}。"
    rows = "\n".join(f"{n}. {each}" for n, each in enumerate(matters, start=1))
    return f"公布下列{len(matters)}项工作：\n\n{rows}"


def tabled(rng: random.Random) -> str:
    """Return a table with its sums and shares."""
    counts = [rng.randrange(1, 90) for _ in range(rng.randrange(2, 6))]
    whole = sum(counts)
    rows = "".join(
        f"| {m} | {n} | {n / whole:.1%} |\n" for m, n in zip(MATTERS, counts, strict=False)
    )
    return f"| 类别 | 件数 | 占比 |\n| --- | ---: | ---: |\n{rows}| 合计 | {whole} | 100% |"


def quoted(rng: random.Random) -> str:
    """Return a document quoted with its number."""
    matter = rng.choice(MATTERS)
    return (
        f"按照《{matter}工作办法〈试行〉》（水党发〔2025〕{rng.randrange(1, 99)}号），坚持“为民”。"
    )


PARAGRAPHS = (in_capitals, dated, lasting, named, listed, tabled, quoted)
