"""Family N: sums, amounts in capitals, counts, days, units, periods and jumps."""

from __future__ import annotations

import pytest

from tests.rules.conftest import examined

QUARTERLY = "limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}"
TABLE = "elements: {收缴金额: 300.00, 支出明细: "
HEAD = "| 用途 | 金额 |\n| --- | ---: |\n"
SHARES = "| 类别 | 人数 | 占比 |\n| --- | --- | --- |\n"
TOTALLED = (
    "elements: [{name: 支出合计, type: money}, {name: 支出明细, type: table, total: 金额, "
    "columns: [{name: 用途}, {name: 金额, type: money}]}]"
)
WORDED = (
    "elements: [{name: 金额, type: money}, {name: 金额大写, required: false}, {name: 明细, "
    "type: table, required: false, columns: [{name: 金额（万元）, type: money}, "
    "{name: 金额（大写）}]}]"
)

SUMS = [
    (
        "total",
        {
            "entry": TABLE + "[{用途: 甲, 金额: 0.1}, {用途: 乙, 金额: 0.2}, "
            "{用途: 合计, 金额: «0.4}]}"
        },
    ),
    (
        "total",
        {"entry": TABLE + "[{用途: 总计, 金额: «5}, {用途: 甲, 金额: 1}, {用途: 乙, 金额: 2}]}"},
    ),
    (
        "subtotal",
        {
            "entry": TABLE + "[{用途: 甲, 金额: 1}, {用途: 一组小计, 金额: «2}, "
            "{用途: 乙, 金额: 3}, {用途: 小计, 金额: 3}, {用途: 合计, 金额: 4}]}"
        },
    ),
    (
        "total",
        {
            "entry": TABLE + "[{用途: 甲, 金额: 1}, {用途: 小计, 金额: 1}, "
            "{用途: 乙, 金额: 3}, {用途: 小计, 金额: 3}, {用途: 合计, 金额: «8}]}"
        },
    ),
    ("total", {"text": HEAD + "| 甲 | 1,000.10 |\n| 乙 | 2.20 |\n| **合计** | **«1,002.31** |"}),
    ("total", {"text": HEAD + "| 甲 | 10元 |\n| 乙 | 20元 |\n| 合计 | «31元 |\n\n末段。"}),
    ("total", {"page": "甲\n\n" + HEAD + "| 甲 | 10 |\n| 乙 | — |\n| 合 计 | «11 |"}),
    ("hundred", {"text": SHARES + "| 甲 | 1 | 33% |\n| 乙 | 1 | 33% |\n| 丙 | 1 | «32% |"}),
    (
        "share",
        {
            "text": SHARES + "| 甲 | 1 | 25.0% |\n| 乙 | 2 | «45.0% |\n| 丙 | 1 | «30.0% |\n"
            "| 合计 | 4 | 100% |"
        },
    ),
    (
        "element",
        {
            "item": TOTALLED,
            "entry": "elements: {支出合计: «31, 支出明细: "
            "[{用途: 甲, 金额: 10}, {用途: 乙, 金额: 20}, {用途: 合计, 金额: 30}]}",
        },
    ),
    (
        "element",
        {
            "item": TOTALLED,
            "entry": "elements: {支出合计: «31, 支出明细: "
            "[{用途: 甲, 金额: 10}, {用途: 乙, 金额: 20}]}",
        },
    ),
]


