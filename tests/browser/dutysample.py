"""Views of duties for the sample: every state, matrix and overview, words that break out."""

from __future__ import annotations

from datetime import date

from dispatch.ledger.duties import STATES
from dispatch.ledger.duties.rows import KEYS
from dispatch.planning.views import Link
from dispatch.planning.views.duties import Bar
from dispatch.planning.views.duties import CalendarView
from dispatch.planning.views.duties import Cell
from dispatch.planning.views.duties import DutiesView
from dispatch.planning.views.duties import FiguresView
from dispatch.planning.views.duties import ItemDutiesView
from dispatch.planning.views.duties import Mark
from dispatch.planning.views.duties import MatrixGroup
from dispatch.planning.views.duties import MatrixRow
from dispatch.planning.views.duties import Occasion
from dispatch.planning.views.duties import OverviewCell
from dispatch.planning.views.duties import OverviewView
from dispatch.planning.views.duties import OwedRow
from dispatch.planning.views.duties import OwingView
from dispatch.planning.views.duties import UnitDutiesView
from dispatch.planning.views.duties import YearView

CALENDAR = "chinesecalendar 1.11.0 CN"
LETTERS = {
    "overdue": "逾",
    "blank": "空",
    "due-soon": "近",
    "open": "待暂",
    "late": "迟12",
    "met": "按",
    "none": "—",
}
GROUP = "duties/party-group/"
BRANCH = "duties/branch-1/"
FIGURES = FiguresView(
    states=tuple((state, 2) for state in STATES),
    due=8,
    published=4,
    in_time=2,
    coverage="50%",
    timeliness="25%",
)
NONE = FiguresView(
    states=tuple((state, 0) for state in STATES),
    due=0,
    published=0,
    in_time=0,
    coverage="",
    timeliness="",
)


def duty_row(title: str) -> dict[str, object]:
    """Return a duty as data, with the keys of `ledger.duties.rows`."""
    said = {
        "item": "A-02",
        "title": title,
        "unit": "party-group",
        "deadline": "2026-11-20",
        "provisional": False,
        "state": "met",
        "entry": "2026-0005",
        "kind": "event",
        "clock": "publish",
        "key": "A-02/party-group/x",
    }
    return {**dict.fromkeys(KEYS), **said}


def duties(item: Link, other: Link, hostile: str, name: str = "第一党支部") -> DutiesView:
    """Return the duties of two units under two items, with hostile words and a plain name."""
    years = tuple(_year(year, item, other, hostile, name) for year in ("2026", "2025"))
    rows = tuple(_row(state, item, hostile) for state in ("overdue", "blank", "due-soon"))
    later = (_row("open", item, hostile, provisional=True),)
    whole = OwingView(
        id="secretary", name=hostile, post="", calendar="duties/people/secretary.ics", rows=rows
    )
    counted = OwingView(
        id="deputy",
        name=name,
        post="",
        calendar="duties/people/deputy.ics",
        rows=(),
        units=(
            (Link(text=hostile, path=GROUP), 3, 1),
            (Link(text=name, path=BRANCH), 0, 2),
        ),
    )
    months = tuple(Bar(name=f"2026-{n:02}", path="", figures=FIGURES) for n in range(1, 12))
    cells = tuple(OverviewCell(state=state, count=2, number=5) for state in STATES)
    units = (
        (Link(text=hostile, path=GROUP), cells[2]),
        (Link(text=name, path=BRANCH), cells[5]),
    )
    return DutiesView(
        figures=FIGURES,
        calendars=(CALENDAR,),
        calendar="deadlines.ics",
        data="data/duties.json",
        years=(),
        overview=OverviewView(
            items=tuple((f"A-{n:02}", item) for n in range(len(cells))),
            rows=tuple((unit, cells) for unit, _ in units),
        ),
        owing=(whole, counted),
        later=(),
        units=(
            UnitDutiesView(
                id="party-group",
                path=GROUP,
                unit=Link(text=hostile, path="units/party-group/"),
                calendar="units/party-group/deadlines.ics",
                figures=FIGURES,
                years=years,
                owing=(whole,),
                later=later,
                months=months,
            ),
            UnitDutiesView(
                id="branch-1",
                path=BRANCH,
                unit=Link(text=name, path="units/branch-1/"),
                calendar="units/branch-1/deadlines.ics",
                figures=NONE,
                years=years[:1],
                owing=(),
                later=(),
                months=(),
            ),
        ),
        items=(
            ItemDutiesView(code=item.path.split("/")[1], years=years, units=()),
            ItemDutiesView(code=other.path.split("/")[1], years=(), units=units),
        ),
        bars=(
            Bar(name=hostile, path=GROUP, figures=FIGURES),
            Bar(name=name, path=BRANCH, figures=FIGURES),
        ),
        months=months,
        rows=(duty_row(hostile),),
        feeds=tuple(
            CalendarView(path=path, name=hostile, occasions=(_day(hostile),))
            for path in (
                "deadlines.ics",
                "units/party-group/deadlines.ics",
                "units/branch-1/deadlines.ics",
                "duties/people/secretary.ics",
                "duties/people/deputy.ics",
            )
        ),
    )


def _day(words: str) -> Occasion:
    return Occasion(uid="1@example.gov.cn", day=date(2026, 12, 10), summary=words, tentative=True)


def _year(year: str, item: Link, other: Link, hostile: str, name: str) -> YearView:
    letters = dict.fromkeys(LETTERS, "") if name.isascii() else LETTERS
    marks = tuple(
        Mark(
            state=state,
            path="catalogue/A-02/" if state in ("met", "late", "none") else GROUP,
            anchor=f"d-{state}" if state in ("overdue", "blank", "due-soon", "open") else "",
            label=f"{letters[state]} {hostile}",
            provisional=state == "open",
            count=12 if state == "late" else 1,
        )
        for state in STATES
    )
    bare = Mark(state="met", path="", anchor="", label=f"{letters['met']} {hostile}")
    single = MatrixRow(
        unit=Link(text=hostile),
        cells=(*(Cell(span=1, marks=(mark,)) for mark in marks), *[Cell(span=1, marks=())] * 5),
        standing=marks[:3],
    )
    long = MatrixRow(
        unit=Link(text=name),
        cells=(Cell(span=6, marks=(bare,)), Cell(span=3, marks=marks[:1]), Cell(span=3, marks=())),
        standing=(),
    )
    return YearView(
        year=year,
        groups=(
            MatrixGroup(code="A-02", item=item, rows=(single, long)),
            MatrixGroup(code="X-01", item=other, rows=(long,)),
        ),
    )


def _row(state: str, item: Link, hostile: str, *, provisional: bool = False) -> OwedRow:
    return OwedRow(
        anchor=f"d-{state}",
        state=state,
        code="A-02",
        item=item,
        unit=Link(text=hostile, path=GROUP),
        about=hostile,
        deadline=None if state == "blank" else date(2026, 12, 10),
        provisional=(date(2026, 12, 10), date(2026, 12, 20)) if provisional else None,
        calendar=CALENDAR,
        entry="",
        first=hostile,
        assigned=hostile,
        executing=hostile,
    )
