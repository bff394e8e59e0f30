"""The legal phrase of a time limit: read with certainty, or refused."""

from __future__ import annotations

import random
import re
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from dispatch.ground import messages
from dispatch.model.catalogue import Event
from dispatch.model.catalogue import Phrase
from dispatch.model.catalogue import Standing
from dispatch.model.catalogue import TimeLimit
from dispatch.model.values import Duration
from dispatch.reading import phrases
from dispatch.reading.phrases import Clock
from dispatch.reading.phrases import Reading
from dispatch.reading.phrases import Refusal
from dispatch.reading.phrases import canonical
from dispatch.reading.phrases import grammar
from dispatch.reading.phrases import guard
from dispatch.reading.phrases import notation
from dispatch.reading.phrases import numerals
from dispatch.reading.phrases import read_phrase
from dispatch.reading.phrases import resolved
from dispatch.reading.phrases import script
from dispatch.reading.phrases.base import Meaning
from tests.conftest import ROOT

CORPUS = yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8"))
LIMIT = TypeAdapter(TimeLimit)
LENGTH = TypeAdapter(Duration)
READ = [each for each in CORPUS["real"] if "limit" in each]
REFUSED = [*(each for each in CORPUS["real"] if "refused" in each), *CORPUS["near_misses"]]
SPOKEN = [messages.load((ROOT / "layouts" / "locale",), each) for each in ("zh-Hans", "en")]


def meaning(reading):
    """Return what a reading says, without the wording."""
    assert isinstance(reading, Reading), reading
    return replace(reading.limit, phrase=None), reading.extra


def clocks(written):
    return tuple(
        Clock(name=name, length=None if value == "prompt" else LENGTH.validate_python(value))
        for name, value in written.items()
    )


