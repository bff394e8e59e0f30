"""What nobody should put on a sheet: each layout sets it well, or says what it cannot set."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from dispatch.ground.prose import Node
from dispatch.ground.prose import render
from dispatch.planning.views import Fact
from dispatch.planning.views.elements import FlowEdge
from dispatch.planning.views.elements import FlowNode
from dispatch.planning.views.elements import FlowView
from dispatch.planning.views.elements import TargetView
from dispatch.planning.views.sheets import SheetContact
from dispatch.rendering.sheets import MissingGlyph
from dispatch.rendering.sheets import Sheets
from dispatch.rendering.sheets import TooLarge
from tests.test_layouts import WORDS
from tests.test_sheets import LAYOUTS
from tests.test_sheets import view

LAYOUT_NAMES = (
    *("notice", "statement", "table", "ledger", "roster", "card", "procedure", "targets"),
    "poster",
)
SECRET = "root:"
TEXTS = {
    "markup": "#let x = 1 #panic() $x^2$ [a] <label> @ref // /* */ = - + ~ _b_ *c* `d`",
    "read": '#read("/etc/passwd") #image("/etc/passwd") #include "/etc/passwd" #sys.inputs',
    "tex": r"\input{/etc/passwd} \write18{id} \def\x{\x\x}\x %c {{ 7*7 }} {% raw %}",
    "long": "x" * 700 + " " + "长" * 700 + " " + "1234567890" * 70,
    "emoji": "公示😀有👨‍👩‍👧异🇨🇳议",
    "rare": "姓名：𠮷田、㐂、堃、龘、㎡、①",
    "traditional": "關於發展黨員對象的公示：龜、鬱、灣",
    "tibetan": "བོད་ཡིག 藏文",
    "right-to-left": "\u202eabc\u202c العربية עברית",
    "controls": "甲\x00乙\u200b丙\ufeff丁\u2028戊\ud7ff己\x1b[31m",
}
SHOWN = ("markup", "read", "tex", "long", "rare", "traditional")
"""What can be set whole; the others are told of."""


@pytest.fixture(scope="module")
def sheets():
    return Sheets((LAYOUTS,))


def plain(words: str) -> Node:
    return Node("#text", words)


def table(rows: list[list[str]], kinds: tuple[str, ...] = ()) -> Node:
    def row(cells, tag):
        pairs = [(("kind", kinds[n]),) if kinds and tag == "th" else () for n in range(len(cells))]
        return Node(
            "tr",
            children=tuple(
                Node(tag, children=(plain(cell),), attributes=pair)
                for cell, pair in zip(cells, pairs, strict=True)
            ),
        )

    head = Node("thead", children=(row(rows[0], "th"),))
    return Node(
        "table", children=(head, Node("tbody", children=tuple(row(r, "td") for r in rows[1:])))
    )


def hostile(layout: str, words: str):
    """Return a sheet that says the words wherever words may stand."""
    flow = FlowView(
        nodes=tuple(
            FlowNode(
                name=words, kind=kind, column=column, row=row, by=words, within=words, needs=words
            )
            for kind, column, row in (("start", 0, 0), ("decision", 0, 1), ("end", 1, 1))
        ),
        edges=(FlowEdge(tail=0, head=1, when=words), FlowEdge(tail=1, head=2, when=words)),
        columns=2,
        rows=2,
    )
    target = TargetView(
        name=words,
        office=words,
        measure=words,
        plan=words,
        done=words,
        share=7.5,
        elapsed=-3,
        pace="behind",
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        note=words,
    )
    item = Node("li", children=(plain(words),))
    blocks = (
        Node("p", children=(plain(words), Node("strong", children=(plain(words),)))),
        Node("h2", children=(plain(words),)),
        Node("ul", children=(item, item)),
        table(
            [[words, words, "金额"], [words, "0000-0000000", "1.00"], ["合计", "", "1.00"]],
            ("", "phone", "money"),
        ),
        Node("flow", children=(Node("ol", children=(item,)),)),
        Node("targets", children=(table([[words], [words]]),)),
    )
    return view(
        layout=layout,
        blocks=blocks,
        flows=(flow,),
        targets=((target,),),
        title=words,
        number=words,
        addressee=words,
        issuer=words,
        facts=(Fact(label=words[:40], value=words),),
        contacts=(SheetContact(purpose=words[:40], office=words, phone=words, place=words),),
        notes=(words,),
        signers=(Fact(label="制表", value=words[:60]),),
        labels=WORDS,
        edition=words[:40],
        posting_text=words[:40],
    )


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_hostile_words_are_words_or_are_told(sheets, layout, name):
    made = sheets.sheet(hostile(layout, TEXTS[name]))
    if not made.content:
        assert all(isinstance(fault, TooLarge) for fault in made.faults)
        assert made.faults
        return
    text = text_of(made.content)
    assert SECRET not in text
    assert "7*7" in text or name != "tex", "nothing was reckoned"
    if name in SHOWN:
        assert made.faults == ()
    if name in ("emoji", "tibetan", "right-to-left"):
        assert made.faults
        assert all(isinstance(fault, MissingGlyph) for fault in made.faults)
        assert "〓" in text
    if name in ("rare", "traditional"):
        kept = re.sub(r"\s", "", TEXTS[name])
        assert kept in text
    assert len(made.pages) < 40


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_what_is_not_shown_is_missing_in_no_font(sheets, layout):
    """A glyph 0 would be an empty box: the engine refuses it, and none is in the fonts."""
    content = sheets.sheet(hostile(layout, "甲😀བ𠮷\u202e乙")).content
    for page in PdfReader(BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            codes = font["/ToUnicode"].get_data().decode("ascii")
            assert not re.search(r"<0000> <(?:0000|FFFD)>", codes)


@pytest.mark.heavy
@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_a_table_of_2000_rows_is_set_whole(sheets, layout):
    rows = [["序号", "用途", "金额", "备注"]]
    rows += [[str(n), f"第{n}项支出", "2.50", ""] for n in range(1, 2001)]
    rows.append(["", "合计", "5000.00", ""])
    given = view(blocks=(table(rows, ("", "", "money", "")),), layout=layout, labels=WORDS)
    made = sheets.sheet(given)
    assert made.faults == ()
    text = text_of(made.content)
    assert "第2000项支出" in text
    assert text.count("项支出") == 2000
    if layout == "ledger":
        assert "合计（大写）：伍仟元整" in text


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_a_table_of_60_columns_is_set_whole(sheets, layout):
    rows = [[f"列{n}" for n in range(60)], [f"{n}.25" for n in range(60)]]
    made = sheets.sheet(view(blocks=(table(rows),), layout=layout, labels=WORDS))
    assert made.faults == ()
    text = text_of(made.content)
    assert all(f"列{n}" in text for n in range(60))
    assert all(f"{n}.25" in text for n in range(60))


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_an_empty_sheet_is_a_sheet(sheets, layout):
    bare = view(layout=layout, blocks=(), facts=(), contacts=(), number="", addressee="", notes=())
    for given in (bare, replace(bare, issuer="", edition="", posting_text="", labels=())):
        assert len(sheets.sheet(given).pages) == 1


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("paper", ["A4", "B4", "A3", "A2"])
def test_every_layout_has_every_paper_and_large_print(sheets, layout, large, paper):
    blocks = (*render("正文。\n\n# 甲\n\n- 张三\n- 李四").tree, table([["甲", "乙"], ["1", "2"]]))
    given = view(layout=layout, paper=paper, large=large, blocks=blocks, labels=WORDS)
    made = sheets.sheet(given)
    assert made.faults == ()
    assert 1 <= len(made.pages) <= 2
