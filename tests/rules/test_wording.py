"""Family W, the wording of texts."""

from __future__ import annotations

import pytest

from dispatch import rules
from dispatch.ground.diagnostics import Severity
from dispatch.ledger.account import account_of
from dispatch.reading.loader import load
from dispatch.rules.samples import sample
from tests.conftest import TODAY
from tests.conftest import write_sample

FAULTS = [
    ("tag", {"text": "第一行«<br>第二行«<BR />第三行。"}),
    ("tag", {"text": "\n«<font color=“red” size='3'>甲</font>乙。"}),
    ("tag", {"text": "甲«</p>乙"}),
    ("tag", {"text": "甲«<o:p></o:p>，«<!DOCTYPE html>。"}),
    ("tag", {"page": "甲。\n\n«<div\nclass=a>乙</div>"}),
    ("comment", {"text": "甲«<!-- 待核<br>\n\n对 -->乙"}),
    ("comment", {"text": "甲«<!-- 待核"}),
    ("image", {"text": "甲«![合影](a.png)乙«![][一]"}),
]


@pytest.mark.parametrize(("variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, variant, fragments):
    finds("W001", variant, **fragments)


def test_it_is_found_in_a_draft_too(tmp_path):
    write_sample(tmp_path, sample(entry="draft: true", text="甲<br>乙"))
    site, told = load(tmp_path)
    assert site is not None
    found = [each for each in rules.check(account_of(site, TODAY), told) if each.code == "W001"]
    assert [(each.variant, each.severity) for each in found] == [("tag", Severity.ERROR)]


@pytest.mark.parametrize(
    "text",
    [
        *("若 a < b 且 c > d，则成立。", "a<b 且 c>d", "<2026>年", "3<x<5", "<年>"),
        *("写信到 <office@example.org>，见 <https://example.org/>。", "注意！[甲]", "请![甲] 乙"),
        *("写作 `<br>` 或 ``<b>``", "```\n<div>\n```", "\\<br>", "<某>甲</某>", "<brief>"),
    ],
)
def test_what_is_no_markup_passes(passes, text):
    passes(text=text)
