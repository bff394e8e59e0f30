"""A view as the data that a sheet layout reads, and what of it no sheet can show."""

from __future__ import annotations

import re
from dataclasses import asdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import TypeAlias

from dispatch.rendering.sheets.bounds import TooLarge
from dispatch.rendering.sheets.columns import width
from dispatch.rendering.sheets.frame import PLAIN
from dispatch.rendering.sheets.frame import frame_of
from dispatch.rendering.sheets.frame import paper_data
from dispatch.rendering.sheets.glyphs import NEARBY
from dispatch.rendering.sheets.glyphs import MissingGlyph
from dispatch.rendering.sheets.glyphs import printable
from dispatch.rendering.sheets.tables import words
from dispatch.rendering.sheets.texts import HEADINGS
from dispatch.rendering.sheets.texts import blocks_data
from dispatch.rendering.sheets.texts import grouped
from dispatch.rendering.sheets.texts import pieces
from dispatch.rendering.sheets.texts import split

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from dispatch.ground.trees import Node
    from dispatch.planning.views.elements import FlowView
    from dispatch.planning.views.elements import TargetView
    from dispatch.planning.views.sheets import SheetView
    from dispatch.rendering.sheets.frame import Frame
    from dispatch.rendering.sheets.glyphs import Data

BLOCKS = frozenset((*HEADINGS, "p", "ul", "ol", "li", "pre", "table", "thead", "tbody", "tr"))
FRAME = 10
"""Lines that number, title, addressee and signature take, with the room around them."""
COPIED = 90
"""Characters of an address that has room at the foot, and stays free of places to break it."""
STAYING = 10
"""Lines of a last block that may move to the next page to be with the signature."""
NEAR_ONE_PAGE = range(18, 34)
"""Lines of a sheet in standard type for which it is worth to look whether it fits on a page."""
MAYBE_ONE_PAGE = range(10, 48)
"""The same for layouts whose lines may stand closer than the standard lets them."""
BLOCKS = frozenset((*HEADINGS, "p", "ul", "ol", "li", "pre", "table", "thead", "tbody", "tr"))
FRAME = 10
"""Lines that number, title, addressee and signature take, with the room around them."""
COPIED = 90
"""Characters of an address that has room at the foot, and stays free of places to break it."""
STAYING = 10
"""Lines of a last block that may move to the next page to be with the signature."""
NEAR_ONE_PAGE = range(18, 34)
"""Lines of a sheet in standard type for which it is worth to look whether it fits on a page."""
MAYBE_ONE_PAGE = range(10, 48)
"""The same for layouts whose lines may stand closer than the standard lets them."""
OFFICIAL = frozenset(("notice",))
"""Layouts that keep to the standard of official documents."""
KNOWN = frozenset(
    (*HEADINGS, "p", "ul", "ol", "li", "strong", "em", "code", "pre", "a", "br", "hr")
) | {"blockquote", "sup", "sub", "del", "#text", "flow", "targets"}
KEPT_IN_TITLES = re.compile(
    r"第[一二三四五六七八九十\d]+(?:季度|党?支部|[次届期批版年轮组])|[\d.]+[年月日号期届次项个]|〔\d{4}〕\d+号|(?:预备)?党员|党务公开|党务|党建|主题党日|党费|党支部|支部|党组|同志|季度|上半年|下半年|年度"
    r"|关于|以及|有关|情况|收缴|使用|管理|公示|公开|公告|通知|说明|报告|名单|结果|工作|安排|计划|目标|任务|完成"
    r"|项目|工程|资金|经费|预算|决算|采购|制度|办法|流程|程序|职责|分工|会议|决定|接收|发展|转正|表彰|评选|优秀"
    r"|应急|响应|防汛|抗旱|启动|科室|办公|电话|班子|领导|成员|分工|调整|目录|服务|活动|选举|任职|任免|学习|教育|责任|清单|宣传|评议|考核|检查|监督|水利局|设置|机构|联系|方式"
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


def _data(view: SheetView) -> dict[str, Data]:
    frame = frame_of(view)
    facts = [(fact.label, fact.value) for fact in view.facts if fact.value != view.posting_text]
    return {
        **paper_data(view, frame),
        "language": view.language,
        "number": view.number,
        "name": view.title,
        "title": split(KEPT_IN_TITLES, view.title),
        "addressee": view.addressee,
        "blocks": _blocks(view, frame),
        "facts": [{"label": label, "value": pieces(value)} for label, value in facts],
        "contacts": [
            {
                "purpose": each.purpose,
                "words": pieces(_contact(view.language, each.office, each.phone)),
            }
            | ({"place": pieces(each.place)} if each.place else {})
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
        "signers": [{"label": each.label, "value": each.value} for each in view.signers],
        "labels": dict(view.labels),
        "near-one-page": round(_lines(view, frame) * frame.letter)
        in (MAYBE_ONE_PAGE if view.layout in PLAIN else NEAR_ONE_PAGE),
    }


def _blocks(view: SheetView, frame: Frame) -> Sequence[Data]:
    """Return the text; but for official documents, short facts stand side by side."""
    nodes = [node for node in view.blocks if node.tag != "#text" or node.text.strip()]
    made = blocks_data(nodes, frame, counted=view.language.startswith("zh"))
    charted = [
        {**block, "stays": _height((node,), frame) <= STAYING}
        for node, block in zip(nodes, _charted(view, made), strict=True)
    ]
    return grouped(nodes, charted, frame.line) if view.layout in PLAIN else charted


def _charted(view: SheetView, blocks: Sequence[dict[str, Data]]) -> list[dict[str, Data]]:
    """Return the blocks with the drawings at their places."""
    flows, targets = iter(view.flows), iter(view.targets)
    return [
        {**block, "chart": _flow(next(flows))}
        if block["tag"] == "flow"
        else {**block, "bars": list(map(_bar, next(targets)))}
        if block["tag"] == "targets"
        else block
        for block in blocks
    ]


def _flow(flow: FlowView) -> dict[str, Data]:
    return {
        "columns": flow.columns,
        "rows": flow.rows,
        "nodes": [asdict(node) for node in flow.nodes],
        "edges": [asdict(edge) for edge in flow.edges],
    }


def _bar(target: TargetView) -> dict[str, Data]:
    return {
        "name": target.name,
        "office": target.office,
        "measure": target.measure,
        "plan": target.plan,
        "done": target.done,
        "share": target.share,
        "elapsed": target.elapsed,
        "shared": f"{target.share:.1%}",
        "gone": f"{target.elapsed:.1%}",
        "pace": target.pace,
        "note": target.note,
    }


def _lines(view: SheetView, frame: Frame) -> int:
    """Return about how many lines of a page a sheet takes, its parts beside the text included."""
    return _height(view.blocks, frame) + len(view.facts) + len(view.contacts) + FRAME


def _height(nodes: Iterable[Node], frame: Frame) -> int:
    """Return about how many lines blocks take."""
    widths = (width(words(node)) + 2 for node in _paragraphs(nodes))
    return sum(-(-round(each) // frame.line) for each in widths)


def _paragraphs(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the innermost blocks: paragraphs, items, rows of tables."""
    for node in nodes:
        inner = [child for child in node.children if child.tag in BLOCKS]
        if inner and node.tag != "tr":
            yield from _paragraphs(inner)
        else:
            yield node


def _contact(language: str, office: str, phone: str) -> str:
    between = "\u3000" if language.startswith("zh") else ", "
    return between.join(part for part in (office, phone) if part)


def _unknown(nodes: Iterable[Node]) -> Iterator[UnknownElement]:
    for node in nodes:
        known = KNOWN | {"table", "thead", "tbody", "tr", "th", "td"}
        if node.tag not in known:
            yield UnknownElement(node.tag, words(node)[: 2 * NEARBY])
        yield from _unknown(node.children)
