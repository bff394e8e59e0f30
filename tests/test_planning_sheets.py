"""Sheets: which entries get one, and the words that are printed on it."""

from __future__ import annotations

import re
from dataclasses import fields
from dataclasses import replace
from datetime import date

import pytest

from dispatch.ground.prose import tree_of
from dispatch.ledger.account import account_of
from dispatch.model.elements import FlowStep
from dispatch.model.entry import Attachment
from dispatch.model.entry import Contact
from dispatch.model.entry import Decision
from dispatch.model.entry import Edition
from dispatch.model.entry import Window
from dispatch.model.entry import Withdrawal
from dispatch.model.paper import SheetChoice
from dispatch.model.site import AttachedFile
from dispatch.model.values import period_of
from dispatch.planning.blocks import figures_of
from dispatch.planning.blocks import suited
from dispatch.planning.flow import flow_of
from dispatch.planning.norm import item_row
from dispatch.planning.norm import item_view
from dispatch.planning.plan import plan
from dispatch.planning.sheetviews import SAID
from dispatch.planning.sheetviews import chosen
from dispatch.planning.sheetviews import content_digest
from dispatch.planning.sheetviews import sheet_view
from dispatch.planning.views import Fact
from dispatch.planning.views.elements import ElementView
from dispatch.planning.views.sheets import SheetText
from dispatch.planning.views.sheets import SheetView
from dispatch.planning.wording import Print
from dispatch.planning.wording import period_text
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import notice
from tests.nouns import site
from tests.nouns import words


def planned(*entries, day=TODAY, language="zh-Hans", **given):
    return plan(account_of(site(*entries, **given), day), words(language), sheets=True)


def sheets(*entries, **given):
    return {sheet.id: sheet for sheet in planned(*entries, **given).sheets}


def one(*entries, **given):
    (sheet,) = sheets(*entries, **given).values()
    return sheet


def said(nodes):
    return "".join(node.text + said(node.children) for node in nodes)


def test_what_holds_or_still_hangs_has_a_sheet():
    gone = Withdrawal(on=date(2026, 10, 9), reason="有误")
    span = notice(date(2026, 10, 12), date(2026, 10, 16))
    found = sheets(
        entry(1),
        entry(2, withdrawn=gone),
        entry(3, draft=True),
        entry(4, published=date(2027, 1, 1)),
        entry(5),
        entry(6, corrects="2026-0005"),
        entry(7, posting=Window(last=date(2026, 10, 9))),
        entry(8, "N-1", notice=span, posting=Window(last=date(2026, 12, 1))),
        entry(9, boards=()),
        entry(10, "U-1"),
        entry(11, unit="offline"),
    )
    public = {name: sheet.public for name, sheet in found.items()}
    assert public == {
        "2026-0001": True,
        "2026-0006": True,
        "2026-0007": True,
        "2026-0008": False,
        "2026-0010": False,
        "2026-0011": False,
    }


def test_only_pages_of_sheets_for_society_lead_to_a_sheet():
    span = notice(date(2026, 10, 12), date(2026, 10, 16))
    closing = entry(2, "N-1", notice=span, posting=Window(last=date(2026, 12, 1)))
    made = planned(entry(1), closing)
    assert {page.row.id: page.sheet for page in made.site.entries} == {
        "2026-0001": "sheets/2026-0001.pdf",
        "2026-0002": "",
    }
    bare = plan(account_of(site(entry(1)), TODAY), words(), sheets=False)
    assert (bare.sheets, bare.site.entries[0].sheet) == ((), "")


def test_a_sheet_for_society_does_not_know_of_what_is_hidden():
    found = sheets(entry(1), entry(2, "U-1", supersedes="2026-0003"), entry(3))
    assert (found["2026-0001"].public, found["2026-0002"].public) == (True, False)
    assert found["2026-0003"].public, "its successor is no matter of those who read it"
    page = planned(entry(2, "U-1", supersedes="2026-0003"), entry(3)).site.entries[0]
    assert (page.row.state, page.related) == ("in-force", ())
    assert page.sheet == "sheets/2026-0003.pdf"


