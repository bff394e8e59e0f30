"""What a start costs: a command imports what it needs, and reads the words that it says."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import pytest

from dispatch.ground import messages
from tests.conftest import ROOT

LOCALE = ROOT / "layouts" / "locale"
LANGUAGES = pytest.mark.parametrize("language", messages.LANGUAGES)
MAKERS = {
    *("jinja2", "markdown", "nh3", "typst", "segno", "xlsxwriter"),
    *("dispatch.planning", "dispatch.rendering"),
}
"""What only pages, sheets and files of data are made with."""
READERS = {
    *("pydantic", "pydantic_core", "frontmatter", "PIL", "pypdf", "chinese_calendar", "holidays"),
    *(f"dispatch.{floor}" for floor in ("model", "clock", "reading", "ledger", "rules")),
    "dispatch.publishing",
}
SCRIPT = """
import json, sys
from dispatch.front.cli import main
code = main(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]))
"""


def imported(*arguments):
    """Return the exit code of a command, and what it imports."""
    command = [sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    code, names = json.loads(done.stdout.splitlines()[-1])
    return code, set(names)


def test_help_imports_nothing_that_reads_checks_or_makes():
    code, names = imported("--help")
    assert code == 0
    assert not names & (MAKERS | READERS | {"opencc", "subprocess", "dispatch.ground.personal"})


@pytest.mark.parametrize("command", ["build", "check", "due", "round", "score"])
def test_the_help_of_a_command_imports_no_more_than_its_choices_need(command):
    code, names = imported(command, "--help")
    assert code == 0
    assert not names & (MAKERS | {"opencc", "dispatch.rules", "dispatch.ledger"})


def test_a_check_imports_nothing_that_makes():
    code, names = imported("check", "content/boards.yaml")
    assert code == 0
    assert "dispatch.rules" in names
    assert not names & MAKERS


@LANGUAGES
def test_words_that_are_read_when_they_are_needed_are_the_same_words(language):
    at_once = messages.load((LOCALE,), language)
    later = messages.load((), language, beneath=LOCALE)
    assert later.text("cli.help") == at_once.text("cli.help")
    assert not later.has("cli.no-such-text")
    assert not later.has("no-such-head")
    assert dict(later.texts) == at_once.texts
    assert len(later.texts) == len(at_once.texts)
    assert later.whole() == at_once
    assert pickle.loads(pickle.dumps(later)) == later


@LANGUAGES
def test_words_of_a_root_go_before_those_beneath(tmp_path, language):
    own = tmp_path / language
    own.mkdir()
    (own / "own.yaml").write_text("cli: {help: 栏}\nextra: {one: 栏}\n", encoding="utf-8")
    words = messages.load((tmp_path,), language, beneath=LOCALE)
    assert words.text("cli.help") == words.text("extra.one") == "栏"
    assert words.text("cli.command.build")
    assert dict(words.texts) == messages.load((tmp_path, LOCALE), language).texts
