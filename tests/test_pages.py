from __future__ import annotations

import re
from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from dispatch.ground import messages
from dispatch.planning.views import Link
from dispatch.rendering import feeds
from dispatch.rendering import pages
from dispatch.rendering import sitemaps
from dispatch.rendering.templates import LayoutError
from dispatch.rendering.templates import Templates
from dispatch.rendering.templates.links import address
from tests.browser import sample
from tests.browser.dutysample import duties
from tests.browser.reading import Document
from tests.browser.reading import target

LAYOUTS = Path(__file__).resolve().parent.parent / "layouts"
ENTRY_LIMIT = 20_000
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def load(language="zh-Hans", *own):
    folders = (*own, LAYOUTS)
    return Templates(folders, messages.load(tuple(f / "locale" for f in folders), language))


def made(view, templates):
    made = (pages.pages, feeds.feeds, sitemaps.sitemaps)
    files = [each for makes in made for each in makes(view, templates)]
    paths = [each.path for each in files]
    assert len(paths) == len(set(paths))
    return {each.path: each.content for each in files}


@pytest.fixture(scope="module")
def site():
    return made(sample.site(), load())


@pytest.fixture(scope="module")
def documents(site):
    return {path: Document(raw.decode()) for path, raw in site.items() if path.endswith(".html")}


def line(templates, source, tmp_path, **views):
    """Return what a layout of one line makes at a/b/index.html."""
    (tmp_path / "one.html").write_text(source, encoding="utf-8")
    own = Templates((tmp_path,), templates.messages)
    return own.render("one.html", path="a/b/index.html", **views)


def test_every_kind_of_page_is_made(site):
    kinds = (
        "index.html",
        "404.html",
        "boards/index.html",
        "boards/party-affairs/index.html",
        "catalogue/index.html",
        "catalogue/A-02/index.html",
        "duties/index.html",
        "duties/branch-1/index.html",
        "units/index.html",
        "units/branch-1/index.html",
        "entries/2026/2026-0003/index.html",
        "archive/index.html",
        "archive/2026/index.html",
        "organisation/index.html",
        "procedures/index.html",
        "targets/index.html",
        "feedback/index.html",
        "oversight/index.html",
        "about/guide/index.html",
    )
    assert set(kinds) <= set(site)


def test_every_page_says_by_when_it_should_have_been_built_again(site):
    pages_made = [raw.decode() for path, raw in site.items() if path.endswith(".html")]
    line_ = "本页按2026年11月23日的情况生成。"
    assert all(line_ in re.sub("<[^>]+>", "", page) for page in pages_made)
    last = sample.site()
    last = replace(last, frame=replace(last.frame, rebuild_by=None, owner=""))
    page = made(last, load())["index.html"].decode()
    assert "本页按" in page
    assert "最迟" not in page
    assert "重新生成" not in page


def test_every_link_leads_somewhere(site, documents):
    view = sample.site()
    beside = {each.path for entry in view.entries for each in entry.attachments}
    beside |= {entry.sheet for entry in view.entries if entry.sheet}
    for page, document in documents.items():
        for link in document.links:
            if re.match(r"(https?|mailto|tel):", link):
                continue
            path, fragment = target(page, link)
            assert path in site or path in beside, f"{page}: {link} leads to {path}"
            if fragment and path in documents:
                assert fragment in documents[path].ids, f"{page}: {link}"


def test_ids_are_unique_on_a_page(documents):
    for page, document in documents.items():
        assert len(document.ids) == len(set(document.ids)), page


def test_titles_are_unique_and_described(documents):
    titles = [document.title for document in documents.values()]
    assert sorted(titles) == sorted(set(titles))
    for page, document in documents.items():
        names = {attributes.get("name") for tag, attributes in document.tags if tag == "meta"}
        assert "description" in names, page
        assert ("canonical" in str(document.tags)) == (page != "404.html")


