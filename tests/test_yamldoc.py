"""Strict YAML: what is kept as it is, what is refused, and where."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.ground import yamldoc
from dispatch.ground.files import source_of
from dispatch.ground.source import Place
from dispatch.ground.source import Source
from dispatch.ground.yamldoc import simple


def source(text):
    found, faults = source_of("x.yaml", text if isinstance(text, bytes) else text.encode())
    assert found is not None, faults
    return found


def read(text):
    return yamldoc.read(source(text))


def faults(text):
    _, found = read(text)
    return [(each.code, each.variant, each.place.line, each.place.column) for each in found]


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "0755",
        "12:30",
        "22:22:22",
        "1.10",
        "1_000",
        "2026-02-30",
        "330102199001011234",
        "0x1F",
        ".inf",
        "2026-1-5",
        "Yes",
        "1e3",
    ],
)
def test_a_scalar_stays_as_it_was_written(written):
    tree, found = read(f"key: {written}\n")
    assert (tree, found) == ({"key": written}, ())


@pytest.mark.parametrize("empty", ["", "~", "null"])
def test_nothing_is_nothing(empty):
    assert read(f"key: {empty}\n") == ({"key": None}, ())
    assert read("key: ''\n") == ({"key": ""}, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", ("S007", "", 2, 1)),
        ("a: {b: 1, c: 2, b: 3}\n", ("S007", "", 1, 17)),
        ("a: &x 1\n", ("S008", "anchor", 1, 4)),
        ("a: *x\n", ("S008", "alias", 1, 4)),
        ("a: !!int 3\n", ("S008", "tag", 1, 4)),
        ("<<: {a: 1}\n", ("S008", "merge", 1, 1)),
        ("%YAML 1.1\n---\na: 1\n", ("S008", "directive", 1, 1)),
        ("? [a]\n: 1\n", ("S009", "key", 1, 3)),
        ("title: 关于 #1 项目\n", ("S010", "", 1, 11)),
        ("title: #3 公示\n", ("S010", "", 1, 8)),
        ("a: [b, c #d\n  ]\n", ("S010", "", 1, 10)),
        ("title: 某事 # 补充\n", ("S010", "", 1, 11)),
        ("title: # 3\n", ("S010", "", 1, 8)),
        ("id: 1\ntitle:某事\nitem: x\n", ("S006", "space", 2, 6)),
        ("a:\n  - b\n  人数:38\nc: 1\n", ("S006", "space", 3, 5)),
        ("a: {b: 1, public：false}\n", ("S011", "", 1, 17)),
        ("a: {b: 1, public:false}\n", ("S006", "space", 1, 17)),
        ("a: {用途: x, 金额: 2,124.00}\n", ("S006", "thousands", 1, 18)),
        ("a: *重要*\n", ("S006", "indicator", 1, 5)),
        ("a: |x\n", ("S006", "indicator", 1, 5)),
        ("title: [附件] 某事\n", ("S006", "indicator", 1, 8)),
        ('title: "某" 事\n', ("S006", "indicator", 1, 8)),
        ("标题：公告\nid: 1\n", ("S011", "", 1, 3)),
        ("id: 1\n标题：公告\n", ("S011", "", 2, 3)),
        ("id: 一\n  标题：公告\n", ("S011", "", 2, 5)),
        ("a: 1\n---\nb: 2\n", ("S021", "", 2, 1)),
        ("a: b: c\n", ("S006", "colon", 1, 5)),
        ("\ta: 1\n", ("S006", "tab", 1, 1)),
        ("a:\n\t- 1\n", ("S006", "tab", 2, 1)),
        ('a: "x\n', ("S006", "quote-unclosed", 1, 4)),
        ("a: @x\n", ("S006", "indicator", 1, 4)),
        ("a: [1,\nb: 2\n", ("S006", "flow-unclosed", 3, 1)),
        ('a: "\\q"\n', ("S006", "escape", 1, 5)),
        ("- a\nb: 1\n", ("S006", "expected-key", 2, 1)),
    ],
)
def test_what_yaml_does_in_silence_is_a_fault_at_its_place(text, expected):
    assert expected in faults(text)


@pytest.mark.parametrize(
    "text", ["a: 1  # note\n", "# note\na: 1\n", "a: b#c\n", "a: 1  #\n", "a:  # x\n  - 1\n"]
)
def test_a_comment_may_stand_where_it_cuts_nothing(text):
    assert faults(text) == []


def test_hash_in_quotes_and_blocks_is_text():
    assert read("a: '关于 #1'\nb: |\n  x #1\n") == ({"a": "关于 #1", "b": "x #1\n"}, ())


BOMBS = {
    "depth": "a: " + "[" * 200_000 + "]" * 200_000,
    "mappings": "".join(" " * n + "a:\n" for n in range(1_000)),
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: [*a, *a, *a]\n" for n in range(2_000)),
    "merges": "m0: &m0 {k: 1}\n"
    + "".join(f"m{n}: &m{n}\n  <<: [*m{n - 1}]\n" for n in range(1, 9)),
    "nodes": "a: [" + "1," * 200_000 + "]",
    "key": "k" * 100_000 + ": 1\n",
    "sexagesimal": "a: " + "1:" * 80_000 + "1\n",
    "digits": "a: " + "9" * 100_000 + "\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little(name):
    begun = time.process_time()
    tree, found = read(BOMBS[name])
    assert time.process_time() - begun < 2, "the limit that a user is promised, not a benchmark"
    assert found or name in ("sexagesimal", "digits")
    assert (tree is None) == bool(found)


@pytest.mark.parametrize("line", ["a: b #c\n", "a: *x\n", "- {a：b, c}\n", "k: 1\n"])
def test_many_faults_cost_no_more_than_some(line):
    begun = time.process_time()
    _, found = read(line * 40_000)
    assert time.process_time() - begun < 2
    assert 0 < len(found) <= yamldoc.FAULT_LIMIT


def test_places_count_characters_from_one():
    text = "# 说明\n名: 张三\n表:\n  - 列: 值\n    又: [甲, 乙]\n"
    whole = source(text)
    assert yamldoc.locate(whole, 0, -1, ("名",)) == Place("x.yaml", 2, 4)
    assert yamldoc.locate(whole, 0, -1, ("表", 0, "又", 1)) == Place("x.yaml", 5, 12)
    assert yamldoc.locate(whole, 0, -1, ("表", 0, "列"), at_key=True) == Place("x.yaml", 4, 5)


def test_the_place_of_what_is_missing_is_that_of_its_owner():
    whole = source("a: 1\nb:\n  c: 2\n")
    assert yamldoc.locate(whole, 0, -1, ("b", "d")) == Place("x.yaml", 3, 3)
    assert yamldoc.locate(whole, 0, -1, ("z",)) == Place("x.yaml", 1, 1)


def test_a_block_in_a_file_keeps_the_places_of_the_file():
    text = "---\na: 1\nb:\n  - c: 中\n---\nbody\n"
    whole = source(text)
    end = text.index("---\nbody")
    assert yamldoc.read(whole, 4, end) == ({"a": "1", "b": [{"c": "中"}]}, ())
    assert yamldoc.locate(whole, 4, end, ("b", 0, "c")) == Place("x.yaml", 4, 8)


trees = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc中文", min_size=1), inner)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text("abcd标题", min_size=1), trees, min_size=1))
@settings(max_examples=100, deadline=None)
def test_what_is_dumped_is_read_back(tree):
    assert read(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=1000)) == (tree, ())


@given(st.text(st.sampled_from("ab中：: -?#[]{}&*!|>'\"%@`,\n\t~0<.x"), max_size=60))
@settings(max_examples=1500, deadline=None)
def test_any_text_gives_a_tree_or_faults_in_the_text(text):
    whole, _ = source_of("x.yaml", text.encode())
    if whole is None:
        return
    tree, found = yamldoc.read(whole)
    assert not (tree is not None and found)
    lines = whole.text.split("\n")
    for each in found:
        assert 1 <= each.place.line <= len(lines)
        assert 1 <= each.place.column <= len(lines[each.place.line - 1]) + 1


WORDS = (
    "id",
    "标题",
    "a-b",
    "2026-01-02",
    "党组，办公室",
    "“引”",
    "（一）",
    "1,200.00",
    "x y",
    "100%",
)
RARE = (
    "a: b",
    "~",
    "null",
    "-",
    "a #b",
    "[",
    "{",
    "x，y：z",
    "#",
    "&a",
    "*a",
    "!",
    "",
    " ",
    "a?",
    "b:",
)
QUOTES = ('"{}"', "'{}'", "{}", "{}", "{}")
KEYS = ("a", "b", "c", "标题", "项目-1", '"d"', "e f", "_g", "<<", "2026")


def scalar(source):
    text = source.choice(RARE if source.random() < 0.04 else WORDS)
    return source.choice(QUOTES).format(text)


def value(source, depth=0):
    kind = source.random()
    if kind < 0.7 or depth > 2:
        return scalar(source)
    some = [value(source, depth + 1) for _ in range(source.randint(1, 3))]
    if kind < 0.85:
        return "[" + ", ".join(some) + "]"
    return "{" + ", ".join(f"{source.choice(KEYS[:6])}: {each}" for each in some) + "}"


def block(source, indent=""):
    lines = []
    for key in source.sample(KEYS[:5] if source.random() < 0.9 else KEYS, source.randint(1, 4)):
        kind = source.random()
        if kind < 0.7 or len(indent) > 4:
            lines.append(f"{indent}{key}: {value(source)}")
        elif kind < 0.85:
            lines += [f"{indent}{key}:", block(source, f"{indent}  ")]
        else:
            items = (value(source) for _ in range(source.randint(1, 3)))
            lines += [f"{indent}{key}:", *(f"{indent}  - {each}" for each in items)]
    return "\n".join(lines)


def smudged(source, text):
    """Return the text with a few characters put in, taken out or doubled."""
    for _ in range(source.choice([0, 0, 1, 2])):
        at = source.randrange(len(text) + 1)
        put = source.choice(["", text[at : at + 1] * 2, *" \n:,-'\"[]{}#?%.~a：中\u3000"])
        text = text[:at] + put + text[at + 1 :]
    return text


def parsed(text):
    return yamldoc._read(Source(path="x.yaml", text=text, digest=""), 0, text)


def is_plain(text):
    """Tell whether a text is read without the parser; then both read the same in it."""
    tree = simple.tree(text)
    if tree is not None:
        assert parsed(text) == (tree, ())
        assert repr(parsed(text)[0]) == repr(tree), "in the same order"
    return tree is not None


@pytest.mark.parametrize("seed", range(4))
def test_the_plain_way_and_the_parser_agree(seed):
    source = random.Random(seed)
    assert sum(is_plain(smudged(source, block(source))) for _ in range(1500)) > 300


@given(st.text(st.sampled_from("ab中：: -?#[]{}&*!|>'\"%@`,\n\t~0<.x"), max_size=60))
@settings(max_examples=500, deadline=None)
def test_no_text_seems_plain_that_is_not(text):
    is_plain(text)
    is_plain(f"a: {text}\nb: [{text}]\nc: {{d: {text}}}\ne:\n  - {text}")


@given(st.text(max_size=12))
@settings(max_examples=500, deadline=None)
def test_no_character_seems_plain_that_is_not(text):
    for each in (text, f"a: {text}", f'a: "{text}"', f"a: [b, {text}]", f"a: b{text}c\n{text}: d"):
        is_plain(each)


@pytest.mark.parametrize("length", [100, 200, 1100, 6000])
def test_long_words_and_deep_brackets_are_read_alike(length):
    for each in ("{0}: a", "a: {0}", 'a: "{0}"', 'a: {{"{0}": "b"}}', 'a:\n  - ["{0}", "{0}"]'):
        is_plain(each.format("长" * length))
    depth = length // 50
    is_plain("a: " + "[" * depth + '"b"' + "]" * depth)
    is_plain("".join(" " * each + "a:\n" for each in range(depth)) + " " * depth + "a: b")


def test_the_front_matter_of_the_bureau_is_mostly_plain():
    root = Path(__file__).resolve().parent.parent / "content" / "entries"
    texts = [path.read_text(encoding="utf-8").split("---\n")[1] for path in root.rglob("*.md")]
    assert sum(map(is_plain, texts)) > 0.7 * len(texts)
