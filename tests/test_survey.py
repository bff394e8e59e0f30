"""The survey report: every number leads to as many things as it says, and to the right ones."""

from __future__ import annotations

import errno
import os
import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from datetime import timedelta
from functools import cache
from io import BytesIO

import markdown as python_markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dispatch.front import pipeline
from dispatch.front.cli import main
from dispatch.ledger.account import account_of
from dispatch.ledger.duties import totals
from dispatch.ledger.index import index_of
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Stage
from dispatch.model.catalogue import Staged
from dispatch.model.entry import StageOf
from dispatch.model.record import Act
from dispatch.model.record import Answer
from dispatch.model.record import Feedback
from dispatch.model.record import Inspection
from dispatch.model.record import Oversight
from dispatch.model.record import Posting
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.planning.scope import public_part
from dispatch.planning.survey import Span
from dispatch.planning.survey import survey
from dispatch.planning.survey.view import Figure
from dispatch.planning.survey.view import Paragraph
from dispatch.reading import loader
from dispatch.rendering.reports import markdown
from dispatch.rendering.sheets import MissingGlyph
from dispatch.rendering.sheets import Sheets
from dispatch.rendering.sheets.reports import LAYOUT
from dispatch.rendering.sheets.reports import report_data
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.conftest import tree_of
from tests.nouns import entry
from tests.nouns import item
from tests.nouns import site
from tests.nouns import words

