"""Words for people: whole in every language, and from catalogues that can be read."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import dispatch
from dispatch.ground import messages
from dispatch.ground.errors import DispatchError
from tests.conftest import ROOT

FOLDERS = (ROOT / "layouts" / "locale",)
HANS = messages.load(FOLDERS, "zh-Hans")
ENGLISH = messages.load(FOLDERS, "en")


def subclasses(cls):
    for each in cls.__subclasses__():
        yield each
        yield from subclasses(each)


def test_both_catalogues_have_the_same_keys():
    # English help for the keys of content files is what their docstrings say.
    explained = [key for key in HANS.texts if not key.startswith("schema.noun.")]
    assert sorted(explained) == sorted(ENGLISH.texts)


def test_both_texts_have_the_same_places():
    # Chinese needs no plural and no names of months, so a place may be left out on one side.
    invented = {
        key: (hans, english)
        for key in ENGLISH.texts
        for hans, english in [
            [set(messages._PLACE.findall(each.texts[key])) for each in (HANS, ENGLISH)]
        ]
        if not (hans >= english or english >= hans or key.endswith(".day"))
    }
    assert not invented


def test_every_error_has_its_sentence():
    for module in pkgutil.walk_packages(dispatch.__path__, "dispatch."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    keys = {
        each.key for each in subclasses(DispatchError) if each.__module__.startswith("dispatch")
    }
    assert len(keys) > 15
    assert not [key for key in sorted(keys) if not HANS.has(f"errors.{key}")]


def test_the_traditional_script_is_made_from_the_simplified():
    hant = messages.load(FOLDERS, "zh-Hant")
    assert hant.text("cli.count.none") == "檢查通過，沒有發現問題。"
    assert sorted(hant.texts) == sorted(HANS.texts)
    for key, text in hant.texts.items():
        assert messages._PLACE.findall(text) == messages._PLACE.findall(HANS.texts[key])


def test_a_place_that_nobody_fills_stays():
    words = messages.Messages(language="en", texts={"a": "{x} and {y}", "b": "{key}"})
    assert words.text("a", x=1) == "1 and {y}"
    assert words.text("b", key="k") == "k"
    assert words.first("z", "b", key="k") == "k"
    assert words.first("z") == ""


def test_a_root_may_have_words_of_its_own(tmp_path):
    (tmp_path / "zh-Hans").mkdir()
    text = "cli: {count: {none: 没有问题。}}\n"
    (tmp_path / "zh-Hans" / "own.yaml").write_text(text, encoding="utf-8")
    words = messages.load((tmp_path, *FOLDERS), "zh-Hans")
    assert words.text("cli.count.none") == "没有问题。"
    assert words.text("cli.version" if words.has("cli.version") else "cli.option.version")


def test_a_damaged_catalogue_is_said_with_its_place(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "own.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(messages.CatalogueDamagedError) as caught:
        messages.load((tmp_path,), "en")
    assert dict(caught.value.params)["place"] == "en/own.yaml:2:1"
