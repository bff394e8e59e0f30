"""No words outside of the catalogues: neither in layouts nor in the program."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LAYOUTS = ROOT / "layouts"
PACKAGE = ROOT / "dispatch"
HANZI = re.compile(r"[\u3400-\u9fff]")
NAMES = {"Dispatch", "SHA-256", "Atom", "JSON", "Feed"}
"""Words that are the same in every language."""

COMMENTS = {
    ".html": r"\{#.*?#\}|<!--.*?-->",
    ".xml": r"\{#.*?#\}|<!--.*?-->",
    ".js": r"/\*.*?\*/|(?m:^\s*//[^\n]*|\s//\s[^\n]*$)",
    ".css": r"/\*.*?\*/",
    ".svg": r"<!--.*?-->",
    ".typ": r"//[^\n]*",
}
SET = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
HEARD = re.compile(r"""\s(?:title|alt|aria-label|placeholder|label|content)=["']([^"']*)["']""")
TEXT = re.compile(r">([^<>]+)<")
SENTENCE = re.compile(r"""(["'`])([A-Z][a-z]+ [a-z]+ [^"'`]*)\1""")

DATA = {
    "ground.capitals": "numerals and amounts in capitals",
    "ground.characters": "what only one of the two scripts has",
    "ground.evident": "marks that no emphasis begins with",
    "ground.excess": "marks by which tables are known",
    "ground.habits": "how people write YAML and Markdown",
    "ground.personal": "how personal data are written",
    "ground.prose": "which characters are wide",
    "ground.scripts": "the two scripts",
    "ground.secrecy": "marks of secrecy",
    "ground.slips": "slips of the keyboard",
    "model.elements": "what rows of totals are called, and how telephones are written",
    "model.sums": "what parts of tables are called",
    "reading.inspection": "marks that part one cell of a file from the next",
    "reading.parser": "a line of dashes",
    "reading.phrases": "the legal phrases of time limits",
    "rendering.opendata.register": "what begins a formula in any width",
    "rendering.sheets.content": "words of titles that stay together",
    "rendering.sheets.glyphs": "what stands for a character that no face has",
    "rendering.sheets.numbering": "how Chinese numbers headings",
    "rendering.sheets.tables": "signs in cells",
    "rendering.sheets.texts": "marks that stay with their words",
    "rendering.templates": "marks that no line begins with",
    "rules": "clauses, samples, and what is looked for in texts",
}
"""Parts of the program that hold Chinese as data, each with what it is. Not one may be added but
with a reason; and what people are told goes into the catalogues in any case."""

FEW = {
    "front.duelist": ({"＝", "＋", "－", "＠"}, "what spreadsheets take for a formula"),
    "front.scaffold": ({"、"}, "a mark between names in YAML comments"),
    "front.schema": (set(), "patterns of telephones and shares"),
    "model.board": ({"长期公开", "定期公开", "及时公开"}, "sections of a board that names none"),
    "planning.boards": ({"破损", "缺失"}, "what inspectors write of a sheet"),
    "planning.certificates": ({"完好"}, "the same"),
    "planning.norm": ({"《", "》"}, "marks that titles of laws may have already"),
    "reading.schemas": (set(), "a description that names its Chinese word"),
}
"""Modules that hold a few: the words themselves, or patterns; each with why."""


def files(*patterns: str) -> list[Path]:
    return sorted(each for pattern in patterns for each in LAYOUTS.glob(pattern))


def bare(path: Path) -> str:
    """Return a layout without its comments."""
    text = path.read_text(encoding="utf-8")
    return re.sub(COMMENTS[path.suffix], "", text, flags=re.DOTALL)


def named(path: Path) -> str:
    return path.relative_to(LAYOUTS).as_posix()


LAYOUT_FILES = files(
    "site/*", "parts/*", "records/*", "feeds/*.xml", "assets/*.*", "sheets/*.typ", "feeds/*.html"
)


@pytest.mark.parametrize("path", LAYOUT_FILES, ids=named)
def test_no_layout_holds_chinese_words(path):
    assert HANZI.findall(bare(path)) == []


@pytest.mark.parametrize("path", files("**/*.html", "**/*.xml"), ids=named)
def test_no_layout_holds_english_words(path):
    text = SET.sub("", re.sub(r"(?s)<(script|style)\b.*?</\1>", "", bare(path)))
    read = [*TEXT.findall(text), *HEARD.findall(text)]
    words = {word for each in read for word in re.findall(r"[A-Za-z][\w-]{2,}", each)}
    assert words - NAMES - SETTINGS == set()


SETTINGS = {
    "width",
    "device-width",
    "initial-scale",
    "light",
    "dark",
    "noindex",
    "no-referrer",
    "same-origin",
    "website",
    "article",
}
"""Words of `<meta>` that browsers read."""


@pytest.mark.parametrize("path", files("**/*.js", "**/*.typ"), ids=named)
def test_no_script_and_no_sheet_holds_a_sentence(path):
    assert [found[2] for found in SENTENCE.finditer(bare(path))] == []


@cache
def literals() -> dict[str, list[str]]:
    """Return the texts with hanzi or full marks in the program, docstrings left out, by module."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in told and WIDE.search(text):
                found.setdefault(name.removesuffix(".__init__"), []).append(text)
    return found


WIDE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]")


def is_data(module: str) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in DATA)


def test_no_module_holds_words_that_people_are_told():
    assert {each for each in literals() if not is_data(each)} == set(FEW)


def test_every_exception_is_still_needed():
    held = [f"{module}." for module in literals()]
    unused = [each for each in DATA if not any(name.startswith(f"{each}.") for name in held)]
    assert unused == []


@pytest.mark.parametrize("module", sorted(FEW))
def test_what_few_words_a_module_holds_does_not_grow(module):
    words, _ = FEW[module]
    patterns = [each for each in literals()[module] if each not in words]
    # A pattern is known by its signs; words alone have none.
    assert not [each for each in patterns if not re.search(r"[\[\](){}|?*+\\:]", each)]
    assert len(patterns) <= 2
