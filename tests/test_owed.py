"""What duties look like: matrix, lists, charts, calendars, data; and that all of them agree."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from dispatch.front import duepage
from dispatch.ledger.account import account_of
from dispatch.ledger.duties import STATES
from dispatch.ledger.duties.rows import KEYS
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Stage
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.model.entry import StageOf
from dispatch.model.organisation import Unit
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.values import Scope
from dispatch.model.values import period_of
from dispatch.planning import owed
from dispatch.planning.owed.marks import PENDING
from dispatch.planning.plan import plan
from dispatch.reading import loader
from dispatch.rendering import feeds
from dispatch.rendering import pages
from dispatch.rendering.templates import Templates
from tests.browser.reading import Document
from tests.browser.reading import target
from tests.conftest import ROOT
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import site
from tests.nouns import words
from tests.test_duelist import parsed

LAYOUTS = (ROOT / "layouts",)
MONTH_ENDS = tuple(period_of(f"2026-{month:02}").last for month in range(1, 13))
DAY = date(2026, 5, 20)
MONTHLY = Periodic(every="month", day=10)
QUARTERLY = Periodic(every="quarter", day=15)
WORKING = Duration(count=5, unit=DurationUnit.WORKING_DAY)
ITEMS = (
    item("M-1", limit=MONTHLY),
    item("Q-1", limit=QUARTERLY, units=("online",)),
    item("E-1", limit=Event(within=WORKING), units=("online",)),
    item("S-1", limit=Standing(review=Duration(count=12, unit=DurationUnit.MONTH))),
    item("U-1", limit=MONTHLY, scope=Scope.UNIT),
)
ENTRIES = (
    entry(1, "M-1", period="2026-01", published=date(2026, 2, 10)),
    entry(2, "M-1", period="2026-03", published=date(2026, 4, 20)),
    entry(3, "Q-1", period="2026-Q1", published=date(2026, 4, 1)),
    entry(4, "E-1", formed=date(2026, 3, 2), published=date(2026, 3, 5)),
    entry(5, "E-1", formed=date(2026, 3, 2), published=date(2026, 3, 25)),
    entry(6, "S-1", formed=date(2026, 1, 5), published=date(2026, 1, 5)),
    entry(7, "U-1", period="2026-01", published=date(2026, 2, 1)),
)


def seen(*entries, items=ITEMS, day=DAY, units=()):
    """Return what the public sees of a small site."""
    whole = site(*entries, catalogue=Catalogue(items=items))
    if units:
        whole = replace(whole, organisation=replace(whole.organisation, units=units))
    return plan(account_of(whole, day), words(), sheets=False).site


def row_of(view, code, year="2026"):
    """Return the cells of an item's only row: the first month, the span, the states there."""
    (found,) = (each for each in view.years if each.year == year)
    (group,) = (each for each in found.groups if each.code == code)
    (row,) = group.rows
    cells, month = [], 1
    for cell in row.cells:
        if cell.marks:
            cells.append((month, cell.span, [mark.state for mark in cell.marks]))
        month += cell.span
    assert month == 13
    return cells, [mark.state for mark in row.standing]


def test_periods_span_their_months_and_events_stand_where_they_were_published():
    view = seen(*ENTRIES).duties
    assert row_of(view, "M-1") == (
        [(1, 1, ["met"]), (2, 1, ["blank"]), (3, 1, ["late"]), (4, 1, ["overdue"])],
        [],
    )
    assert row_of(view, "Q-1") == ([(1, 3, ["met"])], [])
    assert row_of(view, "E-1") == ([(3, 1, ["met", "late"])], [])
    assert row_of(view, "S-1") == ([], ["met", "open"])


@pytest.mark.parametrize(("every", "spans"), [("half-year", [6]), ("year", [12])])
def test_long_periods_span_half_a_year_and_a_year(every, spans):
    items = (item("H-1", limit=Periodic(every=every, day=20), units=("online",)),)
    view = seen(entry(1, "H-1", published=date(2025, 3, 1)), items=items).duties
    cells, _ = row_of(view, "H-1", "2025")
    assert [span for _, span, _ in cells][:1] == spans


def test_a_mark_opens_the_entry_or_else_the_deadline():
    view = seen(*ENTRIES).duties
    year = view.years[0]
    marks = [m for g in year.groups for r in g.rows for c in r.cells for m in c.marks]
    places = {mark.state: (mark.path, mark.anchor) for mark in marks}
    assert places["met"][0].startswith("entries/2026/")
    assert places["overdue"] == ("duties/online/", "M-1_online_2026-04")
    (unit,) = view.units
    rows = [row.anchor for person in unit.owing for row in person.rows]
    assert "M-1_online_2026-04" in rows


