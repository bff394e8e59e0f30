"""What sets pages can be sent to where the files of the layouts are not."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.ground import messages
from dispatch.rendering.pages import Pressroom
from dispatch.rendering.templates import LayoutError
from dispatch.rendering.templates import Templates
from tests.browser import sample

LAYOUTS = Path(__file__).resolve().parent.parent / "layouts"
OWN = "{% extends 'site/base.html' %}{% block main %}<p>\n{{ board.nothing }}</p>{% endblock %}"


def room_of(*folders, **given):
    words = messages.load(tuple(each / "locale" for each in folders), "zh-Hans")
    return Pressroom(sample.site(), Templates(folders, words, **given))


def sent(value):
    return pickle.loads(pickle.dumps(value))


@pytest.fixture
def layouts(tmp_path):
    """Return a copy of the layouts that can be taken away."""
    kinds = ("site", "parts", "assets", "locale")
    for kind in kinds:
        shutil.copytree(LAYOUTS / kind, tmp_path / "layouts" / kind)
    return tmp_path / "layouts"


@pytest.mark.parametrize("given", [{}, {"integrity": True}, {"within": "hant/"}])
def test_pages_are_the_same_where_the_files_are_not(layouts, given):
    room = room_of(layouts, **given)
    here = [room.print(leaf) for leaf in room.leaves]
    printer, leaves = sent((room.printer, room.leaves))
    shutil.rmtree(layouts)
    assert [printer(leaf) for leaf in leaves] == here


def test_what_sets_leaves_does_not_carry_the_site():
    view, templates = sample.site(), room_of(LAYOUTS).editions[0].press.templates
    less = replace(view, entries=())
    assert view.entries
    sizes = {len(pickle.dumps(Pressroom(each, templates).printer)) for each in (view, less)}
    assert len(sizes) == 1


def test_code_of_another_python_is_made_anew(layouts, monkeypatch):
    room = room_of(layouts)
    room.editions[0].press.templates.prepare()
    told = pickle.dumps(room.printer)
    here = [room.print(leaf) for leaf in room.leaves]
    monkeypatch.setattr("sys.version", "another")
    assert [pickle.loads(told)(leaf) for leaf in room.leaves] == here


def test_a_layout_that_fails_elsewhere_is_told_by_its_line(layouts):
    (layouts / "site" / "board.html").write_text(OWN, encoding="utf-8")
    printer, leaves = sent(((room := room_of(layouts)).printer, room.leaves))
    board = next(each for each in leaves if each.layout == "board")
    with pytest.raises(LayoutError) as here:
        room.print(board)
    with pytest.raises(LayoutError) as there:
        printer(board)
    assert dict(there.value.params)["layout"] == "site/board.html"
    assert there.value.params == here.value.params