@pytest.mark.parametrize(("variant", "fragments"), SUMS)
def test_sums_that_do_not_come_out_are_found(finds, variant, fragments):
    finds("N001", variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {
            "entry": TABLE
            + "[{用途: 甲, 金额: 0.1}, {用途: 乙, 金额: 0.2}, {用途: 合计, 金额: 0.30}]}"
        },
        {
            "entry": TABLE
            + "[{用途: 甲, 金额: 5}, {用途: 其中：乙, 金额: 2}, {用途: 合计, 金额: 5}]}"
        },
        {"text": HEAD + "| 合计 | 3 |\n| 甲 | 1 |\n| 乙 | 2 |"},
        {
            "text": HEAD
            + "| 一组小计 | 3 |\n| 甲 | 1 |\n| 乙 | 2 |\n| 二组小计 | 4 |\n| 丙 | 4 |\n"
            "| 合计 | 7 |"
        },
        {"text": HEAD + "| 甲 | 约3 |\n| 乙 | 2 |\n| 合计 | 9 |"},
        {"text": HEAD.replace("金额", "单价") + "| 甲 | 3 |\n| 乙 | 2 |\n| 合计 | 9 |"},
        {
            "text": "以万元计，数字四舍五入。\n\n"
            + HEAD
            + "| 甲 | 1.4 |\n| 乙 | 1.4 |\n| 合计 | 2.9 |"
        },
        {
            "text": SHARES + "| 甲 | 1 | 33.3% |\n| 乙 | 1 | 33.3% |\n| 丙 | 1 | 33.3% |\n"
            "| 合计 | 3 | 100% |"
        },
        {"text": SHARES + "| 甲 | 1 | 20% |\n| 乙 | 1 | 30% |"},
        {"text": HEAD + "| 合计（大写） | 叁元整 |\n| 甲 | 1 |"},
        {"text": "```\n甲 | 乙\n```\n\n甲 | 乙"},
    ],
)
def test_sums_that_may_be_right_pass(passes, fragments):
    passes(**fragments)


AMOUNTS = [
    ("differs", {"text": "支出1,250.00元（大写：«壹仟贰佰零伍元整）。"}),
    ("differs", {"text": "支出人民币«壹仟贰佰伍拾元整（¥1,205.00）。"}),
    ("differs", {"text": "金额（大写）：«叁万元整；小写：¥3000.00元。"}),
    ("differs", {"text": "合同价12.5万元（人民币«拾贰万元整）。"}),
    ("differs", {"text": "收到«一千二百元（1,250元）。"}),
    ("differs", {"text": "收到1,250元（«一千二百元）。"}),
    ("differs", {"text": HEAD + "| 合计（大写）«壹佰元整 | ¥101.00 |"}),
    ("differs", {"entry": "summary: 支出8元（«玖元整）。"}),
    ("unreadable", {"text": "支出105.00元（大写：«壹佰伍元整）。"}),
    ("differs", {"item": WORDED, "entry": "elements: {金额: 300.00, 金额大写: «叁佰零叁元整}"}),
    (
        "differs",
        {
            "item": WORDED,
            "entry": "elements: {金额: 1, 明细: [{金额（万元）: 3, 金额（大写）: «叁仟元整}]}",
        },
    ),
]


@pytest.mark.parametrize(("variant", "fragments"), AMOUNTS)
def test_amounts_that_differ_from_their_capitals_are_found(finds, variant, fragments):
    finds("N002", variant, **fragments)


@pytest.mark.parametrize(
    "text",
    [
        *("支出1,250.00元（大写：壹仟贰佰伍拾元整）。", "人民币（大写）叁仟元正（¥3,000.00）。"),
        *("合同价128.35万元（壹佰贰拾捌万叁仟伍佰元整）。", "计划投资1286万元。", "单笔10万元以上"),
        *("共十万元（100000元）。", "大写壹拾圆整，小写10.00元", "押金叁佰元整，2026年3月退还。"),
        *("第一百元（3元）券", "5元，二等品三元", "金额0.05元（伍分）"),
    ],
)
def test_amounts_that_agree_pass(passes, text):
    passes(text=text)


COUNTS = [
    ("names", {"text": "张三、李四、王五等«2名同志列为发展对象。"}),
    ("names", {"text": "张三（女）、李四（一支部、二支部）、王五等«二人受到表扬。"}),
    ("list", {"text": "列入台账的事项共«3项：农田水利、农村供水、河湖岸线、防汛备汛。"}),
    ("list", {"text": "共«三项：一是农田水利；二是农村供水。"}),
    ("list", {"text": "检查内容共«2项：\n\n1. 甲\n2. 乙\n3. 丙\n\n末段。"}),
    (
        "list",
        {
            "text": "公示以下«3名同志：\n\n| 姓名 | 支部 |\n| --- | --- |\n"
            "| 甲某 | 一 |\n| 乙某 | 二 |"
        },
    ),
    ("list", {"text": "公布下列«4项工作：\n- 甲\n- 乙\n  接着说\n- 丙"}),
]


