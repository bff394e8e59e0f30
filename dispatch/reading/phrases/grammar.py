"""The grammar of time limits, as catalogues and statutes write them.

Whatever a phrase holds is consumed by a rule below or the phrase is refused: nothing is skipped.
Words that change nothing (应当, 向社会, 从其规定) are listed here one by one. Rules named `no-…`
are understood well enough to say why they give no limit.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dispatch.reading.phrases import events
from dispatch.reading.phrases import notation
from dispatch.reading.phrases import numerals
from dispatch.reading.phrases.notation import Chart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.reading.phrases.script import Line

GRAMMAR = """
phrase    = [_head] clause { _sep clause } [_end]
_head     = ( 公开时限 | 时限 | 公开时间 | 公开期限 ) ( ： | 为 ) | 主动公开 [_mark] |
           属于主动公开范围的政府信息 [，]
_mark     = ， | 、 | ； | 。 | ： | （
_sep      = ( _mark | ） [_mark] | 。（ ) [_and] | _and | GAP
_and      = 并 | 且 | 同时 | 并且 | 其中
_end      = ， | ； | 。 | ） [ ； | 。 ]

clause    = standing | regular | prompt | cap | within | same-day | next-day | period-end |
           period-day | bare | staged | by-stages | each-stage | request | extend | onsite |
           posting | answer | archive | review | progress | rider | no-vague | no-hours | no-start
           | no-span | no-window | no-day-of | no-before | no-month-end | no-year-day | no-week |
           no-half

standing  = ( 长期 | 常年 | 长年 | 长期固定 ) [_publish] [_those]
regular   = 定期 [_publish] [_those]
_those    = 的 | 的事项 | 的内容

within    = [_late] [_yearly] [_from] event _since span _inside [[，] act] | [_late] [_yearly]
           [_from] event _since _atmost span [_inside] [[，] act]
_yearly   = 每年 | 每年度
same-day  = [_from] event [的] ( 当日 | 当天 ) [内] [即] act
next-day  = [_from] event [的|后|之] ( day-next | working-next ) [内] act
day-next  = 次日 | 第二天 | 第二日
working-next = 次工作日 | 次个工作日 | 次一工作日 | 次一个工作日 | 下一工作日 | 下一个工作日 |
           下个工作日
prompt    = [ [_from] event _since ] _prompt act [_those] | _prompt |
           if-changed _prompt act | dynamic | event 即 ( renew | publish | _renew )
if-changed = [如|若|遇|如遇|凡] [有] ( 变更 | 变动 | 变化 | 调整 | 修订 ) [的|时|后] [，]
_renew    = 更
dynamic   = [实时|及时|随时] ( 动态更新 | 动态调整 )
_prompt   = 及时 | 随时 | 实时 | 即时 | 立即 | 第一时间 | 即刻
cap       = [但] ( 最迟 | 最长 | 至迟 | 最晚 ) ( 不超过 | 不得超过 ) span [_inside]

period-end = [_on] period _ended span _inside [[，] act]
period-day = [_on] ( at-first | at-next | at-own | at-year ) _before [act]
at-first  = ( per-quarter | next-quarter | per-half ) [的] _first [的] day | period _ended ( 次月
           | 下月 | 下个月 | _first ) [的] day
at-next   = ( 次月 | 下月 | 下个月 | 次月份 | 翌月 ) [的] day
at-own    = per-month [的] day
at-year   = ( next-year | per-year ) [的] month 月 [份] ( day | last-day )
_on       = 于 | 在 | 应于 | 应在 | 应当于 | 应当在 | 须于 | 须在
_first    = 首月 | 首个月 | 第一个月 | 头一个月 | 首月份
day       = DATE _day
last-day  = 底 | 末
month     = DATE
_day      = 日 | 号
_before   = 前 | 之前 | 以前
_ended    = 结束后 | 结束后的 | 结束之后 | 结束之日起 | 终了后 | 终了后的 | 终了之后 | 终了之日起
           | 结束以后
