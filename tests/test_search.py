"""The index of the search, read as its script reads it, held against a plain look at the text."""

from __future__ import annotations

import gzip
import random
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.ground.prose import plain
from dispatch.planning.views.finding import FacetView
from dispatch.planning.views.finding import FindingView
from dispatch.planning.views.finding import FoundView
from dispatch.planning.views.finding import ValueView
from dispatch.rendering import search
from dispatch.rendering.search import folding
from dispatch.rendering.search.postings import SIGNS
from dispatch.rendering.search.postings import written
from tests.cases import varied
from tests.cases.reader import Reader
from tests.cases.reader import places_of

COUNT = 600


def found(place, title, text="", **more):
    return FoundView(
        path=f"entries/2026/{place}/", title=title, text=text, kind="statement", **more
    )


def indexed(*documents, filters=()):
    view = FindingView(documents=documents, filters=filters, facets=(), shelves=())
    return search.index_of(view)


@pytest.fixture(scope="module")
def corpus():
    return [
        found(place, title, text, unit=f"第{place % 9}科室", state="in-force")
        for place, (title, text) in enumerate(varied.texts(COUNT))
    ]


@pytest.fixture(scope="module")
def index(corpus):
    return indexed(*corpus)


@pytest.fixture(scope="module")
def reader(index):
    return Reader(index)


def test_pieces_of_any_text_are_found_and_nothing_else(corpus, reader):
    said = [f"{each.title}\n{each.unit}\n{each.text}" for each in corpus]
    for piece in varied.pieces(said, 200):
        wanted = [each.path for each, text in zip(corpus, said, strict=True) if piece in text]
        assert wanted
        assert reader.find(piece) == wanted, piece


def test_what_stands_nowhere_is_not_found(corpus, reader):
    said = "\n".join(f"{each.title}\n{each.unit}\n{each.text}" for each in corpus)
    pairs = ("甲乙", "水鼋", "龘龘", "公开公开公", "9,99")
    for piece in (each for each in pairs if each not in said):
        assert reader.find(piece) == []


def test_every_word_of_a_query_has_to_be_there(corpus, reader):
    said = [f"{each.title}\n{each.unit}\n{each.text}" for each in corpus]
    rng = random.Random(3)
    for _ in range(40):
        one, other = (varied.pieces([rng.choice(said)], 1, rng.randrange(99))[0] for _ in "ab")
        wanted = [
            each.path
            for each, text in zip(corpus, said, strict=True)
            if one in text and other in text
        ]
        assert reader.find(f" {one}　{other} ") == wanted


def test_a_common_pair_is_named_and_a_rare_one_is_not(corpus, reader):
    said = [f"{each.title}\n{each.unit}\n{each.text}" for each in corpus]
    places, sure = reader.ask("科室")
    assert (len(places), sure) == (COUNT, True)
    rare = next(
        pair
        for pair in varied.pieces(said, 900)
        if len(pair) == 2 and sum(pair in text for text in said) == 1
    )
    places, sure = reader.ask(rare)
    assert not sure
    assert next(place for place, text in enumerate(said) if rare in text) in places


def test_the_index_stays_within_twice_the_compressed_text(corpus, index):
    text = "\n".join(f"{each.title}\n{each.unit}\n{each.text}" for each in corpus)
    size = sum(len(gzip.compress(file.content)) for file in index.files)
    assert size <= 2 * len(gzip.compress(text.encode()))


def test_fields_do_not_run_into_each_other():
    reader = Reader(indexed(found(1, "水利", "工程\n管理", unit="科室")))
    assert reader.find("水利 工程 管理 科室")
    for across in ("利工", "程管", "利科", "室工"):
        assert reader.find(across) == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("第 ３ 批", "第3批"),
        ("水　利\u00a0局", "水利局"),
        ("ＰＰＰ项目 A座", "ppp项目a座"),
        ("（试行）", "(试行)"),
        ("Straße ΟΔΟΣ", "STRASSE οδος"),
        ("𠮷野家", "𠮷野"),
        ("⼀批", "一批"),
        ("㎡与ﬁ", "m2与fi"),
        ("防\u200b汛", "防汛"),
        ("é", "e\u0301"),
    ],
)
def test_what_reads_the_same_is_found(text, query):
    assert Reader(indexed(found(1, text), found(2, "无"))).find(query) == ["entries/2026/1/"]


