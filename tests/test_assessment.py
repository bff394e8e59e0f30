"""考核结果: the page of the scores, which is there only where config.yaml says so."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.front.cli import main
from dispatch.ledger.account import account_of
from dispatch.ledger.duties import Reach
from dispatch.ledger.turning import turning
from dispatch.model.catalogue import Catalogue
from dispatch.model.catalogue import Periodic
from dispatch.model.config import AssessmentConfig
from dispatch.model.config import Config
from dispatch.model.config import Criterion
from dispatch.model.config import SiteConfig
from dispatch.model.record import Act
from dispatch.model.record import Feedback
from dispatch.model.record import Oversight
from dispatch.model.record import Posting
from dispatch.model.values import Channel
from dispatch.model.values import Scope
from dispatch.model.values import period_of
from dispatch.planning.plan import plan
from dispatch.planning.score import scores
from dispatch.planning.score.page import LISTED
from dispatch.reading.loader import load
from tests.conftest import ROOT
from tests.leaks import readings
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import site
from tests.nouns import words

H1 = period_of("2026-H1")
QUARTERLY = Periodic(every="quarter", month=1, day=15)
CATALOGUE = Catalogue(
    items=(
        item("A-1", limit=QUARTERLY),
        item("U-1", limit=QUARTERLY, scope=Scope.UNIT, channels=(Channel.BOARD,)),
    )
)
SHEET = AssessmentConfig(
    title="半年考核",
    criteria=(
        Criterion(name="公开率", points="30", measure="coverage"),
        Criterion(name="及时率", points="20", measure="timeliness", per_day="0.5"),
        Criterion(name="空白月", points="10", measure="blank-months"),
        Criterion(name="张贴", points="10", measure="postings"),
        Criterion(name="意见", points="10", measure="objections"),
        Criterion(name="整改", points="10", measure="oversight"),
        Criterion(name="评议", points="10", measure="mark"),
    ),
    grades={"合格": "60", "优秀": "90"},
    commend_from="95",
    public=True,
)


def configured(sheet=SHEET):
    return Config(site=SiteConfig(title="公开"), assessment=sheet)


def bureau_of(*entries, sheet=SHEET, **given):
    return site(*entries, catalogue=CATALOGUE, config=configured(sheet), **given)


def page_of(whole, day=TODAY):
    return plan(account_of(whole, day), words(), sheets=False).site.assessment


def of_unit(view, name="第一党支部"):
    unit = next(each for each in view.spans[0].units if each.unit.text == name)
    return unit, {line.name: line for line in unit.lines}


def texts(value):
    """Yield every text of a view."""
    if is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    else:
        yield str(value)


def posted(name):
    return Posting(entry=name, board="hall", up=Act(on=date(2026, 4, 9), by="keeper"))


def finding(title, *, public):
    return Oversight(
        kind="inspection",
        on=date(2026, 3, 2),
        by="head",
        unit="online",
        finding="问题",
        title=title,
        due=date(2026, 3, 9),
        public=public,
    )


def mark(points, *, public, unit="online", said="评语"):
    return Oversight(
        kind="assessment",
        on=date(2026, 7, 8),
        by="head",
        unit=unit,
        finding=said,
        title=f"{said}的题目",
        span=H1,
        marks={"评议": points},
        public=public,
    )


EVEN = replace(SHEET, criteria=SHEET.criteria[-1:])
START = entry(3, "A-1", period="2025-Q3", published=date(2025, 12, 1))
LATE = entry(1, "A-1", period="2025-Q4", published=date(2026, 1, 20), title="公开的晚件")
SECRET = entry(970001, "U-1", period="2025-Q4", published=date(2026, 1, 20), title="内部的晚件")
ASKED = Feedback(received=date(2026, 3, 2), channel="box", text="问", unit="online")
RECORDS = {
    "postings": (posted("2026-0001"), posted("2026-970001")),
    "feedback": (replace(ASKED, public=True), ASKED, replace(ASKED, about="2026-970001")),
    "oversight": (
        finding("公开的问题", public=True),
        finding("内部的问题", public=False),
        mark("8", public=True, said="公开评语"),
        mark("7", public=False, unit="offline", said="内部评语"),
    ),
}


def test_what_is_public_is_told_and_the_rest_is_a_number():
    unit, lines = of_unit(page_of(bureau_of(START, LATE, SECRET, **RECORDS)))
    # Due: two items for 2025-Q4 and for 2026-Q1; the first are late, the second missing.
    assert (lines["公开率"].good, lines["公开率"].number) == (2, 4)
    assert [each.about.path for each in lines["公开率"].traces] == ["catalogue/A-1/"]
    assert (lines["公开率"].hidden, lines["公开率"].hidden_lost) == (1, "7.50")
    late, missing = lines["及时率"].traces
    assert (late.about.text, late.about.path) == ("公开的晚件", "entries/2026/2026-0001/")
    assert "2026年1月15日" in late.why
    assert missing.about.path == "catalogue/A-1/"
    assert lines["及时率"].hidden == 2
    assert [each.about.text for each in lines["张贴"].traces] == ["公开的晚件"]
    assert lines["张贴"].hidden == 1
    assert (len(lines["意见"].traces), lines["意见"].hidden) == (1, 2)
    assert [each.about.text for each in lines["整改"].traces] == ["公开的问题"]
    assert lines["整改"].hidden == 1
    assert [(each.lost, each.said) for each in lines["评议"].traces] == [("2.00", "公开评语")]
    assert (unit.rank, unit.tied) == (2, False)


def test_nothing_hidden_is_named_anywhere_on_the_page():
    view = page_of(bureau_of(LATE, SECRET, **RECORDS))
    _, lines = of_unit(view, "第二党支部")
    assert (lines["评议"].traces, lines["评议"].hidden, lines["评议"].points) == ((), 1, "7.00")
    told = "\n".join(texts(view))
    assert "公开评语" in told
    assert not re.search("内部|970001|U-1", told)


def test_of_two_like_records_no_more_are_told_than_are_public():
    """Three opinions are alike in all but their words; one of them is public."""
    found = (replace(ASKED, public=True), ASKED, ASKED)
    _, lines = of_unit(page_of(bureau_of(LATE, feedback=found)))
    assert (len(lines["意见"].traces), lines["意见"].hidden) == (1, 2)


def test_ranks_ties_and_missing_marks_are_shown_in_their_order():
    marks = (mark("8", public=True), mark("8", public=True, unit="offline"))
    units = page_of(bureau_of(oversight=marks, sheet=EVEN)).spans
    assert units == ()
    view = page_of(bureau_of(START, oversight=marks, sheet=EVEN))
    assert [(each.rank, each.tied) for each in view.spans[0].units] == [(1, True), (1, True)]
    view = page_of(bureau_of(START, oversight=marks[1:], sheet=EVEN))
    assert [(e.unit.text, e.rank, e.complete) for e in view.spans[0].units] == [
        ("第二党支部", 1, True),
        ("第一党支部", 0, False),
    ]


@pytest.mark.parametrize(
    ("first", "spans"),
    [
        ("2026-07-01", []),
        ("2026-06-30", ["2026-H1"]),
        ("2025-07-01", ["2026-H1", "2025-H2"]),
        ("2020-01-01", ["2026-H1", "2025-H2", "2025-H1", "2024-H2", "2024-H1"]),
    ],
)
def test_the_last_span_and_at_most_four_before_it_that_the_record_reaches(first, spans):
    day = date.fromisoformat(first)
    made = page_of(bureau_of(replace(START, published=day, formed=day)))
    assert [each.text for each in made.spans] == spans


def test_no_more_are_told_one_by_one_than_a_page_can_hold():
    found = tuple(replace(ASKED, public=True) for _ in range(LISTED + 5))
    _, lines = of_unit(page_of(bureau_of(START, feedback=found)))
    assert (len(lines["意见"].traces), lines["意见"].more, lines["意见"].hidden) == (LISTED, 5, 0)


def test_only_commendations_of_public_records_are_told():
    honour = mark("8", public=True)
    honour = replace(honour, kind="commendation", marks={}, title="先进支部")
    hidden = replace(honour, title="内部先进", public=False)
    (span,) = page_of(bureau_of(replace(LATE, period=None), oversight=(honour, hidden))).spans
    assert [(unit.text, title) for _, unit, title in span.commendations] == [
        ("第一党支部", "先进支部")
    ]


DAYS = st.dates(date(2026, 1, 1), date(2026, 7, 20))
MADE = st.tuples(
    st.sampled_from(["A-1", "U-1"]),
    st.sampled_from(["2025-Q4", "2026-Q1"]),
    DAYS,
    st.sampled_from(["online", "offline"]),
)


@settings(max_examples=40, deadline=None)
@given(made=st.lists(MADE, max_size=6), points=st.sampled_from(["0", "7.25", "10"]))
def test_the_page_tells_the_points_of_the_whole_and_accounts_for_each(made, points):
    entries = [
        entry(n, code, period=period, published=day, unit=unit)
        for n, (code, period, day, unit) in enumerate(made, start=10)
    ]
    records = RECORDS | {"oversight": (mark(points, public=True), finding("甲", public=False))}
    whole = bureau_of(START, *entries, **records)
    reach = Reach(since=H1.first, until=TODAY)
    expected = {each.unit: each for each in scores(account_of(whole, TODAY, reach), SHEET, H1)}
    for unit in page_of(whole).spans[0].units:
        score = expected[unit.unit.path.split("/")[1]]
        assert (unit.total, unit.rank, unit.grade) == (str(score.total), score.rank, score.grade)
        for line, other in zip(unit.lines, score.lines, strict=True):
            assert (line.points, line.good, line.number) == (
                str(other.points),
                other.good,
                other.number,
            )
            told = sum(Decimal(each.lost) for each in line.traces) + Decimal(line.hidden_lost)
            assert line.note in ("empty", "unmarked") or told == other.of - other.points


def test_a_site_with_public_scores_is_built_every_day():
    account = account_of(bureau_of(START), TODAY)
    assert {turn.what for turn in turning(account)} >= {"assessment"}
    internal = bureau_of(START, sheet=replace(SHEET, public=False))
    assert "assessment" not in {turn.what for turn in turning(account_of(internal, TODAY))}


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """Return the bureau built twice: with its scores public, and without."""
    made = {}
    for name in ("true", "false"):
        root = tmp_path_factory.mktemp(name)
        shutil.copytree(ROOT / "content", root / "content")
        config = (ROOT / "config.yaml").read_text(encoding="utf-8")
        sheet = re.sub(r"\{name: (\S+), points", r"{name: 评分项\1, points", config)
        sheet = sheet.replace("title: 党务公开工作考核", "title: 评分表")
        sheet = sheet.replace("  every:", f"  public: {name}\n  every:")
        (root / "config.yaml").write_text(sheet, encoding="utf-8")
        for path in (root / "content/oversight").glob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("marks: {", "marks: {评分项"), encoding="utf-8")
        done = main(["build", "--root", str(root), "--as-of", "2026-11-23", "--no-sheets"])
        assert done == 0
        made[name] = root / "public"
    return made


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.heavy
def test_internal_scores_are_in_no_file_of_the_site(copies):
    for name, data in files_of(copies["false"]).items():
        found = [t for t in readings(name, data) if re.search("评分项|评分表|oversight/assess", t)]
        assert found == [], name


def test_public_scores_are_on_their_page_and_lead_to_it(copies):
    found = files_of(copies["true"])
    page = found["oversight/assessment/index.html"].decode()
    assert 'href="../oversight/assessment/"' in found["oversight/index.html"].decode()
    assert "https://example.gov.cn/dwgk/oversight/assessment/<" in found["sitemap.xml"].decode()
    whole = account_of_bureau()
    for each in scores(whole, whole.site.config.assessment, H1):
        assert f'<td class="right">{each.total}</td>' in page
    telling = {name for name, data in found.items() if "评分项" in data.decode(errors="ignore")}
    assert telling == {"oversight/assessment/index.html", "data/oversight.json"}


def test_the_page_of_the_bureau_names_no_entry_that_is_not_on_the_site(copies):
    found = files_of(copies["true"])
    page = found["oversight/assessment/index.html"].decode()
    told = set(re.findall(r"2026-0[0-9]{3}", page))
    assert told <= {name for name in told if f"entries/2026/{name}/index.html" in found}
    # The mark of the party group is in a record that is not public.
    assert "工程公示牌一处字迹模糊" not in page
    assert "另有1件不在网上公开，扣1.50分" in page


def account_of_bureau():
    return account_of(load(ROOT)[0], TODAY)
