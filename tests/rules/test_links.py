"""Family P, the links of texts on the web."""

from __future__ import annotations

import pytest

from dispatch import rules
from dispatch.ledger.account import account_of
from dispatch.reading.loader import load
from dispatch.rules.samples import sample
from tests.conftest import TODAY
from tests.conftest import write_sample

ATTACHED = "attachments: [{file: attachments/2026-0001.csv, title: 明细表}]"

FAULTS = [
    ("entry", {"text": "见[说明](«entries/2026/2026-0002/)。"}),
    ("entry", {"text": "见[说明](«/entries/2026/2026-0002/index.html#top)。"}),
    ("entry", {"text": "见[说明](«sheets/2026-0002.pdf)。"}),
    ("entry", {"text": "见[说明](«https://example.org/dwgk/entries/2026/2026-0002/)。"}),
    ("entry", {"text": "见[说明](«entries/2026/2026%2D0002/)。"}),
    ("entry-unknown", {"text": "见[说明](«entries/2026/2026-0009/)。"}),
    ("attachment", {"text": "见[明细](«attachments/2026-0001.csv)。"}),
    ("attachment-unknown", {"text": "见[明细](«attachments/none.csv)。"}),
    ("climbs", {"text": "见[这里](«../../secret.html)。"}),
    ("climbs", {"text": "见[这里](«a/%2e%2e/%2e%2e/secret.html)。"}),
    ("host", {"text": "见[这里](«//example.com/)。"}),
    ("scheme", {"text": "见[这里](«file:///C:/a.xlsx)。"}),
    ("scheme", {"text": "见[这里](«javascript:alert(1))。"}),
    ("scheme", {"page": "见[这里](«ftp://example.org/a)。"}),
    ("entry", {"page": "见[这里](«entries/2026/2026-0002/)。"}),
    ("entry", {"text": "见[说明][甲]。\n\n[甲]: «entries/2026/2026-0002/\n"}),
    ("scheme-missing", {"text": "见[网](«www.example.gov.cn)。"}),
    ("scheme-missing", {"text": "见[网](«example.gov.cn/a)。"}),
    ("entry-unknown", {"text": "见[条目](«2026-0009/)。"}),
    ("nowhere", {"text": "见[条目](«2026-0001)。"}),
    ("nowhere", {"text": "见[附件1](«第3页)。"}),
    ("nowhere", {"text": "见[附件1](«attachment/2026-0001.csv)。"}),
    ("nowhere", {"text": "见[事项](«catalogue/Z-99/)。"}),
    ("nowhere", {"page": "见[说明](«about/none/)。"}),
]


@pytest.mark.parametrize(("variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, variant, fragments):
    finds("P006", variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"text": "见[条目](entries/2026/2026-0001/)、[首页](https://example.org/dwgk/)。"},
        {"text": "见[明细](attachments/2026-0001.csv)。", "entry": ATTACHED},
        {"text": "写信到[信箱](mailto:office@example.org)，或打[电话](tel:0000-0000000)。"},
        {"text": "条件为 a < b，见 [甲]，[乙](#top)。"},
        {"other": "draft: true", "text": "没有链接。"},
        {"text": "见[一](about/about/)、[二](boards/)、[三](catalogue/A-01/index.html)、[四](/)。"},
        {"text": "见[一](archive/2026/)、[二](feed.xml)、[三](./index.html)、[四](catalogue/#a)。"},
        {"text": "见[一](find/year/2026/)、[二](search/?q=a)、[三](map/)、[四](requests/form/)。"},
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


@pytest.mark.parametrize("name", ["text", "page"])
def test_a_bare_id_of_what_is_hidden_is_no_link(tmp_path, name):
    write_sample(tmp_path, sample(**{name: "见[条目](2026-0002)。"}))
    site, told = load(tmp_path)
    assert site is not None
    found = {(each.code, each.variant) for each in rules.check(account_of(site, TODAY), told)}
    assert ("P006", "entry") in found
