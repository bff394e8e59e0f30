"""The rules as a whole: codes, texts, samples."""

from __future__ import annotations

import re

import pytest

from dispatch import rules
from dispatch.front import linking
from dispatch.front import pipeline
from dispatch.ground import messages
from dispatch.ground.diagnostics import Severity
from dispatch.ledger.account import account_of
from dispatch.reading.loader import load
from dispatch.rules import RULES
from dispatch.rules.samples import Sample
from dispatch.rules.samples import files
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.conftest import write_sample

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
PLACES = re.compile(r"\{(\w+)\}")
each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
with_samples = pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.bad], ids=[rule.code for rule in RULES if rule.bad]
)


@pytest.fixture(scope="module", params=LANGUAGES)
def texts(request):
    return messages.load((ROOT / "layouts" / "locale",), request.param)


def found_in(root, sample):
    return pipeline.examine(write_sample(root, sample), TODAY).found


def test_codes_are_sorted_and_codes_and_names_are_unique():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


@each_rule
def test_a_rule_says_what_it_is(rule):
    assert re.fullmatch(r"[SIEFTPRCNWLD][0-9]{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert rule.clause.strip()
    head, _, why = rule.doc.partition("\n\n")
    assert head.endswith(".")
    assert why.strip().endswith("."), "the docstring says what and why"


@each_rule
def test_a_rule_is_found_by_its_own_check_or_elsewhere(rule):
    assert (rule.check is None) == (rule.origin in ("reader", "sheets", "asked"))
    assert (
        (rule.bad is None) == (rule.good is None) == (rule.origin in ("sheets", "history", "asked"))
    )


@each_rule
def test_every_rule_has_its_texts(rule, texts):
    key = f"rules.{rule.code}"
    assert texts.first(f"{key}.what")
    assert texts.first(f"{key}.why")
    for part in ("message", "hint"):
        below = [name for name in texts.texts if name.startswith(f"{key}.{part}")]
        assert below, f"{rule.code} has no {part}"
        assert all(texts.texts[name].strip() for name in below)


def test_texts_of_rules_that_do_not_exist_are_not_kept(texts):
    codes = {name.split(".")[1] for name in texts.texts if name.startswith("rules.")}
    # What only the network can tell is no rule of the content: `links` says it.
    assert codes == {rule.code for rule in RULES} | {linking.CODE}


def test_the_languages_say_the_same_things_with_the_same_values():
    chinese, english = (
        messages.load((ROOT / "layouts" / "locale",), each) for each in ("zh-Hans", "en")
    )
    ours = {
        key: set(PLACES.findall(text)) for key, text in chinese.texts.items() if key[:6] == "rules."
    }
    theirs = {
        key: set(PLACES.findall(text)) for key, text in english.texts.items() if key[:6] == "rules."
    }
    assert ours == theirs


def test_the_small_site_is_clean(tmp_path):
    assert found_in(tmp_path, Sample()) == ()


@with_samples
def test_a_bad_sample_is_found_and_nothing_else_is(tmp_path, rule, texts):
    found = found_in(tmp_path, rule.bad)
    assert {each.code for each in found} == {rule.code}
    assert {each.severity for each in found} == {rule.severity}
    for each in found:
        path = tmp_path / each.place.path
        assert path.is_symlink() or path.exists() or rule.code == "S020"
        for part in ("message", "hint"):
            key = f"rules.{rule.code}.{part}"
            text = texts.first(f"{key}.{each.variant}", f"{key}.default", key, **dict(each.params))
            assert text, f"no {part} for {each.variant}"
            left = set(PLACES.findall(text)) & {"name", "nearest", "value", "element", "key"}
            assert not left, text


@with_samples
def test_a_good_sample_is_clean(tmp_path, rule):
    assert found_in(tmp_path, rule.good) == ()


@with_samples
def test_samples_can_be_shown(rule):
    assert rule.bad.shown.startswith("# ")
    assert rule.good.shown.startswith("# ")
    assert rule.bad.shown != rule.good.shown
    assert rule.bad.shown.replace("\n", "").isprintable()


def test_the_small_site_has_every_kind_of_file():
    folders = {file.path.split("/")[1] for file in files(Sample()) if "/" in file.path}
    assert folders >= {"entries", "pages", "postings", "feedback", "oversight", "attachments"}


def test_a_rule_is_found_by_code_and_by_name():
    assert rules.rule_of("e001") is rules.rule_of("required-element-missing")
    assert rules.rule_of("E001") in RULES
    assert rules.rule_of("X999") is None
    assert rules.nearest("E01") == "E001"
    assert rules.nearest("") == ""


def test_checking_changes_nothing_and_repeats_nothing(make_root):
    root = make_root({"content/boards.yaml": "boards: []\n"})
    site, told = load(root)
    assert site is not None
    first, second = (
        rules.check(account_of(site, TODAY), told),
        rules.check(account_of(site, TODAY), told),
    )
    assert first == second
    assert first
    assert len(set(first)) == len(first)
    assert [each.severity for each in first] == sorted(
        (each.severity for each in first), reverse=True
    )


def test_the_bureau_checks_clean():
    site, told = load(ROOT)
    assert site is not None
    assert told == ()
    assert [
        each for each in rules.check(account_of(site, TODAY)) if each.severity > Severity.INFO
    ] == []
