"""What government sites show and tell, what pages let in, and what they are held to."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.ground import messages
from dispatch.ledger.account import account_of
from dispatch.model.catalogue import Catalogue
from dispatch.model.config import Config
from dispatch.model.config import GovernmentConfig
from dispatch.model.config import SiteConfig
from dispatch.planning.plan import plan
from dispatch.planning.views.government import GovernmentView
from dispatch.rendering import pages
from dispatch.rendering.policy import POLICY
from dispatch.rendering.templates import Templates
from tests.browser import sample
from tests.browser.reading import Document
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import site

LAYOUTS = Path(__file__).resolve().parent.parent / "layouts"
ENTRY = "entries/2026/2026-0003/index.html"
CONTACT = "办公室  0000-0000000"
STATE = GovernmentView(
    icp="某ICP备00000000号",
    police="某公网安备 11000000000000号",
    police_code="11000000000000",
    code="1100000001",
    errors="https://example.gov.cn/errors",
    host="办公室",
)


def made(view, **options):
    words = messages.load((LAYOUTS / "locale",), "zh-Hans")
    templates = Templates((LAYOUTS,), words, **options)
    return {each.path: each.content for each in pages.pages(view, templates)}


@pytest.fixture(scope="module")
def plain():
    return made(replace(sample.site(), frame=replace(sample.site().frame, government=None)))


@pytest.fixture(scope="module")
def governed():
    view = sample.site()
    return made(replace(view, frame=replace(view.frame, government=STATE, contact=CONTACT)))


def metas(content):
    tags = Document(content.decode()).tags
    return {
        attributes.get("name") or attributes.get("property"): attributes.get("content", "")
        for tag, attributes in tags
        if tag == "meta"
    }


def test_a_site_that_is_none_of_government_does_not_claim_to_be(plain):
    for path, content in plain.items():
        if path.endswith(".html"):
            assert not {"SiteName", "SiteIDCode", "ColumnName", "ArticleTitle"} & set(
                metas(content)
            )
    assert "网站标识码" not in plain["index.html"].decode()


def test_an_entry_tells_what_is_asked_of_information_pages(governed):
    told = metas(governed[ENTRY])
    view = next(each for each in sample.site().entries if each.row.id == "2026-0003")
    assert told["SiteName"] == sample.site().frame.title
    assert told["SiteDomain"] == "example.gov.cn"
    assert told["SiteIDCode"] == "1100000001"
    assert told["ColumnName"] == view.row.item.text
    assert told["ArticleTitle"] == told["og:title"] == view.row.title
    assert told["PubDate"] == view.row.published.isoformat()
    assert told["ContentSource"] == view.issuer
    assert told["og:type"] == "article"
    assert told["Url"] == told["og:url"] == view.address
    text = Document(governed[ENTRY].decode()).text
    assert view.index in text
    for name in ("索引号", "发布机构", "成文日期", "发布日期", "文号", "有效性", "主题分类"):
        assert name in text, name


def test_a_column_page_names_its_column_and_the_home_page_none(governed):
    assert metas(governed["catalogue/index.html"])["ColumnName"] == "公开目录"
    assert "ColumnName" not in metas(governed["index.html"])
    assert metas(governed["index.html"])["og:type"] == "website"


def test_the_footer_shows_what_is_configured(governed):
    text = Document(governed["index.html"].decode()).text
    links = Document(governed["index.html"].decode()).links
    for shown in (STATE.icp, STATE.police, STATE.code, STATE.host, CONTACT):
        assert shown in text
    assert "https://beian.miit.gov.cn/" in links
    assert [each for each in links if each.endswith("code=11000000000000")]
    assert STATE.errors in links
    assert "党政机关标识" not in text


def test_the_map_leads_to_every_part(governed):
    links = set(Document(governed["map/index.html"].decode()).links)
    view = sample.site()
    for part in (*view.frame.navigation, *view.frame.about):
        assert f"../{part.path}" in links
    for each in (*view.boards, *view.units, *view.archive):
        assert f"../{each.path}" in links
    assert {f"../{item.row.path}" for item in view.items} <= links


def test_the_map_names_nothing_twice(governed):
    (inside,) = re.findall(r"<main.*?</main>", governed["map/index.html"].decode(), re.DOTALL)
    links = re.findall(r'<li><a href="([^"]+)"', inside.partition('class="map"')[2])
    assert links
    assert len(links) == len(set(links))


def test_every_page_has_the_policy_before_anything_that_it_governs(plain):
    for path, content in plain.items():
        if not path.endswith(".html"):
            continue
        (at,) = re.finditer(
            r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', content.decode()
        )
        assert at[1].replace("&#39;", "'") == POLICY, path
        assert at.start() < content.decode().index('<link rel="stylesheet"')
        assert "<script" not in content.decode()[: at.start()]


def test_integrity_is_that_of_the_files_where_it_is_asked_for(plain):
    assert not [path for path, content in plain.items() if b" integrity=" in content]
    held = made(sample.site(), integrity=True)
    found = 0
    for path, content in held.items():
        if not path.endswith(".html"):
            continue
        for tag, attributes in Document(content.decode()).tags:
            own = tag == "script" and "src" in attributes
            if own or attributes.get("rel") == "stylesheet":
                link = attributes.get("src") or attributes["href"]
                name = link[link.index("assets/") :]
                digest = base64.b64encode(hashlib.sha384(held[name]).digest()).decode()
                assert attributes["integrity"] == f"sha384-{digest}", path
                found += 1
    assert found > len(held)


def test_an_asset_is_named_after_what_it_holds(plain):
    for path, content in plain.items():
        if path.startswith("assets/"):
            assert hashlib.sha256(content).hexdigest()[:12] in path


def test_linked_data_says_what_the_page_says_and_cannot_leave_its_element(plain):
    hostile = plain["entries/2026/2026-0012/index.html"].decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', hostile)
    document, trail = json.loads(text)["@graph"]
    assert sample.HOSTILE in json.dumps(document, ensure_ascii=False) + document["name"]
    assert "<" not in text
    assert [each["position"] for each in trail["itemListElement"]] == [1, 2, 3]


def test_the_home_page_tells_how_to_search(plain):
    (text,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', plain["index.html"].decode()
    )
    action = json.loads(text)["potentialAction"]
    assert action["target"]["urlTemplate"] == "https://example.gov.cn/dwgk/search/?q={query}"
    assert action["query-input"].endswith("query")


@pytest.mark.parametrize(
    ("code", "index"), [("000000000", "000000000/2026-00001"), ("", "2026-0001")]
)
def test_an_entry_has_the_reference_that_catalogues_know_it_by(code, index):
    config = Config(
        site=SiteConfig(title="公开"), government=GovernmentConfig(index=code) if code else None
    )
    whole = site(entry(1, "I-1"), catalogue=Catalogue(items=(item("I-1"),)), config=config)
    account = account_of(whole, TODAY)
    words = messages.load((LAYOUTS / "locale",), "zh-Hans")
    (page,) = plan(account, words, sheets=False).site.entries
    assert page.index == index
