from __future__ import annotations

import json
import subprocess

import pytest

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]

WIDTHS = (360, 1280)


@pytest.fixture
def opened(browser, served):
    """Return what opens a page of the site, without JavaScript unless asked for."""
    contexts = []

    def at(path, *, width=1280, scheme="light", script=False):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(served.address + path)
        return page

    yield at
    for context in contexts:
        context.close()


def test_the_html_is_valid(served, tool, tmp_path):
    assert invalid(served, tool, tmp_path) == []


def test_the_html_of_an_english_site_is_valid(parish, tool, tmp_path):
    assert invalid(parish, tool, tmp_path) == []


def test_no_page_of_an_english_site_shuts_anybody_out(parish, browser, tool):
    axe = (tool("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    for path in parish.kinds():
        page.goto(parish.address + path)
        page.evaluate(axe)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        told = [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]
        assert told == [], path
    page.close()


def invalid(served, tool, tmp_path):
    """Return what html-validate says of every page."""
    settings = tmp_path / ".htmlvalidate.json"
    settings.write_text(
        '{"root": true, "extends": ["html-validate:recommended"]}', encoding="utf-8"
    )
    report = tmp_path / "report.json"
    command = [tool(".bin/html-validate"), "--config", settings, "--formatter", f"json={report}"]
    done = subprocess.run(
        [*command, *(served.folder / each for each in served.pages())],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return [
        f"{each['filePath']}:{fault['line']}: {fault['ruleId']}: {fault['message']}"
        for each in json.loads(report.read_text(encoding="utf-8"))
        for fault in each["messages"]
    ]


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        *((width, shown) for width in WIDTHS for shown in (("light", ""), ("dark", ""))),
        (WIDTHS[0], ("light", "?size=large")),
    ],
    ids=lambda value: "".join(value) if isinstance(value, tuple) else None,
)
@pytest.mark.parametrize("served", ["bureau"], indirect=True)
def test_no_page_shuts_anybody_out(served, opened, tool, width, shown):
    scheme, asked = shown
    axe = (tool("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    page = opened("", width=width, scheme=scheme, script=True)
    # What moves has no colour of its own while it moves.
    page.emulate_media(reduced_motion="reduce")
    for path in served.kinds():
        page.goto(served.address + path + asked)
        page.evaluate(axe)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        told = [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]
        assert told == [], path


@pytest.mark.parametrize("size", ["", "#large"])
def test_no_page_is_wider_than_a_small_phone(served, opened, size):
    page = opened("", width=320, script=True)
    for path in served.kinds():
        page.goto(served.address + path + size)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, path


def test_the_first_stop_of_the_keyboard_skips_to_the_content(opened):
    page = opened("catalogue/", script=True)
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    assert first.get_attribute("class") == "skip"
    assert first.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(served, opened):
    page = opened("", script=True)
    for path in served.kinds()[:8]:
        page.goto(served.address + path)
        wanted = page.evaluate(
            """[...document.querySelectorAll(
                 'a[href], summary, button, input, select, textarea, [tabindex="0"]')]
               .filter(each => each.checkVisibility() && each.getClientRects().length)
               .filter(each => each.tabIndex >= 0 && !each.disabled)
               .filter(each => each.type !== 'radio' ||
                 each === document.querySelector(`input[name="${each.name}"]`))
               .map((each, number) => (each.dataset.stop = number, number))"""
        )
        reached = []
        for _ in wanted:
            page.keyboard.press("Tab")
            reached.append(page.evaluate("+(document.activeElement.dataset.stop ?? -1)"))
        assert reached == wanted, path


def test_focus_is_seen(opened):
    page = opened("", script=True)
    for _ in range(4):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid"


def test_large_type_is_there_without_a_script(opened):
    page = opened("organisation/", width=360)
    before = page.locator("h1").bounding_box()["height"]
    page.locator(".enlarge").click()
    assert page.locator("h1").bounding_box()["height"] > before
    assert page.locator(".restore").is_visible()
    assert not page.locator(".enlarge").is_visible()
    page.locator(".restore").click()
    assert page.locator("h1").bounding_box()["height"] == before


def test_nothing_is_asked_of_other_servers_and_nothing_fails(served, opened):
    page = opened("")
    asked, failed = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: answer.status < 400 or failed.append(answer.url))
    for path in served.kinds():
        page.goto(served.address + path)
    assert asked
    assert [url for url in asked if not url.startswith(served.address)] == []
    assert failed == []


def test_an_entry_prints_without_the_furniture(served, opened):
    (entry,) = [path for path in served.kinds() if path.startswith("entries/")]
    page = opened(entry)
    page.emulate_media(media="print")
    for name in (".masthead", ".crumbs", ".site-footer nav"):
        assert not page.locator(name).is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".panel").is_visible()
