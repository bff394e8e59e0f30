"""The form for telephones in a browser, without a script, at the width of a small phone."""

from __future__ import annotations

import pytest

from tests.conftest import TODAY
from tests.test_keeping import records
from tests.test_photographs import saved
from tests.test_photographs import scene
from tests.test_photographs import taken
from tests.test_recording import phone_for

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]


@pytest.fixture
def served_form(make_root):
    root = make_root()
    with phone_for(root) as phone:
        phone.address = f"http://{phone.host}/-/records?token={phone.token}"
        yield phone


@pytest.fixture
def opened(browser, served_form):
    """Return what opens the form as the code on the terminal does."""
    contexts = []

    def at(*, width=360, scheme="light", script=False):
        context = browser.new_context(
            viewport={"width": width, "height": 740},
            color_scheme=scheme,
            java_script_enabled=script,
            bypass_csp=script,
            has_touch=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(served_form.address)
        return page

    yield at
    for context in contexts:
        context.close()


def test_a_keeper_records_a_sheet_from_the_code_to_the_picture(served_form, opened, tmp_path):
    shot = tmp_path / "IMG_0001.jpg"
    shot.write_bytes(saved(scene(1200, 900), exif=taken(6)))
    page = opened()
    assert "token" not in page.url
    page.get_by_role("link", name="党建工作栏").tap()
    page.get_by_role("link", name="2026-0002").tap()
    page.get_by_label("位置").fill("3-2")
    page.get_by_label("照片").set_input_files(shot)
    page.get_by_role("button", name="登记：贴上了").tap()
    assert "已登记" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="2026-0002").tap()
    page.get_by_label("破损").check()
    page.get_by_role("button", name="登记：查看过").tap()
    page.get_by_role("link", name="2026-0002").tap()
    page.get_by_role("button", name="登记：撤下了").tap()
    assert "撤下" in page.get_by_role("status").inner_text()
    one = records(served_form.root)[1]
    assert (one.slot, one.inspected[0].state, one.down.on) == ("3-2", "damaged", TODAY)
    assert (served_form.root / "content" / one.photo).read_bytes().startswith(b"\xff\xd8\xff")


def test_a_refusal_keeps_what_was_filled_in(opened):
    page = opened()
    page.get_by_role("link", name="党建工作栏").tap()
    page.get_by_role("link", name="2026-0002").tap()
    page.get_by_label("位置").fill("9-9")
    page.get_by_role("button", name="登记：贴上了").tap()
    assert "没有 9-9 这个位置" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("位置").input_value() == "9-9"


def kinds(page, address):
    """Go to one page of each kind, and one that refuses."""
    base = address.partition("?")[0]
    for path in ("", "?board=hall", "?board=hall&entry=2026-0001", "?board=x"):
        page.goto(base + path)
        yield path
    page.goto(f"{base}?board=corridor&entry=2026-0002")
    yield "not up"
    page.get_by_label("位置").fill("9-9")
    page.locator("button").click()
    yield "refused"
    page.context.clear_cookies()
    page.goto(base)
    yield "no way in"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_shuts_nobody_out(served_form, opened, tool, scheme):
    axe = (tool("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    page = opened(scheme=scheme, script=True)
    for kind in kinds(page, served_form.address):
        page.evaluate(axe)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        told = [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]
        assert told == [], kind


def test_the_form_fits_a_small_phone_and_a_large_finger(served_form, opened):
    page = opened(width=320, script=True)
    for kind in kinds(page, served_form.address):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind
        small = page.evaluate(
            """[...document.querySelectorAll('main a, button, select, input, summary, .pick')]
               .filter(each => each.type != 'hidden' && each.type != 'radio')
               .filter(each => each.getBoundingClientRect().height < 44)
               .map(each => each.outerHTML)"""
        )
        assert small == [], kind


def test_no_page_of_the_form_asks_for_anything_else(served_form, opened):
    page = opened()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in kinds(page, served_form.address):
        pass
    own = f"http://{served_form.host}/"
    assert asked
    assert not [url for url in asked if not url.startswith(own)]
    assert not [url for url in asked if url != served_form.address and "token" in url]
