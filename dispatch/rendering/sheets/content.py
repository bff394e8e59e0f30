"""A view as the data that a sheet layout reads, and what of it no sheet can show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import TypeAlias

from dispatch.model.paper import MILLIMETRES
from dispatch.rendering.sheets.bounds import TooLarge
from dispatch.rendering.sheets.columns import LINE_LENGTH
from dispatch.rendering.sheets.columns import fitted
from dispatch.rendering.sheets.columns import width
from dispatch.rendering.sheets.glyphs import NEARBY
from dispatch.rendering.sheets.glyphs import MissingGlyph
from dispatch.rendering.sheets.glyphs import printable
from dispatch.rendering.sheets.numbering import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.ground.prose import Node
    from dispatch.planning.views.sheets import SheetView
    from dispatch.rendering.sheets.glyphs import Data

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
LARGE = 1.4
"""How many times larger the type of large print is."""
BLOCKS = frozenset((*HEADINGS, "p", "ul", "ol", "li", "pre", "table", "thead", "tbody", "tr"))
LINE = 28
"""Full-width characters of a line."""
FRAME = 10
"""Lines that number, title, addressee and signature take, with the room around them."""
COPIED = 90
"""Characters of an address that has room at the foot, and stays free of places to break it."""
STAYING = 10
"""Lines of a last paragraph that may move to the next page to be with the signature."""
NEAR_ONE_PAGE = range(18, 34)
"""Lines of a sheet in standard type for which it is worth to look whether it fits on a page."""
KNOWN = frozenset(
    (*HEADINGS, "p", "ul", "ol", "li", "strong", "em", "code", "pre", "a", "br", "hr")
) | {"blockquote", "sup", "sub", "del", "#text", "flow", "targets"}
WHOLE = re.compile(
    r"[（《〈「『“‘【]*"
    r"(?:(?<![\d-])(?:\d{3,4}-\d{7,8}|1\d{10})(?![\d-])"
    r"|[\u4e00-\u9fff]{0,8}[〔\[]\d{4}[〕\]]第?\d{1,4}[号次]"
    r"|(?<![\d.,])\d[\d,.]{0,12}[万亿]?[年月日元个名人户号室楼层页份条项次届期%％℃])"
    r"[，。、；：？！）》〉」』”’】…]*"
)
"""Telephone and document numbers, and numbers with what they count: no line end may part them.

The marks around belong to the piece: to the engine it is a box, beside which a line may end.
"""
KEPT_IN_TITLES = re.compile(
    r"[\d.]+[年月日号期届次项个]|〔\d{4}〕\d+号|(?:预备)?党员|党务公开|党务|党建|主题党日|党费|党支部|支部|党组|同志|季度|上半年|下半年|年度"
    r"|关于|以及|有关|情况|收缴|使用|管理|公示|公开|公告|通知|说明|报告|名单|结果|工作|安排|计划|目标|任务|完成"
    r"|项目|工程|资金|经费|预算|决算|采购|制度|办法|流程|程序|职责|分工|会议|决定|接收|发展|转正|表彰|评选|优秀"
    r"|目录|服务|活动|选举|任职|任免|学习|教育|责任|清单|宣传|评议|考核|检查|监督|水利局|设置|机构|联系|方式"
)
"""Words that a title does not part at the end of a line (GB/T 9704: 词意完整)."""


@dataclass(frozen=True, slots=True)
class UnknownElement:
    """An element of a text that a sheet has no form for; its words were kept."""

    tag: str
    around: str


Fault: TypeAlias = MissingGlyph | UnknownElement | TooLarge


def sheet_data(view: SheetView, shown: frozenset[str]) -> tuple[dict[str, Data], tuple[Fault, ...]]:
    """Return what the layout reads, and what had to be left out or replaced."""
    unknown = tuple(dict.fromkeys(_unknown(view.blocks)))
    made, missing = printable(_data(view), shown)
    if len(view.address_text) <= COPIED:
        made["shortened"] = view.address_text
    return made, (*unknown, *missing)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the paper leaves for the text: how much larger its type is, and how long its lines."""

    type: float = 1.0
    room: float = LINE_LENGTH
    """The length of a line in points of A4, in the measure of its type."""

    @property
    def line(self) -> float:
        """Full-width characters of a line."""
        return LINE / self.type


def frame_of(view: SheetView) -> Frame:
    """Return the frame of a sheet."""
    size = LARGE if view.large else 1.0
    return Frame(type=size, room=LINE_LENGTH / size)


def _paper(view: SheetView, frame: Frame) -> dict[str, Data]:
    width, height = MILLIMETRES[view.paper]
    return {
        "paper": [width, height],
        "scale": round(width / MILLIMETRES["A4"][0], 5),
        "type": frame.type,
        "turned": False,
    }