period    = per-month | per-quarter | per-half | per-year
per-month = 每月 | 每个月 | 月度 | 每月度
per-quarter = 每季度 | 每个季度 | 每季 | 每一季度 | 季度 | 各季度
per-half  = 每半年 | 每半年度 | 每个半年 | 半年度 | 半年
per-year  = 每年 | 每年度 | 每一年度 | 每一年 | 年度
next-quarter = 下季度 | 下一季度 | 下个季度 | 次季度 | 下季
next-year = 次年 | 翌年 | 下一年 | 下一年度 | 次年度 | 下年 | 下年度
bare      = ( period | _by ) [_atleast] [act] [_once]
_by       = 按月 | 按季度 | 按季 | 按半年 | 按年 | 按年度 | 逐月 | 逐季 | 逐年

staged    = [按|按照|分] stage { [和|及|与] stage } [_staging] [act]
stage     = 事前 | 事中 | 事后
_staging  = 分阶段 | 分段 | 逐段 | 逐阶段 | 阶段性 | 全程 | 全过程 | 分别 | 三个阶段 | 三阶段
by-stages = ( 分阶段 | 分段 | 逐段 | 逐阶段 | 阶段性 | 全程 | 全过程 ) [act]
each-stage = ( 各 | 各阶段 | 每个阶段 | 每阶段 | 各自 | 均 ) [在] [自] event _since span _inside
           [act]

request   = 依申请 [公开] | 申请公开
extend    = [_hard] [_agreed] [_may] ( _extend [一次|1次] [_term] [，] [_atmost|_most] |
           延长的期限 _atmost | 延长答复的期限 _atmost ) span
_hard     = ( 需要延长 | 需延长 | 确需延长 | 如需延长 ) [答复期限|答复时间|期限|时间] [的] [，] |
           ( 特殊情况 | 情况复杂 | 情况特殊 ) [的] [，]
_agreed   = [应当] 经 [_whose | 机构 | 机构负责人 | 政府信息公开工作机构负责人 | 负责人 |
           主要负责人] ( 批准 | 同意 | 同意并告知申请人 ) [的|后] [，]
_may      = 可 | 可以
_extend   = [再|适当] ( 延长 | 延期 )
_term     = 答复期限 | 答复时间 | 期限 | 时间 | 答复
onsite    = ( 能够当场答复的 | 能当场答复的 ) ， [应当] ( 当场予以答复 | 当场答复 ) [_mark] (
           不能当场答复的 ) [，]

posting   = ( _posted [_is] [_atleast] | _kept [_is] _atleast ) span [以上] [的]
_posted   = 公示期 | 公示期限 | 公示时间 | 公示 | 公告期 | 公告期限 | 张贴时间 | 张贴期限
_kept     = 公开期 | 公开期限 | 公开时间 | 公布时间 | 公开 | 张贴 | 保留 | 保留时间 | 公开内容保留
           | 公开内容保留时间 | 公布内容保留 | 公布内容保留时间 | 公开内容张贴时间
answer    = _about [的] [，] [_from] [收到之日起|收到后|之日起|后] [_must] [在|于] span _inside
           [_must] { _how } reply
_about    = [对] [收到|接到] [_people] ( 意见 | 异议 | 建议 | 意见和建议 | 意见建议 | 投诉 )
_people   = 群众 | 党员 | 党员群众 | 村民 | 职工 | 群众提出的 | 党员提出的 | 村民提出的 | 公示
archive   = _papers ( 保存 | 保管 | 存档 | 归档保存 ) [期限|期|时间] [_is] [_atleast] span [以上]
_papers   = [资料 | 材料 | 公开资料 | 公开材料 | 档案 | 公开档案 | 党务公开资料 | 相关资料 |
           有关资料]
