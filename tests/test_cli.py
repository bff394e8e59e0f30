"""The command line as a clerk meets it: words, exit codes, and what is left untouched."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys

import pytest

from dispatch.front import pipeline
from dispatch.front import reporters
from dispatch.ground.messages import LANGUAGES
from dispatch.rules import RULES
from tests.conftest import COMMANDS
from tests.conftest import ROOT
from tests.conftest import tree_of


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_reads_well_in_every_language(run, golden, command, language):
    code, out, err = run(*([command] if command else []), "--help", "--lang", language)
    if not command:
        code, out, err = run("--help")
        language = "zh-Hans"
    assert (code, err) == (0, "")
    golden(f"cli/{command or 'dispatch'}-{language}.txt", out)


def test_the_version_is_told(run):
    assert run("--version")[1] == "dispatch 0.1.0\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["biuld"], "build"),
        (["chekc"], "check"),
        (["build", "--stict"], "--strict"),
        (["check", "--format", "yaml"], "text|json"),
        (["build", "--as-of", "2026-1-5"], "YYYY-MM-DD"),
        (["build", "--as-of", "2026-02-30"], "YYYY-MM-DD"),
        (["new"], "ITEM"),
        (["serve", "--port", "99999"], "--port"),
        (["build", "--root", "no-such-folder"], "--root"),
        (["check", "--lang", "fr"], "zh-Hans|zh-Hant|en"),
    ],
)
def test_a_mistyped_line_is_answered_with_what_was_meant(run, make_root, arguments, words):
    root = make_root()
    before = tree_of(root)
    code, out, err = run(*arguments, root=root)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert tree_of(root) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["new", "A-1"], "A-01"),
        (["explain", "required-element-mising"], "required-element-missing"),
        (["new", "A-01", "--unit", "brunch-1"], "branch-1"),
        (["new", "党费"], "A-01"),
        (["explain", "X999"], "E001"),
        (["check", "no-such-file.md"], "no-such-file.md"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(run, make_root, arguments, words):
    code, _, err = run(*arguments, root=make_root())
    assert code == 1
    assert words in err


def test_outside_of_a_site_the_checkout_is_the_site(run, tmp_path):
    assert run("check", "config.yaml", root=tmp_path)[0] == 1
    assert run("explain", "S001", root=tmp_path)[0] == 0


def test_a_site_that_lost_its_config_is_not_taken_for_another(run, make_root):
    root = make_root({"config.yaml": None})
    before = tree_of(root)
    code, out, err = run("build", root=root)
    assert (code, out) == (1, "")
    assert "config.yaml" in err
    assert tree_of(root) == before


def test_a_unit_that_does_not_owe_the_item_is_told(run, make_root):
    root = make_root()
    code, _, err = run("new", "A-01", "--unit", "branch-2", root=root)
    assert code == 1
    assert "branch-1" in err


def test_a_root_without_a_site_says_what_to_do(run, tmp_path):
    code, _, err = run("check", "--root", tmp_path)
    assert code == 1
    assert "config.yaml" in err
    assert "--root" in err


def test_a_good_site_checks_clean_and_nothing_is_written(run, make_root):
    root = make_root()
    before = tree_of(root)
    code, out, err = run("check", "--as-of", "2026-11-23", root=root)
    assert (code, err) == (0, "")
    assert out == "检查通过，没有发现问题。\n"
    assert tree_of(root) == before


def broken(make_root):
    root = make_root()
    path = root / "content/entries/2026/2026-0001.md"
    path.write_text(path.read_text(encoding="utf-8").replace("item: ", "item: Z"), encoding="utf-8")
    return root


def test_a_fault_has_its_place_its_sentence_and_what_to_do(run, make_root):
    code, out, _ = run("check", root=broken(make_root))
    assert code == 1
    first, line, mark, hint, basis, *_ = out.splitlines()
    assert first.startswith("content/entries/2026/2026-0001.md:")
    assert "错误[I004]" in first
    assert line.strip() == "item: ZA-01"
    assert mark.index("^") == line.index("Z")
    assert hint.strip().startswith("怎么办：")
    assert basis.strip().startswith("依据：")
    assert "\x1b" not in out


def test_json_is_stable(run, make_root):
    code, out, err = run("check", "--format", "json", root=broken(make_root))
    assert (code, err) == (1, "")
    rows = json.loads(out)
    assert list(rows[0]) == [
        "path",
        "line",
        "column",
        "code",
        "severity",
        "rule",
        "message",
        "basis",
        "hint",
        "fingerprint",
    ]
    assert {row["code"] for row in rows} >= {"I004"}
    assert rows[0]["severity"] == "error"


def test_findings_can_be_asked_of_some_files(run, make_root):
    root = broken(make_root)
    assert run("check", "content/catalogue.yaml", root=root)[0] == 0
    assert run("check", "content/entries", root=root)[0] == 1
    assert run("check", ".", root=root)[0] == 1


def test_strict_takes_warnings_for_errors(run, make_root):
    root = make_root({"content/entries/notes.txt": "x"})
    assert run("check", root=root)[0] == 0
    assert run("check", "--strict", root=root)[0] == 1


def test_a_refused_build_changes_nothing(run, make_root):
    root = broken(make_root)
    before = tree_of(root)
    code, out, err = run("build", root=root)
    assert (code, out) == (1, "")
    assert "I004" in err
    assert tree_of(root) == before


def test_a_bug_is_kept_in_a_file_and_ends_with_three(run, make_root, monkeypatch, tmp_path):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(pipeline, "examine", fail)
    code, _, err = run("check", root=make_root())
    assert code == 3
    assert "Traceback" not in err
    (trace,) = tmp_path.glob("dispatch-*.txt")
    assert "ZeroDivisionError" in trace.read_text(encoding="utf-8")
    assert str(trace) in err


def test_a_machine_that_refuses_is_told_in_a_sentence(run, make_root, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere")

    monkeypatch.setattr("dispatch.front.pipeline.examine", refuse)
    code, out, err = run("check", root=make_root())
    assert (code, out) == (1, "")
    assert err.startswith("错误：系统不让用 /somewhere：No space left on device（ENOSPC）。")


def test_where_no_words_can_be_read_it_is_told_all_the_same(run, make_root, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("dispatch.front.pipeline.words", refuse)
    code, out, err = run("check", root=make_root())
    assert (code, out, err) == (1, "", "dispatch: [Errno 24] Too many open files\n")


def test_an_interrupt_ends_with_130(run, make_root, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "examine", stop)
    assert run("check", root=make_root())[0] == 130


def test_messages_come_in_the_language_of_the_site(run, make_root):
    root = make_root()
    config = root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    assert "language" not in text
    config.write_text(text.replace("site: {", "site: {language: en, "), encoding="utf-8")
    assert run("check", root=root)[1] == "Checked; nothing was found.\n"
    assert run("check", "--lang", "zh-Hant", root=root)[1] == "檢查通過，沒有發現問題。\n"


def test_words_of_a_root_that_cannot_be_read_are_an_error_with_a_place(run, make_root):
    root = make_root({"layouts/locale/zh-Hans/own.yaml": "a: 1\na: 2\n"})
    code, _, err = run("check", root=root)
    assert code == 1
    assert "own.yaml:2:1" in err


def test_every_rule_can_be_explained(run, make_root):
    root = make_root()
    code, listed, _ = run("explain", root=root)
    assert code == 0
    codes = [line.split()[0] for line in listed.splitlines() if not line.startswith(" ")]
    assert len(codes) >= 50
    code, out, _ = run("explain", codes[0].lower(), root=root)
    assert (code, out.split()[0]) == (0, codes[0])
    for language in ("zh-Hans", "en"):
        words = pipeline.words(None, language)
        for rule in RULES:
            text = reporters.explanation(rule, words)
            assert text.startswith(rule.code)
            assert text.count("\n\n") >= 3
            assert "{" not in text.split("\n\n")[1]


def test_a_deadline_is_counted_day_by_day(run, make_root):
    root = make_root()
    path = root / "content/catalogue.yaml"
    text = path.read_text(encoding="utf-8")
    limit = "limit: 信息形成或者变更之日起20个工作日内予以公开"
    text = re.sub(r"limit: \{.*\}", limit, text, count=1)
    assert limit in text
    path.write_text(text, encoding="utf-8")
    code, out, _ = run("when", "A-01", "2026-09-18", root=root)
    assert code == 0
    assert out.splitlines()[0].startswith("最迟 2026-10-22 公开")
    assert "2026-09-20  第1日  国庆节调休上班" in out
    code, out, _ = run("when", "A-01", "2026-12-20", "--format", "json", root=root)
    told = json.loads(out)
    assert (code, told["provisional"]) == (0, True)
    keys = ["deadline", "provisional", "earliest", "latest"]
    assert list(told) == [*keys, "calendar", "days", "clocks"]
    assert {key: told["clocks"][0][key] for key in keys} == {key: told[key] for key in keys}


def test_every_clock_of_an_item_is_told(run, make_root):
    root = make_root()
    path = root / "content/catalogue.yaml"
    whole = path.read_text(encoding="utf-8")
    ten, five = "{count: 10, unit: day}", "{count: 5, unit: working-day}"
    clocks = (
        f"posting: {{minimum: {ten}}}, objections: {{answer: {five}}}, "
        "archive: {count: 1, unit: year}"
    ).replace("}, ", "}\n    ")
    limits = {
        "standing, within: {count: 5, unit: working-day}, review: {count: 6, unit: month}": [
            ("publish", "2026-02-13", None),
            ("posted", "2026-02-24", None),
            ("answered", "2026-02-13", None),
            ("review", "2026-08-06", None),
            ("archive", None, None),
        ],
        "periodic, every: quarter, opens: {day: 5}, day: 15": [
            ("opens", "2026-04-05", None),
            ("publish", "2026-04-15", None),
            ("posted", "2026-02-24", None),
            ("answered", "2026-02-13", None),
            ("archive", None, None),
        ],
        # The first stage has no number, so there is no one day to answer with.
        "staged, stages: [{name: 事前}, {name: 事后, within: {count: 5, unit: working-day}}]": [
            ("publish", "2026-02-13", "事后"),
            ("posted", "2026-02-24", None),
            ("answered", "2026-02-13", None),
            ("archive", None, None),
        ],
        "event, from: formed": [
            ("posted", "2026-02-24", None),
            ("answered", "2026-02-13", None),
            ("archive", None, None),
        ],
        "on-request, within: {count: 5, unit: working-day}, extend: {count: 1, unit: month}": [
            ("publish", "2026-02-13", None),
            ("extended", "2026-03-13", None),
            ("posted", "2026-02-24", None),
            ("answered", "2026-02-13", None),
            ("archive", None, None),
        ],
    }
    for limit, expected in limits.items():
        text = re.sub(r"limit: \{.*\}", f"limit: {{type: {limit}}}\n    {clocks}", whole, count=1)
        path.write_text(text, encoding="utf-8")
        code, out, _ = run("when", "A-01", "2026-02-06", "--format", "json", root=root)
        assert code == 0
        dayless = limit.startswith(("staged", "event"))
        assert (json.loads(out)["deadline"] is None) == dayless
        told = json.loads(out)["clocks"]
        assert [(each["clock"], each["stage"]) for each in told] == [
            (clock, stage) for clock, _, stage in expected
        ]
        assert all(
            one["deadline"] == day for one, (_, day, _) in zip(told, expected, strict=True) if day
        )
        _, text, _ = run("when", "A-01", "2026-02-06", root=root)
        assert all(each["deadline"] in text for each in told)
        assert (told[-1]["provisional"], "暂定" in text) == (True, True)


@pytest.mark.parametrize("form", ["text", "json", "csv", "ics"])
def test_what_is_owed_is_told_in_every_form(run, make_root, form):
    code, out, err = run("due", "--format", form, "--as-of", "2026-11-23", root=make_root())
    assert (code, err) == (0, "")
    starts = {
        "text": "截至2026-11-23",
        "json": "[",
        "csv": "\ufeff",
        "ics": "BEGIN:VCALENDAR\r\n",
    }
    assert out.startswith(starts[form])


def test_a_phrase_is_read_or_refused(run, make_root):
    root = make_root()
    code, out, _ = run("limits", "--phrase", "自决定之日起5个工作日内公开", root=root)
    assert code == 0
    assert "5个工作日" in out
    code, out, _ = run("limits", "--phrase", "尽快公开", root=root)
    assert code == 1
    assert "读不准" in out
    code, out, _ = run("limits", "--format", "json", root=root)
    rows = json.loads(out)
    assert [row["item"] for row in rows] == ["A-01", "B-01"]
    assert list(rows[0]) == ["item", "read", "reading", "form"]
    assert code == (0 if all(row["read"] for row in rows) else 1)


def test_the_module_is_a_command(make_root):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "dispatch", "check"],
        cwd=make_root(),
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "检查通过，没有发现问题。\n"