def test_nothing_that_is_not_stated_is_printed(documents):
    for page, document in documents.items():
        assert not re.search(r"\b(None|Undefined|datetime)\b", document.text), page


def test_content_never_becomes_markup(documents):
    for page, document in documents.items():
        for tag, attributes in document.tags:
            assert tag not in ("style", "iframe"), page
            if tag == "script" and attributes.get("type") != "application/ld+json":
                assert re.fullmatch(r"(\.\./|/dwgk/)*assets/\w+\.\w+\.js", attributes["src"]), page
            assert not [name for name in attributes if name.startswith("on")], page
            assert "style" not in attributes, page
    hostile = documents["entries/2026/2026-0012/index.html"]
    assert sample.HOSTILE in hostile.text
    assert sample.HOSTILE in " ".join(documents["oversight/index.html"].text.split("\n"))


def test_links_go_by_harmless_schemes_only(documents):
    for document in documents.values():
        for link in document.links:
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", link, re.IGNORECASE)
            assert not scheme or scheme[1] in ("https", "mailto", "tel"), link


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("feedback/", "../../../feedback/"),
        ("entries/2026/2026-0003/#files", "../../../entries/2026/2026-0003/#files"),
        ("attachments/%E8%A1%A8 1.csv", "../../../attachments/%E8%A1%A8%201.csv"),
        ("https://example.gov.cn/a?b#c", "https://example.gov.cn/a?b#c"),
        ("mailto:office@example.gov.cn", "mailto:office@example.gov.cn"),
        ("#files", "#files"),
    ],
)
def test_links_in_texts_are_given_from_the_top_of_the_site(written, link):
    view = sample.site()
    html = f'<p>见<a href="{written}" rel="noopener">说明</a>。</p>'
    told = replace(view, entries=tuple(replace(each, html=html) for each in view.entries))
    pages = made(told, load())
    found = [each for each in pages if each.startswith("entries/") and "0003" in each]
    assert found
    for path in found:
        assert f'<a href="{link}"' in pages[path].decode()


def test_no_page_asks_for_anything_from_elsewhere(documents, site):
    for page, document in documents.items():
        for tag, attributes in document.tags:
            if tag in ("link", "img", "source", "object") and attributes.get("rel") != "canonical":
                assert "//" not in attributes.get("href", "") + attributes.get("src", ""), page
    for path, content in site.items():
        if path.endswith(".css"):
            assert b"url(" not in content
            assert b"@import" not in content


def test_the_missing_page_works_under_any_address(documents):
    for link in documents["404.html"].links:
        assert link.startswith(("/dwgk/", "#")), link
    for page, document in documents.items():
        if page != "404.html":
            assert not [link for link in document.links if link.startswith("/")], page


def test_two_runs_make_the_same_bytes(site):
    assert made(sample.site(), load()) == site


def test_assets_are_named_by_their_digest(site):
    names = [path for path in site if path.startswith("assets/")]
    assert names
    assert all(re.fullmatch(r"assets/\w+\.[0-9a-f]{12}\.\w+", name) for name in names)


def test_an_entry_page_is_lean(site):
    sizes = {path: len(raw) for path, raw in site.items() if path.startswith("entries/")}
    assert max(sizes.values()) <= ENTRY_LIMIT, max(sizes, key=sizes.get)


def test_states_are_said_in_words(documents):
    said = {
        "0001": "公示期还有4天",
        "0002": "今天是公示期最后一天",
        "0004": "已更正",
        "0009": "公示期已满",
        "0010": "已被替代",
        "0011": "2026年11月10日 撤回",
    }
    for number, words in said.items():
        text = documents[f"entries/2026/2026-{number}/index.html"].text
        assert words in text, number
    assert "项目未通过审查" in documents["entries/2026/2026-0011/index.html"].text


def test_a_superseded_entry_leads_to_its_successor_at_the_top(site):
    text = site["entries/2026/2026-0010/index.html"].decode()
    assert 0 < text.index("../../../entries/2026/2026-0003/") < text.index("<h1>")


