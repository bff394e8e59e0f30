"""Family P, the links of texts on the web."""

from __future__ import annotations

import pytest

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
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)
