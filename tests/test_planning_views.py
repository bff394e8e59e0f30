"""Views: flow charts, targets, lists, relations, units, and the words of both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dispatch.ledger.account import account_of
from dispatch.ledger.pace import elapsed_of
from dispatch.ledger.pace import pace_of
from dispatch.ledger.pace import share_of
from dispatch.model.elements import FlowStep
from dispatch.model.elements import Target
from dispatch.model.entry import Edition
from dispatch.model.entry import Procedure
from dispatch.model.entry import Review
from dispatch.model.entry import StageOf
from dispatch.model.entry import Step
from dispatch.model.entry import Withdrawal
from dispatch.model.organisation import LeadingGroup
from dispatch.model.organisation import Office
from dispatch.model.organisation import Supervisor
from dispatch.model.site import Page
from dispatch.model.values import Origin
from dispatch.model.values import period_of
from dispatch.planning.flow import flow_of
from dispatch.planning.plan import plan
from dispatch.planning.targets import Setting
from dispatch.planning.targets import target_view
from tests.nouns import ORGANISATION
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import notice
from tests.nouns import site
from tests.nouns import words


def planned(*entries, day=TODAY, **given):
    return plan(account_of(site(*entries, **given), day), words(), sheets=False).site


def steps(*given):
    return tuple(FlowStep(name=name, to=tuple((to, "") for to in heads)) for name, *heads in given)


def cells(flow):
    return {node.name: (node.row, node.column) for node in flow.nodes}


def arrows(flow):
    return [(flow.nodes[e.tail].name, flow.nodes[e.head].name) for e in flow.edges]


def test_steps_without_arrows_go_straight_down():
    flow = flow_of(steps(("甲",), ("乙",), ("丙",)))
    assert cells(flow) == {"甲": (0, 0), "乙": (1, 0), "丙": (2, 0)}
    assert arrows(flow) == [("甲", "乙"), ("乙", "丙")]
    assert (flow.columns, flow.rows) == (1, 3)


def test_branches_stand_side_by_side_and_meet_below_the_longer():
    flow = flow_of(
        steps(("申请", "受理", "补正"), ("补正", "办结"), ("受理", "审查"), ("审查",), ("办结",))
    )
    assert cells(flow) == {
        "申请": (0, 0),
        "受理": (1, 0),
        "补正": (1, 1),
        "审查": (2, 0),
        "办结": (3, 0),
    }
    assert [node.kind for node in flow.nodes] == ["decision", "step", "step", "step", "step"]


def test_an_arrow_back_moves_nothing():
    flow = flow_of(steps(("申请",), ("审查", "办结", "申请"), ("办结",)))
    assert cells(flow) == {"申请": (0, 0), "审查": (1, 0), "办结": (2, 0)}
    assert ("审查", "申请") in arrows(flow)


def test_an_end_leads_nowhere_and_unknown_names_are_left_out():
    ended = (FlowStep(name="甲", to=(("丁", ""), ("丙", "是"))), FlowStep(name="乙", kind="end"))
    flow = flow_of((*ended, FlowStep(name="丙")))
    assert [(e.tail, e.head, e.when) for e in flow.edges] == [(0, 2, "是")]


@pytest.mark.parametrize(
    "given",
    [
        (),
        (("甲", "甲"),),
        (("甲", "乙"), ("乙", "甲")),
        (("甲",), ("甲",)),
        tuple((f"步{n}", f"步{(n * 7 + 3) % 19}", f"步{(n * 5 + 1) % 19}") for n in range(19)),
        tuple((f"步{n}",) for n in range(3000)),
    ],
    ids=["none", "self", "circle", "same name", "tangle", "long"],
)
def test_every_step_has_a_cell_of_its_own_inside_the_grid(given):
    flow = flow_of(steps(*given))
    places = [(node.row, node.column) for node in flow.nodes]
    assert len(set(places)) == len(given)
    assert all(row < flow.rows and column < flow.columns for row, column in places)
    assert flow == flow_of(steps(*given))


@pytest.mark.parametrize(
    ("plan_", "done", "share"),
    [
        ("100", "25", "0.25"),
        ("1,000.00", "1,250", "1.25"),
        ("90%", "45", "0.5"),
        ("0", "0", "1"),
        ("0", "2", "0"),
        ("若干", "2", "0"),
        ("-5", "2", "0"),
        ("5", "-1", "0"),
    ],
)
def test_the_share_done_is_exact(plan_, done, share):
    assert share_of(plan_, done) == Decimal(share)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2025, 12, 31), "0"),
        (date(2026, 1, 1), "0.1"),
        (date(2026, 1, 5), "0.5"),
        (date(2026, 1, 10), "1"),
        (date(2026, 2, 1), "1"),
    ],
)
def test_the_time_gone_counts_both_ends(day, share):
    assert elapsed_of(date(2026, 1, 1), date(2026, 1, 10), day) == Decimal(share)


def test_days_that_are_the_wrong_way_round_are_gone_when_the_last_is():
    first, last = date(2026, 2, 1), date(2026, 1, 1)
    assert elapsed_of(first, last, date(2025, 12, 31)) == 0
    assert elapsed_of(first, last, date(2026, 1, 1)) == 1


@pytest.mark.parametrize(
    ("share", "pace"),
    [
        ("1", "done"),
        ("0.55", "ahead"),
        ("0.549", "on-time"),
        ("0.45", "on-time"),
        ("0.449", "behind"),
    ],
)
def test_the_pace_allows_a_twentieth_either_way(share, pace):
    assert pace_of(Decimal(share), Decimal("0.5")) == pace


def test_a_target_without_days_runs_for_the_year():
    view = target_view(
        Target(name="管网", measure="公里", plan="45", done="45"),
        Setting(day=TODAY, year=2026),
        "办公室",
    )
    assert (view.first, view.last, view.pace) == (date(2026, 1, 1), date(2026, 12, 31), "done")
    assert view.office == "办公室"


def test_only_targets_in_force_are_shown_and_measured_at_the_end_of_their_period():
    def reported(number, period):
        rows = [
            {"name": period, "office": "office", "measure": "处", "plan": "4", "done": "2"},
        ]
        return entry(number, "T-1", period=period, elements={"目标": rows})

    view = planned(reported(1, "2026-Q1"), reported(2, "2026-Q2"))
    (target,) = view.targets
    assert (target.name, target.office, target.pace) == ("2026-Q2", "办公室", "on-time")
    assert target.measured == date(2026, 6, 30)
    assert target.entry.path == "entries/2026/2026-0002/"


def test_a_procedure_names_who_takes_each_step():
    flow = [{"name": "申请", "by": "office"}, {"name": "办结", "by": "窗口"}]
    view = planned(entry(1, "F-1", elements={"流程": flow}))
    (page,) = view.procedures
    assert [node.by for node in page.elements[0].flow.nodes] == ["办公室", "窗口"]


def test_faulty_values_are_left_out():
    page = planned(entry(1, elements={"事项": ["a"], "清单": ["甲", "乙"]})).entries[0]
    assert [(each.name, each.items) for each in page.elements] == [("清单", ("甲", "乙"))]


def test_relations_say_both_sides_and_join_the_stages():
    view = planned(
        entry(1, stage=StageOf(name="事前")),
        entry(2, stage=StageOf(name="事中", of="2026-0001"), published=date(2026, 10, 2)),
        entry(3, corrects="2026-0002", published=date(2026, 10, 3)),
        entry(4, supersedes="2026-0003", published=date(2026, 10, 4)),
        entry(5, stage=StageOf(name="事后", of="2026-0001"), published=date(2026, 10, 5)),
    )
    found = {
        page.row.id: [(each.relation, each.row.id[-1]) for each in page.related]
        for page in view.entries
    }
    assert found == {
        "2026-0005": [("stage", "1")],
        "2026-0004": [("supersedes", "3")],
        "2026-0003": [("corrects", "2"), ("superseded-by", "4")],
        "2026-0002": [("corrected-by", "3"), ("stage", "1"), ("stage", "5")],
        "2026-0001": [("stage", "5")],
    }


def test_a_line_of_three_is_shown_whole_on_each_of_its_pages():
    entries = (
        entry(1),
        entry(2, corrects="2026-0001", published=date(2026, 10, 2)),
        entry(3, supersedes="2026-0002", published=date(2026, 10, 3)),
        entry(4, published=date(2026, 10, 4)),
        entry(5, corrects="2026-0004", published=date(2026, 10, 5)),
    )
    pages = {page.row.id: page.line for page in planned(*entries).entries}
    for number in (1, 2, 3):
        line = pages[f"2026-000{number}"]
        assert [(each.relation, each.row.id[-1]) for each in line] == [
            ("", "1"),
            ("corrects", "2"),
            ("supersedes", "3"),
        ]
        assert [each.row.id[-1] for each in line if each.here] == [str(number)]
    assert pages["2026-0004"] == pages["2026-0005"] == ()


def test_periods_stages_and_corrections_stand_in_one_line_of_time():
    quarters = {1: "2025-Q4", 2: "2026-Q1", 3: "2026-Q2", 4: "2026-Q3", 5: "2026-Q3"}
    view = planned(
        *(
            entry(
                number,
                period=period_of(period),
                published=date(2026, 10, number),
                corrects="2026-0004" if number == 5 else None,
            )
            for number, period in quarters.items()
        ),
        entry(6, published=date(2026, 10, 6)),
    )
    found = {
        page.row.id[-1]: [(each.relation, each.row.id[-1]) for each in page.times]
        for page in view.entries
    }
    assert found == {
        "6": [],
        "5": [("before", "2"), ("before", "3"), ("corrects", "4"), ("", "5")],
        "4": [("before", "2"), ("before", "3"), ("", "4"), ("corrected-by", "5")],
        "3": [("before", "1"), ("before", "2"), ("", "3"), ("after", "5")],
        "2": [("before", "1"), ("", "2"), ("after", "3"), ("after", "5")],
        "1": [("", "1"), ("after", "2"), ("after", "3")],
    }


def test_what_was_withdrawn_is_in_no_line_of_time():
    gone = Withdrawal(on=date(2026, 10, 5), reason="数据有误")
    view = planned(
        entry(1, period=period_of("2026-Q1"), withdrawn=gone),
        entry(2, period=period_of("2026-Q2"), published=date(2026, 10, 2)),
    )
    assert [page.times for page in view.entries] == [(), ()]


def test_a_line_that_goes_in_a_circle_ends():
    entries = (entry(n, corrects=f"2026-000{n % 3 + 1}") for n in (1, 2, 3))
    lines = {page.row.id: page.line for page in planned(*entries).entries}
    assert {len(line) for line in lines.values()} == {3}


def test_changes_after_publication_are_told_oldest_first():
    editions = (
        Edition(on=date(2026, 11, 5), note="改正合计"),
        Edition(on=date(2026, 11, 2), note="改正用语"),
    )
    (page,) = planned(entry(1, editions=editions)).entries
    assert page.editions == (
        (date(2026, 11, 2), "改正用语"),
        (date(2026, 11, 5), "改正合计"),
    )
    gone = Withdrawal(on=date(2026, 11, 9), reason="有误")
    (page,) = planned(entry(1, editions=editions, withdrawn=gone)).entries
    assert page.editions == ()


def test_the_front_page_counts_what_is_on_the_web():
    gone = Withdrawal(on=date(2026, 10, 9), reason="有误")
    span = notice(date(2026, 11, 20), date(2026, 11, 26))
    view = planned(
        entry(1),
        entry(2, id="2025-0002", published=date(2025, 3, 1)),
        entry(3, "N-1", notice=span, published=date(2026, 11, 20)),
        entry(4, withdrawn=gone),
        entry(5, "U-1"),
        entry(6, corrects="2026-0001"),
        *(entry(n, published=date(2026, 9, 1)) for n in range(10, 20)),
    )
    home = view.home
    assert [row.id for row in home.open_notices] == ["2026-0003"]
    assert [row.id for row in home.latest[:3]] == ["2026-0003", "2026-0001", "2026-0006"]
    assert len(home.latest) == 10
    assert (home.in_force, home.this_year) == (13, 13)
    assert home.groups == (("组织管理", 14),)
    assert [link.text for link in home.units] == ["第一党支部", "第二党支部"]


def test_the_archive_names_everything_by_year_and_month():
    gone = Withdrawal(on=date(2026, 10, 9), reason="有误")
    view = planned(
        entry(1),
        entry(2, withdrawn=gone, published=date(2026, 9, 30)),
        entry(3, id="2024-0003", published=date(2024, 2, 29)),
    )
    assert [(year.path, year.count) for year in view.archive] == [
        ("archive/2026/", 2),
        ("archive/2024/", 1),
    ]
    months = [(month.name, len(month.rows)) for month in view.archive[0].months]
    assert months == [("2026-10", 1), ("2026-09", 1)]


def test_a_withdrawn_entry_keeps_its_page_and_its_reason_and_leaves_the_lists():
    gone = Withdrawal(on=date(2026, 10, 9), reason="有误")
    view = planned(entry(1, withdrawn=gone, body="正文"))
    (page,) = view.entries
    assert page.withdrawn == (date(2026, 10, 9), "有误")
    assert (page.html, page.elements, page.boards, page.posted_from) == ("", (), (), None)
    items = {one.row.code: one for one in view.items}
    assert (items["E-1"].rows, items["E-1"].row.count, items["E-1"].row.latest) == ((), 0, None)


def test_items_stand_in_the_order_of_the_file_by_category():
    assert [one.row.code for one in planned().items][:3] == ["E-1", "S-1", "P-1"]
    ((name, rows),) = planned().catalogue.groups
    assert (name, len(rows)) == ("组织管理", 10)
    assert rows[0].executing == "办公室"


def test_units_say_what_they_owe_and_whose_they_are():
    units = {unit.id: unit for unit in planned(entry(1), entry(2, unit="offline")).units}
    assert [row.id for row in units["online"].rows] == ["2026-0001"]
    assert units["offline"].rows == ()
    assert units["offline"].parent.path == "units/online/"
    assert [link.text for link in units["online"].children] == ["第二党支部"]
    assert len(units["online"].items) == 10
    assert units["office"].items == ()
    assert len(units["office"].people) == 4


def test_the_organisation_is_shown_as_far_as_it_is_stated():
    bare = planned().organisation
    assert (bare.head, bare.office, bare.director, bare.liaisons) == (None, None, None, ())
    office = Office(director="clerk", staff=("keeper", "nobody"), duties="日常工作", phone="0000")
    group = LeadingGroup(head="head", deputies=("deputy",), office=office)
    full = replace(
        ORGANISATION,
        leading_group=group,
        liaisons={"online": "clerk", "offline": "nobody"},
        supervisors=(Supervisor(person="keeper", pool="retired"),),
    )
    view = planned(organisation=full).organisation
    assert (view.head.name, view.head.unit) == ("职务head", "办公室")
    assert [person.name for person in view.staff] == ["职务keeper"]
    assert (view.office.label, view.office.value) == ("领导小组办公室", "日常工作")
    assert view.office_contact.phone == "0000"
    assert [(link.text, person.name) for link, person in view.liaisons] == [
        ("第一党支部", "职务clerk")
    ]
    assert view.supervisors[0][1:] == ("retired", None, None)


def test_the_steps_of_the_procedure_end_with_publishing():
    procedure = Procedure(
        proposed=Step(by="clerk", on=date(2026, 9, 28)),
        reviewed=Review(by="deputy", on=date(2026, 9, 29)),
    )
    page = planned(entry(1, procedure=procedure)).entries[0]
    assert [(step.name, step.by) for step in page.steps] == [
        ("proposed", "职务clerk"),
        ("reviewed", "职务deputy"),
        ("published", "第一党支部"),
    ]


def test_the_frame_leads_everywhere_and_addresses_are_whole():
    page = Page(title="关于", body="## 说明", origin=Origin("content/pages/intro.md"))
    view = planned(entry(1), pages=(page,))
    assert view.frame.base_url == "https://example.org/dwgk/"
    assert [link.path for link in view.frame.about] == ["about/intro/"]
    assert [link.path for link in view.frame.navigation][-1] == "archive/"
    assert view.pages[0].html == "<h2>说明</h2>"
    assert view.entries[0].address == "https://example.org/dwgk/entries/2026/2026-0001/"


def test_a_basis_is_quoted_as_its_language_does():
    basis = [
        {"title": "条例", "article": "第七条"},
        {"title": "《办法》"},
        {"title": "Act", "article": "s. 2"},
    ]
    from dispatch.model.catalogue import Basis
    from dispatch.planning.norm import basis_texts

    assert basis_texts(tuple(Basis(**each) for each in basis)) == (
        "《条例》第七条",
        "《办法》",
        "Act, s. 2",
    )


@pytest.mark.parametrize(
    ("limit", "view"),
    [
        ({"type": "standing", "review": {"count": 1, "unit": "year"}}, ("standing", "year")),
        (
            {"type": "event", "from": "decided", "within": {"count": 5, "unit": "working-day"}},
            ("event", "decided", 5),
        ),
        ({"type": "staged", "stages": [{"name": "事前"}]}, ("staged", "事前")),
        (
            {"type": "on-request", "within": {"count": 10, "unit": "working-day"}},
            ("on-request", 10),
        ),
        ("每季度首月15日前公开上季度情况", ("phrase", "每季度首月15日前公开上季度情况")),
    ],
)
def test_time_limits_keep_what_they_say(limit, view):
    from pydantic import TypeAdapter

    from dispatch.model.catalogue import TimeLimit
    from dispatch.planning.norm import item_row
    from tests.nouns import index_of_items

    parsed = TypeAdapter(TimeLimit).validate_python(limit)
    one = item("Z-1", limit=parsed)
    row = item_row(index_of_items(one), one)
    found = repr(row.limit)
    assert all(repr(part) in found for part in view)


def test_both_languages_have_the_same_words():
    keys = {
        language: {key for key in words(language).texts if key.startswith("plan.")}
        for language in ("zh-Hans", "en")
    }
    assert keys["zh-Hans"] == keys["en"]
    assert keys["zh-Hans"]
