"""What is nobody's business beside a name: where somebody lives, how they are, how young."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from dispatch.ground.patterns import Late
from dispatch.ground.personal.base import Hit
from dispatch.ground.personal.names import names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ground.personal.masks import Masks

    Spans = tuple[tuple[int, int], ...]

CHILD = 14
"""Below this age everything about a person is sensitive (个人信息保护法第二十八条)."""

SHORT = 60
"""How far the door may stand from the street."""

SEGMENT = 600
"""The most characters of a sentence or row that are looked at around a find."""

LABELS = re.compile(
    r"低保|最低生活保障|特困|五保|残疾|残障|智障|聋哑|盲人|艾滋|HIV|精神病|精神障碍|精神分裂|抑郁症"
    r"|怀孕|孕检|孕妇|孕前|流产|肿瘤|癌|白血病|尿毒症|透析|乙肝|肝炎|肺结核|结核病|梅毒|性病|糖尿病|高血压|心脏病|脑瘫|瘫痪|重病"
    r"|大病|患病|慢性病|刑满释放|吸毒|戒毒|社区矫正|服刑|贫困户|建档立卡|脱贫户|监测户"
    r"|孤儿|无人抚养|留守儿童|困境儿童|失独|家暴|信教|宗教信仰"
)
_DUTY = Late(r"(?:负责|分管|主管|承办|经办|协管)[^，。；]{0,30}$")
_HEALER = re.compile(r"医师|药师|护师|擅长|坐诊|出诊|诊疗方向")
"""Who treats what such a word says, and does not have it."""
_ELDER = Late(
    r"(?:联系人|经办人|负责人|主任|老师|教师|园长|校长|院长|医生)[\"']?\s*[:：|]?\s*[\"']?$"
)
_TITLE = re.compile(r"(?:老师|教师|校长|园长|主任|医生|同志)")
"""What says before or after a name that it is no child's."""
_MORE = "致贫原因|病种|疾病名称|诊断"
_HEADS = Late(
    rf"(?:^|[|,，\t])[ \"']*(?P<label>[^\s|,，\t]{{0,6}}?(?:{LABELS.pattern}|{_MORE}))"
    r"(?![^\n|,，\t]{0,8}?(?:数|率|政策|工作|标准|责任|部门|单位|户[均型]))[^\n|,，\t]{0,8}(?=[|,，\t\n])",
    re.MULTILINE,
)
"""The head of a column that says something of each in it."""
_LISTS = Late(
    rf"^[^\n。；]{{0,40}}?(?P<label>{LABELS.pattern})[^\n。；]{{0,30}}?(?:名单|名册|花名册|发放表|公示表|明细表|人员如下|对象如下)"
    r"[^\n。；]{0,12}$",
    re.MULTILINE,
)
"""A line above a list of people that says what they have in common."""
_SAID = re.compile(f"{LABELS.pattern}|{_MORE}")
_BLOCK = re.compile(r"\n\s*(?P<block>(?:[^\n]+(?:\n|$)){1,60})")
_COLUMNS = Late(r"[^\n]*\n(?P<block>(?:[^\n]*[|,，\t][^\n]*(?:\n|$)){1,60})")
_OFFICE = Late(
    r"(?:低保|最低生活保障|救助|优抚|残疾人?|特困|孤儿|大病|重病|慢性病|脱贫户|监测户|留守儿童|困境儿童|社区矫正|戒毒)"
    r"(?:中心|科|股|站|所|办公室|联合会|工作人员|核查|审核|审批|政策|工作|业务|事务|服务|保险|保障|条例|办法|专职委员|专干|协理员|专员"
    r"|(?:[、和][^、，。；]{1,6}){0,3}(?:业务|咨询|工作|申请|办理|受理|政策))"
)
"""What follows such a word where it names an office or its work."""
_HOME = (
    r"(?:家庭住址|家庭地址|住\s?址|现住址|居住地址?|户籍地址?|户口所在地|户籍所在地"
    r"|家住|现住|住所|居住于|住在|租住)"
)
_ROAD = r"[\u4e00-\u9fff]{1,12}?(?:大道|路|街|巷|弄|胡同|里弄)"
_NUMBER = r"[0-9０-９一二三四五六七八九十百]{1,6}"
_PART = r"(?:号楼|号|弄|幢|栋|座|单元|楼|层|室|户|[-－])"
_PARTS = rf"(?:{_NUMBER}\s?{_PART}\s?){{1,6}}(?:{_NUMBER}(?:室|户)?)?"
_DOOR = Late(
    rf"(?:{_ROAD}|[\u4e00-\u9fff]{{1,12}}?(?:小区|花园|公寓|新村|社区|苑|家园))\s?{_PARTS}"
    rf"|[\u4e00-\u9fff]{{1,10}}?[村社]\s?{_NUMBER}\s?[组队社屯]\s?{_NUMBER}\s?号"
    rf"|[\u4e00-\u9fff]{{1,10}}?[村屯庄]\s?{_NUMBER}\s?号"
)
_LIVES = Late(rf"[\u4e00-\u9fff]{{0,8}}?{_HOME}")
_DEEP = re.compile(rf"室|单元|户|幢|栋|号楼|座|组|队|屯|[-－]\d|[村屯庄]\s?{_NUMBER}\s?号")
_DOORS = re.compile(
    r"[路街巷弄村区园寓苑同道屯庄社][^\n]{0,14}?[号幢栋座组室]|[区园寓苑庄村]\s?\d{1,3}[-－]\d"
)
_WORK = Late(
    r"(?:办公|单位|机关|公司|会议|服务大厅|窗口|受理|邮寄|来信|来访|接待|监督|举报|地点|工程|项目|泵站"
    r"|水厂|施工|门店|所在地|公示栏|公开栏)[^。\n]{0,16}$"
)
_ROOM = re.compile(
    r"[^，。；\n]{0,10}(?:办公室|中心|大厅|窗口|派出所|银行|村委会|居委会|医院|学校|会议室|服务站)"
)
"""What follows an address that is nobody's home."""
_AGE = re.compile(
    r"(?<!\d)(?P<age>\d{1,2})\s?(?:周岁|岁)(?![以及到至-])"
    r"|(?:年龄|周岁)[\"']?\s*[:：|]\s*(?P<told>\d{1,2})(?!\d)"
)
_BORN = re.compile(
    r"(?:出生(?:日期|年月)?|生日|生于|出生于)[\"']?\s*[:：|]?\s*[\"']?"
    r"(?P<year>(?:19|20)\d\d)[-年./](?P<month>\d{1,2})"
)
_BORN_AFTER = re.compile(
    r"(?P<year>(?:19|20)\d\d)[-年./](?P<month>\d{1,2})(?:[-月./]\d{0,2}日?)?\s?(?:出生|生(?![产效活]))"
)
_YEARS = "一二三四五六七八九十"
_AGE_HAN = re.compile(rf"(?<![{_YEARS}第百])(?P<age>十?[{_YEARS}])(?:周岁|岁)(?![以及到至-])")
_PUPIL = re.compile(r"(?:小学|幼儿园|托儿所|幼托|[一二三四五六]年级|[大中小]班)")
_PUPILS = re.compile(r"(?:学生|幼儿|儿童|学童|孩子|新生|小朋友)")
_YOUNG = (
    (_AGE, ("岁", "年龄")),
    (_AGE_HAN, ("岁",)),
    (_BORN, ("生",)),
    (_BORN_AFTER, ("生",)),
    (_PUPIL, ("小学", "幼", "托儿所", "年级", "班")),
)
"""What tells that somebody is young, each with what is in every such text: that is found faster."""
_ENDS = "。！？!?；;\n"


