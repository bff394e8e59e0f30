"""The traditional script: what is converted, what is not, and where its pages lead."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from posixpath import dirname
from posixpath import join
from posixpath import normpath
from urllib.parse import quote
from urllib.parse import unquote
from urllib.parse import urlsplit

import pytest
from opencc import OpenCC

from dispatch.ground import messages
from dispatch.ground.scripts import Converter
from dispatch.ground.scripts import names
from dispatch.ground.scripts import scripts as characters
from dispatch.ledger.account import account_of
from dispatch.planning.plan import plan
from dispatch.reading import config
from dispatch.reading import loader
from dispatch.rendering import feeds
from dispatch.rendering import pages
from dispatch.rendering import scripts
from dispatch.rendering import sitemaps
from dispatch.rendering.templates import Templates
from tests.conftest import ROOT

LAYOUTS = ROOT / "layouts"
UNREAD = frozenset({"script", "style", "code", "kbd", "samp", "var"})
READ = re.compile(
    r"title|alt|placeholder|label|summary|content|data-(?!key)[\w-]+"
    r"|aria-(label|description|roledescription|valuetext|placeholder)"
)
LINKED = ("script", [("type", "application/ld+json")])
HANZI = re.compile(r"[\u3400-\u9fff]")


def words(language):
    return messages.load((LAYOUTS / "locale",), language)


def shout(text):
    """Stand for a conversion that leaves nothing as it was."""
    return re.sub(r"[\u3400-\u9fff]", "變", text)


class Reader(HTMLParser):
    """What a reader of HTML finds in a page, with what `convert` makes of what people read."""

    def __init__(self, convert):
        super().__init__(convert_charrefs=False)
        self.found = []
        self._convert = convert
        self._held = ""

    def handle_starttag(self, tag, attrs):
        if not self._held:
            self.found.append(
                (tag, [(name, self._attribute(name, value)) for name, value in attrs])
            )
            stated = dict(attrs)
            other = stated.get("lang", "zh-Hant") != "zh-Hant" or stated.get("translate") == "no"
            if tag in UNREAD or other:
                self._held = tag
        else:
            self.found.append((tag, attrs))

    def _attribute(self, name, value):
        kept = value is None or not READ.fullmatch(name) or "://" in value
        return value if kept or not self._convert else self._convert(value)

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")
        self._held = "" if tag == self._held else self._held

    def handle_data(self, data):
        change = self._convert and not self._held
        if self._convert and self.found[-1:] == [LINKED]:
            strings = re.compile(r'"[^"]*"')
            data = strings.sub(lambda text: self._attribute("title", text[0]), data)
        self.found.append(self._convert(data) if change else data)

    def handle_comment(self, data):
        self.found.append(("comment", data))


def read(html, convert=None):
    reader = Reader(convert)
    reader.feed(html)
    reader.close()
    return reader.found


@pytest.fixture(scope="module")
def view():
    site, _ = loader.load(ROOT)
    return plan(account_of(site, date(2026, 11, 23)), words("zh-Hans"), sheets=False).site


@pytest.fixture(scope="module")
def made(view):
    """Return every file of the bureau's site in both scripts, by path."""
    templates = Templates((LAYOUTS,), words("zh-Hans"))
    variants = [
        (script, Templates((LAYOUTS,), words(script.language), within=script.folder))
        for script in view.frame.scripts
    ]
    files = (
        *pages.pages(view, templates, variants),
        *feeds.feeds(view, templates),
        *sitemaps.sitemaps(view, templates),
    )
    return {each.path: each.content.decode(errors="replace") for each in files}


@pytest.fixture(scope="module")
def first(made):
    return {
        path: text
        for path, text in made.items()
        if path.endswith(".html") and not path.startswith("zh-hant/")
    }


@pytest.fixture(scope="module")
def second(made):
    return {
        path: text
        for path, text in made.items()
        if path.endswith(".html") and path.startswith("zh-hant/")
    }