def test_a_banner_says_what_came_after_and_when(site):
    for number in ("0004", "0010", "0011"):
        text = site[f"entries/2026/2026-{number}/index.html"].decode()
        banner = text[text.index('class="banner"') : text.index("<h1>")]
        assert "年" in banner
        assert "公开</span>" in banner, number


def test_a_page_shows_its_line_and_the_changes_made_to_it(documents, site):
    text = documents["entries/2026/2026-0003/index.html"].text
    assert "支出明细的合计有误，已改正" in text
    page = site["entries/2026/2026-0003/index.html"].decode()
    line = page[page.index('aria-labelledby="times"') :].split("</section>")[0]
    assert line.count('aria-current="page"') == 1
    assert line.count("<li") == line.count("<a ") + 1 >= 3
    days = re.findall(r'datetime="([0-9-]+)"', line)
    assert days == sorted(days)
    assert "2026-0004" in line
    assert "2026-0010" in line
    assert "本条" in line


def test_pictures_have_their_twins_in_words(documents):
    flow = documents["procedures/index.html"]
    targets = documents["targets/index.html"]
    for node in sample.FLOW.nodes:
        listed = [word for word in flow.words if word.strip() == node.name]
        assert listed, node.name
    assert "转到“窗口受理并审查材料”" in flow.text
    assert [tag for tag, _ in targets.tags].count("table") == 1
    for document in (flow, targets):
        for (tag, attributes), (first, _) in pairwise(document.tags):
            if tag == "svg" and "aria-hidden" not in attributes:
                assert attributes["role"] == "img"
                assert "aria-labelledby" in attributes or first == "title"


def test_the_page_of_the_part_is_marked_in_the_navigation(documents):
    marks = {
        page: [a["aria-current"] for tag, a in document.tags if tag == "a" and "aria-current" in a]
        for page, document in documents.items()
    }
    assert marks["catalogue/index.html"] == ["page"]
    assert marks["catalogue/A-02/index.html"] == ["true"]
    assert marks["archive/2026/index.html"] == ["true", "page"]
    assert marks["index.html"] == []


def latin(value):
    """Return a view with Latin words in the place of Chinese ones."""
    if is_dataclass(value):
        told = {each.name: latin(getattr(value, each.name)) for each in fields(value)}
        return type(value)(**told)
    if isinstance(value, tuple):
        return tuple(latin(each) for each in value)
    return "Ay" if isinstance(value, str) and CHINESE.search(value) else value


def test_the_english_site_has_no_chinese_of_its_own():
    view = sample.site()
    frame = replace(view.frame, title="Parish", description="", motto="", owner="", language="en")
    frame = replace(frame, navigation=(), boards=(), about=())
    empty = replace(
        view,
        frame=frame,
        duties=duties(Link(text="Dues", path="a/b"), Link(text="Plans", path="a/c"), "Ay", "Bee"),
        home=replace(view.home, open_notices=(), latest=(), boards=(), units=(), groups=()),
        catalogue=replace(view.catalogue, title="", version="", groups=()),
        boards=(),
        items=(),
        units=(),
        entries=(),
        archive=(),
        procedures=(),
        targets=(),
        feedback=(),
        oversight=(),
        waivers=(),
        assessment=latin(view.assessment),
        taking=latin(view.taking),
        pages=(),
        finding=replace(view.finding, documents=(), filters=(), facets=(), shelves=()),
        organisation=replace(
            view.organisation,
            units=(),
            people=(),
            liaisons=(),
            supervisors=(),
            head=None,
            director=None,
        ),
    )
    for path, raw in made(empty, load("en")).items():
        if path.endswith((".html", ".xml")):
            assert not CHINESE.search(raw.decode()), path


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_language_can_say_every_page(language):
    assert made(sample.site(), load(language))["index.html"]


def words_of(language):
    texts = messages.load((LAYOUTS / "locale",), language).texts
    return {key.removeprefix("site.") for key in texts if key.startswith("site.")}


