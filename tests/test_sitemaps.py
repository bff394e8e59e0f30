"""The map of the site, held against the rules of sitemaps.org by a validator of XML Schema."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from dispatch.ground import messages
from dispatch.rendering import pages
from dispatch.rendering import sitemaps
from dispatch.rendering.templates import Templates
from tests.browser import sample

HERE = Path(__file__).resolve().parent
LAYOUTS = HERE.parent / "layouts"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.gov.cn/dwgk/"


@pytest.fixture(scope="module")
def templates():
    return Templates((LAYOUTS,), messages.load((LAYOUTS / "locale",), "zh-Hans"))


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(HERE / "schemas" / "sitemap.xsd"))


def made(view, templates):
    return {each.path: each.content for each in sitemaps.sitemaps(view, templates)}


def named(content):
    return [each.text for each in etree.fromstring(content).iter(f"{MAP}loc")]


def test_the_map_names_every_page_once(templates, schema):
    files = made(sample.site(), templates)
    schema.assertValid(etree.fromstring(files["sitemap.xml"]))
    shown = [each.path for each in pages.pages(sample.site(), templates)]
    wanted = {
        BASE + path.removesuffix("index.html")
        for path in shown
        if path.endswith(".html") and path != pages.MISSING and "/kiosk/" not in path
    }
    found = named(files["sitemap.xml"])
    assert set(found) == wanted
    assert len(found) == len(wanted)
    assert f"{BASE}data/" in wanted


def test_an_entry_says_when_it_changed_last(templates):
    urls = etree.fromstring(made(sample.site(), templates)["sitemap.xml"])
    days = {each.findtext(f"{MAP}loc"): each.findtext(f"{MAP}lastmod") for each in urls}
    assert days[f"{BASE}entries/2026/2026-0003/"] == "2026-11-15"
    assert days[f"{BASE}entries/2026/2026-0011/"] == "2026-11-10"
    assert days[BASE] is None


def test_more_than_a_map_holds_is_told_in_several(templates, schema):
    view = sample.site()
    entry = view.entries[0]
    count = sitemaps.MOST + 7
    many = tuple(
        replace(entry, row=replace(entry.row, path=f"entries/2026/2026-{n:06}/"))
        for n in range(count)
    )
    files = made(replace(view, entries=many), templates)
    assert set(files) == {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "robots.txt"}
    for name in ("sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"):
        schema.assertValid(etree.fromstring(files[name]))
        assert len(files[name]) < 50 * 1024 * 1024
    assert named(files["sitemap.xml"]) == [f"{BASE}sitemap-1.xml", f"{BASE}sitemap-2.xml"]
    parts = [named(files[f"sitemap-{n}.xml"]) for n in (1, 2)]
    assert len(parts[0]) == sitemaps.MOST
    assert (
        len({*parts[0], *parts[1]})
        == len(named(made(view, templates)["sitemap.xml"])) - len(view.entries) + count
    )


def test_the_schema_would_see_a_fault(schema):
    bad = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/here/</loc></url></urlset>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><lastmod>2026-01-01</lastmod></url></urlset>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/</loc><lastmod>gestern</lastmod></url></urlset>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
    )
    assert not [each for each in bad if schema.validate(etree.fromstring(each))]


def test_robots_are_told_of_the_map(templates):
    robots = made(sample.site(), templates)["robots.txt"].decode()
    assert robots.splitlines()[-1] == f"Sitemap: {BASE}sitemap.xml"
