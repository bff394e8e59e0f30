"""A root with any number of entries, made from a seed: good content, checked clean.

`python tests/benchmarks/corpus.py FOLDER COUNT [SEED]` writes one.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import date
from datetime import timedelta
from pathlib import Path

UNITS = 20
ITEMS = 60
# fmt: off
WORDS = (
    "水利", "工程", "建设", "管理", "公开", "事项", "资金", "使用", "情况", "党员", "群众",
    "监督", "检查", "落实", "责任", "目标", "进度", "完成", "河道", "治理", "灌区", "改造",
    "饮水", "安全", "巡查", "防汛", "物资", "储备", "会议", "研究", "决定", "实施", "方案",
    "部署", "总结", "问题", "整改", "意见", "答复", "服务", "培训", "学习", "制度", "规范",
    "流程", "办理", "时限", "依据", "标准", "结果",
)
# fmt: on


def write(folder: Path, count: int, seed: int = 1) -> Path:
    """Write a root with `count` entries below a folder and return the folder."""
    rng = random.Random(seed)
    _put(
        folder / "config.yaml", "site: {title: 某县水利局公开栏, base_url: https://example.org/}\n"
    )
    _put(folder / "content/organisation.yaml", _organisation())
    _put(folder / "content/catalogue.yaml", _catalogue())
    _put(folder / "content/boards.yaml", _boards())
    for number in range(1, count + 1):
        year = 2026 - (number - 1) // 9_000
        name = f"{year}-{number:05d}"
        _put(folder / f"content/entries/{year}/{name}.md", _entry(rng, name, number, year))
    return folder


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _organisation() -> str:
    units = [
        {"id": f"unit-{n:02d}", "name": f"第{n}科室", "kind": "office", "online": "true"}
        for n in range(UNITS)
    ]
    people = [
        {"id": name, "name": text, "unit": "unit-00"}
        for name, text in (("first", "主要负责人"), ("second", "分管负责人"), ("third", "经办人"))
    ]
    return f"units: {_line(units)}\npeople: {_line(people)}\n"


def _catalogue() -> str:
    items = [
        {
            "code": f"X-{n:02d}",
            "category": [f"第{n // 8}类", "事项"],
            "title": f"第{n}项公开事项",
            "kind": "statement",
            "elements": [{"name": "主要内容", "type": "text"}],
            "limit": {"type": "event", "within": {"count": "20", "unit": "working-day"}},
            "scope": "society",
            "channels": ["web", "board"],
            "boards": ["hall"],
            "responsible": {"first": "first", "assigned": "second", "executing": "unit-01"},
            "units": [f"unit-{u:02d}" for u in range(UNITS)],
        }
        for n in range(ITEMS)
    ]
    return f"items: {_line(items)}\n"


def _boards() -> str:
    board = {"id": "hall", "name": "公开栏", "place": "一楼大厅", "readers": "society"}
    return f"boards: {_line([board])}\n"


def _entry(rng: random.Random, name: str, number: int, year: int) -> str:
    formed = date(year, 1, 5) + timedelta(days=rng.randrange(280))
    published = formed + timedelta(days=rng.randrange(1, 15))
    head = {
        "id": name,
        "item": f"X-{number % ITEMS:02d}",
        "unit": f"unit-{number % UNITS:02d}",
        "title": f"关于{words(rng, 3)}的公告（{number}）",
        "formed": formed.isoformat(),
        "published": published.isoformat(),
        "posting": {"from": published.isoformat(), "to": f"{published + timedelta(days=20)}"},
        "contacts": [{"for": "enquiries", "office": "办公室", "phone": "0000-0000000"}],
        "summary": words(rng, 5),
        "keywords": [rng.choice(WORDS) for _ in range(3)],
        "elements": {"主要内容": words(rng, 8)},
        "addressee": "各科室",
    }
    lines = "".join(f"{key}: {_line(value)}\n" for key, value in head.items())
    return f"---\n{lines}---\n{_body(rng)}"


def words(rng: random.Random, count: int) -> str:
    """Return so many words in a row."""
    return "".join(rng.choice(WORDS) for _ in range(count))


def _body(rng: random.Random) -> str:
    parts = [f"{words(rng, 35)}，**{words(rng, 3)}**{words(rng, 20)}。"]
    parts.append(f"## 一、{words(rng, 4)}\n\n{words(rng, 30)}。{words(rng, 25)}。")
    parts.append("\n".join(f"- {words(rng, 8)}；" for _ in range(rng.randrange(2, 5))))
    rows = "\n".join(f"| {words(rng, 2)} | {rng.randrange(1, 9_999)}.00 |" for _ in range(3))
    parts.append(f"## 二、{words(rng, 4)}\n\n| 项目 | 金额 |\n| --- | ---: |\n{rows}")
    parts.append("特此公告。")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
