"""The search as people meet it: in a browser, by keyboard, from a disk, and without a script."""

from __future__ import annotations

import gzip
import threading
import unicodedata
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from dispatch.rendering.search.folding import folded
from tests.browser import finding
from tests.browser.conftest import MOUNT
from tests.browser.conftest import Quiet
from tests.browser.conftest import Served
from tests.cases import varied

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]

COUNT = 10_000


@pytest.fixture(scope="module")
def large():
    return finding.site(COUNT)


@pytest.fixture(scope="module")
def library(large, tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    finding.write(large, folder / MOUNT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(folder / MOUNT, f"http://127.0.0.1:{server.server_port}/{MOUNT}/")
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser):
    """Return a page of its own, with nothing kept from another; faults of scripts are faults."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened, faults = context.new_page(), []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    yield opened
    context.close()
    assert faults == []


def results(page):
    """Return the addresses of the results on a page, when there are no more to wait for."""
    page.wait_for_selector("#found[aria-busy=false]", state="attached")
    return page.locator("#found a").evaluate_all("all => all.map(each => each.href)")


def test_pieces_of_ten_thousand_entries_are_found_and_nothing_else(large, library, page):
    said = finding.said(large)
    page.goto(f"{library.address}search/")
    missed = extra = 0
    for piece in varied.pieces(list(said.values()), 200, seed=7):
        wanted = {path for path, text in said.items() if piece in text}
        told = page.evaluate("piece => DispatchSearch.all(piece)", piece)
        assert len(told) == len(set(told))
        missed += len(wanted - set(told))
        extra += len({path for path in told if path.startswith("entries/")} - wanted)
    assert (missed, extra) == (0, 0)


def test_folding_is_the_same_in_both_languages(library, page):
    page.goto(f"{library.address}search/")
    codes = (*range(0x20, 0xD800), *range(0xE000, 0x32000))
    # What Python does not know yet, a browser may.
    signs = [chr(code) for code in codes if unicodedata.category(chr(code)) != "Cn"]
    for at in range(0, len(signs), 5_000):
        part = signs[at : at + 5_000]
        told = page.evaluate("all => all.map(DispatchSearch.fold)", part)
        ours = [folded(each) for each in part]
        differ = [
            (hex(ord(sign)), one, other)
            for sign, one, other in zip(part, ours, told, strict=True)
            if one != other
        ]
        assert differ == []
    mixed = ["ΑΣ ΟΔΟΣ", "e\u0301ﬁ", "İI", "ﾊﾟﾊﾞ", "가", "①⑳㈱", "Ａ\u3000ｚ", "ẞß"]
    assert page.evaluate("all => all.map(DispatchSearch.fold)", mixed) == list(map(folded, mixed))


def test_the_first_query_fetches_little(large, library, page):
    fetched = []
    page.on("requestfinished", lambda request: fetched.append(request.url))
    (piece,) = varied.pieces([large.entries[0].row.title], 1)
    page.goto(f"{library.address}search/")
    before = len(fetched)
    page.fill("input[name=q]", piece)
    page.keyboard.press("Enter")
    page.wait_for_selector("#found li")
    paths = {url.removeprefix(library.address) for url in fetched[before:]}
    shards = [path for path in paths if "/p" in path]
    size = sum(len(gzip.compress((library.folder / path).read_bytes())) for path in shards)
    assert 0 < len(shards) <= len(piece)
    assert size <= 12_000 * len(shards)
    assert not any("facets" in path for path in paths)


def test_results_say_where_they_are_and_what_was_found(served, page):
    page.goto(f"{served.address}search/?q=公开 党")
    assert results(page)
    first = page.locator("#found li").first
    marked = first.locator("mark").all_inner_texts()
    assert set("".join(marked)) <= set("公开党")
    told = int("".join(filter(str.isdigit, page.locator("#found-status").inner_text())))
    assert told >= len(results(page)) > 0
    assert not page.locator("#directory").is_visible()
    first.locator("a").click()
    page.wait_for_load_state()
    assert page.locator("h1").is_visible()


def test_the_address_keeps_the_query_and_the_way_back_leads_to_it(library, page):
    page.goto(f"{library.address}search/")
    page.fill("input[name=q]", "公开")
    page.keyboard.press("Enter")
    whole = results(page)
    page.select_option("select[name=kind]", "notice")
    page.wait_for_url("**kind=notice*")
    narrow = results(page)
    assert narrow
    assert narrow != whole
    page.reload()
    assert results(page) == narrow
    assert page.input_value("select[name=kind]") == "notice"
    page.go_back()
    page.wait_for_url(lambda url: "kind" not in url)
    assert results(page) == whole
    page.go_back()
    page.wait_for_selector("body:not(.is-searching)")
    assert page.locator("#directory").is_visible()


def test_filters_narrow_to_what_they_say(large, library, page):
    said = finding.said(large)
    rows = {each.row.path: each.row for each in large.entries}
    page.goto(f"{library.address}search/")
    for filters, fits in (
        ({"unit": "branch-1"}, lambda row: row.unit.path == "units/branch-1/"),
        (
            {"kind": "notice", "year": "2025"},
            lambda row: row.kind == "notice" and row.published.year == 2025,
        ),
        ({"state": "in-force"}, lambda row: row.state == "in-force"),
    ):
        told = page.evaluate("([piece, by]) => DispatchSearch.all(piece, by)", ["防汛", filters])
        wanted = [path for path, text in said.items() if "防汛" in text and fits(rows[path])]
        assert [path for path in told if path.startswith("entries/")] == wanted
        assert wanted


def test_more_results_are_shown_when_asked_for(library, page):
    page.goto(f"{library.address}search/?q=工程")
    first = results(page)
    page.click("#found-more")
    page.locator("#found li").nth(len(first)).wait_for()
    second = results(page)
    assert second[: len(first)] == first
    assert len(set(second)) == len(second) == 2 * len(first)
    at = page.evaluate("[...document.querySelectorAll('#found a')].indexOf(document.activeElement)")
    assert at == len(first)


def test_the_keyboard_alone_finds(served, page):
    page.goto(f"{served.address}search/")
    page.keyboard.press("/")
    page.keyboard.type("公开")
    page.keyboard.press("Enter")
    assert results(page)
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.href")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.href") == first == results(page)[0]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "q"


def test_nothing_moves_while_results_come(library, page):
    page.goto(f"{library.address}search/?q=公开")
    page.evaluate(
        """window.shifted = 0;
        new PerformanceObserver(list => list.getEntries().forEach(
            each => { window.shifted += each.hadRecentInput ? 0 : each.value; }
        )).observe({type: 'layout-shift', buffered: true})"""
    )
    results(page)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifted") == 0


def test_it_works_from_a_disk(served, page):
    page.goto((served.folder / "search/index.html").as_uri())
    page.fill("input[name=q]", "公开")
    page.keyboard.press("Enter")
    links = results(page)
    assert links
    assert all(link.startswith("file:") and link.endswith("/index.html") for link in links)
    page.locator("#found a").first.click()
    assert page.locator("h1").is_visible()


def test_without_a_script_the_shelves_are_there(served, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}search/")
    assert page.locator("noscript p").is_visible()
    page.locator("#directory a").nth(1).click()
    page.locator(".rows a").first.click()
    assert page.locator("h1").is_visible()
    context.close()


def test_a_renewed_site_asks_to_be_reloaded(served, page):
    page.route("**/search/*/*.js", lambda route: route.abort())
    page.goto(f"{served.address}search/?q=公开")
    page.wait_for_selector("#found-status:has-text('刷新')")


def test_text_that_tries_to_break_out_stays_text(served, page):
    page.goto(f"{served.address}search/?q=alert(1)")
    page.wait_for_selector("#found[aria-busy=false]", state="attached")
    page.on("dialog", lambda _: pytest.fail("a script of a title ran"))
    assert page.locator("#found script").count() == 0
