"""What a layout is made of is all that it takes in, and nothing else."""

from __future__ import annotations

import pytest

from dispatch.front import pipeline
from dispatch.front import setting
from dispatch.rendering.templates import Templates
from dispatch.rendering.templates.closure import digest_of
from tests.conftest import tree_of
from tests.test_unchanged import build
from tests.test_unchanged import clean

SOURCES = {
    "page": '{% extends "base" %}{%- from "macros" import one -%}',
    "base": "{% include 'part' %}",
    "macros": "{% macro one() %}{% endmacro %}",
    "part": "a",
    "other": "b",
    "any": '{% include "parts/" ~ name %}',
    "free": "{% include name %}",
}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("page", {"page", "base", "macros", "part"}),
        ("base", {"base", "part"}),
        ("other", {"other"}),
        ("any", set(SOURCES)),
        ("free", set(SOURCES)),
    ],
)
def test_a_layout_changes_with_what_it_takes_in_alone(name, parts):
    before = digest_of([name], SOURCES)
    for each, source in SOURCES.items():
        changed = SOURCES | {each: f"{source}!"}
        assert (digest_of([name], changed) != before) == (each in parts), each


def test_every_layout_of_ours_says_what_it_takes_in(make_root):
    root = make_root()
    layouts = Templates(pipeline.layout_folders(root), pipeline.words(root, "zh-Hans"))
    whole = layouts.digest("site/base.html")
    assert layouts.digest("site/missing.html") != whole
    assert layouts.digest("site/base.html") == whole


@pytest.mark.parametrize("part", ["parts/norm.html", "parts/footer.html", "site/base.html"])
def test_a_part_that_changes_is_seen_on_every_page_that_has_it(make_root, tmp_path, part):
    root = make_root()
    build(root)
    ours = pipeline.layout_folders(root)[-1] / part
    own = root / "layouts" / part
    own.parent.mkdir(parents=True)
    own.write_text(ours.read_text("utf-8") + "<!-- changed -->\n", "utf-8")
    build(root)
    made = tree_of(root / "public")
    assert any("<!-- changed -->" in str(each) for each in made.values())
    assert made == clean(root, tmp_path)


def test_pages_that_are_what_they_were_are_not_set_again(make_root, monkeypatch):
    root = make_root()
    build(root)
    entry = root / "content/entries/2026/2026-0001.md"
    entry.write_text(entry.read_text("utf-8") + "\n又一段。\n", "utf-8")
    taken = []
    real = setting.taken

    def noting(each, *given):
        taken.extend(file.path for file in each.files if each.kept)
        return real(each, *given)

    monkeypatch.setattr(setting, "taken", noting)
    build(root)
    assert "about/index.html" not in taken
    assert len(taken) > 10
    assert "entries/2026/2026-0001/index.html" not in taken