def test_the_code_leads_to_the_entry_or_to_no_more_than_the_board():
    found = sheets(entry(1), entry(2, "U-1"))
    web, paper = found["2026-0001"], found["2026-0002"]
    entry_page = "https://example.org/dwgk/entries/2026/2026-0001/"
    assert web.address == f"{entry_page}?d={web.digest}#edition-1"
    assert re.fullmatch(r"[0-9a-f]{12}", web.digest)
    assert web.address_text == "example.org/dwgk/entries/2026/2026-0001/"
    assert paper.address == "https://example.org/dwgk/boards/corridor/#paper"
    assert (web.web, paper.web) == (True, False)
    assert dict(web.labels)["address"] != dict(paper.labels)["address"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh-Hans",
            {
                "公示期": "2026年11月20日至2026年11月26日（5个工作日）",
                "公开事项": "N-1 事项N-1",
                "所属时期": "2026年第三季度",
                "决定机构": "局党组会议（2026年9月28日，〔2026〕第12次）",
                "公开范围": "向社会公开",
                "附件": "表一；表二",
                "张贴时间": "2026年10月1日至2026年12月1日",
            },
        ),
        (
            "en",
            {
                "Notice period": "20 November 2026 to 26 November 2026 (5 working days)",
                "Item": "N-1 事项N-1",
                "Period": "third quarter of 2026",
                "Decided by": "局党组会议 (28 September 2026, 〔2026〕第12次)",
                "Scope": "open to the public",
                "Attachments": "表一; 表二",
                "Posted": "1 October 2026 to 1 December 2026",
            },
        ),
    ],
)
def test_the_facts_are_in_the_words_of_the_site(language, expected):
    files = ("attachments/a.csv", "attachments/b.csv")
    sheet = one(
        entry(
            1,
            "N-1",
            notice=notice(date(2026, 11, 20), date(2026, 11, 26)),
            period="2026-Q3",
            decision=Decision(body="局党组会议", on=date(2026, 9, 28), record="〔2026〕第12次"),
            posting=Window(last=date(2026, 12, 1)),
            attachments=tuple(
                Attachment(file=file, title=title)
                for file, title in zip(files, ("表一", "表二"), strict=True)
            ),
        ),
        language=language,
        attachments={
            file: AttachedFile(path=file, size=1, digest="0", location="/x") for file in files
        },
    )
    assert {fact.label: fact.value for fact in sheet.facts} == expected
    assert sheet.language == language


def test_notes_name_the_boards_and_who_answers_for_it():
    sheet = one(entry(1, boards=("hall", "corridor")))
    assert sheet.notes == (
        "张贴于：党建工作栏（大厅）；党务公开栏（走廊）",
        "责任人：职务head（第一责任），职务deputy（具体负责），办公室（具体落实）",
    )
    assert (sheet.issuer, sheet.date_text) == ("第一党支部", "2026年10月1日")


def test_contacts_are_ready_to_print():
    contacts = (
        Contact(purpose="objections", office="办公室", phone="0000", place="二楼", mail="信箱"),
        Contact(purpose="supervision", office="机关纪委"),
    )
    sheet = one(entry(1, contacts=contacts))
    assert [(c.purpose, c.office, c.phone, c.place) for c in sheet.contacts] == [
        ("提出异议", "办公室", "0000", "二楼；信箱"),
        ("监督投诉", "机关纪委", "", ""),
    ]


def test_the_edition_counts_what_it_took_the_place_of():
    chain = (
        entry(1),
        entry(2, corrects="2026-0001"),
        entry(3, supersedes="2026-0002"),
        entry(4, supersedes="2026-0004"),
    )
    found = sheets(*chain)
    assert {name: sheet.edition for name, sheet in found.items()} == {
        "2026-0003": "第3版",
        "2026-0004": "第1版",
    }
    assert ("代替", "2026年10月1日公开的“标题2”") in [
        (fact.label, fact.value) for fact in found["2026-0003"].facts
    ]


def test_a_change_after_publication_makes_an_edition_and_is_told():
    changes = (Edition(on=date(2026, 11, 5), note="改正合计"),)
    found = sheets(entry(1), entry(2, corrects="2026-0001", editions=changes))["2026-0002"]
    assert found.edition == "第3版"
    assert ("修改", "2026年11月5日：改正合计") in [(each.label, each.value) for each in found.facts]


def test_body_and_elements_become_blocks_in_reading_order():
    values = {
        "事项": "短",
        "清单": ["甲", "乙"],
        "明细": [{"用途": "书", "金额": "1.00"}, {"用途": "合计", "金额": "1.00"}],
        "流程": [
            {"name": "申请", "by": "office", "within": "1日", "needs": "表", "note": "免费"},
            {"name": "审查", "to": [{"step": "办结", "when": "齐全"}, {"step": "申请"}]},
            {"name": "办结"},
        ],
        "目标": [{"name": "管网", "measure": "公里", "plan": "8", "done": "2"}],
    }
    sheet = one(entry(1, elements=values, body="## 一、情况\n\n正文。"))
    assert [node.tag for node in sheet.blocks] == [
        *("h2", "p", "p"),
        *("h2", "ul", "h2", "table", "h2", "flow", "h2", "targets"),
    ]
    assert said(sheet.blocks[:3]) == "一、情况正文。事项：短"
    listed, table, flow, targets = (sheet.blocks[n] for n in (4, 6, 8, 10))
    assert said(listed.children) == "甲乙"
    shape = (
        '<table><thead><tr><th scope="col">用途</th>'
        '<th scope="col" class="right" kind="money">金额</th></tr></thead>'
        '<tbody><tr><td>书</td><td class="right">1.00</td></tr><tr>'
        '<td><strong>合计</strong></td><td class="right"><strong>1.00</strong></td></tr>'
        "</tbody></table>"
    )
    assert (table,) == tree_of(shape)
    (steps,), (figures,) = flow.children, targets.children
    assert [said(node.children) for node in steps.children] == [
        "申请（承办：办公室；时限：1日；材料：表；免费）",
        "审查（齐全的，转“办结”；转“申请”）",
        "办结",
    ]
    assert said(figures.children[1].children) == "管网公里8225.0%"
    assert [step.name for step in sheet.flows[0].nodes] == ["申请", "审查", "办结"]
    assert [each.name for each in sheet.targets[0]] == ["管网"]