def test_a_mark_says_state_period_and_days():
    view = seen(*ENTRIES).duties
    year = view.years[0]
    labels = [m.label for g in year.groups for r in g.rows for c in r.cells for m in c.marks]
    assert labels[:2] == [
        "按 按时公开，2026年1月，2026年2月10日公开，期限2026年2月10日",
        "空 空白，2026年2月，期限2026年3月10日",
    ]


def test_many_events_of_a_month_are_told_together():
    many = [
        entry(n, "E-1", formed=date(2026, 3, 2), published=date(2026, 3, 4 if n < 6 else 25))
        for n in range(1, 9)
    ]
    view = seen(*many, items=(ITEMS[2],)).duties
    (year,) = view.years
    (cell,) = (c for c in year.groups[0].rows[0].cells if c.marks)
    assert [(mark.state, mark.count) for mark in cell.marks] == [("late", 3), ("met", 5)]
    assert {mark.path for mark in cell.marks} == {"catalogue/E-1/"}


def test_stages_passed_over_stand_apart():
    stages = Staged(stages=(Stage(name="事前"), Stage(name="事后")))
    items = (item("G-1", limit=stages, units=("online",)),)
    after = entry(1, "G-1", published=date(2026, 3, 4), stage=StageOf(of="2026-0001", name="事后"))
    cells, apart = row_of(seen(after, items=items).duties, "G-1")
    assert (cells, apart) == ([(3, 1, ["none"])], ["blank"])


def test_only_what_is_for_society_online_is_seen():
    view = seen(*ENTRIES)
    text = json.dumps([dict(row) for row in view.duties.rows], ensure_ascii=False)
    assert "U-1" not in text
    assert "offline" not in text
    assert [unit.id for unit in view.duties.units] == ["online"]
    assert {each.code for each in view.duties.items} == {"M-1", "Q-1", "E-1", "S-1"}
    assert not [feed for feed in view.duties.feeds if "offline" in feed.path]


def test_the_public_counts_what_the_body_counts():
    account = account_of(loader.load(ROOT)[0], DAY)
    view = plan(account, words(), sheets=False).site.duties
    keys = {row["key"] for row in view.rows}
    whole = {duty.key: duty for duty in account.duties}
    assert keys <= set(whole)
    assert {row["key"]: row["state"] for row in view.rows} == {k: whole[k].state for k in keys}
    for key in set(whole) - keys:
        of, unit = account.site.items[whole[key].item], account.index.units[whole[key].unit]
        channels = [channel.value for channel in of.channels]
        assert not (of.scope is Scope.SOCIETY and "web" in channels and unit.online)


def test_what_presses_is_listed_by_the_person_in_charge_the_most_pressing_first():
    items = (
        ITEMS[0],
        replace(ITEMS[1], responsible=replace(ITEMS[1].responsible, assigned="clerk")),
    )
    march = entry(1, "M-1", period="2026-03", published=date(2026, 4, 10))
    january = entry(2, "M-1", period="2026-01", published=date(2026, 2, 10))
    view = seen(march, january, items=items).duties
    people = {each.id: each for each in view.owing}
    assert list(people) == ["deputy", "clerk"]
    assert [row.state for row in people["deputy"].rows] == ["overdue", "blank"]
    row = people["deputy"].rows[0]
    assert (row.first, row.assigned, row.executing) == ("职务head", "职务deputy", "办公室")


def test_a_provisional_deadline_says_its_days_and_its_calendar():
    items = (item("L-1", limit=Event(within=Duration(count=40, unit=DurationUnit.WORKING_DAY))),)
    late = entry(1, "L-1", formed=date(2026, 12, 20), published=date(2026, 12, 21))
    view = seen(late, items=items, day=date(2026, 12, 31)).duties
    (year,) = view.years
    (mark,) = (m for g in year.groups for r in g.rows for c in r.cells for m in c.marks)
    assert mark.provisional
    assert re.search(
        r"暂定，最早2027年\d+月\d+日，最晚2027年\d+月\d+日，chinesecalendar", mark.label
    )