def test_the_tokenizer_reads_every_page_as_a_parser_does(second):
    # In the variant, for there the language of a page is the one converted to.
    assert len(second) > 100
    for path, text in second.items():
        assert scripts.converted(text, lambda same: same) == text, path
        assert read(scripts.converted(text, shout)) == read(text, shout), path


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>汉</p>", "<p>變</p>"),
        ('<a href="汉/" title="汉">汉</a>', '<a href="汉/" title="變">變</a>'),
        ("<h2 id=\"汉\" class='汉'>汉</h2>", "<h2 id=\"汉\" class='汉'>變</h2>"),
        ('<p title="a > 汉">汉</p>', '<p title="a > 變">變</p>'),
        ("<code>汉</code>汉<pre>汉</pre>", "<code>汉</code>變<pre>變</pre>"),
        ("<codes>汉</codes>", "<codes>變</codes>"),
        ('<script>"<p>汉"</script>汉', '<script>"<p>汉"</script>變'),
        (
            '<script type="application/ld+json">{"a":"汉\\"汉","b":"https://a.cn/汉"}</script>',
            '<script type="application/ld+json">{"a":"變\\"變","b":"https://a.cn/汉"}</script>',
        ),
        ("<style>/* 汉 */</style>", "<style>/* 汉 */</style>"),
        ("<!-- 汉 <p> --><!DOCTYPE html>", "<!-- 汉 <p> --><!DOCTYPE html>"),
        ('<a lang="zh-Hans" href="a">汉</a>汉', '<a lang="zh-Hans" href="a">汉</a>變'),
        ('<html lang="zh-Hant"><p>汉</p>', '<html lang="zh-Hant"><p>變</p>'),
        ('<span translate="no">汉<b>汉</b></span>汉', '<span translate="no">汉<b>汉</b></span>變'),
        ('<i data-key-unit="汉" data-words="汉">', '<i data-key-unit="汉" data-words="變">'),
        ('<p aria-labelledby="汉" aria-label="汉">', '<p aria-labelledby="汉" aria-label="變">'),
        ('<meta name="og:title" content="汉">', '<meta name="og:title" content="變">'),
        ('<meta content="https://a.cn/汉">', '<meta content="https://a.cn/汉">'),
        ("<input placeholder='汉' value='汉'>", "<input placeholder='變' value='汉'>"),
        ("1 < 2，汉 &lt; 汉", "1 < 2，變 &lt; 變"),
    ],
)
def test_what_people_read_is_converted_and_nothing_else(html, expected):
    assert scripts.converted(html, shout) == expected


def test_every_page_is_there_once_more(first, second):
    assert {path.removeprefix("zh-hant/") for path in second} == set(first) - {"404.html"}
    for text in second.values():
        assert '<html lang="zh-Hant"' in text


def test_no_page_of_the_traditional_script_has_simplified_words(second):
    simplified, _ = characters()
    for path, text in second.items():
        told = "".join(each for each in read(text, lambda _: "") if isinstance(each, str))
        kept = re.sub(r'<a [^>]*lang="zh-Hans"[^>]*>[^<]*</a>', "", text)
        seen = "".join(each for each in read(kept) if isinstance(each, str))
        assert not told.strip() or not set(HANZI.findall(told)) - set("简体版")
        assert not simplified & set(seen), (path, sorted(simplified & set(seen)))


def test_words_of_every_script_are_written_in_it(first, second):
    assert ">繁體版</a>" in first["index.html"]
    assert ">简体版</a>" in second["zh-hant/index.html"]


def links(path, text):
    """Yield each link of a page, and the path that it leads to."""
    for link in re.findall(r'\s(?:href|src)="([^"#?]+)', text):
        if not urlsplit(link).scheme:
            there = normpath(join(dirname(path), unquote(link)))
            there = "" if there == "." else there
            yield link, f"{there}/index.html".lstrip("/") if link.endswith("/") else there


def test_links_lead_to_pages_in_the_script_and_to_files_at_the_top(made, second):
    beside = ("attachments/", "sheets/")
    for path, text in second.items():
        for link, there in links(path, text):
            assert there in made or there.startswith(beside), (path, link)
        twin = re.search(r'<nav class="scripts wide"[^>]*><a href="([^"]+)" lang="zh-Hans"', text)
        inside = text.replace(twin[0], "") if twin else text
        for link, there in links(path, inside):
            assert there.startswith("zh-hant/") == there.endswith(".html"), (path, link)


def test_twins_name_each_other(first, second):
    base = "https://example.gov.cn/dwgk/"
    for path, text in first.items():
        if path == "404.html" or "/kiosk/" in path:
            continue
        own, other = quote(path.removesuffix("index.html")), second[f"zh-hant/{path}"]
        alternates = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text)
        assert alternates == [
            ("zh-Hans", base + own),
            ("x-default", base + own),
            ("zh-Hant", f"{base}zh-hant/{own}"),
        ]
        assert alternates == re.findall(
            r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', other
        )
        assert f'<link rel="canonical" href="{base}{own}">' in text
        assert f'<link rel="canonical" href="{base}zh-hant/{own}">' in other
        (there,) = re.findall(r'<a href="([^"]+)" lang="zh-Hant"', text)
        (back,) = re.findall(r'<a href="([^"]+)" lang="zh-Hans"', other)
        above = dirname(path)
        assert normpath(join(above, unquote(there))) == normpath(f"zh-hant/{above}")
        assert normpath(join("zh-hant", above, unquote(back))) == (above or ".")