def chinese(number):
    """Return a number from 1 to 999 as statutes write it."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    head = f"{digits[hundreds]}百" if hundreds else ""
    gap = "零" if hundreds and units and not tens else ""
    ten = "" if not tens else "十" if tens == 1 and not hundreds else f"{digits[tens]}十"
    return head + gap + ten + (digits[units] if units else "")


def fullwidth(number):
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


# The corpus.


def test_the_corpus_is_as_large_as_it_claims():
    assert len(CORPUS["real"]) >= 150
    assert len(CORPUS["near_misses"]) >= 90
    whole = [(each["phrase"], each.get("source")) for each in CORPUS["real"]]
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("case", READ, ids=lambda case: case["phrase"][:40])
def test_a_real_phrase_is_read_as_it_is_meant(case):
    found = read_phrase(case["phrase"])
    expected = LIMIT.validate_python(case["limit"]), clocks(case.get("extra", {}))
    assert meaning(found) == expected
    assert found.limit.phrase == case["phrase"].strip()
    assert found.certain is True


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["phrase"][:40])
def test_what_is_not_certain_is_refused(case):
    found = read_phrase(case["phrase"])
    assert isinstance(found, Refusal), found
    assert found.reason == case["refused"]


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
def test_both_scripts_are_read_alike(config):
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC(config).convert
    for case in READ:
        written = convert(case["phrase"])
        assert meaning(read_phrase(written)) == meaning(read_phrase(case["phrase"])), written
    for case in REFUSED:
        assert isinstance(read_phrase(convert(case["phrase"])), Refusal), case["phrase"]


def test_dirt_of_tables_changes_nothing():
    plain = "自信息形成或者变更之日起20个工作日内公开，公示期不少于5个工作日"
    dirty = (
        plain + "。",
        plain + "；",
        plain.replace("，", ","),
        plain.replace("，", "\n"),
        plain.replace("，", "；"),
        plain.replace("20", " 20 ").replace("5", "５"),
        "\n".join(re.findall(r"[0-9]+|[^0-9]", plain)),
        "\u3000" + plain.replace("之日", "之\u00a0日") + "\u200b",
        plain.replace("个", "个(gè)").replace("内", "内(nèi)"),
        plain.replace("，公示期不少于5个工作日", "（公示期不少于5个工作日）"),
    )
    for each in dirty:
        assert meaning(read_phrase(each)) == meaning(read_phrase(plain)), each


def test_the_phrases_of_the_bureau_say_what_its_catalogue_says():
    """Where a limit has both a structure and a phrase, the phrase is read as the structure."""
    text = (ROOT / "content" / "catalogue.yaml").read_text(encoding="utf-8")
    limits = [item["limit"] for item in yaml.safe_load(text)["items"]]
    assert len(limits) == 40
    for limit in limits:
        phrase = limit if isinstance(limit, str) else limit["phrase"]
        found, _ = meaning(read_phrase(phrase))
        if isinstance(limit, str):
            continue
        stated = replace(LIMIT.validate_python(limit), phrase=None)
        if isinstance(stated, Standing):  # how often it is looked at again is not in the phrase
            stated = replace(stated, review=None)
        if isinstance(stated, Event):  # 支部研究确定 is a decision, the catalogue has it as formed
            assert isinstance(found, Event)
            stated = replace(stated, after=found.after)
        assert found == stated, phrase


# What is said of a reading or a refusal.


def test_every_reading_can_be_said():
    for case in READ:
        found = read_phrase(case["phrase"])
        for words in SPOKEN:
            parts = [found.reading, *(phrases.clock_said(each) for each in found.extra)]
            for part in parts:
                sentence = phrases.spoken(part, words)
                assert sentence
                assert "{" not in sentence


def test_a_reading_says_its_number_and_quotes_its_event():
    found = read_phrase("部门预算经本级财政部门批复后20日内公开")
    hans, english = (phrases.spoken(found.reading, words) for words in SPOKEN)
    assert hans == "“部门预算经本级财政部门批复”（按决定作出计）之日起20日内公开，当天不计"
    assert "within 20 days of “部门预算经本级财政部门批复”" in english
    traditional = read_phrase("自選舉結果確定之日起5個工作日內公開")
    assert "“選舉結果確定”" in phrases.spoken(traditional.reading, SPOKEN[0])


def test_every_refusal_has_a_reason_a_place_and_a_form_to_write_instead():
    for case in REFUSED:
        phrase = case["phrase"]
        found = read_phrase(phrase)
        params = dict(found.params)
        for words in SPOKEN:
            assert words.has(f"phrases.refused.{found.reason}"), found.reason
            assert "{" not in words.text(f"phrases.refused.{found.reason}", **params)
        assert 0 <= found.place < len(phrase)
        first = "".join(params["words"].split())[:1]
        assert phrase[found.place] == first, (phrase, found)
        if found.reason != "ditto":
            assert found.suggestion, phrase


def test_no_reason_is_without_its_case():
    """Every reason that the locale knows is met by a phrase above, or by these."""
    others = {"empty": "", "too-long": "公" * 201}
    known = {
        key.removeprefix("phrases.refused.")
        for key in SPOKEN[0].texts
        if key.startswith("phrases.refused.")
    }
    for reason, phrase in others.items():
        assert read_phrase(phrase).reason == reason
    met = {case["refused"] for case in REFUSED} | set(others)
    met.add(resolved(("按规定公开", "同上"))[1].reason)
    assert known - met == {"ambiguous", "numbers"}
    assert met <= known


def test_the_suggested_form_is_a_limit_once_its_blanks_are_filled():
    for case in REFUSED:
        suggestion = read_phrase(case["phrase"]).suggestion
        if not suggestion:
            continue
        filled = suggestion
        for blank, value in (("count: …", "5"), ("unit: …", "day"), ("from: …", "formed")):
            filled = filled.replace(blank, f"{blank[:-1]}{value}")
        filled = filled.replace("every: …", "every: year").replace("day: …", "day: 5")
        filled = filled.replace("month: …", "month: 1")
        tree = yaml.safe_load(filled)
        LIMIT.validate_python(tree["limit"])
        assert "…" not in filled, case["phrase"]


def test_a_suggestion_keeps_the_number_that_is_beyond_doubt():
    assert "{count: 20, unit: working-day}" in read_phrase("20个工作日").suggestion
    assert "{count: 20, unit: day}" in read_phrase("20日内").suggestion
    assert "month: 1, day: 20" in read_phrase("每季度的首個月20日").suggestion
    assert "every: half-year" in read_phrase("每半年").suggestion
    for phrase, dates in (
        ("每年1月1日至31日公开", "opens: {month: 1, day: 1}, month: 1, day: 31"),
        ("每季度首月5日至15日公开", "opens: {month: 1, day: 5}, month: 1, day: 15"),
    ):
        assert dates in read_phrase(phrase).suggestion
    assert "posting: {minimum: {count: 5" in read_phrase("公示期不少于5个工作日").suggestion


def test_the_place_is_that_of_the_words_in_the_cell_as_it_stands():
    cell = "自信息形成\n之日起 20个(gè)工作日内，尽快报送"
    found = read_phrase(cell)
    assert cell[found.place :].startswith("尽快报送") or cell[found.place :] == "报送"


# Numbers.


def test_every_numeral_in_use_is_the_same_number():
    for number in range(1, 367):
        for written in (str(number), fullwidth(number), chinese(number)):
            found, _ = meaning(read_phrase(f"自形成之日起{written}日内公开"))
            assert found.within == LENGTH.validate_python({"count": number, "unit": "day"})


@pytest.mark.parametrize("number", [1, 2, 3, 5, 7, 10, 12, 15, 20, 25, 30])
def test_a_number_means_the_same_wherever_it_stands(number):
    shapes = (
        "自决定之日起{}个工作日内公开",
        "长期公开，变更后{}个工作日内更新",
        "每季度结束后{}个工作日内公开",
        "自收到申请之日起{}个工作日内答复",
        "信息形成后5个工作日内公开，公示期不少于{}个工作日",
        "每季度首月{}日前公开上季度情况",
        "事前、事中、事后公开，各在信息形成之日起{}个工作日内",
    )
    for shape in shapes:
        systems = [str(number), fullwidth(number), chinese(number)]
        systems += ["廿"] if number == 20 else ["两"] if number == 2 and "个" in shape else []
        found = {meaning(read_phrase(shape.format(written))) for written in systems}
        assert len(found) == 1, shape
        assert str(number) in canonical(*found.pop())


@pytest.mark.parametrize(
    "written",
    ["", "〇", "零", "一百五", "二〇", "2十", "十百", "二百二", "两十", "十两", "01", "百"],
)
def test_what_is_no_numeral_in_use_is_no_number(written):
    assert numerals.number(written) is None


def test_working_days_and_days_are_never_mixed():
    for unit, name in (("日", "day"), ("天", "day"), ("个工作日", "working-day")):
        for shape in ("自形成之日起20{}内公开", "每季度结束后20{}内公开", "制定后不超过20{}公开"):
            found, _ = meaning(read_phrase(shape.format(unit)))
            assert found.within.unit.value == name


# Guards.


def test_the_guard_catches_a_limit_with_other_numbers():
    text = "自形成之日起20个工作日内公开，公示期不少于5日"
    true = read_phrase(text)
    assert guard.agrees(text, Meaning(limit=true.limit, extra=true.extra))
    for within in ({"count": 20, "unit": "day"}, {"count": 2, "unit": "working-day"}):
        wrong = replace(true.limit, within=LENGTH.validate_python(within))
        assert not guard.agrees(text, Meaning(limit=wrong, extra=true.extra))
    assert not guard.agrees(text, Meaning(limit=true.limit))


def test_the_canonical_phrase_reads_back_as_the_same():
    for case in READ:
        first = meaning(read_phrase(case["phrase"]))
        wording = canonical(*first)
        assert wording, case["phrase"]
        assert meaning(read_phrase(wording)) == first, wording


@cache
def _rules():
    return grammar._rules()


def _sentence(part, chance):
    """Return a random sentence of a part of the grammar."""
    match part:
        case notation.Word(text):
            return text
        case notation.Ref(name):
            return _terminal(name, chance) or _sentence(_rules()[name], chance)
        case notation.Choice(parts):
            return _sentence(chance.choice(parts), chance)
        case notation.Maybe(inner):
            parts = (inner,) if chance.random() < 0.4 else ()
        case notation.Many(inner):
            parts = (inner,) * chance.choice([0, 0, 1])
        case notation.Row(parts):
            pass
    return "".join(_sentence(each, chance) for each in parts)


def _terminal(name, chance):
    number = chance.choice([str, chinese, fullwidth])(chance.randint(1, 60))
    return {
        "NUMBER": number,
        "DATE": str(chance.randint(1, 31)),
        "EVENT": chance.choice(["信息形成", "决定", "内容变更", "收到申请", "受理"]),
        "OBJECT": chance.choice(["情况", "处理结果", "财务收支情况"]),
        "AGENT": "财政部门",
        "GAP": " ",
    }.get(name, "")


@pytest.mark.heavy
def test_any_sentence_of_the_grammar_is_read_faithfully_or_refused():
    chance = random.Random(20261123)
    read = 0
    for _ in range(3000):
        text = _sentence(_rules()["phrase"], chance)
        found = read_phrase(text)
        if isinstance(found, Refusal):
            assert found.reason != "numbers", text
            continue
        read += 1
        first = meaning(found)
        wording = canonical(*first)
        assert meaning(read_phrase(wording)) == first, (text, wording)
    assert read > 150


LENGTHS = re.compile(r"[0-9]+(?:日|个工作日|个月|年)")


def _shape(found):
    """Return the canonical phrase with its lengths left out: the guard vouches for those."""
    return LENGTHS.sub("N", canonical(*meaning(found)))


@pytest.mark.heavy
def test_lost_characters_never_make_another_meaning():
    """A phrase that lost characters is refused, means the same, or is a phrase in its own right.

    Those in their own right were looked at one by one; they stand in the corpus. Where only a
    length differs, the guard has compared it with the text that is left.
    """
    vetted = set(CORPUS["remains"])
    found, met = set(), set()
    for case in READ:
        whole = read_phrase(case["phrase"])
        for left in _remains(case["phrase"]):
            part = read_phrase(left)
            if isinstance(part, Reading) and _shape(part) != _shape(whole):
                (met if left in vetted else found).add(left)
    assert not found
    assert met == vetted


def _remains(phrase):
    text = script.line(phrase).text
    return {
        text[:at] + text[at + lost :]
        for lost in (1, 2, 3)
        for at in range(len(text) - lost + 1)
        if len(text) < 45
    }


# Rows of a catalogue.


def test_the_same_as_above_is_the_row_above():
    rows = ("信息形成后20个工作日内公开", "同上", "同 上。", "〃", "长期公开", "同前")
    found = resolved(rows)
    assert [meaning(each) for each in found[:4]] == [meaning(found[0])] * 4
    assert meaning(found[5]) == meaning(found[4])
    assert found[1].limit.phrase == rows[0]


def test_the_same_as_above_needs_a_row_above_that_was_read():
    first, refused, below, lower = resolved(("同上", "尽快公开", "同上", "〃"))
    assert first.reason == "ditto"
    assert refused.reason == "vague"
    assert (below.reason, lower.reason) == ("ditto-refused", "ditto-refused")


def test_a_structured_row_is_its_own_reading():
    limit = LIMIT.validate_python({"type": "periodic", "every": "quarter", "month": 1, "day": 15})
    worded = Phrase(phrase="同上")
    rows = resolved((limit, worded, Phrase(phrase="长期公开")))
    assert [each.limit for each in rows[:2]] == [limit, limit]
    assert isinstance(rows[2].limit, Standing)
    for words in SPOKEN:
        assert "15" in phrases.spoken(rows[0].reading, words)


# Time.


@pytest.mark.parametrize(
    "text",
    [
        "及时" * 100,
        "事前、" * 60,
        "事前 " * 60,
        "形成后5日内公开，" * 22,
        "自信息形成或者变更" * 22,
        "自形成之日起20日内" + "依法向社会" * 30 + "公开",
        "形成、" * 60 + "后5日内",
        "，" * 200,
        "一" * 200,
        "每季度" * 66,
    ],
    ids=lambda text: text[:10],
)
def test_no_phrase_takes_long(text):
    start = time.monotonic()
    read_phrase(text[:200])
    assert time.monotonic() - start < 3