def test_marks_told_together_say_that_some_of_them_are_provisional():
    items = (item("L-1", limit=Event(within=Duration(count=40, unit=DurationUnit.WORKING_DAY))),)
    late = [
        entry(number, "L-1", formed=date(2026, 12, 20), published=date(2026, 12, 21))
        for number in range(1, 6)
    ]
    (year,) = seen(*late, items=items, day=date(2026, 12, 31)).duties.years
    (mark,) = (m for g in year.groups for r in g.rows for c in r.cells for m in c.marks)
    assert (mark.count, mark.provisional) == (5, True)
    assert "其中5项的期限暂定，最早2027年" in mark.label
    assert "chinesecalendar" in mark.label


# Large sites.


def crowd(count):
    units = tuple(
        Unit(id=f"u{n}", name=f"第{n}支部", kind="branch", online=True) for n in range(count)
    )
    items = (item("M-1", limit=MONTHLY, units=tuple(unit.id for unit in units)),)
    first = entry(1, "M-1", unit="u0", period="2025-12", published=date(2026, 1, 5))
    return seen(first, items=items, units=units)


def test_a_matrix_that_would_be_too_long_has_an_overview_in_its_place():
    small, large = crowd(owed.MATRIX_ROWS).duties, crowd(owed.MATRIX_ROWS + 1).duties
    assert small.years
    assert small.overview is None
    assert not large.years
    assert large.overview is not None
    assert len(large.overview.rows) == owed.MATRIX_ROWS + 1
    unit, (cell,) = large.overview.rows[1]
    assert unit.path == "duties/u1/"
    assert (cell.state, cell.count, cell.number) == ("overdue", 5, 5)
    assert all(unit.years for unit in large.units)


def test_a_list_that_would_be_too_long_has_figures_by_unit():
    large = crowd(owed.MATRIX_ROWS + 1).duties
    (person,) = large.owing
    assert not person.rows
    pressing = sum(1 for row in large.rows if row["state"] in ("overdue", "blank", "due-soon"))
    assert sum(missing + soon for _, missing, soon in person.units) == pressing
    (of_unit,) = large.units[1].owing
    assert len(of_unit.rows) == 5


def test_the_page_of_an_item_that_many_owe_has_their_standing():
    few, many = crowd(owed.ITEM_ROWS), crowd(owed.ITEM_ROWS + 1)
    assert few.duties.items[0].years
    assert not many.duties.items[0].years
    assert len(many.duties.items[0].units) == owed.ITEM_ROWS + 1


def test_calendars_of_many_put_the_units_of_one_day_together():
    view = crowd(owed.MATRIX_ROWS + 1)
    whole = next(feed for feed in view.duties.feeds if feed.path == "deadlines.ics")
    one = next(feed for feed in view.duties.feeds if feed.path == "units/u3/deadlines.ics")
    assert len({each.day for each in whole.occasions}) == len({each.day for each in one.occasions})
    assert f"{owed.MATRIX_ROWS}个单位" in " ".join(each.summary for each in whole.occasions)
    assert len(whole.occasions) < 2 * len(one.occasions)


def test_a_large_site_is_set_whole():
    view = crowd(owed.MATRIX_ROWS + 1)
    files = files_of(view)
    page = Document(files["duties/index.html"])
    assert len(matrix_of(page)) == 0
    assert {target("duties/index.html", link)[0] for link in page.links} >= {
        f"duties/u{n}/index.html" for n in range(owed.MATRIX_ROWS)
    }
    assert len(files["duties/index.html"]) < 500_000


# The bureau, at each end of a month: matrix, list, JSON and calendar tell the same.


def files_of(view):
    templates = Templates(LAYOUTS, words())
    made = (*pages.pages(view, templates), *feeds.feeds(view, templates))
    texts = (each for each in made if not each.path.endswith((".svg", ".xlsx")))
    return {each.path: each.content.decode() for each in texts}


CELL = re.compile(
    r'<(?:a|span) class="m ([a-z-]+)"(?: role="img")? aria-label="[^"]*"[^>]*>'
    r"\S(?:<sup>.</sup>)?(\d*)</(?:a|span)>"
)


def matrix_of(document):
    """Return the tags of the marks in a page's matrices that stand for duties."""
    return [
        attributes
        for tag, attributes in document.tags
        if tag in ("a", "span")
        and attributes.get("class", "").startswith("m ")
        and "aria-label" in attributes
    ]


def counted(text):
    """Return how many duties of each state the matrices of a page show."""
    found = Counter()
    for state, count in CELL.findall(text):
        found[state] += int(count or 1)
    return found


