"""Family P: nobody reads what is not for them."""

from __future__ import annotations

import pytest

from dispatch import rules
from dispatch.ground.diagnostics import Severity
from dispatch.ledger.account import account_of
from dispatch.reading.loader import load
from tests.conftest import TODAY
from tests.rules.conftest import examined

ATTACHED = "attachments: [{file: attachments/2026-0001.csv, title: 明细表}]"
MARKED = ATTACHED.replace("file: ", "file: «")

FAULTS = [
    ("P001", "unit", {"other": "boards: [«hall]"}),
    ("P001", "unit", {"inner": "boards: [«hall]"}),
    ("P001", "unit", {"posting": "entry: 2026-0002\nboard: «hall"}),
    ("P001", "party", {"inner": "scope: party\nboards: [corridor, «hall]"}),
    ("P001", "group", {"inner": "scope: group\nboards: [«corridor]"}),
    ("P002", "unit", {"inner": "channels: [board, «web]"}),
    ("P002", "party", {"inner": "scope: party\nchannels: [«web, board]"}),
    ("P003", "", {"feedback": "about: «2026-0002"}),
    ("P004", "reference", {"entry": "corrects: «2026-0002"}),
    ("P004", "reference", {"entry": "supersedes: «2026-0002"}),
    ("P004", "text", {"text": "第一段。\n\n说明见「«2026-0002」。"}),
    ("P004", "text", {"text": "见«2026-0002和«2026-0002-notes.md。"}),
    ("P004", "text", {"entry": "title: «收支情况，说明见2026-0002"}),
    ("P004", "text", {"entry": "summary: «见2026-0002"}),
    ("P004", "text", {"entry": "keywords: [党费, «2026-0002]"}),
    (
        "P004",
        "text",
        {"entry": "elements: {收缴金额: 1, 支出明细: [{用途: «见2026-0002, 金额: 1}]}"},
    ),
    ("P004", "text", {"page": "参见«2026-0002。"}),
    ("P004", "text", {"feedback": "text: «请公开2026-0002"}),
    ("P004", "text", {"feedback": "answered: {on: 2026-10-16, by: director, text: «见2026-0002}"}),
    ("P004", "text", {"oversight": "finding: «未见2026-0002"}),
    ("P005", "", {"entry": MARKED, "other": ATTACHED}),
    ("P007", "", {"other": "corrects: «2026-0001"}),
    ("P007", "", {"other": "supersedes: «2026-0001\npublished: 2026-11-30\nformed: 2026-11-28"}),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"other": "boards: [corridor]"},
        {"inner": "scope: society\nchannels: [web, board]", "entry": "supersedes: 2026-0002"},
        {"feedback": "about: 2026-0002\npublic: false\ntext: 请公开2026-0002"},
        {"oversight": "finding: 未见2026-0002\npublic: false"},
        {
            "other": "corrects: 2026-0001\ndraft: true",
            "text": "电话2026-00021234，编号12026-0002，2026-000，2026，0002。",
        },
        {"entry": ATTACHED},
        {"other": ATTACHED},
        {
            "entry": "draft: true\nsupersedes: 2026-0002",
            "text": "见2026-0002。",
            "feedback": "public: false",
        },
        {"entry": "boards: [corridor]"},
        {"other": "supersedes: 2026-0001\nwithdrawn: {on: 2026-11-01, reason: 有误}"},
        {
            "other": "supersedes: 2026-0001",
            "entry": "withdrawn: {on: 2026-11-01, reason: 有误}\nsummary: 见2026-0002",
            "text": "见2026-0002。",
        },
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


def test_an_entry_of_a_unit_that_is_not_online_is_hidden(finds):
    finds(
        "P004",
        "text",
        organisation="units:\n  - {id: branch-1, name: 第一党支部, online: true}\n"
        "  - {id: office, name: 办公室}",
        item="units: [branch-1, office]",
        other="unit: office\nitem: A-01",
        text="见«2026-0002。",
    )


def with_files(make_root, data, *names):
    """Return a root whose two entries, the public one first, have a file each, with these bytes."""
    root = make_root({f"content/attachments/{name}": data for name in names})
    for entry, name in zip(("2026-0001", "2026-0002"), names, strict=False):
        path = root / f"content/entries/2026/{entry}.md"
        line = f"attachments: [{{file: attachments/{name}, title: 表}}]\nelements:"
        path.write_text(path.read_text("utf-8").replace("elements:", line), "utf-8")
    return root


def test_a_copy_of_a_hidden_attachment_is_an_error(make_root):
    site, _ = load(with_files(make_root, "用途,金额\n", "a.csv", "b.csv"))
    (found,) = rules.check(account_of(site, TODAY))
    assert (found.code, found.variant, found.severity) == ("P005", "copy", Severity.ERROR)
    assert found.place.path.endswith("2026-0001.md")


def test_empty_files_are_no_copies(make_root):
    assert examined(with_files(make_root, "", "a.csv", "b.csv")) == []


@pytest.mark.parametrize(
    "name", ["a.html", "a.SVG", "a.xhtml", "a.js", "a.pdf.htm", "a", "a.svgz", "a.xml", "a.swf"]
)
def test_a_file_that_a_browser_may_run_is_no_attachment(make_root, name):
    found = examined(with_files(make_root, "<script>", name))
    assert [each[0] for each in found] == ["P008"]
    assert found[0][1] == ("" if "." in name else "none")


@pytest.mark.parametrize("name", ["a.pdf", "a.PDF", "a.b.docx", "表.ofd", "a.7z"])
def test_usual_files_may_be_attachments(make_root, name):
    assert examined(with_files(make_root, "x", name)) == []


def test_an_attachment_that_stays_inside_may_be_a_page(make_root):
    assert examined(with_files(make_root, "x", "a.csv", "b.html"))[0][0] == "P005"
    assert examined(with_files(make_root, "", "a.csv", "b.html")) == []


def test_feedback_on_an_entry_that_is_not_out_yet_is_told(finds):
    finds(
        "P003",
        "",
        entry="published: 2026-11-24",
        feedback="about: «2026-0001",
        posting="entry: 2026-0002\nboard: corridor",
    )