review    = ( period ) [_atleast] ( 更新 | 复核 | 核对 | 审核 | 清理 | 修订 ) _once
progress  = ( 逐段 | 分段 | 分阶段 | 随时 | 及时 ) ( 公开 | 公布 | 通报 )
           [工作|项目|实施|办理|整改] ( 进展 | 进展情况 | 进度 )
rider     = _laws [对政府信息公开的期限 | 对公开期限 | 对公开时限 | 对期限] 另有规定的 [，] (
           从其规定 | 除外 ) | ( 依法不予公开的 | 涉及国家秘密的 | 涉密的 |
           涉及国家秘密、商业秘密和个人隐私的 ) ( 除外 | ， 不予公开 ) | [遇|如遇] [法定] ( 节假日
           | 节假日、休息日 | 节假日和休息日 ) [，] [则|予以] 顺延
_laws     = 法律 | 法规 | 法律、法规 | 法律法规 | 法律、法规、规章 | 法律法规规章 | 国家 | 上级 |
           法律、行政法规 | 法律法规和规章 | 法律、法规和国家

span      = count unit | half-month | half-year
event     = EVENT
count     = NUMBER
unit      = working-day | calendar-day | months | years | weeks
working-day = 个工作日 | 工作日 | 个工作天 | 工作天
calendar-day = 日 | 天 | 个自然日 | 自然日 | 个日历日 | 日历日 | 日历天
months    = 个月
years     = 年
weeks     = 周 | 个星期 | 星期
half-month = 半个月 | 半月
half-year = 半年

act       = [_must] { _how } ( publish | renew | reply ) [_once] [ [_whose] covered [的] ] [
           object ] | [_must] { _how } 将 [_whose] covered [的] object [_must] { _how } publish
object    = OBJECT
publish   = _publish
_publish  = 公开 | 公布 | 公示 | 公告 | 发布 | 通报 | 宣布 | 披露 | 公开公示 | 张贴公布 | 上墙公布
           | 上墙 | 张榜公布
renew     = 更新 | 更新公开 | 公开更新 | 调整更新 | 更新调整 | 重新公开 | 重新公布
reply     = 答复 | 回复 | 书面答复 | 作出答复 | 反馈 | 答复申请人
covered   = last-month | last-quarter | last-half | last-year | this-one
last-month = 上月 | 上个月 | 上一个月 | 上一月 | 上月份
last-quarter = 上季度 | 上一季度 | 上个季度 | 上一个季度 | 上季
last-half = 上一个半年 | 上一半年 | 上一半年度
last-year = 上年 | 上年度 | 上一年 | 上一年度 | 上一个年度
this-one  = 本月 | 当月 | 本季度 | 当季度 | 当季 | 本季 | 本年 | 本年度 | 当年 | 当年度 | 今年 |
           上半年 | 下半年
_from     = 自 | 从 | 在 | 于 | 应自 | 应当自 | 应在 | 应当在 | 须在 | 应于 | 应当于 | 须自
_late     = 最迟 | 至迟 | 最晚 | 最迟应
_since    = 之日起 | 日起 | 之日起的 | 之日后 | 之后 | 以后 | 后 | 后的 | 之后的 | 起
_inside   = 内 | 以内 | 之内
_atleast  = 不少于 | 不得少于 | 应不少于 | 不低于 | 不得低于 | 不短于 | 不得短于 | 至少 | 至少为 |
           最少 | 应当不少于 | 应不低于
_atmost   = 不超过 | 不得超过 | 最迟不超过 | 最迟不得超过 | 最长不超过 | 最长不得超过 | 最多不超过
           | 不晚于
_most     = 最长 | 最多 | 至多
_is       = 为 | 应为 | 应当为 | 一般为 | ：
_once     = 一次 | 1次
_must     = 应当 | 应 | 须 | 必须 | 要 | 需 | 均应 | 均应当 | 应予 | 应当予以
_how      = 予以 | 进行 | 及时 | 主动 | 依法 | 依规 | 如实 | 集中 | 统一 | 向社会 | 向全社会 |
           面向社会 | 向党员 | 向全体党员 | 向党员群众 | 向群众 | 向村民 | 向职工 | 向本单位 |
           对外 | 组织 | 完成 | _place [，] | 由 AGENT
