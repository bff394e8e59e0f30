"""Taking part: what a reader can do, how what came in was answered, and what may be asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from dispatch.clock.workdays import calendar_of
from dispatch.ledger.account import account_of
from dispatch.ledger.answers import answer_due
from dispatch.ledger.answers import days_worked
from dispatch.ledger.turning import turning
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Kind
from dispatch.model.catalogue import ObjectionRule
from dispatch.model.catalogue import OnRequest
from dispatch.model.config import CalendarConfig
from dispatch.model.config import Config
from dispatch.model.config import ContactConfig
from dispatch.model.config import SiteConfig
from dispatch.model.entry import Contact
from dispatch.model.entry import Withdrawal
from dispatch.model.record import Answer
from dispatch.model.record import Feedback
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.values import Scope
from dispatch.planning.plan import plan
from dispatch.planning.scope import public_part
from dispatch.rendering import pages
from dispatch.rendering import sitemaps
from dispatch.rendering.policy import policy
from dispatch.rendering.templates import Templates
from tests.conftest import ROOT
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import notice
from tests.nouns import site
from tests.nouns import words

FIVE = Duration(count=5, unit=DurationUnit.WORKING_DAY)
TEN = Duration(count=10, unit=DurationUnit.WORKING_DAY)
ANSWERED = ObjectionRule(answer=FIVE)
ASKED = OnRequest(within=TEN, extend=TEN)
CATALOGUE = Catalogue(
    items=(
        item("N-1", kind=Kind.NOTICE, objections=ANSWERED),
        item("E-1", objections=ANSWERED),
        item("E-2"),
        item("R-1", limit=ASKED, scope=Scope.GROUP, note="只答复申请人本人"),
    )
)
CONTACTS = (
    Contact(purpose="supervision", office="机关纪委", phone="0000-0000012"),
    Contact(purpose="objections", office="组织科", phone="0000-0000014"),
)
CHINA = calendar_of(CalendarConfig())[0]


def opinion(received, answered=None, **given):
    answer = Answer(on=answered, by="clerk", text="已办") if answered else None
    values = {"received": received, "channel": "box", "text": "问", "public": True}
    return Feedback(**(values | {"answered": answer} | given))


def view_of(*entries, day=TODAY, **given):
    whole = site(*entries, **({"catalogue": CATALOGUE} | given))
    return plan(account_of(whole, day), words(), sheets=False).site


@cache
def layouts():
    return Templates((ROOT / "layouts",), words())


def page(view, path):
    made = {each.path: each.content for each in pages.pages(view, layouts())}
    return made[f"{path}index.html"].decode()


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 10, 11), "later"),
        (date(2026, 10, 12), "open"),
        (date(2026, 10, 16), "open"),
        (date(2026, 10, 17), "over"),
    ],
)
def test_an_objection_is_possible_from_the_first_to_the_last_day(day, state):
    shown = entry(
        1, "N-1", notice=notice(date(2026, 10, 12), date(2026, 10, 16)), contacts=CONTACTS
    )
    can = view_of(shown, day=day).entries[0].recourse
    assert can.state == state
    assert (can.answer.count, can.answer.unit) == (5, "working-day")
    # Whoever objects on Friday the 16th has an answer by Friday the 23rd: the first day is out.
    assert can.answer_by == date(2026, 10, 23)
    assert [each.office for each in can.to] == ["组织科"]
    assert [each.office for each in can.above] == ["机关纪委"]


def test_a_holiday_moves_the_answer_and_an_unknown_year_names_no_day():
    before = entry(1, "N-1", notice=notice(date(2026, 9, 24), date(2026, 9, 30)))
    # From the first to the seventh of October nobody works; Saturday the tenth is made up.
    assert view_of(before).entries[0].recourse.answer_by == date(2026, 10, 13)
    later = entry(1, "N-1", notice=notice(date(2026, 12, 24), date(2026, 12, 31)))
    assert view_of(later).entries[0].recourse.answer_by is None


def test_a_statement_tells_what_the_item_gives_and_no_more():
    shown = view_of(entry(1, "E-1"), entry(2, "E-2")).entries
    found = {each.row.id: each.recourse for each in shown}
    assert {each.state for each in found.values()} == {"statement"}
    assert found["2026-0001"].answer.count == 5
    assert found["2026-0002"].answer is None
    assert found["2026-0001"].to == ()


def test_what_no_longer_holds_is_not_to_be_objected_to():
    gone = Withdrawal(on=date(2026, 10, 9), reason="误发")
    shown = view_of(entry(1, withdrawn=gone), entry(2), entry(3, supersedes="2026-0002")).entries
    assert {each.row.id for each in shown if each.recourse is not None} == {"2026-0003"}


def test_the_page_of_an_entry_says_it_and_leads_to_its_form():
    shown = entry(
        1, "N-1", notice=notice(date(2026, 11, 19), date(2026, 11, 26)), contacts=CONTACTS
    )
    text = page(view_of(shown), "entries/2026/2026-0001/")
    block = text[text.index('class="recourse"') :]
    assert "2026年11月26日</time>前（含当日）反映" in block
    assert "收到后5个工作日内答复" in block
    assert "民法典第二百零一条" in block
    assert "机关纪委" in block
    assert 'href="../../../feedback/form/?entry=2026-0001"' in block


def test_the_desk_of_the_site_stands_in_for_contacts():
    contact = ContactConfig(office="党务公开办公室", mail="a@example.gov.cn", phone="0000-0000011")
    config = Config(site=SiteConfig(title="公开", contact=contact))
    (can,) = (each.recourse for each in view_of(entry(1), config=config).entries)
    assert [(each.office, each.mail) for each in can.to] == [("党务公开办公室", "a@example.gov.cn")]


def test_answers_are_counted_as_the_law_counts():
    # Friday to Monday is one working day; the week of the first of October has none.
    assert days_worked(date(2026, 10, 16), date(2026, 10, 19), CHINA) == 1
    assert days_worked(date(2026, 9, 30), date(2026, 10, 7), CHINA) == 0
    assert days_worked(date(2026, 10, 8), date(2026, 10, 10), CHINA) == 2
    assert days_worked(date(2026, 12, 30), date(2027, 1, 5), CHINA) is None


def test_the_figures_are_those_of_the_records():
    records = (
        opinion(date(2026, 10, 12), date(2026, 10, 13), about="2026-0001"),
        opinion(date(2026, 10, 12), date(2026, 10, 15), about="2026-0001"),
        opinion(date(2026, 10, 12), date(2026, 10, 22), about="2026-0001"),  # late: by the 19th
        opinion(date(2026, 10, 12), about="2026-0001"),  # overdue
        opinion(date(2026, 11, 20), about="2026-0001"),  # in time still
        opinion(date(2025, 12, 1), unit="offline"),  # no item says by when
        opinion(date(2026, 10, 12), about="2026-0001", public=False),
    )
    taking = view_of(entry(1), feedback=records).taking
    whole = taking.whole
    assert (whole.came, whole.answered, whole.waiting) == (6, 3, 3)
    assert (whole.late, whole.overdue) == (1, 1)
    assert (whole.median, whole.longest) == ("3", 8)
    assert [(each.name, each.came) for each in taking.years] == [("2026", 5), ("2025", 1)]
    assert [(each.name, each.came) for each in taking.units] == [
        ("第一党支部", 5),
        ("第二党支部", 1),
    ]
    assert sum(count for _, count in taking.spread) == 3
    assert dict(taking.spread)[8] == 1


def test_half_a_day_is_told_and_nothing_is_no_day():
    two = (
        opinion(date(2026, 10, 12), date(2026, 10, 13)),
        opinion(date(2026, 10, 12), date(2026, 10, 14)),
    )
    assert view_of(feedback=two).taking.whole.median == "1.5"
    nothing = view_of().taking
    assert (nothing.whole.median, nothing.whole.longest, nothing.spread) == ("", None, ())
    assert "还没有可以公开的意见" in page(view_of(), "feedback/")


def application(received, answered=None, **given):
    return opinion(received, answered, request="R-1", channel="visit", **given)


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ({}, date(2026, 6, 30)),
        ({"accepted": date(2026, 6, 17)}, date(2026, 7, 2)),
        ({"extended": date(2026, 6, 29)}, date(2026, 7, 14)),
        ({"extended": date(2026, 7, 2)}, date(2026, 6, 30)),
    ],
)
def test_an_application_is_answered_as_its_item_says(given, due):
    # The nineteenth is the Dragon Boat Festival. Approved too late, more time counts for nothing.
    record = application(date(2026, 6, 15), **given)
    assert answer_due(record, CATALOGUE.items[3], CHINA).day == due


def test_an_item_without_a_rule_sets_no_day():
    assert answer_due(opinion(date(2026, 6, 15)), CATALOGUE.items[2], CHINA) is None
    assert answer_due(application(date(2026, 6, 15)), CATALOGUE.items[1], CHINA) is None
    assert answer_due(opinion(date(2026, 6, 15)), None, CHINA) is None


def test_the_register_tells_applications_and_opinions_do_not():
    records = (
        application(date(2026, 6, 15), date(2026, 6, 29), outcome="granted"),
        application(date(2026, 11, 16)),
        application(date(2026, 11, 17), public=False, text="不公开的申请"),
        opinion(date(2026, 10, 12), date(2026, 10, 13)),
    )
    view = view_of(feedback=records)
    assert view.taking.whole.came == len(view.feedback) == 1
    assert [each.received.day for each in view.taking.requests] == [16, 15]
    assert view.taking.applied.came == 2
    text = page(view, "requests/")
    assert "予以公开" in text
    assert "不公开的申请" not in text
    assert "只答复申请人本人" in text
    assert "与事项有关的人" in text


def test_a_site_without_such_items_has_no_such_pages():
    view = view_of(catalogue=Catalogue(items=CATALOGUE.items[:3]))
    made = {each.path for each in pages.pages(view, layouts())}
    assert "feedback/form/index.html" in made
    assert not [path for path in made if path.startswith("requests/")]
    assert 'href="../requests/"' not in page(view, "feedback/")


def test_every_new_page_is_in_the_map():
    (found,) = (
        each for each in sitemaps.sitemaps(view_of(), layouts()) if each.path == "sitemap.xml"
    )
    for path in ("feedback/form/", "requests/", "requests/form/"):
        assert f"https://example.org/dwgk/{path}</loc>" in found.content.decode()


def test_what_is_to_come_is_not_told():
    record = application(
        date(2026, 11, 16),
        date(2026, 11, 24),
        outcome="refused",
        accepted=date(2026, 11, 24),
        extended=date(2026, 11, 25),
    )
    (shown,) = public_part(site(catalogue=CATALOGUE, feedback=(record,)), TODAY).feedback
    assert (shown.answered, shown.outcome, shown.accepted, shown.extended) == (None,) * 4


def test_the_day_after_the_last_is_a_turning_day():
    records = (opinion(date(2026, 11, 20), about="2026-0001"),)
    whole = site(entry(1), catalogue=CATALOGUE, feedback=records)
    (turn,) = turning(account_of(whole, TODAY))
    assert (turn.day, turn.what, turn.entry) == (date(2026, 11, 28), "answer-overdue", "2026-0001")
    late = {
        day: view_of(entry(1), day=day, feedback=records).feedback[0].late
        for day in (date(2026, 11, 27), date(2026, 11, 28))
    }
    assert list(late.values()) == [False, True]


REQUEST_ITEM = """\
  - code: Z-01
    category: [依申请公开]
    title: 申请公开事项
    kind: statement
    limit: {type: on-request, within: {count: 10, unit: working-day}}
    scope: group
    channels: [document]
    responsible: {first: secretary, assigned: secretary, executing: office}
    units: [branch-1]
