"""What starts a clock: the words between 自 and 之日起, and what kind of event they name.

The subject of an event is anybody's: 拟征收土地现状调查结束. It may be any noun, for it is quoted
in the reading and decides nothing; but it must hold no number, no time, no condition and no verb
of disclosure, and the verb that decides must be one of those below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.reading.phrases.script import Line

Kind = Literal["formed", "changed", "decided", "accepted"]
LONGEST = 40

_ENDING: tuple[tuple[Kind, str], ...] = (
    ("formed", "形成 生成 产生 制作 制定 获取 获得 印发 制发 下发 出台 下达 签订 签署"),
    (
        "formed",
        "完成 结束 召开 办结 发生 生效 成立 拨付 到位 完工 竣工 验收 验收合格 备案 发放 完毕",
    ),
    ("formed", "公示期满 公示期届满 公示结束 公示期结束 公示期满无异议"),
    ("changed", "变更 变动 变化 修订 修改 修正 调整 更新"),
    ("decided", "决定 作出 做出 批准 审批 批复 核准 审定 确定 决议 任命 同意 通过"),
    ("accepted", "受理 收到 接到"),
)
"""The verbs with which an event may end. 通过 ends 审议通过 and 表决通过 too."""
_LEADING: tuple[tuple[Kind, str], ...] = (
    ("accepted", "收到 接到 受理"),
    ("decided", "作出 做出"),
    ("formed", "取得 签订 签署 获取 获得 制作 完成"),
)
_ENDS: tuple[tuple[str, Kind], ...] = tuple(
    sorted(
        ((verb, kind) for kind, verbs in _ENDING for verb in verbs.split()),
        key=lambda x: -len(x[0]),
    )
)
_LEADS: tuple[tuple[str, Kind], ...] = tuple(
    (verb, kind) for kind, verbs in _LEADING for verb in verbs.split()
)
_OF_SOMETHING = ("完成", "结束", "召开", "发放", "到位", "成立", "生效", "完毕", "通过", "同意")
"""Verbs that say nothing without their noun: 结束后20日内 may be the rest of 每季度结束后."""
_NOT_FIRST = re.compile(
    r"自(?!然)|[从于应各均每长定度期者成到]|在(?!建|职|编)|收(?![到入支费缴养购回])|[接受](?![到收待理])"
)
"""How no event begins: words that belong before it, and remains of words that lost a character."""
_CHANGED = re.compile(
    r"(?:[该本其]?(?:政府|相关|有关|公开|公示牌|党务|政务|村务|基本|机构|单位)?"
    r"(?:信息|内容|事项|情况|职责|职能|人员|成员|机构|文件|制度|规章制度|目录|方案|计划|规划|名单|政策|标准"
    r"|流程|领导|领导班子|负责人|分工|联系方式|河长|数据|资料))?(?:发生|有)?"
)
"""What may change: a noun that lost a character must not pass for another (信息形变更)."""
_ASIDE = re.compile(r"（(变更|变动|修订|修改|调整)）")
_OR = re.compile(r"或者|或|、")
_NAMES = re.compile(
    r"年度|任期|工期|前期|后期|日常|过程|通过|经过|统一|一般|三公经费|三重一大|一事一议|第三方|"
    r"四议两公开|许可|行政应急|应急|当事人|不动产|外事|涉外|非税|非遗|合并|各级|各类|"
    r"公开目录|公开指南|政务公开|党务公开|村务公开|信息公开|公开申请|内容|公示结果|月报|季报|年报|月报表"
)
"""Names that hold a character which would otherwise be time, number or condition."""
_TIMELESS = re.compile(
    r"[^\u4e00-\u9fff《》“”〔〕]|[零〇一二三四五六七八九十百千万两半廿卅日天月年季周旬期前后内外起至止]"
    r"|[未无没非除但如若少超过每各逐次应须可将并且不之时]"
    r"|公[开示布告]|答复|[定随及即]时|定期|长期|常年|立即|延长|以上|以下|工作进展|当[日天场]"
    r"|[上下本次当今去前各一][一个]*(?:某|度)"
)
"""What a noun may not hold: numbers, times, conditions, verbs of disclosure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What starts a clock."""

    kind: Kind
    """As the catalogue tells events apart."""
    applied: bool
    """Whether it is an application that is taken in."""


def is_plain(noun: str) -> bool:
    """Tell whether a stretch is a noun that says nothing of time, number or condition."""
    return not _TIMELESS.search(_NAMES.sub("某", noun))


def event(words: str) -> Event | None:
    """Return the event that a stretch of plain text names; None where it is not certain."""
    if _NOT_FIRST.match(words):
        return None
    parts = _OR.split(_ASIDE.sub(r"或\1", words))
    kinds = [_kind(part) for part in parts]
    if None in kinds or kinds[-1] == "":
        return None
    told = {kind for kind in kinds if kind}
    if ("accepted" in told and len(told) > 1) or (told == {"changed"} and "" in kinds):
        return None
    order: tuple[Kind, ...] = ("accepted", "formed", "decided", "changed")
    kind = next(each for each in order if each in told)
    return Event(kind=kind, applied="申请" in words or "受理" in words)


def _kind(part: str) -> Kind | Literal[""] | None:
    """Return the kind of a part; empty for a bare noun, None for what cannot stand there."""
    for verb, kind in _LEADS:
        if part.startswith(verb) and len(part) > len(verb) and is_plain(part[len(verb) :]):
            return kind
    for verb, kind in _ENDS:
        if part.endswith(verb):
            return kind if _fits(part.removesuffix(verb), verb, kind) else None
    return "" if part and is_plain(part) else None


def _fits(noun: str, verb: str, kind: Kind) -> bool:
    """Tell whether a verb may be said of a noun, or of none."""
    if kind == "changed":
        return bool(_CHANGED.fullmatch(noun))
    if not noun:
        return verb not in _OF_SOMETHING
    return is_plain(noun) and not noun.endswith("年度")


def ends(line: Line, at: int) -> Iterator[int]:
    """Return where an event that begins at a place may end."""
    for end in range(at + 2, min(len(line.text), at + LONGEST) + 1):
        if event(line.text[at:end]):
            yield end


_OBJECT = re.compile(r"(?:情况|信息|报告|结果|账目|明细|数据|报表|年报|名单|方案)")


_AGENT = re.compile(r"(?:部门|政府|机关|单位|委员会|支部|办公室|机构|局|党组)")


def agent_ends(line: Line, at: int) -> Iterator[int]:
    """Return where the name of who makes public may end, when it begins at a place."""
    for found in _AGENT.finditer(line.text, at, min(len(line.text), at + LONGEST)):
        if is_plain(line.text[at : found.end()]):
            yield found.end()


def object_ends(line: Line, at: int) -> Iterator[int]:
    """Return where the name of what is made public may end, when it begins at a place."""
    for found in _OBJECT.finditer(line.text, at, min(len(line.text), at + LONGEST)):
        if is_plain(line.text[at : found.end()]):
            yield found.end()