_place    = ( 在 | 通过 ) [_whose] _where { ( 、 | 和 | 及 ) [_whose] _where } [上]
_whose    = 政府 | 县政府 | 本级政府 | 区政府 | 市政府 | 本单位 | 本机关 | 本部门 | 局 | 机关 |
           单位 | 支部 | 村 | 党务 | 政务 | 村务 | 党建 | 社区 | 本地 | 本村
_where    = 网站 | 门户网站 | 政府网站 | 官网 | 公开栏 | 公示栏 | 党务公开栏 | 政务公开栏 |
           村务公开栏 | 微信公众号

no-vague  = ( 尽快 | 尽早 | 尽早地 | 适时 | 适当时候 | 择机 | 不定期 | 按规定 | 按规定时限 |
           按有关规定 | 按要求 | 根据需要 | 按需 | 视情况 | 视情 | 酌情 | 根据工作进展 ) [act]
no-hours  = [ [_from] event _since ] NUMBER ( 个小时 | 小时 | 分钟 ) _inside [act]
no-start  = ( 当日 | 当天 | 次日 | span _inside ) [act]
no-span   = [_atleast|_atmost] span [act]
no-window = ( at-first | at-next | at-own | at-year ) _to DATE [_day] [_before|间|之间] [act] |
           [per-month|次月|下月] DATE _to day [_before|间|之间] [act] | event _since NUMBER _to
           span _inside [act] | ( _posted | _kept ) [_is] [_atleast] NUMBER _to span
_to       = 至 | 到 | -
no-day-of = ( at-first | at-next | at-own | at-year ) [act] | ( per-year | next-year ) month 月
           [份] [ ( _to | 、 | 和 ) month 月 ] [act]
no-before = [_from] event 前 [ span [_inside] | 的 span _inside ] [act] | event 的 span _before
           [act] | event span _before [act] | ( 会前 | 公示前 ) span [act] |
           [_from] 选举日 [的] ( span _before | 前 span [_inside] ) { _how } [act]
no-month-end = ( 月 | 季 | 季度 | 年 | 每季 | 本月 | 当月 | 当年 | per-month |
           次月 | 下月 | period _first | period ) ( 底 | 末 ) ( _before | 以内 | ) [act]
no-year-day = month 月 ( day | last-day ) [_before] [act]
no-week   = 每周 [_atleast] [act] [_once] | 每学期 [act] [_once]
no-half   = ( event _since | ) ( NUMBER 月 | NUMBER 个季度 | NUMBER 旬 | 一年半 | NUMBER 个半月 )
           _inside [act]
"""


def numbers(line: Line, at: int) -> Iterator[int]:
    """Return where the numeral that begins at a place ends: the whole run, or nowhere."""
    end = numerals.run(line.text, at)
    apart = any(at < gap < end for gap in line.gaps)
    if end > at and not apart and numerals.number(line.text[at:end]) is not None:
        yield end


def dates(line: Line, at: int) -> Iterator[int]:
    """Return where the number of a day or month ends; one zero may go before."""
    yield from numbers(line, at + 1 if line.text.startswith("0", at) else at)


def gaps(line: Line, at: int) -> Iterator[int]:
    """Return the place itself, where there was white space."""
    if at in line.gaps and 0 < at < len(line.text):
        yield at


@cache
def _rules() -> Mapping[str, notation.Part]:
    return notation.rules(GRAMMAR)


def chart(line: Line) -> Chart:
    """Return the chart of a line: ask it for the readings of `phrase`."""
    terminals = {
        "NUMBER": numbers,
        "DATE": dates,
        "GAP": gaps,
        "EVENT": events.ends,
        "AGENT": events.agent_ends,
        "OBJECT": events.object_ends,
    }
    return Chart(_rules(), terminals, line)