"""


def with_request(make_root, record):
    root = make_root({"content/feedback/2026-requests.yaml": record})
    catalogue = root / "content/catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8").rstrip("\n")
    catalogue.write_text(f"{text}\n{REQUEST_ITEM}", encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("{received: 2026-11-20, channel: visit, text: 申请, request: Z-01}", "T012"),
        ("{received: 2026-10-08, channel: visit, text: 申请, request: Z-01}", "T012"),
        ("{received: 2026-11-20, channel: visit, text: 申请, request: Z-02}", "I004"),
        ("{received: 2026-11-20, channel: visit, text: 申请, request: Z-01, outcome: given}", "S"),
    ],
)
def test_a_record_of_an_application_is_checked(make_root, run, record, told):
    root = with_request(make_root, f"- {record}\n")
    _, out, _ = run("check", "--as-of", "2026-11-23", root=root)
    found = [line for line in out.splitlines() if "2026-requests.yaml" in line]
    assert found
    assert all(f"[{told}" in line for line in found)
    if told == "T012":
        assert "目录 Z-01" in found[0]


def test_forms_go_where_config_says_and_nowhere_else():
    nobody = page(view_of(), "feedback/form/")
    assert 'action="#"' in nobody
    assert "mailto:" not in nobody.partition("<main")[2].partition("</main")[0]
    contact = ContactConfig(mail="a@example.gov.cn")
    mailed = Config(site=SiteConfig(title="公开", contact=contact))
    text = page(view_of(config=mailed), "feedback/form/")
    assert 'action="mailto:a@example.gov.cn" enctype="text/plain"' in text
    sent = replace(mailed, site=replace(mailed.site, endpoint="https://forms.example.cn/in?a=1"))
    view = view_of(config=sent)
    for path in ("feedback/form/", "requests/form/"):
        text = page(view, path)
        assert 'action="https://forms.example.cn/in?a=1"' in text
        assert "application/x-www-form-urlencoded" in text
        assert "form-action &#39;self&#39; mailto: https://forms.example.cn" in text
        assert 'name="website" type="text" tabindex="-1" autocomplete="off"' in text
        assert 'name="token" value=""' in text


def test_the_policy_lets_forms_go_to_one_more_host():
    assert "form-action 'self' mailto:;" in policy("")
    assert "form-action 'self' mailto: https://a.example:8443;" in policy(
        "https://a.example:8443/x"
    )


@pytest.mark.parametrize("wrong", ["http://a.example/", "https://a.example/'x", "https://a b/"])
def test_an_endpoint_is_a_secure_address(make_root, run, wrong):
    root = make_root()
    config = root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace("{title: 样例", f'{{endpoint: "{wrong}", title: 样例'), encoding="utf-8"
    )
    code, out, _ = run("check", root=root)
    assert code == 1
    assert "endpoint" in out
