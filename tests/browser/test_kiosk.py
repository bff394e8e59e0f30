"""The screen of a lobby in a browser: it turns by itself, cuts nothing off, and needs no network.

The clock of every page stands still and is moved by hand; a page is walked by waiting exactly as
long as it says that it stays.
"""

from __future__ import annotations

import re
import shutil
import threading
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from dispatch.ground import messages
from dispatch.planning.views import SectionView
from dispatch.planning.views.elements import ElementView
from dispatch.rendering import kiosk
from dispatch.rendering.templates import Templates
from tests.browser import sample
from tests.browser.conftest import MOUNT
from tests.browser.conftest import ROOT
from tests.browser.conftest import Quiet
from tests.browser.conftest import until
from tests.browser.conftest import view_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]

BOARD = "boards/party-building/kiosk/"
SCREENS = {"lying": (1920, 1080), "upright": (1080, 1920), "old": (1024, 768)}
SHEETS = 6
"""How many sheets of a site are held against what axe knows; the others are like them."""
MORNING = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
POLICY = "default-src 'none'; " + "; ".join(
    f"{kind}-src 'self'" for kind in ("script", "style", "img", "connect", "worker")
)
# The lines of all texts of the sheet that is shown, and those of them that are wholly in the frame.
SEEN = """() => {
  const slide = document.querySelector('.slide:not([hidden])');
  const frame = slide.querySelector('.frame').getBoundingClientRect();
  const walker = document.createTreeWalker(slide.querySelector('.flow'), NodeFilter.SHOW_TEXT);
  const range = document.createRange(), all = [], seen = [];
  for (let text = 0; walker.nextNode(); text++) {
    if (!walker.currentNode.data.trim()) continue;
    if (walker.currentNode.parentElement.closest('.dial, thead, title, desc, [hidden]')) continue;
    range.selectNodeContents(walker.currentNode);
    const lines = [...range.getClientRects()];
    if (!lines.length) all.push(`${text} has no place: ${walker.currentNode.data}`);
    lines.forEach((line, number) => {
      if (!line.width) return;
      all.push(`${text}.${number}: ${walker.currentNode.data.slice(0, 20)}`);
      if (line.left >= frame.left - 1 && line.right <= frame.right + 1
          && line.top >= frame.top - 1 && line.bottom <= frame.bottom + 1) seen.push(all.at(-1));
    });
  }
  return {sheet: slide.id, all, seen};
}"""
OVERFLOW = """() => {
  const root = document.documentElement;
  const over = [...document.querySelectorAll('html, body, main, .slide:not([hidden]), .foot')]
    .filter(each => each.scrollHeight > each.clientHeight + 1
      || each.scrollWidth > each.clientWidth + 1)
    .map(each => each.className || each.tagName);
  const flow = document.querySelector('.slide:not([hidden]) .flow');
  if (flow.scrollHeight > flow.clientHeight + 1) over.push('flow');
  const code = document.querySelector('.slide:not([hidden]) .code');
  const main = document.querySelector('main').getBoundingClientRect();
  if (code && code.getBoundingClientRect().bottom > main.bottom + 1) over.push('code');
  if (root.scrollTop || root.scrollLeft) over.push('scrolled');
  return over;
}"""


