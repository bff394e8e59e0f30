"""The pages for screens: what they hold, what they leave out, and what their workers keep."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.ground import messages
from dispatch.planning.views import SectionView
from dispatch.planning.views.elements import ElementView
from dispatch.rendering import kiosk
from dispatch.rendering import pages
from dispatch.rendering.templates import Templates
from tests.browser import sample
from tests.browser.reading import Document

LAYOUTS = Path(__file__).resolve().parent.parent / "layouts"
BOARD = "boards/party-building/"
LIGHT = 900_000
"""Bytes of a page with as many sheets as one may have, each like those of the bureau."""


def load(*own):
    words = messages.load((LAYOUTS / "locale",), "zh-Hans")
    return Templates((*own, LAYOUTS), words)


def made(view, templates=None):
    return {each.path: each.content for each in kiosk.kiosks(view, templates or load())}


def page_of(view, board=BOARD):
    return made(view)[f"{board}kiosk/index.html"].decode()


def worker_of(view, templates=None):
    return made(view, templates)[f"{BOARD}kiosk/worker.js"].decode()


def edition(page):
    (found,) = re.findall(r'data-edition="([0-9a-f]{12})"', page)
    return found


def shown(page):
    """Return the ids of the sheets of a page, in their order."""
    return re.findall(r'<article class="slide" id="e([^"]+)"', page)


def with_entry(view, number, **more):
    """Return the sample with something else in one entry."""
    entries = list(view.entries)
    entries[number] = replace(entries[number], **more)
    return replace(view, entries=tuple(entries))


def crowded(count):
    """Return the sample with so many sheets on one board, the open notice the oldest of them."""
    view = sample.site()
    days = range(count)
    rows = [
        replace(
            sample.ROWS[2],
            id=f"2026-{n:06}",
            path=f"entries/2026/2026-{n:06}/",
            published=sample.DAY - timedelta(days=n),
            notice_open=n == count - 1,
            until=sample.DAY if n == count - 1 else None,
            days_left=1 if n == count - 1 else None,
        )
        for n in days
    ]
    entries = [
        replace(
            view.entries[2], row=row, address=f"https://example.gov.cn/dwgk/{row.path}", related=()
        )
        for row in rows
    ]
    board = replace(
        view.boards[1],
        sections=(
            SectionView(name="定期公开", rows=tuple(rows[: count // 2])),
            SectionView(name="及时公开", rows=tuple(rows[count // 2 :])),
        ),
    )
    return replace(view, entries=tuple(entries), boards=(board,))


@pytest.fixture(scope="module")
def view():
    return sample.site()


@pytest.fixture(scope="module")
def page(view):
    return page_of(view)


def test_each_board_has_a_page_and_a_worker(view):
    assert sorted(made(view)) == [
        f"{board.path}kiosk/{name}" for board in view.boards for name in ("index.html", "worker.js")
    ]


def test_the_sheets_stand_in_the_order_of_the_board(view):
    for board in view.boards:
        rows = [row.id for section in board.sections for row in section.rows]
        assert shown(page_of(view, board.path)) == rows


def test_what_has_been_taken_down_is_not_shown(view, page):
    assert view.boards[1].past
    for row in view.boards[1].past:
        assert f"/{row.id}/" not in page


def test_the_first_page_says_what_hangs_there_and_notices_come_first(page):
    index = page[page.index('id="index"') : page.index("</article>")]
    names = re.findall(r"<h2[^>]*>([^ <]+)", index)
    assert names == ["正在公示", "长期公开", "定期公开", "及时公开"]
    notices = index[index.index("正在公示") : index.index("长期公开")]
    assert notices.count("<li") == 2
    assert "还有4天" in notices
    assert "今天截止" in notices
    assert "公示到<time" in notices


def test_a_sheet_says_all_that_the_entry_states(page):
    text = Document(page).text
    for words in (
        "水党一支发〔2026〕18号",
        "按月收缴",
        "党员教育培训场地",
        "使用前经支部委员会研究",
    ):
        assert words in text
    for words in ("党务公开办公室", "0000-0000011", "局机关办公楼二楼", "党费收支明细表（CSV）"):
        assert words in text
    for node in sample.FLOW.nodes:
        assert node.name in text
    for target in sample.TARGETS:
        assert target.name in text


def test_a_notice_says_by_when_and_where_to_object(page):
    notice = page[page.index('id="e2026-0001"') :].split("</article>")[0]
    box = notice[notice.index('class="period is-open"') :].split("</section>")[0]
    text = re.sub("<[^>]+>", "", box)
    assert "2026年11月20日至2026年11月26日，共5个工作日" in text
    assert "提出异议" in text
    assert "0000-0000011" in text
    assert notice.count("提出异议") == 1


def test_what_comes_down_says_on_which_day(page):
    assert page.count('data-last="2026-11-26"') == 3  # two lines of the first page, and the sheet
    assert 'aria-labelledby="t2026-0003" data-last="2026-12-10">' in page


def test_no_robot_is_to_list_it_and_one_script_is_all(page):
    document = Document(page)
    assert ("meta", {"name": "robots", "content": "noindex"}) in document.tags
    scripts = [attributes for tag, attributes in document.tags if tag == "script"]
    assert len(scripts) == 1
    assert set(scripts[0]) == {"src", "defer"}
    assert re.search(r"<script[^>]*></script>", page)
    for tag, attributes in document.tags:
        assert tag != "style"
        assert not {"style", *(name for name in attributes if name.startswith("on"))} & set(
            attributes
        )


def test_it_leads_to_its_board_and_the_board_to_it(view):
    files = {
        each.path: each.content.decode()
        for each in pages.pages(view, load())
        if "boards/" in each.path
    }
    assert 'href="../../../boards/party-building/kiosk/"' not in files[f"{BOARD}index.html"]
    assert 'href="../../boards/party-building/kiosk/"' in files[f"{BOARD}index.html"]
    assert 'href="../../../boards/party-building/"' in files[f"{BOARD}kiosk/index.html"]


def test_the_day_on_which_it_is_overdue_is_told_where_there_is_one(view, page):
    assert '<p class="overdue" data-after="2026-11-25" hidden>' in page
    lasting = replace(view, frame=replace(view.frame, rebuild_by=None))
    assert "overdue" not in page_of(lasting)
    assert "并告诉中共XX县水利局党组" in re.sub("<[^>]+>", "", page)
    unowned = replace(view, frame=replace(view.frame, owner=""))
    assert "并告诉" not in page_of(unowned)


def test_a_board_with_other_readers_says_that_more_hangs_there(view, page):
    assert "本栏还张贴其他内容" in page_of(view, "boards/party-affairs/")
    assert "本栏还张贴其他内容" not in page


def test_a_site_without_an_address_shows_no_codes(view):
    entries = tuple(replace(each, address="") for each in view.entries)
    bare = replace(view, entries=entries, frame=replace(view.frame, base_url=""))
    page = page_of(bare)
    assert "扫码" not in re.sub("请扫码[^<]*", "", page)
    assert "canonical" not in page


def test_two_pages_are_of_one_edition_only_if_they_are_the_same(view, page, tmp_path):
    assert edition(page_of(view)) == edition(page)
    told = {edition(page)}
    for other in (
        with_entry(view, 2, html="<p>别的</p>"),
        replace(view, frame=replace(view.frame, day=sample.DAY + timedelta(days=1))),
    ):
        told.add(edition(page_of(other)))
    (tmp_path / "assets").mkdir()
    for name in kiosk.ASSETS:
        (tmp_path / "assets" / name).write_text("/* other */", encoding="utf-8")
        files = made(view, load(tmp_path))
        told.add(edition(files[f"{BOARD}kiosk/index.html"].decode()))
    assert len(told) == 6


def test_what_stands_on_another_board_changes_no_edition(view, page):
    affairs = replace(view.boards[0], sections=())
    other = replace(view, boards=(affairs, view.boards[1]))
    assert edition(page_of(other)) == edition(page)


def test_the_worker_has_the_edition_of_its_page_and_keeps_all_that_it_needs(view, page):
    worker = worker_of(view)
    assert f'EDITION = "{edition(page)}";' in worker
    kept = json.loads(re.search(r"FILES = (\[.*\]);", worker)[1])
    asked = {
        attributes.get("href") or attributes.get("src")
        for tag, attributes in Document(page).tags
        if tag == "script" or attributes.get("rel") in ("stylesheet", "icon")
    }
    assert kept[0] == "./"
    assert set(kept[1:]) == asked
    paths = {each.path for each in pages.pages(view, load())}
    assert {each.removeprefix("../../../") for each in asked} <= paths


def test_a_crowded_board_shows_open_notices_and_the_newest_and_says_so():
    view = crowded(kiosk.SHEETS + 20)
    page = page_of(view)
    ids = shown(page)
    assert len(ids) == kiosk.SHEETS
    assert ids[-1] == view.entries[-1].row.id
    assert ids[:-1] == [each.row.id for each in view.entries[: kiosk.SHEETS - 1]]
    assert f"本栏共有{kiosk.SHEETS + 20}条，这里轮流显示其中{kiosk.SHEETS}条" in page
    assert "轮流显示其中" not in page_of(crowded(kiosk.SHEETS))


def test_a_crowded_board_stays_light():
    page = page_of(crowded(kiosk.SHEETS)).encode()
    assert len(page) <= LIGHT
    assert len(gzip.compress(page)) <= LIGHT / 10


def test_of_a_long_table_so_much_is_shown_and_the_rest_is_told(view):
    rows = tuple((f"第{n}项", str(n)) for n in range(1999))
    table = ElementView(
        name="明细",
        type="table",
        columns=(("用途", "text"), ("金额", "money")),
        cells=(*rows, ("合计", "1997001")),
        total=True,
    )
    page = page_of(with_entry(view, 2, elements=(table,)))
    body = page[page.index("<caption>明细") :].split("</table>")[0]
    assert body.count("<tr") == 1 + 200 + 1
    assert "第199项" in body
    assert "第200项" not in body
    assert '<tr class="total"><td>合计</td>' in body
    assert "这里显示前200行，另有1799行" in page
    short = replace(table, cells=(*rows[:199], table.cells[-1]))
    page = page_of(with_entry(view, 2, elements=(short,)))
    assert "另有" not in page
    assert page.count('<tr class="total"><td>合计</td>') == 1


def test_a_text_that_is_too_long_is_not_cut_but_told(view):
    page = page_of(with_entry(view, 2, html=f"<p>{'长' * 50_000}</p>"))
    assert "长长" not in page
    sheet = page[page.index('id="e2026-0003"') :].split("</article>")[0]
    assert view.entries[2].row.summary in sheet
    assert "全文较长" in sheet
    assert "全文较长" not in page_of(view)
