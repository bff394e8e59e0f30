"""Money by year: exact, nothing twice, and nothing drawn that shows nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dispatch.ledger.account import account_of
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Column
from dispatch.model.catalogue import Element
from dispatch.model.catalogue import ElementType
from dispatch.model.entry import StageOf
from dispatch.model.entry import Withdrawal
from dispatch.planning.plan import plan
from dispatch.rendering import pages
from dispatch.rendering.templates import Templates
from tests.browser import sample
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import site
from tests.nouns import words

LAYOUTS = Path(__file__).resolve().parent.parent / "layouts"
MONEY = Element(name="收缴金额", type=ElementType.MONEY, required=False)
TABLE = Element(
    name="明细",
    type=ElementType.TABLE,
    columns=(Column(name="用途"), Column(name="金额", type="money")),
    total="金额",
    required=False,
)
NORM = item("M-1", elements=(MONEY, TABLE))


def paid(number, amount, day="2025-03-01", **more):
    on = date.fromisoformat(day)
    stated = {"收缴金额": amount} if isinstance(amount, str) else {"明细": amount}
    given = {"formed": on, "published": on, "elements": stated}
    return entry(number, "M-1", **(given | more))


def sums_of(*entries, norm=NORM):
    whole = site(*entries, catalogue=Catalogue(items=(norm,)))
    view = plan(account_of(whole, TODAY), words(), sheets=False).site
    return view.items[0].sums


def told(view):
    return [(each.label, each.exact, each.entries) for each in view.sums]


def rows(*cells):
    return [{"用途": name, "金额": amount} for name, amount in cells]


def test_years_are_added_up_exactly_and_the_oldest_comes_first():
    (view,) = sums_of(
        paid(1, "1,250.10", "2026-03-01"), paid(2, "0.20", "2026-04-01"), paid(3, "999.95")
    )
    assert (view.name, view.by) == ("收缴金额", "year")
    assert told(view) == [("2025", "999.95", 1), ("2026", "1250.30", 2)]
    assert [each.value for each in view.sums] == ["999.95", "1,250.30"]
    assert [each.share for each in view.sums] == [pytest.approx(999.95 / 1250.30), 1]


def test_a_period_says_which_year_it_is_of():
    (view,) = sums_of(
        paid(1, "10", "2026-01-10", period="2025-Q4"), paid(2, "20", "2026-04-10", period="2026-Q1")
    )
    assert told(view) == [("2025", "10", 1), ("2026", "20", 1)]


def test_one_year_is_told_by_its_periods_or_else_its_months():
    (view,) = sums_of(paid(1, "10", period="2026-Q1"), paid(2, "20", period="2026-Q2"))
    assert (view.by, told(view)) == ("period", [("2026-Q1", "10", 1), ("2026-Q2", "20", 1)])
    (view,) = sums_of(paid(1, "10", "2026-03-01"), paid(2, "20", "2026-05-01"))
    assert (view.by, told(view)) == ("month", [("2026-03", "10", 1), ("2026-05", "20", 1)])


def test_fewer_than_two_sums_show_nothing():
    assert sums_of() == ()
    assert sums_of(paid(1, "10")) == ()
    assert sums_of(paid(1, "10"), paid(2, "20")) == ()


def test_what_no_longer_holds_is_not_added_up():
    (view,) = sums_of(
        paid(1, "10"),
        paid(2, "1000", "2026-01-05"),
        paid(3, "20", "2026-01-10", corrects="2026-0002"),
        paid(4, "5000", "2026-02-01", withdrawn=Withdrawal(on=date(2026, 2, 2), reason="误")),
    )
    assert told(view) == [("2025", "10", 1), ("2026", "20", 1)]


def test_of_stages_the_newest_counts():
    before = StageOf(name="事前")
    after = StageOf(of="2026-0002", name="事后")
    (view,) = sums_of(
        paid(1, "10"),
        paid(2, "100", "2026-01-05", stage=before),
        paid(3, "95", "2026-06-05", stage=after),
    )
    assert told(view) == [("2025", "10", 1), ("2026", "95", 1)]


def test_a_year_and_its_quarters_are_not_added_together():
    (view,) = sums_of(
        paid(1, "40", period="2025"),
        paid(2, "10", period="2026"),
        paid(3, "4", "2026-02-01", period="2026-Q1"),
        paid(4, "6", "2026-03-01", period="2026-Q2"),
    )
    assert told(view) == [("2025", "40", 1), ("2026", "10", 1)]


def test_a_table_is_told_by_its_total_or_else_by_its_plain_rows():
    whole = rows(("甲", "1"), ("乙", "2"), ("合计", "3.00"))
    parts = rows(("甲", "1.5"), ("小计", "1.5"), ("乙", "2"))
    (view,) = sums_of(paid(1, whole), paid(2, parts, "2026-01-01"))
    assert view.name == "明细 · 金额"
    assert told(view) == [("2025", "3.00", 1), ("2026", "3.5", 1)]


def test_a_total_beside_its_table_is_told_once():
    both = [
        paid(n, amount, day, elements={"收缴金额": amount, "明细": rows(("甲", amount))})
        for n, (amount, day) in enumerate((("7", "2025-01-01"), ("8", "2026-01-01")), start=1)
    ]
    assert [view.name for view in sums_of(*both)] == ["收缴金额"]


def test_a_table_without_a_total_column_of_money_is_left_out():
    plain = replace(TABLE, total=None)
    norm = replace(NORM, elements=(plain,))
    entries = (paid(1, rows(("甲", "1"))), paid(2, rows(("甲", "2")), "2026-01-01"))
    assert sums_of(*entries, norm=norm) == ()


def test_what_is_not_for_society_is_not_added_up():
    (view,) = sums_of(
        paid(1, "10"), paid(2, "20", "2026-01-01"), paid(3, "7777", "2026-01-01", unit="offline")
    )
    assert told(view) == [("2025", "10", 1), ("2026", "20", 1)]


@given(st.lists(st.decimals("-1e9", "1e9", places=2), min_size=2, max_size=8))
def test_no_cent_is_lost(amounts):
    entries = [
        paid(n, f"{amount:f}", f"{2018 + n % 8}-05-01") for n, amount in enumerate(amounts, start=1)
    ]
    (view,) = sums_of(*entries)
    assert sum(Decimal(each.exact) for each in view.sums) == sum(amounts)
    assert sum(each.entries for each in view.sums) == len(amounts)
    assert all(-1 <= each.share <= 1 for each in view.sums)


def test_the_chart_has_a_title_a_description_and_a_table_twin():
    templates = Templates((LAYOUTS,), words())
    (page,) = (
        each.content.decode()
        for each in pages.pages(sample.site(), templates)
        if each.path == "catalogue/C-03/index.html"
    )
    drawn = re.findall(r"<svg role=.*?</svg>", page, re.DOTALL)
    assert len(drawn) == len(sample.SUMS)
    for number, (text, view) in enumerate(zip(drawn, sample.SUMS, strict=True), start=1):
        svg = etree.fromstring(text)
        labels = svg.get("aria-labelledby").split()
        assert labels == [f"sums-{number}-title", f"sums-{number}-desc"]
        assert all(svg.xpath(f'string(//*[@id="{name}"])') for name in labels)
        widths = [float(each.get("width")) for each in svg.iter("rect")]
        assert len(widths) == len([each for each in view.sums if each.share])
        assert max(widths) == 356
        for each in view.sums:
            assert f'<td class="right">{each.value}</td>' in page
    others = [
        each.content.decode()
        for each in pages.pages(sample.site(), templates)
        if each.path.startswith("catalogue/")
        and "C-03" not in each.path
        and each.path.endswith("l")
    ]
    assert not [text for text in others if 'id="money"' in text]


def test_every_drawing_of_the_site_has_a_title_and_a_description():
    templates = Templates((LAYOUTS,), words())
    count = 0
    # A code on a screen is no drawing: its title says all.
    shown = (e for e in pages.pages(sample.site(), templates) if "/kiosk/" not in e.path)
    for page in shown:
        text = page.content.decode("utf-8", "ignore")
        for found in re.findall(r'<svg[^>]*role="img".*?</svg>', text, re.DOTALL):
            svg = etree.fromstring(found)
            assert "aria-label" not in svg.attrib, page.path
            assert svg.findtext("title").strip(), page.path
            assert svg.findtext("desc").strip(), page.path
            count += 1
    assert count > 10