def test_white_space_stays_between_words_of_other_scripts():
    assert folding.squeezed("  open  data \n\n 水 利 PPP 项 目 ") == "open data\n水利PPP项目"
    assert folding.terms(" 水利  PPP 水利\t") == ("水利", "ppp")


def test_folding_twice_changes_nothing():
    for code in (*range(0x20, 0xD800), *range(0xE000, 0x30000, 7)):
        once = folding.folded(chr(code))
        if unicodedata.category(chr(code)) != "Cn":
            assert folding.folded(once) == once, hex(code)


ODD = "水利ＡａＫ①㎡ﬁ，、が か\u3099한ᄒ\u1161é\u0301\u0327Åςß\u200b\uf900"


@given(st.text(st.sampled_from(ODD)))
def test_folding_is_that_of_unicode(text):
    bare = folding._UNSEEN.sub("", text)
    seen = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).lower())
    assert folding.folded(text) == seen.replace("ς", "σ").replace("ß", "ss")


@pytest.mark.parametrize("count", [1, 2, 7, 100, 5_000])
def test_a_list_is_read_as_it_was_written(count):
    rng = random.Random(count)
    for size in {1, count // 2, count, *(rng.randrange(1, count + 1) for _ in range(20))} - {0}:
        places = sorted(rng.sample(range(count), size))
        assert list(places_of(written(places, count))) == places
    assert written([], count) == ""


def test_nothing_at_all_can_be_searched_too():
    nothing = indexed()
    assert (nothing.documents, Reader(nothing).find("水利")) == (0, [])


def test_the_folder_is_named_after_what_is_in_it():
    one, same, other = (indexed(found(1, title)) for title in ("水利", "水利", "水务"))
    assert one.folder == same.folder != other.folder
    assert one.folder.startswith("search/")


@pytest.mark.parametrize("many", [3, 63, 64, 200])
def test_each_document_has_its_place_in_each_facet(many):
    values = tuple(ValueView(key=f"k{number}") for number in range(many))
    documents = [found(place, "题", keys=(("unit", f"k{place}"),)) for place in range(many)]
    facet = FacetView(name="unit", path="", values=values)
    part = Reader(indexed(*documents, found("none", "题"), filters=(facet,))).parts["facets"]
    ((name, keys, width, column),) = part
    assert (name, keys) == ("unit", [f"k{number}" for number in range(many)])
    signs = [column[at : at + width] for at in range(0, len(column), width)]
    size = len(SIGNS)
    places = []
    for sign in signs:
        place = 0
        for each in sign:
            place = place * size + SIGNS.index(each)
        places.append(place)
    assert places == [*range(1, many + 1), 0]


def test_a_text_cannot_leave_its_script():
    title = '</script>\u2028"];alert(1);//\\'
    index = indexed(found(1, title, day=date(2026, 1, 1)))
    (texts,) = (file for file in index.files if file.path.endswith("/t0.js"))
    assert "\u2028" not in texts.content.decode()
    assert texts.content.count(b"\n") == 1
    assert Reader(index).parts["t0"][0][1] == title.replace("\u2028", "\n")


def test_the_text_of_a_page_has_no_marks_and_parts_its_blocks():
    html = "<h2>一</h2><p>甲<strong>乙</strong>&amp;丙</p><table><tr><td>丁</td><td>戊</td></tr>"
    assert plain(html).split() == ["一", "甲乙&丙", "丁", "戊"]
