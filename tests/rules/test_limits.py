"""Family F, the catalogue's part: limits that can be kept."""

from __future__ import annotations

import pytest

PERIODIC = "limit: {type: periodic, every: quarter"
PERIOD = {"entry": "period: 2026-Q3"}
STAGE = {"entry": "stage: {name: 事前}"}
MINIMUM = "posting: {minimum: {count: «0, unit: day}}"

FAULTS = [
    ("periodic-open", {"item": "limit: «" + PERIODIC[7:] + "}", **PERIOD}),
    ("month-alone", {"item": "limit: «" + PERIODIC[7:] + ", month: 1}", **PERIOD}),
    (
        "periodic-both",
        {"item": PERIODIC + ", within: {count: 15, unit: day}, day: «15}", **PERIOD},
    ),
    (
        "periodic-both",
        {"item": PERIODIC + ", within: {count: 15, unit: day}, month: «1}", **PERIOD},
    ),
    ("day-range", {"item": PERIODIC + ", day: «32}", **PERIOD}),
    ("day-range", {"item": PERIODIC + ", day: «0}", **PERIOD}),
    ("month-range", {"item": PERIODIC + ", month: «13, day: 1}", **PERIOD}),
    (
        "opens-alone",
        {"item": PERIODIC + ", opens: «{day: 1}, within: {count: 1, unit: month}}", **PERIOD},
    ),
    ("opens-late", {"item": PERIODIC + ", opens: «{month: 2, day: 1}, day: 15}", **PERIOD}),
    ("day-range", {"item": PERIODIC + ", opens: {day: «0}, day: 15}", **PERIOD}),
    ("month-range", {"item": PERIODIC + ", opens: {month: «0, day: 5}, day: 15}", **PERIOD}),
    ("event-open", {"item": "limit: «{type: event, from: formed}"}),
    (
        "event-both",
        {"item": "limit: {type: event, within: {count: 1, unit: day}, prompt: «true}"},
    ),
    ("stages-few", {"item": "limit: {type: staged, stages: «[{name: 事前}]}", **STAGE}),
    (
        "stages-twice",
        {"item": "limit: {type: staged, stages: [{name: 事前}, {name: «事前}]}", **STAGE},
    ),
    ("zero", {"item": MINIMUM}),
    ("zero", {"item": "objections: {answer: {count: «0, unit: day}}"}),
    ("zero", {"item": "archive: {count: «0, unit: year}"}),
]


@pytest.mark.parametrize(("variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, variant, fragments):
    finds("F011", variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"item": PERIODIC + ", month: 1, day: 15}", **PERIOD},
        {"item": PERIODIC + ", day: 31}", **PERIOD},
        {"item": "limit: {type: event, prompt: true}"},
        {"item": "limit: {type: event, within: {count: 0, unit: day}}"},
        {"item": "limit: {type: standing}"},
        {"item": "limit: {type: on-request, within: {count: 20, unit: working-day}}"},
        {"item": "limit: 每季度首月15日前公开上季度情况", **PERIOD},
        {"item": MINIMUM.replace("«0", "10")},
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


REQUEST = """limit:
  type: on-request
  within: {count: 5, unit: working-day}
  extend: {count: 5, unit: working-day}
"""
EXTENDED = (
    "formed: 2026-10-09\npublished: 2026-10-12\nextended: %s{on: %s%s, by: secretary, reason: 甲}"
)


def test_an_extension_is_one_that_the_catalogue_knows(finds):
    finds("F012", "none", entry=EXTENDED % ("«", "", "2026-10-12"))


@pytest.mark.parametrize("day", ["2026-10-08", "2026-10-16"])
def test_an_extension_is_approved_while_the_limit_runs(finds, day):
    finds("F012", "late", item=REQUEST, entry=EXTENDED % ("", "«", day))


@pytest.mark.parametrize("day", ["2026-10-09", "2026-10-15"])
def test_an_extension_in_time_is_good(passes, day):
    passes(item=REQUEST, entry=EXTENDED % ("", "", day))