def test_the_languages_have_the_same_words():
    assert words_of("en") == words_of("zh-Hans")


def test_words_have_the_same_places_in_each_language():
    chinese, english = (
        messages.load((LAYOUTS / "locale",), each).texts for each in ("zh-Hans", "en")
    )
    for key in words_of("en"):
        places = [set(re.findall(r"\{(\w+)\}", each[f"site.{key}"])) for each in (chinese, english)]
        if not key.endswith(".one"):
            assert places[0] == places[1], key


def asked_for():
    """Return the keys, and the beginnings of keys, that layouts and code ask for."""
    code = (LAYOUTS.parent / "dispatch/rendering/templates/__init__.py").read_text(encoding="utf-8")
    sources = [code]
    for folder in ("site", "parts", "feeds", "records"):
        sources += [each.read_text(encoding="utf-8") for each in (LAYOUTS / folder).iterdir()]
    keys, families = set(), set()
    for source in sources:
        keys |= set(re.findall(r'"([\w.-]+)" \| [tn]\b', source))
        keys |= set(re.findall(r'(?:say|joined)\("([\w.-]+)"', source)) | {"join"}
        families |= set(re.findall(r'\(f?"([\w.-]+)\.(?:" ~|\{)', source))
        families |= set(re.findall(r'map\("word", "([\w.-]+)"\)', source))
    return keys, families - {"site"}


def test_no_word_is_missing_and_none_is_unused():
    keys, families = asked_for()
    words = words_of("zh-Hans")
    counted = {key.removesuffix(".one") for key in words if key.endswith(".one")}
    known = {key for key in words if key.rpartition(".")[0] not in counted} | counted
    assert keys <= known, keys - known
    assert not {each for each in families if not any(k.startswith(f"{each}.") for k in known)}
    unused = {key for key in known - keys if not any(key.startswith(f"{f}.") for f in families)}
    assert not unused


@pytest.mark.parametrize("folder", ["site", "parts", "feeds", "records"])
def test_layouts_hold_no_words_of_their_own(folder):
    for layout in sorted((LAYOUTS / folder).iterdir()):
        source = re.sub(r"\{#.*?#\}", "", layout.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not CHINESE.search(source), layout.name


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("", "../../"),
        ("entries/2026/2026-0001/", "../../entries/2026/2026-0001/"),
        ("javascript:alert(1)", "../../javascript%3Aalert%281%29"),
        ("//evil.example/", "../../evil.example/"),
        ("attachments/明细 1.csv", "../../attachments/%E6%98%8E%E7%BB%86%201.csv"),
        ('"><script>', "../../%22%3E%3Cscript%3E"),
    ],
)
def test_links_are_relative_and_quoted(path, link, tmp_path):
    (tmp_path / "one.html").write_text("{{ href(to) }}", encoding="utf-8")
    own = Templates((tmp_path,), load().messages)
    assert own.render("one.html", path="a/b/index.html", to=path) == link


@pytest.mark.parametrize(
    ("base", "path", "full"),
    [
        ("https://example.gov.cn/dwgk/", "", "https://example.gov.cn/dwgk/"),
        ("https://example.gov.cn/dwgk", "a/", "https://example.gov.cn/dwgk/a/"),
        ("javascript:alert(1)//", "a/", ""),
    ],
)
def test_addresses_are_of_the_web(base, path, full):
    assert address(base, path) == full