HALF = Span(first=date(2026, 1, 1), last=date(2026, 6, 30))
YEAR = Span(first=date(2026, 1, 1), last=TODAY)
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])+)\]\(#([^)]+)\)")
DAYS = st.dates(date(2025, 11, 1), TODAY)


@cache
def bureau():
    whole, _ = loader.load(ROOT)
    return account_of(whole, TODAY)


def texts(report):
    """Return the text of the report and its annex, as Markdown."""
    whole = markdown(report)
    text, annex = whole.split(f"\n## {report.annex}\n")
    return text, annex


def lists_of(annex):
    """Return the anchors that each list leads to, by its own."""
    found = {}
    for line in annex.splitlines():
        if line.startswith('- <a id="list-'):
            name = ANCHOR.search(line)[1]
            assert name not in found
            found[name] = [target for _, target in LINK.findall(line)]
    return found


def rows_of(annex):
    """Return the cells of each row of the registers, by its anchor."""
    found = {}
    for line in annex.splitlines():
        if line.startswith('| <a id="row-'):
            name = ANCHOR.search(line)[1]
            assert name not in found
            found[name] = re.split(r"(?<!\\) \| ", line.strip("| "))
    return found


def hold(report):
    """Hold every number of a report against the list that it leads to."""
    text, annex = texts(report)
    lists, rows = lists_of(annex), rows_of(annex)
    assert all(target in rows for targets in lists.values() for target in targets)
    assert all(len(set(targets)) == len(targets) for targets in lists.values())
    used = set()
    for shown, target in LINK.findall(text):
        number = shown.replace("\\", "")
        there = lists[target]
        used.add(target)
        if target.startswith("list-sum-"):
            assert int(number) == sum(int(rows[each][-1].strip(" |")) for each in there)
        elif number.isdigit():
            assert int(number) == len(there), (number, target)
        elif "." in number and "%" not in number:
            mean = sum(int(rows[each][-1]) for each in there) / len(there)
            assert number == f"{mean:.1f}"
        else:
            assert re.fullmatch(r"\d+(\.\d)?%|[+−]\d+", number)
            assert there
    assert used == set(lists), "a list that no number leads to"
    assert {target for targets in lists.values() for target in targets} == set(rows)
    return text, lists, rows


def bare_numbers(report):
    """Return the numbers of paragraphs that lead nowhere, days left out."""
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                said = "".join(piece for piece in block.pieces if isinstance(piece, str))
                said = re.sub(r"\d+年\d+月\d+日|https?://\S+", "", said)
                yield from re.findall(r"\d+", said)


@settings(max_examples=25, deadline=None)
@given(first=DAYS, last=DAYS, public=st.booleans(), language=st.sampled_from(("zh-Hans", "en")))
def test_every_number_leads_to_as_many_things(first, last, public, language):
    first, last = sorted((first, last))
    account = bureau()
    if public:
        part = public_part(account.site, TODAY)
        account = replace(account, site=part, index=index_of(part, TODAY), duties=(), walls={})
    report = survey(account, Span(first=first, last=last), words(language), public=public)
    hold(report)
    if language == "zh-Hans":
        assert list(bare_numbers(report)) == []


def plain(text):
    """Return YAML with every scalar as it is written; days sort as their texts do."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def matters():
    """Return the head of every entry of the bureau, read without the package."""
    for path in sorted((ROOT / "content" / "entries").rglob("*.*")):
        text = path.read_text(encoding="utf-8")
        yield plain(text.split("---\n")[1] if path.suffix == ".md" else text)


def records(folder):
    for path in sorted((ROOT / "content" / folder).glob("*.yaml")):
        yield from plain(path.read_text(encoding="utf-8"))


def opinions():
    """Return the records of opinions; an application is another matter."""
    return [each for each in records("feedback") if "request" not in each]


def plain_figures(first, last):
    """Return figures of the bureau, counted from its files by other means."""
    catalogue = plain((ROOT / "content/catalogue.yaml").read_text(encoding="utf-8"))
    items = {each["code"]: each for each in catalogue["items"]}
    out = [
        each
        for each in matters()
        if each.get("draft") != "true" and first <= each["published"] <= last
    ]
    found = Counter({"list-entries": len(out), "list-items": len(items)})
    for each in out:
        found["list-notices"] += items[each["item"]]["kind"] == "notice"
        found["list-weighty"] += items[each["item"]].get("collective") == "true"
        found["list-corrections"] += "corrects" in each
        found[f"list-unit-entries-{each['unit']}"] += 1
    for each in matters():
        withdrawn = each.get("withdrawn")
        found["list-withdrawn"] += bool(withdrawn) and first <= withdrawn["on"] <= last
    for each in records("postings"):
        found[f"list-hung-{each['board']}"] += first <= each["up"]["on"] <= last
        down = each.get("down")
        found[f"list-taken-{each['board']}"] += bool(down) and first <= down["on"] <= last
    for board in ("party-affairs", "party-building"):
        found[f"list-looks-{board}"] = len(
            {
                (look["on"], look["by"])
                for each in records("postings")
                if each["board"] == board
                for look in each.get("inspected", ())
                if first <= look["on"] <= last
            }
        )
    for each in opinions():
        inside = first <= each["received"] <= last
        found["list-opinions"] += inside
        found["list-answered"] += inside and "answered" in each
    for each in records("oversight"):
        if first <= each["on"] <= last:
            found["list-oversight"] += 1
            found[f"list-oversight-kind-{each['kind']}"] += 1
            found[f"list-oversight-asked-{each['kind']}"] += "due" in each
            kept = "due" in each and "resolved" in each and each["resolved"] <= each["due"]
            found[f"list-oversight-kept-{each['kind']}"] += kept
    return {name: number for name, number in found.items() if number}


@pytest.mark.parametrize(
    "span", [HALF, YEAR, Span(first=date(2026, 7, 1), last=date(2026, 9, 30))], ids=str
)
def test_figures_are_those_that_a_plain_count_finds(span):
    _, lists, _ = hold(survey(bureau(), span, words()))
    expected = plain_figures(str(span.first), str(span.last))
    assert len(expected) > 15
    assert {name: len(lists.get(name, ())) for name in expected} == expected


def test_mean_days_are_those_of_the_files():
    days = [
        (date.fromisoformat(each["answered"]["on"]) - date.fromisoformat(each["received"])).days
        for each in opinions()
        if YEAR.holds(date.fromisoformat(each["received"]))
    ]
    text, _ = texts(survey(bureau(), YEAR, words()))
    assert f"[{sum(days) / len(days):.1f}](#list-answered)" in text


@pytest.mark.parametrize("span", [HALF, YEAR], ids=str)
def test_duties_are_those_of_the_ledger(span):
    account = bureau()
    due = [
        duty
        for duty in account.duties
        if duty.clock == "publish" and duty.deadline and span.holds(duty.deadline.day)
    ]
    counts = totals(due)
    _, lists, _ = hold(survey(account, span, words()))
    size = {name: len(rows) for name, rows in lists.items()}
    assert (size["list-due"], size["list-met"]) == (counts.whole.due, counts.whole.in_time)
    for unit, each in counts.by_unit.items():
        assert size[f"list-unit-due-{unit}"] == each.due
    for month, each in counts.by_month.items():
        assert size.get(f"list-month-due-{month}", 0) == each.due


@cache
def sheets():
    return Sheets([ROOT / "layouts"])


def pdf_of(report):
    content, faults = sheets().document(LAYOUT, report_data(report), name="report", day=TODAY)
    assert faults == ()
    return content


def links_of(reader):
    """Return how many links inside and how many to the web a PDF has, each inner one resolved."""
    inner = outer = 0
    named = reader.named_destinations
    for page in reader.pages:
        for reference in page.get("/Annots", ()):
            note = reference.get_object()
            action = note.get("/A", {})
            if "/URI" in action:
                outer += 1
            elif note["/Subtype"] == "/Link":
                inner += 1
                goal = note.get("/Dest") or action.get("/D")
                assert goal is not None
                assert not isinstance(goal, str) or goal in named
    return inner, outer


def test_the_pdf_says_what_the_markdown_says():
    report = survey(bureau(), HALF, words())
    content = pdf_of(report)
    assert content == pdf_of(report)
    reader = PdfReader(BytesIO(content))
    assert reader.metadata.title == report.title
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    printed = "".join(re.sub(r"— ?\d+ ?—", "", page.extract_text()) for page in reader.pages)
    flat = re.sub(r"\s", "", printed)
    place = -1
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                said = "".join(p.text if isinstance(p, Figure) else p for p in block.pieces)
                found = flat.find(re.sub(r"\s", "", said), place + 1)
                assert found > place, said
                place = found
    text, annex = texts(report)
    inner, outer = links_of(reader)
    # A link whose words are broken at the end of a line is two boxes.
    assert inner >= len(LINK.findall(text)) + len(LINK.findall(annex))
    assert outer > 0


def test_the_markdown_is_read_as_it_is_meant():
    report = survey(bureau(), HALF, words())
    html = reader_of(markdown(report))
    assert html.count("<table>") > 15
    assert html.count("<h3") >= 14
    anchors = re.findall(r'<a id="([^"]+)"', html)
    goals = re.findall(r'<a href="#([^"]+)"', html)
    assert len(goals) > 500
    assert set(goals) == set(anchors)
    assert len(set(anchors)) == len(anchors)


def reader_of(text):
    """Return Markdown as another reader than ours understands it."""
    return python_markdown.markdown(text, extensions=["tables"])


DAY = Duration(count=3, unit=DurationUnit.DAY)


def small(*entries, items=(), **given):
    changed = {"catalogue": replace(site().catalogue, items=items)} if items else {}
    return site(*entries, **changed, **given)


def told(whole, first, last, language="zh-Hans", day=TODAY):
    report = survey(account_of(whole, day), Span(first=first, last=last), words(language))
    return hold(report)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_site_without_anything_says_so(language):
    whole = site(boards=())
    report = survey(account_of(whole, TODAY), YEAR, words(language))
    _, lists, _ = hold(report)
    assert lists["list-none"] == []
    assert "list-entries" not in lists
    pdf_of(report)


def test_problems_are_told_and_listed():
    items = (
        item("A", limit=Event(within=DAY), units=("online",)),
        item("P", limit=Periodic(every="month", day=10, month=1), units=("online",)),
    )
    whole = small(
        entry(1, "A", formed=date(2026, 3, 2), published=date(2026, 3, 30)),
        entry(2, "P", published=date(2026, 4, 5), period="2026-03"),
        entry(3, "P", published=date(2026, 6, 20), period="2026-05"),
        entry(4, "A", formed=date(2026, 3, 1), published=date(2026, 3, 1)),
        items=items,
        postings=(
            Posting(
                entry="2026-0001",
                board="hall",
                up=Act(on=date(2026, 3, 30), by="keeper"),
                inspected=(Inspection(on=date(2026, 4, 7), by="clerk", state="damaged"),),
            ),
            Posting(entry="2026-0002", board="hall", up=Act(on=date(2026, 4, 5), by="keeper")),
        ),
        feedback=(
            Feedback(received=date(2026, 4, 1), channel="box", text="意见"),
            Feedback(
                received=date(2026, 4, 2),
                channel="box",
                text="意见",
                answered=Answer(on=date(2026, 4, 8), by="clerk", text="答"),
            ),
        ),
        oversight=tuple(
            Oversight(
                kind="inspection",
                on=date(2026, 4, 1),
                by="clerk",
                unit="online",
                finding="缺",
                due=date(2026, 4, 10),
                resolved=resolved,
            )
            for resolved in (date(2026, 4, 9), date(2026, 4, 20), None)
        ),
    )
    text, lists, _ = told(whole, date(2026, 3, 1), date(2026, 7, 31))
    size = {name.removeprefix("list-"): len(rows) for name, rows in lists.items()}
    assert (size["late"], size["blank"], size["overdue"]) == (2, 2, 1)
    assert (size["unseen"], size["bad"], size["unlooked"]) == (4, 1, 1)
    assert (size["waiting"], size["found-late"], size["found-overdue"]) == (1, 1, 1)
    assert "list-answered-late" not in lists
    assert "[6.0](#list-answered)" in text


def test_a_stage_that_was_passed_over_is_a_blank_of_the_span():
    staged = Staged(stages=(Stage(name="前"), Stage(name="中"), Stage(name="后")))
    whole = small(
        entry(1, "S", published=date(2026, 3, 2), stage=StageOf(name="前")),
        entry(2, "S", published=date(2026, 5, 4), stage=StageOf(name="后", of="2026-0001")),
        items=(item("S", limit=staged, units=("online",)),),
    )
    _, lists, _ = told(whole, date(2026, 5, 1), date(2026, 5, 31))
    assert len(lists["list-blank"]) == 1
    _, lists, _ = told(whole, date(2026, 6, 1), date(2026, 6, 30))
    assert "list-blank" not in lists


def test_what_came_later_is_not_known_on_the_day():
    later = Feedback(
        received=date(2026, 4, 2),
        channel="box",
        text="意见",
        answered=Answer(on=date(2026, 4, 8), by="clerk", text="答"),
    )
    whole = site(entry(1, published=date(2026, 4, 1)), feedback=(later,))
    span = date(2026, 4, 1), date(2026, 4, 5)
    assert "list-answered" not in told(whole, *span, day=date(2026, 4, 5))[1]
    assert "list-answered" in told(whole, *span, day=date(2026, 4, 8))[1]


def test_the_span_before_is_compared_where_the_record_reaches():
    whole = site(entry(1, published=date(2026, 4, 1)), entry(2, published=date(2026, 5, 6)))
    text, lists, _ = told(whole, date(2026, 5, 1), date(2026, 5, 31))
    assert len(lists["list-entries-before"]) == 1
    assert "持平" in text
    assert "list-entries-before" not in told(whole, date(2026, 4, 1), date(2026, 4, 30))[1]


@given(first=DAYS, last=DAYS)
def test_the_span_before_ends_the_day_before_and_is_as_long(first, last):
    span = Span(first=min(first, last), last=max(first, last))
    before = span.before()
    assert before.last == span.first - timedelta(days=1)
    whole = span.first.day == 1 and (span.last + timedelta(days=1)).day == 1
    if not whole:
        assert before.last - before.first == span.last - span.first
    else:
        assert before.first.day == 1
        assert len(list(before.months())) == len(list(span.months()))


def test_before_all_time_there_is_no_span():
    assert Span(first=date.min, last=date(1, 2, 3)).before() is None
    assert Span(first=date.min, last=date(1, 1, 31)).before() is None


def test_words_of_content_mean_nothing_in_the_report():
    title = "[x](http://a)|<b>*_`#\\"
    report = survey(account_of(site(entry(1, title=title)), TODAY), YEAR, words())
    hold(report)
    html = reader_of(markdown(report))
    assert "<b>" not in html
    assert "http://a" not in re.findall(r'href="([^"]*)"', html)


def test_a_character_that_no_face_has_is_told():
    report = survey(account_of(site(entry(1, title="甲𓀀乙")), TODAY), YEAR, words())
    _, faults = sheets().document(LAYOUT, report_data(report), name="report", day=TODAY)
    assert [fault.character for fault in faults if isinstance(fault, MissingGlyph)] == ["𓀀"]


def test_the_public_report_knows_nothing_else():
    account = bureau()
    part = public_part(account.site, TODAY)
    counted = replace(account, site=part, index=index_of(part, TODAY), duties=(), walls={})
    text = markdown(survey(counted, YEAR, words(), public=True))
    hidden = [each for each in account.site.entries if not account.site.on_web(each)]
    assert hidden
    assert [each.id for each in hidden if each.id in text] == []
    # A title may be that of an item of the catalogue, which is public.
    titles = {each.title for each in account.site.catalogue.items}
    assert [each.id for each in hidden if each.title in text and each.title not in titles] == []
    assert "content/" not in text


def test_what_is_too_long_for_paper_is_left_to_the_markdown(monkeypatch):
    report = survey(bureau(), HALF, words())
    monkeypatch.setattr("dispatch.rendering.sheets.reports.MOST", 300)
    data = report_data(report)
    shown = [each for each in data["lists"] if each["rows"]]
    assert sum(len(each["rows"]) for each in shown) <= 300
    assert len(data["lists"]) == len(report.lists)
    cut = {each["anchor"] for each in data["lists"] if each["instead"] == report.cut}
    assert "list-entries" in cut
    assert len(PdfReader(BytesIO(pdf_of(report))).pages) < 38


# The command.


def run(capsys, *arguments):
    code = main(["report", "--as-of", "2026-11-23", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_files_are_written_and_carried_over_by_a_build(make_root, capsys):
    root = make_root()
    assert run(capsys, "--root", root)[0] == 0
    names = sorted(path.name for path in (root / "print" / "reports").iterdir())
    assert names == ["report-2026-01-01-2026-11-23.md", "report-2026-01-01-2026-11-23.pdf"]
    written = tree_of(root / "print" / "reports")
    assert main(["build", "--root", str(root), "--as-of", "2026-11-23"]) == 0
    capsys.readouterr()
    assert tree_of(root / "print" / "reports") == written
    code, out, _ = run(capsys, "--root", root, "--from", "2026-10-01", "--public")
    assert code == 0
    assert "print/reports/report-2026-10-01-2026-11-23-public.pdf" in out
    assert written.items() <= tree_of(root / "print" / "reports").items()


def test_links_to_files_lead_to_files(make_root, capsys):
    root = make_root()
    run(capsys, "--root", root)
    (path,) = (root / "print" / "reports").glob("*.md")
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((\.\./[^)#]+)", text)
    assert targets
    assert all((path.parent / target).is_file() for target in targets)


def test_with_stdout_nothing_is_written(make_root, capsys):
    root = make_root()
    before = tree_of(root)
    code, out, _ = run(capsys, "--root", root, "--stdout")
    assert code == 0
    assert out.startswith("# ")
    assert tree_of(root) == before


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        (("--from", "2026-06-01", "--to", "2026-05-01"), "2026-06-01"),
        (("--to", "2026-12-01"), "2026-12-01"),
    ],
)
def test_a_span_that_cannot_be_is_refused(make_root, capsys, ends, shown):
    root = make_root()
    before = tree_of(root)
    code, out, err = run(capsys, "--root", root, *ends)
    assert (code, out) == (1, "")
    assert shown in err
    assert tree_of(root) == before


def test_a_missing_glyph_keeps_the_report_from_being_written(make_root, capsys):
    path = "content/entries/2026/2026-0001.md"
    root = make_root()
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(text.replace("title: ", "title: 𓀀"), encoding="utf-8")
    code, _, err = run(capsys, "--root", root)
    assert code == 1
    assert f"{path}:" in err
    assert "F009" in err
    assert not (root / "print").exists()


def test_what_is_not_ours_is_not_written_into(make_root, capsys):
    root = make_root({"print/mine.txt": "x"})
    before = tree_of(root / "print")
    assert run(capsys, "--root", root)[0] == 1
    assert tree_of(root / "print") == before


def test_reports_are_among_what_a_build_keeps():
    assert "reports" in pipeline.KEPT


def test_an_older_span_is_reckoned_from_the_record():
    whole = small(
        entry(1, "P", published=date(2021, 1, 5), period="2020-12"),
        entry(2, "P", published=date(2021, 3, 5), period="2021-02"),
        items=(item("P", limit=Periodic(every="month", day=10, month=1), units=("online",)),),
    )
    _, lists, _ = told(whole, date(2021, 1, 1), date(2021, 3, 31))
    assert len(lists["list-due"]) == 3
    assert len(lists["list-blank"]) == 1
    _, lists, _ = told(whole, date(2021, 4, 1), date(2021, 4, 9))
    assert len(lists["list-older"]) == 1


def test_a_disk_that_fails_leaves_the_former_files(make_root, capsys, monkeypatch):
    root = make_root()
    folder = root / "print" / "reports"
    run(capsys, "--root", root, "--to", "2026-11-01")
    before = tree_of(folder)
    calls = []

    def sync(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("dispatch.publishing.kept.os.fsync", sync)
    (root / "content/entries/2026/2026-0001.md").unlink()
    code, _, err = run(capsys, "--root", root, "--to", "2026-11-01")
    assert code == 1
    assert "ENOSPC" in err
    assert tree_of(folder) == before


def test_litter_of_a_killed_run_is_swept(make_root, capsys):
    root = make_root()
    run(capsys, "--root", root)
    before = tree_of(root / "print")
    (root / "print" / "reports" / ".report.md.0123.part").write_bytes(b"half")
    run(capsys, "--root", root)
    assert tree_of(root / "print") == before


def test_a_folder_that_is_a_link_is_refused(make_root, capsys, tmp_path):
    root = make_root()
    run(capsys, "--root", root)
    folder = root / "print" / "reports"
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    assert run(capsys, "--root", root)[0] == 1


def git(root, *arguments, day="2026-10-20"):
    moment = f"{day}T12:00:00+08:00"
    env = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "PATH": os.environ["PATH"]}
    who = ("-c", "user.name=clerk", "-c", "user.email=clerk@example.org")
    subprocess.run(["git", "-C", root, *who, *arguments], env=env, check=True, capture_output=True)


def test_the_report_may_go_by_what_was_known_then(make_root, capsys):
    root = make_root()
    path = root / "content/entries/2026/2026-0001.md"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    path.write_text(text, encoding="utf-8")
    git(root, "add", ".")
    git(root, "commit", "-qm", "two", day="2026-10-30")
    ends = ("--as-of", "2026-10-25", "--stdout", "--root", root)
    before = run(capsys, *ends, "--known", "then")[1]
    after = run(capsys, *ends)[1]
    assert ("2026-0001" in before, "2026-0001" in after) == (False, True)
    assert run(capsys, "--root", root, "--as-of", "2026-10-25", "--known", "then")[0] == 0
    assert len(list((root / "print" / "reports").iterdir())) == 2
