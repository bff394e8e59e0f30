"""Family R, the plain half: the steps, the roles, the decision."""

from __future__ import annotations

import pytest

from tests.rules.conftest import examined

PROPOSED = "  proposed: {by: liaison, on: 2026-10-09}\n"
REVIEWED = "  reviewed: {by: director, on: 2026-10-10, secrecy: cleared, accuracy: confirmed}\n"
APPROVED = "  approved: {by: secretary, on: 2026-10-11}\n"
DECISION = "decision: {body: 支部委员会, on: 2026-09-28, record: 〔2026〕第12次}"
GROUP = "leading_group: {head: secretary, deputies: [director], members: "
WATCH = (
    "supervisors: [{person: director, from: bureau},"
    " {person: liaison, from: subordinate}, {person: "
)


def steps(*lines: str) -> dict[str, str]:
    return {"entry": "procedure:\n" + "".join(lines)}


FAULTS = [
    ("R001", "proposed", {"entry": "procedure:‹\n" + REVIEWED + APPROVED}),
    ("R001", "reviewed", {"entry": "procedure:‹\n" + PROPOSED + APPROVED}),
    ("R001", "approved", {"entry": "procedure:‹\n" + PROPOSED + REVIEWED}),
    ("R001", "procedure", {"entry": "id: «2026-0001\nprocedure:"}),
    (
        "R002",
        "approved-before-reviewed",
        steps(PROPOSED, REVIEWED, APPROVED.replace("2026-10-11", "«2026-10-09")),
    ),
    (
        "R002",
        "reviewed-before-proposed",
        steps(PROPOSED, REVIEWED.replace("2026-10-10", "«2026-10-08"), APPROVED),
    ),
    (
        "R002",
        "approved-late",
        steps(PROPOSED, REVIEWED, APPROVED.replace("2026-10-11", "«2026-10-13")),
    ),
    ("R003", "proposed", steps(PROPOSED.replace("liaison", "«keeper"), REVIEWED, APPROVED)),
    ("R003", "reviewed", steps(PROPOSED, REVIEWED.replace("director", "«keeper"), APPROVED)),
    ("R003", "approved", steps(PROPOSED, REVIEWED, APPROVED.replace("secretary", "«director"))),
    (
        "R004",
        "",
        {
            "organisation": "roles:\n  propose: [liaison]\n"
            "  review: [director]\n  approve: [liaison, secretary]",
            **steps(PROPOSED, REVIEWED, APPROVED.replace("secretary", "«liaison")),
        },
    ),
    ("R005", "", {"item": "collective: true", "entry": "item: «A-01"}),
    (
        "R006",
        "secrecy",
        steps(
            PROPOSED, "  reviewed: «{by: director, on: 2026-10-10, accuracy: confirmed}\n", APPROVED
        ),
    ),
    (
        "R006",
        "accuracy",
        steps(
            PROPOSED, "  reviewed: «{by: director, on: 2026-10-10, secrecy: cleared}\n", APPROVED
        ),
    ),
    ("R007", "", {"entry": "unit: «office", "feedback": "public: false"}),
    ("R008", "group", {"organisation": GROUP + "[«secretary]}"}),
    ("R008", "group", {"organisation": GROUP + "[keeper, «keeper]}"}),
    ("R008", "supervisors", {"organisation": WATCH + "«director, from: retired}]"}),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        steps(
            PROPOSED.replace("2026-10-09", "2026-10-12"),
            REVIEWED.replace("2026-10-10", "2026-10-12"),
            APPROVED.replace("2026-10-11", "2026-10-12"),
        ),
        {"item": "collective: true", "entry": DECISION},
        {"organisation": GROUP + "[keeper, liaison]}"},
        {"organisation": WATCH + "keeper, from: retired}]"},
        {"organisation": "roles: {propose: [], review: [], approve: []}"},
    ],
)
def test_what_is_in_order_passes(passes, fragments):
    passes(**fragments)


def test_without_roles_the_four_steps_are_not_asked_for(make_root):
    root = make_root()
    for path in (root / "content/organisation.yaml", *root.glob("content/entries/2026/*.md")):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        kept = [
            each
            for each in lines
            if not each.startswith(
                ("roles:", "procedure:", "  proposed:", "  reviewed:", "  approved:")
            )
        ]
        path.write_text("".join(kept), "utf-8")
    assert examined(root) == []


TERM = "since: 2026-01-01, until: "
WHOLE = """\
supervisors:
  - {person: liaison, from: bureau, term: 2}
  - {person: keeper, from: subordinate, since: 2026-01-01, until: 2027-12-31}
  - {person: director, from: """
CONTACT = "contacts: [{for: supervision, office: 机关纪委, phone: 0000-0000002, person: "


@pytest.mark.parametrize(
    ("code", "variant", "fragments"),
    [
        (
            "R020",
            "retired",
            {"organisation": WHOLE.replace("supervisors:", "supervisors:‹") + "bureau}"},
        ),
        ("R021", "over", {"organisation": WHOLE + "retired, until: «2026-11-22}"}),
        ("R021", "long", {"organisation": WHOLE + "retired, " + TERM + "«2028-01-01}"}),
        ("R021", "terms", {"organisation": WHOLE + "retired, term: «3}"}),
        ("R022", "acting", {"entry": CONTACT.replace("[{", "[«{") + "director}]"}),
        (
            "R022",
            "shown",
            {"entry": CONTACT.replace("[{", "[«{") + "keeper}]\ntitle: 公开栏管理员名单"},
        ),
        (
            "R022",
            "same",
            {
                "entry": "contacts: [{for: objections, office: 支部, phone: 0000-0000001},"
                " «{for: supervision, office: 支部, phone: 0000-0000001}]"
            },
        ),
        ("R025", "person", {"entry": DECISION.replace("支部委员会", "«secretary")}),
        ("R025", "no-body", {"entry": DECISION.replace("支部委员会", "«领导决定")}),
        ("R026", "", {"entry": DECISION.replace("2026-09-28", "«2026-11-01")}),
    ],
)
def test_faults_of_the_organisation_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


@pytest.mark.parametrize(
    "fragments",
    [
        {"organisation": WHOLE + "retired, " + TERM + "2027-12-31}"},
        {"entry": CONTACT + "keeper}]"},
        {"entry": DECISION.replace("支部委员会", "Parish Council")},
    ],
)
def test_what_the_organisation_has_in_order_passes(passes, fragments):
    passes(**fragments)
