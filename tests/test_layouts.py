"""Every layout with what a bureau posts: how it looks, what it says, and how tables go on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from dispatch.ground.prose import Node
from dispatch.ground.prose import render
from dispatch.ledger.account import account_of
from dispatch.planning.plan import plan
from dispatch.planning.sheetviews import LABELS
from dispatch.planning.views.elements import FlowEdge
from dispatch.planning.views.elements import FlowNode
from dispatch.planning.views.elements import FlowView
from dispatch.planning.views.sheets import BoardIndex
from dispatch.planning.views.sheets import BoardPlan
from dispatch.planning.views.sheets import IndexRow
from dispatch.planning.views.sheets import IndexSection
from dispatch.planning.views.sheets import PlanBand
from dispatch.planning.views.sheets import PlanBox
from dispatch.reading import loader
from dispatch.rendering.sheets import Sheets
from dispatch.rendering.sheets.papers import index_data
from dispatch.rendering.sheets.papers import plan_data
from dispatch.rendering.sheets.tables import table_parts
from tests.conftest import ROOT
from tests.nouns import words as messages_of
from tests.pictures import compare
from tests.pictures import run
from tests.pictures import tool
from tests.test_sheets import LAYOUTS
from tests.test_sheets import TEXT
from tests.test_sheets import view

DAYS = (date(2026, 3, 26), date(2026, 12, 10))
REAL = {
    "notice": ("2026-0045", {}),
    "statement": ("2026-0026", {}),
    "table": ("2026-0079", {"layout": "table"}),
    "ledger": ("2026-0102", {}),
    "roster": ("2026-0001", {"layout": "roster"}),
    "card": ("2026-0005", {}),
    "procedure": ("2026-0095", {}),
    "targets": ("2026-0106", {}),
    "poster": ("2026-0070", {"layout": "poster", "paper": "A3"}),
}
WORDS = tuple((key, messages_of().text(f"plan.label.{key}")) for key in LABELS)
MM = 72 / 25.4


@pytest.fixture(scope="module")
def sheets():
    return Sheets((LAYOUTS,))


@pytest.fixture(scope="module")
def bureau():
    """Return the sheets of the bureau by id, as they hang on either day."""
    site = loader.load(ROOT)[0]
    made = (plan(account_of(site, day), messages_of(), sheets=True).sheets for day in DAYS)
    return {sheet.id: sheet for each in made for sheet in each}


@pytest.fixture(scope="module")
def real(bureau):
    def find(of, **changes):
        name, asked = REAL[of]
        found = replace(bureau[name], **asked)
        assert found.layout == of
        return replace(found, **changes)

    return find


def set_pages(sheets, given):
    made = sheets.sheet(given)
    assert made.faults == ()
    return PdfReader(BytesIO(made.content)).pages


def said(page) -> str:
    return re.sub(r"[\s\u200b]", "", page.extract_text())


@pytest.mark.heavy
@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
@pytest.mark.parametrize("layout", REAL)
def test_layouts_look_as_they_did(sheets, real, request, layout, large):
    name = f"sheets/layouts/{layout}{'-large' if large else ''}"
    ppi = 18 if layout == "poster" else 25
    compare(request, name, sheets.png(real(layout, large=large), ppi=ppi))


@pytest.mark.heavy
@pytest.mark.parametrize("layout", REAL)
def test_words_come_out_in_reading_order(sheets, real, tmp_path, golden, layout):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheets.sheet(real(layout)).content)
    golden(f"sheets/layouts/{layout}.txt", run(tool("pdftotext"), "-raw", str(path), "-"))


@pytest.mark.heavy
@pytest.mark.parametrize("layout", REAL)
def test_fonts_of_every_layout_are_embedded_and_cut(sheets, real, tmp_path, layout):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheets.sheet(real(layout)).content)
    lines = run(tool("pdffonts"), str(path)).splitlines()[2:]
    assert len(lines) >= 3
    for line in lines:
        assert re.match(r"[A-Z]{6}\+", line)
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]


@pytest.mark.parametrize("layout", REAL)
def test_every_layout_says_all_that_the_sheet_says(sheets, real, layout):
    sheet = real(layout)
    text = "".join(map(said, set_pages(sheets, sheet)))
    pieces = {run for words in leaves(sheet.blocks) for run in re.findall(r"[一-鿿]{2,}", words)}
    pieces |= {node.name for flow in sheet.flows for node in flow.nodes}
    pieces |= {target.name for group in sheet.targets for target in group}
    broken = re.sub(r"（续表）", "", text)
    assert len(pieces) > 10
    assert not [each for each in pieces if each not in broken]
    for part in (sheet.number, sheet.issuer, sheet.digest, sheet.edition, sheet.address_text):
        assert re.sub(r"\s", "", part) in text
    assert re.sub(r"\s", "", sheet.title) in re.sub(r"接上页", "", text)
    for note in sheet.notes:
        assert re.sub(r"\s", "", note) in text


def leaves(nodes):
    """Yield the texts of nodes, but for what a layout may draw instead."""
    for node in nodes:
        if node.tag == "#text":
            yield node.text
        elif node.tag not in ("flow", "targets"):
            yield from leaves(node.children)


@pytest.mark.parametrize("layout", REAL)
@pytest.mark.parametrize("large", [False, True])
def test_the_signature_is_never_alone_on_a_page(sheets, real, layout, large):
    pages = set_pages(sheets, real(layout, large=large))
    text = said(pages[-1])
    before = text.partition("接上页）")[2].partition(real(layout).issuer)[0]
    assert len(pages) == 1 or len(before) > 8


@pytest.mark.parametrize("layout", REAL)
def test_pages_say_from_which_sheet_they_go_on(sheets, real, layout):
    sheet = real(layout, large=True)
    pages = [said(page) for page in set_pages(sheets, sheet)]
    head = re.sub(r"\s", "", f"{sheet.title}（接上页）")
    assert [text.startswith(head) for text in pages] == [False] + [True] * (len(pages) - 1)
    assert ["接下页" in text for text in pages] == [True] * (len(pages) - 1) + [False]
    assert all(f"{at}/{len(pages)}" in text for at, text in enumerate(pages, start=1))


@pytest.mark.parametrize("layout", REAL)
@pytest.mark.parametrize("large", [False, True])
def test_the_code_on_paper_leads_where_the_sheet_says(sheets, real, layout, large):
    zxing = pytest.importorskip("zxingcpp", reason="no reader of QR codes is installed")
    image = pytest.importorskip("PIL.Image", reason="no reader of pictures is installed")
    given = real(layout, large=large)
    for page in sheets.png(given, ppi=150):
        (found,) = zxing.read_barcodes(image.open(BytesIO(page)).convert("L"))
        assert found.text == given.address
    wanted = rf"\?d={given.digest}#edition-\d+$" if given.web else "/boards/[a-z-]+/#paper$"
    assert re.search(wanted, given.address)


# --- tables ----------------------------------------------------------------------------------


def money(count: int, *, total: bool = True, kind: str = "money", names: int = 0) -> Node:
    """Return a table of amounts with a total, 137.10 and 37 more in each row."""
    values = [Decimal(100 + 37 * number) + Decimal(number % 10) / 10 for number in range(1, count)]
    wide = [f"附列{number}" for number in range(names)]
    rows = [
        [str(at), f"第{at}批用品", *("一楼大厅东侧柜台" for _ in wide), f"{value:,.2f}", ""]
        for at, value in enumerate(values, start=1)
    ]
    if total:
        rows.append(["", "合计", *("" for _ in wide), f"{sum(values):,.2f}", ""])
    head = ["序号", "用途", *wide, "金额", "备注"]
    kinds = {"金额": (("class", "right"), ("kind", kind))}
    cells = [Node("th", children=(text(name),), attributes=kinds.get(name, ())) for name in head]
    body = [
        Node("tr", children=tuple(Node("td", children=(text(c),)) for c in row)) for row in rows
    ]
    return Node(
        "table",
        children=(
            Node("thead", children=(Node("tr", children=tuple(cells)),)),
            Node("tbody", children=tuple(body)),
        ),
    )


def text(words: str) -> Node:
    return Node("#text", words)


def sums_of(page: str) -> tuple[str, str]:
    """Return what a page says is brought forward and carried over."""
    brought = re.search(r"承前页([\d,]+\.\d\d)", page)
    over = re.search(r"过次页([\d,]+\.\d\d)", page)
    return (brought[1] if brought else "", over[1] if over else "")


@pytest.mark.parametrize("layout", ["table", "ledger", "statement", "notice"])
@pytest.mark.parametrize("count", [46, 47, 48, 49, 50, 90])
def test_sums_are_carried_from_page_to_page(sheets, layout, count):
    given = view(blocks=(*render(TEXT).tree, money(count)), layout=layout, labels=WORDS)
    pages = [said(page) for page in set_pages(sheets, given)]
    held = [page for page in pages if "批用品" in page or "合计" in page]
    assert len(held) > 1
    done = Decimal(0)
    for page in held:
        brought, over = sums_of(page)
        assert brought == (f"{done:,.2f}" if done else "")
        shown = [int(each) for each in re.findall(r"第(\d+)批用品", page)]
        done += sum((Decimal(100 + 37 * at) + Decimal(at % 10) / 10 for at in shown), Decimal(0))
        assert over == ("" if page is held[-1] else f"{done:,.2f}")
        assert "用途" in page, "the head is said again"
    assert f"合计{done:,.2f}" in held[-1]


def test_a_column_is_carried_only_where_its_figures_are_added():
    def carried(node):
        from dispatch.rendering.sheets.frame import Frame
        from dispatch.rendering.sheets.tables import cells_of

        cells = cells_of(node)
        part = table_parts(cells, [[[] for _ in row] for row in cells], Frame())["parts"][0]
        return part.get("sums", [[]])[-1]

    assert carried(money(30)) == ["", "", "19,008.50", ""]
    assert carried(money(30, kind="")) == ["", "", "19,008.50", ""], "it comes to its total"
    assert carried(money(30, kind="", total=False)) == []
    assert carried(money(30, total=False))[2] == "19,008.50"
    assert carried(money(5)) == []
    wrong = render("|用途|数|\n|-|-:|\n" + "|甲|1|\n" * 20 + "|合计|21|").tree[0]
    assert carried(wrong) == []
    right = render("|用途|数|\n|-|-:|\n" + "|甲|1|\n" * 20 + "|合计|20|").tree[0]
    assert carried(right) == ["", "20"]
    parted = render("|用途|数|\n|-|-:|\n" + "|甲|1|\n" * 9 + "|小计|9|\n|合计|9|").tree[0]
    assert carried(parted) == []


def test_a_wide_table_turns_the_page_where_the_layout_may(sheets):
    wide = (money(12, names=8),)
    shapes = {
        layout: {tuple(map(round, page)) for page in made.pages}
        for layout in ("table", "ledger", "statement")
        if (made := sheets.sheet(view(blocks=wide, layout=layout, labels=WORDS)))
    }
    assert shapes == {"table": {(297, 210)}, "ledger": {(297, 210)}, "statement": {(210, 297)}}
    narrow = sheets.sheet(view(blocks=(money(12),), layout="table", labels=WORDS))
    assert {tuple(map(round, page)) for page in narrow.pages} == {(210, 297)}


def test_a_ledger_says_its_total_in_words_and_who_answers(sheets, real):
    text = "".join(map(said, set_pages(sheets, real("ledger"))))
    assert "合计（大写）：伍仟捌佰贰拾柒元整" in text
    assert "合计（大写）：叁仟柒佰捌拾叁元贰角整" in text
    for fact in real("ledger").signers:
        assert f"{fact.label}：{fact.value}" in text
    plain = "".join(map(said, set_pages(sheets, real("ledger", layout="statement"))))
    assert "大写" not in plain


@pytest.mark.heavy
def test_the_total_in_words_stays_with_the_total(sheets):
    for count in range(40, 60):
        given = view(blocks=(money(count),), layout="ledger", labels=WORDS, facts=(), contacts=())
        pages = [said(page) for page in set_pages(sheets, given)]
        assert [("合计（大写）" in page) for page in pages] == [
            bool(re.search(r"合计[\d,]+\.", page)) for page in pages
        ]


# --- the other layouts -----------------------------------------------------------------------


def test_names_of_two_characters_are_as_wide_as_those_of_three(sheets):
    names = ["张三", "李四", "欧阳某", "王五"]
    given = view("\n".join(f"- {name}" for name in names), layout="roster", labels=WORDS)
    (page,) = set_pages(sheets, given)
    assert "张 三" in re.sub(r"\s", " ", page.extract_text().replace("\n", ""))
    assert "欧阳某" in said(page)


def test_cards_come_first_and_each_has_its_telephone(sheets, real):
    text = "".join(map(said, set_pages(sheets, real("card"))))
    assert text.index("0000-0000013") < text.index("一、使用说明")
    assert text.count("办公电话：0000-00000") == 11


def test_a_chart_that_does_not_fit_is_listed(sheets):
    nodes = tuple(FlowNode(name=f"步骤{n}", kind="step", column=0, row=n) for n in range(60))
    edges = tuple(FlowEdge(tail=n, head=n + 1) for n in range(59))
    steps = tuple(Node("li", children=(text(f"步骤{n}"),)) for n in range(60))
    blocks = (Node("flow", children=(Node("ol", children=steps),)),)
    flow = FlowView(nodes=nodes, edges=edges, columns=1, rows=60)
    given = view(blocks=blocks, flows=(flow,), layout="procedure", labels=WORDS)
    listed = "".join(map(said, set_pages(sheets, given)))
    assert "59.步骤58" in listed
    short = FlowView(nodes=nodes[:9], edges=edges[:8], columns=1, rows=9)
    drawn = "".join(map(said, set_pages(sheets, replace(given, flows=(short,)))))
    assert "步骤8" in drawn
    assert "9.步骤8" not in drawn


def sizes(page) -> set[float]:
    """Return the sizes of the type of a page, in mm."""
    found: set[float] = set()

    def visit(words, page_matrix, matrix, _font, size):
        if re.search(r"[\u4e00-\u9fff]", words):
            found.add(round(size * abs(matrix[3] * page_matrix[3]) / MM, 2))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("paper", ["A3", "A2"])
def test_a_poster_can_be_read_from_two_metres(sheets, real, paper):
    face = 0.92
    for name in ("poster", "ledger", "notice"):
        given = real(name, layout="poster", paper=paper) if name != "poster" else real("poster")
        for page in set_pages(sheets, given):
            text = {size for size in sizes(page) if size > 8}
            assert min(text) * face >= 10
    short = replace(real("poster"), blocks=render("停水。").tree, paper=paper)
    assert max(sizes(set_pages(sheets, short)[0])) > 25


def board_plan(**changes) -> BoardPlan:
    boxes = (
        PlanBox(number="1", title="党费收缴", span="10月12日起", column=0, row=0, mark="新"),
        PlanBox(number="2", title="联系方式", span="长期", column=1, row=0, width=2, pages=2),
        PlanBox(number="3", title="取水许可", span="长期", column=5, row=1),
    )
    plain = BoardPlan(
        title="张贴图",
        board="党务公开栏",
        place="二楼走廊",
        date=date(2026, 10, 12),
        date_text="2026年10月12日",
        language="zh-Hans",
        issuer="局党组",
        columns=6,
        rows=2,
        slot=(225, 312),
        bands=(PlanBand(name="长期公开", column=0, width=6),),
        boxes=boxes,
        notes=("粗框的是新贴的。",),
    )
    return replace(plain, **changes)


def test_the_plan_is_one_page_with_every_sheet_in_its_place(sheets):
    content, faults = sheets.document(
        "plan", plan_data(board_plan()), name="plan", day=date(2026, 10, 12)
    )
    assert faults == ()
    (page,) = PdfReader(BytesIO(content)).pages
    places = {}

    def visit(words, page_matrix, matrix, _font, _size):
        if words.strip():
            places[words.strip()] = (
                matrix[4] * page_matrix[0] + page_matrix[4],
                float(page.mediabox[3]) - matrix[5] * page_matrix[3] - page_matrix[5],
            )

    page.extract_text(visitor_text=visit)
    assert page.mediabox[2] > page.mediabox[3], "a wide board lies across its page"
    assert places["1"][0] < places["2"][0] < places["3"][0]
    assert places["1"][1] == pytest.approx(places["2"][1])
    assert places["1"][1] < places["3"][1]
    slot = 267 * MM / 6
    assert places["2"][0] - places["1"][0] == pytest.approx(slot, abs=1)
    assert places["3"][0] - places["1"][0] == pytest.approx(5 * slot, abs=1)
    assert "新" in said(page)


def test_a_large_board_still_makes_a_plan(sheets):
    boxes = tuple(
        PlanBox(number=str(n), title="标题" * 30, span="十" * 30, column=n % 20, row=n // 20)
        for n in range(200)
    )
    data = plan_data(board_plan(boxes=boxes, columns=20, rows=10, bands=()))
    content, _ = sheets.document("plan", data, name="plan", day=date(2026, 10, 12))
    assert len(PdfReader(BytesIO(content)).pages) == 1


def board_index(count: int) -> BoardIndex:
    rows = tuple(
        IndexRow(cells=(str(n), f"第{n}件的标题", "第1排第1格", "10月12日至10月26日"), mark="新")
        for n in range(count)
    )
    return BoardIndex(
        title="公开栏目录",
        board="党务公开栏",
        place="二楼走廊",
        date=date(2026, 10, 12),
        date_text="2026年10月12日",
        language="zh-Hans",
        issuer="局党组",
        head=("编号", "标题", "位置", "张贴时间"),
        sections=(
            IndexSection(name="长期公开", rows=rows),
            IndexSection(name="及时公开", rows=()),
        ),
        empty="没有张贴件",
    )


def test_the_index_names_all_that_hangs(sheets):
    content, faults = sheets.document(
        "index", index_data(board_index(70)), name="index", day=date(2026, 10, 12)
    )
    assert faults == ()
    pages = [said(page) for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) > 1
    assert all("编号标题位置张贴时间" in page for page in pages)
    text = "".join(pages)
    assert all(f"第{n}件的标题" in text for n in range(70))
    assert "及时公开没有张贴件" in text
    assert f"{len(pages)}/{len(pages)}" in pages[-1]


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["plan", "index"])
def test_papers_of_a_board_look_as_they_did(sheets, request, tmp_path, name):
    data = plan_data(board_plan()) if name == "plan" else index_data(board_index(20))
    content, _ = sheets.document(name, data, name=name, day=date(2026, 10, 12))
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    run(tool("pdftoppm"), "-r", "30", "-png", str(path), str(tmp_path / "page"))
    pages = tuple(each.read_bytes() for each in sorted(tmp_path.glob("page*.png")))
    compare(request, f"sheets/layouts/{name}", pages)
