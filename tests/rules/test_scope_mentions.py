"""Family P, the words: ids of hidden entries, in whatever field and however they are written."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch import rules
from dispatch.ledger.account import account_of
from dispatch.reading.loader import load
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample
from tests.conftest import TODAY
from tests.conftest import write_sample
from tests.rules.conftest import examined

ENTRY = "content/entries/2026/2026-0001.md"
LATER = "item: A-01\npublished: 2026-11-30\nformed: 2026-11-28"

FIELDS = [
    {"entry": "contacts: [{for: enquiries, office: «见2026-0002}]"},
    {"entry": "contacts: [{for: enquiries, office: 科, place: «见2026-0002}]"},
    {"entry": "contacts: [{for: enquiries, office: 科, mail: «2026-0002@example.org}]"},
    {"entry": "contacts: [{for: enquiries, office: 科, phone: «2026-0002}]"},
    {"entry": "decision: {body: «支部委员会见2026-0002, on: 2026-09-30, record: 第1号}"},
    {"entry": "decision: {body: 支委会, on: 2026-09-30, record: «见2026-0002}"},
    {"entry": "issuer: «见2026-0002"},
    {"entry": "addressee: «见2026-0002"},
    {"entry": "number: «2026-0002号"},
    {"entry": "elements: {收缴金额: 1, 流程: [{name: 申请, note: «见2026-0002}]}"},
    {"entry": 'summary: «"见2026\\u002d0002"'},
    {"entry": 'summary: «"见2026-\\u200b0002"'},
    {
        "organisation": "units:\n  - {id: branch-1, name: 第一党支部, online: true}\n"
        "  - {id: office, name: 办公室, duties: «办2026-0002}"
    },
    {"organisation": "leading_group: {head: secretary, duties: «见2026-0002}"},
    {
        "organisation": "leading_group:\n  head: secretary\n"
        "  office: {director: director, place: «2026-0002}"
    },
    {"item": "note: «见2026-0002"},
    {"item": "category: [组织管理, «见2026-0002]"},
    {"inner": "title: «见2026-0002"},
    {"inner": "basis: [{title: 条例, article: «2026-0002}]"},
    {"board": "place: «2026-0002旁"},
    {"corridor": "name: «栏2026-0002"},
    {"config": "site: {title: «样例2026-0002, base_url: 'https://example.org/dwgk/'}"},
    {"config": "site: {title: 样例, base_url: 'https://example.org/dwgk/', motto: «见2026-0002}"},
    {"config": "site: {title: 样例, base_url: 'https://example.org/dwgk/', owner: «见2026-0002}"},
    {"oversight": "public: true\ntitle: «见2026-0002"},
    {"oversight": "public: true\nnote: «见2026-0002"},
]

WRITTEN = [
    "见«2026-0002-1a。",
    "见x«2026-0002。",
    "见_«2026-0002_。",
    "见«２０２６－０００２。",
    "见«2026–0002。",
    "见«2026—0002。",
    "见«2026‑0002。",
    "见«2026−0002。",
    "见«2026&#45;0002。",
    "见«2026&ndash;0002。",
    "见«20&#50;6-0002。",
    "见«2026\\-0002。",
    "甲。\n\n见«2026-**0002**。",
    "见**«2026**-0002。",
    "见`«2026-0002`。",
    "见[甲](https://example.org/«2026-0002)。",
    "见[甲](https://example.com/entries/2026/«2026-0002/)。",
    "见[甲](catalogue/A-01/?from=«2026-0002)。",
    "见[甲](https://example.com/«2026%2D0002)。",
    '见[甲](https://example.com/ "«2026-0002")。',
    "[甲](https://example.com/)和2026[«-0002](https://example.com/)。",
    "见[«2026-](https://example.com/a(b))0002。",
    "| 一 | 二 |\n|---|---|\n| «2026-0002 | 2 |",
]


@pytest.mark.parametrize("fragments", FIELDS)
def test_ids_are_found_in_every_field(finds, fragments):
    finds("P004", "text", **fragments)


@pytest.mark.parametrize("body", WRITTEN)
@pytest.mark.parametrize("name", ["text", "page"])
def test_ids_are_found_however_they_are_written(tmp_path, name, body):
    path = ENTRY if name == "text" else "content/pages/about.md"
    write_sample(tmp_path, Sample())
    before, _, _ = (tmp_path / path).read_text("utf-8").rpartition("---\n")
    whole = f"{before}---\n{body}\n"
    (tmp_path / path).write_text(whole.replace("«", ""), "utf-8")
    (found,) = examined(tmp_path)
    assert found[:2] == ("P004", "text")
    line = whole[: whole.index("«")].count("\n") + 1
    assert found[2].startswith(f"{path}:{line}:")


@pytest.mark.parametrize("given", [LATER, "draft: true", f"draft: true\n{LATER}"])
@pytest.mark.parametrize("text", ["见«2026-0002。", "见«2026–0002。"])
def test_drafts_and_entries_to_come_are_hidden(finds, given, text):
    finds("P004", "text", other=given, text=text)


@pytest.mark.parametrize(("day", "found"), [("2026-12-01", False), ("2026-11-29", True)])
def test_what_comes_out_later_may_name_what_is_out_by_then(tmp_path, day, found):
    matter = f"published: {day}\nformed: 2026-11-28"
    site, _ = load(write_sample(tmp_path, sample(other=LATER, entry=matter, text="见2026-0002。")))
    assert ("P004" in {each.code for each in rules.check(account_of(site, TODAY))}) is found


def test_an_entry_that_is_out_may_be_named(passes):
    passes(other="item: A-01", text="见2026-0002、2026–**0002**。", page="见2026-0002。")


def test_dates_and_figures_are_no_ids(passes):
    passes(text="`2026年00月02日`，20260002，2026/0002，2026.0002，| 2026 | 0002 |，2026 - 0002。")


def test_very_many_entries_are_looked_through_in_a_moment(tmp_path):
    site, _ = load(write_sample(tmp_path, Sample()))
    first, second = site.entries
    text = (
        "2026年9月28日第3号，共12.5万元，比上年增长3.2%，[说明](https://example.org/)见第2页。\n"
        * 8
    )
    entries = tuple(
        replace(each, id=f"2026-{number:04}", body=text)
        for number, each in enumerate((first, second) * 5_000, start=1)
    )
    register = rules.register(account_of(replace(site, entries=entries), TODAY + timedelta(days=1)))
    begun = time.process_time()
    assert not list(rules.rule_of("P004").diagnostics(register))
    assert time.process_time() - begun < 1.5


@pytest.mark.parametrize(
    "piece", ["](", "][", "[2026](", "2026-&_;", "&#45;", "0002 ", "_-", "%2d"]
)
def test_no_text_is_looked_through_for_long(tmp_path, piece):
    site, _ = load(write_sample(tmp_path, Sample()))
    first, second = site.entries
    text = "2026" + piece * 20_000 + "2026-**0002**"
    site = replace(site, entries=(replace(first, body=text), second))
    begun = time.process_time()
    list(rules.rule_of("P004").diagnostics(rules.register(account_of(site, TODAY))))
    assert time.process_time() - begun < 3