def lives(text: str, day: date, masks: Masks) -> Iterator[Hit]:
    """Return what stands beside names in a text that should not, as of a day."""
    young = tuple(one for one, signs in _YOUNG if any(sign in text for sign in signs))
    if not any(pattern.search(text) for pattern in (_SAID, _DOORS, *young)):
        return
    known = names(text)
    labels = {*_labels(text, known)}
    yield from labels
    ends = {hit.end for hit in labels}
    if _SAID.search(text):
        yield from (hit for hit in headed(text, known) if hit.end not in ends)
    yield from _homes(text, known, masks)
    yield from _children(text, known, day, masks, young)


def _named(known: Spans, first: int, last: int) -> tuple[int, int] | None:
    """Return where the first of the names between two offsets stands, if there is one."""
    at = bisect_left(known, (first, first))
    return known[at] if at < len(known) and known[at][1] <= last else None


def segment(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence or row around a find; of a row over several lines all of them."""
    low, high = max(0, start - SEGMENT), min(len(text), end + SEGMENT)
    first = max((text.rfind(each, low, start) for each in _ENDS), default=-1) + 1
    ends = [at for each in _ENDS if (at := text.find(each, end, high)) >= 0]
    span = max(low, first), min(ends, default=high)
    return _record(text, *span)


_FIELD = re.compile(r"^(?P<dash> *(?:- )?)[^\s#:：-][^:：\n]{0,40}: ")


def _record(text: str, first: int, last: int) -> tuple[int, int]:
    """Return the fields of the same record around one that has a line of its own."""
    line = text.rfind("\n", 0, first) + 1
    field = _FIELD.match(text[line : line + 80])
    if field is None or text[line : line + 80].lstrip(" -")[:1] in "{[":
        return first, last
    depth = len(field["dash"])
    while depth and "-" not in field["dash"] and line:
        line = text.rfind("\n", 0, line - 1) + 1
        field = _FIELD.match(text[line : line + 80])
        if field is None or len(field["dash"]) != depth or first - line > SEGMENT:
            return first, last
    return (line, _end_of(text, line, depth, last)) if depth else (first, last)


def _end_of(text: str, line: int, depth: int, last: int) -> int:
    """Return where the record that begins at a line ends."""
    end = text.find("\n", line)
    while 0 <= end < line + SEGMENT:
        field = _FIELD.match(text[end + 1 : end + 81])
        if field is None or len(field["dash"]) != depth or "-" in field["dash"]:
            break
        end = text.find("\n", end + 1)
    return max(end if end >= 0 else len(text), last)


def _labels(text: str, known: Spans) -> Iterator[Hit]:
    for match in LABELS.finditer(text):
        first, last = segment(text, *match.span())
        if _named(known, first, last) and not _is_work(text, known, match, first, last):
            yield Hit("label", *match.span(), match[0])


def _is_work(text: str, known: Spans, match: re.Match[str], first: int, last: int) -> bool:
    """Tell whether such a word says what somebody works at, and not how somebody is."""
    if _OFFICE.match(text, match.start()) or _HEALER.search(text[first:last]):
        return True
    duty = _DUTY.search(text[max(first, match.start() - SHORT) : match.start()])
    return bool(duty) and _named(known, match.end(), last) is None


def headed(text: str, known: Spans | None = None) -> Iterator[Hit]:
    """Return what the head of a column, or the line above a list, says of those named below it."""
    for pattern, below in ((_HEADS, _COLUMNS), (_LISTS, _BLOCK)):
        for match in pattern.finditer(text):
            block = below.match(text, match.end())
            if block is None or _OFFICE.match(text, match.start("label")):
                continue
            known = names(text) if known is None else known
            if _named(known, *block.span("block")):
                yield Hit("label", *match.span("label"), match["label"].strip())


def _homes(text: str, known: Spans, masks: Masks) -> Iterator[Hit]:
    done = -1
    for sign in _DOORS.finditer(text):
        low = max(done, text.rfind("\n", 0, sign.start()) + 1, sign.start() - 40)
        match = _DOOR.search(text, low, sign.end() + SHORT)
        if match is None or match.start() > sign.end():
            continue
        done = match.start() + len(match[0].rstrip())
        if _is_home(text, known, match):
            start = match.start() + (lead.end() if (lead := _LIVES.match(match[0])) else 0)
            yield Hit("address", start, done, masks.masked("address", text[start:done]))


def _is_home(text: str, known: Spans, match: re.Match[str]) -> bool:
    start, end = match.span()
    first, last = segment(text, start, end)
    before = text[first:start]
    if re.search(_HOME, match[0]) or re.search(_HOME, before):
        return True
    if not _DEEP.search(match[0]) or _WORK.search(before) or _ROOM.match(text, end):
        return False
    return _named(known, first, last) is not None


def _children(
    text: str, known: Spans, day: date, masks: Masks, young: tuple[re.Pattern[str], ...]
) -> Iterator[Hit]:
    for pattern in young:
        for match in pattern.finditer(text):
            first, last = segment(text, *match.span())
            row = text[first:last]
            if not _is_child(pattern, match, row, day):
                continue
            if (name := _named(known, first, last)) and not _is_elder(text, name):
                yield Hit("minor", *name, masks.masked("minor", text[slice(*name)]))


def _is_elder(text: str, name: tuple[int, int]) -> bool:
    start, end = name
    return bool(_ELDER.search(text[max(0, start - 12) : start]) or _TITLE.match(text, end))


def _is_child(pattern: re.Pattern[str], match: re.Match[str], row: str, day: date) -> bool:
    if pattern is _AGE:
        return int(match["age"] or match["told"]) < CHILD
    if pattern is _AGE_HAN:
        return sum(_YEARS.index(each) + 1 for each in match["age"]) < CHILD
    if pattern is _PUPIL:
        return bool(_PUPILS.search(row))
    months = (day.year - int(match["year"])) * 12 + day.month - int(match["month"])
    return 0 <= months < CHILD * 12