@pytest.fixture(scope="module")
def bureau():
    return loader.load(ROOT)[0]


@pytest.mark.parametrize("day", MONTH_ENDS, ids=str)
def test_matrix_list_data_and_calendar_agree(bureau, day):
    account = account_of(bureau, day)
    view = plan(account, words(), sheets=False).site
    files = files_of(view)
    data = json.loads(files["data/duties.json"])
    rows = data["duties"]
    states = Counter(row["state"] for row in rows)
    assert all(tuple(row) == KEYS for row in rows)
    assert data["totals"]["states"] == {state: states[state] for state in STATES}
    # The matrix of the site, and those of the units together.
    assert counted(files["duties/index.html"]) == states
    units = [each for each in files if re.fullmatch(r"duties/[^/]+/index\.html", each)]
    assert sum((counted(files[each]) for each in units), Counter()) == states
    # The lists, of the site and of the units.
    pressing = {row["key"].replace("/", "_") for row in rows if row["state"] in PENDING[:3]}
    pending = {row["key"].replace("/", "_") for row in rows if row["state"] in PENDING}
    listed = {each for each in Document(files["duties/index.html"]).ids if "_" in each}
    assert listed == pressing
    assert {each for u in units for each in Document(files[u]).ids if "_" in each} == pending
    # The calendars: what has a deadline, and the periods to come.
    kept = Counter(row["state"] for row in rows if row["deadline"])
    for name in ("deadlines.ics", "units", "duties/people"):
        mine = [path for path in files if path.startswith(name) and path.endswith(".ics")]
        mine = [path for path in mine if not path.endswith("notices.ics")]
        events = [event for path in mine for event in parsed(files[path])[1]]
        ends = {f"{row['key'].replace('/', '.')}@example.gov.cn" for row in rows if row["deadline"]}
        told = [event for event in events if event["UID"] in ends]
        named = {words().text(f"due.state.{state}"): state for state in STATES}
        assert Counter(named[event["CATEGORIES"]] for event in told) == kept
        assert len(events) == len({event["UID"] for event in events})
        to_come = [event for event in events if event["UID"] not in ends]
        assert all(event["DTSTART"] > day for event in to_come)
        assert any(event["DTSTART"].year == day.year + 1 for event in to_come)
    # The figures.
    whole = view.duties.figures
    assert whole.due == sum(states[state] for state in ("met", "late", "overdue", "blank")) - sum(
        row["clock"] == "review" and row["state"] in ("overdue", "blank") for row in rows
    )
    assert sum(bar.figures.due for bar in view.duties.bars) == whole.due
    known = {duty.key: duty.state for duty in account.duties}
    assert {row["key"]: row["state"] for row in rows}.items() <= known.items()


def test_every_link_of_the_bureau_leads_somewhere(bureau):
    view = plan(account_of(bureau, date(2026, 8, 31)), words(), sheets=False).site
    files = files_of(view)
    documents = {path: Document(text) for path, text in files.items() if path.startswith("duties/")}
    for page, document in documents.items():
        for link in document.links if page.endswith(".html") else ():
            if re.match(r"https?:|tel:|mailto:", link):
                continue
            path, fragment = target(page, link)
            assert path in files or path.startswith(("assets/", "sheets/", "zh-hant/")), (
                f"{page}: {link}"
            )
            if fragment and path in documents:
                assert fragment in documents[path].ids, f"{page}: {link}"


# The page for the body itself.


def test_the_page_for_the_body_holds_everything_and_needs_nothing(bureau):
    account = account_of(bureau, DAY)
    text = duepage.as_html(account, account.duties, words(), LAYOUTS)
    states = Counter(duty.state for duty in account.duties)
    assert counted(text) == states
    document = Document(text)
    assert not [tag for tag, _ in document.tags if tag in ("script", "link", "img", "iframe")]
    base = bureau.config.site.base_url
    for link in document.links:
        assert link.startswith((base, "#")), link
        if link.startswith("#"):
            assert link[1:] in document.ids
    shown = {entry.id for entry in bureau.entries if bureau.on_web(entry)}
    named = set(re.findall(r"/entries/\d{4}/(\d{4}-\d{4})/", text))
    assert named <= shown


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_the_page_for_the_body_is_set_in_every_language(bureau, language):
    account = account_of(bureau, DAY)
    text = duepage.as_html(account, account.duties, words(language), LAYOUTS)
    assert f'<html lang="{language}">' in text
    assert counted(text) == Counter(duty.state for duty in account.duties)
