"""How pages are shown (large, in high contrast, from disk), and what they let in."""

from __future__ import annotations

import gzip
import json

import pytest

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]

FIRST_VIEW = 60_000
"""Bytes, compressed, that the first view of an entry may take without its pictures."""
NOT_SERVED = ("sheets/", "attachments/")
"""What the sites of these tests leave out; `tests/test_build.py` follows the links to it."""
SHIFT = """
() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((each) => { sum += each.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})
"""
ENHANCED = "axe.run({runOnly: ['color-contrast-enhanced'], resultTypes: ['violations']})"


@pytest.fixture
def context(browser):
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    yield made
    made.close()


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture
def entry(served):
    return next(path for path in served.kinds() if path.startswith("entries/"))


def size(page):
    return page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")


def ink(page):
    return page.evaluate("getComputedStyle(document.body).color")


def test_a_choice_is_kept_on_other_pages_and_stands_in_the_address(served, page):
    page.goto(served.address + "catalogue/")
    usual = size(page)
    page.locator(".enlarge").click()
    assert size(page) > usual
    assert page.url.endswith("?size=large")
    assert page.locator(":focus").get_attribute("class") == "restore"
    page.locator(".sharpen").click()
    page.goto(served.address + "units/")
    assert size(page) > usual
    assert ink(page) == "rgb(0, 0, 0)"
    page.locator(".restore").click()
    page.locator(".soften").click()
    page.goto(served.address)
    assert size(page) == usual
    assert ink(page) != "rgb(0, 0, 0)"


def test_an_address_asks_for_a_way_of_showing(served, page):
    page.goto(served.address)
    usual = size(page)
    page.goto(served.address + "?size=large&contrast=more")
    assert size(page) > usual
    assert ink(page) == "rgb(0, 0, 0)"
    page.goto(served.address + "?size=&contrast=")
    assert size(page) == usual
    page.goto(served.address + "?size=huge&contrast=%22%3E")
    assert size(page) == usual
    assert page.evaluate("Object.keys(document.documentElement.dataset)") == []


def test_without_storage_the_links_carry_the_choice_on(served, page):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    )
    page.goto(served.address)
    usual = size(page)
    page.locator(".enlarge").click()
    page.locator(".main-nav a").first.click()
    page.wait_for_url("**/?size=large")
    assert size(page) > usual


@pytest.mark.parametrize("served", ["bureau"], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_is_high_with_a_script_and_without(served, browser, tool, scheme):
    axe = (tool("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for path in served.kinds():
        if "/kiosk/" in path:
            continue
        page.goto(f"{served.address}{path}?contrast=more")
        page.evaluate(axe)
        told = [
            node["target"]
            for each in page.evaluate(ENHANCED)["violations"]
            for node in each["nodes"]
        ]
        assert told == [], path
    asked = ink(page)
    bare = browser.new_context(color_scheme=scheme, java_script_enabled=False).new_page()
    bare.goto(f"{served.address}#contrast")
    assert ink(bare) == asked
    assert bare.locator(".soften").is_visible()
    bare.context.close()
    context.close()


@pytest.mark.parametrize("asked", ["", "?size=large", "?contrast=more"])
def test_nothing_moves_while_a_page_loads(served, page, entry, asked):
    page.goto(served.address + entry + asked)
    assert page.evaluate(SHIFT) < 0.01


def test_the_first_view_of_an_entry_is_light(served, page):
    paths = (path for path in served.pages() if path.startswith("entries/"))
    largest = max(paths, key=lambda path: (served.folder / path).stat().st_size)
    answers = []

    def keep(answer):
        answers.append(answer)

    page.on("response", keep)
    page.goto(served.address + largest, wait_until="networkidle")
    pictures = (".svg", ".png", ".jpg")
    shown = [each for each in answers if not each.url.endswith(pictures)]
    weights = {each.url: len(gzip.compress(each.body())) for each in shown}
    assert len(weights) >= 3
    assert sum(weights.values()) <= FIRST_VIEW, weights


def test_no_page_breaks_its_own_policy(served, page):
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda fault: told.append(str(fault)))
    for path in served.kinds():
        page.goto(served.address + path)
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
        assert told == [], path


def test_what_is_put_into_a_page_does_not_run(served, page):
    page.goto(served.address)
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          const put = (text) => document.body.insertAdjacentHTML("beforeend", text);
          put("<img src=none onerror='window.ran = true'>");
          put("<p id=put style='color: rgb(9, 9, 9)'>");
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.querySelector('#put')).color") != "rgb(9, 9, 9)"


def test_pages_on_disk_are_dressed_and_their_choices_work(served, page):
    page.goto((served.folder / "catalogue/index.html").as_uri())
    usual = size(page)
    page.locator(".enlarge").click()
    assert size(page) > usual
    assert page.evaluate(
        "getComputedStyle(document.querySelector('.masthead')).backgroundColor"
    ) == ("rgb(143, 23, 19)")


@pytest.mark.parametrize("script", [True, False])
def test_from_disk_every_link_leads_to_a_file(served, browser, script):
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    root = served.folder.as_uri() + "/"
    for path in served.kinds():
        page.goto(root + path, wait_until="commit")
        page.wait_for_load_state("domcontentloaded")
        links = page.locator("a[href], link[rel=stylesheet], script[src], img[src]").evaluate_all(
            "all => all.map(each => each.href || each.src)"
        )
        assert links
        for link in links:
            place = link.split("#")[0].split("?")[0]
            if path == "404.html" or not place.startswith("file:"):
                continue
            assert place.startswith(root), (path, link)
            if place.removeprefix(root).startswith(NOT_SERVED):
                continue
            assert served.exists(place.removeprefix(root)), (path, link)
    context.close()


def test_linked_data_can_be_read(served, page, entry):
    page.goto(served.address + entry)
    told = json.loads(page.locator("script[type='application/ld+json']").text_content())
    kinds = [each["@type"] for each in told["@graph"]]
    assert kinds == ["DigitalDocument", "BreadcrumbList"]
    assert told["@graph"][0]["name"] == page.locator("h1").inner_text().strip()
