"""Waivers: what they silence, to the finding and to the day, and which of them do not hold."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from dispatch.front import pipeline
from dispatch.ground.diagnostics import Severity
from dispatch.rules.samples import sample
from dispatch.rules.waivers import OLD
from tests.commits import commit
from tests.commits import git
from tests.conftest import TODAY
from tests.conftest import write_sample

FIRST = "content/entries/2026/2026-0001.md"
NEW = "content/entries/2026/2026-0003.md"
WAIVERS = "content/waivers.yaml"
ONE = timedelta(1)
QUARTERLY = """\
limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}
units: [branch-1, office]
"""
TAG = "第一行<br/>第二行。"


def waiver(code, about, *, by="secretary", on="2026-10-12", until="2027-03-31"):
    return (
        f"- code: {code}\n  {about}\n  reason: 系统迁移，逐条核对需要时间\n"
        f"  approved: {{by: {by}, on: {on}}}\n  until: {until}\n"
    )


def seen(root, day=TODAY):
    """Return the codes and places that are told, and those that are waived."""
    found = pipeline.examine(root, day)
    return tuple(
        sorted((each.code, each.place.path, dict(each.params).get("id", "")) for each in group)
        for group in (found.found, found.waived)
    )


@pytest.mark.parametrize(
    ("variant", "text"),
    [
        ("family", waiver("«S002", "entry: 2026-0001")),
        ("family", waiver("«P004", "entry: 2026-0001")),
        ("family", waiver("«C001", "path: content/entries/2026/2026-0001.md")),
        ("own", waiver("«R030", f"path: {WAIVERS}")),
        ("sheets", waiver("«F009", "entry: 2026-0001")),
    ],
)
def test_what_nobody_may_approve_is_not_waived(finds, variant, text):
    finds("R031", variant, waivers=text)


@pytest.mark.parametrize(
    ("variant", "text"),
    [
        ("code-near", waiver("«T044", "entry: 2026-0001")),
        ("code", waiver("«X999", "entry: 2026-0001")),
        ("entry-near", waiver("I013", "entry: «2026-0009")),
        ("entry", waiver("I013", "entry: «1999-777777")),
        ("item-near", waiver("D001", "item: «A-02")),
        ("item", waiver("D001", "item: «ZZZ")),
        ("unit-near", waiver("D001", "item: A-01\n  unit: «branch-7")),
        ("unit", waiver("D001", "item: A-01\n  unit: «zz")),
        ("path-near", waiver("R024", "path: «content/organisation.yml")),
        ("target", waiver("I013", "public: true").replace("code", "«code")),
        ("target", waiver("I013", "entry: 2026-0001\n  item: A-01").replace("code", "«code")),
        ("unit-alone", waiver("I013", "entry: 2026-0001\n  unit:‹ branch-1")),
    ],
)
def test_what_is_not_there_cannot_be_meant(finds, variant, text):
    finds("R032", variant, waivers=text)


@pytest.mark.parametrize(
    ("variant", "by"), [("role", "«keeper"), ("person-near", "«secretery"), ("person", "«zz")]
)
def test_only_somebody_who_approves_may_approve(finds, variant, by):
    finds("R033", variant, waivers=waiver("I013", "entry: 2026-0001", by=by))


def test_where_no_roles_are_given_any_person_may_approve(passes):
    people = "\n".join(
        f"  - {{id: {name}, name: 职务, unit: office}}"
        for name in ("secretary", "director", "liaison", "keeper")
    )
    units = "units:\n  - {id: branch-1, name: 甲, online: true}\n  - {id: office, name: 乙}"
    roles = "roles: {propose: [], review: [], approve: []}"
    passes(
        **OLD,
        organisation=f"{units}\npeople:\n{people}\n{roles}",
        waivers=waiver("I013", "entry: 2025-0001", by="keeper"),
    )


@pytest.mark.parametrize(
    ("on", "until", "variant"),
    [
        ("2026-01-01", "2027-01-02", None),
        ("2026-01-01", "«2027-01-03", "long"),
        ("2026-11-23", "2026-11-23", None),
    ],
)
def test_a_waiver_lasts_at_most_366_days(finds, passes, on, until, variant):
    text = waiver("I013", "entry: 2025-0001", on=on, until=until)
    if variant is None:
        passes(**OLD, waivers=text)
    else:
        finds("R035", variant, waivers=text.replace("2025-0001", "2026-0001"))


def test_a_waiver_that_ends_before_it_begins_silences_nothing(tmp_path):
    text = waiver("I013", "entry: 2025-0001", on="2026-11-22", until="2026-11-21")
    told, waived = seen(write_sample(tmp_path, sample(**OLD, waivers=text)))
    assert [code for code, *_ in told] == ["I013", "R030", "R035"]
    assert waived == []


def test_a_waiver_about_nothing_that_is_found_is_told(finds):
    finds("R034", "", waivers=waiver("«I013", "entry: 2026-0001"))


def test_a_waiver_is_not_called_unused_while_files_cannot_be_read(tmp_path):
    root = write_sample(tmp_path, sample(waivers=waiver("I013", "entry: 2026-0001")))
    assert [code for code, *_ in seen(root)[0]] == ["R034"]
    (root / FIRST).write_text("---\nid: 2026-0001\n", encoding="utf-8")
    assert "R034" not in [code for code, *_ in seen(root)[0]]


def test_the_fault_of_a_waiver_leaves_its_finding_in_force(tmp_path):
    bad = waiver("I013", "entry: 2025-0001", by="keeper")
    told, waived = seen(write_sample(tmp_path, sample(**OLD, waivers=bad)))
    assert [code for code, *_ in told] == ["I013", "R033"]
    assert waived == []


def test_only_the_entry_that_is_named_is_silenced(tmp_path):
    both = sample(
        entry="number: 水党发〔2026〕18号\nelements: {收缴金额: 1.00, 别的: 1}",
        other="number: 水党发〔2026〕18号\nelements: {收缴金额: 1.00, 别的: 1}",
        waivers=waiver("E002", "entry: 2026-0002"),
    )
    told, waived = seen(write_sample(tmp_path, both))
    other = FIRST.replace("0001", "0002")
    assert ("E002", FIRST, "") in told
    assert ("E002", other, "") not in told
    assert waived == [("E002", other, "")]
    assert any(code == "I011" for code, *_ in told), "another code about the same entry stays"


def test_a_record_is_of_its_entry(tmp_path):
    early = sample(
        posting="up: {on: 2026-10-01, by: keeper}", waivers=waiver("T004", "entry: 2026-0001")
    )
    told, waived = seen(write_sample(tmp_path, early))
    assert told == []
    assert [each[:2] for each in waived] == [("T004", "content/postings/2026-10.yaml")]


@pytest.mark.parametrize(
    ("about", "left"),
    [
        ("item: A-01\n  unit: office", ["branch-1"]),
        ("item: A-01\n  unit: branch-1", ["office"]),
        ("item: A-01", []),
        ("path: content/catalogue.yaml", []),
        ("item: B-01", ["branch-1", "office"]),
        ("entry: 2026-0001", ["branch-1", "office"]),
    ],
)
def test_an_item_is_waived_for_all_units_or_for_one(tmp_path, about, left):
    root = write_sample(
        tmp_path,
        sample(item=QUARTERLY, entry="period: 2026-Q2", waivers=waiver("D001", about)),
    )
    told, waived = seen(root)
    assert [unit for code, _, unit in told if code == "D001"] == left
    assert sorted([unit for code, _, unit in waived if code == "D001"] + left) == [
        "branch-1",
        "office",
    ]
    assert ("R034" in [code for code, *_ in told]) is (len(left) > 1)


def test_what_is_wrong_with_an_entry_is_not_waived_for_its_item(tmp_path):
    told, waived = seen(
        write_sample(tmp_path, sample(text=TAG, waivers=waiver("W001", "item: A-01")))
    )
    assert [code for code, *_ in told] == ["R034", "W001"]
    assert waived == []


def test_a_note_stays_and_its_waiver_counts_as_used(tmp_path):
    draft = sample(
        entry="draft: true\nprocedure:\n  proposed: {by: liaison, on: 2026-10-09}",
        posting="entry: 2026-0002\nboard: corridor",
        feedback="about: 2026-0001\npublic: false",
        waivers=waiver("R001", "entry: 2026-0001"),
    )
    found = pipeline.examine(write_sample(tmp_path, draft), TODAY)
    notes = [each for each in found.found if each.code == "R001"]
    assert notes
    assert {each.severity for each in notes} == {Severity.INFO}
    assert not [each for each in found.found if each.code == "R034"]
    assert found.waived == ()


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 11, 1), False),
        (date(2026, 11, 2), True),
        (date(2026, 11, 25), True),
        (date(2026, 11, 26), False),
    ],
)
def test_a_waiver_holds_from_its_approval_to_its_last_day(tmp_path, day, held):
    text = waiver("I013", "entry: 2025-0001", on="2026-11-02", until="2026-11-25")
    told, waived = seen(write_sample(tmp_path, sample(**OLD, waivers=text)), day)
    assert bool(waived) is held
    assert ("I013" in [code for code, *_ in told]) is not held
    assert ("R030" in [code for code, *_ in told]) is (day > date(2026, 11, 25))


# The classic case: a day of publication that git contradicts, and somebody who answers for it.


@pytest.fixture
def contradicted(make_root):
    """Return a repository with an entry that came in eighteen days after it says it was out."""
    root = make_root()
    commit(root, "2026-10-01")
    text = (root / FIRST).read_text(encoding="utf-8").replace("2026-0001", "2026-0003", 1)
    text = text.replace("published: 2026-10-12", "published: 2026-11-02")
    text = text.replace("formed: 2026-09-30", "formed: 2026-10-31").replace("收缴使用", "使用")
    (root / NEW).write_text(text, encoding="utf-8")
    commit(root, "2026-11-20")
    return root


def excuse(root, until="2026-11-30", **given):
    text = waiver("T014", "entry: 2026-0003", on="2026-11-20", until=until, **given)
    (root / WAIVERS).write_text(text, encoding="utf-8")
    commit(root, "2026-11-21")


def codes(root, day):
    return [each[0] for each in seen(root, day)[0]]


def test_a_contradicted_day_is_waived_until_the_waiver_is_over(contradicted, run):
    assert codes(contradicted, TODAY) == ["T014"]
    assert run("check", root=contradicted)[0] == 1
    excuse(contradicted)
    last = date(2026, 11, 30)
    assert seen(contradicted, last) == ([], [("T014", NEW, "")])
    code, out, err = run("check", "--as-of", last, root=contradicted)
    assert code == 0
    assert "T014" not in out
    assert "1" in err
    assert WAIVERS in err
    assert codes(contradicted, last + ONE) == ["R030", "T014"]
    code, out, err = run("check", "--as-of", last + ONE, root=contradicted)
    assert code == 1
    assert "R030" in out
    assert "T014" in out
    assert WAIVERS not in err


def test_the_last_day_of_a_waiver_is_the_last_on_which_the_site_is_built(contradicted, run):
    excuse(contradicted)
    built = ("build", "--no-sheets", "--as-of")
    assert run(*built, "2026-11-30", root=contradicted)[0] == 0
    page = (contradicted / "public/oversight/index.html").read_text(encoding="utf-8")
    assert "T014" in page
    assert run("next", "--as-of", "2026-11-30", "--format", "day", root=contradicted)[1] == (
        "2026-12-01\n"
    )
    assert run(*built, "2026-12-01", root=contradicted)[0] == 1
    assert (contradicted / "public/oversight/index.html").read_text(encoding="utf-8") == page


def test_no_history_and_a_cut_one_do_not_make_a_waiver_unused(contradicted, tmp_path, make_root):
    excuse(contradicted)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{contradicted}", "copy")
    assert "R034" not in codes(tmp_path / "copy", TODAY)
    bare = make_root({NEW: (contradicted / NEW).read_bytes()}, name="bare")
    (bare / WAIVERS).write_bytes((contradicted / WAIVERS).read_bytes())
    assert codes(bare, TODAY) == []


def test_how_many_are_waived_is_told_on_the_side_in_every_form(contradicted, run):
    excuse(contradicted)
    for form in ("text", "json", "github", "sarif", "junit"):
        code, out, err = run("check", "--as-of", TODAY, "--format", form, root=contradicted)
        assert code == 0
        assert WAIVERS in err
        assert WAIVERS not in out
    assert WAIVERS not in run("check", "--as-of", TODAY, "content/pages", root=contradicted)[2]


def test_a_waiver_with_a_fault_of_its_own_does_not_take_the_others_with_it(tmp_path):
    text = waiver("I013", "entry: 2025-0001") + "- code: i13\n  entry: 2026-0002\n"
    told, waived = seen(write_sample(tmp_path, sample(**OLD, waivers=text)))
    assert {code for code, *_ in told} == {"S016", "S017"}
    assert [code for code, *_ in waived] == ["I013"]


def test_another_ending_of_the_name_is_told(make_root):
    root = make_root({"content/waivers.yml": waiver("I013", "entry: 2026-0001")})
    (found,) = pipeline.examine(root, TODAY).found
    assert (found.code, dict(found.params)["nearest"]) == ("S019", "waivers.yaml")


def test_a_public_reason_does_not_name_what_is_hidden(finds):
    text = waiver("I013", "entry: 2025-0001").replace("系统迁移", "«与 2026-0002 同")
    finds("P004", "text", **OLD, waivers=text)


def test_a_reason_that_nobody_reads_may_name_it(passes):
    text = waiver("I013", "entry: 2025-0001").replace("系统迁移", "与 2026-0002 同")
    passes(**OLD, waivers=text + "  public: false\n")
