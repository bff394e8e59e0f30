"""考核: the score of a unit of the bureau, reckoned from its files by hand and no code of Dispatch.

Only YAML is read here. The deadlines are written out, each with how it is counted; the days are
texts in the form of ISO 8601, which compare as days do.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import yaml

from tests.conftest import ROOT

UNIT, FIRST, LAST, DAY = "branch-2", "2026-01-01", "2026-06-30", "2026-11-23"

# What 第二党支部 had to publish by a day of the first half of 2026: item, matter, day.
DUE = {
    # C-03 每季度结束后15日内: 15 days after 31 December, a Thursday; after 31 March, a Wednesday.
    ("C-03", "2025-Q4"): "2026-01-15",
    ("C-03", "2026-Q1"): "2026-04-15",
    # B-02 每半年结束后20日内: 31 December and 20 days, a Tuesday.
    ("B-02", "2025-H2"): "2026-01-20",
    # C-06 次年3月31日前, a Tuesday.
    ("C-06", "2025"): "2026-03-31",
    # C-07 5个工作日 from Tuesday, 14 April: 15, 16, 17, 20, 21 April.
    ("C-07", "2026-04-14"): "2026-04-21",
    # C-02 3个工作日 from Tuesday, 23 June: 24, 25, 26 June.
    ("C-02", "2026-06-23"): "2026-06-26",
}


def read(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def entries():
    for path in sorted((ROOT / "content/entries").rglob("*.*")):
        text = path.read_text(encoding="utf-8")
        head = text.split("\n---\n", 1)[0].removeprefix("---\n") if path.suffix == ".md" else text
        found = yaml.load(head, Loader=yaml.BaseLoader)
        if found["unit"] == UNIT and found.get("draft") != "true":
            yield found


def records(folder):
    for path in sorted((ROOT / "content" / folder).glob("*.yaml")):
        found = read(path)
        yield from found if isinstance(found, list) else [found]


OWN = {each["id"]: each for each in entries()}


def within(day):
    return FIRST <= day <= LAST


def test_no_other_deadline_of_the_unit_lies_in_the_half_year():
    """Every entry is of a matter in the table, or of one that fell due later."""
    known = {matter for _, matter in DUE}
    later = [e for e in OWN.values() if (e.get("period") or e["formed"]) not in known]
    assert {each["published"] > LAST and each["formed"] >= LAST for each in later} == {True}
    # Items that the unit owes by the calendar, and not after an event.
    catalogue = read(ROOT / "content/catalogue.yaml")["items"]
    owed = [each for each in catalogue if UNIT in each.get("units", ())]
    assert {e["code"] for e in owed if e["limit"]["type"] == "periodic"} == {"C-03", "B-02", "C-06"}
    assert {e["limit"]["type"] for e in owed} == {"periodic", "event"}


def published(item, matter):
    days = [
        each["published"]
        for each in OWN.values()
        if each["item"] == item and matter in (each.get("period"), each["formed"])
    ]
    return min(days, default=None)


def coverage():
    """30 分 × 6 / 6."""
    out = [published(*place) for place in DUE]
    assert len(out) == 6
    return Decimal(30) * sum(day is not None for day in out) / 6


def timeliness():
    """20 分, 0.5 for each working day late: no day is late."""
    assert all(published(*place) <= day for place, day in DUE.items())
    return Decimal(20) - Decimal("0.5") * 0


def blank_months():
    """10 分 − 2.5 × 2: March and May."""
    months = {each["published"][:7] for each in OWN.values()}
    blank = [f"2026-0{n}" for n in range(1, 7) if f"2026-0{n}" not in months]
    assert blank == ["2026-03", "2026-05"]
    return Decimal(10) - Decimal("2.5") * len(blank)


def postings():
    """10 分 × 5 / 5: each looked at, and down where the window that is stated is over."""
    good = []
    for each in records("postings"):
        if each["entry"] in OWN and within(each["up"]["on"]):
            entry = OWN[each["entry"]]
            over = entry.get("posting", {}).get("to", DAY) < DAY
            good.append(bool(each.get("inspected")) and (not over or "down" in each))
    assert len(good) == 5
    return Decimal(10) * sum(good) / 5


def objections():
    """10 分: nothing came in about the unit, or about an entry of it."""
    opinions = [each for each in records("feedback") if "request" not in each]
    about = [e for e in opinions if e.get("unit") == UNIT or e.get("about") in OWN]
    assert not [each for each in about if within(each["received"])]
    return Decimal(10)


def findings():
    """10 分 × 1 / 1: due on 30 January, put right on the 28th."""
    own = [each for each in records("oversight") if each["unit"] == UNIT]
    due = [each for each in own if within(each.get("due", ""))]
    assert [(each["due"], each["resolved"]) for each in due] == [("2026-01-30", "2026-01-28")]
    return Decimal(10)


def mark():
    """8.5 of 10, entered on 13 July."""
    own = [each for each in records("oversight") if each["unit"] == UNIT and "marks" in each]
    (found,) = (each for each in own if each["span"] == "2026-H1")
    return Decimal(found["marks"]["内容真实和群众评议"])


BY_HAND = {
    "coverage": (coverage, "30.00"),
    "timeliness": (timeliness, "20.00"),
    "blank-months": (blank_months, "5.00"),
    "postings": (postings, "10.00"),
    "objections": (objections, "10.00"),
    "oversight": (findings, "10.00"),
    "mark": (mark, "8.50"),
}


@pytest.fixture
def scored(run):
    options = ("--unit", UNIT, "--format", "json", "--as-of", DAY, "--known", "now")
    (unit,) = json.loads(run("score", "2026-H1", *options, root=ROOT)[1])["units"]
    return unit


@pytest.mark.parametrize("measure", BY_HAND)
def test_each_criterion_is_what_the_files_come_to(scored, measure):
    reckon, written = BY_HAND[measure]
    (line,) = (each for each in scored["criteria"] if each["measure"] == measure)
    assert f"{reckon():.2f}" == written == line["points"]


def test_the_deadlines_are_those_that_are_written_out(scored):
    (line,) = (each for each in scored["criteria"] if each["measure"] == "timeliness")
    assert sorted(each["due"] for each in line["traces"]) == sorted(DUE.values())


def test_the_total_is_their_sum(scored):
    # 30 + 20 + 5 + 10 + 10 + 10 + 8.5
    assert sum(reckon() for reckon, _ in BY_HAND.values()) == Decimal("93.50")
    assert (scored["total"], scored["of"], scored["grade"]) == ("93.50", "100", "优秀")
