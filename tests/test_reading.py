"""From files to nouns: what is read, and how what is wrong is said, all at once and in place."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.ground.diagnostics import Severity
from dispatch.ground.files import source_of
from dispatch.model.values import Origin
from dispatch.reading import loader
from dispatch.reading import parser

ENTRY = "content/entries/2026/2026-0099.md"
HEAD = """---
id: 2026-0099
item: C-03
unit: branch-1
title: 某事
formed: 2026-09-30
published: 2026-10-12
---
正文。
"""


def parse(text, path=ENTRY):
    source, found = source_of(path, text.encode())
    assert not found
    return parser.parse(source)


def codes(found):
    return [(each.code, each.variant, each.place.line, each.place.column) for each in found]


def test_an_entry_keeps_its_body_to_the_letter():
    entry, found = parse(HEAD.replace("正文。\n", "    代码\n\n---\n\n末行  \n"))
    assert found == ()
    assert entry.body == "    代码\n\n---\n\n末行  \n"
    assert entry.published == date(2026, 10, 12)


def test_blank_lines_before_and_behind_the_fence_do_not_move_the_body():
    entry, found = parse("\n\n" + HEAD.replace("---\n正文", "---\n\n\n正文"))
    assert found == ()
    assert entry.body == "\n\n正文。\n"


def test_an_entry_may_be_one_mapping():
    text = HEAD.split("---\n")[1] + "body: |\n  正文。\n"
    entry, found = parse(text, ENTRY.replace(".md", ".yaml"))
    assert found == ()
    assert entry.body == "正文。\n"


def test_all_faults_of_a_file_come_at_once_each_in_its_place():
    text = HEAD.replace("formed: 2026-09-30", "formed: 2026-9-30").replace(
        "title: 某事\n", "titel: 某事\nposting: {from: 2026-02-30}\nboards: party-affairs\n"
    )
    entry, found = parse(text)
    assert entry is None
    assert sorted(codes(found)) == sorted(
        [
            ("S017", "day_form", 8, 9),
            ("S015", "nearest", 5, 1),
            ("S016", "", 2, 1),
            ("S017", "day_unreal", 6, 17),
            ("S014", "list", 7, 9),
        ]
    )


def test_an_unknown_key_names_the_nearest():
    _, (fault,) = parse(HEAD.replace("formed:", "number: x\nformd: 2026-01-01\nformed:"))
    assert dict(fault.params)["nearest"] == "formed"


def test_a_key_without_a_value_is_missing_where_it_stands():
    _, found = parse(HEAD.replace("title: 某事", "title:"))
    assert codes(found) == [("S016", "", 5, 1)]
    entry, found = parse(HEAD.replace("title:", "number:\nperiod: ~\ntitle:"))
    assert (entry.number, entry.period, found) == (None, None, ())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("备注:\n", ("S015", "default", 5, 1)),
        ("drafts:\n", ("S015", "nearest", 5, 1)),
        ("posting: {from: 2026-10-12, to：2026-10-27}\n", ("S011", "", 5, 31)),
        ("contacts: [{for: enquiries, office: 一, room: }]\n", ("S015", "default", 5, 40)),
    ],
)
def test_an_unknown_key_without_a_value_is_no_less_unknown(given, expected):
    entry, found = parse(HEAD.replace("title:", f"{given}title:"))
    assert entry is None
    assert codes(found) == [expected]


def test_a_record_that_was_meant_to_be_hidden_is_not_read_as_public(make_root):
    who = "kind: inspection, on: 2026-10-20, by: secretary, unit: branch-1"
    record = f"- {{{who}, finding: 一, public：false}}"
    _, found = loader.load(make_root({"content/oversight/x.yaml": record}))
    assert [each.code for each in found] == ["S011"]


@pytest.mark.parametrize("key", ["origin: {path: x}", "body_start: 3", "body: x"])
def test_a_file_cannot_say_what_only_the_reader_knows(key):
    entry, found = parse(HEAD.replace("title:", f"{key}\ntitle:"))
    assert entry is None
    assert [(code, line) for code, _, line, _ in codes(found)] == [("S015", 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("正文", ("S012", "default", 1, 1)),
        ("", ("S012", "default", 1, 1)),
        ("<!-- 说明 -->\n" + HEAD, ("S012", "default", 1, 1)),
        (HEAD.replace("---", "--", 1), ("S012", "almost", 1, 1)),
        (HEAD.replace("---", "———", 1), ("S012", "almost", 1, 1)),
        (HEAD.replace("---\n正文", "...\n正文"), ("S013", "", 1, 1)),
        (HEAD.replace("---\n正文", "正文"), ("S013", "", 1, 1)),
        ("---\n---\n正文", ("S014", "document", 2, 1)),
        ("---\n- 一\n---\n", ("S014", "document", 2, 1)),
        ("---\n标题：公告\n---\n", ("S011", "", 2, 3)),
    ],
)
def test_front_matter_that_is_none_is_a_fault(text, expected):
    entry, found = parse(text)
    assert entry is None
    assert codes(found) == [expected]


def test_a_limit_may_be_a_phrase_or_a_mapping(make_root):
    root = make_root()
    path = root / "content/catalogue.yaml"
    text = path.read_text(encoding="utf-8")
    assert "limit:" in text
    site, found = loader.load(root)
    assert not found
    assert site.catalogue.items[0].origin == Origin("content/catalogue.yaml", ("items", 0))
    broken = text.replace("type: ", "type: x", 1)
    path.write_text(broken, encoding="utf-8")
    site, found = loader.load(root)
    assert site is None
    assert found


@pytest.mark.parametrize(
    "path", ["config.yaml", "content/catalogue.yaml", "content/organisation.yaml"]
)
def test_what_must_exist_is_missed_by_name(make_root, path):
    site, found = loader.load(make_root({path: None}))
    assert site is None
    assert [(each.code, each.place.path) for each in found] == [("S020", path)]


@pytest.mark.parametrize("path", ["config.yaml", "content/boards.yaml", ENTRY])
def test_a_folder_in_the_place_of_a_file_is_a_fault(make_root, path):
    root = make_root()
    (root / path).unlink(missing_ok=True)
    (root / path).mkdir(parents=True)
    _, found = loader.load(root)
    assert [(each.code, each.variant) for each in found] == [("S004", "folder")]


def test_boards_and_records_may_be_absent(make_root):
    root = make_root()
    (root / "content/boards.yaml").unlink()
    site, found = loader.load(root)
    assert site.boards == ()
    assert found == ()


def test_a_file_with_faults_does_not_hide_the_others(make_root):
    root = make_root({ENTRY: "nothing", "content/feedback/x.yaml": "- {received: x}\n"})
    before, _ = loader.load(make_root(name="other"))
    site, found = loader.load(root)
    assert len(site.entries) == len(before.entries)
    assert {each.place.path for each in found} == {ENTRY, "content/feedback/x.yaml"}


def test_a_file_that_is_not_read_is_said_with_a_hint(make_root):
    root = make_root({"content/entires/a.md": HEAD, "content/entries/b.docx": "x"})
    _, found = loader.load(root)
    assert [(each.code, each.variant, each.severity) for each in found] == [
        ("S019", "nearest", Severity.WARNING),
        ("S019", "default", Severity.WARNING),
    ]


def test_a_time_zone_must_exist(make_root):
    root = make_root({"config.yaml": "site: {title: 一, timezone: ../../etc/passwd}\n"})
    _, found = loader.load(root)
    assert codes(found) == [("S017", "zone", 1, 28)]


keys = st.sampled_from(
    ["id", "item", "title", "formed", "boards", "posting", "notice", "elements", "contacts", "x"]
)
scalars = st.sampled_from(
    ["", "2026-01-01", "x", "一", "12", "[]", "{}", "- a", "null", "：", "#1"]
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.heavy
@given(st.dictionaries(keys, values), st.text(max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_front_matter_gives_anything_but_an_entry_or_faults(tree, body):
    front = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=1000)
    source, found = source_of(ENTRY, f"---\n{front}---\n{body}".encode())
    if source is not None:
        entry, found = parser.parse(source)
        assert (entry is None) == bool(found)


@pytest.mark.parametrize("written", ["0755", "1_000", "１２", "1.0", "-1", "9999999999"])
def test_a_count_is_written_in_plain_digits(make_root, written):
    root = make_root()
    path = root / "content/organisation.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "units:\n", "units:\n  - {id: u-x, name: 一, members: "
    )
    text = text.replace("members: ", f"members: {written}" + "}\n", 1)
    path.write_text(text, encoding="utf-8")
    _, found = loader.load(root)
    assert [(each.code, each.variant, each.place.line) for each in found] == [
        ("S017", "count_form", 2)
    ]


def test_an_unknown_region_is_said_at_its_place(make_root):
    text = "site: {title: 一}\ncalendar: {region: 中国}\n"
    _, (fault,) = loader.load(make_root({"config.yaml": text}))
    assert codes([fault]) == [("S017", "region", 2, 20)]
    assert "CN" in dict(fault.params)["known"].split(", ")


def test_a_day_that_is_worked_and_off_is_said_at_its_place(make_root):
    days = "{closures: [2026-11-20], working: [2026-11-21, 2026-11-20]}"
    _, (fault,) = loader.load(
        make_root({"config.yaml": f"site: {{title: 一}}\ncalendar: {days}\n"})
    )
    assert codes([fault]) == [("S017", "both", 2, 58)]
