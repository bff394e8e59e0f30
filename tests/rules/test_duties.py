"""Family D: what was due and nobody wrote, what is there twice, and what has gone stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dispatch import rules
from dispatch.front import reporters
from dispatch.ground import messages
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import strictly
from dispatch.ledger.account import account_of
from dispatch.reading.loader import load
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample
from tests.conftest import ROOT
from tests.conftest import write_sample

QUARTERLY = "limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}"
MONTHLY = "limit: {type: periodic, every: month, within: {count: 15, unit: day}}"
STANDING = "limit: {type: standing, within: {count: 15, unit: day}"
GONE = {"entry": "period: 2026-Q3\nwithdrawn: {on: 2026-10-20, reason: 有误}"}


def lax(web, board=92):
    """Return a config in which nothing but the freshness of the web and of boards counts."""
    return f"inspection: {{web: {web}, board: {board}, sheet: 0, sparse: 0}}"


DOWN = {"posting": "down: {on: 2026-10-20, by: keeper}"}

FAULTS = [
    ("D001", "overdue", {"item": "code: «A-01\n" + QUARTERLY, "entry": "period: 2026-Q2"}),
    ("D001", "overdue", {"item": "code: «A-01\n" + QUARTERLY, **GONE, **DOWN}),
    (
        "D001",
        "overdue",
        {"item": "code: «A-01\n" + MONTHLY, "entry": "period: 2026-09"},
    ),
    ("D002", "overdue", {"item": "code: «A-01\n" + STANDING + "}", **GONE, **DOWN}),
    ("D002", "overdue-dayless", {"item": "code: «A-01\nlimit: {type: standing}", **GONE, **DOWN}),
    (
        "D002",
        "review-overdue",
        {
            "item": STANDING + ", review: {count: 1, unit: month}}",
            "entry": "published: «2026-10-12",
        },
    ),
    (
        "D002",
        "review-due-soon",
        {
            "item": STANDING + ", review: {count: 45, unit: day}}",
            "entry": "published: «2026-10-12",
        },
    ),
    (
        "D003",
        "",
        {
            "item": QUARTERLY,
            "entry": "period: 2026-Q3",
            "other": "item: A-01\nperiod: «2026-Q3",
        },
    ),
    (
        "D003",
        "copied",
        {"other": "id: «2026-0002\nitem: A-01\ntitle: 第一党支部党费收缴使用情况"},
    ),
    ("D004", "web", {"config": lax(41), "entry": "published: «2026-10-12"}),
    ("D004", "board", {"config": lax(42, 41), "board": "id: «hall", "corridor": "id: «corridor"}),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    if fragments.get("config", "").endswith("board: 41}"):
        fragments = {**fragments, "corridor": "id: «corridor"}
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"item": QUARTERLY, "entry": "period: 2026-Q3"},
        {"item": STANDING + "}", "entry": "published: 2026-10-12"},
        {
            "item": STANDING + ", review: {count: 12, unit: month}}",
            "entry": "published: 2026-10-12",
        },
        {
            "item": QUARTERLY,
            "entry": "period: 2026-Q3",
            "other": "item: A-01\nperiod: 2026-Q3\ncorrects: 2026-0001",
        },
        {
            "item": QUARTERLY,
            "entry": "period: 2026-Q3",
            "other": "item: A-01\nperiod: 2026-Q3\nwithdrawn: {on: 2026-10-20, reason: 重复}",
        },
        {"other": "item: A-01\ntitle: 第一党支部党费收缴使用情况\nsupersedes: 2026-0001"},
        {"config": lax(42, 42)},
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


def told(root, changes, day):
    site, found = load(write_sample(root, changes))
    assert site is not None
    return [each for each in rules.check(account_of(site, day), found) if each.code[0] == "D"]


def test_a_duty_grows_graver_with_the_calendar_and_is_an_error_when_strict(tmp_path):
    changes = sample(item=MONTHLY, entry="period: 2026-09", config=lax(999))
    days = [(2026, 11, 6), (2026, 11, 9), (2026, 11, 16), (2026, 11, 17)]
    grades = []
    for day in days:
        (found,) = told(tmp_path, changes, date(*day))
        (raised,) = strictly([found])
        assert raised == replace(found, severity=raised.severity)
        assert raised.fingerprint == found.fingerprint
        grades.append((found.variant, found.severity, raised.severity))
    assert grades == [
        ("open", Severity.INFO, Severity.INFO),
        ("due-soon", Severity.WARNING, Severity.WARNING),
        ("due-soon", Severity.WARNING, Severity.WARNING),
        ("overdue", Severity.WARNING, Severity.ERROR),
    ]


def test_a_provisional_deadline_accuses_nobody_before_its_latest_day(tmp_path):
    changes = sample(
        item="limit: {type: periodic, every: year, within: {count: 15, unit: day}}",
        entry="period: 2025",
        config=lax(999, 999),
    )
    early, late = (told(tmp_path, changes, date(2027, 1, day)) for day in (20, 30))
    assert [each.variant for each in early] == ["due-soon"]
    assert [each.words[0].key for each in early] == ["judged.provisional"]
    assert [each.variant for each in late] == ["overdue"]


def test_units_that_have_time_are_one_finding(tmp_path):
    units = [f"branch-{number}" for number in range(1, 6)]
    rows = "".join(f"  - {{id: {each}, name: 支部{each[-1]}, kind: branch}}\n" for each in units)
    office = "  - {id: office, name: 办公室, kind: office}\n"
    changes = sample(
        item=f"{MONTHLY}\nunits: [{', '.join(units)}]",
        entry="period: 2026-09",
        config=lax(999),
        organisation="units:\n" + rows + office,
    )
    found = [each for each in told(tmp_path, changes, date(2026, 11, 1)) if each.variant == "open"]
    assert len(found) == 1
    words = messages.load((ROOT / "layouts/locale",), "zh-Hans")
    text = reporters.message(found[0], words)
    assert "2026年10月" in text
    assert "支部1、支部2、支部3等5个单位" in text


def test_a_file_that_cannot_be_read_makes_nobody_overdue(tmp_path):
    root = write_sample(tmp_path, sample(item=QUARTERLY))
    path = root / "content/entries/2026/2026-0001.md"
    path.write_text(path.read_text("utf-8").replace("formed: ", "fromed: "), "utf-8")
    site, found = load(root)
    assert found
    account = account_of(site, date(2026, 11, 23))
    assert any(each.state == "overdue" for each in account.duties)
    assert not [each for each in rules.check(account, found) if each.code == "D001"]


def test_a_board_that_never_had_anything_is_told_of_after_a_while(tmp_path):
    changes = sample(other="item: A-01", config=lax(99, 41))
    found = told(tmp_path, changes, date(2026, 11, 23))
    empty = [str(each.place) for each in found if each.variant == "never"]
    assert empty == ["content/boards.yaml:7:9"]
    found = told(tmp_path, changes, date(2026, 11, 22))
    assert "never" not in {each.variant for each in found}


def test_a_site_without_entries_is_not_stale(tmp_path):
    root = write_sample(tmp_path, Sample())
    for path in root.glob("content/entries/*/*"):
        path.unlink()
    site, found = load(root)
    codes = {each.code for each in rules.check(account_of(site, date(2026, 11, 23)), found)}
    assert "D004" not in codes