@pytest.mark.parametrize(("variant", "fragments"), COUNTS)
def test_counts_unlike_their_lists_are_found(finds, variant, fragments):
    finds("N003", variant, **fragments)


@pytest.mark.parametrize(
    "text",
    [
        *("张三、李四等5名同志受到表扬。", "张三、李四等2名同志", "调研20余次，解决问题30余个。"),
        *("事项共3项：甲事、乙事和丙事。", "事项共2项：甲事、乙事和丙事。", "共约3项：甲、乙。"),
        *(
            "共七条，全部办结。",
            "共3项：甲事、乙事等。",
            "共2项：甲、乙，丙、丁。",
            "共3项：详见附件。",
        ),
        *("共40人，按报名先后确定。", "公布下列3项：\n\n- 甲\n- 乙\n- 丙", "共3项：\n\n末段。"),
    ],
)
def test_counts_that_may_be_right_pass(passes, text):
    passes(text=text)


DAYS = [
    {"text": "公示期«五天，从2026年10月24日至30日止。"},
    {"text": "公示期为«3个工作日，2026年10月12日至10月16日。"},
    {"text": "自9月22日起至9月30日止，共«7个工作日。"},
    {"text": "公示期«7天（2025年12月28日至2026年1月2日）。"},
]


@pytest.mark.parametrize("fragments", DAYS)
def test_days_unlike_their_dates_are_found(finds, fragments):
    finds("N004", "", **fragments)


@pytest.mark.parametrize(
    "text",
    [
        *("公示期五天，从2026年10月24日至28日止。", "公示期四天，从2026年10月24日至28日止。"),
        *("自9月22日起至9月30日止，共5个工作日。", "自9月22日起至9月30日止，共6个工作日。"),
        *(
            "公示期5个工作日，2031年3月3日至3月20日。",
            "公示期五天，另行通知。",
            "公示期不少于5天。",
        ),
        *(
            "公示期7天（2025年12月28日至2026年1月3日）。",
            "共三天。",
        ),
    ],
)
def test_days_that_agree_pass(passes, text):
    passes(text=text)


DATES = [
    ("unreal", {"text": "会议定于«2026年2月30日召开。"}),
    ("unreal", {"text": "截至«13月5日。"}),
    ("unreal", {"text": "«2026年2月29日以前。"}),
    ("unreal", {"text": "«二〇二六年四月三十一日"}),
    ("unreal", {"entry": "summary: 办理时间«2026-04-31。"}),
    ("weekday", {"text": "2026年11月24日（星期«三）"}),
    ("weekday", {"text": "11月24日（周«天）上午"}),
    ("weekday", {"text": "二〇二六年十一月二十四日 星期«一"}),
    ("weekday", {"text": "2026-11-24（星期«五）"}),
]


@pytest.mark.parametrize(("variant", "fragments"), DATES)
def test_days_that_are_none_are_found(finds, variant, fragments):
    finds("N005", variant, **fragments)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026年11月24日（星期二）",
            "2028年2月29日",
            "2月29日",
            "11月24日（周二）",
            "12月31日星期四",
        ),
        *(
            "1.13.45版",
            "10.2.31.5",
            "第3章2026/13/45项",
            "每周一至周五",
            "11月24日周一至周五",
            "3月份30日",
        ),
        *("二〇二六年十一月二十四日（星期二）", "卷号2026.15.44"),
    ],
)
def test_days_that_exist_pass(passes, text):
    passes(text=text)


