"""Families T and F, the clocks: late, short, unanswered, out of order."""

from __future__ import annotations

import pytest

WITHIN = "limit: {type: event, from: formed, within: {count: 5, unit: day}}"
STAGES = "limit: {type: staged, stages: [{name: 事前}, {name: 事中}, {name: 事后}]}"
ANSWERS = "objections: {answer: {count: 5, unit: working-day}}"
CONTACTS = """\
contacts:
  - {for: objections, office: 支部委员会, phone: 0000-0000001}
  - {for: supervision, office: 机关纪委, phone: 0000-0000002}
"""
LATER = {
    "entry": "formed: 2026-10-12\npublished: «2026-10-20",
    "posting": "up: {on: 2026-10-20, by: keeper}",
}
EVENT = "type: event, from: formed, within: {count: 15, unit: day}"


def notice(days, last, unit="working-day", first="2026-10-12"):
    return f"notice: {{days: {days}, unit: {unit}, from: {first}, to: {last}}}\n{CONTACTS}"


def minimum(count, unit):
    return f"kind: notice\nposting: {{minimum: {{count: {count}, unit: {unit}}}}}"


def stages(entry, other):
    return {"item": STAGES, "entry": f"stage: {entry}", "other": f"item: A-01\nstage: {other}"}


def answered(day):
    return {"feedback": f"answered: {{on: {day}, by: director, text: 是。}}"}


FAULTS = [
    ("T008", "", {"item": WITHIN, **LATER}),
    (
        "T009",
        "",
        {"item": minimum(6, "working-day"), "entry": notice(5, "«2026-10-16")},
    ),
    ("T009", "", {"item": minimum(10, "day"), "entry": notice(5, "«2026-10-16")}),
    ("T009", "", {"item": minimum(1, "month"), "entry": notice(15, "«2026-10-30")}),
    ("T009", "", {"item": minimum(5, "clear-day"), "entry": notice(5, "«2026-10-16")}),
    ("T010", "", {"item": "kind: notice", "entry": notice("«5", "2026-10-21")}),
    ("T010", "one", {"item": "kind: notice", "entry": notice("«5", "2026-10-16", "clear-day")}),
    (
        "T010",
        "other",
        {
            "config": "calendar: {count_posting_day: true}",
            "item": "kind: notice",
            "entry": notice("«4", "2026-10-16"),
        },
    ),
    (
        "T011",
        "late",
        {"entry": "posting: {from: 2026-10-12}", "posting": "up: {on: «2026-10-13, by: keeper}"},
    ),
    (
        "T011",
        "early",
        {
            "entry": "posting: {from: 2026-10-12, to: 2026-11-20}",
            "posting": "down: {on: «2026-11-19, by: keeper}",
        },
    ),
    (
        "T011",
        "hangs",
        {"entry": "posting: {to: 2026-11-19}", "posting": "up: {on: «2026-10-12, by: keeper}"},
    ),
    (
        "T011",
        "never",
        {"entry": "boards: [hall]", "other": "item: A-01\nposting: «{to: 2026-11-19}"},
    ),
    ("T012", "", {"item": ANSWERS, "feedback": "received: «2026-10-14"}),
    ("T012", "due-soon", {"item": ANSWERS, "feedback": "received: «2026-11-17"}),
    ("T012", "open", {"item": ANSWERS, "feedback": "received: «2026-11-20"}),
    ("T012", "late", {"item": ANSWERS, **answered("«2026-10-22")}),
    ("T013", "skipped", stages("{name: 事前}", "{of: 2026-0001, name: «事后}")),
    (
        "T013",
        "published",
        {
            "item": STAGES,
            "entry": "stage: {name: 事前}\npublished: 2026-10-13",
            "posting": "up: {on: 2026-10-13, by: keeper}",
            "other": "item: A-01\nstage: {of: 2026-0001, name: 事中}\npublished: «2026-10-12",
        },
    ),
    (
        "T013",
        "formed",
        {
            "item": STAGES,
            "entry": "stage: {name: 事前}",
            "other": "item: A-01\nstage: {of: 2026-0001, name: 事中}\nformed: «2026-09-29",
        },
    ),
    ("F013", "", {"item": "limit: «适当时候公开"}),
    ("F014", "", {"item": f"limit: {{{EVENT}, phrase: «信息形成之日起20个工作日内公开}}"}),
    ("F014", "", {"item": f"limit: {{{EVENT}, phrase: «信息形成之日起15个工作日内公开}}"}),
    (
        "T002",
        "",
        {
            "item": "posting: {minimum: {count: 5, unit: working-day}}",
            "entry": "posting: {to: «2026-10-16}",
        },
    ),
    (
        "T002",
        "",
        {
            "item": "posting: {minimum: {count: 1, unit: month}}",
            "entry": "posting: {to: «2026-11-11}",
        },
    ),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {
            "item": WITHIN,
            "entry": "formed: 2026-10-12\npublished: 2026-10-19",
            "posting": "up: {on: 2026-10-19, by: keeper}",
        },
        {"item": minimum(5, "working-day"), "entry": notice(5, "2026-10-16")},
        {"item": minimum(5, "working-day"), "entry": notice(4, "2026-10-16")},
        {"item": minimum(3, "clear-day"), "entry": notice(5, "2026-10-16")},
        {"item": "kind: notice", "entry": notice(7, "2026-10-19", "day")},
        {"item": "kind: notice", "entry": notice(6, "2026-10-19", "day")},
        {"entry": "posting: {to: 2026-11-20}"},
        {"entry": "posting: {to: 2026-11-19}\nwithdrawn: {on: 2026-10-20, reason: 有误}"},
        {"item": ANSWERS, **answered("2026-10-21")},
        stages("{name: 事前}", "{of: 2026-0001, name: 事中}"),
        {"item": f"limit: {{{EVENT}, phrase: 信息形成之日起15日内公开}}"},
        {"item": f"limit: {{{EVENT}, phrase: 适当时候公开}}"},
        {"item": f"limit: {{{EVENT}, phrase: 及时公开}}"},
        {
            "config": "calendar: {count_posting_day: true}",
            "item": "posting: {minimum: {count: 5, unit: working-day}}",
            "entry": "posting: {to: 2026-10-16}",
            "posting": "down: {on: 2026-10-19, by: keeper}",
        },
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)