def test_a_long_value_stands_under_its_name():
    sheet = one(entry(1, elements={"事项": "长" * 41}))
    assert [(node.tag, said(node.children)) for node in sheet.blocks] == [
        ("h2", "事项"),
        ("p", "长" * 41),
    ]
    split = one(entry(1, elements={"事项": "一行\n二行"}))
    assert [node.tag for node in split.blocks] == ["h2", "p", "p"]


def test_english_puts_a_space_after_the_name():
    sheet = one(entry(1), language="en")
    assert said(sheet.blocks) == "事项: 内容"


@pytest.mark.parametrize(
    ("period", "chinese", "english"),
    [
        ("2026", "2026年", "2026"),
        ("2026-H1", "2026年上半年", "first half of 2026"),
        ("2026-Q4", "2026年第四季度", "fourth quarter of 2026"),
        ("2026-02", "2026年2月", "February 2026"),
    ],
)
def test_periods_are_said_in_words(period, chinese, english):
    for language, expected in (("zh-Hans", chinese), ("en", english)):
        how = Print(messages=words(language), language=language, public=True)
        assert period_text(how, period_of(period)) == expected


def test_attachments_to_copy_are_those_of_public_entries_once_each():
    files = {
        name: AttachedFile(path=name, size=3, digest="d", location=f"/x/{name}")
        for name in ("attachments/a.csv", "attachments/b.csv")
    }
    listed = (Attachment(file="attachments/a.csv", title="表"),)
    made = planned(
        entry(1, attachments=listed),
        entry(2, attachments=listed),
        entry(3, "U-1", attachments=(Attachment(file="attachments/b.csv", title="密"),)),
        attachments=files,
    )
    assert [(each.view.path, each.location) for each in made.attachments] == [
        ("attachments/a.csv", "/x/attachments/a.csv")
    ]


def test_every_value_of_a_sheet_is_said_or_is_how_it_is_set():
    set_by = {"layout", "public", "language", "kind", "date", "address", "address_text"}
    set_by |= {"labels", "digest", "web", "paper", "large", "name", "number_of_edition"}
    assert {each.name for each in fields(SheetView)} == set(SAID) | set_by


def test_the_digest_is_of_what_is_said_and_not_of_how_it_is_set():
    sheet = one(entry(1))
    assert content_digest(sheet) == sheet.digest
    as_set = replace(sheet, layout="poster", paper="A2", large=True, labels=(), public=False)
    assert content_digest(as_set) == sheet.digest
    for name in SAID:
        value = getattr(sheet, name)
        other = f"{value}x" if isinstance(value, str) else (*value, Fact(label="a", value="b"))
        assert content_digest(replace(sheet, **{name: other})) != sheet.digest
    assert content_digest(replace(sheet, address_text="x")) != sheet.digest


def test_a_sheet_off_the_web_has_one_digest_on_all_its_boards():
    paper = one(entry(1, "U-1"))
    assert content_digest(replace(paper, address_text="x")) == paper.digest


def test_the_digest_does_not_move_with_the_day():
    values = {"目标": [{"name": "管网", "measure": "公里", "plan": "8", "done": "2"}]}
    span = notice(date(2026, 10, 12), date(2026, 10, 16))
    window = Window(last=date(2027, 1, 31))
    made = [
        {
            sheet.id: sheet.digest
            for sheet in planned(
                entry(1, elements=values), entry(2, "N-1", notice=span, posting=window), day=day
            ).sheets
        }
        for day in (date(2026, 10, 12), TODAY, date(2026, 12, 30))
    ]
    assert made[0] == made[1] == made[2]
    assert len(made[0]) == 2