class Guarded(Quiet):
    """Serves files under a strict policy."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@dataclass
class Lobby:
    """A site of screens on disk, and a server that can be switched off."""

    folder: Path
    port: int = 0
    server: ThreadingHTTPServer | None = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/{MOUNT}/"

    def write(self, view):
        templates = Templates(
            (ROOT / "layouts",), messages.load((ROOT / "layouts/locale",), "zh-Hans")
        )
        shutil.rmtree(self.folder / MOUNT, ignore_errors=True)
        assets = (
            kiosk.Artifact(path=each.path, content=each.content)
            for each in templates.assets.values()
        )
        for artifact in (*assets, *kiosk.kiosks(view, templates)):
            path = self.folder / MOUNT / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artifact.content)
        return self

    def open(self):
        handler = partial(Guarded, directory=str(self.folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def close(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


def rough():
    """Return the sample with sheets on which everything is too long, too wide or foreign."""
    view = sample.site()
    wide = ElementView(
        name="六十栏",
        type="table",
        columns=tuple((f"第{n}栏", "money" if n % 2 else "text") for n in range(60)),
        cells=tuple(tuple(f"{row}-{n}" for n in range(60)) for row in range(2000)),
    )
    long = ElementView(
        name="长表",
        type="table",
        columns=(("用途", "text"), ("日期", "date"), ("金额", "money")),
        cells=tuple((f"第{n}项支出的说明", "2026-10-12", f"{n}.00") for n in range(90)),
    )
    one = ElementView(
        name="一格", type="table", columns=(("说明", "text"),), cells=(("很长的一格。" * 400,),)
    )
    prose = (
        f"<p>{'w' * 900}</p><pre><code>{'x ' * 700}\n{'y' * 300}</code></pre>"
        f"<p>{'བོད་ཡིག' * 120}</p><p dir='rtl'>{'مرحبا بالعالم ' * 80}</p><p>𠮷㐂🙂{'段' * 3000}</p>"
        "<table><thead><tr>"
        + "".join(f"<th>栏{n}</th>" for n in range(40))
        + "</tr></thead><tbody>"
        "<tr>" + "".join(f"<td>格{n}</td>" for n in range(40)) + "</tr></tbody></table>"
    )
    entries = list(view.entries)
    entries[5] = replace(entries[5], html=prose, elements=())
    entries[6] = replace(entries[6], elements=(wide,))
    entries[7] = replace(entries[7], elements=(long, one))
    entries[2] = replace(entries[2], row=replace(entries[2].row, title="题" * 200))
    rows = tuple(entries[n].row for n in (2, 5, 6, 7))
    board = replace(view.boards[1], name="栏" * 30, sections=(SectionView(name="定", rows=rows),))
    return replace(view, boards=(board,), entries=tuple(entries))


@pytest.fixture(scope="module", params=["sample", "bureau", "rough"])
def site(request, tmp_path_factory):
    words = messages.load((ROOT / "layouts/locale",), "zh-Hans")
    views = {"sample": sample.site, "bureau": lambda: view_of(ROOT, words), "rough": rough}
    view = views[request.param]()
    lobby = Lobby(tmp_path_factory.mktemp(request.param)).write(view).open()
    yield lobby, view
    lobby.close()


@pytest.fixture
def lobby(tmp_path):
    made = Lobby(tmp_path).write(sample.site()).open()
    yield made
    made.close()


@pytest.fixture
def hung(browser):
    """Return what hangs a screen up: a page whose clock stands, and that may not complain."""
    contexts, complaints = [], []

    def hang(address, *, at=MORNING, screen=SCREENS["lying"], motion="reduce", **more):
        context = browser.new_context(
            viewport={"width": screen[0], "height": screen[1]},
            reduced_motion=motion,
            timezone_id="Asia/Shanghai",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: "Policy" in said.text and complaints.append(said.text))
        page.clock.install(time=at)
        page.clock.pause_at(at + timedelta(seconds=1))
        page.goto(address)
        return page

    yield hang
    for context in contexts:
        context.close()
    assert complaints == []


def stays(page):
    """Return how long the page that is shown stays, in milliseconds."""
    return float(
        page.evaluate("document.querySelector('.time .left').style.animationDuration.slice(0, -2)")
    )


def wait(page):
    """Let pass as much time as the page stays, and not a moment more."""
    page.clock.run_for(stays(page) + 1)


def place(page):
    return page.locator(".place").inner_text()


def title(page):
    return page.locator(".title").inner_text()


def kept(page):
    """Wait until what the worker keeps is there."""
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    until(page, "navigator.serviceWorker.controller !== null")


@pytest.mark.parametrize("screen", SCREENS)
def test_it_turns_by_itself_and_cuts_nothing_off(site, hung, screen):
    lobby, view = site
    for board in view.boards:
        page = hung(f"{lobby.address}{board.path}kiosk/", screen=SCREENS[screen])
        sheets, wanted, seen = [], set(), set()
        for _ in range(1000):
            told = page.evaluate(SEEN)
            if sheets and told["sheet"] == "index" != sheets[-1]:
                break
            sheets += [told["sheet"]] if told["sheet"] not in sheets[-1:] else []
            wanted |= {f"{told['sheet']} {each}" for each in told["all"]}
            seen |= {f"{told['sheet']} {each}" for each in told["seen"]}
            assert page.evaluate(OVERFLOW) == [], place(page)
            assert 8000 <= stays(page) <= 40000
            wait(page)
        assert sheets == ["index", *(f"e{r.id}" for s in board.sections for r in s.rows)]
        assert wanted - seen == set()
        assert len(wanted) > 10 or not sheets[1:]
        page.context.close()


def test_every_page_of_a_sheet_is_counted(lobby, hung):
    page = hung(lobby.address + BOARD)
    told = []
    while not told or "本栏内容" in told[-1] or "第1条" in told[-1]:
        told.append(place(page))
        wait(page)
    pages = [re.search(r"第(\d+)页，共(\d+)页", each).groups() for each in told[:-1]]
    index = int(pages[0][1])
    assert [int(number) for number, _ in pages[:index]] == list(range(1, index + 1))
    rest = int(pages[index][1])
    assert [int(number) for number, _ in pages[index:]] == list(range(1, rest + 1))
    assert "第2条，共9条" in told[-1]


def test_long_pages_stay_longer_than_short_ones(lobby, hung):
    page = hung(lobby.address + BOARD)
    times = {}
    for _ in range(20):
        times[(title(page), place(page))] = stays(page)
        page.keyboard.press("ArrowRight")
    assert len(set(times.values())) > 5


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_where_no_motion_is_wanted(lobby, hung, motion, moves):
    page = hung(lobby.address + BOARD, motion=motion)
    told = page.evaluate(
        """['.slide:not([hidden])', '.flow', '.frame', '.time .left', '.gone', 'main'].flatMap(
          name => [...document.querySelectorAll(name)].flatMap(each => {
            const style = getComputedStyle(each);
            return [style.transitionDuration !== '0s', style.animationName !== 'none'];
          }))"""
    )
    assert any(told) == moves
    assert page.locator(".time").is_visible() == moves


@pytest.mark.parametrize(
    ("day", "words", "overdue"),
    [
        ("2026-11-23", "数据日期2026年11月23日，今天", False),
        ("2026-11-24", "数据日期2026年11月23日，昨天", False),
        ("2026-11-25", "数据日期2026年11月23日，2天前", False),
        ("2026-11-26", "数据日期2026年11月23日，3天前", True),
        ("2027-01-02", "数据日期2026年11月23日，40天前", True),
        ("2020-01-01", "数据日期2026年11月23日", False),
    ],
)
def test_it_says_how_old_its_data_is(lobby, hung, day, words, overdue):
    for hour in ("00:00:10", "23:59:00"):
        page = hung(lobby.address + BOARD, at=datetime.fromisoformat(f"{day}T{hour}+08:00"))
        assert page.locator(".age").inner_text() == words
        assert page.locator(".overdue").is_visible() == overdue
        if overdue:
            assert "数据已经过期" in page.locator(".overdue").inner_text()


def test_days_pass_on_a_screen_that_nobody_touches(lobby, hung):
    page = hung(lobby.address + BOARD)
    left = page.locator(".index .period [data-until]")
    assert left.all_inner_texts() == ["还有4天", "今天截止"]
    page.clock.pause_at(MORNING + timedelta(days=3))
    page.clock.run_for(40_001)
    while "本栏内容" not in place(page):
        wait(page)
    assert page.locator(".age").inner_text().endswith("，3天前")
    assert page.locator(".overdue").is_visible()
    assert page.locator(".index .period .name:visible").all_inner_texts() == [sample.ROWS[0].title]
    assert page.locator(".index .period [data-until]:visible").all_inner_texts() == ["今天截止"]


def test_what_must_come_down_is_not_shown_after_its_day(lobby, hung):
    shown = {}
    for day, count in ((26, "共9条"), (27, "共8条")):
        page = hung(lobby.address + BOARD, at=datetime.fromisoformat(f"2026-11-{day}T09:00+08:00"))
        shown[day] = set()
        for _ in range(60):
            shown[day].add(title(page))
            assert count in place(page) or "本栏内容" in place(page)
            page.keyboard.press("ArrowRight")
    assert shown[26] - shown[27] == {sample.ROWS[0].title}
    assert shown[27] < shown[26]


def test_staff_turn_and_hold_by_key_and_button(lobby, hung):
    page = hung(lobby.address + BOARD)
    first = (title(page), place(page))
    page.keyboard.press("ArrowRight")
    second = (title(page), place(page))
    assert second != first
    page.keyboard.press("ArrowLeft")
    assert (title(page), place(page)) == first
    page.keyboard.press("ArrowLeft")
    assert "第9条，共9条" in place(page)
    page.locator("button.after").click()
    assert (title(page), place(page)) == first
    page.locator("button.before").click()
    assert "第9条，共9条" in place(page)
    page.mouse.click(400, 400)
    page.keyboard.press(" ")
    assert page.locator("button.hold").inner_text() == "继续"
    here = place(page)
    page.clock.run_for(119_000)
    assert place(page) == here
    page.clock.run_for(2_000)
    assert place(page) != here
    assert page.locator("button.hold").inner_text() == "停住"
    page.locator("button.hold").click()
    page.keyboard.press(" ")
    assert page.locator("button.hold").inner_text() == "停住"


def test_nothing_on_it_leads_away_and_nothing_holds_the_keyboard(lobby, hung):
    page = hung(lobby.address + BOARD)
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className"))
    assert reached[:3] == ["before", "hold", "after"]
    assert reached[3] in ("", "before")
    assert page.evaluate("document.querySelectorAll('main a[href]').length") == 0


def test_the_cursor_hides_until_it_is_moved(lobby, hung):
    page = hung(lobby.address + BOARD)
    page.mouse.move(300, 300)
    assert page.evaluate("getComputedStyle(document.documentElement).cursor") != "none"
    wait(page)
    assert page.evaluate("getComputedStyle(document.documentElement).cursor") == "none"
    page.mouse.move(320, 300)
    assert page.evaluate("getComputedStyle(document.documentElement).cursor") != "none"


def test_a_screen_that_is_turned_round_is_cut_anew(lobby, hung):
    page = hung(lobby.address + BOARD)
    while "第1条，共9条" not in place(page) or "第2页" not in place(page):
        page.keyboard.press("ArrowRight")
    name = title(page)
    page.set_viewport_size({"width": 1080, "height": 1920})
    # The page that is shown begins where the frame does, to the pixel.
    until(
        page,
        """() => { const slide = document.querySelector('.slide:not([hidden])');
          const frame = slide.querySelector('.frame').getBoundingClientRect();
          const flow = slide.querySelector('.flow');
          const gap = parseFloat(getComputedStyle(flow).columnGap);
          const pages = (frame.left - flow.getBoundingClientRect().left) / (frame.width + gap);
          return innerWidth === 1080 && Math.abs(pages - Math.round(pages)) < .001; }""",
    )
    assert title(page) == name
    assert page.evaluate(OVERFLOW) == []


def test_it_needs_no_network_once_it_is_there(lobby, hung):
    page = hung(lobby.address + BOARD)
    kept(page)
    lobby.close()
    page.reload()
    assert title(page) == "党建工作栏"
    color = page.evaluate("getComputedStyle(document.querySelector('.bar')).backgroundColor")
    assert color != "rgba(0, 0, 0, 0)"
    before = place(page)
    wait(page)
    assert place(page) != before
    page.goto(f"{lobby.address}{BOARD}index.html")
    assert title(page) == "党建工作栏"
    page.clock.run_for(900_000)
    assert page.locator(".place").is_visible()


def test_an_answer_that_is_no_page_changes_nothing(lobby, hung):
    page = hung(lobby.address + BOARD)
    kept(page)
    shutil.rmtree(lobby.folder / MOUNT)
    page.reload()
    assert title(page) == "党建工作栏"
    page.clock.run_for(900_000)
    page.wait_for_timeout(300)
    assert page.locator(".place").is_visible()


def test_it_looks_for_another_edition_by_itself_and_goes_on_where_it_was(lobby, hung):
    page = hung(lobby.address + BOARD)
    kept(page)
    view = sample.site()
    entries = list(view.entries)
    entries[5] = replace(entries[5], row=replace(entries[5].row, title="改过的题目"))
    sections = [
        replace(
            each,
            rows=tuple(entries[5].row if r.id == entries[5].row.id else r for r in each.rows),
        )
        for each in view.boards[1].sections
    ]
    board = replace(view.boards[1], sections=tuple(sections))
    former = page.evaluate("document.documentElement.dataset.edition")
    lobby.write(replace(view, boards=(board,), entries=tuple(entries)))
    with page.expect_event("load"):
        page.clock.run_for(600_000)
    assert page.evaluate("document.documentElement.dataset.edition") != former
    assert title(page) != "党建工作栏"
    told = set()
    for _ in range(40):
        told.add(title(page))
        page.keyboard.press("ArrowRight")
    assert "改过的题目" in told
    now = page.evaluate("document.documentElement.dataset.edition")
    for _ in range(100):
        names = page.evaluate("caches.keys()")
        if [name.split()[-1] for name in names] == [now]:
            break
        page.wait_for_timeout(100)
    assert [name.split()[-1] for name in names] == [now]
    lobby.close()
    page.reload()
    told = set()
    for _ in range(40):
        told.add(title(page))
        page.keyboard.press("ArrowRight")
    assert "改过的题目" in told


def test_it_asks_seldom_and_for_little(lobby, hung):
    page = hung(lobby.address + BOARD)
    kept(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(60):
        wait(page)
    page.wait_for_timeout(200)
    assert set(asked) == {f"{lobby.address}{BOARD}worker.js"}
    assert 1 <= len(asked) <= 6


def test_two_screens_of_one_server_keep_apart(lobby, hung):
    page = hung(lobby.address + BOARD)
    kept(page)
    page.goto(lobby.address + "boards/party-affairs/kiosk/")
    kept(page)
    assert page.evaluate("caches.keys().then(names => names.length)") == 2
    lobby.close()
    page.reload()
    assert title(page) == "党务公开栏"
    page.goto(lobby.address + BOARD)
    assert title(page) == "党建工作栏"


def test_it_works_from_a_disk(lobby, hung):
    page = hung((lobby.folder / MOUNT / BOARD / "index.html").as_uri())
    first = place(page)
    wait(page)
    assert place(page) != first
    page.clock.run_for(900_000)
    assert page.locator(".place").is_visible()


@pytest.mark.parametrize("width", [320, 1024, 1920])
def test_without_a_script_everything_stands_on_one_page(site, hung, width):
    lobby, view = site
    for board in view.boards:
        page = hung(
            f"{lobby.address}{board.path}kiosk/", screen=(width, 800), java_script_enabled=False
        )
        slides = page.locator(".slide")
        assert slides.count() == 1 + sum(len(each.rows) for each in board.sections)
        assert all(each.is_visible() for each in slides.all())
        assert page.locator(".age").inner_text().startswith("数据日期2026年11月23日")
        assert not page.locator(".controls").is_visible()
        assert not page.locator(".overdue").is_visible()
        assert page.locator(".plain a").is_visible()
        (hidden,) = [page.locator("main :not(.dial)[hidden]").count()]
        assert hidden == 0
        image = page.screenshot(full_page=True)
        assert width_of(image) == width
        page.context.close()


def width_of(image):
    return int.from_bytes(image[16:20], "big")


def test_the_code_leads_to_the_entry(lobby, hung):
    zxingcpp = pytest.importorskip("zxingcpp")
    pil = pytest.importorskip("PIL.Image")
    for scheme in ("light", "dark"):
        page = hung(lobby.address + BOARD, color_scheme=scheme)
        found = []
        for _ in range(8):
            (code,) = zxingcpp.read_barcodes(pil.open(BytesIO(page.screenshot())))
            found.append(code.text)
            page.keyboard.press("ArrowRight")
        assert found[0] == "https://example.gov.cn/dwgk/boards/party-building/"
        assert found[4] == "https://example.gov.cn/dwgk/entries/2026/2026-0007/"


@pytest.mark.parametrize(
    ("screen", "scheme"), [("lying", "light"), ("upright", "dark"), ("old", "dark")]
)
def test_it_shuts_nobody_out(site, hung, tool, screen, scheme):
    axe = (tool("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    lobby, view = site
    board = view.boards[-1]
    late = datetime.fromisoformat("2026-11-26T09:00+08:00")
    page = hung(
        f"{lobby.address}{board.path}kiosk/", screen=SCREENS[screen], color_scheme=scheme, at=late
    )
    page.evaluate(axe)
    seen = set()
    for _ in range(80):
        if title(page) not in seen and len(seen) < SHEETS:
            seen.add(title(page))
            page.clock.resume()
            found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            page.clock.pause_at(late + timedelta(minutes=len(seen) * 10))
            told = [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]
            assert told == [], title(page)
        page.keyboard.press("ArrowRight")
    assert len(seen) >= min(SHEETS, 1 + sum(len(each.rows) for each in board.sections))


def test_nothing_is_asked_of_other_servers(lobby, hung):
    page = hung("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(lobby.address + BOARD)
    kept(page)
    for _ in range(60):
        wait(page)
    assert asked
    assert [url for url in asked if not url.startswith(lobby.address)] == []
