"""Markdown to clean HTML: what comes out, what must not, and how long it may take."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.ground import evident
from dispatch.ground import habits
from dispatch.ground import prose
from dispatch.ground.excess import LENGTH
from dispatch.ground.habits import tidied
from dispatch.ground.habits import typed
from dispatch.ground.plain import plain_html
from dispatch.ground.prose import Node
from dispatch.ground.prose import refusal
from dispatch.ground.prose import render
from dispatch.ground.prose import tree_of


def words(nodes: tuple[Node, ...]) -> str:
    return "".join(node.text + words(node.children) for node in nodes)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("正文", "<p>正文</p>"),
        ("# 一\n\n### 二\n\n# 三", "<h2>一</h2>\n<h3>二</h3>\n<h2>三</h2>"),
        ("## 一\n\n## 二\n\n### 三", "<h2>一</h2>\n<h2>二</h2>\n<h3>三</h3>"),
        ("**公示：**内容", "<p><strong>公示：</strong>内容</p>"),
        ("3. 甲\n4. 乙", '<ol start="3">\n<li>甲</li>\n<li>乙</li>\n</ol>'),
        ("`a`，*强调*", "<p><code>a</code>，<em>强调</em></p>"),
        ("> 引文", "<blockquote>\n<p>引文</p>\n</blockquote>"),
        ("", ""),
        ("  \n\n", ""),
    ],
)
def test_markdown_becomes_html(text, html):
    assert render(text).html == html


def test_heading_offset_moves_the_highest_heading():
    assert render("### 甲\n\n#### 乙", heading_offset=2).html == "<h3>甲</h3>\n<h4>乙</h4>"
    deep = "\n\n".join("#" * level + " 题" for level in range(1, 7))
    assert render(deep, heading_offset=3).html.count("<h6>") == 4


def test_table_cells_know_their_side_and_head():
    html = render("|甲|乙|丙|\n|:-|-:|:-:|\n|1|2|3|").html
    assert '<th scope="col" class="right">乙</th>' in html
    assert '<td class="center">3</td>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("公示内\n容如下", "<p>公示内容如下</p>"),
        ("公示\n“内容”", "<p>公示“内容”</p>"),
        ("**公示**\n内容", "<p><strong>公示</strong>内容</p>"),
        ("公示 \n内容", "<p>公示内容</p>"),
        ("公示\n𠮷", "<p>公示𠮷</p>"),
        ("公示\nPDF", "<p>公示\nPDF</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("    one\n    two", "<pre><code>one\ntwo\n</code></pre>"),
    ],
)
def test_line_end_between_hanzi_is_no_space(text, html):
    assert render(text).html == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<!-- 身份证 000000 -->",
        "<b onclick=alert(1)>x",
        "<img src=x onerror=alert(1)>",
        "<?php x ?>",
        "<![CDATA[x]]>",
        "<div markdown=1>\n\n甲\n\n</div>",
        "![图](a.png)",
        "![图][1]",
    ],
)
def test_html_and_images_are_shown_as_typed(text):
    made = render(text)
    assert words(made.tree).replace("\n", "") == text.replace("\n", "")
    assert {node.tag for node in made.tree} == {"p"}


LEADING_NOWHERE = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///x",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "../../internal/x.pdf",
    "a/../../x.pdf",
    "..%2f..%2fx.pdf",
    "%2e%2e/x.pdf",
)


@pytest.mark.parametrize("target", LEADING_NOWHERE)
@pytest.mark.parametrize("form", ["[链接]({})", "[链接](<{}>)", "[链接][1]\n\n[1]: {}", "<{}>"])
def test_links_that_lead_nowhere_are_dropped_and_told(form, target):
    made = render(form.format(target))
    assert "href" not in made.html
    assert "<a" not in made.html
    if "链接" in form and "\t" not in target:
        assert "链接" in made.html
        assert len(made.dropped) == 1 or "[链接]" in made.html


@pytest.mark.parametrize(
    "target",
    ["https://a.cn/?b=1&c=2", "http://a.cn", "mailto:a@b.cn", "tel:0000-0000000", "a/b.pdf"],
)
def test_links_that_lead_somewhere_stay(target):
    made = render(f"[链接]({target})")
    assert made.tree[0].children[0].attributes == (("href", target),)
    assert made.dropped == ()


def test_markup_in_a_link_title_stays_text():
    made = render('[甲](b "<td><h1><img src=x onerror=alert(1)>")\n\n|a|b|\n|-|-|\n|c|d|\n\n# e')
    link = made.tree[0].children[0]
    assert link.attributes == (("href", "b"), ("title", "<td><h1><img src=x onerror=alert(1)>"))
    assert [node.tag for node in made.tree] == ["p", "table", "h2"]


def test_nothing_of_a_text_reaches_the_next():
    render("甲[^1][乙][二]\n\n[^1]: 注\n[二]: https://secret.example")
    assert "secret" not in render("[乙][二]").html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("如下：\n1. 甲\n2. 乙", "<p>如下：</p>\n<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>"),
        ("如下：\n- 甲", "<p>如下：</p>\n<ul>\n<li>甲</li>\n</ul>"),
        ("如下\n2. 乙", '<p>如下</p>\n<ol start="2">\n<li>乙</li>\n</ol>'),
        ("about\n2. Then", "<p>about\n2. Then</p>"),
        ("　　一段\n　　二段", "<p>一段</p>\n<p>二段</p>"),
        ("1、甲\n2、乙", "<p>1、甲</p>\n<p>2、乙</p>"),
        ("（一）甲\n（二）乙", "<p>（一）甲</p>\n<p>（二）乙</p>"),
        ("2026. 年", "<p>2026. 年</p>"),
        ("1. 甲\n　　续", "<ol>\n<li>甲　　续</li>\n</ol>"),
    ],
)
def test_habits_of_offices_are_understood(text, html):
    assert render(text).html == html


@pytest.mark.parametrize(
    "text",
    [
        "如下\n|甲|乙|\n|-|-|\n|1|2|",
        "如下\n\n｜甲｜乙｜\n｜-｜-｜\n｜1｜2｜",
        "如下\n甲｜乙\n-｜-\n1｜2",
    ],
)
def test_tables_after_a_line_and_with_full_width_bars(text):
    kinds = [node.tag for node in render(text).tree]
    assert kinds == ["p", "table"]


@pytest.mark.parametrize(
    "text",
    [
        *("5*3*2=30", "2**3**4", "a_b_c", "附件_表_1", "110***1978***12", "a*b，c*d"),
        *("张*和李*两名同志", "张*、李*、王*同意", "张**、李**、王**", "11010***********1234"),
        *("___年___月___日", "____年____月", "甲 * 乙 * 丙", "[5*3*2=30]", "<a*b*@c.cn>"),
    ],
)
def test_marks_that_emphasise_nothing_are_printed_as_typed(text):
    made = render(f"- {text}\n\n{text}\n\n|{text}|乙|\n|-|-|\n|1|{text}|")
    assert words(made.tree).replace("<a*b*@c.cn>", "a*b*@c.cn").count(text.strip("<>")) == 4
    assert "<em>" not in made.html
    assert "<strong>" not in made.html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("甲**乙**丙", "<p>甲<strong>乙</strong>丙</p>"),
        ("关于**“某某”**的通知", "<p>关于<strong>“某某”</strong>的通知</p>"),
        ("**甲 *乙* 丙**", "<p><strong>甲 <em>乙</em> 丙</strong></p>"),
        ("***甲***", "<p><strong><em>甲</em></strong></p>"),
        ("**甲\n乙**", "<p><strong>甲乙</strong></p>"),
        ("`a*b*c` \\*d\\*", "<p><code>a*b*c</code> *d*</p>"),
        ("* 甲\n* 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
        ("甲\n* * *\n乙", "<p>甲</p>\n<hr>\n<p>乙</p>"),
        ("[甲](http://a.cn/5*3*2)", '<p><a href="http://a.cn/5*3*2">甲</a></p>'),
    ],
)
def test_marks_that_mean_something_still_do(text, html):
    assert render(text).html == html


def shapes(text: str) -> list[tuple[str, str]]:
    """Return the elements of a text, with their words."""
    return [(node.tag, words((node,))) for node in render(text).tree]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "## 一、情况\n正文如下：\n- 甲\n- 乙",
            [("h2", "一、情况"), ("p", "正文如下："), ("ul", "甲乙")],
        ),
        ("- 甲\n- 乙\n以上请执行", [("ul", "甲乙"), ("p", "以上请执行")]),
        ("- 甲\n1. 乙\n- 丙", [("ul", "甲"), ("ol", "乙"), ("ul", "丙")]),
        ("- 甲\n|乙|丙|\n|-|-|\n|1|2|\n注", [("ul", "甲"), ("table", "乙丙12"), ("p", "注")]),
        ("- 甲\n---\n乙", [("ul", "甲"), ("hr", ""), ("p", "乙")]),
        ("> 甲\n乙", [("blockquote", "甲"), ("p", "乙")]),
        ("小标题\n---\n甲\n- 乙", [("h2", "小标题"), ("p", "甲"), ("ul", "乙")]),
        ("1. 甲\n   续\n2. 乙", [("ol", "甲续乙")]),
        ("```\n- a 甲\n    b\n```", [("p", "- a 甲 b")]),
        ("```\n甲｜乙\n—｜—\n```", [("p", "甲｜乙—｜—")]),
    ],
)
def test_what_follows_without_a_blank_line_stands_by_itself(text, found):
    assert shapes(text) == found


@pytest.mark.parametrize(
    "line",
    [
        *(
            "一、乙",
            "（一）乙",
            "(一)乙",
            "1.乙",
            "1．乙",
            "1、乙",
            "（1）乙",
            "(1)乙",
            "1)乙",
            "①乙",
        ),
        *("第一，乙", "·乙", "• 乙", "    乙", "\t乙", "　　乙"),
    ],
)
def test_an_enumerated_or_indented_line_is_a_paragraph_as_typed(line):
    assert shapes(f"甲\n{line}") == [("p", "甲"), ("p", line.strip())]


@pytest.mark.parametrize("end", ["。", "！", "？", "；", "：", "。”", "：**", "。）", ":", ";"])
def test_a_line_that_ends_a_sentence_ends_its_paragraph(end):
    assert len(shapes(f"**甲{end}\n乙\n丙")) == 2


def test_lines_that_go_on_are_joined_as_before():
    assert shapes("共计\n300元，见\nPDF\n文件\n1.5倍\n增长") == [
        ("p", "共计 300元，见 PDF 文件 1.5倍增长")
    ]
    assert shapes("one.\n2. two\n1.x") == [("p", "one. 2. two 1.x")]


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_lists_nest_by_two_spaces(indent):
    text = f"1. 甲\n{' ' * indent}- 乙\n{' ' * 2 * indent}- 丙\n{' ' * indent}- 丁\n2. 戊"
    (outer,) = render(text).tree
    assert [words(item.children[:1]) for item in outer.children] == ["甲", "戊"]
    inner = outer.children[0].children[1]
    assert [words(item.children[:1]) for item in inner.children] == ["乙", "丁"]
    assert words(inner.children[0].children[1:]) == "丙"


@pytest.mark.parametrize(
    "text",
    [
        "[1]: 注释一",
        "甲[^1]\n\n[^1]: 注",
        "甲[1]\n[1]: 见1.2节\n乙",
        "[1]: https://a.cn/b",
        "[1]:\n[2]: 注",
    ],
)
def test_a_note_that_looks_like_an_address_is_printed(text):
    assert words(render(text).tree) == text.replace("\n", "")


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("|1|2|3|4|", ["1", "2 | 3 | 4"]),
        ("|1|2|||", ["1", "2"]),
        ("1|2|3", ["1", "2 | 3"]),
        ("|1\\|2|3|", ["1|2", "3"]),
        ("｜1｜2｜", ["1", "2"]),
        ("|1｜2|3|", ["1｜2", "3"]),
    ],
)
@pytest.mark.parametrize("head", ["|甲|乙|\n|-|-|", "甲|乙\n-|-", "｜甲｜乙｜\n｜——｜：—｜"])
def test_no_cell_of_a_table_is_lost(head, row, cells):
    (table,) = render(f"{head}\n{row}").tree
    assert [words(cell.children) for cell in table.children[1].children[0].children] == cells


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "文",
                    "\n",
                    "　",
                    "1. ",
                    "- ",
                    "|",
                    "-|-",
                    "｜",
                    "（一）",
                    "    ",
                    "*",
                    "**",
                    "___",
                ),
                "。",
            ]
        )
    )
)
def test_habits_lose_no_character(parts):
    text = "".join(parts)
    kept = typed(tidied(text)).replace("\\", "")
    bare = re.compile(r"[\s|｜-]")
    assert bare.sub("", kept) == bare.sub("", text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*("文", "\n", "1. ", "- ", "（一）", "  - ", "*", "**", "。", "## ")])
    )
)
def test_no_page_loses_a_letter(parts):
    text = "".join(parts)
    assert words(render(text).tree).count("文") == text.count("文")


SLOW = {
    "brackets": "[" * 8000,
    "open links": "[a](" * 2000,
    "images": "![" * 4000,
    "tags": "<a " * 2700,
    "cdata": "<![CDATA[" * 2000,
    "fence": "```" + " " * 8000,
    "autolinks": "<http://a" * 900,
    "backticks": "`" * 2000 + "a",
    "bullets": "- " * 1000 + "a",
    "bullets alone": "- \t" * 1000,
    "numbers": "1. " * 1000,
    "quotes": "> " * 5000 + "a",
    "nested": "\n".join("    " * depth + "- a" for depth in range(100)),
    "empty items": "- \n" * 20_000,
    "underlines": "a\n-\n" * 10_000,
    "quoted lines": "=\n> " * 10_000,
    "hashes": "# a" * 10_000,
    "stars": "*a*" * 20_000,
    "escapes": "\\``" * 13_000,
    "columns": "|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\na" * 20_000,
    "escaped links": "[a](_\\)" * 5000,
    "spaces": " " * 100_000 + "a",
    "tabs": "\t" * 50_000,
    "divs": "<div>" * 20_000,
    "rules of tables": "|-|-|\n" * 9000,
    "masked names": "张*、" * 5900,
    "notes": "[1]: 注\n" * 5000,
    "long": "[甲](a) 乙\n\n" * 20_000,
    "blank lines": "\n" * 200_000 + "*",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_no_text_takes_long(text):
    start = time.process_time()
    render(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲\n\n" + "乙[" * 700, ("prose-too-many-brackets", 3, 572)),
        ("甲\n" + "- " * 13 + "乙", ("prose-too-nested", 2, 1)),
        ("甲\n\n" + "*乙" * 6001, ("prose-too-many-marks", 3, 12_001)),
        ("甲\n\n" + "a|" * 400 + "\n" + "-|" * 400 + "\n" + "b\n" * 200, None),
        ("[甲](a)\n" * (LENGTH // 5), ("prose-too-long", LENGTH // 7 + 1, LENGTH % 7 + 1)),
        ("- 甲\n" * 3000, None),
        ("* * * * * * * * * * * * * * * * * * *", None),
        ("[甲](a)" * 400, None),
        ("公" * 200_000, None),
    ],
)
def test_refusals_have_a_place(text, found):
    told = refusal(text)
    if found is None:
        found = ("prose-table-too-large", 3, 1) if "|" in text else None
    assert (told and (told.key, told.line, told.column)) == found


def test_a_refused_text_is_shown_as_typed():
    text = "<b>" + "[" * 3000
    assert words(render(text).tree) == text


PIECES = (
    *("公示", "党费收缴", "，", "。", "“", "”", "（一）", "1", "2026年", "a", "B", "、", "￥12.00"),
    *("**粗**", "**粗体：**", "**a b**", "-", "!", "  x", "=", "+", ":", "　", "é", "·", "1."),
    "\u00a0",
)
BREAKS = ("\n", "\n\n", "\n- ", "\n1. ", "\n# ", "\n|-|-|\n")
RARER = ("#", "|", "* ", "**", " ", "\\", "_", "&", "<", "[", "`", "~", "{", "\u200b", "\x0b")


def piece(source: random.Random) -> str:
    return source.choice(RARER if source.random() < 0.03 else PIECES)


def written(source: random.Random) -> str:
    text = "".join(piece(source) for _ in range(source.randint(1, 6)))
    cells = "|".join(piece(source) for _ in range(source.randint(1, 4)))
    rule = "|".join(source.choice(["-", "--", ":-", "-:", ":-:", " - "]) for _ in range(3))
    return source.choice(
        [text] * 6
        + ["#" * source.randint(1, 7) + source.choice(["", " ", "  "]) + text]
        + [source.choice("-+*") + source.choice([" ", "  ", ""]) + text]
        + [f"{source.randint(0, 12)}." + source.choice([" ", "  ", ""]) + text]
        + [f"|{cells}|", cells, f"|{rule}|", rule, f"a|b|c\n{rule}\n{cells}"]
        + [f"|a|b|c|\n|{rule}|\n|{cells}|"]
    )


def document(source: random.Random) -> str:
    lines = range(source.randint(1, 7))
    return "".join(written(source) + "\n" * source.choice([1, 1, 2, 2, 3]) for _ in lines)


def agrees(text: str) -> bool:
    plain = plain_html(text)
    if plain is None:
        return False
    assert plain == prose._converted(text)
    made = render(text).html
    assert made == prose._CLEANER.clean(made)
    return True


@pytest.mark.parametrize("seed", range(4))
def test_plain_and_markdown_agree(seed):
    source = random.Random(seed)
    plain = sum(agrees(document(source)) for _ in range(2000))
    assert plain > 200


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *RARER, *BREAKS])))
def test_plain_and_markdown_agree_on_anything(parts):
    agrees("".join(parts))
    agrees(tidied("".join(parts)))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_plain_and_markdown_agree_on_any_character(text):
    agrees(text)
    agrees(f"- {text}")
    agrees(f"# {text}")


def goes_the_long_way(text: str) -> bool:
    """Tell whether a text is not evidently as it should be; one that is comes out the same."""
    lines = habits.YEAR.sub(r"\1\2\\.", text).split("\n")
    lines = habits._barred(lines)
    made = "\n".join(habits._laid(lines, chinese=bool(habits.HAN.search(text))))
    even = evident.is_even(text)
    if even and evident.UNEVEN.search(text):
        assert made == text
    if meant := evident.is_meant(text):
        assert habits._meant(text) == text
    return not (even and meant)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_evident_needs_no_tidying(seed):
    source = random.Random(seed)
    spared = sum(not goes_the_long_way(document(source)) for _ in range(2000))
    assert spared > 200


ROWS = ["|甲|乙|", "|---|---:|", "| --- | :---: |", "|1|", "|1|2|3|", "｜甲｜乙｜", "||"]
LISTS = ["- 甲", "- - -", "1. 甲", "2. ", "12345. 年", "１. 乙", "  - 丙", "-", "* 丁"]
LINES = ["甲", "", "```", "[1]: a", "[1]", "## 乙", "---", "> 丙", "\u3000丁", "（一）戊。", " "]
MARKS = [
    "**甲**",
    "**a**",
    "a",
    "**，**",
    "\\",
    "<a*b>",
    "***",
    "*",
    "___",
    "_",
    "** 甲**",
    "、",
    "**甲",
]


@settings(max_examples=1500, deadline=None)
@given(
    st.lists(st.sampled_from([f"{each}\n" for each in (*ROWS, *LISTS, *LINES)] + MARKS), max_size=9)
)
def test_what_is_evident_needs_no_tidying_whatever_stands_there(parts):
    goes_the_long_way("".join(parts))
    goes_the_long_way("\n".join(parts))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_no_character_makes_a_text_seem_evident(text):
    goes_the_long_way(text)
    goes_the_long_way(f"- {text}\n- {text}\n\n**{text}**\n\n|{text}|\n|---|\n|{text}|")


def test_plain_text_is_rendered_much_faster():
    text = "关于党费的公示。\n\n## 支出\n\n- 活动\n- 书籍\n\n|甲|乙|\n|-|-:|\n|1|2|\n" * 20
    start = time.process_time()
    assert plain_html(text)
    middle = time.process_time()
    prose._converted(text)
    assert time.process_time() - middle > 3 * (middle - start)


def test_tree_keeps_text_and_drops_gaps():
    tree = tree_of("<ul>\n<li>甲\n<ul>\n<li>乙</li>\n</ul>\n</li>\n</ul>\n<p>a<br>\n<em>b</em></p>")
    assert [node.tag for node in tree] == ["ul", "p"]
    assert [node.tag for node in tree[0].children] == ["li"]
    assert [node.tag for node in tree[1].children] == ["#text", "br", "#text", "em"]
    assert words(tree) == "甲乙ab"
    assert words(tree_of("<p>甲\nb</p><pre>甲\nb</pre>")) == "甲 b甲\nb"
