"""Family P: nobody reads what is not for them."""

from __future__ import annotations

import pytest

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
            "other": "corrects: 2026-0001",
            "text": "电话2026-00021234，编号12026-0002，2026-0002-1。",
        },
        {"entry": ATTACHED},
        {"other": ATTACHED},
        {
            "entry": "draft: true\nsupersedes: 2026-0002",
            "text": "见2026-0002。",
            "feedback": "public: false",
        },
        {"entry": "boards: [corridor]"},
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


def test_a_copy_of_a_hidden_attachment_is_told(make_root):
    root = make_root({"content/attachments/copy.csv": "用途,金额\n活动,300.00\n"})
    for name, file in (("2026-0001", "copy.csv"), ("2026-0002", "2026-0001.csv")):
        path = root / f"content/entries/2026/{name}.md"
        line = f"attachments: [{{file: attachments/{file}, title: 表}}]\nelements:"
        path.write_text(path.read_text("utf-8").replace("elements:", line), "utf-8")
    assert [found[:2] for found in examined(root)] == [("P005", "copy")]


def test_feedback_on_an_entry_that_is_not_out_yet_is_told(finds):
    finds(
        "P003",
        "",
        entry="published: 2026-11-24",
        feedback="about: «2026-0001",
        posting="entry: 2026-0002\nboard: corridor",
    )
