"""Family W: what was left behind by pasting, marks, document numbers, words and look-alikes."""

from __future__ import annotations

import pytest

from dispatch.ground.edits import edited
from dispatch.ground.scripts import scripts
from dispatch.ledger.account import account_of
from dispatch.reading.loader import load
from dispatch.rules import check
from dispatch.rules.samples import sample
from tests.conftest import TODAY
from tests.conftest import write_sample

FAULTS = [
    ("W002", "", {"text": "成立领«(lǐng)导小组，内«（nèi）容、关«(guan)系。"}),
    ("W002", "", {"entry": "title: 公开领«(lǐng)导小组"}),
    (
        "W002",
        "",
        {
            "feedback": "received: 2026-10-14\nchannel: box\nabout: 2026-0001\n"
            "text: 调«(diào)研\npublic: true"
        },
    ),
    ("W003", "traditional", {"text": "支部按«時开展组织生活，黨员参加。"}),
    ("W003", "simplified", {"page": "支部按時開展組織生活，黨員«参加。"}),
    (
        "W004",
        "",
        {
            "text": "研究了三项«,形成意见,上报«\n请核对«:\n好«;\n会议«(扩大)研究。".replace(
                "«\n", "\n"
            )
        },
    ),
    ("W004", "", {"text": "经研究«, 决定如下。会后«.".replace("后«.", "后。")}),
    ("W004", "", {"entry": "summary: 经研究«;决定如下"}),
    ("W005", "unclosed", {"text": "印发«《意见，请执行。"}),
    ("W005", "unclosed", {"text": "他说：«“好。\n\n末段。"}),
    ("W005", "unopened", {"text": "印发意见«》，请执行。"}),
    ("W005", "widths", {"text": "会议（扩大«)研究。"}),
    ("W005", "unclosed", {"entry": "title: 关于«〔2026年计划"}),
    ("W006", "brackets", {"entry": "number: 水党发«[2026]18号"}),
    ("W006", "brackets", {"text": "按水党发«（2026）18号执行，按水党发«【2026】19号执行。"}),
    ("W006", "ordinal", {"text": "按水党发〔2026〕«第18号执行。"}),
    ("W006", "noughts", {"item": "basis: [{title: 水党发〔2026〕«018号}]"}),
    ("W007", "", {"text": "«截止目前，«帐目已核对。"}),
    (
        "W007",
        "",
        {
            "config": "wording: {replace: {县水务局: 县水利局, 水利局: 县水利局}}",
            "text": "«县水务局、县水利局和«水利局。",
        },
    ),
    ("W008", "", {"entry": "title: " + "长" * 54 + "«长"}),
    ("W009", "form", {"text": "第«\u2f00支部，«\uf90a额。"}),
    ("W009", "private", {"text": "目标«\ue010完成。"}),
    ("W009", "mixed", {"text": "使用W«ОRD文档。"}),
    ("W009", "wide", {"text": "自«２０２６年起，共«３．５万元。"}),
    ("W009", "zero", {"text": "自2«O26年起，二«○二六年，共1«O0元。"}),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "面积3公顷(ha)，深度(m)。",
            "中国共产党(CPC)，图(a)，甲(an)。",
            "见https://example.org/关(lǐng)"[:20],
        ),
        *(
            "支部按时开展组织生活。",
            "印发《黨務公開條例》，研读“開卷有益”。",
            "㎡、℃、№、①",
        ),
        *(
            "于10:30开会，共1,250.5元。",
            "详见 https://example.org/a,b?c 。",
            "`甲,乙;丙`",
            "甲、乙(open)。",
        ),
        *(
            "他说：“第一段。\n\n“第二段。”",
            "1）甲；2）乙",
            "don’t、it’s",
            "（一）甲\n（二）乙",
            "(一)甲",
        ),
        *(
            "水党发〔2026〕18号",
            "〔2026〕第12次会议",
            "（2026）浙01民终123号",
            "[2026](https://example.org/)",
        ),
        *(
            "截至目前，账目已核对。",
            "登陆地点",
            "公布署名文章，恢复盖章。",
            "支付主任津贴",
            "给予算力支持",
        ),
        *("μm、kΩ、α粒子", "自2026年起，CO2、H2O。", "二〇二六年", "第１版", "10OK"),
    ],
)
def test_what_is_in_order_passes(passes, text):
    passes(text=text)


def test_a_title_of_three_lines_passes(passes):
    passes(entry="title: " + "长" * 50 + "2026年")


def test_pinyin_is_taken_out_and_nothing_else(tmp_path):
    root = write_sample(
        tmp_path,
        sample(entry='title: "公开领(lǐng)导小组"', text="内（nèi）容\n关(guān)系。"),
    )
    path = root / "content/entries/2026/2026-0001.md"
    before = path.read_text(encoding="utf-8")
    site, told = load(root)
    assert site is not None
    fixes = [each.fix for each in check(account_of(site, TODAY), told) if each.code == "W002"]
    made = edited(path.read_bytes(), [each for each in fixes if each]).decode()
    assert len(fixes) == 3
    assert made == before.replace("(lǐng)", "").replace("（nèi）", "").replace("(guān)", "")


def test_scripts_have_nothing_in_common():
    simplified, traditional = scripts()
    assert simplified.isdisjoint(traditional)
    assert simplified >= set("务员监开时组织")
    assert traditional >= set("黨員務監開時組織")
    assert not (simplified | traditional) & set("后里干系台面公著乾於")
