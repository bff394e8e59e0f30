"""Family W, the words: wrong words and misnamed bodies, and titles too long for the sheet."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample
from dispatch.rules.texts import Words
from dispatch.rules.texts import place
from dispatch.rules.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.rules.register import Register

WRONG: Mapping[str, str] = MappingProxyType(
    {
        # 现代汉语词典: 账 is for money, 帐 for cloth.
        "帐目": "账目",
        "帐户": "账户",
        "帐簿": "账簿",
        "帐款": "账款",
        "记帐": "记账",
        "报帐": "报账",
        "结帐": "结账",
        "查帐": "查账",
        "台帐": "台账",
        "帐号": "账号",
        # 登录 is for systems; one lands (登陆) on a coast.
        "登陆网站": "登录网站",
        "登陆系统": "登录系统",
        # 截止 is an end and takes no object; 截至 does.
        "截止目前": "截至目前",
        "截止到目前": "截至目前",
        # 现代汉语词典: characters of the same sound or look.
        "工作布署": "工作部署",
        "安排布署": "安排部署",
        "防讯工作": "防汛工作",
        "座落": "坐落",
        "竣功": "竣工",
        "松驰": "松弛",
        "通迅": "通讯",
        "渡假": "度假",
        "一如继往": "一如既往",
        "再接再励": "再接再厉",
        "迫不急待": "迫不及待",
        "针贬": "针砭",
        "拔款": "拨款",
        "划拔": "划拨",
        "追朔": "追溯",
        "迁徒": "迁徙",
    }
)
"""Words that are wrong wherever they stand, and what is meant.

What may stand across two words is not among them: 布署 in 公布署名, 复盖 in 恢复盖章, 既使…又使.
"""

LINE = 18
"""The characters of a line: 156 mm at 22 pt (2号), a character of 3号 left free on each side."""
LINES = 3
"""The lines that a title may have."""
_ASCII = 0x7F


@rule(
    "W007",
    "wrong-word",
    severity=Severity.WARNING,
    clause="党务公开的内容应当准确；内容格式 1：config.yaml wording.replace",
    samples=(
        sample(text="截止目前，账目已经核对。"),
        sample(text="截至目前，账目已经核对。"),
    ),
)
def wrong_word(register: Register) -> Iterator[Finding]:
    """A text uses a word that is wrong, or calls a body by a name that is not its own.

    Besides a short list of clear cases, config.yaml says which under `wording: {replace: …}`. A
    wrong word inside the right one is no fault: 支部 in 党支部, where that is what it should be.
    """
    own = register.site.config.wording.replace
    words_for = {**WRONG, **own}
    finder = re.compile("|".join(map(re.escape, sorted(words_for, key=len, reverse=True))))
    for words in texts(register, finder.search):
        text = words.prose
        for match in finder.finditer(text) if not words.quoted else ():
            wrong, right = match[0], words_for[match[0]]
            inner = right.find(wrong)
            start = match.start() - inner
            if inner < 0 or start < 0 or not text.startswith(right, start):
                yield finding(place(register, words, match.start()), wrong=wrong, right=right)


@rule(
    "W008",
    "title-too-long-for-sheet",
    severity=Severity.WARNING,
    clause="GB/T 9704—2012 7.3.1 标题：2号，回行词意完整、排列对称",
    samples=(
        sample(entry=f"title: 关于{'进一步规范党费收缴使用' * 5}情况的公示"),
        sample(entry="title: 关于进一步规范党费收缴使用情况的公示"),
    ),
)
def title_too_long_for_sheet(register: Register) -> Iterator[Finding]:
    """A title takes more than three lines of the sheet.

    At the size of titles a line holds eighteen characters; who stands before a board reads no
    title of four lines.
    """
    for entry in register.site.entries:
        if len(entry.title) > LINE * LINES:
            width = 0.0
            for at, character in enumerate(entry.title):
                width += 0.5 if ord(character) <= _ASCII else 1.0
                if width > LINE * LINES:
                    title = Words(text=entry.title, origin=entry.origin, keys=("title",))
                    where = place(register, title, at)
                    yield finding(where, length=len(entry.title), lines=LINES, most=LINE * LINES)
                    break


RULES = (wrong_word, title_too_long_for_sheet)
