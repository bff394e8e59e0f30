from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from dispatch.ground import messages
from dispatch.rendering import feeds
from dispatch.rendering import pages
from dispatch.rendering.templates import Templates
from tests.browser import sample

LAYOUTS = Path(__file__).resolve().parent.parent / "layouts"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.gov.cn/dwgk/"


@pytest.fixture(scope="module")
def templates():
    return Templates((LAYOUTS,), messages.load((LAYOUTS / "locale",), "zh-Hans"))


@pytest.fixture(scope="module")
def files(templates):
    return {each.path: each.content for each in feeds.feeds(sample.site(), templates)}


def atom(content):
    feed = ET.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    return feed, feed.findall(f"{ATOM}entry")


def test_all_are_made(files):
    assert set(files) == {
        "feed.xml",
        "boards/party-affairs/feed.xml",
        "boards/party-building/feed.xml",
        "sitemap.xml",
        "robots.txt",
        "data/entries.json",
        "data/duties.json",
        "deadlines.ics",
        "units/party-group/deadlines.ics",
        "units/branch-1/deadlines.ics",
        "duties/people/secretary.ics",
        "duties/people/deputy.ics",
    }


@pytest.mark.parametrize("path", ["feed.xml", "boards/party-building/feed.xml"])
def test_a_feed_says_what_atom_asks(files, path):
    feed, entries = atom(files[path])
    assert entries
    for element in (feed, *entries):
        for name in ("title", "id", "updated"):
            (found,) = element.findall(f"{ATOM}{name}")
            assert found.text
        assert element.find(f"{ATOM}author/{ATOM}name").text
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.find(f"{ATOM}updated").text)
    (own,) = (link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert own.get("href") == feed.find(f"{ATOM}id").text == BASE + path
    ids = [entry.find(f"{ATOM}id").text for entry in entries]
    assert len(ids) == len(set(ids))
    assert all(each.startswith(f"{BASE}entries/2026/") for each in ids)


def test_a_feed_is_newest_first_and_without_the_withdrawn(files):
    _, entries = atom(files["feed.xml"])
    days = [entry.find(f"{ATOM}published").text for entry in entries]
    assert days == sorted(days, reverse=True)
    assert not [e for e in entries if "2026-0011" in e.find(f"{ATOM}id").text]


def test_words_of_content_stay_words(files):
    _, entries = atom(files["feed.xml"])
    assert sample.HOSTILE in [entry.find(f"{ATOM}title").text for entry in entries]


def test_a_feed_is_as_new_as_its_newest_entry(files, templates):
    feed, entries = atom(files["feed.xml"])
    assert feed.find(f"{ATOM}updated").text == entries[0].find(f"{ATOM}updated").text
    empty = replace(sample.site(), entries=(), boards=())
    (none, *_) = feeds.feeds(empty, templates)
    assert b"<updated>2026-11-23T00:00:00Z</updated>" in none.content


def test_a_feed_has_an_end(templates):
    (first, *_) = feeds.feeds(sample.many(120), templates)
    assert len(atom(first.content)[1]) == feeds.NEWEST


def test_the_map_names_every_page(files, templates):
    made = [each.path for each in pages.pages(sample.site(), templates)]
    wanted = {
        BASE + quote(path.removesuffix("index.html"))
        for path in made
        if path.endswith(".html") and path != pages.MISSING and "/kiosk/" not in path
    }
    named = [each.text for each in ET.fromstring(files["sitemap.xml"]).iter(f"{MAP}loc")]
    assert set(named) == wanted
    assert len(named) == len(wanted)


def test_robots_are_told_of_the_map(files):
    assert files["robots.txt"].decode().splitlines()[-1] == f"Sitemap: {BASE}sitemap.xml"


def test_the_data_hold_every_entry_with_its_state(files):
    data = json.loads(files["data/entries.json"])
    assert data["day"] == "2026-11-23"
    by_id = {entry["id"]: entry for entry in data["entries"]}
    assert len(by_id) == len(sample.ROWS)
    assert by_id["2026-0011"]["state"] == "withdrawn"
    assert by_id["2026-0003"]["address"] == f"{BASE}entries/2026/2026-0003/"
    assert by_id["2026-0003"]["item"]["title"] == "党费收缴、使用和管理情况"
    assert not [value for entry in data["entries"] for value in entry.values() if value == ""]
