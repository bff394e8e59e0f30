"""What is owed, as text, JSON, table and calendar: four forms, one content."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from dispatch.clock.workdays import calendar_of
from dispatch.front import duelist
from dispatch.front.duelist import Setting
from dispatch.ledger.duties import STATES
from dispatch.ledger.duties import duties
from dispatch.ledger.duties import totals
from dispatch.ledger.duties.rows import KEYS
from dispatch.ledger.duties.words import share_text
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import Periodic
from dispatch.model.config import CalendarConfig
from dispatch.model.values import period_of
from dispatch.planning.views.duties import Occasion
from dispatch.reading import loader
from dispatch.rendering.calendars import calendar_text
from tests.conftest import ROOT
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import site
from tests.nouns import words

CN, _ = calendar_of(CalendarConfig())
MONTH_ENDS = tuple(period_of(f"2026-{month:02}").last for month in range(1, 13))
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
MONTHLY = Periodic(every="month", month=1, day=10)


def plain(text, _style):
    return text


# A strict reader of RFC 5545, as far as calendars of days go.

LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[A-Za-z0-9-]+)*):(.*)", re.DOTALL)
ESCAPE = re.compile(r"\\([\\;,nN])")
ONCE = ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "TRANSP")


def unfolded(text):
    """Return the lines of a calendar; a bare line end, a long or an empty line is refused."""
    assert text.endswith("\r\n")
    raw = text.removesuffix("\r\n").split("\r\n")
    lines = []
    for line in raw:
        assert line
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line)
        assert len(line.encode()) <= 75
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def parsed(text):
    """Return the properties of a calendar and the list of its events, each a mapping."""
    lines = unfolded(text)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    head, events, here = {}, [], None
    for line in lines[1:-1]:
        match = LINE.fullmatch(line)
        assert match, line
        name, parameters, value = match.groups()
        if (name, value) == ("BEGIN", "VEVENT"):
            assert here is None
            here = {}
        elif (name, value) == ("END", "VEVENT"):
            assert all(each in here for each in ONCE)
            events.append(here)
            here = None
        else:
            place = head if here is None else here
            assert name not in place, f"{name} twice"
            place[name] = unescaped(name, parameters, value)
    assert here is None
    assert (head["VERSION"], head["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert head["PRODID"]
    assert len({each["UID"] for each in events}) == len(events)
    return head, events


def unescaped(name, parameters, value):
    if name == "DTSTART":
        assert parameters == ";VALUE=DATE"
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    assert not parameters
    if name == "DTSTAMP":
        assert re.fullmatch(r"\d{8}T\d{6}Z", value)
    if name in ("URL", "DTSTAMP", "VERSION"):
        return value
    assert not re.search(r"[;,\\]", ESCAPE.sub("", value)), value
    return ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


# Small lists.


def setting(*entries, day=date(2026, 3, 31), language="zh-Hans", title="党费"):
    items = (
        item("A", limit=MONTHLY, title=title),
        item("B", limit=Event(prompt=True), units=("online",)),
    )
    whole = site(*entries, catalogue=Catalogue(items=items))
    return Setting(site=whole, day=day, messages=words(language))


def listed(place):
    return duties(place.site, place.day, CN)


ENTRIES = (
    entry(1, "B", published=date(2025, 12, 1)),
    entry(2, "A", period="2025-11", published=date(2025, 12, 10)),
    entry(3, "A", period="2025-12", published=date(2026, 1, 13)),
    entry(4, "A", period="2026-02", published=date(2026, 3, 10)),
)


def test_the_text_says_what_is_overdue_first_then_due_soon_then_late():
    place = setting(*ENTRIES, day=date(2026, 4, 3))
    assert duelist.as_text(listed(place), place, plain) == (
        "截至2026-04-03：按时公开2项，逾期公开1项，逾期未办4项，空白1项，即将到期2项，"
        "没有规定日数1项，公开率37.5%，及时率25%\n"
        "\n"
        "逾期未办（4项）\n"
        "  2025-12-10  A 党费  第二党支部  2025年11月\n"
        "  2026-01-12  A 党费  第二党支部  2025年12月\n"
        "  2026-02-10  A 党费  第二党支部  2026年1月\n"
        "  2026-03-10  A 党费  第二党支部  2026年2月\n"
        "\n"
        "空白，后面的已经公开（1项）\n"
        "  2026-02-10  A 党费  第一党支部  2026年1月\n"
        "\n"
        "即将到期（2项）\n"
        "  2026-04-10  A 党费  第二党支部  2026年3月\n"
        "  2026-04-10  A 党费  第一党支部  2026年3月\n"
        "\n"
        "逾期公开（1项）\n"
        "  2026-01-12  A 党费  第一党支部  2025年12月  （2026-01-13公开）\n"
        "\n"
        "各单位：\n"
        "  第一党支部：按时公开2项，逾期公开1项，空白1项，即将到期1项，没有规定日数1项，"
        "公开率75%，及时率50%\n"
        "  第二党支部：逾期未办4项，即将到期1项，公开率0%，及时率0%\n"
        "\n"
        f"期限按{CN.name}计算\n"
    )


def test_the_text_speaks_english():
    place = setting(*ENTRIES, language="en")
    text = duelist.as_text(listed(place), place, plain)
    assert text.startswith("As of 2026-03-31: 2 met, 1 late, 4 overdue, 1 blank, 2 not yet due, ")
    assert "  2026-01-12  A 党费  第一党支部  December 2025  (published 2026-01-13)\n" in text


def test_good_news_is_said_too():
    place = setting(day=date(2026, 3, 5))
    assert duelist.as_text((), place, plain) == (
        "截至2026-03-05：没有应公开的事项\n\n没有逾期未公开的，也没有即将到期的。\n"
    )


def test_headings_carry_their_style():
    place = setting(*ENTRIES)
    moods = []
    duelist.as_text(listed(place), place, lambda text, mood: moods.append(mood) or text)
    assert moods == ["error", "error", "info", "faint"]


def test_a_share_is_never_rounded_up():
    assert [share_text(each) for each in (1.0, 0.9996, 0.29, 0.0, None)] == [
        "100%",
        "99.9%",
        "29%",
        "0%",
        "0%",
    ]


def test_a_row_has_its_keys_in_their_order():
    place = setting(*ENTRIES)
    rows = json.loads(duelist.as_json(listed(place), place))
    assert all(tuple(row) == KEYS for row in rows)
    row = next(row for row in rows if row["key"] == "A/online/2025-12")
    assert row == {
        "item": "A",
        "title": "党费",
        "unit": "online",
        "period": "2025-12",
        "event": None,
        "deadline": "2026-01-12",
        "provisional": False,
        "earliest": "2026-01-12",
        "latest": "2026-01-12",
        "state": "late",
        "entry": "2026-0003",
        "published": "2026-01-13",
        "calendar": CN.name,
        "kind": "periodic",
        "clock": "publish",
        "stage": None,
        "key": "A/online/2025-12",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝"])
def test_no_cell_is_a_formula(start):
    title = f'{start}HYPERLINK("http://example.org","x")'
    place = setting(*ENTRIES, title=title)
    text = duelist.as_csv(listed(place), place)
    assert text.startswith("\ufeff事项编号,公开事项,公开主体,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    titles = {row[1] for row in rows[1:] if row[0] == "A"}
    assert titles == {f"'{title}"}


def test_lines_of_the_table_end_as_the_standard_says():
    place = setting(*ENTRIES)
    text = duelist.as_csv(listed(place), place)
    assert text.endswith("\r\n")
    assert text.count("\r\n") == text.count("\n") == len(listed(place)) + 1


def test_the_calendar_escapes_folds_and_strips():
    title = "甲;乙,丙\\丁\n戊\r\n己\x07\u2028" + "长" * 60
    place = setting(*ENTRIES, title=title)
    _, events = parsed(duelist.as_ics(listed(place), place))
    summary = next(each["SUMMARY"] for each in events)
    assert "甲;乙,丙\\丁\n戊\n己" + "长" * 60 in summary


@pytest.mark.parametrize("size", range(60, 80))
def test_a_line_is_folded_at_75_octets_and_within_no_character(size):
    name = "a" * (size - len("SUMMARY:")) + "水利"
    text = calendar_text("x", [Occasion(uid="1@x", day=date(2026, 1, 1), summary=name)], CN.first)
    assert parsed(text)[1][0]["SUMMARY"] == name
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_uids_stay_the_same_when_the_state_changes():
    before, after = (setting(*ENTRIES, day=date(2026, month, 5)) for month in (3, 4))
    one, two = (
        {each["UID"]: each["CATEGORIES"] for each in parsed(duelist.as_ics(listed(at), at))[1]}
        for at in (before, after)
    )
    assert one["A.online.2026-02@example.org"] == "即将到期"
    assert two["A.online.2026-02@example.org"] == "按时公开"
    assert set(one) < set(two)


def test_only_what_is_on_the_web_has_an_address():
    place = setting(*ENTRIES, entry(5, "A", period="2026-02", unit="offline"))
    moved = replace(place, day=date(2026, 12, 31))
    _, events = parsed(duelist.as_ics(listed(moved), moved))
    addresses = {each["UID"].split("@")[0]: each.get("URL") for each in events}
    assert addresses["A.online.2026-02"] == "https://example.org/dwgk/entries/2026/2026-0004/"
    assert addresses["A.offline.2026-02"] is None
    assert addresses["A.online.2026-01"] is None


def test_a_provisional_deadline_says_so_everywhere():
    place = setting(*ENTRIES, day=date(2026, 12, 31))
    provisional = [each for each in listed(place) if each.provisional]
    assert [each.period.text for each in provisional] == ["2026-12", "2026-12"]
    due = next(each for each in provisional)
    rows = json.loads(duelist.as_json(listed(place), place))
    row = next(row for row in rows if row["provisional"])
    assert row["deadline"] == row["earliest"] < row["latest"]
    assert re.search(
        r"2026年12月  （暂定，最早2027-01-\d\d，最晚2027-01-\d\d）",
        duelist.as_text(listed(place), place, plain),
    )
    assert duelist.as_csv(listed(place), place).count(",暂定,") == 2
    _, events = parsed(duelist.as_ics(listed(place), place))
    tentative = [each for each in events if each["STATUS"] == "TENTATIVE"]
    assert len(tentative) == 2
    assert f"最早{due.deadline.earliest}，最晚{due.deadline.latest}" in tentative[0]["DESCRIPTION"]


# The bureau.


@pytest.fixture(scope="module")
def bureau():
    return loader.load(ROOT)[0]


@pytest.fixture(scope="module")
def years(bureau):
    return {day: duties(bureau, day, CN) for day in MONTH_ENDS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", MONTH_ENDS, ids=str)
def test_list_json_table_and_calendar_agree(bureau, years, day, language):
    there = years[day]
    place = Setting(site=bureau, day=day, messages=words(language))
    counts = totals(there).whole.states
    shown = {words(language).text(f"due.state.{state}"): state for state in STATES}
    rows = json.loads(duelist.as_json(there, place))
    assert Counter(row["state"] for row in rows) == Counter(each.state for each in there)
    assert {state: number for state, number in counts.items() if number} == Counter(
        row["state"] for row in rows
    )
    table = csv.DictReader(
        io.StringIO(duelist.as_csv(there, place).removeprefix("\ufeff"), newline="")
    )
    column = words(language).text("due.column.state")
    assert Counter(shown[row[column]] for row in table) == Counter(row["state"] for row in rows)
    _, events = parsed(duelist.as_ics(there, place))
    dated = [row for row in rows if row["deadline"]]
    assert Counter((each["DTSTART"].isoformat(), shown[each["CATEGORIES"]]) for each in events) == (
        Counter((row["deadline"], row["state"]) for row in dated)
    )
    text = duelist.as_text(there, place, plain)
    first = text.split("\n", 1)[0]
    for state in STATES:
        said = words(language).text(f"due.count.{state}", count=counts[state])
        assert (said in first) == bool(counts[state])
    for state in ("overdue", "blank", "due-soon", "late"):
        heading = words(language).text(f"due.heading.{state}", count=counts[state])
        assert (heading in text) == bool(counts[state])
