"""The canonical phrase of a limit: one wording for each meaning, that reads back as the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Phrase
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.model.values import DurationUnit

if TYPE_CHECKING:
    from dispatch.model.catalogue import TimeLimit
    from dispatch.model.values import Duration
    from dispatch.reading.phrases.base import Clock

_UNITS = (
    (DurationUnit.DAY, "日"),
    (DurationUnit.WORKING_DAY, "个工作日"),
    (DurationUnit.CLEAR_DAY, "个整日"),
    (DurationUnit.MONTH, "个月"),
    (DurationUnit.YEAR, "年"),
)
_EVENTS = (
    ("formed", "信息形成"),
    ("changed", "变更"),
    ("decided", "决定作出"),
    ("accepted", "收到文件"),
)
_PERIODS = (("month", "月"), ("quarter", "季度"), ("half-year", "半年"), ("year", "年度"))
_REVIEWS = ((1, "每月"), (3, "每季度"), (6, "每半年"), (12, "每年"))
_CLOCKS = (
    ("posting", "公示期不少于{}"),
    ("answer", "异议在{}内答复"),
    ("archive", "资料保存不少于{}"),
    ("update", "变更后{}内更新"),
)
_PROMPT = (("update", "变更后及时更新"), ("progress", "逐段公布进展"))


def canonical(limit: TimeLimit, extra: tuple[Clock, ...] = ()) -> str:
    """Return the one wording of a limit and its clocks; empty where no phrase can say it."""
    main = _main(limit)
    clocks = [_clock(each) for each in extra]
    return "，".join([main, *clocks]) if main else ""


def _main(limit: TimeLimit) -> str:
    match limit:
        case Standing():
            return _standing(limit)
        case Periodic():
            return _periodic(limit)
        case Event():
            return _event(limit)
        case Staged():
            return _staged(limit)
        case OnRequest():
            return _request(limit)
        case Phrase():
            return ""


def _event(limit: Event) -> str:
    start = dict(_EVENTS)[limit.after]
    if limit.within is None:
        return f"{start}后及时公开"
    if not limit.within.count:
        return f"{start}当日公开"
    return f"自{start}之日起{_length(limit.within)}内公开"


def _request(limit: OnRequest) -> str:
    extend = f"，可以延长一次{_length(limit.extend)}" if limit.extend else ""
    if not limit.within.count:
        return f"收到申请当日答复{extend}"
    return f"自收到申请之日起{_length(limit.within)}内答复{extend}"


def _standing(limit: Standing) -> str:
    within = f"，变更之日起{_length(limit.within)}内更新" if limit.within else ""
    if limit.within and not limit.within.count:
        within = "，变更当日更新"
    months = limit.review.count if limit.review else 0
    review = f"，{dict(_REVIEWS).get(months, '')}更新一次" if months else ""
    return f"长期公开{within}{review}"


def _periodic(limit: Periodic) -> str:
    period = dict(_PERIODS)[limit.every]
    if limit.opens:
        return ""
    if limit.within is not None:
        return f"每{period}结束后{_length(limit.within)}内公开"
    if limit.every == "year":
        return f"次年{limit.month}月{limit.day}日前公开上一年度情况"
    return f"每{period}结束后次月{limit.day}日前公开" if limit.month == 1 else ""


def _staged(limit: Staged) -> str:
    names = "、".join(stage.name for stage in limit.stages)
    within = limit.stages[0].within
    clock = f"，各在信息形成之日起{_length(within)}内" if within else ""
    return f"{names}分阶段公开{clock}"


def _length(value: Duration) -> str:
    return f"{value.count}{dict(_UNITS)[value.unit]}"


def _clock(clock: Clock) -> str:
    if clock.length is None:
        return dict(_PROMPT)[clock.name]
    if not clock.length.count:
        return "变更当日更新"
    return dict(_CLOCKS)[clock.name].format(_length(clock.length))
