"""The README says what is: its commands, steps, rules and files are held against the program."""

from __future__ import annotations

import ast
import json
import re
import textwrap
from datetime import date

import pytest

import dispatch
from dispatch.front import deploying
from dispatch.ground import messages
from dispatch.rules import RULES
from tests.benchmarks import table
from tests.conftest import COMMANDS
from tests.conftest import ROOT

README = ROOT / "README.md"
ENGLISH = messages.load((ROOT / "layouts" / "locale",), "en")


def commands() -> str:
    rows = [f"| `{name}` | {ENGLISH.text(f'cli.command.{name}')} |" for name in COMMANDS]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def steps() -> str:
    found = re.findall(r"^\d\. .*?(?=^\d\. |^`front)", dispatch.__doc__, re.MULTILINE | re.DOTALL)
    return "\n".join(" ".join(step.split()) for step in found)


def what(code: str) -> str:
    return ENGLISH.text(f"rules.{code}.what")


def rules() -> str:
    rows = [
        f"| {rule.code} | {rule.name} | {rule.severity.word} | {what(rule.code)} |"
        for rule in RULES
    ]
    return "\n".join(["| code | name | severity | what |", "|---|---|---|---|", *rows])


def deploy() -> str:
    """Return what the files that `deploy` writes come to, each in a few lines."""
    folder = ROOT / "layouts" / "deploy"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    excerpts = (
        ("yaml", "github.yml", r"^on:\n.*?(?=\n\npermissions)"),
        ("yaml", "gitlab.yml", r"^    - \|\n      next=.*?(?=\n  artifacts)"),
        ("sh", "deploy.sh", r"^  send=.*?(?=\nfi\n)"),
    )
    blocks = []
    for language, name, pattern in excerpts:
        found = re.search(pattern, texts[name], re.MULTILINE | re.DOTALL)
        lines = [re.sub(r" *# @@.*", "", line) for line in found[0].splitlines()]
        body = textwrap.dedent("\n".join(line for line in lines if line))
        body = body.replace("@@cron@@", deploying.cron("Asia/Shanghai", date(2026, 1, 1)))
        blocks.append(f"```{language}\n# {name}\n{body}\n```")
    return "\n\n".join(blocks)


def speed() -> str:
    """Return the tables of what `tests/benchmarks/engine.py` has measured."""
    return table.tables(json.loads(table.RESULTS.read_text(encoding="utf-8")))


@pytest.mark.parametrize("part", [commands, steps, rules, deploy, speed])
def test_a_generated_part_of_the_readme_is_current(part, request):
    name = part.__name__
    text = README.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    assert pattern.search(text), f"the README has no place for {name}"
    current = pattern.sub(lambda match: f"{match[1]}{part()}\n{match[2]}", text)
    if request.config.getoption("--update-golden"):
        README.write_text(current, encoding="utf-8")
        return
    assert text == current, "run this test with --update-golden and look at it"


def test_the_seven_steps_are_seven():
    assert len(steps().splitlines()) == 7


def test_every_file_that_the_readme_names_is_there():
    text = README.read_text(encoding="utf-8")
    named = re.findall(r"\]\(([^)#:]+)\)", text) + re.findall(
        r"^(content/\S+|config\.yaml)", text, re.MULTILINE
    )
    named += re.findall(r"`((?:tests|dispatch|layouts|content)/[\w./]+)`", text)
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_command_that_the_readme_shows_exists():
    text = README.read_text(encoding="utf-8")
    shown = set(re.findall(r"python3 build\.py ([a-z][a-z-]*)", text))
    assert shown <= set(COMMANDS)
    assert {"check", "new", "explain", "serve", "schema", "test"} <= shown


def test_every_module_says_what_it_is():
    silent = []
    for path in sorted((ROOT / "dispatch").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        public = [
            node
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        silent += [f"{path.name}:{node.name}" for node in public if not ast.get_docstring(node)]
        if not ast.get_docstring(tree):
            silent.append(path.name)
    assert silent == []
