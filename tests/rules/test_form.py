"""Family F: kind, channels, boards, periods, stages, and what a notice must carry."""

from __future__ import annotations

import pytest

from tests.rules.conftest import examined

NOTICE = "notice: {days: 5, unit: working-day, from: 2026-10-12, to: 2026-10-16}\n"
OBJECTIONS = "  - {for: objections, office: 支部委员会, phone: 0000-0000001}\n"
SUPERVISION = "  - {for: supervision, office: 机关纪委, phone: 0000-0000002}\n"
CONTACTS = "contacts:\n" + OBJECTIONS + SUPERVISION
KIND = {"item": "kind: notice"}
STAGED = {"item": "limit: {type: staged, stages: [{name: 事前}, {name: 事中}, {name: 事后}]}"}


def periodic(every: str) -> dict[str, str]:
    return {"item": f"limit: {{type: periodic, every: {every}, within: {{count: 15, unit: day}}}}"}


FAULTS = [
    ("F001", "", {**KIND, "entry": "item: «A-01\n" + CONTACTS}),
    ("F002", "", {"entry": "«" + NOTICE}),
    ("F003", "objections", {**KIND, "entry": NOTICE + "«contacts:\n" + SUPERVISION}),
    ("F003", "supervision", {**KIND, "entry": NOTICE + "«contacts:\n" + OBJECTIONS}),
    (
        "F003",
        "unreachable",
        {
            **KIND,
            "entry": NOTICE + "contacts:\n" + OBJECTIONS + "  - «{for: supervision, office: 纪委}",
        },
    ),
    ("F004", "month", {**periodic("month"), "entry": "item: «A-01"}),
    ("F004", "quarter", {**periodic("quarter"), "entry": "item: «A-01"}),
    ("F004", "half-year", {**periodic("half-year"), "entry": "item: «A-01"}),
    ("F004", "year", {**periodic("year"), "entry": "item: «A-01"}),
    ("F005", "quarter", {**periodic("quarter"), "entry": "period: «2026-09"}),
    ("F005", "year", {**periodic("year"), "entry": "period: «2026-H1"}),
    ("F006", "missing", {**STAGED, "entry": "item: «A-01"}),
    ("F006", "near", {**STAGED, "entry": "stage: {name: «事后期}"}),
    ("F006", "", {**STAGED, "entry": "stage: {name: «x}"}),
    ("F006", "not-staged", {"entry": "«stage: {name: 事前}"}),
    ("F006", "of-missing", {**STAGED, "entry": "stage: «{name: 事中}"}),
    (
        "F006",
        "first-of-another",
        {
            **STAGED,
            "entry": "stage: {name: 事前}",
            "other": "item: A-01\nstage: {of: «2026-0001, name: 事前}",
        },
    ),
    (
        "F006",
        "of-another-matter",
        {
            "inner": STAGED["item"] + "\nscope: society\nchannels: [web]\nboards: []",
            "other": "stage: {of: «2026-0001, name: 事中}",
        },
    ),
    ("F007", "item", {"item": "channels: [web]\nboards: «[hall]"}),
    ("F007", "entry", {"item": "channels: [web]\nboards: []", "entry": "boards: «[hall]"}),
    ("F007", "nowhere", {"item": "boards: []", "entry": "item: «A-01"}),
    ("F007", "nowhere", {"entry": "boards: «[]"}),
    ("F008", "near", {"entry": "section: «长期公示"}),
    ("F008", "", {"item": "section: «x"}),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {**KIND, "entry": NOTICE + CONTACTS},
        {**KIND, "entry": NOTICE + CONTACTS.replace("phone: 0000-0000001", "place: 一楼")},
        {**periodic("quarter"), "entry": "period: 2026-Q3"},
        {**periodic("half-year"), "entry": "period: 2026-H1"},
        {**STAGED, "entry": "stage: {name: 事前}"},
        {
            **STAGED,
            "entry": "stage: {name: 事前}",
            "other": "item: A-01\nstage: {of: 2026-0001, name: 事中}",
        },
        {"entry": "section: 定期公开"},
        {"item": "channels: [web]\nboards: []"},
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


def test_a_stage_cannot_follow_a_later_one(make_root):
    root = make_root()
    catalogue = root / "content/catalogue.yaml"
    limit = "limit: {type: event, from: formed, within: {count: 15, unit: day}}"
    catalogue.write_text(catalogue.read_text("utf-8").replace(limit, STAGED["item"], 1), "utf-8")
    stages = ("{name: 事前}", "{of: 2026-0001, name: 事后}", "{of: 2026-0002, name: 事中}")
    text = (root / "content/entries/2026/2026-0001.md").read_text("utf-8")
    for number, stage in enumerate(stages, start=1):
        path = root / f"content/entries/2026/2026-000{number}.md"
        path.write_text(
            text.replace("2026-0001", f"2026-000{number}").replace(
                "item:", f"stage: {stage}\nitem:"
            ),
            "utf-8",
        )
    assert examined(root) == [("F006", "of-later", "content/entries/2026/2026-0003.md:3:13")]
