"""Findings in every form that somebody reads them in."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.front import pipeline
from dispatch.front.reporters import machines
from dispatch.front.reporters import people
from dispatch.front.reporters import remarks
from dispatch.front.reporters.people import excerpt
from dispatch.ground import messages
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.diagnostics import fingerprints
from dispatch.ground.source import Place
from dispatch.reading import baseline
from dispatch.rules import RULES
from tests.conftest import ROOT
from tests.conftest import tree_of

WORDS = messages.load((ROOT / "layouts/locale",), "zh-Hans")
BY_CODE = {rule.code: rule for rule in RULES}
TOOL = ROOT / "tests/browser/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
ENTRY = "content/entries/2026/2026-0001.md"


def found(count=1, severity=Severity.ERROR, path=ENTRY):
    made = []
    for line in range(1, count + 1):
        one = diagnostic("E001", Place(path, line, 3), element=f"名,称:{line}%\n|")
        made.append(type(one)(one.code, one.place, one.params, severity))
    return made


def told(*every):
    return remarks(every, WORDS, BY_CODE)


# The line and the mark under it.


def _columns(text):
    return sum(map(people._width, text))


@pytest.mark.parametrize(
    ("text", "column", "mark"),
    [
        ("item: ZA-01", 7, 6),
        ("title: 关于：会议", 10, 11),
        ("\tx", 2, 1),
        ("e\u0301x", 3, 1),
        ("", 1, 0),
    ],
)
def test_the_mark_stands_under_its_column_in_wide_letters_too(text, column, mark):
    line, under = excerpt(text, column)
    assert under == " " * mark + "^"
    assert "\t" not in line


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=300), st.integers(1, 310))
def test_an_excerpt_fits_a_terminal_and_marks_a_place_in_it(text, column):
    line, under = excerpt(text.replace("\n", ""), column)
    assert _columns(line) <= people.ROOM + 2
    assert len(under) <= people.ROOM + 2
    assert all(each.isprintable() for each in line)


def test_a_long_line_is_shown_around_its_place():
    text = "甲" * 100 + "错" + "乙" * 100
    line, under = excerpt(text, 101)
    assert line.startswith("…")
    assert line.endswith("…")
    assert _columns(line[: line.index("错")]) == under.index("^")


def test_of_a_very_long_line_only_what_is_shown_is_looked_at():
    class Line(str):
        __slots__ = ()

        def __getitem__(self, key):
            part = super().__getitem__(key)
            assert len(part) < 3 * people.ROOM
            return part

    text = Line("甲" * 100_000 + "错" + "乙" * 100_000)
    line, under = excerpt(text, 100_001)
    assert _columns(line[: line.index("错")]) == under.index("^")


# The forms.


def test_annotations_are_commands_that_github_understands():
    text, left = machines.as_github(told(*found(3)))
    lines = text.splitlines()
    assert len(lines) == 3
    assert left == ()
    pattern = r"::error file=[^,:]+,line=\d+,col=3,title=E001 [a-z-]+::[^\n]+"
    assert all(re.fullmatch(pattern, line) for line in lines)
    assert "%0A" in text
    assert "%25" in text


def test_what_github_would_drop_is_in_the_summary(tmp_path, run, make_root, monkeypatch):
    text, left = machines.as_github(told(*found(14), *found(11, Severity.WARNING, "b.md")))
    assert Counter(line.split(" ")[0] for line in text.splitlines()) == {
        "::error": 10,
        "::warning": 10,
    }
    assert len(left) == 5
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    pages = {f"content/pages/p{number}.md": "---\ntitle: 甲\nodd: 1\n---\n" for number in range(12)}
    code, out, _ = run("check", "--format", "github", root=make_root(pages))
    assert code == 1
    assert out.count("::error") == 10
    assert summary.read_text(encoding="utf-8").count("S015") == 12


def test_gitlab_gets_what_its_format_asks_for():
    rows = json.loads(machines.as_gitlab(told(*found(2), *found(1))))
    assert len({row["fingerprint"] for row in rows}) == 3
    for row in rows:
        assert set(row) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert row["location"]["lines"]["begin"] >= 1


def sarif(*every):
    return machines.as_sarif(told(*every), RULES, WORDS)


def test_sarif_has_every_rule_and_every_finding_at_its_place():
    one = diagnostic("E001", Place("content/中 文.md", 4, 2), element="甲")
    (run,) = json.loads(sarif(one))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    (result,) = run["results"]
    assert rules[result["ruleIndex"]]["id"] == "E001"
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "content/%E4%B8%AD%20%E6%96%87.md"
    assert where["region"] == {"startLine": 4, "startColumn": 2}
    assert result["partialFingerprints"] == {"dispatch/v1": one.fingerprint}


@pytest.mark.heavy
def test_sarif_is_held_by_its_schema(tmp_path):
    whole = sarif(*found(3))
    assert told_by_the_makers(tmp_path, whole) == []
    assert told_by_the_makers(tmp_path, sarif()) == []
    assert told_by_the_makers(tmp_path, whole.replace('"startLine": 1', '"startLine": 0'))
    assert told_by_the_makers(tmp_path, whole.replace('"columnKind"', '"kindOfColumn"'))


def told_by_the_makers(folder, text):
    """Return the errors that the validator of the makers of SARIF tells."""
    path = folder / "found.sarif"
    path.write_text(text, encoding="utf-8")
    TOOL.chmod(0o755)
    done = subprocess.run(
        [TOOL, "validate", path, "--rule-kind", "Sarif"],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Analysis completed successfully" in done.stdout
    return [line for line in done.stdout.splitlines() if ": error " in line]


def test_junit_is_xml_whatever_the_words_are():
    wild = diagnostic("E001", Place("content/\x1b.md"), element="\x00<&]]>")
    tree = ET.fromstring(machines.as_junit(told(wild, *found(1, Severity.INFO)), "check").encode())
    (suite,) = tree
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [bool(case.findall("failure")) for case in suite] == [True, False]
    (suite,) = ET.fromstring(machines.as_junit((), "check").encode())
    assert [case.tag for case in suite] == ["testcase"]


def test_a_table_of_markdown_stays_a_table():
    text = people.as_markdown(told(*found(2)), WORDS)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 4
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif"])
def test_fingerprints_agree_and_survive_moved_lines(run, make_root, form):
    def prints(text):
        rows = json.loads(text)
        if form == "sarif":
            return [
                each["partialFingerprints"]["dispatch/v1"] for each in rows["runs"][0]["results"]
            ]
        return [row["fingerprint"] for row in rows]

    page = "---\ntitle: 甲\nodd: 1\n---\n"
    seen = []
    for number, text in enumerate((page, page.replace("odd", "order: 3\nodd"))):
        root = make_root({"content/pages/a.md": text}, name=f"root{number}")
        seen.append(prints(run("check", "--format", form, root=root)[1]))
    assert seen[0] == seen[1] != []


def test_equal_findings_have_fingerprints_of_their_own():
    one, *_ = found(1)
    assert len(set(fingerprints([one, one, one]))) == 3
    assert fingerprints([one, one])[0] == one.fingerprint


def test_no_long_number_of_a_line_is_shown(run, make_root):
    number = "6" * 3 + "2" * 14
    root = make_root({"content/pages/a.md": f"---\ntitle: 甲\nodd: {number}\n---\n"})
    _, out, _ = run("check", root=root)
    assert "odd: *****" in out
    assert number not in out


def test_a_build_tells_the_gravest_and_how_many_more_there_are(run, make_root):
    pages = {
        f"content/pages/p{number}.md": "---\ntitle: 甲\nodd: 1\n---\n" for number in range(110)
    }
    code, _, err = run("build", "--no-sheets", root=make_root(pages))
    assert code == 1
    assert err.count("[S015]") == 100
    assert "还有 10 处" in err


# The baseline.


def test_a_baseline_passes_over_what_was_there_and_tells_what_is_new(run, make_root):
    root = make_root({"content/entries/notes.txt": "x"})
    path = root / ENTRY
    old = path.read_text(encoding="utf-8")
    path.write_text(old.replace("item: ", "item: Z"), encoding="utf-8")
    assert run("check", root=root)[0] == 1
    code, _, err = run("check", "--write-baseline", root=root)
    assert code == 0
    assert baseline.PATH in err
    code, out, err = run("check", root=root)
    assert (code, "I004" in out) == (0, False)
    assert "1 处" in err
    path.write_text(
        "\n".join(("---", "number: 甲", *old.replace("item: ", "item: Z").splitlines()[1:])),
        encoding="utf-8",
    )
    assert run("check", root=root)[0] == 0, "lines moved, and nothing else"
    path.write_text(old.replace("item: ", "item: Y"), encoding="utf-8")
    assert run("check", root=root)[0] == 1, "another value is another finding"
    path.write_text(old, encoding="utf-8")
    code, _, err = run("check", root=root)
    assert code == 0
    assert f"{ENTRY} I004" in err


def test_what_must_not_be_public_cannot_be_passed_over(run, make_root):
    root = make_root({"content/pages/a.md": "---\ntitle: 甲\nodd: 1\n---\n"})
    assert run("check", "--write-baseline", root=root)[0] == 1
    assert run("check", root=root)[0] == 1


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"findings-1": [{}]}', '{"findings-1": 3}', "[" * 9999]
)
def test_a_damaged_baseline_is_told_and_nothing_is_passed_over(run, make_root, text):
    root = make_root({baseline.PATH: text})
    before = tree_of(root)
    code, _, err = run("check", root=root)
    assert code == 1
    assert baseline.PATH in err
    assert tree_of(root) == before


def test_the_same_findings_make_the_same_baseline():
    every = [*found(3), *found(2)]
    assert baseline.text_of(every) == baseline.text_of(reversed(every))
    known = tuple(
        baseline.Known(**row) for row in json.loads(baseline.text_of(every))["findings-1"]
    )
    assert baseline.sift(every, known) == baseline.Sifted(found=(), passed=5)


# The rules themselves.


@pytest.mark.heavy
def test_every_rule_fires_and_one_that_does_not_is_told(run, tmp_path, monkeypatch):
    code, out, _ = run("rules", "selftest", root=tmp_path)
    assert code == 0, out
    real = pipeline.examine

    def deaf(root, day):
        seen = real(root, day)
        kept = tuple(each for each in seen.found if each.code != "I004")
        return type(seen)(account=seen.account, found=kept)

    monkeypatch.setattr(pipeline, "examine", deaf)
    code, out, _ = run("rules", "selftest", root=tmp_path)
    assert code == 1
    assert "I004" in out.splitlines()[0]
