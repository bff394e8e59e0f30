"""Personal data in texts: planted values of every class and disguise, and what only looks so."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.ground.personal import Masks
from dispatch.ground.personal import covered
from dispatch.ground.personal import detect
from dispatch.ground.personal import number_hits
from dispatch.ground.personal.digits import runs
from dispatch.ground.personal.numbers import is_credit_code
from tests.cases.values import card
from tests.cases.values import identity
from tests.cases.values import mobile
from tests.cases.values import of_card
from tests.cases.values import of_identity
from tests.cases.values import of_mobile
from tests.cases.values import old_identity
from tests.conftest import ROOT
from tests.conftest import TODAY

FIXTURE = "11010519491231002X"
SEED = 20261123
EACH = 60

DISGUISES = {
    "identity": lambda c: of_identity(identity(c)),
    "identity-old": lambda c: {
        "plain": (n := old_identity(c)),
        "spaces": f"{n[:6]} {n[6:12]} {n[12:]}",
    },
    "mobile": lambda c: of_mobile(mobile(c)),
    "card": lambda c: of_card(card(c)),
    "permit": lambda c: {"plain": f"E0{c.randint(1000000, 9999999)}"},
    "address": lambda c: {
        "road": f"和平路{c.randint(1, 99)}号{c.randint(1, 9)}单元{c.randint(101, 999)}室",
        "village": f"东河村{c.randint(1, 20)}组{c.randint(1, 99)}号",
    },
    "label": lambda c: {"word": c.choice(("低保", "残疾", "白血病", "刑满释放", "特困", "怀孕"))},
    "minor": lambda c: {"name": c.choice(("李小小", "王某甲", "张小花"))[:2] + "小"},
}
FRAMES = {
    "identity": ("身份证号{}。", "{}", "领取人：张某，{}，已签收。", "| 1 | {} | 300.00 |"),
    "identity-old": ("身份证号{}。", "领取人：张某，{}，已签收。"),
    "mobile": ("电话{}。", "请打{}联系。", "+86 {}", "| 张某 | {} |"),
    "card": ("卡号{}。", "打入{}。", "| 张某 | {} |"),
    "permit": ("护照号{}。", "护照：{}，有效。"),
    "address": ("李四家住{}。", "家庭住址：{}", "| 李四 | {} |"),
    "label": (
        "村民李四，{}。",
        "其中李四为{}对象。",
        "我村{}户李四去世。",
        "给予{}家庭李四救助金。",
        "| 李四 | {} |",
        "对李四（{}）发放补助。",
    ),
    "minor": ("学生{}，9岁。", "| {} | 10岁 |", "学生{}，阳光小学三年级。"),
}
PADDING = ("", "现将有关情况公开如下。\n\n", "共3项，合计1,250.00元；2026年11月23日。\n")


def planted():
    """Return class, disguise, text and the span of each planted value."""
    chance = random.Random(SEED)
    for kind, make in DISGUISES.items():
        for _ in range(EACH // len(make(chance)) + 1):
            for disguise, value in make(chance).items():
                frame = chance.choice(FRAMES[kind])
                head = chance.choice(PADDING) + frame[: frame.index("{}")]
                text = head + value + frame[frame.index("{}") + 2 :] + chance.choice(PADDING)
                yield kind, disguise, text, (len(head), len(head) + len(value))


def credit_code(chance: random.Random) -> str:
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    while True:
        code = f"{chance.choice(('11', '91'))}117099" + "".join(chance.choices("0123456789", k=10))
        for last in signs:
            if is_credit_code(code[:17] + last):
                return code[:17] + last


def alike():
    """Return what only looks personal, by what it is."""
    chance = random.Random(SEED + 1)

    def some(length: int) -> str:
        return "".join(chance.choices("0123456789", k=length))

    for _ in range(EACH):
        yield "credit-code", f"统一社会信用代码：{credit_code(chance)}"
        yield "order", f"订单号：2026{some(14)}，流水号{some(11)}"
        yield (
            "amounts",
            f"2026-11-23 {some(3)},{some(3)}.{some(2)}元、{some(6)}.{some(2)}元、{some(5)}立方米",
        )
        yield "row", f"| {some(4)} | {some(3)}.{some(2)} | {some(2)} | {some(6)} |"
        yield "station", f"水文站编码6{some(7)}，水位{some(3)}.{some(2)}米，流量{some(4)}"
        yield "landline", f"电话0571-8{some(7)}，传真（0571）8{some(7)}"
        yield "decimal", f"系数0.{some(18)}"
        yield "volume", f"供水1{chance.randint(3, 9)}{some(9)}立方米"
        yield "project", f"项目编号2026-33-{some(6)}-{some(2)}，文号〔2026〕{some(2)}号"
        yield "address", f"见https://example.org/a/1{chance.randint(3, 9)}{some(9)}.html"
        yield "masked", "张某，330***********1234，138****8000"
        yield "office", "来信请寄和平路18号水利局办公室201室"
        yield "policy", "低保户12户，残疾人3名，大病救助5人次。"
        yield "children", "小学生安全用水宣传3场，9岁至12岁儿童46名。"


def test_planted_values_are_found_at_their_place_and_nothing_else_is(record_property):
    found, there, extra = Counter(), Counter(), []
    for kind, disguise, text, span in planted():
        there[kind] += 1
        wanted = kind.removesuffix("-old")
        hits = detect(text, TODAY)
        if any(hit.kind == wanted and (hit.start, hit.end) == span for hit in hits):
            found[kind] += 1
        else:
            extra.append((kind, disguise, text, hits))
        extra += [(kind, hit, text) for hit in hits if hit.kind != wanted]
    assert not extra, extra[:5]
    assert found == there
    record_property("recall", {kind: found[kind] / there[kind] for kind in there})


def test_what_only_looks_personal_passes():
    told = [(name, text, detect(text, TODAY)) for name, text in alike()]
    assert len(told) > 800
    assert not [each for each in told if each[2]][:5]


def test_the_bureau_tells_nothing_of_anybody():
    paths = [*(ROOT / "content").rglob("*.*"), ROOT / "config.yaml", ROOT / "README.md"]
    texts = [path.read_text("utf-8") for path in paths if path.suffix != ".pdf"]
    assert [hit for text in texts for hit in detect(text, TODAY)] == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "13800138000.00元",
            "订单号13800138000",
            "1.13800138000",
            "x13800138000",
            "13800138000吨",
        ),
        *(
            "110105194912310029",
            "11010519490231002X",
            "00010519491231002X",
            "张*，低保",
            "困难党员张某，低保",
        ),
        *("残疾人联合会张三", "13,800,138,000", "0000-0000011"),
    ],
)
def test_what_is_none_passes(text):
    assert detect(text, TODAY) == ()


TABLE = "| 姓名 | {} |\n|---|---|\n| 李四 | 二级 |"


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        *(
            (each, "identity", "110***********002X")
            for each in (
                "110105/19491231/002X",
                "110105（19491231）002X",
                "110105、19491231、002X",
                "110105[19491231]002X",
                "身份证：1101O519491231OO2X",
                "身份证：ll0105l949123l002X",
                "壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰X",
                "1一0一0五1九4九1二3一0〇2X",
                "一、一、〇、一、〇、五、一、九、四、九、一、二、三、一、〇、〇、二、X",
            )
        ),
        ("身份证号110105194912310029", "identity", "110***********0029"),
        ("身份证号11010519491231****", "identity", "110***************"),
        ("身份证1101051949****002X", "identity", "110***********002X"),
        ("身份证\\*10105194912310\\*2X", "identity", "*10***********0*2X"),
        ("电话1380013800*", "mobile", "138****800*"),
        ("电话（138）0013-8000", "mobile", "138****8000"),
        ("电话幺三八零零幺三八零零零", "mobile", "138****8000"),
        ("微信wx13800138000", "mobile", "138****8000"),
        ("账号6200000000001235", "card", "6200********1235"),
        ("卡号6200000000001234", "card", "6200********1234"),
        ("卡号620000000000123*", "card", "6200********123*"),
        ("证件号码 E12345678", "permit", "E******78"),
        ("香港身份证A123456(3)", "permit", "A*******3)"),
        ("军官证 南字第01234567号", "permit", "0*****67"),
        ("李四，住址：幸福小区5-2-301", "address", "幸" + "*" * 10),
        (TABLE.format("残疾等级"), "label", "残疾"),
        (TABLE.format("致贫原因"), "label", "致贫原因"),
        ("姓名,残疾等级\n李四,二级\n", "label", "残疾"),
        ("# 残疾人补贴名单\n\n| 姓名 | 金额 |\n|---|---|\n| 李四 | 100 |", "label", "残疾"),
        ("低保户名单：\n\n- 李四\n- 王五", "label", "低保"),
        ("李小明，八岁。", "minor", "李**"),
        ("林秀英，负责照顾残疾人李四。", "label", "残疾"),
    ],
)
def test_what_is_disguised_is_found(text, kind, masked):
    assert [(hit.kind, hit.masked) for hit in detect(text, TODAY)] == [(kind, masked)]


@pytest.mark.parametrize(
    "text",
    [
        "110105********002X，330***********1234，6200****1235",
        "| 项目 | 低保户数 | 责任人 |\n|---|---|---|\n| 低保核查 | 12 | 张三 |",
        "| 残疾等级 | 补贴标准 |\n|---|---|\n| 一级 | 100元 |",
        "残疾人两项补贴发放情况\n\n| 村 | 人数 | 金额 |\n|---|---|---|\n| 张家村 | 3 | 300 |",
        "低保户名单见村务公开栏。\n\n联系人：李四",
        "办理低保需要身份证、户口簿。编号2026****12345678",
        "工期2026/10/12 08:30:15 1200 1300，项目代码2020-330108-76-03-123456",
        "公司开户账号1202021009900000000，儿童宣传十三岁以下",
        *(
            "| 李明 | 主任医师 | 糖尿病、高血压 |",
            "林秀英，负责低保、残疾人工作。",
            "低保、特困业务咨询：林秀英，0571-80000000。",
            "残疾人专职委员李四，办公电话0571-80000000。",
            "一年级新生报名联系人：李丽，电话0571-81000000。",
            "幼儿园园长：李敏，招收小班幼儿30名。",
            "李四（联系人）地址：清溪镇人民路88号3楼301室民政办公室",
        ),
        "147\t2026-02-18\t132\t2026-07-16",
        f"12,{FIXTURE[:5]}.{FIXTURE[5:7]},{FIXTURE[7:]}",
        "施工图号E12345678，1、2、3、4、5、6、7、8、9、10、11、12",
    ],
)
def test_what_is_honest_passes(text):
    assert detect(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(
            ("8613800138000", "mobile"),
            ("0086 13800138000", "mobile"),
            (f"x {FIXTURE}", "identity"),
        ),
        *(("- 姓名: 李四\n  类别: 低保\n", "label"), ("{姓名: 李四, 类别: 低保}", "label")),
        ("姓名：李小小，出生日期：2016-03-02", "minor"),
    ],
)
def test_what_is_one_is_found(text, kind):
    assert [hit.kind for hit in detect(text, TODAY)] == [kind]


def test_nobody_is_a_child_for_ever():
    text = "姓名：李小小，出生日期：2012-12-02"
    assert detect(text, TODAY)
    assert not detect(text, TODAY.replace(year=2027))


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="现将公开，。 |-\n甲a", max_size=40),
    st.integers(0, 2**32),
    st.text(alphabet="现将公开，。 |\n甲", max_size=40),
)
def test_offsets_are_exact_wherever_a_number_stands(before, seed, after):
    number = identity(random.Random(seed))
    hits = number_hits(f"{before}：{number}。{after}")
    assert [(hit.start, hit.end) for hit in hits] == [(len(before) + 1, len(before) + 19)]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789Xx１２-| \u200b\n,.岁李低保住路号室", max_size=200))
def test_any_text_is_looked_through_and_covered_once_for_all(text):
    for hit in detect(text, TODAY):
        assert 0 <= hit.start < hit.end <= len(text)
    assert not [
        hit
        for hit in number_hits(covered(text))
        if hit.kind == "identity" and "*" in hit.masked[:3]
    ]


def test_a_covered_text_holds_no_number():
    text = f"甲{FIXTURE}乙13800138000丙"
    assert covered(text) == "甲110***********002X乙138****8000丙"
    assert covered("甲乙丙") == "甲乙丙"
    assert Masks().masked("mobile", "138") == "***"


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1|", "1\n", "\u200b", "1\u200b", "路1号", "李", "低保李四", "1岁"]
)
def test_the_work_grows_with_the_text_and_no_faster(piece):
    """Counted, not timed: the windows that are looked at for each digit have a bound."""
    looked = 0
    for size in (500, 1000):
        text = piece * size
        digits = sum(len(run.digits) for run in runs(text))
        assert digits <= len(text)
        looked = sum(
            1 for run in runs(text) for length in range(11, 20) for _ in run.windows(length)
        )
        assert looked <= 9 * max(1, digits)
        assert len(detect(text, TODAY)) <= len(text)


def test_no_value_is_in_what_a_hit_holds():
    for kind, _, text, (start, end) in planted():
        if kind in ("identity", "mobile", "card"):
            plain = re.sub(r"\D", "", text[start:end])
            for hit in detect(text, TODAY):
                assert plain not in repr(hit) or len(plain) < 11
