"""Feeds and calendars, read by parsers and schemas from outside of the project."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import icalendar
import jsonschema
import pytest
from lxml import etree

from dispatch.ground import messages
from dispatch.rendering import feeds
from dispatch.rendering import pages
from dispatch.rendering.templates import Templates
from tests.browser import sample

HERE = Path(__file__).resolve().parent
LAYOUTS = HERE.parent / "layouts"
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.gov.cn/dwgk/"
FOLDERS = (
    "",
    "boards/party-affairs/",
    "boards/party-building/",
    *(unit.path for unit in sample.site().units),
    *(item.row.path for item in sample.site().items),
)
# What JSON Feed 1.1 asks of a feed, in its words: https://www.jsonfeed.org/version/1.1/
URL = {"type": "string", "format": "uri", "pattern": "^https://"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
AUTHORS = {"type": "array", "items": {"type": "object", "minProperties": 1}, "minItems": 1}
FILE = {
    "type": "object",
    "required": ["url", "mime_type"],
    "properties": {
        "url": URL,
        "mime_type": {"type": "string"},
        "size_in_bytes": {"type": "integer"},
    },
}
ITEM = {
    "type": "object",
    "required": ["id", "content_text"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "url": URL,
        "content_text": {"type": "string", "minLength": 1},
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "authors": AUTHORS,
        "tags": {"type": "array", "items": {"type": "string"}},
        "attachments": {"type": "array", "items": FILE},
    },
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": URL,
        "feed_url": URL,
        "authors": AUTHORS,
        "items": {"type": "array", "items": ITEM},
    },
}


@pytest.fixture(scope="module")
def templates():
    return Templates((LAYOUTS,), messages.load((LAYOUTS / "locale",), "zh-Hans"))


@pytest.fixture(scope="module")
def files(templates):
    return made(sample.site(), templates)


@pytest.fixture(scope="module")
def atom_schema():
    return etree.RelaxNG(etree.parse(HERE / "schemas" / "atom.rng"))


def made(view, templates):
    return {each.path: each.content for each in feeds.feeds(view, templates)}


def atom(content):
    feed = etree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    return feed, feed.findall(f"{ATOM}entry")


def test_all_are_made(files):
    calendars = {each.path for each in (*sample.site().duties.feeds, *sample.site().calendars)}
    wanted = {f"{folder}feed.{form}" for folder in FOLDERS for form in ("xml", "json")}
    assert set(files) == wanted | calendars


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_feed_is_valid_in_both_forms_and_they_say_the_same(files, atom_schema, folder):
    feed, entries = atom(files[f"{folder}feed.xml"])
    atom_schema.assertValid(feed)
    links = {each.get("rel"): each.get("href") for each in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{BASE}{folder}feed.xml", "alternate": f"{BASE}{folder}"}
    twin = json.loads(files[f"{folder}feed.json"])
    jsonschema.validate(twin, JSON_FEED, format_checker=jsonschema.FormatChecker())
    assert (twin["feed_url"], twin["home_page_url"]) == (
        f"{BASE}{folder}feed.json",
        f"{BASE}{folder}",
    )
    assert twin["title"] == feed.findtext(f"{ATOM}title")
    keys = {"id": "id", "title": "title", "updated": "date_modified", "published": "date_published"}
    for entry, item in zip(entries, twin["items"], strict=True):
        assert {k: entry.findtext(f"{ATOM}{k}") for k in keys} == {
            k: item[v] for k, v in keys.items()
        }
        enclosed = [each for each in entry.findall(f"{ATOM}link") if each.get("rel") == "enclosure"]
        assert [each.get("href") for each in enclosed] == [
            each["url"] for each in item.get("attachments", [])
        ]


def test_an_entry_has_the_same_id_in_every_feed(files):
    by_title = {}
    for folder in FOLDERS:
        for item in json.loads(files[f"{folder}feed.json"])["items"]:
            by_title.setdefault(item["title"], set()).add(item["id"])
            assert re.fullmatch(rf"{BASE}entries/2026/2026-\d+/", item["id"])
    assert by_title
    assert all(len(ids) == 1 for ids in by_title.values())


def test_what_changed_last_comes_first_and_the_withdrawn_is_gone(files):
    items = json.loads(files["feed.json"])["items"]
    days = [item["date_modified"] for item in items]
    assert days == sorted(days, reverse=True)
    assert not [item for item in items if "2026-0011" in item["id"]]
    by_id = {item["id"][-10:-1]: item for item in items}
    # An edition, and the day on which another entry corrected it.
    assert by_id["2026-0003"]["date_modified"] == "2026-11-15T00:00:00Z"
    assert by_id["2026-0003"]["date_published"] == "2026-11-14T00:00:00Z"
    corrected = next(each for each in sample.site().entries if each.row.id == "2026-0004")
    late = replace(corrected.related[0].row, published=date(2026, 11, 21))
    assert feeds.changed_on(
        replace(corrected, related=(replace(corrected.related[0], row=late),)), sample.DAY
    ) == date(2026, 11, 21)


def test_a_withdrawal_makes_the_feed_a_new_one(templates):
    view = sample.site()
    gone = next(each for each in view.entries if each.withdrawn)
    only = replace(view, entries=(view.entries[12], gone), boards=(), units=(), items=())
    feed, entries = atom(made(only, templates)["feed.xml"])
    assert len(entries) == 1
    assert feed.findtext(f"{ATOM}updated") == "2026-11-10T00:00:00Z"
    assert entries[0].findtext(f"{ATOM}updated") < "2026-11-10"


def test_words_of_content_stay_words(files):
    _, entries = atom(files["feed.xml"])
    assert sample.HOSTILE in [entry.findtext(f"{ATOM}title") for entry in entries]


def test_an_empty_feed_is_of_the_day(templates, atom_schema):
    empty = replace(sample.site(), entries=(), boards=(), units=(), items=())
    feed, entries = atom(made(empty, templates)["feed.xml"])
    assert not entries
    assert feed.findtext(f"{ATOM}updated") == "2026-11-23T00:00:00Z"
    atom_schema.assertValid(feed)


def test_a_feed_has_an_end(templates):
    files = made(sample.many(120), templates)
    assert len(atom(files["feed.xml"])[1]) == feeds.NEWEST
    assert len(json.loads(files["feed.json"])["items"]) == feeds.NEWEST


def test_no_character_breaks_a_feed_off(templates, atom_schema):
    view = sample.site()
    dirty = "标\x00题\x1b[31m\ud800\uffff\u202e" + "长" * 20_000
    row = replace(
        view.entries[0].row, title=dirty, summary=dirty, unit=replace(sample.GROUP, text=dirty)
    )
    files = made(replace(view, entries=(replace(view.entries[0], row=row),)), templates)
    feed, entries = atom(files["feed.xml"])
    atom_schema.assertValid(feed)
    title = entries[0].findtext(f"{ATOM}title")
    assert title.startswith("标题[31m\u202e长")
    assert json.loads(files["feed.json"])["items"][0]["title"] == title


@pytest.mark.parametrize(
    "path", [*(each.path for each in (*sample.site().duties.feeds, *sample.site().calendars))]
)
def test_a_calendar_is_read_back_as_it_was_meant(files, path):
    view = sample.site()
    meant = next(e for e in (*view.duties.feeds, *view.calendars) if e.path == path)
    content = files[path]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(content)
    assert str(calendar["VERSION"]) == "2.0"
    assert not calendar.errors
    events = calendar.walk("VEVENT")
    assert len(events) == len(meant.occasions)
    for event, occasion in zip(events, meant.occasions, strict=True):
        assert not event.errors
        assert str(event["UID"]) == occasion.uid
        assert str(event["SUMMARY"]) == occasion.summary
        assert event["DTSTART"].dt == occasion.day
        if occasion.last:
            # RFC 5545: the end is not a part of the event.
            assert event["DTEND"].dt == occasion.last + timedelta(days=1)
        else:
            assert "DTEND" not in event


def test_pages_lead_to_their_feeds_and_calendars(files, templates):
    for page in pages.pages(sample.site(), templates):
        if page.path.endswith(".html"):
            found = re.findall(
                rb'<link rel="alternate" type="application/(?:atom|feed)[^>]*href="([^"]+)"',
                page.content,
            )
            folder = page.path.rpartition("/")[0] + "/"
            if folder in FOLDERS:
                assert {b"feed.xml", b"feed.json"} <= {each.rpartition(b"/")[2] for each in found}
            for target in found:
                assert urljoin(BASE + page.path, target.decode()).removeprefix(BASE) in files
