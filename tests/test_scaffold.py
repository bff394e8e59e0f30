"""Entries to fill in: they read as they are, claim nothing that is not so, and replace nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.front.scaffold import EntryExistsError
from dispatch.front.scaffold import EntryOutsideError
from dispatch.front.scaffold import scaffold
from dispatch.front.scaffold import write_new
from dispatch.ground import files
from dispatch.ground import messages
from dispatch.ground.source import Source
from dispatch.ledger.account import account_of
from dispatch.model.catalogue import Column
from dispatch.model.catalogue import Element
from dispatch.model.catalogue import ElementType
from dispatch.model.catalogue import Kind
from dispatch.model.elements import typed
from dispatch.planning.drafts import last_period
from dispatch.planning.drafts import next_id
from dispatch.publishing.base import OutputNotWritableError
from dispatch.reading import loader
from dispatch.reading import parser

REPOSITORY = Path(__file__).parent.parent
WORDS = messages.load((REPOSITORY / "layouts/locale",), "zh-Hans")
TODAY = date(2026, 11, 23)
SITE, _ = loader.load(REPOSITORY)
CODES = sorted(SITE.items)
EXAMPLES = {
    "number": "12.5",
    "integer": "38",
    "money": "1,250.00",
    "percent": "85.5%",
    "date": "2026-01-05",
    "phone": "0000-0000000",
}


def make(code="C-03", unit=None, day=TODAY, words=WORDS, site=SITE, **changes):
    """The text of a draft, and the entry that it reads as."""
    item = replace(SITE.items[code], **changes)
    path, text = scaffold(site, item, unit=unit or item.units[0], day=day, messages=words)
    source, found = files.source_of(path, text.encode())
    assert found == ()
    entry, found = parser.parse(source)
    assert found == ()
    return text, entry


def uncommented(text, start):
    """The text with the line that begins so put to use, as its comment says."""
    changed, count = re.subn(rf"^( *)# ({re.escape(start)})", r"\1\2", text, flags=re.MULTILINE)
    assert count == 1, start
    entry, found = parser.parse(Source(path="e.md", text=changed, digest=""))
    assert found == ()
    return entry


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_item_of_the_bureau_in_every_language(code, language):
    words = messages.load((REPOSITORY / "layouts/locale",), language)
    item = SITE.items[code]
    for unit in item.units:
        text, entry = make(code, unit, words=words)
        assert entry.draft
        assert (entry.item, entry.unit) == (code, unit)
        assert (entry.notice is not None) is (item.kind is Kind.NOTICE)
        assert not re.search(r"\{\w+\}", text), "a place that nobody filled"
        required = [each.name for each in item.elements if each.required]
        assert list(entry.elements) == required
        for element in item.elements:
            raw = entry.elements.get(element.name)
            assert raw is None or typed(element, raw)[1] == ()


@pytest.mark.parametrize("code", CODES)
def test_what_the_rules_say_of_a_draft_is_no_error(code):
    rules = pytest.importorskip("dispatch.rules")
    _, entry = make(code)
    item = replace(entry, boards=None)
    path = entry.origin.path
    source = Source(path=path, text=make(code)[0], digest="")
    site = replace(SITE, entries=(*SITE.entries, item), sources={**SITE.sources, path: source})
    found = [each for each in rules.check(account_of(site, TODAY)) if each.place.path == path]
    assert [each for each in found if each.severity.word == "error"] == []


def test_a_quarterly_item_is_about_the_quarter_that_ended():
    text, entry = make("C-03")
    assert entry.period.text == "2026-Q3"
    assert entry.formed == date(2026, 9, 30)
    assert entry.published == TODAY
    assert entry.title == "第一党支部2026年第三季度党费收缴、使用和管理情况"
    assert text.index("应缴人数") < text.index("期末结余")
    assert "收缴金额:  # 金额，如 1,250.00\n" in text
    assert entry.elements["支出明细"] == [
        {"用途": None, "金额": None},
        {"用途": "合计", "金额": None},
    ]


@pytest.mark.parametrize(
    ("every", "day", "text"),
    [
        ("month", date(2026, 11, 23), "2026-10"),
        ("month", date(2026, 1, 1), "2025-12"),
        ("quarter", date(2026, 11, 23), "2026-Q3"),
        ("quarter", date(2026, 10, 1), "2026-Q3"),
        ("quarter", date(2026, 9, 30), "2026-Q2"),
        ("quarter", date(2026, 3, 31), "2025-Q4"),
        ("half-year", date(2026, 11, 23), "2026-H1"),
        ("half-year", date(2026, 6, 30), "2025-H2"),
        ("year", date(2026, 11, 23), "2025"),
    ],
)
def test_the_last_period(every, day, text):
    assert last_period(every, day).text == text


@given(st.sampled_from(["month", "quarter", "half-year", "year"]), st.dates(date(3, 1, 1)))
def test_the_last_period_has_ended_and_the_next_has_not(every, day):
    period = last_period(every, day)
    assert period.every == every
    assert period.last < day
    following = last_period(every, period.last)
    assert (period.first - following.last).days == 1
    assert (day - period.last).days <= (period.last - period.first).days + 5


def test_the_steps_are_for_those_who_hold_the_roles_and_only_the_first_is_taken():
    text, entry = make("C-03", "branch-2")
    assert entry.procedure.proposed.by == "liaison-2"
    assert entry.procedure.reviewed is None
    assert entry.procedure.approved is None
    assert uncommented(text, "reviewed:").procedure.reviewed.by == "office-director"
    assert uncommented(text, "approved:").procedure.approved.by == "branch-2-secretary"
    assert make("E-01")[1].procedure.proposed.by == "hr-head"
    assert make("F-01")[1].procedure.proposed.by == "disclosure-clerk"


def test_without_roles_and_people_nothing_is_claimed():
    bare = replace(SITE.organisation, people=(), roles=None, liaisons={}, leading_group=None)
    text, entry = make(site=replace(SITE, organisation=bare))
    assert entry.procedure is None
    assert "# procedure:" in text


@pytest.mark.parametrize("code", ["C-02", "E-01"])
def test_a_notice_has_its_period_contacts_and_closing_words(code):
    text, entry = make(code)
    assert (entry.notice.days, entry.notice.unit.value) == (5, "working-day")
    assert (entry.notice.first, entry.notice.last) == (TODAY, date(2026, 11, 30))
    assert [each.purpose for each in entry.contacts] == ["objections", "supervision"]
    assert "公示期为5个工作日，自2026年11月23日起至2026年11月30日止。" in text
    assert text.endswith("特此公示。\n")


def test_local_days_off_make_a_notice_longer_and_working_saturdays_shorter():
    calendar = replace(
        SITE.config.calendar, closures=(date(2026, 11, 24),), working=(date(2026, 11, 28),)
    )
    site = replace(SITE, config=replace(SITE.config, calendar=calendar))
    assert make("E-01", site=site)[1].notice.last == date(2026, 11, 30)


def test_a_collective_decision_is_not_made_up():
    text, entry = make("A-01")
    assert entry.decision is None
    assert uncommented(text, "decision:").decision.on == TODAY


def test_a_staged_item_begins_with_its_first_stage():
    text, entry = make("A-06")
    assert entry.stage.name == "事前"
    assert "事前、事中、事后" in text
    assert "完成投资" not in entry.elements
    assert "完成投资" in uncommented(text, "完成投资:").elements


@pytest.mark.parametrize("start", ["number:", "posting:", "attachments:"])
def test_what_is_kept_in_reserve_reads_when_it_is_put_to_use(start):
    assert uncommented(make("A-01")[0], start) is not None


@pytest.mark.parametrize(
    ("code", "name"), [("F-01", "办理流程"), ("F-01", "所需材料"), ("A-05", "责任目标")]
)
@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_examples_are_good_when_they_are_put_to_use(code, name, language):
    words = messages.load((REPOSITORY / "layouts/locale",), language)
    lines = make(code, words=words)[0].split("\n")
    start = next(n for n, line in enumerate(lines) if line.strip().startswith(f"{name}:"))
    while lines[start := start + 1].startswith("    # - "):
        lines[start] = lines[start].replace("# ", "", 1)
    entry, found = parser.parse(Source(path="e.md", text="\n".join(lines), digest=""))
    assert found == ()
    value, wrong = typed(SITE.items[code].element(name), entry.elements[name])
    assert wrong == ()
    assert value.steps or value.targets or value.items


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_help_for_each_type_is_an_example_of_it(language):
    words = messages.load((REPOSITORY / "layouts/locale",), language)
    assert all(words.has(f"new.help.{kind.value}") for kind in ElementType)
    for kind, example in EXAMPLES.items():
        assert example in words.text(f"new.help.{kind}")
        assert typed(Element(name="x", type=ElementType(kind)), example)[1] == ()


def test_both_languages_have_the_same_words():
    english = messages.load((REPOSITORY / "layouts/locale",), "en")
    for top in ("serve.", "new.", "schema.file.", "schema.pattern."):
        keys = [{key for key in each.texts if key.startswith(top)} for each in (WORDS, english)]
        assert keys[0] == keys[1]
        assert keys[0]


names = st.text(min_size=1, max_size=30).filter(
    lambda text: (
        text.strip() == text
        and text != "<<"
        and files.source_of("x", text.encode(errors="replace"))[0]
    )
)


@settings(max_examples=200, deadline=None)
@given(st.lists(names, min_size=1, max_size=4, unique=True), names, names)
def test_any_names_are_written_so_that_they_read_the_same(elements, title, note):
    columns = tuple(Column(name=name, type="text") for name in elements)
    _, entry = make(
        title=title,
        note=note,
        elements=(
            *(Element(name=name, note=note) for name in elements),
            Element(name="表", type=ElementType.TABLE, columns=columns, total=None),
        ),
    )
    assert set(entry.elements) == {*elements, "表"}
    if "表" not in elements:
        assert entry.elements["表"] == [dict.fromkeys(elements)]
    assert entry.title.endswith(title)


def test_ids_go_on_after_the_last_even_after_files_that_could_not_be_read():
    assert next_id(replace(SITE, entries=(), sources={}), 2026) == "2026-0001"
    assert next_id(SITE, 2027) == "2027-0001"
    last = max(entry.id for entry in SITE.entries if entry.year == "2026")
    assert next_id(SITE, 2026) == f"2026-{int(last[5:]) + 1:04}"
    path = "content/entries/2026/2026-12345-broken.md"
    broken = {**SITE.sources, path: Source(path=path, text="", digest="")}
    assert next_id(replace(SITE, sources=broken), 2026) == "2026-12346"


def test_writing_makes_the_folders_and_never_replaces(tmp_path):
    path, text = scaffold(SITE, SITE.items["C-03"], unit="branch-1", day=TODAY, messages=WORDS)
    place = write_new(tmp_path, path, text)
    assert place == tmp_path / path
    assert place.read_bytes() == text.encode()
    with pytest.raises(EntryExistsError):
        write_new(tmp_path, path, "other")
    assert place.read_bytes() == text.encode()
    place.unlink()
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EntryExistsError):
        write_new(tmp_path, path, text)
    assert not (tmp_path / "elsewhere").exists()


def test_writing_does_not_leave_the_root(tmp_path):
    (tmp_path / "outside").mkdir()
    root = tmp_path / "root"
    (root / "content/entries").mkdir(parents=True)
    (root / "content/entries/2026").symlink_to(tmp_path / "outside")
    with pytest.raises(EntryOutsideError):
        write_new(root, "content/entries/2026/2026-0001.md", "x")
    assert list((tmp_path / "outside").iterdir()) == []


def test_where_the_system_refuses_it_says_so(tmp_path):
    (tmp_path / "content").write_text("", encoding="utf-8")
    with pytest.raises(OutputNotWritableError):
        write_new(tmp_path, "content/entries/2026/2026-0001.md", "x")


def test_a_full_disk_leaves_no_half_of_an_entry(tmp_path):
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(OutputNotWritableError):
            write_new(tmp_path, "content/entries/2026/2026-0001.md", "x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert not (tmp_path / "content/entries/2026/2026-0001.md").exists()