def test_the_map_of_the_site_names_every_page_in_both(made):
    text = made["sitemap.xml"]
    named = set(re.findall(r"<loc>https://example.gov.cn/dwgk/([^<]*)</loc>", text))
    plain = {each for each in named if not each.startswith("zh-hant/")}
    assert {f"zh-hant/{each}" for each in plain} == named - plain
    assert text.count("<xhtml:link ") == 3 * len(named)
    assert 'xmlns:xhtml="http://www.w3.org/1999/xhtml"' in text


def test_a_screen_has_a_worker_in_each_script(made):
    worker = made["zh-hant/boards/party-affairs/kiosk/worker.js"]
    for link in re.findall(r'"([^"]*assets/[^"]+)"', worker):
        assert normpath(join("zh-hant/boards/party-affairs/kiosk", link)) in made


def test_a_site_without_further_scripts_says_nothing_of_them(view):
    templates = Templates((LAYOUTS,), words("zh-Hans"))
    alone = replace(view, frame=replace(view.frame, scripts=()))
    makes = (pages.pages, feeds.feeds, sitemaps.sitemaps)
    for each in (file for make in makes for file in make(alone, templates)):
        assert b"hreflang" not in each.content
        assert b"zh-hant" not in each.content


def test_a_site_built_in_another_language_has_no_further_scripts():
    site, _ = loader.load(ROOT)
    built = plan(account_of(site, date(2026, 11, 23)), words("en"), sheets=False)
    assert built.site.frame.scripts == ()


def test_terms_have_the_forms_that_they_are_given():
    terms = {"干部": "幹部（員）", "范干部": "范干部", "A&B干": "A&B干"}
    convert = Converter("s2t", terms).text
    assert convert("老干部和范干部、干部") == "老幹部（員）和范干部、幹部（員）"
    assert convert("A&B干，干事") == "A&B干，幹事"


@pytest.mark.parametrize(
    ("way", "expected"),
    [("s2t", "爲羣衆公佈裏面"), ("s2tw", "為群眾公布裡面"), ("s2hk", "為群眾公布裏面")],
)
def test_each_place_has_its_forms(way, expected):
    made = expected.translate(str.maketrans("羣衆佈", "群眾布"))
    assert Converter(way).text("为群众公布里面") == made


def test_words_of_offices_are_those_of_offices():
    convert = Converter().text
    for simplified, traditional in {
        "党务公开": "黨務公開",
        "公示期满后发布": "公示期滿後發布",
        "征求意见": "徵求意見",
        "复核批复": "複核批覆",
        "干部任免": "幹部任免",
        "干净担当": "乾淨擔當",
        "主干渠": "主幹渠",
        "水利系统": "水利系統",
        "台账": "臺賬",
        "占地": "占地",
        "制定制度": "制定制度",
        "后勤": "後勤",
        "余额": "餘額",
        "面积": "面積",
        "里程": "里程",
        "划拨": "劃撥",
        "签订": "簽訂",
        "核实": "核實",
        "群众": "群眾",
        "没有采用，以后才改": "沒有採用，以後才改",
    }.items():
        assert convert(simplified) == traditional


def test_names_of_people_are_not_taken_for_words():
    terms = names(["范小华", "张三", "余四", "后勤科长", "于某某", "李四"])
    assert terms == {"范小华": "范小華", "余四": "余四", "于某某": "于某某"}
    convert = Converter("s2t", terms).text
    assert convert("范小华和余四、张三管后勤") == "范小華和余四、張三管後勤"


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_only_a_site_in_the_simplified_script_has_further_ones(tmp_path, language):
    text = f"site: {{title: a, language: {language}, scripts: [zh-Hant]}}\n"
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    read_config, _, (fault,) = config.read(tmp_path)
    assert read_config is None
    assert (fault.code, fault.variant) == ("S017", "script")


def test_the_characters_of_one_script_are_those_that_the_dictionaries_tell_apart():
    def told(way, encoding):
        every = [chr(code) for code in range(0x4E00, 0xA000)]
        made = OpenCC(way).convert("\n".join(every)).split("\n")
        pairs = zip(every, made, strict=True)
        return {one for one, other in pairs if one != other and not one.encode(encoding, "ignore")}

    simplified, traditional = told("s2t", "big5"), told("t2s", "gb2312")
    assert characters() == (simplified - traditional, traditional - simplified)
