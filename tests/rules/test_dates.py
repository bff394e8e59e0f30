"""Family T, the plain half: order and plausibility of days."""

from __future__ import annotations

import pytest

NOTICE = """\
notice: {days: 5, unit: working-day, from: 2026-10-16, to: «2026-10-12}
contacts:
  - {for: objections, office: 支部委员会, phone: 0000-0000001}
  - {for: supervision, office: 机关纪委, phone: 0000-0000002}
"""
QUARTERLY = "limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}"
SUPERVISOR = """\
supervisors:
  - {person: keeper, from: subordinate}
  - {person: liaison, from: retired}
  - {person: director, from: bureau, since: 2025-03-01, until: """

FAULTS = [
    ("T001", "", {"entry": "formed: 2026-10-13\npublished: «2026-10-12"}),
    ("T003", "posting", {"entry": "posting: {from: 2026-10-14, to: «2026-10-13}"}),
    ("T003", "notice", {"item": "kind: notice", "entry": NOTICE}),
    ("T003", "withdrawn", {"entry": "withdrawn: {on: «2026-10-11, reason: 数字有误}"}),
    ("T003", "term", {"organisation": SUPERVISOR + "«2025-02-28}"}),
    (
        "T003",
        "inspected",
        {"posting": "inspected: [{on: «2026-10-11, by: keeper, state: legible}]"},
    ),
    ("T003", "down", {"posting": "down: {on: «2026-10-11, by: keeper}"}),
    ("T003", "answered", {"feedback": "answered: {on: «2026-10-13, by: director, text: 是。}"}),
    ("T003", "due", {"oversight": "due: «2026-10-19"}),
    ("T003", "resolved", {"oversight": "resolved: «2026-10-19"}),
    ("T006", "early", {"entry": "formed: «1926-09-30"}),
    ("T006", "far", {"entry": "posting: {to: «2036-10-30}"}),
    ("T006", "future", {"oversight": "on: «2026-11-24"}),
    ("T006", "future", {"feedback": "received: «2026-12-14"}),
    ("T006", "future", {"entry": "decision: {body: 支部, on: «2026-11-30, record: 第1次}"}),
    ("T007", "", {"item": QUARTERLY, "entry": "period: «2026-Q4"}),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {
            "entry": "formed: 2026-10-12\nposting: {from: 2026-10-12, to: 2026-10-12}",
            "posting": "down: {on: 2026-10-13, by: keeper}",
        },
        {"entry": "formed: 1949-10-01"},
        {"entry": "posting: {to: 2028-11-01}"},
        {"item": QUARTERLY, "entry": "period: 2026-Q3"},
        {"organisation": SUPERVISOR + "2027-02-28}"},
        {"oversight": "on: 2026-11-23\ndue: 2026-12-30"},
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)