def test_entry_item_and_board_say_how_a_sheet_is_set():
    account = account_of(site(entry(1, sheet=SheetChoice(size="A3"))), TODAY)
    index, whole = account.index, account.index.entries["2026-0001"]
    board = replace(index.site.boards[0], sheet="B4", large=True)
    how = Print(messages=words(), language="zh-Hans", public=True, board=board)
    assert chosen(index, whole, how) == SheetChoice(size="A3", large=True)
    bare = replace(whole, sheet=None)
    assert chosen(index, bare, how) == SheetChoice(size="B4", large=True)
    asked = replace(how, choice=SheetChoice(size="A2", layout="poster", large=False))
    assert chosen(index, whole, asked) == asked.choice


def test_a_sheet_that_is_posted_again_says_from_when_to_when_it_was_to_hang():
    account = account_of(site(entry(1)), TODAY)
    index, whole = account.index, account.index.entries["2026-0001"]
    sheet = one(entry(1))
    text = SheetText(blocks=sheet.blocks)
    spans = ((date(2026, 10, 1), date(2026, 10, 9)),)
    how = Print(messages=words(), language="zh-Hans", public=True, web=True, again=spans)
    again = sheet_view(index, whole, item_of(index, whole), text, how=how)
    told = Fact(label="重新张贴", value="原张贴时间：2026年10月1日至2026年10月9日")
    assert told in again.facts
    assert again.digest != sheet.digest
    same = sheet_view(index, whole, item_of(index, whole), text, how=replace(how, again=()))
    assert same.digest == sheet.digest


def test_where_to_object_is_printed_beside_the_code():
    contacts = (
        Contact(purpose="enquiries", office="办公室"),
        Contact(purpose="objections", office="局党组办公室", phone="0000", place="二楼"),
    )
    assert one(entry(1, contacts=contacts)).notes[-1] == "有异议请向局党组办公室 0000 二楼提出"
    assert "有异议" not in "".join(one(entry(1)).notes)


def item_of(index, whole):
    item = index.site.items[whole.item]
    return item_view(index, item, item_row(index, item), ())


def element(kind, **values):
    return ElementView(name="要素", type=kind, **values)


MONEY = {"columns": (("用途", "text"), ("金额", "money")), "cells": (("书", "1"), ("合计", "1"))}
PHONES = {"columns": (("科室", "text"), ("电话", "phone")), "cells": (("办公室", "0000"),)}
NAMES = ("张三", "李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十")
FLOW = flow_of((FlowStep(name="申请"), FlowStep(name="办结")))


@pytest.mark.parametrize(
    ("kind", "elements", "expected"),
    [
        ("notice", (element("table", total=True, **MONEY),), "notice"),
        ("statement", (element("table", total=True, **MONEY),), "ledger"),
        ("statement", (element("table", **MONEY),), "statement"),
        ("statement", (element("table", **PHONES),), "statement"),
        ("profile", (element("table", **PHONES),), "card"),
        ("procedure", (element("steps", flow=FLOW), element("table", **PHONES)), "procedure"),
        ("procedure", (element("text", text="无"),), "statement"),
        ("statement", (element("list", items=NAMES),), "roster"),
        ("statement", (element("list", items=NAMES[:7]),), "statement"),
        ("statement", (element("list", items=(*NAMES, "水利局办公室")),), "statement"),
        ("statement", (element("text", text="有"),), "statement"),
    ],
)
def test_the_layout_follows_from_what_an_entry_says(kind, elements, expected):
    assert suited(kind, elements, ()) == expected


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [(14, 3, "statement"), (15, 3, "table"), (2, 8, "statement"), (2, 9, "table")],
)
def test_long_and_wide_tables_have_a_layout_of_their_own(rows, columns, expected):
    line = f"<tr>{'<td>甲</td>' * columns}</tr>"
    head = f"<tr>{'<th>乙</th>' * columns}</tr>"
    table = tree_of(f"<table><thead>{head}</thead><tbody>{line * rows}</tbody></table>")
    assert suited("statement", (), table) == expected


def test_who_made_checked_and_answers_is_told_by_name():
    sheet = one(entry(1))
    assert [fact.label for fact in sheet.signers] == ["制表", "审核", "负责人"]
    bare = one(entry(1, procedure=None))
    assert [fact.value for fact in bare.signers] == ["", "", ""]


def test_the_figures_of_a_sheet_are_of_a_day_that_does_not_move():
    quarter = entry(1, period="2026-Q3", published=date(2026, 10, 12))
    assert figures_of(quarter) == date(2026, 9, 30)
    assert figures_of(entry(2, published=date(2026, 10, 1))) == date(2026, 10, 1)
    change = (Edition(on=date(2026, 11, 5), note="改"),)
    assert figures_of(entry(3, published=date(2026, 10, 1), editions=change)) == date(2026, 11, 5)
    early = entry(4, period="2026", published=date(2026, 10, 1))
    assert figures_of(early) == date(2026, 10, 1)