UNITS = [
    {"text": HEAD + "| 甲 | 300元 |\n| 乙 | «1.2万元 |"},
    {"text": "| 工程 | 面积（亩） |\n| --- | --- |\n| 甲 | 30 |\n| 乙 | «1.2公顷 |"},
    {"text": "| 工程 | 土方 |\n| --- | --- |\n| 甲 | 30m3 |\n| 乙 | «12立方米 |"},
    {
        "item": WORDED.replace("金额（万元）, type: money", "面积").replace("金额（大写）", "注"),
        "entry": "elements: {金额: 1, 明细: [{面积: 3亩, 注: 甲}, {面积: «2公顷, 注: 乙}]}",
    },
]


@pytest.mark.parametrize("fragments", UNITS)
def test_mixed_units_are_found(finds, fragments):
    finds("N006", "", **fragments)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "| 甲 | 300元 |\n| 乙 | 1200元 |",
        "| 指标 | 完成 |\n| --- | --- |\n| 长度 | 3公里 |\n| 资金 | 5万元 |\n| 人数 | 3人 |",
        "| 指标（%） | 完成 |\n| --- | --- |\n| 长度 | 3 |\n| 资金 | 无 |",
    ],
)
def test_units_of_different_measures_pass(passes, text):
    passes(text=text)


PERIODS = [
    ("title", {"item": QUARTERLY, "entry": "title: 支部«2026年第二季度党费\nperiod: 2026-Q3"}),
    ("title", {"item": QUARTERLY, "entry": "title: 支部«2025年三季度党费\nperiod: 2026-Q3"}),
    ("title", {"item": QUARTERLY, "entry": "title: 支部«2025年党费\nperiod: 2026-Q3"}),
    ("title", {"item": QUARTERLY, "entry": 'title: "支部«6月份党费"\nperiod: 2026-Q3'}),
    ("title", {"item": QUARTERLY, "entry": "title: 支部«上半年党费\nperiod: 2026-Q3"}),
    ("number", {"entry": "number: «水党发〔2027〕18号"}),
    ("record", {"entry": "decision: {body: 党组会议, on: 2026-09-28, record: «〔2025〕第12次}"}),
]


@pytest.mark.parametrize(("variant", "fragments"), PERIODS)
def test_periods_unlike_the_title_are_found(finds, variant, fragments):
    finds("N007", variant, **fragments)


@pytest.mark.parametrize(
    "title",
    [
        *("2026年第三季度党费", "2026年三季度党费", "三季度党费", "2026年党费（第3季度）", "党费"),
        *("2026年度计划三季度执行情况", "9月30日党费收缴情况", "2026年7月至9月党费", "9月份党费"),
        *("2025年以来三季度党费", "落实水党发〔2025〕3号文件情况"),
    ],
)
def test_titles_that_agree_pass(passes, title):
    passes(item=QUARTERLY, entry=f"title: {title}\nperiod: 2026-Q3")


JUMP = {
    "item": QUARTERLY,
    "other": "item: A-01\nperiod: 2026-Q2\nformed: 2026-06-30\npublished: 2026-10-12\n"
    "title: 二季度党费\nelements: {收缴金额: 1250.00}",
}


@pytest.mark.parametrize("value", ["12500.00", "125000.00", "125.00"])
def test_figures_that_jump_are_found(finds, value):
    finds("N008", "", **JUMP, entry=f"period: 2026-Q3\nelements: {{收缴金额: «{value}}}")


@pytest.mark.parametrize(
    ("value", "config"),
    [
        ("12499.00", ""),
        ("126.00", ""),
        ("0", ""),
        ("20000.00", "accuracy: {jump: 20}"),
        ("99999999.00", "accuracy: {jump: 0}"),
    ],
)
def test_figures_that_move_pass(passes, value, config):
    passes(**JUMP, config=config, entry=f"period: 2026-Q3\nelements: {{收缴金额: {value}}}")


def test_a_text_in_quotes_and_folds_has_its_true_place(make_root):
    entry = "content/entries/2026/2026-0001.md"
    root = make_root()
    text = (root / entry).read_text(encoding="utf-8")
    folded = 'summary: "甲\\u4e59\n  丙，会议定于2026年2月30日\n  召开。"\ntitle:'
    (root / entry).write_text(text.replace("title:", folded, 1), encoding="utf-8")
    assert examined(root) == [("N005", "unreal", f"{entry}:6:9")]
