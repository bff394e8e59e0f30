"""Clean entries made from seeds, full of what families N and W look at: nothing is found."""

from __future__ import annotations

import random
from datetime import date
from datetime import timedelta
from decimal import Decimal

import pytest

from dispatch.ground.capitals import capitals
from dispatch.ledger.account import account_of
from dispatch.reading.loader import load
from dispatch.rules import check
from dispatch.rules.samples import Sample
from tests.conftest import TODAY
from tests.conftest import write_sample

SEEDS = range(6)
ENTRIES = 50
WEEK = "一二三四五六日"
NUMERALS = "零一二三四五六七八九十"
NAMES = ("张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "吴十")
MATTERS = ("农田水利", "农村供水", "河湖岸线", "防汛备汛", "水库加固", "节水宣传")
HEAD = """\
---
id: 2026-{number:04d}
item: A-01
unit: branch-1
title: 第一党支部{title}（{number}）
number: 水党发〔2026〕{number}号
formed: 2026-09-30
published: 2026-10-12
procedure:
  proposed: {{by: liaison, on: 2026-10-09}}
  reviewed: {{by: director, on: 2026-10-10, secrecy: cleared, accuracy: confirmed}}
  approved: {{by: secretary, on: 2026-10-11}}
elements:
  收缴金额: {total:,}
  支出明细:
{rows}    - {{用途: 合计, 金额: {total}}}
---
{body}
"""


def money(rng: random.Random) -> Decimal:
    return Decimal(rng.randrange(1, 10**7)) / 100


def entry(rng: random.Random, number: int) -> str:
    parts = [money(rng) for _ in range(rng.randrange(2, 7))]
    rows = "".join(f"    - {{用途: {rng.choice(MATTERS)}, 金额: {each}}}\n" for each in parts)
    made = [rng.choice(PARAGRAPHS)(rng) for _ in range(rng.randrange(3, 7))]
    title = f"关于{rng.choice(MATTERS)}的公开"
    total = sum(parts, Decimal(0))
    return HEAD.format(number=number, title=title, rows=rows, total=total, body="\n\n".join(made))


def in_capitals(rng: random.Random) -> str:
    value = money(rng)
    return rng.choice(
        (
            f"支出{value:,}元（大写：{capitals(value)}），已核对票据。",
            f"人民币（大写）{capitals(value)}（¥{value}）。",
        )
    )


def dated(rng: random.Random) -> str:
    day = date(2026, 1, 1) + timedelta(rng.randrange(300))
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEK[day.weekday()]}）上午9:30开会。"


def lasting(rng: random.Random) -> str:
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
    names = rng.sample(NAMES, rng.randrange(2, 6))
    return f"经研究，{'、'.join(names)}等{len(names)}名同志参加，走访20余次。"


def listed(rng: random.Random) -> str:
    matters = rng.sample(MATTERS, rng.randrange(2, 6))
    if rng.random() < 0.5:
        return f"列入台账的事项共{len(matters)}项：{'、'.join(matters)}。"
    rows = "\n".join(f"{n}. {each}" for n, each in enumerate(matters, start=1))
    return f"公布下列{len(matters)}项工作：\n\n{rows}"


def tabled(rng: random.Random) -> str:
    counts = [rng.randrange(1, 90) for _ in range(rng.randrange(2, 6))]
    whole = sum(counts)
    rows = "".join(
        f"| {m} | {n} | {n / whole:.1%} |\n" for m, n in zip(MATTERS, counts, strict=False)
    )
    return f"| 类别 | 件数 | 占比 |\n| --- | ---: | ---: |\n{rows}| 合计 | {whole} | 100% |"


def quoted(rng: random.Random) -> str:
    matter = rng.choice(MATTERS)
    return (
        f"按照《{matter}工作办法〈试行〉》（水党发〔2025〕{rng.randrange(1, 99)}号），坚持“为民”。"
    )


PARAGRAPHS = (in_capitals, dated, lasting, named, listed, tabled, quoted)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_found_in_clean_entries(tmp_path, seed):
    rng = random.Random(seed)
    root = write_sample(tmp_path, Sample())
    for number in range(100, 100 + ENTRIES):
        path = root / f"content/entries/2026/2026-{number:04d}.md"
        path.write_text(entry(rng, number), encoding="utf-8")
    site, told = load(root)
    assert site is not None
    assert told == ()
    assert len(site.entries) > ENTRIES
    found = check(account_of(site, TODAY), told)
    assert [each for each in found if each.code[0] in "NW"] == []