@pytest.mark.parametrize(
    ("source", "chinese", "english"),
    [
        (
            "{{ on | day }}",
            '<time datetime="2026-10-02">2026年10月2日</time>',
            '<time datetime="2026-10-02">2 October 2026</time>',
        ),
        ("{{ '2026-Q3' | period }}", "2026年第三季度", "third quarter of 2026"),
        ("{{ '2026-H1' | period }}", "2026年上半年", "first half of 2026"),
        ("{{ '2026-10' | period }}", "2026年10月", "October 2026"),
        ("{{ '2026' | period }}", "2026年", "2026"),
        ("{{ '随时' | period }}", "随时", "随时"),
        ("{{ 1234567 | number }}", "1,234,567", "1,234,567"),
        ("{{ 0.854 | percent }}", "85%", "85%"),
        ("{{ 999 | size }}", "999 字节", "999 bytes"),
        ("{{ 12345 | size }}", "12.1 KB", "12.1 KB"),
        ("{{ 'entries' | n(1) }}", "1条", "1 entry"),
        ("{{ 'entries' | n(2000) }}", "2,000条", "2,000 entries"),
        ("{{ ['a', '<b>', 'c'] | joined }}", "a、&lt;b&gt;、c", "a, &lt;b&gt;, c"),
        ("{{ [] | joined }}", "", ""),
        ("{{ '0000-0000 (01)' | tel }}", "tel:0000000001", "tel:0000000001"),
        ("{{ '0000-00000、0000-00001' | tel }}", "", ""),
        ("{{ 'javascript:alert(1)' | tel }}{{ 'a@b.cn?cc=x' | mail }}", "", ""),
        (
            "{{ 'a.b@example.gov.cn' | mail }}",
            "mailto:a.b@example.gov.cn",
            "mailto:a.b@example.gov.cn",
        ),
        ("{{ '一二三四五' | short(4) }}", "一二三…", "一二三…"),
        (
            "{{ '水利局办公室（二楼）abc def' | fold(6) | join('/') }}",
            "水利局办公室/（二楼）abc/def",
            "水利局办公室/（二楼）abc/def",
        ),
    ],
)
def test_values_are_put_in_words(source, chinese, english, tmp_path):
    for language, expected in (("zh-Hans", chinese), ("en", english)):
        assert line(load(language), source, tmp_path, on=date(2026, 10, 2)) == expected


def test_tables_in_a_text_scroll_by_themselves(tmp_path):
    made_of = line(load(), "{{ '<table><tr></tr></table>' | scrolling('a\"b') }}", tmp_path)
    assert made_of.startswith('<figure class="scroll" tabindex="0" aria-label="a&#34;b"><table>')
    assert made_of.endswith("</table></figure>")


@pytest.mark.parametrize(
    ("source", "fact"),
    [
        ("a\n{{ nothing }}", "'nothing' is undefined"),
        ("a\n{{ gone }}", "not stated"),
        ("a\n{{ row.tile }}", "tile"),
        ("a\n{{ 'no-such-word' | t }}", "site.no-such-word"),
        ("a\n{{ 'page.owner' | t }}", "owner"),
        ("a\n{% if %}", "Expected an expression"),
        ("a\n{{ 1 / 0 }}", "zero"),
        ("a\n{% include 'parts/absent.html' %}", "parts/absent.html"),
    ],
)
def test_a_faulty_layout_is_named_with_its_line(source, fact, tmp_path):
    with pytest.raises(LayoutError) as raised:
        line(load(), source, tmp_path, gone=None, row=sample.ROWS[0])
    params = dict(raised.value.params)
    assert fact in params["fact"]
    if "include" not in source:
        assert (params["layout"], params["line"]) == ("one.html", "2")


def test_a_layout_of_the_root_takes_the_place_of_ours(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "missing.html").write_text("own {{ frame.title }}", encoding="utf-8")
    files = made(sample.site(), load("zh-Hans", tmp_path))
    assert files["404.html"].decode() == "own 水利局党务公开"
    assert b"<h1>" in files["index.html"]


def test_an_asset_of_the_root_takes_the_place_of_ours(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "site.css").write_text("body{}", encoding="utf-8")
    files = made(sample.site(), load("zh-Hans", tmp_path))
    (name,) = (path for path in files if re.match(r"assets/site\..*css", path))
    assert files[name] == b"body{}"
    assert name.encode() in files["index.html"]