def _data(view: SheetView) -> dict[str, Data]:
    frame = frame_of(view)
    facts = [(fact.label, fact.value) for fact in view.facts if fact.value != view.posting_text]
    return {
        **_paper(view, frame),
        "language": view.language,
        "number": view.number,
        "name": view.title,
        "title": _split(KEPT_IN_TITLES, view.title),
        "addressee": view.addressee,
        "blocks": _blocks(view.blocks, frame, counted=view.language.startswith("zh")),
        "facts": [{"label": label, "value": _pieces(value)} for label, value in facts],
        "contacts": [
            {"purpose": each.purpose, "words": _pieces(_contact(each.office, each.phone))}
            | ({"place": _pieces(each.place)} if each.place else {})
            for each in view.contacts
        ],
        "issuer": view.issuer,
        "day": [view.date.year, view.date.month, view.date.day],
        "date": view.date_text,
        "edition": view.edition,
        "digest": view.digest,
        "posting": view.posting_text,
        "address": view.address,
        "shortened": view.address_text,
        "notes": [note for note in view.notes if note],
        "labels": dict(view.labels),
        "near-one-page": round(_lines(view, frame) * frame.type) in NEAR_ONE_PAGE,
        "last-stays": _height(view.blocks[-1:], frame) <= STAYING,
    }


def _lines(view: SheetView, frame: Frame) -> int:
    """Return about how many lines of a page a sheet takes, its parts beside the text included."""
    return _height(view.blocks, frame) + len(view.facts) + len(view.contacts) + FRAME


def _height(nodes: Iterable[Node], frame: Frame) -> int:
    """Return about how many lines blocks take."""
    widths = (width(words(node)) + 2 for node in _paragraphs(nodes))
    return sum(-(-round(each) // round(frame.line)) for each in widths)


def _paragraphs(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the innermost blocks: paragraphs, items, rows of tables."""
    for node in nodes:
        inner = [child for child in node.children if child.tag in BLOCKS]
        if inner and node.tag != "tr":
            yield from _paragraphs(inner)
        else:
            yield node


def _contact(office: str, phone: str) -> str:
    return "\u3000".join(part for part in (office, phone) if part)


def _blocks(nodes: Iterable[Node], frame: Frame, *, counted: bool) -> list[Data]:
    """Return blocks in reading order; headings are numbered where the language counts them so."""
    wanted = [node for node in nodes if node.tag != "#text" or node.text.strip()]
    heads = [(int(node.tag[1]), words(node)) for node in wanted if node.tag in HEADINGS]
    given = iter(numbers(heads) if counted else [""] * len(heads))
    return [
        {**_element(node, frame), "number": next(given)}
        if node.tag in HEADINGS
        else _block(node, frame)
        for node in wanted
    ]


def _block(node: Node, frame: Frame) -> dict[str, Data]:
    if node.tag == "table":
        return _table(node, frame)
    if node.tag == "#text":
        return {"tag": "p", "inside": _pieces(node.text)}
    return _element(node, frame)


def _element(node: Node, frame: Frame) -> dict[str, Data]:
    made: dict[str, Data] = {"tag": node.tag, "inside": _inside(node, frame)}
    if node.tag == "pre":
        made["text"] = words(node).rstrip("\n")
    stated = dict(node.attributes)
    if node.tag == "ol":
        start = stated.get("start", "1")
        made["start"] = int(start) if start.isdecimal() else 1
    if node.tag == "a" and stated.get("href", "").startswith(("http://", "https://")):
        made["target"] = stated["href"] if stated["href"] != words(node) else ""
    return made


def _inside(node: Node, frame: Frame) -> list[Data]:
    made: list[Data] = []
    for child in node.children:
        if child.tag == "#text":
            made.extend(_pieces(child.text))
        elif child.tag == "table":
            made.append(_table(child, frame))
        else:
            made.append(_element(child, frame))
    return made


def _pieces(text: str) -> list[Data]:
    return _split(WHOLE, text)


def _split(pattern: re.Pattern[str], text: str) -> list[Data]:
    """Return a text in pieces, those that must stay whole apart."""
    made: list[Data] = []
    end = 0
    for found in pattern.finditer(text):
        made += [text[end : found.start()], {"tag": "whole", "text": found[0]}]
        end = found.end()
    return [piece for piece in (*made, text[end:]) if piece]


def _table(node: Node, frame: Frame) -> dict[str, Data]:
    rows = [row for row in _descendants(node, "tr") if row.children]
    cells = [[cell for cell in row.children if cell.tag in ("th", "td")] for row in rows]
    heads = sum(1 for row in cells if row and all(cell.tag == "th" for cell in row))
    sides = [dict(cell.attributes).get("class", "") for cell in max(cells, key=len, default=[])]
    parts: list[Data] = []
    plain = [[words(cell) for cell in row] for row in cells]
    for fit in fitted(plain, frame.room):
        picked = [
            [_inside(row[number], frame) if number < len(row) else [] for number in fit.columns]
            for row in cells
        ]
        parts.append(
            {
                "size": fit.size,
                "shares": fit.shares,
                "sides": [sides[number] for number in fit.columns],
                "head": picked[:heads],
                "rows": picked[heads:],
            }
        )
    return {"tag": "table", "parts": parts}


def _descendants(node: Node, tag: str) -> Iterator[Node]:
    for child in node.children:
        if child.tag == tag:
            yield child
        else:
            yield from _descendants(child, tag)


def words(node: Node) -> str:
    """Return the words of a node and of all below it."""
    return node.text + "".join(map(words, node.children))


def _unknown(nodes: Iterable[Node]) -> Iterator[UnknownElement]:
    for node in nodes:
        known = KNOWN | {"table", "thead", "tbody", "tr", "th", "td"}
        if node.tag not in known:
            yield UnknownElement(node.tag, words(node)[: 2 * NEARBY])
        yield from _unknown(node.children)
