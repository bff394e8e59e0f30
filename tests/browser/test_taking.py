"""Forms in a real browser: without a script, on paper, by keyboard, and what they prepare."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import replace
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from dispatch.ground.source import Source
from dispatch.ledger.account import account_of
from dispatch.model.catalogue import Catalogue
from dispatch.model.config import Config
from dispatch.model.config import ContactConfig
from dispatch.model.config import SiteConfig
from dispatch.planning.plan import plan
from dispatch.reading.records import records_of
from dispatch.rendering import pages
from dispatch.rendering.templates import Templates
from tests.browser.conftest import Quiet
from tests.cases.values import identity
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import site
from tests.nouns import words
from tests.test_taking import CATALOGUE

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = "第一行：“引号” \\ # - [x]: {y}\n第二行\u2028还有，😀"


class Taking(Quiet):
    """Serves a site, and keeps what is posted to it."""

    def do_POST(self):  # noqa: N802 - the server's own name for it
        length = int(self.headers["Content-Length"])
        kind = self.headers["Content-Type"]
        self.server.posted.append((self.path, kind, self.rfile.read(length).decode()))
        self.send_response(204)
        self.end_headers()


@pytest.fixture(scope="module")
def taking(tmp_path_factory):
    """Return what serves a small site whose forms go to a mail address, or to an endpoint."""
    folder = tmp_path_factory.mktemp("taking")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Taking, directory=str(folder)))
    server.posted = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    contact = ContactConfig(office="党务公开办公室", mail="dwgk@example.gov.cn")
    config = Config(site=SiteConfig(title="公开", contact=contact))
    whole = site(entry(1), catalogue=Catalogue(items=CATALOGUE.items), config=config)
    view = plan(account_of(whole, TODAY), words(), sheets=False).site
    endpoint = f"{address}in"
    desk = replace(view.taking.desk, endpoint=endpoint)
    sending = replace(
        view,
        frame=replace(view.frame, endpoint=endpoint),
        taking=replace(view.taking, desk=desk),
    )
    templates = Templates((ROOT / "layouts",), words())
    for name, each in (("mail", view), ("post", sending)):
        for artifact in pages.pages(each, templates):
            path = folder / name / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artifact.content)
    yield server, folder, address
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser, taking):
    contexts = []

    def at(path, *, script=True, **given):
        context = browser.new_context(java_script_enabled=script, **given)
        contexts.append(context)
        page = context.new_page()
        page.goto(path if "://" in path else taking[2] + path)
        return page

    yield at
    for context in contexts:
        context.close()


def saved(page, text=TEXT):
    page.fill("#text", text)
    with page.expect_download() as waiting:
        page.click("[data-do=file]")
    download = waiting.value
    content = Path(download.path()).read_text(encoding="utf-8")
    path = "content/feedback/new.yaml"
    records, found = records_of(Source(path=path, text=content, digest=""))
    assert found == ()
    (record,) = records
    return record, content, download.suggested_filename


def downloads_of(page):
    """Return the list that every download of a page is added to."""
    found = []

    def add(download):
        found.append(download)

    page.on("download", add)
    return found


def test_without_a_script_it_is_a_plain_form_and_a_slip(opened):
    page = opened("mail/feedback/form/?entry=2026-0001", script=False)
    form = page.locator("form.paper-form")
    assert form.get_attribute("action") == "mailto:dwgk@example.gov.cn"
    assert form.get_attribute("enctype") == "text/plain"
    assert page.locator("main button:visible").all_inner_texts() == ["写成邮件"]
    assert page.locator("#about").input_value() == ""


def test_it_knows_the_entry_that_its_reader_comes_from(opened):
    page = opened("mail/entries/2026/2026-0001/")
    page.click(".recourse .button")
    expect(page.locator("#about")).to_have_value("2026-0001 标题1")
    page.click("[data-title] a")
    assert page.url.endswith("/mail/entries/2026/2026-0001/")


@pytest.mark.parametrize("bad", ["2026-1", "x%22%3E%3Cscript%3E", "../../secret", ""])
def test_an_address_that_names_no_entry_fills_in_nothing(opened, bad):
    page = opened(f"mail/feedback/form/?entry={bad}")
    assert page.locator("#about").input_value() == ""
    assert page.locator("[data-title]").inner_text() == ""


def test_the_file_is_a_record_as_the_office_keeps_them(opened, make_root, run):
    page = opened("mail/feedback/form/?entry=2026-0001")
    page.fill("#name", "张三")
    page.fill("#reach", "0000-0000099")
    page.check("#consent")
    record, content, name = saved(page)
    assert record.about == "2026-0001"
    assert record.text == TEXT
    assert (record.channel, record.public, record.answered) == ("web", False, None)
    assert "张三" not in content
    assert "0000-0000099" not in content
    assert "本人同意公开" in content
    assert re.fullmatch(r"意见-\d{4}-\d{2}-\d{2}\.yaml", name)
    root = make_root({"content/feedback/new.yaml": content})
    _, out, _ = run("check", "--as-of", f"{record.received}", root=root)
    assert [line for line in out.splitlines() if "new.yaml" in line and "错误" in line] == []


def test_from_disk_it_works_as_well(opened, taking):
    page = opened((taking[1] / "mail/feedback/form/index.html").as_uri() + "?entry=2026-0001")
    record, _, _ = saved(page, "从U盘打开")
    assert (record.about, record.text) == ("2026-0001", "从U盘打开")


def test_an_application_is_one_under_its_item(opened):
    page = opened("mail/requests/form/?item=R-1")
    page.fill("#name", "张三")
    record, content, _ = saved(page, "需要2025年的安排")
    assert (record.request, record.about, record.text) == ("R-1", None, "需要2025年的安排")
    assert "张三" not in content


def test_what_is_no_number_of_an_entry_stays_in_the_text(opened):
    page = opened("mail/feedback/form/")
    page.fill("#about", "那个公示")
    record, _, _ = saved(page, "字太小")
    assert (record.about, record.text) == (None, "那个公示\n字太小")


def test_a_mail_is_made_of_all_that_was_written(opened):
    page = opened("mail/feedback/form/?entry=2026-0001")
    page.fill("#text", "甲&乙=丙?#")
    page.fill("#name", "张三")
    page.check("input[value=question]")
    asked = []
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.on("Page.frameRequestedNavigation", lambda event: asked.append(event["url"]))
    page.click("[data-do=mail]")
    page.wait_for_timeout(300)
    head, _, query = asked[0].partition("?")
    assert head == "mailto:dwgk@example.gov.cn"
    told = dict(part.split("=", 1) for part in query.split("&"))
    assert unquote(told["subject"]).startswith("对公开事项的意见 2026-0001")
    body = unquote(told["body"]).split("\r\n")
    assert "内容：甲&乙=丙?#" in body
    assert "想说什么：提问" in body
    assert "姓名：张三" in body
    assert not [line for line in body if "请不要填" in line]


def test_a_copy_says_the_same(opened):
    page = opened("mail/feedback/form/", permissions=["clipboard-read", "clipboard-write"])
    page.fill("#text", "甲\n乙")
    page.click("[data-do=copy]")
    assert page.locator("[data-done]").inner_text() == "已经复制，可以粘贴到邮件或短信里。"
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert "内容：\n甲\n乙" in copied


def test_nothing_is_prepared_of_an_empty_form(opened):
    page = opened("mail/feedback/form/")
    downloads = downloads_of(page)
    page.click("[data-do=file]")
    page.wait_for_timeout(200)
    assert downloads == []
    assert page.evaluate("document.activeElement.id") == "text"


def test_an_identity_number_is_warned_of_and_makes_no_file(opened):
    good = identity(random.Random(5))
    other = str((int(good[-2]) + 1) % 10)
    wide = good.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    page = opened("mail/feedback/form/")
    alarm = page.locator("[role=alert]")
    for text, warns in (
        (f"我的号是{good}。", True),
        (f"号 {good[:6]} {good[6:14]} {good[14:]}", True),
        (wide, True),
        (f"文号 {good[:-2]}{other}{good[-1]}", False),
        ("电话 0000-0000099，金额 1234567.89", False),
    ):
        page.fill("#text", text)
        assert (alarm.inner_text() != "") is warns, warns
    downloads = downloads_of(page)
    page.fill("#text", good)
    page.click("[data-do=file]")
    page.wait_for_timeout(200)
    assert downloads == []
    assert "没有存成文件" in page.locator("[data-done]").inner_text()


def arrived(page, taking):
    """Return what was posted last, as soon as it is there."""
    for _ in range(50):
        if taking[0].posted:
            break
        page.wait_for_timeout(100)
    return taking[0].posted.pop()


def test_a_plain_post_carries_the_fields_the_trap_and_the_token(opened, taking):
    page = opened("post/feedback/form/?entry=2026-0001")
    page.fill("#text", "内容")
    page.click("main button[type=submit]")
    path, kind, body = arrived(page, taking)
    assert path == "/in"
    assert kind == "application/x-www-form-urlencoded"
    told = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    assert told["text"] == "内容"
    assert told["about"].startswith("2026-0001")
    assert told["website"] == ""
    version, begun, spent, total = told["token"].split(".")
    assert (version, int(spent) < 60, len(total)) == ("1", True, 8)
    value = 0x811C9DC5
    for byte in f"1.{begun}.{spent}.内容".encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    assert total == f"{value:08x}"


def test_without_a_script_a_plain_post_still_goes(opened, taking):
    page = opened("post/requests/form/", script=False)
    page.fill("#text", "内容")
    page.click("main button[type=submit]")
    told = parse_qs(arrived(page, taking)[2], keep_blank_values=True)
    assert (told["request"], told["token"], told["website"]) == (["R-1"], [""], [""])


def test_the_keyboard_reaches_every_field_and_never_the_trap(opened):
    page = opened("mail/feedback/form/")
    page.locator("#about").focus()
    reached = ["about"]
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.dataset.do || "
                "document.activeElement.name"
            )
        )
    wanted = ["about", "kind", "text", "consent", "name", "reach", "mail", "copy", "file", "print"]
    assert reached == wanted


def test_every_field_has_its_name_and_the_trap_has_none_for_readers(opened):
    page = opened("mail/feedback/form/")
    for name in ("关于哪一条", "内容 （必填）", "姓名", "怎么联系"):
        assert page.get_by_role("textbox", name=name, exact=True).count() == 1, name
    assert page.get_by_role("textbox").count() == 4
    box = page.locator("#website").bounding_box()
    assert box["x"] + box["width"] <= 0


@pytest.mark.parametrize("path", ["feedback/form/", "requests/form/"])
def test_on_paper_there_are_lines_to_write_on_and_no_buttons(opened, path):
    page = opened(f"mail/{path}")
    page.emulate_media(media="print")
    assert page.locator("main button:visible").count() == 0
    assert not page.locator(".caution").is_visible()
    assert not page.locator("#text").is_visible()
    assert page.locator(".rules span").first.is_visible()
    assert page.locator(".official").is_visible()
    assert page.locator("#name").is_visible()
    page.fill("#text", "已经写好") if page.locator("#text").is_visible() else page.evaluate(
        "document.querySelector('#text').value = '已经写好'"
    )
    assert page.locator("#text").is_visible()
    assert not page.locator(".rules").is_visible()


@pytest.mark.parametrize("path", ["feedback/form/?entry=2026-0001", "requests/form/"])
def test_a_slip_is_one_sheet(opened, path):
    from io import BytesIO

    from pypdf import PdfReader

    page = opened(f"mail/{path}")
    made = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(made.pages) == 1


def test_nothing_is_kept_and_nobody_else_is_asked(opened, taking):
    page = opened("mail/feedback/form/?entry=2026-0001")
    asked, before = [], page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#name", "张三")
    saved(page)
    page.reload()
    assert page.locator("#text").input_value() == ""
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == before
    assert page.context.cookies() == []
    assert [url for url in asked if not url.startswith((taking[2], "blob:"))] == []
    assert taking[0].posted == []
