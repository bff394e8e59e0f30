"""Family I, second half: whatever is named is there."""

from __future__ import annotations

import pytest

from tests.rules.conftest import examined

GROUP = (
    "leading_group: {head: secretary, deputies: [«direktor], "
    "office: {director: «chief, staff: [keeper]}}"
)
UNITS = """\
units:
  - {id: branch-1, name: 第一党支部, kind: branch, parent: «group, online: true}
  - {id: office, name: 办公室, kind: office}
"""

WATCH = (
    "supervisors: [{person: director, from: retired},"
    " {person: keeper, from: subordinate}, {person: "
)
FAULTS = [
    ("I004", "near", {"entry": "item: «A-10"}),
    ("I004", "near", {"entry": "item: «a-01"}),
    ("I004", "", {"entry": "item: «ZZ.9"}),
    ("I005", "near", {"entry": "unit: «branch-9"}),
    ("I005", "", {"oversight": "unit: «zzz"}),
    ("I005", "", {"feedback": "unit: «zzz"}),
    ("I005", "", {"organisation": UNITS}),
    ("I005", "near", {"item": "units: [branch-1, «branch-2]"}),
    (
        "I005",
        "near",
        {"item": "responsible: {first: secretary, assigned: director, executing: «offices}"},
    ),
    ("I005", "near", {"organisation": "liaisons: {«branch-2: liaison}"}),
    ("I006", "near", {"entry": "boards: [«hal]"}),
    ("I006", "near", {"item": "boards: [hall, «hall-2]"}),
    ("I006", "", {"posting": "board: «x"}),
    ("I007", "near", {"organisation": "liaisons: {branch-1: «liason}"}),
    ("I007", "near", {"board": "keeper: «keeper-9"}),
    (
        "I007",
        "near",
        {"item": "responsible: {first: «secretery, assigned: director, executing: office}"},
    ),
    ("I007", "", {"posting": "up: {on: 2026-10-12, by: «zzz}"}),
    ("I007", "", {"posting": "inspected: [{on: 2026-10-13, by: «zzz, state: legible}]"}),
    ("I007", "", {"feedback": "answered: {on: 2026-10-16, by: «zzz, text: 已说明。}"}),
    ("I007", "", {"oversight": "by: «zzz"}),
    ("I007", "", {"organisation": WATCH + "«zzz, from: bureau}]"}),
    ("I007", "", {"entry": "contacts: [{for: enquiries, office: 办公室, person: «zzz}]"}),
    ("I008", "near", {"posting": "entry: «2026-0010"}),
    ("I008", "", {"feedback": "about: «1999-99999"}),
    ("I008", "near", {"entry": "supersedes: «2026-0003"}),
]


@pytest.mark.parametrize(("code", "variant", "fragments"), FAULTS)
def test_faults_are_found_where_they_stand(finds, code, variant, fragments):
    finds(code, variant, **fragments)


def test_every_person_of_the_leading_group_is_looked_for(make_root):
    text = (make_root() / "content/organisation.yaml").read_text(encoding="utf-8")
    given = {"content/organisation.yaml": text + GROUP.replace("«", "") + "\n"}
    line = text.count("\n") + 1
    start = f"content/organisation.yaml:{line}:"
    assert examined(make_root(given)) == [
        ("I007", "", f"{start}{GROUP.replace('«', '').index('chief') + 1}"),
        ("I007", "near", f"{start}{GROUP.index('direktor')}"),
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("content/entries/2026/2026-0001.md", b"formed: 2026-09-30", b"formed: 2026-9-30", "S017"),
        ("content/entries/2026/2026-0001.md", b"title: ", b"title: \xff", "S001"),
        ("content/boards.yaml", b"readers: society", b"readers: everybody", "S017"),
    ],
)
def test_what_cannot_be_read_is_not_called_unknown(make_root, path, old, new, code):
    root = make_root()
    target = root / path
    target.write_bytes(target.read_bytes().replace(old, new, 1))
    assert {found for found, _, _ in examined(root)} == {code}
