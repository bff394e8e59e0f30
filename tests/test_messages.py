"""Words for people: whole in every language, and from catalogues that can be read."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import dispatch
from dispatch.ground import messages
from dispatch.ground import scripts
from dispatch.ground.errors import DispatchError
from tests.conftest import ROOT

FOLDERS = (ROOT / "layouts" / "locale",)
CHINESE = re.compile(r"[\u3400-\u9fff]")
HANS = messages.load(FOLDERS, "zh-Hans")
HANT = messages.load(FOLDERS, "zh-Hant")
ENGLISH = messages.load(FOLDERS, "en")
OTHER_PLACES = {
    "new.text.statement": "the period goes before the title in Chinese alone",
    "plan.day": "English names its months",
}
FORMATS = ("site.data.forms.", "site.data.schema-link")
"""Keys of texts that name a format, which is the same in every language."""
ABOUT_CHINESE = {
    "rules.N001.why": "names 约 and 余",
    "rules.N002.what": "names 大写",
    "rules.N003.why": "quotes round figures",
    "rules.N005.message.weekday": "quotes the day of the week",
    "rules.N006.why": "names 元 and 万元",
    "rules.C006.hint.default": "shows how a name is shortened",
    "rules.C007.hint.default": "the same",
    "rules.W006.message.ordinal": "quotes 第",
    "rules.W006.why": "shows a document number",
    "rules.F011.hint.event-open": "quotes 及时",
}
"""Keys of English texts that speak of Chinese words, each with why."""


def subclasses(cls):
    for each in cls.__subclasses__():
        yield each
        yield from subclasses(each)


@pytest.mark.parametrize("words", [HANT, ENGLISH], ids=["zh-Hant", "en"])
def test_all_catalogues_have_the_same_keys(words):
    assert sorted(HANS.texts) == sorted(words.texts)


def test_the_catalogue_of_the_traditional_script_has_only_what_is_to_be_other():
    own = messages._catalogue(FOLDERS[0], "zh-Hant")
    made = messages._traditional(messages._catalogue(FOLDERS[0], "zh-Hans"))
    assert own
    assert not [key for key, text in own.items() if made.get(key, text) == text]


@pytest.mark.parametrize("words", [HANT, ENGLISH], ids=["zh-Hant", "en"])
def test_all_texts_have_the_same_places(words):
    def places(each, key):
        return set(messages._PLACE.findall(each.texts[key]))

    other = {key for key in HANS.texts if places(HANS, key) != places(words, key)}
    assert other == (set() if words is HANT else set(OTHER_PLACES))


def test_no_text_is_empty_or_left_in_another_language():
    for words in (HANS, HANT, ENGLISH):
        assert all(words.texts.values())
    assert {key for key, text in ENGLISH.texts.items() if CHINESE.search(text)} == set(
        ABOUT_CHINESE
    )
    simplified, _ = scripts.scripts()
    left = {key for key, text in HANT.texts.items() if simplified & set(text)}
    assert left == {"site.script.zh-Hans"}
    latin = {
        key
        for key, text in HANS.texts.items()
        if re.search(r"[A-Za-z]{3}", re.sub(r"\{[\w-]+\}", "", text)) and not CHINESE.search(text)
    }
    assert {key for key in latin if not key.startswith(FORMATS)} == set()


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
    assert HANT.text("cli.count.none") == "檢查通過，沒有發現問題。"
    assert HANT.text("site.script.zh-Hans") == HANS.text("site.script.zh-Hans")


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
